/* Booking and cancelling in the store: leases are spent, and credited only with what nobody has heard of. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

static struct booking book(struct fixture *fixture, struct booking_wish wish)
{
	struct booking booking;
	struct error error = {0};
	bool again;

	if (!store_book(fixture->store, &wish, NOW_MS, &booking, &again, &error))
		fail_msg("%s", error.detail);
	return booking;
}

static struct booking guest_books(struct fixture *fixture, struct id session, int adults)
{
	return book(fixture, wish_for(fixture->store, session, NULL, party_of(adults, 0)));
}

static void a_party_that_a_lease_holds_is_confirmed(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);

	struct booking booking = guest_books(fixture, session, 3);
	assert_int_equal(booking.state, BOOKING_CONFIRMED);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 9);
	assert_non_null(
		strstr(last_change(fixture), "\"kind\":\"book\",\"version\":1,\"at\":1796"));
	assert_non_null(
		strstr(last_change(fixture), "\"party\":{\"adults\":3,\"children\":0,\"babies\":0,"
					     "\"prams\":0,\"wheelchairs\":0}"));
}

static void a_party_of_three_is_not_split_over_two_leases(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 2);
	fixture_lease(fixture, session, POOL_BOOKING, 2);

	assert_int_equal(guest_books(fixture, session, 3).state, BOOKING_WAITING);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"wait\""));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 2);
	assert_int_equal(guest_books(fixture, session, 2).state, BOOKING_CONFIRMED);
}

static void asking_again_returns_the_same_booking(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 2));
	struct booking first, second;
	bool again;
	fixture_lease(fixture, session, POOL_BOOKING, 12);

	assert_true(store_book(fixture->store, &wish, NOW_MS, &first, &again, NULL));
	assert_false(again);
	wish.party = party_of(5, 0);
	assert_true(store_book(fixture->store, &wish, NOW_MS + 1000, &second, &again, NULL));
	assert_true(again);
	assert_memory_equal(&first, &second, sizeof(first));
	assert_int_equal(outbox_position(fixture->store).length, 1);
}

static void guests_have_no_limit(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);

	struct booking first = guest_books(fixture, session, 1);
	struct booking second = guest_books(fixture, session, 1);
	assert_false(id_equal(first.id, second.id));
	assert_string_not_equal(first.code, second.code);
}

static void what_cannot_be_booked_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking_wish nobody = wish_for(fixture->store, session, NULL, party_of(0, 0));
	struct booking_wish nowhere =
		wish_for(fixture->store, id_make(NOW_MS), NULL, party_of(1, 0));
	struct booking_wish late = wish_for(fixture->store, session, NULL, party_of(1, 0));
	struct booking booking;
	struct error error = {0};
	bool again;

	assert_false(store_book(fixture->store, &nobody, NOW_MS, &booking, &again, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	error = (struct error){0};
	assert_false(store_book(fixture->store, &nowhere, NOW_MS, &booking, &again, &error));
	assert_int_equal(error.code, ERROR_NOT_FOUND);
	error = (struct error){0};
	assert_false(store_book(
		fixture->store, &late, NOW_MS + 10 * MINUTE_MS, &booking, &again, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_string_equal(error.detail, "started");
	late.party = (struct party){.count = {20, 11}};
	error = (struct error){0};
	assert_false(store_book(fixture->store, &late, NOW_MS, &booking, &again, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(outbox_position(fixture->store).length, 0);
}

static void a_drop_in_is_not_booked(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "games", ADMISSION_DROP_IN);
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party_of(1, 0));
	struct booking booking;
	struct error error = {0};
	bool again;

	assert_false(store_book(fixture->store, &wish, NOW_MS, &booking, &again, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(outbox_position(fixture->store).length, 0);
}

static void a_cancelled_booking_that_was_sent_credits_no_lease_here(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking found;
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = guest_books(fixture, session, 3);

	fixture_send(fixture);
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"cancel\""));
	assert_true(store_booking(fixture->store, booking.id, &found));
	assert_int_equal(found.state, BOOKING_CANCELLED);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 9);
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

static void what_nobody_has_heard_of_is_taken_out_of_the_log_with_its_places(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking found;
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	guest_books(fixture, session, 2);
	fixture_send(fixture);
	struct booking booking = guest_books(fixture, session, 3);
	struct booking after = guest_books(fixture, session, 1);

	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_true(store_booking(fixture->store, booking.id, &found));
	assert_int_equal(found.state, BOOKING_CANCELLED);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 12 - 2 - 1);
	assert_int_equal(outbox_position(fixture->store).length, 3);
	assert_int_equal(
		fixture_count(fixture, "SELECT count(*) FROM change WHERE seq = 2 AND kind = 19"
				       " AND text LIKE '%\"kind\":\"void\"%\"body\":{}}'"),
		1);
	assert_true(store_booking(fixture->store, after.id, &found));
	assert_int_equal(found.state, BOOKING_CONFIRMED);
}

static void a_booking_of_which_the_log_says_more_is_cancelled_as_ever(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = guest_books(fixture, session, 3);

	assert_true(store_still_coming(fixture->store, booking.id, NOW_MS, NULL));
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"cancel\""));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 9);
}

static void who_cancelled_may_book_again(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 0));
	struct booking found[4];
	fixture_lease(fixture, session, POOL_BOOKING, 12);

	struct booking first = book(fixture, wish);
	assert_true(store_cancel(fixture->store, first.id, NOW_MS, NULL));
	struct booking second = book(fixture, wish);
	assert_false(id_equal(first.id, second.id));
	assert_int_equal(store_bookings_of(fixture->store, wish.holder.id, NOW_MS, found, 4), 1);
	assert_true(id_equal(found[0].id, second.id));
}

static struct card_shown shown(struct fixture *fixture, const char *uid)
{
	struct card_shown card = {.token = chip(uid)};

	card.holder = store_holder(fixture->store, &card.token);
	return card;
}

static void a_guests_booking_goes_on_a_card_with_its_places(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct card_shown card = shown(fixture, known_uid);
	struct booking found;
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = guest_books(fixture, session, 3);

	for (int twice = 0; twice < 2; twice++)
		assert_true(store_put_on_card(fixture->store, &booking, &card, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"put_on_card\""));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 11"), 1);
	assert_int_equal(store_bookings_of(fixture->store, card.holder.id, NOW_MS, &found, 1), 1);
	assert_true(id_equal(found.id, booking.id));
	assert_int_equal(found.state, BOOKING_CONFIRMED);
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_BOOKING), 9);
}

static void a_card_that_has_the_session_or_is_blocked_takes_no_second_booking(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct card_shown card = shown(fixture, known_uid), blocked = card;
	struct error error = {0};
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	book(fixture, wish_for(fixture->store, session, &token, party_of(1, 0)));
	struct booking booking = guest_books(fixture, session, 3);

	assert_false(store_put_on_card(fixture->store, &booking, &card, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	blocked.holder.status = HOLDER_BLOCKED;
	error = (struct error){0};
	assert_false(store_put_on_card(fixture->store, &booking, &blocked, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_true(id_is_zero(booking.holder));
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

static void nobody_takes_a_booking_that_is_on_a_card(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct card_shown first = shown(fixture, known_uid),
			  second = shown(fixture, "04FFEEDDCCBBAA");
	struct error error = {0};
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = guest_books(fixture, session, 3);

	assert_true(store_put_on_card(fixture->store, &booking, &first, NOW_MS, NULL));
	assert_false(store_put_on_card(fixture->store, &booking, &second, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_true(id_equal(booking.holder, first.holder.id));
}

static void a_short_code_finds_a_booking_of_today_and_another_verb_a_coming_one(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = guest_books(fixture, session, 1), found;
	char lower[SHORT_CODE_TEXT];

	for (int i = 0; i < SHORT_CODE_TEXT; i++)
		lower[i] = booking.code[i] >= 'A' ? (char)(booking.code[i] + 32) : booking.code[i];
	assert_int_equal(booking.code[0], 'C');
	assert_true(store_booking_by_code(fixture->store, lower, NOW_MS, &found));
	assert_true(id_equal(found.id, booking.id));
	assert_false(store_booking_by_code(fixture->store, booking.code, NOW_MS - DAY_MS, &found));
	assert_false(store_booking_by_code(fixture->store, booking.code, NOW_MS + DAY_MS, &found));
	assert_false(store_booking_by_code(fixture->store, "TOOLONG", NOW_MS, &found));
	assert_true(store_coming_booking_by_code(fixture->store, lower, NOW_MS - DAY_MS, &found));
	assert_true(id_equal(found.id, booking.id));
	assert_true(
		store_coming_booking_by_code(fixture->store, lower, NOW_MS - 20 * DAY_MS, &found));
	assert_false(store_coming_booking_by_code(fixture->store, booking.code, NOW_MS, &found));
	assert_false(store_coming_booking_by_code(
		fixture->store, booking.code, NOW_MS + DAY_MS, &found));
	assert_false(
		store_coming_booking_by_code(fixture->store, "TOOLONG", NOW_MS - DAY_MS, &found));
}

static void a_ticket_of_this_kiosk_is_believed(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = guest_books(fixture, session, 2);
	char text[TICKET_TEXT];
	struct ticket ticket;
	int count;

	assert_true(store_ticket(fixture->store, &booking, text));
	const struct ticket_key *keys = store_ticket_keys(fixture->store, &count);
	assert_int_equal(count, 9);
	assert_int_equal(ticket_read(text, keys, count, &ticket), TICKET_GOOD);
	assert_true(id_equal(ticket.id, booking.id));
	assert_int_equal(ticket.party.count[PARTY_ADULTS], 2);
	assert_int_equal(ticket.flags, TICKET_FLAG_WAITING);
}

static void an_unshown_booking_is_found_for_a_minute(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = guest_books(fixture, session, 2), found;

	fixture_reopen(fixture);
	assert_true(store_unshown(fixture->store, NOW_MS + 59 * SECOND_MS, &found));
	assert_true(id_equal(found.id, booking.id));
	assert_false(store_unshown(fixture->store, NOW_MS + 60 * SECOND_MS, &found));
	assert_true(store_mark_shown(fixture->store, booking.id, NULL));
	assert_false(store_unshown(fixture->store, NOW_MS + 1 * SECOND_MS, &found));
}

static void an_unconfirmed_card_is_told_of_once(void **state)
{
	struct fixture *fixture = *state;
	struct token token = chip("04FFEEDDCCBBAA");
	const char *kinds = "SELECT count(*) FROM change WHERE kind = 10";

	for (int i = 0; i < 2; i++) {
		struct id session =
			fixture_session(fixture, i ? "rhyme" : "lego", ADMISSION_BOOKED);
		struct booking_wish wish =
			wish_for(fixture->store, session, &token, party_of(1, 0));
		assert_int_equal(wish.holder.status, HOLDER_UNCONFIRMED);
		book(fixture, wish);
	}
	assert_int_equal(fixture_count(fixture, kinds), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_party_that_a_lease_holds_is_confirmed),
		TEST(a_party_of_three_is_not_split_over_two_leases),
		TEST(asking_again_returns_the_same_booking),
		TEST(guests_have_no_limit),
		TEST(what_cannot_be_booked_changes_nothing),
		TEST(a_drop_in_is_not_booked),
		TEST(a_cancelled_booking_that_was_sent_credits_no_lease_here),
		TEST(what_nobody_has_heard_of_is_taken_out_of_the_log_with_its_places),
		TEST(a_booking_of_which_the_log_says_more_is_cancelled_as_ever),
		TEST(who_cancelled_may_book_again),
		TEST(a_guests_booking_goes_on_a_card_with_its_places),
		TEST(a_card_that_has_the_session_or_is_blocked_takes_no_second_booking),
		TEST(nobody_takes_a_booking_that_is_on_a_card),
		TEST(a_short_code_finds_a_booking_of_today_and_another_verb_a_coming_one),
		TEST(a_ticket_of_this_kiosk_is_believed),
		TEST(an_unshown_booking_is_found_for_a_minute),
		TEST(an_unconfirmed_card_is_told_of_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
