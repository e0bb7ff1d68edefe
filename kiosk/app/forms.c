/* The forms that this kiosk asks, each read when it is first asked for. Which of several of one name is
 * asked is decided in read_form() and nowhere else. One that is not understood never takes the place of
 * the last good one, which the store keeps. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/internal.h"
#include "base/file.h"
#include "base/log.h"
#include "rules/asked_form.h"

enum { FORM_PATH_BYTES = 1024 };

static void path_of(const struct app *app, const char *name, char path[static FORM_PATH_BYTES])
{
	snprintf(path, FORM_PATH_BYTES, "%s/forms/%s.json", app->assets, name);
}

/* `text` is stolen; NULL: there is none. */
static bool read_text(char *text, const char *name, struct form *form)
{
	struct error error = {0};
	bool done = text && asked_form_read(text, strlen(text), name, form, &error);

	if (text && !done)
		log_warning("the form %s that was kept: %s", name, error.detail);
	free(text);
	return done;
}

/* The file's becomes the last good one. */
static bool read_file(struct app *app, const char *name, struct form *form, struct error *error)
{
	char path[FORM_PATH_BYTES];
	size_t length = 0;

	path_of(app, name, path);
	char *text = file_read(path, FORM_BYTES_MAX, &length, error);
	bool done = text && error->code == ERROR_NONE &&
		    asked_form_read(text, length, name, form, error);
	if (done) {
		char *kept = store_form(app->store, name);
		struct error unkept = {0};
		if ((!kept || strcmp(kept, text) != 0) &&
			!store_keep_form(app->store, name, text, &unkept))
			log_error("keeping a form", &unkept);
		free(kept);
	}
	free(text);
	return done;
}

/* The centre's, for it is meant for all kiosks of the branch and can be taken back there; else the
 * file's; else what the file was when it was good. */
static bool read_form(struct app *app, const char *name, struct form *form, struct error *error)
{
	struct error broken = {0};

	if (read_text(store_told_form(app->store, name), name, form) ||
		read_file(app, name, form, &broken))
		return true;
	log_warning("forms/%s.json: %s", name, broken.detail);
	if (read_text(store_form(app->store, name), name, form))
		return true;
	*error = broken;
	return false;
}

const struct form *app_form(struct app *app, const char *name, struct error *error)
{
	int number = 0;

	while (number < app->form_count && strcmp(app->forms[number].name, name) != 0)
		number++;
	if (number == app->form_count) {
		assert(number < FORMS_MAX);
		if (!read_form(app, name, &app->forms[number], error))
			return NULL;
		app->form_count++;
	}
	return &app->forms[number];
}

static bool is_given(struct app *app, const char *name)
{
	char path[FORM_PATH_BYTES];
	char *told = store_told_form(app->store, name);
	bool is_told = told != NULL;

	free(told);
	path_of(app, name, path);
	return is_told || access(path, F_OK) == 0;
}

/* A library without one has no challenge; one whose file is broken has the last good one. Looked for
 * once: most days of the year there is none. */
const struct form *app_challenge(struct app *app)
{
	static const char name[] = "challenge";
	struct error error = {0};

	if (!app->challenge_sought) {
		app->challenge_sought = true;
		if (is_given(app, name))
			app->challenge = app_form(app, name, &error);
	}
	return app->challenge;
}

void app_renew_forms(struct app *app)
{
	if (app->in_visit || store_told_forms_revision(app->store) == app->forms_revision)
		return;
	app->forms_revision = store_told_forms_revision(app->store);
	for (int i = 0; i < app->form_count; i++)
		form_free(&app->forms[i]);
	app->form_count = 0;
	app->challenge = NULL;
	app->challenge_sought = false;
}
