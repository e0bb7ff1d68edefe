/* A contact that who waits has left, at a real centre with its real clerk: it is shown to staff for news of
 * places, the later one of two, and erased when it is needed no longer. And who is still coming. */
#include "base/crypto.h"
#include "base/text.h"
#include "centre_kiosks.h"

#include <jansson.h>

#define NOW_MS INT64_C(1796000000000)
#define START_MS INT64_C(1796001000000) /* of new_session() */
#define DAY_MS INT64_C(86400000)

static const char *keys_path;

/* ---- what kiosks and staff do ---- */

static uint8_t clerk_public[CLERK_PUBLIC_BYTES];

static void read_key(void)
{
	json_t *keys = json_load_file(keys_path, 0, NULL);
	const char *hex =
		json_string_value(json_object_get(json_object_get(keys, "clerk"), "public"));

	assert_int_equal(text_unhex(hex, clerk_public, CLERK_PUBLIC_BYTES), CLERK_PUBLIC_BYTES);
	json_decref(keys);
}

/* As a kiosk seals it: of this change and no other. */
static void seal(const struct kiosk *kiosk, const char *contact, char *box, size_t size)
{
	char text[512];
	uint8_t sealed[2048];

	snprintf(text, sizeof(text),
		"{\"version\":1,\"change\":\"%s\",\"kiosk\":%d,\"key_id\":0,"
		"\"form\":{\"contact\":\"%s\",\"language\":\"ur\"}}",
		change_id(kiosk, kiosk->seq), kiosk->number, contact);
	size_t length = seal_close(clerk_public, text, strlen(text), sealed);
	assert_true(4 * (length / 3 + 1) < size);
	text_base64(sealed, length, box);
}

/* The text of the last change that was sent, as an array for push_text(). */
static char sent[SQL_BYTES];

static const char *tell_me_at(struct kiosk *kiosk, int booking, const char *contact, int64_t at_ms)
{
	static char verdict[64];
	char box[2048];

	kiosk->seq++;
	seal(kiosk, contact, box, sizeof(box));
	snprintf(sent, sizeof(sent),
		"ARRAY[$json${\"id\":\"%s\",\"kind\":\"tell_me\",\"version\":1,\"at\":%lld,"
		"\"body\":{\"booking\":\"%s\",\"language\":\"ur\",\"key_id\":0,\"box\":\"%s\"}}"
		"$json$]",
		change_id(kiosk, kiosk->seq), (long long)at_ms, booking_id(booking), box);
	const char *answer = push_text(kiosk, kiosk->seq, sent);
	const char *reason = field(answer, "{0,reason}");
	snprintf(verdict, sizeof(verdict), "%s%s%s", field(answer, "{0,verdict}"),
		*reason ? " " : "", reason);
	return verdict;
}

static const char *tell_me(struct kiosk *kiosk, int booking, const char *contact)
{
	return tell_me_at(kiosk, booking, contact, NOW_MS);
}

static const char *ask_staff(const char *sql)
{
	PGconn *staff = connect_as("staff");
	const char *answer = query(staff, sql);

	PQfinish(staff);
	return answer;
}

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

/* How often this stands in all that staff are shown. */
static int times_shown(const char *contact)
{
	const char *shown = ask_staff("SELECT staff.to_send()");
	int count = 0;

	while ((shown = strstr(shown, contact))) {
		shown += strlen(contact);
		count++;
	}
	return count;
}

static void clerk_opens(void)
{
	assert_int_equal(centre_script("open"), 0);
}

/* A kiosk says hello at that moment, which is the centre's own from then on. */
static void it_is(int64_t now_ms)
{
	struct kiosk *kiosk = meet(9);
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT api.hello(1, 'test', '%s', true, %lld, '%d', '0')",
		kiosk->install, (long long)now_ms, kiosk->seq);
	query(kiosk->connection, sql);
}

/* What is left of the contact: unopened in the change and in its box, 2; opened where the clerk put it, 1. */
static int kept(const struct kiosk *kiosk, int seq)
{
	char sql[512];
	const char *id = change_id(kiosk, seq);

	snprintf(sql, sizeof(sql),
		"SELECT (SELECT count(*) FROM core.change WHERE id = '%s' AND length(raw) > 500)"
		" + (SELECT count(box) FROM core.sealed WHERE change = '%s')"
		" + (SELECT count(*) FROM core.opened WHERE change = '%s')",
		id, id, id);
	return count_of(sql);
}

/* A session that is so many days later, with four places that are all booked: by `first` and the next. */
static void full_session(struct kiosk *kiosk, int first, int days, char session[static 40])
{
	char change[128];

	new_session(4, 0, session);
	snprintf(change, sizeof(change),
		"starts_at = starts_at + interval '%d days', ends_at = ends_at + interval '%d days'",
		days, days);
	change_session(session, change);
	for (int i = 0; i < 2; i++)
		assert_string_equal(book(kiosk, first + i, session, 0, 2, 0), "accepted");
}

/* ---- who is told ---- */

static void who_is_promoted_is_told_by_the_contact_that_they_left_once(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	full_session(kiosk, 10, 0, session);
	assert_string_equal(book(kiosk, 12, session, 0, 2, 0), "waiting");
	assert_string_equal(tell_me(kiosk, 12, "07700900012"), "accepted");
	int seq = kiosk->seq;
	assert_string_equal(to_send(12, "kind"), "");
	assert_string_equal(cancel(kiosk, 10), "accepted");
	assert_string_equal(to_send(12, "kind"), "promoted");
	assert_string_equal(to_send(12, "language"), "ur");
	assert_string_equal(to_send(12, "has_contact"), "true");
	assert_string_equal(to_send(12, "no_contact"), "contact not opened yet");
	assert_string_equal(to_send(12, "contact"), "");
	clerk_opens();
	assert_string_equal(to_send(12, "contact"), "07700900012");
	assert_string_equal(to_send(12, "no_contact"), "");
	assert_int_equal(times_shown("07700900012"), 1);
	assert_string_equal(mark_sent("promoted", 12), "accepted");
	assert_string_equal(mark_sent("promoted", 12), "known");
	assert_int_equal(times_shown("07700900012"), 0);
	it_is(NOW_MS);
	assert_int_equal(kept(kiosk, seq), 0);
}

static void on_the_day_before_who_left_a_contact_hears_of_free_places_once(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	full_session(kiosk, 20, 2, session);
	assert_string_equal(book(kiosk, 22, session, 0, 4, 0), "waiting");
	assert_string_equal(book(kiosk, 23, session, 0, 2, 0), "waiting");
	assert_string_equal(tell_me(kiosk, 22, "a@example.org"), "accepted");
	clerk_opens();
	assert_string_equal(cancel(kiosk, 20), "accepted");
	assert_string_equal(to_send(22, "kind"), "");
	it_is(NOW_MS + DAY_MS);
	assert_string_equal(to_send(22, "kind"), "places_free");
	assert_string_equal(to_send(22, "values,places"), "2");
	assert_string_equal(to_send(22, "contact"), "a@example.org");
	assert_string_equal(to_send(23, "kind"), "");
	assert_string_equal(mark_sent("places_free", 22), "accepted");
	assert_string_equal(mark_sent("places_free", 22), "known");
	assert_string_equal(to_send(22, "kind"), "");
	assert_string_equal(cancel(kiosk, 21), "accepted");
	assert_string_equal(to_send(22, "kind"), "reminder promoted");
	assert_int_equal(times_shown("\"a@example.org"), 1);
	it_is(NOW_MS);
}

static void a_contact_is_for_news_of_places_and_for_nothing_else(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], sql[128];

	full_session(kiosk, 30, 2, session);
	assert_string_equal(book(kiosk, 32, session, 0, 2, 0), "waiting");
	assert_string_equal(tell_me(kiosk, 32, "b@example.org"), "accepted");
	clerk_opens();
	snprintf(sql, sizeof(sql), "SELECT staff.cancel_sessions('micklefield', '[\"%s\"]')",
		session);
	ask_staff(sql);
	assert_string_equal(to_send(32, "kind"), "cancelled");
	assert_string_equal(to_send(32, "contact"), "");
	assert_string_equal(to_send(32, "language"), "en");
}

/* ---- which contact ---- */

static void of_two_contacts_the_later_counts_however_they_come(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	full_session(one, 40, 0, session);
	assert_string_equal(book(one, 42, session, 0, 2, 0), "waiting");
	assert_string_equal(tell_me_at(one, 42, "second@example.org", NOW_MS + 2), "accepted");
	int second = one->seq;
	assert_string_equal(tell_me_at(two, 42, "first@example.org", NOW_MS + 1), "known");
	assert_string_equal(tell_me_at(two, 42, "third@example.org", NOW_MS + 3), "accepted");
	clerk_opens();
	assert_string_equal(cancel(one, 40), "accepted");
	assert_string_equal(to_send(42, "contact"), "third@example.org");
	assert_int_equal(times_shown("second@") + times_shown("first@"), 0);
	assert_int_equal(kept(one, second), 0);
	assert_int_equal(kept(two, two->seq - 1), 0);
	assert_int_equal(kept(two, two->seq), 1);
}

static void a_contact_that_comes_before_its_booking_is_kept_for_it(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	full_session(one, 50, 0, session);
	assert_string_equal(tell_me(two, 52, "c@example.org"), "accepted not-here-yet");
	it_is(NOW_MS);
	clerk_opens();
	assert_string_equal(to_send(52, "kind"), "");
	assert_string_equal(book(one, 52, session, 0, 2, 0), "waiting");
	assert_string_equal(cancel(one, 50), "accepted");
	assert_string_equal(to_send(52, "contact"), "c@example.org");
}

static void the_contact_of_a_booking_that_was_merged_is_the_others(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	full_session(one, 60, 0, session);
	assert_string_equal(book(one, 62, session, 0, 2, 7), "waiting");
	assert_string_equal(book(two, 63, session, 0, 2, 7), "known booked-already");
	assert_string_equal(tell_me(two, 63, "d@example.org"), "accepted");
	clerk_opens();
	assert_string_equal(cancel(one, 60), "accepted");
	assert_string_equal(to_send(62, "contact"), "d@example.org");
	assert_int_equal(times_shown("\"d@example.org"), 1);
}

static void a_contact_for_no_booking_is_refused(void **state)
{
	struct kiosk *kiosk = meet(1);

	assert_string_equal(
		push(kiosk, "tell_me", "{\"language\":\"en\",\"key_id\":0,\"box\":\"\"}"),
		"refused no-booking");
}

/* ---- how long ---- */

static void a_contact_is_erased_with_the_booking_the_session_and_the_day(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40], other[40];

	full_session(kiosk, 70, 1, session);
	full_session(kiosk, 80, 1, other);
	for (int i = 72; i < 74; i++) {
		assert_string_equal(book(kiosk, i, session, 0, 2, 0), "waiting");
		assert_string_equal(tell_me(kiosk, i, "e@example.org"), "accepted");
	}
	int cancelled = kiosk->seq - 2, over = kiosk->seq;
	assert_string_equal(book(kiosk, 82, other, 0, 2, 0), "waiting");
	assert_string_equal(tell_me(kiosk, 82, "f@example.org"), "accepted");
	int off = kiosk->seq;
	clerk_opens();
	for (int i = 0; i < 3; i++)
		assert_int_equal(kept(kiosk, (int[]){cancelled, over, off}[i]), 1);

	assert_string_equal(cancel(kiosk, 72), "accepted");
	change_session(other, "cancelled = true");
	it_is(NOW_MS);
	assert_int_equal(kept(kiosk, cancelled), 0);
	assert_int_equal(kept(kiosk, off), 0);
	assert_int_equal(kept(kiosk, over), 1);
	it_is(START_MS + 2 * DAY_MS);
	assert_int_equal(kept(kiosk, over), 0);
	it_is(NOW_MS);
}

static void what_is_erased_unopened_is_opened_by_nobody(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	full_session(kiosk, 90, 0, session);
	assert_string_equal(book(kiosk, 92, session, 0, 2, 0), "waiting");
	assert_string_equal(tell_me(kiosk, 92, "g@example.org"), "accepted");
	int seq = kiosk->seq;
	assert_int_equal(kept(kiosk, seq), 2);
	assert_string_equal(cancel(kiosk, 92), "accepted");
	clerk_opens();
	assert_int_equal(kept(kiosk, seq), 0);
}

static void a_contact_whose_booking_never_comes_is_erased_after_two_weeks(void **state)
{
	struct kiosk *kiosk = meet(1);

	assert_string_equal(tell_me(kiosk, 99, "h@example.org"), "accepted not-here-yet");
	it_is(NOW_MS + 14 * DAY_MS - 1);
	assert_int_equal(kept(kiosk, kiosk->seq), 1); /* the log's texts go with the day */
	it_is(NOW_MS + 14 * DAY_MS);
	assert_int_equal(kept(kiosk, kiosk->seq), 0);
	it_is(NOW_MS);
}

static void a_log_that_is_sent_again_after_the_contact_was_erased_is_the_same_log(void **state)
{
	struct kiosk *kiosk = meet(3);

	assert_string_equal(tell_me(kiosk, 98, "i@example.org"), "accepted not-here-yet");
	it_is(NOW_MS + 14 * DAY_MS);
	it_is(NOW_MS);
	assert_int_equal(kept(kiosk, kiosk->seq), 0);
	assert_string_equal(field(push_text(kiosk, kiosk->seq, sent), "{0,verdict}"), "accepted");
	assert_int_equal(kept(kiosk, kiosk->seq), 0);
}

/* ---- "Are you still coming?" ---- */

static const char *still_coming(struct kiosk *kiosk, int booking)
{
	char body[128];

	snprintf(body, sizeof(body), "{\"booking\":\"%s\"}", booking_id(booking));
	return push(kiosk, "still_coming", body);
}

/* As kiosks heard it last. */
static bool is_told(int booking)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM (SELECT body FROM core.feed WHERE kind = 'booking' AND key = '%s'"
		" ORDER BY revision DESC LIMIT 1) newest WHERE body->'still_coming' = 'true'",
		booking_id(booking));
	return count_of(sql) == 1;
}

static void a_yes_is_kept_with_the_booking_and_told_to_all_kiosks(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	full_session(one, 100, 2, session);
	assert_false(is_told(100));
	assert_string_equal(still_coming(one, 100), "accepted");
	assert_true(is_told(100));
	assert_false(is_told(101));
	assert_string_equal(still_coming(two, 100), "known");
	assert_string_equal(cancel(one, 101), "accepted");
	assert_string_equal(still_coming(two, 101), "known");
	assert_string_equal(push(one, "still_coming", "{}"), "refused no-booking");
	assert_int_equal(count_of("SELECT count(*) FROM core.booking"
				  " WHERE still_coming_at = core.instant(" NOW ")"),
		1);
}

static void a_yes_that_comes_before_its_booking_is_kept_for_it(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	assert_string_equal(still_coming(two, 110), "accepted not-here-yet");
	assert_string_equal(still_coming(two, 110), "accepted not-here-yet");
	assert_string_equal(book(one, 110, session, 0, 2, 0), "accepted");
	assert_string_equal(book(one, 111, session, 0, 2, 0), "accepted");
	assert_true(is_told(110));
	assert_false(is_told(111));
}

static void who_says_yes_is_reminded_as_before(void **state)
{
	struct kiosk *kiosk = meet(1);
	char session[40];

	full_session(kiosk, 120, 2, session);
	assert_string_equal(still_coming(kiosk, 120), "accepted");
	it_is(NOW_MS + DAY_MS);
	assert_non_null(strstr(to_send(120, "kind"), "reminder"));
	it_is(NOW_MS);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_promoted_is_told_by_the_contact_that_they_left_once),
		cmocka_unit_test(on_the_day_before_who_left_a_contact_hears_of_free_places_once),
		cmocka_unit_test(a_contact_is_for_news_of_places_and_for_nothing_else),
		cmocka_unit_test(of_two_contacts_the_later_counts_however_they_come),
		cmocka_unit_test(a_contact_that_comes_before_its_booking_is_kept_for_it),
		cmocka_unit_test(the_contact_of_a_booking_that_was_merged_is_the_others),
		cmocka_unit_test(a_contact_for_no_booking_is_refused),
		cmocka_unit_test(a_contact_is_erased_with_the_booking_the_session_and_the_day),
		cmocka_unit_test(what_is_erased_unopened_is_opened_by_nobody),
		cmocka_unit_test(a_contact_whose_booking_never_comes_is_erased_after_two_weeks),
		cmocka_unit_test(
			a_log_that_is_sent_again_after_the_contact_was_erased_is_the_same_log),
		cmocka_unit_test(a_yes_is_kept_with_the_booking_and_told_to_all_kiosks),
		cmocka_unit_test(a_yes_that_comes_before_its_booking_is_kept_for_it),
		cmocka_unit_test(who_says_yes_is_reminded_as_before),
	};

	if (count != 3) {
		fprintf(stderr, "usage: centre_told PLATFORM/CENTRE KEYS\n");
		return 2;
	}
	centre_to_start = arguments[1];
	keys_path = arguments[2];
	ciphers_start();
	read_key();
	return _cmocka_run_group_tests(
		"centre_told", tests, sizeof(tests) / sizeof(*tests), begin, end);
}
