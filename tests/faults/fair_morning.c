/* A morning with every fair-places rule on: forty families for thirty places, two kiosks, one of them cut
 * off from half past eight until ten. Real stores, the real kiosk-sync, a real centre, one clock. What is
 * promised stands, no place is promised twice, what is kept for members is theirs until the hour and
 * anybody's from then on at both kiosks, and while somebody waits nothing that they could have lies at the
 * centre or at the kiosk that it reaches.
 *
 *   fair_morning CENTRE-SCRIPT KIOSK-SYNC ASSETS [SEEDS] */
#include <spawn.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "local_centre.h"
#include "store/internal.h"

enum {
	KIOSKS = 2,
	REACHED = 0,
	CUT_OFF = 1,
	FIRST_KIOSK = 2, /* of the demo, which holds no leases */
	FAMILIES = 40,
	GUESTS_FIRST = 14, /* more than the places that are anybody's */
	PLACES = 30,
	KEPT = 10,
	LARGEST = 5,
	LARGEST_WHEN_FEW = 3,
};

/* Friday 4 December 2026, the branch's time is UTC. */
#define AT(hour, minute) (INT64_C(1796342400000) + (hour)*HOUR_MS + (minute)*MINUTE_MS)

struct family {
	struct holder holder; /* with a card, every second one of the later ones */
	int people, kiosk;
	int64_t comes_ms;
	struct booking booking;
	bool booked;
};

static const char *script, *program, *assets;

static struct morning {
	char folder[64];
	struct store *stores[KIOSKS];
	struct session session, evening, next_week;
	struct family families[FAMILIES];
	int64_t now_ms;
	int turned_away, smaller;
	const char *broken; /* the first promise that did not hold */
} morning;

static uint64_t chance_state;

static int chance(int below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (int)((uint32_t)(chance_state >> 16) % (uint32_t)below);
}

static void holds(bool held, const char *promise)
{
	if (!held && !morning.broken)
		morning.broken = promise;
}

static void must(bool done, const struct error *error)
{
	if (done)
		return;
	fprintf(stderr, "%s: %s\n", error_code_name(error->code), error->detail);
	exit(2);
}

/* ---- the world ---- */

static const char *data_of(int kiosk, char path[static 96])
{
	snprintf(path, 96, "%s/kiosk%d", morning.folder, kiosk);
	return path;
}

static void set_clock(int64_t now_ms)
{
	morning.now_ms = now_ms;
	clock_journey_set(now_ms);
}

extern char **environ;

static void sync_kiosk(int kiosk)
{
	char path[96], url[256];
	pid_t pid;
	int status;

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", FIRST_KIOSK + kiosk,
		local_centre.socket);
	const char *arguments[] = {
		program, "--data", data_of(kiosk, path), "--centre", url, "--once", NULL};
	if (posix_spawn(&pid, program, NULL, NULL, (char *const *)(uintptr_t)arguments, environ) ||
		waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "kiosk-sync did not end well\n");
		exit(2);
	}
}

static bool is_cut_off(int kiosk)
{
	return kiosk == CUT_OFF && morning.now_ms >= AT(8, 30) && morning.now_ms < AT(10, 0);
}

/* What a recall asks for comes with the second round. */
static void sync_who_is_reached(void)
{
	for (int round = 0; round < 2; round++)
		for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
			if (!is_cut_off(kiosk))
				sync_kiosk(kiosk);
}

static void open_kiosk(int kiosk)
{
	struct error error = {0};
	char path[96];

	must(demo_enrol(data_of(kiosk, path), FIRST_KIOSK + kiosk, assets, morning.now_ms, &error),
		&error);
	morning.stores[kiosk] = store_open(path, STORE_FACE, &error);
	must(morning.stores[kiosk] != NULL, &error);
}

static struct session rhyme_of(int64_t from_ms)
{
	static struct session all[64];
	int count = store_sessions(morning.stores[0], from_ms, from_ms + DAY_MS, false, all, 64);

	for (int i = 0; i < count; i++)
		if (strcmp(session_title(&all[i]), "Bounce & Rhyme") == 0)
			return all[i];
	fprintf(stderr, "the demo has no rhyme that day\n");
	exit(2);
}

static void set_rules(PGconn *owner, const struct session *session)
{
	char sql[1024], id[ID_TEXT];

	snprintf(sql, sizeof(sql),
		"UPDATE core.session SET places = %d, places_wanted = %d, revision = revision + 1,"
		" parts_places = core.parts_wanted('{\"prams_places\": 6}'), settings = settings ||"
		" '{\"booking_opens_ms\": %lld, \"members_places\": %d, \"members_until_ms\": %lld,"
		" \"largest_party\": %d, \"largest_party_when_few\": %d, \"one_a_day\": 1,"
		" \"still_coming\": 1, \"after_absences\": 3, \"prams_places\": 6}'"
		" WHERE session = '%s'; SELECT core.tell_session('%s')",
		PLACES, PLACES, (long long)AT(8, 0), KEPT, (long long)AT(9, 30), LARGEST,
		LARGEST_WHEN_FEW, id_text(session->id, id), id);
	query(owner, sql);
}

/* Only the event's sessions of this week and the next: the demo has a thousand others. */
static void make_sessions(void)
{
	PGconn *owner = connect_as("owner");
	struct error error = {0};
	char sql[1024], id[ID_TEXT];

	morning.session = rhyme_of(AT(0, 0));
	morning.next_week = rhyme_of(AT(0, 0) + 7 * DAY_MS);
	morning.evening.id = id_derive("test", "evening", NULL);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		must(database_script(&morning.stores[kiosk]->database, "DELETE FROM lease", &error),
			&error);
	query(owner, "DELETE FROM core.lease");
	query(owner, "UPDATE core.session SET leased = 0, door_leased = 0,"
		     " parts_leased = ROW(0, 0, 0, 0, 0)::core.party");
	id_text(morning.evening.id, id);
	snprintf(sql, sizeof(sql),
		"INSERT INTO core.session (session, branch, title, starts_at, ends_at, opens_at,"
		" closes_at, admission, asks, places_wanted, places, door_places_wanted,"
		" door_places, event, settings) SELECT '%s', branch, title, core.instant(%lld),"
		" core.instant(%lld), core.instant(%lld), core.instant(%lld), admission, asks, 30,"
		" 30, 0, 0, event, '{}' FROM core.session WHERE session = ",
		id, (long long)AT(17, 0), (long long)AT(18, 0), (long long)AT(16, 30),
		(long long)AT(18, 0));
	snprintf(sql + strlen(sql), 64, "'%s'", id_text(morning.session.id, id));
	query(owner, sql);
	set_rules(owner, &morning.session);
	set_rules(owner, &morning.evening);
	set_rules(owner, &morning.next_week);
	PQfinish(owner);
}

static void make_families(void)
{
	for (int i = 0; i < FAMILIES; i++) {
		struct family *family = &morning.families[i];
		*family = (struct family){
			.people = 1 + chance(6),
			.kiosk = chance(KIOSKS),
			.comes_ms = AT(7, 45) + (int64_t)i * 4 * MINUTE_MS + chance(60000),
		};
		if (i >= GUESTS_FIRST && i % 2)
			family->holder = (struct holder){
				.id = id_make(morning.now_ms), .status = HOLDER_MEMBER};
	}
}

static void begin_morning(uint64_t seed)
{
	struct error error = {0};
	char clock[96];

	memset(&morning, 0, sizeof(morning));
	strcpy(morning.folder, "/tmp/library-kiosk-morning-XXXXXX");
	must(mkdtemp(morning.folder) != NULL, &error);
	snprintf(clock, sizeof(clock), "%s/clock", morning.folder);
	must(clock_create_journey_file(clock, AT(7, 0), &error), &error);
	setenv("KIOSK_CLOCK", clock, 1);
	must(clock_obey_journey(&error), &error);
	set_clock(AT(7, 0));
	chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	centre_begin(script);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		open_kiosk(kiosk);
	sync_who_is_reached();
	make_sessions();
	make_families();
	sync_who_is_reached();
}

static void end_morning(void)
{
	char command[128];

	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		store_close(morning.stores[kiosk]);
	centre_end();
	snprintf(command, sizeof(command), "rm -r '%s'", morning.folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left behind\n", morning.folder);
}

/* ---- families ---- */

static struct booking_facts facts_of(const struct family *family, const struct session *session)
{
	return store_booking_facts(
		morning.stores[family->kiosk], session, &family->holder, morning.now_ms);
}

static struct party party_of(int people)
{
	return (struct party){.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = people - 1}};
}

static enum booking_refusal ask(
	const struct family *family, const struct session *known, int people)
{
	struct session session;
	struct party party = party_of(people);

	if (!store_session(morning.stores[family->kiosk], known->id, &session))
		return BOOKING_REFUSALS;
	struct booking_facts facts = facts_of(family, &session);
	return booking_decide(&session, &party, &facts, morning.now_ms);
}

static int confirmed_people(bool guests_only)
{
	int people = 0;

	for (int i = 0; i < FAMILIES; i++) {
		const struct family *family = &morning.families[i];
		bool counts = !guests_only || family->holder.status != HOLDER_MEMBER;
		if (family->booked && family->booking.state == BOOKING_CONFIRMED && counts)
			people += party_people(&family->booking.party);
	}
	return people;
}

static void book(struct family *family, int people)
{
	struct booking_wish wish = {.session = morning.session.id,
		.holder = family->holder,
		.party = party_of(people),
		.language = "en"};
	struct error error = {0};
	bool again;

	must(store_book(morning.stores[family->kiosk], &wish, morning.now_ms, &family->booking,
		     &again, &error),
		&error);
	family->booked = true;
	holds(people <= LARGEST, "no booking is larger than the library lets it be");
	holds(confirmed_people(false) <= PLACES, "no place is promised twice");
	if (morning.now_ms < AT(9, 30))
		holds(confirmed_people(true) <= PLACES - KEPT,
			"what is kept for members is theirs until the hour");
}

/* Who is too many comes with fewer, as the screen says. */
static void come(struct family *family)
{
	int people = family->people;
	enum booking_refusal refusal = ask(family, &morning.session, people);

	if (morning.now_ms < AT(8, 0))
		holds(refusal == BOOKING_NOT_YET, "nobody books before it opens");
	for (; people > 1 &&
		(refusal == BOOKING_PARTY_TOO_LARGE || refusal == BOOKING_TOO_LARGE_WHEN_FEW);
		people--) {
		refusal = ask(family, &morning.session, people - 1);
		morning.smaller++;
	}
	if (refusal == BOOKING_ALLOWED)
		book(family, people);
	else
		morning.turned_away++;
}

/* ---- what must hold ---- */

static bool waits_for_nothing(PGconn *owner)
{
	char sql[1400], id[ID_TEXT];

	id_text(morning.session.id, id);
	snprintf(sql, sizeof(sql),
		"WITH head AS (SELECT b.* FROM core.booking b WHERE session = '%s' AND"
		" state = 'waiting' ORDER BY arrival LIMIT 1),"
		" at AS (SELECT core.instant(%lld) AS now)"
		" SELECT count(*)::integer FROM head JOIN core.session s USING (session), at"
		" WHERE head.people <= core.free_places(s, 'booking', at.now)"
		" + CASE WHEN head.holder IS NULL THEN 0 ELSE core.free_places(s, 'members',"
		" at.now) END"
		" OR EXISTS (SELECT FROM core.lease l WHERE l.session = s.session AND"
		" l.state = 'open' AND l.kiosk = %d AND l.granted > l.spent AND (l.pool = 'booking'"
		" OR (l.pool = 'members' AND (head.holder IS NOT NULL"
		" OR core.are_anybodys(s, at.now)))))",
		id, (long long)morning.now_ms, FIRST_KIOSK + REACHED);
	return atoi(query(owner, sql)) == 0;
}

static int guests_at_the_centre(PGconn *owner)
{
	char sql[256], id[ID_TEXT];

	snprintf(sql, sizeof(sql),
		"SELECT coalesce(sum(people), 0)::integer FROM core.booking WHERE session = '%s'"
		" AND state = 'confirmed' AND holder IS NULL",
		id_text(morning.session.id, id));
	return atoi(query(owner, sql));
}

/* Nobody comes at that moment: the hour alone makes it so. */
static void check_the_hour(PGconn *owner)
{
	set_clock(AT(9, 29));
	sync_who_is_reached();
	holds(guests_at_the_centre(owner) <= PLACES - KEPT,
		"what is kept for members is theirs until the hour");
	set_clock(AT(9, 30));
	sync_who_is_reached();
	holds(waits_for_nothing(owner), "at the hour nothing is kept back");
}

static void check_promises(PGconn *owner)
{
	char sql[256], id[ID_TEXT];

	for (int i = 0; i < FAMILIES; i++) {
		const struct family *family = &morning.families[i];
		if (!family->booked)
			continue;
		snprintf(sql, sizeof(sql),
			"SELECT coalesce((SELECT state FROM core.booking WHERE booking = '%s'), '')",
			id_text(family->booking.id, id));
		const char *state = query(owner, sql);
		holds(*state, "every booking reaches the centre");
		if (family->booking.state == BOOKING_CONFIRMED)
			holds(strcmp(state, "confirmed") == 0, "what was promised stands");
	}
}

/* Who has a place that morning has none in the evening; who stayed away three times books next week's from
 * the day before, but may wait. */
static void ask_members(void)
{
	struct family *family = NULL;

	for (int i = 0; i < FAMILIES && !family; i++)
		if (morning.families[i].booked &&
			morning.families[i].holder.status == HOLDER_MEMBER)
			family = &morning.families[i];
	holds(family != NULL, "a member has a place");
	if (!family)
		return;
	holds(ask(family, &morning.evening, 2) == BOOKING_ONE_A_DAY, "one session a day a card");
	holds(ask(family, &morning.next_week, 1) == BOOKING_ALLOWED, "another day is another day");
	holds(write_absence(
		      morning.stores[family->kiosk], family->holder.id, 3, morning.now_ms, NULL),
		"an absence is written");
	holds(ask(family, &morning.next_week, 1) == BOOKING_DAY_BEFORE,
		"who stayed away books from the day before");
}

static void play(void)
{
	PGconn *owner = connect_as("owner");

	bool hour_came = false;

	for (int i = 0; i < FAMILIES; i++) {
		if (!hour_came && morning.families[i].comes_ms >= AT(9, 30)) {
			check_the_hour(owner);
			hour_came = true;
		}
		set_clock(morning.families[i].comes_ms);
		come(&morning.families[i]);
		sync_who_is_reached();
		holds(waits_for_nothing(owner), "nothing lies idle while somebody waits");
	}
	set_clock(AT(10, 26));
	sync_who_is_reached();
	sync_who_is_reached();
	holds(waits_for_nothing(owner), "nothing lies idle while somebody waits");
	check_promises(owner);
	holds(count_of("SELECT count(*) FROM core.change WHERE verdict = 'quarantined'") == 0,
		"the centre understands every change");
	ask_members();
	PQfinish(owner);
}

static const char *live(uint64_t seed)
{
	begin_morning(seed);
	play();
	printf("seed %d: %d people confirmed at once, %d families turned away, %d times one fewer: "
	       "%s\n",
		(int)seed, confirmed_people(false), morning.turned_away, morning.smaller,
		morning.broken ? morning.broken : "every promise held");
	fflush(stdout);
	end_morning();
	return morning.broken;
}

int main(int count, char **arguments)
{
	int failed = 0;

	if (count < 4) {
		fprintf(stderr, "usage: fair_morning CENTRE-SCRIPT KIOSK-SYNC ASSETS [SEEDS]\n");
		return 2;
	}
	script = arguments[1];
	program = arguments[2];
	assets = arguments[3];
	uint64_t seeds = count > 4 ? strtoull(arguments[4], NULL, 10) : 2;
	for (uint64_t seed = 1; seed <= seeds; seed++)
		failed += live(seed) != NULL;
	return failed != 0;
}
