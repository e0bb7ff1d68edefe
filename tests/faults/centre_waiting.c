/* The waiting list of a real centre: whose turn it is, how many are before whom, and who is to hear
 * of it. A party is promoted whole or not at all, and counts against the places by every road. */
#include "centre_kiosks.h"

#define START_MS INT64_C(1796001000000) /* of new_session() */
#define DAY_MS INT64_C(86400000)

/* Of `places`, all are booked by `kiosk`, two people a booking, from booking `first` on. */
static void fill(struct kiosk *kiosk, const char *session, int places, int first)
{
	for (int i = 0; i < places / 2; i++)
		assert_string_equal(book(kiosk, first + i, session, 0, 2, 0), "accepted");
	assert_int_equal(of_session("places - confirmed - leased", session), places % 2);
}

static const char *ask_staff(const char *sql)
{
	PGconn *staff = the_staff();
	const char *answer = query(staff, sql);

	return answer;
}

/* A new version of the calendar says so. */
static void plan(const char *session, int places, int64_t starts_ms)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":%lld,\"ends_ms\":%lld,\"opens_ms\":%lld,\"closes_ms\":%lld,"
		"\"admission\":\"both\",\"asks\":31,\"places\":%d,\"door_places\":0}]')",
		session, (long long)starts_ms, (long long)starts_ms + 1000000,
		(long long)starts_ms - 1000000, (long long)starts_ms + 1000000, places);
	ask_staff(sql);
}

static int told_rows(const char *session)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.feed WHERE kind = 'booking' AND body->>'session' = '%s'",
		session);
	return count_of(sql);
}

/* As kiosks heard it last; -1: nothing was said. */
static int before(int booking)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(body->>'before', '-1') FROM core.feed WHERE kind = 'booking'"
		" AND key = '%s' ORDER BY revision DESC LIMIT 1",
		booking_id(booking));
	return count_of(sql);
}

/* ---- whose turn it is ---- */

static void one_place_comes_free_and_of_two_parties_of_one_only_the_first_is_promoted(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	assert_string_equal(book(kiosk, 1, session, 0, 3, 0), "accepted");
	assert_string_equal(book(kiosk, 2, session, 0, 1, 0), "accepted");
	assert_string_equal(book(kiosk, 3, session, 0, 1, 0), "waiting");
	assert_string_equal(book(kiosk, 4, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 2), "accepted");
	assert_string_equal(state_of(3), "confirmed");
	assert_string_equal(state_of(4), "waiting");
	books_balance();
}

static void a_party_is_promoted_whole_or_not_at_all(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	fill(kiosk, session, 6, 10);
	assert_string_equal(book(kiosk, 13, session, 0, 4, 0), "waiting");
	assert_string_equal(book(kiosk, 14, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 10), "accepted");
	assert_string_equal(state_of(13), "waiting");
	assert_string_equal(state_of(14), "waiting");
	assert_string_equal(cancel(kiosk, 11), "accepted");
	assert_string_equal(state_of(13), "confirmed");
	assert_string_equal(state_of(14), "waiting");
	books_balance();
}

/* Eight places, of which three families of two have six: two are few, and more than two people let others go
 * first. */
static void leave_few(struct kiosk *kiosk, char session[static 40], int first)
{
	new_session(8, 0, session);
	change_session(session, "settings = '{\"largest_party_when_few\": 2}'");
	for (int i = 0; i < 3; i++)
		assert_string_equal(book(kiosk, first + i, session, 0, 2, 0), "accepted");
}

static void who_is_too_many_for_few_places_lets_others_go_first(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], other[40], body[256];

	leave_few(kiosk, other, 990);
	assert_string_equal(book(kiosk, 993, other, 0, 3, 0), "waiting");
	leave_few(kiosk, session, 980);
	assert_string_equal(book(kiosk, 983, session, 0, 3, 0), "waiting");
	assert_int_equal(before(983), -1);
	assert_string_equal(book(kiosk, 984, session, 0, 1, 0), "accepted");
	assert_string_equal(book(kiosk, 985, session, 0, 1, 0), "accepted");
	assert_int_equal(before(983), 0);
	/* There are none: it stands in the line as all do. */
	assert_string_equal(book(kiosk, 986, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 984), "accepted");
	assert_string_equal(state_of(986), "waiting");
	assert_string_equal(cancel(kiosk, 980), "accepted");
	assert_string_equal(state_of(983), "confirmed");
	assert_string_equal(state_of(986), "waiting");
	/* What becomes of one session is nothing to the other. */
	assert_string_equal(book(kiosk, 994, other, 0, 1, 0), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":3},\"party\":{\"adults\":2}}",
		booking_id(993));
	assert_string_equal(push(kiosk, "change_party", body), "accepted");
	assert_string_equal(state_of(993), "waiting");
	assert_string_equal(book(kiosk, 995, other, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 994), "accepted");
	assert_string_equal(state_of(993), "confirmed");
	books_balance();
}

/* Four of eight are not few. */
static void where_there_is_more_again_who_was_too_many_is_not_overtaken(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	leave_few(kiosk, session, 970);
	assert_string_equal(book(kiosk, 973, session, 0, 5, 0), "waiting");
	assert_string_equal(cancel(kiosk, 970), "accepted");
	assert_string_equal(book(kiosk, 974, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(kiosk, 971), "accepted");
	assert_string_equal(state_of(973), "confirmed");
	assert_string_equal(state_of(974), "waiting");
	books_balance();
}

static void the_queue_goes_on_past_an_entry_that_was_cancelled(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 20);
	assert_string_equal(book(kiosk, 22, session, 0, 4, 0), "waiting");
	assert_string_equal(book(kiosk, 23, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(kiosk, 20), "accepted");
	assert_string_equal(state_of(23), "waiting");
	assert_string_equal(cancel(kiosk, 22), "accepted");
	assert_string_equal(state_of(23), "confirmed");
	books_balance();
}

static void the_queue_goes_on_past_an_entry_that_was_booked_by_card_already(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(8, 0, session);
	ask_lease(two, session, "booking", 4);
	int lease = two->seq;
	fill(one, session, 4, 30);
	assert_string_equal(book(one, 34, session, 0, 4, 77), "waiting");
	assert_string_equal(book(one, 35, session, 0, 2, 0), "waiting");
	assert_string_equal(book(two, 36, session, lease, 4, 77), "accepted");
	assert_string_equal(state_of(34), "merged");
	assert_int_equal(before(35), 0);
	assert_string_equal(cancel(one, 30), "accepted");
	assert_string_equal(state_of(35), "confirmed");
	books_balance();
}

static void the_queue_goes_on_past_an_entry_that_went_to_another_session(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], other[40], body[512];

	new_session(4, 0, session);
	new_session(8, 0, other);
	fill(kiosk, session, 4, 40);
	ask_lease(kiosk, other, "booking", 4);
	int lease = kiosk->seq;
	assert_string_equal(book(kiosk, 42, session, 0, 4, 0), "waiting");
	assert_string_equal(book(kiosk, 43, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(kiosk, 40), "accepted");
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":4},"
		"\"code\":\"1ABCD\",\"language\":\"en\",\"from\":\"%s\",\"was\":\"waiting\"}",
		booking_id(44), other, change_id(kiosk, lease), booking_id(42));
	assert_string_equal(push(kiosk, "move", body), "accepted");
	assert_string_equal(state_of(43), "confirmed");
	books_balance();
}

static void the_queue_goes_on_when_the_session_is_moved_or_becomes_too_small_for_one(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	fill(kiosk, session, 6, 50);
	assert_string_equal(book(kiosk, 53, session, 0, 6, 0), "waiting");
	assert_string_equal(book(kiosk, 54, session, 0, 2, 0), "waiting");
	plan(session, 4, START_MS + DAY_MS);
	assert_string_equal(cancel(kiosk, 50), "accepted");
	assert_int_equal(of_session("places", session), 4);
	assert_string_equal(state_of(54), "waiting");
	assert_int_equal(before(53), -1);
	assert_int_equal(before(54), 0);
	assert_string_equal(cancel(kiosk, 51), "accepted");
	assert_string_equal(state_of(53), "waiting");
	assert_string_equal(state_of(54), "confirmed");
	books_balance();
}

static void nobody_is_promoted_once_the_session_has_begun(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 60);
	assert_string_equal(book(kiosk, 62, session, 0, 2, 0), "waiting");
	change_session(session, "starts_at = core.instant(" NOW ")");
	assert_string_equal(cancel(kiosk, 60), "accepted");
	assert_string_equal(state_of(62), "waiting");
	books_balance();
}

static void a_wish_that_comes_after_the_start_promotes_nobody(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	ask_lease(two, session, "booking", 2);
	int lease = two->seq;
	fill(one, session, 2, 400);
	assert_string_equal(book(one, 401, session, 0, 2, 0), "waiting");
	change_session(session, "starts_at = core.instant(" NOW ") + interval '1 minute'");
	PGconn *owner = the_owner();
	query(owner, "UPDATE core.site SET demo_now = to_timestamp(1796000300)");
	char body[128];
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(two, lease));
	assert_string_equal(push(two, "lease_close", body), "accepted");
	assert_string_equal(state_of(401), "waiting");
	/* Pressed before the start, and heard of after it. */
	assert_string_equal(push_later(two, "wait", "1796000300000",
				    "{\"booking\":\"bbbbbbbb-0000-7000-8000-000000000402\","
				    "\"session\":\"%s\",\"party\":{\"adults\":1}}",
				    session),
		"waiting");
	assert_string_equal(state_of(401), "waiting");
	/* The screen of another said "booked", and there is a place. */
	assert_string_equal(push_later(two, "book", "1796000300000",
				    "{\"booking\":\"bbbbbbbb-0000-7000-8000-000000000403\","
				    "\"session\":\"%s\",\"party\":{\"adults\":1}}",
				    session),
		"accepted");
	assert_string_equal(state_of(403), "confirmed");
	assert_string_equal(state_of(401), "waiting");
	assert_string_equal(state_of(402), "waiting");
	query(owner, "UPDATE core.site SET demo_now = core.instant(" NOW ")");
	books_balance();
}

/* ---- by every road ---- */

static void a_promotion_counts_against_the_places_by_itself(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 70);
	assert_string_equal(book(kiosk, 72, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(kiosk, 70), "accepted");
	assert_int_equal(of_session("confirmed", session), 4);
	assert_string_equal(ask_lease(kiosk, session, "booking", 1), "accepted no-places");
	books_balance();
}

static void a_promotion_counts_against_the_places_when_staff_make_room(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 80);
	assert_string_equal(book(kiosk, 82, session, 0, 4, 0), "waiting");
	plan(session, 7, START_MS);
	assert_string_equal(state_of(82), "waiting");
	plan(session, 8, START_MS);
	assert_string_equal(state_of(82), "confirmed");
	assert_int_equal(of_session("confirmed", session), 8);
	books_balance();
}

static void places_that_staff_took_away_are_not_given_to_who_waits(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	fill(kiosk, session, 6, 90);
	assert_string_equal(book(kiosk, 93, session, 0, 2, 0), "waiting");
	plan(session, 4, START_MS);
	assert_string_equal(cancel(kiosk, 90), "accepted");
	assert_string_equal(state_of(93), "waiting");
	assert_int_equal(of_session("places", session), 4);
	assert_string_equal(cancel(kiosk, 91), "accepted");
	assert_string_equal(state_of(93), "confirmed");
	assert_int_equal(of_session("confirmed", session), 4);
	books_balance();
}

static void a_promotion_counts_against_the_places_after_a_write_off(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], sql[256];

	new_session(4, 0, session);
	ask_lease(two, session, "booking", 2);
	int lease = two->seq;
	fill(one, session, 2, 100);
	assert_string_equal(book(one, 102, session, 0, 2, 0), "waiting");
	snprintf(sql, sizeof(sql), "SELECT core.write_off('%s')", change_id(two, lease));
	assert_int_equal(count_of(sql), 2);
	assert_string_equal(state_of(102), "confirmed");
	assert_int_equal(count_of(sql), 0);
	assert_string_equal(book(two, 103, session, lease, 2, 0), "waiting lease-written-off");
	assert_int_equal(of_session("confirmed", session), 4);
	books_balance();
}

/* It sold two places where nobody heard it, and somebody was sure that it would not come back. */
static void who_was_promised_places_that_were_written_off_stands_before_all_who_wait(void **state)
{
	struct kiosk *one = meet(1), *lost = meet(5);
	char session[40];

	new_session(4, 0, session);
	ask_lease(lost, session, "booking", 2);
	int lease = lost->seq;
	fill(one, session, 2, 610);
	assert_string_equal(book(one, 612, session, 0, 2, 0), "waiting");
	assert_string_equal(book(one, 613, session, 0, 1, 0), "waiting");
	assert_int_equal(count_of("SELECT count(*) FROM core.exception WHERE reason LIKE"
				  " '%written off by Maryam'"),
		0);
	assert_non_null(strstr(ask_staff("SELECT staff.write_off(5)"), "\"places\": 2"));
	assert_string_equal(state_of(612), "waiting");
	assert_non_null(
		strstr(ask_staff("SELECT staff.write_off(5, 'Maryam')"), "\"written_off\": true"));
	assert_string_equal(state_of(612), "confirmed");
	assert_int_equal(count_of("SELECT count(*) FROM core.exception WHERE reason ="
				  " '2 places written off by Maryam'"),
		1);
	assert_string_equal(book(lost, 614, session, lease, 1, 0), "waiting lease-written-off");
	assert_string_equal(book(lost, 615, session, lease, 1, 0), "waiting lease-written-off");
	cancel(one, 612);
	assert_string_equal(state_of(614), "confirmed");
	assert_string_equal(state_of(615), "confirmed");
	assert_string_equal(state_of(613), "waiting");
	books_balance();
}

/* The centre forgets what it did since the copy was made: here all of this session. The kiosk sends its
 * log again. */
static void a_promotion_counts_against_the_places_after_a_restore(void **state)
{
	struct kiosk *kiosk = meet(3);
	PGconn *owner = the_owner();
	char session[40], sql[SQL_BYTES], log[6][1024];

	new_session(2, 0, session);
	int first = kiosk->seq + 1;
	fill(kiosk, session, 2, 110);
	assert_string_equal(book(kiosk, 111, session, 0, 2, 0), "waiting");
	assert_string_equal(book(kiosk, 112, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(kiosk, 110), "accepted");
	assert_string_equal(state_of(111), "confirmed");
	int count = kiosk->seq - first + 1;
	for (int i = 0; i < count; i++) {
		snprintf(sql, sizeof(sql),
			"SELECT raw FROM core.change WHERE kiosk = 3 AND seq = %d", first + i);
		snprintf(log[i], sizeof(log[i]), "%s", query(owner, sql));
	}
	snprintf(sql, sizeof(sql),
		"DELETE FROM core.change WHERE kiosk = 3 AND seq >= %d;"
		"UPDATE core.kiosk SET last_seq = %d WHERE kiosk = 3;"
		"DELETE FROM core.feed WHERE body->>'session' = '%s';"
		"DELETE FROM core.booking WHERE session = '%s';"
		"UPDATE core.session SET confirmed = 0, arrivals = 0,"
		" parts_used = (core.nothing()).parts WHERE session = '%s'",
		first, first - 1, session, session, session);
	query(owner, sql);
	for (int i = 0; i < count; i++) {
		snprintf(sql, sizeof(sql), "ARRAY[$json$%s$json$]", log[i]);
		push_text(kiosk, first + i, sql);
		assert_true(of_session("confirmed", session) <= 2);
		books_balance();
	}
	assert_string_equal(state_of(111), "confirmed");
	assert_string_equal(state_of(112), "waiting");
}

static void counts_of_the_full_and_of_the_waiting_are_people_and_cancelled_ones_in_neither(
	void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], sql[256];

	new_session(6, 0, session);
	fill(kiosk, session, 6, 120);
	assert_string_equal(book(kiosk, 123, session, 0, 4, 0), "waiting");
	assert_string_equal(book(kiosk, 124, session, 0, 3, 0), "waiting");
	assert_string_equal(book(kiosk, 125, session, 0, 5, 0), "waiting");
	assert_string_equal(cancel(kiosk, 125), "accepted");
	assert_string_equal(cancel(kiosk, 120), "accepted");
	snprintf(sql, sizeof(sql),
		"SELECT concat_ws(' ', places, booked, waiting, families_waiting)"
		" FROM report.places WHERE session = '%s'",
		session);
	assert_string_equal(ask_staff(sql), "6 4 7 2");
}

/* ---- how many are before whom ---- */

static void each_who_waits_is_told_how_many_families_are_before_them(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 130);
	for (int i = 0; i < 3; i++)
		assert_string_equal(book(kiosk, 132 + i, session, 0, 2, 0), "waiting");
	assert_int_equal(before(130), -1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(before(132 + i), i);
	assert_string_equal(cancel(kiosk, 132), "accepted");
	assert_int_equal(before(132), -1);
	assert_int_equal(before(133), 0);
	assert_int_equal(before(134), 1);
	assert_string_equal(cancel(kiosk, 130), "accepted");
	assert_int_equal(before(133), -1);
	assert_int_equal(before(134), 0);
}

static void however_long_the_line_a_change_tells_its_head_only(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(2, 0, session);
	fill(kiosk, session, 2, 200);
	for (int i = 0; i < 30; i++) {
		int rows = told_rows(session);
		assert_string_equal(book(kiosk, 201 + i, session, 0, 1, 0), "waiting");
		assert_int_equal(told_rows(session), rows + 1);
	}
	assert_int_equal(before(221), 20);
	assert_int_equal(before(230), 21);
	int rows = told_rows(session);
	assert_string_equal(cancel(kiosk, 201), "accepted");
	assert_int_equal(told_rows(session), rows + 22);
	assert_int_equal(before(222), 20);
	assert_int_equal(before(223), 21);
}

/* ---- who is to hear of it ---- */

/* Of all messages about `booking`, one field each. */
static const char *to_send(int booking, const char *what)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(string_agg(m #>> '{%s}', ' '), '')"
		" FROM jsonb_array_elements(staff.to_send()::jsonb) m WHERE m->>'booking' = '%s'",
		what, booking_id(booking));
	return ask_staff(sql);
}

static const char *mark_sent(const char *kind, int booking)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT staff.sent('%s:%s')", kind, booking_id(booking));
	return ask_staff(sql);
}

static void a_promotion_is_listed_to_be_sent_and_marked_once(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 300);
	assert_string_equal(book(kiosk, 302, session, 0, 2, 0), "waiting");
	assert_string_equal(to_send(302, "kind"), "");
	assert_string_equal(mark_sent("promoted", 302), "none");
	assert_string_equal(cancel(kiosk, 300), "accepted");
	assert_string_equal(to_send(302, "kind"), "promoted");
	assert_string_equal(mark_sent("promoted", 302), "accepted");
	assert_string_equal(mark_sent("promoted", 302), "known");
	assert_string_equal(to_send(302, "kind"), "");
	assert_string_equal(mark_sent("nonsense", 302), "none");
	assert_string_equal(ask_staff("SELECT staff.sent('')"), "none");
}

static void who_was_booked_all_along_is_sent_no_promotion(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(8, 0, session);
	ask_lease(kiosk, session, "booking", 2);
	int lease = kiosk->seq;
	assert_string_equal(book(kiosk, 310, session, lease, 2, 0), "accepted");
	assert_string_equal(book(kiosk, 311, session, lease, 2, 0), "accepted");
	assert_string_equal(to_send(310, "kind"), "");
	assert_string_equal(to_send(311, "kind"), "");
}

static void a_cancelled_session_is_listed_for_who_booked_and_who_waits(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], sql[256];

	new_session(4, 0, session);
	fill(kiosk, session, 4, 320);
	assert_string_equal(book(kiosk, 322, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(kiosk, 321), "accepted");
	snprintf(sql, sizeof(sql), "SELECT staff.cancel_sessions('micklefield', '[\"%s\"]')",
		session);
	ask_staff(sql);
	assert_string_equal(to_send(320, "kind"), "cancelled");
	assert_string_equal(to_send(322, "kind"), "cancelled");
	assert_string_equal(to_send(321, "kind"), "");
}

static void a_reminder_is_due_on_the_day_before_and_not_to_who_booked_then(void **state)
{
	struct kiosk *kiosk = meet(1);
	PGconn *owner = the_owner();
	char session[40], sql[256];

	new_session(4, 0, session);
	plan(session, 4, START_MS + DAY_MS);
	fill(kiosk, session, 4, 330);
	snprintf(sql, sizeof(sql),
		"UPDATE core.booking SET made_at = made_at - interval '2 days', promoted_at = NULL"
		" WHERE booking = '%s'",
		booking_id(330));
	query(owner, sql);
	assert_string_equal(to_send(330, "kind"), "reminder");
	assert_string_equal(to_send(331, "kind"), "promoted");
	assert_string_equal(mark_sent("reminder", 330), "accepted");
	assert_string_equal(to_send(330, "kind"), "");
	snprintf(sql, sizeof(sql), "UPDATE core.booking SET language = 'pl' WHERE booking = '%s'",
		booking_id(331));
	query(owner, sql);
	change_session(session,
		"words = '{\"pl\": {\"title\": \"Szachy\"}}', starts_at = starts_at + '2 days'");
	assert_string_equal(to_send(331, "values,title"), "Szachy");
	assert_string_equal(to_send(331, "values,people"), "2");
	assert_string_equal(to_send(331, "has_contact"), "false");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			one_place_comes_free_and_of_two_parties_of_one_only_the_first_is_promoted),
		cmocka_unit_test(a_party_is_promoted_whole_or_not_at_all),
		cmocka_unit_test(who_is_too_many_for_few_places_lets_others_go_first),
		cmocka_unit_test(where_there_is_more_again_who_was_too_many_is_not_overtaken),
		cmocka_unit_test(the_queue_goes_on_past_an_entry_that_was_cancelled),
		cmocka_unit_test(the_queue_goes_on_past_an_entry_that_was_booked_by_card_already),
		cmocka_unit_test(the_queue_goes_on_past_an_entry_that_went_to_another_session),
		cmocka_unit_test(
			the_queue_goes_on_when_the_session_is_moved_or_becomes_too_small_for_one),
		cmocka_unit_test(nobody_is_promoted_once_the_session_has_begun),
		cmocka_unit_test(a_wish_that_comes_after_the_start_promotes_nobody),
		cmocka_unit_test(a_promotion_counts_against_the_places_by_itself),
		cmocka_unit_test(a_promotion_counts_against_the_places_when_staff_make_room),
		cmocka_unit_test(places_that_staff_took_away_are_not_given_to_who_waits),
		cmocka_unit_test(a_promotion_counts_against_the_places_after_a_write_off),
		cmocka_unit_test(
			who_was_promised_places_that_were_written_off_stands_before_all_who_wait),
		cmocka_unit_test(a_promotion_counts_against_the_places_after_a_restore),
		cmocka_unit_test(
			counts_of_the_full_and_of_the_waiting_are_people_and_cancelled_ones_in_neither),
		cmocka_unit_test(each_who_waits_is_told_how_many_families_are_before_them),
		cmocka_unit_test(however_long_the_line_a_change_tells_its_head_only),
		cmocka_unit_test(a_promotion_is_listed_to_be_sent_and_marked_once),
		cmocka_unit_test(who_was_booked_all_along_is_sent_no_promotion),
		cmocka_unit_test(a_cancelled_session_is_listed_for_who_booked_and_who_waits),
		cmocka_unit_test(a_reminder_is_due_on_the_day_before_and_not_to_who_booked_then),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_waiting PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_waiting", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
