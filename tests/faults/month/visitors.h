/* Visitors at a kiosk: each function is one visit, from the first touch or card until the screen is free
 * again. What the screens say goes into the ledger; what they refuse is taken as it is. */
#ifndef MONTH_VISITORS_H
#define MONTH_VISITORS_H

#include "ledger.h"

/* Counts of what was done, by name, for the end's line. */
struct deeds {
	int booked, waiting, series, changed, moved, cancelled, promoted, let_in, dropped_in,
		walked_in;
	int fewer, undone, full, put_on_card, photographed, refused, unknown_codes, joined;
	int heard; /* that something had become otherwise */
};
extern struct deeds deeds;

/* `family` NOBODY: a guest. */
void visitor_books(const struct visit *visit, int family);
/* Looks at what is booked, and changes, moves or cancels something of it. */
void visitor_changes(const struct visit *visit, int family);
/* Comes to the session of a promise, by card, ticket or code. */
void visitor_comes(const struct visit *visit, int promise);
void visitor_drops_in(const struct visit *visit);
void visitor_walks_in(const struct visit *visit, int family);
/* A guest looks how a booking stands, by its code; perhaps puts it on a card. */
void visitor_looks(const struct visit *visit, int promise, int family);
/* A card's holder reads all of their own page. */
void visitor_reads(const struct visit *visit, int family);
void visitor_joins(const struct visit *visit);

#endif
