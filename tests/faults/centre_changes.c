/* What becomes of changes, asked of a real centre: answers that are given once, places that are never
 * sold twice, visits that are counted once, news without holes. */
#include <pthread.h>

#include "centre_kiosks.h"

/* ---- the log ---- */

static void an_answer_is_given_once(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], change[1024], array[SQL_BYTES], first[SQL_BYTES];

	new_session(10, 0, session);
	ask_lease(kiosk, session, "booking", 5);
	int lease = kiosk->seq;
	snprintf(change, sizeof(change),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":2}}",
		booking_id(1), session, change_id(kiosk, lease));
	char book_text[SQL_BYTES / 2];
	change_text(kiosk, ++kiosk->seq, "book", change, book_text, sizeof(book_text));
	snprintf(array, sizeof(array), "ARRAY[$json$%s$json$]", book_text);
	snprintf(first, sizeof(first), "%s", push_text(kiosk, kiosk->seq, array));
	for (int i = 0; i < 3; i++)
		assert_string_equal(push_text(kiosk, kiosk->seq, array), first);
	assert_int_equal(of_session("confirmed", session), 2);
	assert_int_equal(of_session("leased", session), 3);
	books_balance();
}

static void gap_fork_and_epoch_are_told(void **state)
{
	struct kiosk *kiosk = meet(1), other = *kiosk;
	char session[40];

	new_session(10, 0, session);
	ask_lease(kiosk, session, "booking", 1);
	assert_string_equal(
		field(push_text(kiosk, kiosk->seq + 2, "ARRAY['{}']"), "{0,verdict}"), "gap");
	assert_string_equal(
		field(push_text(kiosk, kiosk->seq, "ARRAY['{}']"), "{0,verdict}"), "fork");
	strcpy(other.epoch, "33333333-3333-7333-8333-333333333333");
	assert_string_equal(
		field(push_text(&other, kiosk->seq + 1, "ARRAY['{}']"), "{0,verdict}"), "epoch");
	other = *kiosk;
	strcpy(other.install, "33333333-3333-7333-8333-333333333333");
	assert_string_equal(field(push_text(&other, kiosk->seq + 1, "ARRAY['{}']"), "{0,verdict}"),
		"not-active");
}

static void poison_is_put_aside_and_the_log_moves_on(void **state)
{
	static const char *const poisons[] = {"rubbish", "{}", "[]", "null",
		"{\"kind\":\"void\",\"at\":1,\"body\":{}}", "{\"id\":\"no\",\"body\":{}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000001\",\"kind\":\"book\",\"at\":1,"
		"\"body\":{}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000002\",\"kind\":\"dance\",\"at\":1,"
		"\"body\":{}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000002\",\"kind\":\"dance\",\"at\":1,"
		"\"body\":{}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000003\",\"kind\":\"cancel\",\"at\":1,"
		"\"body\":{\"booking\":\"\\u0000\"}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000004\",\"kind\":\"cancel\","
		"\"at\":99999999999999999999,\"body\":{\"booking\":\"x\"}}",
		"{\"id\":\"99999999-0000-7000-8000-000000000005\",\"kind\":\"wait\",\"at\":1,"
		"\"body\":"
		"{\"booking\":\"bbbbbbbb-0000-7000-8000-999999999999\",\"party\":{\"adults\":-3}}"
		"}"};
	struct kiosk *kiosk = meet(1);
	char array[SQL_BYTES] = "ARRAY[", session[40];
	int count = sizeof(poisons) / sizeof(*poisons);

	for (int i = 0; i < count; i++)
		snprintf(array + strlen(array), sizeof(array) - strlen(array), "%s$json$%s$json$",
			i ? "," : "", poisons[i]);
	strcat(array, "]");
	const char *answer = push_text(kiosk, kiosk->seq + 1, array);
	for (int i = 0; i < count; i++) {
		char path[32];
		snprintf(path, sizeof(path), "{%d,verdict}", i);
		assert_string_equal(field(answer, path), "quarantined");
	}
	kiosk->seq += count;
	new_session(10, 0, session);
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted");
	books_balance();
}

static void a_parked_change_is_kept_and_passed(void **state)
{
	struct kiosk *kiosk = meet(1);
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql), "SELECT api.park('%s', '%d', 'raw', 'why')", kiosk->install,
		kiosk->seq + 2);
	query(kiosk->connection, sql); /* not the next: nothing happens */
	assert_int_equal(count_of("SELECT count(*) FROM core.change WHERE reason = 'parked'"), 0);
	snprintf(sql, sizeof(sql), "SELECT api.park('%s', '%d', 'raw', 'why')", kiosk->install,
		++kiosk->seq);
	query(kiosk->connection, sql);
	query(kiosk->connection, sql);
	assert_int_equal(count_of("SELECT count(*) FROM core.change WHERE reason = 'parked'"), 1);
	assert_string_equal(
		field(push_text(kiosk, kiosk->seq, "ARRAY['raw']"), "{0,verdict}"), "quarantined");
	assert_string_equal(field(push_text(kiosk, kiosk->seq, "ARRAY['another copy of the disk']"),
				    "{0,verdict}"),
		"fork");
}

/* ---- places ---- */

/* Of so many that may lie at kiosks. */
static int equal_part(int places)
{
	int sharing = count_of("SELECT core.kiosks_that_share('micklefield')");

	return (places + sharing - 1) / sharing;
}

static void kiosks_have_equal_shares_and_all_together_half(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2), *three = meet(3);
	char session[40];
	int equal = equal_part(15);

	new_session(30, 0, session);
	ask_share(one, session, "booking", 100);
	assert_int_equal(granted(one, one->seq), equal);
	assert_string_equal(ask_share(one, session, "booking", 1), "accepted share-used");
	ask_share(two, session, "booking", equal - 1);
	assert_int_equal(granted(two, two->seq), equal - 1);
	ask_share(three, session, "booking", 100);
	assert_int_equal(granted(three, three->seq), equal);
	assert_int_equal(of_session("leased", session), 3 * equal - 1);
	books_balance();
}

/* In an outage of four hours as many may come as came in the last four. */
static void where_many_book_the_share_grows_as_far_as_others_leave_some(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(40, 0, session);
	ask_lease(one, session, "booking", 12);
	int lease = one->seq;
	assert_string_equal(book(one, 10, session, lease, 12, 0), "accepted");
	ask_share(one, session, "booking", 100);
	assert_int_equal(granted(one, one->seq), 12);
	assert_string_equal(ask_share(one, session, "booking", 1), "accepted share-used");
	ask_share(two, session, "booking", 100);
	assert_int_equal(granted(two, two->seq), equal_part(20));
	assert_string_equal(book(one, 11, session, one->seq - 1, 7, 0), "accepted");
	ask_share(one, session, "booking", 100);
	assert_int_equal(granted(one, one->seq), 20 - 5 - equal_part(20));
	books_balance();
}

static void the_last_places_are_for_whoever_stands_at_a_kiosk(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(10, 4, session);
	assert_string_equal(book(one, 12, session, 0, 8, 0), "accepted");
	assert_string_equal(ask_share(one, session, "booking", 1), "accepted share-used");
	assert_string_equal(ask_lease(one, session, "booking", 3), "accepted no-places");
	assert_string_equal(ask_lease(one, session, "booking", 2), "accepted");
	assert_int_equal(granted(one, one->seq), 2);
	assert_string_equal(ask_share(one, session, "door", 100), "accepted");
	assert_int_equal(granted(one, one->seq), 2);
	assert_string_equal(ask_lease(one, session, "door", 2), "accepted");
	books_balance();
}

static void let_lie(const char *session)
{
	char sql[256];
	PGconn *owner = the_owner();

	snprintf(sql, sizeof(sql),
		"UPDATE core.lease SET used_at = used_at - interval '30 minutes' WHERE session = '%s'"
		" RETURNING 1",
		session);
	query(owner, sql);
}

static void what_lies_idle_elsewhere_is_asked_back_for_whoever_stands_here(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 0, session);
	ask_lease(one, session, "booking", 4);
	int lease = one->seq;
	assert_string_equal(ask_lease(two, session, "booking", 3), "accepted no-places");
	assert_false(is_recalled(one, lease));
	let_lie(session);
	assert_string_equal(ask_share(two, session, "door", 3), "accepted no-places");
	assert_false(is_recalled(one, lease));
	assert_string_equal(ask_lease(two, session, "booking", 3), "accepted no-places");
	assert_true(is_recalled(one, lease));
	books_balance();
}

static void of_an_equal_share_nothing_is_asked_back_for_an_outage(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(30, 0, session);
	ask_share(one, session, "booking", 100);
	int equal = one->seq;
	let_lie(session);
	ask_share(two, session, "booking", 100);
	assert_false(is_recalled(one, equal));
	ask_lease(one, session, "booking", 2);
	let_lie(session);
	assert_string_equal(ask_share(two, session, "booking", 100), "accepted share-used");
	assert_true(is_recalled(one, equal));
	assert_false(is_recalled(two, two->seq - 1));
	books_balance();
}

static void a_party_is_not_split(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	ask_lease(one, session, "booking", 2);
	int lease_one = one->seq;
	ask_lease(two, session, "booking", 2);
	int lease_two = two->seq;
	/* Three people; two places here and two at the other kiosk. */
	assert_string_equal(book(one, 20, session, 0, 3, 0), "waiting");
	assert_string_equal(state_of(20), "waiting");
	assert_int_equal(of_session("confirmed", session), 0);
	assert_int_equal(count_of("SELECT count(*) FROM core.feed WHERE kind = 'recall' AND stream "
				  "= 'kiosk:2'"),
		1);
	/* Both give back; the party is promoted whole. */
	char body[128];
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(one, lease_one));
	assert_string_equal(push(one, "lease_close", body), "accepted");
	assert_string_equal(state_of(20), "waiting");
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(two, lease_two));
	assert_string_equal(push(two, "lease_close", body), "accepted");
	assert_string_equal(state_of(20), "confirmed");
	assert_int_equal(of_session("confirmed", session), 3);
	assert_string_equal(push(two, "lease_close", body), "known");
	books_balance();
}

static void the_first_who_waits_is_not_overtaken(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(6, 0, session);
	assert_string_equal(book(one, 30, session, 0, 3, 0), "accepted");
	assert_string_equal(book(one, 31, session, 0, 3, 0), "accepted");
	assert_string_equal(book(one, 32, session, 0, 4, 0), "waiting");
	assert_string_equal(book(one, 33, session, 0, 1, 0), "waiting");
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted no-places");
	assert_string_equal(cancel(one, 30), "accepted");
	assert_string_equal(state_of(33), "waiting");
	assert_string_equal(cancel(one, 31), "accepted");
	assert_string_equal(state_of(32), "confirmed");
	assert_string_equal(state_of(33), "confirmed");
	assert_string_equal(cancel(one, 31), "known");
	assert_string_equal(book(one, 34, session, 0, 7, 0), "refused more-people-than-places");
	books_balance();
}

static void a_lease_spent_twice_makes_no_place(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	ask_lease(one, session, "booking", 2);
	int lease = one->seq;
	ask_lease(two, session, "booking", 2);
	assert_string_equal(book(one, 40, session, lease, 2, 0), "accepted");
	int before =
		count_of("SELECT count(*) FROM report.exception WHERE reason = 'lease-overspent'");
	assert_string_equal(book(one, 41, session, lease, 2, 0), "waiting");
	assert_int_equal(
		count_of("SELECT count(*) FROM report.exception WHERE reason = 'lease-overspent'"),
		before + 1);
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

static void cancelled_before_it_arrived(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	ask_lease(one, session, "booking", 2);
	int lease = one->seq;
	assert_string_equal(cancel(two, 50), "accepted not-here-yet");
	assert_string_equal(book(one, 50, session, lease, 2, 0), "known cancelled-already");
	assert_string_equal(state_of(50), "cancelled");
	assert_int_equal(of_session("places - confirmed - leased", session), 4);
	books_balance();
}

static void booked_twice_by_one_holder_is_counted_once(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 0, session);
	ask_lease(one, session, "booking", 6);
	int lease_one = one->seq;
	ask_lease(two, session, "booking", 6);
	int lease_two = two->seq;
	assert_string_equal(book(one, 60, session, lease_one, 2, 7), "accepted");
	assert_string_equal(book(two, 61, session, lease_two, 3, 7), "known booked-already");
	assert_int_equal(of_session("confirmed", session), 3);
	assert_int_equal(of_session("leased", session), 4 + 3);
	assert_string_equal(cancel(two, 61), "accepted");
	assert_string_equal(state_of(60), "cancelled");
	assert_int_equal(of_session("confirmed", session), 0);
	books_balance();
}

/* Cancelled at one kiosk, booked again later at another that had not heard of it and is heard of first. */
static void a_ticket_of_one_that_waited_twice_cancels_what_was_booked_at_last(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2), *three = meet(3);
	char session[40];

	new_session(4, 0, session);
	ask_lease(three, session, "booking", 2);
	int lease = three->seq;
	assert_string_equal(book(one, 700, session, 0, 2, 0), "accepted");
	assert_string_equal(book(one, 701, session, 0, 2, 70), "waiting");
	assert_string_equal(book(two, 702, session, 0, 2, 70), "known booked-already");
	assert_string_equal(book(three, 703, session, lease, 2, 70), "accepted");
	assert_string_equal(state_of(701), "merged");
	assert_string_equal(cancel(two, 702), "accepted");
	assert_string_equal(state_of(703), "cancelled");
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

static void who_cancels_and_books_again_elsewhere_is_booked(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[256], cancelling[512], array[1024];

	new_session(20, 0, session);
	ask_lease(one, session, "booking", 6);
	int lease_one = one->seq;
	ask_lease(two, session, "booking", 6);
	assert_string_equal(book(two, 471, session, two->seq, 2, 72), "accepted");
	assert_string_equal(book(one, 470, session, lease_one, 2, 72), "known booked-already");
	snprintf(body, sizeof(body), "{\"booking\":\"%s\"}", booking_id(470));
	snprintf(cancelling, sizeof(cancelling),
		"{\"id\":\"%s\",\"kind\":\"cancel\",\"version\":1,\"at\":1795999999000,\"body\":%s}",
		change_id(one, ++one->seq), body);
	snprintf(array, sizeof(array), "ARRAY[$json$%s$json$]", cancelling);
	assert_string_equal(field(push_text(one, one->seq, array), "{0,verdict}"), "known");
	assert_string_equal(state_of(471), "confirmed");
	assert_int_equal(of_session("confirmed", session), 2);
	books_balance();
}

struct rush {
	int kiosk;
	char session[40];
};

/* Asks and books as fast as it can, from a session that all others rush to, too. */
static void *rush(void *argument)
{
	const struct rush *rush = argument;
	char url[PATH_MAX_BYTES], sql[SQL_BYTES];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", rush->kiosk,
		local_centre.socket);
	struct kiosk *kiosk = &kiosks[rush->kiosk];
	PGconn *connection = PQconnectdb(url);
	for (int i = 0; i < 30; i++) {
		int ask = ++kiosk->seq, book = ++kiosk->seq;
		snprintf(sql, sizeof(sql),
			"SELECT api.push('%s', '%s', '%d', " NOW ", ARRAY["
			"'{\"id\":\"01900000-0000-7000-8%03d-%012d\",\"kind\":\"lease_request\","
			"\"at\":" NOW
			",\"body\":{\"session\":\"%s\",\"pool\":\"booking\",\"places\":3}}',"
			"'{\"id\":\"01900000-0000-7000-8%03d-%012d\",\"kind\":\"book\",\"at\":" NOW
			",\"body\":{\"booking\":\"eeeeeeee-0000-7000-8%03d-%012d\",\"session\":\"%"
			"s\",\"lease\":\"01900000-0000-7000-8%03d-%012d\",\"party\":{\"adults\":1,"
			"\"children\":%d}}}'])",
			kiosk->epoch, kiosk->install, ask, rush->kiosk, ask, rush->session,
			rush->kiosk, book, rush->kiosk, book, rush->session, rush->kiosk, ask,
			i % 3);
		PGresult *result = PQexec(connection, sql);
		if (PQresultStatus(result) != PGRES_TUPLES_OK)
			kiosk->seq = -1000000; /* seen below */
		PQclear(result);
	}
	PQfinish(connection);
	return NULL;
}

static const char *put_on_card(struct kiosk *kiosk, int number, int holder)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-%012d\"}",
		booking_id(number), holder);
	return push(kiosk, "put_on_card", body);
}

/* The other way round: it is the older booking that stands when the cancel of it is heard. */
static void who_booked_again_before_the_cancel_was_heard_has_the_new_booking(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[256], cancelling[512], array[1024];

	new_session(20, 0, session);
	ask_lease(one, session, "booking", 6);
	int lease_one = one->seq;
	ask_lease(two, session, "booking", 6);
	assert_string_equal(book(one, 475, session, lease_one, 2, 73), "accepted");
	assert_string_equal(book(two, 476, session, two->seq, 2, 73), "known booked-already");
	snprintf(body, sizeof(body), "{\"booking\":\"%s\"}", booking_id(475));
	snprintf(cancelling, sizeof(cancelling),
		"{\"id\":\"%s\",\"kind\":\"cancel\",\"version\":1,\"at\":1795999999000,\"body\":%s}",
		change_id(one, ++one->seq), body);
	snprintf(array, sizeof(array), "ARRAY[$json$%s$json$]", cancelling);
	assert_string_equal(field(push_text(one, one->seq, array), "{0,verdict}"), "accepted");
	assert_string_equal(state_of(475), "cancelled");
	assert_string_equal(state_of(476), "confirmed");
	assert_int_equal(of_session("confirmed", session), 2);
	assert_string_equal(cancel(two, 476), "accepted");
	assert_int_equal(of_session("confirmed", session), 0);
	books_balance();
}

static void a_guests_booking_goes_on_a_card_once_and_keeps_its_places(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(20, 0, session);
	ask_lease(one, session, "booking", 8);
	int lease = one->seq;
	assert_string_equal(book(one, 65, session, lease, 2, 0), "accepted");
	assert_string_equal(book(one, 66, session, lease, 3, 0), "accepted");
	assert_string_equal(put_on_card(one, 65, 8), "accepted");
	assert_string_equal(put_on_card(one, 65, 8), "known");
	assert_string_equal(put_on_card(one, 65, 9), "refused on-a-card-already");
	assert_string_equal(put_on_card(one, 66, 8), "refused booked-already");
	assert_string_equal(put_on_card(one, 67, 8), "refused no-booking");
	assert_string_equal(state_of(66), "confirmed");
	assert_int_equal(of_session("confirmed", session), 5);
	books_balance();
}

static void six_kiosks_rush_to_one_session(void **state)
{
	struct rush rushes[6] = {0};
	pthread_t threads[6];

	new_session(40, 0, rushes[0].session);
	for (int i = 0; i < 6; i++) {
		strcpy(rushes[i].session, rushes[0].session);
		rushes[i].kiosk = meet(i + 1)->number;
	}
	for (int i = 0; i < 6; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, rush, &rushes[i]), 0);
	for (int i = 0; i < 6; i++) {
		pthread_join(threads[i], NULL);
		assert_true(kiosks[i + 1].seq > 0);
	}
	int confirmed = of_session("confirmed", rushes[0].session);
	int leased = of_session("leased", rushes[0].session);
	/* What is free is too little for the first who waits: a party of three at most. */
	assert_true(confirmed > 0 && confirmed + leased <= 40 && confirmed + leased >= 38);
	books_balance();
}

static void a_cut_never_goes_below_what_is_promised(void **state)
{
	struct kiosk *one = meet(1);
	char session[40], sql[SQL_BYTES];
	PGconn *staff = the_staff();

	new_session(10, 0, session);
	ask_lease(one, session, "booking", 5);
	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', "
		"'[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":1796001000000,\"ends_ms\":1796002000000,\"opens_ms\":1796000000000,"
		"\"closes_ms\":1796002000000,\"admission\":\"both\",\"asks\":31,\"places\":3,"
		"\"door_places\":0}]')",
		session);
	query(staff, sql);
	assert_int_equal(of_session("places", session), 5);
	assert_int_equal(of_session("places_wanted", session), 3);
	books_balance();
}

/* ---- attendance ---- */

static int attendances(const char *session)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM report.attendance WHERE session = '%s'",
		session);
	return count_of(sql);
}

static void a_walk_in_by_card_and_the_ticket_of_a_later_booking_are_one_visit(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];

	new_session(10, 10, session);
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000300\",\"session\":\"%s\","
		"\"holder\":\"cccccccc-0000-7000-8000-000000000009\",\"party\":{\"adults\":2},"
		"\"extra\":0,\"how\":\"walk-in\",\"code\":\"OK\",\"facts\":{}}",
		session);
	assert_string_equal(push(one, "check_in", body), "accepted");
	assert_string_equal(book(one, 300, session, 0, 2, 9), "accepted");
	assert_string_equal(check_in(two, 301, session, 300, 0, 0), "known here-already");
	assert_int_equal(attendances(session), 1);
}

/* By what kiosks heard last of the booking. */
static bool heard_to_be_here(int booking)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT (body ? 'here_ms')::int FROM core.feed WHERE kind = 'booking' AND key = '%s' "
		"ORDER BY revision DESC LIMIT 1",
		booking_id(booking));
	return count_of(sql) == 1;
}

/* One kiosk lets in a member whose booking it has not heard of; another has the booking. */
static void who_came_as_a_walk_in_is_here_by_their_booking_too(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];

	new_session(10, 10, session);
	assert_string_equal(book(one, 310, session, 0, 2, 9), "accepted");
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000310\",\"session\":\"%s\","
		"\"holder\":\"cccccccc-0000-7000-8000-000000000009\",\"party\":{\"adults\":2},"
		"\"extra\":0,\"how\":\"walk-in\",\"code\":\"OK\",\"facts\":{}}",
		session);
	assert_string_equal(push(two, "check_in", body), "accepted");
	assert_true(heard_to_be_here(310));
	assert_string_equal(undo(two, 310), "accepted");
	assert_false(heard_to_be_here(310));
}

/* The ticket was let in at another kiosk before its booking was heard of, which is one of two. */
static void who_came_by_a_ticket_that_is_merged_later_is_here(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 5, session);
	ask_lease(two, session, "booking", 6);
	int lease = two->seq;
	assert_string_equal(book(one, 711, session, 0, 2, 71), "accepted");
	assert_string_equal(check_in(one, 711, session, 712, 0, 0), "accepted");
	assert_string_equal(book(two, 712, session, lease, 2, 71), "known booked-already");
	assert_int_equal(count_of("SELECT count(*) FROM core.booking b WHERE booking ="
				  " 'bbbbbbbb-0000-7000-8000-000000000711' AND core.is_here(b)"),
		1);
	assert_int_equal(
		count_of(
			"SELECT count(*) FROM core.feed WHERE kind = 'booking' AND body ? 'here_ms'"
			" AND key = 'bbbbbbbb-0000-7000-8000-000000000711'"),
		1);
	assert_string_equal(check_in(two, 712, session, 711, 0, 0), "known here-already");
	assert_string_equal(cancel(two, 711), "refused here-already");
	books_balance();
}

static void seen_at_two_kiosks_is_counted_once(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(10, 0, session);
	assert_string_equal(book(one, 70, session, 0, 2, 0), "accepted");
	assert_string_equal(check_in(one, 1, session, 70, 0, 0), "accepted");
	assert_string_equal(check_in(two, 2, session, 70, 0, 0), "known here-already");
	assert_int_equal(attendances(session), 1);
	assert_string_equal(cancel(two, 70), "refused here-already");
	/* Told again as it stands, for who cancelled it there may have booked again. */
	assert_int_equal(
		count_of("SELECT count(*) FROM core.feed WHERE kind = 'booking'"
			 " AND key = 'bbbbbbbb-0000-7000-8000-000000000070' AND body ? 'here_ms'"),
		2);
	/* Undone where it was counted: the other kiosk's stands. Undone there too: nobody came. */
	assert_string_equal(undo(one, 1), "accepted");
	assert_int_equal(attendances(session), 1);
	assert_string_equal(undo(one, 1), "known");
	assert_string_equal(undo(two, 2), "accepted");
	assert_int_equal(attendances(session), 0);
}

/* A push of several check-ins, one an attendance; `bad` makes the last one poison. */
static const char *check_in_many(
	struct kiosk *kiosk, const char *session, int attendance, int count, bool bad)
{
	char array[SQL_BYTES] = "ARRAY[", body[512], change[1024];

	for (int i = 0; i < count; i++) {
		snprintf(body, sizeof(body),
			"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\","
			"\"booking\":\"%s\",\"party\":{\"adults\":%d},\"extra\":0,\"how\":"
			"\"booked\",\"code\":\"OK\",\"facts\":{}}",
			attendance + i, session, booking_id(attendance + i),
			bad && i == count - 1 ? -1 : 2);
		change_text(kiosk, ++kiosk->seq, "check_in", body, change, sizeof(change));
		snprintf(array + strlen(array), sizeof(array) - strlen(array), "%s$json$%s$json$",
			i ? "," : "", change);
	}
	strcat(array, "]");
	return push_text(kiosk, kiosk->seq - count + 1, array);
}

static void many_check_ins_at_once_are_as_one_by_one(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], path[32];

	new_session(30, 0, session);
	assert_string_equal(book(one, 100, session, 0, 2, 0), "accepted");
	const char *answer = check_in_many(one, session, 100, 6, false);
	for (int i = 0; i < 6; i++) {
		snprintf(path, sizeof(path), "{%d,verdict}", i);
		assert_string_equal(field(answer, path), "accepted");
	}
	assert_int_equal(attendances(session), 6);
	assert_int_equal(
		count_of(
			"SELECT count(*) FROM core.feed WHERE kind = 'booking' AND body ? 'here_ms'"
			" AND key = 'bbbbbbbb-0000-7000-8000-000000000100'"),
		1);
	/* Three of them were here, one is poison: the others count. */
	answer = check_in_many(two, session, 103, 8, true);
	static const char *const verdicts[] = {"known", "known", "known", "accepted", "accepted",
		"accepted", "accepted", "quarantined"};
	for (int i = 0; i < 8; i++) {
		snprintf(path, sizeof(path), "{%d,verdict}", i);
		assert_string_equal(field(answer, path), verdicts[i]);
	}
	assert_int_equal(attendances(session), 10);
	assert_string_equal(check_in(one, 200, session, 100, 0, 0), "known here-already");
}

static void more_people_come_from_the_door_lease(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(10, 8, session);
	ask_lease(one, session, "door", 4);
	int lease = one->seq;
	assert_string_equal(check_in(one, 10, session, 0, 2, lease), "accepted");
	assert_int_equal(of_session("door_used", session), 2);
	char body[256];
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"party\":{\"adults\":2,"
		"\"babies\":1},\"lease\":\"%s\",\"extra\":1}",
		10, change_id(one, lease));
	assert_string_equal(push(one, "check_in_party", body), "accepted");
	assert_int_equal(of_session("door_used", session), 3);
	assert_string_equal(check_in(one, 11, session, 0, 9, lease), "accepted");
	assert_int_equal(of_session("door_used", session), 3);
	assert_int_equal(count_of("SELECT count(*) FROM report.exception WHERE reason = "
				  "'door-lease-overspent'"),
		1);
	books_balance();
}

/* ---- joining ---- */

static void joining_keeps_number_and_box(void **state)
{
	struct kiosk *one = meet(1);
	const char *body =
		"{\"member\":\"aaaaaaaa-0000-7000-8000-000000000001\",\"number\":\"27000000100001\","
		"\"level\":\"details\",\"key_id\":0,\"box\":\"AAAA\",\"consent\":{\"version\":"
		"\"1\",\"language\":\"ur\",\"shown_english\":true},\"tokens\":[{\"index\":\"00AA\","
		"\"greeting\":\"AAAA\"}]}";
	const char *same_number =
		"{\"member\":\"aaaaaaaa-0000-7000-8000-000000000002\",\"number\":\"27000000100001\","
		"\"level\":\"details\",\"key_id\":0,\"box\":\"AAAA\",\"consent\":{},"
		"\"tokens\":[]}";
	const char *others_card =
		"{\"member\":\"aaaaaaaa-0000-7000-8000-000000000003\",\"number\":\"27000000100003\","
		"\"level\":\"details\",\"key_id\":0,\"box\":\"AAAA\",\"consent\":{},"
		"\"tokens\":[{\"index\":\"00AA\",\"greeting\":\"BBBB\"}]}";

	assert_string_equal(push(one, "sign_up", body), "accepted");
	assert_string_equal(push(one, "sign_up", body), "known");
	assert_string_equal(push(one, "sign_up", same_number), "refused number-taken");
	assert_string_equal(push(one, "sign_up", others_card), "accepted");
	assert_int_equal(count_of("SELECT count(*) FROM report.member"), 2);
	assert_int_equal(count_of("SELECT count(*) FROM core.token WHERE index = '00AA' AND "
				  "greeting = 'AAAA'"),
		1);
	assert_int_equal(count_of("SELECT count(*) FROM report.exception WHERE reason = "
				  "'card-of-somebody-else'"),
		1);
	assert_int_equal(count_of("SELECT count(*) FROM core.sealed"), 3);
}

/* Booked under a card of which nobody knew whose it is, before and after somebody joined with it. */
static void what_a_card_booked_is_its_members_once(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	const char *joining =
		"{\"member\":\"cccccccc-0000-7000-8000-000000000071\",\"number\":\"27000000100005\","
		"\"level\":\"details\",\"key_id\":0,\"box\":\"AAAA\",\"consent\":{},"
		"\"tokens\":[{\"index\":\"CCCCCCCC000070008000000000000070\",\"greeting\":\"CC\"}]}";
	enum { CARD = 70, MEMBER = 71 };
	char before[40], after[40];

	new_session(20, 0, before);
	new_session(20, 0, after);
	ask_lease(one, before, "booking", 6);
	int one_before = one->seq;
	ask_lease(two, before, "booking", 6);
	int two_before = two->seq;
	ask_lease(two, after, "booking", 6);
	int two_after = two->seq;
	assert_string_equal(book(two, 466, before, two_before, 2, CARD), "accepted");
	assert_string_equal(push(one, "sign_up", joining), "accepted");
	assert_string_equal(book(one, 467, before, one_before, 3, MEMBER), "known booked-already");
	assert_int_equal(of_session("confirmed", before), 3);
	assert_string_equal(book(one, 468, after, 0, 2, MEMBER), "accepted");
	assert_string_equal(book(two, 469, after, two_after, 2, CARD), "known booked-already");
	assert_int_equal(of_session("confirmed", after), 2);
	books_balance();
}

/* ---- the pull ---- */

static void news_has_no_hole_while_many_write(void **state)
{
	struct kiosk *one = meet(1);
	PGconn *slow = connect_as("owner"), *quick = connect_as("owner");
	char sql[SQL_BYTES];
	int last = 0;

	/* The slow writer's row gets the smaller number and is committed later. */
	query(slow, "BEGIN");
	query(slow, "SELECT core.tell('global', 'test', 'slow', 1, '{}')");
	query(quick, "SELECT core.tell('global', 'test', 'quick', 1, '{}')");
	for (int i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql), "SELECT api.pull('%s', 'global', '%d', 1000)",
			one->epoch, last);
		char answer[SQL_BYTES * 4];
		snprintf(answer, sizeof(answer), "%s", query(one->connection, sql));
		int head = atoi(field(answer, "{head}"));
		assert_true(head > last);
		assert_string_equal(field(answer, "{rows,-1,key}"), i ? "slow" : "quick");
		assert_int_equal(atoi(field(answer, "{rows,-1,version}")), head);
		last = head;
		if (i == 0)
			query(slow, "COMMIT");
	}
	PQfinish(slow);
	PQfinish(quick);
	assert_int_equal(
		count_of("SELECT count(*) FROM (SELECT version, row_number() OVER (PARTITION BY"
			 " stream ORDER BY version) AS place FROM core.feed"
			 " WHERE version IS NOT NULL) v WHERE version <> place"),
		0);
}

/* ---- the demo's books ---- */

static void the_demos_leases_are_on_the_books(void **state)
{
	assert_true(count_of("SELECT count(*) FROM core.lease WHERE kiosk = 1 AND state = 'open'"
			     " AND granted_at < now() AND pool = 'booking'") > 20);
	assert_true(
		count_of(
			"SELECT granted FROM core.lease l JOIN core.session s USING (session) WHERE"
			" title = 'Bounce & Rhyme' AND pool = 'booking' LIMIT 1") == 12);
	assert_int_equal(centre_script("start"), 0);
	books_balance();
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_given_once),
		cmocka_unit_test(gap_fork_and_epoch_are_told),
		cmocka_unit_test(poison_is_put_aside_and_the_log_moves_on),
		cmocka_unit_test(a_parked_change_is_kept_and_passed),
		cmocka_unit_test(kiosks_have_equal_shares_and_all_together_half),
		cmocka_unit_test(where_many_book_the_share_grows_as_far_as_others_leave_some),
		cmocka_unit_test(the_last_places_are_for_whoever_stands_at_a_kiosk),
		cmocka_unit_test(what_lies_idle_elsewhere_is_asked_back_for_whoever_stands_here),
		cmocka_unit_test(of_an_equal_share_nothing_is_asked_back_for_an_outage),
		cmocka_unit_test(a_party_is_not_split),
		cmocka_unit_test(the_first_who_waits_is_not_overtaken),
		cmocka_unit_test(a_lease_spent_twice_makes_no_place),
		cmocka_unit_test(cancelled_before_it_arrived),
		cmocka_unit_test(booked_twice_by_one_holder_is_counted_once),
		cmocka_unit_test(a_ticket_of_one_that_waited_twice_cancels_what_was_booked_at_last),
		cmocka_unit_test(who_cancels_and_books_again_elsewhere_is_booked),
		cmocka_unit_test(who_booked_again_before_the_cancel_was_heard_has_the_new_booking),
		cmocka_unit_test(a_guests_booking_goes_on_a_card_once_and_keeps_its_places),
		cmocka_unit_test(six_kiosks_rush_to_one_session),
		cmocka_unit_test(a_cut_never_goes_below_what_is_promised),
		cmocka_unit_test(a_walk_in_by_card_and_the_ticket_of_a_later_booking_are_one_visit),
		cmocka_unit_test(who_came_as_a_walk_in_is_here_by_their_booking_too),
		cmocka_unit_test(who_came_by_a_ticket_that_is_merged_later_is_here),
		cmocka_unit_test(seen_at_two_kiosks_is_counted_once),
		cmocka_unit_test(many_check_ins_at_once_are_as_one_by_one),
		cmocka_unit_test(more_people_come_from_the_door_lease),
		cmocka_unit_test(joining_keeps_number_and_box),
		cmocka_unit_test(what_a_card_booked_is_its_members_once),
		cmocka_unit_test(news_has_no_hole_while_many_write),
		cmocka_unit_test(the_demos_leases_are_on_the_books),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_changes PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_changes", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
