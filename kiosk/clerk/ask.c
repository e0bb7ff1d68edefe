/* One question at a time; an error of the centre is told by its number, never by its text. */
#include "clerk/ask.h"

#include <string.h>

char *clerk_ask(PGconn *connection, const char *sql, int count, const char *const *values,
	struct error *error)
{
	PGresult *result = PQexecParams(connection, sql, count, NULL, values, NULL, NULL, 0);
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	char *answer = NULL;

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
		answer = strdup(PQgetvalue(result, 0, 0));
	else
		error_set(error, ERROR_AWAY, "the centre answered with error %s",
			sqlstate ? sqlstate : "(none)");
	PQclear(result);
	return answer;
}
