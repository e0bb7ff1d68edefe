/* Durable check-ins a second, by card and by ticket, against bare SQLite that commits the same rows
 * with synchronous=FULL on the same file system: store_check_in FOLDER ASSETS. Rounds of all three
 * alternate, so that a noisy machine is noisy for each. */
#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "store/greeting.h"
#include "store/internal.h"
#include "store/outbox.h"

enum { ROUNDS = 21, A_ROUND = 100, CARDS = 100 * 1000, SESSIONS = 1000, ROOM = 1000 * 1000 };
#define NOW_MS INT64_C(1796379600000)

struct bench {
	struct store *store;
	struct id session;
	sqlite3 *bare;
	sqlite3_stmt *begin, *attendance, *change, *commit;
	char text[4096]; /* of a real check-in's change */
	int done;        /* check-ins so far: the next card */
};

static void must(bool done, const struct error *error)
{
	if (done)
		return;
	fprintf(stderr, "store_check_in: %s\n", error->detail);
	exit(2);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- what is there before ---- */

static struct token card(int number)
{
	uint8_t uid[7] = {0x04, 1, 2, 3};

	memcpy(uid + 4, &number, 3);
	return token_from_chip(uid, sizeof(uid));
}

static void fill_cards(struct bench *bench)
{
	struct holder holder = {.status = HOLDER_MEMBER, .first_name = "Amina", .adult = true};
	struct error error = {0};

	must(database_begin(&bench->store->database, &error), &error);
	for (int i = 0; i < CARDS; i++) {
		struct token token = card(i);
		struct index index = token_index(&token, bench->store->keys.index_key);
		uint8_t box[GREETING_BYTES_MAX];
		holder.id = id_make(NOW_MS);
		size_t length = greeting_make(bench->store->keys.index_key, &token, &holder, box);
		must(write_card(bench->store, &index, &holder, box, length, 0, &error), &error);
	}
	must(database_end(&bench->store->database, true, &error), &error);
}

static void fill_sessions(struct bench *bench)
{
	struct session session = {.admission = ADMISSION_BOOKED, .places = ROOM};
	struct lease lease = {.state = LEASE_OPEN, .granted = ROOM, .left = ROOM};
	struct error error = {0};

	session_set_text(&session, "", SESSION_TITLE, "Bounce & Rhyme");
	session_set_text(&session, "", SESSION_ROOM, "Hall");
	must(database_begin(&bench->store->database, &error), &error);
	for (int i = 0; i < SESSIONS; i++) {
		session.id = id_make(NOW_MS);
		session.starts_ms = NOW_MS + MINUTE_MS + i * (int64_t)HOUR_MS;
		session.ends_ms = session.starts_ms + HOUR_MS;
		session.opens_ms = session.starts_ms - HOUR_MS / 2;
		session.closes_ms = session.ends_ms;
		must(write_session(bench->store, &session, &error), &error);
		if (i == 0)
			bench->session = session.id;
	}
	lease.id = id_make(NOW_MS);
	lease.session = bench->session;
	must(write_lease(bench->store, &lease, &error), &error);
	must(database_end(&bench->store->database, true, &error), &error);
}

static struct booking book(struct bench *bench, const struct token *token)
{
	struct booking_wish wish = {.session = bench->session,
		.token = token,
		.party = {.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = 2}},
		.language = "en"};
	struct booking booking;
	struct error error = {0};
	bool again;

	if (token)
		wish.holder = store_holder(bench->store, token);
	must(store_book(bench->store, &wish, NOW_MS, &booking, &again, &error), &error);
	return booking;
}

/* ---- the three ---- */

static void check_in(struct bench *bench, const struct token *token, const struct ticket *ticket)
{
	struct holder holder = store_holder(bench->store, token);
	static struct check_in_facts facts;
	struct id any = {0}, attendance;
	struct error error = {0};

	store_check_in_facts(bench->store, &holder, ticket, any, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	assert(answer.code == CHECK_IN_OK);
	must(store_check_in(bench->store, &facts, &answer, &holder, token, &attendance, &error),
		&error);
}

static double by_card(struct bench *bench)
{
	struct token tokens[A_ROUND];

	for (int i = 0; i < A_ROUND; i++) {
		tokens[i] = card(bench->done++);
		book(bench, &tokens[i]);
	}
	double start = seconds();
	for (int i = 0; i < A_ROUND; i++)
		check_in(bench, &tokens[i], NULL);
	return A_ROUND / (seconds() - start);
}

static double by_ticket(struct bench *bench)
{
	static char texts[A_ROUND][TICKET_TEXT];
	int count;

	for (int i = 0; i < A_ROUND; i++) {
		struct booking booking = book(bench, NULL);
		store_ticket(bench->store, &booking, texts[i]);
	}
	double start = seconds();
	for (int i = 0; i < A_ROUND; i++) {
		struct ticket ticket;
		const struct ticket_key *keys = store_ticket_keys(bench->store, &count);
		enum ticket_status status = ticket_read(texts[i], keys, count, &ticket);
		assert(status == TICKET_GOOD);
		struct token token = token_from_ticket(ticket.id);
		check_in(bench, &token, &ticket);
	}
	return A_ROUND / (seconds() - start);
}

static void step(sqlite3_stmt *statement)
{
	int status = sqlite3_step(statement);

	assert(status == SQLITE_DONE);
	sqlite3_reset(statement);
}

static void bind_id(sqlite3_stmt *statement, int place)
{
	struct id id = id_make(NOW_MS);

	sqlite3_bind_blob(statement, place, id.bytes, ID_BYTES, SQLITE_TRANSIENT);
}

static double bare(struct bench *bench)
{
	double start = seconds();

	for (int i = 0; i < A_ROUND; i++) {
		step(bench->begin);
		for (int place = 1; place <= 3; place++)
			bind_id(bench->attendance, place);
		step(bench->attendance);
		bind_id(bench->change, 1);
		sqlite3_bind_text(bench->change, 2, bench->text, -1, SQLITE_STATIC);
		step(bench->change);
		step(bench->commit);
	}
	return A_ROUND / (seconds() - start);
}

/* ---- opening ---- */

static void open_store(struct bench *bench, const char *folder, const char *assets)
{
	char directory[PATH_BYTES];
	struct error error = {0};

	snprintf(directory, sizeof(directory), "%s/kiosk", folder);
	must(enrolment_make_demo(directory, 1, assets, NOW_MS, &error), &error);
	bench->store = store_open(directory, STORE_FACE, &error);
	must(bench->store != NULL, &error);
	fill_cards(bench);
	fill_sessions(bench);
}

static sqlite3_stmt *prepared(struct bench *bench, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int status = sqlite3_prepare_v2(bench->bare, sql, -1, &statement, NULL);

	assert(status == SQLITE_OK);
	return statement;
}

/* The same tables and indexes, no store. */
static void open_bare(struct bench *bench, const char *folder)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/bare.db", folder);
	sqlite3_open(path, &bench->bare);
	sqlite3_exec(bench->bare,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		"CREATE TABLE change (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind "
		"INTEGER, at_ms INTEGER, verdict INTEGER DEFAULT 0, reason TEXT, text TEXT) STRICT;"
		"CREATE TABLE attendance (id BLOB PRIMARY KEY, session BLOB, booking BLOB, holder "
		"BLOB,"
		" booked INTEGER, adults INTEGER, children INTEGER, babies INTEGER, prams INTEGER,"
		" wheelchairs INTEGER, extra INTEGER, how INTEGER, at_ms INTEGER,"
		" undone INTEGER DEFAULT 0) STRICT, WITHOUT ROWID;"
		"CREATE UNIQUE INDEX a1 ON attendance (booking) WHERE booking IS NOT NULL AND "
		"undone = 0;CREATE UNIQUE INDEX a2 ON attendance (holder, session)"
		" WHERE holder IS NOT NULL AND undone = 0;",
		NULL, NULL, NULL);
	bench->begin = prepared(bench, "BEGIN IMMEDIATE");
	bench->commit = prepared(bench, "COMMIT");
	bench->attendance = prepared(bench,
		"INSERT INTO attendance (id, booking, holder, session, booked,"
		" adults, children, babies, prams, wheelchairs, extra, how, at_ms)"
		" VALUES (?1, ?2, ?3, x'00112233445566778899aabbccddeeff', 3, 1, 2, 0, 0, 0, 0, 0,"
		" 1796379600000)");
	bench->change = prepared(bench,
		"INSERT INTO change (id, kind, at_ms, text) VALUES (?1, 5, 1796379600000, ?2)");
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_row(const char *name, double *rates, double *ratios)
{
	qsort(rates, ROUNDS, sizeof(double), by_size);
	qsort(ratios, ROUNDS, sizeof(double), by_size);
	printf("%-12s %8.0f a second   x %.2f of bare SQLite (%.2f .. %.2f)\n", name,
		rates[ROUNDS / 2], ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1]);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	double rates[3][ROUNDS], ratios[3][ROUNDS];
	struct outbox_change change;

	if (argc != 3) {
		fprintf(stderr, "store_check_in FOLDER ASSETS: FOLDER is empty, on a real disk\n");
		return 2;
	}
	open_store(&bench, argv[1], argv[2]);
	open_bare(&bench, argv[1]);
	by_card(&bench);
	outbox_read(bench.store, outbox_position(bench.store).length, CHANGE_BYTES_MAX, &change, 1);
	snprintf(bench.text, sizeof(bench.text), "%s", change.text);
	bare(&bench);
	for (int i = 0; i < ROUNDS; i++) {
		rates[0][i] = bare(&bench);
		rates[1][i] = by_card(&bench);
		rates[2][i] = by_ticket(&bench);
		for (int kind = 0; kind < 3; kind++)
			ratios[kind][i] = rates[kind][i] / rates[0][i];
	}
	printf("%d cards, %d sessions, %d rounds of %d\n", CARDS, SESSIONS, ROUNDS, A_ROUND);
	print_row("bare", rates[0], ratios[0]);
	print_row("by card", rates[1], ratios[1]);
	print_row("by ticket", rates[2], ratios[2]);
	return 0;
}
