/* The way through a form's pages. */
#include "screens/filling.h"

#include <assert.h>

#include "app/app.h"
#include "base/crypto.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

/* ---- where we are ---- */

struct respondent filling_respondent(const struct app *app)
{
	const struct filling *filling = &app_visit(app)->filling;

	return (struct respondent){
		.form = filling->form,
		.answers = &filling->answers,
		.facts = {.today = app_today(app),
			.guardian_age_years = app_enrolment(app)->guardian_age_years},
	};
}

struct form_place filling_place(const struct app *app)
{
	return app_visit(app)->filling.place;
}

const struct question *filling_question(const struct app *app)
{
	const struct filling *filling = &app_visit(app)->filling;

	return &filling->form->questions[filling->place.question];
}

const char *filling_words(const struct form_words *words)
{
	const char *text = form_text(words, ui_language()->code);

	return words->sentence ? _(words->sentence) : text ? text : "";
}

void filling_hint(struct ui *ui, const struct form_words *problem, const char *hint)
{
	if (problem)
		part_notice(ui, UI_CREAM, "warning-fill", filling_words(problem));
	else if (*hint)
		ui_text(ui, UI_BODY, hint);
}

/* ---- steps ---- */

/* After the questions "Is everything right?" is asked: consent is given to what was seen to be right. */
static bool is_question(const struct form *form, struct form_place place)
{
	return !form_is_end(form, place) &&
	       form->questions[place.question].kind != QUESTION_CONSENT;
}

static int asked_before(const struct respondent *respondent, struct form_place place)
{
	int count = 0;

	while ((place = form_before(respondent, place)).question >= 0)
		count++;
	return count;
}

static struct form_place end_of(const struct form *form)
{
	return (struct form_place){.question = form->question_count};
}

static struct form_place last_question(const struct respondent *respondent)
{
	struct form_place place = form_before(respondent, end_of(respondent->form));

	while (!is_question(respondent->form, place))
		place = form_before(respondent, place);
	return place;
}

int filling_step(const struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct form_place place = filling_place(app);

	return asked_before(&respondent, place) + 1 + !is_question(respondent.form, place);
}

int filling_check_step(const struct app *app)
{
	struct respondent respondent = filling_respondent(app);

	return asked_before(&respondent, last_question(&respondent)) + 2;
}

int filling_steps(const struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct form_place place = filling_place(app);

	if (form_branches(respondent.form, place.question) &&
		!answers_has(respondent.answers, place))
		return 0;
	return asked_before(&respondent, end_of(respondent.form)) + 1;
}

/* ---- the way ---- */

static void go_to(struct app *app, struct form_place place)
{
	app_visit_change(app)->filling.place = place;
	app_go(app, &screen_question);
}

static void go_to_check(struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	struct filling *filling = &app_visit_change(app)->filling;

	filling->changing = false;
	filling->place = last_question(&respondent);
	app_go(app, &screen_form_check);
}

void filling_begin(struct app *app, const struct form_purpose *purpose)
{
	struct filling *filling = &app_visit_change(app)->filling;
	struct error error = {0};

	memory_wipe(filling, sizeof(*filling));
	filling->purpose = purpose;
	filling->form = app_form(app, purpose->form, &error);
	if (!filling->form) {
		app_send_to_desk(app, "reading a form", &error);
		return;
	}
	struct respondent respondent = filling_respondent(app);
	go_to(app, form_unanswered(&respondent));
}

static void go_on(struct app *app, struct form_place next)
{
	struct respondent respondent = filling_respondent(app);
	const struct filling *filling = &app_visit(app)->filling;
	bool was_question = is_question(respondent.form, filling->place);

	if (is_question(respondent.form, next) ||
		(!was_question && !form_is_end(respondent.form, next)))
		go_to(app, next);
	else if (was_question)
		go_to_check(app);
	else
		filling->purpose->submit(app);
}

/* Who changes one answer may be asked more than before: what has no answer yet. */
bool filling_answer(struct app *app, const char *answer)
{
	struct filling *filling = &app_visit_change(app)->filling;

	if (!answers_put(&filling->answers, filling->place, answer))
		return false;
	struct respondent respondent = filling_respondent(app);
	filling->begun = filling->begun || form_before(&respondent, filling->place).question >= 0;
	go_on(app, filling->changing ? form_unanswered(&respondent)
				     : form_after(&respondent, filling->place));
	return true;
}

/* Back to where the form was begun, with nothing of it; or that was the visit's beginning. */
static void leave(struct app *app)
{
	struct filling *filling = &app_visit_change(app)->filling;
	const struct screen *back = filling->purpose->back;

	if (!back) {
		app_finish(app);
		return;
	}
	memory_wipe(filling, sizeof(*filling));
	app_go(app, back);
}

void filling_back(struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	const struct filling *filling = &app_visit(app)->filling;
	struct form_place before = form_before(&respondent, filling->place);

	if (filling->changing)
		go_to_check(app);
	else if (before.question < 0)
		leave(app);
	else if (is_question(respondent.form, before) &&
		 !is_question(respondent.form, filling->place))
		go_to_check(app);
	else
		go_to(app, before);
}

void filling_decline(struct app *app)
{
	app_go(app, app_visit(app)->filling.purpose->declined);
}

void filling_think_again(struct app *app)
{
	app_go(app, &screen_question);
}

/* ---- "Is everything right?" ---- */

void filling_change(struct app *app, struct form_place place)
{
	app_visit_change(app)->filling.changing = true;
	go_to(app, place);
}

void filling_confirm(struct app *app)
{
	struct respondent respondent = filling_respondent(app);
	const struct filling *filling = &app_visit(app)->filling;
	struct form_place next = form_after(&respondent, filling->place);

	if (form_is_end(respondent.form, next))
		filling->purpose->submit(app);
	else
		go_to(app, next);
}

void filling_back_from_check(struct app *app)
{
	go_to(app, filling_place(app));
}
