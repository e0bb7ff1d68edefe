/* Every screen, one line each. */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "app/screen.h"

extern const struct screen screen_home;
extern const struct screen screen_attract;
extern const struct screen screen_language;
extern const struct screen screen_whats_on;
extern const struct screen screen_session;
extern const struct screen screen_party;
extern const struct screen screen_who_comes;
extern const struct screen screen_first_name;
extern const struct screen screen_ticket;
extern const struct screen screen_series;
extern const struct screen screen_series_done;
extern const struct screen screen_series_tickets;
extern const struct screen screen_add_to_calendar;
extern const struct screen screen_tell_a_friend;
extern const struct screen screen_check_in;
extern const struct screen screen_choose_session;
extern const struct screen screen_who_came;
extern const struct screen screen_drop_in;
extern const struct screen screen_class;
extern const struct screen screen_my_page;
extern const struct screen screen_still_coming;
extern const struct screen screen_challenge;
extern const struct screen screen_booking;
extern const struct screen screen_change_party;
extern const struct screen screen_change_day;
extern const struct screen screen_find_booking;
extern const struct screen screen_booking_found;
extern const struct screen screen_is_this_yours;
extern const struct screen screen_still_there;
extern const struct screen screen_finish;
extern const struct screen screen_child_alone;
extern const struct screen screen_question;
extern const struct screen screen_form_check;
extern const struct screen screen_form_declined;
extern const struct screen screen_join_done;
extern const struct screen screen_help;
extern const struct screen screen_use_desk;

#endif
