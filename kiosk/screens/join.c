/* Joining: the form's answers become a sealed sign-up. Those that the library's clerk knows stand under
 * their own names, what else the library asks beside them. */
#include "screens/join.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "rules/first_name.h"
#include "screens/filling.h"
#include "screens/screens.h"
#include "ui/language.h"

static const char *const known[] = {
	"name", "birth", "contact", "guardian", "guardian_contact", "consent", NULL};

/* ---- what is sealed ---- */

static json_t *birth_of(const char *answer)
{
	struct calendar_date birth = answer_date(answer);

	if (birth.year == 0)
		return json_null();
	return json_pack(
		"{s:i, s:i, s:i}", "year", birth.year, "month", birth.month, "day", birth.day);
}

static bool is_known(const char *id)
{
	for (int i = 0; known[i]; i++)
		if (strcmp(id, known[i]) == 0)
			return true;
	return false;
}

/* What this library asks besides. */
static json_t *others_of(const struct respondent *respondent)
{
	const struct form *form = respondent->form;
	json_t *others = json_object();

	for (int i = 0; i < form->question_count; i++) {
		const char *id = form->questions[i].id;
		if (!is_known(id))
			json_object_set_new(
				others, id, json_string(form_answer(respondent, id, 0)));
	}
	return others;
}

static json_t *form_of(const struct respondent *respondent)
{
	const char *birth = form_answer(respondent, "birth", 0);
	const char *guardian = form_answer(respondent, "guardian", 0);
	json_t *form = json_pack("{s:s, s:o, s:s, s:b, s:s, s:i}", "name",
		form_answer(respondent, "name", 0), "birth", birth_of(birth), "contact",
		form_answer(respondent, "contact", 0), "birth_refused",
		strcmp(birth, ANSWER_REFUSED) == 0, "language", ui_language()->code, "version",
		respondent->form->version);

	if (*guardian)
		json_object_set_new(form, "guardian",
			json_pack("{s:s, s:s}", "name", guardian, "contact",
				form_answer(respondent, "guardian_contact", 0)));
	json_t *others = others_of(respondent);
	if (json_object_size(others) > 0)
		json_object_set(form, "answers", others);
	json_decref(others);
	return form;
}

static char *sealed_text(const struct respondent *respondent)
{
	json_t *form = form_of(respondent);
	char *text = json_dumps(form, JSON_COMPACT);

	json_decref(form);
	assert(text);
	return text;
}

/* ---- the sign-up ---- */

static struct sign_up sign_up_of(const struct app *app)
{
	const struct visit *visit = app_visit(app);

	return (struct sign_up){
		.member = visit->holder.id,
		.first_name = visit->holder.first_name,
		.adult = visit->holder.adult,
		.language = visit->holder.language,
		.consent_version = app_enrolment(app)->consent_version,
		.consent_language = ui_language()->code,
		.consent_shown_english = !ui_language()->reviewed,
	};
}

static void become_holder(struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct holder *holder = &app_visit_change(app)->holder;
	struct calendar_date birth = answer_date(form_answer(&respondent, "birth", 0));

	*holder = (struct holder){.status = HOLDER_MEMBER, .id = id_make(app_now_ms(app))};
	holder->adult = holder_is_surely_adult(birth, app_today(app));
	first_name_of(form_answer(&respondent, "name", 0), holder->first_name,
		sizeof(holder->first_name));
	text_copy(holder->language, sizeof(holder->language), ui_language()->code);
}

static bool write_sign_up(struct app *app, struct error *error)
{
	struct respondent respondent = filling_respondent(app);
	char *text = sealed_text(&respondent);

	become_holder(app);
	struct sign_up sign_up = sign_up_of(app);
	sign_up.form_json = text;
	bool done = store_sign_up(app_store(app), &sign_up, app_now_ms(app),
		app_visit_change(app)->joined.number, error);
	explicit_bzero(text, strlen(text));
	free(text);
	return done;
}

static void submit(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	if (!write_sign_up(app, &error)) {
		explicit_bzero(&visit->holder, sizeof(visit->holder));
		app_send_to_desk(app, "joining", &error);
		return;
	}
	explicit_bzero(&visit->filling, sizeof(visit->filling));
	app_go(app, &screen_join_done);
}

/* ---- what screens ask for ---- */

static const char *const needed[] = {"name", "consent", NULL};

static const struct form_purpose purpose = {
	.form = {.name = "join", .needs = needed},
	.submit = submit,
	.declined = &screen_form_declined,
};

void join_begin(struct app *app)
{
	filling_begin(app, &purpose);
}

bool join_link_card(struct app *app, const struct token *token, struct error *error)
{
	struct sign_up sign_up = sign_up_of(app);

	return store_link_card(app_store(app), &sign_up, token, app_now_ms(app), error);
}
