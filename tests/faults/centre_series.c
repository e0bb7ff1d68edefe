/* Series and changed bookings at a real centre: each session of a series stands alone, and a booking
 * that is changed at two kiosks is neither lost nor doubled. */
#include "centre_kiosks.h"

static const char *holder_text(int holder)
{
	static char text[80];

	snprintf(text, sizeof(text), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",", holder);
	return holder ? text : "";
}

/* From `was` adults to `adults`. */
static const char *change_party(
	struct kiosk *kiosk, int booking, int was, int adults, int lease_seq)
{
	char body[512], lease[80] = "";

	if (lease_seq)
		snprintf(lease, sizeof(lease), ",\"lease\":\"%s\"", change_id(kiosk, lease_seq));
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":%d},\"party\":{\"adults\":%d}%s}",
		booking_id(booking), was, adults, lease);
	return push(kiosk, "change_party", body);
}

static const char *move(struct kiosk *kiosk, int from, int to, const char *session, int lease_seq,
	int adults, int holder)
{
	char body[768];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":%d},"
		"%s\"code\":\"1ABCD\",\"language\":\"en\",\"from\":\"%s\",\"was\":\"confirmed\"}",
		booking_id(to), session, change_id(kiosk, lease_seq), adults, holder_text(holder),
		booking_id(from));
	return push(kiosk, "move", body);
}

static int lease_of(struct kiosk *kiosk, const char *session, int places)
{
	ask_lease(kiosk, session, "booking", places);
	assert_int_equal(granted(kiosk, kiosk->seq), places);
	return kiosk->seq;
}

/* What the feed last said of the booking. */
static int told(int booking, const char *what)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM (SELECT body FROM core.feed WHERE kind = 'booking' AND key = '%s'"
		" ORDER BY revision DESC, row DESC LIMIT 1) f WHERE body @> '%s'",
		booking_id(booking), what);
	return count_of(sql);
}

static int told_rows(int booking)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.feed WHERE kind = 'booking' AND key = '%s'",
		booking_id(booking));
	return count_of(sql);
}

/* ---- series ---- */

static void staying_away_once_is_one_absence_not_a_lost_series(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[3][40];

	for (int i = 0; i < 3; i++) {
		new_session(10, 0, sessions[i]);
		int lease = lease_of(kiosk, sessions[i], 4);
		assert_string_equal(book(kiosk, 100 + i, sessions[i], lease, 2, 70), "accepted");
	}
	assert_string_equal(check_in(kiosk, 100, sessions[0], 100, 0, 0), "accepted");
	assert_string_equal(check_in(kiosk, 102, sessions[2], 102, 0, 0), "accepted");
	for (int i = 0; i < 3; i++) {
		assert_string_equal(state_of(100 + i), "confirmed");
		assert_int_equal(of_session("confirmed", sessions[i]), 2);
	}
	assert_int_equal(count_of("SELECT count(*) FROM core.booking b WHERE holder ="
				  " 'cccccccc-0000-7000-8000-000000000070' AND NOT EXISTS"
				  " (SELECT FROM core.attendance a WHERE a.booking = b.booking)"),
		1);
	books_balance();
}

static void all_that_follow_are_cancelled_and_none_before(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[3][40];

	for (int i = 0; i < 3; i++) {
		new_session(10, 0, sessions[i]);
		int lease = lease_of(kiosk, sessions[i], 4);
		assert_string_equal(book(kiosk, 110 + i, sessions[i], lease, 2, 71), "accepted");
	}
	assert_string_equal(check_in(kiosk, 110, sessions[0], 110, 0, 0), "accepted");
	assert_string_equal(cancel(kiosk, 111), "accepted");
	assert_string_equal(cancel(kiosk, 112), "accepted");
	assert_string_equal(state_of(110), "confirmed");
	assert_int_equal(count_of("SELECT count(*) FROM core.attendance WHERE booking ="
				  " 'bbbbbbbb-0000-7000-8000-000000000110' AND counted"
				  " AND undone_at IS NULL"),
		1);
	assert_int_equal(of_session("confirmed", sessions[1]), 0);
	books_balance();
}

/* ---- more or fewer ---- */

static void fewer_people_give_their_places_to_who_waits(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(8, 0, session);
	int lease = lease_of(kiosk, session, 4);
	assert_string_equal(book(kiosk, 120, session, lease, 4, 72), "accepted");
	assert_string_equal(book(kiosk, 121, session, 0, 4, 73), "accepted");
	assert_string_equal(book(kiosk, 122, session, 0, 2, 74), "waiting");
	assert_string_equal(change_party(kiosk, 120, 4, 2, 0), "accepted");
	assert_string_equal(state_of(122), "confirmed");
	assert_int_equal(of_session("confirmed", session), 8);
	assert_string_equal(change_party(kiosk, 120, 4, 2, 0), "known");
	books_balance();
}

static void more_people_are_paid_by_the_lease(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(10, 0, session);
	int lease = lease_of(kiosk, session, 5);
	assert_string_equal(book(kiosk, 130, session, lease, 2, 75), "accepted");
	assert_string_equal(change_party(kiosk, 130, 2, 4, lease), "accepted");
	assert_int_equal(of_session("confirmed", session), 4);
	assert_int_equal(of_session("leased", session), 1);
	assert_string_equal(change_party(kiosk, 130, 4, 6, lease), "refused no-places");
	assert_int_equal(told(130, "{\"state\":\"confirmed\",\"party\":{\"adults\":4}}"), 1);
	assert_string_equal(
		change_party(kiosk, 130, 4, 11, lease), "refused more-people-than-places");
	books_balance();
}

static void who_waits_becomes_fewer_and_comes_in(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	assert_string_equal(book(kiosk, 140, session, 0, 2, 76), "accepted");
	assert_string_equal(book(kiosk, 141, session, 0, 4, 77), "waiting");
	assert_string_equal(change_party(kiosk, 141, 4, 2, 0), "accepted");
	assert_string_equal(state_of(141), "confirmed");
	books_balance();
}

static void of_two_kiosks_that_change_one_party_the_first_stands(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 0, session);
	int lease_one = lease_of(one, session, 6), lease_two = lease_of(two, session, 6);
	assert_string_equal(book(one, 150, session, lease_one, 3, 78), "accepted");
	assert_string_equal(change_party(one, 150, 3, 4, lease_one), "accepted");
	assert_string_equal(change_party(two, 150, 3, 2, 0), "refused changed-already");
	assert_string_equal(change_party(two, 150, 3, 5, lease_two), "refused changed-already");
	assert_int_equal(of_session("confirmed", session), 4);
	assert_int_equal(told(150, "{\"party\":{\"adults\":4}}"), 1);
	/* Both want the same: it is so. */
	assert_string_equal(change_party(two, 150, 3, 4, lease_two), "known");
	books_balance();
}

/* ---- another day ---- */

/* Three people, then two, then three again: who wanted four of the first three did not know. */
static void an_earlier_change_does_not_fit_again_because_of_the_number(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];

	new_session(20, 0, session);
	int lease_one = lease_of(one, session, 6), lease_two = lease_of(two, session, 6);
	assert_string_equal(book(one, 155, session, lease_one, 3, 79), "accepted");
	assert_string_equal(change_party(two, 155, 3, 2, 0), "accepted");
	assert_string_equal(change_party(two, 155, 2, 3, lease_two), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"heard\":1,\"was\":{\"adults\":3},\"party\":{\"adults\":4},"
		"\"lease\":\"%s\"}",
		booking_id(155), change_id(one, lease_one));
	assert_string_equal(push(one, "change_party", body), "refused changed-already");
	assert_int_equal(of_session("confirmed", session), 3);
	/* Who has heard how it is now may. */
	assert_string_equal(change_party(one, 155, 3, 4, lease_one), "accepted");
	books_balance();
}

static void another_day_takes_the_new_place_and_frees_the_old(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(10, 0, new);
	int lease_old = lease_of(kiosk, old, 4), lease_new = lease_of(kiosk, new, 4);
	assert_string_equal(book(kiosk, 160, old, lease_old, 3, 79), "accepted");
	assert_string_equal(move(kiosk, 160, 161, new, lease_new, 3, 79), "accepted");
	assert_string_equal(state_of(160), "cancelled");
	assert_string_equal(state_of(161), "confirmed");
	assert_int_equal(of_session("confirmed", old), 0);
	assert_int_equal(of_session("confirmed", new), 3);
	assert_string_equal(move(kiosk, 160, 161, new, lease_new, 3, 79), "known");
	books_balance();
}

static void the_old_day_stands_when_the_new_one_is_refused(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(10, 0, new);
	int lease_old = lease_of(kiosk, old, 4), lease_new = lease_of(kiosk, new, 2);
	assert_string_equal(book(kiosk, 170, old, lease_old, 3, 80), "accepted");
	assert_string_equal(move(kiosk, 170, 171, new, lease_new, 3, 80), "refused no-places");
	assert_string_equal(state_of(170), "confirmed");
	assert_string_equal(state_of(171), "");
	assert_int_equal(told(170, "{\"state\":\"confirmed\"}"), 1);
	/* What was to follow from it is not made either. */
	assert_string_equal(
		move(kiosk, 171, 172, new, lease_new, 1, 80), "refused changed-already");
	assert_string_equal(state_of(170), "confirmed");
	books_balance();
}

static void of_two_kiosks_that_move_one_booking_the_first_stands(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char old[40], second[40], third[40];

	new_session(10, 0, old);
	new_session(10, 0, second);
	new_session(10, 0, third);
	int lease = lease_of(one, old, 4), to_second = lease_of(one, second, 4);
	int to_third = lease_of(two, third, 4);
	assert_string_equal(book(one, 180, old, lease, 2, 81), "accepted");
	assert_string_equal(move(one, 180, 181, second, to_second, 2, 81), "accepted");
	assert_string_equal(move(two, 180, 182, third, to_third, 2, 81), "refused changed-already");
	assert_string_equal(state_of(181), "confirmed");
	assert_string_equal(state_of(182), "");
	assert_int_equal(of_session("confirmed", third), 0);
	assert_int_equal(told(180, "{\"state\":\"cancelled\"}"), 1);
	assert_string_equal(change_party(two, 180, 2, 1, 0), "refused changed-already");
	assert_string_equal(cancel(two, 180), "known");
	assert_string_equal(state_of(181), "confirmed");
	books_balance();
}

/* At two kiosks that could not know of each other. */
static void a_day_that_the_holder_booked_elsewhere_is_moved_to_as_one_booking(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(10, 0, new);
	int lease_old = lease_of(one, old, 4), lease_new = lease_of(one, new, 4);
	assert_string_equal(book(one, 190, old, lease_old, 3, 82), "accepted");
	assert_string_equal(book(two, 191, new, lease_of(two, new, 4), 1, 82), "accepted");
	assert_string_equal(move(one, 190, 192, new, lease_new, 3, 82), "accepted");
	assert_string_equal(state_of(190), "cancelled");
	assert_string_equal(state_of(191), "confirmed");
	assert_string_equal(state_of(192), "merged");
	assert_int_equal(of_session("confirmed", new), 3);
	/* What the one kiosk says of its own booking is said of the one that stands. */
	assert_string_equal(change_party(one, 192, 3, 2, 0), "accepted");
	assert_int_equal(of_session("confirmed", new), 2);
	books_balance();
}

static int exceptions(int booking, const char *reason)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.exception WHERE about = '%s' AND reason = '%s'",
		booking_id(booking), reason);
	return count_of(sql);
}

static void what_may_not_be_booked_is_not_moved_to_and_a_wish_is_told_to_staff(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], cancelled[40], small[40];

	new_session(10, 0, old);
	new_session(10, 0, cancelled);
	new_session(10, 0, small);
	int lease = lease_of(kiosk, cancelled, 4), to_small = lease_of(kiosk, small, 4);
	assert_string_equal(book(kiosk, 245, old, 0, 3, 0), "accepted");
	change_session(cancelled, "cancelled = true");
	assert_string_equal(
		move(kiosk, 245, 246, cancelled, lease, 3, 0), "refused session-cancelled");
	assert_string_equal(state_of(245), "confirmed");
	change_session(small, "settings = '{\"largest_party\": 2}'");
	assert_string_equal(move(kiosk, 245, 247, small, to_small, 3, 0), "accepted");
	assert_string_equal(state_of(247), "confirmed");
	assert_int_equal(exceptions(247, "party-too-large"), 1);
	books_balance();
}

/* They have one of those that are kept for members, whatever paid for it: one more is anybody's. */
static void where_a_member_moves_to_one_who_waits_gets_a_place(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(6, 0, new);
	change_session(new, "settings = '{\"members_places\": 2}'");
	int lease = lease_of(kiosk, new, 2);
	assert_string_equal(book(kiosk, 220, new, 0, 2, 0), "accepted");
	assert_string_equal(book(kiosk, 221, new, 0, 1, 0), "waiting");
	assert_string_equal(book(kiosk, 222, old, 0, 1, 85), "accepted");
	assert_string_equal(book(kiosk, 223, old, 0, 1, 0), "accepted");
	assert_string_equal(move(kiosk, 223, 224, new, lease, 1, 0), "accepted");
	assert_string_equal(state_of(221), "waiting");
	assert_string_equal(move(kiosk, 222, 225, new, lease, 1, 85), "accepted");
	assert_string_equal(state_of(221), "confirmed");
	books_balance();
}

static const char *put_on_card(struct kiosk *kiosk, int number, int holder)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-%012d\"}",
		booking_id(number), holder);
	return push(kiosk, "put_on_card", body);
}

static void what_is_given_up_goes_on_no_card_and_is_not_changed(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(10, 0, session);
	assert_string_equal(book(kiosk, 230, session, 0, 2, 0), "accepted");
	assert_string_equal(cancel(kiosk, 230), "accepted");
	int rows = told_rows(230);
	assert_string_equal(put_on_card(kiosk, 230, 86), "known");
	assert_int_equal(told_rows(230), rows);
	assert_string_equal(change_party(kiosk, 230, 2, 1, 0), "refused changed-already");
	assert_string_equal(state_of(230), "cancelled");
	assert_int_equal(of_session("confirmed", session), 0);
	/* A booking of which nobody knows. */
	assert_string_equal(change_party(kiosk, 239, 2, 1, 0), "refused no-booking");
	books_balance();
}

/* It pays the more and nothing beside it; the less is given back. */
static void a_party_that_changes_is_paid_for_what_is_more(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], body[256];

	new_session(20, 0, session);
	int lease = lease_of(kiosk, session, 6);
	assert_string_equal(book(kiosk, 240, session, lease, 2, 0), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":2},\"party\":{\"adults\":1,\"children\":2,"
		"\"prams\":1},\"lease\":\"%s\"}",
		booking_id(240), change_id(kiosk, lease));
	assert_string_equal(push(kiosk, "change_party", body), "accepted");
	assert_int_equal(of_session("confirmed", session), 3);
	assert_int_equal(of_session("leased", session), 3);
	assert_int_equal(
		told(240, "{\"party\":{\"adults\":1,\"children\":2,\"babies\":0,\"prams\":1,"
			  "\"wheelchairs\":0}}"),
		1);
	/* Who waits pays nothing. */
	assert_string_equal(book(kiosk, 241, session, 0, 15, 0), "waiting");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":15},\"party\":{\"adults\":16},\"lease\":"
		"\"%s\"}",
		booking_id(241), change_id(kiosk, lease));
	assert_string_equal(push(kiosk, "change_party", body), "accepted");
	assert_int_equal(of_session("leased", session), 3);
	assert_int_equal(of_session("confirmed", session), 3);
	books_balance();
}

static void who_is_inside_is_not_moved_or_changed(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(10, 0, new);
	int lease_old = lease_of(kiosk, old, 4), lease_new = lease_of(kiosk, new, 4);
	assert_string_equal(book(kiosk, 200, old, lease_old, 2, 83), "accepted");
	assert_string_equal(check_in(kiosk, 200, old, 200, 0, 0), "accepted");
	assert_string_equal(move(kiosk, 200, 201, new, lease_new, 2, 83), "refused here-already");
	assert_string_equal(change_party(kiosk, 200, 2, 1, 0), "refused here-already");
	books_balance();
}

/* After a restore the changes of two kiosks come in any order. */
static void a_move_that_arrives_before_its_booking_makes_one_not_two(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char old[40], new[40];

	new_session(10, 0, old);
	new_session(10, 0, new);
	int lease_old = lease_of(one, old, 4), lease_new = lease_of(two, new, 4);
	assert_string_equal(move(two, 210, 211, new, lease_new, 2, 84), "accepted");
	assert_string_equal(book(one, 210, old, lease_old, 2, 84), "known cancelled-already");
	assert_string_equal(state_of(210), "cancelled");
	assert_string_equal(state_of(211), "confirmed");
	assert_int_equal(of_session("confirmed", old), 0);
	books_balance();
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(staying_away_once_is_one_absence_not_a_lost_series),
		cmocka_unit_test(all_that_follow_are_cancelled_and_none_before),
		cmocka_unit_test(fewer_people_give_their_places_to_who_waits),
		cmocka_unit_test(more_people_are_paid_by_the_lease),
		cmocka_unit_test(who_waits_becomes_fewer_and_comes_in),
		cmocka_unit_test(of_two_kiosks_that_change_one_party_the_first_stands),
		cmocka_unit_test(an_earlier_change_does_not_fit_again_because_of_the_number),
		cmocka_unit_test(another_day_takes_the_new_place_and_frees_the_old),
		cmocka_unit_test(the_old_day_stands_when_the_new_one_is_refused),
		cmocka_unit_test(of_two_kiosks_that_move_one_booking_the_first_stands),
		cmocka_unit_test(a_day_that_the_holder_booked_elsewhere_is_moved_to_as_one_booking),
		cmocka_unit_test(
			what_may_not_be_booked_is_not_moved_to_and_a_wish_is_told_to_staff),
		cmocka_unit_test(where_a_member_moves_to_one_who_waits_gets_a_place),
		cmocka_unit_test(what_is_given_up_goes_on_no_card_and_is_not_changed),
		cmocka_unit_test(a_party_that_changes_is_paid_for_what_is_more),
		cmocka_unit_test(who_is_inside_is_not_moved_or_changed),
		cmocka_unit_test(a_move_that_arrives_before_its_booking_makes_one_not_two),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_series PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_series", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
