/* What a library may say of an event beyond when, where and for how many: numbers that are all optional,
 * 0 where nothing is said. Each is one word in the feed, at the centre and in reports. */
#ifndef RULES_SETTING_H
#define RULES_SETTING_H

#include <stdint.h>

/* Places in what a kiosk keeps of a session: append only, never renumber. */
enum session_setting {
	SETTING_AGE_FROM_MONTHS = 0,
	SETTING_AGE_TO_MONTHS = 1, /* and as long as one is of that age: "0-5" is 60 */
	SETTING_ACCESS = 2,        /* bit 1 << enum session_access */
	SETTING_FIRE_LIMIT = 3,    /* people in the room, whoever they are */
	SETTING_BOOKING_OPENS_MS = 4,
	SETTING_BOOKING_CLOSES_MS = 5, /* 0: at the start */
	SETTING_LARGEST_PARTY = 6,     /* people in one booking */
	SETTING_MEMBERS_PLACES = 7,    /* of the places, kept for members until: */
	SETTING_MEMBERS_UNTIL_MS = 8,
	SETTING_ONE_A_DAY = 9,         /* one session of the same event a card a day */
	SETTING_STILL_COMING = 10,     /* who booked is asked at the card's next visit */
	SETTING_AFTER_ABSENCES = 11,   /* so many times running: books from the day before */
	SETTING_LARGEST_WHEN_FEW = 12, /* people in one booking while few places are left */
	/* Of each part of a party so many, in the order of enum party_part: */
	SETTING_ADULTS_PLACES = 13,
	SETTING_CHILDREN_PLACES = 14,
	SETTING_BABIES_PLACES = 15,
	SETTING_PRAMS_PLACES = 16,
	SETTING_WHEELCHAIRS_PLACES = 17,
	SETTING_CLASS_PLACES = 18,  /* people of one class, besides all others */
	SETTING_HELD_UNTIL_MS = 19, /* a booked place; then it is the door's */
	SESSION_SETTINGS            /* keep last */
};

/* On disk as bits: append only, never renumber. */
enum session_access {
	ACCESS_STEP_FREE = 0,
	ACCESS_HEARING_LOOP = 1,
	ACCESS_QUIET = 2,
	ACCESS_BSL = 3, /* British Sign Language */
	ACCESS_RELAXED = 4,
	SESSION_ACCESSES /* keep last */
};

/* "largest_party", ...: in the feed and at the centre. */
const char *setting_name(enum session_setting setting);
/* The largest that it may be; the least is 0. */
int64_t setting_most(enum session_setting setting);

/* "step-free", "hearing-loop", ...: in calendars. */
const char *access_name(enum session_access access);

#endif
