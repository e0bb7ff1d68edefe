/* Dates, times and lengths as a calendar writes them: "20261204", "20261204T103000Z", "PT1H30M".
 * What is no date of the Gregorian calendar, 31 November, is none here. Pure. */
#ifndef CALENDAR_TIMES_H
#define CALENDAR_TIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

enum { DAY_SECONDS = 24 * 60 * 60, TIMES_WORDS_BYTES = 32, TIMES_VALUE_BYTES = 64 };

/* Days since 1970-01-01, and back (with the weekday). */
int64_t times_day_number(int year, int month, int day);
struct wall_time times_date(int64_t day_number);
int times_days_of_month(int year, int month);
/* Seconds since 1970, as if the wall's clock showed UTC. */
int64_t times_wall_seconds(struct wall_time wall);

/* The whole text; a trailing Z is said in *is_utc, a day without a time in *is_date. */
bool times_read(const char *text, struct wall_time *wall, bool *is_utc, bool *is_date);
/* Of a list "a,b," each value in turn, cut to fit; false: no more. */
bool times_next(const char **at, char value[static TIMES_VALUE_BYTES]);
/* "P1W", "P1DT2H", "-PT30M". */
bool times_read_length(const char *text, int64_t *seconds);

/* "4 Dec 2026 10:30", or only the day. */
void times_in_words(
	const struct wall_time *wall, bool is_date, char words[static TIMES_WORDS_BYTES]);
/* So much later on the same clock. */
struct wall_time times_later(struct wall_time wall, int64_t seconds);

#endif
