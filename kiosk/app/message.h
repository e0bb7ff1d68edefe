/* Something that happened and concerns a screen: a tap, a key, a card, a deadline. By value; wiped by
 * the app after it was handled. ("Event" is what the library puts on.) */
#ifndef APP_MESSAGE_H
#define APP_MESSAGE_H

#include "rules/presented.h"

/* What is said of what was held near, until the next touch. */
enum held {
	HELD_NOTHING,
	HELD_WAITS,      /* a card, until the visitor is finished here */
	HELD_UNREADABLE, /* that was hard to read */
	HELD_SEVERAL,    /* two cards or codes at once */
};

enum message_kind {
	MESSAGE_TAP,   /* what: the screen's action; which: its index */
	MESSAGE_TOUCH, /* a finger where nothing acts */
	MESSAGE_TEXT,  /* text: typed, to be put into the field */
	MESSAGE_BACKSPACE,
	MESSAGE_DELETE, /* the character behind the caret */
	MESSAGE_CARET,  /* which: bytes before the place that it was moved to */
	MESSAGE_ENTER,
	MESSAGE_PRESENTED,  /* a card or code was held near */
	MESSAGE_UNREADABLE, /* something was held near that nobody could read */
	MESSAGE_DEADLINE,   /* the one that app_wake_in() set */
	MESSAGE_NEWS,       /* the store changed under us, or the day did: read it again */
};

struct message {
	enum message_kind kind;
	int what, which;
	char text[64];
	struct presented presented;
	enum held held; /* of MESSAGE_UNREADABLE */
};

#endif
