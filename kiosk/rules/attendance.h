/* How a party came in. */
#ifndef RULES_ATTENDANCE_H
#define RULES_ATTENDANCE_H

/* On disk: append only, never renumber. */
enum attendance_how {
	HOW_BOOKED = 0,
	HOW_WALK_IN = 1, /* a card without a booking, through the door places */
	HOW_DROP_IN = 2, /* nobody's name: two steppers */
};

/* "booked", "walk-in", "drop-in": in changes and at the centre. */
const char *attendance_how_name(enum attendance_how how);

#endif
