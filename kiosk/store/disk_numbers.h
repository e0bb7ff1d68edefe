/* The numbers of enumerations as SQL text. A statement names what it means ("state <> "
 * SQL_BOOKING_CANCELLED), and an enumeration that moved does not compile. The numbers are on every
 * kiosk's disk, in rows and in the partial indexes of store/migrations: they never change. */
#ifndef STORE_DISK_NUMBERS_H
#define STORE_DISK_NUMBERS_H

#include "rules/booking.h"
#include "rules/change.h"
#include "rules/places.h"

#define SQL_BOOKING_CONFIRMED "0"
#define SQL_BOOKING_WAITING "1"
#define SQL_BOOKING_CANCELLED "2"
_Static_assert(BOOKING_CONFIRMED == 0 && BOOKING_WAITING == 1 && BOOKING_CANCELLED == 2, "on disk");

#define SQL_LEASE_ASKED "0"
#define SQL_LEASE_OPEN "1"
#define SQL_LEASE_CLOSED "2"
_Static_assert(LEASE_ASKED == 0 && LEASE_OPEN == 1 && LEASE_CLOSED == 2, "on disk");

#define SQL_VERDICT_NONE "0"
#define SQL_VERDICT_REFUSED "3"
#define SQL_VERDICT_QUARANTINED "5"
_Static_assert(VERDICT_NONE == 0 && VERDICT_REFUSED == 3 && VERDICT_QUARANTINED == 5, "on disk");

/* Those that change_has_box(). */
#define SQL_KINDS_BOXED "8, 9, 10, 15"
_Static_assert(CHANGE_SIGN_UP == 8 && CHANGE_LINK_CARD == 9 && CHANGE_CARD_SEEN == 10 &&
		       CHANGE_TELL_ME == 15,
	"on disk");

/* What lets a booking go. */
#define SQL_KINDS_GIVING_UP "4, 13, 14"
_Static_assert(CHANGE_CANCEL == 4 && CHANGE_MOVE == 13 && CHANGE_GIVE_TO_DOOR == 14, "on disk");

#endif
