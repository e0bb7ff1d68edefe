/* What is said of a booking besides: a contact by which to be told of places, which nobody can read here. */
#include "fixture.h"

#include <string.h>

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

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)
	const struct CMUnitTest tests[] = {
		TEST(a_guest_who_waits_leaves_a_contact_that_only_the_clerk_reads),
		TEST(no_file_of_the_kiosk_holds_the_contact),
		TEST(a_second_contact_is_another_change),
		TEST(who_does_not_wait_leaves_nothing),
		TEST(of_a_booking_that_is_not_here_nothing_is_kept),
	};

	return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
