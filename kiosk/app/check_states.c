/* A screen's own state, set by hand after it was entered; the visit where that says it. */
#include "app/check_states.h"

#include <assert.h>

#include "app/internal.h"
#include "base/clock.h"
#include "screens/challenge_words.h"
#include "screens/change_day.h"
#include "screens/check_in.h"
#include "screens/class.h"
#include "screens/drop_in.h"
#include "screens/party.h"
#include "screens/refusal.h"
#include "screens/series.h"

static struct session *session_of(struct app *app)
{
	return &app->visit.session;
}

/* ---- places ---- */

static struct party_state *party_of(struct app *app)
{
	return (struct party_state *)app_layer(app)->state;
}

void check_has_no_room_for_prams(struct app *app)
{
	*party_of(app) = (struct party_state){.missing = PARTY_PRAMS};
}

void check_has_no_room_for_wheelchairs(struct app *app)
{
	*party_of(app) = (struct party_state){.missing = PARTY_WHEELCHAIRS};
}

void check_keeps_the_last_for_members(struct app *app)
{
	*party_of(app) = (struct party_state){.missing = PARTY_PARTS, .others_are_kept = true};
	session_of(app)->setting[SETTING_MEMBERS_UNTIL_MS] = session_of(app)->starts_ms - HOUR_MS;
}

void check_keeps_and_holds(struct app *app)
{
	struct session *session = session_of(app);

	session->starts_ms = clock_day_start(app->now_ms, 1) + 10 * HOUR_MS;
	session->ends_ms = session->starts_ms + HOUR_MS;
	session->setting[SETTING_MEMBERS_PLACES] = 8;
	session->setting[SETTING_HELD_UNTIL_MS] = session->starts_ms + 10 * MINUTE_MS;
}

void check_may_be_a_class(struct app *app)
{
	session_of(app)->setting[SETTING_CLASS_PLACES] = 33;
	session_of(app)->starts_ms = app->now_ms - MINUTE_MS;
}

void check_takes_no_class(struct app *app)
{
	session_of(app)->setting[SETTING_CLASS_PLACES] = 0;
}

static void is_refused(struct app *app, struct door_full full)
{
	full.is_refused = true;
	((struct drop_in_state *)app_layer(app)->state)->full = full;
}

void check_asks_for_places_at_the_door(struct app *app)
{
	((struct drop_in_state *)app_layer(app)->state)->asks = true;
}

static struct check_in_state *check_in_of(struct app *app)
{
	return (struct check_in_state *)app_layer(app)->state;
}

void check_a_card_asks_for_places(struct app *app)
{
	check_in_of(app)->asks = true;
}

void check_a_card_finds_few_places(struct app *app)
{
	check_in_of(app)->full =
		(struct door_full){.is_refused = true, .missing = PARTY_PARTS, .left = 3};
}

void check_a_card_finds_the_door_full(struct app *app)
{
	check_in_of(app)->full = (struct door_full){.is_refused = true, .missing = PARTY_PARTS};
}

void check_is_full(struct app *app)
{
	is_refused(app, (struct door_full){.room_is_full = true});
}

void check_has_few_places_at_the_door(struct app *app)
{
	is_refused(app, (struct door_full){.missing = PARTY_PARTS, .left = 3});
}

void check_has_no_places_at_the_door(struct app *app)
{
	is_refused(app, (struct door_full){.missing = PARTY_PARTS});
}

void check_has_no_prams_at_the_door(struct app *app)
{
	is_refused(app, (struct door_full){.missing = PARTY_PRAMS, .left = 3});
}

void check_has_no_wheelchairs_at_the_door(struct app *app)
{
	is_refused(app, (struct door_full){.missing = PARTY_WHEELCHAIRS, .left = 3});
}

void check_is_full_and_something_else_is_on(struct app *app)
{
	struct drop_in_state *state = (struct drop_in_state *)app_layer(app)->state;

	*state = (struct drop_in_state){.full = {.is_refused = true, .room_is_full = true},
		.has_other = true,
		.other = *session_of(app),
		.inside = 45};
}

void check_has_no_room_for_a_class(struct app *app)
{
	((struct class_state *)app_layer(app)->state)->full = true;
}

void check_were_given_away(struct app *app)
{
	app->visit.answer.when_ms = session_of(app)->starts_ms;
}

static void starts_in_no_room(struct app *app, int64_t starts_ms)
{
	session_forget_text(session_of(app), SESSION_ROOM);
	session_of(app)->starts_ms = starts_ms;
}

void check_is_in_no_room(struct app *app)
{
	starts_in_no_room(app, app->now_ms + HOUR_MS);
}

void check_has_started_in_no_room(struct app *app)
{
	starts_in_no_room(app, app->now_ms - MINUTE_MS);
}

/* ---- a change that is refused ---- */

static void refuse(struct app *app, enum refusal refusal)
{
	*(enum refusal *)app_layer(app)->state = refusal;
}

void check_may_not_change(struct app *app)
{
	refuse(app, REFUSAL_STANDS);
}

void check_has_started(struct app *app)
{
	refuse(app, REFUSAL_STARTED);
}

void check_has_closed(struct app *app)
{
	refuse(app, REFUSAL_CLOSED);
}

void check_has_no_room(struct app *app)
{
	refuse(app, REFUSAL_NO_ROOM);
}

void check_has_no_places(struct app *app)
{
	refuse(app, REFUSAL_NO_PLACES);
}

void check_that_day_has_no_places(struct app *app)
{
	refuse(app, REFUSAL_DAY_NO_PLACES);
}

void check_that_day_has_few_places(struct app *app)
{
	refuse(app, REFUSAL_FEW);
}

void check_that_day_is_booked(struct app *app)
{
	refuse(app, REFUSAL_DAY_BOOKED);
}

void check_that_day_is_cancelled(struct app *app)
{
	refuse(app, REFUSAL_DAY_CANCELLED);
}

void check_that_day_has_started(struct app *app)
{
	refuse(app, REFUSAL_DAY_STARTED);
}

void check_that_day_is_not_open(struct app *app)
{
	refuse(app, REFUSAL_DAY_NOT_OPEN);
}

static void every_day_is(struct app *app, enum date_state date)
{
	struct date_list *list = &((struct change_day_state *)app_layer(app)->state)->list;

	assert(list->count > 1);
	for (int i = 0; i < list->count; i++)
		list->dates[i] = date;
}

void check_no_other_day_has_places(struct app *app)
{
	struct date_list *list = &((struct change_day_state *)app_layer(app)->state)->list;

	every_day_is(app, DATE_WAITS);
	list->dates[0] = DATE_NOT;
	list->refusals[0] = BOOKING_TOO_LARGE_WHEN_FEW;
	list->sessions[0].setting[SETTING_LARGEST_WHEN_FEW] = 3;
}

void check_every_day_is_booked(struct app *app)
{
	every_day_is(app, DATE_HAD);
}

/* ---- a challenge ---- */

void check_shows_no_card(struct app *app)
{
	app->visit.holder = (struct holder){0};
}

static void has_stamps(struct app *app, int count, enum challenge_answer answer)
{
	static const struct form form = {.name = "check",
		.title = {.sentence = "Well done!"},
		.steps = {{.icon = ""}, {.icon = ""}, {.icon = ""}, {.icon = ""}, {.icon = ""},
			{.icon = ""}},
		.step_count = 6};
	struct challenge *challenge = (struct challenge *)app_layer(app)->state;

	*challenge =
		(struct challenge){.form = &form, .stamps = {.count = count}, .answer = answer};
}

void check_has_one_stamp(struct app *app)
{
	has_stamps(app, 1, CHALLENGE_STAMP);
}

void check_has_all_stamps_and_no_gift(struct app *app)
{
	app->visit.holder.status = HOLDER_MEMBER;
	has_stamps(app, 6, CHALLENGE_COMPLETE);
}

/* ---- fair places ---- */

/* Each date as it stands in the list, with what the library would say of it. */
void check_dates_are_refused_or_wait(struct app *app)
{
	static const enum booking_refusal refusals[] = {BOOKING_PARTY_TOO_LARGE,
		BOOKING_TOO_LARGE_WHEN_FEW, BOOKING_ONE_A_DAY, BOOKING_DAY_BEFORE};
	enum { SHOWN = sizeof(refusals) / sizeof(refusals[0]) };
	struct date_list *list = &((struct series_state *)app_layer(app)->state)->list;

	assert(list->count > SHOWN);
	for (int i = 0; i < SHOWN; i++) {
		list->sessions[i].setting[SETTING_LARGEST_PARTY] = 4;
		list->sessions[i].setting[SETTING_LARGEST_WHEN_FEW] = 3;
		list->dates[i] = DATE_NOT;
		list->refusals[i] = refusals[i];
	}
	list->dates[1] = DATE_FEW;
	list->dates[SHOWN] = DATE_WAITS;
	list->places[SHOWN] = PLACES_FEW;
}
