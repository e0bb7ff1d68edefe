/* The places of a real centre as a vector: no part of a party is overbooked, what is kept for members is
 * theirs until the hour, a class has its own, and what nobody came for is the door's when every kiosk has
 * said so. */
#include "centre_kiosks.h"

static void set_up(const char *session, const char *settings)
{
	char assignment[512];

	snprintf(assignment, sizeof(assignment),
		"settings = '%s', parts_places = core.parts_wanted('%s'), "
		"class_places = core.class_wanted('%s')",
		settings, settings, settings);
	change_session(session, assignment);
}

static const char *ask_vector(
	struct kiosk *kiosk, const char *session, const char *pool, int places, const char *parts)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"session\":\"%s\",\"pool\":\"%s\",\"places\":%d,\"parts\":{%s}}", session, pool,
		places, parts);
	return push(kiosk, "lease_request", body);
}

/* Of a lease's part; -1: it has no end. */
static int part_of(const struct kiosk *kiosk, int seq, const char *part)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce((SELECT (parts).%s FROM core.lease WHERE lease = '%s'), -1)", part,
		change_id(kiosk, seq));
	return count_of(sql);
}

struct wish {
	int booking, lease;
	const char *party; /* JSON, without braces */
	int holder;
};

static const char *book_party(struct kiosk *kiosk, const char *session, const struct wish *wish)
{
	char body[512], lease[80] = "", who[80] = "";

	if (wish->lease)
		snprintf(lease, sizeof(lease), "\"lease\":\"%s\",", change_id(kiosk, wish->lease));
	if (wish->holder)
		snprintf(who, sizeof(who), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",",
			wish->holder);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",%s%s\"party\":{%s},\"code\":\"1ABCD\","
		"\"language\":\"en\"}",
		booking_id(wish->booking), session, lease, who, wish->party);
	return push(kiosk, wish->lease ? "book" : "wait", body);
}

/* A new version of the calendar says so. */
static void put_with(const char *session, int places, const char *settings)
{
	char sql[SQL_BYTES];
	PGconn *staff = the_staff();

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":1796001000000,\"ends_ms\":1796002000000,\"opens_ms\":1796000000000,"
		"\"closes_ms\":1796002000000,\"admission\":\"both\",\"asks\":31,\"places\":%d,"
		"\"door_places\":0,\"settings\":%s}]')",
		session, places, settings);
	query(staff, sql);
}

/* ---- parts ---- */

static void no_part_is_leased_beyond_what_there_is(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(30, 10, session);
	set_up(session, "{\"prams_places\": 6}");
	ask_vector(one, session, "booking", 12, "\"prams\":3");
	assert_int_equal(granted(one, one->seq), 8);
	assert_int_equal(part_of(one, one->seq, "prams"), 3);
	assert_int_equal(part_of(one, one->seq, "adults"), -1);
	ask_vector(two, session, "booking", 12, "\"prams\":5");
	assert_int_equal(part_of(two, two->seq, "prams"), 3);
	ask_vector(two, session, "door", 5, "\"prams\":2");
	assert_int_equal(granted(two, two->seq), 3);
	assert_int_equal(part_of(two, two->seq, "prams"), 0);
	assert_int_equal(of_session("(parts_leased).prams", session), 6);
	books_balance();
}

static void a_booking_spends_its_prams_and_a_cancelled_one_gives_them_back(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(30, 0, session);
	set_up(session, "{\"prams_places\": 2}");
	ask_vector(kiosk, session, "booking", 12, "\"prams\":1");
	int lease = kiosk->seq;
	assert_string_equal(book_party(kiosk, session,
				    &(struct wish){101, lease, "\"adults\":1,\"prams\":1", 0}),
		"accepted");
	assert_int_equal(of_session("(parts_used).prams", session), 1);
	assert_int_equal(of_session("(parts_leased).prams", session), 0);
	/* The lease has no pram more: a kiosk that says so all the same makes no place. */
	assert_string_equal(book_party(kiosk, session,
				    &(struct wish){102, lease, "\"adults\":1,\"prams\":2", 0}),
		"waiting");
	assert_string_equal(cancel(kiosk, 101), "accepted");
	assert_string_equal(state_of(102), "confirmed");
	assert_int_equal(of_session("(parts_used).prams", session), 2);
	books_balance();
}

static void who_waits_for_a_pram_keeps_nobody_back_who_has_none(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(4, 0, session);
	set_up(session, "{\"prams_places\": 1}");
	ask_vector(kiosk, session, "booking", 2, "\"prams\":1");
	int lease = kiosk->seq;
	book_party(kiosk, session, &(struct wish){111, lease, "\"adults\":2,\"prams\":1", 0});
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){112, 0, "\"adults\":1,\"prams\":1", 0}),
		"waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){113, 0, "\"adults\":1", 0}), "accepted");
	assert_string_equal(state_of(112), "waiting");
	assert_string_equal(cancel(kiosk, 111), "accepted");
	assert_string_equal(state_of(112), "confirmed");
	books_balance();
}

static void a_limit_that_comes_later_asks_the_leases_back_that_do_not_know_it(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], sql[SQL_BYTES];

	new_session(30, 0, session);
	ask_vector(kiosk, session, "booking", 12, "");
	int lease = kiosk->seq;
	assert_int_equal(part_of(kiosk, lease, "prams"), -1);
	put_with(session, 30, "{\"prams_places\": 1}");
	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.lease WHERE lease = '%s' AND recalled",
		change_id(kiosk, lease));
	assert_int_equal(count_of(sql), 1);
	/* What it promised before it heard of the limit stands, and nobody else gets a pram. */
	assert_string_equal(book_party(kiosk, session,
				    &(struct wish){121, lease, "\"adults\":1,\"prams\":3", 0}),
		"accepted");
	assert_int_equal(of_session("(parts_places).prams", session), 3);
	ask_vector(kiosk, session, "booking", 3, "\"prams\":1");
	assert_int_equal(part_of(kiosk, kiosk->seq, "prams"), 0);
	assert_string_equal(cancel(kiosk, 121), "accepted");
	assert_int_equal(of_session("(parts_places).prams", session), 1);
	books_balance();
}

static void swapping_a_child_for_a_pram_spends_the_pram_alone(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], body[512];

	new_session(30, 0, session);
	set_up(session, "{\"prams_places\": 4}");
	ask_vector(kiosk, session, "booking", 2, "\"prams\":2");
	int lease = kiosk->seq;
	book_party(kiosk, session, &(struct wish){131, lease, "\"adults\":1,\"children\":1", 0});
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"was\":{\"adults\":1,\"children\":1},\"party\":"
		"{\"adults\":1,\"babies\":1,\"prams\":1},\"lease\":\"%s\"}",
		booking_id(131), change_id(kiosk, lease));
	assert_string_equal(push(kiosk, "change_party", body), "accepted");
	assert_int_equal(of_session("confirmed", session), 2);
	assert_int_equal(of_session("(parts_used).prams", session), 1);
	assert_int_equal(of_session("(parts_used).children", session), 0);
	assert_int_equal(of_session("(parts_leased).prams", session), 1);
	books_balance();
}

/* ---- members ---- */

static void what_is_kept_for_members_is_granted_to_them_alone(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(10, 0, session);
	set_up(session, "{\"members_places\": 6}");
	assert_string_equal(ask_lease(one, session, "booking", 5), "accepted no-places");
	assert_string_equal(ask_lease(one, session, "booking", 4), "accepted");
	assert_string_equal(ask_lease(two, session, "members", 7), "accepted no-places");
	assert_string_equal(ask_lease(two, session, "members", 3), "accepted");
	int lease = two->seq;
	assert_string_equal(book_party(two, session, &(struct wish){141, lease, "\"adults\":3", 7}),
		"accepted");
	/* A member who booked out of the others has had one that is kept, too. */
	assert_int_equal(
		of_session(
			"core.kept_for_members(core.session.*::core.session, to_timestamp(1796000000))",
			session),
		3);
	books_balance();
}

static void at_the_head_of_the_line_a_guest_does_not_keep_members_from_theirs(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	set_up(session, "{\"members_places\": 2}");
	for (int i = 0; i < 2; i++)
		assert_string_equal(
			book_party(kiosk, session, &(struct wish){151 + i, 0, "\"adults\":2", 0}),
			"accepted");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){153, 0, "\"adults\":1", 0}), "waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){154, 0, "\"adults\":1", 9}), "accepted");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){155, 0, "\"adults\":1", 10}), "accepted");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){156, 0, "\"adults\":1", 11}), "waiting");
	assert_string_equal(state_of(153), "waiting");
	books_balance();
}

static void at_the_head_of_the_line_a_member_is_not_overtaken_by_another(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	set_up(session, "{\"members_places\": 2}");
	book_party(kiosk, session, &(struct wish){301, 0, "\"adults\":4", 0});
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){302, 0, "\"adults\":3", 31}), "waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){303, 0, "\"adults\":2", 32}), "waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){304, 0, "\"adults\":1", 33}), "waiting");
	assert_string_equal(cancel(kiosk, 301), "accepted");
	assert_string_equal(state_of(304), "confirmed");
	assert_string_equal(state_of(302), "confirmed");
	assert_string_equal(state_of(303), "confirmed");
	books_balance();
}

static void members_get_what_is_left_where_more_is_kept_than_that(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(10, 0, session);
	book_party(kiosk, session, &(struct wish){311, 0, "\"adults\":7", 0});
	put_with(session, 10, "{\"members_places\": 6}");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){312, 0, "\"adults\":2", 33}), "accepted");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){313, 0, "\"adults\":1", 0}), "waiting");
	books_balance();
}

static void what_is_kept_no_more_is_asked_back_for_guests(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	for (int kept = 0; kept < 2; kept++) {
		int booking = 395 + 2 * kept;

		new_session(6, 0, session);
		put_with(session, 6, "{\"members_places\": 2}");
		assert_string_equal(ask_lease(two, session, "members", 2), "accepted");
		int lease = two->seq;
		book_party(one, session, &(struct wish){booking, 0, "\"adults\":4", 0});
		assert_string_equal(
			book_party(one, session, &(struct wish){booking + 1, 0, "\"adults\":2", 0}),
			"waiting");
		assert_false(is_recalled(two, lease));
		put_with(session, 6, kept ? "{\"members_places\": 0}" : "{}");
		assert_true(is_recalled(two, lease));
		books_balance();
	}
}

static void of_all_that_comes_free_at_once_each_has_what_they_are(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(8, 0, session);
	set_up(session, "{\"members_places\": 2, \"prams_places\": 2}");
	book_party(kiosk, session, &(struct wish){371, 0, "\"adults\":2", 37});
	book_party(kiosk, session, &(struct wish){372, 0, "\"adults\":4,\"prams\":2", 0});
	book_party(kiosk, session, &(struct wish){373, 0, "\"adults\":2", 0});
	for (int i = 0; i < 2; i++)
		assert_string_equal(
			book_party(kiosk, session,
				&(struct wish){374 + i, 0, "\"adults\":1,\"prams\":1", 0}),
			"waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){376, 0, "\"adults\":1,\"prams\":1", 0}),
		"waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){377, 0, "\"adults\":2", 0}), "waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){378, 0, "\"adults\":1", 0}), "waiting");
	assert_string_equal(cancel(kiosk, 372), "accepted");
	assert_string_equal(state_of(374), "confirmed");
	assert_string_equal(state_of(375), "confirmed");
	assert_string_equal(state_of(376), "waiting");
	assert_string_equal(state_of(377), "confirmed");
	assert_string_equal(state_of(378), "waiting");
	/* A member's place is a member's again. */
	assert_string_equal(cancel(kiosk, 371), "accepted");
	assert_string_equal(state_of(378), "waiting");
	books_balance();
}

static void promote_at(const char *session, const char *at_s)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT core.promote('%s', to_timestamp(%s))", session, at_s);
	query(the_owner(), sql);
}

/* Whom a place is given at that very moment would be counted as staying away. */
static void at_its_start_nobody_gets_a_place_of_a_session(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], sql[512];

	new_session(4, 0, session);
	assert_string_equal(ask_lease(two, session, "booking", 2), "accepted");
	int lease = two->seq;
	book_party(one, session, &(struct wish){381, 0, "\"adults\":2", 0});
	change_session(session, "places = 6, places_wanted = 6");
	query(the_owner(), "UPDATE core.lease SET recalled = false");
	snprintf(sql, sizeof(sql),
		"INSERT INTO core.booking (booking, session, kiosk, pool, state, adults, children,"
		" babies, prams, wheelchairs, arrival, made_at) VALUES ('%s', '%s', 1, 'booking',"
		" 'waiting', 3, 0, 0, 0, 0, 9, now()) RETURNING 1",
		booking_id(382), session);
	query(the_owner(), sql);
	promote_at(session, "1796001000");
	assert_false(is_recalled(two, lease));
	promote_at(session, "1796000999.999");
	assert_true(is_recalled(two, lease));
	change_session(session, "places = 7, places_wanted = 7");
	promote_at(session, "1796001000");
	assert_string_equal(state_of(382), "waiting");
	promote_at(session, "1796000999.999");
	assert_string_equal(state_of(382), "confirmed");
	books_balance();
}

static void at_the_hour_what_is_kept_goes_to_who_waits(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 0, session);
	set_up(session, "{\"members_places\": 6, \"members_until_ms\": 1796000500000}");
	ask_vector(two, session, "members", 2, "");
	int lease = two->seq;
	assert_string_equal(
		book_party(one, session, &(struct wish){161, 0, "\"adults\":4", 0}), "waiting");
	assert_string_equal(
		book_party(one, session, &(struct wish){162, 0, "\"adults\":2", 0}), "waiting");
	PGconn *owner = the_owner();
	query(owner, "SELECT core.see_to_hours('micklefield', to_timestamp(1796000499.999))");
	assert_string_equal(state_of(161), "waiting");
	query(owner, "SELECT core.see_to_hours('micklefield', to_timestamp(1796000500))");
	assert_string_equal(state_of(161), "confirmed");
	assert_string_equal(state_of(162), "waiting");
	char body[128];
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(two, lease));
	assert_int_equal(count_of("SELECT count(*) FROM core.feed WHERE kind = 'recall' AND key = "
				  "(SELECT lease::text FROM core.lease WHERE pool = 'members' AND "
				  "state = 'open' AND recalled)"),
		1);
	assert_string_equal(push(two, "lease_close", body), "accepted");
	books_balance();
}

static const char *put_on_card(struct kiosk *kiosk, int booking, int holder)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"holder\":\"cccccccc-0000-7000-8000-%012d\"}",
		booking_id(booking), holder);
	return push(kiosk, "put_on_card", body);
}

static void a_guest_who_waits_and_says_their_card_may_have_what_is_kept(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(8, 0, session);
	set_up(session, "{\"members_places\": 4}");
	ask_vector(two, session, "members", 2, "");
	int lease = two->seq;
	book_party(one, session, &(struct wish){331, 0, "\"adults\":4", 0});
	for (int i = 0; i < 2; i++)
		assert_string_equal(
			book_party(one, session, &(struct wish){332 + i, 0, "\"adults\":2", 0}),
			"waiting");
	assert_false(is_recalled(two, lease));
	assert_string_equal(put_on_card(one, 332, 34), "accepted");
	assert_string_equal(state_of(332), "confirmed");
	assert_string_equal(put_on_card(one, 333, 35), "accepted");
	assert_string_equal(state_of(333), "waiting");
	assert_true(is_recalled(two, lease));
	books_balance();
}

static void who_fits_again_when_the_room_is_larger_has_the_leases_asked_back(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 0, session);
	book_party(one, session, &(struct wish){341, 0, "\"adults\":4", 0});
	assert_string_equal(
		book_party(one, session, &(struct wish){342, 0, "\"adults\":5", 0}), "waiting");
	put_with(session, 4, "{}");
	assert_string_equal(cancel(one, 341), "accepted");
	ask_vector(two, session, "booking", 2, "");
	int lease = two->seq;
	assert_int_equal(granted(two, lease), 2);
	put_with(session, 6, "{}");
	assert_string_equal(state_of(342), "waiting");
	assert_true(is_recalled(two, lease));
	books_balance();
}

static void who_waits_for_a_pram_keeps_no_kiosk_from_places_without_one(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(20, 0, session);
	set_up(session, "{\"prams_places\": 2}");
	book_party(one, session, &(struct wish){351, 0, "\"adults\":1,\"prams\":1", 0});
	assert_string_equal(
		book_party(one, session, &(struct wish){352, 0, "\"adults\":1,\"prams\":2", 0}),
		"waiting");
	ask_vector(two, session, "booking", 6, "\"prams\":1");
	assert_int_equal(granted(two, two->seq), 5);
	assert_int_equal(part_of(two, two->seq, "prams"), 0);
	assert_string_equal(cancel(one, 351), "accepted");
	assert_string_equal(state_of(352), "confirmed");
	books_balance();
}

static void a_large_party_that_waits_for_a_pram_keeps_nobody_back_either(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 0, session);
	set_up(session, "{\"prams_places\": 1}");
	book_party(kiosk, session, &(struct wish){361, 0, "\"adults\":3,\"prams\":1", 0});
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){362, 0, "\"adults\":4,\"prams\":1", 0}),
		"waiting");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){363, 0, "\"adults\":2", 0}), "accepted");
	books_balance();
}

static void who_waited_before_the_hour_and_is_heard_of_after_it_gets_what_was_kept(void **state)
{
	struct kiosk *kiosk = meet(1);
	PGconn *owner = the_owner();
	char session[40];

	/* It is NOW when the visitor presses Continue, and later when the centre hears of it. */
	new_session(4, 0, session);
	put_with(session, 4, "{\"members_places\": 4, \"members_until_ms\": 1796000500000}");
	query(owner, "SELECT core.see_to_hours('micklefield', to_timestamp(1796000600))");
	assert_string_equal(push_later(kiosk, "wait", "1796000600000",
				    "{\"booking\":\"bbbbbbbb-0000-7000-8000-000000000321\","
				    "\"session\":\"%s\",\"party\":{\"adults\":2}}",
				    session),
		"accepted");
	assert_string_equal(state_of(321), "confirmed");
	books_balance();
}

static void an_hour_that_is_moved_comes_again(void **state)
{
	struct kiosk *kiosk = meet(1);
	PGconn *owner = the_owner();
	char session[40];

	new_session(4, 0, session);
	put_with(session, 4, "{\"members_places\": 4, \"members_until_ms\": 1796000500000}");
	query(owner, "SELECT core.see_to_hours('micklefield', to_timestamp(1796000500))");
	put_with(session, 4, "{\"members_places\": 4, \"members_until_ms\": 1796000700000}");
	assert_string_equal(
		book_party(kiosk, session, &(struct wish){165, 0, "\"adults\":2", 0}), "waiting");
	query(owner, "SELECT core.see_to_hours('micklefield', to_timestamp(1796000700))");
	assert_string_equal(state_of(165), "confirmed");
	books_balance();
}

/* ---- a class ---- */

static void a_class_has_places_of_its_own_and_all_of_them_may_lie_at_one_kiosk(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(10, 5, session);
	set_up(session, "{\"class_places\": 33}");
	ask_vector(one, session, "class", 33, "");
	int lease = one->seq;
	assert_int_equal(granted(one, lease), 33);
	ask_vector(two, session, "class", 33, "");
	assert_int_equal(granted(two, two->seq), 0);
	assert_string_equal(book_party(one, session,
				    &(struct wish){171, lease,
					    "\"adults\":3,\"children\":30,\"class\":true", 0}),
		"accepted");
	assert_int_equal(of_session("class_used", session), 33);
	assert_int_equal(of_session("confirmed", session), 0);
	assert_string_equal(
		book_party(two, session,
			&(struct wish){172, 0, "\"adults\":2,\"children\":20,\"class\":true", 0}),
		"waiting");
	assert_string_equal(
		book_party(two, session, &(struct wish){173, 0, "\"adults\":2", 0}), "accepted");
	assert_string_equal(cancel(one, 171), "accepted");
	assert_string_equal(state_of(172), "confirmed");
	books_balance();
}

static void three_full_years_come_in_as_one_class(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], body[512];

	new_session(10, 5, session);
	set_up(session, "{\"class_places\": 300}");
	ask_vector(kiosk, session, "class", 297, "");
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000441\",\"session\":\"%s\","
		"\"lease\":\"%s\",\"party\":{\"adults\":99,\"children\":99,\"babies\":99,"
		"\"class\":true},\"extra\":297,\"how\":\"drop-in\"}",
		session, change_id(kiosk, kiosk->seq));
	assert_string_equal(push(kiosk, "check_in", body), "accepted");
	assert_int_equal(of_session("class_used", session), 297);
}

static void a_class_larger_than_its_places_and_thirty_of_a_family_are_refused(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(60, 5, session);
	set_up(session, "{\"class_places\": 33}");
	assert_string_equal(
		book_party(kiosk, session,
			&(struct wish){181, 0, "\"adults\":4,\"children\":30,\"class\":true", 0}),
		"refused more-people-than-places");
	assert_string_equal(book_party(kiosk, session,
				    &(struct wish){182, 0, "\"adults\":3,\"children\":30", 0}),
		"quarantined error-22000");
}

/* ---- who did not come ---- */

#define HELD_UNTIL_NOW "{\"held_until_ms\": " NOW "}"

static const char *give(struct kiosk *kiosk, const char *session)
{
	char body[80];

	snprintf(body, sizeof(body), "{\"session\":\"%s\"}", session);
	return push(kiosk, "give_to_door", body);
}

static void a_booked_place_is_the_doors_when_every_kiosk_has_said_so_and_not_before(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 2, session);
	set_up(session, HELD_UNTIL_NOW);
	book_party(one, session, &(struct wish){191, 0, "\"adults\":2,\"prams\":1", 0});
	book_party(one, session, &(struct wish){192, 0, "\"adults\":2", 0});
	book_party(one, session, &(struct wish){193, 0, "\"adults\":2", 0});
	assert_string_equal(check_in(two, 191, session, 191, 0, 0), "accepted");
	assert_string_equal(give(one, session), "accepted not-all-kiosks");
	assert_int_equal(of_session("door_places", session), 2);
	/* The other one was cut off: whom it let in meanwhile stands in its log before it says so. */
	assert_string_equal(check_in(two, 192, session, 192, 0, 0), "accepted");
	assert_string_equal(give(two, session), "accepted");
	assert_int_equal(of_session("door_places", session), 4);
	assert_int_equal(of_session("confirmed", session), 4);
	assert_int_equal(of_session("(parts_used).prams", session), 1);
	ask_lease(one, session, "door", 4);
	int lease = one->seq;
	assert_string_equal(check_in(one, 193, session, 0, 2, lease), "accepted");
	/* Late, by the door like anybody; and a booking that is cancelled now takes nothing away. */
	assert_string_equal(cancel(one, 193), "accepted");
	assert_int_equal(of_session("confirmed", session), 4);
	assert_string_equal(give(one, session), "accepted");
	assert_int_equal(of_session("door_places", session), 4);
}

/* A class keeps its places, and so does what waits its turn; a kiosk that was shut out is not waited for. */
static void families_that_did_not_come_give_their_places_and_nobody_else(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 2, session);
	assert_string_equal(give(one, session), "known held-again");
	set_up(session, "{\"class_places\": 5, \"held_until_ms\": " NOW "}");
	assert_string_equal(book_party(one, session,
				    &(struct wish){391, 0, "\"children\":5,\"class\":true", 0}),
		"accepted");
	assert_string_equal(
		book_party(one, session, &(struct wish){392, 0, "\"adults\":4", 0}), "accepted");
	assert_string_equal(
		book_party(one, session, &(struct wish){393, 0, "\"adults\":3", 0}), "waiting");
	query(the_owner(), "UPDATE core.kiosk SET state = 'revoked' WHERE kiosk = 2");
	assert_string_equal(give(one, session), "accepted");
	query(the_owner(), "UPDATE core.kiosk SET state = 'active' WHERE kiosk = 2");
	assert_int_equal(of_session("class_used", session), 5);
	assert_int_equal(of_session("confirmed", session), 0);
	assert_int_equal(of_session("given_to_door", session), 4);
	assert_int_equal(of_session("door_places", session), 6);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.booking WHERE given_at IS NOT NULL AND booking"
			 " IN ('bbbbbbbb-0000-7000-8000-000000000391',"
			 " 'bbbbbbbb-0000-7000-8000-000000000393')"),
		0);
	assert_string_equal(give(two, session), "accepted");
	assert_int_equal(of_session("door_places", session), 6);
}

static const char *put_again(const char *session, int places, const char *settings)
{
	static char answer[256];
	char sql[SQL_BYTES];
	PGconn *staff = the_staff();

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":1796001000000,\"ends_ms\":1796002000000,\"opens_ms\":1796000000000,"
		"\"closes_ms\":1796002000000,\"admission\":\"both\",\"asks\":31,\"places\":%d,"
		"\"door_places\":2,\"settings\":%s}]')",
		session, places, settings);
	snprintf(answer, sizeof(answer), "%s", query(staff, sql));
	return answer;
}

/* Three families of two are booked, and one of them comes. */
static void give_after_one_came(struct kiosk *kiosk, const char *session, int first)
{
	set_up(session, HELD_UNTIL_NOW);
	for (int i = 0; i < 3; i++)
		book_party(kiosk, session, &(struct wish){first + i, 0, "\"adults\":2", 0});
	assert_string_equal(check_in(kiosk, first, session, first, 0, 0), "accepted");
	for (int i = 1; i < 3; i++)
		if (kiosks[i].connection)
			give(&kiosks[i], session);
}

static void what_the_door_was_given_it_keeps_when_the_calendar_comes_again(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 2, session);
	give_after_one_came(kiosk, session, 401);
	assert_int_equal(of_session("door_places", session), 6);
	assert_string_equal(put_again(session, 6, HELD_UNTIL_NOW), "[{\"change\": \"same\"}]");
	put_again(session, 7, HELD_UNTIL_NOW);
	assert_int_equal(of_session("door_places", session), 6);
	assert_int_equal(of_session("places", session), 3);
	books_balance();
}

static void what_staff_took_away_is_not_given_to_the_door(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	new_session(6, 2, session);
	set_up(session, HELD_UNTIL_NOW);
	for (int i = 0; i < 3; i++)
		book_party(kiosk, session, &(struct wish){411 + i, 0, "\"adults\":2", 0});
	put_again(session, 3, HELD_UNTIL_NOW);
	assert_int_equal(of_session("places", session), 6);
	give_after_one_came(kiosk, session, 411);
	assert_int_equal(of_session("confirmed", session), 2);
	assert_int_equal(of_session("door_places", session), 3);
	assert_int_equal(of_session("places", session), 2);

	new_session(6, 2, session);
	set_up(session, HELD_UNTIL_NOW);
	for (int i = 0; i < 3; i++)
		book_party(kiosk, session, &(struct wish){414 + i, 0, "\"adults\":2", 0});
	put_again(session, 1, HELD_UNTIL_NOW);
	give_after_one_came(kiosk, session, 414);
	assert_int_equal(of_session("confirmed", session), 2);
	assert_int_equal(of_session("door_places", session), 2);
	books_balance();
}

static void a_session_that_is_moved_holds_what_was_given_again(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(6, 2, session);
	give_after_one_came(one, session, 421);
	assert_int_equal(of_session("confirmed", session), 2);
	put_again(session, 6, "{\"held_until_ms\": 1796000900000}");
	assert_int_equal(of_session("confirmed", session), 6);
	assert_int_equal(of_session("places", session), 6);
	assert_int_equal(of_session("door_places", session), 2);
	/* From before it was moved: that hour is gone. */
	assert_string_equal(give(one, session), "known held-again");
	assert_string_equal(give(two, session), "known held-again");
	assert_int_equal(of_session("door_places", session), 2);
	assert_string_equal(cancel(one, 422), "accepted");
	assert_int_equal(of_session("confirmed", session), 4);
	put_again(session, 6, HELD_UNTIL_NOW);
	assert_string_equal(give(one, session), "accepted not-all-kiosks");
	assert_string_equal(give(two, session), "accepted");
	assert_int_equal(of_session("door_places", session), 2 + 2);
	books_balance();
}

static void what_came_by_the_door_and_is_undone_is_the_doors_again(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[256];

	new_session(4, 6, session);
	set_up(session, "{\"prams_places\": 2, \"class_places\": 20}");
	ask_vector(one, session, "door", 6, "\"prams\":2");
	int lease = one->seq;
	assert_int_equal(granted(one, lease), 2);
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000431\",\"session\":\"%s\","
		"\"lease\":\"%s\",\"party\":{\"adults\":2,\"prams\":1},\"extra\":2,"
		"\"extra_parts\":{\"adults\":2,\"prams\":1},\"how\":\"drop-in\"}",
		session, change_id(one, lease));
	assert_string_equal(push(one, "check_in", body), "accepted");
	assert_int_equal(of_session("door_used", session), 2);
	assert_int_equal(of_session("(parts_used).prams", session), 1);
	assert_string_equal(undo(one, 431), "accepted");
	assert_string_equal(undo(one, 431), "known");
	assert_int_equal(of_session("door_used", session), 0);
	assert_int_equal(of_session("(parts_used).prams", session), 0);
	/* What no lease paid gives nothing back. */
	assert_string_equal(check_in(two, 432, session, 0, 2, 0), "accepted");
	assert_string_equal(undo(two, 432), "accepted");
	assert_int_equal(of_session("door_used", session), 0);
	books_balance();
}

static const char *stand_at_door(struct kiosk *kiosk, const char *session, int people, int prams)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"session\":\"%s\",\"pool\":\"door\",\"places\":%d,\"parts\":{\"prams\":%d},"
		"\"here\":true}",
		session, people, prams);
	return push(kiosk, "lease_request", body);
}

/* The share keeps places for an outage of the others; a family that fits is not sent away for it. */
static void who_stands_at_the_door_comes_in_whatever_the_kiosks_share_is(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(0, 10, session);
	set_up(session, "{\"prams_places\":4}");
	ask_vector(one, session, "door", 9, "\"prams\":3");
	assert_int_equal(granted(one, one->seq), 3);
	assert_int_equal(part_of(one, one->seq, "prams"), 2);
	assert_string_equal(
		ask_vector(one, session, "door", 3, "\"prams\":1"), "accepted share-used");
	/* All of them or nobody. */
	assert_string_equal(stand_at_door(one, session, 8, 0), "accepted no-places");
	assert_string_equal(stand_at_door(one, session, 2, 3), "accepted no-places");
	assert_string_equal(stand_at_door(one, session, 3, 1), "accepted");
	assert_int_equal(granted(one, one->seq), 3);
	assert_int_equal(part_of(one, one->seq, "prams"), 1);
	/* Of another kiosk's places nothing comes here: what is free is all there is. */
	assert_string_equal(stand_at_door(two, session, 5, 0), "accepted no-places");
	assert_string_equal(stand_at_door(two, session, 4, 0), "accepted");
	assert_string_equal(stand_at_door(two, session, 1, 0), "accepted no-places");
	books_balance();
}

static void how_many_are_inside_is_told_by_kiosk(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], sql[256];

	new_session(0, 20, session);
	ask_lease(one, session, "door", 6);
	int first = one->seq;
	ask_lease(two, session, "door", 6);
	assert_string_equal(check_in(one, 201, session, 0, 2, first), "accepted");
	assert_string_equal(check_in(two, 202, session, 0, 2, two->seq), "accepted");
	assert_string_equal(check_in(one, 203, session, 0, 2, first), "accepted");
	undo(one, 203);
	snprintf(sql, sizeof(sql),
		"SELECT body->'kiosks' FROM core.feed WHERE kind = 'inside' AND key = '%s'"
		" ORDER BY revision DESC LIMIT 1",
		session);
	PGconn *owner = the_owner();
	assert_string_equal(query(owner, sql), "{\"1\": 2, \"2\": 2}");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_part_is_leased_beyond_what_there_is),
		cmocka_unit_test(a_booking_spends_its_prams_and_a_cancelled_one_gives_them_back),
		cmocka_unit_test(who_waits_for_a_pram_keeps_nobody_back_who_has_none),
		cmocka_unit_test(a_limit_that_comes_later_asks_the_leases_back_that_do_not_know_it),
		cmocka_unit_test(swapping_a_child_for_a_pram_spends_the_pram_alone),
		cmocka_unit_test(what_is_kept_for_members_is_granted_to_them_alone),
		cmocka_unit_test(at_the_head_of_the_line_a_guest_does_not_keep_members_from_theirs),
		cmocka_unit_test(at_the_head_of_the_line_a_member_is_not_overtaken_by_another),
		cmocka_unit_test(members_get_what_is_left_where_more_is_kept_than_that),
		cmocka_unit_test(what_is_kept_no_more_is_asked_back_for_guests),
		cmocka_unit_test(of_all_that_comes_free_at_once_each_has_what_they_are),
		cmocka_unit_test(at_its_start_nobody_gets_a_place_of_a_session),
		cmocka_unit_test(at_the_hour_what_is_kept_goes_to_who_waits),
		cmocka_unit_test(a_guest_who_waits_and_says_their_card_may_have_what_is_kept),
		cmocka_unit_test(who_fits_again_when_the_room_is_larger_has_the_leases_asked_back),
		cmocka_unit_test(who_waits_for_a_pram_keeps_no_kiosk_from_places_without_one),
		cmocka_unit_test(a_large_party_that_waits_for_a_pram_keeps_nobody_back_either),
		cmocka_unit_test(
			who_waited_before_the_hour_and_is_heard_of_after_it_gets_what_was_kept),
		cmocka_unit_test(an_hour_that_is_moved_comes_again),
		cmocka_unit_test(
			a_class_has_places_of_its_own_and_all_of_them_may_lie_at_one_kiosk),
		cmocka_unit_test(three_full_years_come_in_as_one_class),
		cmocka_unit_test(a_class_larger_than_its_places_and_thirty_of_a_family_are_refused),
		cmocka_unit_test(
			a_booked_place_is_the_doors_when_every_kiosk_has_said_so_and_not_before),
		cmocka_unit_test(families_that_did_not_come_give_their_places_and_nobody_else),
		cmocka_unit_test(what_the_door_was_given_it_keeps_when_the_calendar_comes_again),
		cmocka_unit_test(what_staff_took_away_is_not_given_to_the_door),
		cmocka_unit_test(a_session_that_is_moved_holds_what_was_given_again),
		cmocka_unit_test(what_came_by_the_door_and_is_undone_is_the_doors_again),
		cmocka_unit_test(who_stands_at_the_door_comes_in_whatever_the_kiosks_share_is),
		cmocka_unit_test(how_many_are_inside_is_told_by_kiosk),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_places PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_places", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
