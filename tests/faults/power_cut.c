/* The power goes while a kiosk works: visitors book, come and join, sync marks, takes answers and
 * news, the journal is carried into the file. Before any write, sync or delete of that a picture of
 * the disk is left (power_cut_vfs.h), and the real store opens it: what a visitor was told is there,
 * and nothing by halves. The same is played with less care, or on a worse disk, and must be seen. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "power_cut_vfs.h"
#include "store/internal.h"

enum {
	SESSIONS = 4,
	CARDS = 12,
	BOOKINGS_MAX = 1000,
	LOG_MAX = 2000,
	VERBS_MAX = 500,
	VERBS_A_LIFE = 160,
	OPERATIONS_A_CUT = 12,
	NO_CUTS = 1000000,
	CUTS_AT_LEAST = 600,
	FOLDER_BYTES = 96,
};

/* What a picture of the disk is beside what was promised. */
enum outcome {
	KEPT,    /* all that was promised, and what was being done whole or not at all */
	OLDER,   /* a whole kiosk, and some of what was promised is missing */
	DAMAGED, /* it does not open, or its check says so */
	MIXED,   /* it opens, and never was so */
	OUTCOMES
};
static const char *const outcome_names[OUTCOMES] = {"kept", "older", "damaged", "mixed"};

/* Up to where the ledger was told: what a verb adds counts once it has returned true. */
struct told {
	int bookings;
	int64_t length, sent;
};

static struct life {
	struct fixture *fixture;
	struct store *face, *sync;
	char cuts[FOLDER_BYTES];
	struct id sessions[SESSIONS];
	struct id bookings[BOOKINGS_MAX], attendances[BOOKINGS_MAX];
	int booking_count, attendance_count;
	uint64_t texts[LOG_MAX];      /* of the log, by seq */
	uint64_t next_texts[LOG_MAX]; /* as they are when what is being done is done */
	int64_t length, sent, answered;
	struct told told;
	uint64_t states[VERBS_MAX + 1]; /* of the whole file, after each verb */
	int verbs;
	int revision;
	bool failed; /* the disk, at what was done last */
} life;

/* What becomes of the journal in a picture before it is opened. */
enum journal { JOURNAL_LEFT, JOURNAL_DELETED, JOURNAL_CUT_SHORT };
static enum journal journal;

static struct {
	int outcomes[OUTCOMES];
	int between, places[CUT_PLACES];
	char first[300]; /* that was not kept */
} seen;

/* ---- the whole of a file ---- */

static uint64_t hash(uint64_t before, const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < length; i++)
		before = (before ^ byte[i]) * UINT64_C(0x100000001b3);
	return before;
}

static uint64_t hash_row(uint64_t state, sqlite3_stmt *row)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		int type = sqlite3_column_type(row, i), length = sqlite3_column_bytes(row, i);
		state = hash(state, &type, sizeof(type));
		state = hash(state, &length, sizeof(length));
		state = hash(state, sqlite3_column_blob(row, i), (size_t)length);
	}
	return state;
}

static uint64_t hash_table(uint64_t state, sqlite3 *sqlite, const char *table)
{
	char sql[80];
	sqlite3_stmt *rows;

	snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\"", table);
	if (sqlite3_prepare_v2(sqlite, sql, -1, &rows, NULL) != SQLITE_OK)
		return 0;
	while (sqlite3_step(rows) == SQLITE_ROW)
		state = hash_row(state, rows);
	return sqlite3_finalize(rows) == SQLITE_OK ? state : 0;
}

/* 0: it cannot be read. */
static uint64_t state_of(struct store *store)
{
	sqlite3 *sqlite = store->database.sqlite;
	uint64_t state = UINT64_C(0xcbf29ce484222325);
	sqlite3_stmt *tables;

	if (sqlite3_prepare_v2(sqlite, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1,
		    &tables, NULL) != SQLITE_OK)
		return 0;
	while (state != 0 && sqlite3_step(tables) == SQLITE_ROW)
		state = hash_table(state, sqlite, (const char *)sqlite3_column_text(tables, 0));
	return sqlite3_finalize(tables) == SQLITE_OK ? state : 0;
}

/* ---- what is in a picture ---- */

static uint64_t text_hash(const char *text)
{
	return hash(1, text, strlen(text));
}

static bool is_as_told(int64_t seq, uint64_t text)
{
	return text == life.texts[seq] || (seq > life.told.sent && text == life.next_texts[seq]);
}

static bool has_the_log(struct store *store)
{
	struct row row = database_select(
		&store->database, "SELECT seq, text FROM change ORDER BY seq", NO_VALUES);
	int64_t length = 0;
	bool same = true;

	while (row_next(&row)) {
		int64_t seq = row_number(&row, 0);
		same = same && seq == ++length &&
		       (seq > life.told.length || is_as_told(seq, text_hash(row_text(&row, 1))));
	}
	return same && length >= life.told.length;
}

static bool has_the_bookings(struct store *store)
{
	struct booking booking;

	for (int i = 0; i < life.told.bookings; i++)
		if (!store_booking(store, life.bookings[i], &booking))
			return false;
	return true;
}

/* granted = left + what the log says was spent, of each lease. */
static bool leases_add_up(struct store *store)
{
	static const char sql[] =
		"WITH spent AS (SELECT upper(replace(text ->> '$.body.lease', '-', '')) AS lease,"
		" kind, coalesce(text ->> '$.body.extra', 0) AS extra,"
		" coalesce(text ->> '$.body.party.adults', 0)"
		" + coalesce(text ->> '$.body.party.children', 0) AS people,"
		" coalesce(text ->> '$.body.was.adults', 0)"
		" + coalesce(text ->> '$.body.was.children', 0) AS was FROM change)"
		"SELECT count(*) FROM lease l WHERE granted - left <>"
		" (SELECT coalesce(sum(CASE kind WHEN ?1 THEN people WHEN ?2 THEN people"
		" WHEN ?3 THEN max(people - was, 0) ELSE extra END), 0)"
		" FROM spent WHERE lease = hex(l.id))";

	return database_number(&store->database, sql,
		       VALUES(number_value(CHANGE_BOOK), number_value(CHANGE_MOVE),
			       number_value(CHANGE_CHANGE_PARTY)),
		       -1) == 0;
}

static bool positions_are_possible(struct store *store)
{
	struct log_position position = outbox_position(store);

	return position.acked <= position.sent && position.sent <= position.length &&
	       position.acked <= life.answered;
}

static bool was_a_state(uint64_t state)
{
	for (int i = 0; i <= life.verbs; i++)
		if (life.states[i] == state)
			return true;
	return false;
}

static enum outcome not_kept(enum outcome outcome, const char *what)
{
	if (!seen.first[0])
		snprintf(seen.first, sizeof(seen.first), "%s: %s", outcome_names[outcome], what);
	return outcome;
}

static enum outcome judge(struct store *store, uint64_t after)
{
	struct error error = {0};
	uint64_t state = state_of(store);
	bool promised = has_the_log(store) && has_the_bookings(store) &&
			outbox_position(store).sent >= life.told.sent;

	if (!store_check(store, &error) || store_read_failed(store, &error))
		return not_kept(DAMAGED, error.detail);
	if (!leases_add_up(store))
		return not_kept(MIXED, "a lease and what the log spent of it");
	if (!positions_are_possible(store))
		return not_kept(MIXED, "something is acknowledged that was not");
	if (promised && (state == life.states[life.verbs] || state == after))
		return KEPT;
	if (!was_a_state(state))
		return not_kept(MIXED, "half of what was being done");
	return promised ? not_kept(OLDER, "something that no visitor was told")
			: not_kept(OLDER, "a promise");
}

/* `after`: as the file is when what is being done is done. */
static enum outcome look_at(const char *folder, uint64_t after)
{
	struct error error = {0};
	struct store *store = store_open(folder, STORE_FACE, &error);
	enum outcome outcome = store ? judge(store, after) : not_kept(DAMAGED, error.detail);

	store_close(store);
	return outcome;
}

static void remove_file(const char *folder, const char *name)
{
	char path[2 * FOLDER_BYTES];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

/* Deleted when all of it is in the file or nothing, cut short when nothing is: else not even SQLite's
 * check always sees that the rest does not fit the file any more. */
static void harm_journal(const char *folder, const struct disk_cut *cut)
{
	char path[2 * FOLDER_BYTES];
	struct stat status;

	if (journal == JOURNAL_DELETED && cut->place != CUT_AT_FILE)
		remove_file(folder, "kiosk.db-wal");
	snprintf(path, sizeof(path), "%s/kiosk.db-wal", folder);
	if (journal == JOURNAL_CUT_SHORT && !cut->carried && stat(path, &status) == 0 &&
		status.st_size > 0)
		assert_int_equal(truncate(path, disk_chance((uint32_t)status.st_size)), 0);
}

/* The picture gets the kiosk's key, and goes when it was looked at. */
static enum outcome open_picture(const char *folder, uint64_t after)
{
	char key[2 * FOLDER_BYTES], link[2 * FOLDER_BYTES];

	snprintf(key, sizeof(key), "%s-key", life.fixture->directory);
	snprintf(link, sizeof(link), "%s-key", folder);
	assert_int_equal(symlink(key, link), 0);
	enum outcome outcome = look_at(folder, after);
	unlink(link);
	for (size_t i = 0; i < 4; i++)
		remove_file(folder, (const char *[]){"kiosk.db", "kiosk.db-wal", "kiosk.db-shm",
					    "kiosk.lock"}[i]);
	assert_int_equal(rmdir(folder), 0);
	return outcome;
}

static void look_at_cuts(int first_operation, uint64_t after)
{
	static int looked;
	char folder[FOLDER_BYTES + 16];

	if (disk_cuts() < looked)
		looked = 0;
	for (; looked < disk_cuts(); looked++) {
		struct disk_cut cut = disk_cut(looked);
		snprintf(folder, sizeof(folder), "%s/%d", life.cuts, looked);
		harm_journal(folder, &cut);
		seen.outcomes[open_picture(folder, after)]++;
		if (cut.operation == first_operation)
			seen.between++;
		else
			seen.places[cut.place]++;
	}
}

/* ---- what is done ---- */

static uint32_t chance(uint32_t below)
{
	return disk_chance(below);
}

static struct id some_session(void)
{
	return life.sessions[chance(SESSIONS)];
}

static struct party some_party(void)
{
	return party_of(1 + (int)chance(2), (int)chance(3));
}

static struct token some_card(void)
{
	char uid[] = "04A1B2C310E580";

	if (chance(4) > 0)
		snprintf(uid, sizeof(uid), "04%08XAA80", chance(CARDS) + 1);
	return chip(uid);
}

static bool some_booking(struct booking *booking)
{
	return life.booking_count > 0 &&
	       store_booking(
		       life.face, life.bookings[chance((uint32_t)life.booking_count)], booking);
}

static void note_booking(struct id booking)
{
	assert_true(life.booking_count < BOOKINGS_MAX);
	life.bookings[life.booking_count++] = booking;
}

static bool note_attendance(bool done, struct id attendance)
{
	if (done)
		life.attendances[life.attendance_count++] = attendance;
	return done;
}

static bool book(void)
{
	struct token card = some_card();
	struct booking_wish wish =
		wish_for(life.face, some_session(), chance(2) ? &card : NULL, some_party());
	struct booking booking;
	bool again;

	if (!store_book(life.face, &wish, NOW_MS, &booking, &again, NULL))
		return false;
	note_booking(booking.id);
	return true;
}

static bool book_series(void)
{
	struct series_answer answers[2] = {
		{.booking.session = life.sessions[0]}, {.booking.session = life.sessions[1]}};
	struct booking_wish wish = wish_for(life.face, life.sessions[0], NULL, some_party());

	if (!store_book_series(life.face, &wish, NOW_MS, answers, 2, NULL))
		return false;
	for (int i = 0; i < 2; i++)
		if (answers[i].refusal == BOOKING_ALLOWED)
			note_booking(answers[i].booking.id);
	return true;
}

static bool cancel(void)
{
	struct booking booking;

	return some_booking(&booking) && store_cancel(life.face, booking.id, NOW_MS, NULL);
}

static bool change_party(void)
{
	struct party party = some_party();
	struct booking booking;

	return some_booking(&booking) &&
	       store_change_party(life.face, booking.id, &party, NOW_MS, NULL);
}

static bool move(void)
{
	struct booking booking, moved;

	if (!some_booking(&booking))
		return false;
	struct booking_move wish = {
		.booking = booking.id, .session = some_session(), .language = "en"};
	if (!store_move(life.face, &wish, NOW_MS, &moved, NULL))
		return false;
	note_booking(moved.id);
	return true;
}

static bool put_on_card(void)
{
	struct card_shown card = {.token = some_card()};
	struct booking booking;

	card.holder = store_holder(life.face, &card.token);
	return some_booking(&booking) &&
	       store_put_on_card(life.face, &booking, &card, NOW_MS, NULL);
}

static bool mark_shown(void)
{
	struct booking booking;

	return some_booking(&booking) && store_mark_shown(life.face, booking.id, NULL);
}

static bool check_in(void)
{
	struct token card = some_card();
	struct holder holder = store_holder(life.face, &card);
	struct check_in_facts facts;
	struct id attendance;

	store_check_in_facts(life.face, &holder, NULL, some_session(), NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	return answer.code == CHECK_IN_OK &&
	       note_attendance(store_check_in(life.face, &facts, &answer, &holder, &card,
				       &attendance, NULL),
		       attendance);
}

static bool drop_in(void)
{
	struct party party = some_party();
	struct id attendance;

	return note_attendance(
		store_drop_in(life.face, some_session(), &party, NOW_MS, &attendance, NULL),
		attendance);
}

static bool more_came(void)
{
	struct party party = some_party();

	return life.attendance_count > 0 &&
	       store_change_attendance(life.face,
		       life.attendances[chance((uint32_t)life.attendance_count)], &party, NOW_MS,
		       NULL);
}

static bool undo(void)
{
	return life.attendance_count > 0 &&
	       store_undo_check_in(life.face,
		       life.attendances[chance((uint32_t)life.attendance_count)], NOW_MS, NULL);
}

static bool join(void)
{
	struct sign_up people[2] = {{.member = id_make(NOW_MS),
		.first_name = "Test",
		.adult = true,
		.language = "en",
		.form_json = "{\"name\": \"Test Visitor\"}",
		.consent_version = "1",
		.consent_language = "en"}};
	char numbers[2][CARD_NUMBER_BYTES_MAX];

	people[1] = people[0];
	people[1].member = id_make(NOW_MS);
	people[1].adult = false;
	return store_sign_up(life.face, people, 1 + (int)chance(2), NOW_MS, numbers, NULL);
}

static bool ask_for_help(void)
{
	return store_count_help(life.face, NOW_MS, NULL);
}

/* ---- what sync does ---- */

static bool plan_leases(void)
{
	return outbox_plan_leases(life.sync, NOW_MS, NULL);
}

/* What is marked is handed to push at once: the centre may have it. */
static bool mark_sent(void)
{
	struct log_position position = outbox_position(life.sync);
	int64_t seq = position.sent + 1 + chance(12);

	if (position.length == position.sent)
		return false;
	seq = seq < position.length ? seq : position.length;
	if (!outbox_mark_sent(life.sync, seq, NULL))
		return false;
	life.sent = seq;
	return true;
}

static struct change_verdict verdict_on(const struct outbox_change *change)
{
	struct change_verdict verdict = {.seq = change->seq, .verdict = VERDICT_ACCEPTED};

	if (strstr(change->text, "\"kind\":\"lease_request\""))
		verdict.granted = (int)chance(12);
	else if (strstr(change->text, "\"kind\":\"wait\""))
		verdict.verdict = VERDICT_WAITING;
	else if (chance(12) == 0)
		verdict.verdict = VERDICT_REFUSED;
	return verdict;
}

static bool take_verdicts(void)
{
	struct log_position position = outbox_position(life.sync);
	static struct outbox_change changes[OUTBOX_BATCH_MAX];
	static struct change_verdict verdicts[OUTBOX_BATCH_MAX];
	int64_t waiting = position.sent - position.acked;

	if (waiting == 0)
		return false;
	int count = outbox_read(life.sync, position.acked + 1, 256 * 1024, changes,
		waiting < OUTBOX_BATCH_MAX ? (int)waiting : OUTBOX_BATCH_MAX);
	for (int i = 0; i < count; i++)
		verdicts[i] = verdict_on(&changes[i]);
	life.answered = position.acked + count;
	return outbox_take_verdicts(life.sync, verdicts, count, NULL);
}

static void session_body(char *body, size_t size, int number)
{
	snprintf(body, size,
		"{\"title\": \"Rhyme %d\", \"room\": \"Hall\", \"about\": \"Change %d\", \"icon\":"
		" \"music\", \"theme\": \"children\", \"starts_ms\": %lld, \"ends_ms\": %lld,"
		" \"opens_ms\": %lld, \"closes_ms\": %lld, \"admission\": \"both\", \"asks\": 7,"
		" \"places\": 200, \"door_places\": 100, \"cancelled\": false}",
		number, life.revision, (long long)NOW_MS + 10 * MINUTE_MS,
		(long long)NOW_MS + HOUR_MS, (long long)NOW_MS - 20 * MINUTE_MS,
		(long long)NOW_MS + HOUR_MS);
}

static void elsewhere_body(char *body, size_t size)
{
	char session[ID_TEXT];

	snprintf(body, size,
		"{\"session\": \"%s\", \"made_ms\": %lld, \"code\": \"2ABCD\", \"state\":"
		" \"confirmed\", \"party\": {\"adults\": 1, \"children\": 1}}",
		id_text(some_session(), session), (long long)NOW_MS);
}

/* Sessions that changed, and bookings of another kiosk. */
static bool apply_feed(void)
{
	struct stream_cursor cursors[STREAMS];
	struct feed_row rows[5];
	static char keys[5][ID_TEXT], bodies[5][1024];
	struct feed_page page = {.rows = rows, .count = 1 + (int)chance(5)};

	outbox_cursors(life.sync, cursors);
	page.stream = cursors[0].name;
	for (int i = 0; i < page.count; page.upto = rows[i++].version) {
		int session = chance(2) == 0, number = (int)chance(SESSIONS);
		rows[i] = (struct feed_row){.version = cursors[0].version + 1 + i,
			.kind = session ? "session" : "booking",
			.key = id_text(session ? life.sessions[number] : id_make(NOW_MS), keys[i]),
			.revision = ++life.revision,
			.body = bodies[i]};
		if (session)
			session_body(bodies[i], sizeof(bodies[i]), number);
		else
			elsewhere_body(bodies[i], sizeof(bodies[i]));
	}
	return outbox_apply_feed(life.sync, &page, NULL);
}

static bool remember_centre(void)
{
	return outbox_remember_centre(
		life.sync, id_derive("test", "centre", NULL), NOW_MS + ++life.revision, NULL);
}

/* ---- a life ---- */

/* NULL: as the store has it. */
static const char *synchronous;

static struct store *open_as(enum store_use use)
{
	struct error error = {0};
	struct store *store = store_open(life.fixture->directory, use, &error);

	if (!store)
		fail_msg("%s", error.detail);
	if (synchronous && !database_script(&store->database, synchronous, &error))
		fail_msg("%s", error.detail);
	return store;
}

static void close_both(void)
{
	store_close(life.sync);
	store_close(life.face);
	life.sync = life.face = NULL;
}

static void open_both(void)
{
	life.face = open_as(STORE_FACE);
	life.sync = open_as(STORE_SYNC);
}

static bool restart(void)
{
	close_both();
	open_both();
	return true;
}

/* As often as they stand here, in 100. */
static const struct {
	bool (*do_it)(void);
	int often;
} verbs[] = {{book, 18}, {book_series, 4}, {cancel, 4}, {change_party, 7}, {move, 6},
	{put_on_card, 3}, {mark_shown, 4}, {check_in, 7}, {drop_in, 4}, {more_came, 3}, {undo, 2},
	{join, 4}, {ask_for_help, 2}, {plan_leases, 5}, {mark_sent, 12}, {take_verdicts, 9},
	{apply_feed, 4}, {remember_centre, 1}, {restart, 1}};

static bool (*some_verb(void))(void)
{
	int which = (int)chance(100), i = 0;

	while (which >= verbs[i].often)
		which -= verbs[i++].often;
	return verbs[i].do_it;
}

/* What was not sent yet may be taken back; all else stands as it was written. */
static void read_unsent_texts(void)
{
	struct row row = database_select(&life.face->database,
		"SELECT seq, text FROM change WHERE seq > ?1 ORDER BY seq",
		VALUES(number_value(life.told.sent)));

	while (row_next(&row)) {
		life.length = row_number(&row, 0);
		assert_true(life.length < LOG_MAX);
		life.next_texts[life.length] = text_hash(row_text(&row, 1));
	}
}

static void forget_failed_reads(void)
{
	struct error error = {0};

	store_read_failed(life.face, &error);
	store_read_failed(life.sync, &error);
}

/* Whether it was done. All that it promised counts from its end on. */
static bool do_one(bool (*verb)(void))
{
	int first_operation = disk_operations() + 1;

	assert_true(life.verbs < VERBS_MAX);
	bool done = verb();
	forget_failed_reads();
	life.failed = disk_has_failed();
	disk_fails(FAULT_NONE, 0);
	uint64_t after = state_of(life.face);
	if (!done && after != life.states[life.verbs])
		fail_msg("what was not done was written");
	read_unsent_texts();
	look_at_cuts(first_operation, after);
	life.states[++life.verbs] = after;
	memcpy(life.texts, life.next_texts, sizeof(life.texts));
	life.told = (struct told){
		.bookings = life.booking_count, .length = life.length, .sent = life.sent};
	return done;
}

static void make_programme(void)
{
	static const char *const names[SESSIONS] = {"0", "1", "2", "3"};

	for (int i = 0; i < SESSIONS; i++)
		life.sessions[i] =
			fixture_session_of(life.fixture, names[i], i < 2 ? "series" : NULL,
				NOW_MS + 10 * MINUTE_MS + i % 2 * 7 * DAY_MS, ADMISSION_BOTH);
	life.revision = 100;
}

/* The kiosk stands there, all of it on the disk. */
static void begin(uint64_t seed, int operations_a_cut)
{
	void *fixture;

	memset(&life, 0, sizeof(life));
	disk_start();
	disk_forget();
	disk_seed(seed);
	assert_int_equal(fixture_make(&fixture), 0);
	life.fixture = fixture;
	make_programme();
	store_close(life.fixture->store);
	life.fixture->store = NULL;
	snprintf(life.cuts, sizeof(life.cuts), "%s-cuts", life.fixture->directory);
	assert_int_equal(mkdir(life.cuts, 0700), 0);
	disk_watch(life.fixture->directory);
	open_both();
	life.states[0] = state_of(life.face);
	do_one(plan_leases);
	do_one(mark_sent);
	do_one(take_verdicts);
	disk_cut_now_and_then(operations_a_cut, life.cuts);
}

static void end(void)
{
	void *fixture = life.fixture;

	do_one(restart); /* the last cuts are looked at */
	disk_forget();
	close_both();
	assert_int_equal(rmdir(life.cuts), 0);
	fixture_remove(&fixture);
}

static int cuts_seen(void)
{
	int cuts = 0;

	for (int i = 0; i < OUTCOMES; i++)
		cuts += seen.outcomes[i];
	return cuts;
}

static void print_seen(const char *what)
{
	print_message(
		"%s: %d cuts (%d between two visits, %d while a commit was written, %d before "
		"its sync, %d while the journal went into the file, %d before the journal was"
		" deleted): %d kept all, %d were older, %d damaged, %d mixed%s%s\n",
		what, cuts_seen(), seen.between, seen.places[CUT_AT_JOURNAL],
		seen.places[CUT_AT_JOURNAL_SYNC], seen.places[CUT_AT_FILE],
		seen.places[CUT_AT_DELETE], seen.outcomes[KEPT], seen.outcomes[OLDER],
		seen.outcomes[DAMAGED], seen.outcomes[MIXED], seen.first[0] ? "; first " : "",
		seen.first);
}

static void live(uint64_t seed, int lies_percent)
{
	begin(seed, OPERATIONS_A_CUT);
	disk_lies(lies_percent);
	for (int i = 0; i < VERBS_A_LIFE; i++)
		do_one(some_verb());
	end();
}

static void live_until(int cuts, int lies_percent)
{
	memset(&seen, 0, sizeof(seen));
	for (uint64_t seed = 1; cuts_seen() < cuts; seed++)
		live(seed, lies_percent);
}

/* One sync a commit, and seldom a read. */
static uint32_t good_ones(enum disk_fault fault)
{
	return fault == FAULT_SYNC ? 1 : fault == FAULT_READ ? 3 : 20;
}

/* Each second thing that is done meets the fault somewhere, if it comes so far. */
static int live_with(enum disk_fault fault)
{
	int failed = 0;

	memset(&seen, 0, sizeof(seen));
	begin(1, NO_CUTS);
	for (int i = 0; i < VERBS_A_LIFE; i++) {
		bool (*verb)(void) = some_verb();
		bool meets = verb != restart && chance(2) == 0;
		if (meets)
			disk_fails(fault, (int)chance(good_ones(fault)));
		bool done = do_one(verb);
		failed += meets && !done && life.failed;
		if (meets)
			disk_cut_next();
	}
	end();
	return failed;
}

/* ---- tests ---- */

/* Also between what a booking spends and its line in the log, between its commit and the screen, and
 * with sectors of the journal torn. */
static void after_a_power_cut_every_promise_is_there_and_nothing_by_halves(void **state)
{
	live_until(CUTS_AT_LEAST, 0);
	print_seen("as the store is");
	assert_int_equal(seen.outcomes[KEPT], cuts_seen());
	assert_true(seen.between >= 10 && seen.places[CUT_AT_JOURNAL] >= 100);
	assert_true(seen.places[CUT_AT_JOURNAL_SYNC] >= 10 && seen.places[CUT_AT_FILE] >= 10);
}

/* The test sees a loss; and even then a kiosk is an older one, and whole. */
static void without_a_sync_at_each_commit_promises_would_be_lost(void **state)
{
	synchronous = "PRAGMA synchronous = NORMAL";
	live_until(CUTS_AT_LEAST / 4, 0);
	synchronous = NULL;
	print_seen("synchronous = NORMAL");
	assert_true(seen.outcomes[OLDER] > cuts_seen() / 4);
	assert_int_equal(seen.outcomes[DAMAGED] + seen.outcomes[MIXED], 0);
}

/* No program can help that; how much is lost is worth to know. */
static void a_disk_that_lies_about_one_sync_in_twenty_loses_promises_and_it_is_seen(void **state)
{
	memset(&seen, 0, sizeof(seen));
	for (uint64_t seed = 1;
		cuts_seen() < CUTS_AT_LEAST / 4 ||
		(seen.outcomes[KEPT] == cuts_seen() && cuts_seen() < 10 * CUTS_AT_LEAST);
		seed++)
		live(seed, 5);
	print_seen("one sync in twenty is a lie");
	assert_true(seen.outcomes[KEPT] > 0 && seen.outcomes[KEPT] < cuts_seen());
}

static void a_kiosk_whose_journal_was_deleted_is_an_older_one_and_whole(void **state)
{
	journal = JOURNAL_DELETED;
	live_until(CUTS_AT_LEAST / 8, 0);
	journal = JOURNAL_LEFT;
	print_seen("the journal was deleted");
	assert_true(seen.outcomes[OLDER] > cuts_seen() / 2);
	assert_int_equal(seen.outcomes[DAMAGED] + seen.outcomes[MIXED], 0);
}

static void a_kiosk_whose_journal_was_cut_short_is_an_older_one_and_whole(void **state)
{
	journal = JOURNAL_CUT_SHORT;
	live_until(CUTS_AT_LEAST / 8, 0);
	journal = JOURNAL_LEFT;
	print_seen("the journal was cut short");
	assert_true(seen.outcomes[OLDER] > cuts_seen() / 4);
	assert_int_equal(seen.outcomes[DAMAGED] + seen.outcomes[MIXED], 0);
}

static void confirms_nothing_and_leaves_nothing(enum disk_fault fault, const char *what)
{
	int failed = live_with(fault);

	print_message("%s: %d times\n", what, failed);
	print_seen(what);
	assert_true(failed >= 10);
	assert_int_equal(seen.outcomes[KEPT], cuts_seen());
}

static void a_disk_that_is_full_in_the_middle_confirms_nothing_and_leaves_nothing(void **state)
{
	confirms_nothing_and_leaves_nothing(FAULT_FULL, "no space");
}

static void a_write_that_fails_confirms_nothing_and_leaves_nothing(void **state)
{
	confirms_nothing_and_leaves_nothing(FAULT_WRITE, "a write failed");
}

static void a_sync_that_fails_confirms_nothing_and_leaves_nothing(void **state)
{
	confirms_nothing_and_leaves_nothing(FAULT_SYNC, "a sync failed");
}

static void a_read_that_fails_confirms_nothing_and_leaves_nothing(void **state)
{
	confirms_nothing_and_leaves_nothing(FAULT_READ, "a read failed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(after_a_power_cut_every_promise_is_there_and_nothing_by_halves),
		cmocka_unit_test(without_a_sync_at_each_commit_promises_would_be_lost),
		cmocka_unit_test(
			a_disk_that_lies_about_one_sync_in_twenty_loses_promises_and_it_is_seen),
		cmocka_unit_test(a_kiosk_whose_journal_was_deleted_is_an_older_one_and_whole),
		cmocka_unit_test(a_kiosk_whose_journal_was_cut_short_is_an_older_one_and_whole),
		cmocka_unit_test(
			a_disk_that_is_full_in_the_middle_confirms_nothing_and_leaves_nothing),
		cmocka_unit_test(a_write_that_fails_confirms_nothing_and_leaves_nothing),
		cmocka_unit_test(a_sync_that_fails_confirms_nothing_and_leaves_nothing),
		cmocka_unit_test(a_read_that_fails_confirms_nothing_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
