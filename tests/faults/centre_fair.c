/* Fair places at a real centre: who stayed away is counted from what kiosks bring, however late, and a
 * promise against a wish stands. A Friday passes by its session being put into the past. */
#include "centre_kiosks.h"

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

/* Ahead, with places, and the setting. */
static void a_friday(char session[static 40])
{
	new_session(20, 10, session);
	run("UPDATE core.session SET settings = '{\"after_absences\": 3}' WHERE session = '%s'",
		session);
}

static void passes(const char *session, int days_ago)
{
	run("UPDATE core.session SET starts_at = core.instant(" NOW ") - interval '%d days 1 hour',"
	    " ends_at = core.instant(" NOW ") - interval '%d days' WHERE session = '%s'",
		days_ago, days_ago, session);
}

static int absences(int holder)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce((SELECT count FROM core.absence WHERE holder ="
		" 'cccccccc-0000-7000-8000-%012d'), 0)",
		holder);
	return count_of(sql);
}

/* What kiosks heard last; -1: nothing. */
static int told(int holder)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce((SELECT body->>'count' FROM core.feed WHERE kind = 'absence' AND key ="
		" 'cccccccc-0000-7000-8000-%012d' ORDER BY row DESC LIMIT 1), '-1')",
		holder);
	return count_of(sql);
}

static const char *ask_staff(const char *sql)
{
	PGconn *staff = the_staff();
	const char *answer = query(staff, sql);

	return answer;
}

/* Somebody drops in: the library was open. */
static void is_open(struct kiosk *kiosk, int attendance, const char *session)
{
	assert_string_equal(check_in(kiosk, attendance, session, 0, 0, 0), "accepted");
}

/* Three Fridays of one holder, booked by `kiosk`, bookings from `first` on; all ahead. */
static void book_three(struct kiosk *kiosk, int first, int holder, char sessions[static THREE][40])
{
	for (int i = 0; i < THREE; i++) {
		a_friday(sessions[i]);
		assert_string_equal(book(kiosk, first + i, sessions[i], 0, 2, holder), "accepted");
	}
}

static void pass_all(struct kiosk *kiosk, int attendance, char sessions[static THREE][40])
{
	for (int i = 0; i < THREE; i++) {
		is_open(kiosk, attendance + i, sessions[i]);
		passes(sessions[i], 7 * (THREE - 1 - i) + 1);
	}
	hello(kiosk);
}

/* ---- three Fridays ---- */

static void each_friday_that_a_holder_misses_is_one_and_who_came_has_none(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[THREE][40];

	book_three(kiosk, 100, 60, sessions);
	for (int i = 0; i < THREE; i++) {
		assert_string_equal(book(kiosk, 110 + i, sessions[i], 0, 2, 61), "accepted");
		assert_string_equal(
			check_in(kiosk, 110 + i, sessions[i], 110 + i, 0, 0), "accepted");
		passes(sessions[i], 7 * (THREE - i));
		hello(kiosk);
		assert_int_equal(absences(60), i + 1);
		assert_int_equal(told(60), i + 1);
	}
	assert_int_equal(absences(61), 0);
	assert_int_equal(told(61), -1);
	books_balance();
}

static void a_kiosk_that_was_offline_brings_the_check_in_late_and_the_number_is_right(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char sessions[THREE][40];

	book_three(one, 120, 62, sessions);
	pass_all(one, 120, sessions);
	assert_int_equal(absences(62), 3);
	assert_string_equal(check_in(two, 130, sessions[1], 121, 0, 0), "accepted");
	assert_int_equal(absences(62), 1);
	assert_int_equal(told(62), 1);
	assert_string_equal(check_in(two, 131, sessions[2], 122, 0, 0), "accepted");
	assert_int_equal(absences(62), 0);
	assert_int_equal(told(62), 0);
	assert_string_equal(undo(two, 131), "accepted");
	assert_int_equal(absences(62), 1);
}

static void a_booking_that_comes_late_is_counted_and_a_cancel_that_does_is_not(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char sessions[THREE][40], own[40];

	book_three(one, 140, 63, sessions);
	pass_all(one, 140, sessions);
	assert_int_equal(absences(63), 3);
	assert_string_equal(cancel(two, 141), "accepted");
	assert_int_equal(absences(63), 2);
	a_friday(own);
	is_open(one, 149, own);
	passes(own, 2);
	hello(one);
	/* Its kiosk promised it before the start, on a day that the centre has counted. */
	run("UPDATE core.session SET starts_at = core.instant(" NOW ") + interval '1 minute'"
	    " WHERE session = '%s'",
		own);
	assert_string_equal(book(two, 149, own, 0, 2, 63), "accepted");
	passes(own, 2);
	hello(two);
	assert_int_equal(absences(63), 3);
}

static void many_check_ins_at_once_correct_as_one_does(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], changes[SQL_BYTES] = "ARRAY[", change[SQL_BYTES / 4], body[512];
	int first = two->seq + 1;

	a_friday(session);
	for (int i = 0; i < 6; i++)
		assert_string_equal(book(one, 150 + i, session, 0, 1, 150 + i), "accepted");
	is_open(one, 159, session);
	passes(session, 1);
	hello(one);
	assert_int_equal(absences(150), 1);
	for (int i = 0; i < 6; i++) {
		snprintf(body, sizeof(body),
			"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\","
			"\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-%012d\","
			"\"party\":{\"adults\":1},\"how\":\"booked\",\"code\":\"OK\",\"facts\":{}}",
			150 + i, session, booking_id(150 + i), 150 + i);
		change_text(two, ++two->seq, "check_in", body, change, sizeof(change));
		sprintf(changes + strlen(changes), "%s$json$%s$json$", i ? "," : "", change);
	}
	strcat(changes, "]");
	assert_string_equal(field(push_text(two, first, changes), "{5,verdict}"), "accepted");
	for (int i = 0; i < 6; i++)
		assert_int_equal(absences(150 + i), 0);
}

/* ---- who is not counted ---- */

static void where_nobody_was_checked_in_nobody_is_absent_until_a_log_says_otherwise(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	a_friday(session);
	assert_string_equal(book(one, 160, session, 0, 2, 160), "accepted");
	passes(session, 1);
	hello(one);
	assert_int_equal(absences(160), 0);
	is_open(two, 160, session);
	assert_int_equal(absences(160), 1);
}

static void who_waits_is_a_guest_or_was_cancelled_on_is_not_absent(void **state)
{
	struct kiosk *kiosk = meet(1);
	char waits[40], cancelled[40], other[40];

	a_friday(waits);
	assert_string_equal(book(kiosk, 170, waits, 0, 20, 170), "accepted");
	assert_string_equal(book(kiosk, 171, waits, 0, 2, 171), "waiting");
	a_friday(cancelled);
	assert_string_equal(book(kiosk, 172, cancelled, 0, 2, 172), "accepted");
	run("UPDATE core.session SET cancelled = true WHERE session = '%s'", cancelled);
	new_session(20, 10, other);
	assert_string_equal(book(kiosk, 173, other, 0, 2, 173), "accepted");
	is_open(kiosk, 170, waits);
	is_open(kiosk, 172, cancelled);
	is_open(kiosk, 173, other);
	passes(waits, 1);
	passes(cancelled, 1);
	passes(other, 1);
	hello(kiosk);
	assert_int_equal(absences(170), 1);
	assert_int_equal(absences(171), 0);
	assert_int_equal(absences(172), 0);
	assert_int_equal(absences(173), 0);
}

static void a_ticket_of_the_booking_that_was_merged_is_coming_too(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	a_friday(session);
	assert_string_equal(book(one, 180, session, 0, 2, 180), "accepted");
	assert_string_equal(book(two, 181, session, 0, 2, 180), "known booked-already");
	assert_string_equal(check_in(two, 181, session, 181, 0, 0), "accepted");
	passes(session, 1);
	hello(one);
	assert_int_equal(absences(180), 0);
}

/* ---- how it ends ---- */

static void who_comes_again_has_no_number_from_that_moment(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[THREE][40], next[40];

	book_three(kiosk, 190, 190, sessions);
	pass_all(kiosk, 190, sessions);
	assert_int_equal(absences(190), 3);
	a_friday(next);
	assert_string_equal(book(kiosk, 194, next, 0, 2, 190), "accepted");
	assert_string_equal(check_in(kiosk, 194, next, 194, 0, 0), "accepted");
	assert_int_equal(absences(190), 0);
	assert_int_equal(told(190), 0);
	assert_int_equal(count_of("SELECT count(*) FROM core.absence WHERE holder ="
				  " 'cccccccc-0000-7000-8000-000000000190'"),
		0);
}

static void staff_lift_it_by_code_or_holder_and_the_next_one_is_the_first(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[THREE][40], next[40];

	book_three(kiosk, 200, 200, sessions);
	pass_all(kiosk, 200, sessions);
	run("UPDATE core.booking SET code = '1QQQQ' WHERE booking = '%s'", booking_id(200));
	assert_string_equal(ask_staff("SELECT staff.lift_absence('1 qqqq')"), "lifted");
	assert_int_equal(absences(200), 0);
	assert_int_equal(told(200), 0);
	assert_string_equal(
		ask_staff("SELECT staff.lift_absence('cccccccc-0000-7000-8000-000000000200')"),
		"none");
	assert_string_equal(ask_staff("SELECT staff.lift_absence('nobody')"), "none");
	a_friday(next);
	assert_string_equal(book(kiosk, 204, next, 0, 2, 200), "accepted");
	is_open(kiosk, 204, next);
	run("UPDATE core.absence SET excused_at = excused_at - interval '12 hours'");
	passes(next, 0);
	hello(kiosk);
	assert_int_equal(absences(200), 1);
}

static void after_ninety_days_it_is_forgotten_and_counts_no_more(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[THREE][40];

	book_three(kiosk, 210, 210, sessions);
	for (int i = 0; i < THREE; i++) {
		is_open(kiosk, 210 + i, sessions[i]);
		passes(sessions[i], i == 0 ? 89 : 95);
	}
	hello(kiosk);
	assert_int_equal(absences(210), 3);
	run("UPDATE core.absence SET last_at = last_at - interval '2 days' WHERE holder ="
	    " 'cccccccc-0000-7000-8000-000000000210'");
	hello(kiosk);
	assert_int_equal(count_of("SELECT count(*) FROM core.absence WHERE holder ="
				  " 'cccccccc-0000-7000-8000-000000000210'"),
		0);
	assert_int_equal(count_of("SELECT count(*) FROM core.feed WHERE kind = 'absence' AND key ="
				  " 'cccccccc-0000-7000-8000-000000000210'"
				  " AND body->>'count' <> '0'"),
		0);
	passes(sessions[0], 1);
	run("UPDATE core.session SET absences_counted = false WHERE session = '%s'", sessions[0]);
	hello(kiosk);
	assert_int_equal(absences(210), 1);
}

/* ---- promises ---- */

static int exceptions(const char *reason, int booking)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.exception WHERE reason = '%s' AND about = '%s'", reason,
		booking_id(booking));
	return count_of(sql);
}

static int lease_of(struct kiosk *kiosk, const char *session, int places)
{
	ask_lease(kiosk, session, "booking", places);
	assert_int_equal(granted(kiosk, kiosk->seq), places);
	return kiosk->seq;
}

static void a_second_one_that_day_stands_and_staff_are_told(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char morning[40], noon[40];

	new_session(20, 0, morning);
	new_session(20, 0, noon);
	run("UPDATE core.session SET event = '77777777-0000-7000-8000-000000000001', settings ="
	    " '{\"one_a_day\": 1}' WHERE session IN ('%s', '%s')",
		morning, noon);
	assert_string_equal(book(one, 220, morning, lease_of(one, morning, 4), 2, 220), "accepted");
	int lease = lease_of(two, noon, 8);
	assert_string_equal(book(two, 221, noon, lease, 2, 220), "accepted");
	assert_int_equal(exceptions("one-a-day", 221), 1);
	assert_string_equal(book(two, 222, noon, lease, 2, 0), "accepted");
	assert_int_equal(exceptions("one-a-day", 222), 0);
	books_balance();
}

static void a_move_within_the_day_is_none_of_two(void **state)
{
	struct kiosk *kiosk = meet(1);
	char morning[40], noon[40], body[768];

	new_session(20, 0, morning);
	new_session(20, 0, noon);
	run("UPDATE core.session SET event = '77777777-0000-7000-8000-000000000002', settings ="
	    " '{\"one_a_day\": 1}' WHERE session IN ('%s', '%s')",
		morning, noon);
	assert_string_equal(
		book(kiosk, 230, morning, lease_of(kiosk, morning, 4), 2, 230), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":2},"
		"\"holder\":\"cccccccc-0000-7000-8000-000000000230\",\"code\":\"1ABCD\","
		"\"language\":\"en\",\"from\":\"%s\",\"was\":\"confirmed\"}",
		booking_id(231), noon, change_id(kiosk, lease_of(kiosk, noon, 4)), booking_id(230));
	assert_string_equal(push(kiosk, "move", body), "accepted");
	assert_int_equal(exceptions("one-a-day", 231), 0);
	assert_string_equal(state_of(230), "cancelled");
	books_balance();
}

static const char *put_on_card(struct kiosk *kiosk, int number, int holder)
{
	char body[160];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-%012d\"}",
		booking_id(number), holder);
	return push(kiosk, "put_on_card", body);
}

/* A kiosk that did not know of the first has said that the card is the ticket. */
static void a_second_one_that_a_guest_put_on_the_card_stands_and_staff_are_told(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char morning[40], noon[40];

	new_session(20, 0, morning);
	new_session(20, 0, noon);
	run("UPDATE core.session SET event = '77777777-0000-7000-8000-000000000003', settings ="
	    " '{\"one_a_day\": 1}' WHERE session IN ('%s', '%s')",
		morning, noon);
	assert_string_equal(book(one, 235, morning, lease_of(one, morning, 4), 2, 235), "accepted");
	assert_string_equal(book(two, 236, noon, lease_of(two, noon, 4), 2, 0), "accepted");
	assert_string_equal(book(two, 237, noon, lease_of(two, noon, 4), 2, 0), "accepted");
	assert_string_equal(put_on_card(two, 236, 235), "accepted");
	assert_int_equal(exceptions("one-a-day", 236), 1);
	assert_string_equal(put_on_card(two, 237, 238), "accepted");
	assert_int_equal(exceptions("one-a-day", 237), 0);
	assert_string_equal(state_of(236), "confirmed");
	books_balance();
}

static void a_large_party_of_the_last_places_stands_and_staff_are_told(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(8, 0, session);
	run("UPDATE core.session SET settings = '{\"largest_party_when_few\": 1}' WHERE session = '%s'",
		session);
	assert_string_equal(
		book(kiosk, 240, session, lease_of(kiosk, session, 4), 4, 0), "accepted");
	assert_int_equal(exceptions("party-too-large-when-few", 240), 0);
	int lease = lease_of(kiosk, session, 4);
	assert_string_equal(book(kiosk, 241, session, lease, 2, 0), "accepted");
	assert_int_equal(exceptions("party-too-large-when-few", 241), 0);
	assert_string_equal(book(kiosk, 242, session, lease, 2, 0), "accepted");
	assert_int_equal(exceptions("party-too-large-when-few", 242), 1);
	books_balance();
}

/* As a kiosk does that was asked to. */
static const char *give_back(struct kiosk *kiosk, int lease)
{
	char body[128];

	snprintf(body, sizeof(body),
		"SELECT count(*) FROM core.lease WHERE lease = '%s' AND recalled",
		change_id(kiosk, lease));
	assert_int_equal(count_of(body), 1);
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(kiosk, lease));
	return push(kiosk, "lease_close", body);
}

/* Of eight places two are left, which are few: a family of three is more than may book then. */
static void who_waits_for_more_than_few_places_keeps_nobody_back(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(8, 0, session);
	run("UPDATE core.session SET settings = '{\"largest_party_when_few\": 2}' WHERE session = '%s'",
		session);
	int lease = lease_of(kiosk, session, 4);
	assert_string_equal(book(kiosk, 260, session, lease, 4, 0), "accepted");
	lease = lease_of(kiosk, session, 4);
	assert_string_equal(book(kiosk, 261, session, lease, 2, 0), "accepted");
	assert_string_equal(book(kiosk, 262, session, 0, 3, 0), "waiting");
	assert_int_equal(exceptions("party-too-large-when-few", 262), 0);
	assert_string_equal(cancel(kiosk, 261), "accepted");
	assert_string_equal(state_of(262), "waiting");
	assert_string_equal(give_back(kiosk, lease), "accepted");
	assert_string_equal(state_of(262), "confirmed");

	new_session(8, 0, session);
	run("UPDATE core.session SET settings = '{\"largest_party_when_few\": 1}' WHERE session = '%s'",
		session);
	lease = lease_of(kiosk, session, 4);
	assert_string_equal(book(kiosk, 263, session, lease, 4, 0), "accepted");
	assert_string_equal(book(kiosk, 264, session, 0, 2, 0), "accepted");
	assert_string_equal(state_of(264), "confirmed");
	assert_string_equal(book(kiosk, 265, session, 0, 2, 0), "waiting");
	lease = lease_of(kiosk, session, 2);
	assert_string_equal(book(kiosk, 266, session, lease, 1, 0), "accepted");
	assert_string_equal(book(kiosk, 267, session, lease, 1, 0), "accepted");
	assert_string_equal(state_of(265), "waiting");
	/* They are gone, and it stands in the line as all do. */
	assert_string_equal(cancel(kiosk, 266), "accepted");
	assert_string_equal(book(kiosk, 268, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 267), "accepted");
	assert_string_equal(state_of(265), "confirmed");
	assert_string_equal(state_of(268), "waiting");
	books_balance();
}

static void who_stayed_away_keeps_what_a_kiosk_promised_and_may_wait(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sessions[THREE][40], ahead[40];

	book_three(kiosk, 250, 250, sessions);
	pass_all(kiosk, 250, sessions);
	a_friday(ahead);
	run("UPDATE core.session SET starts_at = starts_at + interval '7 days', ends_at = ends_at +"
	    " interval '7 days' WHERE session = '%s'",
		ahead);
	int lease = lease_of(kiosk, ahead, 4);
	assert_string_equal(book(kiosk, 254, ahead, lease, 2, 250), "accepted");
	assert_int_equal(exceptions("from-the-day-before", 254), 1);
	assert_string_equal(cancel(kiosk, 254), "accepted");
	assert_string_equal(book(kiosk, 255, ahead, 0, 2, 250), "accepted");
	assert_int_equal(exceptions("from-the-day-before", 255), 0);
	books_balance();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_friday_that_a_holder_misses_is_one_and_who_came_has_none),
		cmocka_unit_test(
			a_kiosk_that_was_offline_brings_the_check_in_late_and_the_number_is_right),
		cmocka_unit_test(
			a_booking_that_comes_late_is_counted_and_a_cancel_that_does_is_not),
		cmocka_unit_test(many_check_ins_at_once_correct_as_one_does),
		cmocka_unit_test(
			where_nobody_was_checked_in_nobody_is_absent_until_a_log_says_otherwise),
		cmocka_unit_test(who_waits_is_a_guest_or_was_cancelled_on_is_not_absent),
		cmocka_unit_test(a_ticket_of_the_booking_that_was_merged_is_coming_too),
		cmocka_unit_test(who_comes_again_has_no_number_from_that_moment),
		cmocka_unit_test(staff_lift_it_by_code_or_holder_and_the_next_one_is_the_first),
		cmocka_unit_test(after_ninety_days_it_is_forgotten_and_counts_no_more),
		cmocka_unit_test(a_second_one_that_day_stands_and_staff_are_told),
		cmocka_unit_test(a_move_within_the_day_is_none_of_two),
		cmocka_unit_test(
			a_second_one_that_a_guest_put_on_the_card_stands_and_staff_are_told),
		cmocka_unit_test(a_large_party_of_the_last_places_stands_and_staff_are_told),
		cmocka_unit_test(who_waits_for_more_than_few_places_keeps_nobody_back),
		cmocka_unit_test(who_stayed_away_keeps_what_a_kiosk_promised_and_may_wait),
	};

	centre_to_start = argc > 1 ? argv[1] : NULL;
	return argc > 1 ? cmocka_run_group_tests(tests, begin, end) : 2;
}
