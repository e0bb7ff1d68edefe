/* What a real centre keeps about people goes when its days are over, in small pieces and by itself; what is
 * counted stays, and no kiosk is answered otherwise for it. */
#include "centre_kiosks.h"

#define NOW_MS INT64_C(1796000000000)
#define HOUR_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)
#define BRANCH "micklefield"
#define UNKNOWN_SESSION "99999999-0000-7000-8000-000000000000"

enum {
	DAYS = 60,
	LAST_GONE = DAYS - 14, /* the last day whose sessions are over for 14 days */
	SUMMER_ENDS = 20,
	CHANGE_BYTES = 2048,
	BODY_BYTES = 1024,
	CALL_BYTES = 5 * CHANGE_BYTES,
	NEEDLES_MAX = 2048,
	PEOPLE_A_DAY = 20,
	ROUNDS_MAX = 2000,
};

static int64_t now_ms = NOW_MS;
static char day_report[DAYS][2048];

/* ---- what is asked of the centre ---- */

static PGconn *owner;

static const char *ask(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const char *ask(const char *format, ...)
{
	char sql[CALL_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(sql, sizeof(sql), format, arguments);
	va_end(arguments);
	return query(owner, sql);
}

/* ---- what kiosks say, and when ---- */

static const char *hello_now(struct kiosk *kiosk)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT api.hello(1, 'test', '%s', true, %lld, '%d', '%d')",
		kiosk->install, (long long)now_ms, kiosk->seq, kiosk->seq);
	return query(kiosk->connection, sql);
}

static void text_of_change(
	const struct kiosk *kiosk, int seq, const char *kind, const char *body, char *text)
{
	snprintf(text, CHANGE_BYTES,
		"{\"id\":\"%s\",\"kind\":\"%s\",\"version\":1,\"at\":%lld,\"body\":%s}",
		change_id(kiosk, seq), kind, (long long)now_ms, body);
}

/* The whole answer. */
static const char *push_change(struct kiosk *kiosk, int seq, const char *text)
{
	char sql[2 * CHANGE_BYTES];

	snprintf(sql, sizeof(sql), "SELECT api.push('%s', '%s', '%d', %lld, ARRAY[$json$%s$json$])",
		kiosk->epoch, kiosk->install, seq, (long long)now_ms, text);
	return query(kiosk->connection, sql);
}

static const char *verdict_of(const char *answer)
{
	return ask("SELECT concat_ws(' ', a->>'verdict', nullif(a->>'reason', ''))"
		   " FROM jsonb_array_elements($json$%s$json$) a LIMIT 1",
		answer);
}

static const char *say(struct kiosk *kiosk, const char *kind, const char *body)
{
	char text[CHANGE_BYTES];

	text_of_change(kiosk, ++kiosk->seq, kind, body, text);
	return verdict_of(push_change(kiosk, kiosk->seq, text));
}

static const char *say_with(struct kiosk *kiosk, const char *kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static const char *say_with(struct kiosk *kiosk, const char *kind, const char *format, ...)
{
	char body[BODY_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(body, sizeof(body), format, arguments);
	va_end(arguments);
	return say(kiosk, kind, body);
}

static void read_all_news(struct kiosk *kiosk)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT api.pull('%s', 'branch:" BRANCH "', '0', '1')",
		kiosk->epoch);
	query(kiosk->connection, sql);
}

static bool is_tidy(void)
{
	return strcmp(ask("SELECT until > core.this_moment() FROM core.tidied WHERE branch = '" BRANCH
			  "'"),
		       "t") == 0;
}

/* Kiosks speak, and nothing else; how often it took. */
static int speak_until_tidy(struct kiosk *kiosk)
{
	int rounds = 0;

	do {
		hello_now(kiosk);
		assert_true(++rounds < ROUNDS_MAX);
	} while (!is_tidy());
	return rounds;
}

/* ---- what is looked for ---- */

static struct needle {
	char text[80];
	int day;
	bool stays;
} needles[NEEDLES_MAX];
static int needle_count;

static void look_for(const char *text, int day, bool stays)
{
	assert_true(needle_count < NEEDLES_MAX && strlen(text) < sizeof(needles[0].text));
	snprintf(needles[needle_count].text, sizeof(needles[0].text), "%s", text);
	needles[needle_count].day = day;
	needles[needle_count++].stays = stays;
}

static char *dump(void)
{
	char command[2 * PATH_MAX_BYTES], path[PATH_MAX_BYTES];

	snprintf(path, sizeof(path), "%s/dump", local_centre.folder);
	snprintf(command, sizeof(command),
		"$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/pg_dump -h '%s' -U owner centre >'%s'",
		local_centre.socket, path);
	assert_int_equal(system(command), 0);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size_t length = (size_t)ftell(file);
	rewind(file);
	char *text = malloc(length + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, length, file), length);
	text[length] = '\0';
	fclose(file);
	unlink(path);
	return text;
}

static void find_in_dump(void)
{
	char *text = dump();
	int there = 0, left = 0, lost = 0;

	for (int i = 0; i < needle_count; i++) {
		bool found = strstr(text, needles[i].text);
		bool is_due = !needles[i].stays && needles[i].day <= LAST_GONE;
		there += found;
		left += found && is_due;
		lost += !found && !is_due;
		if (found == is_due)
			print_error("needle %d of day %d, %.6s...: %s\n", i, needles[i].day,
				needles[i].text, found ? "is still there" : "is gone");
	}
	print_message(
		"%d planted, %d there, %d left that should be gone, %d lost that should be there\n",
		needle_count, there, left, lost);
	free(text);
	assert_int_equal(left, 0);
	assert_int_equal(lost, 0);
}

/* ---- people ---- */

static const char *person(int day, int number)
{
	static char texts[8][40];
	static int next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "cccccccc-0000-7000-8%03d-%012d", day, number);
	return text;
}

static const char *ticket(int day, int number)
{
	static char texts[8][40];
	static int next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "bbbbbbbb-0000-7000-8%03d-%012d", day, number);
	return text;
}

static const char *visit(int day, int number)
{
	static char texts[8][40];
	static int next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "dddddddd-0000-7000-8%03d-%012d", day, number);
	return text;
}

static const char *session_of(int day)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "55555555-0000-7000-8%03d-000000000000", day);
	return text;
}

static void put_session(int day, int places, const char *settings)
{
	char sql[SQL_BYTES];
	int64_t starts_ms = NOW_MS + day * DAY_MS + HOUR_MS;
	PGconn *staff = connect_as("staff");

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('" BRANCH
		"', '[{\"session\":\"%s\",\"title\":\"Day %d\","
		"\"starts_ms\":%lld,\"ends_ms\":%lld,\"opens_ms\":%lld,\"closes_ms\":%lld,\"admission\":\"both\","
		"\"asks\":31,\"places\":%d,\"door_places\":20,\"settings\":%s}]')",
		session_of(day), day, (long long)starts_ms, (long long)(starts_ms + HOUR_MS),
		(long long)(starts_ms - HOUR_MS), (long long)(starts_ms + HOUR_MS), places,
		settings);
	assert_string_equal(query(staff, sql), "[{\"change\": \"new\"}]");
	PQfinish(staff);
}

static void book_one(struct kiosk *kiosk, int day, int number, int lease, const char *who)
{
	char code[16], greeting[80], rest[256];

	snprintf(code, sizeof(code), "ZQ%02d%02dX", day, number);
	snprintf(greeting, sizeof(greeting), "GREETS%02d%02d%.*s", day, number, 50,
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	if (who)
		snprintf(rest, sizeof(rest), "\"holder\":\"%s\"", who);
	else
		snprintf(rest, sizeof(rest), "\"greeting\":\"%s\"", greeting);
	const char *verdict = say_with(kiosk, lease ? "book" : "wait",
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":1,\"children\":1},"
		"\"code\":\"%s\",\"language\":\"ur\",%s}",
		ticket(day, number), session_of(day), change_id(kiosk, lease), code, rest);
	assert_string_equal(verdict, lease ? "accepted" : "waiting");
	look_for(ticket(day, number), day, false);
	look_for(code, day, false);
	if (who)
		look_for(who, day, false);
	else
		look_for(greeting, day, false);
}

/* A box that the clerk reads: `form` is what was in it. */
static void open_box(const struct kiosk *kiosk, int seq, const char *form)
{
	char sql[512];
	PGconn *clerk = connect_as("clerk");

	snprintf(sql, sizeof(sql), "SELECT clerk.done('%s', 'opened', '%s')", change_id(kiosk, seq),
		form);
	assert_string_equal(query(clerk, sql), "accepted");
	PQfinish(clerk);
}

/* Base64, as a kiosk sends it. */
static const char *box_of(int day, int number)
{
	static char box[48];

	snprintf(box, sizeof(box), "BOXBOX%02d%02dBOXBOXBOXBOXBOXBOX", day, number);
	return box;
}

/* Who waits leaves a contact, which is used when somebody else cancels. */
static void wait_and_be_told(struct kiosk *kiosk, int day)
{
	char contact[64], form[128];

	book_one(kiosk, day, 4, 0, person(day, 4));
	snprintf(contact, sizeof(contact), "reach%02d@example.org", day);
	snprintf(form, sizeof(form), "{\"contact\": \"%s\"}", contact);
	assert_string_equal(
		say_with(kiosk, "tell_me",
			"{\"booking\":\"%s\",\"language\":\"ur\",\"key_id\":0,\"box\":\"%s\"}",
			ticket(day, 4), box_of(day, 4)),
		"accepted");
	open_box(kiosk, kiosk->seq, form);
	look_for(contact, 0, false);
	look_for(box_of(day, 4), 0, false);
	assert_string_equal(
		say_with(kiosk, "cancel", "{\"booking\":\"%s\"}", ticket(day, 3)), "accepted");
	ask("SELECT staff.sent('promoted:%s')", ticket(day, 4));
}

static void come(struct kiosk *kiosk, int day, int number, const char *how, const char *who)
{
	assert_string_equal(
		say_with(kiosk, "check_in",
			"{\"attendance\":\"%s\",\"session\":\"%s\",\"holder\":\"%s\",\"party\":"
			"{\"adults\":1,\"babies\":1},\"extra\":0,\"how\":\"%s\",\"code\":\"OK\",\"facts\":{}}",
			visit(day, number), session_of(day), who, how),
		"accepted");
	look_for(visit(day, number), day, false);
	look_for(who, day, false);
}

static void stamp(struct kiosk *kiosk, int day)
{
	bool is_summer = day <= SUMMER_ENDS;
	char today[16], until[16];

	snprintf(today, sizeof(today), "%s",
		ask("SELECT core.today('" BRANCH "', core.instant(%lld))", (long long)now_ms));
	snprintf(until, sizeof(until), "%s",
		ask("SELECT core.today('" BRANCH "', core.instant(%lld))",
			(long long)(NOW_MS + (is_summer ? SUMMER_ENDS : DAYS + 30) * DAY_MS)));
	for (int i = 0; i < 2; i++)
		assert_string_equal(
			say_with(kiosk, "stamp",
				"{\"stamp\":\"eeeeeeee-0000-7000-8%03d-%012d\",\"holder\":\"%s\",\"challenge\":"
				"\"%s\",\"day\":\"%s\",\"until\":\"%s\",\"step\":1,\"steps\":2}",
				day, i, i ? person(day, 6) : person(0, 66),
				is_summer ? "summer" : "winter", today, until),
			"accepted");
	look_for(person(day, 6), day, !is_summer);
}

/* Their number, name and card stay: they are a member. The box does not. */
static void join(struct kiosk *kiosk, int day)
{
	char number[32], index[40], form[80];

	snprintf(number, sizeof(number), "2700000010%03d1", day);
	snprintf(index, sizeof(index), "ABCD%028d", day);
	snprintf(form, sizeof(form), "{\"name\": \"Planted %03d\"}", day);
	assert_string_equal(
		say_with(kiosk, "sign_up",
			"{\"member\":\"aaaaaaaa-0000-7000-8000-%012d\",\"number\":\"%s\",\"level\":\"details\","
			"\"key_id\":0,\"box\":\"%s\",\"consent\":{},\"tokens\":[{\"index\":\"%s\",\"greeting\":\"\"}]}",
			day, number, box_of(day, 7), index),
		"accepted");
	open_box(kiosk, kiosk->seq, form);
	look_for(number, day, true);
	look_for(index, day, true);
	look_for(form + strlen("{\"name\": \""), day, true);
	look_for(box_of(day, 7), 0, false);
}

/* A card that nobody knew. */
static void see_card(struct kiosk *kiosk, int day)
{
	char form[80];

	snprintf(form, sizeof(form), "{\"text\": \"2900000%03d0\"}", day);
	assert_string_equal(
		say_with(kiosk, "card_seen", "{\"holder\":\"%s\",\"key_id\":0,\"box\":\"%s\"}",
			person(day, 8), box_of(day, 8)),
		"accepted");
	open_box(kiosk, kiosk->seq, form);
	look_for(person(day, 8), day, false);
	look_for(form + strlen("{\"text\": \""), day, false);
}

/* One that is refused, and one that nobody understands, which staff see to after a day or never. */
static void puzzle(struct kiosk *kiosk, int day)
{
	assert_string_equal(
		say_with(kiosk, "wait",
			"{\"booking\":\"%s\",\"session\":\"" UNKNOWN_SESSION
			"\",\"holder\":\"%s\",\"party\":{\"adults\":1},\"code\":\"ZQ%02d09X\"}",
			ticket(day, 9), person(day, 9), day),
		"refused no-session");
	look_for(person(day, 9), day, false);
	assert_string_equal(say_with(kiosk, "dance", "{\"with\":\"%s\"}", person(day, 10)),
		"quarantined unknown-kind");
	look_for(person(day, 10), day, day % 20 == 0);
	if (day % 20 != 0)
		ask("SELECT staff.resolve_exception(exception) FROM core.exception WHERE kiosk = %d AND seq = %d",
			kiosk->number, kiosk->seq);
}

static void live_a_day(struct kiosk *kiosk, int day)
{
	now_ms = NOW_MS + day * DAY_MS;
	hello_now(kiosk);
	put_session(day, 6, "{}");
	assert_string_equal(
		say_with(kiosk, "lease_request",
			"{\"session\":\"%s\",\"pool\":\"booking\",\"places\":6}", session_of(day)),
		"accepted");
	int lease = kiosk->seq;
	book_one(kiosk, day, 1, lease, NULL);
	book_one(kiosk, day, 2, lease, person(day, 2));
	book_one(kiosk, day, 3, lease, person(day, 3));
	wait_and_be_told(kiosk, day);
	come(kiosk, day, 5, "walk-in", person(day, 5));
	come(kiosk, day, 2, "booked", person(day, 2));
	stamp(kiosk, day);
	if (day % 5 == 0)
		join(kiosk, day);
	see_card(kiosk, day);
	puzzle(kiosk, day);
	say_with(kiosk, "lease_close", "{\"lease\":\"%s\"}", change_id(kiosk, lease));
	read_all_news(kiosk);
}

static const char *report_of(int day)
{
	return ask(
		"SELECT string_agg(v::text, '; ' ORDER BY what) || (SELECT p::text FROM report.places p WHERE"
		" session = '%s') FROM report.visit v WHERE session = '%s'",
		session_of(day), session_of(day));
}

/* ---- */

static void each_column_is_kept_or_forgotten_by_a_rule(void **state)
{
	assert_string_equal(
		ask("SELECT coalesce(string_agg(relname || '.' || attname, ', '), 'none')"
		    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT"
		    " attisdropped WHERE relnamespace = 'core'::regnamespace AND relkind IN ('r', 'p')"
		    " AND (SELECT count(*) FROM core.retention r WHERE r.\"table\" = relname"
		    " AND r.\"column\" = attname) <> 1"),
		"none");
	assert_string_equal(
		ask("SELECT coalesce(string_agg(\"table\" || '.' || \"column\", ', '), 'none')"
		    " FROM core.retention r WHERE NOT EXISTS (SELECT FROM pg_attribute"
		    " WHERE attrelid = to_regclass('core.' || r.\"table\") AND attname = r.\"column\")"),
		"none");
	assert_string_equal(
		ask("SELECT (SELECT count(*) FROM report.retention) = count(*) FROM core.retention"),
		"t");
}

static void sixty_days_pass_and_the_copy_is_searched(void **state)
{
	struct kiosk *one = meet(1);

	ask("UPDATE core.site SET lease_share_percent = 100");
	for (int day = 0; day < DAYS; day++) {
		live_a_day(one, day);
		snprintf(day_report[day], sizeof(day_report[day]), "%s", report_of(day));
	}
	char summer[128];
	snprintf(summer, sizeof(summer), "%s", "(micklefield,summer,2026,22,42,1)");
	now_ms = NOW_MS + DAYS * DAY_MS;
	speak_until_tidy(one);
	find_in_dump();
	PGconn *report = connect_as("report");
	query(report,
		"SELECT * FROM report.visit, report.places, report.challenge, report.retention, report.tidied LIMIT 1");
	PQfinish(report);
	for (int day = 0; day < DAYS; day++)
		assert_string_equal(report_of(day), day_report[day]);
	assert_string_equal(
		ask("SELECT c::text FROM report.challenge c WHERE challenge = 'summer'"), summer);
	assert_int_equal(count_of("SELECT count(*) FROM core.booking"), 4 * (DAYS - 1 - LAST_GONE));
	assert_int_equal(count_of("SELECT count(*) FROM report.member"), DAYS / 5);
}

/* ---- the log ---- */

static void a_kiosk_that_was_away_gets_its_answers_and_a_copy_of_it_is_noticed(void **state)
{
	struct kiosk *two = meet(2);
	char body[512], lost[CHANGE_BYTES], other[CHANGE_BYTES], answer[1024], granted[1024];
	int day = DAYS + 1;

	now_ms = NOW_MS + day * DAY_MS;
	put_session(day, 6, "{}");
	hello_now(two);
	assert_string_equal(
		say_with(two, "lease_request",
			"{\"session\":\"%s\",\"pool\":\"booking\",\"places\":4}", session_of(day)),
		"accepted");
	int lease = two->seq;
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"party\":{\"adults\":2},"
		"\"code\":\"1ABCD\"}",
		ticket(day, 1), session_of(day), change_id(two, lease));
	text_of_change(two, lease + 1, "book", body, lost);

	now_ms += 10 * DAY_MS;
	snprintf(answer, sizeof(answer), "%s", push_change(two, ++two->seq, lost));
	assert_string_equal(verdict_of(answer), "accepted");
	assert_string_equal(
		ask("SELECT people::text FROM report.visit WHERE session = '%s'", session_of(day)),
		"2");
	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":1}",
		session_of(day));
	text_of_change(two, two->seq + 1, "lease_request", body, other);
	snprintf(granted, sizeof(granted), "%s", push_change(two, ++two->seq, other));

	/* It has heard neither answer, and is away once more: the texts are gone meanwhile. */
	now_ms += 20 * DAY_MS;
	two->seq = lease;
	speak_until_tidy(two);
	assert_string_equal(
		ask("SELECT count(*) FROM core.change WHERE kiosk = 2 AND raw LIKE '{%%'"), "0");
	assert_string_equal(
		ask("SELECT people::text FROM report.visit WHERE session = '%s'", session_of(day)),
		"2");
	assert_string_equal(push_change(two, lease + 1, lost), answer);
	assert_string_equal(push_change(two, lease + 2, other), granted);
	lost[strlen(lost) - 4] = 'E';
	assert_string_equal(verdict_of(push_change(two, lease + 1, lost)), "fork");
	two->seq = lease + 2;
	hello_now(two);
}

static int rows_of_log(const struct kiosk *kiosk)
{
	return atoi(ask("SELECT count(*) FROM core.change WHERE kiosk = %d", kiosk->number));
}

static int rows_of_files(const char *folder)
{
	char command[2 * PATH_MAX_BYTES], line[32] = "";

	snprintf(command, sizeof(command), "cat '%s'/log-*.csv | grep -c '^[0-9]'", folder);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(line, sizeof(line), pipe));
	pclose(pipe);
	return atoi(line);
}

static void a_month_of_the_log_goes_when_a_file_has_it_and_a_copy_is_still_noticed(void **state)
{
	struct kiosk *one = meet(1);
	char folder[PATH_MAX_BYTES], command[4 * PATH_MAX_BYTES], first[CHANGE_BYTES];
	int rows = rows_of_log(one) + rows_of_log(meet(2));

	now_ms = NOW_MS + 200 * DAY_MS;
	hello_now(one);
	speak_until_tidy(one);
	assert_int_equal(rows_of_log(one) + rows_of_log(meet(2)), rows);
	snprintf(folder, sizeof(folder), "%s/months", local_centre.socket);
	snprintf(command, sizeof(command), "'%s' archive '%s' '%s' >/dev/null", local_centre.script,
		folder, local_centre.folder);
	assert_int_equal(system(command), 0);
	assert_int_equal(rows_of_files(folder), rows);
	/* Those that staff have not seen to are kept, one a day in twenty. */
	assert_int_equal(rows_of_log(one), DAYS / 20);
	assert_int_equal(rows_of_log(meet(2)), 0);
	assert_int_equal(system(command), 0);
	assert_int_equal(rows_of_files(folder), rows);

	char last_seq[16];
	snprintf(last_seq, sizeof(last_seq), "%d", one->seq);
	assert_string_equal(field(hello_now(one), "{last_seq}"), last_seq);
	ask("SELECT staff.release_kiosk(1)");
	assert_string_equal(field(hello_now(one), "{last_seq}"), last_seq);
	assert_string_equal(say_with(one, "cancel", "{\"booking\":\"%s\"}", ticket(300, 1)),
		"accepted not-here-yet");
	text_of_change(
		one, 1, "cancel", "{\"booking\":\"bbbbbbbb-0000-7000-8000-000000000000\"}", first);
	assert_string_equal(verdict_of(push_change(one, 1, first)), "fork");
}

/* What the log has forgotten is not taken once more from an old disk; a sealed form is. */
static void an_old_disk_brings_nothing_twice_that_the_log_has_forgotten(void **state)
{
	struct kiosk *one = meet(1);
	char body[512], book[CHANGE_BYTES], join[CHANGE_BYTES];

	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"adults\":5},\"code\":\"1ABCD\"}",
		ticket(3, 1), session_of(3));
	text_of_change(one, 3, "book", body, book);
	snprintf(body, sizeof(body),
		"{\"member\":\"aaaaaaaa-0000-7000-8000-%012d\",\"number\":\"27000000109991\",\"level\":\"details\","
		"\"key_id\":0,\"box\":\"AAAA\",\"consent\":{},\"tokens\":[]}",
		777);
	text_of_change(one, 4, "sign_up", body, join);
	assert_string_equal(
		ask("SELECT staff.take_salvage('99999999-0000-7000-8000-000000000001', jsonb_build_object('format', "
		    "'library-kiosk-salvage', 'demo', true, 'kiosk', 1, 'branch', '" BRANCH
		    "', 'changes', 2, 'damaged',"
		    " 0, 'install', '%s')::text, jsonb_build_array(jsonb_build_object('seq', 3, 'text', $json$%s$json$),"
		    " jsonb_build_object('seq', 4, 'text', $json$%s$json$))::text)",
			one->install, book, join),
		"{\"known\": 1, \"accepted\": 1}");
	assert_string_equal(report_of(3), day_report[3]);
}

/* ---- pieces ---- */

static void one_that_speaks_forgets_a_small_piece_and_no_more(void **state)
{
	struct kiosk *one = meet(1);
	int day = 210;

	now_ms = NOW_MS + day * DAY_MS;
	hello_now(one);
	put_session(day, 6, "{}");
	ask("INSERT INTO core.attendance (attendance, session, kiosk, holder, how, adults, children, babies, prams,"
	    " wheelchairs, code, came_at, counted) SELECT gen_random_uuid(), '%s', 1, gen_random_uuid(), 'drop-in',"
	    " 1, 1, 0, 0, 0, 'OK', core.this_moment(), true FROM generate_series(1, 250)",
		session_of(day));
	now_ms += 20 * DAY_MS;
	for (int left = 250; left > 0;) {
		hello_now(one);
		int now = atoi(ask("SELECT count(*) FROM core.attendance WHERE session = '%s'",
			session_of(day)));
		assert_true(left - now <= 100);
		left = now;
	}
	assert_string_equal(
		ask("SELECT parties || ' ' || people FROM report.visit WHERE session = '%s'",
			session_of(day)),
		"250 500");
}

static int rows_of_feed(const char *which)
{
	return atoi(ask("SELECT count(*) FROM core.feed WHERE stream = 'branch:unread'%s", which));
}

static void what_no_kiosk_has_read_yet_is_swept_and_read_at_once(void **state)
{
	ask("INSERT INTO core.branch SELECT 'unread', settings FROM core.branch WHERE branch = '" BRANCH
	    "'");
	ask("SELECT core.tell('branch:unread', 'holder', 'card ' || key, revision, '{}')"
	    " FROM generate_series(1, 1500) key, generate_series(1, 3) revision");
	assert_int_equal(rows_of_feed(" AND version IS NULL"), 4500);
	ask("UPDATE core.tidied SET until = '-infinity'");
	for (int i = 0; strcmp(ask("SELECT staff.tidy()"), "t") == 0; i++)
		assert_true(i < ROUNDS_MAX);
	assert_int_equal(rows_of_feed(" AND version IS NULL"), 0);
	assert_int_equal(rows_of_feed(""), 1500);
	assert_int_equal(rows_of_feed(" AND revision = 3"), 1500);
	ask("DELETE FROM core.tidied WHERE branch = 'unread'");
	ask("DELETE FROM core.branch WHERE branch = 'unread'");
}

static int alarms(void)
{
	return atoi(ask("SELECT count(*) FROM report.alarm WHERE kind = 'retention'"));
}

static void what_goes_wrong_is_an_alarm_and_no_kiosk_is_refused_for_it(void **state)
{
	struct kiosk *one = meet(1);

	now_ms += DAY_MS;
	hello_now(one);
	put_session(235, 6, "{}");
	come(one, 235, 1, "walk-in", person(235, 1));
	now_ms += 20 * DAY_MS;
	ask("ALTER TABLE core.counted ADD CONSTRAINT broken CHECK (parties < 0) NOT VALID");
	for (int i = 0; i < 20; i++)
		assert_string_equal(field(hello_now(one), "{state}"), "active");
	assert_int_equal(alarms(), 1);
	assert_false(is_tidy());
	ask("ALTER TABLE core.counted DROP CONSTRAINT broken");
	speak_until_tidy(one);
	assert_int_equal(alarms(), 0);
}

/* ---- who stayed away ---- */

/* Both booked; whoever is not said to come stays away. Somebody else is there. */
static void hold_fair_session(struct kiosk *kiosk, int day, bool first_comes)
{
	now_ms = NOW_MS + day * DAY_MS;
	hello_now(kiosk);
	put_session(day, 6, "{\"after_absences\": 3}");
	ask("INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies, prams,"
	    " wheelchairs, made_at) SELECT gen_random_uuid(), '%s', 1, holder::uuid, 'confirmed', 1, 0, 0, 0, 0,"
	    " core.this_moment() FROM unnest(ARRAY['%s', '%s']) holder",
		session_of(day), person(0, 101), person(0, 102));
	come(kiosk, day, 1, "walk-in", person(day, 103));
	if (first_comes)
		come(kiosk, day, 2, "walk-in", person(0, 101));
	now_ms += DAY_MS;
	hello_now(kiosk);
}

static int times_away(const char *holder)
{
	return atoi(ask("SELECT coalesce((SELECT count FROM core.absence WHERE holder = '%s'), 0)",
		holder));
}

static void how_often_somebody_stayed_away_is_known_without_the_bookings(void **state)
{
	struct kiosk *one = meet(1);

	hold_fair_session(one, 260, false);
	assert_int_equal(times_away(person(0, 101)), 1);
	hold_fair_session(one, 285, false);
	speak_until_tidy(one);
	assert_string_equal(
		ask("SELECT count(*) FROM core.booking WHERE session = '%s'", session_of(260)),
		"0");
	assert_int_equal(times_away(person(0, 101)), 2);
	hold_fair_session(one, 310, true);
	speak_until_tidy(one);
	assert_int_equal(times_away(person(0, 101)), 0);
	assert_int_equal(times_away(person(0, 102)), 3);
	ask("SELECT staff.put_tokens('" BRANCH "', jsonb_build_array(jsonb_build_object('index',"
	    " upper(replace('%s', '-', '')), 'holder', '%s'))::text)",
		person(0, 102), person(0, 104));
	assert_int_equal(times_away(person(0, 104)), 3);
	now_ms += 100 * DAY_MS;
	speak_until_tidy(one);
	assert_string_equal(ask("SELECT count(*) FROM core.absence"), "0");
}

/* ---- growth ---- */

/* Rows and entries of indexes that a kiosk's call reads, whose traces are taken back. */
static int rows_read_by(const char *call)
{
	ask("BEGIN");
	ask("SET SESSION AUTHORIZATION kiosk_1");
	assert_non_null(strstr(ask("%s", call), "{"));
	ask("RESET SESSION AUTHORIZATION");
	int rows = atoi(ask(
		"SELECT sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))"
		" FROM pg_class WHERE relnamespace = 'core'::regnamespace"));
	ask("ROLLBACK");
	return rows;
}

/* As years leave it behind: what is counted and emptied, members, and what staff have not seen to yet. */
static void add_history(int from, int to)
{
	ask("INSERT INTO core.session (session, branch, title, starts_at, ends_at, opens_at, closes_at, admission, asks,"
	    " places_wanted, places, door_places_wanted, door_places, settings, absences_counted) SELECT md5('session' || i)::uuid, '" BRANCH
	    "', 'Old', t, t + interval '1 hour', t, t, 'both', 1, 9, 9, 9, 9, '{\"after_absences\": 3}', true"
	    " FROM generate_series(%d, %d) i, LATERAL (SELECT core.this_moment() - i * interval '1 hour' AS t) at"
	    " WHERE i %% 10 = 0",
		from, to);
	ask("INSERT INTO core.counted SELECT session, 'confirmed', 1, 1, 1, 1, 1, 1 FROM core.session WHERE title = 'Old'"
	    " ON CONFLICT DO NOTHING");
	ask("INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict) SELECT 1 + i %% 3,"
	    " '22222222-2222-7222-8222-222222222222', i, md5('change' || i)::uuid, 'book', core.this_moment(),"
	    " '\"sha256:\"', 'accepted' FROM generate_series(%d, %d) i",
		from, to);
	ask("INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies, prams,"
	    " wheelchairs, made_at) SELECT md5('booking' || i)::uuid, md5('session' || i / 10 * 10)::uuid, 1,"
	    " md5('holder' || i)::uuid, 'confirmed', 1, 0, 0, 0, 0, core.this_moment() FROM generate_series(%d, %d) i",
		from, to);
	ask("INSERT INTO core.member SELECT md5('member' || i)::uuid, i::text, 'details', '" BRANCH
	    "', 1, core.this_moment(), '{}' FROM generate_series(%d, %d) i",
		from, to);
	ask("INSERT INTO core.sealed SELECT md5('change' || i)::uuid, 1, 'sign_up', md5('member' || i)::uuid, 0, NULL,"
	    " core.this_moment(), core.this_moment(), 'opened' FROM generate_series(%d, %d) i",
		from, to);
	ask("INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at) SELECT 1, i, 'x', 'x',"
	    " md5('booking' || i)::uuid, core.this_moment() FROM generate_series(%d, %d) i",
		from, to);
	ask("ANALYZE");
}

static void a_call_reads_no_more_rows_after_ten_times_the_history(void **state)
{
	struct kiosk *one = meet(1);
	char hello[512], push[CALL_BYTES], changes[4][CHANGE_BYTES], body[512];
	int day = 440, first = one->seq + 1;

	now_ms = NOW_MS + day * DAY_MS;
	hello_now(one);
	put_session(day, 9, "{}");
	speak_until_tidy(one);
	snprintf(hello, sizeof(hello), "SELECT api.hello(1, 'test', '%s', true, %lld, '%d', '%d')",
		one->install, (long long)now_ms, one->seq, one->seq);
	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":2}",
		session_of(day));
	text_of_change(one, first, "lease_request", body, changes[0]);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"lease\":\"%s\",\"holder\":\"%s\",\"party\":{\"adults\":2}}",
		ticket(day, 1), session_of(day), change_id(one, first), person(day, 1));
	text_of_change(one, first + 1, "book", body, changes[1]);
	snprintf(body, sizeof(body),
		"{\"attendance\":\"%s\",\"session\":\"%s\",\"booking\":\"%s\",\"party\":{\"adults\":2},"
		"\"extra\":0,\"how\":\"booked\"}",
		visit(day, 1), session_of(day), ticket(day, 1));
	text_of_change(one, first + 2, "check_in", body, changes[2]);
	snprintf(body, sizeof(body), "{\"booking\":\"%s\",\"is\":\"unknown\"}", ticket(day, 2));
	text_of_change(one, first + 3, "not_kept", body, changes[3]);
	snprintf(push, sizeof(push),
		"SELECT api.push('%s', '%s', '%d', %lld, ARRAY[$j$%s$j$, $j$%s$j$, $j$%s$j$, $j$%s$j$])",
		one->epoch, one->install, first, (long long)now_ms, changes[0], changes[1],
		changes[2], changes[3]);

	add_history(0, 1999);
	int hello_rows = rows_read_by(hello), push_rows = rows_read_by(push);
	add_history(2000, 19999);
	int hello_more = rows_read_by(hello), push_more = rows_read_by(push);
	print_message("hello: %d rows, then %d; a push: %d, then %d\n", hello_rows, hello_more,
		push_rows, push_more);
	assert_in_range(hello_more, 0, hello_rows + 200);
	assert_in_range(push_more, 0, push_rows + 200);
}

static int begin_owned(void **state)
{
	begin(state);
	owner = connect_as("owner");
	query(owner, "ALTER DATABASE centre SET synchronous_commit = off");
	return 0;
}

static int end_owned(void **state)
{
	PQfinish(owner);
	return end(state);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_column_is_kept_or_forgotten_by_a_rule),
		cmocka_unit_test(sixty_days_pass_and_the_copy_is_searched),
		cmocka_unit_test(
			a_kiosk_that_was_away_gets_its_answers_and_a_copy_of_it_is_noticed),
		cmocka_unit_test(
			a_month_of_the_log_goes_when_a_file_has_it_and_a_copy_is_still_noticed),
		cmocka_unit_test(an_old_disk_brings_nothing_twice_that_the_log_has_forgotten),
		cmocka_unit_test(one_that_speaks_forgets_a_small_piece_and_no_more),
		cmocka_unit_test(what_no_kiosk_has_read_yet_is_swept_and_read_at_once),
		cmocka_unit_test(what_goes_wrong_is_an_alarm_and_no_kiosk_is_refused_for_it),
		cmocka_unit_test(how_often_somebody_stayed_away_is_known_without_the_bookings),
		cmocka_unit_test(a_call_reads_no_more_rows_after_ten_times_the_history),
	};

	if (count < 2)
		return 2;
	centre_to_start = arguments[1];
	return cmocka_run_group_tests(tests, begin_owned, end_owned);
}
