/* kioskctl import form: all kiosks of a branch are given one form by the centre, or it is taken back. It
 * is read as they will read it, before anything is changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/import.h"
#include "rules/asked_form.h"

static bool read_form(struct import *import, char **text, struct form *form, struct error *error)
{
	struct error wrong = {0};
	size_t length;

	if (!import_read_file(import->file, text, &length, error))
		return false;
	return asked_form_read(*text, length, NULL, form, &wrong) ||
	       error_set(error, wrong.code, "%.100s: %s", import->file, wrong.detail);
}

/* `text` NULL takes it back. The answer is what became of it. */
static bool put(struct import *import, const char *name, const char *text, struct error *error)
{
	const char *values[] = {import->branch.branch, name, text};
	PGresult *answer =
		import_ask(import, "SELECT staff.put_form($1, $2, $3)", 3, values, error);

	if (!answer)
		return false;
	bool done = strcmp(PQgetvalue(answer, 0, 0), "none") != 0 ||
		    error_set(error, ERROR_BAD_INPUT, "the centre gives no form '%.40s'", name);
	if (done)
		printf("form %s: %s\n", name, PQgetvalue(answer, 0, 0));
	PQclear(answer);
	return done;
}

static bool carry_out(
	struct import *import, const char *name, const char *text, struct error *error)
{
	if (!import_connect(import, error) || !import_command(import, "BEGIN", error))
		return false;
	if (import->dry_run)
		printf("This is a dry run: nothing is changed. It would be:\n");
	return put(import, name, text, error) &&
	       import_command(import, import->dry_run ? "ROLLBACK" : "COMMIT", error);
}

bool import_form(struct import *import, struct error *error)
{
	struct form form = {0};
	char *text = NULL;

	if (import->remove)
		return carry_out(import, import->file, NULL, error);
	bool done =
		read_form(import, &text, &form, error) && carry_out(import, form.name, text, error);
	form_free(&form);
	free(text);
	return done;
}
