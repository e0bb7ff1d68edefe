/* What the tests of the store share. */
#include "fixture.h"

#include <assert.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

static void must(bool done, const struct error *error)
{
	if (!done)
		fail_msg("%s: %s", error_code_name(error->code), error->detail);
}

/* The clock stands at NOW_MS. */
static void stand_still(struct fixture *fixture)
{
	char path[80];
	struct error error = {0};

	snprintf(path, sizeof(path), "%s/clock", fixture->directory);
	must(clock_create_journey_file(path, NOW_MS, &error), &error);
	setenv("KIOSK_CLOCK", path, 1);
	must(clock_obey_journey(&error), &error);
}

int fixture_make(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct error error = {0};

	strcpy(fixture->directory, "/tmp/kiosk-store-XXXXXX");
	assert_non_null(mkdtemp(fixture->directory));
	stand_still(fixture);
	must(enrolment_make_demo(fixture->directory, 1, getenv("KIOSK_ASSETS"), NOW_MS, &error),
		&error);
	*state = fixture;
	fixture_reopen(fixture);
	must(database_script(
		     &fixture->store->database, "DELETE FROM lease; DELETE FROM session", &error),
		&error);
	return 0;
}

/* ---- what a statement walks through ---- */

/* What does not grow with a kiosk's life: a few rows, or rows that are limited otherwise. */
static bool may_be_walked(const char *name)
{
	static const char *const names[] = {"(", "CONSTANT ROW", "cursor", "enrolment",
		"feed_parked", "form", "lease USING COVERING INDEX lease_open",
		"lease USING INDEX lease_open", "lease USING INDEX lease_refused", "meeting",
		"number_block", "promised", "theirs", "ticket_key", "told_form"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void look_at_plan(sqlite3 *sqlite, const char *sql)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *plan;

	/* Of a table that the test has broken there is no plan. */
	if (sqlite3_prepare_v2(sqlite, explain, -1, &plan, NULL) != SQLITE_OK)
		plan = NULL;
	while (plan && sqlite3_step(plan) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(plan, 3);
		if (strncmp(detail, "SCAN ", 5) == 0 && !may_be_walked(detail + 5))
			fail_msg("%s in %s", detail, sql);
	}
	sqlite3_finalize(plan);
	sqlite3_free(explain);
}

/* All that the test has asked. */
static void look_at_plans(struct store *store)
{
	for (int i = 0; store && i < KEPT_STATEMENTS; i++)
		if (store->database.kept[i].sql)
			look_at_plan(store->database.sqlite, store->database.kept[i].sql);
}

int fixture_remove(void **state)
{
	struct fixture *fixture = *state;
	char command[200];

	look_at_plans(fixture->store);
	store_close(fixture->store);
	snprintf(command, sizeof(command), "rm -r %s %s-key", fixture->directory,
		fixture->directory);
	assert_int_equal(system(command), 0);
	free(fixture);
	return 0;
}

void fixture_reopen(struct fixture *fixture)
{
	struct error error = {0};

	store_close(fixture->store);
	fixture->store = store_open(fixture->directory, STORE_FACE, &error);
	must(fixture->store != NULL, &error);
}

void fixture_feed(struct fixture *fixture, const char *kind, const char *key, int64_t revision,
	const char *format, ...)
{
	char body[2048];
	struct error error = {0};
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(body, sizeof(body), format, arguments);
	va_end(arguments);
	struct feed_row row = {.version = ++fixture->feed_version,
		.kind = kind,
		.key = key,
		.revision = revision,
		.body = body};
	must(outbox_apply_feed(fixture->store,
		     &(struct feed_page){.stream = "branch:micklefield",
			     .rows = &row,
			     .count = 1,
			     .upto = row.version},
		     &error),
		&error);
}

struct id fixture_session(struct fixture *fixture, const char *name, enum admission admission)
{
	return fixture_session_of(fixture, name, NULL, NOW_MS + 10 * MINUTE_MS, admission);
}

struct id fixture_session_of(struct fixture *fixture, const char *name, const char *event,
	int64_t starts_ms, enum admission admission)
{
	static const char *const admissions[] = {"drop-in", "booked", "both"};
	struct id id = id_derive("test", name, NULL);
	char key[ID_TEXT], of[ID_TEXT] = "";

	if (event)
		id_text(id_derive("event", event, NULL), of);
	fixture_feed(fixture, "session", id_text(id, key), 1,
		"{\"title\": \"%s\", \"room\": \"Hall\", \"about\": \"\", \"icon\": \"music\","
		" \"theme\": \"children\", \"starts_ms\": %lld, \"ends_ms\": %lld, \"opens_ms\": "
		"%lld, \"closes_ms\": %lld, \"admission\": \"%s\", \"asks\": 7, \"places\": 30,"
		" \"door_places\": 10, \"cancelled\": false, \"event\": \"%s\"}",
		name, (long long)starts_ms, (long long)starts_ms + HOUR_MS,
		(long long)starts_ms - 30 * MINUTE_MS, (long long)starts_ms + HOUR_MS,
		admissions[admission], of);
	return id;
}

struct id fixture_lease(
	struct fixture *fixture, struct id session, enum lease_pool pool, int places)
{
	struct lease lease = {.id = id_make(NOW_MS),
		.session = session,
		.pool = pool,
		.state = LEASE_OPEN,
		.granted = places,
		.left = places};
	struct error error = {0};

	must(write_lease(fixture->store, &lease, &error), &error);
	return lease.id;
}

struct party party_of(int adults, int children)
{
	return (struct party){.count = {[PARTY_ADULTS] = adults, [PARTY_CHILDREN] = children}};
}

struct token chip(const char *uid)
{
	uint8_t bytes[TOKEN_BYTES_MAX];
	int length = text_unhex(uid, bytes, sizeof(bytes));

	assert_true(length > 0);
	return token_from_chip(bytes, (size_t)length);
}

struct token number_token(const char *number)
{
	return token_from_number(number);
}

struct booking_wish wish_for(
	struct store *store, struct id session, const struct token *token, struct party party)
{
	struct booking_wish wish = {
		.session = session, .token = token, .party = party, .language = "en"};

	if (token)
		wish.holder = store_holder(store, token);
	return wish;
}

/* The icon says which of them are new. */
void fixture_fill(struct fixture *fixture, int sessions)
{
	struct database *database = &fixture->store->database;
	struct error error = {0};
	char sql[600];

	snprintf(sql, sizeof(sql),
		"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		" INSERT INTO session (id, starts_ms, ends_ms, opens_ms, closes_ms, admission, asks,"
		" places, door_places, cancelled, revision, icon, theme, words)"
		" SELECT randomblob(16), %lld - (i + 1) * 3600000, %lld - i * 3600000, 0, 0, 2, 7,"
		" 30, 10, 0, 1, 'new', '', x'' FROM n",
		sessions - 1, (long long)NOW_MS, (long long)NOW_MS);
	must(database_script(database, sql, &error), &error);
	must(database_script(database,
		     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
		     " INSERT INTO booking (id, session, holder, adults, children, babies, prams,"
		     " wheelchairs, state, code, made_ms, shown) SELECT randomblob(16), id,"
		     " randomblob(16), 1, 0, 0, 0, 0, 0, hex(randomblob(3)), starts_ms, 1"
		     " FROM session, n WHERE icon = 'new';"
		     "INSERT INTO attendance (id, session, booking, holder, booked, adults, children,"
		     " babies, prams, wheelchairs, extra, how, at_ms) SELECT randomblob(16), session,"
		     " b.id, holder, 1, 1, 0, 0, 0, 0, 0, 0, made_ms FROM booking b JOIN session s"
		     " ON s.id = b.session WHERE s.icon = 'new';"
		     "INSERT INTO change (id, kind, at_ms, verdict, text) SELECT randomblob(16), 2,"
		     " made_ms, 1, '{\"body\":{\"booking\":\"' || hex(b.id) || '\"}}' FROM booking b"
		     " JOIN session s ON s.id = b.session WHERE s.icon = 'new';"
		     "INSERT INTO card (token, holder, status) SELECT randomblob(16), holder, 0"
		     " FROM booking b JOIN session s ON s.id = b.session WHERE s.icon = 'new';"
		     "INSERT INTO stamp (challenge, holder, day, until) SELECT 'winter', holder,"
		     " '2026-11-20', '2027-02-28' FROM booking b JOIN session s ON s.id = b.session"
		     " WHERE s.icon = 'new';"
		     "INSERT INTO lease (id, session, pool, state, granted, left)"
		     " SELECT randomblob(16), id, 0, " SQL_LEASE_CLOSED ", 20, 0 FROM session"
		     " WHERE icon = 'new';"
		     "UPDATE session SET icon = '';"
		     "UPDATE meeting SET sent = (SELECT max(seq) FROM change);"
		     "UPDATE meeting SET acked = sent, archived = sent",
		     &error),
		&error);
}

int fixture_steps(struct store *store)
{
	sqlite3 *sqlite = store->database.sqlite;
	int steps = 0;

	for (sqlite3_stmt *statement = NULL; (statement = sqlite3_next_stmt(sqlite, statement));)
		steps += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
	return steps;
}

int64_t fixture_count(struct fixture *fixture, const char *sql)
{
	char path[100];
	sqlite3 *sqlite;
	sqlite3_stmt *statement;

	snprintf(path, sizeof(path), "%s/kiosk.db", fixture->directory);
	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(sqlite);
	return count;
}

const char *last_change(struct fixture *fixture)
{
	struct outbox_change change = {.text = ""};

	outbox_read(fixture->store, outbox_position(fixture->store).length, CHANGE_BYTES_MAX,
		&change, 1);
	return change.text;
}

json_t *fixture_open_box(struct fixture *fixture)
{
	char path[200];
	uint8_t public[32], secret[32], box[8192], text[8192];
	json_t *change = json_loads(last_change(fixture), 0, NULL);
	snprintf(path, sizeof(path), "%s/demo/keys.json", getenv("KIOSK_ASSETS"));
	json_t *keys = json_load_file(path, 0, NULL);
	const json_t *clerk = json_object_get(keys, "clerk");

	assert_int_equal(text_unhex(json_text(clerk, "public"), public, 32), 32);
	assert_int_equal(text_unhex(json_text(clerk, "secret"), secret, 32), 32);
	int length = json_to_bytes(
		json_object_get(json_object_get(change, "body"), "box"), box, sizeof(box));
	assert_true(length > 0);
	size_t opened = seal_open(public, secret, box, (size_t)length, text);
	assert_true(opened > 0);
	json_decref(keys);
	json_decref(change);
	return json_loadb((char *)text, opened, 0, NULL);
}

static bool file_holds(const char *path, const void *bytes, size_t size)
{
	static char text[4 * 1024 * 1024];
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	size_t length = fread(text, 1, sizeof(text), file);
	assert_true(length < sizeof(text));
	fclose(file);
	return memmem(text, length, bytes, size) != NULL;
}

bool fixture_has_bytes(struct fixture *fixture, const void *bytes, size_t length)
{
	char path[400];
	DIR *directory = opendir(fixture->directory);
	bool found = false;
	struct dirent *entry;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		snprintf(path, sizeof(path), "%s/%s", fixture->directory, entry->d_name);
		found = found || (entry->d_name[0] != '.' && file_holds(path, bytes, length));
	}
	closedir(directory);
	return found;
}

bool fixture_holds(struct fixture *fixture, const char *bytes)
{
	return fixture_has_bytes(fixture, bytes, strlen(bytes));
}

void fixture_send(struct fixture *fixture)
{
	assert_true(outbox_mark_sent(fixture->store, outbox_position(fixture->store).length, NULL));
}
