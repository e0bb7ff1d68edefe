/* Time zones by the names that calendars give them: the branch's own, UTC, any that the machine
 * knows, else the one that the file itself describes (VTIMEZONE). A known name is believed before
 * the file's description of it. A time that a change of the clocks skips is read as one hour later,
 * one that comes twice is the first, as in base/clock.h.
 *
 * A zone of the machine is read from its zoneinfo by setting TZ for a moment: for a program with one
 * thread. Nothing else here is impure. */
#ifndef CALENDAR_ZONES_H
#define CALENDAR_ZONES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "calendar/content.h"

enum { ZONES_MAX = 64, ZONE_NAME_BYTES = 96 };

struct zone_change {
	int64_t at_s;
	int offset_s; /* from then on, east of Greenwich */
};

struct zone {
	char name[ZONE_NAME_BYTES];
	bool is_branch, is_known;
	int before_s; /* the offset before the first change */
	int change_count;
	struct zone_change *changes;
};

struct zones {
	const struct content *content;
	struct zone zone[ZONES_MAX];
	int count;
	int64_t steps; /* that are left for describing zones */
};

void zones_start(struct zones *zones, const struct content *content);
void zones_free(struct zones *zones);

const struct zone *zones_branch(void);
const struct zone *zones_utc(void);
/* NULL: nobody knows it, or there are more than ZONES_MAX. The same name is the same zone. */
const struct zone *zones_find(struct zones *zones, const char *name);

/* A time as the calendar wrote it, or a whole day. */
struct moment {
	struct wall_time wall;
	const struct zone *zone; /* NULL: not understood; then a wall of year 0 neither */
	bool is_date;
};

/* Milliseconds since 1970. */
int64_t zones_instant(const struct moment *moment);

#endif
