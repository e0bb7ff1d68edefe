/* Each part of a party is counted for itself at a real centre, whichever it is; numbers end where a stepper
 * does; a kiosk holds its share; and what was cut, came by the door or has not changed is told as it is. */
#include "centre_kiosks.h"

enum { PARTS = 5 };

static const char *const parts[PARTS] = {"adults", "children", "babies", "prams", "wheelchairs"};

/* Somebody of whom there are as many as like, and so many of the part. */
static const char *party_with(int part, int count)
{
	static char texts[4][64];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "{\"%s\":1,\"%s\":%d}", part == 0 ? "children" : "adults",
		parts[part], count);
	return text;
}

/* A new version of the calendar says so. */
static void plan(const char *session, int places, int door_places, const char *settings)
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\",\"title\":\"Test\","
		"\"starts_ms\":1796001000000,\"ends_ms\":1796002000000,\"opens_ms\":1796000000000,"
		"\"closes_ms\":1796002000000,\"admission\":\"both\",\"asks\":31,\"places\":%d,"
		"\"door_places\":%d,\"settings\":%s}]')",
		session, places, door_places, settings);
	query(the_staff(), sql);
}

static void plan_part(const char *session, int part, const char *held_until_ms)
{
	char settings[128];

	snprintf(settings, sizeof(settings), "{\"%s_places\":4,\"held_until_ms\":%s}", parts[part],
		held_until_ms);
	plan(session, 30, 10, settings);
}

static const char *ask_part(struct kiosk *kiosk, const char *session, int part, int count)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"session\":\"%s\",\"pool\":\"booking\",\"places\":%d,\"parts\":{\"%s\":%d}}",
		session, count ? 8 : 1, parts[part], count);
	return push(kiosk, "lease_request", body);
}

/* What a lease holds of each part; -1: it has no end. */
static const char *lease_parts(const struct kiosk *kiosk, int seq)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
		"SELECT concat_ws(' ', coalesce((parts).adults, -1), coalesce((parts).children, -1),"
		" coalesce((parts).babies, -1), coalesce((parts).prams, -1),"
		" coalesce((parts).wheelchairs, -1)) FROM core.lease WHERE lease = '%s'",
		change_id(kiosk, seq));
	return query(the_owner(), sql);
}

/* -1 but for the one. */
static const char *only(int part, int count)
{
	static char text[64];

	text[0] = '\0';
	for (int i = 0; i < PARTS; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d", i ? " " : "",
			i == part ? count : -1);
	return text;
}

static int of_part(const char *column, int part, const char *session)
{
	char expression[64];

	snprintf(expression, sizeof(expression), "(%s).%s", column, parts[part]);
	return of_session(expression, session);
}

static const char *book_parts(
	struct kiosk *kiosk, int number, const char *session, int lease, const char *party)
{
	char body[512], paid[80] = "";

	if (lease)
		snprintf(paid, sizeof(paid), "\"lease\":\"%s\",", change_id(kiosk, lease));
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",%s\"party\":%s,\"code\":\"1ABCD\"}",
		booking_id(number), session, paid, party);
	return push(kiosk, lease ? "book" : "wait", body);
}

static const char *close_lease(struct kiosk *kiosk, int lease)
{
	char body[80];

	snprintf(body, sizeof(body), "{\"lease\":\"%s\"}", change_id(kiosk, lease));
	return push(kiosk, "lease_close", body);
}

static int lease_of(struct kiosk *kiosk, const char *session, const char *pool, int places)
{
	assert_string_equal(ask_lease(kiosk, session, pool, places), "accepted");
	return kiosk->seq;
}

static const char *give(struct kiosk *kiosk, const char *session)
{
	char body[80];

	snprintf(body, sizeof(body), "{\"session\":\"%s\"}", session);
	return push(kiosk, "give_to_door", body);
}

/* ---- what a kiosk may hold ---- */

static void kiosks_that_speak_share_in_equal_parts(void **state)
{
	static const char sharing[] = "SELECT core.kiosks_that_share('micklefield')";

	meet(1);
	assert_int_equal(count_of(sharing), 1);
	meet(2);
	assert_int_equal(count_of(sharing), 2);
	query(the_owner(), "UPDATE core.kiosk SET state = 'revoked' WHERE kiosk = 2");
	assert_int_equal(count_of(sharing), 1);
	query(the_owner(), "UPDATE core.kiosk SET state = 'active' WHERE kiosk = 2");
	assert_int_equal(count_of("SELECT core.kiosks_that_share('of nobody')"), 1);
	assert_int_equal(count_of("SELECT core.equal_share(20, 3)"), 4);
	assert_int_equal(count_of("SELECT core.equal_share(20, 8)"), 2);
	assert_int_equal(count_of("SELECT core.equal_share(20, 20)"), 2);
	assert_int_equal(count_of("SELECT core.equal_share(2, 1)"), 1);
}

static void the_last_places_are_two_or_one_of_twenty(void **state)
{
	static const struct {
		int all, free;
		bool are_last;
	} cases[] = {{10, 2, true}, {10, 3, false}, {60, 3, true}, {60, 4, false}, {57, 3, false},
		{62, 3, true}};
	char sql[128];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(sql, sizeof(sql), "SELECT core.are_last(%d, %d)::integer", cases[i].all,
			cases[i].free);
		assert_int_equal(count_of(sql), cases[i].are_last);
	}
}

static const char *ask(struct kiosk *kiosk, const char *session, const char *pool, const char *more)
{
	char body[256];

	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"%s\"%s}", session, pool, more);
	return push(kiosk, "lease_request", body);
}

static void who_asks_for_none_gets_none(void **state)
{
	static const char *const none[] = {"", ",\"places\":0", ",\"places\":-3", ",\"here\":true",
		",\"places\":0,\"here\":true", ",\"places\":-3,\"here\":true"};
	static const char *const pools[] = {"booking", "door", "class"};
	struct kiosk *one = meet(1);
	char session[40];

	new_session(20, 20, session);
	plan(session, 20, 20, "{\"class_places\":20}");
	for (int pool = 0; pool < 3; pool++)
		for (int i = 0; i < 6; i++) {
			ask(one, session, pools[pool], none[i]);
			assert_int_equal(granted(one, one->seq), 0);
		}
	assert_int_equal(of_session("leased + door_leased + class_leased", session), 0);
	/* All that may lie at kiosks, where it is little. */
	new_session(4, 0, session);
	ask(one, session, "booking", ",\"places\":9");
	assert_int_equal(granted(one, one->seq), 2);
	books_balance();
}

static void a_kiosk_hears_whether_it_need_ask_again(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(3, 0, session);
	assert_string_equal(book(one, 80, session, 0, 2, 0), "accepted");
	assert_string_equal(ask(one, session, "booking", ",\"places\":1"), "accepted share-used");
	assert_string_equal(book(one, 81, session, 0, 1, 0), "accepted");
	assert_string_equal(ask(one, session, "booking", ",\"places\":1"), "accepted no-places");
	plan(session, 3, 0, "{\"class_places\":1}");
	assert_string_equal(ask(one, session, "class", ",\"places\":1"), "accepted");
	int lease = one->seq;
	assert_string_equal(ask(two, session, "class", ",\"places\":1"), "accepted share-used");
	assert_string_equal(
		book_parts(one, 82, session, lease, "{\"adults\":1,\"class\":true}"), "accepted");
	assert_string_equal(ask(two, session, "class", ",\"places\":1"), "accepted no-places");
	assert_int_equal(count_of("SELECT (result->>'places')::integer FROM core.change WHERE"
				  " reason = 'no-places' AND kind = 'lease_request' LIMIT 1"),
		0);
	change_session(session, "cancelled = true");
	assert_string_equal(
		ask(two, session, "booking", ",\"places\":1"), "accepted session-cancelled");
	assert_int_equal(
		count_of("SELECT sum((result->>'places')::integer) FROM core.change"
			 " WHERE reason IN ('session-cancelled', 'no-places', 'share-used')"),
		0);
}

/* Six were spent, and four are what may lie at kiosks. */
static void however_much_was_spent_the_library_says_how_much_lies_at_kiosks(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	query(the_owner(), "UPDATE core.site SET lease_share_percent = 10");
	new_session(40, 0, session);
	int lease = lease_of(one, session, "booking", 6);
	assert_string_equal(book(one, 83, session, lease, 6, 0), "accepted");
	assert_string_equal(close_lease(one, lease), "accepted");
	ask(one, session, "booking", ",\"places\":9");
	query(the_owner(), "UPDATE core.site SET lease_share_percent = DEFAULT");
	assert_int_equal(granted(one, one->seq), 4);
	books_balance();
}

static void nothing_is_asked_back_for_who_got_all(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], sql[256];

	new_session(10, 0, session);
	int lease = lease_of(one, session, "booking", 6);
	snprintf(sql, sizeof(sql),
		"UPDATE core.lease SET used_at = used_at - interval '1 hour' WHERE session = '%s'",
		session);
	query(the_owner(), sql);
	lease_of(two, session, "booking", 2);
	assert_false(is_recalled(one, lease));
	assert_string_equal(ask_lease(two, session, "booking", 3), "accepted no-places");
	assert_true(is_recalled(one, lease));
	books_balance();
}

/* Half of it is four; what a lease has spent is held no more, and the door is a pool of its own. */
static void of_each_part_a_kiosk_holds_its_share(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], settings[64], more[128];

	for (int part = 0; part < PARTS; part++) {
		new_session(30, 10, session);
		snprintf(settings, sizeof(settings), "{\"%s_places\":8}", parts[part]);
		plan(session, 30, 10, settings);
		ask_part(one, session, part, 3);
		assert_string_equal(lease_parts(one, one->seq), only(part, 3));
		assert_string_equal(
			book_parts(one, 50 + part, session, one->seq, party_with(part, 2)),
			"accepted");
		ask_part(one, session, part, 4);
		assert_string_equal(lease_parts(one, one->seq), only(part, 3));
		snprintf(more, sizeof(more), ",\"places\":3,\"parts\":{\"%s\":1}", parts[part]);
		ask(one, session, "door", more);
		assert_string_equal(lease_parts(one, one->seq), only(part, 1));
		assert_string_equal(close_lease(one, one->seq - 1), "accepted");
		ask_part(one, session, part, 4);
		assert_string_equal(lease_parts(one, one->seq), only(part, 3));
		ask_part(two, session, part, 4);
		assert_string_equal(lease_parts(two, two->seq), only(part, 1));

		new_session(30, 10, session);
		plan(session, 30, 10, settings);
		snprintf(more, sizeof(more), ",\"places\":6,\"here\":true,\"parts\":{\"%s\":6}",
			parts[part]);
		ask(one, session, "booking", more);
		assert_string_equal(lease_parts(one, one->seq), only(part, 6));
		ask_part(one, session, part, 1);
		assert_string_equal(lease_parts(one, one->seq), only(part, 0));
		books_balance();
	}
}

/* It knows how many prams there are, and not yet how many wheelchairs. */
static void a_limit_that_a_lease_knows_stays_where_another_gives_way(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(30, 10, session);
	plan(session, 30, 10, "{\"prams_places\":1}");
	ask_part(one, session, 3, 1);
	int lease = one->seq;
	plan(session, 30, 10, "{\"prams_places\":1,\"wheelchairs_places\":1}");
	assert_string_equal(
		book_parts(one, 90, session, lease, "{\"adults\":1,\"prams\":1,\"wheelchairs\":2}"),
		"accepted");
	assert_int_equal(of_session("(parts_places).wheelchairs", session), 2);
	assert_int_equal(of_session("(parts_places).prams", session), 1);
	books_balance();
}

static void the_last_place_that_is_kept_is_a_members(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(2, 0, session);
	plan(session, 2, 0, "{\"members_places\": 1}");
	assert_string_equal(ask_lease(one, session, "booking", 2), "accepted no-places");
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted");
	assert_string_equal(ask_lease(two, session, "members", 1), "accepted");
	books_balance();
}

static void lie_idle(const char *session)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"UPDATE core.lease SET used_at = used_at - interval '30 minutes' WHERE session = '%s'",
		session);
	query(the_owner(), sql);
}

static void one_idle_place_is_asked_back_and_a_lease_without_any_is_not(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(4, 0, session);
	assert_string_equal(ask_lease(one, session, "booking", 1), "accepted");
	int lease = one->seq;
	book(one, 383, session, 0, 3, 0);
	lie_idle(session);
	assert_string_equal(ask_lease(two, session, "booking", 1), "accepted no-places");
	assert_true(is_recalled(one, lease));

	new_session(4, 0, session);
	assert_string_equal(ask_lease(one, session, "booking", 4), "accepted");
	lease = one->seq;
	book(one, 384, session, lease, 4, 0);
	lie_idle(session);
	assert_string_equal(ask_lease(two, session, "booking", 1), "accepted no-places");
	assert_false(is_recalled(one, lease));
	books_balance();
}

/* It would come after who stands there has gone. */
static void for_who_stands_at_a_door_no_equal_share_is_asked_back(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	new_session(0, 8, session);
	assert_string_equal(ask_lease(one, session, "door", 2), "accepted");
	int lease = one->seq;
	lie_idle(session);
	assert_string_equal(ask_lease(two, session, "door", 7), "accepted no-places");
	assert_false(is_recalled(one, lease));
	assert_string_equal(ask_lease(one, session, "door", 2), "accepted");
	lie_idle(session);
	assert_string_equal(ask_lease(two, session, "door", 7), "accepted no-places");
	assert_true(is_recalled(one, lease));
	books_balance();
}

/* ---- each part ---- */

static void of_each_part_so_many_are_leased_spent_and_waited_for(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	for (int part = 0; part < PARTS; part++) {
		int booking = 100 + 10 * part;

		new_session(30, 10, session);
		plan_part(session, part, NOW);
		ask_part(one, session, part, 3);
		int lease = one->seq;
		assert_string_equal(lease_parts(one, lease), only(part, 2));
		assert_int_equal(of_part("parts_leased", part, session), 2);
		assert_string_equal(
			book_parts(one, booking, session, lease, party_with(part, 2)), "accepted");
		assert_int_equal(of_part("parts_used", part, session), 2);
		assert_int_equal(of_part("parts_leased", part, session), 0);
		ask_part(one, session, part, 0);
		int without = one->seq;
		assert_int_equal(granted(one, without), 1);
		ask_part(two, session, part, 3);
		int with = two->seq;
		assert_string_equal(lease_parts(two, with), only(part, 2));
		/* Nothing of it is left; who holds some of it is asked, and who does not is not. */
		assert_string_equal(
			book_parts(one, booking + 1, session, 0, party_with(part, 1)), "waiting");
		assert_true(is_recalled(two, with));
		assert_false(is_recalled(one, without));
		assert_string_equal(close_lease(two, with), "accepted");
		assert_string_equal(state_of(booking + 1), "confirmed");
		assert_int_equal(of_part("parts_used", part, session), 3);
		/* One is left, and somebody waits for two. */
		assert_string_equal(
			book_parts(one, booking + 2, session, 0, party_with(part, 2)), "waiting");
		ask_part(two, session, part, 1);
		assert_string_equal(lease_parts(two, two->seq), only(part, 0));
		assert_string_equal(close_lease(two, two->seq), "accepted");
		assert_string_equal(cancel(one, booking + 2), "accepted");
		ask_part(two, session, part, 1);
		assert_string_equal(lease_parts(two, two->seq), only(part, 1));
		books_balance();
	}
}

static void of_each_part_as_many_are_the_doors_as_nobody_came_for(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40];

	for (int part = 0; part < PARTS; part++) {
		int booking = 200 + 10 * part;

		new_session(30, 10, session);
		plan_part(session, part, NOW);
		assert_string_equal(
			book_parts(one, booking, session, 0, party_with(part, 3)), "accepted");
		assert_string_equal(
			book_parts(one, booking + 1, session, 0, party_with(part, 1)), "accepted");
		assert_string_equal(
			check_in(one, booking + 1, session, booking + 1, 0, 0), "accepted");
		int came = of_session("confirmed", session);
		assert_string_equal(give(one, session), "accepted not-all-kiosks");
		assert_string_equal(give(two, session), "accepted");
		assert_int_equal(of_part("parts_used", part, session), 1);
		int given = of_session("given_to_door", session);
		assert_int_equal(given, part < 3 ? 4 : 1);
		assert_int_equal(of_session("confirmed", session), came - given);
		plan_part(session, part, "1796000900000");
		assert_int_equal(of_part("parts_used", part, session), 4);
		assert_int_equal(of_session("confirmed", session), came);
		assert_int_equal(of_session("places", session), 30);
	}
}

/* Who waits for a pram does not need what is free of another part for now: kiosks may have it, and know that
 * somebody will want it. */
static void what_is_free_of_a_part_is_leased_past_who_waits_for_another(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], settings[128], party[128];

	for (int part = 0; part < PARTS; part++) {
		const char *missing = part == 3 ? "wheelchairs" : "prams";
		int booking = 250 + 2 * part;

		new_session(30, 10, session);
		snprintf(settings, sizeof(settings), "{\"%s_places\":1,\"%s_places\":1}",
			parts[part], missing);
		plan(session, 30, 10, settings);
		snprintf(party, sizeof(party), "{\"%s\":1,\"%s\":1}",
			part == 0 ? "children" : "adults", missing);
		assert_string_equal(book_parts(one, booking, session, 0, party), "accepted");
		snprintf(party, sizeof(party), "{\"%s\":1,\"%s\":1,\"%s\":1}",
			part == 0 ? "children" : "adults", missing, parts[part]);
		assert_string_equal(book_parts(one, booking + 1, session, 0, party), "waiting");
		ask_part(two, session, part, 1);
		assert_int_equal(of_part("parts_leased", part, session), 1);
		assert_true(is_recalled(two, two->seq));
		books_balance();
	}
}

/* And is no reason that another session has more of it. */
static void a_lease_from_before_a_limit_stands_for_what_it_pays(void **state)
{
	struct kiosk *one = meet(1);
	char session[40], full[40], settings[64];

	for (int part = 0; part < PARTS; part++) {
		int booking = 270 + 2 * part;

		snprintf(settings, sizeof(settings), "{\"%s_places\":1}", parts[part]);
		new_session(30, 10, full);
		plan(full, 30, 10, settings);
		assert_string_equal(
			book_parts(one, booking, full, 0, party_with(part, 1)), "accepted");
		new_session(30, 10, session);
		int lease = lease_of(one, session, "booking", 6);
		plan(session, 30, 10, settings);
		assert_true(is_recalled(one, lease));
		assert_string_equal(
			book_parts(one, booking + 1, session, lease, party_with(part, 3)),
			"accepted");
		assert_int_equal(of_part("parts_places", part, session), 3);
		assert_int_equal(of_part("parts_places", part, full), 1);
		books_balance();
	}
}

static void a_class_and_families_do_not_wait_for_each_other(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(2, 0, session);
	plan(session, 2, 0, "{\"class_places\":10}");
	assert_string_equal(book(one, 290, session, 0, 2, 0), "accepted");
	assert_string_equal(
		book_parts(one, 291, session, 0, "{\"children\":10,\"class\":true}"), "accepted");
	assert_string_equal(
		book_parts(one, 292, session, 0, "{\"children\":5,\"class\":true}"), "waiting");
	assert_string_equal(
		book_parts(one, 293, session, 0, "{\"children\":6,\"class\":true}"), "waiting");
	assert_string_equal(
		book_parts(one, 294, session, 0, "{\"children\":1,\"class\":true}"), "waiting");
	assert_string_equal(book(one, 295, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(one, 291), "accepted");
	assert_string_equal(state_of(292), "confirmed");
	assert_string_equal(state_of(293), "waiting");
	assert_string_equal(state_of(294), "waiting");
	assert_string_equal(state_of(295), "waiting");
	assert_string_equal(book(one, 296, session, 0, 1, 0), "waiting");
	assert_string_equal(cancel(one, 290), "accepted");
	assert_string_equal(state_of(295), "confirmed");
	assert_string_equal(state_of(296), "confirmed");
	assert_string_equal(state_of(293), "waiting");
	assert_string_equal(cancel(one, 292), "accepted");
	assert_string_equal(state_of(293), "confirmed");
	assert_string_equal(state_of(294), "confirmed");
	books_balance();
}

/* ---- where numbers end ---- */

static bool is_taken(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool is_taken(const char *format, ...)
{
	char sql[SQL_BYTES];
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	const char *error = error_of(the_owner(), sql);
	assert_true(*error == '\0' || strcmp(error, "22000") == 0);
	return *error == '\0';
}

static void a_party_is_what_a_stepper_can_say(void **state)
{
	assert_true(is_taken("SELECT core.read_party('{\"adults\":20}')"));
	assert_false(is_taken("SELECT core.read_party('{\"adults\":21}')"));
	assert_true(is_taken("SELECT core.read_party('{\"adults\":99}', 'class')"));
	assert_false(is_taken("SELECT core.read_party('{\"adults\":100}', 'class')"));
	assert_true(is_taken("SELECT core.read_extra('{}')"));
	assert_true(is_taken("SELECT core.read_extra('{\"extra\":297}')"));
	assert_false(is_taken("SELECT core.read_extra('{\"extra\":298}')"));
	assert_false(is_taken("SELECT core.read_extra('{\"extra\":-1}')"));
	for (int part = 0; part < PARTS; part++) {
		const char *name = parts[part];
		assert_true(
			is_taken("SELECT core.read_extra('{\"extra_parts\":{\"%s\":99}}')", name));
		assert_false(
			is_taken("SELECT core.read_extra('{\"extra_parts\":{\"%s\":100}}')", name));
		assert_false(
			is_taken("SELECT core.read_extra('{\"extra_parts\":{\"%s\":-1}}')", name));
	}
}

static void a_change_has_an_id_and_a_body(void **state)
{
	static const char read[] =
		"SELECT core.read_change(k, 1, now(), '{%s}') FROM core.kiosk k WHERE kiosk = 1";

	meet(1);
	assert_true(is_taken(read,
		"\"id\":\"01900000-0000-7000-8000-000000000001\",\"kind\":\"void\",\"body\":{}"));
	assert_false(is_taken(read, "\"kind\":\"void\",\"body\":{}"));
	assert_false(is_taken(read,
		"\"id\":\"01900000-0000-7000-8000-000000000001\",\"kind\":\"void\",\"body\":1"));
	assert_false(is_taken(
		read, "\"id\":\"01900000-0000-7000-8000-000000000001\",\"kind\":\"void\""));
}

static bool greets(const char *body)
{
	char sql[512];

	snprintf(sql, sizeof(sql), "SELECT (core.read_greeting(%s) IS NOT NULL)::integer", body);
	return count_of(sql) == 1;
}

static void a_greeting_is_a_box_of_a_guest_as_long_as_a_kiosk_makes_one(void **state)
{
	assert_true(greets("jsonb_build_object('greeting', repeat('A', 56))"));
	assert_false(greets("jsonb_build_object('greeting', repeat('A', 55))"));
	assert_true(greets("jsonb_build_object('greeting', repeat('A', 766) || '==')"));
	assert_false(greets("jsonb_build_object('greeting', repeat('A', 769))"));
	assert_false(greets("jsonb_build_object('greeting', repeat('A', 60) || '===')"));
	assert_false(greets("jsonb_build_object('greeting', repeat('.', 60))"));
	assert_false(greets("jsonb_build_object('greeting', repeat('A', 60), 'holder', 'x')"));
	assert_false(greets("'{}'"));
}

/* ---- what was cut ---- */

/* As kiosks heard last. */
static int told(const char *session, const char *what)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT body->>'%s' FROM core.feed WHERE kind = 'session' AND key = '%s'"
		" ORDER BY revision DESC LIMIT 1",
		what, session);
	return count_of(sql);
}

static void what_was_cut_goes_as_promises_end(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(10, 10, session);
	plan(session, 10, 10, "{\"class_places\":30}");
	int family = lease_of(one, session, "booking", 5);
	int families = lease_of(one, session, "booking", 3);
	int door = lease_of(one, session, "door", 4), doors = lease_of(one, session, "door", 3);
	int class = lease_of(one, session, "class", 12),
	    classes = lease_of(one, session, "class", 8);
	assert_string_equal(book(one, 300, session, family, 2, 0), "accepted");
	assert_string_equal(check_in(one, 300, session, 0, 1, door), "accepted");
	assert_string_equal(book_parts(one, 301, session, class, "{\"children\":4,\"class\":true}"),
		"accepted");
	plan(session, 3, 2, "{\"class_places\":5}");
	assert_int_equal(of_session("places", session), 8);
	assert_int_equal(of_session("door_places", session), 7);
	assert_int_equal(of_session("class_places", session), 20);
	assert_string_equal(close_lease(one, families), "accepted");
	assert_int_equal(of_session("places", session), 5);
	assert_int_equal(told(session, "places"), 5);
	assert_string_equal(close_lease(one, doors), "accepted");
	assert_int_equal(of_session("door_places", session), 4);
	assert_int_equal(told(session, "door_places"), 4);
	assert_string_equal(close_lease(one, classes), "accepted");
	assert_int_equal(of_session("class_places", session), 12);
	assert_string_equal(close_lease(one, family), "accepted");
	assert_string_equal(close_lease(one, door), "accepted");
	assert_string_equal(close_lease(one, class), "accepted");
	assert_int_equal(of_session("places", session), 3);
	assert_int_equal(of_session("door_places", session), 2);
	assert_int_equal(of_session("class_places", session), 5);
	books_balance();
}

static void a_session_of_which_nothing_was_cut_is_not_told_again(void **state)
{
	struct kiosk *one = meet(1);
	char session[40];

	new_session(6, 4, session);
	plan(session, 6, 4, "{\"class_places\":5,\"prams_places\":2}");
	int revision = of_session("revision", session);
	assert_string_equal(book(one, 310, session, 0, 4, 0), "accepted");
	assert_string_equal(book(one, 311, session, 0, 3, 0), "waiting");
	int door = lease_of(one, session, "door", 4);
	assert_string_equal(book(one, 312, session, 0, 1, 0), "waiting");
	assert_false(is_recalled(one, door));
	assert_string_equal(close_lease(one, door), "accepted");
	assert_string_equal(cancel(one, 310), "accepted");
	assert_string_equal(state_of(311), "confirmed");
	assert_int_equal(of_session("revision", session), revision);
	books_balance();
}

/* ---- what lies at kiosks ---- */

static void what_was_spent_four_hours_ago_makes_no_share_larger(void **state)
{
	struct kiosk *one = meet(1);
	char session[40], body[256], sql[512];

	meet(2);
	new_session(40, 0, session);
	ask_lease(one, session, "booking", 14);
	assert_string_equal(book(one, 320, session, one->seq, 14, 0), "accepted");
	snprintf(sql, sizeof(sql),
		"UPDATE core.lease SET used_at = to_timestamp(" NOW
		" / 1000.0) - interval '4 hours' WHERE session = '%s'",
		session);
	query(the_owner(), sql);
	snprintf(body, sizeof(body), "{\"session\":\"%s\",\"pool\":\"booking\",\"places\":100}",
		session);
	assert_string_equal(push(one, "lease_request", body), "accepted");
	assert_int_equal(granted(one, one->seq),
		(20 + count_of("SELECT core.kiosks_that_share('micklefield')") - 1) /
			count_of("SELECT core.kiosks_that_share('micklefield')"));
	books_balance();
}

/* ---- who came ---- */

static int attendances(const char *session)
{
	char sql[256];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM report.attendance WHERE session = '%s'",
		session);
	return count_of(sql);
}

/* Let in by card at one kiosk, and by a ticket at another that had not heard whose it is. */
static void who_came_by_card_and_by_a_ticket_that_is_merged_later_came_once(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], body[512];

	new_session(20, 5, session);
	int lease = lease_of(two, session, "booking", 6);
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000340\",\"session\":\"%s\","
		"\"holder\":\"cccccccc-0000-7000-8000-000000000340\",\"party\":{\"adults\":2},"
		"\"extra\":0,\"how\":\"walk-in\",\"code\":\"OK\",\"facts\":{}}",
		session);
	assert_string_equal(push(one, "check_in", body), "accepted");
	assert_string_equal(check_in(two, 341, session, 341, 0, 0), "accepted");
	assert_int_equal(attendances(session), 2);
	assert_string_equal(book(one, 340, session, 0, 2, 340), "accepted");
	assert_string_equal(book(two, 341, session, lease, 2, 340), "known booked-already");
	assert_int_equal(attendances(session), 1);
	books_balance();
}

static const char *walk_in(struct kiosk *kiosk, int attendance, const char *session, int holder)
{
	char body[512];

	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"session\":\"%s\","
		"\"holder\":\"cccccccc-0000-7000-8000-%012d\",\"party\":{\"adults\":2},"
		"\"extra\":0,\"how\":\"walk-in\",\"code\":\"OK\",\"facts\":{}}",
		attendance, session, holder);
	return push(kiosk, "check_in", body);
}

static void who_went_again_and_comes_back_is_here(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], other[40];

	new_session(10, 10, session);
	new_session(10, 10, other);
	assert_string_equal(walk_in(one, 350, session, 350), "accepted");
	assert_string_equal(walk_in(two, 351, session, 350), "known here-already");
	assert_string_equal(walk_in(two, 352, other, 350), "accepted");
	/* Who has it taken back that was not counted takes nothing away. */
	assert_string_equal(undo(two, 351), "accepted");
	assert_int_equal(attendances(session), 1);
	assert_string_equal(undo(one, 350), "accepted");
	assert_int_equal(attendances(session), 0);
	assert_string_equal(walk_in(two, 353, session, 350), "accepted");
	assert_int_equal(attendances(session), 1);
	assert_int_equal(attendances(other), 1);
	assert_string_equal(book(one, 354, session, 0, 2, 0), "accepted");
	assert_string_equal(check_in(one, 354, session, 354, 0, 0), "accepted");
	assert_string_equal(undo(one, 354), "accepted");
	assert_string_equal(check_in(two, 355, session, 354, 0, 0), "accepted");
	assert_int_equal(attendances(session), 2);
}

/* The other kiosk says where and since when. */
static void who_is_here_already_is_told_since_when_and_by_which_kiosk(void **state)
{
	struct kiosk *one = meet(1), *two = meet(2);
	char session[40], sql[256];

	new_session(10, 10, session);
	assert_string_equal(walk_in(one, 360, session, 360), "accepted");
	assert_string_equal(walk_in(two, 361, session, 360), "known here-already");
	snprintf(sql, sizeof(sql),
		"SELECT concat(result->>'kiosk', ' ', result->>'since_ms') FROM core.change"
		" WHERE kiosk = 2 AND seq = %d",
		two->seq);
	assert_string_equal(query(the_owner(), sql), "1 " NOW);
}

static void all_that_came_by_the_door_is_given_back_when_it_is_undone(void **state)
{
	struct kiosk *one = meet(1);
	char session[40], body[512];

	new_session(10, 8, session);
	change_session(session, "settings = '{\"class_places\": 4}', class_places = 4");
	ask_lease(one, session, "door", 4);
	int lease = one->seq;
	assert_string_equal(check_in(one, 370, session, 0, 2, lease), "accepted");
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-%012d\",\"party\":{\"adults\":2,"
		"\"babies\":1},\"lease\":\"%s\",\"extra\":1}",
		370, change_id(one, lease));
	assert_string_equal(push(one, "check_in_party", body), "accepted");
	assert_int_equal(of_session("door_used", session), 3);
	int revision = of_session("revision", session);
	assert_string_equal(undo(one, 370), "accepted");
	assert_int_equal(of_session("door_used", session), 0);
	assert_int_equal(of_session("revision", session), revision + 1);
	/* A class that came and went makes room for the one that waits. */
	ask_lease(one, session, "class", 4);
	snprintf(body, sizeof(body),
		"{\"attendance\":\"dddddddd-0000-7000-8000-000000000371\",\"session\":\"%s\","
		"\"lease\":\"%s\",\"party\":{\"children\":4,\"class\":true},\"extra\":4,"
		"\"how\":\"drop-in\"}",
		session, change_id(one, one->seq));
	assert_string_equal(push(one, "check_in", body), "accepted");
	assert_int_equal(of_session("class_used", session), 4);
	snprintf(body, sizeof(body),
		"{\"booking\":\"%s\",\"session\":\"%s\",\"party\":{\"children\":3,\"class\":true},"
		"\"code\":\"1ABCD\"}",
		booking_id(371), session);
	assert_string_equal(push(one, "wait", body), "waiting");
	assert_string_equal(undo(one, 371), "accepted");
	assert_string_equal(state_of(371), "confirmed");
	books_balance();
}

/* ---- whom staff hear of ---- */

static int exceptions(const char *kind)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.exception WHERE kind = '%s' AND reason = 'no-session'",
		kind);
	return count_of(sql);
}

static void staff_hear_of_a_refused_visitor_and_of_no_refused_lease(void **state)
{
	static const char nowhere[] = "55555555-0000-7000-8000-999999999999";
	struct kiosk *one = meet(1);

	assert_string_equal(ask_lease(one, nowhere, "booking", 2), "refused no-session");
	assert_int_equal(exceptions("lease_request"), 0);
	assert_string_equal(book(one, 330, nowhere, 0, 2, 0), "refused no-session");
	assert_int_equal(exceptions("wait"), 1);
	assert_string_equal(check_in(one, 330, nowhere, 0, 0, 0), "refused no-session");
	assert_int_equal(exceptions("check_in"), 1);
	assert_string_equal(give(one, nowhere), "refused no-session");
	assert_string_equal(push(one, "no such kind", "{}"), "quarantined unknown-kind");
	assert_int_equal(count_of("SELECT count(*) FROM core.exception"
				  " WHERE kind = 'no such kind' AND reason = 'unknown-kind'"),
		1);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kiosks_that_speak_share_in_equal_parts),
		cmocka_unit_test(the_last_places_are_two_or_one_of_twenty),
		cmocka_unit_test(who_asks_for_none_gets_none),
		cmocka_unit_test(a_kiosk_hears_whether_it_need_ask_again),
		cmocka_unit_test(however_much_was_spent_the_library_says_how_much_lies_at_kiosks),
		cmocka_unit_test(nothing_is_asked_back_for_who_got_all),
		cmocka_unit_test(of_each_part_a_kiosk_holds_its_share),
		cmocka_unit_test(a_limit_that_a_lease_knows_stays_where_another_gives_way),
		cmocka_unit_test(the_last_place_that_is_kept_is_a_members),
		cmocka_unit_test(one_idle_place_is_asked_back_and_a_lease_without_any_is_not),
		cmocka_unit_test(for_who_stands_at_a_door_no_equal_share_is_asked_back),
		cmocka_unit_test(of_each_part_so_many_are_leased_spent_and_waited_for),
		cmocka_unit_test(of_each_part_as_many_are_the_doors_as_nobody_came_for),
		cmocka_unit_test(what_is_free_of_a_part_is_leased_past_who_waits_for_another),
		cmocka_unit_test(a_lease_from_before_a_limit_stands_for_what_it_pays),
		cmocka_unit_test(a_class_and_families_do_not_wait_for_each_other),
		cmocka_unit_test(a_party_is_what_a_stepper_can_say),
		cmocka_unit_test(a_change_has_an_id_and_a_body),
		cmocka_unit_test(a_greeting_is_a_box_of_a_guest_as_long_as_a_kiosk_makes_one),
		cmocka_unit_test(what_was_cut_goes_as_promises_end),
		cmocka_unit_test(a_session_of_which_nothing_was_cut_is_not_told_again),
		cmocka_unit_test(what_was_spent_four_hours_ago_makes_no_share_larger),
		cmocka_unit_test(who_came_by_card_and_by_a_ticket_that_is_merged_later_came_once),
		cmocka_unit_test(who_went_again_and_comes_back_is_here),
		cmocka_unit_test(who_is_here_already_is_told_since_when_and_by_which_kiosk),
		cmocka_unit_test(all_that_came_by_the_door_is_given_back_when_it_is_undone),
		cmocka_unit_test(staff_hear_of_a_refused_visitor_and_of_no_refused_lease),
	};

	centre_to_start = count > 1 ? arguments[1] : NULL;
	return count > 1 ? cmocka_run_group_tests(tests, begin, end) : 2;
}
