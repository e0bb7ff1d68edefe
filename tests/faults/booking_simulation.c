/* Two kiosks' real stores, the real kiosk-sync and a real centre, and families who book series, change
 * and cancel them at either, mostly while no kiosk has heard of the other. Whatever comes out, a booking
 * that nobody cancelled stands once, nobody has two of one, the books balance, and in the end both
 * kiosks say what the centre says. Then the world is broken on purpose: each harm must be noticed.
 *
 *   booking_simulation CENTRE-SCRIPT KIOSK-SYNC ASSETS [SEEDS] */
#include <spawn.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "ctl/demo.h"
#include "local_centre.h"
#include "rules/series.h"
#include "store/internal.h"

enum {
	KIOSKS = 2,
	FIRST_KIOSK = 2, /* of the demo, which holds no leases */
	DATES = 8,
	FAMILIES = 3,
	STEPS = 160,
	CHAINS_MAX = 2000,
	LINKS_MAX = 12,
	HEALING_ROUNDS = 5,
	HARM_SEEDS = 12,
};

enum harm {
	HARM_NONE,
	HARM_SECOND_DROPPED,  /* a series' second change is not written */
	HARM_OLD_LET_GO,      /* the centre cancels the old day though it refuses the new one */
	HARM_SECOND_MOVE,     /* the centre does not ask whether the old one was changed first */
	HARM_OLD_NOT_REVIVED, /* the kiosk forgets the old day when the new one is refused */
	HARMS,
};

static const char *const harm_names[] = {"none", "a series' second booking is dropped",
	"the old day is let go though the new one was refused",
	"what was changed elsewhere first is changed again",
	"the old day is forgotten when the new one is refused"};

/* For the kiosk's file. */
static const char *const kiosk_harms[HARMS] = {
	[HARM_SECOND_DROPPED] =
		"CREATE TRIGGER harm BEFORE INSERT ON change WHEN NEW.kind IN (2, 3)"
		" AND EXISTS (SELECT 1 FROM change WHERE at_ms = NEW.at_ms AND"
		" kind IN (2, 3)) BEGIN SELECT RAISE(IGNORE); END",
	[HARM_OLD_NOT_REVIVED] = "CREATE TRIGGER harm BEFORE UPDATE ON booking WHEN"
				 " OLD.state = 2 AND NEW.state <> 2"
				 " BEGIN SELECT RAISE(IGNORE); END",
};

/* For the centre. */
static const char *const centre_harms[HARMS] = {
	[HARM_OLD_LET_GO] =
		"CREATE OR REPLACE FUNCTION core.move_refused(p_change core.arrival,"
		" p_from core.booking, p_reason text) RETURNS core.answer LANGUAGE plpgsql AS $$"
		" BEGIN IF p_from.state IN ('confirmed', 'waiting') THEN"
		" PERFORM core.let_go(p_from); END IF;"
		" RETURN core.stands_as_it_is(p_from, p_reason); END $$",
	[HARM_SECOND_MOVE] =
		"CREATE OR REPLACE FUNCTION core.may_be_changed(p_state text, p_inside boolean,"
		" p_starts timestamptz, p_at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE"
		" RETURN ''::text",
};

/* As of a kiosk whose disk was copied: some moves find their places spent, and the old day stands. */
static const char *const no_places_for_some_moves =
	"ALTER FUNCTION core.spend(core.arrival, uuid, text, core.places) RENAME TO spend_what_there_is;"
	"CREATE FUNCTION core.spend(p_change core.arrival, p_session uuid, p_pool text, p_takes core.places)"
	" RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
	" RETURN NOT (p_change.kind = 'move' AND p_change.seq % 4 = 0)"
	" AND core.spend_what_there_is(p_change, p_session, p_pool, p_takes); END $$";

static const char *script, *program, *assets;

/* ---- chance ---- */

static uint64_t chance_state;

static uint32_t chance(uint32_t below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t)(chance_state >> 16) % below;
}

/* ---- the world ---- */

/* A booking, and what it was moved to: what its family was promised. */
struct chain {
	struct id ids[LINKS_MAX];
	int count;
	bool cancelled;      /* by somebody, somewhere */
	struct chain *group; /* the one that it was merged into; NULL: none */
};

static struct world {
	char folder[64];
	struct store *stores[KIOSKS];
	struct session dates[DATES];
	struct id families[FAMILIES];
	struct chain chains[CHAINS_MAX];
	int chain_count;
	int64_t now_ms;
	int booked, moved, changed, cancelled;
} world;

static const char *data_of(int kiosk, char path[static 96])
{
	snprintf(path, 96, "%s/kiosk%d", world.folder, kiosk);
	return path;
}

static void must(bool done, const struct error *error)
{
	if (done)
		return;
	fprintf(stderr, "%s: %s\n", error_code_name(error->code), error->detail);
	exit(2);
}

static void open_kiosk(int kiosk)
{
	struct error error = {0};
	char path[96];

	must(demo_enrol(data_of(kiosk, path), FIRST_KIOSK + kiosk, assets, world.now_ms, &error),
		&error);
	world.stores[kiosk] = store_open(path, STORE_FACE, &error);
	must(world.stores[kiosk] != NULL, &error);
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

/* The next Fridays. */
static void find_dates(void)
{
	static struct session all[400];
	struct store *store = world.stores[0];
	int count = store_sessions(
		store, world.now_ms + DAY_MS, world.now_ms + 60 * DAY_MS, false, all, 400);
	int first = 0;
	bool more;

	while (first < count && strcmp(session_title(&all[first]), "Bounce & Rhyme") != 0)
		first++;
	if (first == count ||
		store_series(store, &all[first], world.dates, DATES, &more) != DATES) {
		fprintf(stderr, "the demo has no series\n");
		exit(2);
	}
}

/* Only those are asked for and told of: the demo has a thousand others. */
static void keep_dates_only(void)
{
	PGconn *owner = connect_as("owner");
	struct error error = {0};
	char sql[512];
	int64_t first_ms = world.dates[0].starts_ms, last_ms = world.dates[DATES - 1].starts_ms;

	snprintf(sql, sizeof(sql),
		"DELETE FROM core.lease; DELETE FROM core.feed; DELETE FROM core.session"
		" WHERE title <> 'Bounce & Rhyme' OR core.ms(starts_at) NOT BETWEEN %lld AND %lld;"
		" UPDATE core.session SET leased = 0, door_leased = 0;"
		" SELECT core.tell_session(session) FROM core.session",
		(long long)first_ms, (long long)last_ms);
	query(owner, sql);
	PQfinish(owner);
	snprintf(sql, sizeof(sql),
		"DELETE FROM lease; DELETE FROM session WHERE instr(words, 'Bounce & Rhyme') = 0"
		" OR starts_ms NOT BETWEEN %lld AND %lld",
		(long long)first_ms, (long long)last_ms);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		must(database_script(&world.stores[kiosk]->database, sql, &error), &error);
}

static void harm_centre(enum harm harm)
{
	PGconn *owner = connect_as("owner");

	query(owner, no_places_for_some_moves);
	if (centre_harms[harm])
		query(owner, centre_harms[harm]);
	PQfinish(owner);
}

static void begin_world(enum harm harm, uint64_t seed)
{
	struct error error = {0};

	memset(&world, 0, sizeof(world));
	world.now_ms = clock_now_ms();
	strcpy(world.folder, "/tmp/library-kiosk-bookings-XXXXXX");
	must(mkdtemp(world.folder) != NULL, &error);
	chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	centre_begin(script);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		open_kiosk(kiosk);
	find_dates();
	keep_dates_only();
	for (int i = 0; i < FAMILIES; i++)
		world.families[i] = id_make(world.now_ms);
	harm_centre(harm);
	for (int kiosk = 0; kiosk < KIOSKS; kiosk++) {
		sync_kiosk(kiosk);
		sync_kiosk(kiosk);
		if (kiosk_harms[harm])
			must(database_script(
				     &world.stores[kiosk]->database, kiosk_harms[harm], &error),
				&error);
	}
}

static void end_world(void)
{
	char command[128];

	for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
		store_close(world.stores[kiosk]);
	centre_end();
	snprintf(command, sizeof(command), "rm -r '%s'", world.folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left behind\n", world.folder);
}

/* ---- what families do ---- */

static struct chain *chain_of(struct id booking)
{
	for (int i = 0; i < world.chain_count; i++)
		for (int link = 0; link < world.chains[i].count; link++)
			if (id_equal(world.chains[i].ids[link], booking))
				return &world.chains[i];
	return NULL;
}

static struct chain *group_of(struct chain *chain)
{
	while (chain->group)
		chain = chain->group;
	return chain;
}

static void begin_chain(struct id booking)
{
	if (world.chain_count < CHAINS_MAX)
		world.chains[world.chain_count++] = (struct chain){.ids = {booking}, .count = 1};
	world.booked++;
}

static struct party some_party(void)
{
	return (struct party){
		.count = {[PARTY_ADULTS] = 1 + (int)chance(2), [PARTY_CHILDREN] = (int)chance(5)}};
}

/* Each act has its own moment: what was made in one go has the same. */
static int64_t moment(void)
{
	return ++world.now_ms;
}

static void book_series(int kiosk)
{
	struct series_answer answers[DATES];
	struct booking_wish wish = {.language = "en", .party = some_party()};
	struct error error = {0};
	int count = 0;

	if (chance(4) > 0)
		wish.holder = (struct holder){
			.id = world.families[chance(FAMILIES)], .status = HOLDER_MEMBER};
	for (int i = 0; i < DATES; i++)
		if (chance(4) == 0)
			answers[count++] =
				(struct series_answer){.booking.session = world.dates[i].id};
	must(store_book_series(world.stores[kiosk], &wish, moment(), answers, count, &error),
		&error);
	for (int i = 0; i < count; i++)
		if (!answers[i].again && answers[i].refusal == BOOKING_ALLOWED)
			begin_chain(answers[i].booking.id);
}

/* One of a family's bookings, as this kiosk knows them. */
static bool find_booking(int kiosk, struct booking *booking)
{
	struct booking found[DATES * 2];
	int count = store_bookings_of(world.stores[kiosk], world.families[chance(FAMILIES)],
		world.now_ms, found, DATES * 2);

	if (count == 0)
		return false;
	*booking = found[chance((uint32_t)count)];
	return true;
}

static void note_cancelled(struct id booking)
{
	struct chain *chain = chain_of(booking);

	if (chain)
		chain->cancelled = true;
	world.cancelled++;
}

static void cancel_one(int kiosk, const struct booking *booking)
{
	struct error error = {0};

	must(store_cancel(world.stores[kiosk], booking->id, moment(), &error), &error);
	note_cancelled(booking->id);
}

static void cancel_rest(int kiosk, const struct booking *booking)
{
	struct booking rest[BOOKINGS_THAT_FOLLOW_MAX];
	struct error error = {0};
	int count = store_bookings_that_follow(
		world.stores[kiosk], booking, rest, BOOKINGS_THAT_FOLLOW_MAX);
	int cancelled;

	must(store_cancel_rest(world.stores[kiosk], booking, moment(), &cancelled, &error), &error);
	for (int i = 0; i < count; i++)
		note_cancelled(rest[i].id);
}

static void change_party(int kiosk, const struct booking *booking)
{
	struct party party = some_party();
	struct error error = {0};

	world.changed +=
		store_change_party(world.stores[kiosk], booking->id, &party, moment(), &error);
}

static void move(int kiosk, const struct booking *booking)
{
	struct booking_move wish = {
		.booking = booking->id, .session = world.dates[chance(DATES)].id, .language = "en"};
	struct chain *chain = chain_of(booking->id);
	struct error error = {0};
	struct booking moved;

	if (!chain || chain->count == LINKS_MAX ||
		!store_move(world.stores[kiosk], &wish, moment(), &moved, &error))
		return;
	chain->ids[chain->count++] = moved.id;
	world.moved++;
}

static void happen(void)
{
	int kiosk = (int)chance(KIOSKS);
	uint32_t what = chance(100);
	struct booking booking;

	if (what < 9) {
		sync_kiosk(kiosk);
		return;
	}
	if (what < 22 || !find_booking(kiosk, &booking))
		book_series(kiosk);
	else if (what < 29)
		cancel_one(kiosk, &booking);
	else if (what < 32)
		cancel_rest(kiosk, &booking);
	else if (what < 55)
		change_party(kiosk, &booking);
	else
		move(kiosk, &booking);
}

/* ---- promises ---- */

/* The booking that stands for it at the centre, and how. */
struct standing {
	char id[40], state[16], party[64];
	bool merged, known;
};

static struct standing standing_of(PGconn *owner, struct id id)
{
	struct standing standing = {0};
	char sql[768], text[ID_TEXT];

	snprintf(sql, sizeof(sql),
		"SELECT s.booking, s.state, concat_ws(' ', b.adults, b.children, b.babies, b.prams,"
		" b.wheelchairs), b.merged_into IS NOT NULL FROM core.booking b"
		" JOIN core.booking s ON s.booking = coalesce(b.merged_into, b.booking)"
		" WHERE b.booking = '%s'",
		id_text(id, text));
	PGresult *result = PQexec(owner, sql);
	standing.known = PQntuples(result) == 1;
	if (standing.known) {
		snprintf(standing.id, sizeof(standing.id), "%s", PQgetvalue(result, 0, 0));
		snprintf(standing.state, sizeof(standing.state), "%s", PQgetvalue(result, 0, 1));
		snprintf(standing.party, sizeof(standing.party), "%s", PQgetvalue(result, 0, 2));
		standing.merged = PQgetvalue(result, 0, 3)[0] == 't';
	}
	PQclear(result);
	return standing;
}

static bool is_live(const struct standing *standing)
{
	return strcmp(standing->state, "confirmed") == 0 || strcmp(standing->state, "waiting") == 0;
}

/* Merged into what was booked after it had been given for another day: that stands for itself. Ids begin
 * with the instant. */
static bool was_left_before(
	PGconn *owner, const struct chain *chain, int link, const struct standing *standing)
{
	struct id other;

	if (!standing->merged || !id_parse(standing->id, &other))
		return false;
	while (++link < chain->count)
		if (standing_of(owner, chain->ids[link]).known)
			return memcmp(&chain->ids[link], &other, sizeof(other)) < 0;
	return false;
}

/* Two promises of one holder for one date became one booking: who changed or cancelled the one did so
 * to both. */
static void join_merged(PGconn *owner, struct chain *chain)
{
	for (int link = 0; link < chain->count; link++) {
		struct standing standing = standing_of(owner, chain->ids[link]);
		struct id into;
		struct chain *other =
			standing.merged && id_parse(standing.id, &into) ? chain_of(into) : NULL;
		if (!other || was_left_before(owner, chain, link, &standing))
			continue;
		struct chain *from = group_of(chain), *to = group_of(other);
		if (from == to)
			continue;
		to->cancelled |= from->cancelled;
		from->group = to;
	}
}

static bool is_live_at(PGconn *owner, const struct chain *chain, char live[static 40])
{
	for (int link = 0; link < chain->count; link++) {
		struct standing standing = standing_of(owner, chain->ids[link]);
		if (!is_live(&standing) || was_left_before(owner, chain, link, &standing))
			continue;
		if (*live && strcmp(live, standing.id) != 0)
			return false;
		strcpy(live, standing.id);
	}
	return true;
}

/* All chains of one group together have one booking. */
static const char *check_group(PGconn *owner, struct chain *group)
{
	char live[40] = "";

	for (int i = 0; i < world.chain_count; i++)
		if (group_of(&world.chains[i]) == group &&
			!is_live_at(owner, &world.chains[i], live))
			return "nobody has two of one booking";
	return *live || group->cancelled ? NULL : "what nobody cancelled stands";
}

static const char *check_kiosk(PGconn *owner, int kiosk, struct id id)
{
	struct standing standing = standing_of(owner, id);
	struct booking booking;
	char party[64];

	if (!store_booking(world.stores[kiosk], id, &booking))
		return standing.known && !standing.merged ? "a kiosk knows what the centre knows"
							  : NULL;
	const int *count = booking.party.count;
	snprintf(party, sizeof(party), "%d %d %d %d %d", count[0], count[1], count[2], count[3],
		count[4]);
	const char *state = standing.known && !standing.merged ? standing.state : "cancelled";
	if (strcmp(booking_state_name(booking.state), state) != 0)
		return "a kiosk says what the centre says";
	if (booking.state != BOOKING_CANCELLED && strcmp(party, standing.party) != 0)
		return "a kiosk counts whom the centre counts";
	return NULL;
}

static const char *check_books(void)
{
	int wrong =
		count_of("SELECT count(*) FROM core.session s WHERE"
			 " confirmed <> (SELECT coalesce(sum(people), 0) FROM core.booking b"
			 "  WHERE b.session = s.session AND state = 'confirmed')"
			 " OR leased <> (SELECT coalesce(sum(granted - spent), 0) FROM core.lease l"
			 "  WHERE l.session = s.session AND pool = 'booking' AND state = 'open')"
			 " OR confirmed + leased > places");

	if (wrong > 0)
		return "the books balance";
	return count_of("SELECT count(*) FROM core.change WHERE verdict = 'quarantined'") > 0
		       ? "the centre understands every change"
		       : NULL;
}

static const char *check_all(void)
{
	PGconn *owner = connect_as("owner");
	const char *broken = check_books();

	for (int i = 0; i < world.chain_count; i++)
		join_merged(owner, &world.chains[i]);
	for (int i = 0; i < world.chain_count && !broken; i++) {
		struct chain *chain = &world.chains[i];
		broken = chain->group ? NULL : check_group(owner, chain);
		for (int link = 0; link < chain->count && !broken; link++)
			for (int kiosk = 0; kiosk < KIOSKS && !broken; kiosk++)
				broken = check_kiosk(owner, kiosk, chain->ids[link]);
	}
	PQfinish(owner);
	return broken;
}

/* Returns the promise that broke, or NULL. */
static const char *live(enum harm harm, uint64_t seed)
{
	begin_world(harm, seed);
	for (int step = 0; step < STEPS; step++)
		happen();
	for (int round = 0; round < HEALING_ROUNDS; round++)
		for (int kiosk = 0; kiosk < KIOSKS; kiosk++)
			sync_kiosk(kiosk);
	const char *broken = check_all();
	if (!broken && harm == HARM_NONE &&
		(world.booked == 0 || world.moved == 0 || world.changed == 0 ||
			world.cancelled == 0))
		broken = "everything that a family does happens";
	printf("%s, seed %d: %d booked, %d moved, %d changed, %d cancelled, %d refused: %s\n",
		harm_names[harm], (int)seed, world.booked, world.moved, world.changed,
		world.cancelled,
		count_of("SELECT count(*) FROM core.change WHERE verdict = 'refused'"
			 " AND kind IN ('change_party', 'move')"),
		broken ? broken : "every promise held");
	fflush(stdout);
	end_world();
	return broken;
}

static int is_noticed(enum harm harm)
{
	for (uint64_t seed = 1; seed <= HARM_SEEDS; seed++)
		if (live(harm, seed))
			return 0;
	printf("%s: NOT NOTICED\n", harm_names[harm]);
	return 1;
}

int main(int count, char **arguments)
{
	int failed = 0;

	if (count < 4) {
		fprintf(stderr, "usage: booking_simulation CENTRE-SCRIPT KIOSK-SYNC ASSETS"
				" [SEEDS]\n");
		return 2;
	}
	script = arguments[1];
	program = arguments[2];
	assets = arguments[3];
	uint64_t seeds = count > 4 ? strtoull(arguments[4], NULL, 10) : 3;
	for (uint64_t seed = 1; seed <= seeds; seed++)
		failed += live(HARM_NONE, seed) != NULL;
	for (int harm = HARM_NONE + 1; harm < HARMS; harm++)
		failed += is_noticed((enum harm)harm);
	return failed != 0;
}
