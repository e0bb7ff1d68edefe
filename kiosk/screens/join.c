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
static const char *const known[] = {"who", "name", "birth", "contact", "guardian",
	"guardian_contact", "adult", "adult_contact", "child", "child_birth", "more", "consent",
	"consent_family"};
enum { KNOWN = sizeof(known) / sizeof(known[0]) };

/* Of whom a sign-up is: a child, or who answers for themselves. */
enum { NO_CHILD = -1 };

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
static json_t *others_of(const struct respondent *respondent, int child)
{
	const struct form *form = respondent->form;
	json_t *others = json_object();

	for (int i = 0; i < form->question_count; i++) {
		const struct question *question = &form->questions[i];
		bool is_theirs = question->each == (child != NO_CHILD);
		if (is_theirs && text_find(question->id, known, KNOWN) < 0)
			json_object_set_new(others, question->id,
				json_string(form_answer(respondent, question->id, child)));
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

/* The adult who can be reached: of somebody young the one they name, of a child who joins it. Of an adult
 * whose card was shown the centre knows the rest. */
static json_t *guardian_of(
	const struct respondent *respondent, const struct holder *adult, int child)
{
	const char *name = form_answer(respondent, "guardian", 0);
	const char *contact = form_answer(respondent, "guardian_contact", 0);

	if (!*name && child != NO_CHILD) {
		name = first_answer(respondent, "adult", "name");
		contact = form_answer(respondent, "adult_contact", 0);
	}
	if (*name)
		return json_pack("{s:s, s:s}", "name", name, "contact", contact);
	if (child == NO_CHILD || id_is_zero(adult->id))
		return NULL;
	char text[ID_TEXT];
	return json_pack("{s:s}", "member", id_text(adult->id, text));
}

static const char *name_of(const struct respondent *respondent, int child)
{
	return child == NO_CHILD ? form_answer(respondent, "name", 0)
				 : form_answer(respondent, "child", child);
}

static const char *birth_answer(const struct respondent *respondent, int child)
{
	return child == NO_CHILD ? form_answer(respondent, "birth", 0)
				 : form_answer(respondent, "child_birth", child);
}

static json_t *form_of(const struct respondent *respondent, const struct holder *adult, int child)
{
	const char *birth = birth_answer(respondent, child);
	const char *contact =
		child == NO_CHILD ? first_answer(respondent, "contact", "adult_contact") : "";
	json_t *form = json_pack("{s:s, s:o, s:s, s:b, s:s, s:i}", "name",
		name_of(respondent, child), "birth", birth_of(birth), "contact", contact,
		"birth_refused", strcmp(birth, ANSWER_REFUSED) == 0, "language",
		ui_language()->code, "version", respondent->form->version);
	json_t *guardian = guardian_of(respondent, adult, child);
	json_t *others = others_of(respondent, child);

	if (guardian)
		json_object_set_new(form, "guardian", guardian);
	if (json_object_size(others) > 0)
		json_object_set(form, "answers", others);
	json_decref(others);
	return form;
}

/* `adult`: whose card was shown, if one's was. NULL: a child whose adult nobody could reach. */
static char *sealed_text(const struct respondent *respondent, const struct holder *adult, int child)
{
	json_t *form = form_of(respondent, adult, child);

	if (child != NO_CHILD && !json_object_get(form, "guardian")) {
		json_decref(form);
		return NULL;
	}
	char *text = json_dumps(form, JSON_COMPACT);

	json_decref(form);
	assert(text);
	return text;
}

/* ---- who joins ---- */

static struct calendar_date birth_date(const struct app *app, int child)
{
	struct respondent respondent = filling_respondent(app);

	return answer_date(birth_answer(&respondent, child));
}

/* Who answers for their family need not say their age: they are surely no child. */
static struct holder holder_of(const struct app *app, int child)
{
	struct respondent respondent = filling_respondent(app);
	struct holder holder = {.status = HOLDER_MEMBER, .id = id_make(app_now_ms(app))};

	holder.adult = holder_is_surely_adult(birth_date(app, child), app_today(app));
	first_name_of(name_of(&respondent, child), holder.first_name, sizeof(holder.first_name));
	text_copy(holder.language, sizeof(holder.language), ui_language()->code);
	return holder;
}

static bool add_to_household(const struct app *app, struct household *household, int child)
{
	struct respondent respondent = filling_respondent(app);

	if (id_is_zero(household->id))
		household->id = id_make(app_now_ms(app));
	return household_add(household, name_of(&respondent, child),
		age_band_of(birth_date(app, child), app_today(app)));
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
		.household = holder->household,
	};
}

/* ---- the sign-ups ---- */

struct sign_ups {
	struct sign_up people[JOINED_MAX]; /* in the order of the visit's `joined` */
	struct household household;        /* an adult's, with those who join */
	struct holder adult;               /* whose card was shown; zero: nobody's */
};

/* Who is known to be young is nobody's adult, whatever they chose. */
static bool may_have_household(const struct app *app)
{
	enum age_band band = age_band_of(birth_date(app, NO_CHILD), app_today(app));

	return band == AGE_UNKNOWN || band == AGE_GROWN_UP;
}

/* One more, whose form is sealed. */
static void add_sign_up(struct app *app, struct sign_ups *sign_ups, int child)
{
	struct respondent respondent = filling_respondent(app);
	struct joined *joined = &app_visit_change(app)->joined;
	struct holder *holder = &joined->holders[joined->count];
	struct sign_up *person = &sign_ups->people[joined->count++];

	*holder = holder_of(app, child);
	if (child == NO_CHILD && may_have_household(app))
		holder->household = sign_ups->household;
	*person = sign_up_of(app, holder);
	person->household.id = sign_ups->household.id;
	person->form_json = sealed_text(&respondent, &sign_ups->adult, child);
}

static void forget(struct sign_ups *sign_ups, int count)
{
	for (int i = 0; i < count; i++) {
		char *text = (char *)(size_t)sign_ups->people[i].form_json;
		if (text)
			explicit_bzero(text, strlen(text));
		free(text);
	}
	explicit_bzero(sign_ups, sizeof(*sign_ups));
}

/* What does not fit on the adult's card any more is a member all the same. */
static bool collect(struct app *app, struct sign_ups *sign_ups, struct error *error)
{
	struct respondent respondent = filling_respondent(app);
	int children = form_people(&respondent);

	for (int child = 0; child < children; child++)
		add_to_household(app, &sign_ups->household, child);
	if (app_visit(app)->joined.has_adult)
		add_sign_up(app, sign_ups, NO_CHILD);
	for (int child = 0; child < children; child++)
		add_sign_up(app, sign_ups, child);
	for (int i = 0; i < app_visit(app)->joined.count; i++)
		if (!sign_ups->people[i].form_json)
			return error_set(error, ERROR_BAD_INPUT,
				"the form asks for no adult who can be reached");
	return true;
}

/* To the cards of all who joined; or nobody did, and the desk helps. */
static void finish(struct app *app, bool done, const struct error *error)
{
	struct visit *visit = app_visit_change(app);

	if (!done) {
		explicit_bzero(&visit->joined, sizeof(visit->joined));
		app_send_to_desk(app, "joining", error);
		return;
	}
	explicit_bzero(&visit->filling, sizeof(visit->filling));
	app_go(app, &screen_join_done);
}

static void submit(struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct joined *joined = &app_visit_change(app)->joined;
	struct sign_ups sign_ups = {0};
	struct error error = {0};

	*joined = (struct joined){.has_adult = *form_answer(&respondent, "name", 0) != '\0'};
	bool done = collect(app, &sign_ups, &error) &&
		    store_sign_up(app_store(app), sign_ups.people, joined->count, app_now_ms(app),
			    joined->numbers, &error);
	if (done)
		app_visit_change(app)->holder = joined->holders[0];
	forget(&sign_ups, joined->count);
	finish(app, done, &error);
}

/* Children of the adult whose card was shown, who stays the visit's holder. */
static void submit_children(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct joined *joined = &visit->joined;
	struct sign_ups sign_ups = {.household = visit->holder.household, .adult = visit->holder};
	const struct adult_card card = {&sign_ups.adult, &visit->presented.token};
	struct error error = {0};

	*joined = (struct joined){0};
	bool done = collect(app, &sign_ups, &error);
	sign_ups.adult.household = sign_ups.household;
	done = done && store_sign_up_children(app_store(app), sign_ups.people, joined->count, &card,
			       app_now_ms(app), joined->numbers, &error);
	if (done)
		visit->holder = sign_ups.adult;
	forget(&sign_ups, joined->count);
	finish(app, done, &error);
}

/* No adult is there: nothing of the child is kept. */
static void go_alone(struct app *app)
{
	struct visit *visit = app_visit_change(app);

	explicit_bzero(&visit->filling, sizeof(visit->filling));
	app_go(app, &screen_child_alone);
}

/* ---- what screens ask for ---- */

void join_begin(struct app *app)
{
	static const struct form_purpose purpose = {
		.form = "join",
		.submit = submit,
		.declined = &screen_form_declined,
		.other_way = go_alone,
	};

	filling_begin(app, &purpose);
}

void join_begin_children(struct app *app)
{
	static const struct form_purpose purpose = {
		.form = "child",
		.submit = submit_children,
		.declined = &screen_form_declined,
	};

	assert(join_may_add_children(app));
	filling_begin(app, &purpose);
}

bool join_may_add_children(const struct app *app)
{
	const struct visit *visit = app_visit(app);
	const struct holder *holder = &visit->holder;
	bool is_card = visit->presented.kind == PRESENTED_CHIP ||
		       visit->presented.kind == PRESENTED_NUMBER;

	return is_card && holder->status == HOLDER_MEMBER && holder_is_taken_for_adult(holder) &&
	       holder->household.count < HOUSEHOLD_MAX;
}

bool join_link_card(struct app *app, const struct token *token, struct error *error)
{
	const struct joined *joined = &app_visit(app)->joined;
	struct sign_up sign_up = sign_up_of(app, &joined->holders[joined->shown]);

	return store_link_card(app_store(app), &sign_up, token, app_now_ms(app), error);
}
