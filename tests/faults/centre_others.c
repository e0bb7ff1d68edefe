/* What a change names: a kiosk's log touches nothing of another branch, of another kiosk or of another session,
 * and no number that is another's. */
#include "centre_kiosks.h"

enum { OTHER_BRANCH = 9 };

/* Kiosk 9 stands in another branch of the same library. */
static struct kiosk *meet_other_branch(void)
{
	query(the_owner(), "INSERT INTO core.branch (branch, settings)"
			   " SELECT 'northgate', settings FROM core.branch ON CONFLICT DO NOTHING");
	query(the_owner(), "UPDATE core.kiosk SET branch = 'northgate' WHERE kiosk = 9");
	return meet(OTHER_BRANCH);
}

static const char *sign_up(struct kiosk *kiosk, int member, const char *number, int tokens)
{
	static char body[256 * 1024];

	snprintf(body, sizeof(body),
		"{\"member\":\"aaaaaaaa-0000-7000-8000-%012d\",\"number\":\"%s\",\"level\":"
		"\"details\",\"key_id\":0,\"box\":\"AAAA\",\"consent\":{},\"tokens\":[",
		member, number);
	for (int i = 0; i < tokens; i++)
		snprintf(body + strlen(body), 64, "%s{\"index\":\"%032d\"}", i ? "," : "",
			member * 100 + i);
	strcat(body, "]}");
	return push(kiosk, "sign_up", body);
}

static void a_kiosk_of_another_branch_changes_nothing_here(void **state)
{
	struct kiosk *here = meet(1), *there = meet_other_branch();
	char session[40], body[256];

	new_session(20, 10, session);
	ask_lease(here, session, "booking", 5);
	int lease = here->seq;
	assert_string_equal(book(here, 1, session, lease, 2, 0), "accepted");
	assert_string_equal(book(here, 2, session, lease, 2, 0), "accepted");
	assert_string_equal(check_in(here, 1, session, 1, 0, 0), "accepted");
	assert_string_equal(sign_up(here, 1, "27000000100017", 1), "accepted");

	assert_string_equal(cancel(there, 2), "refused no-booking");
	assert_string_equal(undo(there, 1), "refused no-attendance");
	assert_string_equal(check_in(there, 2, session, 2, 0, 0), "refused no-session");
	assert_string_equal(ask_lease(there, session, "booking", 1), "refused no-session");
	assert_string_equal(book(there, 3, session, 0, 1, 0), "refused no-session");
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(here, lease));
	assert_string_equal(push(there, "lease_close", body), "refused no-lease");
	assert_string_equal(push(there, "check_in_party",
				    "{\"attendance\":\"dddddddd-0000-7000-8000-000000000001\","
				    "\"party\":{\"adults\":9}}"),
		"refused no-attendance");
	assert_string_equal(
		push(there, "link_card",
			"{\"member\":\"aaaaaaaa-0000-7000-8000-000000000001\",\"key_id\":"
			"0,\"box\":\"AAAA\",\"tokens\":[{\"index\":\"00BB\"}]}"),
		"refused no-member");

	assert_string_equal(state_of(2), "confirmed");
	assert_int_equal(count_of("SELECT sum(people) FROM report.attendance"), 2);
	books_balance();
}

/* What is not here yet is cancelled by its own branch only. */
static void a_booking_is_not_cancelled_beforehand_from_another_branch(void **state)
{
	struct kiosk *here = meet(1), *there = meet_other_branch();
	char session[40];

	new_session(20, 0, session);
	assert_string_equal(cancel(there, 10), "accepted not-here-yet");
	assert_string_equal(book(here, 10, session, 0, 2, 0), "accepted");
	assert_string_equal(state_of(10), "confirmed");
}

static const char *move(
	struct kiosk *kiosk, int from, int to, const char *session, const char *lease)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":2},"
		"\"code\":\"1ABCD\",\"from\":\"%s\"}",
		booking_id(to), session, lease, booking_id(from));
	return push(kiosk, "move", body);
}

static const char *lease_of(struct kiosk *kiosk, const char *session, int places)
{
	assert_string_equal(ask_lease(kiosk, session, "booking", places), "accepted");
	return change_id(kiosk, kiosk->seq);
}

static void a_booking_is_changed_moved_and_put_on_a_card_in_its_own_branch(void **state)
{
	struct kiosk *here = meet(1), *there = meet_other_branch();
	char session[40], other[40], body[256];

	new_session(20, 10, session);
	new_session(20, 10, other);
	change_session(other, "branch = 'northgate'");
	assert_string_equal(book(here, 70, session, 0, 2, 0), "accepted");
	snprintf(body, sizeof(body), "{\"booking\":\"%s\",\"holder\":\"%s\"}", booking_id(70),
		booking_id(1));
	assert_string_equal(push(there, "put_on_card", body), "refused no-booking");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":2},\"party\":{\"adults\":1}}",
		booking_id(70));
	assert_string_equal(push(there, "change_party", body), "refused no-booking");
	snprintf(body, sizeof(body), "{\"session\":\"%s\"}", session);
	assert_string_equal(push(there, "give_to_door", body), "refused no-session");
	assert_string_equal(
		move(there, 70, 71, other, lease_of(there, other, 4)), "refused no-session");
	assert_string_equal(
		move(here, 70, 72, other, lease_of(here, session, 4)), "refused no-session");
	assert_string_equal(state_of(70), "confirmed");
	assert_string_equal(state_of(71), "");
	assert_string_equal(state_of(72), "");
	assert_int_equal(of_session("confirmed", session), 2);
	assert_int_equal(of_session("confirmed", other), 0);
	books_balance();
}

/* What is not here yet is given up by its own branch only, whether it is the old booking or the new one. */
static void a_move_is_not_stopped_beforehand_from_another_branch(void **state)
{
	struct kiosk *here = meet(1), *there = meet_other_branch();
	char session[40], lease[40];

	new_session(20, 0, session);
	strcpy(lease, lease_of(here, session, 8));
	assert_string_equal(cancel(there, 80), "accepted not-here-yet");
	assert_string_equal(cancel(there, 81), "accepted not-here-yet");
	assert_string_equal(move(here, 80, 81, session, lease), "accepted");
	assert_string_equal(state_of(81), "confirmed");
	assert_string_equal(cancel(here, 82), "accepted not-here-yet");
	assert_string_equal(move(here, 82, 83, session, lease), "refused changed-already");
	assert_string_equal(cancel(here, 85), "accepted not-here-yet");
	assert_string_equal(move(here, 84, 85, session, lease), "accepted");
	assert_string_equal(state_of(85), "cancelled");
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

static void a_check_in_is_undone_by_the_kiosk_that_made_it(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 10, session);
	assert_string_equal(check_in(one, 20, session, 0, 0, 0), "accepted");
	assert_string_equal(undo(two, 20), "refused no-attendance");
	assert_string_equal(undo(one, 20), "accepted");
}

static void a_ticket_of_another_session_shuts_its_holder_out_of_none(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char booked[40], other[40];

	new_session(20, 10, booked);
	new_session(20, 10, other);
	assert_string_equal(book(one, 30, booked, 0, 2, 5), "accepted");
	assert_string_equal(check_in(two, 30, other, 30, 0, 0), "refused other-session");
	assert_string_equal(check_in(one, 31, booked, 30, 0, 0), "accepted");
	/* The check-in comes before the booking does. */
	assert_string_equal(check_in(two, 32, other, 32, 0, 0), "accepted");
	assert_string_equal(book(one, 32, booked, 0, 2, 0), "accepted");
	assert_string_equal(check_in(one, 33, booked, 32, 0, 0), "accepted");
	assert_string_equal(undo(one, 33), "accepted");
	assert_string_equal(cancel(one, 32), "accepted");
}

static void people_at_the_door_are_never_fewer_than_none(void **state)
{
	struct kiosk *one = meet(1);
	char session[40], body[256];

	new_session(20, 10, session);
	ask_lease(one, session, "door", 4);
	int lease = one->seq;
	assert_string_equal(check_in(one, 40, session, 0, 2, lease), "accepted");
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"party\":{\"adults\":2},"
		"\"lease\":\"%s\",\"extra\":-2}",
		40, change_id(one, lease));
	assert_string_equal(push(one, "check_in_party", body), "quarantined error-22000");
	assert_int_equal(of_session("door_used", session), 2);
	books_balance();
}

static void a_kiosk_gives_out_the_numbers_of_its_own_block(void **state)
{
	static const char *const of_others[] = {"27000000200008", /* kiosk 2's */
		"26999999999999", "3700000010000X", "2700000010000", "270000001000011", "",
		"27000O00100010"};
	struct kiosk *one = meet(1);
	int boxes = count_of("SELECT count(*) FROM core.sealed");

	for (int i = 0; i < 7; i++)
		assert_string_equal(
			sign_up(one, 50 + i, of_others[i], 1), "refused number-of-others");
	assert_int_equal(count_of("SELECT count(*) FROM core.sealed") - boxes, 7);
	assert_string_equal(sign_up(one, 57, "27000000199999", 1), "accepted");
}

static void a_change_brings_a_few_tokens(void **state)
{
	assert_string_equal(sign_up(meet(1), 60, "27000000100603", 5), "quarantined error-22000");
	assert_string_equal(sign_up(meet(1), 61, "27000000100611", 4), "accepted");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kiosk_of_another_branch_changes_nothing_here),
		cmocka_unit_test(a_booking_is_not_cancelled_beforehand_from_another_branch),
		cmocka_unit_test(a_booking_is_changed_moved_and_put_on_a_card_in_its_own_branch),
		cmocka_unit_test(a_move_is_not_stopped_beforehand_from_another_branch),
		cmocka_unit_test(a_check_in_is_undone_by_the_kiosk_that_made_it),
		cmocka_unit_test(a_ticket_of_another_session_shuts_its_holder_out_of_none),
		cmocka_unit_test(people_at_the_door_are_never_fewer_than_none),
		cmocka_unit_test(a_kiosk_gives_out_the_numbers_of_its_own_block),
		cmocka_unit_test(a_change_brings_a_few_tokens),
	};

	centre_to_start = count > 1 ? arguments[1] : NULL;
	return count > 1 ? cmocka_run_group_tests(tests, begin, end) : 2;
}
