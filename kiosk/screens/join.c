/* Joining: the form's answers become a sealed sign-up for each who joins. Those that the library's clerk
 * knows stand under their own names, what else the library asks beside them. */
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

/* What the clerk knows. */
static const char *const known[] = {"name", "birth", "contact", "guardian", "guardian_contact",
	"adult", "adult_contact", "child", "child_birth", "more", "consent", "consent_family"};
enum { KNOWN = sizeof(known) / sizeof(known[0]) };

/* Of whom a sign-up is: the one who answers for themselves, or a child. */
struct joiner {
	int child; /* -1: none */
	struct id household;
};

/* ---- what is sealed ---- */

static json_t *birth_of(const char *answer)
{
	struct calendar_date birth = answer_date(answer);

	if (birth.year == 0)
		return json_null();
	return json_pack(
		"{s:i, s:i, s:i}", "year", birth.year, "month", birth.month, "day", birth.day);
}

/* What this library asks besides: of each child, or once. */
static json_t *others_of(const struct respondent *respondent, const struct joiner *joiner)
{
	const struct form *form = respondent->form;
	json_t *others = json_object();

	for (int i = 0; i < form->question_count; i++) {
		const struct question *question = &form->questions[i];
		bool is_theirs = question->each == (joiner->child >= 0);
		if (is_theirs && text_find(question->id, known, KNOWN) < 0)
			json_object_set_new(others, question->id,
				json_string(form_answer(respondent, question->id, joiner->child)));
	}
	return others;
}

/* The first of them that was answered. */
static const char *first_answer(
	const struct respondent *respondent, const char *id, const char *other_id)
{
	const char *answer = form_answer(respondent, id, 0);

	return *answer ? answer : form_answer(respondent, other_id, 0);
}

/* The adult who can be reached: of somebody young the one they name, of a child who joins it. */
static json_t *guardian_of(const struct respondent *respondent, const struct joiner *joiner)
{
	const char *name = form_answer(respondent, "guardian", 0);
	const char *contact = form_answer(respondent, "guardian_contact", 0);

	if (!*name && joiner->child >= 0) {
		name = first_answer(respondent, "adult", "name");
		contact = form_answer(respondent, "adult_contact", 0);
	}
	return *name ? json_pack("{s:s, s:s}", "name", name, "contact", contact) : NULL;
}

static const char *name_of(const struct respondent *respondent, const struct joiner *joiner)
{
	return joiner->child < 0 ? form_answer(respondent, "name", 0)
				 : form_answer(respondent, "child", joiner->child);
}

static const char *birth_answer(const struct respondent *respondent, const struct joiner *joiner)
{
	return joiner->child < 0 ? form_answer(respondent, "birth", 0)
				 : form_answer(respondent, "child_birth", joiner->child);
}

static json_t *form_of(const struct respondent *respondent, const struct joiner *joiner)
{
	const char *birth = birth_answer(respondent, joiner);
	const char *contact =
		joiner->child < 0 ? first_answer(respondent, "contact", "adult_contact") : "";
	json_t *form = json_pack("{s:s, s:o, s:s, s:b, s:s, s:i}", "name",
		name_of(respondent, joiner), "birth", birth_of(birth), "contact", contact,
		"birth_refused", strcmp(birth, ANSWER_REFUSED) == 0, "language",
		ui_language()->code, "version", respondent->form->version);
	json_t *guardian = guardian_of(respondent, joiner);
	json_t *others = others_of(respondent, joiner);

	if (guardian)
		json_object_set_new(form, "guardian", guardian);
	if (json_object_size(others) > 0)
		json_object_set(form, "answers", others);
	json_decref(others);
	return form;
}

static char *sealed_text(const struct respondent *respondent, const struct joiner *joiner)
{
	json_t *form = form_of(respondent, joiner);
	char *text = json_dumps(form, JSON_COMPACT);

	json_decref(form);
	assert(text);
	return text;
}

/* ---- the sign-ups ---- */

static struct holder holder_of(const struct app *app, const struct joiner *joiner)
{
	struct respondent respondent = filling_respondent(app);
	struct calendar_date birth = answer_date(birth_answer(&respondent, joiner));
	struct holder holder = {.status = HOLDER_MEMBER, .id = id_make(app_now_ms(app))};

	holder.adult = holder_is_surely_adult(birth, app_today(app));
	first_name_of(name_of(&respondent, joiner), holder.first_name, sizeof(holder.first_name));
	text_copy(holder.language, sizeof(holder.language), ui_language()->code);
	return holder;
}

static struct sign_up sign_up_of(const struct app *app, const struct holder *holder)
{
	return (struct sign_up){
		.member = holder->id,
		.first_name = holder->first_name,
		.adult = holder->adult,
		.language = holder->language,
		.consent_version = app_enrolment(app)->consent_version,
		.consent_language = ui_language()->code,
		.consent_shown_english = !ui_language()->reviewed,
	};
}

static void forget_texts(struct sign_up *people, int count)
{
	for (int i = 0; i < count; i++) {
		char *text = (char *)(size_t)people[i].form_json;
		explicit_bzero(text, strlen(text));
		free(text);
	}
}

/* Who answers for themselves, if they do, and then the children. */
static bool write_sign_ups(struct app *app, struct error *error)
{
	struct respondent respondent = filling_respondent(app);
	struct joined *joined = &app_visit_change(app)->joined;
	struct sign_up people[JOINED_MAX];
	int children = form_people(&respondent);
	struct joiner joiner = {.child = *form_answer(&respondent, "name", 0) ? -1 : 0};

	joined->has_adult = joiner.child < 0;
	if (children > 0)
		joiner.household = id_make(app_now_ms(app));
	for (; joiner.child < children; joiner.child++) {
		struct holder *holder = &joined->holders[joined->count];
		struct sign_up *person = &people[joined->count++];
		*holder = holder_of(app, &joiner);
		*person = sign_up_of(app, holder);
		person->household = joiner.household;
		person->form_json = sealed_text(&respondent, &joiner);
	}
	bool done = store_sign_up(
		app_store(app), people, joined->count, app_now_ms(app), joined->numbers, error);
	forget_texts(people, joined->count);
	return done;
}

static void submit(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	explicit_bzero(&visit->joined, sizeof(visit->joined));
	if (!write_sign_ups(app, &error)) {
		explicit_bzero(&visit->joined, sizeof(visit->joined));
		app_send_to_desk(app, "joining", &error);
		return;
	}
	visit->holder = visit->joined.holders[0];
	explicit_bzero(&visit->filling, sizeof(visit->filling));
	app_go(app, &screen_join_done);
}

/* No adult is there: nothing of the child is kept. */
static void go_alone(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	explicit_bzero(&visit->filling, sizeof(visit->filling));
	app_go(app, &screen_child_alone);
}

/* ---- what screens ask for ---- */

static const char *const needed[] = {"name", "consent", NULL};

static const struct form_purpose purpose = {
	.form = {.name = "join", .needs = needed},
	.submit = submit,
	.declined = &screen_form_declined,
	.other_way = go_alone,
};

void join_begin(struct app *app)
{
	filling_begin(app, &purpose);
}

bool join_link_card(struct app *app, const struct token *token, struct error *error)
{
	const struct joined *joined = &app_visit(app)->joined;
	struct sign_up sign_up = sign_up_of(app, &joined->holders[joined->shown]);

	return store_link_card(app_store(app), &sign_up, token, app_now_ms(app), error);
}
