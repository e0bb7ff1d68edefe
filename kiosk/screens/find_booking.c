/* The code that stands on a ticket, typed: today it is worth its ticket, before that it shows the session
 * and the party. One that is not found keeps its letters, so that one of them can be put right; five
 * wrong ones end at the desk. */
#include <string.h>

#include "app/app.h"
#include "app/bars.h"
#include "base/crypto.h"
#include "screens/parts.h"
#include "screens/screens.h"
#include "ui/language.h"

#define ACTIONS(A) A(BACK) A(BOX) A(LETTER) A(DELETE) A(FIND) A(WHATS_ON)
SCREEN_ACTIONS(ACTIONS);

enum { CODE_LENGTH = SHORT_CODE_TEXT - 1, WRONG_CODES_MAX = 5 };

struct state {
	char code[SHORT_CODE_TEXT];
	int next; /* the box that the next letter goes to */
	bool wrong;
	bool waits; /* after wrong ones it is looked for a little later */
};

/* The one that is typed into next is marked; a touch marks another one. */
static void box(struct ui *ui, const struct state *state, int i)
{
	char letter[2] = {i < (int)strlen(state->code) ? state->code[i] : '\0', '\0'};
	bool marked = i == state->next;

	ui_selected(ui_spoken(ui_card(ui,
				      (struct ui_box){.width = 150,
					      .height = ui_is_low(ui) ? 124 : 150,
					      .tone = marked ? UI_SUN : UI_WHITE,
					      .radius = 18,
					      .border = true,
					      .align = UI_CENTRE,
					      .justify = UI_CENTRE},
				      BOX, i),
			    *letter ? letter : "–"),
		marked);
	ui_private(ui_text(ui, UI_LARGE, letter));
	ui_close(ui);
}

static void boxes(struct ui *ui, const struct state *state)
{
	ui_left_to_right(ui_row(
		ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .stays = true, .self = UI_CENTRE}));
	for (int i = 0; i < CODE_LENGTH; i++)
		box(ui, state, i);
	ui_close(ui);
}

static void ways_on(struct ui *ui)
{
	ui_with_icon(
		ui_growing(ui_button(ui, UI_SECONDARY, _("What's on"), WHATS_ON, 0)), "books-fill");
	ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Look once more"), FIND, 0)),
		"magnifying-glass-bold");
}

static void open_key(struct ui *ui, int action, int number, const char *spoken)
{
	struct ui_node *key = ui_card(ui,
		(struct ui_box){.grow = 1,
			.width = 92,
			.height = 100,
			.tone = action == DELETE ? UI_INK : UI_WHITE,
			.radius = 24,
			.border = action != DELETE,
			.align = UI_CENTRE,
			.justify = UI_CENTRE},
		action, number);

	ui_spoken(ui_as_key(key), spoken);
}

static void letter_key(struct ui *ui, int number)
{
	char letter[2] = {short_code_letters[number], '\0'};

	open_key(ui, LETTER, number, letter);
	ui_text(ui, UI_HEADING, letter);
	ui_close(ui);
}

static void delete_key(struct ui *ui)
{
	open_key(ui, DELETE, 0, _("Delete"));
	ui_icon(ui, "backspace-bold", 64);
	ui_close(ui);
}

static void letters(struct ui *ui)
{
	int across = ui_is_portrait(ui) ? 5 : 10, count = (int)strlen(short_code_letters);

	ui_column(ui,
		(struct ui_box){.grow = 2, .gap = ui_is_low(ui) ? UI_GAP_SMALL : UI_GAP_MEDIUM});
	for (int first = 0; first < count; first += across) {
		ui_left_to_right(ui_row(
			ui, (struct ui_box){.grow = 1, .gap = UI_GAP_MEDIUM, .stays = true}));
		for (int i = first; i < first + across; i++) {
			if (i < count)
				letter_key(ui, i);
			else if (i == count)
				delete_key(ui);
		}
		ui_close(ui);
	}
	ui_close(ui);
}

/* In half of a wide screen the ways on stand beside the boxes. */
static void view_short(struct ui *ui, const struct state *state)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .align = UI_CENTRE, .stays = true});
	boxes(ui, state);
	if (state->wrong)
		ways_on(ui);
	ui_close(ui);
	letters(ui);
}

static void view_tall(struct ui *ui, const struct state *state)
{
	ui_column(ui, (struct ui_box){.grow = 1, .justify = UI_CENTRE});
	boxes(ui, state);
	ui_close(ui);
	letters(ui);
	if (!state->wrong)
		return;
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	ways_on(ui);
	ui_close(ui);
}

static void view(const struct app *app, struct ui *ui)
{
	const struct state *state = app_state(app);
	const struct bars bars = {
		.title = _("What is the code on your ticket?"), .back = BACK, .shows_first = true};

	bars_open(app, ui, &bars);
	if (state->waits)
		part_notice(ui, UI_CREAM, "hourglass-fill",
			_("One moment, please. We are looking for your booking."));
	else if (state->wrong)
		part_notice(ui, UI_CREAM, "warning-fill",
			_("We do not find this code. Touch a letter to change it."));
	else
		ui_text(ui, UI_BODY, _("Five letters and numbers stand on your ticket."));
	bars_touch(app, ui, &bars);
	if (ui_is_short(ui))
		view_short(ui, state);
	else
		view_tall(ui, state);
	bars_close(app, ui, &bars);
}

static void not_found(struct app *app)
{
	struct state *state = app_state_change(app);
	struct error error = {0};

	state->wrong = true;
	state->next = 0;
	if (++app_visit_change(app)->wrong_codes < WRONG_CODES_MAX)
		return;
	error_set(&error, ERROR_REFUSED, "%d codes were not found", WRONG_CODES_MAX);
	app_send_to_desk(app, "finding a booking by its code", &error);
}

/* Of another day. Whoever was here before has nothing to do with it. */
static bool find_coming(struct app *app, const char *code)
{
	struct visit *visit = app_visit_change(app);

	if (!store_coming_booking_by_code(app_store(app), code, app_now_ms(app), &visit->booking) ||
		!store_session(app_store(app), visit->booking.session, &visit->session))
		return false;
	visit->holder = (struct holder){0};
	app_go(app, &screen_booking_found);
	return true;
}

static void look(struct app *app)
{
	const struct state *state = app_state(app);
	struct booking booking;
	bool is_today =
		store_booking_by_code(app_store(app), state->code, app_now_ms(app), &booking);
	bool found = is_today || find_coming(app, state->code);

	app_code_tried(app, found);
	if (is_today)
		app_arrive_with_booking(app, &booking);
	else if (!found)
		not_found(app);
}

/* What is typed meanwhile is what is looked for. */
static void find(struct app *app)
{
	struct state *state = app_state_change(app);
	int wait_ms = app_code_wait_ms(app);

	state->waits = false;
	if (strlen(state->code) < CODE_LENGTH)
		return;
	state->waits = wait_ms > 0;
	if (state->waits)
		app_wake_in(app, wait_ms);
	else
		look(app);
}

/* The first time the last letter finds it; one that is being put right is looked for when the visitor
 * says so. */
static void add(struct app *app, char letter)
{
	struct state *state = app_state_change(app);

	if (state->next == CODE_LENGTH)
		return;
	if (state->next == (int)strlen(state->code))
		state->code[state->next + 1] = '\0';
	state->code[state->next++] = letter;
	if (!state->wrong && !state->waits && strlen(state->code) == CODE_LENGTH)
		find(app);
}

static void take_away(struct state *state)
{
	size_t length = strlen(state->code);

	if (length == 0)
		return;
	state->code[length - 1] = '\0';
	state->next = (int)length - 1;
}

static void mark(struct state *state, int box)
{
	if (box <= (int)strlen(state->code))
		state->next = box;
}

/* A real keyboard's letters; what no code has is passed over. */
static void type(struct app *app, const char *text)
{
	char letter = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

	if (letter != '\0' && text[1] == '\0' && strchr(short_code_letters, letter))
		add(app, letter);
}

static void tap(struct app *app, int action, int which)
{
	switch ((enum action)action) {
	case BACK:
		app_end_visit(app);
		break;
	case BOX:
		mark(app_state_change(app), which);
		break;
	case FIND:
		find(app);
		break;
	case WHATS_ON:
		app_go(app, &screen_whats_on);
		break;
	case LETTER:
		add(app, short_code_letters[which]);
		break;
	case DELETE:
		take_away(app_state_change(app));
		break;
	}
}

static bool handle(struct app *app, const struct message *message)
{
	if (message->kind == MESSAGE_TEXT)
		type(app, message->text);
	else if (message->kind == MESSAGE_BACKSPACE)
		take_away(app_state_change(app));
	else if (message->kind == MESSAGE_DEADLINE)
		find(app);
	else
		return false;
	return true;
}

const struct screen screen_find_booking = {
	.name = "find_booking",
	SCREEN_ACTION_FIELDS,
	.state_size = sizeof(struct state),
	.view = view,
	.tap = tap,
	.handle = handle,
};
