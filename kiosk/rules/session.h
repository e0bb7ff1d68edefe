/* An event is what the library puts on; a session is one dated occurrence of it. */
#ifndef RULES_SESSION_H
#define RULES_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/party.h"

enum {
	TITLE_BYTES_MAX = 160,
	ROOM_BYTES_MAX = 120,
	ABOUT_BYTES_MAX = 600,
	ICON_BYTES_MAX = 32,
	CHECK_IN_OPENS_BEFORE_MS = 30 * 60 * 1000,
};

/* On disk: append only, never renumber. */
enum admission {
	ADMISSION_DROP_IN = 0, /* nobody books; the door counts */
	ADMISSION_BOOKED = 1,  /* only with a booking, extra people by the door places */
	ADMISSION_BOTH = 2,
};

struct session {
	struct id id;                /* BLAKE2b(branch, UID, occurrence): programme.h */
	char title[TITLE_BYTES_MAX]; /* the library's words, in its language */
	char room[ROOM_BYTES_MAX];
	char about[ABOUT_BYTES_MAX];
	char icon[ICON_BYTES_MAX];  /* a file of assets/icons */
	char theme[ICON_BYTES_MAX]; /* "children", "community", ...: how What's on is grouped */
	int64_t starts_ms, ends_ms;
	int64_t opens_ms, closes_ms; /* check-in: closed-open [opens, closes) */
	enum admission admission;
	unsigned asks;   /* bit 1 << enum party_part: which counts the event asks */
	int places;      /* people who may book */
	int door_places; /* more that the fire limit lets in */
	bool cancelled;
	int64_t revision; /* the centre's; 0: from the demo's own programme */
};

/* Check-in is open: not cancelled and within [opens, closes). */
bool session_is_open(const struct session *session, int64_t now_ms);
bool session_asks(const struct session *session, enum party_part part);

/* "drop-in", "booked", "both": in calendars, in the feed and at the centre. */
const char *admission_name(enum admission admission);
bool admission_named(const char *name, enum admission *admission);

#endif
