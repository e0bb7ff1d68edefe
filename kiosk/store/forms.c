/* The last good version of each form. */
#include <stdlib.h>
#include <string.h>

#include "store/internal.h"

char *store_form(struct store *store, const char *name)
{
	struct row row = database_select(&store->database, "SELECT text FROM form WHERE name = ?1",
		VALUES(text_value(name)));
	char *text = NULL;

	if (row_next(&row)) {
		text = strdup(row_text(&row, 0));
		row_end(&row);
	}
	return text;
}

bool store_keep_form(struct store *store, const char *name, const char *text, struct error *error)
{
	struct database *database = &store->database;

	return database_begin(database, error) &&
	       database_end(database,
		       database_run(database,
			       "INSERT INTO form (name, text) VALUES (?1, ?2)"
			       " ON CONFLICT (name) DO UPDATE SET text = ?2",
			       VALUES(text_value(name), text_value(text)), error),
		       error);
}
