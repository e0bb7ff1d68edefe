/* Written down, found again, compared with what is said later. */
#include "ledger.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "kiosks.h"

struct ledger ledger;

static int month_of(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char letters[4];

	snprintf(letters, sizeof(letters), "%.3s", name);
	return (int)(strstr(months, letters) - months) / 3 + 1;
}

int64_t ledger_moment(const char *day, int minute, int64_t now_ms)
{
	struct wall_time wall = clock_wall(now_ms);
	char month[12];

	if (sscanf(day, "%d %11s", &wall.day, month) != 2)
		return 0;
	int number = month_of(month);
	wall.year += number < wall.month - 6;
	wall.month = number;
	wall.hour = minute / 60;
	wall.minute = minute % 60;
	wall.second = 0;
	return clock_instant(wall);
}

void ledger_key(const struct told *told, char key[static SESSION_KEY_BYTES])
{
	snprintf(key, SESSION_KEY_BYTES, "%.90s|%.20s", told->title, told->day);
}

/* ---- promises ---- */

static bool is_live(const struct promise *promise)
{
	return promise->standing == TOLD_BOOKED || promise->standing == TOLD_WAITING;
}

int ledger_find(int family, const char *key)
{
	for (int i = ledger.promise_count - 1; i >= 0 && family != NOBODY; i--) {
		const struct promise *promise = &ledger.promises[i];
		if (promise->family == family && is_live(promise) &&
			strcmp(promise->session, key) == 0)
			return i;
	}
	return NOBODY;
}

/* Rule: a card's two bookings of one session, made where neither was known, are one. */
static void note_twins(struct promise *promise)
{
	for (int i = 0; i < ledger.promise_count; i++) {
		struct promise *other = &ledger.promises[i];
		if (other != promise && promise->family != NOBODY &&
			other->family == promise->family &&
			strcmp(other->session, promise->session) == 0 &&
			(is_live(other) || other->disputed ||
				!kiosks_has_heard(
					promise->made.kiosk, other->last.kiosk, other->last.at_ms)))
			other->twin = promise->twin = true;
	}
}

int ledger_promise(const struct visit *visit, const struct told *told, int family)
{
	int i = ledger.promise_count;

	if (i == PROMISES_MAX)
		give_up("the ledger is full");
	struct promise *promise = &ledger.promises[ledger.promise_count++];
	*promise = (struct promise){.made = *visit,
		.last = *visit,
		.family = family,
		.standing = told->standing,
		.party = told->party,
		.moved_from = NOBODY};
	ledger_key(told, promise->session);
	promise->starts_ms = ledger_moment(told->day, told->starts_minute, visit->at_ms);
	snprintf(promise->code, sizeof(promise->code), "%s", told->code);
	note_twins(promise);
	return i;
}

bool ledger_is_settled(int promise, const struct visit *visit)
{
	const struct promise *known = &ledger.promises[promise];

	return !known->twin && !known->disputed &&
	       kiosks_has_heard(visit->kiosk, known->last.kiosk, known->last.at_ms);
}

static void remember(struct promise *known, enum standing standing, const struct party *party)
{
	if (known->before_count == WORDS_MAX)
		memmove(known->before, known->before + 1,
			sizeof(known->before[0]) * (size_t)--known->before_count);
	known->before[known->before_count++] = (struct word){standing, *party};
}

static void dispute_moved_from(int promise)
{
	for (int i = 0; i < ledger.promise_count; i++)
		if (ledger.promises[i].moved_from == promise)
			ledger.promises[i].disputed = true;
}

void ledger_came(const struct visit *visit, const char *key, int promise, int family,
	const struct told *told)
{
	for (int i = 0; i < ledger.promise_count; i++) {
		struct promise *known = &ledger.promises[i];
		bool theirs = i == promise || (family != NOBODY && known->family == family);
		if (!theirs || strcmp(known->session, key) != 0 ||
			kiosks_has_heard(visit->kiosk, known->last.kiosk, known->last.at_ms))
			continue;
		known->disputed = true;
		remember(known, TOLD_BOOKED, &told->party);
		dispute_moved_from(i);
	}
}

/* They were let in for it at a kiosk of which this one has not heard since. */
static bool came_unheard(int promise, int kiosk)
{
	const struct promise *known = &ledger.promises[promise];

	for (int i = 0; i < ledger.arrival_count; i++) {
		const struct arrival *arrival = &ledger.arrivals[i];
		bool theirs = arrival->promise == promise ||
			      (known->family != NOBODY && arrival->family == known->family &&
				      strcmp(arrival->session, known->session) == 0);
		if (theirs && !arrival->undone &&
			!kiosks_has_heard(kiosk, arrival->visit.kiosk, arrival->visit.at_ms))
			return true;
	}
	return false;
}

/* Rule: who waits may have been given places before the centre hears of the change; who is inside changes
 * nothing any more. */
void ledger_say(
	int promise, const struct visit *visit, enum standing standing, const struct party *party)
{
	struct promise *known = &ledger.promises[promise];

	remember(known, known->standing, &known->party);
	if (known->standing == TOLD_WAITING && party) {
		remember(known, TOLD_BOOKED, &known->party);
		known->disputed = true;
	}
	known->disputed |= !kiosks_has_heard(visit->kiosk, known->last.kiosk, known->last.at_ms) ||
			   came_unheard(promise, visit->kiosk);
	known->standing = standing;
	if (party)
		known->party = *party;
	known->last = *visit;
}

static bool is_same_party(const struct party *a, const struct party *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Rule: who waits may be given places at any time until the session begins. */
static bool may_be_told(const struct promise *known, const struct told *told)
{
	bool promoted = known->standing == TOLD_WAITING && told->standing == TOLD_BOOKED;

	return (known->standing == told->standing || promoted) &&
	       is_same_party(&known->party, &told->party);
}

static void contradict(int promise, const struct visit *visit, const struct told *told)
{
	const struct promise *known = &ledger.promises[promise];

	ledger.contradictions++;
	printf("month: visit %d at kiosk %d: %s: %d people %s, but visits %d and %d were told %d "
	       "people %s\n",
		visit->id, visit->kiosk + 1, known->session, party_people(&told->party),
		told->standing == TOLD_BOOKED ? "booked" : "waiting", known->made.id,
		known->last.id, party_people(&known->party),
		known->standing == TOLD_BOOKED ? "booked" : "waiting");
}

/* Of words that may both stand a kiosk that has heard the answers shows the one that does. */
static void settle_dispute(
	struct promise *known, const struct visit *visit, const struct told *told)
{
	if (!kiosks_has_answer(visit->kiosk, known->last.kiosk, known->last.at_ms))
		return;
	remember(known, known->standing, &known->party);
	for (int i = 0; i < known->before_count; i++)
		if (is_same_party(&told->party, &known->before[i].party)) {
			known->standing = told->standing;
			known->party = told->party;
			return;
		}
}

void ledger_hear(int promise, const struct visit *visit, enum news news)
{
	struct promise *known = &ledger.promises[promise];

	if (news == NEWS_PROMOTED || known->disputed || known->twin)
		return;
	ledger.contradictions++;
	printf("month: visit %d at kiosk %d hears that %s is not as it was told, and nobody else "
	       "touched it\n",
		visit->id, visit->kiosk + 1, known->session);
}

void ledger_look(int promise, const struct visit *visit, const struct told *told)
{
	struct promise *known = &ledger.promises[promise];

	if (known->twin)
		return;
	if (known->disputed) {
		settle_dispute(known, visit, told);
		return;
	}
	if (!ledger_is_settled(promise, visit))
		return;
	if (!may_be_told(known, told))
		contradict(promise, visit, told);
	else if (known->standing != told->standing) {
		known->standing = told->standing;
		known->last = *visit;
	}
}

void ledger_give(int promise, const struct visit *visit, int family)
{
	struct promise *known = &ledger.promises[promise];

	known->family = family;
	known->last = *visit;
	note_twins(known);
}

void ledger_miss(int promise, const struct visit *visit)
{
	const struct promise *known = &ledger.promises[promise];

	if (!is_live(known) || !ledger_is_settled(promise, visit))
		return;
	ledger.contradictions++;
	printf("month: visit %d at kiosk %d does not find the code that visit %d was told\n",
		visit->id, visit->kiosk + 1, known->made.id);
}

/* ---- arrivals ---- */

int ledger_arrive(const struct visit *visit, const char *key, int promise, int family,
	const struct party *party)
{
	int i = ledger.arrival_count;

	if (i == ARRIVALS_MAX)
		give_up("the ledger is full");
	struct arrival *arrival = &ledger.arrivals[ledger.arrival_count++];
	*arrival = (struct arrival){
		.visit = *visit, .promise = promise, .family = family, .party = *party};
	snprintf(arrival->session, sizeof(arrival->session), "%s", key);
	return i;
}

/* ---- the same run ---- */

static uint64_t mix(uint64_t sum, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ byte[i]) * UINT64_C(0x100000001B3);
	return sum;
}

uint64_t ledger_sum(void)
{
	uint64_t sum = UINT64_C(0xCBF29CE484222325);

	for (int i = 0; i < ledger.promise_count; i++) {
		const struct promise *promise = &ledger.promises[i];
		sum = mix(sum, &promise->made.id, sizeof(promise->made.id));
		sum = mix(sum, promise->session, strlen(promise->session));
		sum = mix(sum, &promise->standing, sizeof(promise->standing));
		sum = mix(sum, &promise->party, sizeof(promise->party));
	}
	for (int i = 0; i < ledger.arrival_count; i++) {
		const struct arrival *arrival = &ledger.arrivals[i];
		sum = mix(sum, &arrival->visit.id, sizeof(arrival->visit.id));
		sum = mix(sum, arrival->session, strlen(arrival->session));
		sum = mix(sum, &arrival->party, sizeof(arrival->party));
	}
	return sum;
}
