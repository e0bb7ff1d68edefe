/* Whose it is at a real centre: what was done under a card before anybody knew whose it is becomes its
 * member's when staff give the card to one, and kiosks hear of it. */
#include "centre_kiosks.h"

#define TODAY "2026-11-30" /* of NOW */

enum { THREE = 3 };

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *format, ...)
{
	char sql[SQL_BYTES];
	PGconn *owner = the_owner();
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	query(owner, sql);
}

static int count(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int count(const char *format, ...)
{
	char sql[SQL_BYTES];
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	return count_of(sql);
}

/* As the book() of a kiosk names it: card and member are numbers, and a card's index is its holder's id. */
static const char *id_of(int holder)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "cccccccc-0000-7000-8000-%012d", holder);
	return text;
}

/* Staff's list says whose the card is. How many rows were new or changed. */
static int staff_give(int card, int member)
{
	char sql[SQL_BYTES];
	PGconn *staff = the_staff();

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_tokens('micklefield', '[{\"index\":"
		" \"CCCCCCCC000070008000%012d\", \"holder\": \"%s\", \"greeting\": \"\"}]')",
		card, id_of(member));
	int changed = atoi(query(staff, sql));
	return changed;
}

/* ---- bookings and waits ---- */

static int bookings_of(int holder, const char *session)
{
	return count("SELECT count(*) FROM core.booking WHERE holder = '%s' AND session = '%s' AND"
		     " state IN ('confirmed', 'waiting')",
		id_of(holder), session);
}

/* What kiosks heard last of a booking. */
static int heard(int booking, const char *state, int holder)
{
	return count("SELECT count(*) FROM (SELECT body FROM core.feed WHERE kind = 'booking' AND"
		     " key = '%s' ORDER BY row DESC LIMIT 1) f WHERE body->>'state' = '%s' AND"
		     " body->>'holder' = '%s'",
		booking_id(booking), state, id_of(holder));
}

static void what_a_card_booked_and_waits_for_is_its_members(void **state)
{
	struct kiosk *kiosk = meet(1);
	char booked[40], full[40];

	new_session(20, 0, booked);
	new_session(2, 0, full);
	assert_string_equal(book(kiosk, 900, booked, 0, 2, 800), "accepted");
	assert_string_equal(book(kiosk, 901, full, 0, 2, 890), "accepted");
	assert_string_equal(book(kiosk, 902, full, 0, 2, 800), "waiting");
	assert_int_equal(staff_give(800, 801), 1);
	assert_int_equal(bookings_of(801, booked), 1);
	assert_int_equal(bookings_of(801, full), 1);
	assert_true(heard(900, "confirmed", 801));
	assert_true(heard(902, "waiting", 801));
	assert_string_equal(book(kiosk, 903, booked, 0, 2, 801), "known booked-already");
	assert_int_equal(staff_give(800, 801), 0);
	books_balance();
}

static void who_booked_as_both_has_one_booking_with_the_larger_promise(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 0, session);
	assert_string_equal(book(one, 910, session, 0, 2, 810), "accepted");
	assert_string_equal(book(two, 911, session, 0, 5, 811), "accepted");
	assert_int_equal(of_session("confirmed", session), 7);
	assert_int_equal(staff_give(810, 811), 1);
	assert_int_equal(bookings_of(811, session), 1);
	assert_int_equal(of_session("confirmed", session), 5);
	assert_true(heard(910, "confirmed", 811));
	assert_true(heard(911, "merged", 811));
	books_balance();
	/* The other ticket is as good as this one. */
	assert_string_equal(check_in(one, 910, session, 911, 0, 0), "accepted");
	assert_string_equal(cancel(two, 910), "refused here-already");
	books_balance();
}

static void the_booking_with_places_stands_and_the_wait_is_over(void **state)
{
	struct kiosk *kiosk = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	ask_lease(two, session, "booking", 2);
	assert_string_equal(book(kiosk, 920, session, 0, 2, 821), "accepted");
	assert_string_equal(book(kiosk, 922, session, 0, 3, 822), "waiting");
	assert_string_equal(book(two, 921, session, two->seq, 2, 820), "accepted");
	assert_string_equal(book(kiosk, 923, session, 0, 2, 823), "waiting");
	assert_int_equal(staff_give(820, 822), 1);
	assert_string_equal(state_of(921), "confirmed");
	assert_string_equal(state_of(922), "merged");
	assert_int_equal(bookings_of(822, session), 1);
	assert_string_equal(cancel(kiosk, 922), "accepted");
	assert_string_equal(state_of(921), "cancelled");
	assert_string_equal(state_of(923), "confirmed");
	books_balance();
}

/* ---- check-ins ---- */

static const char *drop_in(struct kiosk *kiosk, int attendance, const char *session, int holder)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\",\"holder\":"
		"\"%s\",\"party\":{\"adults\":2},\"how\":\"drop-in\",\"code\":\"OK\",\"facts\":{}}",
		attendance, session, id_of(holder));
	return push(kiosk, "check_in", body);
}

static void who_was_let_in_as_both_came_once(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 20, session);
	assert_string_equal(drop_in(kiosk, 930, session, 830), "accepted");
	assert_string_equal(drop_in(kiosk, 931, session, 831), "accepted");
	assert_int_equal(staff_give(830, 831), 1);
	assert_int_equal(
		count("SELECT sum(people) FROM report.attendance WHERE session = '%s'", session),
		2);
	assert_string_equal(undo(kiosk, 930), "accepted");
	assert_int_equal(
		count("SELECT sum(people) FROM report.attendance WHERE session = '%s'", session),
		2);
}

/* A kiosk that has not heard of it yet, after an outage. */
static void many_check_ins_with_cards_that_have_members_by_now_are_theirs(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], changes[SQL_BYTES] = "ARRAY[", change[SQL_BYTES / 4], body[512];
	int first = two->seq + 1;

	new_session(20, 20, session);
	hello(one);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(staff_give(840 + i, 850 + i), 1);
		snprintf(body, sizeof(body),
			"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\","
			"\"booking\":\"%s\",\"holder\":\"%s\",\"party\":{\"adults\":1},"
			"\"how\":\"booked\",\"code\":\"OK\",\"facts\":{}}",
			940 + i, session, booking_id(940 + i), id_of(840 + i));
		change_text(two, ++two->seq, "check_in", body, change, sizeof(change));
		sprintf(changes + strlen(changes), "%s$json$%s$json$", i ? "," : "", change);
	}
	strcat(changes, "]");
	assert_string_equal(field(push_text(two, first, changes), "{5,verdict}"), "accepted");
	assert_int_equal(count("SELECT count(*) FROM core.attendance WHERE session = '%s' AND"
			       " holder BETWEEN '%s' AND '%s'",
				 session, id_of(850), id_of(855)),
		6);
}

/* ---- stamps ---- */

static void stamp_row(int stamp, int holder, const char *day)
{
	run("INSERT INTO core.stamp (stamp, branch, challenge, holder, day, until, steps, kiosk,"
	    " made_at) VALUES ('aaaaaaaa-0000-7000-8000-%012d', 'micklefield', 'h', '%s', '%s',"
	    " '2026-12-24', 8, 1, now())",
		stamp, id_of(holder), day);
}

static void a_day_that_card_and_member_have_is_one_stamp(void **state)
{
	stamp_row(950, 860, "2026-11-28");
	stamp_row(951, 860, "2026-11-29");
	stamp_row(952, 861, "2026-11-29");
	stamp_row(953, 861, TODAY);
	assert_int_equal(staff_give(860, 861), 1);
	assert_int_equal(count("SELECT count(*) FROM core.stamp WHERE challenge = 'h'"), 3);
	assert_int_equal(count("SELECT count(*) FROM core.stamp WHERE challenge = 'h' AND holder ="
			       " '%s'",
				 id_of(861)),
		3);
}

/* ---- absences ---- */

static int absences(int holder)
{
	return count("SELECT coalesce((SELECT count FROM core.absence WHERE holder = '%s'), 0)",
		id_of(holder));
}

static int told_absences(int holder)
{
	return count("SELECT coalesce((SELECT body->>'count' FROM core.feed WHERE kind = 'absence'"
		     " AND key = '%s' ORDER BY row DESC LIMIT 1), '-1')",
		id_of(holder));
}

/* Booked under the card, or the third one as the member; the library was open, nobody of them came. */
static void three_fridays_are_missed(struct kiosk *kiosk, int first, int card, int member)
{
	char session[40];

	for (int i = 0; i < THREE; i++) {
		new_session(20, 10, session);
		run("UPDATE core.session SET settings = '{\"after_absences\": 3}' WHERE session = '%s'",
			session);
		assert_string_equal(
			book(kiosk, first + i, session, 0, 2, i < 2 ? card : member), "accepted");
		assert_string_equal(check_in(kiosk, first + i, session, 0, 0, 0), "accepted");
		run("UPDATE core.session SET starts_at = core.instant(" NOW
		    ") - interval '%d days 1 hour', ends_at = core.instant(" NOW
		    ") - interval '%d days' WHERE session = '%s'",
			7 * (THREE - i), 7 * (THREE - i), session);
	}
	hello(kiosk);
}

static void who_stayed_away_with_the_card_and_as_the_member_is_counted_once(void **state)
{
	struct kiosk *kiosk = meet(1);

	three_fridays_are_missed(kiosk, 960, 870, 871);
	assert_int_equal(absences(870), 2);
	assert_int_equal(absences(871), 1);
	assert_int_equal(staff_give(870, 871), 1);
	assert_int_equal(absences(870), 0);
	assert_int_equal(told_absences(870), 0);
	assert_int_equal(absences(871), 3);
	assert_int_equal(told_absences(871), 3);
}

static void whom_staff_excused_under_the_card_stays_excused(void **state)
{
	struct kiosk *kiosk = meet(1);
	PGconn *staff = the_staff();
	char sql[128];

	three_fridays_are_missed(kiosk, 970, 875, 875);
	assert_int_equal(absences(875), 3);
	snprintf(sql, sizeof(sql), "SELECT staff.lift_absence('%s')", id_of(875));
	assert_string_equal(query(staff, sql), "lifted");
	assert_int_equal(staff_give(875, 876), 1);
	assert_int_equal(absences(876), 0);
}

/* ---- hands ---- */

static void a_card_that_goes_to_another_member_takes_nothing_along(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(20, 0, session);
	assert_int_equal(staff_give(880, 881), 1);
	assert_string_equal(book(kiosk, 980, session, 0, 2, 880), "accepted");
	assert_int_equal(bookings_of(881, session), 1);
	assert_int_equal(staff_give(880, 882), 1);
	assert_int_equal(bookings_of(881, session), 1);
	assert_int_equal(bookings_of(882, session), 0);
}

/* A kiosk gave the number out; the library's system has it by now, with the chip that the desk put in. */
static void who_joined_at_a_kiosk_and_comes_back_in_staffs_list_is_one(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sql[SQL_BYTES], session[40];

	new_session(20, 0, session);
	assert_string_equal(
		push(kiosk, "sign_up",
			"{\"member\":\"cccccccc-0000-7000-8000-000000000886\",\"number\":"
			"\"27000000100007\",\"level\":\"details\",\"key_id\":0,\"box\":\"AAAA\","
			"\"consent\":{},\"tokens\":[{\"index\":"
			"\"CCCCCCCC000070008000000000000885\",\"greeting\":\"AAAA\"}]}"),
		"accepted");
	assert_string_equal(book(kiosk, 985, session, 0, 2, 886), "accepted");
	assert_string_equal(book(kiosk, 986, session, 0, 2, 887), "accepted");
	PGconn *staff = the_staff();
	snprintf(sql, sizeof(sql),
		"SELECT staff.put_tokens('micklefield', '["
		"{\"index\": \"CCCCCCCC000070008000000000000885\", \"holder\": \"%s\","
		" \"greeting\": \"BBBB\", \"is_number\": true},"
		"{\"index\": \"CCCCCCCC000070008000000000000887\", \"holder\": \"%s\"}]')",
		id_of(888), id_of(888));
	assert_string_equal(query(staff, sql), "2");
	assert_string_equal(query(staff, sql), "0");
	assert_int_equal(
		count("SELECT count(*) FROM core.token WHERE holder = '%s'", id_of(886)), 2);
	assert_int_equal(
		count("SELECT count(*) FROM core.token WHERE holder = '%s'", id_of(888)), 0);
	assert_int_equal(bookings_of(886, session), 1);
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_card_booked_and_waits_for_is_its_members),
		cmocka_unit_test(who_booked_as_both_has_one_booking_with_the_larger_promise),
		cmocka_unit_test(the_booking_with_places_stands_and_the_wait_is_over),
		cmocka_unit_test(who_was_let_in_as_both_came_once),
		cmocka_unit_test(many_check_ins_with_cards_that_have_members_by_now_are_theirs),
		cmocka_unit_test(a_day_that_card_and_member_have_is_one_stamp),
		cmocka_unit_test(who_stayed_away_with_the_card_and_as_the_member_is_counted_once),
		cmocka_unit_test(whom_staff_excused_under_the_card_stays_excused),
		cmocka_unit_test(a_card_that_goes_to_another_member_takes_nothing_along),
		cmocka_unit_test(who_joined_at_a_kiosk_and_comes_back_in_staffs_list_is_one),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: centre_holders PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = argv[1];
	return _cmocka_run_group_tests(
		"centre_holders", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
