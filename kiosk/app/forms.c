/* The forms that this kiosk asks: files of assets/forms, each read when it is first asked for. One that
 * is not understood never takes the place of the last good one, which the store keeps. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/internal.h"
#include "base/file.h"
#include "base/log.h"

/* The form of that name, with all that its purpose needs. */
static bool understand(const char *text, size_t length, const struct form_wish *wish,
	struct form *form, struct error *error)
{
	if (!form_read(text, length, form, error))
		return false;
	bool is_named = strcmp(form->name, wish->name) == 0;
	const char *const *need = wish->needs;

	if (is_named && wish->has_steps != (form->step_count > 0)) {
		form_free(form);
		return error_set(error, ERROR_BAD_INPUT,
			wish->has_steps ? "line 1: it has no \"steps\""
					: "line 1: it has no \"questions\"");
	}
	while (is_named && *need && form_question(form, *need) >= 0)
		need++;
	if (is_named && !*need)
		return true;
	error_set(error, ERROR_BAD_INPUT,
		is_named ? "line 1: it has no question \"%s\"" : "line 1: it is not called \"%s\"",
		is_named ? *need : wish->name);
	form_free(form);
	return false;
}

/* The file's, which becomes the last good one. */
static bool read_new(
	struct app *app, const struct form_wish *wish, struct form *form, struct error *error)
{
	char path[1024];
	size_t length = 0;

	snprintf(path, sizeof(path), "%s/forms/%s.json", app->assets, wish->name);
	char *text = file_read(path, FORM_BYTES_MAX, &length, error);
	bool done =
		text && error->code == ERROR_NONE && understand(text, length, wish, form, error);
	if (done) {
		char *kept = store_form(app->store, wish->name);
		struct error unkept = {0};
		if ((!kept || strcmp(kept, text) != 0) &&
			!store_keep_form(app->store, wish->name, text, &unkept))
			log_error("keeping a form", &unkept);
		free(kept);
	}
	free(text);
	return done;
}

static bool read_kept(struct app *app, const struct form_wish *wish, struct form *form)
{
	char *text = store_form(app->store, wish->name);
	struct error error = {0};
	bool done = text && understand(text, strlen(text), wish, form, &error);

	free(text);
	return done;
}

const struct form *app_form(struct app *app, const struct form_wish *wish, struct error *error)
{
	struct error broken = {0};
	int number = 0;

	while (number < app->form_count && strcmp(app->forms[number].name, wish->name) != 0)
		number++;
	if (number < app->form_count)
		return &app->forms[number];
	assert(number < FORMS_MAX);
	struct form *form = &app->forms[number];
	if (!read_new(app, wish, form, &broken)) {
		log_warning("forms/%s.json: %s", wish->name, broken.detail);
		if (!read_kept(app, wish, form)) {
			*error = broken;
			return NULL;
		}
	}
	app->form_count++;
	return form;
}

/* A library without the file has no challenge; one whose file is broken has the last good one. Looked for
 * once: most days of the year there is none. */
static const struct form *find_challenge(struct app *app)
{
	static const char *const nothing[] = {NULL};
	const struct form_wish wish = {.name = "challenge", .needs = nothing, .has_steps = true};
	struct error error = {0};
	char path[1024];

	if (!app->challenge_sought) {
		app->challenge_sought = true;
		snprintf(path, sizeof(path), "%s/forms/%s.json", app->assets, wish.name);
		if (access(path, F_OK) == 0)
			app->challenge = app_form(app, &wish, &error);
	}
	return app->challenge;
}

const struct form *app_challenge(struct app *app)
{
	const struct form *form = find_challenge(app);

	return form && challenge_runs(form, app_today(app)) ? form : NULL;
}
