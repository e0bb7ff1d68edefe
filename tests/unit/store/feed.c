/* Rows of the centre are applied once, in order, or parked. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "store/greeting.h"
#include "store/internal.h"

static const char known_uid[] = "04A1B2C310E580";

static struct booking book(struct fixture *fixture, struct id session, const char *uid)
{
	struct token token = chip(uid);
	struct booking_wish wish = wish_for(fixture->store, session, &token, party_of(1, 1));
	struct booking booking;
	bool again;

	assert_true(store_book(fixture->store, &wish, NOW_MS, &booking, &again, NULL));
	return booking;
}

static void tell_booking(struct fixture *fixture, const struct booking *booking, const char *state,
	int64_t revision, int64_t here_ms)
{
	char id[ID_TEXT], session[ID_TEXT], holder[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(booking->id, id), revision,
		"{\"session\": \"%s\", \"state\": \"%s\", \"holder\": \"%s\", \"code\": \"CXXXX\","
		" \"made_ms\": 1796379600000, \"kiosk\": 2, \"party\": {\"adults\": 1, \"children\": 3},"
		" \"here_ms\": %lld}",
		id_text(booking->session, session), state, id_text(booking->holder, holder),
		(long long)here_ms);
}

static void tell_holder(struct fixture *fixture, const struct token *token, struct id holder,
	const char *status, int64_t revision)
{
	const uint8_t *key = store_keys(fixture->store)->index_key;
	struct holder named = {.first_name = "Halina", .adult = true, .language = "pl"};
	struct index index = token_index(token, key);
	uint8_t box[GREETING_BYTES_MAX];
	size_t length = greeting_make(key, token, &named, box);
	char hex[2 * INDEX_BYTES + 1], base64[1024], id[ID_TEXT];

	sodium_bin2hex(hex, sizeof(hex), index.bytes, INDEX_BYTES);
	sodium_bin2base64(base64, sizeof(base64), box, length, sodium_base64_VARIANT_ORIGINAL);
	fixture_feed(fixture, "holder", hex, revision,
		"{\"index\": \"%s\", \"holder\": \"%s\", \"greeting\": \"%s\", \"status\": \"%s\"}",
		hex, id_text(holder, id), base64, status);
}

static struct booking found(struct fixture *fixture, struct id id)
{
	struct booking booking;

	assert_true(store_booking(fixture->store, id, &booking));
	return booking;
}

static void a_session_is_replaced_by_a_newer_revision_only(void **state)
{
	struct fixture *fixture = *state;
	struct id id = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	const char *body =
		"{\"title\": \"%s\", \"starts_ms\": 1796380200000, \"ends_ms\": 1796383800000,"
		" \"opens_ms\": 1796379600000, \"closes_ms\": 1796383800000, \"asks\": 3,"
		" \"places\": 12, \"door_places\": 0, \"admission\": \"both\", \"cancelled\": true}";
	struct session session;
	char key[ID_TEXT];

	fixture_feed(fixture, "session", id_text(id, key), 1, body, "Older");
	assert_true(store_session(fixture->store, id, &session));
	assert_string_equal(session_title(&session), "rhyme");
	fixture_feed(fixture, "session", key, 2, body, "Newer");
	assert_true(store_session(fixture->store, id, &session));
	assert_string_equal(session_title(&session), "Newer");
	assert_true(session.cancelled);
	assert_int_equal(session.admission, ADMISSION_BOTH);
}

/* What is not understood of it is left out, and harms nothing. */
static void a_session_says_its_words_in_every_language(void **state)
{
	struct fixture *fixture = *state;
	struct id id = id_derive("test", "words", NULL);
	struct session session;
	char key[ID_TEXT];

	fixture_feed(fixture, "session", id_text(id, key), 1,
		"{\"title\": \"Chess\", \"room\": \"Hall\", \"theme\": \"community\","
		" \"words\": {\"pl\": {\"title\": \"Szachy\", \"theme\": \"Sąsiedzi\"}, \"\": {\"title\":"
		" \"x\"}, \"not a tag\": {\"title\": \"x\"}, \"ur\": 7, \"ro\": {\"title\": [1]}},"
		" \"starts_ms\": 1796380200000, \"ends_ms\": 1796383800000,"
		" \"opens_ms\": 1796379600000, \"closes_ms\": 1796383800000, \"asks\": 3,"
		" \"places\": 12, \"door_places\": 0, \"admission\": \"both\", \"cancelled\": false}");
	assert_true(store_session(fixture->store, id, &session));
	assert_string_equal(session_title(&session), "Chess");
	assert_string_equal(session_text(&session, "pl", SESSION_TITLE), "Szachy");
	assert_string_equal(session_text(&session, "pl", SESSION_ROOM), "Hall");
	assert_string_equal(session_text(&session, "pl", SESSION_THEME), "Sąsiedzi");
	assert_string_equal(session_text(&session, "ro", SESSION_TITLE), "Chess");
}

static struct id tell_settings(struct fixture *fixture, const char *name, const char *further)
{
	struct id id = id_derive("test", name, NULL);
	char key[ID_TEXT];

	fixture_feed(fixture, "session", id_text(id, key), 1,
		"{\"title\": \"Chess\", \"starts_ms\": 1796380200000, \"ends_ms\": 1796383800000,"
		" \"opens_ms\": 1796379600000, \"closes_ms\": 1796383800000, \"asks\": 3,"
		" \"places\": 12, \"door_places\": 0, \"admission\": \"both\", \"cancelled\": false, %s}",
		further);
	return id;
}

static void what_a_library_says_of_an_event_is_kept(void **state)
{
	struct fixture *fixture = *state;
	struct session session, other;
	struct id id = tell_settings(fixture, "says",
		"\"settings\": {\"age_to_months\": 60, \"booking_opens_ms\": 1795824000000,"
		" \"largest_party\": 4, \"of_a_later_version\": 1}, \"languages\": \"en xx pl\","
		" \"partner\": \"NHS\", \"access_note\": \"Lift behind\","
		" \"words\": {\"pl\": {\"access_note\": \"Winda\"}},"
		" \"event\": \"00000000-0000-7000-8000-000000000009\"");

	assert_true(store_session(fixture->store, id, &session));
	assert_int_equal(session.setting[SETTING_AGE_TO_MONTHS], 60);
	assert_int_equal(session.setting[SETTING_BOOKING_OPENS_MS], INT64_C(1795824000000));
	assert_int_equal(session.setting[SETTING_LARGEST_PARTY], 4);
	assert_int_equal(session.setting[SETTING_FIRE_LIMIT], 0);
	assert_int_equal(session.spoken, 3);
	assert_string_equal(session.partner, "NHS");
	assert_string_equal(session_text(&session, "pl", SESSION_ACCESS_NOTE), "Winda");
	assert_string_equal(session_text(&session, "ur", SESSION_ACCESS_NOTE), "Lift behind");
	assert_int_equal(store_event_sessions(
				 fixture->store, session.event, session.starts_ms - 1, &other, 1),
		1);
	assert_true(id_equal(other.id, id));
	assert_int_equal(
		store_event_sessions(fixture->store, session.event, session.starts_ms, &other, 1),
		0);
}

static void what_cannot_be_said_of_an_event_is_parked(void **state)
{
	struct fixture *fixture = *state;
	struct session session;
	struct id id = tell_settings(fixture, "wrong", "\"settings\": {\"largest_party\": -1}");

	assert_false(store_session(fixture->store, id, &session));
	id = tell_settings(fixture, "wild", "\"settings\": {\"largest_party\": \"many\"}");
	assert_false(store_session(fixture->store, id, &session));
}

static void a_hole_in_the_stream_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct feed_row rows[] = {
		{.version = 1,
			.kind = "revoked",
			.key = "a",
			.revision = 1,
			.body = "{\"ticket\": \"00000000-0000-7000-8000-000000000001\"}"},
		{.version = 3,
			.kind = "revoked",
			.key = "b",
			.revision = 1,
			.body = "{\"ticket\": \"00000000-0000-7000-8000-000000000002\"}"},
	};
	struct error error = {0};

	assert_false(outbox_apply_feed(fixture->store,
		&(struct feed_page){.stream = "global", .rows = rows, .count = 2, .upto = 3},
		&error));
	assert_int_equal(error.code, ERROR_CORRUPT);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 0);
	assert_true(outbox_apply_feed(fixture->store,
		&(struct feed_page){.stream = "global", .rows = rows, .count = 1, .upto = 1},
		NULL));
}

static struct feed_row ticket_row(int64_t version, const char *body)
{
	return (struct feed_row){
		.version = version, .kind = "revoked", .key = "a", .revision = 1, .body = body};
}

static void only_the_holes_that_the_centre_names_may_be_there(void **state)
{
	struct fixture *fixture = *state;
	struct feed_row rows[] = {
		ticket_row(3, "{\"ticket\": \"00000000-0000-7000-8000-000000000001\"}"),
		ticket_row(6, "{\"ticket\": \"00000000-0000-7000-8000-000000000002\"}"),
	};
	struct feed_page page = {
		.stream = "global", .rows = rows, .count = 2, .upto = 7, .compacted = 4};
	struct error error = {0};

	assert_false(outbox_apply_feed(fixture->store, &page, &error));
	page.compacted = 6;
	error = (struct error){0};
	assert_false(outbox_apply_feed(fixture->store, &page, &error));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 0);
	page.compacted = 7;
	assert_true(outbox_apply_feed(fixture->store, &page, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 2);
	assert_int_equal(fixture_count(fixture, "SELECT version FROM cursor"), 7);
}

static struct stream_cursor branch_cursor(struct fixture *fixture)
{
	struct stream_cursor cursors[STREAMS];

	outbox_cursors(fixture->store, cursors);
	return cursors[0];
}

/* In order of key: version 900 comes before version 3. */
static void a_snapshot_goes_on_where_it_was(void **state)
{
	struct fixture *fixture = *state;
	struct feed_row rows[] = {
		ticket_row(900, "{\"ticket\": \"00000000-0000-7000-8000-000000000001\"}"),
		ticket_row(3, "{\"ticket\": \"00000000-0000-7000-8000-000000000002\"}"),
	};
	struct feed_page page = {.stream = "branch:micklefield",
		.rows = rows,
		.count = 2,
		.upto = 1000,
		.place = "revoked b"};

	assert_true(branch_cursor(fixture).snapshot);
	assert_string_equal(branch_cursor(fixture).place, "");
	assert_true(outbox_apply_feed(fixture->store, &page, NULL));
	fixture_reopen(fixture);
	assert_true(branch_cursor(fixture).snapshot);
	assert_string_equal(branch_cursor(fixture).place, "revoked b");
	page.count = 0;
	page.place = "";
	assert_true(outbox_apply_feed(fixture->store, &page, NULL));
	assert_false(branch_cursor(fixture).snapshot);
	assert_int_equal(branch_cursor(fixture).version, 1000);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 2);
}

/* Whether a card comes as bytes or as a row, the newer one stands. */
static void a_snapshots_cards_are_as_good_as_rows(void **state)
{
	struct fixture *fixture = *state;
	struct feed_card cards[2] = {
		{.holder = id_derive("test", "amina", NULL),
			.revision = 5,
			.status = HOLDER_BLOCKED},
		{.holder = id_derive("test", "bilal", NULL),
			.revision = 1,
			.status = HOLDER_MEMBER,
			.greeting = (const uint8_t *)"greets",
			.greeting_length = 6},
	};
	struct feed_page page = {
		.stream = "branch:micklefield", .cards = cards, .card_count = 2, .place = ""};

	memset(cards[1].index.bytes, 1, INDEX_BYTES);
	fixture_feed(fixture, "holder", "0", 4,
		"{\"index\": \"00000000000000000000000000000000\", \"status\": \"member\","
		" \"holder\": \"00000000-0000-7000-8000-000000000009\", \"greeting\": \"\"}");
	assert_true(outbox_apply_feed(fixture->store, &page, NULL));
	assert_int_equal(
		fixture_count(fixture, "SELECT status FROM card WHERE token = zeroblob(16)"),
		HOLDER_BLOCKED);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM card WHERE greeting ="
						" CAST('greets' AS BLOB) AND revision = 1"),
		1);
}

static void what_cannot_be_understood_is_parked_and_the_stream_goes_on(void **state)
{
	struct fixture *fixture = *state;

	fixture_feed(fixture, "horoscope", "x", 1, "{\"sign\": \"Aries\"}");
	fixture_feed(fixture, "session", "no id", 1, "{}");
	fixture_feed(fixture, "recall", "x", 1, "not even JSON");
	fixture_feed(fixture, "booking", "00000000-0000-7000-8000-000000000001", 1,
		"{\"session\": \"00000000-0000-7000-8000-000000000009\", \"state\": \"waiting\","
		" \"party\": {\"adults\": 1}}");
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 4);
	assert_int_equal(fixture_count(fixture, "SELECT version FROM cursor"), 4);
}

static void a_promoted_booking_is_confirmed(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid);

	assert_int_equal(booking.state, BOOKING_WAITING);
	tell_booking(fixture, &booking, "confirmed", 2, 0);
	assert_int_equal(found(fixture, booking.id).state, BOOKING_CONFIRMED);
	tell_booking(fixture, &booking, "waiting", 1, 0);
	assert_int_equal(found(fixture, booking.id).state, BOOKING_CONFIRMED);
	tell_booking(fixture, &booking, "cancelled", 3, 0);
	assert_int_equal(found(fixture, booking.id).state, BOOKING_CANCELLED);
}

static void tell_line(struct fixture *fixture, const struct booking *booking, int64_t revision,
	const char *before)
{
	char id[ID_TEXT], session[ID_TEXT], holder[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(booking->id, id), revision,
		"{\"session\": \"%s\", \"state\": \"waiting\", \"holder\": \"%s\","
		" \"made_ms\": 1796379600000, \"party\": {\"adults\": 1}%s}",
		id_text(booking->session, session), id_text(booking->holder, holder), before);
}

static void how_many_are_before_who_waits_is_known_when_the_centre_says_so(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid);

	assert_int_equal(found(fixture, booking.id).in_line, 0);
	tell_line(fixture, &booking, 1, ", \"before\": 2");
	assert_int_equal(found(fixture, booking.id).in_line, 3);
	tell_line(fixture, &booking, 2, ", \"before\": 0");
	assert_int_equal(found(fixture, booking.id).in_line, 1);
	tell_line(fixture, &booking, 3, "");
	assert_int_equal(found(fixture, booking.id).in_line, 0);
	tell_line(fixture, &booking, 4, ", \"before\": -1");
	assert_int_equal(found(fixture, booking.id).in_line, 0);
	assert_int_equal(found(fixture, booking.id).state, BOOKING_WAITING);
	tell_line(fixture, &booking, 5, ", \"before\": \"many\"");
	assert_int_equal(found(fixture, booking.id).in_line, 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 0);
}

static void who_was_promoted_is_told_once(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid), told;
	struct id id = booking.id, holder = booking.holder;
	enum booking_news news;

	assert_false(store_untold(fixture->store, holder, NOW_MS, &told, &news));
	tell_booking(fixture, &booking, "confirmed", 2, 0);
	assert_true(store_untold(fixture->store, holder, NOW_MS, &told, &news));
	assert_int_equal(news, BOOKING_PROMOTED);
	assert_true(id_equal(told.id, id));
	assert_true(store_untold_promotion(fixture->store, id, NOW_MS));
	assert_true(store_mark_told(fixture->store, id, NULL));
	tell_booking(fixture, &booking, "confirmed", 3, 0);
	assert_false(store_untold(fixture->store, holder, NOW_MS, &told, &news));
	assert_false(store_untold_promotion(fixture->store, id, NOW_MS));
}

static void there_is_no_news_of_places_that_were_given_up_used_or_missed(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid), told;
	struct session at;
	enum booking_news news;

	tell_booking(fixture, &booking, "confirmed", 2, 0);
	assert_true(store_session(fixture->store, session, &at));
	assert_false(store_untold(fixture->store, booking.holder, at.starts_ms, &told, &news));
	tell_booking(fixture, &booking, "confirmed", 3, NOW_MS);
	assert_false(store_untold(fixture->store, booking.holder, NOW_MS, &told, &news));
	tell_booking(fixture, &booking, "confirmed", 4, 0);
	assert_true(store_untold(fixture->store, booking.holder, NOW_MS, &told, &news));
	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	assert_false(store_untold(fixture->store, booking.holder, NOW_MS, &told, &news));
}

static void a_booking_that_was_cancelled_here_does_not_come_back(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct booking booking = book(fixture, session, known_uid);

	assert_true(store_cancel(fixture->store, booking.id, NOW_MS, NULL));
	tell_booking(fixture, &booking, "confirmed", 2, 0);
	assert_int_equal(found(fixture, booking.id).state, BOOKING_CANCELLED);
}

/* All three were done offline, and their rows come together: what is told of the first one takes
 * nothing from the second. */
static void who_cancelled_and_booked_again_is_booked(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking first = book(fixture, session, known_uid);
	assert_true(store_cancel(fixture->store, first.id, NOW_MS, NULL));
	struct booking second = book(fixture, session, known_uid);

	tell_booking(fixture, &first, "confirmed", 1, 0);
	assert_int_equal(found(fixture, second.id).state, BOOKING_CONFIRMED);
	tell_booking(fixture, &first, "cancelled", 2, 0);
	tell_booking(fixture, &second, "confirmed", 1, 0);
	assert_int_equal(found(fixture, first.id).state, BOOKING_CANCELLED);
	assert_int_equal(found(fixture, second.id).state, BOOKING_CONFIRMED);
}

/* They waited at another kiosk and were booked here: the wait is heard of first. */
static void a_booking_that_yielded_to_a_wait_stands_when_the_centre_says_so(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking ours = book(fixture, session, known_uid), theirs = ours;

	theirs.id = id_make(NOW_MS);
	tell_booking(fixture, &theirs, "waiting", 1, 0);
	tell_booking(fixture, &ours, "confirmed", 1, 0);
	tell_booking(fixture, &theirs, "merged", 2, 0);
	assert_int_equal(found(fixture, ours.id).state, BOOKING_CONFIRMED);
	assert_int_equal(found(fixture, theirs.id).state, BOOKING_CANCELLED);
	assert_true(store_cancel(fixture->store, ours.id, NOW_MS, NULL));
	tell_booking(fixture, &ours, "confirmed", 2, 0);
	assert_int_equal(found(fixture, ours.id).state, BOOKING_CANCELLED);
}

static void who_came_elsewhere_does_not_cancel(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid);
	struct error error = {0};

	tell_booking(fixture, &booking, "confirmed", 2, NOW_MS - 1000);
	assert_false(store_cancel(fixture->store, booking.id, NOW_MS, &error));
	assert_int_equal(error.code, ERROR_REFUSED);
}

static void who_came_elsewhere_is_already_here(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED), any = {0};
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking booking = book(fixture, session, known_uid);
	struct token token = chip(known_uid);
	struct holder holder = store_holder(fixture->store, &token);
	struct check_in_facts facts;

	tell_booking(fixture, &booking, "confirmed", 2, NOW_MS - 1000);
	store_check_in_facts(fixture->store, &holder, NULL, any, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	assert_int_equal(answer.code, CHECK_IN_ALREADY_HERE);
	assert_int_equal(answer.when_ms, NOW_MS - 1000);
}

static void a_merged_bookings_ticket_stays_good(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED), any = {0};
	fixture_lease(fixture, session, POOL_BOOKING, 12);
	struct booking ours = book(fixture, session, known_uid), theirs = ours;
	struct ticket ticket = {.id = ours.id,
		.session = session,
		.party = ours.party,
		.until_ms = NOW_MS + HOUR_MS};
	struct holder guest = {.status = HOLDER_GUEST};
	struct check_in_facts facts;

	theirs.id = id_make(NOW_MS);
	tell_booking(fixture, &theirs, "confirmed", 1, 0);
	assert_int_equal(found(fixture, ours.id).state, BOOKING_CANCELLED);
	store_check_in_facts(fixture->store, &guest, &ticket, any, NOW_MS, &facts);
	assert_int_equal(check_in_decide(&facts).code, CHECK_IN_OK);
	assert_true(id_equal(facts.candidates[0].booking, theirs.id));
	assert_int_equal(facts.candidates[0].party.count[PARTY_CHILDREN], 3);
}

/* Another kiosk, which has not heard of the member yet, books under the card. */
static void what_was_booked_under_a_members_card_is_the_members(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip("04FFEEDDCCBBAA");
	struct id member = id_make(NOW_MS);
	struct booking theirs = book(fixture, session, "04FFEEDDCCBBAA"), mine;

	tell_holder(fixture, &token, member, "member", 1);
	assert_true(store_cancel(fixture->store, theirs.id, NOW_MS, NULL));
	theirs.id = id_make(NOW_MS);
	tell_booking(fixture, &theirs, "confirmed", 1, 0);
	assert_int_equal(store_bookings_of(fixture->store, member, NOW_MS, &mine, 1), 1);
	assert_true(id_equal(mine.id, theirs.id));
}

/* One under the card, one under the member: to the centre they are two people's, and the news of either
 * stops at nothing. */
static void two_bookings_of_a_member_and_their_card_are_heard_of_in_turn(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip("04FFEEDDCCBBAA");
	struct id member = id_make(NOW_MS);
	struct booking under_card = book(fixture, session, "04FFEEDDCCBBAA"), mine[2];
	struct booking under_member = under_card;

	tell_holder(fixture, &token, member, "member", 1);
	under_member.id = id_make(NOW_MS);
	under_member.holder = member;
	tell_booking(fixture, &under_member, "confirmed", 1, 0);
	tell_booking(fixture, &under_card, "confirmed", 2, 0);
	assert_int_equal(found(fixture, under_card.id).state, BOOKING_CONFIRMED);
	assert_int_equal(store_bookings_of(fixture->store, member, NOW_MS, mine, 2), 1);
	tell_booking(fixture, &under_member, "confirmed", 2, 0);
	assert_int_equal(found(fixture, under_member.id).state, BOOKING_CONFIRMED);
	assert_int_equal(store_bookings_of(fixture->store, member, NOW_MS, mine, 2), 1);
}

/* Booked as both, before it was known here whose the card is: the centre makes one booking of the two. */
static void a_card_brings_its_booking_where_the_member_has_booked_too(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip("04FFEEDDCCBBAA");
	struct id member = id_make(NOW_MS);
	struct booking under_card = book(fixture, session, "04FFEEDDCCBBAA"), mine[2];
	struct booking under_member = under_card;

	under_member.id = id_make(NOW_MS);
	under_member.holder = member;
	tell_booking(fixture, &under_member, "waiting", 1, 0);
	tell_holder(fixture, &token, member, "member", 1);
	under_card.holder = member;
	tell_booking(fixture, &under_member, "merged", 2, 0);
	tell_booking(fixture, &under_card, "confirmed", 2, 0);
	assert_int_equal(store_bookings_of(fixture->store, member, NOW_MS, mine, 2), 1);
	assert_true(id_equal(mine[0].id, under_card.id));
	assert_int_equal(mine[0].state, BOOKING_CONFIRMED);
}

static void a_card_that_the_centre_settles_keeps_its_bookings(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED);
	struct token token = chip("04FFEEDDCCBBAA");
	struct id member = id_make(NOW_MS);
	struct booking mine;
	book(fixture, session, "04FFEEDDCCBBAA");

	tell_holder(fixture, &token, member, "member", 1);
	struct holder holder = store_holder(fixture->store, &token);
	assert_int_equal(holder.status, HOLDER_MEMBER);
	assert_string_equal(holder.first_name, "Halina");
	assert_int_equal(store_bookings_of(fixture->store, holder.id, NOW_MS, &mine, 1), 1);
	tell_holder(fixture, &token, member, "blocked", 2);
	assert_int_equal(store_holder(fixture->store, &token).status, HOLDER_BLOCKED);
}

static void a_new_ticket_key_is_believed(void **state)
{
	struct fixture *fixture = *state;
	int count;

	fixture_feed(fixture, "ticket_key", "77", 1,
		"{\"id\": 77, \"public\":"
		" \"00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\"}");
	const struct ticket_key *keys = store_ticket_keys(fixture->store, &count);
	assert_int_equal(count, 10);
	assert_int_equal(keys[9].id, 77);
	assert_int_equal(keys[9].public[1], 0x11);
}

static void a_ticket_key_never_changes(void **state)
{
	struct fixture *fixture = *state;
	const char *body =
		"{\"id\": %d, \"public\":"
		" \"%02X112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\"}";
	int count;

	fixture_feed(fixture, "ticket_key", "77", 1, body, 77, 0xAA);
	fixture_feed(fixture, "ticket_key", "77", 2, body, 77, 0xBB);
	fixture_feed(fixture, "ticket_key", "77", 3, body, 77, 0xAA);
	assert_int_equal(store_ticket_keys(fixture->store, &count)[9].public[0], 0xAA);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 1);
	for (int i = 100; i < 200; i++)
		fixture_feed(fixture, "ticket_key", "x", 1, body, i, i);
	store_ticket_keys(fixture->store, &count);
	assert_int_equal(count, TICKET_KEYS_MAX);
	assert_int_equal(
		fixture_count(fixture, "SELECT count(*) FROM ticket_key"), TICKET_KEYS_MAX);
}

/* What must be right for the rest to be believed, one field wrong at a time. */
static void what_cannot_be_is_not_written(void **state)
{
	static const char *const wrong[] = {
		"\"places\": -5",
		"\"places\": 4294967297",
		"\"places\": \"7\"",
		"\"door_places\": 100001",
		"\"asks\": 4611686018427387904",
		"\"starts_ms\": 4611686018427387904",
		"\"ends_ms\": 1796380200000",
		"\"opens_ms\": 0",
		"\"closes_ms\": 1796379599999",
		"\"admission\": \"everybody\"",
		"\"title\": \"\"",
	};
	struct fixture *fixture = *state;
	struct id id = id_derive("test", "wrong", NULL);
	struct session session;
	char key[ID_TEXT];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		json_t *right = json_pack("{s:s, s:I, s:I, s:I, s:I, s:i, s:i, s:i, s:s}", "title",
			"T", "starts_ms", (json_int_t)1796380200000, "ends_ms",
			(json_int_t)1796383800000, "opens_ms", (json_int_t)1796379600000,
			"closes_ms", (json_int_t)1796383800000, "asks", 3, "places", 12,
			"door_places", 3, "admission", "both");
		char text[64];
		snprintf(text, sizeof(text), "{%s}", wrong[i]);
		json_t *change = json_loads(text, 0, NULL);
		json_object_update(right, change);
		char *body = json_dumps(right, 0);
		fixture_feed(fixture, "session", id_text(id, key), 1, "%s", body);
		if (store_session(fixture->store, id, &session))
			fail_msg("%s was written", wrong[i]);
		free(body);
		json_decref(change);
		json_decref(right);
	}
}

static void a_party_that_overflows_is_no_party(void **state)
{
	struct fixture *fixture = *state;
	struct id session = fixture_session(fixture, "rhyme", ADMISSION_BOOKED),
		  id = id_make(NOW_MS);
	struct booking booking;
	char key[ID_TEXT], text[ID_TEXT];

	fixture_feed(fixture, "booking", id_text(id, key), 1,
		"{\"session\": \"%s\", \"state\": \"confirmed\", \"made_ms\": 1796379600000,"
		" \"code\": \"CXXXX\", \"party\": {\"adults\": 4294967297}}",
		id_text(session, text));
	assert_false(store_booking(fixture->store, id, &booking));
}

/* A stream that never ends. */
static void what_is_parked_has_an_end(void **state)
{
	struct fixture *fixture = *state;
	struct feed_row rows[OUTBOX_BATCH_MAX];
	int64_t version = 0;

	for (int batch = 0; batch < 60; batch++) {
		for (int i = 0; i < OUTBOX_BATCH_MAX; i++)
			rows[i] = (struct feed_row){.version = ++version,
				.kind = "horoscope",
				.key = "x",
				.revision = 1,
				.body = "{}"};
		assert_true(outbox_apply_feed(fixture->store,
			&(struct feed_page){.stream = "global",
				.rows = rows,
				.count = OUTBOX_BATCH_MAX,
				.upto = version},
			NULL));
	}
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 10000);
	assert_int_equal(fixture_count(fixture, "SELECT version FROM cursor"), version);
}

/* A program that knows the kind has come: here the row is given the name that this one knows. */
static void learn(struct fixture *fixture, const char *kind)
{
	assert_true(database_run(&fixture->store->database,
		"UPDATE feed_parked SET kind = ?1 WHERE kind = 'horoscope'",
		VALUES(text_value(kind)), NULL));
	assert_true(outbox_apply_parked(fixture->store, NULL));
}

static void what_was_parked_is_applied_by_a_program_that_knows_it(void **state)
{
	struct fixture *fixture = *state;
	const char *ticket = "00000000-0000-7000-8000-000000000007";

	fixture_feed(fixture, "horoscope", "x", 1, "{\"ticket\": \"%s\"}", ticket);
	fixture_feed(fixture, "never heard of", "x", 1, "{}");
	fixture_feed(fixture, "horoscope", "x", 1, "{\"ticket\": \"no id\"}");
	assert_true(outbox_apply_parked(fixture->store, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 3);
	learn(fixture, "revoked");
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 1);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 2);
	assert_int_equal(fixture_count(fixture, "SELECT version FROM cursor"), 3);
}

/* There was no room for all, and it may have been one of them. */
static void where_too_much_was_parked_the_streams_are_read_anew(void **state)
{
	struct fixture *fixture = *state;

	assert_true(database_script(&fixture->store->database,
		"WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 10000)"
		" INSERT INTO feed_parked (stream, version, kind, key, revision, body)"
		" SELECT 'global', n, iif(n = 7000, 'horoscope', 'never heard of'), 'x', 1,"
		" '{\"ticket\": \"00000000-0000-7000-8000-000000000007\"}' FROM n;"
		"INSERT INTO cursor (stream, version) VALUES ('global', 20000)",
		NULL));
	assert_true(outbox_apply_parked(fixture->store, NULL));
	assert_int_equal(fixture_count(fixture, "SELECT version FROM cursor"), 20000);
	learn(fixture, "revoked");
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM revoked"), 1);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM cursor"), 0);
	assert_int_equal(fixture_count(fixture, "SELECT count(*) FROM feed_parked"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session_is_replaced_by_a_newer_revision_only),
		TEST(a_session_says_its_words_in_every_language),
		TEST(what_a_library_says_of_an_event_is_kept),
		TEST(what_cannot_be_said_of_an_event_is_parked),
		TEST(a_hole_in_the_stream_changes_nothing),
		TEST(only_the_holes_that_the_centre_names_may_be_there),
		TEST(a_snapshot_goes_on_where_it_was),
		TEST(a_snapshots_cards_are_as_good_as_rows),
		TEST(what_cannot_be_understood_is_parked_and_the_stream_goes_on),
		TEST(a_promoted_booking_is_confirmed),
		TEST(how_many_are_before_who_waits_is_known_when_the_centre_says_so),
		TEST(who_was_promoted_is_told_once),
		TEST(there_is_no_news_of_places_that_were_given_up_used_or_missed),
		TEST(a_booking_that_was_cancelled_here_does_not_come_back),
		TEST(who_cancelled_and_booked_again_is_booked),
		TEST(a_booking_that_yielded_to_a_wait_stands_when_the_centre_says_so),
		TEST(who_came_elsewhere_does_not_cancel),
		TEST(who_came_elsewhere_is_already_here),
		TEST(a_merged_bookings_ticket_stays_good),
		TEST(what_was_booked_under_a_members_card_is_the_members),
		TEST(two_bookings_of_a_member_and_their_card_are_heard_of_in_turn),
		TEST(a_card_brings_its_booking_where_the_member_has_booked_too),
		TEST(a_card_that_the_centre_settles_keeps_its_bookings),
		TEST(a_new_ticket_key_is_believed),
		TEST(a_ticket_key_never_changes),
		TEST(what_cannot_be_is_not_written),
		TEST(a_party_that_overflows_is_no_party),
		TEST(what_is_parked_has_an_end),
		TEST(what_was_parked_is_applied_by_a_program_that_knows_it),
		TEST(where_too_much_was_parked_the_streams_are_read_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
