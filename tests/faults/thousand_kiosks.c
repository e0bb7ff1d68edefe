/* Fault 59: the line comes back, and a thousand kiosks of a hundred branches reach the centre in the same
 * second. Each is the unchanged sync/step.c with places to ask for and three streams to read; the centre has
 * room for some fifty of them at once and turns the others away. All get through, and none waits much longer
 * than the rest. A kiosk leaves when it has nothing more to say, so that fifty connections are enough. */
#include "local_centre.h"

#include <pthread.h>
#include <time.h>

#include "sync/step.h"

enum {
	MACHINES = 1000,
	BRANCHES = 100,
	FIRST = 100,  /* the demo has kiosks 1 to 9 */
	THREADS = 90, /* more than the centre has connections */
	LAST_ONE = 2, /* so many times as long as nine in ten, and the longest wait of its own */
	TEXT_BYTES = 2048,
};

static struct machine {
	int number, tries;
	struct sync sync;
	struct log_position log;
	PGconn *connection;
	char epoch[40];
	int64_t due_ms, done_ms;
	bool is_taken;
} machines[MACHINES];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t began_ms;
static int done_count;
static char sessions[BRANCHES][40];

static int64_t real_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what a machine says ---- */

static bool connect_machine(struct machine *machine)
{
	char url[PATH_MAX_BYTES];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", machine->number,
		local_centre.socket);
	PQfinish(machine->connection);
	machine->connection = PQconnectdb(url);
	machine->tries++;
	return PQstatus(machine->connection) == CONNECTION_OK;
}

/* False: it is tried again, as kiosk-sync would. */
static bool says(struct machine *machine, const char *sql, char answer[static TEXT_BYTES])
{
	PGresult *result = PQexec(machine->connection, sql);
	bool is_answered = PQresultStatus(result) == PGRES_TUPLES_OK;

	snprintf(answer, TEXT_BYTES, "%s", is_answered ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	return is_answered;
}

static void put_epoch(struct machine *machine, const char *answer)
{
	const char *epoch = strstr(answer, "\"epoch\": \"");

	if (epoch)
		snprintf(machine->epoch, sizeof(machine->epoch), "%.36s",
			epoch + strlen("\"epoch\": \""));
}

static struct step_message hello(struct machine *machine)
{
	char sql[TEXT_BYTES], answer[TEXT_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT api.hello(1, 'test', '33333333-1111-7111-8111-%012d', true,"
		" 1796000000000, '%d', '%d')",
		machine->number, (int)machine->log.length, (int)machine->log.acked);
	if (!says(machine, sql, answer))
		return (struct step_message){.kind = STEP_LOST};
	put_epoch(machine, answer);
	const char *last = strstr(answer, "\"last_seq\": ");
	return (struct step_message){.kind = STEP_ANSWERED,
		.active = strstr(answer, "\"state\": \"active\"") != NULL,
		.last_seq = last ? atoi(last + strlen("\"last_seq\": ")) : 0,
		.next_poll_ms = 1000};
}

static struct step_message push(struct machine *machine, const struct step_effect *effect)
{
	char sql[TEXT_BYTES], answer[TEXT_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT api.push('%s', '33333333-1111-7111-8111-%012d', '%d', 1796000000000,"
		" ARRAY['{\"id\":\"44444444-1111-7111-8111-%012d\",\"kind\":\"lease_request\","
		"\"version\":1,\"at\":1796000000000,\"body\":{\"session\":\"%s\","
		"\"pool\":\"booking\",\"places\":1}}'])",
		machine->epoch, machine->number, (int)effect->first, machine->number,
		sessions[machine->number % BRANCHES]);
	if (!says(machine, sql, answer))
		return (struct step_message){.kind = STEP_LOST};
	return (struct step_message){.kind = STEP_ANSWERED, .last_seq = effect->seq};
}

static struct step_message pull(struct machine *machine, int stream)
{
	char names[STREAMS][40] = {"global"};
	char sql[TEXT_BYTES], answer[TEXT_BYTES];

	snprintf(names[1], sizeof(names[0]), "branch:%d", machine->number % BRANCHES);
	snprintf(names[STREAMS - 1], sizeof(names[0]), "kiosk:%d", machine->number);
	snprintf(sql, sizeof(sql), "SELECT api.news('%s', '%s', '0', '200')", machine->epoch,
		names[stream]);
	return (struct step_message){
		.kind = says(machine, sql, answer) ? STEP_ANSWERED : STEP_LOST};
}

static struct step_message perform(struct machine *machine, const struct step_effect *effect)
{
	if (effect->kind == EFFECT_CONNECT)
		return (struct step_message){
			.kind = connect_machine(machine) ? STEP_DONE : STEP_LOST};
	if (effect->kind == EFFECT_HELLO)
		return hello(machine);
	if (effect->kind == EFFECT_PUSH)
		return push(machine, effect);
	if (effect->kind == EFFECT_PULL)
		return pull(machine, effect->stream);
	if (effect->kind == EFFECT_MARK_SENT)
		machine->log.sent = effect->seq;
	if (effect->kind == EFFECT_TAKE_VERDICTS)
		machine->log.acked = machine->log.sent;
	return (struct step_message){.kind = STEP_DONE};
}

/* ---- all of them ---- */

static void leave(struct machine *machine)
{
	PQfinish(machine->connection);
	machine->connection = NULL;
}

/* Until it waits. True: because it has nothing more to say. */
static bool speak(struct machine *machine, enum step_message_kind kind, unsigned *seed)
{
	struct step_message message = {.kind = kind};

	for (;;) {
		message.position = machine->log;
		message.random = (uint32_t)rand_r(seed) * 2u;
		struct step_effect effect = sync_step(&machine->sync, &message);
		if (effect.kind == EFFECT_WAIT) {
			leave(machine);
			machine->due_ms = real_ms() + effect.wait_ms;
			return effect.nudge;
		}
		message = perform(machine, &effect);
	}
}

/* Whose wait is over for longest; NULL: nobody's is. */
static struct machine *take_one(void)
{
	struct machine *first = NULL;
	int64_t now_ms = real_ms();

	pthread_mutex_lock(&lock);
	for (int i = 0; i < MACHINES; i++) {
		struct machine *machine = &machines[i];
		if (!machine->done_ms && !machine->is_taken && machine->due_ms <= now_ms &&
			(!first || machine->due_ms < first->due_ms))
			first = machine;
	}
	if (first)
		first->is_taken = true;
	pthread_mutex_unlock(&lock);
	return first;
}

static void put_back(struct machine *machine, bool is_done)
{
	pthread_mutex_lock(&lock);
	machine->is_taken = false;
	if (is_done) {
		machine->done_ms = real_ms() - began_ms;
		done_count++;
	}
	pthread_mutex_unlock(&lock);
}

static bool all_are_done(void)
{
	pthread_mutex_lock(&lock);
	bool done = done_count == MACHINES;
	pthread_mutex_unlock(&lock);
	return done;
}

static void *run(void *number)
{
	unsigned seed = (unsigned)(intptr_t)number;

	while (!all_are_done()) {
		struct machine *machine = take_one();
		if (!machine)
			nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
		else
			put_back(machine,
				speak(machine, machine->tries ? STEP_WOKEN : STEP_STARTED, &seed));
	}
	return NULL;
}

/* Each branch with a session of its own. */
static void make_branches(void)
{
	char sql[1024];

	for (int i = 0; i < BRANCHES; i++) {
		snprintf(sql, sizeof(sql),
			"INSERT INTO core.branch SELECT '%d', settings FROM core.branch"
			" WHERE branch = 'micklefield'",
			i);
		query(the_owner(), sql);
		snprintf(sql, sizeof(sql),
			"INSERT INTO core.session (session, branch, title, starts_at, ends_at, opens_at,"
			" closes_at, admission, asks, places_wanted, places, door_places_wanted,"
			" door_places, settings) SELECT gen_random_uuid(), '%d', 'Story', t, t, t, t,"
			" 'booked', 1, 90, 90, 0, 0, '{}' FROM (SELECT to_timestamp(1796100000) AS t) at"
			" RETURNING session",
			i);
		snprintf(sessions[i], sizeof(sessions[i]), "%s", query(the_owner(), sql));
	}
}

static void make_kiosks(void)
{
	char sql[2048];

	snprintf(sql, sizeof(sql),
		"INSERT INTO core.kiosk (kiosk, role, branch, number_first, number_last)"
		" SELECT n, 'kiosk_' || n, (n %% %d)::text, n * 10, n * 10 + 9 FROM"
		" generate_series(%d, %d) n;"
		"DO $$ DECLARE r text; BEGIN FOR r IN SELECT role FROM core.kiosk WHERE kiosk >= %d LOOP"
		" EXECUTE format('CREATE ROLE %%I LOGIN NOINHERIT CONNECTION LIMIT 3 IN ROLE kiosks', r);"
		" EXECUTE format('GRANT CONNECT ON DATABASE centre TO %%I', r);"
		" EXECUTE format('GRANT USAGE ON SCHEMA api TO %%I', r);"
		" EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO %%I', r);"
		" END LOOP; END $$",
		BRANCHES, FIRST, FIRST + MACHINES - 1, FIRST);
	query(the_owner(), sql);
}

static int by_wait(const void *a, const void *b)
{
	const struct machine *one = a, *other = b;

	return (one->done_ms > other->done_ms) - (one->done_ms < other->done_ms);
}

static void fault_59_a_thousand_kiosks_at_once_do_not_starve_each_other(void **state)
{
	pthread_t threads[THREADS];
	int tries = 0;

	make_branches();
	make_kiosks();
	began_ms = real_ms();
	for (int i = 0; i < MACHINES; i++) {
		machines[i] = (struct machine){
			.number = FIRST + i, .log = {.length = 1}, .due_ms = began_ms};
		sync_start(&machines[i].sync, false);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, run, (void *)(intptr_t)(i + 1)), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	qsort(machines, MACHINES, sizeof(machines[0]), by_wait);
	for (int i = 0; i < MACHINES; i++)
		tries += machines[i].tries;
	int64_t half = machines[MACHINES / 2].done_ms, most = machines[MACHINES * 9 / 10].done_ms,
		last = machines[MACHINES - 1].done_ms;
	print_message(
		"%d kiosks, %d connections tried; half were through after %.1f s, nine in ten "
		"after %.1f s (x%.2f), the last after %.1f s (x%.2f of nine in ten)\n",
		MACHINES, tries, half / 1000.0, most / 1000.0, (double)most / (double)half,
		last / 1000.0, (double)last / (double)most);
	assert_string_equal(query(the_owner(), "SELECT count(*) FROM core.kiosk"
					       " WHERE kiosk >= 100 AND last_seq = 1"),
		"1000");
	assert_string_equal(query(the_owner(), "SELECT count(*) FROM core.change"
					       " WHERE kiosk >= 100 AND verdict <> 'quarantined'"),
		"1000");
	assert_true(tries > MACHINES);
	assert_true(last <= LAST_ONE * most + BACKOFF_MAX_MS);
}

static const char *script;

static int begin(void **state)
{
	centre_begin(script);
	return 0;
}

static int end(void **state)
{
	centre_end();
	return 0;
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fault_59_a_thousand_kiosks_at_once_do_not_starve_each_other),
	};

	if (count < 2)
		return 2;
	script = arguments[1];
	return cmocka_run_group_tests(tests, begin, end);
}
