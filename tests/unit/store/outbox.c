/* The log as sync sees it: positions, verdicts, leases asked for and given back. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

static struct booking book(struct fixture *fixture, struct id session, const char *uid, int adults)
{
	struct token token = uid ? chip(uid) : (struct token){0};
	struct booking_wish wish =
		wish_for(fixture->store, session, uid ? &token : NULL, party_of(adults, 0));
	struct booking booking;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	return booking;
}

static void answer(
	struct fixture *fixture, int64_t seq, enum verdict verdict, const char *reason, int granted)
{
	struct change_verdict taken = {.seq = seq, .verdict = verdict, .granted = granted};
	struct error error = {0};

	snprintf(taken.reason, sizeof(taken.reason), "%s", reason);
	assert_true(outbox_mark_sent(fixture->store, seq, NULL));
	if (!outbox_take_verdicts(fixture->store, &taken, 1, &error))
		fail_msg("%s", error.detail);
}

static enum booking_state state_of(struct fixture *fixture, struct id booking)
{
	struct booking found;

	assert_true(store_booking(fixture->store, booking, &found));
	return found.state;
}

/* Answers whatever was asked; returns the last request's seq. */
static int64_t tend_and_find(struct fixture *fixture)
{
	assert_true(outbox_plan_leases(fixture->store, NOW_MS, NULL));
	return outbox_position(fixture->store).length;
}

static void the_log_is_dense_and_is_read_in_order(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct outbox_change changes[10];

	for (int i = 0; i < 5; i++)
		book(fixture, session, NULL, 1);
	assert_int_equal(outbox_read(fixture->store, 2, 64 * 1024, changes, 10), 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(changes[i].seq, i + 2);
		assert_memory_equal(changes[i].text, "{\"id\":\"", 7);
	}
	assert_int_equal(outbox_read(fixture->store, 1, 64 * 1024, changes, 2), 2);
	assert_int_equal(outbox_read(fixture->store, 6, 64 * 1024, changes, 10), 0);
}

static void an_answered_change_stays_in_the_log(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	book(fixture, session, NULL, 1);
	book(fixture, session, NULL, 1);

	assert_int_equal(store_outbox_state(fixture->store).visitors_unanswered, 2);
	assert_int_equal(store_outbox_state(fixture->store).oldest_ms, NOW_MS);
	answer(fixture, 1, VERDICT_WAITING, "", 0);
	assert_int_equal(outbox_position(fixture->store).acked, 1);
	answer(fixture, 2, VERDICT_WAITING, "", 0);
	assert_int_equal(outbox_position(fixture->store).acked, 2);
	assert_int_equal(outbox_position(fixture->store).length, 2);
	assert_int_equal(store_outbox_state(fixture->store).visitors_unanswered, 0);
}

static void a_verdict_on_what_was_not_sent_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct change_verdict verdict = {.seq = 1, .verdict = VERDICT_ACCEPTED};
	struct error error = {0};
	book(fixture, session, NULL, 1);

	assert_false(outbox_take_verdicts(fixture->store, &verdict, 1, &error));
	assert_int_equal(error.code, ERROR_BAD_INPUT);
	assert_int_equal(outbox_position(fixture->store).acked, 0);
}

static void a_lease_is_asked_for_once_and_opens_when_it_is_granted(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);

	int64_t length = tend_and_find(fixture);
	assert_true(length >= 1);
	assert_int_equal(tend_and_find(fixture), length);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 0);
	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_ACCEPTED, "", 12);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 12);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 12);
	assert_int_equal(tend_and_find(fixture), length);
	assert_int_equal(store_outbox_state(fixture->store).visitors_unanswered, 0);
}

static void a_verdict_that_is_sent_again_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int64_t length = tend_and_find(fixture);
	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_ACCEPTED, "", 12);
	book(fixture, session, NULL, 5);

	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_ACCEPTED, "", 12);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 7);
	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_REFUSED, "no-places", 0);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 7);
	assert_int_equal(store_outbox_state(fixture->store).refused, 0);
}

static void a_refused_lease_is_asked_for_again_when_the_session_has_news(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int64_t length = tend_and_find(fixture);
	char key[ID_TEXT], booking[ID_TEXT];

	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_REFUSED, "no-places", 0);
	assert_int_equal(store_outbox_state(fixture->store).refused, 0);
	assert_int_equal(tend_and_find(fixture), length);
	fixture_feed(fixture, "booking", id_text(id_make(NOW_MS), booking), 1,
		"{\"session\": \"%s\", \"state\": \"cancelled\", \"made_ms\": 1796379600000,"
		" \"party\": {\"adults\": 2}}",
		id_text(session, key));
	assert_true(tend_and_find(fixture) > length);
}

/* Refused while the clock stood a year ahead. */
static void an_answer_of_the_future_does_not_silence_a_kiosk(void **state)
{
	struct fixture *fixture = *state;
	fixture_session(fixture, "rhyme", ADMISSION_BOTH);
	int64_t length = tend_and_find(fixture);

	assert_true(length > 0);
	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_REFUSED, "no-places", 0);
	assert_true(database_run(&fixture->store->database,
		"UPDATE lease SET refused_ms = ?1 WHERE refused_ms > 0",
		VALUES(number_value(NOW_MS + 365 * DAY_MS)), NULL));
	assert_true(tend_and_find(fixture) > length);
}

static void a_lease_is_closed_when_it_is_spent_or_over(void **state)
{
	struct fixture *fixture = *state;
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int64_t length = tend_and_find(fixture);

	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_ACCEPTED, "", 12);
	assert_true(outbox_plan_leases(fixture->store, NOW_MS + 2 * HOUR_MS, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM lease WHERE state = 1"), 0);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"lease_close\""));
	length = outbox_position(fixture->store).length;
	assert_true(outbox_plan_leases(fixture->store, NOW_MS + 2 * HOUR_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, length);
}

static void a_recalled_lease_sells_no_more(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct id lease = fixture_lease(fixture, session, POOL_BOOKING, 12);
	char id[ID_TEXT];

	fixture_feed(fixture, "recall", "x", 1, "{\"lease\": \"%s\"}", id_text(lease, id));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"lease_close\""));
	assert_int_equal(book(fixture, session, NULL, 1).state, BOOKING_WAITING);
}

static void a_lease_that_was_recalled_before_it_was_granted_goes_back(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	int64_t length = tend_and_find(fixture);
	struct row row = database_select(&fixture->store->database,
		"SELECT id FROM lease WHERE session = ?1 AND pool = 0", VALUES(id_value(session)));
	char id[ID_TEXT];

	assert_true(row_next(&row));
	id_text(row_id(&row, 0), id);
	row_end(&row);
	fixture_feed(fixture, "recall", "x", 1, "{\"lease\": \"%s\"}", id);
	for (int64_t seq = 1; seq <= length; seq++)
		answer(fixture, seq, VERDICT_ACCEPTED, "", 12);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 0);
	assert_true(outbox_plan_leases(fixture->store, NOW_MS, NULL));
	assert_int_equal(fixture_count(fixture,
				 "SELECT count(*) FROM lease WHERE recalled = 1 AND state = 1"),
		0);
}

static void a_refused_booking_is_told_to_its_holder_once(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct id holder = store_holder(fixture->store, &token).id;
	struct booking found;
	enum booking_news news;
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid, 2);

	assert_false(store_untold(fixture->store, holder, NOW_MS, &found, &news));
	answer(fixture, 1, VERDICT_REFUSED, "session-cancelled", 0);
	assert_int_equal(state_of(fixture, booking.id), BOOKING_CANCELLED);
	assert_true(store_untold(fixture->store, holder, NOW_MS, &found, &news));
	assert_true(id_equal(found.id, booking.id));
	assert_true(store_mark_told(fixture->store, booking.id, NULL));
	assert_false(store_untold(fixture->store, holder, NOW_MS, &found, &news));
	assert_int_equal(store_outbox_state(fixture->store).refused, 1);
}

static void a_card_that_the_centre_refuses_leaves_the_guest_their_booking(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct card_shown card = {.token = chip(known_uid)};
	card.holder = store_holder(fixture->store, &card.token);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party_of(2, 0));
	struct booking booking, found;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	assert_true(store_put_on_card(fixture->store, &booking, &card, NOW_MS, NULL));
	answer(fixture, 1, VERDICT_ACCEPTED, "", 0);
	answer(fixture, 2, VERDICT_REFUSED, "booked-already", 0);
	assert_true(store_booking(fixture->store, booking.id, &found));
	assert_int_equal(found.state, BOOKING_CONFIRMED);
	assert_true(id_is_zero(found.holder));
}

static void a_written_off_lease_puts_its_people_on_the_waiting_list(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid, 2);

	answer(fixture, 1, VERDICT_REFUSED, "lease-written-off", 0);
	assert_int_equal(state_of(fixture, booking.id), BOOKING_WAITING);
}

static void a_cancel_that_the_centre_refuses_is_taken_back(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid, 2);

	answer(fixture, 1, VERDICT_ACCEPTED, "", 0);
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	answer(fixture, 2, VERDICT_REFUSED, "here-already", 0);
	assert_int_equal(state_of(fixture, booking.id), BOOKING_CONFIRMED);
}

static void another_epoch_reads_the_streams_anew(void **state)
{
	struct fixture *fixture = *state;
	struct stream_cursor cursors[STREAMS];
	struct id first = id_make(NOW_MS), second = id_make(NOW_MS);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);

	assert_true(outbox_remember_centre(fixture->store, first, NOW_MS, NULL));
	outbox_cursors(fixture->store, cursors);
	assert_string_equal(cursors[0].name, "branch:micklefield");
	assert_string_equal(cursors[2].name, "kiosk:1");
	assert_int_equal(cursors[0].version, 1);
	assert_true(outbox_remember_centre(fixture->store, second, NOW_MS, NULL));
	outbox_cursors(fixture->store, cursors);
	assert_int_equal(cursors[0].version, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_log_is_dense_and_is_read_in_order),
		TEST(an_answered_change_stays_in_the_log),
		TEST(a_verdict_on_what_was_not_sent_is_refused),
		TEST(a_lease_is_asked_for_once_and_opens_when_it_is_granted),
		TEST(a_verdict_that_is_sent_again_changes_nothing),
		TEST(a_refused_lease_is_asked_for_again_when_the_session_has_news),
		TEST(an_answer_of_the_future_does_not_silence_a_kiosk),
		TEST(a_lease_is_closed_when_it_is_spent_or_over),
		TEST(a_recalled_lease_sells_no_more),
		TEST(a_lease_that_was_recalled_before_it_was_granted_goes_back),
		TEST(a_refused_booking_is_told_to_its_holder_once),
		TEST(a_card_that_the_centre_refuses_leaves_the_guest_their_booking),
		TEST(a_written_off_lease_puts_its_people_on_the_waiting_list),
		TEST(a_cancel_that_the_centre_refuses_is_taken_back),
		TEST(another_epoch_reads_the_streams_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
