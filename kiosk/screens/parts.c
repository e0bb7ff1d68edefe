/* Sentences, cards and habits that more than one screen has. */
#include "screens/parts.h"

#include "app/app.h"
#include "base/clock.h"
#include "rules/booking.h"
#include "screens/screens.h"
#include "screens/themes.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"

enum { FEW_PLACES = 5, LINE_ICON = 48, LINE_GAP = 20, MANY_STEPPERS = 4 };

/* ---- places ---- */

enum place_state place_state_of(const struct session *session, int places_on_hand)
{
	if (session->admission == ADMISSION_DROP_IN)
		return PLACES_DROP_IN;
	if (places_on_hand == 0)
		return PLACES_NONE;
	return places_on_hand <= FEW_PLACES ? PLACES_FEW : PLACES_SOME;
}

struct places_wish part_places_to_book(
	const struct app *app, const struct session *session, const struct party *party)
{
	return places_to_book(session, party, app_visit(app)->holder.status, app_now_ms(app));
}

enum place_state place_state_now(struct app *app, const struct session *session)
{
	enum booking_refusal refusal = booking_of_session(session, app_now_ms(app));

	if (refusal == BOOKING_STARTED || refusal == BOOKING_SESSION_CANCELLED ||
		refusal == BOOKING_CLOSED)
		return PLACES_UNSAID;
	if (refusal == BOOKING_NOT_YET)
		return PLACES_LATER;
	struct places_wish wish = part_places_to_book(app, session, &(struct party){0});
	return place_state_of(session, store_places_for(app_store(app), session->id, &wish));
}

/* ---- things on a screen ---- */

/* An icon beside a text is as tall as the text. */
static int beside_text(const struct ui *ui, int size)
{
	return ui_reading(ui).bigger ? size * 3 / 2 : size;
}

void part_poster(struct ui *ui, enum ui_tone tone)
{
	bool tight = !ui_is_portrait(ui) && (ui_is_low(ui) || ui_is_crowded(ui));
	struct ui_box box = {.tone = tone,
		.padding = tight ? UI_GAP_EDGE : UI_GAP_HUGE,
		.gap = tight ? UI_GAP_LARGE : UI_GAP_EDGE,
		.grow = 1,
		.align = UI_CENTRE,
		.justify = UI_CENTRE};

	if (ui_is_low(ui)) {
		ui_column(ui, (struct ui_box){.tone = tone, .grow = 1});
		box.grow = 0;
		box.height = ui_half_height(ui);
		box.firm = true;
	}
	ui_column(ui, box);
}

void part_poster_touch(const struct app *app, struct ui *ui)
{
	part_held(app, ui);
	if (!ui_is_low(ui))
		return;
	ui_close(ui);
	ui_column(ui, (struct ui_box){.padding_inline = UI_GAP_HUGE,
			      .padding_block = UI_GAP_MEDIUM,
			      .gap = UI_GAP_LARGE,
			      .grow = 1,
			      .align = UI_CENTRE});
}

void part_poster_close(struct ui *ui)
{
	if (ui_is_low(ui)) {
		part_art_below(ui);
		ui_close(ui);
	}
	ui_close(ui);
}

void part_branch(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE, .stays = true});
	ui_logo(ui, 60);
	ui_foreign(ui_text(
		ui, ui_reading(ui).bigger ? UI_BODY : UI_LABEL, app_enrolment(app)->branch_name));
	ui_close(ui);
}

struct ui_node *part_line(struct ui *ui, const char *icon, enum ui_size size, const char *text)
{
	ui_row(ui, (struct ui_box){.gap = LINE_GAP, .align = UI_CENTRE, .stays = true});
	ui_icon(ui, icon, beside_text(ui, LINE_ICON));
	struct ui_node *line = ui_growing(ui_text(ui, size, text));
	ui_close(ui);
	return line;
}

struct ui_node *part_notice(struct ui *ui, enum ui_tone tone, const char *icon, const char *text)
{
	struct ui_node *words;

	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM,
			   .padding_inline = UI_GAP_LARGE,
			   .padding_block = UI_GAP_MEDIUM,
			   .tone = tone,
			   .radius = 24,
			   .border = tone == UI_WHITE,
			   .align = UI_CENTRE,
			   .stays = true});
	ui_icon(ui, icon, beside_text(ui, 52));
	words = ui_growing(ui_text(ui, UI_BODY, text));
	ui_close(ui);
	return words;
}

const char *part_held_words(enum held held)
{
	switch (held) {
	case HELD_NOTHING:
		break;
	case HELD_WAITS:
		return _("Please finish here first, then hold your card.");
	case HELD_UNREADABLE:
		return _("That was hard to read. Please hold it still for a moment.");
	case HELD_SEVERAL:
		return _("One card or code at a time, please.");
	}
	return NULL;
}

void part_held(const struct app *app, struct ui *ui)
{
	const char *words = part_held_words(app_held(app));

	if (words)
		part_notice(ui, UI_CREAM, "hand-waving-fill", words);
}

struct place_words {
	const char *icon, *words;
	enum ui_tone tone;
};

static const struct place_words place_words[] = {
	[PLACES_DROP_IN] = {"users-three-fill", N_("Drop in, no booking"), UI_SKY},
	[PLACES_SOME] = {"check-circle-fill", N_("Places available"), UI_TEAL},
	[PLACES_FEW] = {"hourglass-fill", N_("A few places left"), UI_CORAL},
	[PLACES_NONE] = {"clock-fill", N_("Full: waiting list"), UI_PLUM},
	[PLACES_LATER] = {"calendar-bold", N_("Booking opens later"), UI_SKY},
};

struct places_look {
	int icon, gap;
	bool compact;
};

static void places(struct ui *ui, enum place_state state, const struct places_look *look)
{
	const struct place_words *words = &place_words[state];
	struct ui_node *text;

	if (state == PLACES_UNSAID)
		return;
	ui_row(ui, (struct ui_box){.gap = look->gap, .align = UI_CENTRE, .stays = true});
	ui_toned(ui_icon(ui, words->icon, beside_text(ui, look->icon)), words->tone);
	text = ui_toned(ui_growing(ui_text(ui, UI_BODY, _(words->words))), words->tone);
	if (look->compact)
		ui_compact(text);
	ui_close(ui);
}

void part_places(struct ui *ui, enum place_state state)
{
	places(ui, state, &(struct places_look){.icon = 36, .gap = 12});
}

void part_places_line(struct ui *ui, enum place_state state)
{
	places(ui, state, &(struct places_look){.icon = LINE_ICON, .gap = LINE_GAP});
}

/* On a narrow sheet, or half of one, it takes what is left. */
static void drawing_below(struct ui *ui, const char *drawing)
{
	if (ui_is_low(ui) || ui_is_portrait(ui)) {
		ui_growing(ui_drawing(ui, drawing, 900, 200));
		return;
	}
	ui_space(ui, 1);
	ui_drawing(ui, drawing, 520, 320);
}

void part_art_below(struct ui *ui)
{
	drawing_below(ui, NULL);
}

void part_named_art_below(struct ui *ui, const char *name)
{
	drawing_below(ui, name);
}

void part_drawing_below(struct ui *ui, const struct session *session)
{
	drawing_below(ui, session_drawing(session));
}

static const char *times_of(struct ui *ui, const struct session *session)
{
	return say_times(ui, session->starts_ms, session->ends_ms);
}

void part_leaf(struct ui *ui, const struct session *session, bool small)
{
	ui_date_tile(ui, &(struct ui_date_tile){
				 .tone = session_tone(session),
				 .small = small,
				 .weekday = say_weekday_short(ui, session->starts_ms),
				 .day = clock_wall(session->starts_ms).day,
				 .month = say_month(ui, session->starts_ms),
			 });
}

void part_session(struct ui *ui, const struct session *session, enum place_state state)
{
	part_leaf(ui, session, true);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1, .justify = UI_CENTRE});
	session_node(ui, UI_LABEL, session, SESSION_TITLE);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_MEDIUM, .align = UI_CENTRE});
	ui_text(ui, UI_BODY, times_of(ui, session));
	places(ui, state, &(struct places_look){.icon = 36, .gap = 12, .compact = true});
	ui_close(ui);
	ui_close(ui);
	ui_badge(ui, session_icon(session), 72, session_tone(session));
}

static void session_details(
	struct ui *ui, const struct session *session, enum place_state state, bool close)
{
	part_leaf(ui, session, close);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_TINY, .grow = 1, .justify = UI_CENTRE});
	session_node(ui, UI_TITLE, session, SESSION_TITLE);
	ui_text(ui, UI_BODY,
		/* Translators: "10:30–11:30 · Children's area". */
		ui_format(ui, _("{times} · {room}"), "times", times_of(ui, session), "room",
			session_words(session, SESSION_ROOM), NULL));
	part_places(ui, state);
	ui_close(ui);
}

static void session_card(
	struct ui *ui, const struct session *session, enum place_state state, bool close)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding = close ? UI_GAP_SMALL : UI_GAP_LARGE,
			   .tone = UI_WHITE,
			   .radius = 32,
			   .shadow = true,
			   .align = UI_CENTRE,
			   .stays = true});
	session_details(ui, session, state, close);
	ui_close(ui);
}

void part_session_card(struct ui *ui, const struct session *session, enum place_state state)
{
	session_card(ui, session, state, ui_is_short(ui));
}

void part_session_card_close(struct ui *ui, const struct session *session, enum place_state state)
{
	session_card(ui, session, state, true);
}

struct stepper_words {
	const char *icon;
	enum ui_tone tone;
	const char *label, *hint;
};

static const struct stepper_words stepper_words[] = {
	[PARTY_ADULTS] = {"user-bold", UI_SKY, N_("Adults"), N_("Parents, grandparents, carers")},
	[PARTY_CHILDREN] = {"smiley-fill", UI_CORAL, N_("Children"), N_("They walk by themselves")},
	[PARTY_BABIES] = {"baby-fill", UI_PLUM, N_("Babies"), N_("They are carried or in a pram")},
	[PARTY_PRAMS] = {"baby-carriage-fill", UI_TEAL, N_("Prams"), N_("We keep room for them")},
	[PARTY_WHEELCHAIRS] = {"wheelchair-fill", UI_LEAF, N_("Wheelchairs"),
		N_("We keep room for them")},
};

static bool has_many_steppers(const struct session *session)
{
	return __builtin_popcount(session->asks) >= MANY_STEPPERS;
}

/* Nastaliq is tall: many hints below their labels do not fit, but beside them they do. */
static bool hints_stand_beside(const struct ui *ui, const struct session *session)
{
	return !ui_is_portrait(ui) && language_is_tall() && has_many_steppers(session);
}

/* Nobody should have to turn a page to find the prams: in bigger letters, and in half a screen, labels
 * are enough. */
static bool has_room_for_hints(const struct ui *ui, const struct session *session)
{
	return !has_many_steppers(session) || (!ui_reading(ui).bigger && !ui_is_short(ui));
}

void part_steppers(struct ui *ui, const struct session *session, const struct party *party,
	bool is_largest, const struct stepper_actions *actions)
{
	bool beside = hints_stand_beside(ui, session);
	bool with_hints = has_room_for_hints(ui, session);

	for (int part = 0; part < PARTY_PARTS; part++) {
		const struct stepper_words *words = &stepper_words[part];
		int least = party_fewest(session, (enum party_part)part);
		int most = party_most_of(party, session, (enum party_part)part);
		bool stays = (is_largest && part <= PARTY_BABIES) || party->count[part] > most;
		if (!session_asks(session, (enum party_part)part))
			continue;
		ui_stepper(ui,
			&(struct ui_stepper){
				.icon = words->icon,
				.tone = words->tone,
				.label = _(words->label),
				.hint = with_hints ? _(words->hint) : NULL,
				.hint_beside = beside,
				.value = party->count[part],
				.minimum = least < party->count[part] ? least : party->count[part],
				.maximum = stays ? party->count[part] : most,
				.action_less = actions->less,
				.action_more = actions->more,
				.index = part,
			});
	}
}

const char *part_reader_icon(const struct app *app)
{
	struct ways ways = app_ways(app);

	if (ways.card_reader)
		return "contactless-payment-bold";
	return ways.camera ? "qr-code-bold" : "keyboard-bold";
}

static const char *where_to_hold(const struct app *app)
{
	struct ways ways = app_ways(app);

	if (ways.card_reader)
		return _("Hold it on the reader");
	return ways.camera ? _("Show its code to the camera") : NULL;
}

void part_hold_card(const struct app *app, struct ui *ui, const char *why)
{
	const char *where = where_to_hold(app);

	if (!where)
		return;
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding_inline = UI_GAP_LARGE,
			   .padding_block = UI_GAP_MEDIUM,
			   .tone = UI_WHITE,
			   .radius = 28,
			   .border = true,
			   .align = UI_CENTRE,
			   .stays = true});
	ui_icon(ui, part_reader_icon(app), 64);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .grow = 1});
	ui_text(ui, UI_LABEL, why);
	ui_text(ui, UI_BODY, where);
	ui_close(ui);
	ui_close(ui);
}

void part_time_left(const struct app *app, struct ui *ui)
{
	int left_s = app_time_left_s(app);
	bool narrow = ui_is_portrait(ui) && ui_reading(ui).bigger;

	ui_column(ui, (struct ui_box){.gap = UI_GAP_SMALL});
	if (narrow)
		ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR});
	else
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .justify = UI_BETWEEN});
	ui_text(ui, UI_CAPTION,
		ui_format(ui,
			language_counted("This screen clears in {seconds} second",
				"This screen clears in {seconds} seconds", (unsigned long)left_s),
			"seconds", ui_number(ui, left_s), NULL));
	ui_text(ui, UI_CAPTION, _("Touch it for more time."));
	ui_close(ui);
	ui_bar(ui, app_time_left_permille(app));
	ui_close(ui);
}

static enum ui_size code_text_size(const struct ui *ui, const struct booking *booking)
{
	if (ui_reading(ui).bigger)
		return UI_TITLE;
	return ui_is_short(ui) || booking->state == BOOKING_WAITING ? UI_HEADING : UI_LARGE;
}

static void ticket_words(struct ui *ui, const struct part_ticket *ticket)
{
	const struct booking *booking = ticket->booking;
	bool bigger = ui_reading(ui).bigger;

	ui_column(
		ui, (struct ui_box){.gap = bigger || ui_is_short(ui) ? UI_GAP_HAIR : UI_GAP_MEDIUM,
			    .grow = 1,
			    .justify = UI_CENTRE,
			    .padding = UI_GAP_SMALL});
	session_node(ui, bigger ? UI_LABEL : UI_TITLE, ticket->session, SESSION_TITLE);
	ui_text(ui, UI_BODY, session_when(ui, ticket->session));
	/* Who waits goes nowhere yet, and bigger letters need the room. */
	if (!bigger || booking->state != BOOKING_WAITING)
		session_node(ui, UI_BODY, ticket->session, SESSION_ROOM);
	ui_text(ui, UI_BODY, party_in_words(ui, &booking->party));
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .padding_block = UI_GAP_SMALL});
	/* On the ticket itself: its photograph must not look like a place. */
	if (booking->state == BOOKING_WAITING)
		ui_toned(ui_text(ui, UI_LABEL, _("waiting list")), UI_PLUM);
	if (!bigger && !ui_is_short(ui))
		ui_muted(ui_text(ui, UI_CAPTION, _("Your code")));
	ui_private(ui_left_to_right(
		ui_text(ui, code_text_size(ui, booking), code_in_groups(ui, booking->code))));
	ui_close(ui);
	ui_close(ui);
}

static void ticket_code(struct ui *ui, const struct part_ticket *ticket)
{
	ui_qr(ui, ticket->text, ticket->qr_size,
		ui_format(ui, _("Your ticket as a code to photograph. Short code: {code}"), "code",
			ticket->booking->code, NULL));
}

void part_ticket(struct ui *ui, const struct part_ticket *ticket)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding = UI_GAP_LARGE,
			   .tone = UI_WHITE,
			   .radius = 36,
			   .shadow = true,
			   .align = UI_CENTRE,
			   .stays = true});
	if (*ticket->text) {
		ticket_code(ui, ticket);
		ui_tear(ui);
	}
	ticket_words(ui, ticket);
	ui_close(ui);
}

int part_next_session(const struct session *sessions, int count, int64_t now_ms)
{
	for (int i = 0; i < count; i++)
		if (session_is_open(&sessions[i], now_ms))
			return i;
	for (int i = 0; i < count; i++)
		if (sessions[i].starts_ms >= now_ms)
			return i;
	return -1;
}

/* ---- ways on ---- */

int part_booking_steps(const struct app *app)
{
	if (app_visit(app)->wants_series)
		return BOOKING_DATES;
	return app_visit(app)->wants_to_book ? BOOKING_COUNT : 0;
}

void part_count_party(struct app *app)
{
	bool is_family = app_visit(app)->holder.household.count > 0;

	app_go(app, is_family ? &screen_who_comes : &screen_party);
}

void part_go_home(struct app *app)
{
	bool known = holder_is_known(app_visit(app)->holder.status);

	app_go(app, known ? &screen_my_page : &screen_home);
}

bool part_book(struct app *app, bool waits, struct error *error)
{
	struct visit *visit = app_visit_change(app);
	struct booking_wish wish = {
		.session = visit->session.id,
		.holder = visit->holder,
		.token = visit->presented.token.kind != TOKEN_NONE ? &visit->presented.token : NULL,
		.party = visit->party,
		.waits = waits,
		.language = ui_language()->code,
	};

	if (store_book(app_store(app), &wish, app_now_ms(app), &visit->booking,
		    &visit->booked_again, error))
		app_go(app, &screen_ticket);
	else if (error->code != ERROR_REFUSED)
		app_send_to_desk(app, "booking", error);
	return error->code != ERROR_REFUSED;
}
