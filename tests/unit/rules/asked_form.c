/* A form that lacks what its purpose needs, or that no kiosk asks, is refused whoever gives it. */
#include "rules/asked_form.h"

#include <string.h>

#include "rows.h"

#define QUESTION(id) "{\"id\": \"" id "\", \"kind\": \"text\", \"title\": \"Q?\"}"
#define FORM(name, questions)                                                                      \
	"{\"form\": \"" name "\", \"version\": 1, \"questions\": [" questions "]}"
#define CHALLENGE(name)                                                                            \
	"{\"form\": \"" name "\", \"version\": 1, \"title\": \"T\", \"from\": \"2026-06-20\","     \
	" \"until\": \"2026-09-12\", \"steps\": [{}]}"

struct row {
	const char *name, *asked, *text;
	const char *reason; /* NULL: it is understood */
};

static const struct row rows[] = {
	{"joining asks a name and consent", "join",
		FORM("join", QUESTION("name") "," QUESTION("consent")), NULL},
	{"and is found by its own name", NULL,
		FORM("join", QUESTION("name") "," QUESTION("consent")), NULL},
	{"joining without consent", "join", FORM("join", QUESTION("name")),
		"line 1: it has no question \"consent\""},
	{"a child without a name", NULL, FORM("child", QUESTION("consent_family")),
		"line 1: it has no question \"child\""},
	{"a contact is all that who waits leaves", "tell_me", FORM("tell_me", QUESTION("contact")),
		NULL},
	{"one form under the name of another", "join", FORM("tell_me", QUESTION("contact")),
		"line 1: it is not called \"join\""},
	{"a challenge", "challenge", CHALLENGE("challenge"), NULL},
	{"a challenge that asks", NULL, FORM("challenge", QUESTION("name")),
		"line 1: it has no \"steps\""},
	{"joining by stamps", NULL, CHALLENGE("join"), "line 1: it has no \"questions\""},
	{"a form that nobody asks", NULL, FORM("jion", QUESTION("name")),
		"line 1: no kiosk of this version asks a form \"jion\""},
	{"what is no form at all", NULL, "{\n\"form\": 5}", "line 1: \"form\" is of a-z"},
};

static void is_judged(void **state)
{
	const struct row *row = *state;
	struct error error = {0};
	struct form form;
	bool read = asked_form_read(row->text, strlen(row->text), row->asked, &form, &error);

	assert_int_equal(read, row->reason == NULL);
	if (row->reason && !strstr(error.detail, row->reason))
		fail_msg("\"%s\" does not say \"%s\"", error.detail, row->reason);
	assert_int_equal(form.pool != NULL, read);
	form_free(&form);
}

static void the_demos_forms_are_asked(void **state)
{
	static const char *const names[] = {"join", "child", "tell_me", "challenge"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_true(asked_form_is(names[i]));
	assert_false(asked_form_is("survey"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_demos_forms_are_asked)};

	return rows_run("forms that are asked", is_judged, ROWS(rows)) +
	       cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
