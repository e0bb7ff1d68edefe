/* The last good version of each form, the library's own and the centre's. What the centre gives is read
 * when it comes, by the reader that reads it again before it is asked; and once more by a newer version
 * of this program, which may understand what an older one did not. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "rules/asked_form.h"
#include "store/internal.h"

static char *take_text(struct row row)
{
	char *text = NULL;

	if (row_next(&row)) {
		text = strdup(row_text(&row, 0));
		row_end(&row);
	}
	return text;
}

char *store_form(struct store *store, const char *name)
{
	return take_text(database_select(&store->database, "SELECT text FROM form WHERE name = ?1",
		VALUES(text_value(name))));
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

/* ---- the centre's ---- */

char *store_told_form(struct store *store, const char *name)
{
	return take_text(database_select(&store->database,
		"SELECT good FROM told_form WHERE name = ?1 AND good IS NOT NULL",
		VALUES(text_value(name))));
}

int64_t store_told_forms_revision(struct store *store)
{
	return database_number(
		&store->database, "SELECT sum(revision) FROM told_form", NO_VALUES, 0);
}

int store_told_forms(struct store *store, struct told_form forms[static TOLD_FORMS_MAX])
{
	struct row row = database_select(&store->database,
		"SELECT name, good IS NOT NULL, refused IS NOT NULL, reason FROM told_form"
		" WHERE good IS NOT NULL OR refused IS NOT NULL ORDER BY name LIMIT ?1",
		VALUES(number_value(TOLD_FORMS_MAX)));
	int count = 0;

	while (row_next(&row)) {
		struct told_form *form = &forms[count++];
		*form = (struct told_form){
			.is_asked = row_int(&row, 1), .is_refused = row_int(&row, 2)};
		text_copy(form->name, sizeof(form->name), row_text(&row, 0));
		text_copy(form->reason, sizeof(form->reason), row_text(&row, 3));
	}
	return count;
}

bool told_form_has_room(struct store *store, const char *name)
{
	return database_number(&store->database, "SELECT count(*) FROM told_form WHERE name <> ?1",
		       VALUES(text_value(name)), TOLD_FORMS_MAX) < TOLD_FORMS_MAX;
}

static bool is_understood(const char *name, const char *text, struct error *refusal)
{
	struct form form;
	bool done = asked_form_read(text, strlen(text), name, &form, refusal);

	form_free(&form);
	return done;
}

/* Once: a centre that gives nothing else must not fill the log. All stand in kioskctl doctor. */
static void tell_refusal(struct store *store, const char *name, const struct error *refusal)
{
	if (!store->told_refused)
		log_warning("the centre's form %s: %s", name, refusal->detail);
	store->told_refused = true;
}

/* What was taken back is no form, and neither is anything before it. */
bool write_told_form(
	struct store *store, const struct feed_row *row, const char *text, struct error *error)
{
	struct error refusal = {0};
	bool good = !text || is_understood(row->key, text, &refusal);
	const char *refused = good ? NULL : strlen(text) > FORM_BYTES_MAX ? "" : text;

	if (!good)
		tell_refusal(store, row->key, &refusal);
	return database_run(&store->database,
		"INSERT INTO told_form (name, revision, good, refused, reason)"
		" VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET revision = ?2,"
		" good = CASE WHEN ?6 THEN ?3 ELSE good END, refused = ?4, reason = ?5"
		" WHERE ?2 > revision",
		VALUES(text_value(row->key), number_value(row->revision),
			text_value(good ? text : NULL), text_value(refused),
			text_value(refusal.detail), number_value(good)),
		error);
}

/* One that is understood now; NULL: none is. The caller frees. */
static char *find_mended(struct store *store)
{
	struct row row = database_select(&store->database,
		"SELECT name, refused FROM told_form WHERE refused <> ''", NO_VALUES);
	struct error refusal = {0};
	char *name = NULL;

	while (!name && row_next(&row))
		if (is_understood(row_text(&row, 0), row_text(&row, 1), &refusal))
			name = strdup(row_text(&row, 0));
	row_end(&row);
	return name;
}

static bool believe(struct store *store, const char *name, struct error *error)
{
	struct database *database = &store->database;

	return database_begin(database, error) &&
	       database_end(database,
		       database_run(database,
			       "UPDATE told_form SET good = refused, refused = NULL, reason = ''"
			       " WHERE name = ?1",
			       VALUES(text_value(name)), error),
		       error);
}

bool read_told_forms_again(struct store *store, struct error *error)
{
	bool done = true;
	char *name;

	while (done && (name = find_mended(store))) {
		done = believe(store, name, error);
		free(name);
	}
	return done;
}
