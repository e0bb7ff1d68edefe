/* A kiosk's role in the wrong hands, and kiosks that all come at once: nobody waits for ever, nothing grows without
 * end. That nobody else's bookings are touched is in centre_others.c. */
#include <pthread.h>
#include <time.h>

#include "centre_kiosks.h"

enum { BATCH = 200, ARRAY_BYTES = 512 * 1024 };

/* An array of `count` changes from the kiosk's next one on; the caller frees it. */
static char *array_of(struct kiosk *kiosk, int count,
	void (*body)(const struct kiosk *kiosk, int i, char text[static 512]))
{
	char *array = malloc(ARRAY_BYTES), text[512], change[1024], *to = array;

	assert_non_null(array);
	for (int i = 0; i < count; i++) {
		body(kiosk, i, text);
		change_text(kiosk, kiosk->seq + 1 + i, *text == '+' ? "wait" : "book", text + 1,
			change, sizeof(change));
		*to++ = i ? ',' : '{';
		*to++ = '"';
		for (const char *c = change; *c; c++) {
			if (*c == '"')
				*to++ = '\\';
			*to++ = *c;
		}
		*to++ = '"';
	}
	strcpy(to, "}");
	return array;
}

/* "" or the error's number. */
static const char *push_array(
	PGconn *connection, struct kiosk *kiosk, const char *array, char sqlstate[static 8])
{
	char first[16];
	const char *values[] = {kiosk->epoch, kiosk->install, first, NOW, array};

	snprintf(first, sizeof(first), "%d", kiosk->seq + 1);
	PGresult *result = PQexecParams(
		connection, "SELECT api.push($1, $2, $3, $4, $5)", 5, NULL, values, NULL, NULL, 0);
	const char *given = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	snprintf(sqlstate, 8, "%s", given ? given : "");
	PQclear(result);
	return sqlstate;
}

static char flooded[40];

static void one_who_waits(const struct kiosk *kiosk, int i, char text[static 512])
{
	snprintf(text, 512,
		"+{\"booking\":\"f%07d-0000-7000-8000-%012d\",\"session\":\"%s\",\"party\":{"
		"\"adults\":1}}",
		kiosk->number, kiosk->seq + i, flooded);
}

static void a_flood_is_stopped_for_a_minute_and_loses_nothing(void **state)
{
	struct kiosk *flood = meet(7), *other = meet(1);
	char sqlstate[8] = "", *array = NULL, session[40];
	int pushes = 0;

	new_session(10, 0, flooded);
	while (!*sqlstate && ++pushes < 14) { /* if the minute changes meanwhile: twice 1000 */
		free(array);
		array = array_of(flood, BATCH, one_who_waits);
		push_array(flood->connection, flood, array, sqlstate);
		flood->seq += *sqlstate ? 0 : BATCH;
	}
	assert_string_equal(sqlstate, "53400");
	new_session(10, 0, session);
	assert_string_equal(book(other, 70, session, 0, 1, 0), "accepted");
	query(the_owner(), "UPDATE core.kiosk SET minute = minute - interval '1 min'");
	assert_string_equal(push_array(flood->connection, flood, array, sqlstate), "");
	free(array);
}

static void a_transaction_left_open_is_ended(void **state)
{
	struct kiosk *hog = meet(6), *other = meet(1);
	PGconn *connection = connect_as("kiosk_6"), *waits = connect_as("kiosk_1");
	char session[40], sql[SQL_BYTES], body[256];
	time_t until = time(NULL) + 90;

	new_session(10, 0, session);
	query(connection, "SET statement_timeout = 0");
	query(connection, "SET idle_in_transaction_session_timeout = 0");
	query(connection, "BEGIN");
	snprintf(sql, sizeof(sql), "SELECT api.push('%s', '%s', '1', " NOW ", ARRAY['{}'])",
		hog->epoch, hog->install);
	query(connection, sql);
	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":1}",
		session);
	char change[1024];
	change_text(other, other->seq + 1, "lease_request", body, change, sizeof(change));
	snprintf(sql, sizeof(sql),
		"SELECT api.push('%s', '%s', '%d', " NOW ", ARRAY[$json$%s$json$])", other->epoch,
		other->install, other->seq + 1, change);
	while (*error_of(waits, sql) && time(NULL) < until)
		sleep(1);
	assert_string_equal(error_of(waits, sql), "");
	other->seq++;
	error_of(connection, "COMMIT");
	assert_int_equal(PQstatus(connection), CONNECTION_BAD);
	PQfinish(connection);
	PQfinish(waits);
}

/* ---- all at once ---- */

enum { STORM_KIOSKS = 4, STORM_SESSIONS = 20, STORM_BATCHES = 5 };

static char storm_sessions[STORM_SESSIONS][40];
static int storm_leases[KIOSKS + 1][STORM_SESSIONS];

/* Kiosks of even numbers take the sessions in the opposite order. */
static void one_of_the_storm(const struct kiosk *kiosk, int i, char text[static 512])
{
	int at = i % STORM_SESSIONS;

	at = kiosk->number % 2 ? at : STORM_SESSIONS - 1 - at;
	snprintf(text, 512,
		"-{\"booking\":\"e%07d-0000-7000-8000-%012d\",\"session\":\"%s\",\"lease\":\"%s\","
		"\"party\":{\"adults\":1},\"code\":\"1ABCD\",\"language\":\"en\"}",
		kiosk->number, kiosk->seq + i, storm_sessions[at],
		change_id(kiosk, storm_leases[kiosk->number][at]));
}

struct storm {
	struct kiosk *kiosk;
	PGconn *connection;
	char *arrays[STORM_BATCHES];
	int first, errors;
};

static void *push_storm(void *argument)
{
	struct storm *storm = argument;
	char sqlstate[8];

	for (int i = 0; i < STORM_BATCHES; i++) {
		while (*push_array(storm->connection, storm->kiosk, storm->arrays[i], sqlstate) &&
			storm->errors < 20)
			storm->errors++;
		storm->kiosk->seq += BATCH;
	}
	return NULL;
}

/* Seconds in which the kiosks 1 to `count` push a thousand bookings each; adds their errors. */
static double seconds_of(int count, int *errors)
{
	struct storm storms[STORM_KIOSKS] = {0};
	pthread_t threads[STORM_KIOSKS];
	struct timespec from, to;

	for (int i = 0; i < count; i++) {
		storms[i].kiosk = meet(i + 1);
		storms[i].connection = connect_as(
			(const char[][16]){"kiosk_1", "kiosk_2", "kiosk_3", "kiosk_4"}[i]);
		int seq = storms[i].kiosk->seq;
		for (int batch = 0; batch < STORM_BATCHES; batch++) {
			storms[i].arrays[batch] =
				array_of(storms[i].kiosk, BATCH, one_of_the_storm);
			storms[i].kiosk->seq += BATCH;
		}
		storms[i].kiosk->seq = seq;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < count; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, push_storm, &storms[i]), 0);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	clock_gettime(CLOCK_MONOTONIC, &to);
	for (int i = 0; i < count; i++) {
		*errors += storms[i].errors;
		PQfinish(storms[i].connection);
		for (int batch = 0; batch < STORM_BATCHES; batch++)
			free(storms[i].arrays[batch]);
	}
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* A thousand bookings of one kiosk, of two and of four, each while the machine does what it does. */
static bool storm_is_no_slower(int *errors)
{
	double one = seconds_of(1, errors);
	double two = seconds_of(2, errors);
	double four = seconds_of(4, errors);

	print_message("1000 bookings of one kiosk %.2f s; of two %.2f s, of four %.2f s\n", one,
		two, four);
	return two < 1.5 * 2 * one && four < 1.5 * 4 * one;
}

/* Locked in the order of the logs, two took sixteen times as long as one, and four forty-five times. */
static void kiosks_that_book_the_same_sessions_do_not_throw_each_other_out(void **state)
{
	int errors = 0;
	bool held = false;

	for (int i = 0; i < STORM_SESSIONS; i++) {
		new_session(100000, 0, storm_sessions[i]);
		for (int kiosk = 1; kiosk <= STORM_KIOSKS; kiosk++) {
			ask_lease(meet(kiosk), storm_sessions[i], "booking", 5000);
			storm_leases[kiosk][i] = meet(kiosk)->seq;
		}
	}
	for (int i = 0; i < 5 && !held; i++)
		held = storm_is_no_slower(&errors);
	assert_int_equal(errors, 0);
	assert_int_equal(
		count_of("SELECT deadlocks FROM pg_stat_database WHERE datname = 'centre'"), 0);
	assert_true(held);
	books_balance();
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flood_is_stopped_for_a_minute_and_loses_nothing),
		cmocka_unit_test(a_transaction_left_open_is_ended),
		cmocka_unit_test(kiosks_that_book_the_same_sessions_do_not_throw_each_other_out),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_attacks PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_attacks", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
