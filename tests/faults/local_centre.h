/* A real centre in a folder of its own, for tests: platform/centre and libpq. */
#ifndef TESTS_LOCAL_CENTRE_H
#define TESTS_LOCAL_CENTRE_H

#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_MAX_BYTES = 512, SQL_BYTES = 8192 };

static struct local_centre {
	char script[PATH_MAX_BYTES];
	char folder[64];
	char socket[64]; /* where the server listens */
} local_centre;

static inline int centre_script(const char *word)
{
	char command[2 * PATH_MAX_BYTES];

	snprintf(command, sizeof(command), "'%s' %s '%s' >/dev/null", local_centre.script, word,
		local_centre.folder);
	return system(command);
}

static inline void find_socket(void)
{
	char command[2 * PATH_MAX_BYTES], url[PATH_MAX_BYTES] = "";

	snprintf(command, sizeof(command), "'%s' url '%s'", local_centre.script,
		local_centre.folder);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(url, sizeof(url), pipe));
	pclose(pipe);
	url[strcspn(url, "\n")] = '\0';
	const char *host = strstr(url, "host=");
	assert_non_null(host);
	snprintf(local_centre.socket, sizeof(local_centre.socket), "%s", host + strlen("host="));
}

static inline void centre_begin(const char *script)
{
	snprintf(local_centre.script, sizeof(local_centre.script), "%s", script);
	snprintf(
		local_centre.folder, sizeof(local_centre.folder), "/tmp/library-kiosk-test-XXXXXX");
	assert_non_null(mkdtemp(local_centre.folder));
	assert_int_equal(centre_script("start"), 0);
	find_socket();
}

static inline void centre_end(void)
{
	char command[PATH_MAX_BYTES];

	centre_script("stop");
	snprintf(command, sizeof(command), "rm -rf '%s' '%s'", local_centre.folder,
		local_centre.socket);
	assert_int_equal(system(command), 0);
}

static inline PGconn *connect_as(const char *role)
{
	char url[PATH_MAX_BYTES];

	snprintf(url, sizeof(url), "postgresql://%s@/centre?host=%s", role, local_centre.socket);
	PGconn *connection = PQconnectdb(url);
	assert_int_equal(PQstatus(connection), CONNECTION_OK);
	return connection;
}

/* The first field of the first row, in a buffer of its own; the test fails on an error. */
static inline const char *query(PGconn *connection, const char *sql)
{
	static char texts[4][64 * 1024];
	static int next;
	char *text = texts[next++ % 4];
	PGresult *result = PQexec(connection, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		print_error("%s%.200s\n", PQerrorMessage(connection), sql);
	assert_true(status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK);
	snprintf(text, sizeof(texts[0]), "%s",
		PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	return text;
}

/* One connection stays, until a server goes: what it has called once it calls the next time at once. */
static inline PGconn *kept_connection(PGconn **kept, const char *role)
{
	if (*kept) {
		PGresult *result = PQexec(*kept, "");
		bool is_there = PQresultStatus(result) == PGRES_EMPTY_QUERY;
		PQclear(result);
		if (is_there)
			return *kept;
	}
	PQfinish(*kept);
	*kept = connect_as(role);
	return *kept;
}

/* As the owner: what is really in the tables. */
static inline PGconn *the_owner(void)
{
	static PGconn *owner;

	return kept_connection(&owner, "owner");
}

static inline PGconn *the_staff(void)
{
	static PGconn *staff;

	return kept_connection(&staff, "staff");
}

/* The centre forgets nobody (platform/schema/8-retention.sql), so that all of it can be compared in the end. */
static inline void keep_everything(PGconn *owner)
{
	query(owner,
		"INSERT INTO core.tidied (branch, until) SELECT branch, 'infinity' FROM core.branch"
		" ON CONFLICT (branch) DO UPDATE SET until = 'infinity'");
}

static inline int count_of(const char *sql)
{
	return atoi(query(the_owner(), sql));
}

#endif
