/* What the screens say, understood: the one place that knows their English words and where on a page
 * they stand. A page that is written otherwise is followed here, and nowhere else. */
#ifndef MONTH_WORDS_H
#define MONTH_WORDS_H

#include "rules/party.h"
#include "seen.h"

enum { TOLD_TITLE_BYTES = 100, TOLD_DAY_BYTES = 24, TOLD_CODE_BYTES = 8, TOLD_MAX = 48 };

enum standing { TOLD_NOTHING, TOLD_BOOKED, TOLD_WAITING, TOLD_CANCELLED };

/* What a page says of one booking. */
struct told {
	enum standing standing;
	char title[TOLD_TITLE_BYTES];
	char day[TOLD_DAY_BYTES]; /* "4 December" */
	int starts_minute;        /* of the day; -1: not said */
	struct party party;       /* all 0: not said */
	char code[TOLD_CODE_BYTES];
	bool again; /* "You have booked this already" */
	int index;  /* of the card that is touched for it */
};

/* "1 adult, 2 children". False: that is no party. */
bool words_party(const char *text, struct party *party);

/* The page of a ticket, new or of one's own ("You are booked", "You are on the waiting list"), or of one's
 * own booking, when it has been cancelled. */
bool words_ticket(const struct seen *seen, struct told *told);
/* Of one's own page: what is booked. */
int words_bookings(const struct seen *seen, struct told told[static TOLD_MAX]);
enum news { NEWS_NONE, NEWS_NOT_KEPT, NEWS_NOT_CHANGED, NEWS_PROMOTED };
/* What one's own page says has become of a booking since: title and day. */
enum news words_news(const struct seen *seen, struct told *told);
/* The sessions of a list to choose from: title, day, beginning; standing is TOLD_BOOKED where places are
 * said to be there, TOLD_WAITING where it is full, TOLD_NOTHING where nothing is to be booked. */
int words_sessions(const struct seen *seen, struct told told[static TOLD_MAX]);
/* The dates of a list of one event, with how they stand: before they are booked, and after. */
int words_dates(const struct seen *seen, struct told told[static TOLD_MAX]);
/* The page after a code was typed: session and party. */
bool words_found(const struct seen *seen, struct told *told);

enum welcome {
	WELCOME_NONE,
	WELCOME_IN,
	WELCOME_ALREADY,
	WELCOME_FULL,
	WELCOME_WAITING,
	WELCOME_UNDONE
};
/* The answer to who came: title and party of those who were let in. */
enum welcome words_welcome(const struct seen *seen, struct told *told);

/* A page's own session (its leaf and title): of a party page or an event's page. */
bool words_session(const struct seen *seen, struct told *told);
/* Who comes, as the steppers of a party page say it. */
bool words_steppers(const struct seen *seen, struct party *party);
bool words_cancelled(const struct seen *seen);
bool words_changed(const struct seen *seen);
bool words_full(const struct seen *seen);
bool words_code_not_found(const struct seen *seen);
/* The number of a new member. False: none is said. */
bool words_number(const struct seen *seen, char number[static 16]);

#endif
