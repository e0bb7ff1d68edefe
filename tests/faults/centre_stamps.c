/* Stamps of a reading challenge at a real centre: one a holder a day, however many kiosks gave it; the
 * branch's others hear of it, and the report counts without persons. */
#include "centre_kiosks.h"

/* Of NOW, a little after midnight in London. */
#define TODAY "2026-11-30"

static const char *stamp_of(
	struct kiosk *kiosk, int stamp, const char *holder, const char *challenge, const char *day)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"stamp\":\"aaaaaaaa-0000-7000-8000-%012d\",\"holder\":\"%s\",\"challenge\":\"%s\","
		"\"day\":\"%s\",\"until\":\"2026-12-24\",\"step\":1,\"steps\":2}",
		stamp, holder, challenge, day);
	return push(kiosk, "stamp", body);
}

#define ZOFIA "cccccccc-0000-7000-8000-000000000001"
#define ADAM "cccccccc-0000-7000-8000-000000000002"

static int stamps(const char *challenge)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM core.stamp WHERE challenge = '%s'",
		challenge);
	return count_of(sql);
}

static int told(const char *challenge)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.feed WHERE kind = 'stamp' AND stream = 'branch:micklefield'"
		" AND body->>'challenge' = '%s' AND body->>'day' = '" TODAY "'",
		challenge);
	return count_of(sql);
}

static void two_kiosks_on_one_day_are_one_stamp(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);

	assert_string_equal(stamp_of(one, 1, ZOFIA, "a", TODAY), "accepted");
	assert_string_equal(stamp_of(two, 1, ZOFIA, "a", TODAY), "known stamped-already");
	assert_string_equal(stamp_of(two, 2, ZOFIA, "a", TODAY), "known stamped-already");
	assert_int_equal(stamps("a"), 1);
	assert_int_equal(told("a"), 1);
}

static void another_holder_and_another_challenge_have_their_own(void **state)
{
	struct kiosk *one = meet(1);

	assert_string_equal(stamp_of(one, 10, ZOFIA, "b", TODAY), "accepted");
	assert_string_equal(stamp_of(one, 11, ADAM, "b", TODAY), "accepted");
	assert_string_equal(stamp_of(one, 12, ADAM, "c", TODAY), "accepted");
	assert_int_equal(stamps("b"), 2);
}

static void a_day_that_is_not_the_day_of_the_stamp_is_refused(void **state)
{
	struct kiosk *one = meet(1);

	assert_string_equal(stamp_of(one, 20, ZOFIA, "d", "2026-12-01"), "refused another-day");
	assert_string_equal(stamp_of(one, 21, ZOFIA, "d", "2026-11-29"), "refused another-day");
	assert_int_equal(stamps("d"), 0);
}

static void what_is_no_stamp_is_put_aside(void **state)
{
	struct kiosk *one = meet(1);

	assert_string_equal(stamp_of(one, 30, ZOFIA, "no name", TODAY), "quarantined error-23514");
	assert_string_equal(stamp_of(one, 31, "nobody", "e", TODAY), "quarantined error-22P02");
	assert_string_equal(stamp_of(one, 32, ZOFIA, "e", "some day"), "quarantined error-22007");
	assert_string_equal(push(one, "stamp", "{}"), "refused another-day");
	assert_int_equal(stamps("e"), 0);
}

/* A card that one kiosk knew and the other did not. */
static void an_unknown_card_and_its_holder_are_one(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	PGconn *owner = connect_as("owner");

	query(owner, "INSERT INTO core.token (branch, index, holder) VALUES"
		     " ('micklefield', 'FEDCBA98000070008000000000000001', '" ADAM "')");
	PQfinish(owner);
	assert_string_equal(stamp_of(one, 40, ADAM, "f", TODAY), "accepted");
	assert_string_equal(stamp_of(two, 41, "fedcba98-0000-7000-8000-000000000001", "f", TODAY),
		"known stamped-already");
	assert_int_equal(stamps("f"), 1);
}

static void the_report_counts_who_takes_part_and_names_nobody(void **state)
{
	struct kiosk *one = meet(1);
	PGconn *owner = connect_as("owner");

	query(owner,
		"INSERT INTO core.stamp (stamp, branch, challenge, holder, day, until, steps, kiosk,"
		" made_at) VALUES (gen_random_uuid(), 'micklefield', 'g', '" ZOFIA
		"', '2026-11-29', '2026-12-24', 2, 1, now())");
	PQfinish(owner);
	assert_string_equal(stamp_of(one, 50, ZOFIA, "g", TODAY), "accepted");
	assert_string_equal(stamp_of(one, 51, ADAM, "g", TODAY), "accepted");
	PGconn *report = connect_as("report");
	assert_string_equal(query(report, "SELECT row_to_json(c)::text FROM report.challenge c"
					  " WHERE challenge = 'g'"),
		"{\"branch\":\"micklefield\",\"challenge\":\"g\",\"year\":2026,\"participants\":2,"
		"\"stamps\":3,\"complete\":1}");
	PQfinish(report);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_kiosks_on_one_day_are_one_stamp),
		cmocka_unit_test(another_holder_and_another_challenge_have_their_own),
		cmocka_unit_test(a_day_that_is_not_the_day_of_the_stamp_is_refused),
		cmocka_unit_test(what_is_no_stamp_is_put_aside),
		cmocka_unit_test(an_unknown_card_and_its_holder_are_one),
		cmocka_unit_test(the_report_counts_who_takes_part_and_names_nobody),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_stamps PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_stamps", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
