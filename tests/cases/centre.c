/* The centre decides as the kiosk does: each row of the tables, and every combination of the facts
 * at their borders, asked of a real one. With files of SQL after the folder each of them is one
 * wrong centre, and the tables must notice it. */
#include "../faults/local_centre.h"

#include "base/clock.h"
#include "decisions.h"

enum { ASKED_BYTES = 4 * 1024 * 1024, CASES_MAX = 20000 };

static const char *folder;

/* ---- asking many at once ---- */

/* The facts of many cases as rows of VALUES, numbered in order. */
static struct asked {
	char values[ASKED_BYTES];
	size_t length;
	int count;
} asked;

static void ask_nothing(void)
{
	asked.length = 0;
	asked.count = 0;
}

__attribute__((format(printf, 1, 2))) static void ask(const char *format, ...)
{
	va_list facts;

	asked.length += (size_t)sprintf(
		asked.values + asked.length, "%s(%d, ", asked.count ? "," : "", asked.count);
	va_start(facts, format);
	asked.length += (size_t)vsnprintf(
		asked.values + asked.length, ASKED_BYTES - asked.length, format, facts);
	va_end(facts);
	asked.length += (size_t)sprintf(asked.values + asked.length, ")");
	asked.count++;
	assert_true(asked.length < ASKED_BYTES - 512 && asked.count <= CASES_MAX);
}

/* One answer a case. */
static PGresult *answers(PGconn *owner, const char *expression, const char *columns)
{
	static char sql[ASKED_BYTES + 2048];

	snprintf(sql, sizeof(sql),
		"SELECT %s FROM (VALUES %s) AS asked (number, %s) ORDER BY number", expression,
		asked.values, columns);
	PGresult *result = PQexec(owner, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		print_error("%s", PQerrorMessage(owner));
	assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
	assert_int_equal(PQntuples(result), asked.count);
	return result;
}

#define A_PARTY "ROW(adults, children, babies, prams, wheelchairs)::core.party"
#define PARTY_COLUMNS "adults, children, babies, prams, wheelchairs"

static PGresult *bookings_answered(PGconn *owner)
{
	return answers(owner,
		"coalesce(nullif(core.may_be_booked(jsonb_populate_record(NULL::core.session, "
		"jsonb_build_object('cancelled', cancelled, 'admission', admission, "
		"'starts_at', core.instant(starts), 'places', places, 'booking_opens_ms', "
		"nullif(opens, 0), 'booking_closes_ms', nullif(closes, 0), 'largest_party', "
		"nullif(largest, 0))), " A_PARTY ", ROW(false, 0, places, 60, 0, NULL)"
		"::core.booking_facts, core.instant(starts + at)), ''), 'yes')",
		"cancelled, admission, starts, at, places, opens, closes, largest, " PARTY_COLUMNS);
}

#define A_SESSION(id, starts)                                                                      \
	"jsonb_populate_record(NULL::core.session, jsonb_build_object('session', '" id             \
	"', 'event', '77777777-0000-7000-8000-000000000000', 'starts_at', " starts                 \
	", 'admission', 'both', 'cancelled', false, 'places', places, 'largest_party', "           \
	"nullif(largest, 0), 'largest_party_when_few', nullif(few, 0), 'one_a_day', one_a_day, "   \
	"'after_absences', after_absences))"
#define THIS_SESSION A_SESSION("11111111-0000-7000-8000-000000000000", "core.instant(starts)")
#define OTHER_SESSION                                                                              \
	A_SESSION("22222222-0000-7000-8000-000000000000", "core.instant(starts + other)")

static PGresult *fair_answered(PGconn *owner)
{
	return answers(owner,
		"coalesce(nullif(core.may_be_booked(" THIS_SESSION
		", ROW(people, 0, 0, 0, 0)::core.party, ROW(other <> 0 AND core.is_that_day(" THIS_SESSION
		", " OTHER_SESSION ", '" CASES_ZONE "'), absences, free, on_hand, "
		"has, core.day_before(core.instant(starts), '" CASES_ZONE "'))"
		"::core.booking_facts, core.instant(starts + at)), ''), 'yes')",
		"starts, at, people, places, free, on_hand, has, largest, few, one_a_day, other, "
		"after_absences, absences");
}

static PGresult *parties_answered(PGconn *owner)
{
	return answers(owner,
		"CASE WHEN core.is_party(" A_PARTY ", core.most_of_a_part("
		"CASE is_class WHEN 1 THEN 'class' ELSE 'booking' END)) THEN 'yes' ELSE 'no' END",
		PARTY_COLUMNS ", is_class");
}

/* The table speaks of prams; what it says holds for each part by itself, and for all (5). */
#define OF(part, value) "CASE WHEN which IN (" #part ", 5) THEN " value " END"

static PGresult *leases_answered(PGconn *owner)
{
	return answers(owner,
		"CASE WHEN core.lease_pays(jsonb_populate_record(NULL::core.lease, "
		"jsonb_build_object('pool', pool, 'state', state, 'granted', granted, "
		"'spent', spent, 'parts', jsonb_build_object('adults', " OF(0,
			"prams") ", "
				 "'children', " OF(1, "prams") ", 'babies', " OF(
					 2, "prams") ", 'prams', " OF(3,
					 "prams") ", 'wheelchairs', " OF(4,
					 "prams") "), 'parts_spent', "
						  "to_jsonb((core.nothing()).parts))), wanted, ROW(people, core.filled(ROW(" OF(
							  0, "wants") ", " OF(1, "wants") ", " OF(2,
							  "wants") ", " OF(3, "wants") ", " OF(4,
							  "wants") ")::core.party))::core.places, kept) THEN 'yes' ELSE 'no' END",
		"pool, state, granted, spent, prams, wanted, kept, people, wants, which");
}

static PGresult *changes_answered(PGconn *owner)
{
	return answers(owner,
		"coalesce(nullif(core.may_be_changed(state, inside, core.instant(starts), "
		"core.instant(starts + at)), ''), 'yes')",
		"state, inside, starts, at");
}

static PGresult *cards_answered(PGconn *owner)
{
	return answers(owner,
		"coalesce(nullif(core.may_be_put_on_card(state, somebodys, has_session, one_a_day, "
		"other <> 0 AND core.is_that_day(" THIS_SESSION ", " OTHER_SESSION ", '" CASES_ZONE
		"')), ''), 'yes')",
		"state, somebodys, has_session, one_a_day, other, starts, places, largest, few, "
		"after_absences");
}

static void ask_card(const struct onto_card_case *facts)
{
	ask("'%s', %s, %s, %d, %d, %lld, 30, 0, 0, 0", booking_state_name(facts->facts.state),
		facts->facts.is_somebodys ? "true" : "false",
		facts->facts.has_session ? "true" : "false",
		(int)facts->asked.session.setting[SETTING_ONE_A_DAY], facts->asked.other,
		(long long)START_MS);
}

static void ask_change(const struct change_case *facts)
{
	ask("'%s', %s, %lld, %d", booking_state_name(facts->state),
		facts->inside ? "true" : "false", (long long)START_MS, facts->at);
}

static void ask_party(const struct party *party)
{
	ask("%d, %d, %d, %d, %d, %d", party->count[0], party->count[1], party->count[2],
		party->count[3], party->count[4], party->is_class);
}

static void ask_booking(const struct booking_case *facts)
{
	const int *count = facts->party.count;

	const int64_t *setting = facts->session.setting;

	ask("%s, '%s', %lld, %d, %d, %lld, %lld, %d, %d, %d, %d, %d, %d",
		facts->session.cancelled ? "true" : "false",
		admission_name(facts->session.admission), (long long)START_MS, facts->at,
		facts->session.places, (long long)setting[SETTING_BOOKING_OPENS_MS],
		(long long)setting[SETTING_BOOKING_CLOSES_MS], (int)setting[SETTING_LARGEST_PARTY],
		count[0], count[1], count[2], count[3], count[4]);
}

static void ask_fair(const struct booking_case *facts)
{
	const int64_t *setting = facts->session.setting;

	ask("%lld, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %d", (long long)START_MS, facts->at,
		party_people(&facts->party), facts->session.places, facts->facts.free,
		facts->facts.on_hand, facts->facts.has, (int)setting[SETTING_LARGEST_PARTY],
		(int)setting[SETTING_LARGEST_WHEN_FEW], (int)setting[SETTING_ONE_A_DAY],
		facts->other, (int)setting[SETTING_AFTER_ABSENCES], facts->facts.absences);
}

static void ask_lease(const struct lease_case *facts, int which)
{
	char prams[16] = "NULL";

	if (facts->lease.limits & 1U << PARTY_PRAMS)
		snprintf(prams, sizeof(prams), "%d", facts->lease.parts[PARTY_PRAMS]);
	ask("'%s', '%s', %d, %d, %s::integer, '%s', %s, %d, %d, %d",
		lease_pool_name(facts->lease.pool),
		facts->lease.state == LEASE_OPEN ? "open" : "closed", facts->lease.granted,
		facts->spent, prams, lease_pool_name(facts->wish.pool),
		facts->wish.kept ? "true" : "false", facts->wish.places.people,
		facts->wish.places.parts[PARTY_PRAMS], which);
}

/* ---- the tables ---- */

static int compare(const struct table *table, PGresult *result)
{
	int wrong = 0, answer = 0;

	for (int i = 0; i < table->count; i++) {
		const struct table_row *row = &table->rows[i];
		if (strcmp(table_word(row, "answer"), "card-blocked") == 0)
			continue; /* not the centre's question */
		wrong += decisions_compare(row, "the centre", PQgetvalue(result, answer++, 0));
	}
	PQclear(result);
	return wrong;
}

static int judge_bookings(PGconn *owner, struct table *table)
{
	table_read(table, folder, "may_be_booked");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct booking_case facts = booking_case_of(&table->rows[i]);
		if (strcmp(table_word(&table->rows[i], "answer"), "card-blocked") != 0)
			ask_booking(&facts);
	}
	return compare(table, bookings_answered(owner));
}

static int judge_fair_places(PGconn *owner, struct table *table)
{
	table_read(table, folder, "fair_places");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct booking_case facts = fair_case_of(&table->rows[i]);
		if (strcmp(table_word(&table->rows[i], "answer"), "card-blocked") != 0)
			ask_fair(&facts);
	}
	return compare(table, fair_answered(owner));
}

static int judge_parties(PGconn *owner, struct table *table)
{
	table_read(table, folder, "is_party");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct party party = party_or_class_of(&table->rows[i]);
		ask_party(&party);
	}
	return compare(table, parties_answered(owner));
}

static int judge_cards(PGconn *owner, struct table *table)
{
	table_read(table, folder, "may_be_put_on_card");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct onto_card_case facts = onto_card_case_of(&table->rows[i]);
		ask_card(&facts);
	}
	return compare(table, cards_answered(owner));
}

static int judge_leases(PGconn *owner, struct table *table)
{
	int wrong = 0;

	table_read(table, folder, "lease_pays");
	for (int which = 0; which <= PARTY_PARTS; which++) {
		ask_nothing();
		for (int i = 0; i < table->count; i++) {
			struct lease_case facts = lease_case_of(&table->rows[i]);
			ask_lease(&facts, which);
		}
		wrong += compare(table, leases_answered(owner));
	}
	return wrong;
}

static int judge_classes(PGconn *owner, struct table *table)
{
	table_read(table, folder, "may_be_booked_by_a_class");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct class_case facts = class_case_of(&table->rows[i]);
		ask("%d, %d, %d", facts.room, facts.party.count[PARTY_ADULTS],
			facts.party.count[PARTY_CHILDREN]);
	}
	return compare(table,
		answers(owner,
			"coalesce(nullif(core.may_be_booked(jsonb_populate_record("
			"NULL::core.session, jsonb_build_object('cancelled', false, 'admission',"
			" 'booked', 'starts_at', core.instant(1000), 'places', 0, 'class_places',"
			" room)), ROW(adults, children, 0, 0, 0)::core.party,"
			" NULL::core.booking_facts, core.instant(0), 'class'), ''), 'yes')",
			"room, adults, children"));
}

static int judge_changes(PGconn *owner, struct table *table)
{
	table_read(table, folder, "may_be_changed");
	ask_nothing();
	for (int i = 0; i < table->count; i++) {
		struct change_case facts = change_case_of(&table->rows[i]);
		ask_change(&facts);
	}
	return compare(table, changes_answered(owner));
}

static int judge_centre(PGconn *owner)
{
	static struct table table;

	return judge_bookings(owner, &table) + judge_fair_places(owner, &table) +
	       judge_cards(owner, &table) + judge_parties(owner, &table) +
	       judge_leases(owner, &table) + judge_classes(owner, &table) +
	       judge_changes(owner, &table);
}

static void the_kiosk_decides_as_the_tables_say(void **state)
{
	assert_int_equal(decisions_judge(folder), 0);
}

static void the_centre_decides_as_the_tables_say(void **state)
{
	PGconn *owner = connect_as("owner");

	assert_int_equal(judge_centre(owner), 0);
	PQfinish(owner);
}

/* ---- every combination ---- */

static int differences(PGresult *result, int number, const char *kiosk)
{
	const char *centre = PQgetvalue(result, number, 0);

	if (strcmp(kiosk, centre) == 0)
		return 0;
	print_error("case %d: the kiosk says %s, the centre %s\n", number, kiosk, centre);
	return 1;
}

static const int counts[] = {-1, 0, 1, 20, 21};

enum { COUNTS = 5, PARTIES = 5 * 5 * 5 * 5 * 5 };

static struct party nth_party(int number)
{
	struct party party = {0};

	for (int part = 0; part < PARTY_PARTS; part++, number /= COUNTS)
		party.count[part] = counts[number % COUNTS];
	return party;
}

static void both_know_the_same_parties(void **state)
{
	PGconn *owner = connect_as("owner");
	int different = 0;

	ask_nothing();
	for (int i = 0; i < PARTIES; i++) {
		struct party party = nth_party(i);
		ask_party(&party);
	}
	PGresult *result = parties_answered(owner);
	for (int i = 0; i < PARTIES; i++) {
		struct party party = nth_party(i);
		different += differences(result, i, party_answer(&party));
	}
	PQclear(result);
	PQfinish(owner);
	assert_int_equal(different, 0);
}

static const int moments[] = {-86400000, -1, 0, 1, 86400000}, places[] = {0, 1, 2, 59, 60};
static const struct party parties[] = {
	{{0, 0, 0, 0, 0}},
	{{0, 0, 0, 1, 1}},
	{{1, 0, 0, 0, 0}},
	{{0, 1, 0, 20, 20}},
	{{1, 0, 1, 0, 0}},
	{{1, 1, 1, 1, 0}},
	{{20, 20, 20, 20, 20}},
	{{21, 0, 0, 0, 0}},
	{{-1, 3, 0, 0, 0}},
	{{1, 0, 0, 0, 21}},
};

enum {
	MOMENTS = 5,
	PLACES = 5,
	SOME_PARTIES = 10,
	WISHES = 5,
	BOOKINGS = 2 * 3 * MOMENTS * PLACES * WISHES * SOME_PARTIES
};

/* Opens, closes, the largest party; the moments are around them. */
static void wish(struct session *session, int number)
{
	int64_t *setting = session->setting;

	setting[SETTING_BOOKING_OPENS_MS] = number == 1 ? START_MS - 86400000 : 0;
	setting[SETTING_BOOKING_OPENS_MS] =
		number == 2 ? START_MS - 1 : setting[SETTING_BOOKING_OPENS_MS];
	setting[SETTING_BOOKING_CLOSES_MS] = number == 3 ? START_MS - 1 : 0;
	setting[SETTING_LARGEST_PARTY] = number == 4 ? 2 : 0;
}

static struct booking_case nth_booking(int number)
{
	struct booking_case facts = {.facts.holder = HOLDER_MEMBER, .session.starts_ms = START_MS};

	facts.session.cancelled = number % 2;
	number /= 2;
	facts.session.admission = (enum admission)(number % 3);
	number /= 3;
	facts.at = moments[number % MOMENTS];
	number /= MOMENTS;
	facts.session.places = facts.facts.free = places[number % PLACES];
	number /= PLACES;
	wish(&facts.session, number % WISHES);
	facts.party = parties[number / WISHES];
	return facts;
}

static void both_allow_the_same_bookings(void **state)
{
	PGconn *owner = connect_as("owner");
	int different = 0;

	ask_nothing();
	for (int i = 0; i < BOOKINGS; i++) {
		struct booking_case facts = nth_booking(i);
		ask_booking(&facts);
	}
	PGresult *result = bookings_answered(owner);
	for (int i = 0; i < BOOKINGS; i++) {
		struct booking_case facts = nth_booking(i);
		different += differences(result, i, booking_answer(&facts));
	}
	PQclear(result);
	PQfinish(owner);
	assert_int_equal(different, 0);
}

enum { GRANTED = 3, PRAMS = 3 };
enum { LEASES = LEASE_POOLS * LEASE_POOLS * 4 * GRANTED * GRANTED * GRANTED * PRAMS * PRAMS };

/* The next digit of a number whose digits have many bases. */
static int digit(int *number, int base)
{
	int rest = *number % base;

	*number /= base;
	return rest;
}

static struct lease_case nth_lease(int number)
{
	struct lease_case facts = {0};

	facts.lease.pool = (enum lease_pool)digit(&number, LEASE_POOLS);
	facts.wish.pool = (enum lease_pool)digit(&number, LEASE_POOLS);
	facts.lease.state = digit(&number, 2) ? LEASE_OPEN : LEASE_CLOSED;
	facts.wish.kept = digit(&number, 2) != 0;
	facts.lease.granted = digit(&number, GRANTED);
	facts.spent = digit(&number, GRANTED);
	facts.lease.left = facts.lease.granted - facts.spent;
	facts.wish.places.people = digit(&number, GRANTED);
	facts.wish.places.parts[PARTY_PRAMS] = digit(&number, PRAMS);
	facts.lease.parts[PARTY_PRAMS] = digit(&number, PRAMS);
	facts.lease.limits = facts.lease.parts[PARTY_PRAMS] < 2 ? 1U << PARTY_PRAMS : 0;
	return facts;
}

static void both_let_a_lease_pay_the_same(void **state)
{
	PGconn *owner = connect_as("owner");
	int different = 0;

	ask_nothing();
	for (int i = 0; i < LEASES; i++) {
		struct lease_case facts = nth_lease(i);
		ask_lease(&facts, i % (PARTY_PARTS + 1));
	}
	PGresult *result = leases_answered(owner);
	for (int i = 0; i < LEASES; i++) {
		struct lease_case facts = nth_lease(i);
		different += differences(result, i, lease_answer(&facts));
	}
	PQclear(result);
	PQfinish(owner);
	assert_int_equal(different, 0);
}

/* ---- wrong centres ---- */

static bool run_file(PGconn *owner, const char *path)
{
	static char sql[64 * 1024];
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	size_t length = fread(sql, 1, sizeof(sql) - 1, file);
	fclose(file);
	sql[length] = '\0';
	PGresult *result = PQexec(owner, sql);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!done)
		printf("%s: %s", path, PQerrorMessage(owner));
	PQclear(result);
	return done;
}

/* A mutant is tried inside a transaction that is taken back. Returns how many were not noticed. */
static int judge_wrong_centres(int count, char **paths)
{
	PGconn *owner = connect_as("owner");
	int missed = 0;

	for (int i = 0; i < count; i++) {
		PQclear(PQexec(owner, "BEGIN"));
		bool noticed = run_file(owner, paths[i]) && judge_centre(owner) > 0;
		PQclear(PQexec(owner, "ROLLBACK"));
		if (!noticed)
			printf("%s: NOT noticed\n", paths[i]);
		missed += !noticed;
	}
	PQfinish(owner);
	return missed;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kiosk_decides_as_the_tables_say),
		cmocka_unit_test(the_centre_decides_as_the_tables_say),
		cmocka_unit_test(both_know_the_same_parties),
		cmocka_unit_test(both_allow_the_same_bookings),
		cmocka_unit_test(both_let_a_lease_pay_the_same),
	};
	int failed;

	if (argc < 3)
		return 2;
	folder = argv[2];
	if (!clock_set_zone(CASES_ZONE, NULL))
		return 2;
	centre_begin(argv[1]);
	if (argc > 3)
		failed = judge_wrong_centres(argc - 3, argv + 3);
	else
		failed = cmocka_run_group_tests(tests, NULL, NULL);
	centre_end();
	return failed > 0;
}
