/* kioskctl doctor: what is wrong with a kiosk, and the cure. One line a finding; 1 if anything is. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/installation.h"
#include "base/options.h"
#include "ctl/ctl.h"
#include "ctl/directory.h"
#include "ctl/findings.h"
#include "rules/asked_form.h"

enum {
	SOUND = 0,
	FOUND = 1,
	PATH_BYTES = 1024,
};

/* `where`: the form and what of it. */
static void look_at_icon(
	struct findings *findings, const char *assets, const char *where, const char *icon)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/icons/%s.svg", assets, icon);
	if (*icon && access(path, R_OK) != 0)
		findings_add_wrong(findings,
			"%s: there is no icons/%s.svg: put it there or name another icon; visitors "
			"see none",
			where, icon);
}

static void look_at_icons(
	struct findings *findings, const char *assets, const char *called, const struct form *form)
{
	char where[PATH_BYTES];

	for (int i = 0; i < form->step_count; i++) {
		snprintf(where, sizeof(where), "%s: step %d", called, i + 1);
		look_at_icon(findings, assets, where, form->steps[i].icon);
	}
	for (int i = 0; i < form->question_count; i++) {
		const struct question *question = &form->questions[i];
		snprintf(where, sizeof(where), "%s: question %d", called, i + 1);
		for (int j = 0; j < question->choice_count; j++)
			look_at_icon(findings, assets, where, question->choices[j].icon);
	}
}

/* As the kiosk will read it; what no kiosk asks is to be a form all the same. */
static bool read_form(const char *path, const char *name, struct form *form, struct error *error)
{
	size_t length;
	char *text = file_read(path, FORM_BYTES_MAX, &length, error);
	bool done = text && (asked_form_is(name) ? asked_form_read(text, length, name, form, error)
						 : form_read(text, length, form, error));

	free(text);
	return done;
}

static bool has(char *text)
{
	bool is_there = text != NULL;

	free(text);
	return is_there;
}

/* What the kiosk does without the library's own file. */
static const char *does_without(struct store *store, const char *name)
{
	if (has(store_told_form(store, name)))
		return "the kiosk asks the centre's";
	if (has(store_form(store, name)))
		return "the kiosk asks the last good one until this is mended";
	return asked_form_is_needed(name) ? "visitors are sent to the desk until this is mended"
					  : "there is none until this is mended";
}

static void look_at_form(
	struct findings *findings, struct store *store, const char *assets, const char *path)
{
	const char *file = strrchr(path, '/') + 1;
	char name[FORM_NAME_BYTES_MAX], called[PATH_BYTES];
	struct form form = {0};
	struct error error = {0};

	snprintf(name, sizeof(name), "%.*s", (int)(strlen(file) - strlen(".json")), file);
	snprintf(called, sizeof(called), "forms/%s", file);
	if (!read_form(path, name, &form, &error))
		findings_add_wrong(
			findings, "%s: %s; %s", called, error.detail, does_without(store, name));
	look_at_icons(findings, assets, called, &form);
	form_free(&form);
}

static void look_for_form(
	struct findings *findings, struct store *store, const char *assets, const char *name)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/forms/%s.json", assets, name);
	if (access(path, F_OK) != 0 && asked_form_is_needed(name) &&
		!has(store_told_form(store, name)))
		findings_add_wrong(findings, "forms/%s.json: it is not there; %s", name,
			does_without(store, name));
}

static void look_at_files(struct findings *findings, struct store *store, const char *assets)
{
	char path[PATH_BYTES];
	glob_t found = {0};

	snprintf(path, sizeof(path), "%s/forms/*.json", assets);
	glob(path, 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		look_at_form(findings, store, assets, found.gl_pathv[i]);
	globfree(&found);
	for (int i = 0; asked_form_name(i); i++)
		look_for_form(findings, store, assets, asked_form_name(i));
}

static void look_at_told_icons(
	struct findings *findings, struct store *store, const char *assets, const char *name)
{
	char *text = store_told_form(store, name);
	char called[PATH_BYTES];
	struct form form = {0};
	struct error error = {0};

	snprintf(called, sizeof(called), "the centre's form %.40s", name);
	if (text && asked_form_read(text, strlen(text), name, &form, &error))
		look_at_icons(findings, assets, called, &form);
	form_free(&form);
	free(text);
}

static void look_at_told_forms(struct findings *findings, struct store *store, const char *assets)
{
	struct told_form forms[TOLD_FORMS_MAX];
	int count = store_told_forms(store, forms);

	for (int i = 0; i < count; i++) {
		if (forms[i].is_refused)
			findings_add_wrong(findings,
				"the centre's form %s: %s; the kiosk asks %s until another one comes",
				forms[i].name, forms[i].reason,
				forms[i].is_asked ? "the centre's last good one" : "its own file");
		else
			findings_add_note(findings, "form %s is the centre's, not forms/%s.json",
				forms[i].name, forms[i].name);
		look_at_told_icons(findings, store, assets, forms[i].name);
	}
}

static void look_at_forms(struct findings *findings, struct store *store, const char *assets)
{
	struct error error = {0};
	struct installation installation;

	if (!installation_find(&installation, assets, &error)) {
		findings_add_wrong(findings, "%s", error.detail);
		return;
	}
	look_at_told_forms(findings, store, installation.assets);
	look_at_files(findings, store, installation.assets);
}

static int read_options(int argc, char **argv, const char **data, const char **assets)
{
	const struct option_known known[] = {
		{"data", "DIR", "the kiosk's directory", .text = data},
		{"assets", "DIR", "fonts, icons and forms, if not beside the program",
			.text = assets},
		{0},
	};
	const struct option_table table = {.program = "kioskctl doctor",
		.about = "What is wrong with a kiosk, and the cure; exit code 1 if anything is.",
		.known = known};

	return options_read(&table, argc, argv);
}

static int print(const struct findings *findings)
{
	for (int i = 0; i < findings->count; i++)
		printf("%s  %s\n", findings->list[i].is_wrong ? "wrong" : "note ",
			findings->list[i].sentence);
	if (!findings->wrong)
		printf("well   nothing is wrong\n");
	return findings->wrong ? FOUND : SOUND;
}

int ctl_doctor(int argc, char **argv)
{
	static struct findings findings;
	char directory[DIRECTORY_BYTES];
	const char *data = NULL, *assets = NULL;
	struct error error = {0};
	int code = read_options(argc, argv, &data, &assets);

	if (code != OPTIONS_GO_ON)
		return code;
	ctl_directory(data, directory);
	struct store *store = ctl_look(directory, &error);
	if (!store) {
		findings_look_at_unopened(&findings, directory, &error);
		return print(&findings);
	}
	findings_look_at_pages(&findings, store, directory);
	findings_look(&findings, store, directory);
	look_at_forms(&findings, store, assets);
	store_close(store);
	return print(&findings);
}
