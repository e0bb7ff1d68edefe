/* What may differ from the last word that a visitor was told, and only that:
 *
 * - who waited may have places, if the session began before they looked again;
 * - of two bookings of one card for one session, made at kiosks that had not heard of each other, one is
 *   merged into the other, which then has the larger party;
 * - of two words about one booking, said at kiosks that had not heard of each other, one stands;
 * - of two arrivals of one booking or card at one session, one is counted.
 *
 * Each of these is marked in the ledger when it is said, from the screens and the order of the kiosks'
 * talks with the centre; the centre's row decides only among the words that were said. */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosks.h"
#include "ledger.h"

enum { SESSIONS_MAX = 600, VISITS_SHOWN = 12, AGES = PARTY_BABIES + 1 };

/* What the centre has: a booking or an attendance. */
struct row {
	char session[SESSION_KEY_BYTES];
	int64_t at_ms;
	char state[12];
	struct party party;
	char code[TOLD_CODE_BYTES];
	int64_t starts_ms;
	bool used;
};

static struct rows {
	struct row *row;
	int count;
} bookings, attendances;

enum number { BOOKED, WAITING, CAME, NUMBERS = CAME + AGES };
static const char *const number_names[NUMBERS] = {"people booked", "people waiting",
	"adults who came", "children who came", "babies who came"};

static struct sum {
	char session[SESSION_KEY_BYTES];
	int told[NUMBERS], kept[NUMBERS];
	int visits[VISITS_SHOWN], visit_count;
} sums[SESSIONS_MAX];
static int sum_count;

static struct {
	int promoted, merged, disputed, counted_once;
} settled;

#define SESSION_KEY_SQL                                                                            \
	"s.title || '|' || to_char(s.starts_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth')"

/* ---- the centre ---- */

static PGresult *ask(const char *sql)
{
	PGresult *result = PQexec(kiosks_owner(), sql);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		give_up("the centre: %s", PQerrorMessage(kiosks_owner()));
	return result;
}

static int number_at(const PGresult *result, int row, int column)
{
	return atoi(PQgetvalue(result, row, column));
}

static void read_rows(struct rows *rows, const char *sql)
{
	PGresult *result = ask(sql);

	rows->count = PQntuples(result);
	rows->row = calloc((size_t)rows->count + 1, sizeof(*rows->row));
	for (int i = 0; i < rows->count; i++) {
		struct row *row = &rows->row[i];
		snprintf(row->session, sizeof(row->session), "%s", PQgetvalue(result, i, 0));
		row->at_ms = strtoll(PQgetvalue(result, i, 1), NULL, 10);
		snprintf(row->state, sizeof(row->state), "%.11s", PQgetvalue(result, i, 2));
		snprintf(row->code, sizeof(row->code), "%.7s", PQgetvalue(result, i, 3));
		row->starts_ms = strtoll(PQgetvalue(result, i, 4), NULL, 10);
		for (int part = 0; part < PARTY_PARTS; part++)
			row->party.count[part] = number_at(result, i, 5 + part);
	}
	PQclear(result);
}

static void read_centre(void)
{
	read_rows(&bookings,
		"SELECT " SESSION_KEY_SQL ", core.ms(b.made_at), b.state, b.code,"
		" core.ms(s.starts_at), b.adults, b.children, b.babies, b.prams, b.wheelchairs"
		" FROM core.booking b JOIN core.session s USING (session) ORDER BY b.made_at");
	read_rows(&attendances,
		"SELECT " SESSION_KEY_SQL ", core.ms(a.came_at), CASE WHEN a.undone_at IS NOT NULL"
		" THEN 'undone' WHEN a.counted THEN 'counted' ELSE 'once more' END, '',"
		" core.ms(s.starts_at), a.adults,"
		" a.children, a.babies, a.prams, a.wheelchairs FROM core.attendance a"
		" JOIN core.session s USING (session) ORDER BY a.came_at");
}

/* Of the session at the moment of the visit; no visit makes two. */
static struct row *row_of(struct rows *rows, const char *session, int64_t at_ms)
{
	for (int i = 0; i < rows->count; i++)
		if (rows->row[i].at_ms == at_ms && strcmp(rows->row[i].session, session) == 0 &&
			!rows->row[i].used)
			return &rows->row[i];
	return NULL;
}

static enum standing standing_of(const struct row *row)
{
	if (row && strcmp(row->state, "confirmed") == 0)
		return TOLD_BOOKED;
	return row && strcmp(row->state, "waiting") == 0 ? TOLD_WAITING : TOLD_NOTHING;
}

/* ---- sums ---- */

static struct sum *sum_of(const char *session)
{
	for (int i = 0; i < sum_count; i++)
		if (strcmp(sums[i].session, session) == 0)
			return &sums[i];
	if (sum_count == SESSIONS_MAX)
		give_up("more sessions than the ledger has pages");
	snprintf(sums[sum_count].session, SESSION_KEY_BYTES, "%s", session);
	return &sums[sum_count++];
}

static void note_visit(struct sum *sum, int visit)
{
	for (int i = 0; i < sum->visit_count; i++)
		if (sum->visits[i] == visit)
			return;
	if (sum->visit_count < VISITS_SHOWN)
		sum->visits[sum->visit_count++] = visit;
}

/* ---- promises ---- */

static bool is_same_party(const struct party *a, const struct party *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool is_merged(const struct row *row)
{
	return row && strcmp(row->state, "merged") == 0;
}

/* The larger of the card's promises of this session. */
static struct party largest_of(const struct promise *promise)
{
	struct party largest = promise->party;

	for (int i = 0; i < ledger.promise_count; i++) {
		const struct promise *other = &ledger.promises[i];
		if (!other->twin || other->family != promise->family ||
			strcmp(other->session, promise->session) != 0)
			continue;
		for (int part = 0; part < PARTY_PARTS; part++)
			if (other->party.count[part] > largest.count[part])
				largest.count[part] = other->party.count[part];
	}
	return largest;
}

/* One of the words that were said of it; of a day that was chosen instead of another, that there is none. */
static bool was_said(const struct promise *promise, const struct row *row)
{
	enum standing there = standing_of(row);

	if (there == TOLD_NOTHING && promise->moved_from != NOBODY)
		return true;
	for (int i = 0; i < promise->before_count; i++) {
		const struct word *word = &promise->before[i];
		if (there == TOLD_NOTHING ? word->standing == TOLD_CANCELLED
					  : word->standing == there &&
						    is_same_party(&word->party, &row->party))
			return true;
	}
	return false;
}

/* The word that stands, where the rules leave open which; false: none of those that were said. */
static bool settle(struct promise *promise, const struct row *row, int64_t end_ms)
{
	enum standing there = standing_of(row);
	struct party largest = largest_of(promise);

	if (promise->standing == TOLD_WAITING && there == TOLD_BOOKED &&
		promise->starts_ms <= end_ms && is_same_party(&promise->party, &row->party)) {
		settled.promoted++;
		promise->standing = TOLD_BOOKED;
	} else if (promise->twin && is_merged(row)) {
		settled.merged++;
		promise->standing = TOLD_NOTHING;
	} else if (promise->twin && there != TOLD_NOTHING && promise->standing != TOLD_CANCELLED &&
		   (is_same_party(&row->party, &largest) ||
			   is_same_party(&row->party, &promise->party))) {
		settled.promoted += there != promise->standing;
		promise->standing = there;
		promise->party = row->party;
	} else if (promise->disputed && was_said(promise, row)) {
		settled.disputed += there != promise->standing;
		promise->standing = there;
		if (there != TOLD_NOTHING)
			promise->party = row->party;
	}
	if (promise->standing == TOLD_CANCELLED)
		promise->standing = TOLD_NOTHING;
	return promise->standing == there &&
	       (there == TOLD_NOTHING || is_same_party(&promise->party, &row->party));
}

static void tell_promise(const struct promise *promise, const struct row *row)
{
	static const char *const words[] = {"nothing", "booked", "waiting", "cancelled"};

	printf("month: %s: told by visit %d at kiosk %d, last by visit %d at kiosk %d (%s%s%s%s): "
	       "%d people %s; kept: %d people %s\n",
		promise->session, promise->made.id, promise->made.kiosk + 1, promise->last.id,
		promise->last.kiosk + 1, promise->family == NOBODY ? "a guest" : "a card",
		promise->code[0] ? ", with a code" : "", promise->twin ? ", twice" : "",
		promise->disputed ? ", disputed" : "", party_people(&promise->party),
		words[promise->standing], row ? party_people(&row->party) : 0,
		row ? row->state : "nothing");
}

/* The card's other promises of this session. */
static void tell_twins(const struct promise *promise)
{
	for (int i = 0; i < ledger.promise_count; i++) {
		const struct promise *other = &ledger.promises[i];
		if (promise->twin && other->twin && other != promise &&
			other->family == promise->family &&
			strcmp(other->session, promise->session) == 0)
			tell_promise(other, row_of(&bookings, other->session, other->made.at_ms));
	}
}

/* Day and time are those of the session, and the code on the ticket finds this booking. */
static bool is_as_on_the_ticket(const struct promise *promise, const struct row *row)
{
	return !row || (row->starts_ms == promise->starts_ms &&
			       (!promise->code[0] || strcmp(row->code, promise->code) == 0));
}

static void reckon_promise(struct promise *promise, int64_t end_ms)
{
	struct row *row = row_of(&bookings, promise->session, promise->made.at_ms);
	struct sum *sum = sum_of(promise->session);

	if (row)
		row->used = true;
	if (!settle(promise, row, end_ms) || !is_as_on_the_ticket(promise, row)) {
		tell_promise(promise, row);
		tell_twins(promise);
		note_visit(sum, promise->made.id);
		note_visit(sum, promise->last.id);
	}
	if (promise->standing == TOLD_BOOKED)
		sum->told[BOOKED] += party_people(&promise->party);
	else if (promise->standing == TOLD_WAITING)
		sum->told[WAITING] += party_people(&promise->party);
}

/* ---- arrivals ---- */

static bool is_same_group(const struct arrival *a, const struct arrival *b)
{
	bool same = (a->promise != NOBODY && a->promise == b->promise) ||
		    (a->family != NOBODY && a->family == b->family);

	return same && !a->undone && !b->undone && strcmp(a->session, b->session) == 0;
}

static bool is_counted(const struct row *row)
{
	return row && strcmp(row->state, "counted") == 0;
}

/* Another of the same people is counted, or was before this one in the ledger. */
static bool is_counted_elsewhere(int i, const struct row *row)
{
	for (int other = 0; other < ledger.arrival_count; other++) {
		const struct arrival *arrival = &ledger.arrivals[other];
		if (other != i && is_same_group(&ledger.arrivals[i], arrival) && !is_counted(row) &&
			is_counted(row_of(&attendances, arrival->session, arrival->visit.at_ms)))
			return true;
	}
	return false;
}

static void reckon_arrival(int i)
{
	const struct arrival *arrival = &ledger.arrivals[i];
	struct row *row = row_of(&attendances, arrival->session, arrival->visit.at_ms);
	struct sum *sum = sum_of(arrival->session);

	if (!arrival->undone && is_counted_elsewhere(i, row)) {
		settled.counted_once++;
		return;
	}
	if (is_counted(row) == arrival->undone ||
		(row && !is_same_party(&row->party, &arrival->party)))
		note_visit(sum, arrival->visit.id);
	if (arrival->undone)
		return;
	for (int age = 0; age < AGES; age++)
		sum->told[CAME + age] += arrival->party.count[age];
}

/* ---- the centre's own sums ---- */

static void add_bookings(void)
{
	PGresult *result = ask("SELECT " SESSION_KEY_SQL ", coalesce(sum(b.people) FILTER (WHERE"
			       " b.state = 'confirmed'), 0), coalesce(sum(b.people) FILTER (WHERE"
			       " b.state = 'waiting'), 0) FROM report.booking b JOIN core.session s"
			       " USING (session) GROUP BY 1");

	for (int i = 0; i < PQntuples(result); i++) {
		struct sum *sum = sum_of(PQgetvalue(result, i, 0));
		sum->kept[BOOKED] += number_at(result, i, 1);
		sum->kept[WAITING] += number_at(result, i, 2);
	}
	PQclear(result);
}

static void add_attendances(void)
{
	PGresult *result =
		ask("SELECT " SESSION_KEY_SQL ", sum(a.adults), sum(a.children), sum(a.babies)"
		    " FROM report.attendance a JOIN core.session s USING (session) GROUP BY 1");

	for (int i = 0; i < PQntuples(result); i++)
		for (int age = 0; age < AGES; age++)
			sum_of(PQgetvalue(result, i, 0))->kept[CAME + age] +=
				number_at(result, i, 1 + age);
	PQclear(result);
}

static int visit_at(int64_t at_ms)
{
	for (int i = 0; i < ledger.promise_count; i++)
		if (ledger.promises[i].made.at_ms == at_ms ||
			ledger.promises[i].last.at_ms == at_ms)
			return ledger.promises[i].made.at_ms == at_ms ? ledger.promises[i].made.id
								      : ledger.promises[i].last.id;
	for (int i = 0; i < ledger.arrival_count; i++)
		if (ledger.arrivals[i].visit.at_ms == at_ms)
			return ledger.arrivals[i].visit.id;
	return 0;
}

/* What the centre has and no visitor was told: the visit at whose moment it was made. */
static void note_surplus(struct rows *rows, bool (*stands)(const struct row *row))
{
	for (int i = 0; i < rows->count; i++)
		if (!rows->row[i].used && stands(&rows->row[i]))
			note_visit(sum_of(rows->row[i].session), visit_at(rows->row[i].at_ms));
}

static bool is_booking(const struct row *row)
{
	return standing_of(row) != TOLD_NOTHING;
}

static void use_arrivals(void)
{
	for (int i = 0; i < ledger.arrival_count; i++) {
		struct row *row = row_of(
			&attendances, ledger.arrivals[i].session, ledger.arrivals[i].visit.at_ms);
		if (row)
			row->used = true;
	}
}

/* ---- the verdict ---- */

static void print_visits(const struct sum *sum)
{
	for (int i = 0; i < sum->visit_count; i++)
		printf("%s %d", i == 0 ? "; visits" : ",", sum->visits[i]);
	printf("\n");
}

/* Also where the sums agree and two faults make up for each other. */
static int check_sum(uint64_t seed, const struct sum *sum)
{
	int wrong = 0;

	for (int number = 0; number < NUMBERS; number++) {
		if (sum->told[number] == sum->kept[number])
			continue;
		printf("month: seed %llu: %s: %s: told %d, the centre has %d",
			(unsigned long long)seed, sum->session, number_names[number],
			sum->told[number], sum->kept[number]);
		print_visits(sum);
		wrong++;
	}
	if (wrong == 0 && sum->visit_count > 0) {
		printf("month: seed %llu: %s: the sums agree, what was told does not",
			(unsigned long long)seed, sum->session);
		print_visits(sum);
		wrong++;
	}
	return wrong;
}

static int check_members(uint64_t seed)
{
	PGresult *result = ask("SELECT (SELECT count(*) FROM report.member),"
			       " (SELECT count(*) FROM core.change WHERE verdict = 'quarantined')");
	int members = number_at(result, 0, 0), quarantined = number_at(result, 0, 1);

	PQclear(result);
	if (members != ledger.joined)
		printf("month: seed %llu: members: told %d, the centre has %d\n",
			(unsigned long long)seed, ledger.joined, members);
	if (quarantined > 0)
		printf("month: seed %llu: the centre does not understand %d changes\n",
			(unsigned long long)seed, quarantined);
	return (members != ledger.joined) + (quarantined > 0);
}

/* What may explain a difference: what a screen had said and the centre refused. */
static void tell_refusals(void)
{
	PGresult *result = ask("SELECT kiosk, kind, reason, raw::jsonb->>'at' FROM core.change"
			       " WHERE verdict = 'refused' AND kind NOT LIKE 'lease%' ORDER BY 4");

	for (int i = 0; i < PQntuples(result); i++)
		printf("month: the centre refused: %s of kiosk %s, visit %d: %s\n",
			PQgetvalue(result, i, 1), PQgetvalue(result, i, 0),
			visit_at(strtoll(PQgetvalue(result, i, 3), NULL, 10)),
			PQgetvalue(result, i, 2));
	PQclear(result);
}

static void forget(void)
{
	free(bookings.row);
	free(attendances.row);
	memset(sums, 0, sizeof(sums));
	memset(&settled, 0, sizeof(settled));
	sum_count = 0;
}

bool compare_all(uint64_t seed, int64_t end_ms)
{
	int wrong = ledger.contradictions;

	read_centre();
	for (int i = 0; i < ledger.promise_count; i++)
		reckon_promise(&ledger.promises[i], end_ms);
	for (int i = 0; i < ledger.arrival_count; i++)
		reckon_arrival(i);
	use_arrivals();
	note_surplus(&bookings, is_booking);
	note_surplus(&attendances, is_counted);
	add_bookings();
	add_attendances();
	for (int i = 0; i < sum_count; i++)
		wrong += check_sum(seed, &sums[i]);
	wrong += check_members(seed);
	if (wrong > 0)
		tell_refusals();
	printf("month: %d sessions compared; settled by rules: %d promoted after they last looked, "
	       "%d merged, %d said otherwise at two kiosks, %d let in twice and counted once\n",
		sum_count, settled.promoted, settled.merged, settled.disputed,
		settled.counted_once);
	forget();
	return wrong == 0;
}
