/* What a visitor waits for, and what sync does each half minute, costs after a long life what it cost after a
 * short one: counted in SQLite's own steps, not in time. */
#include "fixture.h"

#include <stdio.h>

#include "base/clock.h"
#include "store/internal.h"

enum { FEW = 30, TEN_TIMES = 270 };

struct life {
	struct fixture *fixture;
	struct id session; /* ahead */
	int done;          /* how often all was done */
};

static void must(bool done, const struct error *error)
{
	if (!done)
		fail_msg("%s: %s", error_code_name(error->code), error->detail);
}

/* A card that nobody has held before. */
static struct token next_card(struct life *life)
{
	char uid[15];

	snprintf(uid, sizeof(uid), "04%012X", 0xC00000 + life->done);
	return chip(uid);
}

/* ---- what is done ---- */

static void look_where_the_log_is(struct life *life)
{
	outbox_position(life->fixture->store);
	store_outbox_state(life->fixture->store);
	store_clock_is_unsure(life->fixture->store, NOW_MS, clock_boot_ms());
}

static void plan_leases(struct life *life)
{
	struct error error = {0};

	must(outbox_plan_leases(life->fixture->store, NOW_MS, &error), &error);
}

static void book_and_come(struct life *life)
{
	struct store *store = life->fixture->store;
	struct token token = next_card(life);
	struct booking_wish wish = wish_for(store, life->session, &token, party_of(1, 0));
	struct check_in_facts facts;
	struct error error = {0};
	struct booking booking;
	struct id attendance;
	bool again;

	must(store_book(store, &wish, NOW_MS, &booking, &again, &error), &error);
	store_check_in_facts(store, &wish.holder, NULL, life->session, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	must(store_check_in(store, &facts, &answer, &wish.holder, &token, &attendance, &error),
		&error);
}

static void look_at_ones_page(struct life *life)
{
	struct store *store = life->fixture->store;
	struct token token = next_card(life);
	struct holder holder = store_holder(store, &token);
	struct booking bookings[8];
	enum booking_news news;

	store_bookings_of(store, holder.id, NOW_MS, bookings, 8);
	store_untold(store, holder.id, NOW_MS, bookings, &news);
	store_absences(store, holder.id, NOW_MS);
	store_inside(store, life->session);
}

static void push(struct life *life)
{
	struct store *store = life->fixture->store;
	struct log_position position = outbox_position(store);
	struct outbox_change changes[OUTBOX_BATCH_MAX];
	struct change_verdict verdicts[OUTBOX_BATCH_MAX];
	struct error error = {0};

	must(outbox_mark_sent(store, position.length, &error), &error);
	int count = outbox_read(store, position.acked + 1, 1024 * 1024, changes, OUTBOX_BATCH_MAX);
	for (int i = 0; i < count; i++)
		verdicts[i] =
			(struct change_verdict){.seq = changes[i].seq, .verdict = VERDICT_ACCEPTED};
	must(outbox_take_verdicts(store, verdicts, count, &error), &error);
}

static void pull(struct life *life)
{
	struct stream_cursor cursors[STREAMS];
	struct id id = id_make(NOW_MS), holder = id_make(NOW_MS);
	char key[ID_TEXT], who[ID_TEXT], of[ID_TEXT], index[2 * ID_BYTES + 1];

	outbox_cursors(life->fixture->store, cursors);
	for (int i = 0; i < ID_BYTES; i++)
		snprintf(index + 2 * i, 3, "%02X", holder.bytes[i]);
	fixture_feed(life->fixture, "holder", index, 1,
		"{\"index\":\"%s\",\"holder\":\"%s\",\"greeting\":\"\",\"status\":\"member\"}",
		index, id_text(holder, who));
	fixture_feed(life->fixture, "booking", id_text(id, key), 1,
		"{\"session\":\"%s\",\"holder\":\"%s\",\"party\":{\"adults\":1,\"children\":0,"
		"\"babies\":0,\"prams\":0,\"wheelchairs\":0},\"state\":\"confirmed\","
		"\"code\":\"zq%03d\",\"made_ms\":%lld}",
		id_text(life->session, of), who, life->done, (long long)NOW_MS);
}

static const struct work {
	const char *what;
	void (*do_it)(struct life *life);
} works[] = {
	{"the log's position and state", look_where_the_log_is},
	{"planning of leases", plan_leases},
	{"booking and coming", book_and_come},
	{"one's own page", look_at_ones_page},
	{"push", push},
	{"pull", pull},
};
enum { WORKS = sizeof(works) / sizeof(works[0]) };

static void do_all(struct life *life, int steps[static WORKS])
{
	for (int i = 0; i < WORKS; i++) {
		fixture_steps(life->fixture->store);
		works[i].do_it(life);
		steps[i] = fixture_steps(life->fixture->store);
	}
	life->done++;
}

static void ten_times_the_past_costs_nothing(void **state)
{
	struct life life = {.fixture = *state};
	int once[WORKS], before[WORKS], after[WORKS];

	must(database_script(&life.fixture->store->database, "PRAGMA synchronous = OFF", NULL),
		NULL);
	life.session = fixture_session(life.fixture, "rhyme", ADMISSION_BOTH);
	fixture_lease(life.fixture, life.session, POOL_BOOKING, 20);
	fixture_lease(life.fixture, life.session, POOL_DOOR, 20);
	fixture_fill(life.fixture, FEW);
	do_all(&life, once); /* the first time it asks for places */
	do_all(&life, before);
	fixture_fill(life.fixture, TEN_TIMES);
	do_all(&life, after);
	for (int i = 0; i < WORKS; i++) {
		printf("%-30s %6d steps, with ten times the past %6d\n", works[i].what, before[i],
			after[i]);
		assert_true(after[i] <= before[i] + before[i] / 5 + 20);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(ten_times_the_past_costs_nothing)};

	return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
