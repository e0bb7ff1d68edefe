/* What a real centre makes of what was read out of a kiosk's disk: taken as if the kiosk had sent it, once, and
 * nobody who was promised a place is forgotten. */
#include "centre_kiosks.h"

enum { LIST_BYTES = 6 * SQL_BYTES, CHANGE_TEXT_BYTES = 2048 };

/* A disk of a kiosk that the centre cannot hear any more: what it would have sent. */
struct disk {
	int kiosk, seq;
	char list[LIST_BYTES];
};

static int changes_made, files_made;

static const char *id_on_disk(int number)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "019aaaaa-0000-7000-8000-%012d", number);
	return text;
}

static void say_raw(struct disk *disk, const char *text)
{
	size_t used = strlen(disk->list);

	assert_true(used + strlen(text) + 100 < LIST_BYTES);
	snprintf(disk->list + used, LIST_BYTES - used,
		"%sjsonb_build_object('seq', %d, 'text', $json$%s$json$)", used ? ", " : "",
		++disk->seq, text);
}

static void say(struct disk *disk, const char *kind, const char *body)
{
	char text[CHANGE_TEXT_BYTES];

	snprintf(text, sizeof(text),
		"{\"id\":\"%s\",\"kind\":\"%s\",\"version\":1,\"at\":" NOW ",\"body\":%s}",
		id_on_disk(++changes_made), kind, body);
	say_raw(disk, text);
}

/* With a lease that the disk held; holder 0: a guest. */
static void say_book(struct disk *disk, const char *kind, int number, const char *session,
	int adults, int holder)
{
	char body[512], who[80] = "";

	if (holder)
		snprintf(who, sizeof(who), "\"holder\":\"cccccccc-0000-7000-8000-%012d\",", holder);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",%s\"party\":{\"adults\":%d}"
		",\"code\":\"1ABCD\",\"language\":\"en\"}",
		booking_id(number), session, change_id(&kiosks[disk->kiosk], 1), who, adults);
	say(disk, kind, body);
}

static void say_check_in(struct disk *disk, int attendance, const char *session, int extra)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\","
		"\"party\":{\"adults\":2},\"extra\":%d,\"how\":\"drop-in\",\"code\":\"OK\",\"facts\":{}}",
		attendance, session, extra);
	say(disk, "check_in", body);
}

static void say_sign_up(struct disk *disk, int member, const char *number)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"member\":\"eeeeeeee-0000-7000-8000-%012d\",\"number\":\"%s\",\"level\":\"full\","
		"\"key_id\":1,\"box\":\"c2VhbGVk\",\"consent\":{\"version\":\"1\",\"language\":\"en\"},"
		"\"tokens\":[]}",
		member, number);
	say(disk, "sign_up", body);
}

/* `more`: what else the header says, and other than the usual. */
static const char *bring_as(const struct disk *disk, int file, const char *more)
{
	static char sql[LIST_BYTES + SQL_BYTES];
	PGconn *staff = connect_as("staff");

	snprintf(sql, sizeof(sql),
		"SELECT staff.take_salvage('99999999-0000-7000-8000-%012d', (jsonb_build_object("
		"'format', 'library-kiosk-salvage', 'demo', true, 'kiosk', %d, 'branch', "
		"'micklefield', 'changes', %d, 'damaged', 0) || '%s')::text, "
		"jsonb_build_array(%s)::text)",
		file, disk->kiosk, disk->seq, more, disk->list);
	const char *answer = query(staff, sql);
	PQfinish(staff);
	return answer;
}

static const char *bring(const struct disk *disk)
{
	return bring_as(disk, ++files_made, "{}");
}

static void expect(const char *answer, const char *counts)
{
	assert_string_equal(field(answer, "{}"), counts);
}

/* Rows of the list of staff for a reason. */
static int exceptions(const char *reason)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM report.exception WHERE kind = 'salvage' AND reason = '%s'",
		reason);
	return count_of(sql);
}

static int all_exceptions(void)
{
	return count_of("SELECT count(*) FROM core.exception");
}

/* ---- places ---- */

static void who_was_promised_a_place_has_a_free_one(void **state)
{
	struct disk disk = {.kiosk = 1};
	char session[40];
	int before = all_exceptions();

	meet(1);
	new_session(10, 0, session);
	say_book(&disk, "book", 1, session, 3, 0);
	say_book(&disk, "book", 2, session, 7, 0);
	expect(bring(&disk), "{\"accepted\": 2}");
	assert_string_equal(state_of(1), "confirmed");
	assert_string_equal(state_of(2), "confirmed");
	assert_int_equal(of_session("confirmed", session), 10);
	assert_int_equal(of_session("leased", session), 0);
	assert_int_equal(all_exceptions(), before);
	books_balance();
}

static void who_was_promised_one_that_is_not_there_waits_before_all_others(void **state)
{
	struct kiosk *two = meet(2);
	struct disk disk = {.kiosk = 1};
	char session[40];
	int before = exceptions("promised-and-waits");

	meet(1);
	new_session(4, 0, session);
	ask_lease(two, session, "booking", 2);
	int lease = two->seq;
	assert_string_equal(book(two, 10, session, lease, 2, 0), "accepted");
	ask_lease(two, session, "booking", 2);
	lease = two->seq;
	assert_string_equal(book(two, 11, session, lease, 1, 0), "accepted");
	assert_string_equal(book(two, 12, session, lease, 1, 0), "accepted");
	assert_string_equal(book(two, 13, session, 0, 1, 0), "waiting");
	say_book(&disk, "book", 14, session, 1, 0);
	say_book(&disk, "book", 15, session, 1, 0);
	say_book(&disk, "wait", 16, session, 1, 0);
	expect(bring(&disk), "{\"waiting\": 3}");
	assert_int_equal(exceptions("promised-and-waits"), before + 2);
	assert_string_equal(cancel(two, 12), "accepted");
	assert_string_equal(state_of(14), "confirmed");
	assert_string_equal(state_of(15), "waiting");
	assert_string_equal(cancel(two, 11), "accepted");
	assert_string_equal(state_of(15), "confirmed");
	assert_string_equal(state_of(13), "waiting");
	assert_string_equal(cancel(two, 10), "accepted");
	assert_string_equal(state_of(13), "confirmed");
	assert_string_equal(state_of(16), "confirmed");
	books_balance();
}

/* What the kiosk that goes on holds is not spent by its copy. */
static void the_leases_of_the_kiosk_that_goes_on_stay_its_own(void **state)
{
	struct kiosk *one = meet(1);
	struct disk disk = {.kiosk = 1};
	char session[40], body[256];

	new_session(4, 0, session);
	ask_lease(one, session, "booking", 2);
	int lease = one->seq;
	say_book(&disk, "book", 20, session, 2, 0);
	say_book(&disk, "book", 21, session, 1, 0);
	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(one, lease));
	say(&disk, "lease_close", body);
	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":9}",
		session);
	say(&disk, "lease_request", body);
	snprintf(body, sizeof(body), "{\"session\":\"%s\"}", session);
	say(&disk, "give_to_door", body);
	expect(bring(&disk), "{\"own\": 3, \"waiting\": 1, \"accepted\": 1}");
	assert_string_equal(book(one, 22, session, lease, 2, 0), "accepted");
	assert_string_equal(state_of(20), "confirmed");
	assert_string_equal(state_of(21), "waiting");
	assert_string_equal(state_of(22), "confirmed");
	books_balance();
}

/* It will not come back: its places go to whom it promised them. */
static void places_of_a_lost_kiosk_go_to_whom_it_promised_them(void **state)
{
	struct kiosk *two = meet(2), *four = meet(4);
	struct disk disk = {.kiosk = 4};
	char session[40], sql[256];

	new_session(4, 0, session);
	ask_lease(two, session, "booking", 2);
	ask_lease(four, session, "booking", 2);
	int lease = four->seq;
	assert_string_equal(book(two, 25, session, 0, 1, 0), "waiting");
	say_book(&disk, "book", 26, session, 2, 0);
	expect(bring(&disk), "{\"waiting\": 1}");
	snprintf(sql, sizeof(sql), "SELECT core.write_off('%s')", change_id(four, lease));
	assert_int_equal(count_of(sql), 2);
	assert_string_equal(state_of(26), "confirmed");
	assert_string_equal(state_of(25), "waiting");
	books_balance();
}

static void a_booking_is_moved_or_made_larger_only_where_there_is_room(void **state)
{
	struct kiosk *two = meet(2);
	struct disk disk = {.kiosk = 1};
	char from[40], to[40], body[512];

	meet(1);
	new_session(4, 0, from);
	new_session(2, 0, to);
	ask_lease(two, from, "booking", 2);
	int lease = two->seq;
	assert_string_equal(book(two, 30, from, lease, 1, 0), "accepted");
	assert_string_equal(book(two, 31, from, lease, 1, 0), "accepted");
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof(body),
			"{\"booking\":\"%s\",\"session\":\"%s\",\"from\":\"%s\",\"was\":\"confirmed\","
			"\"party\":{\"adults\":%d},\"code\":\"1ABCD\",\"language\":\"en\"}",
			booking_id(32 + i), to, booking_id(30 + i), 1 + i);
		say(&disk, "move", body);
	}
	expect(bring(&disk), "{\"refused\": 1, \"accepted\": 1}");
	assert_string_equal(state_of(30), "cancelled");
	assert_string_equal(state_of(32), "confirmed");
	assert_string_equal(state_of(31), "confirmed");
	assert_int_equal(exceptions("no-places"), 1);
	disk = (struct disk){.kiosk = 1};
	for (int i = 0; i < 2; i++) {
		snprintf(body, sizeof(body),
			"{\"booking\":\"%s\",\"was\":{\"adults\":%d},\"party\":{\"adults\":%d}}",
			booking_id(31), 1 + 2 * i, 3 + 2 * i);
		say(&disk, "change_party", body);
	}
	expect(bring(&disk), "{\"refused\": 1, \"accepted\": 1}");
	assert_int_equal(of_session("confirmed", from), 3);
	books_balance();
}

/* ---- once ---- */

static void the_same_disk_again_changes_nothing(void **state)
{
	struct disk disk = {.kiosk = 1};
	char session[40];

	meet(1);
	new_session(3, 4, session);
	say_book(&disk, "book", 40, session, 3, 0);
	say_book(&disk, "book", 41, session, 1, 0);
	say_check_in(&disk, 40, session, 2);
	say_raw(&disk, "rubbish");
	expect(bring_as(&disk, 1000, "{}"),
		"{\"waiting\": 1, \"accepted\": 2, \"quarantined\": 1}");
	int before = all_exceptions();
	int changes = count_of("SELECT count(*) FROM core.change");
	expect(bring_as(&disk, 1000, "{}"), "{\"known\": 4}");
	expect(bring_as(&disk, 1001, "{}"), "{\"known\": 4}");
	assert_int_equal(all_exceptions(), before);
	assert_int_equal(count_of("SELECT count(*) FROM core.change"), changes);
	assert_int_equal(of_session("confirmed", session), 3);
	assert_int_equal(of_session("door_used", session), 2);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.attendance WHERE counted AND attendance ="
			 " 'dddddddd-0000-7000-8000-000000000040'"),
		1);
	books_balance();
}

static void what_the_kiosk_had_sent_is_known(void **state)
{
	struct kiosk *one = meet(1);
	struct disk disk = {.kiosk = 1, .seq = one->seq};
	char session[40], text[SQL_BYTES], body[256];

	new_session(3, 0, session);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"adults\":1},\"code\":\"1ABCD\"}",
		booking_id(45), session);
	change_text(one, one->seq + 1, "wait", body, text, sizeof(text));
	push(one, "wait", body);
	say_raw(&disk, text);
	expect(bring(&disk), "{\"known\": 1}");
	assert_int_equal(of_session("confirmed", session), 1);
}

/* It was stopped, read out, and started again. */
static void a_kiosk_that_comes_back_gets_the_answers_that_its_disk_got(void **state)
{
	struct kiosk *three = meet(3);
	struct disk disk = {.kiosk = 3, .seq = three->seq};
	char session[40], changes[SQL_BYTES] = "ARRAY[", body[512];
	static const char *const expected[] = {"accepted", "waiting", "refused", "quarantined"};

	new_session(2, 0, session);
	for (int i = 0; i < 4; i++) {
		char text[CHANGE_TEXT_BYTES];
		snprintf(body, sizeof(body),
			"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":"
			"%d},\"code\":\"1ABCD\"}",
			booking_id(50 + i), i == 2 ? booking_id(1) : session, change_id(three, 1),
			i == 3 ? -1 : 2);
		change_text(three, three->seq + 1 + i, "book", body, text, sizeof(text));
		say_raw(&disk, text);
		snprintf(changes + strlen(changes), sizeof(changes) - strlen(changes),
			"%s$json$%s$json$", i ? ", " : "", text);
	}
	strcat(changes, "]");
	expect(bring(&disk),
		"{\"refused\": 1, \"waiting\": 1, \"accepted\": 1, \"quarantined\": 1}");
	int before = all_exceptions();
	const char *answer = push_text(three, three->seq + 1, changes);
	for (int i = 0; i < 4; i++) {
		char path[32];
		snprintf(path, sizeof(path), "{%d,verdict}", i);
		assert_string_equal(field(answer, path), expected[i]);
	}
	three->seq += 4;
	assert_int_equal(all_exceptions(), before);
	assert_int_equal(of_session("confirmed", session), 2);
	assert_string_equal(ask_lease(three, session, "booking", 1), "accepted no-places");
	books_balance();
}

/* ---- people ---- */

static void who_joined_is_a_member_by_a_number_that_is_free(void **state)
{
	struct disk disk = {.kiosk = 1};

	meet(1);
	say_sign_up(&disk, 1, "27000000100017");
	say_sign_up(&disk, 2, "27000000100017");
	say_sign_up(&disk, 3, "27000000200015");
	expect(bring(&disk), "{\"refused\": 2, \"accepted\": 1}");
	assert_int_equal(exceptions("number-taken"), 1);
	assert_int_equal(exceptions("number-of-others"), 1);
	assert_int_equal(count_of("SELECT count(*) FROM core.sealed WHERE opened_at IS NULL"), 3);
	assert_int_equal(count_of("SELECT count(*) FROM core.member"), 1);
}

static void a_disk_that_lost_changes_is_told_of_once(void **state)
{
	struct disk disk = {.kiosk = 1};
	int before = exceptions("damaged");

	meet(1);
	bring_as(&disk, 2000, "{\"damaged\": 7}");
	bring_as(&disk, 2000, "{\"damaged\": 7}");
	assert_int_equal(exceptions("damaged"), before + 1);
	assert_int_equal(count_of("SELECT damaged FROM report.salvage WHERE salvage::text LIKE "
				  "'%2000'"),
		7);
}

static void settle_all_exceptions(void)
{
	PGconn *owner = connect_as("owner");

	query(owner, "UPDATE core.exception SET resolved_at = now() WHERE resolved_at IS NULL");
	PQfinish(owner);
}

static void staff_read_a_sentence_for_each_with_code_and_session(void **state)
{
	struct disk disk = {.kiosk = 1};
	char session[40], gone[40];
	PGconn *report = connect_as("report");

	meet(1);
	settle_all_exceptions();
	new_session(1, 0, session);
	new_session(1, 0, gone);
	change_session(gone, "cancelled = true");
	say_book(&disk, "book", 70, session, 1, 0);
	say_book(&disk, "book", 71, session, 1, 0);
	say_book(&disk, "book", 72, gone, 1, 0);
	say_raw(&disk, "rubbish of a disk");
	bring(&disk);
	assert_int_equal(of_session("leased", gone), 0);
	assert_string_equal(
		query(report,
			"SELECT string_agg(concat_ws(' ', split_part(sentence, '.', 1), code, title),"
			" ', ' ORDER BY seq) FROM report.salvage_exception"),
		"The kiosk said \"You are booked\", and no place is free: they wait before all others 1ABCD "
		"Test, They booked a session that was cancelled before the centre heard of them 1ABCD Test, "
		"The centre does not understand this one, and keeps it as it is");
	PQfinish(report);
}

static void every_refusal_has_a_sentence_of_its_own(void **state)
{
	static const char refusals[] =
		"SELECT count(*) FROM (SELECT DISTINCT m[1] AS reason FROM pg_proc p, regexp_matches("
		"prosrc, '''refused'', ''([a-z-]+)''', 'g') m WHERE pronamespace = 'core'::regnamespace"
		" AND proname LIKE 'apply_%' AND proname NOT LIKE 'apply_lease%') refusals";
	char sql[SQL_BYTES];

	assert_true(count_of(refusals) >= 8);
	snprintf(sql, sizeof(sql),
		"%s WHERE reason NOT IN (SELECT reason FROM core.salvage_sentence)", refusals);
	assert_int_equal(count_of(sql), 0);
}

/* ---- a file that nobody vouches for ---- */

static void a_file_that_does_not_fit_this_centre_changes_nothing(void **state)
{
	static const char *const wrong[][2] = {{"{\"format\": \"else\"}", "not-a-salvage"},
		{"{\"kiosk\": 77}", "no-kiosk"}, {"{\"demo\": false}", "demo"},
		{"{\"branch\": \"elsewhere\"}", "other-branch"},
		{"{\"install\": \"11111111-1111-7111-8111-000000000002\"}", "other-kiosk"}};
	struct disk disk = {.kiosk = 1};
	char session[40];

	meet(1);
	meet(2);
	new_session(10, 0, session);
	say_book(&disk, "book", 60, session, 1, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_string_equal(
			field(bring_as(&disk, 3000, wrong[i][0]), "{refused}"), wrong[i][1]);
	assert_int_equal(
		count_of("SELECT count(*) FROM core.salvage WHERE salvage::text LIKE '%3000'"), 0);
	assert_int_equal(of_session("confirmed", session), 0);
	expect(bring_as(&disk, 3000, "{}"), "{\"accepted\": 1}");
}

static void what_is_too_much_or_of_no_form_is_refused_whole(void **state)
{
	static const char too_many[] =
		"(SELECT jsonb_agg(jsonb_build_object('seq', n, 'text', '{}'))"
		" FROM generate_series(1, 1001) n)";
	static const char *const lists[] = {too_many,
		"jsonb_build_array(jsonb_build_object('seq', 0, 'text', '{}'))",
		"jsonb_build_array(jsonb_build_object('seq', 1))",
		"jsonb_build_array(jsonb_build_object('seq', 1, 'text', repeat('x', 32769)))",
		"'{}'"};
	PGconn *staff = connect_as("staff");
	int before = count_of("SELECT count(*) FROM core.change");

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		char sql[SQL_BYTES];
		snprintf(sql, sizeof(sql),
			"SELECT staff.take_salvage(gen_random_uuid(), '{\"format\": "
			"\"library-kiosk-salvage\", \"kiosk\": 1, \"changes\": 1, \"damaged\": 0}', "
			"(%s)::text)",
			lists[i]);
		assert_string_not_equal(error_of(staff, sql), "");
	}
	PQfinish(staff);
	assert_int_equal(count_of("SELECT count(*) FROM core.change"), before);
}

static void only_staff_bring_a_salvage(void **state)
{
	assert_string_equal(
		error_of(meet(1)->connection, "SELECT staff.take_salvage(NULL, '{}', '[]')"),
		"42501");
	PGconn *report = connect_as("report");
	assert_string_equal(
		error_of(report, "SELECT staff.take_salvage(NULL, '{}', '[]')"), "42501");
	assert_string_equal(error_of(report, "SELECT * FROM report.salvage"), "");
	PQfinish(report);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_was_promised_a_place_has_a_free_one),
		cmocka_unit_test(who_was_promised_one_that_is_not_there_waits_before_all_others),
		cmocka_unit_test(the_leases_of_the_kiosk_that_goes_on_stay_its_own),
		cmocka_unit_test(places_of_a_lost_kiosk_go_to_whom_it_promised_them),
		cmocka_unit_test(a_booking_is_moved_or_made_larger_only_where_there_is_room),
		cmocka_unit_test(the_same_disk_again_changes_nothing),
		cmocka_unit_test(what_the_kiosk_had_sent_is_known),
		cmocka_unit_test(a_kiosk_that_comes_back_gets_the_answers_that_its_disk_got),
		cmocka_unit_test(who_joined_is_a_member_by_a_number_that_is_free),
		cmocka_unit_test(a_disk_that_lost_changes_is_told_of_once),
		cmocka_unit_test(staff_read_a_sentence_for_each_with_code_and_session),
		cmocka_unit_test(every_refusal_has_a_sentence_of_its_own),
		cmocka_unit_test(a_file_that_does_not_fit_this_centre_changes_nothing),
		cmocka_unit_test(what_is_too_much_or_of_no_form_is_refused_whole),
		cmocka_unit_test(only_staff_bring_a_salvage),
	};

	if (count != 2) {
		fprintf(stderr, "usage: centre_salvage PLATFORM/CENTRE\n");
		return 2;
	}
	centre_to_start = arguments[1];
	return _cmocka_run_group_tests(
		"centre_salvage", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
