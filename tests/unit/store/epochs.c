/* A centre that was put back: what it forgot is sent again with its answers, what it tells is read anew,
 * and nobody loses a promise without being told. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static const struct id first = {{1}}, second = {{2}};
static const char known_uid[] = "04A1B2C310E580";

static void meet(struct fixture *fixture, struct id epoch)
{
	struct id before = outbox_position(fixture->store).epoch;

	if (!id_is_zero(before) && !id_equal(before, epoch))
		fixture->feed_version = 0;
	assert_true(outbox_remember_centre(fixture->store, epoch, NOW_MS, NULL));
}

static void tell(
	struct fixture *fixture, const struct booking *booking, int64_t revision, const char *state)
{
	char id[ID_TEXT], session[ID_TEXT], holder[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(booking->id, id), revision,
		"{\"session\": \"%s\", \"state\": \"%s\", \"holder\": \"%s\", \"code\": \"CXXXX\","
		" \"made_ms\": 1796379600000, \"kiosk\": 2, \"party\": {\"adults\": 1}}",
		id_text(booking->session, session), state, id_text(booking->holder, holder));
}

/* Of a card, and paid by a lease. */
static struct booking book(struct fixture *fixture, struct id session)
{
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 0));
	struct booking booking;
	bool again;

	fixture_lease(fixture, session, POOL_BOOKING, 4);
	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	assert_int_equal(booking.state, BOOKING_CONFIRMED);
	return booking;
}

static void answer_all(struct fixture *fixture)
{
	struct log_position position = outbox_position(fixture->store);

	assert_true(outbox_mark_sent(fixture->store, position.length, NULL));
	for (int64_t seq = position.acked + 1; seq <= position.length; seq++) {
		struct change_verdict verdict = {
			.seq = seq, .verdict = VERDICT_ACCEPTED, .granted = 3};
		assert_true(outbox_take_verdicts(fixture->store, &verdict, 1, NULL));
	}
}

static void end_rereading(struct fixture *fixture)
{
	assert_true(outbox_end_rereading(fixture->store, NOW_MS, NULL));
}

static struct booking now(struct fixture *fixture, const struct booking *booking)
{
	struct booking found;

	assert_true(store_booking(fixture->store, booking->id, &found));
	return found;
}

/* To a card and to a ticket, which say the same. */
static bool is_told(struct fixture *fixture, const struct booking *booking)
{
	enum booking_news news;
	struct booking told;
	bool by_card = !store_untold(fixture->store, booking->holder, NOW_MS, &told, &news) ||
		       news != BOOKING_NOT_KEPT;

	assert_int_equal(store_was_not_kept(fixture->store, booking->id), !by_card);
	return by_card;
}

static void what_had_an_answer_goes_out_with_it(void **state)
{
	struct fixture *fixture = *state;
	struct outbox_change changes[32];

	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	assert_true(outbox_plan_leases(fixture->store, NOW_MS, NULL));
	int count = outbox_read(fixture->store, 1, 64 * 1024, changes, 32);
	assert_true(count >= 1);
	assert_null(changes[0].prior);
	answer_all(fixture);
	book(fixture, fixture_session(fixture, "second", ADMISSION_BOOKED));
	count = outbox_read(fixture->store, 1, 64 * 1024, changes, 32);
	assert_string_equal(changes[0].prior, "{\"verdict\":\"accepted\",\"reason\":\"\","
					      "\"result\":{\"places\":3,\"parts\":{}}}");
	assert_null(changes[count - 1].prior);
}

static void a_spent_lease_still_says_what_was_granted(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct outbox_change changes[32];
	struct booking booking;
	bool again;

	assert_true(outbox_plan_leases(fixture->store, NOW_MS, NULL));
	answer_all(fixture);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(2, 0));
	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	assert_true(outbox_read(fixture->store, 1, 64 * 1024, changes, 32) > 1);
	assert_non_null(strstr(changes[0].prior, "\"places\":3"));
}

static void a_new_epoch_is_read_from_the_start_and_older_revisions_count(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));
	struct stream_cursor cursors[STREAMS];

	meet(fixture, first);
	tell(fixture, &booking, 9, "confirmed");
	answer_all(fixture);
	meet(fixture, first);
	outbox_cursors(fixture->store, cursors);
	assert_true(cursors[0].version > 0);
	assert_false(outbox_position(fixture->store).rereads);
	meet(fixture, second);
	outbox_cursors(fixture->store, cursors);
	assert_int_equal(cursors[0].version, 0);
	assert_true(outbox_position(fixture->store).rereads);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 2, "cancelled");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
}

static void what_it_does_not_name_is_dropped_told_to_the_holder_and_reported(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	fixture_session(fixture, "nobodys", ADMISSION_BOOKED);
	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
	assert_false(is_told(fixture, &booking));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"not_kept\""));
	assert_non_null(strstr(last_change(fixture), "\"is\":\"unknown\""));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM session"), 1);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM session WHERE cancelled"), 1);
	assert_false(outbox_position(fixture->store).rereads);
	/* A ticket is shown more than once. */
	assert_true(store_mark_told(fixture->store, booking.id, NULL));
	assert_true(store_was_not_kept(fixture->store, booking.id));
	answer_all(fixture);
	int64_t length = outbox_position(fixture->store).length;
	end_rereading(fixture);
	assert_int_equal(outbox_position(fixture->store).length, length);
}

static void nothing_is_dropped_while_a_change_has_no_answer(void **state)
{
	struct fixture *fixture = *state;

	meet(fixture, first);
	meet(fixture, second);
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	assert_true(outbox_position(fixture->store).rereads);
	answer_all(fixture);
	tell(fixture, &booking, 1, "confirmed");
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	assert_true(is_told(fixture, &booking));
}

static void a_promised_place_is_taken_from_nobody_before_all_is_read(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "waiting");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_WAITING);
	assert_false(is_told(fixture, &booking));
	assert_non_null(strstr(last_change(fixture), "\"is\":\"waiting\""));
}

/* As it is told where it is merged into one that waits. */
static struct booking merged_into_one_that_waits(struct fixture *fixture)
{
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));
	struct booking other = booking;

	other.id = id_make(NOW_MS);
	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &other, 1, "waiting");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
	return other;
}

static void a_promised_place_is_lost_where_what_stands_for_its_booking_waits(void **state)
{
	struct fixture *fixture = *state;
	struct booking other = merged_into_one_that_waits(fixture);
	char id[ID_TEXT];

	end_rereading(fixture);
	assert_int_equal(now(fixture, &other).state, BOOKING_WAITING);
	assert_false(is_told(fixture, &other));
	assert_non_null(strstr(last_change(fixture), "\"is\":\"waiting\""));
	assert_non_null(strstr(last_change(fixture), id_text(other.id, id)));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 18"), 1);
}

static void a_promised_place_is_not_lost_where_what_stands_for_its_booking_has_it(void **state)
{
	struct fixture *fixture = *state;
	struct booking other = merged_into_one_that_waits(fixture);

	tell(fixture, &other, 2, "confirmed");
	end_rereading(fixture);
	assert_int_equal(now(fixture, &other).state, BOOKING_CONFIRMED);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 18"), 0);
}

static void a_place_that_the_centre_has_again_was_never_lost(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	int64_t length = outbox_position(fixture->store).length;
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "waiting");
	tell(fixture, &booking, 2, "confirmed");
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	assert_true(is_told(fixture, &booking));
	assert_int_equal(outbox_position(fixture->store).length, length);
}

/* A kiosk that nobody expected any more has sent it. */
static void a_dropped_booking_stands_again_when_it_is_named_after_all(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	assert_true(is_told(fixture, &booking));
}

static void who_has_heard_that_it_is_lost_hears_that_it_is_there_again(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));
	enum booking_news news;
	struct booking told;

	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	end_rereading(fixture);
	assert_true(store_mark_told(fixture->store, booking.id, NULL));
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "confirmed");
	assert_true(store_untold(fixture->store, booking.holder, NOW_MS, &told, &news));
	assert_int_equal(news, BOOKING_PROMOTED);
}

/* By telephone, and the centre has forgotten it. */
static void what_was_given_up_elsewhere_is_as_the_new_epoch_tells_it(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	tell(fixture, &booking, 5, "cancelled");
	tell(fixture, &booking, 6, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
	tell(fixture, &booking, 2, "cancelled");
	tell(fixture, &booking, 3, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
}

static void what_was_given_up_elsewhere_is_as_it_is_told_after_all_was_read(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	tell(fixture, &booking, 5, "cancelled");
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	end_rereading(fixture);
	assert_false(store_was_not_kept(fixture->store, booking.id));
	tell(fixture, &booking, 1, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CONFIRMED);
}

static void what_is_being_given_up_here_stays_so_in_a_new_epoch(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "confirmed");
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
}

static void who_waited_in_one_epoch_and_is_unknown_in_the_next_is_reported_once(void **state)
{
	static const struct id third = {{3}};
	struct fixture *fixture = *state;
	struct booking booking = book(fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED));

	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	tell(fixture, &booking, 1, "waiting");
	meet(fixture, third);
	end_rereading(fixture);
	assert_int_equal(now(fixture, &booking).state, BOOKING_CANCELLED);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 18"), 1);
}

static void places_of_a_session_that_is_not_named_are_given_back(void **state)
{
	struct fixture *fixture = *state;

	fixture_lease(
		fixture, fixture_session(fixture, "rhyme", ADMISSION_BOOKED), POOL_BOOKING, 4);
	meet(fixture, first);
	answer_all(fixture);
	meet(fixture, second);
	end_rereading(fixture);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"lease_close\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_had_an_answer_goes_out_with_it),
		TEST(a_spent_lease_still_says_what_was_granted),
		TEST(a_new_epoch_is_read_from_the_start_and_older_revisions_count),
		TEST(what_it_does_not_name_is_dropped_told_to_the_holder_and_reported),
		TEST(nothing_is_dropped_while_a_change_has_no_answer),
		TEST(a_promised_place_is_taken_from_nobody_before_all_is_read),
		TEST(a_promised_place_is_lost_where_what_stands_for_its_booking_waits),
		TEST(a_promised_place_is_not_lost_where_what_stands_for_its_booking_has_it),
		TEST(a_place_that_the_centre_has_again_was_never_lost),
		TEST(a_dropped_booking_stands_again_when_it_is_named_after_all),
		TEST(who_has_heard_that_it_is_lost_hears_that_it_is_there_again),
		TEST(what_was_given_up_elsewhere_is_as_the_new_epoch_tells_it),
		TEST(what_was_given_up_elsewhere_is_as_it_is_told_after_all_was_read),
		TEST(what_is_being_given_up_here_stays_so_in_a_new_epoch),
		TEST(who_waited_in_one_epoch_and_is_unknown_in_the_next_is_reported_once),
		TEST(places_of_a_session_that_is_not_named_are_given_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
