/* A simulated month: the demo's programme, visitors generated from a seed, three kiosks whose network comes
 * and goes. Visitors touch the real screens; each promise that is painted is read from there and kept in
 * a ledger outside. In the end all kiosks have told the centre everything, and session by session the
 * people booked, waiting and come must be those of the ledger. Then what the centre keeps is tampered with
 * on purpose, and each time it must be found.
 *
 *   month PROGRAMS ASSETS CENTRE-SCRIPT [--seed N] [--days N] [--visits A-DAY]
 *
 * Exit 1: the ledger and the centre differ, or what was tampered with was not found. 2: the harness could
 * not play. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "chance.h"
#include "compare.h"
#include "kiosks.h"
#include "rules/card_number.h"
#include "tamper.h"
#include "visitors.h"

enum {
	FAMILIES = 150,
	COMES_BEFORE_MS = 25 * MINUTE_MS,
	COMES_AFTER_MS = 15 * MINUTE_MS,
	SYNC_ALL_VISITS = 9,
	OUTAGES_PERCENT = 9, /* an hour and kiosk */
	OUTAGE_HOURS_MAX = 40,
	TAMPERS_TRIED = 6, /* of a kind: what a rule leaves open, nobody can find */
	EXIT_BROKEN = 1,
};

static const char first_morning[] = "2026-12-01T09:00";

static struct month_paths paths;
static struct plan {
	uint64_t seed;
	int days, visits;
} plan = {.seed = 1, .days = 2, .visits = 200};

static int visits_made;
static int outage_hours[KIOSKS]; /* still to go */

/* ---- the branch ---- */

/* Of the demo's branch, by weekday from Sunday; equal: closed. */
static const struct {
	int opens, closes; /* minutes */
} hours[7] = {{0, 0}, {570, 1050}, {570, 1140}, {570, 1050}, {570, 1200}, {570, 1050}, {570, 960}};

static void make_families(void)
{
	static const struct card_rules rules = {
		.rule = {{.prefix = "2", .length = 14, .check = CHECK_LUHN}}, .count = 1};
	char number[CARD_NUMBER_BYTES_MAX];

	memset(&ledger, 0, sizeof(ledger));
	memset(&deeds, 0, sizeof(deeds));
	for (int i = 0; i < FAMILIES; i++) {
		card_number_make(&rules, INT64_C(900000000000) + i, number);
		snprintf(ledger.families[i].card, sizeof(ledger.families[i].card), "%.14s", number);
	}
	ledger.family_count = FAMILIES;
}

/* ---- the network ---- */

/* A kiosk at a time, so that the others can tell what the centre knows; and now and then two. */
static void change_networks(void)
{
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++) {
		if (outage_hours[kiosk] > 0)
			outage_hours[kiosk]--;
		else if (chance_percent(OUTAGES_PERCENT))
			outage_hours[kiosk] = 1 + chance(OUTAGE_HOURS_MAX);
		bool online = outage_hours[kiosk] == 0;
		bool changed = online != kiosks_is_online(kiosk);
		kiosks_set_network(kiosk, online);
		if (changed)
			kiosks_sync(kiosk);
	}
}

static void sync_some(const struct visit *visit)
{
	if (visit->id % SYNC_ALL_VISITS == 0) {
		for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
			if (kiosks_is_online(kiosk))
				kiosks_sync(kiosk);
	} else if (kiosks_is_online(visit->kiosk) && chance_percent(30)) {
		kiosks_sync(visit->kiosk);
	}
}

/* ---- who comes ---- */

static bool is_due(struct promise *promise, int64_t now_ms)
{
	if (promise->handled || promise->standing == TOLD_CANCELLED ||
		now_ms < promise->starts_ms - COMES_BEFORE_MS ||
		now_ms > promise->starts_ms + COMES_AFTER_MS)
		return false;
	promise->handled = chance_percent(promise->standing == TOLD_WAITING ? 25 : 12);
	return !promise->handled;
}

/* Of those whose session begins about now; NOBODY: nobody is on the way. */
static int next_to_come(int64_t now_ms)
{
	for (int i = 0; i < ledger.promise_count; i++) {
		struct promise *promise = &ledger.promises[i];
		bool has_way = promise->family != NOBODY || promise->code[0];
		if (is_due(promise, now_ms) && has_way) {
			/* Few come twice, to be sure. */
			promise->handled = !chance_percent(4);
			return i;
		}
	}
	return NOBODY;
}

/* A guest's, of a session ahead. */
static int some_guests(int64_t now_ms)
{
	for (int tries = 0; tries < 20 && ledger.promise_count > 0; tries++) {
		int i = chance(ledger.promise_count);
		const struct promise *promise = &ledger.promises[i];
		if (promise->family == NOBODY && promise->code[0] && promise->starts_ms > now_ms &&
			(promise->standing == TOLD_BOOKED || promise->standing == TOLD_WAITING))
			return i;
	}
	return NOBODY;
}

static int some_family(void)
{
	return chance(ledger.family_count);
}

/* Mostly one that has something ahead of it. */
static int some_family_to_change(int64_t now_ms)
{
	for (int tries = 0; tries < 30 && ledger.promise_count > 0; tries++) {
		const struct promise *promise = &ledger.promises[chance(ledger.promise_count)];
		if (promise->family != NOBODY && promise->starts_ms > now_ms)
			return promise->family;
	}
	return some_family();
}

static void look_as_guest(const struct visit *visit)
{
	int promise = some_guests(visit->at_ms);

	if (promise == NOBODY)
		visitor_books(visit, NOBODY);
	else
		visitor_looks(visit, promise, chance_percent(40) ? some_family() : NOBODY);
}

static void do_something(const struct visit *visit)
{
	int chosen = chance(100);

	if (chosen < 30)
		visitor_books(visit, NOBODY);
	else if (chosen < 52)
		visitor_books(visit, some_family());
	else if (chosen < 76)
		visitor_changes(visit, some_family_to_change(visit->at_ms));
	else if (chosen < 84)
		look_as_guest(visit);
	else if (chosen < 94)
		visitor_drops_in(visit);
	else if (chosen < 98)
		visitor_walks_in(visit, some_family());
	else
		visitor_joins(visit);
}

static void next_visitor(int64_t at_ms)
{
	struct visit visit = {.id = ++visits_made, .kiosk = chance(KIOSKS), .at_ms = at_ms};
	int due = chance_percent(75) ? next_to_come(at_ms) : NOBODY;

	if (due != NOBODY)
		visitor_comes(&visit, due);
	else
		do_something(&visit);
	sync_some(&visit);
}

/* ---- days ---- */

static void live_day(int64_t midnight_ms)
{
	int weekday = clock_wall(midnight_ms).weekday, last_hour = -1;
	int64_t opens_ms = midnight_ms + hours[weekday].opens * MINUTE_MS;
	int64_t open_ms = (hours[weekday].closes - hours[weekday].opens) * (int64_t)MINUTE_MS;

	for (int i = 0; i < plan.visits && open_ms > 0; i++) {
		int64_t slot_ms = open_ms / plan.visits;
		int64_t at_ms = opens_ms + i * slot_ms + chance((int)slot_ms / 2);
		int hour = clock_wall(at_ms).hour;
		if (hour != last_hour)
			change_networks();
		last_hour = hour;
		next_visitor(at_ms);
	}
}

/* Everybody who has something ahead of them looks once more: a card's holder once for all of it. */
static void look_once_more(int64_t at_ms)
{
	struct visit visit = {.at_ms = at_ms};
	bool looked[FAMILIES_MAX] = {false};

	for (int i = 0; i < ledger.promise_count; i++) {
		const struct promise *promise = &ledger.promises[i];
		int family = promise->family;
		if (promise->starts_ms < at_ms || promise->standing == TOLD_CANCELLED ||
			(family == NOBODY ? !promise->code[0] : looked[family]))
			continue;
		visit = (struct visit){++visits_made, i % KIOSKS, visit.at_ms + SECOND_MS};
		if (family == NOBODY) {
			visitor_looks(&visit, i, NOBODY);
			continue;
		}
		looked[family] = true;
		visitor_reads(&visit, family);
	}
}

static void print_deeds(double seconds)
{
	printf("month: seed %llu: %d visits in %.0f s (%.0f a minute), %d runs of kiosk-sync; ",
		(unsigned long long)plan.seed, visits_made, seconds, visits_made * 60 / seconds,
		kiosks_syncs());
	printf("%d booked, %d on the waiting list, %d series, %d parties changed, %d moved, "
	       "%d cancelled, %d promoted, %d let in (%d dropped in, %d walked in), %d corrected, "
	       "%d undone, %d times full, %d put on a card, %d photographed, %d refused, "
	       "%d codes not known yet, %d heard of it later, %d joined; the same run again has the number %016llx\n",
		deeds.booked, deeds.waiting, deeds.series, deeds.changed, deeds.moved,
		deeds.cancelled, deeds.promoted, deeds.let_in, deeds.dropped_in, deeds.walked_in,
		deeds.fewer, deeds.undone, deeds.full, deeds.put_on_card, deeds.photographed,
		deeds.refused, deeds.unknown_codes, deeds.heard, deeds.joined,
		(unsigned long long)ledger_sum());
}

static void live_days(int64_t midnight_ms)
{
	for (int day = 0; day < plan.days; day++)
		live_day(clock_day_start(midnight_ms, day));
}

/* All kiosks have told everything, everybody has looked, and nothing is left to be told. */
static int64_t end_days(int64_t midnight_ms)
{
	int64_t end_ms = clock_day_start(midnight_ms, plan.days - 1) + 21 * HOUR_MS;

	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		kiosks_serve_at(kiosk, end_ms);
	kiosks_settle();
	look_once_more(end_ms);
	kiosks_settle();
	return end_ms;
}

static bool is_found(int64_t end_ms)
{
	static struct ledger told;

	told = ledger; /* comparing settles what its rules leave open */
	bool found = !compare_all(plan.seed, end_ms);
	ledger = told;
	tamper_undo();
	return found;
}

static bool finds_all(int64_t end_ms)
{
	int found = 0;

	for (int i = 0; i < TAMPERS; i++) {
		bool here = false;

		for (int which = 0; which < TAMPERS_TRIED && !here && tamper_begin(i, which);
			which++)
			here = is_found(end_ms);
		printf("month: %s: %s\n", tamper_name(i), here ? "found" : "NOT FOUND");
		found += here;
	}
	return found == TAMPERS;
}

/* As the screens promised, and as nothing else. */
static bool live(void)
{
	time_t began = time(NULL);

	chance_begin(plan.seed);
	make_families();
	kiosks_begin(&paths, first_morning);
	int64_t midnight_ms = clock_day_start(clock_now_ms(), 0);
	live_days(midnight_ms);
	int64_t end_ms = end_days(midnight_ms);
	print_deeds((double)(time(NULL) - began));
	bool agree = compare_all(plan.seed, end_ms) && finds_all(end_ms);
	kiosks_end();
	return agree;
}

static void read_options(int argc, char **argv)
{
	static const struct option known[] = {{"seed", required_argument, NULL, 's'},
		{"days", required_argument, NULL, 'd'}, {"visits", required_argument, NULL, 'v'},
		{0}};
	int letter;

	while ((letter = getopt_long(argc, argv, "", known, NULL)) != -1)
		switch (letter) {
		case 's':
			plan.seed = strtoull(optarg, NULL, 10);
			break;
		case 'd':
			plan.days = atoi(optarg);
			break;
		case 'v':
			plan.visits = atoi(optarg);
			break;
		default:
			exit(2);
		}
}

int main(int argc, char **argv)
{
	read_options(argc, argv);
	if (argc - optind != 3 || plan.days < 1 || plan.visits < 1) {
		fprintf(stderr, "usage: month PROGRAMS ASSETS CENTRE-SCRIPT [--seed N] [--days N] "
				"[--visits A-DAY]\n");
		return 2;
	}
	paths = (struct month_paths){argv[optind], argv[optind + 1], argv[optind + 2]};
	return live() ? 0 : EXIT_BROKEN;
}
