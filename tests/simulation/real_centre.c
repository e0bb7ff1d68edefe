/* A history of the simulation, asked of a real centre: every verdict, refusal and grant, and in the end every
 * booking and count of places, must be what the simulated one said. So what is proven there in a million
 * steps is proven of platform/schema.
 *
 *   real_centre CENTRE-SCRIPT SIMULATION [STEPS [SEED]] */
#include "../faults/local_centre.h"

enum { CONNECTIONS_MAX = 8, DIFFERENCES_MAX = 5 };

static struct {
	char role[16];
	PGconn *connection;
} connections[CONNECTIONS_MAX];

static PGconn *connection_of(const char *role)
{
	int i = 0;

	while (connections[i].connection && strcmp(connections[i].role, role) != 0)
		i++;
	assert_true(i < CONNECTIONS_MAX);
	if (!connections[i].connection) {
		snprintf(connections[i].role, sizeof(connections[i].role), "%s", role);
		connections[i].connection = connect_as(role);
	}
	return connections[i].connection;
}

/* `*` in what was expected is anything up to the next of "/;". */
static bool fits(const char *expected, const char *said)
{
	for (; *expected; expected++) {
		if (*expected == '*') {
			said += strcspn(said, "/;");
			continue;
		}
		if (*expected != *said++)
			return false;
	}
	return *said == '\0';
}

static void put_epoch(char *sql, const char *epoch)
{
	static const char gap[] = "'EPOCH', ";
	char *at = strstr(sql, gap);

	if (!at)
		return;
	static char whole[4 * 1024 * 1024];
	snprintf(whole, sizeof(whole), "%.*s'%s', %s", (int)(at - sql), sql, epoch,
		at + strlen(gap));
	strcpy(sql, whole);
}

/* What a kiosk's call answered, written as the simulation writes it. A kiosk's role may not even read JSON. */
static const char *in_words(const char *sql, const char *answer)
{
	static const char push[] = "SELECT string_agg(concat(v->>'verdict', '/', v->>'reason', '/',"
				   " v->'result'->>'places', ';'), '' ORDER BY (v->>'seq')::bigint)"
				   " FROM jsonb_array_elements($1::jsonb) v";
	static const char other[] =
		"SELECT concat_ws(' ', $1::jsonb->>'state', $1::jsonb->>'last_seq')";
	static char words[64 * 1024];
	PGresult *result = PQexecParams(connection_of("owner"),
		strstr(sql, "api.push") ? push : other, 1, NULL, &answer, NULL, NULL, 0);

	assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
	snprintf(words, sizeof(words), "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return words;
}

/* Whether the real one says the same. */
static bool ask(char *line, const char *epoch, long number)
{
	char *expected = strchr(line, '\t'), *sql = expected ? strchr(expected + 1, '\t') : NULL;

	assert_non_null(sql);
	*expected++ = *sql++ = '\0';
	put_epoch(sql, epoch);
	PGresult *result = PQexec(connection_of(line), sql);
	bool is_answer = PQresultStatus(result) == PGRES_TUPLES_OK ||
			 PQresultStatus(result) == PGRES_COMMAND_OK;
	const char *said = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
	if (is_answer && strncmp(line, "kiosk", strlen("kiosk")) == 0)
		said = in_words(sql, said);
	bool same = is_answer && (*expected == '\0' || fits(expected, said));

	if (!same)
		print_error("line %ld, %s: expected %.2000s\nsaid %.2000s %s\n%.1500s\n", number,
			line, expected, said, is_answer ? "" : PQresultErrorMessage(result), sql);
	PQclear(result);
	return same;
}

static char trace_path[PATH_MAX_BYTES];

static long play(const char *epoch, long *asked)
{
	static char line[4 * 1024 * 1024];
	FILE *trace = fopen(trace_path, "r");
	long differences = 0;

	assert_non_null(trace);
	while (fgets(line, sizeof(line), trace) && differences < DIFFERENCES_MAX) {
		line[strcspn(line, "\n")] = '\0';
		differences += !ask(line, epoch, ++*asked);
	}
	fclose(trace);
	return differences;
}

static const char *centre_to_start, *simulation, *steps = "20000", *seed = "3";

static void a_real_centre_says_the_same(void **state)
{
	char command[2 * PATH_MAX_BYTES], epoch[64];
	long asked = 0;

	snprintf(command, sizeof(command), "'%s' --steps %s --seed %s --trace '%s' --counts 1",
		simulation, steps, seed, trace_path);
	assert_int_equal(system(command), 0);
	snprintf(epoch, sizeof(epoch), "%s",
		query(connection_of("owner"), "SELECT epoch FROM core.site"));
	long differences = play(epoch, &asked);
	print_message("%ld calls, %ld answered otherwise\n", asked, differences);
	assert_int_equal(differences, 0);
}

static int begin(void **state)
{
	centre_begin(centre_to_start);
	keep_everything(connection_of("owner"));
	snprintf(trace_path, sizeof(trace_path), "%s/trace", local_centre.folder);
	return 0;
}

static int end(void **state)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++)
		PQfinish(connections[i].connection);
	centre_end();
	return 0;
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_real_centre_says_the_same)};

	if (count < 3)
		return 2;
	centre_to_start = arguments[1];
	simulation = arguments[2];
	steps = count > 3 ? arguments[3] : steps;
	seed = count > 4 ? arguments[4] : seed;
	return cmocka_run_group_tests(tests, begin, end);
}
