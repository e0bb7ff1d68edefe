/* What may not be booked is refused by a real centre with a plain reason: staff see it, and the
 * lease's books stay right. */
#include "centre_kiosks.h"

#define START_MS INT64_C(1796001000000) /* of new_session() */

/* A guest's booking from a lease, made at the kiosk at `at_ms`. */
static const char *book_at(struct kiosk *kiosk, int number, const char *session, int lease_seq,
	int adults, int64_t at_ms)
{
	static char verdict[128];
	char array[SQL_BYTES];

	kiosk->seq++;
	snprintf(array, sizeof(array),
		"ARRAY['{\"id\":\"%s\",\"kind\":\"book\",\"version\":1,\"at\":%lld,\"body\":"
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":%d},"
		"\"code\":\"1ABCD\",\"language\":\"en\"}}']",
		change_id(kiosk, kiosk->seq), (long long)at_ms, booking_id(number), session,
		change_id(kiosk, lease_seq), adults);
	const char *answer = push_text(kiosk, kiosk->seq, array);
	snprintf(verdict, sizeof(verdict), "%s %s", field(answer, "{0,verdict}"),
		field(answer, "{0,reason}"));
	return verdict;
}

static int spent(const struct kiosk *kiosk, int lease_seq)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT spent FROM core.lease WHERE lease = '%s'",
		change_id(kiosk, lease_seq));
	return count_of(sql);
}

static int told_to_staff(const struct kiosk *kiosk, const char *reason)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.exception WHERE kiosk = %d AND seq = %d AND reason = '%s'",
		kiosk->number, kiosk->seq, reason);
	return count_of(sql);
}

static void close_lease(struct kiosk *kiosk, int lease_seq)
{
	char body[128];

	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(kiosk, lease_seq));
	assert_string_equal(push(kiosk, "lease_close", body), "accepted");
}

static void the_moment_at_the_kiosk_counts_not_the_arrival(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 8);
	int lease = kiosk->seq;
	assert_string_equal(book_at(kiosk, 901, session, lease, 2, START_MS - 1), "accepted ");
	assert_string_equal(book_at(kiosk, 902, session, lease, 3, START_MS), "refused started");
	assert_int_equal(told_to_staff(kiosk, "started"), 1);
	assert_string_equal(state_of(902), "");
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

static void what_is_refused_spends_nothing_and_comes_back_with_the_lease(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 8);
	int lease = kiosk->seq;
	book_at(kiosk, 903, session, lease, 2, START_MS - 1);
	book_at(kiosk, 904, session, lease, 3, START_MS + 1);
	assert_int_equal(spent(kiosk, lease), 2);
	close_lease(kiosk, lease);
	assert_int_equal(of_session("leased", session), 0);
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

/* The kiosk had not heard of it when it said so on its screen. */
static void a_promise_against_a_wish_stands_and_staff_are_told(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 8);
	int lease = kiosk->seq;
	change_session(session, "settings = '{\"largest_party\": 2}'");
	assert_string_equal(book_at(kiosk, 916, session, lease, 3, START_MS - 1), "accepted ");
	assert_int_equal(told_to_staff(kiosk, "party-too-large"), 1);
	change_session(session,
		"settings = jsonb_build_object('booking_closes_ms', core.ms(starts_at) - 60000)");
	assert_string_equal(book_at(kiosk, 917, session, lease, 1, START_MS - 1), "accepted ");
	assert_int_equal(told_to_staff(kiosk, "booking-closed"), 1);
	assert_string_equal(book_at(kiosk, 918, session, lease, 1, START_MS), "refused started");
	assert_int_equal(of_session("confirmed", session), 4);
	books_balance();
}

static void a_drop_in_is_not_booked(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 8);
	int lease = kiosk->seq;
	change_session(session, "admission = 'drop-in'");
	assert_string_equal(
		book_at(kiosk, 905, session, lease, 2, START_MS - 1), "refused drop-in");
	assert_int_equal(told_to_staff(kiosk, "drop-in"), 1);
	books_balance();
}

static void what_was_booked_before_the_kiosk_heard_of_the_cancelling_is_refused(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 8);
	int lease = kiosk->seq;
	change_session(session, "cancelled = true");
	assert_string_equal(book_at(kiosk, 906, session, lease, 2, START_MS - 60000),
		"refused session-cancelled");
	assert_int_equal(told_to_staff(kiosk, "session-cancelled"), 1);
	close_lease(kiosk, lease);
	assert_int_equal(of_session("leased", session), 0);
	books_balance();
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_moment_at_the_kiosk_counts_not_the_arrival),
		cmocka_unit_test(what_is_refused_spends_nothing_and_comes_back_with_the_lease),
		cmocka_unit_test(a_promise_against_a_wish_stands_and_staff_are_told),
		cmocka_unit_test(a_drop_in_is_not_booked),
		cmocka_unit_test(
			what_was_booked_before_the_kiosk_heard_of_the_cancelling_is_refused),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_bookings PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_bookings", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
