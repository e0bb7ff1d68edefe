/* The numbers of enumerations that lie on every kiosk's disk, in tickets and under hashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/booking.h"
#include "rules/change.h"
#include "rules/holder.h"
#include "rules/party.h"
#include "rules/places.h"
#include "rules/session.h"
#include "rules/ticket.h"
#include "rules/token.h"

static const struct number_case {
	const char *name;
	int is, was; /* today; when the first kiosk wrote it */
} numbers[] = {
#define CASE(name, was)                                                                            \
	{                                                                                          \
#name, name, was                                                                   \
	}
	CASE(BOOKING_CONFIRMED, 0),
	CASE(BOOKING_WAITING, 1),
	CASE(BOOKING_CANCELLED, 2),
	CASE(STILL_COMING_NOT_ASKED, 0),
	CASE(STILL_COMING_ASKED, 1),
	CASE(STILL_COMING_YES, 2),
	CASE(ADMISSION_DROP_IN, 0),
	CASE(ADMISSION_BOOKED, 1),
	CASE(ADMISSION_BOTH, 2),
	CASE(SETTING_AGE_FROM_MONTHS, 0),
	CASE(SETTING_AGE_TO_MONTHS, 1),
	CASE(SETTING_ACCESS, 2),
	CASE(SETTING_FIRE_LIMIT, 3),
	CASE(SETTING_BOOKING_OPENS_MS, 4),
	CASE(SETTING_BOOKING_CLOSES_MS, 5),
	CASE(SETTING_LARGEST_PARTY, 6),
	CASE(SETTING_MEMBERS_PLACES, 7),
	CASE(SETTING_MEMBERS_UNTIL_MS, 8),
	CASE(SETTING_ONE_A_DAY, 9),
	CASE(SETTING_STILL_COMING, 10),
	CASE(SETTING_AFTER_ABSENCES, 11),
	CASE(SETTING_LARGEST_WHEN_FEW, 12),
	CASE(ACCESS_STEP_FREE, 0),
	CASE(ACCESS_HEARING_LOOP, 1),
	CASE(ACCESS_QUIET, 2),
	CASE(ACCESS_BSL, 3),
	CASE(ACCESS_RELAXED, 4),
	CASE(CHANGE_LEASE_REQUEST, 0),
	CASE(CHANGE_LEASE_CLOSE, 1),
	CASE(CHANGE_BOOK, 2),
	CASE(CHANGE_WAIT, 3),
	CASE(CHANGE_CANCEL, 4),
	CASE(CHANGE_CHECK_IN, 5),
	CASE(CHANGE_CHECK_IN_PARTY, 6),
	CASE(CHANGE_UNDO, 7),
	CASE(CHANGE_SIGN_UP, 8),
	CASE(CHANGE_LINK_CARD, 9),
	CASE(CHANGE_CARD_SEEN, 10),
	CASE(CHANGE_PUT_ON_CARD, 11),
	CASE(CHANGE_CHANGE_PARTY, 12),
	CASE(CHANGE_MOVE, 13),
	CASE(CHANGE_GIVE_TO_DOOR, 14),
	CASE(CHANGE_TELL_ME, 15),
	CASE(CHANGE_STILL_COMING, 16),
	CASE(CHANGE_STAMP, 17),
	CASE(VERDICT_NONE, 0),
	CASE(VERDICT_ACCEPTED, 1),
	CASE(VERDICT_KNOWN, 2),
	CASE(VERDICT_REFUSED, 3),
	CASE(VERDICT_WAITING, 4),
	CASE(VERDICT_QUARANTINED, 5),
	CASE(POOL_BOOKING, 0),
	CASE(POOL_DOOR, 1),
	CASE(POOL_MEMBERS, 2),
	CASE(POOL_CLASS, 3),
	CASE(LEASE_ASKED, 0),
	CASE(LEASE_OPEN, 1),
	CASE(LEASE_CLOSED, 2),
	CASE(HOLDER_NOBODY, 0),
	CASE(HOLDER_MEMBER, 1),
	CASE(HOLDER_UNCONFIRMED, 2),
	CASE(HOLDER_GUEST, 3),
	CASE(HOLDER_BLOCKED, 4),
	CASE(PARTY_ADULTS, 0),
	CASE(PARTY_CHILDREN, 1),
	CASE(PARTY_BABIES, 2),
	CASE(PARTY_PRAMS, 3),
	CASE(PARTY_WHEELCHAIRS, 4),
	CASE(PARTY_PARTS, 5),
	CASE(TICKET_FLAG_WAITING, 1),
	CASE(TOKEN_NONE, 0),
	CASE(TOKEN_CHIP, 1),
	CASE(TOKEN_NUMBER, 2),
	CASE(TOKEN_TICKET, 3),
#undef CASE
};

static void test_a_number_on_disk_never_moves(void **state)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].is != numbers[i].was)
			fail_msg("%s is %d on every kiosk's disk, and %d here: a new one takes the "
				 "next free number, at the end",
				numbers[i].name, numbers[i].was, numbers[i].is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_number_on_disk_never_moves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
