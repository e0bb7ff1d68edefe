/* A guest's first name: sealed under the ticket, which alone is greeted by it, on whatever day and at
 * whatever kiosk of the branch. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

static struct booking_wish wish_of_guest(
	struct fixture *fixture, struct id session, struct party party)
{
	struct booking_wish wish = wish_for(fixture->store, session, NULL, party);

	wish.holder = (struct holder){
		.status = HOLDER_GUEST, .first_name = "Zebedee", .adult = true, .language = "ur"};
	return wish;
}

static struct booking book(struct fixture *fixture, struct booking_wish wish)
{
	struct booking booking;
	struct error error = {0};
	bool again;

	if (!store_book(fixture->store, &wish, NOW_MS, &booking, &again, &error))
		fail_msg("%s", error.detail);
	return booking;
}

static struct booking guest_books(struct fixture *fixture, struct party party)
{
	struct id session = fixture_session_of(
		fixture, "rhyme", "rhyme", NOW_MS + 10 * MINUTE_MS, ADMISSION_BOOKED);

	fixture_lease(fixture, session, POOL_BOOKING, 12);
	return book(fixture, wish_of_guest(fixture, session, party));
}

static struct holder shown(struct fixture *fixture, struct id ticket)
{
	struct token token = token_from_ticket(ticket);
	struct holder holder = store_holder(fixture->store, &token);

	assert_int_equal(holder.status, HOLDER_GUEST);
	return holder;
}

static bool is_greeted(struct fixture *fixture, struct id ticket)
{
	struct holder holder = shown(fixture, ticket);

	return holder_may_be_named(&holder) && strcmp(holder.first_name, "Zebedee") == 0;
}

static bool last_change_has_greeting(struct fixture *fixture)
{
	return strstr(last_change(fixture), "\"greeting\":\"") != NULL;
}

/* ---- who is greeted ---- */

static void who_shows_the_ticket_is_greeted_in_their_language(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 2));

	assert_true(last_change_has_greeting(fixture));
	assert_true(is_greeted(fixture, booking.id));
	assert_string_equal(shown(fixture, booking.id).language, "ur");
	assert_false(is_greeted(fixture, id_make(NOW_MS)));
}

static void no_byte_of_a_guests_name_is_readable(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 0));

	assert_true(fixture_has_bytes(fixture, booking.code, strlen(booking.code)));
	for (int closed = 0; closed < 2; closed++) {
		assert_false(fixture_has_bytes(fixture, "Zebedee", 7));
		fixture_reopen(fixture);
	}
	assert_true(is_greeted(fixture, booking.id));
}

static void a_box_opens_with_no_other_ticket(void **state)
{
	struct fixture *fixture = *state;
	struct booking first = guest_books(fixture, party_of(1, 0));
	struct booking second =
		book(fixture, wish_for(fixture->store, first.session, NULL, party_of(1, 0)));

	assert_false(is_greeted(fixture, second.id));
	assert_true(database_run(&fixture->store->database,
		"UPDATE booking SET greeting = (SELECT greeting FROM booking WHERE id = ?1)"
		" WHERE id = ?2",
		VALUES(id_value(first.id), id_value(second.id)), NULL));
	assert_true(is_greeted(fixture, first.id));
	assert_false(is_greeted(fixture, second.id));
}

static void no_name_is_kept_where_no_adult_comes(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(0, 2));

	assert_false(last_change_has_greeting(fixture));
	assert_false(is_greeted(fixture, booking.id));
}

static void a_ticket_that_only_children_come_with_names_nobody(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 1));
	struct party children = party_of(0, 2);

	assert_true(is_greeted(fixture, booking.id));
	assert_true(store_change_party(fixture->store, booking.id, &children, NOW_MS, NULL));
	assert_false(is_greeted(fixture, booking.id));
}

static void a_card_is_greeted_by_its_own_name(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 0));

	text_copy(wish.holder.first_name, sizeof(wish.holder.first_name), "Zebedee");
	wish.holder.adult = true;
	book(fixture, wish);
	assert_null(strstr(last_change(fixture), "\"kind\":\"card_seen\""));
	assert_false(last_change_has_greeting(fixture));
}

static void each_ticket_of_a_series_greets_by_itself(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[2] = {0};

	for (int i = 0; i < 2; i++) {
		char name[16];
		snprintf(name, sizeof(name), "friday %d", i);
		answers[i].booking.session = fixture_session_of(
			fixture, name, "rhyme", NOW_MS + (7 * i + 7) * DAY_MS, ADMISSION_BOOKED);
	}
	struct booking_wish wish = wish_of_guest(fixture, (struct id){0}, party_of(1, 0));
	assert_true(store_book_series(fixture->store, &wish, NOW_MS, answers, 2, NULL));
	for (int i = 0; i < 2; i++)
		assert_true(is_greeted(fixture, answers[i].booking.id));
	assert_int_equal(fixture_count(fixture, "SELECT count(DISTINCT greeting) FROM booking"), 2);
	assert_false(fixture_has_bytes(fixture, "Zebedee", 7));
}

/* ---- what becomes of it ---- */

static struct booking move_to_friday(struct fixture *fixture, struct id booking)
{
	struct booking_move move = {.booking = booking, .language = "ur"};
	struct booking moved;
	struct error error = {0};

	move.session = fixture_session_of(
		fixture, "next friday", "rhyme", NOW_MS + 7 * DAY_MS, ADMISSION_BOOKED);
	fixture_lease(fixture, move.session, POOL_BOOKING, 12);
	if (!store_move(fixture->store, &move, NOW_MS, &moved, &error))
		fail_msg("%s", error.detail);
	return moved;
}

static void the_ticket_of_another_day_greets_and_the_old_one_does_not(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 0));
	struct booking moved = move_to_friday(fixture, booking.id);

	assert_true(last_change_has_greeting(fixture));
	assert_true(is_greeted(fixture, moved.id));
	assert_false(is_greeted(fixture, booking.id));
	assert_int_equal(fixture_count(fixture, "SELECT count(DISTINCT greeting) FROM booking"), 2);
	assert_false(fixture_has_bytes(fixture, "Zebedee", 7));
}

static void answer(struct fixture *fixture, enum verdict verdict, const char *reason)
{
	struct change_verdict taken = {
		.seq = outbox_position(fixture->store).length, .verdict = verdict};

	text_copy(taken.reason, sizeof(taken.reason), reason);
	assert_true(outbox_mark_sent(fixture->store, taken.seq, NULL));
	assert_true(outbox_take_verdicts(fixture->store, &taken, 1, NULL));
}

static void the_old_ticket_greets_again_when_the_centre_refuses_the_day(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 0));
	struct booking moved = move_to_friday(fixture, booking.id);

	answer(fixture, VERDICT_REFUSED, "no-places");
	assert_true(is_greeted(fixture, booking.id));
	assert_false(is_greeted(fixture, moved.id));
}

static void a_booking_on_a_card_greets_nobody_by_its_ticket_unless_the_centre_refuses(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = guest_books(fixture, party_of(1, 0));
	struct card_shown card = {.token = chip(known_uid)};

	card.holder = store_holder(fixture->store, &card.token);
	assert_true(store_put_on_card(fixture->store, &booking, &card, NOW_MS, NULL));
	assert_false(is_greeted(fixture, booking.id));
	answer(fixture, VERDICT_REFUSED, "booked-already");
	assert_true(is_greeted(fixture, booking.id));
}

/* ---- what the centre tells ---- */

static void tell(struct fixture *fixture, const struct booking *booking, int64_t revision,
	const char *state, const char *more)
{
	char id[ID_TEXT], session[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(booking->id, id), revision,
		"{\"session\": \"%s\", \"state\": \"%s\", \"made_ms\": 1796379600000,"
		" \"party\": {\"adults\": 1}%s}",
		id_text(booking->session, session), state, more);
}

/* As another kiosk of the branch has sealed it. */
static const char *sealed_elsewhere(struct fixture *fixture, const struct booking *booking)
{
	static char field[TEXT_BASE64_BYTES(GREETING_BYTES_MAX) + 40];
	char text[TEXT_BASE64_BYTES(GREETING_BYTES_MAX)];
	struct booking_wish wish = wish_of_guest(fixture, booking->session, booking->party);
	struct guest_greeting greeting = guest_greeting_make(fixture->store, booking, &wish.holder);

	text_base64(greeting.box, greeting.length, text);
	snprintf(field, sizeof(field), ", \"greeting\": \"%s\"", text);
	return field;
}

static struct booking booked_elsewhere(struct fixture *fixture)
{
	return (struct booking){.id = id_make(NOW_MS),
		.session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED),
		.party = party_of(1, 0)};
}

static void a_ticket_of_another_kiosk_is_greeted(void **state)
{
	struct fixture *fixture = *state;
	struct booking booking = booked_elsewhere(fixture);

	tell(fixture, &booking, 1, "confirmed", sealed_elsewhere(fixture, &booking));
	assert_true(is_greeted(fixture, booking.id));
	tell(fixture, &booking, 2, "confirmed", "");
	assert_true(is_greeted(fixture, booking.id));
}

static void a_name_that_is_needed_no_longer_is_not_kept(void **state)
{
	struct fixture *fixture = *state;
	struct booking cancelled = booked_elsewhere(fixture), on_card = cancelled;

	on_card.id = id_make(NOW_MS + 1);
	tell(fixture, &cancelled, 1, "confirmed", sealed_elsewhere(fixture, &cancelled));
	tell(fixture, &on_card, 1, "confirmed", sealed_elsewhere(fixture, &on_card));
	assert_int_equal(fixture_count(fixture, "SELECT count(greeting) FROM booking"), 2);
	tell(fixture, &cancelled, 2, "cancelled", "");
	tell(fixture, &on_card, 2, "confirmed",
		", \"holder\": \"cccccccc-0000-7000-8000-000000000001\"");
	assert_int_equal(fixture_count(fixture, "SELECT count(greeting) FROM booking"), 0);
}

static void a_booking_is_good_whatever_its_greeting_is(void **state)
{
	static const char *const greetings[] = {", \"greeting\": \"nonsense\"",
		", \"greeting\": \"####\"", ", \"greeting\": 7", ", \"greeting\": \"\"",
		", \"greeting\": {\"name\": \"x\"}"};
	struct fixture *fixture = *state;
	struct booking booking = booked_elsewhere(fixture), found;

	for (size_t i = 0; i < sizeof(greetings) / sizeof(greetings[0]); i++) {
		tell(fixture, &booking, (int64_t)i + 1, "confirmed", greetings[i]);
		assert_true(store_booking(fixture->store, booking.id, &found));
		assert_false(is_greeted(fixture, booking.id));
	}
	char long_one[1600] = "";
	memset(long_one, 'A', 1500);
	memcpy(long_one, ", \"greeting\": \"", 15);
	strcat(long_one, "\"");
	tell(fixture, &booking, 9, "waiting", long_one);
	assert_true(store_booking(fixture->store, booking.id, &found));
	assert_int_equal(found.state, BOOKING_WAITING);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_shows_the_ticket_is_greeted_in_their_language),
		TEST(no_byte_of_a_guests_name_is_readable),
		TEST(a_box_opens_with_no_other_ticket),
		TEST(no_name_is_kept_where_no_adult_comes),
		TEST(a_ticket_that_only_children_come_with_names_nobody),
		TEST(a_card_is_greeted_by_its_own_name),
		TEST(each_ticket_of_a_series_greets_by_itself),
		TEST(the_ticket_of_another_day_greets_and_the_old_one_does_not),
		TEST(the_old_ticket_greets_again_when_the_centre_refuses_the_day),
		TEST(a_booking_on_a_card_greets_nobody_by_its_ticket_unless_the_centre_refuses),
		TEST(a_ticket_of_another_kiosk_is_greeted),
		TEST(a_name_that_is_needed_no_longer_is_not_kept),
		TEST(a_booking_is_good_whatever_its_greeting_is),
	};

	return cmocka_run_group_tests_name("guests", tests, NULL, NULL);
}
