/* What is about people goes when its days are over, out of the file and its journal; what the centre has
 * not for good stays, however old. */
#include "store/retention.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "fixture.h"
#include "store/internal.h"
#include "store/json.h"

enum {
	DAYS = 60,
	ARCHIVED_DAY = 40, /* the last whose changes the centre has in a backup ... */
	TAKEN_DAY = 50,    /* ... and has answered */
	NEEDLE_BYTES_MAX = 12 * 1024,
	NEEDLES_MAX = 256 * 1024,
	SAME_MAX = 16,
	PEOPLE_A_DAY = 12,
};

/* ---- what is looked for ---- */

struct needle {
	const char *what;
	uint8_t *bytes;
	size_t length;
	int day;
	bool stays;
	bool found;
};

/* All that is looked for is found in one walk over a file: by its first three bytes. */
struct haystack {
	struct needle needles[NEEDLES_MAX];
	int count;
	int chain[NEEDLES_MAX];
	int first[1 << 24]; /* of the chain, plus one */
};

static struct haystack *haystack;

static void look_for(const char *what, const void *bytes, size_t length, int day, bool stays)
{
	struct needle *needle = &haystack->needles[haystack->count];

	assert_true(haystack->count < NEEDLES_MAX && length > 3 && length <= NEEDLE_BYTES_MAX);
	*needle = (struct needle){.what = what, .length = length, .day = day, .stays = stays};
	needle->bytes = malloc(length);
	assert_non_null(needle->bytes);
	memcpy(needle->bytes, bytes, length);
	int at = needle->bytes[0] << 16 | needle->bytes[1] << 8 | needle->bytes[2];
	haystack->chain[haystack->count] = haystack->first[at];
	haystack->first[at] = ++haystack->count;
}

static void look_for_wide(const char *what, const char *text, int day, int order)
{
	uint8_t wide[512] = {0};
	size_t length = strlen(text);

	assert_true(2 * length <= sizeof(wide));
	for (size_t i = 0; i < length; i++)
		wide[2 * i + (size_t)order] = (uint8_t)text[i];
	look_for(what, wide, 2 * length, day, false);
}

static void forget_text(const char *what, const char *text, int day)
{
	look_for(what, text, strlen(text), day, false);
	look_for_wide(what, text, day, 0);
	look_for_wide(what, text, day, 1);
}

static void forget_base64(const char *what, const uint8_t *bytes, size_t length, int day)
{
	/* Wherever it stands among others: the letters that are of these bytes alone. */
	for (size_t before = 0; before < 3; before++) {
		uint8_t padded[3 * 64] = {0};
		size_t skipped = before ? 3 - before : 0, whole = (length - skipped) / 3 * 3;
		char text[4 * 64 + 1];
		assert_true(whole <= sizeof(padded));
		memcpy(padded, bytes + skipped, whole);
		json_t *json = json_base64(padded, whole);
		snprintf(text, sizeof(text), "%s", json_string_value(json));
		json_decref(json);
		look_for(what, text, strlen(text), day, false);
	}
}

static void forget_hex(const char *what, const uint8_t *bytes, size_t length, int day)
{
	char hex[2 * 64 + 1];

	assert_true(2 * length < sizeof(hex));
	text_hex(bytes, length, hex);
	forget_text(what, hex, day);
	for (char *c = hex; *c; c++)
		*c = *c >= 'A' && *c <= 'F' ? (char)(*c + 'a' - 'A') : *c;
	forget_text(what, hex, day);
}

static void forget_id(const char *what, struct id id, int day)
{
	char text[ID_TEXT];

	look_for(what, id.bytes, ID_BYTES, day, false);
	forget_text(what, id_text(id, text), day);
	forget_hex(what, id.bytes, ID_BYTES, day);
	forget_base64(what, id.bytes, ID_BYTES, day);
}

/* ---- a kiosk's life ---- */

struct life {
	struct fixture *fixture;
	struct store *sync; /* as kiosk-sync has it open, beside the face */
	int day;
	int64_t now_ms;
	int people; /* so far */
};

static bool is_archived(const struct life *life)
{
	return life->day <= ARCHIVED_DAY;
}

/* A session of today is over for 14 days at the end, and the centre has all of it for good. */
static bool goes(const struct life *life)
{
	return is_archived(life) && life->day + PEOPLE_KEPT_DAYS <= DAYS;
}

static void must(bool done, const struct error *error)
{
	if (!done)
		fail_msg("%s: %s", error_code_name(error->code), error->detail);
}

static void a_stranger(struct life *life, struct token *token)
{
	char uid[15];

	snprintf(uid, sizeof(uid), "04%012X", 0xB00000 + life->people++);
	*token = chip(uid);
}

static struct id session_today(struct life *life, const char *what)
{
	char name[40];

	snprintf(name, sizeof(name), "%s %d", what, life->day);
	struct id session = fixture_session_of(
		life->fixture, name, what, life->now_ms + 10 * MINUTE_MS, ADMISSION_BOTH);
	fixture_lease(life->fixture, session, POOL_BOOKING, 100);
	fixture_lease(life->fixture, session, POOL_DOOR, 100);
	return session;
}

static void look_at_last_change(struct life *life, const char *what)
{
	const char *text = last_change(life->fixture);

	assert_true(strlen(text) > 0);
	if (goes(life))
		look_for(what, text, strlen(text), life->day, false);
	else if (!is_archived(life))
		look_for(what, text, strlen(text), life->day, true);
}

static void watch_booking(struct life *life, const struct booking *booking)
{
	if (!goes(life))
		return;
	forget_id("a booking", booking->id, life->day);
	if (!id_is_zero(booking->holder))
		forget_id("a booking's holder", booking->holder, life->day);
}

static void watch_greeting(struct life *life, struct id booking)
{
	struct row row = database_select(&life->fixture->store->database,
		"SELECT greeting FROM booking WHERE id = ?1", VALUES(id_value(booking)));
	size_t length;

	assert_true(row_next(&row));
	const uint8_t *box = row_blob(&row, 0, &length);
	assert_true(length > 24);
	if (goes(life)) {
		look_for("a guest's greeting", box, length, life->day, false);
		forget_hex("a guest's greeting", box, 24, life->day);
		forget_base64("a guest's greeting", box, 24, life->day);
	}
	row_end(&row);
}

static struct booking book(struct life *life, struct id session, const struct token *token)
{
	struct booking_wish wish = wish_for(life->fixture->store, session, token, party_of(1, 1));
	struct error error = {0};
	struct booking booking;
	bool again;

	if (!token)
		wish.holder = (struct holder){.status = HOLDER_GUEST,
			.first_name = "Zebedee",
			.adult = true,
			.language = "ur"};
	must(store_book(life->fixture->store, &wish, life->now_ms, &booking, &again, &error),
		&error);
	look_at_last_change(life, "the log's booking");
	watch_booking(life, &booking);
	if (!token)
		watch_greeting(life, booking.id);
	return booking;
}

static void come_in(struct life *life, struct id session, const struct token *token)
{
	struct holder holder = store_holder(life->fixture->store, token);
	struct check_in_facts facts;
	struct error error = {0};
	struct id attendance;

	store_check_in_facts(life->fixture->store, &holder, NULL, session, life->now_ms, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	assert_int_equal(answer.code, CHECK_IN_OK);
	must(store_check_in(
		     life->fixture->store, &facts, &answer, &holder, token, &attendance, &error),
		&error);
	look_at_last_change(life, "the log's check-in");
	if (goes(life))
		forget_id("an attendance", attendance, life->day);
}

/* The box as it lies in the log, and what stands readable beside it. */
static void watch_sign_up(struct life *life, const char *number)
{
	static uint8_t box[NEEDLE_BYTES_MAX];
	json_t *change = json_loads(last_change(life->fixture), 0, NULL);
	json_t *text = json_object_get(json_object_get(change, "body"), "box");
	int length = json_to_bytes(text, box, sizeof(box));

	assert_true(length > 0);
	look_for("a sealed form", json_string_value(text), strlen(json_string_value(text)),
		life->day, !is_archived(life));
	if (is_archived(life)) {
		look_for("a sealed form", box, (size_t)length, life->day, false);
		forget_hex("a sealed form", box, 48, life->day);
		forget_base64("a sealed form", box + 48, 48, life->day);
		forget_text("a number", number, life->day);
	}
	json_decref(change);
}

static void join(struct life *life)
{
	struct sign_up sign_up = {.member = id_make(life->now_ms),
		.first_name = "Quillon",
		.adult = true,
		.language = "ur",
		.form_json = "{\"name\": \"Quillon Featherstonehaugh\", \"contact\": \"q@x.org\"}",
		.consent_version = "2026-01",
		.consent_language = "ur"};
	char number[CARD_NUMBER_BYTES_MAX];
	struct error error = {0};

	must(store_sign_up(life->fixture->store, &sign_up, 1, life->now_ms, &number, &error),
		&error);
	watch_sign_up(life, number);
}

/* What other kiosks did, as the centre tells it; and one of a session that is not here. */
static void hear(struct life *life, struct id session)
{
	struct id id = id_make(life->now_ms), holder = id_make(life->now_ms);
	char key[ID_TEXT], of[ID_TEXT], who[ID_TEXT], code[8];
	static const char party[] = "{\"adults\":1,\"children\":0,\"babies\":0,\"prams\":0,"
				    "\"wheelchairs\":0}";

	snprintf(code, sizeof(code), "zq%03d", life->day);
	fixture_feed(life->fixture, "booking", id_text(id, key), 1,
		"{\"session\":\"%s\",\"holder\":\"%s\",\"party\":%s,\"state\":\"confirmed\","
		"\"code\":\"%s\",\"made_ms\":%lld}",
		id_text(session, of), id_text(holder, who), party, code, (long long)life->now_ms);
	fixture_feed(life->fixture, "revoked", key, 1, "{\"ticket\":\"%s\"}", key);
	fixture_feed(life->fixture, "inside", of, life->day + 1, "{\"kiosks\":{\"2\":5}}");
	struct id unknown = id_make(life->now_ms);
	fixture_feed(life->fixture, "booking", id_text(unknown, key), 1,
		"{\"session\":\"%s\",\"holder\":\"%s\",\"party\":%s,\"state\":\"confirmed\","
		"\"code\":\"zp%03d\",\"made_ms\":%lld}",
		key, who, party, life->day, (long long)life->now_ms);
	/* What is not understood is seen a day later. */
	if (life->day + PEOPLE_KEPT_DAYS + 1 > DAYS)
		return;
	forget_id("another kiosk's booking", id, life->day);
	forget_id("another kiosk's holder", holder, life->day);
	forget_id("a booking of no session", unknown, life->day);
	forget_text("another kiosk's code", code, life->day);
}

static void live_a_day(struct life *life)
{
	struct id rhyme = session_today(life, "rhyme"), chess = session_today(life, "chess");
	struct error error = {0};
	struct token token;

	for (int i = 0; i < PEOPLE_A_DAY; i++) {
		a_stranger(life, &token);
		book(life, rhyme, &token);
		come_in(life, rhyme, &token);
	}
	a_stranger(life, &token);
	struct booking given_up = book(life, chess, &token);
	fixture_send(life->fixture);
	must(store_cancel(life->fixture->store, given_up.id, life->now_ms, &error), &error);
	book(life, chess, NULL);
	a_stranger(life, &token);
	come_in(life, chess, &token);
	join(life);
	hear(life, rhyme);
}

/* All that was written so far is accepted; up to the day of the last backup the centre has it there. */
static void meet_centre(struct life *life)
{
	struct log_position position = outbox_position(life->sync);
	struct change_verdict verdicts[OUTBOX_BATCH_MAX];
	struct error error = {0};
	int count = 0;

	if (life->day > TAKEN_DAY)
		return;
	must(outbox_mark_sent(life->sync, position.length, &error), &error);
	for (int64_t seq = position.acked + 1; seq <= position.length; seq++)
		verdicts[count++] =
			(struct change_verdict){.seq = seq, .verdict = VERDICT_ACCEPTED};
	must(outbox_take_verdicts(life->sync, verdicts, count, &error), &error);
	if (is_archived(life))
		must(database_run(&life->sync->database, "UPDATE meeting SET archived = ?1",
			     VALUES(number_value(position.length)), &error),
			&error);
}

/* Each piece stays within its rows. */
static void forget(struct life *life, int64_t now_ms)
{
	struct retention retention = {0};
	struct error error = {0};
	sqlite3 *sqlite = life->sync->database.sqlite;

	while (!retention_is_done(&retention, now_ms)) {
		int before = sqlite3_total_changes(sqlite);
		must(retention_do_piece(life->sync, &retention, now_ms, &error), &error);
		assert_in_range(sqlite3_total_changes(sqlite) - before, 0, RETENTION_ROWS_MAX);
	}
}

/* People of the day that is 13 days ago are here, of an earlier one nobody. */
static void is_on_time(struct life *life)
{
	int64_t day_ms = clock_day_start(life->now_ms, 1 - PEOPLE_KEPT_DAYS);
	struct database *database = &life->sync->database;

	assert_int_equal(
		0, database_number(database,
			   "SELECT count(*) FROM session s JOIN booking b ON b.session = s.id"
			   " JOIN attendance a ON a.session = s.id WHERE s.ends_ms < ?1",
			   VALUES(number_value(day_ms)), -1));
	if (life->day >= PEOPLE_KEPT_DAYS)
		assert_true(database_number(database,
				    "SELECT count(*) FROM session s JOIN booking b"
				    " ON b.session = s.id WHERE s.ends_ms BETWEEN ?1 AND ?2",
				    VALUES(number_value(day_ms), number_value(day_ms + DAY_MS)),
				    -1) > PEOPLE_A_DAY);
}

static void open_sync(struct life *life)
{
	struct error error = {0};

	life->sync = store_open(life->fixture->directory, STORE_SYNC, &error);
	must(life->sync != NULL, &error);
}

/* Nothing here is about power cuts. */
static void hurry(struct store *store)
{
	must(database_script(&store->database, "PRAGMA synchronous = OFF", NULL), NULL);
}

static void live(struct life *life)
{
	open_sync(life);
	hurry(life->sync);
	hurry(life->fixture->store);
	for (life->day = 0; life->day <= DAYS; life->day++) {
		life->now_ms = NOW_MS + life->day * DAY_MS;
		clock_journey_set(life->now_ms);
		forget(life, life->now_ms);
		is_on_time(life);
		live_a_day(life);
		meet_centre(life);
	}
	life->day = DAYS;
	forget(life, life->now_ms);
}

/* ---- searching ---- */

static void look_at_byte(const uint8_t *bytes, size_t left)
{
	int at = haystack->first[bytes[0] << 16 | bytes[1] << 8 | bytes[2]];

	for (; at; at = haystack->chain[at - 1]) {
		struct needle *needle = &haystack->needles[at - 1];
		needle->found =
			needle->found || (needle->length <= left &&
						 memcmp(bytes, needle->bytes, needle->length) == 0);
	}
}

static size_t search_file(const char *path)
{
	static uint8_t bytes[64 * 1024 * 1024];
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	size_t length = fread(bytes, 1, sizeof(bytes), file);
	assert_true(length < sizeof(bytes));
	fclose(file);
	for (size_t i = 0; i + 3 <= length; i++)
		look_at_byte(bytes + i, length - i);
	return length;
}

static void search(struct fixture *fixture)
{
	DIR *directory = opendir(fixture->directory);
	struct dirent *entry;
	char path[400];

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		snprintf(path, sizeof(path), "%s/%s", fixture->directory, entry->d_name);
		if (entry->d_name[0] != '.')
			printf("%s: %zu bytes\n", entry->d_name, search_file(path));
	}
	closedir(directory);
}

static int count_wrong(void)
{
	int wrong = 0, stay = 0;

	for (int i = 0; i < haystack->count; i++) {
		const struct needle *needle = &haystack->needles[i];
		stay += needle->stays;
		if (needle->found == needle->stays)
			continue;
		if (wrong++ < SAME_MAX)
			printf("%s of day %d is %s\n", needle->what, needle->day,
				needle->stays ? "lost" : "still there");
	}
	printf("%d were looked for, of which %d must be there; %d are not as they should be\n",
		haystack->count, stay, wrong);
	return wrong;
}

static void forget_needles(void)
{
	for (int i = 0; i < haystack->count; i++)
		free(haystack->needles[i].bytes);
	free(haystack);
}

static void after_sixty_days_no_byte_is_left_of_what_is_over_and_all_is_that_the_centre_has_not(
	void **state)
{
	struct life life = {.fixture = *state};

	haystack = calloc(1, sizeof(*haystack));
	assert_non_null(haystack);
	live(&life);
	search(life.fixture);
	assert_int_equal(count_wrong(), 0);
	forget_needles();
	store_close(life.sync);
}

/* ---- what SQLite leaves between the rows ---- */

enum { KEYS = 60000, KEYS_KEPT = 20000, KEY_BYTES = 16 };

/* The same ones each time. */
static void make_key(uint8_t key[static KEY_BYTES], uint64_t number)
{
	for (int i = 0; i < KEY_BYTES; i += 8) {
		uint64_t mixed = (number * 2 + (uint64_t)i + 1) * 0x9E3779B97F4A7C15u;
		mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
		mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
		memcpy(key + i, &mixed, 8);
	}
}

static void come_and_go(struct database *database)
{
	uint8_t key[KEY_BYTES];

	must(database_script(database, "CREATE TABLE visitor (key BLOB PRIMARY KEY); BEGIN", NULL),
		NULL);
	for (uint64_t i = 0; i < KEYS; i++) {
		make_key(key, i);
		must(database_run(database, "INSERT INTO visitor VALUES (?1)",
			     VALUES(blob_value(key, KEY_BYTES)), NULL),
			NULL);
		if (i < KEYS_KEPT)
			continue;
		make_key(key, i - KEYS_KEPT);
		must(database_run(database, "DELETE FROM visitor WHERE key = ?1",
			     VALUES(blob_value(key, KEY_BYTES)), NULL),
			NULL);
	}
	must(database_script(database, "COMMIT", NULL), NULL);
}

static int count_left(struct fixture *fixture)
{
	uint8_t key[KEY_BYTES];
	int left = 0;

	haystack = calloc(1, sizeof(*haystack));
	assert_non_null(haystack);
	for (uint64_t i = 0; i < KEYS - KEYS_KEPT; i++) {
		make_key(key, i);
		look_for("a key", key, KEY_BYTES, 0, false);
	}
	search(fixture);
	for (int i = 0; i < haystack->count; i++)
		left += haystack->needles[i].found;
	forget_needles();
	return left;
}

static void a_copy_that_stayed_where_a_row_was_moved_from_goes_when_the_file_is_written_anew(
	void **state)
{
	struct fixture *fixture = *state;
	struct database *database = &fixture->store->database;
	bool done;

	hurry(fixture->store);
	come_and_go(database);
	must(database_empty_journal(database, &done, NULL), NULL);
	assert_true(done);
	assert_int_not_equal(count_left(fixture), 0);
	must(database_write_anew(database, NULL), NULL);
	must(database_empty_journal(database, &done, NULL), NULL);
	assert_true(done);
	assert_int_equal(count_left(fixture), 0);
}

/* ---- how much at once ---- */

struct work {
	int pieces, most; /* steps of a piece */
};

static struct work forget_all(struct store *store, int64_t now_ms)
{
	sqlite3 *sqlite = store->database.sqlite;
	struct retention retention = {0};
	struct work work = {0};

	for (fixture_steps(store); !retention_is_done(&retention, now_ms); work.pieces++) {
		int before = sqlite3_total_changes(sqlite);
		must(retention_do_piece(store, &retention, now_ms, NULL), NULL);
		assert_in_range(sqlite3_total_changes(sqlite) - before, 0, RETENTION_ROWS_MAX);
		int steps = fixture_steps(store);
		work.most = steps > work.most ? steps : work.most;
	}
	return work;
}

static void a_piece_is_small_however_much_there_is(void **state)
{
	struct fixture *fixture = *state;
	int64_t now_ms = NOW_MS + 30 * DAY_MS;

	hurry(fixture->store);
	fixture_fill(fixture, 40);
	struct work few = forget_all(fixture->store, now_ms);
	fixture_fill(fixture, 400);
	struct work many = forget_all(fixture->store, now_ms);
	printf("at most %d steps a piece in %d pieces, then %d in %d\n", few.most, few.pieces,
		many.most, many.pieces);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM booking"), 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM attendance"), 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE text <> ''"), 0);
	assert_true(many.pieces > 5 * few.pieces);
	assert_true(many.most < 5000 && many.most < 2 * few.most);
	/* The next day there is nothing, and it is found out in no time. */
	struct work none = forget_all(fixture->store, now_ms + DAY_MS);
	assert_true(none.pieces < 100 && none.most < 5000);
}

/* ---- what the centre has not ---- */

static void answer(struct fixture *fixture, int64_t seq, enum verdict verdict)
{
	struct change_verdict taken = {.seq = seq, .verdict = verdict, .reason = "full"};
	struct error error = {0};

	must(outbox_mark_sent(fixture->store, seq, &error), &error);
	must(outbox_take_verdicts(fixture->store, &taken, 1, &error), &error);
}

static void archive(struct fixture *fixture, int64_t seq)
{
	must(database_run(&fixture->store->database, "UPDATE meeting SET archived = ?1",
		     VALUES(number_value(seq)), NULL),
		NULL);
}

static void an_answer_that_comes_after_weeks_finds_nothing_and_does_nothing(void **state)
{
	struct life life = {.fixture = *state, .now_ms = NOW_MS};
	struct id session = session_today(&life, "rhyme");
	int64_t later_ms = NOW_MS + 40 * DAY_MS;

	haystack = calloc(1, sizeof(*haystack));
	for (int i = 0; i < 3; i++)
		book(&life, session, NULL);
	forget_needles();
	forget_all(life.fixture->store, later_ms);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM booking"), 0);
	for (int64_t seq = 1; seq <= 3; seq++)
		assert_true(strlen(last_change(life.fixture)) > 0);
	answer(life.fixture, 1, VERDICT_ACCEPTED);
	answer(life.fixture, 2, VERDICT_REFUSED);
	answer(life.fixture, 3, VERDICT_WAITING);
	forget_all(life.fixture->store, later_ms);
	assert_int_equal(
		3, fixture_count(life.fixture, "SELECT count(*) FROM change WHERE text <> ''"));
	archive(life.fixture, 2);
	forget_all(life.fixture->store, later_ms);
	assert_int_equal(
		fixture_count(life.fixture, "SELECT sum(seq) FROM change WHERE text <> ''"), 3);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM booking"), 0);
	assert_int_equal(outbox_position(life.fixture->store).length, 3);
}

static void a_box_is_kept_however_old_and_is_an_alarm_after_seven_days(void **state)
{
	struct life life = {.fixture = *state, .now_ms = NOW_MS};
	struct store *store = life.fixture->store;
	int64_t week_ms = NOW_MS + 7 * DAY_MS;

	haystack = calloc(1, sizeof(*haystack));
	join(&life);
	join(&life);
	forget_needles();
	forget_all(store, NOW_MS + 400 * DAY_MS);
	assert_int_equal(strlen(last_change(life.fixture)) > 0, true);
	assert_int_equal(retention_untaken_boxes(store, week_ms - 1).count, 0);
	assert_int_equal(retention_untaken_boxes(store, week_ms).count, 2);
	assert_true(retention_untaken_boxes(store, week_ms).since_ms == NOW_MS);
	answer(life.fixture, 1, VERDICT_ACCEPTED);
	assert_int_equal(retention_untaken_boxes(store, week_ms).count, 1);
	assert_int_equal(retention_unarchived_boxes(store, week_ms).count, 1);
	/* An archive that says more than was answered is believed up to there. */
	archive(life.fixture, 2);
	forget_all(store, NOW_MS);
	assert_int_equal(retention_untaken_boxes(store, week_ms).count, 1);
	assert_int_equal(retention_unarchived_boxes(store, week_ms).count, 0);
	answer(life.fixture, 2, VERDICT_QUARANTINED);
	forget_all(store, NOW_MS);
	assert_int_equal(
		fixture_count(life.fixture, "SELECT count(*) FROM change WHERE text <> ''"), 0);
	assert_int_equal(store_outbox_state(store).quarantined, 1);
}

static void what_should_be_gone_and_is_not_is_known(void **state)
{
	struct fixture *fixture = *state;
	int64_t last_ms = clock_day_start(NOW_MS, PEOPLE_KEPT_DAYS + 3);

	fixture_fill(fixture, 1);
	assert_int_equal(retention_overdue_days(fixture->store, last_ms - 1), 0);
	assert_int_equal(retention_overdue_days(fixture->store, last_ms + 11 * HOUR_MS), 17);
	forget_all(fixture->store, last_ms);
	assert_int_equal(retention_overdue_days(fixture->store, last_ms + 100 * DAY_MS), 0);
}

static void a_session_stays_for_ninety_days_and_while_a_lease_of_it_is_unanswered(void **state)
{
	struct life life = {.fixture = *state, .now_ms = NOW_MS};
	struct store *store = life.fixture->store;
	struct lease asked = {.id = id_make(NOW_MS), .pool = POOL_DOOR, .state = LEASE_ASKED};

	session_today(&life, "chess");
	asked.session = session_today(&life, "rhyme");
	must(write_lease(store, &asked, NULL), NULL);
	must(database_script(&store->database, "UPDATE lease SET state = 2 WHERE state = 1", NULL),
		NULL);
	forget_all(store, NOW_MS + 89 * DAY_MS);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM session"), 2);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM lease"), 1);
	forget_all(store, NOW_MS + 91 * DAY_MS);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM session"), 1);
	must(database_script(&store->database, "UPDATE lease SET state = 2", NULL), NULL);
	forget_all(store, NOW_MS + 92 * DAY_MS);
	assert_int_equal(fixture_count(life.fixture, "SELECT count(*) FROM session"), 0);
}

static void who_reads_meanwhile_is_not_waited_for(void **state)
{
	struct fixture *fixture = *state;
	struct retention retention = {0};
	struct error error = {0};
	struct store *reader = store_open(fixture->directory, STORE_LOOK, &error);

	must(reader != NULL, &error);
	fixture_fill(fixture, 1);
	struct row row = database_select(&reader->database, "SELECT id FROM booking", NO_VALUES);
	assert_true(row_next(&row));
	int64_t now_ms = NOW_MS + 30 * DAY_MS, boot_ms = clock_real_ms();
	for (int i = 0; i < 100; i++)
		must(retention_do_piece(fixture->store, &retention, now_ms, &error), &error);
	assert_true(clock_real_ms() - boot_ms < 10 * SECOND_MS);
	assert_false(retention_is_done(&retention, now_ms));
	row_end(&row);
	must(retention_do_piece(fixture->store, &retention, now_ms, &error), &error);
	assert_true(retention_is_done(&retention, now_ms));
	store_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(after_sixty_days_no_byte_is_left_of_what_is_over_and_all_is_that_the_centre_has_not),
		TEST(a_copy_that_stayed_where_a_row_was_moved_from_goes_when_the_file_is_written_anew),
		TEST(a_piece_is_small_however_much_there_is),
		TEST(an_answer_that_comes_after_weeks_finds_nothing_and_does_nothing),
		TEST(a_box_is_kept_however_old_and_is_an_alarm_after_seven_days),
		TEST(what_should_be_gone_and_is_not_is_known),
		TEST(a_session_stays_for_ninety_days_and_while_a_lease_of_it_is_unanswered),
		TEST(who_reads_meanwhile_is_not_waited_for),
	};

	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
