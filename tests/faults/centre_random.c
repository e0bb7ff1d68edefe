/* Whatever happens, in any order, at a real centre: sessions with all pools and limits; kiosks that ask,
 * book, wait, change, cancel, let in and take back, mostly while nobody hears of it, and send what they
 * have sent once more; staff who change rooms, hours and times. Kiosks here are honest: each spends what
 * it holds. After each talk with the centre its books, its line and what it told are held against what
 * follows from the rules, said here once more and plainly.
 *
 *   centre_random PLATFORM/CENTRE [SEED [WORLDS]] */
#include "centre_kiosks.h"

#include <time.h>

enum {
	SESSIONS = 2,
	TALKERS = 3,
	HOLDERS = 4,
	STEPS = 200,
	LEASES = 600,
	BOOKINGS = 800,
	QUEUE = 100,
	CHANGE_BYTES = 700,
	WORLDS = 5,
	ASKS_A_TALK = 4,
	ENDLESS = 1000,
};

#define BASE_MS INT64_C(1796000000000) /* NOW */

static const char *const pools[] = {"booking", "members", "door", "class"};
enum pool { BOOKING, MEMBERS, DOOR, CLASS, POOLS };

struct session {
	char id[40];
	int places, door_places, members, prams, class_places;
	int64_t starts_ms, until_ms, held_ms;
	bool cancelled;
};

struct lease {
	int id, session, kiosk, left, prams;
	enum pool pool;
	bool is_open, is_asked;
};

struct booking {
	int session, kiosk, holder, adults, prams;
	bool is_class, promised, given_up, may_go, came;
	int attendance, attendance_kiosk;
};

/* A kiosk, its log that nobody has heard of yet, and what it said of sessions. */
struct talker {
	PGconn *connection;
	char epoch[40];
	int install, seq, queued;
	bool given[SESSIONS];
	char queue[QUEUE][CHANGE_BYTES];
};

static struct world {
	struct session sessions[SESSIONS];
	struct lease leases[LEASES];
	struct booking bookings[BOOKINGS];
	struct talker talkers[TALKERS];
	int lease_count, booking_count, first_booking;
	int64_t now_ms;
	int talks, promoted;
} world;

static PGconn *owner, *staff, *connections[TALKERS];
static int changes_made, attendances_made, installs_made;
static uint64_t seed, chance_state;
static const char *doing = "begins";

static uint32_t chance(uint32_t below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t)(chance_state >> 16) % below;
}

static void check(bool holds, const char *promise)
{
	if (!holds)
		fail_msg("seed %llu: %s, after: %s", (unsigned long long)seed, promise, doing);
}

/* ---- the centre ---- */

static const char *ask(PGconn *connection, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static const char *ask(PGconn *connection, const char *format, ...)
{
	static char sql[64 * 1024];
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	return query(connection, sql);
}

static void put(const struct session *session)
{
	char settings[400], prams[40] = "";

	if (session->prams < ENDLESS)
		snprintf(prams, sizeof(prams), ",\"prams_places\":%d", session->prams);
	snprintf(settings, sizeof(settings),
		"{\"members_places\":%d,\"members_until_ms\":%lld,\"held_until_ms\":%lld,"
		"\"class_places\":%d%s}",
		session->members, (long long)session->until_ms, (long long)session->held_ms,
		session->class_places, prams);
	ask(staff,
		"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":%lld,\"ends_ms\":%lld,\"opens_ms\":%lld,\"closes_ms\":%lld,"
		"\"admission\":\"both\",\"asks\":31,\"places\":%d,\"door_places\":%d,"
		"\"cancelled\":%s,\"settings\":%s}]')",
		session->id, (long long)session->starts_ms, (long long)session->starts_ms + 600000,
		(long long)BASE_MS, (long long)session->starts_ms + 600000, session->places,
		session->door_places, session->cancelled ? "true" : "false", settings);
}

static void say_hello(int number)
{
	struct talker *talker = &world.talkers[number];

	const char *answer = ask(talker->connection,
		"SELECT api.hello(1, 'test', '11111111-2222-7111-8111-%012d', true, '%lld', '%d', '0')",
		talker->install, (long long)world.now_ms, talker->seq);
	snprintf(talker->epoch, sizeof(talker->epoch), "%s", field(answer, "{epoch}"));
	check(*talker->epoch, "the centre knows each kiosk");
}

/* ---- what the rules say, once more ---- */

/* No row: the promise holds. */
static const char *const balances[] = {
	"SELECT 'what is booked is what bookings say' FROM core.session s WHERE"
	" confirmed <> (SELECT coalesce(sum(people), 0) FROM core.booking b WHERE b.session ="
	" s.session AND state = 'confirmed' AND pool = 'booking' AND given_at IS NULL)"
	" OR class_used <> (SELECT coalesce(sum(people), 0) FROM core.booking b WHERE b.session ="
	" s.session AND state = 'confirmed' AND pool = 'class')",
	"SELECT 'what is at kiosks is what leases say' FROM core.session s WHERE"
	" (leased, door_leased, class_leased, (parts_leased).prams) <> (SELECT"
	" coalesce(sum(granted - spent) FILTER (WHERE pool IN ('booking', 'members')), 0),"
	" coalesce(sum(granted - spent) FILTER (WHERE pool = 'door'), 0),"
	" coalesce(sum(granted - spent) FILTER (WHERE pool = 'class'), 0),"
	" coalesce(sum((parts).prams - (parts_spent).prams) FILTER (WHERE pool <> 'class'), 0)"
	" FROM core.lease l WHERE l.session = s.session AND state = 'open')",
	"SELECT 'the door has let in whom leases paid' FROM core.session s WHERE door_used <>"
	" (SELECT coalesce(sum((paid).people), 0) FROM core.attendance a WHERE a.session ="
	" s.session AND undone_at IS NULL)",
	"SELECT 'prams are of bookings and of the door' FROM core.session s WHERE"
	" (parts_used).prams <> (SELECT coalesce(sum(prams), 0) FROM core.booking b WHERE b.session"
	" = s.session AND state = 'confirmed' AND pool = 'booking' AND given_at IS NULL) + (SELECT"
	" coalesce(sum(((paid).parts).prams), 0) FROM core.attendance a WHERE a.session = s.session"
	" AND undone_at IS NULL)",
	"SELECT 'no more is promised than there is, but for a cut' FROM core.session WHERE"
	" confirmed + leased > places OR door_used + door_leased > door_places OR class_used +"
	" class_leased > class_places OR places > greatest(places_wanted - given_to_door,"
	" confirmed + leased) OR door_places > greatest(door_places_wanted + given_to_door,"
	" door_used + door_leased)",
	"SELECT 'one visit counts of a booking or card' FROM core.attendance WHERE counted AND"
	" undone_at IS NULL GROUP BY session, coalesce(booking, holder) HAVING count(*) > 1"
	" AND coalesce(booking, holder) IS NOT NULL",
	"SELECT 'nobody has two bookings of a session' FROM core.booking WHERE state IN"
	" ('confirmed', 'waiting') AND holder IS NOT NULL GROUP BY session, holder"
	" HAVING count(*) > 1",
	"SELECT 'what is merged is merged into what is not' FROM core.booking b JOIN core.booking i"
	" ON i.booking = b.merged_into WHERE i.state = 'merged' OR i.session <> b.session",
	"SELECT 'nobody came by a booking whose places were given away' FROM core.booking b JOIN"
	" core.attendance a USING (booking) WHERE given_at IS NOT NULL AND how = 'booked' AND"
	" undone_at IS NULL AND extra = 0",
	"SELECT 'the centre understands every change' FROM core.change WHERE verdict ="
	" 'quarantined'",
	"SELECT 'an honest kiosk overspends nothing' FROM core.exception WHERE reason LIKE"
	" '%overspent'",
	"SELECT 'what is told only grows' FROM (SELECT revision, lag(revision) OVER (PARTITION BY"
	" stream, kind, key ORDER BY row) AS before FROM core.feed WHERE kind IN ('booking',"
	" 'session')) f WHERE revision < before",
	"SELECT 'who is promoted is told once, and whole' FROM core.booking b WHERE promoted_at IS"
	" NOT NULL AND 1 <> (SELECT count(*) FROM (SELECT body->>'state' AS state, body->'party' AS"
	" party, lag(body->>'state') OVER (ORDER BY row) AS was_state, lag(body->'party') OVER"
	" (ORDER BY row) AS was_party FROM core.feed WHERE kind = 'booking' AND key ="
	" b.booking::text) f WHERE state = 'confirmed' AND was_state IS DISTINCT FROM state"
	" AND coalesce(was_party, party) = party)",
	"SELECT 'the last that was told is true' FROM core.booking b WHERE state <> 'merged' AND"
	" state <> (SELECT body->>'state' FROM core.feed WHERE kind = 'booking' AND key ="
	" b.booking::text ORDER BY row DESC LIMIT 1)",
};

static int at_least_none(int number)
{
	return number > 0 ? number : 0;
}

static int column(const PGresult *result, int row, int which)
{
	return atoi(PQgetvalue(result, row, which));
}

struct room {
	int places, free, kept, class_places, class_free, prams, prams_free;
};

static struct room room_of(const struct session *session)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT places, places - confirmed - leased, class_places, class_places - class_used"
		" - class_leased, coalesce((parts_places).prams, %d), coalesce((parts_places).prams,"
		" %d) - (parts_used).prams - (parts_leased).prams,"
		" (SELECT coalesce(sum(people), 0) FROM core.booking b WHERE b.session = s.session"
		" AND state = 'confirmed' AND pool = 'booking' AND holder IS NOT NULL),"
		" (SELECT coalesce(sum(granted - spent), 0) FROM core.lease l WHERE l.session ="
		" s.session AND state = 'open' AND pool = 'members')"
		" FROM core.session s WHERE session = '%s'",
		2 * ENDLESS, 2 * ENDLESS, session->id);
	PGresult *row = PQexec(owner, sql);
	int left = column(row, 0, 1), places = column(row, 0, 0);
	int most = session->members < places ? session->members : places;
	int kept = world.now_ms < session->until_ms
			   ? at_least_none(most - column(row, 0, 6) - column(row, 0, 7))
			   : 0;
	struct room room = {.places = places,
		.free = at_least_none(left - kept),
		.kept = kept < left ? kept : left,
		.class_places = column(row, 0, 2),
		.class_free = column(row, 0, 3),
		.prams = column(row, 0, 4),
		.prams_free = column(row, 0, 5)};
	PQclear(row);
	return room;
}

/* Nobody stands in the line who could have a place, and whom nobody before them needs it for. */
static void check_line(const struct session *session)
{
	struct room room = room_of(session);
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT people, prams, (pool = 'class')::integer, (holder IS NOT NULL)::integer FROM"
		" core.booking WHERE session = '%s' AND state = 'waiting' ORDER BY arrival",
		session->id);
	PGresult *line = PQexec(owner, sql);
	for (int i = 0; i < PQntuples(line); i++) {
		int people = column(line, i, 0), prams = column(line, i, 1);
		bool is_class = column(line, i, 2), has_card = column(line, i, 3);
		if (is_class) {
			check(people > room.class_free, "no class waits beside free places");
			room.class_free = people <= room.class_places ? 0 : room.class_free;
			continue;
		}
		if (people > room.places || prams > room.prams || prams > room.prams_free)
			continue;
		if (people > room.free + (has_card ? room.kept : 0)) {
			room.free = 0;
			room.kept = has_card ? 0 : room.kept;
			continue;
		}
		check(false, "nobody waits beside free places");
	}
	PQclear(line);
}

/* Nor beside a lease that holds what they need, and was not asked back. */
static void check_recalls(const struct session *session)
{
	char sql[SQL_BYTES];
	struct room room = room_of(session);

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.lease l JOIN core.booking b USING (session) WHERE l.session"
		" = '%s' AND l.state = 'open' AND NOT recalled AND granted > spent AND b.state ="
		" 'waiting' AND (b.pool = 'class') = (l.pool = 'class') AND l.pool <> 'door' AND"
		" b.people <= %d AND (b.pool = 'class' OR b.prams <= %d) AND (l.pool <> 'members' OR"
		" b.holder IS NOT NULL OR %lld >= %lld) AND (b.pool = 'class' OR b.prams <= %d OR"
		" ((parts).prams - (parts_spent).prams > 0 AND b.prams > 0))",
		session->id, room.places, room.prams, (long long)world.now_ms,
		(long long)session->until_ms, room.prams_free);
	PGresult *count = PQexec(owner, sql);
	check(column(count, 0, 0) == 0 || session->class_places > 0,
		"what helps who waits is asked back");
	PQclear(count);
}

static void check_all(void)
{
	for (size_t i = 0; i < sizeof(balances) / sizeof(*balances); i++) {
		const char *broken = query(owner, balances[i]);
		check(!*broken, broken);
	}
	for (int i = 0; i < SESSIONS; i++) {
		const struct session *session = &world.sessions[i];
		if (session->cancelled || world.now_ms >= session->starts_ms)
			continue;
		check_line(session);
		check_recalls(session);
	}
}

/* ---- what a kiosk writes into its log ---- */

static void note(int number, int id, const char *kind, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
static void note(int number, int id, const char *kind, const char *format, ...)
{
	struct talker *talker = &world.talkers[number];
	char body[CHANGE_BYTES / 2];
	va_list values;

	assert_true(talker->queued < QUEUE);
	va_start(values, format);
	vsnprintf(body, sizeof(body), format, values);
	va_end(values);
	snprintf(talker->queue[talker->queued++], CHANGE_BYTES,
		"{\"id\":\"01900000-0000-7000-8000-%012d\",\"kind\":\"%s\",\"version\":1,\"at\":%lld,"
		"\"body\":%s}",
		id, kind, (long long)world.now_ms, body);
}

static const char *party_text(int adults, int prams, bool is_class)
{
	static char texts[2][80];
	static int next;
	char *text = texts[next++ % 2];

	snprintf(text, sizeof(texts[0]), "{\"adults\":%d,\"prams\":%d%s}", adults, prams,
		is_class ? ",\"class\":true" : "");
	return text;
}

static const char *lease_text(const struct lease *lease)
{
	static char text[80];

	text[0] = '\0';
	if (lease)
		snprintf(text, sizeof(text), "\"lease\":\"01900000-0000-7000-8000-%012d\",",
			lease->id);
	return text;
}

static const char *holder_text(int holder)
{
	static char text[80];

	text[0] = '\0';
	if (holder)
		snprintf(text, sizeof(text), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",",
			holder);
	return text;
}

static void ask_for_lease(int number)
{
	enum pool pool = (enum pool)chance(POOLS);
	int session = (int)chance(SESSIONS);

	if (world.lease_count == LEASES)
		return;
	struct lease *lease = &world.leases[world.lease_count++];
	*lease = (struct lease){.id = ++changes_made,
		.session = session,
		.kiosk = number,
		.pool = pool,
		.is_asked = true};
	note(number, lease->id, "lease_request",
		"{\"session\":\"%s\",\"pool\":\"%s\",\"places\":%d,\"parts\":{\"prams\":%d}}",
		world.sessions[session].id, pools[pool], pool == CLASS ? 12 : 1 + (int)chance(6),
		(int)chance(3));
}

static void close_lease(int number)
{
	struct lease *lease =
		world.lease_count ? &world.leases[chance((uint32_t)world.lease_count)] : NULL;

	if (!lease || lease->kiosk != number || !lease->is_open)
		return;
	lease->is_open = false;
	note(number, ++changes_made, "lease_close", "{\"lease\":\"01900000-0000-7000-8000-%012d\"}",
		lease->id);
}

static bool is_anybodys(const struct session *session)
{
	return world.now_ms >= session->until_ms;
}

/* Takes them from a lease of the kiosk; NULL: none holds so much. */
static struct lease *spend(
	int number, int session, enum pool pool, bool has_card, int people, int prams)
{
	for (int i = 0; i < world.lease_count; i++) {
		struct lease *lease = &world.leases[i];
		bool kept = pool == BOOKING && lease->pool == MEMBERS &&
			    (has_card || is_anybodys(&world.sessions[session]));
		if (lease->kiosk != number || lease->session != session || !lease->is_open ||
			(lease->pool != pool && !kept) || lease->left < people ||
			(pool != CLASS && lease->prams < prams))
			continue;
		lease->left -= people;
		lease->prams -= lease->prams < ENDLESS ? prams : 0;
		return lease;
	}
	return NULL;
}

static void book_or_wait(int number)
{
	int session = (int)chance(SESSIONS);

	if (world.booking_count == BOOKINGS || world.now_ms >= world.sessions[session].starts_ms)
		return;
	struct booking *booking = &world.bookings[world.booking_count];
	*booking = (struct booking){.session = session, .kiosk = number};
	booking->is_class = chance(8) == 0;
	booking->holder = booking->is_class || chance(2) ? 0 : 1 + (int)chance(HOLDERS);
	booking->adults = booking->is_class ? 6 : 1 + (int)chance(4);
	booking->prams = booking->is_class ? 0 : (int)chance(8) / 5;
	struct lease *lease = spend(number, session, booking->is_class ? CLASS : BOOKING,
		booking->holder, booking->adults, booking->prams);
	booking->promised = lease != NULL;
	note(number, ++changes_made, lease ? "book" : "wait",
		"{\"booking\":\"%s\",\"session\":\"%s\",%s%s\"party\":%s,\"code\":\"1ABCD\"}",
		booking_id(world.first_booking + world.booking_count), world.sessions[session].id,
		lease_text(lease), holder_text(booking->holder),
		party_text(booking->adults, booking->prams, booking->is_class));
	world.booking_count++;
}

static struct booking *some_booking(int *number)
{
	if (world.booking_count == 0)
		return NULL;
	*number = (int)chance((uint32_t)world.booking_count);
	return &world.bookings[*number];
}

static void give_up(int number)
{
	int which;
	struct booking *booking = some_booking(&which);

	if (!booking || booking->came)
		return;
	booking->given_up = true;
	note(number, ++changes_made, "cancel", "{\"booking\":\"%s\"}",
		booking_id(world.first_booking + which));
}

static void change_party(int number)
{
	int which, adults = 1 + (int)chance(5);
	struct booking *booking = some_booking(&which);

	if (!booking || booking->is_class || booking->kiosk != number || booking->came)
		return;
	int more = at_least_none(adults - booking->adults);
	struct lease *lease =
		more ? spend(number, booking->session, BOOKING, booking->holder, more, 0) : NULL;
	if (more && !lease && booking->promised)
		return;
	note(number, ++changes_made, "change_party",
		"{\"booking\":\"%s\",%s\"was\":%s,\"party\":%s}",
		booking_id(world.first_booking + which), lease_text(lease),
		party_text(booking->adults, booking->prams, false),
		party_text(adults, booking->prams, false));
	booking->adults = adults;
}

static void move(int number)
{
	int which, session = (int)chance(SESSIONS);
	struct booking *booking = some_booking(&which);

	if (!booking || booking->is_class || booking->session == session || booking->came ||
		world.booking_count == BOOKINGS)
		return;
	struct lease *lease =
		spend(number, session, BOOKING, booking->holder, booking->adults, booking->prams);
	if (!lease)
		return;
	note(number, ++changes_made, "move",
		"{\"booking\":\"%s\",\"from\":\"%s\",\"session\":\"%s\",%s%s\"party\":%s}",
		booking_id(world.first_booking + world.booking_count),
		booking_id(world.first_booking + which), world.sessions[session].id,
		lease_text(lease), holder_text(booking->holder),
		party_text(booking->adults, booking->prams, false));
	world.bookings[world.booking_count] = *booking;
	world.bookings[world.booking_count].session = session;
	world.bookings[world.booking_count++].may_go = true;
	booking->may_go = true;
}

static void put_on_card(int number)
{
	int which;
	struct booking *booking = some_booking(&which);

	if (!booking || booking->is_class || booking->holder || booking->kiosk != number)
		return;
	booking->holder = 1 + (int)chance(HOLDERS);
	booking->may_go = true;
	note(number, ++changes_made, "put_on_card", "{%s\"booking\":\"%s\"}",
		holder_text(booking->holder), booking_id(world.first_booking + which));
}

static void come(int number, const char *booking, struct booking *who)
{
	const struct session *session = &world.sessions[who->session];
	struct lease *lease = *booking ? NULL
				       : spend(number, who->session, who->is_class ? CLASS : DOOR,
						 false, who->adults, who->prams);

	if (!*booking && !lease)
		return;
	who->came = true;
	who->attendance = ++attendances_made;
	who->attendance_kiosk = number;
	note(number, ++changes_made, "check_in",
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\",%s%s\"party\":%s,"
		"\"extra\":%d,\"extra_parts\":%s,\"how\":\"%s\",\"code\":\"OK\",\"facts\":{}}",
		who->attendance, session->id, booking, lease_text(lease),
		party_text(who->adults, who->prams, who->is_class), lease ? who->adults : 0,
		lease ? party_text(who->adults, who->prams, false) : "{}",
		*booking ? "booked" : "drop-in");
}

static void let_in(int number)
{
	static struct booking walked_in;
	char text[80];
	int which;
	struct booking *booking = some_booking(&which);

	if (chance(2) == 0 || !booking) {
		walked_in = (struct booking){.session = (int)chance(SESSIONS),
			.adults = 1 + (int)chance(3),
			.prams = (int)chance(5) / 4,
			.is_class = false};
		come(number, "", &walked_in);
		if (walked_in.came && chance(3) == 0)
			note(number, ++changes_made, "undo",
				"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\"}",
				walked_in.attendance);
		return;
	}
	if (!booking->promised || booking->came || booking->given_up || booking->may_go ||
		world.talkers[number].given[booking->session] ||
		world.now_ms < world.sessions[booking->session].starts_ms - 200000)
		return;
	snprintf(
		text, sizeof(text), "\"booking\":\"%s\",", booking_id(world.first_booking + which));
	come(number, text, booking);
}

static void take_back(int number)
{
	int which;
	struct booking *booking = some_booking(&which);

	if (!booking || !booking->came || booking->attendance_kiosk != number)
		return;
	booking->came = false;
	booking->may_go = true;
	note(number, ++changes_made, "undo", "{\"attendance\":\"dddddddd-0000-7000-8000-%012d\"}",
		booking->attendance);
}

/* ---- a talk with the centre ---- */

static void give_to_door(int number)
{
	for (int i = 0; i < SESSIONS; i++) {
		const struct session *session = &world.sessions[i];
		bool *given = &world.talkers[number].given[i];
		*given = *given && world.now_ms >= session->held_ms;
		if (*given || world.now_ms < session->held_ms || session->cancelled)
			continue;
		*given = true;
		note(number, ++changes_made, "give_to_door", "{\"session\":\"%s\"}", session->id);
	}
}

static void read_grants(int number)
{
	for (int i = 0; i < world.lease_count; i++) {
		struct lease *lease = &world.leases[i];
		char sql[400];
		if (lease->kiosk != number || !lease->is_asked)
			continue;
		snprintf(sql, sizeof(sql),
			"SELECT granted, coalesce((parts).prams, %d) FROM core.lease WHERE lease ="
			" '01900000-0000-7000-8000-%012d'",
			ENDLESS, lease->id);
		PGresult *row = PQexec(owner, sql);
		lease->is_asked = false;
		lease->is_open = PQntuples(row) == 1;
		lease->left = lease->is_open ? column(row, 0, 0) : 0;
		lease->prams = lease->is_open ? column(row, 0, 1) : 0;
		PQclear(row);
	}
}

/* Recalled leases are given back at the next talk. */
static void hear_recalls(int number)
{
	for (int i = 0; i < world.lease_count; i++) {
		struct lease *lease = &world.leases[i];
		if (lease->kiosk != number || !lease->is_open ||
			world.talkers[number].queued == QUEUE)
			continue;
		if (*ask(owner,
			    "SELECT 'recalled' FROM core.lease WHERE recalled AND lease ="
			    " '01900000-0000-7000-8000-%012d'",
			    lease->id) == '\0')
			continue;
		lease->is_open = false;
		note(number, ++changes_made, "lease_close",
			"{\"lease\":\"01900000-0000-7000-8000-%012d\"}", lease->id);
	}
}

static const char *send(int number, int first, int count)
{
	static char sql[(QUEUE + 1) * CHANGE_BYTES];
	struct talker *talker = &world.talkers[number];
	int length = snprintf(sql, sizeof(sql),
		"SELECT api.push('%s', '11111111-2222-7111-8111-%012d', '%d', '%lld', ARRAY[",
		talker->epoch, talker->install, first, (long long)world.now_ms);

	for (int i = 0; i < count; i++)
		length += snprintf(sql + length, sizeof(sql) - (size_t)length, "%s$json$%s$json$",
			i ? "," : "", talker->queue[i]);
	snprintf(sql + length, sizeof(sql) - (size_t)length, "])");
	return query(talker->connection, sql);
}

/* What was answered once is answered the same for ever, in whatever pieces it is asked again. */
static void talk(int number)
{
	struct talker *talker = &world.talkers[number];

	give_to_door(number);
	for (int i = 0; i < ASKS_A_TALK && talker->queued < QUEUE; i++)
		ask_for_lease(number);
	say_hello(number);
	if (talker->queued > 0) {
		static char first_answer[64 * 1024];
		int first = talker->seq + 1;
		snprintf(first_answer, sizeof(first_answer), "%s",
			send(number, first, talker->queued));
		check(*first_answer == '[', "the centre takes a log");
		if (chance(3) == 0)
			check(strcmp(send(number, first, talker->queued), first_answer) == 0,
				"a change is answered once");
		talker->seq += talker->queued;
		talker->queued = 0;
	}
	read_grants(number);
	check_all();
	hear_recalls(number);
	world.talks++;
}

/* ---- staff, and a new disk ---- */

static void staff_change(void)
{
	struct session *session = &world.sessions[chance(SESSIONS)];

	switch (chance(7)) {
	case 0:
	case 1:
		session->places = 3 + (int)chance(12);
		break;
	case 2:
		session->door_places = 2 + (int)chance(6);
		break;
	case 3:
		session->members = (int)chance(8);
		break;
	case 4:
		session->prams = chance(2) ? 1 + (int)chance(3) : ENDLESS;
		break;
	case 5:
		session->cancelled = !session->cancelled && chance(2);
		break;
	default:
		session->starts_ms += 60000;
		session->until_ms += 60000;
		session->held_ms += 60000;
		break;
	}
	put(session);
}

/* The old one is gone with what it had not sent; what it held is written off. */
static void replace(int number)
{
	struct talker *talker = &world.talkers[number];

	ask(staff, "SELECT staff.release_kiosk(%d)", number + 1);
	for (int i = 0; i < world.lease_count; i++)
		if (world.leases[i].kiosk == number) {
			ask(owner, "SELECT core.write_off('01900000-0000-7000-8000-%012d')",
				world.leases[i].id);
			world.leases[i].is_open = world.leases[i].is_asked = false;
		}
	for (int i = 0; i < world.booking_count; i++)
		if (world.bookings[i].kiosk == number)
			world.bookings[i].may_go = true;
	talker->install = ++installs_made;
	talker->seq = talker->queued = 0;
	say_hello(number);
}

/* ---- a world ---- */

static const struct {
	const char *name;
	void (*act)(int number);
	uint32_t often;
} acts[] = {
	{"a lease is asked for", ask_for_lease, 10},
	{"a lease is closed", close_lease, 4},
	{"somebody books", book_or_wait, 26},
	{"somebody gives up", give_up, 7},
	{"a party changes", change_party, 7},
	{"a booking is moved", move, 4},
	{"a booking goes on a card", put_on_card, 4},
	{"somebody comes", let_in, 17},
	{"a check-in is taken back", take_back, 2},
	{"a kiosk talks", talk, 18},
	{"a kiosk is replaced", replace, 1},
};

static void happen(void)
{
	uint32_t what = chance(100);
	int number = (int)chance(TALKERS);

	if (world.talkers[number].queued > QUEUE - 4 - SESSIONS - ASKS_A_TALK)
		what = 98;
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		if (what >= acts[i].often) {
			what -= acts[i].often;
			continue;
		}
		doing = acts[i].name;
		acts[i].act(number);
		return;
	}
}

static PGconn *connection_of(int number)
{
	char role[16];

	snprintf(role, sizeof(role), "kiosk_%d", number + 1);
	if (!connections[number])
		connections[number] = connect_as(role);
	return connections[number];
}

static void begin_world(void)
{
	query(owner,
		"TRUNCATE core.session, core.lease, core.booking, core.attendance, core.change,"
		" core.feed, core.given, core.cancelled_early, core.exception, core.sent CASCADE");
	world = (struct world){.now_ms = BASE_MS, .first_booking = changes_made + 1};
	for (int i = 0; i < SESSIONS; i++) {
		struct session *session = &world.sessions[i];
		*session = (struct session){.places = 4 + (int)chance(10),
			.door_places = 2 + (int)chance(5),
			.members = (int)chance(5),
			.prams = chance(2) ? 1 + (int)chance(3) : ENDLESS,
			.class_places = chance(2) ? 12 : 0,
			.starts_ms = BASE_MS + 400000 + 200000 * i};
		session->until_ms = session->starts_ms - 150000;
		session->held_ms = session->starts_ms + 60000;
		snprintf(session->id, sizeof(session->id), "55555555-0000-7000-8000-%012d",
			++sessions_made);
		put(session);
	}
	for (int i = 0; i < TALKERS; i++) {
		struct talker *talker = &world.talkers[i];
		talker->connection = connection_of(i);
		ask(staff, "SELECT staff.release_kiosk(%d)", i + 1);
		talker->install = ++installs_made;
		say_hello(i);
	}
}

/* What a guest's screen promised stands, if nobody gave it up. */
static void check_promises(void)
{
	for (int i = 0; i < world.booking_count; i++) {
		const struct booking *booking = &world.bookings[i];
		if (!booking->promised || booking->given_up || booking->may_go || booking->holder)
			continue;
		const char *state =
			ask(owner, "SELECT state FROM core.booking WHERE booking = '%s'",
				booking_id(world.first_booking + i));
		bool was_cancelled = *ask(owner,
			"SELECT 'refused' FROM core.exception e JOIN core.change c USING (kiosk, seq)"
			" WHERE c.verdict = 'refused' AND c.raw LIKE '%%%s%%' LIMIT 1",
			booking_id(world.first_booking + i));
		check(was_cancelled || strcmp(state, "confirmed") == 0, "what was promised stands");
	}
}

static void one_world(void)
{
	begin_world();
	for (int step = 0; step < STEPS; step++) {
		world.now_ms += chance(7000);
		happen();
		if (chance(8) == 0) {
			doing = "staff change a session";
			ask(owner, "UPDATE core.site SET demo_now = to_timestamp(%lld / 1000.0)",
				(long long)world.now_ms);
			staff_change();
		}
	}
	doing = "all have talked";
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < TALKERS; i++)
			talk(i);
	check_promises();
	printf("seed %llu: %d talks, %d bookings, %s waiting, %s promoted, %s came\n",
		(unsigned long long)seed, world.talks, world.booking_count,
		query(owner, "SELECT count(*) FROM core.booking WHERE state = 'waiting'"),
		query(owner, "SELECT count(*) FROM core.booking WHERE promoted_at IS NOT NULL"),
		query(owner, "SELECT count(*) FROM core.attendance"));
	fflush(stdout);
}

static uint64_t first_seed;
static int world_count = WORLDS;

static void in_any_order_no_place_is_given_twice_and_none_is_lost(void **state)
{
	owner = connect_as("owner");
	staff = connect_as("staff");
	for (int i = 0; i < world_count; i++) {
		seed = first_seed + (uint64_t)i;
		chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
		one_world();
	}
	for (int i = 0; i < TALKERS; i++)
		PQfinish(connections[i]);
	PQfinish(staff);
	PQfinish(owner);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_any_order_no_place_is_given_twice_and_none_is_lost),
	};

	if (count < 2) {
		fprintf(stderr, "usage: centre_random PLATFORM/CENTRE [SEED [WORLDS]]\n");
		return 2;
	}
	centre_to_start = arguments[1];
	first_seed = count > 2 ? strtoull(arguments[2], NULL, 10) : (uint64_t)time(NULL);
	if (count > 3)
		world_count = atoi(arguments[3]);
	printf("seeds from %llu on\n", (unsigned long long)first_seed);
	return _cmocka_run_group_tests(
		"centre_random", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
