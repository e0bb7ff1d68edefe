/* What a screen knows that no journey brings it to, for check_fixtures.c. Each sets the state of the
 * screen that is shown, or the visit that it reads, and writes nothing down. */
#ifndef APP_CHECK_STATES_H
#define APP_CHECK_STATES_H

struct app;

void check_has_no_room_for_prams(struct app *app);
void check_has_no_room_for_wheelchairs(struct app *app);
void check_keeps_the_last_for_members(struct app *app);
void check_keeps_and_holds(struct app *app);
void check_may_be_a_class(struct app *app);
void check_takes_no_class(struct app *app);
void check_asks_for_places_at_the_door(struct app *app);
void check_a_card_asks_for_places(struct app *app);
void check_a_card_finds_few_places(struct app *app);
void check_a_card_finds_the_door_full(struct app *app);
void check_is_full(struct app *app);
void check_has_few_places_at_the_door(struct app *app);
void check_has_no_places_at_the_door(struct app *app);
void check_has_no_prams_at_the_door(struct app *app);
void check_has_no_wheelchairs_at_the_door(struct app *app);
void check_is_full_and_something_else_is_on(struct app *app);
void check_has_no_room_for_a_class(struct app *app);
void check_were_given_away(struct app *app);
void check_is_in_no_room(struct app *app);
void check_has_started_in_no_room(struct app *app);
void check_may_not_change(struct app *app);
void check_has_started(struct app *app);
void check_has_closed(struct app *app);
void check_has_no_room(struct app *app);
void check_has_no_places(struct app *app);
void check_that_day_has_no_places(struct app *app);
void check_that_day_has_few_places(struct app *app);
void check_that_day_is_booked(struct app *app);
void check_that_day_is_cancelled(struct app *app);
void check_that_day_has_started(struct app *app);
void check_that_day_is_not_open(struct app *app);
void check_no_other_day_has_places(struct app *app);
void check_every_day_is_booked(struct app *app);
void check_shows_no_card(struct app *app);
void check_has_one_stamp(struct app *app);
void check_has_all_stamps_and_no_gift(struct app *app);
void check_dates_are_refused_or_wait(struct app *app);

#endif
