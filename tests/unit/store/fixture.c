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

int fixture_remove(void **state)
{
	struct fixture *fixture = *state;
	char command[200];

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
	must(outbox_apply_feed(fixture->store, "branch:micklefield", &row, 1, &error), &error);
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
