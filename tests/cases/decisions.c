/* The kiosk's side of the decisions. */
#include "decisions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *yes_or_no(bool yes)
{
	return yes ? "yes" : "no";
}

/* ---- facts ---- */

struct party party_case_of(const struct table_row *row)
{
	struct party party = {0};

	for (int part = 0; part < PARTY_PARTS; part++)
		party.count[part] = table_number(row, party_part_name((enum party_part)part));
	return party;
}

struct party party_or_class_of(const struct table_row *row)
{
	struct party party = party_case_of(row);

	party.is_class = strcmp(table_word(row, "class"), "yes") == 0;
	return party;
}

/* 0: nothing is said. */
static int64_t instant_of(const struct table_row *row, const char *heading)
{
	int from_start = table_number(row, heading);

	return from_start == 0 ? 0 : START_MS + from_start;
}

static void must_be_known(bool known, const struct table_row *row)
{
	if (known)
		return;
	fprintf(stderr, "%s:%d: an unknown word\n", row->table->name, row->line);
	exit(2);
}

struct booking_case booking_case_of(const struct table_row *row)
{
	struct booking_case asked = {
		.session.cancelled = strcmp(table_word(row, "cancelled"), "yes") == 0,
		.session.starts_ms = START_MS,
		.session.places = table_number(row, "places"),
		.party = party_case_of(row),
		.facts.free = table_number(row, "places"),
		.at = table_number(row, "at"),
	};

	int64_t *setting = asked.session.setting;
	setting[SETTING_BOOKING_OPENS_MS] = instant_of(row, "opens");
	setting[SETTING_BOOKING_CLOSES_MS] = instant_of(row, "closes");
	setting[SETTING_LARGEST_PARTY] = table_number(row, "largest");
	must_be_known(admission_named(table_word(row, "admission"), &asked.session.admission), row);
	must_be_known(holder_status_named(table_word(row, "holder"), &asked.facts.holder), row);
	return asked;
}

/* The other session of the event: its own facts are the table's `other`. */
static bool has_that_day(const struct booking_case *asked)
{
	struct session other = asked->session;

	other.id.bytes[0] = 2;
	other.starts_ms = START_MS + asked->other;
	return asked->other != 0 && booking_is_that_day(&asked->session, &other);
}

struct booking_case fair_case_of(const struct table_row *row)
{
	struct booking_case asked = {
		.session = {.id = {{1}}, .event = {{7}}, .starts_ms = START_MS},
		.party = {.count = {table_number(row, "people")}},
		.facts = {.free = table_number(row, "free"),
			.on_hand = table_number(row, "on-hand"),
			.has = table_number(row, "has"),
			.absences = table_number(row, "absences")},
		.at = table_number(row, "at"),
		.other = table_number(row, "other"),
	};

	int64_t *setting = asked.session.setting;
	setting[SETTING_LARGEST_PARTY] = table_number(row, "largest");
	setting[SETTING_LARGEST_WHEN_FEW] = table_number(row, "when-few");
	setting[SETTING_ONE_A_DAY] = table_number(row, "one-a-day");
	setting[SETTING_AFTER_ABSENCES] = table_number(row, "after");
	asked.session.places = table_number(row, "places");
	asked.session.admission = ADMISSION_BOTH;
	asked.facts.has_that_day = has_that_day(&asked);
	must_be_known(holder_status_named(table_word(row, "holder"), &asked.facts.holder), row);
	return asked;
}

static enum lease_pool pool_of(const struct table_row *row, const char *heading)
{
	const char *name = table_word(row, heading);
	enum lease_pool pool = POOL_BOOKING;

	while (pool < LEASE_POOLS && strcmp(name, lease_pool_name(pool)) != 0)
		pool++;
	must_be_known(pool < LEASE_POOLS, row);
	return pool;
}

struct lease_case lease_case_of(const struct table_row *row)
{
	bool open = strcmp(table_word(row, "state"), "open") == 0;
	int granted = table_number(row, "granted"), spent = table_number(row, "spent");

	struct lease_case asked = {
		.lease = {.pool = pool_of(row, "pool"),
			.state = open ? LEASE_OPEN : LEASE_CLOSED,
			.granted = granted,
			.left = granted - spent},
		.spent = spent,
		.wish = {.pool = pool_of(row, "wanted"),
			.kept = strcmp(table_word(row, "kept"), "yes") == 0,
			.places.people = table_number(row, "people")},
	};

	asked.wish.places.parts[PARTY_PRAMS] = table_number(row, "wants");
	if (strcmp(table_word(row, "prams"), "-") != 0) {
		asked.lease.limits = 1U << PARTY_PRAMS;
		asked.lease.parts[PARTY_PRAMS] = table_number(row, "prams");
	}
	return asked;
}

struct change_case change_case_of(const struct table_row *row)
{
	struct change_case asked = {
		.inside = strcmp(table_word(row, "inside"), "yes") == 0,
		.at = table_number(row, "at"),
	};

	must_be_known(booking_state_named(table_word(row, "state"), &asked.state), row);
	return asked;
}

/* ---- answers ---- */

/* A screen that offers a button asks the session alone: the two must not disagree. */
static bool screen_agrees(const struct booking_case *asked, enum booking_refusal refusal)
{
	bool is_open = refusal == BOOKING_ALLOWED || refusal > BOOKING_CLOSED;

	return booking_is_open(&asked->session, START_MS + asked->at) == is_open;
}

const char *booking_answer(const struct booking_case *asked)
{
	enum booking_refusal refusal =
		booking_decide(&asked->session, &asked->party, &asked->facts, START_MS + asked->at);

	if (!screen_agrees(asked, refusal))
		return "(the screen says otherwise)";
	return refusal == BOOKING_ALLOWED ? "yes" : booking_refusal_name(refusal);
}

const char *party_answer(const struct party *party)
{
	return yes_or_no(party_is_valid(party));
}

/* The table speaks of prams: what it says holds for each part by itself, and for all of them. */
static bool pays_the_same_of_all_parts(const struct lease_case *asked, bool pays)
{
	struct lease_case all = *asked;
	bool is_limited = asked->lease.limits != 0;

	for (int part = 0; part < PARTY_PARTS; part++) {
		struct lease_case one = *asked;
		memset(one.lease.parts, 0, sizeof(one.lease.parts));
		memset(one.wish.places.parts, 0, sizeof(one.wish.places.parts));
		one.lease.limits = is_limited ? 1U << part : 0;
		one.lease.parts[part] = asked->lease.parts[PARTY_PRAMS];
		one.wish.places.parts[part] = asked->wish.places.parts[PARTY_PRAMS];
		all.lease.parts[part] = one.lease.parts[part];
		all.wish.places.parts[part] = one.wish.places.parts[part];
		if (places_pay(&one.lease, &one.wish) != pays)
			return false;
	}
	all.lease.limits = is_limited ? ~0U : 0;
	return places_pay(&all.lease, &all.wish) == pays;
}

const char *lease_answer(const struct lease_case *asked)
{
	bool pays = places_pay(&asked->lease, &asked->wish);

	return pays_the_same_of_all_parts(asked, pays) ? yes_or_no(pays)
						       : "(another part pays otherwise)";
}

const char *change_answer(const struct change_case *asked)
{
	struct session session = {.starts_ms = START_MS};
	const char *refusal =
		booking_change_refusal(asked->state, asked->inside, &session, START_MS + asked->at);

	return *refusal ? refusal : "yes";
}

static bool is_yes(const struct table_row *row, const char *heading)
{
	return strcmp(table_word(row, heading), "yes") == 0;
}

struct onto_card_case onto_card_case_of(const struct table_row *row)
{
	struct onto_card_case asked = {
		.asked = {.session = {.id = {{1}}, .event = {{7}}, .starts_ms = START_MS},
			.other = table_number(row, "other")},
		.facts = {.is_somebodys = is_yes(row, "somebodys"),
			.has_session = is_yes(row, "session")},
	};

	asked.asked.session.setting[SETTING_ONE_A_DAY] = table_number(row, "one-a-day");
	asked.facts.has_that_day = has_that_day(&asked.asked);
	must_be_known(booking_state_named(table_word(row, "state"), &asked.facts.state), row);
	return asked;
}

const char *onto_card_answer(const struct onto_card_case *asked)
{
	const char *refusal = booking_onto_card_refusal(&asked->asked.session, &asked->facts);

	return *refusal ? refusal : "yes";
}

/* ---- judging ---- */

int decisions_compare(const struct table_row *row, const char *who, const char *answer)
{
	const char *expected = table_word(row, "answer");

	if (strcmp(expected, answer) == 0)
		return 0;
	printf("%s:%d: %s says %s, not %s\n", row->table->name, row->line, who, answer, expected);
	return 1;
}

const char *class_answer(const struct class_case *asked)
{
	struct session session = {.admission = ADMISSION_BOOKED,
		.starts_ms = START_MS,
		.setting[SETTING_CLASS_PLACES] = asked->room};
	struct booking_facts facts = {.holder = HOLDER_GUEST};
	enum booking_refusal refusal = booking_decide(&session, &asked->party, &facts, 0);

	return refusal == BOOKING_ALLOWED ? "yes" : booking_refusal_name(refusal);
}

struct class_case class_case_of(const struct table_row *row)
{
	struct class_case asked = {.room = table_number(row, "room"), .party.is_class = true};

	asked.party.count[PARTY_ADULTS] = table_number(row, "adults");
	asked.party.count[PARTY_CHILDREN] = table_number(row, "children");
	return asked;
}

int decisions_judge(const char *folder)
{
	static struct table table;
	int wrong = 0;

	table_read(&table, folder, "may_be_booked_by_a_class");
	for (int i = 0; i < table.count; i++) {
		struct class_case asked = class_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", class_answer(&asked));
	}

	table_read(&table, folder, "may_be_booked");
	for (int i = 0; i < table.count; i++) {
		struct booking_case asked = booking_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", booking_answer(&asked));
	}
	table_read(&table, folder, "fair_places");
	for (int i = 0; i < table.count; i++) {
		struct booking_case asked = fair_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", booking_answer(&asked));
	}
	table_read(&table, folder, "is_party");
	for (int i = 0; i < table.count; i++) {
		struct party party = party_or_class_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", party_answer(&party));
	}
	table_read(&table, folder, "lease_pays");
	for (int i = 0; i < table.count; i++) {
		struct lease_case asked = lease_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", lease_answer(&asked));
	}
	table_read(&table, folder, "may_be_changed");
	for (int i = 0; i < table.count; i++) {
		struct change_case asked = change_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", change_answer(&asked));
	}
	table_read(&table, folder, "may_be_put_on_card");
	for (int i = 0; i < table.count; i++) {
		struct onto_card_case asked = onto_card_case_of(&table.rows[i]);
		wrong += decisions_compare(&table.rows[i], "the kiosk", onto_card_answer(&asked));
	}
	return wrong;
}
