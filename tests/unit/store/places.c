/* Leases as a vector on the kiosk's disk, a class, what is kept for members, and booked places that are
 * held no longer: spent whole, in one transaction with what they pay for. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

/* In ten minutes, open for check-in, with these settings. */
static struct id session_with(struct fixture *fixture, const char *settings)
{
	struct id id = id_derive("test", "vector", NULL);
	char key[ID_TEXT];
	int64_t starts_ms = NOW_MS + 10 * MINUTE_MS;

	fixture_feed(fixture, "session", id_text(id, key), 1,
		"{\"title\": \"Rhyme\", \"starts_ms\": %lld, \"ends_ms\": %lld, \"opens_ms\": %lld,"
		" \"closes_ms\": %lld, \"admission\": \"both\", \"asks\": 31, \"places\": 30,"
		" \"door_places\": 10, \"settings\": {%s}}",
		(long long)starts_ms, (long long)starts_ms + HOUR_MS, (long long)NOW_MS,
		(long long)starts_ms + HOUR_MS, settings);
	return id;
}

static void lease_with_prams(
	struct fixture *fixture, struct id session, enum lease_pool pool, int prams)
{
	struct lease lease = {.id = id_make(NOW_MS),
		.session = session,
		.pool = pool,
		.state = LEASE_OPEN,
		.granted = 12,
		.left = 12,
		.limits = 1U << PARTY_PRAMS,
		.parts = {[PARTY_PRAMS] = prams}};

	assert_true(write_lease(fixture->store, &lease, NULL));
}

static struct party with_prams(int adults, int prams)
{
	struct party party = party_of(adults, 0);

	party.count[PARTY_PRAMS] = prams;
	return party;
}

static struct booking book(
	struct fixture *fixture, struct id session, const char *uid, struct party party)
{
	struct token token = uid ? chip(uid) : (struct token){0};
	struct booking_wish wish = wish_for(fixture->store, session, uid ? &token : NULL, party);
	struct booking booking;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	return booking;
}

static struct party a_class(int adults, int children)
{
	struct party party = party_of(adults, children);

	party.is_class = true;
	return party;
}

/* ---- parts ---- */

static void a_booking_takes_its_prams_from_the_lease(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"prams_places\": 6");

	lease_with_prams(fixture, session, POOL_BOOKING, 2);
	assert_int_equal(book(fixture, session, NULL, with_prams(1, 2)).state, BOOKING_CONFIRMED);
	assert_int_equal(book(fixture, session, NULL, with_prams(1, 1)).state, BOOKING_WAITING);
	assert_int_equal(book(fixture, session, NULL, with_prams(1, 0)).state, BOOKING_CONFIRMED);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 10);
}

static void what_is_missing_is_said(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"prams_places\": 6");
	struct party party = with_prams(2, 3);
	struct places_wish wish = {.places = places_of(&party)};

	lease_with_prams(fixture, session, POOL_BOOKING, 2);
	assert_false(store_has_places(fixture->store, session, &wish));
	assert_int_equal(store_missing_part(fixture->store, session, &wish), PARTY_PRAMS);
	wish.places.parts[PARTY_PRAMS] = 2;
	assert_true(store_has_places(fixture->store, session, &wish));
}

static void the_grants_parts_are_kept_and_what_the_centre_lacked_is_known(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"prams_places\": 6");
	struct change_verdict answer = {.verdict = VERDICT_ACCEPTED, .granted = 12};

	assert_true(outbox_plan_leases(fixture->store, NOW_MS, NULL));
	answer.lease.limits = 1U << PARTY_PRAMS;
	answer.lease.parts[PARTY_PRAMS] = 1;
	answer.seq = fixture_count(fixture,
		"SELECT seq FROM change JOIN lease ON lease.id = change.id WHERE pool = 0");
	assert_true(outbox_mark_sent(fixture->store, outbox_position(fixture->store).length, NULL));
	assert_true(outbox_take_verdicts(fixture->store, &answer, 1, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT prams FROM lease WHERE pool = 0"), 1);
	assert_int_equal(
		fixture_count(fixture, "SELECT lacks FROM lease WHERE pool = 0"), 1 << PARTY_PRAMS);
	assert_int_equal(
		fixture_count(fixture, "SELECT adults IS NULL FROM lease WHERE pool = 0"), 1);
	assert_int_equal(book(fixture, session, NULL, with_prams(1, 2)).state, BOOKING_WAITING);
}

static void a_pram_more_at_the_door_is_paid_by_the_door(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"prams_places\": 6");
	struct party party = with_prams(2, 0);
	struct error error = {0};
	struct id attendance;

	lease_with_prams(fixture, session, POOL_DOOR, 1);
	assert_true(store_drop_in(fixture->store, session, &party, NOW_MS, &attendance, NULL));
	party.count[PARTY_PRAMS] = 1;
	assert_true(store_change_attendance(fixture->store, attendance, &party, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"extra\":0"));
	assert_non_null(strstr(last_change(fixture), "\"prams\":1"));
	party.count[PARTY_PRAMS] = 2;
	assert_false(store_change_attendance(fixture->store, attendance, &party, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_FULL);
	/* One fewer and again one: it was paid once. */
	party.count[PARTY_PRAMS] = 0;
	assert_true(store_change_attendance(fixture->store, attendance, &party, NOW_MS, NULL));
	party.count[PARTY_PRAMS] = 1;
	assert_true(store_change_attendance(fixture->store, attendance, &party, NOW_MS, NULL));
}

/* ---- members ---- */

static void a_card_has_what_is_kept_and_a_guest_waits_until_the_hour(void **state)
{
	struct fixture *fixture = *state;
	char settings[128];

	snprintf(settings, sizeof(settings), "\"members_places\": 10, \"members_until_ms\": %lld",
		(long long)(NOW_MS + MINUTE_MS));
	struct id session = session_with(fixture, settings);
	fixture_lease(fixture, session, POOL_MEMBERS, 6);
	assert_int_equal(book(fixture, session, NULL, party_of(1, 0)).state, BOOKING_WAITING);
	assert_int_equal(
		book(fixture, session, known_uid, party_of(2, 0)).state, BOOKING_CONFIRMED);
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party_of(2, 1));
	struct booking booking;
	bool again;
	assert_true(store_book(fixture->store, &wish, NOW_MS + MINUTE_MS, &booking, &again, NULL));
	assert_int_equal(booking.state, BOOKING_CONFIRMED);
}

/* ---- a class ---- */

static void a_class_books_as_one_and_comes_by_its_ticket(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"class_places\": 33");
	struct check_in_facts facts;
	struct ticket ticket;
	char text[TICKET_TEXT];
	int count;

	fixture_lease(fixture, session, POOL_CLASS, 33);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid, a_class(3, 30));
	assert_int_equal(booking.state, BOOKING_CONFIRMED);
	assert_true(id_is_zero(booking.holder));
	assert_non_null(strstr(last_change(fixture), "\"class\":true"));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_CLASS), 0);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 12);
	assert_true(store_ticket(fixture->store, &booking, text));
	const struct ticket_key *keys = store_ticket_keys(fixture->store, &count);
	assert_int_equal(ticket_read(text, keys, count, &ticket), TICKET_GOOD);
	assert_true(ticket.party.is_class);
	struct holder guest = {.status = HOLDER_GUEST};
	store_check_in_facts(fixture->store, &guest, &ticket, (struct id){0}, NOW_MS, &facts);
	assert_int_equal(check_in_decide(&facts).code, CHECK_IN_OK);
	assert_int_equal(facts.candidates[0].party.count[PARTY_CHILDREN], 30);
}

static void a_class_at_the_door_takes_none_of_the_doors_places(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"class_places\": 33");
	struct party party = a_class(3, 30);
	struct error error = {0};
	struct id attendance;

	fixture_lease(fixture, session, POOL_CLASS, 33);
	fixture_lease(fixture, session, POOL_DOOR, 5);
	assert_true(store_drop_in(fixture->store, session, &party, NOW_MS, &attendance, NULL));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 5);
	assert_int_equal(store_inside(fixture->store, session), 33);
	assert_false(store_drop_in(fixture->store, session, &party, NOW_MS, &attendance, &error));
	assert_int_equal(error.code, ERROR_FULL);
}

static void the_feed_tells_a_class_from_a_large_family(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "\"class_places\": 33");
	struct id id = id_make(NOW_MS), other = id_make(NOW_MS);
	char key[ID_TEXT], of[ID_TEXT];
	struct booking booking;

	id_text(session, of);
	fixture_feed(fixture, "booking", id_text(id, key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"code\": \"2ABCD\", \"made_ms\":"
		" %lld, \"party\": {\"adults\": 3, \"children\": 30, \"class\": true}}",
		of, (long long)NOW_MS);
	assert_true(store_booking(fixture->store, id, &booking));
	assert_true(booking.party.is_class);
	fixture_feed(fixture, "booking", id_text(other, key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"code\": \"2ABCE\", \"made_ms\":"
		" %lld, \"party\": {\"adults\": 3, \"children\": 30}}",
		of, (long long)NOW_MS);
	assert_false(store_booking(fixture->store, other, &booking));
}

/* ---- held no longer ---- */

/* Sessions whose booked places are the door's, after leases were planned. */
static int64_t given_at(struct fixture *fixture, int64_t now_ms)
{
	assert_true(outbox_plan_leases(fixture->store, now_ms, NULL));
	return fixture_count(fixture, "SELECT count(*) FROM given");
}

static void tell_held(struct fixture *fixture, const char *session, int revision, int64_t until_ms)
{
	fixture_feed(fixture, "session", session, revision,
		"{\"title\": \"Rhyme\", \"starts_ms\": %lld, \"ends_ms\": %lld, \"opens_ms\": %lld,"
		" \"closes_ms\": %lld, \"admission\": \"both\", \"asks\": 31, \"places\": 30,"
		" \"door_places\": 10, \"settings\": {\"held_until_ms\": %lld}}",
		(long long)NOW_MS, (long long)NOW_MS + HOUR_MS, (long long)NOW_MS,
		(long long)NOW_MS + HOUR_MS, (long long)until_ms);
}

static void who_comes_after_the_log_gave_the_places_away_comes_by_the_door(void **state)
{
	struct fixture *fixture = *state;
	char settings[64];
	int64_t later_ms = NOW_MS + 15 * MINUTE_MS;

	snprintf(settings, sizeof(settings), "\"held_until_ms\": %lld", (long long)later_ms);
	struct id session = session_with(fixture, settings);
	struct holder guest = {.status = HOLDER_GUEST};
	struct check_in_facts before, facts;
	struct id attendance;

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	fixture_lease(fixture, session, POOL_DOOR, 3);
	struct booking early = book(fixture, session, NULL, party_of(2, 0));
	struct booking late = book(fixture, session, NULL, party_of(4, 0));
	struct ticket tickets[] = {
		{.id = early.id, .session = session, .party = early.party, .until_ms = INT64_MAX},
		{.id = late.id, .session = session, .party = late.party, .until_ms = INT64_MAX}};

	/* As long as the centre was not met since, the booking stands, however late it is. */
	store_check_in_facts(
		fixture->store, &guest, &tickets[0], (struct id){0}, later_ms, &before);
	assert_int_equal(check_in_decide(&before).code, CHECK_IN_OK);
	assert_true(outbox_plan_leases(fixture->store, later_ms - 1, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM given"), 0);
	assert_true(outbox_plan_leases(fixture->store, later_ms, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM given"), 1);
	assert_true(outbox_plan_leases(fixture->store, later_ms, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 14"), 1);

	/* What was decided a moment before is written by the door all the same. */
	struct check_in_answer answer = check_in_decide(&before);
	assert_true(
		store_check_in(fixture->store, &before, &answer, &guest, NULL, &attendance, NULL));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 1);
	store_check_in_facts(fixture->store, &guest, &tickets[1], (struct id){0}, later_ms, &facts);
	assert_int_equal(check_in_decide(&facts).code, CHECK_IN_FULL);
	assert_int_equal(check_in_decide(&facts).when_ms, later_ms);
}

static void a_class_that_comes_late_has_its_own_places_still(void **state)
{
	struct fixture *fixture = *state;
	char settings[96];
	int64_t later_ms = NOW_MS + 15 * MINUTE_MS;

	snprintf(settings, sizeof(settings), "\"held_until_ms\": %lld, \"class_places\": 33",
		(long long)later_ms);
	struct id session = session_with(fixture, settings);
	struct holder guest = {.status = HOLDER_GUEST};
	struct check_in_facts facts;
	struct id attendance;

	fixture_lease(fixture, session, POOL_CLASS, 33);
	struct booking booking = book(fixture, session, NULL, a_class(3, 30));
	struct ticket ticket = {.id = booking.id,
		.session = session,
		.party = booking.party,
		.until_ms = INT64_MAX};

	assert_true(outbox_plan_leases(fixture->store, later_ms, NULL));
	store_check_in_facts(fixture->store, &guest, &ticket, (struct id){0}, later_ms, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	assert_int_equal(answer.code, CHECK_IN_OK);
	assert_true(
		store_check_in(fixture->store, &facts, &answer, &guest, NULL, &attendance, NULL));
	assert_non_null(strstr(last_change(fixture), "\"extra\":0"));
}

/* By news, whatever this machine's clock says, and by the time that leases are planned for. */
static void a_session_that_is_moved_holds_its_places_again(void **state)
{
	struct fixture *fixture = *state;
	char settings[64], key[ID_TEXT];
	int64_t held_ms = NOW_MS + MINUTE_MS, later_ms = held_ms + HOUR_MS / 2;

	snprintf(settings, sizeof(settings), "\"held_until_ms\": %lld", (long long)held_ms);
	struct id session = session_with(fixture, settings);

	assert_int_equal(given_at(fixture, held_ms), 1);
	tell_held(fixture, id_text(session, key), 2, held_ms);
	assert_int_equal(given_at(fixture, held_ms), 1);
	clock_journey_set(NOW_MS + 365 * DAY_MS);
	tell_held(fixture, id_text(session, key), 3, later_ms);
	assert_int_equal(given_at(fixture, held_ms), 0);
	assert_int_equal(given_at(fixture, later_ms), 1);
	tell_held(fixture, id_text(session, key), 4, 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM given"), 1);
	assert_int_equal(given_at(fixture, later_ms), 0);
}

static void how_many_are_inside_is_ours_and_what_the_centre_says_of_the_others(void **state)
{
	struct fixture *fixture = *state;
	struct id session = session_with(fixture, "");
	struct party party = party_of(2, 1);
	struct id attendance;
	char key[ID_TEXT];

	fixture_lease(fixture, session, POOL_DOOR, 10);
	assert_true(store_drop_in(fixture->store, session, &party, NOW_MS, &attendance, NULL));
	assert_int_equal(store_inside(fixture->store, session), 3);
	fixture_feed(fixture, "inside", id_text(session, key), 2,
		"{\"kiosks\": {\"1\": 3, \"2\": 5, \"7\": 2, \"8\": -4, \"9\": \"x\"}}");
	assert_int_equal(store_inside(fixture->store, session), 10);
	fixture_feed(fixture, "inside", id_text(session, key), 1, "{\"kiosks\": {\"2\": 50}}");
	assert_int_equal(store_inside(fixture->store, session), 10);
	assert_true(store_undo_check_in(fixture->store, attendance, NOW_MS, NULL));
	assert_int_equal(store_inside(fixture->store, session), 7);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_booking_takes_its_prams_from_the_lease),
		TEST(what_is_missing_is_said),
		TEST(the_grants_parts_are_kept_and_what_the_centre_lacked_is_known),
		TEST(a_pram_more_at_the_door_is_paid_by_the_door),
		TEST(a_card_has_what_is_kept_and_a_guest_waits_until_the_hour),
		TEST(a_class_books_as_one_and_comes_by_its_ticket),
		TEST(a_class_at_the_door_takes_none_of_the_doors_places),
		TEST(the_feed_tells_a_class_from_a_large_family),
		TEST(who_comes_after_the_log_gave_the_places_away_comes_by_the_door),
		TEST(a_class_that_comes_late_has_its_own_places_still),
		TEST(a_session_that_is_moved_holds_its_places_again),
		TEST(how_many_are_inside_is_ours_and_what_the_centre_says_of_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
