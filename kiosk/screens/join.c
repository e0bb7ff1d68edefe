/* Joining: the order of its pages, its typed questions, its end. */
#include "screens/join.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "app/app.h"
#include "app/frame.h"
#include "base/clock.h"
#include "base/text.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

/* ---- the order of the pages ---- */

static const struct screen *const pages[] = {
	[JOIN_NAME] = &screen_join_name,
	[JOIN_BIRTH] = &screen_join_birth,
	[JOIN_CONTACT] = &screen_join_contact,
	[JOIN_GUARDIAN] = &screen_join_guardian,
	[JOIN_CONSENT] = &screen_join_consent,
	[JOIN_CHECK] = &screen_join_check,
};

bool join_asks_guardian(const struct app *app)
{
	const struct join_answers *answers = &app_visit(app)->join;

	return !answers->birth_refused && form_needs_guardian(answers->birth, app_today(app),
						  app_enrolment(app)->guardian_age_years);
}

static bool guardian_is_missing(const struct app *app)
{
	return join_asks_guardian(app) && app_visit(app)->join.guardian_name[0] == '\0';
}

void join_continue(struct app *app, enum join_page page)
{
	struct join_answers *answers = &app_visit_change(app)->join;
	enum join_page next = page + 1;

	assert(page != JOIN_CHECK);
	if (next == JOIN_GUARDIAN && !join_asks_guardian(app))
		next = JOIN_CONSENT;
	if (answers->changing)
		next = page != JOIN_GUARDIAN && guardian_is_missing(app) ? JOIN_GUARDIAN
									 : JOIN_CHECK;
	if (next == JOIN_CHECK)
		answers->changing = false;
	app_go(app, pages[next]);
}

void join_back(struct app *app, enum join_page page)
{
	struct join_answers *answers = &app_visit_change(app)->join;

	if (page == JOIN_NAME && !answers->changing) {
		app_end_visit(app);
		return;
	}
	enum join_page previous = answers->changing ? JOIN_CHECK : page - 1;
	if (previous == JOIN_GUARDIAN && !join_asks_guardian(app))
		previous = JOIN_CONTACT;
	answers->changing = false;
	app_go(app, pages[previous]);
}

int join_steps(const struct app *app)
{
	return join_asks_guardian(app) ? 6 : 5;
}

int join_step(const struct app *app, enum join_page page)
{
	return (int)page + (page > JOIN_GUARDIAN && !join_asks_guardian(app) ? 0 : 1);
}

/* ---- a typed question ---- */

static void field(struct ui *ui, const struct join_question *question)
{
	ui_private(ui_growing(ui_field(ui, question->kind, question->title, question->edit->text)));
}

static struct ui_node *skip(struct ui *ui, const struct join_question *question)
{
	return ui_button(ui, UI_SECONDARY, _("Skip"), question->skip, 0);
}

static struct ui_node *go_on(struct ui *ui, const struct join_question *question)
{
	return ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, _("Continue"), question->go_on, 0), "arrow-right-bold");
}

static void field_beside_ways_on(struct ui *ui, const struct join_question *question)
{
	ui_row(ui, (struct ui_box){.gap = 20, .align = UI_CENTRE});
	field(ui, question);
	if (question->skip)
		skip(ui, question);
	go_on(ui, question);
	ui_close(ui);
}

/* An e-mail address needs the whole width. */
static void field_above_ways_on(struct ui *ui, const struct join_question *question)
{
	ui_row(ui, (struct ui_box){.stays = true});
	field(ui, question);
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = 20});
	if (question->skip)
		ui_growing(skip(ui, question));
	ui_growing(go_on(ui, question));
	ui_close(ui);
}

void join_ask(const struct app *app, struct ui *ui, const struct join_question *question)
{
	frame_open(app, ui,
		&(struct frame){.title = question->title,
			.back = question->back,
			.step = join_step(app, question->page),
			.steps = join_steps(app)});
	if (question->problem)
		part_notice(ui, UI_CREAM, "warning-fill", question->problem);
	else
		ui_text(ui, UI_BODY, question->hint);
	if (ui_is_portrait(ui))
		field_above_ways_on(ui, question);
	else
		field_beside_ways_on(ui, question);
	ui_space(ui, 1);
	ui_keyboard(ui, question->kind);
	frame_close(app, ui);
}

bool join_type(struct edit *edit, const struct message *message)
{
	if (message->kind == MESSAGE_TEXT)
		edit_insert(edit, message->text);
	else if (message->kind == MESSAGE_BACKSPACE)
		edit_backspace(edit);
	else
		return false;
	return true;
}

/* ---- the end ---- */

static json_t *birth_of(const struct join_answers *answers)
{
	const struct calendar_date *birth = &answers->birth;

	if (answers->birth_refused || birth->year == 0)
		return json_null();
	return json_pack("{sisisi}", "year", birth->year, "month", birth->month, "day", birth->day);
}

static char *form_of(const struct app *app)
{
	const struct join_answers *answers = &app_visit(app)->join;
	json_t *form = json_pack("{sssosssbss}", "name", answers->name, "birth", birth_of(answers),
		"contact", answers->contact, "birth_refused", answers->birth_refused, "language",
		ui_language()->code);

	if (join_asks_guardian(app))
		json_object_set_new(form, "guardian",
			json_pack("{ssss}", "name", answers->guardian_name, "contact",
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
	form_first_name(visit->join.name, holder->first_name, sizeof(holder->first_name));
	text_copy(holder->language, sizeof(holder->language), ui_language()->code);
}

bool join_submit(struct app *app, struct error *error)
{
	struct join_answers *answers = &app_visit_change(app)->join;
	char number[CARD_NUMBER_BYTES_MAX];
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
