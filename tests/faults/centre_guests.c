/* A guest's first name at a real centre: a box that it keeps for the other kiosks, cannot open, and keeps
 * no longer than the booking is a guest's. */
#include "centre_kiosks.h"

#define BOX "c2VhbGVkIHVuZGVyIHRoZSB0aWNrZXQsIGFuZCBieSBub2JvZHkgZWxzZSB0byBiZSBvcGVuZWQ="
#define OTHER_BOX "c2VhbGVkIGFuZXcsIHVuZGVyIHRoZSB0aWNrZXQgb2YgdGhlIGRheSB0aGF0IHdhcyBjaG9zZW4="

/* A lease of ten, and a booking of two from it. */
static const char *book_with(struct kiosk *kiosk, int number, char session[static 40],
	const char *greeting, const char *holder)
{
	char *body = NULL;

	new_session(20, 0, session);
	ask_lease(kiosk, session, "booking", 10);
	assert_true(
		asprintf(&body,
			"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",%s\"party\":"
			"{\"adults\":2},\"code\":\"1ABCD\",\"language\":\"en\",\"greeting\":%s}",
			booking_id(number), session, change_id(kiosk, kiosk->seq), holder,
			greeting) > 0);
	const char *verdict = push(kiosk, "book", body);
	free(body);
	return verdict;
}

/* What kiosks were told last; "" if no name. */
static const char *told_greeting(int booking)
{
	static char greeting[1024];
	PGconn *owner = the_owner();
	char sql[512];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(body->>'greeting', '') FROM core.feed WHERE kind = 'booking'"
		" AND key = '%s' ORDER BY revision DESC, row DESC LIMIT 1",
		booking_id(booking));
	snprintf(greeting, sizeof(greeting), "%s", query(owner, sql));
	return greeting;
}

static int kept(int booking)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT count(greeting) FROM core.booking WHERE booking = '%s'",
		booking_id(booking));
	return count_of(sql);
}

static void a_guests_box_comes_to_the_other_kiosks_as_it_was(void **state)
{
	char session[40];

	assert_string_equal(book_with(meet(1), 300, session, "\"" BOX "\"", ""), "accepted");
	assert_string_equal(told_greeting(300), BOX);
	assert_int_equal(kept(300), 1);
	books_balance();
}

static void who_waits_is_greeted_too(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], body[512];

	new_session(2, 0, session);
	assert_string_equal(book(kiosk, 310, session, 0, 2, 0), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"adults\":2},\"code\":\"1ABCD\","
		"\"language\":\"en\",\"greeting\":\"" BOX "\"}",
		booking_id(311), session);
	assert_string_equal(push(kiosk, "wait", body), "waiting");
	assert_string_equal(told_greeting(311), BOX);
	assert_string_equal(cancel(kiosk, 310), "accepted");
	assert_string_equal(state_of(311), "confirmed");
	assert_string_equal(told_greeting(311), BOX);
	books_balance();
}

static void what_is_no_box_is_none_and_the_booking_stands(void **state)
{
	static const char *const greetings[] = {"\"Zebedee Quux\"", "\"{name: x}\"", "7", "null",
		"\"\"", "{\"name\":\"x\"}", "[\"QUJD\"]"};
	char session[40], long_one[900];

	for (int i = 0; i < (int)(sizeof(greetings) / sizeof(greetings[0])); i++) {
		assert_string_equal(
			book_with(meet(1), 320 + i, session, greetings[i], ""), "accepted");
		assert_string_equal(told_greeting(320 + i), "");
	}
	memset(long_one, 'A', sizeof(long_one));
	long_one[0] = long_one[770] = '"';
	long_one[771] = '\0';
	assert_string_equal(book_with(meet(1), 340, session, long_one, ""), "accepted");
	assert_string_equal(told_greeting(340), "");
	books_balance();
}

static void no_name_is_kept_beside_a_card(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], body[200];

	assert_string_equal(book_with(kiosk, 350, session, "\"" BOX "\"",
				    "\"holder\":\"cccccccc-0000-7000-8000-000000000350\","),
		"accepted");
	assert_int_equal(kept(350), 0);
	assert_string_equal(book_with(kiosk, 351, session, "\"" BOX "\"", ""), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-000000000351\"}",
		booking_id(351));
	assert_string_equal(push(kiosk, "put_on_card", body), "accepted");
	assert_int_equal(kept(351), 0);
	assert_string_equal(told_greeting(351), "");
	books_balance();
}

static void a_cancelled_booking_names_nobody(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	assert_string_equal(book_with(kiosk, 360, session, "\"" BOX "\"", ""), "accepted");
	assert_string_equal(cancel(kiosk, 360), "accepted");
	assert_int_equal(kept(360), 0);
	assert_string_equal(told_greeting(360), "");
	books_balance();
}

static void another_day_has_the_box_that_its_own_ticket_opens(void **state)
{
	struct kiosk *kiosk = meet(1);
	char old[40], new[40], body[512];

	assert_string_equal(book_with(kiosk, 370, old, "\"" BOX "\"", ""), "accepted");
	new_session(10, 0, new);
	ask_lease(kiosk, new, "booking", 4);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":2},"
		"\"code\":\"1ABCE\",\"language\":\"en\",\"greeting\":\"" OTHER_BOX
		"\",\"from\":\"%s\",\"was\":\"confirmed\"}",
		booking_id(371), new, change_id(kiosk, kiosk->seq), booking_id(370));
	assert_string_equal(push(kiosk, "move", body), "accepted");
	assert_int_equal(kept(370), 0);
	assert_string_equal(told_greeting(371), OTHER_BOX);
	books_balance();
}

/* The roles that read for people have no column of it. */
static void no_view_for_people_has_the_box(void **state)
{
	assert_int_equal(
		count_of("SELECT count(*) FROM information_schema.columns WHERE column_name ="
			 " 'greeting' AND table_schema IN ('report', 'staff', 'api')"),
		0);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guests_box_comes_to_the_other_kiosks_as_it_was),
		cmocka_unit_test(who_waits_is_greeted_too),
		cmocka_unit_test(what_is_no_box_is_none_and_the_booking_stands),
		cmocka_unit_test(no_name_is_kept_beside_a_card),
		cmocka_unit_test(a_cancelled_booking_names_nobody),
		cmocka_unit_test(another_day_has_the_box_that_its_own_ticket_opens),
		cmocka_unit_test(no_view_for_people_has_the_box),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_guests PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_guests", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
