/* Which lease a party is spent from, how many places to ask for, when to give one back. */
#include "rules/places.h"

#include "base/clock.h"
#include "rows.h"

enum { LEASES = 5, NOW = 1000, STARTS = 5000, ENDS = 9000 };

/* clang-format off */
#define OPEN(all, rest) {.pool = POOL_BOOKING, .state = LEASE_OPEN, .granted = all, .left = rest}
#define DOOR(all, rest) {.pool = POOL_DOOR, .state = LEASE_OPEN, .granted = all, .left = rest}
#define CLOSED(all) {.pool = POOL_BOOKING, .state = LEASE_CLOSED, .granted = all, .left = all}
#define ASKED {.pool = POOL_BOOKING, .state = LEASE_ASKED}
#define NO_LEASE {.granted = 0}
/* clang-format on */

struct choice {
	const char *name;
	int people, chosen, on_hand;
	int count;
	struct lease leases[LEASES];
};

static const struct choice choices[] = {
	{"no lease, no place", 1, -1, 0, 0, {NO_LEASE}},
	{"the whole party from one lease", 3, 0, 12, 1, {OPEN(12, 12)}},
	{"exactly as many as are left", 12, 0, 12, 1, {OPEN(12, 12)}},
	{"one more than are left", 13, -1, 12, 1, {OPEN(12, 12)}},
	{"two leases are not added up", 4, -1, 3, 2, {OPEN(3, 3), OPEN(3, 3)}},
	{"the smallest that suffices is spent", 3, 1, 12, 3,
		{OPEN(12, 12), OPEN(5, 4), OPEN(2, 2)}},
	{"what was granted does not count, what is left does", 3, 1, 4, 2,
		{OPEN(12, 2), OPEN(4, 4)}},
	{"the first of equals", 2, 0, 4, 2, {OPEN(4, 4), OPEN(4, 4)}},
	{"places of the door are not for bookings", 2, -1, 0, 1, {DOOR(6, 6)}},
	{"a closed lease is spent by nobody", 2, -1, 0, 1, {CLOSED(6)}},
	{"an asked lease is none yet", 1, -1, 0, 1, {ASKED}},
};

static void is_chosen(void **state)
{
	const struct choice *row = *state;

	struct places_wish wish = {.places.people = row->people};

	assert_int_equal(places_choose(row->leases, row->count, &wish), row->chosen);
	assert_int_equal(places_on_hand(row->leases, row->count, &wish), row->on_hand);
}

struct question {
	const char *name;
	int places, asked;
	int64_t now_ms;
	int count;
	struct lease leases[LEASES];
	bool cancelled, drop_in, unknown;
};

static const struct question questions[] = {
	{"a new session: this kiosk's share", 30, 12, NOW, 0, {NO_LEASE}},
	{"a small room: one family's places", 6, 4, NOW, 0, {NO_LEASE}},
	{"a very small room: all there is", 2, 2, NOW, 0, {NO_LEASE}},
	{"a session without places", 0, 0, NOW, 0, {NO_LEASE}},
	{"as the demo starts: enough", 30, 0, NOW, 1, {OPEN(12, 12)}},
	{"half of it sold: still enough", 30, 0, NOW, 1, {OPEN(12, 6)}},
	{"more than half sold: filled up", 30, 7, NOW, 1, {OPEN(12, 5)}},
	{"all sold: filled up", 30, 12, NOW, 1, {OPEN(12, 0)}},
	{"half of it, and just enough for a family", 20, 0, NOW, 1, {OPEN(8, 4)}},
	{"enough, but in crumbs: one family more", 30, 4, NOW, 3,
		{OPEN(3, 3), OPEN(3, 3), OPEN(3, 3)}},
	{"asked already", 30, 0, NOW, 2, {OPEN(12, 2), ASKED}},
	{"the last answer was none", 30, 0, NOW, 2, {OPEN(12, 2), CLOSED(0)}},
	{"a lease that was given back is no refusal", 30, 12, NOW, 1, {CLOSED(12)}},
	{"the door's places do not help bookings", 30, 12, NOW, 1, {DOOR(6, 6)}},
	{"a second before the start", 30, 12, STARTS - 1, 0, {NO_LEASE}},
	{"it has started", 30, 0, STARTS, 0, {NO_LEASE}},
	{"it is cancelled", 30, 0, NOW, 0, {NO_LEASE}, .cancelled = true},
	{"nobody books a drop-in", 30, 0, NOW, 0, {NO_LEASE}, .drop_in = true},
	{"the centre has not told of it", 30, 0, NOW, 0, {NO_LEASE}, .unknown = true},
};

/* Somebody stands here with five. */
static const struct question urgent[] = {
	{"nothing is here: the usual share", 30, 12, NOW, 0, {NO_LEASE}},
	{"a small share: as many as are wanted", 8, 5, NOW, 0, {NO_LEASE}},
	{"enough are here", 30, 0, NOW, 1, {OPEN(12, 5)}},
	{"one too few, though the share is not low", 10, 5, NOW, 1, {OPEN(4, 4)}},
	{"asked already, too few are here", 30, 0, NOW, 2, {OPEN(12, 2), ASKED}},
	{"the last answer was none, too few are here", 30, 0, NOW, 2, {OPEN(12, 2), CLOSED(0)}},
	{"more than the session has", 4, 0, NOW, 0, {NO_LEASE}},
	{"all that the session has", 5, 5, NOW, 0, {NO_LEASE}},
	{"too late: it has started", 30, 0, STARTS, 0, {NO_LEASE}},
	{"too late: it is cancelled", 30, 0, NOW, 0, {NO_LEASE}, .cancelled = true},
	{"a drop-in is asked for by nobody", 30, 0, NOW, 0, {NO_LEASE}, .drop_in = true},
	{"what the centre does not know", 30, 0, NOW, 0, {NO_LEASE}, .unknown = true},
};

static struct session session_of(const struct question *row)
{
	return (struct session){
		.starts_ms = STARTS,
		.ends_ms = ENDS,
		.opens_ms = 0,
		.closes_ms = ENDS,
		.places = row->places,
		.door_places = 15,
		.admission = row->drop_in ? ADMISSION_DROP_IN : ADMISSION_BOTH,
		.cancelled = row->cancelled,
		.revision = !row->unknown,
	};
}

static void is_asked_for(void **state)
{
	const struct question *row = *state;
	struct session session = session_of(row);

	assert_int_equal(
		places_to_ask(&session, POOL_BOOKING, row->leases, row->count, row->now_ms),
		row->asked);
}

static void is_asked_for_at_once(void **state)
{
	const struct question *row = *state;
	struct session session = session_of(row);

	assert_int_equal(places_to_ask_for(&session, row->leases, row->count,
				 &(struct places_wish){.places.people = 5}, row->now_ms),
		row->asked);
}

static void a_full_table_asks_for_nothing(void **state)
{
	struct session session = {.starts_ms = STARTS,
		.ends_ms = ENDS,
		.places = 100,
		.admission = ADMISSION_BOTH,
		.revision = 1};
	struct lease leases[LEASES_A_SESSION_MAX] = {NO_LEASE};

	for (int i = 0; i < LEASES_A_SESSION_MAX; i++)
		leases[i] = (struct lease)OPEN(1, 1);
	assert_int_equal(
		places_to_ask(&session, POOL_BOOKING, leases, LEASES_A_SESSION_MAX, NOW), 0);
	leases[0].state = LEASE_CLOSED;
	assert_int_equal(
		places_to_ask(&session, POOL_BOOKING, leases, LEASES_A_SESSION_MAX, NOW), 33);
}

static void the_door_is_filled_until_the_end(void **state)
{
	struct session session = {
		.starts_ms = STARTS, .ends_ms = ENDS, .door_places = 15, .revision = 1};

	assert_int_equal(places_to_ask(&session, POOL_DOOR, NULL, 0, ENDS - 1), 6);
	assert_int_equal(places_to_ask(&session, POOL_DOOR, NULL, 0, ENDS), 0);
}

static void a_share_is_rounded_down(void **state)
{
	struct session session = {.places = 30, .door_places = 14, .admission = ADMISSION_BOTH};

	assert_int_equal(places_share(&session, POOL_BOOKING), 12);
	assert_int_equal(places_share(&session, POOL_DOOR), 5);
	session.admission = ADMISSION_DROP_IN;
	session.places = 30;
	assert_int_equal(places_share(&session, POOL_DOOR), 5);
	session.places = 2;
	session.admission = ADMISSION_BOTH;
	assert_int_equal(places_share(&session, POOL_BOOKING), 0);
	session.places = 99;
	assert_int_equal(places_share(&session, POOL_BOOKING), 39);
	session.places = 0;
	assert_int_equal(places_share(&session, POOL_BOOKING), 0);
	session.admission = ADMISSION_DROP_IN;
	assert_int_equal(places_in_all(&session, POOL_BOOKING), 0);
}

struct ending {
	const char *name;
	struct lease lease;
	int64_t now_ms;
	bool cancelled, closes;
};

static const struct ending endings[] = {
	{"before the start a lease stays", OPEN(12, 5), STARTS - 1, false, false},
	{"when it starts, booking places go back", OPEN(12, 5), STARTS, false, true},
	{"the door's places stay while it is on", DOOR(6, 5), ENDS - 1, false, false},
	{"when it ends, the door's places go back", DOOR(6, 5), ENDS, false, true},
	{"a cancelled session keeps no places", OPEN(12, 5), NOW, true, true},
	{"a spent lease is closed", OPEN(12, 0), NOW, false, true},
	{"a closed lease is not closed again", CLOSED(12), ENDS, false, false},
	{"an asked lease cannot be closed yet", ASKED, ENDS, false, false},
};

static void is_closed(void **state)
{
	const struct ending *row = *state;
	struct session session = {
		.starts_ms = STARTS, .ends_ms = ENDS, .cancelled = row->cancelled};

	assert_int_equal(
		places_should_close(&session, &row->lease, 1, 0, row->now_ms), row->closes);
}

/* ---- a vector ---- */

static const struct lease with_two_prams = {.pool = POOL_BOOKING,
	.state = LEASE_OPEN,
	.granted = 12,
	.left = 12,
	.limits = 1U << PARTY_PRAMS,
	.parts = {[PARTY_PRAMS] = 2}};

static struct places_wish family_with_prams(int prams)
{
	struct party party = {.count = {[PARTY_ADULTS] = 1, [PARTY_BABIES] = 2}};

	party.count[PARTY_PRAMS] = prams;
	return (struct places_wish){.places = places_of(&party)};
}

static void a_lease_pays_all_of_a_family_or_nothing(void **state)
{
	struct places_wish two = family_with_prams(2), three = family_with_prams(3);

	assert_true(places_pay(&with_two_prams, &two));
	assert_false(places_pay(&with_two_prams, &three));
	assert_int_equal(places_missing(&with_two_prams, 1, &three), PARTY_PRAMS);
	assert_int_equal(places_missing(&with_two_prams, 1, &two), PARTY_PARTS);
}

static void what_lacks_people_does_not_lack_a_part(void **state)
{
	struct places_wish wish = family_with_prams(3);

	wish.places.people = 13;
	assert_int_equal(places_missing(&with_two_prams, 1, &wish), PARTY_PARTS);
}

static void a_lease_lacks_the_part_of_which_it_has_too_few(void **state)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		struct lease lease = {.state = LEASE_OPEN, .left = 12, .limits = 1U << part};
		struct places_wish wish = {.places.people = 1};

		wish.places.parts[part] = 1;
		assert_int_equal(places_missing(&lease, 1, &wish), part);
		lease.parts[part] = 1;
		assert_int_equal(places_missing(&lease, 1, &wish), PARTY_PARTS);
	}
}

static void one_adult_more_is_one_of_the_people_and_of_the_adults(void **state)
{
	struct party before = {.count[PARTY_ADULTS] = 1}, party = {.count[PARTY_ADULTS] = 2};
	struct places more = places_more(&party, &before);

	assert_int_equal(more.people, 1);
	assert_int_equal(more.parts[PARTY_ADULTS], 1);
	more.people = 0;
	assert_false(places_are_none(&more));
}

static void only_the_leases_of_the_session_are_looked_at(void **state)
{
	struct session session = {
		.starts_ms = STARTS, .ends_ms = ENDS, .setting[SETTING_PRAMS_PLACES] = 6};
	struct lease among_others[] = {with_two_prams, with_two_prams, with_two_prams};
	struct lease *own = &among_others[1];
	struct places_wish wish = family_with_prams(2);

	own->parts[PARTY_PRAMS] = 1;
	assert_int_equal(places_choose(own, 1, &wish), -1);
	assert_int_equal(places_part_to_ask(&session, POOL_BOOKING, PARTY_PRAMS, own, 1), 1);
	own->parts[PARTY_PRAMS] = 0;
	assert_true(places_should_close(&session, own, 1, 0, NOW));
}

static void a_swap_takes_one_of_a_part_and_nobody_more(void **state)
{
	struct party before = {.count = {[PARTY_ADULTS] = 2, [PARTY_CHILDREN] = 1}};
	struct party party = {.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = 2}};
	struct places more = places_more(&party, &before);

	assert_int_equal(more.people, 0);
	assert_int_equal(more.parts[PARTY_CHILDREN], 1);
	assert_int_equal(more.parts[PARTY_ADULTS], 0);
	assert_false(places_are_none(&more));
	more = places_more(&before, &before);
	assert_true(places_are_none(&more));
}

static void a_share_of_six_prams_is_two_and_of_one_is_one(void **state)
{
	struct session session = {.setting[SETTING_PRAMS_PLACES] = 6};
	struct lease leases[] = {with_two_prams};

	assert_int_equal(places_part_share(&session, PARTY_PRAMS), 2);
	assert_int_equal(places_part_to_ask(&session, POOL_BOOKING, PARTY_PRAMS, leases, 1), 0);
	assert_int_equal(places_part_to_ask(&session, POOL_DOOR, PARTY_PRAMS, leases, 1), 2);
	assert_int_equal(places_part_to_ask(&session, POOL_CLASS, PARTY_PRAMS, leases, 1), 0);
	session.setting[SETTING_PRAMS_PLACES] = 5;
	assert_int_equal(places_part_share(&session, PARTY_PRAMS), 2);
	session.setting[SETTING_PRAMS_PLACES] = 99;
	assert_int_equal(places_part_share(&session, PARTY_PRAMS), 39);
	session.setting[SETTING_PRAMS_PLACES] = 1;
	assert_int_equal(places_part_share(&session, PARTY_PRAMS), 1);
	session.setting[SETTING_PRAMS_PLACES] = 0;
	assert_int_equal(places_part_share(&session, PARTY_PRAMS), 0);
}

static void each_part_of_which_nothing_is_left_is_asked_for_anew(void **state)
{
	struct session session = {.starts_ms = STARTS, .ends_ms = ENDS};

	for (int part = 0; part < PARTY_PARTS; part++) {
		struct lease lease = {.state = LEASE_OPEN, .left = 12, .limits = 1U << part};

		assert_true(places_should_close(&session, &lease, 1, 0, NOW));
	}
}

static void a_lease_without_prams_is_given_back_unless_the_centre_has_none(void **state)
{
	struct session session = {.starts_ms = STARTS, .ends_ms = ENDS};
	struct lease lease = with_two_prams;

	assert_false(places_should_close(&session, &lease, 1, 0, NOW));
	lease.parts[PARTY_PRAMS] = 0;
	assert_true(places_should_close(&session, &lease, 1, 0, NOW));
	lease.lacks = 1U << PARTY_PRAMS;
	assert_false(places_should_close(&session, &lease, 1, 0, NOW));
	/* While another lease of the pool has some, none is closed for them. */
	struct lease two[] = {with_two_prams, with_two_prams};
	two[0].parts[PARTY_PRAMS] = 0;
	assert_false(places_should_close(&session, two, 2, 0, NOW));
	two[1].parts[PARTY_PRAMS] = 0;
	assert_true(places_should_close(&session, two, 2, 0, NOW));
	two[1].pool = POOL_DOOR;
	assert_true(places_should_close(&session, two, 2, 0, NOW));
}

/* ---- members ---- */

static const struct lease open_pools[] = {
	{.pool = POOL_BOOKING, .state = LEASE_OPEN, .granted = 9, .left = 2},
	{.pool = POOL_MEMBERS, .state = LEASE_OPEN, .granted = 4, .left = 4},
	{.pool = POOL_CLASS, .state = LEASE_OPEN, .granted = 33, .left = 33},
};

static void members_have_theirs_first_and_guests_only_the_others(void **state)
{
	struct places_wish guest = {.places.people = 2}, member = {.kept = true};

	member.places = guest.places;
	assert_int_equal(places_choose(open_pools, 3, &guest), 0);
	assert_int_equal(places_choose(open_pools, 3, &member), 1);
	assert_int_equal(places_on_hand(open_pools, 3, &guest), 2);
	assert_int_equal(places_on_hand(open_pools, 3, &member), 4);
	guest.places.people = 3;
	assert_int_equal(places_choose(open_pools, 3, &guest), -1);
}

static void at_the_hour_what_is_kept_is_anybodys(void **state)
{
	struct session session = {.starts_ms = STARTS,
		.setting = {[SETTING_MEMBERS_PLACES] = 4, [SETTING_MEMBERS_UNTIL_MS] = NOW}};

	assert_false(places_are_anybodys(&session, NOW - 1));
	assert_true(places_are_anybodys(&session, NOW));
	assert_true(places_kept_are_for(&session, HOLDER_MEMBER, NOW - 1));
	assert_true(places_kept_are_for(&session, HOLDER_UNCONFIRMED, NOW - 1));
	assert_false(places_kept_are_for(&session, HOLDER_GUEST, NOW - 1));
	assert_true(places_kept_are_for(&session, HOLDER_GUEST, NOW));
	session.setting[SETTING_MEMBERS_UNTIL_MS] = 0;
	assert_false(places_are_anybodys(&session, STARTS - 1));
	assert_true(places_are_anybodys(&session, STARTS));
	session.setting[SETTING_MEMBERS_PLACES] = 0;
	assert_true(places_are_anybodys(&session, 0));
}

static void what_is_kept_is_asked_for_until_the_hour(void **state)
{
	struct session session = {.starts_ms = STARTS,
		.ends_ms = ENDS,
		.places = 30,
		.revision = 1,
		.setting = {[SETTING_MEMBERS_PLACES] = 10, [SETTING_MEMBERS_UNTIL_MS] = 3000}};

	assert_int_equal(places_to_ask(&session, POOL_MEMBERS, NULL, 0, 2999), 4);
	assert_int_equal(places_to_ask(&session, POOL_MEMBERS, NULL, 0, 3000), 0);
	session.setting[SETTING_MEMBERS_PLACES] = 0;
	assert_int_equal(places_to_ask(&session, POOL_MEMBERS, NULL, 0, NOW), 0);
}

/* ---- a class, and what is held ---- */

static void all_of_a_class_is_asked_for_at_once(void **state)
{
	struct session session = {.starts_ms = STARTS,
		.ends_ms = ENDS,
		.revision = 1,
		.setting[SETTING_CLASS_PLACES] = 33};
	struct party party = {
		.count = {[PARTY_ADULTS] = 3, [PARTY_CHILDREN] = 30}, .is_class = true};
	struct places_wish wish = places_to_book(&session, &party, HOLDER_GUEST, NOW);

	assert_int_equal(places_to_ask(&session, POOL_CLASS, NULL, 0, NOW), 33);
	assert_int_equal(wish.pool, POOL_CLASS);
	assert_int_equal(places_choose(open_pools, 3, &wish), 2);
}

static void booked_places_are_held_until_the_moment_that_the_library_says(void **state)
{
	struct session session = {
		.starts_ms = STARTS, .ends_ms = ENDS, .setting[SETTING_HELD_UNTIL_MS] = 6000};

	assert_false(places_held_no_longer(&session, 5999));
	assert_true(places_held_no_longer(&session, 6000));
	assert_false(places_held_no_longer(&session, ENDS));
	session.cancelled = true;
	assert_false(places_held_no_longer(&session, 6000));
	session.cancelled = false;
	session.setting[SETTING_HELD_UNTIL_MS] = 0;
	assert_false(places_held_no_longer(&session, 6000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_table_asks_for_nothing),
		cmocka_unit_test(the_door_is_filled_until_the_end),
		cmocka_unit_test(a_share_is_rounded_down),
		cmocka_unit_test(a_lease_pays_all_of_a_family_or_nothing),
		cmocka_unit_test(what_lacks_people_does_not_lack_a_part),
		cmocka_unit_test(a_swap_takes_one_of_a_part_and_nobody_more),
		cmocka_unit_test(a_lease_lacks_the_part_of_which_it_has_too_few),
		cmocka_unit_test(one_adult_more_is_one_of_the_people_and_of_the_adults),
		cmocka_unit_test(only_the_leases_of_the_session_are_looked_at),
		cmocka_unit_test(each_part_of_which_nothing_is_left_is_asked_for_anew),
		cmocka_unit_test(a_share_of_six_prams_is_two_and_of_one_is_one),
		cmocka_unit_test(a_lease_without_prams_is_given_back_unless_the_centre_has_none),
		cmocka_unit_test(members_have_theirs_first_and_guests_only_the_others),
		cmocka_unit_test(at_the_hour_what_is_kept_is_anybodys),
		cmocka_unit_test(what_is_kept_is_asked_for_until_the_hour),
		cmocka_unit_test(all_of_a_class_is_asked_for_at_once),
		cmocka_unit_test(booked_places_are_held_until_the_moment_that_the_library_says),
	};

	return rows_run("spending", is_chosen, ROWS(choices)) +
	       rows_run("asking", is_asked_for, ROWS(questions)) +
	       rows_run("asking at once", is_asked_for_at_once, ROWS(urgent)) +
	       rows_run("giving back", is_closed, ROWS(endings)) +
	       cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
