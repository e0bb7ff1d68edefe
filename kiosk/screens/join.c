/* Joining: the order of its pages, and its end. */
#include "screens/join.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "app/app.h"
#include "base/clock.h"
#include "base/text.h"
#include "rules/first_name.h"
#include "screens/screens.h"
#include "ui/language.h"

/* ---- the order of the pages ---- */

static const struct screen *const pages[] = {
	[JOIN_NAME] = &screen_join_name,
	[JOIN_BIRTH] = &screen_join_birth,
	[JOIN_CONTACT] = &screen_join_contact,
	[JOIN_GUARDIAN] = &screen_join_guardian,
	[JOIN_GUARDIAN_CONTACT] = &screen_join_guardian_contact,
	[JOIN_CHECK] = &screen_join_check,
	[JOIN_CONSENT] = &screen_join_consent,
};

bool join_asks_guardian(const struct app *app)
{
	const struct join_answers *answers = &app_visit(app)->join;

	return !answers->birth_refused && form_needs_guardian(answers->birth, app_today(app),
						  app_enrolment(app)->guardian_age_years);
}

/* The questions about an adult are asked under the guardian age alone. */
static bool is_asked(const struct app *app, enum join_page page)
{
	return (page != JOIN_GUARDIAN && page != JOIN_GUARDIAN_CONTACT) || join_asks_guardian(app);
}

static enum join_page page_after(const struct app *app, enum join_page page)
{
	do
		page++;
	while (!is_asked(app, page));
	return page;
}

static enum join_page page_before(const struct app *app, enum join_page page)
{
	do
		page--;
	while (!is_asked(app, page));
	return page;
}

/* Who changes the date of birth may need an adult now; name and contact are asked together. */
static enum join_page page_after_change(const struct app *app, enum join_page page)
{
	bool is_missing = join_asks_guardian(app) && !app_visit(app)->join.guardian_contact[0];

	if (page < JOIN_GUARDIAN && is_missing)
		return JOIN_GUARDIAN;
	return page == JOIN_GUARDIAN && is_missing ? JOIN_GUARDIAN_CONTACT : JOIN_CHECK;
}

void join_continue(struct app *app, enum join_page page)
{
	struct join_answers *answers = &app_visit_change(app)->join;
	enum join_page next =
		answers->changing ? page_after_change(app, page) : page_after(app, page);

	assert(page != JOIN_LAST);
	if (next == JOIN_CHECK)
		answers->changing = false;
	app_go(app, pages[next]);
}

void join_back(struct app *app, enum join_page page)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	if (page == JOIN_NAME && !answers->changing) {
		app_finish(app);
		return;
	}
	enum join_page previous = answers->changing ? JOIN_CHECK : page_before(app, page);
	answers->changing = false;
	app_go(app, pages[previous]);
}

int join_steps(const struct app *app)
{
	return join_step(app, JOIN_LAST);
}

int join_step(const struct app *app, enum join_page page)
{
	int step = 1;

	for (enum join_page before = JOIN_NAME; before < page; before++)
		step += is_asked(app, before);
	return step;
}

/* ---- the end ---- */

static json_t *birth_of(const struct join_answers *answers)
{
	const struct calendar_date *birth = &answers->birth;

	if (answers->birth_refused || birth->year == 0)
		return json_null();
	return json_pack(
		"{s:i, s:i, s:i}", "year", birth->year, "month", birth->month, "day", birth->day);
}

static char *form_of(const struct app *app)
{
	const struct join_answers *answers = &app_visit(app)->join;
	json_t *form = json_pack("{s:s, s:o, s:s, s:b, s:s}", "name", answers->name, "birth",
		birth_of(answers), "contact", answers->contact, "birth_refused",
		answers->birth_refused, "language", ui_language()->code);

	if (join_asks_guardian(app))
		json_object_set_new(form, "guardian",
			json_pack("{s:s, s:s}", "name", answers->guardian_name, "contact",
				answers->guardian_contact));
	char *text = json_dumps(form, JSON_COMPACT);
	json_decref(form);
	assert(text);
	return text;
}

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

static bool is_adult(const struct app *app)
{
	const struct join_answers *answers = &app_visit(app)->join;

	return !answers->birth_refused && holder_is_surely_adult(answers->birth, app_today(app));
}

static void become_holder(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	struct holder *holder = &visit->holder;

	*holder = (struct holder){.status = HOLDER_MEMBER, .id = id_make(app_now_ms(app))};
	holder->adult = is_adult(app);
	first_name_of(visit->join.name, holder->first_name, sizeof(holder->first_name));
	text_copy(holder->language, sizeof(holder->language), ui_language()->code);
}

bool join_submit(struct app *app, struct error *error)
{
	struct join_answers *answers = &app_visit_change(app)->join;
	char number[CARD_NUMBER_BYTES_MAX];

	assert(answers->consented);
	char *form = form_of(app);

	become_holder(app);
	struct sign_up sign_up = sign_up_of(app);
	sign_up.form_json = form;
	bool done = store_sign_up(app_store(app), &sign_up, app_now_ms(app), number, error);
	explicit_bzero(form, strlen(form));
	free(form);
	if (!done) {
		explicit_bzero(
			&app_visit_change(app)->holder, sizeof(app_visit_change(app)->holder));
		return false;
	}
	explicit_bzero(answers, sizeof(*answers));
	text_copy(answers->number, sizeof(answers->number), number);
	return true;
}

bool join_link_card(struct app *app, const struct token *token, struct error *error)
{
	struct sign_up sign_up = sign_up_of(app);

	return store_link_card(app_store(app), &sign_up, token, app_now_ms(app), error);
}
