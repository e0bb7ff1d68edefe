/* Several sessions booked in one go, the rest of them cancelled, one of them changed: each session is a
 * booking of its own, and each act is one transaction. */
#include "fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/programme.h"
#include "store/internal.h"

enum { FRIDAYS = 4 };

static const char known_uid[] = "04A1B2C310E580";

static struct id fridays[FRIDAYS];

static int64_t friday_ms(int nth)
{
	return NOW_MS + 10 * MINUTE_MS + 7 * nth * DAY_MS;
}

/* Four Fridays of one event; a lease of 12 on each but the last. */
static void make_fridays(struct fixture *fixture)
{
	char name[16];

	for (int i = 0; i < FRIDAYS; i++) {
		snprintf(name, sizeof(name), "friday %d", i);
		fridays[i] =
			fixture_session_of(fixture, name, "rhyme", friday_ms(i), ADMISSION_BOOKED);
		if (i < FRIDAYS - 1)
			fixture_lease(fixture, fridays[i], POOL_BOOKING, 12);
	}
}

static void book_fridays(
	struct fixture *fixture, const char *uid, int adults, struct series_answer answers[FRIDAYS])
{
	struct token token = uid ? chip(uid) : (struct token){0};
	struct booking_wish wish =
		wish_for(fixture->store, (struct id){0}, uid ? &token : NULL, party_of(adults, 0));
	struct error error = {0};

	for (int i = 0; i < FRIDAYS; i++)
		answers[i] = (struct series_answer){.booking.session = fridays[i]};
	if (!store_book_series(fixture->store, &wish, NOW_MS, answers, FRIDAYS, &error))
		fail_msg("%s", error.detail);
	fixture_send(fixture);
}

static struct booking found(struct fixture *fixture, struct id id)
{
	struct booking booking = {0};

	assert_true(store_booking(fixture->store, id, &booking));
	return booking;
}

static void answer(struct fixture *fixture, int64_t seq, enum verdict verdict, const char *reason)
{
	struct change_verdict taken = {.seq = seq, .verdict = verdict};

	snprintf(taken.reason, sizeof(taken.reason), "%s", reason);
	assert_true(outbox_mark_sent(fixture->store, seq, NULL));
	assert_true(outbox_take_verdicts(fixture->store, &taken, 1, NULL));
}

/* ---- which sessions ---- */

static void a_series_is_the_same_event_on_the_same_day_at_the_same_time(void **state)
{
	struct fixture *fixture = *state;
	static struct session sessions[SERIES_MAX];
	struct session first;
	bool more;

	make_fridays(fixture);
	fixture_session_of(fixture, "a saturday", "rhyme", friday_ms(1) + DAY_MS, ADMISSION_BOOKED);
	fixture_session_of(
		fixture, "later that friday", "rhyme", friday_ms(1) + HOUR_MS, ADMISSION_BOOKED);
	fixture_session_of(fixture, "something else", "lego", friday_ms(2), ADMISSION_BOOKED);
	assert_true(store_session(fixture->store, fridays[1], &first));
	assert_int_equal(
		store_series(fixture->store, &first, sessions, SERIES_MAX, &more), FRIDAYS - 1);
	assert_false(more);
	assert_true(series_is_weekly(sessions, FRIDAYS - 1));
	assert_int_equal(store_series(fixture->store, &first, sessions, 2, &more), 2);
	assert_true(more);
	assert_true(id_equal(sessions[1].id, fridays[2]));
	first.event = (struct id){0};
	assert_int_equal(store_series(fixture->store, &first, sessions, SERIES_MAX, &more), 0);
}

enum { ROWS_OF_A_TABLE = 8 };

static void read_table(const char *text, struct programme *programme)
{
	struct programme_wish wish = {
		.branch = "micklefield", .from_ms = NOW_MS, .until_ms = NOW_MS + 90 * DAY_MS};
	struct error error = {0};

	if (!programme_read(text, strlen(text), &wish, programme, &error))
		fail_msg("%s", error.detail);
	assert_int_equal(programme->left_out_count, 0);
}

/* NOW_MS is a Friday; another event stands on each of them at the same time. */
static void write_table(char *text, size_t size)
{
	size_t length = (size_t)snprintf(text, size, "title,date,starts,places,event\n");

	for (int i = 1; i <= ROWS_OF_A_TABLE; i++) {
		struct wall_time day = clock_wall(NOW_MS + 7 * i * DAY_MS);
		length += (size_t)snprintf(text + length, size - length,
			"Rhyme %d,%04d-%02d-%02d,10:30,30,Rhyme\n"
			"Other %d,%04d-%02d-%02d,10:30,30,\n",
			i, day.year, day.month, day.day, i, day.year, day.month, day.day);
	}
}

static void rows_of_a_table_with_one_event_are_a_series(void **state)
{
	struct fixture *fixture = *state;
	static struct session found[SERIES_MAX];
	struct programme programme;
	char text[4096];
	bool more;

	write_table(text, sizeof(text));
	read_table(text, &programme);
	assert_int_equal(programme.count, 2 * ROWS_OF_A_TABLE);
	for (int i = 0; i < programme.count; i++)
		assert_true(write_session(fixture->store, &programme.entries[i].session, NULL));
	for (int i = 0; i < 2; i++) {
		const struct session *first = &programme.entries[i].session;
		bool is_rhyme = strncmp(session_title(first), "Rhyme", 5) == 0;
		int count = store_series(fixture->store, first, found, SERIES_MAX, &more);
		assert_int_equal(count, is_rhyme ? ROWS_OF_A_TABLE : 1);
		assert_true(series_is_weekly(found, count) || !is_rhyme);
	}
	programme_free(&programme);
}

/* ---- booking ---- */

static void each_session_is_a_booking_of_its_own_with_a_change_and_a_code(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	for (int i = 0; i < FRIDAYS; i++) {
		assert_int_equal(answers[i].refusal, BOOKING_ALLOWED);
		assert_int_equal(answers[i].booking.state,
			i < FRIDAYS - 1 ? BOOKING_CONFIRMED : BOOKING_WAITING);
		for (int other = 0; other < i; other++)
			assert_string_not_equal(
				answers[i].booking.code, answers[other].booking.code);
	}
	assert_int_equal(outbox_position(fixture->store).length, FRIDAYS);
	assert_int_equal(store_places_on_hand(fixture->store, fridays[2], POOL_BOOKING), 9);
}

static void what_is_booked_already_or_over_keeps_no_other_back(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer first[FRIDAYS], second[FRIDAYS];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, first);
	assert_true(store_cancel(fixture->store, first[1].booking.id, NOW_MS, NULL));
	char key[ID_TEXT];
	fixture_feed(fixture, "session", id_text(fridays[2], key), 2,
		"{\"title\": \"x\", \"starts_ms\": %lld, \"ends_ms\": %lld, \"opens_ms\": %lld,"
		" \"closes_ms\": %lld, \"admission\": \"drop-in\", \"asks\": 7, \"places\": 30,"
		" \"door_places\": 10, \"cancelled\": false}",
		(long long)friday_ms(2), (long long)friday_ms(2) + 1, (long long)friday_ms(2),
		(long long)friday_ms(2) + 1);
	assert_true(store_cancel(fixture->store, first[2].booking.id, NOW_MS, NULL));
	book_fridays(fixture, known_uid, 2, second);
	assert_true(second[0].again && second[3].again);
	assert_true(id_equal(second[0].booking.id, first[0].booking.id));
	assert_false(second[1].again);
	assert_int_equal(second[1].booking.state, BOOKING_CONFIRMED);
	assert_int_equal(second[2].refusal, BOOKING_DROP_IN);
	assert_int_equal(outbox_position(fixture->store).length, FRIDAYS + 2 + 1);
}

/* 30 places a Friday, of which 25 are booked elsewhere. */
static void leave_few(struct fixture *fixture, struct id id)
{
	char key[ID_TEXT], text[ID_TEXT];
	struct session session;

	assert_true(store_session(fixture->store, id, &session));
	session.setting[SETTING_LARGEST_WHEN_FEW] = 2;
	session.revision++;
	assert_true(database_begin(&fixture->store->database, NULL));
	assert_true(database_end(
		&fixture->store->database, write_session(fixture->store, &session, NULL), NULL));
	fixture_feed(fixture, "booking", id_text(id_make(NOW_MS), key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"code\": \"2ABCD\","
		" \"made_ms\": %lld, \"party\": {\"adults\": 15, \"children\": 10}}",
		id_text(id, text), (long long)NOW_MS);
}

static void a_date_with_few_places_left_is_waited_for_as_it_is_alone(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];

	make_fridays(fixture);
	leave_few(fixture, fridays[1]);
	book_fridays(fixture, NULL, 3, answers);
	assert_int_equal(answers[0].booking.state, BOOKING_CONFIRMED);
	assert_int_equal(answers[1].refusal, BOOKING_ALLOWED);
	assert_int_equal(found(fixture, answers[1].booking.id).state, BOOKING_WAITING);
	assert_true(answers[1].few);
	assert_int_equal(answers[2].booking.state, BOOKING_CONFIRMED);
	assert_false(answers[2].few);
}

static void a_series_is_on_the_disk_whole_or_not_at_all(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking_wish wish = wish_for(fixture->store, (struct id){0}, NULL, party_of(1, 0));

	make_fridays(fixture);
	for (int i = 0; i < FRIDAYS; i++)
		answers[i].booking.session = fridays[i];
	answers[2].booking.session = id_make(NOW_MS);
	assert_false(store_book_series(fixture->store, &wish, NOW_MS, answers, FRIDAYS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM booking"), 0);
	assert_int_equal(store_places_on_hand(fixture->store, fridays[0], POOL_BOOKING), 12);
}

static void what_a_crash_hid_is_found_again_whole(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking newest, all[SERIES_MAX];

	make_fridays(fixture);
	book_fridays(fixture, NULL, 1, answers);
	fixture_reopen(fixture);
	assert_true(store_unshown(fixture->store, NOW_MS + 1000, &newest));
	assert_int_equal(store_unshown_with(fixture->store, &newest, all, SERIES_MAX), FRIDAYS);
	for (int i = 0; i < FRIDAYS; i++)
		assert_true(id_equal(all[i].id, answers[i].booking.id));
}

/* ---- places that are asked for on the spot ---- */

/* Nobody waits for a place at the door: each who stands there is asked for, and no more than they are. */
static void at_the_door_each_party_is_asked_for_as_it_is(void **state)
{
	struct fixture *fixture = *state;
	struct places_wish door = {.pool = POOL_DOOR, .places = {.people = 3}};

	make_fridays(fixture);
	door.places.parts[PARTY_PRAMS] = 1;
	assert_true(store_ask_places(fixture->store, fridays[0], &door, NOW_MS, NULL));
	assert_true(store_places_are_asked(fixture->store, fridays[0], POOL_DOOR));
	assert_false(store_places_are_asked(fixture->store, fridays[0], POOL_BOOKING));
	assert_non_null(strstr(last_change(fixture),
		"\"pool\":\"door\",\"places\":3,\"parts\":{\"prams\":1},\"here\":true"));
	answer(fixture, 1, VERDICT_ACCEPTED, "no-places");
	assert_false(store_places_are_asked(fixture->store, fridays[0], POOL_DOOR));
	assert_true(store_ask_places(fixture->store, fridays[0], &door, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 2);
}

static void places_are_asked_for_whoever_stands_here_and_not_where_enough_are_here(void **state)
{
	struct fixture *fixture = *state;

	make_fridays(fixture);
	assert_true(store_ask_places(fixture->store, fridays[0],
		&(struct places_wish){.places.people = 3}, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 0);
	assert_true(store_ask_places(fixture->store, fridays[3],
		&(struct places_wish){.places.people = 15}, NOW_MS, NULL));
	assert_true(store_places_are_asked(fixture->store, fridays[3], POOL_BOOKING));
	assert_non_null(strstr(last_change(fixture), "\"pool\":\"booking\",\"places\":15"));
	assert_true(store_ask_places(fixture->store, fridays[3],
		&(struct places_wish){.places.people = 3}, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 1);
	answer(fixture, 1, VERDICT_ACCEPTED, "no-places");
	assert_false(store_places_are_asked(fixture->store, fridays[3], POOL_BOOKING));
	assert_true(store_ask_places(fixture->store, fridays[3],
		&(struct places_wish){.places.people = 3}, NOW_MS, NULL));
	assert_int_equal(outbox_position(fixture->store).length, 2);
	assert_non_null(strstr(last_change(fixture),
		"\"pool\":\"booking\",\"places\":3,\"parts\":{},\"here\":true"));
}

/* ---- cancelling ---- */

static void this_and_all_that_follow_touches_no_earlier_one(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking second;
	int cancelled = 0;

	make_fridays(fixture);
	struct id other = fixture_session_of(
		fixture, "something else", "lego", friday_ms(2) + HOUR_MS, ADMISSION_BOOKED);
	struct token token = chip(known_uid);
	struct booking_wish wish = wish_for(fixture->store, other, &token, party_of(1, 0));
	struct booking elsewhere;
	bool again;
	assert_true(store_book(fixture->store, &wish, NOW_MS, &elsewhere, &again, NULL));
	book_fridays(fixture, known_uid, 2, answers);
	second = answers[1].booking;
	assert_true(store_cancel_rest(fixture->store, &second, NOW_MS, &cancelled, NULL));
	assert_int_equal(cancelled, 3);
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CONFIRMED);
	assert_int_equal(found(fixture, elsewhere.id).state, BOOKING_WAITING);
	for (int i = 1; i < FRIDAYS; i++)
		assert_int_equal(found(fixture, answers[i].booking.id).state, BOOKING_CANCELLED);
	assert_int_equal(outbox_position(fixture->store).length, 1 + FRIDAYS + 3);
}

static void who_is_inside_is_not_among_those_that_follow(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking rest[BOOKINGS_THAT_FOLLOW_MAX];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 2, answers);
	assert_true(database_script(&fixture->store->database,
		"UPDATE booking SET here_ms = 5 WHERE session = (SELECT id FROM session WHERE"
		" instr(words, 'friday 2') > 0)",
		NULL));
	assert_int_equal(store_bookings_that_follow(fixture->store, &answers[0].booking, rest,
				 BOOKINGS_THAT_FOLLOW_MAX),
		FRIDAYS - 1);
	for (int i = 0; i < FRIDAYS - 1; i++)
		assert_false(id_equal(rest[i].session, fridays[2]));
}

static void a_guests_booking_has_none_that_follow(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	int cancelled;

	make_fridays(fixture);
	book_fridays(fixture, NULL, 2, answers);
	assert_true(
		store_cancel_rest(fixture->store, &answers[0].booking, NOW_MS, &cancelled, NULL));
	assert_int_equal(cancelled, 1);
	assert_int_equal(found(fixture, answers[1].booking.id).state, BOOKING_CONFIRMED);
}

/* A Monday that was taken out of a series stays out when its title is edited later. */
static void a_date_that_was_cancelled_stays_so_when_the_title_is_edited(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	char key[ID_TEXT];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 2, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	for (int i = 0; i < FRIDAYS; i++)
		fixture_feed(fixture, "session", id_text(fridays[i], key), 2,
			"{\"title\": \"Rhymes\", \"starts_ms\": %lld, \"ends_ms\": %lld,"
			" \"opens_ms\": %lld, \"closes_ms\": %lld, \"admission\": \"booked\","
			" \"asks\": 7, \"places\": 30, \"door_places\": 10, \"cancelled\": false}",
			(long long)friday_ms(i), (long long)friday_ms(i) + 1,
			(long long)friday_ms(i), (long long)friday_ms(i) + 1);
	assert_int_equal(found(fixture, answers[1].booking.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, answers[2].booking.id).state, BOOKING_CONFIRMED);
}

/* ---- more or fewer ---- */

static void fewer_people_keep_ticket_and_code_and_credit_nothing_here(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct party two = party_of(2, 0);

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_change_party(fixture->store, answers[0].booking.id, &two, NOW_MS, NULL));
	assert_int_equal(found(fixture, answers[0].booking.id).party.count[PARTY_ADULTS], 2);
	assert_string_equal(found(fixture, answers[0].booking.id).code, answers[0].booking.code);
	assert_int_equal(store_places_on_hand(fixture->store, fridays[0], POOL_BOOKING), 9);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"change_party\""));
	assert_null(strstr(last_change(fixture), "\"lease\""));
}

static void more_people_are_paid_by_a_lease_or_the_booking_stands(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct party five = party_of(5, 0), many = party_of(13, 0);
	struct error error = {0};

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	struct id id = answers[0].booking.id;
	assert_true(store_change_party(fixture->store, id, &five, NOW_MS, NULL));
	assert_int_equal(store_places_on_hand(fixture->store, fridays[0], POOL_BOOKING), 7);
	assert_non_null(strstr(last_change(fixture), "\"lease\""));
	assert_false(store_change_party(fixture->store, id, &many, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_FULL);
	assert_int_equal(found(fixture, id).party.count[PARTY_ADULTS], 5);
	error = (struct error){0};
	assert_false(store_change_party(fixture->store, id, &many, friday_ms(0), &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_true(store_change_party(fixture->store, answers[3].booking.id, &many, NOW_MS, NULL));
}

static void a_change_that_the_centre_refuses_leaves_the_booking_as_it_was(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct party five = party_of(5, 0);
	struct booking told;
	enum booking_news news;

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	struct id id = answers[0].booking.id;
	assert_true(store_change_party(fixture->store, id, &five, NOW_MS, NULL));
	answer(fixture, FRIDAYS + 1, VERDICT_REFUSED, "no-places");
	assert_int_equal(found(fixture, id).party.count[PARTY_ADULTS], 3);
	assert_int_equal(found(fixture, id).state, BOOKING_CONFIRMED);
	assert_true(store_untold(fixture->store, answers[0].booking.holder, NOW_MS, &told, &news));
	assert_int_equal(news, BOOKING_NOT_CHANGED);
}

/* ---- another day ---- */

static bool move(struct fixture *fixture, struct id booking, int friday, struct booking *moved,
	struct error *error)
{
	return store_move(fixture->store,
		&(struct booking_move){
			.booking = booking, .session = fridays[friday], .language = "en"},
		NOW_MS, moved, error);
}

static void a_changed_party_says_how_far_this_kiosk_had_heard(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct party five = party_of(5, 0);

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_change_party(fixture->store, answers[0].booking.id, &five, NOW_MS, NULL));
	assert_non_null(strstr(last_change(fixture), "\"heard\":0"));
}

static void another_day_is_one_change_with_a_new_ticket(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved;

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, moved.id).state, BOOKING_CONFIRMED);
	assert_string_not_equal(moved.code, answers[0].booking.code);
	assert_int_equal(outbox_position(fixture->store).length, FRIDAYS + 2);
	assert_non_null(strstr(last_change(fixture), "\"was\":\"confirmed\""));
}

static void the_old_day_stands_where_the_new_one_has_no_places(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved;
	struct error error = {0};

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[3].booking.id, NOW_MS, NULL));
	assert_false(move(fixture, answers[0].booking.id, 3, &moved, &error));
	assert_int_equal(error.code, ERROR_FULL);
	error = (struct error){0};
	assert_false(move(fixture, answers[0].booking.id, 1, &moved, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CONFIRMED);
	assert_int_equal(outbox_position(fixture->store).length, FRIDAYS + 1);
}

static struct booking moved_and_refused(
	struct fixture *fixture, const char *reason, struct series_answer answers[FRIDAYS])
{
	struct booking moved;

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	answer(fixture, FRIDAYS + 2, VERDICT_REFUSED, reason);
	return moved;
}

static void a_move_that_the_centre_refuses_gives_the_old_day_back(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved = moved_and_refused(fixture, "no-places", answers), told;
	enum booking_news news;

	assert_int_equal(found(fixture, moved.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CONFIRMED);
	assert_true(store_untold(fixture->store, moved.holder, NOW_MS, &told, &news));
	assert_true(id_equal(told.id, moved.id));
	assert_int_equal(news, BOOKING_NOT_KEPT);
}

static void what_was_changed_elsewhere_first_stands_as_the_centre_says(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved = moved_and_refused(fixture, "changed-already", answers), told;
	enum booking_news news;

	assert_int_equal(found(fixture, moved.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CANCELLED);
	assert_true(store_untold(fixture->store, moved.holder, NOW_MS, &told, &news));
	assert_int_equal(news, BOOKING_CHANGED_ELSEWHERE);
}

static void a_refused_booking_does_not_stand_again_when_its_move_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved;

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	answer(fixture, 1, VERDICT_REFUSED, "started");
	answer(fixture, FRIDAYS + 2, VERDICT_REFUSED, "no-places");
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, moved.id).state, BOOKING_CANCELLED);
}

/* Which of the two stands for both is the centre's to say. */
static void who_booked_the_old_day_again_has_one_booking_of_it_when_the_new_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS], again[FRIDAYS];
	struct booking moved;
	char old[ID_TEXT], session[ID_TEXT], holder[ID_TEXT];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	book_fridays(fixture, known_uid, 3, again);
	assert_false(id_equal(again[0].booking.id, answers[0].booking.id));
	answer(fixture, FRIDAYS + 2, VERDICT_REFUSED, "no-places");
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, again[0].booking.id).state, BOOKING_CONFIRMED);
	fixture_feed(fixture, "booking", id_text(answers[0].booking.id, old), 9,
		"{\"session\": \"%s\", \"holder\": \"%s\", \"state\": \"confirmed\","
		" \"code\": \"C7PV4\", \"made_ms\": 1796000000000, \"party\": {\"adults\": 3}}",
		id_text(answers[0].booking.session, session),
		id_text(answers[0].booking.holder, holder));
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CONFIRMED);
	assert_int_equal(found(fixture, again[0].booking.id).state, BOOKING_CANCELLED);
}

static void who_cancelled_the_new_day_does_not_get_the_old_one_back(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved;

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	assert_true(store_cancel(fixture->store, moved.id, NOW_MS, NULL));
	answer(fixture, FRIDAYS + 2, VERDICT_REFUSED, "no-places");
	assert_int_equal(found(fixture, answers[0].booking.id).state, BOOKING_CANCELLED);
	char id[ID_TEXT];
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"cancel\""));
	assert_non_null(strstr(last_change(fixture), id_text(answers[0].booking.id, id)));
}

/* Whoever booked the old day again since, at any kiosk, keeps that. */
static void the_old_day_was_given_up_when_the_new_one_was_made(void **state)
{
	struct fixture *fixture = *state;
	struct series_answer answers[FRIDAYS];
	struct booking moved;
	char at[40];

	make_fridays(fixture);
	book_fridays(fixture, known_uid, 3, answers);
	assert_true(store_cancel(fixture->store, answers[1].booking.id, NOW_MS, NULL));
	assert_true(move(fixture, answers[0].booking.id, 1, &moved, NULL));
	assert_true(store_cancel(fixture->store, moved.id, NOW_MS + MINUTE_MS, NULL));
	clock_journey_set(NOW_MS + HOUR_MS);
	answer(fixture, FRIDAYS + 2, VERDICT_REFUSED, "no-places");
	snprintf(at, sizeof(at), "\"at\":%" PRId64, moved.made_ms);
	assert_non_null(strstr(last_change(fixture), "\"kind\":\"cancel\""));
	assert_non_null(strstr(last_change(fixture), at));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_series_is_the_same_event_on_the_same_day_at_the_same_time),
		TEST(rows_of_a_table_with_one_event_are_a_series),
		TEST(each_session_is_a_booking_of_its_own_with_a_change_and_a_code),
		TEST(what_is_booked_already_or_over_keeps_no_other_back),
		TEST(a_date_with_few_places_left_is_waited_for_as_it_is_alone),
		TEST(a_series_is_on_the_disk_whole_or_not_at_all),
		TEST(what_a_crash_hid_is_found_again_whole),
		TEST(places_are_asked_for_whoever_stands_here_and_not_where_enough_are_here),
		TEST(at_the_door_each_party_is_asked_for_as_it_is),
		TEST(this_and_all_that_follow_touches_no_earlier_one),
		TEST(who_is_inside_is_not_among_those_that_follow),
		TEST(a_guests_booking_has_none_that_follow),
		TEST(a_date_that_was_cancelled_stays_so_when_the_title_is_edited),
		TEST(fewer_people_keep_ticket_and_code_and_credit_nothing_here),
		TEST(more_people_are_paid_by_a_lease_or_the_booking_stands),
		TEST(a_change_that_the_centre_refuses_leaves_the_booking_as_it_was),
		TEST(a_changed_party_says_how_far_this_kiosk_had_heard),
		TEST(another_day_is_one_change_with_a_new_ticket),
		TEST(the_old_day_stands_where_the_new_one_has_no_places),
		TEST(a_move_that_the_centre_refuses_gives_the_old_day_back),
		TEST(what_was_changed_elsewhere_first_stands_as_the_centre_says),
		TEST(a_refused_booking_does_not_stand_again_when_its_move_is_refused),
		TEST(who_booked_the_old_day_again_has_one_booking_of_it_when_the_new_is_refused),
		TEST(who_cancelled_the_new_day_does_not_get_the_old_one_back),
		TEST(the_old_day_was_given_up_when_the_new_one_was_made),
	};

	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
