/* Time. An instant is int64 milliseconds UTC since 1970 (`_ms`); a wall time (year, month, ..., in
 * the branch's zone) exists only here. A DEMO enrolment may obey $KIOSK_CLOCK: a file that several
 * processes map, so that a journey stops and moves their time together.
 *
 * clock_set_zone() is called once, before any thread; the rest may be called from any thread. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, HOUR_MS = 60 * MINUTE_MS };
#define DAY_MS (INT64_C(24) * HOUR_MS)

struct wall_time {
	int year;    /* 2026 */
	int month;   /* 1..12 */
	int day;     /* 1..31 */
	int hour;    /* 0..23 */
	int minute;  /* 0..59 */
	int second;  /* 0..59 */
	int weekday; /* 0 Sunday .. 6 Saturday; clock_instant() does not read it */
};

/* The branch's zone, "Europe/London". False: there is no such zone on this machine. */
bool clock_set_zone(const char *zone, struct error *error);
/* The name that was set; "" before. */
const char *clock_zone(void);

/* Obeys $KIOSK_CLOCK from here on, if it is set; for DEMO enrolments only. */
bool clock_obey_journey(struct error *error);
bool clock_is_frozen(void);

/* Sets the journey's instant; boot time moves along by as much when it goes forward. Only while
 * frozen. */
void clock_journey_set(int64_t now_ms);

int64_t clock_now_ms(void);
/* Milliseconds since boot, sleep included; never goes back. For time-outs and for doubt. */
int64_t clock_boot_ms(void);
/* The same, and never the journey's: for fingers, other programs and the network, which go on while
 * a journey's time stands still. */
int64_t clock_real_ms(void);

struct wall_time clock_wall(int64_t instant_ms);
/* A time that a change of the clocks skips is read as one hour later; one that comes twice is the
 * first. Fields out of range carry over (day 32 is the next month's first). */
int64_t clock_instant(struct wall_time wall);

/* Midnight that starts the branch's day of `instant_ms`, moved by `days`. */
int64_t clock_day_start(int64_t instant_ms, int days);

/* "2026-12-04T10:20" or "2026-12-04T10:20:30" in the branch's zone. */
bool clock_parse(const char *text, int64_t *instant_ms);

/* A new file for $KIOSK_CLOCK, frozen at `now_ms`; for the runner of journeys. */
bool clock_create_journey_file(const char *path, int64_t now_ms, struct error *error);

#endif
