/* The centre as its role clerk. Only for clerk/. */
#ifndef CLERK_ASK_H
#define CLERK_ASK_H

#include <libpq-fe.h>

#include "base/error.h"

/* One text from a function of the centre, which the caller frees; NULL and an error if there is none. */
char *clerk_ask(PGconn *connection, const char *sql, int count, const char *const *values,
	struct error *error);

#endif
