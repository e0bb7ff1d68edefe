/* The dates of one event as a list: has each places for a party, or does it wait? What has none here is
 * asked for on the spot, and the answer awaited for some seconds; then it waits. */
#ifndef SCREENS_DATE_LIST_H
#define SCREENS_DATE_LIST_H

#include <stdbool.h>

#include "app/message.h"
#include "rules/booking.h"
#include "rules/series.h"
#include "screens/parts.h"
#include "ui/ui.h"

struct app;

enum date_state {
	DATE_PLACES,
	DATE_ASKED, /* the centre's answer is waited for */
	DATE_WAITS, /* the waiting list */
	DATE_FEW,   /* the waiting list, for few places are left: asking for more does not help */
	DATE_HAD,   /* the visitor's card has booked it */
	DATE_NOT,   /* booking_decide() says why */
};

/* The caller fills sessions, count and party, and `moves` where that booking is given for the new one. */
struct date_list {
	struct session sessions[SERIES_MAX];
	enum date_state dates[SERIES_MAX];
	enum place_state places[SERIES_MAX];
	enum booking_refusal refusals[SERIES_MAX]; /* of DATE_NOT */
	int count;
	struct party party;
	const struct booking *moves;
	struct id had; /* the visitor has this session, whatever their card says; zero: none */
	bool asks;
	bool offline; /* places could not be asked for, or nobody answered in time */
};

/* On enter(): asks for what is missing, and reads how it stands. */
void date_list_begin(struct app *app, struct date_list *list);
/* In handle(): news, or nobody has answered in time. */
bool date_list_heard(struct app *app, struct date_list *list, const struct message *message);

/* It can be booked now, or waited for. */
bool date_list_is_open(const struct date_list *list, int i);
/* An answer is still to come. */
bool date_list_is_awaited(const struct date_list *list);

/* The leaf, the date and how it stands, inside a row that the caller opens. */
void date_list_words(struct ui *ui, const struct date_list *list, int i);
/* A row of the list: a card to be touched, or (action 0) one that is only read. */
struct ui_node *date_list_open_row(struct ui *ui, int action, int i);

#endif
