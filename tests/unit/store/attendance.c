/* Check-in in the store: facts, attendance, door places, undo. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580", child_uid[] = "04A2B2C311E580";

struct arrival {
	struct holder holder;
	struct token token;
	struct check_in_facts facts;
	struct check_in_answer answer;
	struct id attendance;
};

static void look(struct fixture *fixture, struct arrival *arrival, const struct ticket *ticket,
	struct id wanted)
{
	store_check_in_facts(
		fixture->store, &arrival->holder, ticket, wanted, NOW_MS, &arrival->facts);
	arrival->answer = check_in_decide(&arrival->facts);
}

static struct arrival with_card(struct fixture *fixture, const char *uid, struct id wanted)
{
	struct arrival arrival = {.token = chip(uid)};

	arrival.holder = store_holder(fixture->store, &arrival.token);
	look(fixture, &arrival, NULL, wanted);
	return arrival;
}

static struct arrival with_ticket(struct fixture *fixture, const struct ticket *ticket)
{
	struct arrival arrival = {.token = token_from_ticket(ticket->id)};
	struct id any = {0};

	arrival.holder = store_holder(fixture->store, &arrival.token);
	look(fixture, &arrival, ticket, any);
	return arrival;
}

static bool come_in(struct fixture *fixture, struct arrival *arrival, struct error *error)
{
	assert_int_equal(arrival->answer.code, CHECK_IN_OK);
	return store_check_in(fixture->store, &arrival->facts, &arrival->answer, &arrival->holder,
		&arrival->token, &arrival->attendance, error);
}

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

static struct ticket ticket_of(struct fixture *fixture, const struct booking *booking)
{
	char text[TICKET_TEXT];
	struct ticket ticket;
	int count;

	assert_true(store_ticket(fixture->store, booking, text));
	const struct ticket_key *keys = store_ticket_keys(fixture->store, &count);
	assert_int_equal(ticket_read(text, keys, count, &ticket), TICKET_GOOD);
	return ticket;
}

static struct id booked_session(struct fixture *fixture, enum admission admission)
{
	struct id session = fixture_session(fixture, "rhyme", admission);

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	fixture_lease(fixture, session, POOL_DOOR, 4);
	return session;
}

static const struct id any_session;

static void a_card_with_a_booking_comes_in_and_is_then_already_here(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	book(fixture, session, known_uid, 2);

	struct arrival arrival = with_card(fixture, known_uid, any_session);
	assert_true(come_in(fixture, &arrival, NULL));
	assert_non_null(
		strstr(last_change(fixture), "\"how\":\"booked\",\"code\":\"OK\",\"facts\":{"));
	struct arrival again = with_card(fixture, known_uid, any_session);
	assert_int_equal(again.answer.code, CHECK_IN_ALREADY_HERE);
	assert_int_equal(again.answer.when_ms, NOW_MS);
}

static void the_ticket_of_a_booking_whose_card_came_is_already_here(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid, 2);
	struct ticket ticket = ticket_of(fixture, &booking);

	struct arrival arrival = with_card(fixture, known_uid, any_session);
	assert_true(come_in(fixture, &arrival, NULL));
	assert_int_equal(with_ticket(fixture, &ticket).answer.code, CHECK_IN_ALREADY_HERE);
}

static void a_ticket_of_another_kiosk_comes_in_once(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	struct ticket ticket = {.id = id_make(NOW_MS),
		.session = session,
		.party = party_of(1, 2),
		.from_ms = NOW_MS - HOUR_MS,
		.until_ms = NOW_MS + HOUR_MS};

	struct arrival arrival = with_ticket(fixture, &ticket);
	assert_int_equal(arrival.facts.holder, HOLDER_GUEST);
	assert_true(come_in(fixture, &arrival, NULL));
	assert_int_equal(with_ticket(fixture, &ticket).answer.code, CHECK_IN_ALREADY_HERE);
	ticket.id = id_make(NOW_MS);
	ticket.flags = TICKET_FLAG_WAITING;
	assert_int_equal(with_ticket(fixture, &ticket).answer.code, CHECK_IN_WAITING);
}

static void a_cancelled_and_a_revoked_ticket_do_not_come_in(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	struct booking first = book(fixture, session, NULL, 2),
		       second = book(fixture, session, NULL, 2);
	struct ticket cancelled = ticket_of(fixture, &first), revoked = ticket_of(fixture, &second);
	char id[ID_TEXT];

	assert_true(store_cancel(fixture->store, first.id, NOW_MS, NULL));
	assert_int_equal(with_ticket(fixture, &cancelled).answer.code, CHECK_IN_CANCELLED);
	fixture_feed(fixture, "revoked", "x", 1, "{\"ticket\": \"%s\"}", id_text(revoked.id, id));
	assert_int_equal(with_ticket(fixture, &revoked).answer.code, CHECK_IN_REVOKED);
}

static void undone_they_may_come_in_again(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	book(fixture, session, known_uid, 2);
	struct arrival arrival = with_card(fixture, known_uid, any_session);
	assert_true(come_in(fixture, &arrival, NULL));

	assert_true(store_undo_check_in(fixture->store, arrival.attendance, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"undo\""));
	assert_true(store_undo_check_in(fixture->store, arrival.attendance, NOW_MS, NULL));
	struct arrival again = with_card(fixture, known_uid, any_session);
	assert_true(come_in(fixture, &again, NULL));
	assert_false(id_equal(again.attendance, arrival.attendance));
	assert_int_equal(outbox_position(fixture->store).length, 4);
}

static void the_same_check_in_twice_is_one_attendance(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	book(fixture, session, known_uid, 2);
	struct arrival arrival = with_card(fixture, known_uid, any_session);
	struct arrival second = arrival;

	assert_true(come_in(fixture, &arrival, NULL));
	assert_true(come_in(fixture, &second, NULL));
	assert_true(id_equal(arrival.attendance, second.attendance));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM attendance"), 1);
}

static void a_card_walks_in_where_the_door_is_open(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOTH);

	assert_int_equal(with_card(fixture, known_uid, any_session).facts.count, 0);
	struct arrival adult = with_card(fixture, known_uid, session);
	struct arrival child = with_card(fixture, child_uid, session);
	assert_int_equal(adult.facts.candidates[0].door_places_left, 4);
	assert_int_equal(child.facts.candidates[0].party.count[PARTY_CHILDREN], 1);
	assert_true(come_in(fixture, &adult, NULL));
	assert_non_null(strstr(last_change(fixture), "\"extra\":1,\"extra_parts\":{\"adults\":1,"));
	assert_true(come_in(fixture, &child, NULL));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 2);
	assert_int_equal(with_card(fixture, child_uid, session).answer.code, CHECK_IN_ALREADY_HERE);
}

static void who_walked_in_and_booked_then_is_here_with_the_ticket_too(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOTH);
	struct arrival arrival = with_card(fixture, known_uid, session);
	assert_true(come_in(fixture, &arrival, NULL));
	struct booking booking = book(fixture, session, known_uid, 2);
	struct ticket ticket = ticket_of(fixture, &booking);

	assert_int_equal(with_ticket(fixture, &ticket).answer.code, CHECK_IN_ALREADY_HERE);
}

static void nobody_walks_into_a_session_by_booking_only(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);

	assert_int_equal(with_card(fixture, known_uid, session).facts.count, 0);
}

static void two_sessions_open_at_once_are_a_choice(void **state)
{
	struct fixture *fixture = *state;
	struct id rhyme = booked_session(fixture, ADMISSION_BOOKED);
	struct id lego = fixture_session(fixture, "lego", ADMISSION_BOOKED);
	fixture_lease(fixture, lego, POOL_BOOKING, 12);
	book(fixture, rhyme, known_uid, 1);
	book(fixture, lego, known_uid, 1);

	assert_int_equal(with_card(fixture, known_uid, any_session).answer.code, CHECK_IN_CHOOSE);
	struct arrival arrival = with_card(fixture, known_uid, lego);
	assert_true(come_in(fixture, &arrival, NULL));
	assert_int_equal(with_card(fixture, known_uid, rhyme).answer.code, CHECK_IN_OK);
}

static void drop_in_until_it_is_full(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_DROP_IN), attendance;
	struct party pair = party_of(1, 1);
	struct error error = {0};

	assert_true(store_drop_in(fixture->store, session, &pair, NOW_MS, &attendance, NULL));
	assert_true(store_drop_in(fixture->store, session, &pair, NOW_MS, &attendance, NULL));
	assert_false(store_drop_in(fixture->store, session, &pair, NOW_MS, &attendance, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(outbox_position(fixture->store).length, 2);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM attendance"), 2);
}

static void more_came_than_booked_and_the_door_pays_once(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	struct party three = party_of(3, 0), one = party_of(1, 0), nine = party_of(9, 0);
	struct error error = {0};
	book(fixture, session, known_uid, 2);
	struct arrival arrival = with_card(fixture, known_uid, any_session);
	assert_true(come_in(fixture, &arrival, NULL));

	assert_true(
		store_change_attendance(fixture->store, arrival.attendance, &three, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"extra\":1"));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 3);
	assert_true(
		store_change_attendance(fixture->store, arrival.attendance, &one, NOW_MS, NULL));
	assert_true(
		store_change_attendance(fixture->store, arrival.attendance, &three, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"extra\":0"));
	assert_int_equal(store_places_on_hand(fixture->store, session, POOL_DOOR), 3);
	assert_false(
		store_change_attendance(fixture->store, arrival.attendance, &nine, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(fixture_count(fixture, "SELECT adults FROM attendance"), 3);
}

static void a_party_that_is_inside_cannot_cancel(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid, 2);
	struct arrival arrival = with_card(fixture, known_uid, any_session);
	struct error error = {0};

	assert_true(come_in(fixture, &arrival, NULL));
	assert_false(store_cancel(fixture->store, booking.id, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
}

static void an_unconfirmed_card_is_told_of_at_its_first_check_in(void **state)
{
	struct fixture *fixture = *state;
	struct id session = booked_session(fixture, ADMISSION_BOTH);
	struct arrival arrival = with_card(fixture, "04FFEEDDCCBBAA", session);

	assert_int_equal(arrival.holder.status, HOLDER_UNCONFIRMED);
	assert_true(come_in(fixture, &arrival, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM change WHERE kind = 10"), 1);
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_card_with_a_booking_comes_in_and_is_then_already_here),
		TEST(the_ticket_of_a_booking_whose_card_came_is_already_here),
		TEST(a_ticket_of_another_kiosk_comes_in_once),
		TEST(a_cancelled_and_a_revoked_ticket_do_not_come_in),
		TEST(undone_they_may_come_in_again),
		TEST(the_same_check_in_twice_is_one_attendance),
		TEST(a_card_walks_in_where_the_door_is_open),
		TEST(who_walked_in_and_booked_then_is_here_with_the_ticket_too),
		TEST(nobody_walks_into_a_session_by_booking_only),
		TEST(two_sessions_open_at_once_are_a_choice),
		TEST(drop_in_until_it_is_full),
		TEST(more_came_than_booked_and_the_door_pays_once),
		TEST(a_party_that_is_inside_cannot_cancel),
		TEST(an_unconfirmed_card_is_told_of_at_its_first_check_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
