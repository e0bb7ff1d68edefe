/* Each is a visit, filled as a screen needs it, and that screen with its own state as it begins: with no
 * sessions, no places and no ticket. The session is one of the programme, so that it speaks all
 * languages. Some go on from there: the screen reads what it shows, and a visitor taps. */
#include "app/check_fixtures.h"

#include <assert.h>
#include <string.h>

#include "app/check_form.h"
#include "app/check_states.h"
#include "app/internal.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "screens/my_page.h"
#include "screens/screens.h"
#include "screens/series.h"
#include "ui/edit.h"

enum { DAYS_AHEAD = 28, SESSIONS_MAX = 64, YEAR = 12 /* months */ };

struct fixture {
	const struct screen *screen;
	enum check_in_code code;       /* of check_in */
	enum presented_kind presented; /* what it was that nobody knows */
	enum booking_state booking;
	int in_line;
	const char *theme; /* of the session; NULL: any */
	bool booked_again, cancelled;
	bool series;      /* one session, with every answer that there is */
	bool camera_only; /* no card reader works */
	bool without_help; /* the branch does not say how soon somebody comes, nor where things are */
	void (*with)(struct app *app); /* changes the visit further */
	/* Then: the screen's enter() (the centre is away: nothing is asked for), what it cannot have read
	 * here, and an action. Nothing of it may write. */
	bool enters;
	void (*knows)(struct app *app);
	const char *taps, *types;
};

/* ---- sessions ---- */

static struct session *session_of(struct app *app)
{
	return &app->visit.session;
}

/* To come, and booked. */
static void is_tomorrow(struct app *app)
{
	struct session *session = session_of(app);

	session->admission = ADMISSION_BOOKED;
	session->starts_ms = clock_day_start(app->now_ms, 1) + 10 * HOUR_MS;
	session->ends_ms = session->starts_ms + HOUR_MS;
	session->opens_ms = session->starts_ms - CHECK_IN_OPENS_BEFORE_MS;
	session->closes_ms = session->ends_ms;
}

static void booking_is_over(struct app *app)
{
	is_tomorrow(app);
	session_of(app)->setting[SETTING_BOOKING_OPENS_MS] = 0;
	session_of(app)->setting[SETTING_BOOKING_CLOSES_MS] = app->now_ms - HOUR_MS;
	session_of(app)->door_places = 4;
}

static void booking_is_over_and_no_door(struct app *app)
{
	booking_is_over(app);
	session_of(app)->door_places = 0;
}

static void booking_opens_at_an_hour(struct app *app)
{
	is_tomorrow(app);
	session_of(app)->setting[SETTING_BOOKING_OPENS_MS] =
		session_of(app)->starts_ms - 30 * MINUTE_MS;
}

static void is_for(struct app *app, int from_months, int to_months)
{
	session_of(app)->setting[SETTING_AGE_FROM_MONTHS] = from_months;
	session_of(app)->setting[SETTING_AGE_TO_MONTHS] = to_months;
	session_of(app)->setting[SETTING_ACCESS] = 1 << ACCESS_BSL;
}

static void is_for_babies(struct app *app)
{
	is_for(app, 0, YEAR + 6);
}

static void is_for_some_babies(struct app *app)
{
	is_for(app, 3, YEAR + 6);
}

static void is_for_ages(struct app *app)
{
	is_for(app, 16 * YEAR, 60 * YEAR);
}

static void asks_for_children(struct app *app)
{
	is_for(app, 0, 0);
	session_of(app)->asks = 1u << PARTY_ADULTS | 1u << PARTY_CHILDREN;
}

/* More than any room holds. */
static void are_many(struct app *app)
{
	for (int part = 0; part < PARTY_PARTS; part++)
		app->visit.party.count[part] = PARTY_COUNT_MAX;
}

static void is_weekly_on(struct app *app, int weekday)
{
	struct series_state *state = (struct series_state *)app_layer(app)->state;
	int64_t now_ms = app->now_ms;

	while (clock_wall(now_ms).weekday != weekday)
		now_ms = clock_day_start(now_ms, 1);
	state->span = (struct series_span){.count = 2,
		.is_weekly = true,
		.first_ms = now_ms,
		.last_ms = clock_day_start(now_ms, 21)};
}

static void is_on_sundays(struct app *app)
{
	is_weekly_on(app, 0);
}

static void is_on_wednesdays(struct app *app)
{
	is_weekly_on(app, 3);
}

static void is_on_thursdays(struct app *app)
{
	is_weekly_on(app, 4);
}

static void nothing_is_booked(struct app *app)
{
	struct visit_series *series = &app->visit.series;

	for (int refusal = BOOKING_ALLOWED + 1; refusal < BOOKING_REFUSALS; refusal++)
		series->answers[series->count++] = (struct series_answer){
			.booking = app->visit.booking, .refusal = (enum booking_refusal)refusal};
}

/* ---- people ---- */

static void is_a_large_family(struct app *app)
{
	static const struct household_person people[] = {{"A", AGE_UNDER_1}, {"B", AGE_1_TO_4},
		{"C", AGE_5_TO_11}, {"D", AGE_12_TO_17}, {"E", AGE_GROWN_UP}, {"F", AGE_UNKNOWN}};
	struct household *household = &app->visit.holder.household;

	app->visit.holder.status = HOLDER_MEMBER;
	household->count = sizeof(people) / sizeof(people[0]);
	memcpy(household->people, people, sizeof(people));
}

static void see_card(struct app *app, int shown)
{
	struct joined *joined = &app->visit.joined;

	joined->count = JOINED_MAX;
	joined->shown = shown;
	for (int i = 1; i < JOINED_MAX; i++)
		text_copy(joined->numbers[i], sizeof(joined->numbers[i]), joined->numbers[0]);
}

static void see_the_first_child(struct app *app)
{
	see_card(app, 1);
}

static void see_the_second_child(struct app *app)
{
	see_card(app, 2);
}

static void see_the_third_child(struct app *app)
{
	see_card(app, 3);
}

static void see_the_fourth_child(struct app *app)
{
	see_card(app, 4);
}

static void see_the_fifth_child(struct app *app)
{
	see_card(app, 5);
}

static void see_the_sixth_child(struct app *app)
{
	see_card(app, 6);
}

static void tell(struct app *app, enum booking_news what)
{
	struct my_page_news *news = (struct my_page_news *)app_layer(app)->state;

	*news = (struct my_page_news){.is_there = true, .what = what, .session = *session_of(app)};
}

static void was_changed_elsewhere(struct app *app)
{
	tell(app, BOOKING_CHANGED_ELSEWHERE);
}

static void was_not_changed(struct app *app)
{
	tell(app, BOOKING_NOT_CHANGED);
}

static void is_called(struct app *app)
{
	struct holder *holder = &app->visit.holder;

	*holder = (struct holder){.status = HOLDER_GUEST, .adult = true};
	text_copy(holder->first_name, sizeof(holder->first_name), "Maria-Monika");
}

static void is_called_by_a_number(struct app *app)
{
	is_called(app);
	text_copy(app->visit.holder.first_name, FIRST_NAME_BYTES_MAX, "12");
}

static void has_the_longest_first_name(struct app *app)
{
	struct holder *holder = &app->visit.holder;

	is_called(app);
	memset(holder->first_name, 'n', sizeof(holder->first_name) - 1);
}

static void has_a_new_ticket(struct app *app)
{
	app->visit.changed = true;
}

/* ---- a form ---- */

/* It is read once, and stays. */
static const struct form *check_form(void)
{
	static struct form form;
	struct error error = {0};
	bool is_read = form.question_count > 0 || check_form_read(&form, &error);

	assert(is_read);
	return is_read ? &form : NULL;
}

static void answer(struct app *app, const char *question, const char *answer)
{
	struct filling *filling = &app->visit.filling;

	filling->form = check_form();
	filling->place.question = form_question(filling->form, question);
	answers_put(&filling->answers, filling->place, answer);
}

static void say_nothing(struct app *app)
{
	answer(app, "name", "");
}

static void give_no_letters(struct app *app)
{
	answer(app, "name", "12");
}

static void give_no_name(struct app *app)
{
	answer(app, "name", "1234567 Zofia");
}

static void give_the_longest_name(struct app *app)
{
	char name[EDIT_CHARACTERS_MAX + 1];

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	answer(app, "name", name);
}

static void give_no_day(struct app *app)
{
	answer(app, "day", "");
}

static void give_a_day_long_gone(struct app *app)
{
	answer(app, "day", "2001-03-27");
}

static void choose_nobody(struct app *app)
{
	answer(app, "who", "");
}

static void choose_everybody(struct app *app)
{
	answer(app, "name", "Zofia");
	answer(app, "who", "me child family");
}

static const struct fixture fixtures[] = {
	{&screen_check_in, CHECK_IN_OK},
	{&screen_check_in, CHECK_IN_ALREADY_HERE},
	{&screen_check_in, CHECK_IN_WRONG_SESSION},
	{&screen_check_in, CHECK_IN_TOO_EARLY},
	{&screen_check_in, CHECK_IN_TOO_LATE},
	{&screen_check_in, CHECK_IN_CANCELLED},
	{&screen_check_in, CHECK_IN_CANCELLED, .cancelled = true},
	{&screen_check_in, CHECK_IN_REVOKED},
	{&screen_check_in, CHECK_IN_BLOCKED},
	{&screen_check_in, CHECK_IN_WAITING},
	{&screen_check_in, CHECK_IN_FULL},
	{&screen_check_in, CHECK_IN_NEED_INFO},
	{&screen_check_in, CHECK_IN_BAD_SIGNATURE},
	{&screen_check_in, CHECK_IN_CLOCK_UNSURE},
	{&screen_check_in, CHECK_IN_REFER_STAFF},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_NUMBER},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_RANDOM_CHIP},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_BOOK},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_FOREIGN},
	{&screen_check_in, CHECK_IN_FULL, .with = check_were_given_away},
	{&screen_check_in, CHECK_IN_FULL, .knows = check_a_card_asks_for_places},
	{&screen_check_in, CHECK_IN_FULL, .knows = check_a_card_finds_few_places},
	{&screen_check_in, CHECK_IN_FULL, .knows = check_a_card_finds_the_door_full},
	{&screen_check_in, CHECK_IN_OK, .with = check_is_in_no_room},
	{&screen_check_in, CHECK_IN_OK, .with = check_has_started_in_no_room},
	{&screen_check_in, CHECK_IN_ALREADY_HERE, .with = check_is_in_no_room},
	{&screen_party, .enters = true, .knows = check_has_no_room_for_prams},
	{&screen_party, .enters = true, .knows = check_has_no_room_for_wheelchairs},
	{&screen_party, .enters = true, .knows = check_keeps_the_last_for_members},
	{&screen_party, .enters = true, .with = check_may_be_a_class},
	{&screen_session, .with = check_keeps_and_holds},
	{&screen_drop_in, .enters = true, .with = check_may_be_a_class},
	{&screen_drop_in, .enters = true, .with = check_takes_no_class},
	{&screen_drop_in, .enters = true, .knows = check_asks_for_places_at_the_door},
	{&screen_drop_in, .enters = true, .knows = check_is_full},
	{&screen_drop_in, .enters = true, .knows = check_has_few_places_at_the_door},
	{&screen_drop_in, .enters = true, .knows = check_has_no_places_at_the_door},
	{&screen_drop_in, .enters = true, .knows = check_has_no_prams_at_the_door},
	{&screen_drop_in, .enters = true, .knows = check_has_no_wheelchairs_at_the_door},
	{&screen_drop_in, .enters = true, .knows = check_is_full_and_something_else_is_on},
	{&screen_class, .enters = true, .with = check_may_be_a_class},
	{&screen_class, .enters = true, .with = check_may_be_a_class,
		.knows = check_has_no_room_for_a_class},
	{&screen_series, .theme = "children", .enters = true,
		.knows = check_dates_are_refused_or_wait},
	{&screen_home},
	{&screen_home, .camera_only = true},
	{&screen_find_booking, .camera_only = true},
	{&screen_join_done, .camera_only = true},
	{&screen_help, .without_help = true},
	{&screen_attract},
	{&screen_whats_on},
	{&screen_session},
	{&screen_session, .cancelled = true},
	{&screen_session, .theme = "children"},
	{&screen_session, .theme = "family"},
	{&screen_session, .theme = "community"},
	{&screen_session, .theme = "arts"},
	{&screen_session, .theme = "learning"},
	{&screen_session, .theme = "health"},
	{&screen_session, .theme = "garden"},
	{&screen_session, .theme = "history"},
	{&screen_party},
	{&screen_ticket, .booked_again = true},
	{&screen_ticket, .booking = BOOKING_WAITING},
	{&screen_ticket, .booking = BOOKING_WAITING, .in_line = 3},
	{&screen_ticket, .booking = BOOKING_WAITING, .in_line = FAMILIES_BEFORE_MAX + 2},
	{&screen_booking, .booking = BOOKING_WAITING},
	{&screen_booking, .booking = BOOKING_WAITING, .in_line = FAMILIES_BEFORE_MAX + 2},
	{&screen_booking_found},
	{&screen_booking_found, .booking = BOOKING_WAITING},
	{&screen_booking_found, .booking = BOOKING_WAITING, .in_line = 2},
	{&screen_booking_found, .booking = BOOKING_CANCELLED},
	{&screen_booking_found, .camera_only = true},
	{&screen_add_to_calendar},
	{&screen_tell_a_friend},
	{&screen_series_done, .series = true},
	{&screen_series_done, .with = nothing_is_booked},
	{&screen_session, .with = booking_is_over},
	{&screen_session, .with = booking_is_over_and_no_door},
	{&screen_session, .with = booking_opens_at_an_hour},
	{&screen_session, .with = is_for_babies},
	{&screen_session, .with = is_for_some_babies},
	{&screen_session, .with = is_for_ages},
	{&screen_session, .with = asks_for_children},
	{&screen_series, .theme = "children", .with = are_many, .enters = true},
	{&screen_series, .theme = "children", .enters = true, .knows = is_on_sundays},
	{&screen_series, .theme = "children", .enters = true, .knows = is_on_wednesdays},
	{&screen_series, .theme = "children", .enters = true, .knows = is_on_thursdays},
	{&screen_who_comes, .with = is_a_large_family},
	{&screen_join_done, .with = see_the_first_child},
	{&screen_join_done, .with = see_the_second_child},
	{&screen_join_done, .with = see_the_third_child},
	{&screen_join_done, .with = see_the_fourth_child},
	{&screen_join_done, .with = see_the_fifth_child},
	{&screen_join_done, .with = see_the_sixth_child},
	{&screen_my_page, .enters = true, .knows = was_changed_elsewhere},
	{&screen_my_page, .enters = true, .knows = was_not_changed},
	{&screen_change_party, .enters = true, .knows = check_may_not_change},
	{&screen_change_party, .enters = true, .knows = check_has_started},
	{&screen_change_party, .enters = true, .knows = check_has_closed},
	{&screen_change_party, .enters = true, .knows = check_has_no_room},
	{&screen_change_party, .enters = true, .knows = check_has_no_places},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_has_no_places},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_has_few_places},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_is_booked},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_is_cancelled},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_has_started},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_that_day_is_not_open},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_no_other_day_has_places},
	{&screen_change_day, .theme = "children", .enters = true,
		.knows = check_every_day_is_booked},
	{&screen_party, .with = is_called},
	{&screen_party, .with = has_the_longest_first_name},
	{&screen_party, .theme = "children", .enters = true, .with = has_the_longest_first_name},
	{&screen_first_name},
	{&screen_first_name, .with = is_called_by_a_number, .enters = true, .taps = "CONTINUE"},
	{&screen_first_name, .with = has_the_longest_first_name, .enters = true, .types = "n",
		.taps = "CONTINUE"},
	{&screen_ticket, .with = has_a_new_ticket},
	{&screen_booking},
	{&screen_challenge, .with = check_shows_no_card, .enters = true,
		.knows = check_has_one_stamp},
	{&screen_challenge, .enters = true, .knows = check_has_all_stamps_and_no_gift},
	{&screen_question, .with = say_nothing, .enters = true, .taps = "CONTINUE"},
	{&screen_question, .with = give_no_letters, .enters = true, .taps = "CONTINUE"},
	{&screen_question, .with = give_no_name, .enters = true, .taps = "CONTINUE"},
	{&screen_question, .with = give_the_longest_name, .enters = true, .types = "n"},
	{&screen_question, .with = give_no_day, .enters = true, .taps = "CONTINUE"},
	{&screen_question, .with = give_a_day_long_gone, .enters = true, .taps = "CONTINUE"},
	{&screen_question, .with = choose_nobody, .enters = true, .taps = "CONTINUE"},
	{&screen_form_check, .with = choose_everybody},
};
enum { FIXTURES = sizeof(fixtures) / sizeof(fixtures[0]) };

/* ---- the visit ---- */

static void fill_series(struct visit *visit)
{
	struct visit_series *series = &visit->series;

	for (int refusal = 0; refusal < BOOKING_REFUSALS; refusal++)
		series->answers[series->count++] = (struct series_answer){
			.booking = visit->booking, .refusal = (enum booking_refusal)refusal};
	series->answers[series->count++] =
		(struct series_answer){.booking = visit->booking, .again = true};
	series->answers[series->count] = (struct series_answer){.booking = visit->booking};
	series->answers[series->count++].booking.state = BOOKING_WAITING;
	series->answers[series->count] = series->answers[series->count - 1];
	series->answers[series->count++].few = true;
}

/* The first of the theme. */
static void choose_session(struct app *app, const char *theme, struct session *session)
{
	static struct session sessions[SESSIONS_MAX];
	int64_t now_ms = clock_now_ms();
	int count = store_sessions(app->store, now_ms, clock_day_start(now_ms, DAYS_AHEAD), false,
		sessions, SESSIONS_MAX);

	*session = sessions[0];
	for (int i = count - 1; theme && i >= 0; i--)
		if (strcmp(sessions[i].theme, theme) == 0)
			*session = sessions[i];
	session->asks = (1u << PARTY_PARTS) - 1;
}

static void fill(struct app *app, const struct fixture *fixture)
{
	struct visit *visit = &app->visit;

	*visit = (struct visit){.answer = {.code = fixture->code, .candidate = -1}};
	choose_session(app, fixture->theme, &visit->session);
	visit->session.cancelled = fixture->cancelled;
	visit->answer.when_ms = fixture->code == CHECK_IN_FULL ? 0 : visit->session.opens_ms;
	visit->presented.kind = fixture->presented;
	visit->wants_to_book = true;
	visit->booked_again = fixture->booked_again;
	for (int part = 0; part < PARTY_PARTS; part++)
		visit->party.count[part] = 1;
	visit->booking.state = fixture->booking;
	visit->booking.in_line = fixture->in_line;
	visit->booking.party = visit->party;
	text_copy(visit->booking.code, sizeof(visit->booking.code), "C7PV4");
	visit->joined.count = 1;
	visit->joined.has_adult = true;
	text_copy(visit->joined.numbers[0], sizeof(visit->joined.numbers[0]), "24007000100008");
	if (fixture->series)
		fill_series(visit);
	if (fixture->with)
		fixture->with(app);
}

static void show(struct app *app, const struct screen *screen)
{
	struct layer *layer = app_layer(app);

	layer->screen = screen;
	layer->lasts_s = screen->lasts_s;
	layer->entered_boot_ms = clock_boot_ms();
	memset(layer->state, 0, sizeof(layer->state));
}

static void tap(struct app *app, const char *action)
{
	const struct screen *screen = app_screen(app);
	int found = text_find(action, screen->action_names, screen->action_count);

	assert(found > 0);
	screen->tap(app, found, 0);
}

static void type(struct app *app, const char *text)
{
	struct message message = {.kind = MESSAGE_TEXT};

	text_copy(message.text, sizeof(message.text), text);
	app_offer(app, &message);
}

/* It stays on this screen. */
static void go_on(struct app *app, const struct fixture *fixture)
{
	const struct screen *next = app->next;

	if (fixture->enters)
		app_screen(app)->enter(app);
	if (fixture->knows)
		fixture->knows(app);
	if (fixture->types)
		type(app, fixture->types);
	if (fixture->taps)
		tap(app, fixture->taps);
	assert(app->next == next);
}

/* ---- the kiosk ---- */

static void equip(struct app *app, const struct fixture *fixture)
{
	struct worker *worker = app->workers.worker;
	static struct enrolment enrolment;

	worker[WORKER_NFC].state = fixture->camera_only ? WORKER_ABSENT : WORKER_READY;
	worker[WORKER_CAMERA].state = WORKER_READY;
	if (fixture->enters)
		worker[WORKER_SYNC].state = WORKER_ABSENT;
	enrolment = *store_enrolment(app->store);
	if (fixture->without_help) {
		enrolment.help.minutes = 0;
		memset(enrolment.help.places, 0, sizeof(enrolment.help.places));
	}
	app->enrolment = &enrolment;
}

void check_fixtures(struct app *app, void (*look)(struct check *), struct check *check)
{
	static struct layer layer;
	static struct visit visit;
	struct worker *worker = app->workers.worker;
	enum worker_state nfc = worker[WORKER_NFC].state, camera = worker[WORKER_CAMERA].state,
			  sync = worker[WORKER_SYNC].state;

	layer = *app_layer(app);
	visit = app->visit;
	for (int i = 0; i < FIXTURES; i++) {
		fill(app, &fixtures[i]);
		equip(app, &fixtures[i]);
		show(app, fixtures[i].screen);
		go_on(app, &fixtures[i]);
		look(check);
		worker[WORKER_SYNC].state = sync;
	}
	*app_layer(app) = layer;
	app->visit = visit;
	memory_wipe(&layer, sizeof(layer));
	memory_wipe(&visit, sizeof(visit));
	app->enrolment = store_enrolment(app->store);
	worker[WORKER_NFC].state = nfc;
	worker[WORKER_CAMERA].state = camera;
}
