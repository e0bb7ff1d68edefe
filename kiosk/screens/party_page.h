/* The page with a stepper for each count that a session asks: who is coming, how many are you, who
 * really came. Data in, page out; the three screens decide what its ways on mean. */
#ifndef SCREENS_PARTY_PAGE_H
#define SCREENS_PARTY_PAGE_H

#include "rules/places.h"
#include "screens/parts.h"

struct party_page {
	const char *title;
	int step, steps; /* of a way in steps; 0: none */
	const struct session *session;
	enum place_state places;
	const struct party *party;
	bool is_largest;              /* nobody more can be added */
	const char *thanks, *warning; /* a sentence beside the steppers, or NULL */
	const char *question;         /* to be answered with Yes or No, or NULL */
	int action_yes, action_no;
	const char *why_hold; /* a card may be held near, and why; NULL: it need not */
	const char *also; /* another way on, which nobody need take; may say a name. NULL: none */
	const char *also_icon;
	int action_also;
	const char *go_on, *icon; /* NULL: not as it stands */
	/* How full the room is: people inside, of so many; 0: not said. `note`: below it, or NULL. */
	int inside, room;
	const char *note;
	const char *other; /* another way, as a button beside the steppers, or NULL */
	int action_other;
	const int *quick; /* counts of children to tap at once: so many, or NULL */
	int quick_count, action_quick;
};

/* A screen with this page has these actions first. */
#define PARTY_PAGE_ACTIONS(A) A(BACK) A(LESS) A(MORE) A(GO_ON)

void party_page_view(const struct app *app, struct ui *ui, const struct party_page *page);
/* LESS and MORE. */
void party_page_step(struct party *party, const struct session *session, int action, int which);
/* So many people may be in the room: those who book, those who come to the door, and a class. */
int party_page_room(const struct session *session);
/* Where the door has no places for so many: how it stands with the visit's session. */
struct door_full {
	bool is_refused;
	bool room_is_full;
	enum party_part
		missing; /* of the room's prams, say, and not of its people; PARTY_PARTS: none */
	int left;        /* places at the door that this kiosk has */
};
/* `more`: what was asked for. */
struct door_full party_page_refused(struct app *app, const struct places *more);
/* NULL: they were not refused. */
const char *party_page_full(struct ui *ui, const struct door_full *full);

#endif
