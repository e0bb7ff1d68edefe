/* What a kiosk knows for the library's wishes, and what it refuses by them. The rules themselves are
 * judged by tests/cases. */
#include "fixture.h"

#include <stdio.h>

#include "base/clock.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

static const int64_t friday_ms = NOW_MS + 7 * DAY_MS;

static void wish_of(
	struct fixture *fixture, struct id id, enum session_setting which, int64_t value)
{
	struct session session;

	assert_true(store_session(fixture->store, id, &session));
	session.setting[which] = value;
	session.revision++;
	assert_true(database_begin(&fixture->store->database, NULL));
	assert_true(database_end(
		&fixture->store->database, write_session(fixture->store, &session, NULL), NULL));
}

static struct id a_session(struct fixture *fixture, const char *name, int64_t starts_ms)
{
	struct id id = fixture_session_of(fixture, name, "rhyme", starts_ms, ADMISSION_BOTH);

	fixture_lease(fixture, id, POOL_BOOKING, 24);
	return id;
}

static enum error_code book(struct fixture *fixture, struct id session, const char *uid, int adults,
	struct booking *booking)
{
	struct token token = uid ? chip(uid) : (struct token){0};
	struct booking_wish wish =
		wish_for(fixture->store, session, uid ? &token : NULL, party_of(adults, 0));
	struct error error = {0};
	bool again;

	store_book(fixture->store, &wish, NOW_MS, booking, &again, &error);
	return error.code;
}

static struct holder holder_of_card(struct fixture *fixture)
{
	struct token token = chip(known_uid);

	return store_holder(fixture->store, &token);
}

static void tell_absences(struct fixture *fixture, int count, int64_t last_ms)
{
	char key[ID_TEXT];

	fixture_feed(fixture, "absence", id_text(holder_of_card(fixture).id, key), 1,
		"{\"count\": %d, \"last_ms\": %lld}", count, (long long)last_ms);
}

static int absences_at(struct fixture *fixture, int64_t now_ms)
{
	return store_absences(fixture->store, holder_of_card(fixture).id, now_ms);
}

/* ---- one a day ---- */

static void a_card_has_one_session_of_an_event_a_day_and_a_guest_is_not_asked(void **state)
{
	struct fixture *fixture = *state;
	struct id morning = a_session(fixture, "morning", friday_ms);
	struct id noon = a_session(fixture, "noon", friday_ms + 2 * HOUR_MS);
	struct id later = a_session(fixture, "a week later", friday_ms + 7 * DAY_MS);
	struct booking booking, other;
	struct session session;

	wish_of(fixture, noon, SETTING_ONE_A_DAY, 1);
	wish_of(fixture, later, SETTING_ONE_A_DAY, 1);
	assert_int_equal(book(fixture, morning, known_uid, 1, &booking), ERROR_NONE);
	assert_int_equal(book(fixture, noon, known_uid, 1, &other), ERROR_REFUSED);
	assert_int_equal(book(fixture, later, known_uid, 1, &other), ERROR_NONE);
	assert_int_equal(book(fixture, noon, NULL, 1, &other), ERROR_NONE);
	assert_true(store_session(fixture->store, noon, &session));
	assert_true(store_booking_that_day(
		fixture->store, &session, holder_of_card(fixture).id, &other));
	assert_true(id_equal(other.id, booking.id));
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_int_equal(book(fixture, noon, known_uid, 1, &other), ERROR_NONE);
}

static void a_booking_may_move_within_the_day(void **state)
{
	struct fixture *fixture = *state;
	struct id morning = a_session(fixture, "morning", friday_ms);
	struct booking_move move = {
		.session = a_session(fixture, "noon", friday_ms + 2 * HOUR_MS), .language = "en"};
	struct booking booking, moved;

	wish_of(fixture, move.session, SETTING_ONE_A_DAY, 1);
	assert_int_equal(book(fixture, morning, known_uid, 1, &booking), ERROR_NONE);
	move.booking = booking.id;
	assert_true(store_move(fixture->store, &move, NOW_MS, &moved, NULL));
}

static void of_a_series_the_date_of_that_day_is_left_out_with_its_reason(void **state)
{
	struct fixture *fixture = *state;
	struct id noon = a_session(fixture, "noon", friday_ms + 2 * HOUR_MS);
	struct series_answer answers[2] = {
		{.booking.session = a_session(fixture, "morning", friday_ms)},
		{.booking.session = a_session(fixture, "a week later", friday_ms + 7 * DAY_MS)}};
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, (struct id){0}, &token, party_of(1, 0));
	struct booking booking;

	wish_of(fixture, answers[0].booking.session, SETTING_ONE_A_DAY, 1);
	wish_of(fixture, answers[1].booking.session, SETTING_ONE_A_DAY, 1);
	assert_int_equal(book(fixture, noon, known_uid, 1, &booking), ERROR_NONE);
	assert_true(store_book_series(fixture->store, &wish, NOW_MS, answers, 2, NULL));
	assert_int_equal(answers[0].refusal, BOOKING_ONE_A_DAY);
	assert_int_equal(answers[1].refusal, BOOKING_ALLOWED);
}

static void a_guests_booking_is_not_put_on_a_card_that_has_that_day(void **state)
{
	struct fixture *fixture = *state;
	struct id morning = a_session(fixture, "morning", friday_ms);
	struct id noon = a_session(fixture, "noon", friday_ms + 2 * HOUR_MS);
	struct card_shown card = {.token = chip(known_uid)};
	struct booking own, guests;
	struct error error = {0};

	card.holder = holder_of_card(fixture);
	assert_int_equal(book(fixture, morning, known_uid, 1, &own), ERROR_NONE);
	assert_int_equal(book(fixture, noon, NULL, 1, &guests), ERROR_NONE);
	wish_of(fixture, noon, SETTING_ONE_A_DAY, 1);
	assert_false(store_put_on_card(fixture->store, &guests, &card, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_string_equal(error.detail, "one-a-day");
	assert_true(store_booking(fixture->store, guests.id, &guests));
	assert_true(id_is_zero(guests.holder));
	assert_int_equal(guests.state, BOOKING_CONFIRMED);
	assert_true(store_cancel(fixture->store, own.id, NOW_MS, NULL));
	assert_true(store_put_on_card(fixture->store, &guests, &card, NOW_MS, NULL));
}

/* ---- few places ---- */

static enum booking_state wait_for(struct fixture *fixture, struct id session, int adults)
{
	struct booking_wish wish = {
		.session = session, .party = party_of(adults, 0), .waits = true, .language = "en"};
	struct booking booking;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	return booking.state;
}

static void what_is_booked_here_and_elsewhere_makes_places_few(void **state)
{
	struct fixture *fixture = *state;
	struct id id = a_session(fixture, "morning", friday_ms);
	struct booking booking;
	char key[ID_TEXT], session[ID_TEXT];
	struct party fewer = party_of(2, 0), more = party_of(4, 0);

	wish_of(fixture, id, SETTING_LARGEST_WHEN_FEW, 2);
	assert_int_equal(book(fixture, id, NULL, 3, &booking), ERROR_NONE);
	fixture_feed(fixture, "booking", id_text(id_make(NOW_MS), key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"code\": \"2ABCD\","
		" \"made_ms\": %lld, \"party\": {\"adults\": 20}}",
		id_text(id, session), (long long)NOW_MS);
	struct booking other;
	assert_int_equal(book(fixture, id, NULL, 3, &other), ERROR_REFUSED);
	assert_int_equal(wait_for(fixture, id, 3), BOOKING_WAITING);
	assert_int_equal(book(fixture, id, NULL, 2, &other), ERROR_NONE);
	assert_int_equal(other.state, BOOKING_CONFIRMED);
	assert_false(store_change_party(fixture->store, booking.id, &more, NOW_MS, NULL));
	assert_true(store_change_party(fixture->store, booking.id, &fewer, NOW_MS, NULL));
}

static void a_class_makes_no_places_few_for_it_has_its_own(void **state)
{
	struct fixture *fixture = *state;
	struct id id = a_session(fixture, "morning", friday_ms);
	struct booking booking;
	char key[ID_TEXT], session[ID_TEXT];

	wish_of(fixture, id, SETTING_LARGEST_WHEN_FEW, 2);
	fixture_feed(fixture, "booking", id_text(id_make(NOW_MS), key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"code\": \"2ABCD\","
		" \"made_ms\": %lld, \"party\": {\"adults\": 25, \"class\": true}}",
		id_text(id, session), (long long)NOW_MS);
	assert_int_equal(book(fixture, id, NULL, 3, &booking), ERROR_NONE);
}

/* ---- who stayed away ---- */

static void who_stayed_away_books_from_the_day_before_and_may_wait(void **state)
{
	struct fixture *fixture = *state;
	struct id id = a_session(fixture, "morning", friday_ms);
	struct id full =
		fixture_session_of(fixture, "full", "rhyme", friday_ms + DAY_MS, ADMISSION_BOTH);
	struct id tomorrow = a_session(fixture, "tomorrow", NOW_MS + DAY_MS);
	struct booking booking;

	wish_of(fixture, id, SETTING_AFTER_ABSENCES, 3);
	wish_of(fixture, full, SETTING_AFTER_ABSENCES, 3);
	wish_of(fixture, tomorrow, SETTING_AFTER_ABSENCES, 3);
	tell_absences(fixture, 2, NOW_MS - DAY_MS);
	assert_false(store_absences_bind(fixture->store, 2, NOW_MS));
	tell_absences(fixture, 3, NOW_MS - DAY_MS);
	assert_true(store_absences_bind(fixture->store, 3, NOW_MS));
	assert_int_equal(book(fixture, id, known_uid, 1, &booking), ERROR_REFUSED);
	assert_int_equal(book(fixture, full, known_uid, 1, &booking), ERROR_NONE);
	assert_int_equal(booking.state, BOOKING_WAITING);
	assert_int_equal(book(fixture, tomorrow, known_uid, 1, &booking), ERROR_NONE);
	assert_int_equal(booking.state, BOOKING_CONFIRMED);
	tell_absences(fixture, 0, NOW_MS);
	assert_int_equal(book(fixture, id, known_uid, 1, &booking), ERROR_NONE);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM absence"), 0);
}

static void what_the_centre_counted_ends_after_ninety_days_also_without_it(void **state)
{
	struct fixture *fixture = *state;

	tell_absences(fixture, 3, NOW_MS);
	assert_int_equal(absences_at(fixture, NOW_MS + 90 * DAY_MS - 1), 3);
	assert_int_equal(absences_at(fixture, NOW_MS + 90 * DAY_MS), 0);
}

static void who_comes_here_is_not_missed_from_that_moment(void **state)
{
	struct fixture *fixture = *state;
	struct id id = fixture_session(fixture, "now", ADMISSION_BOTH);
	struct holder holder = holder_of_card(fixture);
	struct token token = chip(known_uid);
	struct check_in_facts facts;
	struct booking booking;
	struct id attendance;

	fixture_lease(fixture, id, POOL_BOOKING, 4);
	tell_absences(fixture, 3, NOW_MS - DAY_MS);
	assert_int_equal(book(fixture, id, known_uid, 1, &booking), ERROR_NONE);
	store_check_in_facts(fixture->store, &holder, NULL, id, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	assert_true(store_check_in(
		fixture->store, &facts, &answer, &holder, &token, &attendance, NULL));
	assert_int_equal(absences_at(fixture, NOW_MS), 3);
	wish_of(fixture, id, SETTING_AFTER_ABSENCES, 3);
	assert_int_equal(absences_at(fixture, NOW_MS), 0);
	assert_true(store_undo_check_in(fixture->store, attendance, NOW_MS, NULL));
	assert_int_equal(absences_at(fixture, NOW_MS), 3);
}

static void a_number_that_cannot_be_is_parked(void **state)
{
	struct fixture *fixture = *state;

	tell_absences(fixture, -1, NOW_MS);
	tell_absences(fixture, 21, NOW_MS);
	tell_absences(fixture, 3, 1);
	assert_int_equal(absences_at(fixture, NOW_MS), 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)
	const struct CMUnitTest tests[] = {
		TEST(a_card_has_one_session_of_an_event_a_day_and_a_guest_is_not_asked),
		TEST(a_booking_may_move_within_the_day),
		TEST(of_a_series_the_date_of_that_day_is_left_out_with_its_reason),
		TEST(a_guests_booking_is_not_put_on_a_card_that_has_that_day),
		TEST(what_is_booked_here_and_elsewhere_makes_places_few),
		TEST(a_class_makes_no_places_few_for_it_has_its_own),
		TEST(who_stayed_away_books_from_the_day_before_and_may_wait),
		TEST(what_the_centre_counted_ends_after_ninety_days_also_without_it),
		TEST(who_comes_here_is_not_missed_from_that_moment),
		TEST(a_number_that_cannot_be_is_parked),
	};

	return cmocka_run_group_tests_name("fair places", tests, NULL, NULL);
}
