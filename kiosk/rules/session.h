/* An event is what the library puts on; a session is one dated occurrence of it. Its words may be said
 * in many languages; which of them stands on the screen is chosen when it is painted. */
#ifndef RULES_SESSION_H
#define RULES_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "rules/party.h"
#include "rules/setting.h"

enum {
	TITLE_BYTES_MAX = 160,
	ROOM_BYTES_MAX = 120,
	ABOUT_BYTES_MAX = 600,
	ACCESS_NOTE_BYTES_MAX = 200,
	ICON_BYTES_MAX = 32,
	PARTNER_BYTES_MAX = 120,
	SESSION_LANGUAGE_BYTES_MAX = 20,
	SESSION_WORDS_BYTES_MAX = 5600, /* six languages at their longest, or forty titles */
	CHECK_IN_OPENS_BEFORE_MS = 30 * 60 * 1000,
};

/* On disk: append only, never renumber. */
enum admission {
	ADMISSION_DROP_IN = 0, /* nobody books; the door counts */
	ADMISSION_BOOKED = 1,  /* only with a booking, extra people by the door places */
	ADMISSION_BOTH = 2,
};

/* In the order in which they are packed: append only. */
enum session_text {
	SESSION_TITLE,
	SESSION_ROOM,
	SESSION_ABOUT,
	SESSION_THEME,
	SESSION_ACCESS_NOTE, /* what is to be said of access beyond its marks */
	SESSION_TEXTS
};

/* A language after the other: its tag in lower case and its first four texts in the order above, each
 * ended by '\0'; further texts stand in an entry of their own, whose tag ends in '/'. The tag "" is the
 * library's own, which stands wherever a language has none. */
struct session_words {
	int length;
	char bytes[SESSION_WORDS_BYTES_MAX];
};

struct session {
	struct id id;               /* BLAKE2b(branch, UID, occurrence): programme.h */
	struct id event;            /* the same for all of one event; zero: it stands alone */
	char icon[ICON_BYTES_MAX];  /* a file of assets/icons */
	char theme[ICON_BYTES_MAX]; /* "children", "community", ...: how What's on is grouped */
	int64_t starts_ms, ends_ms;
	int64_t opens_ms, closes_ms; /* check-in: closed-open [opens, closes) */
	enum admission admission;
	unsigned asks;   /* bit 1 << enum party_part: which counts the event asks */
	int places;      /* people who may book */
	int door_places; /* more that the fire limit lets in */
	bool cancelled;
	int64_t setting[SESSION_SETTINGS]; /* 0: nothing is said */
	uint64_t spoken;                   /* bit 1 << its place in rules/spoken.h */
	char partner[PARTNER_BYTES_MAX];   /* who puts it on with the library, or "" */
	int64_t revision;                  /* the centre's; 0: from the demo's own programme */
	struct session_words words;
};

/* Check-in is open: not cancelled and within [opens, closes). */
bool session_is_open(const struct session *session, int64_t now_ms);
bool session_asks(const struct session *session, enum party_part part);

/* A child who comes alone goes to school, and how old they are nobody knows: the event is for an age that
 * such a child may have, or has no ages. */
bool session_is_for_a_child_alone(const struct session *session);
/* Whether the event is for an age that this party has nobody of: it is for children, asks how many
 * come, and none does. A reason to ask kindly, never to refuse. */
bool session_misses_a_child(const struct session *session, const struct party *party);

/* What is said in `language`, or of one of its countries ("pl-PL" for "pl", but not "pa-Arab" for
 * "pa": another script); else the library's own text; else "". As long as the session. */
const char *session_text(
	const struct session *session, const char *language, enum session_text which);
/* Whether it is said in that language, not only in the library's own. */
bool session_says(const struct session *session, const char *language, enum session_text which);
/* The library's own title: for reports, and where nobody has chosen a language. */
const char *session_title(const struct session *session);

/* Replaces a text; "" takes it away, and what is longer than its kind may be is cut. `language` is a
 * tag of letters, digits and dashes, in any case, or "". False: it is no tag, or there is no room;
 * nothing has changed then. */
bool session_set_text(
	struct session *session, const char *language, enum session_text which, const char *text);
/* Whether it is a tag, or "". */
bool session_is_language(const char *language);
/* In no language any more. */
void session_forget_text(struct session *session, enum session_text which);
/* The tag of the language at `index`, in the order in which they were first said; NULL: no more. */
const char *session_language(const struct session *session, int index);
/* Takes words as they were kept; false: they are damaged, and nothing is said. */
bool session_take_words(struct session *session, const void *bytes, size_t length);

/* "title", "room", "about", "theme": in the feed and at the centre. */
const char *session_text_name(enum session_text which);
/* Of a text of that kind, in bytes with its end. */
size_t session_text_size(enum session_text which);

/* "drop-in", "booked", "both": in calendars, in the feed and at the centre. */
const char *admission_name(enum admission admission);
bool admission_named(const char *name, enum admission *admission);

#endif
