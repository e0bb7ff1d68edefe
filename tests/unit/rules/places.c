/* Which lease a party is spent from, how many places to ask for, when to give one back. */
#include "rules/places.h"

#include "base/clock.h"
#include "rows.h"
#include "rules/booking.h"

enum { LEASES = 5, NOW = 1000, STARTS = 5000, ENDS = 9000 };

/* clang-format off */
#define OPEN(all, rest) {.pool = POOL_BOOKING, .state = LEASE_OPEN, .granted = all, .left = rest}
#define DOOR(all, rest) {.pool = POOL_DOOR, .state = LEASE_OPEN, .granted = all, .left = rest}
#define CLOSED(all) {.pool = POOL_BOOKING, .state = LEASE_CLOSED, .granted = all, .left = all}
#define ASKED {.pool = POOL_BOOKING, .state = LEASE_ASKED}
#define GIVEN(all, rest) {.pool = POOL_BOOKING, .state = LEASE_OPEN, .granted = all, .left = rest, \
	.lacks = 1U << LEASE_PEOPLE}
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
	{"the centre gave fewer: that is its share, and enough", 30, 0, NOW, 1, {GIVEN(4, 4)}},
	{"half of its share is left: enough", 30, 0, NOW, 1, {GIVEN(4, 2)}},
	{"less than half of its share: as many as it would like", 30, 11, NOW, 1, {GIVEN(4, 1)}},
	{"crumbs of its share are borne", 30, 0, NOW, 2, {GIVEN(3, 1), GIVEN(2, 1)}},
	{"given more than it needs since places were cut", 6, 0, NOW, 1, {GIVEN(9, 2)}},
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
	{"nothing is here", 30, true, NOW, 0, {NO_LEASE}},
	{"in a small room", 8, true, NOW, 0, {NO_LEASE}},
	{"enough are here", 30, false, NOW, 1, {OPEN(12, 5)}},
	{"one too few, though the share is not low", 10, true, NOW, 1, {OPEN(4, 4)}},
	{"one too few of all that the centre gave", 30, true, NOW, 1, {GIVEN(4, 4)}},
	{"asked already, too few are here", 30, false, NOW, 2, {OPEN(12, 2), ASKED}},
	{"the last answer was none, too few are here", 30, false, NOW, 2, {OPEN(12, 2), CLOSED(0)}},
	{"more than the session has", 4, false, NOW, 0, {NO_LEASE}},
	{"all that the session has", 5, true, NOW, 0, {NO_LEASE}},
	{"too late: it has started", 30, false, STARTS, 0, {NO_LEASE}},
	{"too late: it is cancelled", 30, false, NOW, 0, {NO_LEASE}, .cancelled = true},
	{"a drop-in is asked for by nobody", 30, false, NOW, 0, {NO_LEASE}, .drop_in = true},
	{"what the centre does not know", 30, false, NOW, 0, {NO_LEASE}, .unknown = true},
};

/* ---- whether asking may help ---- */

struct guess {
	const char *name;
	int taken, free;
	bool line;
	enum lease_pool pool;
	bool last;
	int count;
	struct lease leases[LEASES];
};

/* Of 60 places, 9 of which are kept for members; the door's 15 and a class's 30. */
static const struct guess guesses[] = {
	{"nothing is taken: all may be free", 0, 60, false, POOL_BOOKING, false, 0, {NO_LEASE}},
	{"what is taken is not free", 50, 10, false, POOL_BOOKING, false, 0, {NO_LEASE}},
	{"nor what lies here, of either sort", 40, 8, false, POOL_BOOKING, false, 2,
		{OPEN(12, 8),
			{.pool = POOL_MEMBERS, .state = LEASE_OPEN, .granted = 4, .left = 4}}},
	{"what was given back lies here no more", 40, 20, false, POOL_BOOKING, false, 1,
		{CLOSED(12)}},
	{"one in twenty is left: for whoever stands somewhere", 57, 3, false, POOL_BOOKING, true, 0,
		{NO_LEASE}},
	{"one more", 56, 4, false, POOL_BOOKING, false, 0, {NO_LEASE}},
	{"more is taken than there is", 61, 0, false, POOL_BOOKING, true, 0, {NO_LEASE}},
	{"nobody passes people who wait", 0, 0, true, POOL_BOOKING, true, 0, {NO_LEASE}},
	{"the door's are its own", 0, 9, false, POOL_DOOR, false, 1, {DOOR(6, 6)}},
	{"two of the door's", 13, 2, false, POOL_DOOR, true, 0, {NO_LEASE}},
	{"three of the door's", 12, 3, false, POOL_DOOR, false, 0, {NO_LEASE}},
	{"a class's last are a class's, too", 29, 1, false, POOL_CLASS, false, 0, {NO_LEASE}},
	{"a class has all of them", 30, 0, false, POOL_CLASS, true, 0, {NO_LEASE}},
};

static void is_guessed(void **state)
{
	const struct guess *row = *state;
	struct session session = {.places = 60,
		.door_places = 15,
		.admission = ADMISSION_BOTH,
		.setting = {[SETTING_MEMBERS_PLACES] = 9, [SETTING_CLASS_PLACES] = 30}};
	struct places_known known = {.taken = row->taken, .line = row->line};
	int free = places_maybe_free(&session, row->pool, row->leases, row->count, &known);

	assert_int_equal(free, row->free);
	assert_int_equal(places_are_last(&session, row->pool, free), row->last);
}

struct news {
	const char *name;
	bool known;
	enum booking_state was;
	int people, prams;
	enum booking_state is;
	int people_now, prams_now;
	bool frees;
};

static const struct news bookings[] = {
	{"somebody booked", false, 0, 0, 0, BOOKING_CONFIRMED, 3, 0, false},
	{"what was booked here is told", true, BOOKING_CONFIRMED, 3, 1, BOOKING_CONFIRMED, 3, 1,
		false},
	{"somebody waits", false, 0, 0, 0, BOOKING_WAITING, 3, 0, false},
	{"somebody waits with fewer", true, BOOKING_WAITING, 3, 0, BOOKING_WAITING, 2, 0, false},
	{"who was told booked waits", true, BOOKING_CONFIRMED, 3, 0, BOOKING_WAITING, 3, 0, false},
	{"who waited has places: the line is shorter", true, BOOKING_WAITING, 3, 0,
		BOOKING_CONFIRMED, 3, 0, true},
	{"somebody cancelled", true, BOOKING_CONFIRMED, 3, 0, BOOKING_CANCELLED, 3, 0, true},
	{"somebody waits no more", true, BOOKING_WAITING, 3, 0, BOOKING_CANCELLED, 3, 0, true},
	{"cancelled here, and the centre knows it now", true, BOOKING_CANCELLED, 3, 0,
		BOOKING_CANCELLED, 3, 0, true},
	{"booked and cancelled since we looked", false, 0, 0, 0, BOOKING_CANCELLED, 3, 0, true},
	{"fewer come", true, BOOKING_CONFIRMED, 3, 0, BOOKING_CONFIRMED, 2, 0, true},
	{"more come", true, BOOKING_CONFIRMED, 3, 0, BOOKING_CONFIRMED, 4, 0, false},
	{"a pram stays at home", true, BOOKING_CONFIRMED, 3, 1, BOOKING_CONFIRMED, 3, 0, true},
};

static struct booking booking_of(enum booking_state state, int people, int prams)
{
	return (struct booking){
		.state = state, .party.count = {[PARTY_ADULTS] = people, [PARTY_PRAMS] = prams}};
}

static void is_heard(void **state)
{
	const struct news *row = *state;
	struct booking before = booking_of(row->was, row->people, row->prams);
	struct booking now = booking_of(row->is, row->people_now, row->prams_now);

	assert_int_equal(booking_frees_places(row->known ? &before : NULL, &now), row->frees);
}

/* By how much the library says otherwise, and of which pools there is more then. */
struct growth {
	const char *name;
	int places, door, members, until, class, prams, starts;
	bool cancelled;
	bool booking_grew, door_grew, members_grew, class_grew;
};

static const struct growth growths[] = {
	{"another title", .places = 0},
	{"fewer places", .places = -1},
	{"a place more", .places = 1, .booking_grew = true, .members_grew = true},
	{"a place more at the door", .door = 1, .door_grew = true},
	{"a place more for a class", .class = 1, .class_grew = true},
	{"one more is kept for members", .members = 1, .booking_grew = true, .members_grew = true},
	{"one less is kept for members", .members = -1, .booking_grew = true},
	{"kept until an earlier hour", .until = -1, .booking_grew = true},
	{"one pram more", .prams = 1, .booking_grew = true, .door_grew = true,
		.members_grew = true},
	{"any prams", .prams = -6, .booking_grew = true, .door_grew = true, .members_grew = true},
	{"one pram less", .prams = -1},
	{"later: there is time again", .starts = 1, .booking_grew = true, .door_grew = true,
		.members_grew = true, .class_grew = true},
	{"earlier", .starts = -1},
	{"cancelled", .cancelled = true},
};

static struct session told(const struct growth *by)
{
	return (struct session){.places = 30 + by->places,
		.door_places = 15 + by->door,
		.starts_ms = STARTS + by->starts,
		.cancelled = by->cancelled,
		.admission = ADMISSION_BOTH,
		.setting = {[SETTING_PRAMS_PLACES] = 6 + by->prams,
			[SETTING_MEMBERS_PLACES] = 9 + by->members,
			[SETTING_MEMBERS_UNTIL_MS] = 3000 + by->until,
			[SETTING_CLASS_PLACES] = 30 + by->class}};
}

static void has_grown(void **state)
{
	const struct growth *row = *state;
	struct session before = told(&growths[0]), now = told(row);

	assert_int_equal(places_grew(&before, &now, POOL_BOOKING), row->booking_grew);
	assert_int_equal(places_grew(&before, &now, POOL_DOOR), row->door_grew);
	assert_int_equal(places_grew(&before, &now, POOL_MEMBERS), row->members_grew);
	assert_int_equal(places_grew(&before, &now, POOL_CLASS), row->class_grew);
}

static void what_takes_place_after_all_has_places_again(void **state)
{
	struct session now = told(&growths[0]), before = now;

	before.cancelled = true;
	for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++)
		assert_true(places_grew(&before, &now, pool));
}

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

	assert_int_equal(places_should_ask_for(&session, row->leases, row->count,
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
		cmocka_unit_test(what_takes_place_after_all_has_places_again),
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
	       rows_run("guessing", is_guessed, ROWS(guesses)) +
	       rows_run("news", is_heard, ROWS(bookings)) +
	       rows_run("growing", has_grown, ROWS(growths)) +
	       rows_run("giving back", is_closed, ROWS(endings)) +
	       cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
