/* kiosk/store/outbox.c, changes.c, leases.c, feed.c and the settling half of booking_changes.c. */
#include "kiosk_store.h"

#include <assert.h>
#include <string.h>

#include "ledger.h"
#include "mutations.h"

static const int64_t refusal_lasts_ms = 6 * (int64_t)HOUR_MS,
		     recall_lasts_ms = 30 * (int64_t)MINUTE_MS;

/* ---- the log ---- */

bool store_has_room(const struct disk *disk)
{
	return disk->position.length < LOG_MAX - 64;
}

void store_append(struct disk *disk, struct change *change)
{
	assert(disk->position.length < LOG_MAX);
	change->id = (uint32_t)++ledger->changes;
	disk->log[++disk->position.length] = *change;
	ledger_written(change);
}

void store_mark_sent(struct disk *disk, int64_t seq)
{
	if (disk->position.sent < seq)
		disk->position.sent = seq;
}

static void begin_rereading(struct disk *disk)
{
	if (broken_by(NOT_READ_ANEW))
		return;
	memset(disk->cursor, 0, sizeof(disk->cursor));
	for (int i = 0; i < SESSIONS_MAX; i++)
		disk->sessions[i].revision = 0;
	for (int i = 1; i <= ledger->bookings; i++) {
		disk->bookings[i].revision = 0;
		disk->bookings[i].promised |=
			disk->bookings[i].known && disk->bookings[i].state == BOOKING_CONFIRMED;
		disk->bookings[i].waits = false;
	}
	disk->position.rereads = true;
}

void store_remember(struct disk *disk, struct id epoch, int64_t centre_ms, int64_t boot_ms)
{
	if (!id_is_zero(disk->position.epoch) && !id_equal(disk->position.epoch, epoch))
		begin_rereading(disk);
	disk->position.epoch = epoch;
	disk->centre_ms = centre_ms;
	disk->centre_boot_ms = boot_ms;
}

/* ---- bookings ---- */

static bool is_live(const struct kiosk_booking *booking)
{
	return booking->known && booking->state != BOOKING_CANCELLED;
}

int store_live_booking_of(const struct disk *disk, int session, int holder)
{
	int i = holder ? disk->sessions[session].first_booking : 0;

	for (; i; i = disk->bookings[i].next)
		if (disk->bookings[i].holder == holder && is_live(&disk->bookings[i]))
			return i;
	return 0;
}

struct kiosk_booking *store_new_booking(struct disk *disk, int number, int session)
{
	struct kiosk_booking *booking = &disk->bookings[number];

	assert(!booking->known);
	*booking = (struct kiosk_booking){.known = true,
		.here = booking->here, /* by the ticket, before it was told of */
		.session = session,
		.next = disk->sessions[session].first_booking};
	disk->sessions[session].first_booking = number;
	return booking;
}

/* ---- what follows from a verdict ---- */

static void settle_booking(struct disk *disk, const struct change *change, struct answer answer)
{
	struct kiosk_booking *booking = &disk->bookings[change->booking];
	enum booking_state state = BOOKING_WAITING;

	if (answer.verdict == VERDICT_REFUSED)
		state = BOOKING_CANCELLED;
	else if (answer.verdict != VERDICT_WAITING)
		return;
	if (booking->state == BOOKING_CANCELLED && booking->news == NEWS_MOVED &&
		state == BOOKING_CANCELLED && !broken_by(REFUSED_STANDS_AGAIN))
		booking->news = NEWS_NOT_KEPT;
	if (booking->state == BOOKING_CANCELLED || booking->state == state ||
		broken_by(REFUSAL_NOT_TAKEN))
		return;
	booking->state = (uint8_t)state;
	booking->news = NEWS_NOT_KEPT;
	booking->untold = true;
}

static void stand_again(struct disk *disk, int number, enum booking_state state)
{
	struct kiosk_booking *booking = &disk->bookings[number];
	bool again = store_live_booking_of(disk, booking->session, booking->holder) != 0;

	if (again && broken_by(OLD_DAY_NOT_SHOWN))
		return;
	booking->state = (uint8_t)(again ? BOOKING_CANCELLED : state);
	booking->news = again ? NEWS_MERGED : NEWS_NONE;
}

/* They are inside already, says the centre: the booking stands. */
static void settle_cancel(struct disk *disk, const struct change *change, struct answer answer)
{
	if (answer.verdict == VERDICT_REFUSED &&
		disk->bookings[change->booking].state == BOOKING_CANCELLED)
		stand_again(disk, change->booking, BOOKING_CONFIRMED);
}

static void settle_change_party(
	struct disk *disk, const struct change *change, struct answer answer)
{
	struct kiosk_booking *booking = &disk->bookings[change->booking];

	if (answer.verdict != VERDICT_REFUSED)
		return;
	if (booking->people == change->people)
		booking->people = change->was;
	booking->untold = true;
	if (booking->state != BOOKING_CANCELLED)
		booking->news = NEWS_NOT_KEPT;
}

/* The new one is not made: the one that it was to follow stands again. Who has cancelled the new one
 * since wanted neither, and had given up the old one when the new one was made. */
static void settle_move(struct disk *disk, const struct change *change, struct answer answer)
{
	const struct kiosk_booking *from = &disk->bookings[change->from];
	const struct kiosk_booking *moved = &disk->bookings[change->booking];
	struct change cancel = {
		.kind = CHANGE_CANCEL, .booking = change->from, .at_ms = change->at_ms};

	if (answer.verdict != VERDICT_REFUSED || answer.reason == REASON_CHANGED_ALREADY ||
		broken_by(MOVE_NOT_TAKEN_BACK))
		return;
	if (moved->state == BOOKING_CANCELLED && moved->news != NEWS_MOVED) {
		store_append(disk, &cancel);
		return;
	}
	if (from->state == BOOKING_CANCELLED && from->news == NEWS_MOVED)
		stand_again(disk, change->from,
			change->was_waiting ? BOOKING_WAITING : BOOKING_CONFIRMED);
}

static void settle_lease(
	struct disk *disk, const struct change *change, struct answer answer, int64_t wall_ms)
{
	struct kiosk_lease *lease = store_lease(disk, change->session, change->lease);
	bool granted = answer.verdict == VERDICT_ACCEPTED && answer.granted > 0;

	if (!lease || (lease->state != LEASE_ASKED && !broken_by(GRANT_TAKEN_TWICE)))
		return;
	if (!granted) {
		disk->sessions[change->session].refused_ms[lease->pool] = wall_ms;
		disk->sessions[change->session].refused[lease->pool] = lease->number;
		disk->sessions[change->session].share_used[lease->pool] =
			answer.reason == REASON_SHARE_USED;
		*lease = (struct kiosk_lease){0};
		return;
	}
	lease->state = LEASE_OPEN;
	lease->granted = lease->left = answer.granted;
	lease->lacks = change->people > answer.granted ? 1U << LEASE_PEOPLE : 0;
	ledger->sums[change->lease].open = true;
	ledger->sums[change->lease].left = lease->left;
	ledger_touch_lease(change->lease);
}

static void settle(
	struct disk *disk, const struct change *change, struct answer answer, int64_t wall_ms)
{
	switch (change->kind) {
	case CHANGE_LEASE_REQUEST:
		settle_lease(disk, change, answer, wall_ms);
		break;
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		settle_booking(disk, change, answer);
		break;
	case CHANGE_CANCEL:
		settle_cancel(disk, change, answer);
		break;
	case CHANGE_CHANGE_PARTY:
		settle_change_party(disk, change, answer);
		break;
	case CHANGE_MOVE:
		settle_move(disk, change, answer);
		settle_booking(disk, change, answer);
		break;
	case CHANGE_LEASE_CLOSE: {
		struct kiosk_lease *lease = store_lease(disk, change->session, change->lease);
		if (lease && broken_by(CLOSES_ON_ANSWER)) {
			ledger->sums[lease->number].open = false;
			*lease = (struct kiosk_lease){0};
		}
		break;
	}
	default:
		break;
	}
}

static void take_verdict(struct disk *disk, int64_t seq, struct answer answer, int64_t wall_ms)
{
	bool is_new = disk->answers[seq].verdict == VERDICT_NONE;

	require(seq <= disk->position.sent, "a verdict is on something that was sent");
	if (!is_new && disk->log[seq].kind == CHANGE_LEASE_REQUEST && broken_by(GRANT_TAKEN_TWICE))
		settle(disk, &disk->log[seq], answer, wall_ms);
	if (!is_new) {
		require(ledger_has_two_answers(disk->install) ||
				(disk->answers[seq].verdict == answer.verdict &&
					disk->answers[seq].reason == answer.reason),
			"I6: a verdict is given once, and repeated as it was");
		return;
	}
	disk->answers[seq] = answer;
	settle(disk, &disk->log[seq], answer, wall_ms);
}

void store_take_verdicts(struct disk *disk, const struct reply *reply, int64_t wall_ms)
{
	struct log_position *position = &disk->position;

	for (int i = 0; i < reply->answer_count; i++)
		if (reply->first + i <= position->length)
			take_verdict(disk, reply->first + i, reply->answers[i], wall_ms);
	for (int64_t seq = position->acked + 1;
		broken_by(ACKS_WHOLE_BATCH) && seq <= position->sent; seq++)
		if (disk->answers[seq].verdict == VERDICT_NONE)
			take_verdict(
				disk, seq, (struct answer){.verdict = VERDICT_ACCEPTED}, wall_ms);
	if (broken_by(GRANT_TAKEN_TWICE) && one_in(5))
		return;
	while (position->acked < position->length &&
		disk->answers[position->acked + 1].verdict != VERDICT_NONE)
		position->acked++;
}

/* ---- news ---- */

static void forget_refusal(struct kiosk_session *session, enum lease_pool pool)
{
	if (!session->share_used[pool])
		session->refused_ms[pool] = 0;
}

void store_forget_refusals(struct disk *disk, int number, bool is_class)
{
	forget_refusal(&disk->sessions[number], is_class ? POOL_CLASS : POOL_BOOKING);
	forget_refusal(&disk->sessions[number], is_class ? POOL_CLASS : POOL_MEMBERS);
}

static void forget_share(struct kiosk_session *session, enum lease_pool pool)
{
	session->refused_ms[pool] = 0;
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (session->leases[i].pool == pool)
			session->leases[i].lacks &= ~(1U << LEASE_PEOPLE);
}

static void apply_session(struct disk *disk, const struct feed_row_of *row)
{
	struct kiosk_session *session = &disk->sessions[row->session];

	if (session->revision >= row->revision)
		return;
	struct session before = *store_read_session(disk, row->session);
	session->revision = row->revision;
	session->known = true;
	session->told = row->session_row;
	if (disk->end_session <= row->session)
		disk->end_session = row->session + 1;
	if (disk->first_session > row->session)
		disk->first_session = row->session;
	for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++)
		if (places_grew(&before, store_read_session(disk, row->session), pool))
			forget_share(session, pool);
}

static enum booking_state state_told(enum centre_state state)
{
	return state == STATE_CONFIRMED ? BOOKING_CONFIRMED
	       : state == STATE_WAITING ? BOOKING_WAITING
					: BOOKING_CANCELLED;
}

/* The centre has not heard yet that its holder gave it up. */
static bool is_being_given_up(const struct disk *disk, int number)
{
	for (int64_t seq = disk->position.acked + 1; seq <= disk->position.length; seq++) {
		const struct change *change = &disk->log[seq];
		if ((change->kind == CHANGE_CANCEL && change->booking == number) ||
			change->from == number)
			return true;
	}
	return false;
}

/* What a new epoch tells first of a booking is so, whatever the one before it said. */
static bool is_told_anew(const struct disk *disk, int number)
{
	return disk->position.rereads && disk->bookings[number].revision == 0 &&
	       !is_being_given_up(disk, number);
}

static bool was_given_up(const struct disk *disk, int number)
{
	const struct kiosk_booking *booking = &disk->bookings[number];

	return booking->known && booking->state == BOOKING_CANCELLED &&
	       booking->news != NEWS_MERGED && booking->news != NEWS_NOT_KNOWN &&
	       !is_told_anew(disk, number);
}

/* Two live bookings of one holder for one session: the centre's stands. */
static void merge_others_into(struct disk *disk, const struct feed_row_of *row)
{
	int holder = row->booking_row.holder;
	int i = holder ? disk->sessions[row->session].first_booking : 0;

	if (state_told((enum centre_state)row->booking_row.state) == BOOKING_CANCELLED ||
		was_given_up(disk, row->key))
		return;
	for (; i; i = disk->bookings[i].next) {
		struct kiosk_booking *other = &disk->bookings[i];
		if (other->holder != holder || i == row->key || !is_live(other))
			continue;
		other->state = BOOKING_CANCELLED;
		other->news = NEWS_MERGED;
	}
}

/* Who has heard that nobody knows of it hears that it is there again. */
static void come_back(struct kiosk_booking *booking, enum booking_state state)
{
	booking->untold = state == BOOKING_CONFIRMED && !booking->untold;
	booking->news = state == BOOKING_CONFIRMED ? NEWS_PROMOTED : NEWS_NONE;
	booking->gone = false;
}

/* It waited, and has places now; what the centre put on the list was not told yet. */
static void take_state(struct disk *disk, int number, enum centre_state told)
{
	struct kiosk_booking *booking = &disk->bookings[number];
	enum booking_state state = state_told(told);

	if (booking->state == BOOKING_WAITING && state == BOOKING_CONFIRMED) {
		booking->untold = !booking->untold;
		booking->news = NEWS_PROMOTED;
	}
	if (!was_given_up(disk, number))
		booking->state = (uint8_t)state;
	if (booking->news == NEWS_NOT_KNOWN && state != BOOKING_CANCELLED)
		come_back(booking, state);
	if (told == STATE_MERGED)
		booking->news = NEWS_MERGED;
	else if (booking->news == NEWS_MERGED && state != BOOKING_CANCELLED)
		booking->news = NEWS_NONE;
}

static struct booking as_booking(int state, int people)
{
	return (struct booking){
		.state = (enum booking_state)state, .party.count[PARTY_ADULTS] = people};
}

static bool frees_places(const struct kiosk_booking *before, const struct booking_row *told)
{
	struct booking was = as_booking(before->state, before->people);
	struct booking now = as_booking(state_told((enum centre_state)told->state), told->people);

	return booking_frees_places(before->known ? &was : NULL, &now);
}

/* A place that was promised is not taken from anybody before the end. */
static void keep_promise(struct kiosk_booking *booking, struct booking_row *told)
{
	booking->waits = booking->promised && told->state == STATE_WAITING;
	if (booking->waits)
		told->state = STATE_CONFIRMED;
}

static void apply_booking(struct disk *disk, const struct feed_row_of *of)
{
	struct feed_row_of kept = *of, *row = &kept;
	struct kiosk_booking *booking = &disk->bookings[row->key];
	struct booking_row *told = &row->booking_row;

	require(disk->sessions[row->session].revision > 0,
		"I9: a booking's session is told before it");
	if (booking->known && booking->revision >= row->revision)
		return;
	if (frees_places(booking, told))
		store_forget_refusals(disk, row->session, told->pool == POOL_CLASS);
	keep_promise(booking, told);
	merge_others_into(disk, row);
	if (!booking->known) {
		store_new_booking(disk, row->key, row->session);
		booking->state = (uint8_t)state_told((enum centre_state)told->state);
		booking->made_ms = told->made_ms;
		booking->pool = told->pool;
		booking->news = told->state == STATE_MERGED ? NEWS_MERGED : NEWS_NONE;
	} else {
		take_state(disk, row->key, (enum centre_state)told->state);
	}
	booking->holder = told->holder;
	booking->people = told->people;
	booking->in_line = told->in_line;
	booking->here = booking->here || told->here;
	booking->revision = row->revision;
}

static void append_close(struct disk *disk, int session, struct kiosk_lease *lease, int64_t wall_ms)
{
	struct change close = {.kind = CHANGE_LEASE_CLOSE,
		.session = (int16_t)session,
		.lease = lease->number,
		.at_ms = wall_ms};

	if (!broken_by(CLOSE_NOT_LOGGED) || !one_in(10))
		store_append(disk, &close);
	if (broken_by(CLOSES_ON_ANSWER))
		return;
	ledger->sums[lease->number].open = false;
	ledger_touch_lease(lease->number);
	*lease = (struct kiosk_lease){0};
}

/* Somebody else needs it, so the pool is left alone for half an hour. */
static void append_recalled_close(
	struct disk *disk, int session, struct kiosk_lease *lease, int64_t wall_ms)
{
	disk->sessions[session].refused_ms[lease->pool] =
		wall_ms - refusal_lasts_ms + recall_lasts_ms;
	disk->sessions[session].share_used[lease->pool] = false;
	disk->sessions[session].refused[lease->pool] = lease->number;
	append_close(disk, session, lease, wall_ms);
}

/* A lease that is only asked for closes when its grant comes. */
static void apply_recall(struct disk *disk, const struct feed_row_of *row, int64_t wall_ms)
{
	struct kiosk_lease *lease = store_lease(disk, row->session, row->key);

	if (!lease || broken_by(RECALL_IGNORED))
		return;
	lease->recalled = true;
	if (lease->state == LEASE_OPEN)
		append_recalled_close(disk, row->session, lease, wall_ms);
}

static void apply_row(struct disk *disk, const struct feed_row_of *row, int64_t wall_ms)
{
	if (row->kind == ROW_SESSION)
		apply_session(disk, row);
	else if (row->kind == ROW_BOOKING)
		apply_booking(disk, row);
	else if (row->kind == ROW_RECALL)
		apply_recall(disk, row, wall_ms);
}

void store_apply(struct disk *disk, int stream, const struct reply *reply, int64_t wall_ms)
{
	bool lost = broken_by(CURSOR_WITHOUT_ROWS) && one_in(100);

	for (int i = 0; i < reply->row_count && !lost; i++)
		apply_row(disk, &reply->rows[i], wall_ms);
	disk->cursor[stream] += reply->row_count;
}

/* ---- the end of reading anew ---- */

static void append_not_kept(struct disk *disk, int number, bool waits, int64_t wall_ms)
{
	struct kiosk_booking *booking = &disk->bookings[number];
	struct change change = {.kind = CHANGE_NOT_KEPT,
		.booking = number,
		.holder = booking->holder,
		.was_waiting = waits,
		.at_ms = wall_ms};

	booking->state = (uint8_t)(waits ? BOOKING_WAITING : BOOKING_CANCELLED);
	booking->news = (uint8_t)(waits ? NEWS_WAITS_AGAIN : NEWS_NOT_KNOWN);
	booking->untold = true;
	booking->gone = !waits;
	if (!broken_by(BROKEN_PROMISE_NOT_SAID))
		store_append(disk, &change);
}

/* What stands for a booking that was promised waits, and nobody has said so. */
static void settle_merged(struct disk *disk, int number, int64_t wall_ms)
{
	const struct kiosk_booking *booking = &disk->bookings[number];
	int stands = store_live_booking_of(disk, booking->session, booking->holder);

	if (stands && disk->bookings[stands].state == BOOKING_WAITING &&
		disk->bookings[stands].revision > 0 &&
		disk->bookings[stands].news != NEWS_WAITS_AGAIN)
		append_not_kept(disk, stands, true, wall_ms);
}

static void settle_promise(struct disk *disk, int number, int64_t wall_ms)
{
	struct kiosk_booking *booking = &disk->bookings[number];
	bool is_ahead = disk->sessions[booking->session].told.ends_ms > wall_ms;
	bool is_unknown = booking->state != BOOKING_CANCELLED && booking->revision == 0;

	if (is_ahead && booking->state == BOOKING_CONFIRMED && booking->promised && booking->waits)
		append_not_kept(disk, number, true, wall_ms);
	else if (is_ahead && booking->promised && booking->state == BOOKING_CANCELLED &&
		 booking->news == NEWS_MERGED)
		settle_merged(disk, number, wall_ms);
	else if (is_ahead && is_unknown)
		append_not_kept(disk, number, false, wall_ms);
	else if (booking->revision == 0 && booking->news != NEWS_MERGED) {
		booking->state = BOOKING_CANCELLED;
		booking->news = NEWS_NOT_KNOWN;
	}
	booking->promised = booking->waits = false;
}

/* The centre may have the session again, and then gives back what it has granted. */
static void drop_session(struct disk *disk, int number, int64_t wall_ms)
{
	struct kiosk_session *session = &disk->sessions[number];

	session->told.cancelled = true;
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (session->leases[i].number)
			append_close(disk, number, &session->leases[i], wall_ms);
}

void store_end_rereading(struct disk *disk, int64_t wall_ms)
{
	if (!disk->position.rereads || disk->position.acked != disk->position.length)
		return;
	require(disk->cursor[0] > 0 || centre->branch_head == 0,
		"I10: nothing is dropped before what the centre tells anew was read");
	for (int i = 1; i <= ledger->bookings && disk->position.length < LOG_MAX - 8; i++)
		if (disk->bookings[i].known)
			settle_promise(disk, i, wall_ms);
	for (int i = 1; i < disk->end_session; i++)
		if (disk->sessions[i].known && disk->sessions[i].revision == 0)
			drop_session(disk, i, wall_ms);
	disk->position.rereads = false;
}

/* ---- leases ---- */

struct kiosk_lease *store_lease(struct disk *disk, int session, int number)
{
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (disk->sessions[session].leases[i].number == number)
			return &disk->sessions[session].leases[i];
	return NULL;
}

/* Fields that the rules do not ask for stay empty. */
const struct session *store_read_session(const struct disk *disk, int number)
{
	static struct session session;
	const struct kiosk_session *kept = &disk->sessions[number];
	const struct session_row *told = &kept->told;

	session.id = (struct id){.bytes = {(uint8_t)number, (uint8_t)(number >> 8), 1}};
	session.starts_ms = told->starts_ms;
	session.ends_ms = told->ends_ms;
	session.opens_ms = told->starts_ms - CHECK_IN_OPENS_BEFORE_MS;
	session.closes_ms = told->ends_ms;
	session.admission = ADMISSION_BOTH;
	session.asks = 1U << PARTY_ADULTS;
	session.places = told->places[GROUP_BOOKING];
	session.door_places = told->places[GROUP_DOOR];
	session.cancelled = told->cancelled;
	session.revision = kept->revision;
	session.setting[SETTING_CLASS_PLACES] = told->places[GROUP_CLASS];
	session.setting[SETTING_MEMBERS_PLACES] = told->members_places;
	session.setting[SETTING_MEMBERS_UNTIL_MS] = told->members_until_ms;
	session.setting[SETTING_BOOKING_CLOSES_MS] = told->closes_ms;
	session.setting[SETTING_LARGEST_PARTY] = told->largest_party;
	return &session;
}

static bool comes_before(const struct lease *lease, const struct kiosk_lease *other)
{
	return lease->left > other->left;
}

/* The fullest first, as the store reads them. */
static void insert_lease(struct lease *leases, int count, const struct kiosk_lease *read)
{
	int at = count < LEASES_A_SESSION_MAX ? count : LEASES_A_SESSION_MAX - 1;

	while (at > 0 && !comes_before(&leases[at - 1], read)) {
		leases[at] = leases[at - 1];
		at--;
	}
	leases[at] = (struct lease){
		.pool = (enum lease_pool)read->pool,
		.state = (enum lease_state)read->state,
		.granted = read->granted,
		.left = read->left,
	};
	memcpy(leases[at].id.bytes, &read->number, sizeof(read->number));
}

int store_read_leases(
	const struct disk *disk, int session, struct lease leases[static LEASES_A_SESSION_MAX])
{
	int count = 0;

	for (int i = 0; i < LEASE_SLOTS; i++) {
		const struct kiosk_lease *read = &disk->sessions[session].leases[i];
		if (!read->number || read->recalled)
			continue;
		insert_lease(leases, count, read);
		count += count < LEASES_A_SESSION_MAX;
	}
	return count;
}

static int number_of(const struct lease *lease)
{
	int number;

	memcpy(&number, lease->id.bytes, sizeof(number));
	return number;
}

int store_spend(struct disk *disk, int session, const struct places_wish *wish)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = store_read_leases(disk, session, leases);
	struct places_wish asked = *wish;

	if (broken_by(SELLS_ONE_TOO_MANY) && one_in(20))
		asked.places.people--;
	int chosen = places_choose(leases, count, &asked);
	if (chosen < 0)
		return 0;
	struct kiosk_lease *lease = store_lease(disk, session, number_of(&leases[chosen]));
	lease->left -= wish->places.people;
	ledger->sums[lease->number].left = lease->left;
	if (disk->sessions[session].refused[lease->pool] > lease->number)
		disk->sessions[session].refused_ms[lease->pool] = 0;
	return lease->number;
}

/* ---- asking and giving back ---- */

static bool is_refused(const struct kiosk_session *session, enum lease_pool pool, int64_t wall_ms)
{
	int64_t refused_ms = session->refused_ms[pool];

	return refused_ms > 0 && refused_ms > wall_ms - refusal_lasts_ms && refused_ms <= wall_ms;
}

/* As leases.c asks its bookings. */
static struct places_known what_is_known(
	const struct disk *disk, int number, enum lease_pool pool, int64_t wall_ms)
{
	const struct session *session = store_read_session(disk, number);
	bool of_members = pool == POOL_MEMBERS && !places_are_anybodys(session, wall_ms);
	int i = pool == POOL_DOOR ? 0 : disk->sessions[number].first_booking;
	struct places_known known = {0};

	for (; i; i = disk->bookings[i].next) {
		const struct kiosk_booking *booking = &disk->bookings[i];
		if ((booking->pool == POOL_CLASS) != (pool == POOL_CLASS))
			continue;
		if (booking->state == BOOKING_CONFIRMED)
			known.taken += booking->people;
		known.line |= booking->state == BOOKING_WAITING && booking->in_line > 0 &&
			      (!of_members || booking->holder);
	}
	return known;
}

static int maybe_free(const struct disk *disk, int number, enum lease_pool pool, int64_t wall_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	const struct session *session = store_read_session(disk, number);
	int count = store_read_leases(disk, number, leases);
	struct places_known known = what_is_known(disk, number, pool, wall_ms);

	return places_maybe_free(session, pool, leases, count, &known);
}

static struct kiosk_lease *free_slot(struct kiosk_session *session)
{
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (session->leases[i].number == 0)
			return &session->leases[i];
	return NULL;
}

static bool is_asked(const struct kiosk_session *session, enum lease_pool pool)
{
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (session->leases[i].number && session->leases[i].pool == pool &&
			session->leases[i].state == LEASE_ASKED)
			return true;
	return false;
}

/* The lease's row exists before anybody is asked: a grant always finds it. */
static void append_request(struct disk *disk, int session, struct change request)
{
	struct kiosk_lease *slot = free_slot(&disk->sessions[session]);

	if (!slot || is_asked(&disk->sessions[session], (enum lease_pool)request.pool))
		return;
	request.kind = CHANGE_LEASE_REQUEST;
	request.session = (int16_t)session;
	request.lease = ++ledger->leases;
	assert(request.lease < LEASES_MAX);
	ledger->sums[request.lease].install = disk->install;
	store_append(disk, &request);
	if (broken_by(GRANT_WITHOUT_SLOT) && one_in(20))
		return;
	*slot = (struct kiosk_lease){
		.number = request.lease, .pool = request.pool, .state = LEASE_ASKED};
}

static void plan_closes(struct disk *disk, int number, const struct session *session,
	struct lease *leases, int64_t wall_ms)
{
	int count = store_read_leases(disk, number, leases);
	bool closes[LEASES_A_SESSION_MAX];

	for (int i = 0; i < count; i++)
		closes[i] = places_should_close(session, leases, count, i, wall_ms);
	for (int i = 0; i < count; i++) {
		if (!closes[i])
			continue;
		append_close(
			disk, number, store_lease(disk, number, number_of(&leases[i])), wall_ms);
		leases[i].state = LEASE_CLOSED;
	}
}

/* The real one plans all from one look and then writes. */
static void plan_session(struct disk *disk, int number, int64_t wall_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	const struct session *session = store_read_session(disk, number);
	int count = store_read_leases(disk, number, leases);

	plan_closes(disk, number, session, leases, wall_ms);
	for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++) {
		int people = places_to_ask(session, pool, leases, count, wall_ms);
		if (people > 0 && !is_refused(&disk->sessions[number], pool, wall_ms) &&
			!places_are_last(session, pool, maybe_free(disk, number, pool, wall_ms)))
			append_request(disk, number,
				(struct change){.pool = (uint8_t)pool,
					.people = (int16_t)people,
					.at_ms = wall_ms});
	}
}

/* Recalled before its grant came. */
static void close_recalled(struct disk *disk, int number, int64_t wall_ms)
{
	for (int i = 0; i < LEASE_SLOTS && !broken_by(RECALL_IGNORED); i++) {
		struct kiosk_lease *lease = &disk->sessions[number].leases[i];
		if (lease->number && lease->recalled && lease->state == LEASE_OPEN)
			append_recalled_close(disk, number, lease, wall_ms);
	}
}

static bool has_leases(const struct kiosk_session *session)
{
	for (int i = 0; i < LEASE_SLOTS; i++)
		if (session->leases[i].number)
			return true;
	return false;
}

/* Long over, however wrong a clock is: nobody looks there again. */
static void forget_old(struct disk *disk, int64_t wall_ms)
{
	while (disk->first_session < disk->end_session) {
		const struct kiosk_session *first = &disk->sessions[disk->first_session];
		bool over = first->told.ends_ms + SESSION_LIFE_DAYS * DAY_MS < wall_ms;
		if (!first->known || !over || has_leases(first))
			return;
		disk->first_session++;
	}
}

void store_plan_leases(struct disk *disk, int64_t wall_ms)
{
	for (int i = disk->first_session; i < disk->end_session && store_has_room(disk); i++) {
		const struct kiosk_session *session = &disk->sessions[i];
		close_recalled(disk, i, wall_ms);
		if (session->known && (session->told.ends_ms > wall_ms || has_leases(session)))
			plan_session(disk, i, wall_ms);
	}
	forget_old(disk, wall_ms);
}

static void ask_pool(struct disk *disk, int number, const struct places_wish *wish, int64_t wall_ms)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	const struct session *session = store_read_session(disk, number);
	int count = store_read_leases(disk, number, leases);

	if (places_should_ask_for(session, leases, count, wish, wall_ms) &&
		maybe_free(disk, number, wish->pool, wall_ms) >= wish->places.people)
		append_request(disk, number,
			(struct change){.pool = (uint8_t)wish->pool,
				.people = (int16_t)wish->places.people,
				.here = true,
				.at_ms = wall_ms});
}

void store_ask_for(struct disk *disk, int number, const struct places_wish *wish, int64_t wall_ms)
{
	struct places_wish kept = {.pool = POOL_MEMBERS, .places = wish->places};

	if (wish->pool == POOL_BOOKING && wish->kept &&
		!places_are_anybodys(store_read_session(disk, number), wall_ms))
		ask_pool(disk, number, &kept, wall_ms);
	ask_pool(disk, number, wish, wall_ms);
}
