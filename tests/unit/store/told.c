/* What is said of a booking besides: a contact by which to be told of places, which nobody can read here,
 * and that they are still coming. */
#include "fixture.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

static const char known_uid[] = "04A1B2C310E580", contact[] = "07700900123";

/* ---- "tell me" ---- */

static struct booking book(struct fixture *fixture, struct id session, const char *uid)
{
	struct token token = uid ? chip(uid) : (struct token){0};
	struct booking_wish wish =
		wish_for(fixture->store, session, uid ? &token : NULL, party_of(1, 2));
	struct booking booking;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	return booking;
}

static struct booking found(struct fixture *fixture, struct id id)
{
	struct booking booking = {0};

	assert_true(store_booking(fixture->store, id, &booking));
	return booking;
}

static bool tell_me(struct fixture *fixture, struct id booking, const char *how)
{
	const struct tell_me wanted = {.booking = booking, .contact = how, .language = "ur"};

	return store_tell_me(fixture->store, &wanted, NOW_MS, NULL);
}

static int64_t changes(struct fixture *fixture)
{
	return fixture_count(fixture, "SELECT count(*) FROM change");
}

static json_t *last_body(struct fixture *fixture)
{
	json_t *change = json_loads(last_change(fixture), 0, NULL);
	json_t *body = json_incref(json_object_get(change, "body"));

	assert_string_equal(json_text(change, "kind"), "tell_me");
	json_decref(change);
	return body;
}

static void is_in_body(const json_t *body, const char *key, struct id id)
{
	char text[ID_TEXT];

	assert_string_equal(json_text(body, key), id_text(id, text));
}

static void a_guest_who_waits_leaves_a_contact_that_only_the_clerk_reads(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, NULL);

	assert_int_equal(booking.state, BOOKING_WAITING);
	assert_false(booking.tell_me);
	assert_true(tell_me(fixture, booking.id, contact));
	assert_true(found(fixture, booking.id).tell_me);
	json_t *body = last_body(fixture), *sealed = fixture_open_box(fixture);
	is_in_body(body, "booking", booking.id);
	is_in_body(body, "session", session);
	assert_string_equal(json_text(body, "language"), "ur");
	assert_int_equal(json_object_size(body), 5);
	const json_t *form = json_object_get(sealed, "form");
	assert_string_equal(json_text(form, "contact"), contact);
	assert_string_equal(json_text(form, "language"), "ur");
	json_decref(body);
	json_decref(sealed);
}

static void no_file_of_the_kiosk_holds_the_contact(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid);

	assert_true(tell_me(fixture, booking.id, contact));
	assert_true(fixture_holds(fixture, booking.code));
	assert_false(fixture_holds(fixture, contact));
	fixture_reopen(fixture);
	assert_true(fixture_holds(fixture, booking.code));
	assert_false(fixture_holds(fixture, contact));
	assert_true(found(fixture, booking.id).tell_me);
}

static void a_second_contact_is_another_change(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid);
	int64_t before = changes(fixture);

	assert_true(tell_me(fixture, booking.id, contact));
	assert_true(tell_me(fixture, booking.id, "zofia@example.org"));
	assert_int_equal(changes(fixture), before + 2);
}

static void who_does_not_wait_leaves_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking waiting = book(fixture, session, known_uid);

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking confirmed = book(fixture, session, NULL);
	assert_int_equal(confirmed.state, BOOKING_CONFIRMED);
	assert_true(store_cancel(fixture->store, waiting.id, NOW_MS, NULL));
	int64_t before = changes(fixture);
	assert_true(tell_me(fixture, confirmed.id, contact));
	assert_true(tell_me(fixture, waiting.id, contact));
	assert_int_equal(changes(fixture), before);
	assert_false(found(fixture, confirmed.id).tell_me);
}

static void of_a_booking_that_is_not_here_nothing_is_kept(void **state)
{
	struct fixture *fixture = *state;
	int64_t before = changes(fixture);

	assert_false(tell_me(fixture, id_make(NOW_MS), contact));
	assert_int_equal(changes(fixture), before);
}

/* ---- "Are you still coming?" ---- */

static struct booking booked(struct fixture *fixture, const char *name, int64_t in_ms)
{
	struct id session =
		fixture_session_of(fixture, name, "rhyme", NOW_MS + in_ms, ADMISSION_BOOKED);

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	return book(fixture, session, known_uid);
}

/* As the centre tells it of another kiosk's. */
static void feed(struct fixture *fixture, const struct booking *booking, int revision,
	const char *still_coming)
{
	char id[ID_TEXT], session[ID_TEXT], holder[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(booking->id, id), revision,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"holder\": \"%s\", \"code\":"
		" \"1ABCD\", \"made_ms\": 1796000000000, \"party\": {\"adults\": 1}%s}",
		id_text(booking->session, session), id_text(booking->holder, holder), still_coming);
}

static void a_yes_is_one_change_and_stays(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = booked(fixture, "friday", DAY_MS);
	int64_t before = changes(fixture);
	char id[ID_TEXT];

	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_NOT_ASKED);
	assert_true(store_mark_asked(fixture->store, booking.id, NULL));
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_ASKED);
	assert_int_equal(changes(fixture), before);
	assert_true(store_still_coming(fixture->store, booking.id, NOW_MS, NULL));
	assert_true(store_still_coming(fixture->store, booking.id, NOW_MS, NULL));
	assert_int_equal(changes(fixture), before + 1);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"still_coming\""));
	assert_non_null(strstr(last_change(fixture), id_text(booking.id, id)));
	assert_true(store_mark_asked(fixture->store, booking.id, NULL));
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_YES);
}

static void of_what_is_cancelled_nobody_says_that_they_come(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = booked(fixture, "friday", DAY_MS);

	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	int64_t before = changes(fixture);
	assert_true(store_still_coming(fixture->store, booking.id, NOW_MS, NULL));
	assert_false(store_still_coming(fixture->store, id_make(NOW_MS), NOW_MS, NULL));
	assert_int_equal(changes(fixture), before);
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_NOT_ASKED);
}

static void who_was_asked_at_another_kiosk_is_known_here(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = booked(fixture, "friday", DAY_MS);

	feed(fixture, &booking, 1, "");
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_NOT_ASKED);
	feed(fixture, &booking, 2, ", \"still_coming\": true");
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_YES);
	booking.id = id_make(NOW_MS);
	booking.holder = id_make(NOW_MS);
	feed(fixture, &booking, 1, ", \"still_coming\": true");
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_YES);
}

static void what_was_said_here_is_not_forgotten_by_older_news(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = booked(fixture, "friday", DAY_MS);

	assert_true(store_still_coming(fixture->store, booking.id, NOW_MS, NULL));
	feed(fixture, &booking, 1, "");
	assert_int_equal(found(fixture, booking.id).still_coming, STILL_COMING_YES);
}

static void this_and_all_that_follow_leaves_the_earlier_ones_answer(void **state)
{
	struct fixture *fixture = *state;
	struct booking first = booked(fixture, "friday", DAY_MS);
	struct booking second = booked(fixture, "next friday", 8 * DAY_MS);
	struct booking third = booked(fixture, "the one after", 15 * DAY_MS);
	int cancelled = 0;

	assert_true(store_still_coming(fixture->store, first.id, NOW_MS, NULL));
	assert_int_equal(found(fixture, second.id).still_coming, STILL_COMING_NOT_ASKED);
	assert_true(store_cancel_rest(fixture->store, &second, NOW_MS, &cancelled, NULL));
	assert_int_equal(cancelled, 2);
	assert_int_equal(found(fixture, third.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, first.id).state, BOOKING_CONFIRMED);
	assert_int_equal(found(fixture, first.id).still_coming, STILL_COMING_YES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)
	const struct CMUnitTest tests[] = {
		TEST(a_guest_who_waits_leaves_a_contact_that_only_the_clerk_reads),
		TEST(no_file_of_the_kiosk_holds_the_contact),
		TEST(a_second_contact_is_another_change),
		TEST(who_does_not_wait_leaves_nothing),
		TEST(of_a_booking_that_is_not_here_nothing_is_kept),
		TEST(a_yes_is_one_change_and_stays),
		TEST(of_what_is_cancelled_nobody_says_that_they_come),
		TEST(who_was_asked_at_another_kiosk_is_known_here),
		TEST(what_was_said_here_is_not_forgotten_by_older_news),
		TEST(this_and_all_that_follow_leaves_the_earlier_ones_answer),
	};

	return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
