/* Without these questions a form would lead to an end that its purpose cannot reach. */
#include "rules/asked_form.h"

#include <string.h>

enum { NEEDS_MAX = 2 };

static const struct asked {
	const char *name;
	const char *needs[NEEDS_MAX + 1]; /* questions; ends with NULL */
	bool has_steps;                   /* it is a challenge */
} all[] = {
	{"join", {"name", "consent"}, false},
	{"child", {"child", "consent_family"}, false},
	{"tell_me", {"contact"}, false},
	{"challenge", {NULL}, true},
};

static const int count = sizeof(all) / sizeof(all[0]);

static const struct asked *find(const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

bool asked_form_is(const char *name)
{
	return find(name) != NULL;
}

const char *asked_form_name(int number)
{
	return number < count ? all[number].name : NULL;
}

bool asked_form_is_needed(const char *name)
{
	const struct asked *asked = find(name);

	return asked && !asked->has_steps;
}

static bool has_all(const struct form *form, const struct asked *asked, struct error *error)
{
	if (asked->has_steps != (form->step_count > 0))
		return error_set(error, ERROR_BAD_INPUT, "line 1: it has no \"%s\"",
			asked->has_steps ? "steps" : "questions");
	for (const char *const *need = asked->needs; *need; need++)
		if (form_question(form, *need) < 0)
			return error_set(
				error, ERROR_BAD_INPUT, "line 1: it has no question \"%s\"", *need);
	return true;
}

static bool is_asked(const struct form *form, const char *name, struct error *error)
{
	const struct asked *asked = find(form->name);

	if (name && strcmp(form->name, name) != 0)
		return error_set(
			error, ERROR_BAD_INPUT, "line 1: it is not called \"%.20s\"", name);
	if (!asked)
		return error_set(error, ERROR_BAD_INPUT,
			"line 1: no kiosk of this version asks a form \"%s\"; join, child, tell_me "
			"and challenge are asked",
			form->name);
	return has_all(form, asked, error);
}

bool asked_form_read(
	const char *text, size_t length, const char *name, struct form *form, struct error *error)
{
	if (!form_read(text, length, form, error))
		return false;
	if (is_asked(form, name, error))
		return true;
	form_free(form);
	return false;
}
