/* A real centre that may have forgotten something: who proves it begins a new epoch, nobody is given what a
 * silent kiosk may have sold, what was promised counts, and people are told what cannot be kept. */
#include "centre_kiosks.h"

#include <string.h>

static const char *site(const char *column)
{
	static char text[64];
	char sql[96];
	PGconn *owner = the_owner();

	snprintf(sql, sizeof(sql), "SELECT %s FROM core.site", column);
	snprintf(text, sizeof(text), "%s", query(owner, sql));
	return text;
}

static bool is_recovering(void)
{
	return strcmp(site("recovering"), "t") == 0;
}

static const char *ask_staff(const char *sql)
{
	static char text[512];
	PGconn *staff = the_staff();

	snprintf(text, sizeof(text), "%s", query(staff, sql));
	return text;
}

/* In the epoch that it knows, with so many answers more than the centre remembers. */
static void say_hello(struct kiosk *kiosk, int forgotten)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT api.hello(1, 'test', '%s', true, " NOW ", '%d', '%d', '%s')",
		kiosk->install, kiosk->seq + forgotten, kiosk->seq + forgotten, kiosk->epoch);
	snprintf(kiosk->epoch, sizeof(kiosk->epoch), "%s",
		field(query(kiosk->connection, sql), "{epoch}"));
}

static void all_but(const struct kiosk *silent)
{
	for (int i = 1; i <= KIOSKS; i++)
		if (kiosks[i].connection && &kiosks[i] != silent)
			say_hello(&kiosks[i], 0);
}

struct replay {
	const char *kind, *prior, *at_ms;
};

/* A change that this kiosk has an answer to; what the centre answers to it now. */
static const char *push_again(struct kiosk *kiosk, const struct replay *replay, const char *body)
{
	static char verdict[128];
	char change[SQL_BYTES / 2], sql[2 * SQL_BYTES];

	kiosk->seq++;
	snprintf(change, sizeof(change),
		"{\"id\":\"%s\",\"kind\":\"%s\",\"version\":1,\"at\":%s,\"body\":%s}",
		change_id(kiosk, kiosk->seq), replay->kind, replay->at_ms ? replay->at_ms : NOW,
		body);
	snprintf(sql, sizeof(sql),
		"SELECT api.push('%s', '%s', '%d', " NOW ", ARRAY[$json$%s$json$], ARRAY['%s'])",
		kiosk->epoch, kiosk->install, kiosk->seq, change, replay->prior);
	const char *answer = query(kiosk->connection, sql);
	const char *reason = field(answer, "{0,reason}");
	snprintf(verdict, sizeof(verdict), "%s%s%s", field(answer, "{0,verdict}"),
		*reason ? " " : "", reason);
	return verdict;
}

static const char accepted[] = "{\"verdict\":\"accepted\",\"reason\":\"\"}";

/* Returns the lease's number in the log. */
static int replay_lease(struct kiosk *kiosk, const char *session, int places)
{
	char body[256], prior[128];

	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":%d}",
		session, places);
	snprintf(prior, sizeof(prior),
		"{\"verdict\":\"accepted\",\"reason\":\"\",\"result\":{\"places\":%d}}", places);
	push_again(kiosk, &(struct replay){"lease_request", prior, NULL}, body);
	return kiosk->seq;
}

struct promise {
	int number, lease, adults;
};

static const char *replay_booking(
	struct kiosk *kiosk, const char *session, const struct promise *promise)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":%d},"
		"\"code\":\"1ABCD\",\"language\":\"en\"}",
		booking_id(promise->number), session, change_id(kiosk, promise->lease),
		promise->adults);
	return push_again(kiosk, &(struct replay){"book", accepted, NULL}, body);
}

static int exceptions(const char *reason)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM core.exception WHERE reason = '%s'",
		reason);
	return count_of(sql);
}

static int too_many(const char *session)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT too_many FROM report.places WHERE session = '%s'",
		session);
	return count_of(sql);
}

/* ---- the tests ---- */

static void nobody_gets_what_a_silent_kiosk_may_have_sold(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(10, 0, session);
	say_hello(two, 2);
	say_hello(one, 0);
	assert_true(is_recovering());
	assert_int_equal(
		count_of("SELECT count(*) FROM report.alarm WHERE kind = 'recovering'"), 1);
	assert_string_equal(ask_lease(one, session, "booking", 4), "accepted no-places");
	assert_string_equal(book(one, 1, session, 0, 2, 0), "waiting");
	assert_string_equal(field(ask_staff("SELECT staff.unfreeze()"), "{missing,0,kiosk}"), "2");
	int lease = replay_lease(two, session, 5);
	assert_true(is_recovering());
	assert_string_equal(
		replay_booking(two, session, &(struct promise){2, lease, 3}), "accepted");
	assert_false(is_recovering());
	assert_int_equal(
		count_of("SELECT count(*) FROM report.alarm WHERE kind = 'recovering'"), 0);
	assert_int_equal(of_session("confirmed", session), 5);
	assert_int_equal(of_session("leased", session), 2);
	assert_string_equal(state_of(1), "confirmed");
	ask_lease(one, session, "booking", 3);
	assert_int_equal(granted(one, one->seq), 3);
	books_balance();
}

static void what_was_promised_counts_beyond_lease_and_room(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];
	int beyond = exceptions("beyond-the-lease");

	new_session(6, 0, session);
	say_hello(two, 3);
	say_hello(one, 0);
	int lease = replay_lease(two, session, 6);
	replay_booking(two, session, &(struct promise){11, lease, 6});
	assert_string_equal(
		replay_booking(two, session, &(struct promise){12, 999, 4}), "accepted");
	assert_false(is_recovering());
	assert_string_equal(state_of(11), "confirmed");
	assert_string_equal(state_of(12), "confirmed");
	assert_int_equal(too_many(session), 4);
	assert_int_equal(exceptions("beyond-the-lease"), beyond + 1);
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted no-places");
	cancel(two, 12);
	assert_int_equal(too_many(session), 0);
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted no-places");
	books_balance();
}

/* Kiosk 2 is heard first, and its family asked last. */
static void who_asked_first_stands_first_whoever_is_heard_first(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];
	const char waiting[] = "{\"verdict\":\"waiting\",\"reason\":\"\"}";

	new_session(1, 0, session);
	say_hello(two, 1);
	say_hello(one, 1);
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof(body),
			"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"adults\":1},"
			"\"code\":\"1ABCD\",\"language\":\"en\"}",
			booking_id(21 + i), session);
		push_again(i == 0 ? two : one,
			&(struct replay){
				"wait", waiting, i == 0 ? "1795999999000" : "1795999998000"},
			body);
	}
	assert_false(is_recovering());
	assert_string_equal(state_of(21), "waiting");
	assert_string_equal(state_of(22), "confirmed");
	books_balance();
}

static void a_named_person_goes_on_without_a_kiosk_and_its_promises_still_count(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	say_hello(two, 2);
	say_hello(one, 0);
	assert_string_equal(field(ask_staff("SELECT staff.unfreeze('')"), "{recovering}"), "true");
	assert_string_equal(
		field(ask_staff("SELECT staff.unfreeze('Maryam')"), "{recovering}"), "false");
	assert_int_equal(exceptions("gone on without it, said Maryam"), 1);
	assert_int_equal(count_of("SELECT kiosk FROM report.kiosk WHERE missing"), 2);
	ask_lease(one, session, "booking", 2);
	assert_int_equal(granted(one, one->seq), 2);
	int lease = replay_lease(two, session, 3);
	replay_booking(two, session, &(struct promise){31, lease, 3});
	assert_string_equal(state_of(31), "confirmed");
	assert_int_equal(too_many(session), 1);
	assert_int_equal(count_of("SELECT count(*) FROM report.kiosk WHERE missing"), 0);
	books_balance();
}

static void a_line_that_breaks_before_all_is_said_again_begins_no_other_epoch(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], epoch[64];

	new_session(4, 0, session);
	say_hello(one, 0);
	say_hello(two, 2);
	snprintf(epoch, sizeof(epoch), "%s", site("epoch"));
	say_hello(two, 2);
	int lease = replay_lease(two, session, 3);
	say_hello(two, 1);
	assert_string_equal(site("epoch"), epoch);
	replay_booking(two, session, &(struct promise){35, lease, 3});
	assert_string_equal(state_of(35), "confirmed");
	all_but(NULL);
	books_balance();
}

/* The other one knows less and has nothing to say again. */
static void of_two_copies_of_a_disk_the_one_that_knows_less_takes_nothing_back(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], epoch[64];

	new_session(4, 0, session);
	say_hello(one, 0);
	say_hello(two, 2);
	snprintf(epoch, sizeof(epoch), "%s", site("epoch"));
	say_hello(two, 0);
	assert_true(is_recovering());
	say_hello(two, 2);
	assert_string_equal(site("epoch"), epoch);
	int lease = replay_lease(two, session, 3);
	replay_booking(two, session, &(struct promise){37, lease, 3});
	assert_string_equal(state_of(37), "confirmed");
	all_but(NULL);
	assert_false(is_recovering());
	books_balance();
}

/* The session was missing when the close came first. */
static void places_that_were_given_back_are_not_held_again(void **state)
{
	static const char refused[] = "{\"verdict\":\"refused\",\"reason\":\"no-lease\"}";
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[128];

	new_session(4, 0, session);
	say_hello(one, 0);
	say_hello(two, 2);
	int lease = replay_lease(two, session, 3);
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(two, lease));
	assert_string_equal(push_again(two, &(struct replay){"lease_close", refused, NULL}, body),
		"refused no-lease");
	assert_int_equal(of_session("leased", session), 0);
	all_but(NULL);
	books_balance();
}

static void who_waited_and_is_in_no_line_any_more_is_on_the_list(void **state)
{
	static const char waiting[] = "{\"verdict\":\"waiting\",\"reason\":\"\"}";
	struct kiosk *one = meet(1), *two = meet(2);
	int before = exceptions("not-as-promised");

	say_hello(one, 0);
	say_hello(two, 1);
	assert_string_equal(
		push_again(two, &(struct replay){"wait", waiting, NULL},
			"{\"booking\":\"40000000-0000-7000-8000-000000000038\","
			"\"session\":\"50000000-0000-7000-8000-000000009999\","
			"\"party\":{\"adults\":1},\"code\":\"1ABCD\",\"language\":\"en\"}"),
		"waiting");
	assert_int_equal(exceptions("not-as-promised"), before + 1);
	all_but(NULL);
	books_balance();
}

/* Another stood in its place when the centre had been put back, and had nothing to say again. */
static void a_disk_that_comes_back_in_a_later_epoch_is_believed_too(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	say_hello(two, 1);
	replay_lease(two, session, 1);
	ask_staff("SELECT staff.release_kiosk(1)");
	query(one->connection,
		"SELECT api.hello(1, 'test', '99999999-0000-7000-8000-000000000001', true, " NOW
		", '0', '0')");
	ask_staff("SELECT staff.release_kiosk(1)");
	say_hello(one, 2);
	int lease = replay_lease(one, session, 3);
	replay_booking(one, session, &(struct promise){36, lease, 3});
	assert_string_equal(state_of(36), "confirmed");
	all_but(NULL);
	books_balance();
}

static void data_that_lie_elsewhere_are_a_new_epoch(void **state)
{
	struct kiosk *one = meet(1);
	char before[40];

	snprintf(before, sizeof(before), "%s", one->epoch);
	count_of("WITH moved AS (UPDATE core.site SET place_of_data = 'elsewhere' RETURNING 1)"
		 " SELECT count(*) FROM moved");
	say_hello(one, 0);
	assert_string_not_equal(one->epoch, before);
	all_but(NULL);
	assert_false(is_recovering());
	snprintf(before, sizeof(before), "%s", one->epoch);
	say_hello(one, 0);
	assert_string_equal(one->epoch, before);
}

static void versions_that_a_kiosk_has_and_the_centre_lacks_are_a_new_epoch(void **state)
{
	struct kiosk *one = meet(1);
	char before[40], sql[256];

	snprintf(before, sizeof(before), "%s", one->epoch);
	snprintf(sql, sizeof(sql), "SELECT api.pull('%s', 'branch:micklefield', '999999', '10')",
		one->epoch);
	assert_string_equal(query(one->connection, sql), "{\"control\": \"epoch\"}");
	assert_string_not_equal(site("epoch"), before);
	all_but(NULL);
	assert_false(is_recovering());
}

static void an_answer_counts_only_where_the_centre_may_have_forgotten_it(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	all_but(NULL);
	new_session(4, 0, session);
	replay_lease(one, session, 50);
	assert_int_equal(granted(one, one->seq), 2);
	assert_int_equal(of_session("places", session), 4);
	books_balance();
}

static void a_kiosk_is_not_believed_that_it_held_more_than_there_ever_was(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];
	int before = exceptions("not-as-promised");

	new_session(6, 0, session);
	say_hello(two, 1);
	say_hello(one, 0);
	replay_lease(two, session, 5000);
	assert_false(is_recovering());
	assert_int_equal(of_session("leased", session), 0);
	assert_int_equal(exceptions("not-as-promised"), before);
	books_balance();
}

/* The kiosk keeps its answer, for somebody has read it; staff hear that it does not hold. */
static void of_a_promise_that_cannot_be_kept_staff_are_told(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	int before = exceptions("not-as-promised");

	say_hello(two, 2);
	say_hello(one, 0);
	assert_string_equal(replay_booking(two, "55555555-0000-7000-8000-999999999999",
				    &(struct promise){43, two->seq, 2}),
		"accepted");
	assert_int_equal(exceptions("not-as-promised"), before + 1);
	replay_lease(two, "55555555-0000-7000-8000-999999999999", 2);
	assert_int_equal(exceptions("not-as-promised"), before + 1);
	assert_false(is_recovering());
}

static void what_was_refused_stays_refused(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];

	new_session(6, 0, session);
	say_hello(two, 1);
	say_hello(one, 0);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"adults\":1},\"code\":\"1ABCD\","
		"\"language\":\"en\"}",
		booking_id(41), session);
	assert_string_equal(
		push_again(two,
			&(struct replay){
				"wait", "{\"verdict\":\"refused\",\"reason\":\"started\"}", NULL},
			body),
		"refused started");
	assert_int_equal(count_of("SELECT count(*) FROM core.booking WHERE booking = "
				  "'bbbbbbbb-0000-7000-8000-000000000041'"),
		0);
	assert_false(is_recovering());
}

static void a_promise_that_nobody_knows_stands_before_staff_once(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	int before = exceptions("booking-not-kept");
	const char body[] =
		"{\"booking\":\"bbbbbbbb-0000-7000-8000-000000000099\",\"is\":\"unknown\"}";

	all_but(NULL);
	assert_string_equal(push(one, "not_kept", body), "accepted");
	assert_string_equal(push(two, "not_kept", body), "known");
	assert_int_equal(exceptions("booking-not-kept"), before + 1);
	assert_string_equal(
		ask_staff("SELECT staff.contact_of_exception((SELECT exception FROM"
			  " report.exception WHERE reason = 'booking-not-kept' LIMIT 1))"),
		"{}");
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_gets_what_a_silent_kiosk_may_have_sold),
		cmocka_unit_test(what_was_promised_counts_beyond_lease_and_room),
		cmocka_unit_test(who_asked_first_stands_first_whoever_is_heard_first),
		cmocka_unit_test(
			a_named_person_goes_on_without_a_kiosk_and_its_promises_still_count),
		cmocka_unit_test(a_line_that_breaks_before_all_is_said_again_begins_no_other_epoch),
		cmocka_unit_test(
			of_two_copies_of_a_disk_the_one_that_knows_less_takes_nothing_back),
		cmocka_unit_test(places_that_were_given_back_are_not_held_again),
		cmocka_unit_test(who_waited_and_is_in_no_line_any_more_is_on_the_list),
		cmocka_unit_test(a_disk_that_comes_back_in_a_later_epoch_is_believed_too),
		cmocka_unit_test(data_that_lie_elsewhere_are_a_new_epoch),
		cmocka_unit_test(versions_that_a_kiosk_has_and_the_centre_lacks_are_a_new_epoch),
		cmocka_unit_test(an_answer_counts_only_where_the_centre_may_have_forgotten_it),
		cmocka_unit_test(a_kiosk_is_not_believed_that_it_held_more_than_there_ever_was),
		cmocka_unit_test(of_a_promise_that_cannot_be_kept_staff_are_told),
		cmocka_unit_test(what_was_refused_stays_refused),
		cmocka_unit_test(a_promise_that_nobody_knows_stands_before_staff_once),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_epochs PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_epochs", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
