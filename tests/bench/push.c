/* How quickly a kiosk's log gets from SQLite to the centre and its answers back, against COPY of the very
 * rows that it leaves behind, into the same tables with all their indexes:
 *
 *   push PLATFORM/CENTRE ASSETS [HISTORY [ROUNDS [CHANGES]]]
 *
 * Real stores, the real code of kiosk-sync, a real PostgreSQL that never analyses by itself. Rounds of
 * both alternate, so that a noisy machine is noisy for each; medians are printed, and whether each goal of
 * the design holds. HISTORY: how many changes lie behind in the second half (1 000 000); ROUNDS (5) of
 * CHANGES (10 000) each, and five times as many are the backlog. */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "local_centre.h"
#include "store/internal.h"
#include "sync/perform.h"

enum {
	KIOSKS = 8,
	SESSIONS = 160,
	A_ROUND = 10 * 1000,
	AT_ONCE_PART = 4, /* where several kiosks push, of each */
	BACKLOG_TIMES = 5,
	VISITORS = 64 * 1000,
	POISON_EVERY = 200,
	HISTORY = 1000 * 1000,
	REPEATS_MAX = 21,
	ROOM = 9 * 1000, /* at each kiosk of each session */
	PLACES = 100 * 1000,
	CALLS = 31,
};
#define NOW_MS INT64_C(1796379600000)

struct visitor {
	struct token token; /* of a card, if there is no ticket */
	char ticket[TICKET_TEXT];
	struct id booking;
};

struct kiosk {
	int number;
	char data[PATH_BYTES];
	struct store *face;
	struct visitor visitors[VISITORS];
	int booked, came; /* of those; who is between has yet to come */
	int64_t first;    /* of the log: what the next push begins with */
};

static struct kiosk kiosks[KIOSKS];
static struct id sessions[SESSIONS];
static PGconn *owner;
static int cards, a_round = A_ROUND;

static void must(bool done, const struct error *error)
{
	if (done)
		return;
	fprintf(stderr, "push: %s\n", error->detail);
	exit(2);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), by_size);
	return values[count / 2];
}

static int held = 1;

static void print_row(const char *what, const char *ours, const char *reference, double ratio,
	const char *goal, bool holds)
{
	printf("%-58s | %-12s | %-14s | %6.2f | %-9s | %s\n", what, ours, reference, ratio, goal,
		holds ? "held" : "NOT HELD");
	fflush(stdout);
	held &= holds;
}

static const char *in_s(double value)
{
	static char texts[4][16];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "%.3f s", value);
	return text;
}

/* ---- kiosks and the centre ---- */

static void open_face(struct kiosk *kiosk)
{
	struct error error = {0};

	kiosk->face = store_open(kiosk->data, STORE_FACE, &error);
	must(kiosk->face, &error);
	/* Only while the log is made, which is not what is measured. */
	must(database_script(&kiosk->face->database, "PRAGMA synchronous = OFF", &error), &error);
}

static void close_face(struct kiosk *kiosk)
{
	store_close(kiosk->face);
	kiosk->face = NULL;
}

struct told_times {
	double push, hello;
};

static struct performer *begin_sync(const struct kiosk *kiosk)
{
	struct performer *performer = calloc(1, sizeof(*performer));
	struct error error = {0};
	char url[256];

	snprintf(url, sizeof(url), "postgresql://kiosk_%d@/centre?host=%s", kiosk->number,
		local_centre.socket);
	performer->centre = centre_create(url, &error);
	performer->store = store_open(kiosk->data, STORE_SYNC, &error);
	must(performer->store, &error);
	return performer;
}

/* What kiosk-sync does, up to its first pull or to its end; how long hello and the push took. */
static struct told_times sync_once(const struct kiosk *kiosk, bool pulls)
{
	struct performer *performer = begin_sync(kiosk);
	struct step_message message = {
		.kind = STEP_STARTED, .position = outbox_position(performer->store)};
	struct told_times times = {0};
	struct sync sync;

	sync_start(&sync, true);
	for (;;) {
		struct step_effect effect = sync_step(&sync, &message);
		if (effect.kind == EFFECT_FINISH && effect.code != EXIT_DONE) {
			fprintf(stderr, "push: kiosk %d: %s\n", kiosk->number, performer->why);
			exit(2);
		}
		if (effect.kind == EFFECT_FINISH || (effect.kind == EFFECT_PULL && !pulls))
			break;
		double start = seconds();
		message = perform(performer, &effect);
		*(effect.kind == EFFECT_HELLO ? &times.hello : &times.push) +=
			effect.kind == EFFECT_CONNECT || effect.kind == EFFECT_REMEMBER
				? 0
				: seconds() - start;
	}
	perform_finish(performer);
	free(performer);
	return times;
}

/* No kiosk of a library sends so much in a minute that it would be told to wait. */
static double push(struct kiosk *kiosk)
{
	query(owner, "UPDATE core.kiosk SET cost = 0");
	return sync_once(kiosk, false).push;
}

static void ask(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void ask(const char *format, ...)
{
	static char sql[SQL_BYTES];
	va_list values;

	va_start(values, format);
	vsnprintf(sql, sizeof(sql), format, values);
	va_end(values);
	query(owner, sql);
}

static void make_sessions(void)
{
	char sql[SQL_BYTES], text[ID_TEXT];
	PGconn *staff = connect_as("staff");

	for (int i = 0; i < SESSIONS; i++) {
		sessions[i] = id_make(NOW_MS);
		snprintf(sql, sizeof(sql),
			"SELECT staff.put_programme('micklefield', '[{\"session\":\"%s\","
			"\"title\":\"Bounce & Rhyme\",\"starts_ms\":%lld,\"ends_ms\":%lld,"
			"\"opens_ms\":%lld,\"closes_ms\":%lld,\"admission\":\"both\",\"asks\":31,"
			"\"places\":%d,\"door_places\":%d}]')",
			id_text(sessions[i], text), (long long)NOW_MS + MINUTE_MS,
			(long long)NOW_MS + HOUR_MS, (long long)NOW_MS - HOUR_MS,
			(long long)NOW_MS + HOUR_MS, PLACES, PLACES);
		query(staff, sql);
	}
	PQfinish(staff);
}

/* As if the centre had granted them. */
static void give_leases(struct kiosk *kiosk)
{
	char lease_id[ID_TEXT], session_id[ID_TEXT];
	struct error error = {0};

	open_face(kiosk);
	must(database_begin(&kiosk->face->database, &error), &error);
	for (int i = 0; i < SESSIONS * 2; i++) {
		struct lease lease = {.id = id_make(NOW_MS),
			.session = sessions[i / 2],
			.pool = i % 2 ? POOL_DOOR : POOL_BOOKING,
			.state = LEASE_OPEN,
			.granted = ROOM,
			.left = ROOM};
		must(write_lease(kiosk->face, &lease, &error), &error);
		ask("SELECT core.open_lease(ROW('%s', %d, '%s', '%s', %d, 0, NULL, NULL, 'open',"
		    " false, statement_timestamp(), statement_timestamp())::core.lease)",
			id_text(lease.id, lease_id), kiosk->number,
			id_text(lease.session, session_id), lease_pool_name(lease.pool), ROOM);
	}
	must(database_end(&kiosk->face->database, true, &error), &error);
	close_face(kiosk);
}

static void open_world(void)
{
	owner = connect_as("owner");
	ask("ALTER SYSTEM SET autovacuum = off");
	ask("SELECT pg_reload_conf()");
	ask("UPDATE core.site SET lease_share_percent = 1");
	make_sessions();
	ask("ANALYZE");
}

static void open_kiosks(const char *assets, int first, int last)
{
	struct error error = {0};

	for (int i = first; i < last; i++) {
		struct kiosk *kiosk = &kiosks[i];
		kiosk->number = i + 1;
		snprintf(kiosk->data, sizeof(kiosk->data), "%s-kiosks/%d", local_centre.folder,
			kiosk->number);
		must(enrolment_make_demo(kiosk->data, kiosk->number, assets, NOW_MS, &error),
			&error);
		open_face(kiosk);
		close_face(kiosk);
		sync_once(kiosk, true);
		give_leases(kiosk);
	}
}

/* ---- what visitors do ---- */

static void know_card(struct kiosk *kiosk, struct token *token)
{
	struct holder holder = {.status = HOLDER_MEMBER, .first_name = "Amina", .adult = true};
	uint8_t uid[7] = {0x04, 1, 2}, box[GREETING_BYTES_MAX];
	struct error error = {0};

	cards++;
	memcpy(uid + 3, &cards, sizeof(cards));
	*token = token_from_chip(uid, sizeof(uid));
	struct index index = token_index(token, kiosk->face->keys.index_key);
	holder.id = id_make(NOW_MS);
	size_t length = greeting_make(kiosk->face->keys.index_key, token, &holder, box);
	must(database_begin(&kiosk->face->database, &error) &&
			database_end(&kiosk->face->database,
				write_card(kiosk->face, &index, &holder, box, length, 0, &error),
				&error),
		&error);
}

/* Every second one with a card, the others are guests. */
static void book(struct kiosk *kiosk)
{
	int number = kiosk->booked++ % VISITORS;
	struct visitor *visitor = &kiosk->visitors[number];
	struct booking_wish wish = {.session = sessions[number % SESSIONS],
		.party = {.count = {[PARTY_ADULTS] = 1, [PARTY_CHILDREN] = 2}},
		.language = "en"};
	struct booking booking;
	struct error error = {0};
	bool again;

	visitor->ticket[0] = '\0';
	if (number % 2) {
		know_card(kiosk, &visitor->token);
		wish.token = &visitor->token;
		wish.holder = store_holder(kiosk->face, &visitor->token);
	}
	must(store_book(kiosk->face, &wish, NOW_MS, &booking, &again, &error), &error);
	visitor->booking = booking.id;
	if (number % 2 == 0)
		store_ticket(kiosk->face, &booking, visitor->ticket);
}

static void check_in(struct kiosk *kiosk)
{
	struct visitor *visitor = &kiosk->visitors[kiosk->came++ % VISITORS];
	static struct check_in_facts facts;
	struct ticket ticket;
	struct id any = {0}, attendance;
	struct error error = {0};
	int keys_count;

	if (*visitor->ticket) {
		const struct ticket_key *keys = store_ticket_keys(kiosk->face, &keys_count);
		if (ticket_read(visitor->ticket, keys, keys_count, &ticket) != TICKET_GOOD)
			exit(2);
		visitor->token = token_from_ticket(ticket.id);
	}
	struct holder holder = store_holder(kiosk->face, &visitor->token);
	store_check_in_facts(
		kiosk->face, &holder, *visitor->ticket ? &ticket : NULL, any, NOW_MS, &facts);
	struct check_in_answer answer = check_in_decide(&facts);
	must(answer.code == CHECK_IN_OK && store_check_in(kiosk->face, &facts, &answer, &holder,
						   &visitor->token, &attendance, &error),
		&error);
}

static void cancel(struct kiosk *kiosk)
{
	struct error error = {0};

	must(store_cancel(kiosk->face, kiosk->visitors[--kiosk->booked % VISITORS].booking, NOW_MS,
		     &error),
		&error);
}

static void change_party(struct kiosk *kiosk)
{
	struct party party = {.count = {[PARTY_ADULTS] = 2, [PARTY_CHILDREN] = 2}};
	struct error error = {0};

	must(store_change_party(kiosk->face,
		     kiosk->visitors[(kiosk->booked - 1) % VISITORS].booking, &party, NOW_MS,
		     &error),
		&error);
}

static void drop_in(struct kiosk *kiosk)
{
	struct party party = {.count = {[PARTY_ADULTS] = 1}};
	struct id attendance;
	struct error error = {0};

	must(store_drop_in(kiosk->face, sessions[0], &party, NOW_MS, &attendance, &error), &error);
}

typedef void visit_function(struct kiosk *kiosk);

static void make(struct kiosk *kiosk, visit_function *visit, int count)
{
	open_face(kiosk);
	kiosk->first = outbox_position(kiosk->face).length + 1;
	for (int i = 0; i < count; i++)
		visit(kiosk);
	close_face(kiosk);
}

/* As in a branch: most book and come, few think again. */
static void any_visit(struct kiosk *kiosk)
{
	static int number;
	static visit_function *const visits[] = {book, book, check_in, book, drop_in, check_in,
		book, check_in, book, check_in, book, cancel, book, change_party, check_in,
		drop_in};

	visits[number++ % (int)(sizeof(visits) / sizeof(*visits))](kiosk);
}

/* ---- COPY of what a push left behind ---- */

struct copied {
	const char *table, *columns, *rows;
	char *bytes;
	size_t length;
};

/* The same rows under other keys, which lie beside each other as the real ones do. `rows` are chosen by
 * the kiosk's changes from `first` on, and by what the feed had before. */
#define OTHER(column) "overlay(" column "::text placing 'f' from 1 for 1)"
#define OF_CHANGES                                                                                 \
	" IN (SELECT (raw::jsonb->'body'->>'%s')::uuid FROM core.change WHERE kiosk = %d AND seq " \
	">= %lld)"

static void take_rows(struct copied *copied, const char *sql)
{
	char *piece;
	int length;
	PGresult *result = PQexec(owner, sql);

	if (PQresultStatus(result) != PGRES_COPY_OUT) {
		fprintf(stderr, "push: %s\n", PQerrorMessage(owner));
		exit(2);
	}
	PQclear(result);
	copied->bytes = NULL;
	copied->length = 0;
	while ((length = PQgetCopyData(owner, &piece, 0)) > 0) {
		copied->bytes = realloc(copied->bytes, copied->length + (size_t)length);
		memcpy(copied->bytes + copied->length, piece, (size_t)length);
		copied->length += (size_t)length;
		PQfreemem(piece);
	}
	PQclear(PQgetResult(owner));
}

static void put_rows(const struct copied *copied)
{
	enum { PIECE = 64 * 1024 };
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql), "COPY core.%s (%s) FROM STDIN", copied->table, copied->columns);
	PQclear(PQexec(owner, sql));
	for (size_t at = 0; at < copied->length; at += PIECE)
		PQputCopyData(owner, copied->bytes + at,
			(int)(copied->length - at < PIECE ? copied->length - at : PIECE));
	PQputCopyEnd(owner, NULL);
	for (PGresult *result; (result = PQgetResult(owner)); PQclear(result))
		if (PQresultStatus(result) != PGRES_COMMAND_OK) {
			fprintf(stderr, "push: %s\n", PQerrorMessage(owner));
			exit(2);
		}
}

static void take_all_rows(
	const struct kiosk *kiosk, int64_t feed_before, struct copied rows[static 4])
{
	char sql[SQL_BYTES];

	snprintf(sql, sizeof(sql),
		"COPY (SELECT kiosk, " OTHER("install") ", seq, " OTHER(
			"id") ", kind, received_at, raw, verdict,"
			      " reason, result FROM core.change WHERE kiosk = %d AND seq >= %lld"
			      " ORDER BY seq) TO STDOUT",
		kiosk->number, (long long)kiosk->first);
	take_rows(&rows[0], sql);
	snprintf(sql, sizeof(sql),
		"COPY (SELECT " OTHER("booking") ", session, kiosk, " OTHER(
			"holder") ", pool, state, adults, children, babies, prams, wheelchairs,"
				  " code, language, greeting, arrival, made_at FROM core.booking"
				  " WHERE booking" OF_CHANGES " ORDER BY booking) TO STDOUT",
		"booking", kiosk->number, (long long)kiosk->first);
	take_rows(&rows[1], sql);
	snprintf(sql, sizeof(sql),
		"COPY (SELECT " OTHER("attendance") ", session, kiosk, " OTHER("booking") ", " OTHER(
			"holder") ", how, adults, children, babies, prams, wheelchairs, lease, extra,"
				  " code, facts, came_at, counted FROM core.attendance"
				  " WHERE attendance" OF_CHANGES " ORDER BY attendance) TO STDOUT",
		"attendance", kiosk->number, (long long)kiosk->first);
	take_rows(&rows[2], sql);
	snprintf(sql, sizeof(sql),
		"COPY (SELECT stream, kind, " OTHER(
			"key") ", revision, body FROM core.feed WHERE row > %lld ORDER BY row) TO"
			       " STDOUT",
		(long long)feed_before);
	take_rows(&rows[3], sql);
}

static double copy_again(const struct kiosk *kiosk, int64_t feed_before)
{
	struct copied rows[4] = {
		{"change", "kiosk, install, seq, id, kind, received_at, raw, verdict, reason,"
			   " result"},
		{"booking",
			"booking, session, kiosk, holder, pool, state, adults, children, babies,"
			" prams, wheelchairs, code, language, greeting, arrival, made_at"},
		{"attendance",
			"attendance, session, kiosk, booking, holder, how, adults, children,"
			" babies, prams, wheelchairs, lease, extra, code, facts, came_at, counted"},
		{"feed", "stream, kind, key, revision, body"}};

	take_all_rows(kiosk, feed_before, rows);
	long long feed_own = atoll(query(owner, "SELECT coalesce(max(row), 0) FROM core.feed"));
	double start = seconds();
	query(owner, "BEGIN");
	for (int i = 0; i < 4; i++)
		put_rows(&rows[i]);
	query(owner, "COMMIT");
	double took = seconds() - start;
	for (int i = 0; i < 4; i++)
		free(rows[i].bytes);
	ask("DELETE FROM core.feed WHERE row > %lld", feed_own);
	ask("DELETE FROM core.booking WHERE booking >= 'f0000000-0000-0000-0000-000000000000'");
	ask("DELETE FROM core.attendance WHERE attendance >= 'f0000000-0000-0000-0000-000000000000'");
	ask("DELETE FROM core.change WHERE id >= 'f0000000-0000-0000-0000-000000000000'");
	return took;
}

/* ---- the measurements ---- */

struct measured {
	double ours[REPEATS_MAX], reference[REPEATS_MAX], ratios[REPEATS_MAX];
};

static void measure(struct kiosk *kiosk, struct measured *measured, int round)
{
	int64_t feed_before = atoll(query(owner, "SELECT coalesce(max(row), 0) FROM core.feed"));

	measured->ours[round] = push(kiosk);
	measured->reference[round] = copy_again(kiosk, feed_before);
	measured->ratios[round] = measured->reference[round] / measured->ours[round];
}

static void print_measured(
	const char *what, const char *behind, struct measured *measured, int rounds, double goal)
{
	char text[80], goal_text[16];
	double ratio = median(measured->ratios, rounds);

	snprintf(text, sizeof(text), "%s, %s", what, behind);
	snprintf(goal_text, sizeof(goal_text), ">= %.2f", goal);
	print_row(text, in_s(median(measured->ours, rounds)),
		in_s(median(measured->reference, rounds)), ratio, goal_text, ratio >= goal);
}

/* One change in each two hundred is nothing that the centre understands. */
static void poison(struct kiosk *kiosk)
{
	struct error error = {0};

	open_face(kiosk);
	must(database_begin(&kiosk->face->database, &error) &&
			database_run(&kiosk->face->database,
				"UPDATE change SET text = replace(text, '\"adults\":1', '\"adults\":-1')"
				" WHERE seq >= ?1 AND seq % ?2 = 77",
				VALUES(number_value(kiosk->first), number_value(POISON_EVERY)),
				&error) &&
			database_end(&kiosk->face->database, true, &error),
		&error);
	close_face(kiosk);
}

static void measure_rounds(const char *behind, int rounds)
{
	static struct measured bookings, check_ins, poisoned;
	struct kiosk *kiosk = &kiosks[0];

	for (int round = 0; round < rounds; round++) {
		make(kiosk, book, a_round);
		measure(kiosk, &bookings, round);
		make(kiosk, check_in, a_round);
		measure(kiosk, &check_ins, round);
		make(kiosk, book, a_round);
		push(kiosk);
		make(kiosk, check_in, a_round);
		poison(kiosk);
		measure(kiosk, &poisoned, round);
	}
	print_measured("check-ins against COPY", behind, &check_ins, rounds, 0.45);
	print_measured("bookings against COPY", behind, &bookings, rounds, 0.30);
	print_measured("check-ins, one in 200 poison", behind, &poisoned, rounds, 0.10);
}

/* A second for each process to be there, and then all at once. */
static double push_at_once(int count)
{
	double *ends = mmap(NULL, sizeof(*ends) * KIOSKS, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double start = seconds() + 0.3, last = start;

	query(owner, "UPDATE core.kiosk SET cost = 0");
	for (int i = 0; i < count; i++)
		if (fork() == 0) {
			usleep((useconds_t)((start - seconds()) * 1e6));
			sync_once(&kiosks[i], false);
			ends[i] = seconds();
			_exit(0);
		}
	for (int i = 0, status; i < count; i++)
		if (wait(&status) < 0 || status != 0)
			exit(2);
	for (int i = 0; i < count; i++)
		last = ends[i] > last ? ends[i] : last;
	munmap(ends, sizeof(*ends) * KIOSKS);
	return count * (a_round / AT_ONCE_PART) / (last - start);
}

static int deadlocks(void)
{
	query(owner, "SELECT pg_stat_force_next_flush()");
	return atoi(
		query(owner, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'centre'"));
}

static void measure_at_once(int rounds)
{
	static const int counts[] = {1, 2, 4, 8};
	double rates[4][REPEATS_MAX], ratios[REPEATS_MAX], alone = 0;
	char what[80], ours[24], reference[24];
	int before = deadlocks();

	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < 4; i++) {
			for (int k = 0; k < counts[i]; k++)
				make(&kiosks[k], book, a_round / AT_ONCE_PART);
			rates[i][round] = push_at_once(counts[i]);
		}
	for (int i = 0; i < 4; i++) {
		for (int round = 0; round < rounds; round++)
			ratios[round] = rates[i][round] / rates[0][round];
		double ratio = median(ratios, rounds), rate = 0;
		double sorted[REPEATS_MAX];
		memcpy(sorted, rates[i], sizeof(sorted));
		rate = median(sorted, rounds);
		alone = i == 0 ? rate : alone;
		snprintf(what, sizeof(what), "%d at once push bookings, in all", counts[i]);
		snprintf(ours, sizeof(ours), "%.0f / s", rate);
		snprintf(reference, sizeof(reference), "%.0f / s", alone);
		print_row(what, ours, reference, ratio, ">= 1.00", ratio >= 1);
	}
	int met = deadlocks() - before;
	snprintf(ours, sizeof(ours), "%d", met);
	print_row("deadlocks meanwhile", ours, "", met, "0", met == 0);
}

static void measure_backlog(void)
{
	struct kiosk *kiosk = &kiosks[0];

	make(kiosk, any_visit, BACKLOG_TIMES * a_round);
	double took = push(kiosk);
	print_row("a backlog of 10 days, mixed changes", in_s(took), "60 s", 60 / took, ">= 1.00",
		took < 60);
}

/* Small calls, as of a day. */
struct small {
	double push, hello, ask;
};

static struct small measure_small(struct kiosk *kiosk)
{
	double pushes[CALLS], hellos[CALLS], asks[CALLS];
	char text[ID_TEXT], sql[SQL_BYTES];

	for (int i = 0; i < CALLS; i++) {
		make(kiosk, book, 20);
		struct told_times times = sync_once(kiosk, false);
		pushes[i] = times.push;
		hellos[i] = times.hello;
	}
	for (int i = 0; i < CALLS; i++) {
		snprintf(sql, sizeof(sql),
			"SELECT core.apply_lease_request(ROW(%d, 'micklefield', 0,"
			" statement_timestamp(), gen_random_uuid(), 'lease_request',"
			" statement_timestamp(), '{\"session\":\"%s\",\"pool\":\"booking\",\"places\":1}',"
			" NULL)::core.arrival)",
			kiosk->number, id_text(sessions[0], text));
		query(owner, "BEGIN");
		double start = seconds();
		query(owner, sql);
		asks[i] = seconds() - start;
		query(owner, "ROLLBACK");
	}
	return (struct small){median(pushes, CALLS), median(hellos, CALLS), median(asks, CALLS)};
}

static void print_small(const char *what, double small, double large)
{
	char ours[24], reference[24];

	snprintf(ours, sizeof(ours), "%.2f ms", large * 1e3);
	snprintf(reference, sizeof(reference), "%.2f ms at 1x", small * 1e3);
	print_row(what, ours, reference, large / small, "<= 1.50", large / small <= 1.5);
}

/* Changes of years, as they lie at a centre: a booking, its check-in, and what was told of both. */
static void add_history(int from, int until)
{
	char text[ID_TEXT];

	id_text(sessions[0], text);
	ask("INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies,"
	    " prams, wheelchairs, code, language, arrival, made_at) SELECT ('0180' || lpad(to_hex(i), 28,"
	    " '0'))::uuid, s.session, 9, ('0181' || lpad(to_hex(i), 28, '0'))::uuid, 'confirmed', 1, 2, 0,"
	    " 0, 0, '1ABCD', 'en', 1, '2026-01-01' FROM generate_series(%d, %d) i JOIN (SELECT session,"
	    " row_number() OVER () - 1 AS n, count(*) OVER () AS all FROM core.session WHERE session NOT IN"
	    " (SELECT session FROM core.lease)) s ON s.n = i %% s.all",
		from / 2, until / 2 - 1);
	ask("INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults,"
	    " children, babies, prams, wheelchairs, code, facts, came_at, counted) SELECT ('0182' ||"
	    " right(replace(booking::text, '-', ''), 28))::uuid, session, 9, booking, holder, 'booked', 1,"
	    " 2, 0, 0, 0, 'OK', '{}', '2026-01-01', true FROM core.booking WHERE booking BETWEEN ('0180' ||"
	    " lpad(to_hex(%d), 28, '0'))::uuid AND ('0180' || lpad(to_hex(%d), 28, '0'))::uuid",
		from / 2, until / 2 - 1);
	ask("INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict) SELECT 9,"
	    " '01800000-0000-7000-8000-000000000009', i, ('0183' || lpad(to_hex(i), 28, '0'))::uuid, 'book',"
	    " '2026-01-01', r.raw, 'accepted' FROM generate_series(%d, %d) i, (SELECT raw FROM core.change"
	    " WHERE kind = 'book' LIMIT 1) r",
		from + 1, until);
	ask("INSERT INTO core.feed (stream, version, kind, key, revision, body) SELECT 'branch:micklefield',"
	    " h.head + i - %d, 'booking', lpad(i::text, 36, '0'), 1, b.body FROM generate_series(%d, %d) i,"
	    " (SELECT body FROM core.feed WHERE kind = 'booking' LIMIT 1) b, (SELECT head FROM"
	    " core.feed_head WHERE stream = 'branch:micklefield') h",
		from, from + 1, until);
	ask("UPDATE core.feed_head SET head = head + %d WHERE stream = 'branch:micklefield'",
		until - from);
	ask("CHECKPOINT");
}

static void measure_all(const char *assets, int history, int rounds)
{
	char behind[48];

	open_world();
	open_kiosks(assets, 0, 1);
	printf("%-58s | %-12s | %-14s | %-6s | %-9s |\n", "what", "ours", "reference", "ratio",
		"goal");
	measure_rounds("statistics of an empty centre", rounds);
	ask("ANALYZE");
	measure_rounds("fresh statistics", rounds);
	measure_backlog();
	open_kiosks(assets, 1, KIOSKS);
	measure_at_once(rounds);
	if (history > 0) {
		add_history(0, history / 10);
		struct small small = measure_small(&kiosks[0]);
		add_history(history / 10, history);
		struct small large = measure_small(&kiosks[0]);
		print_small("a push of 20 bookings, 10x the history", small.push, large.push);
		print_small("hello, 10x the history", small.hello, large.hello);
		print_small("a lease request, 10x the history", small.ask, large.ask);
		snprintf(behind, sizeof(behind), "%d changes behind", history);
		measure_rounds(behind, rounds);
		ask("ANALYZE");
		strcat(behind, ", fresh");
		measure_rounds(behind, rounds);
	}
}

static void remove_world(void)
{
	char command[PATH_BYTES];

	snprintf(command, sizeof(command), "rm -rf '%s-kiosks'", local_centre.folder);
	if (system(command) != 0)
		fprintf(stderr, "push: %s-kiosks is left\n", local_centre.folder);
	centre_end();
}

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	stopped = number;
}

/* In a process of its own: whatever becomes of that, the world is removed. */
static int measure_apart(const char *assets, int history, int rounds)
{
	pid_t worker = fork();
	int status = 1;

	if (worker == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		measure_all(assets, history, rounds);
		exit(held ? 0 : 1);
	}
	while (waitpid(worker, &status, 0) < 0 && errno == EINTR)
		if (stopped)
			kill(worker, SIGTERM);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

static void make_clock(void)
{
	char path[PATH_BYTES];
	struct error error = {0};

	snprintf(path, sizeof(path), "%s-kiosks", local_centre.folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s-kiosks/clock", local_centre.folder);
	must(clock_create_journey_file(path, NOW_MS, &error), &error);
	setenv("KIOSK_CLOCK", path, 1);
	must(clock_obey_journey(&error), &error);
}

int main(int argc, char **argv)
{
	const struct sigaction action = {.sa_handler = stop};

	if (argc < 3 || argc > 6) {
		fprintf(stderr, "push PLATFORM/CENTRE ASSETS [HISTORY [ROUNDS [CHANGES]]]\n");
		return 2;
	}
	int history = argc > 3 ? atoi(argv[3]) : HISTORY;
	int rounds = argc > 4 ? atoi(argv[4]) : 5;
	rounds = rounds < 1 ? 1 : rounds > REPEATS_MAX ? REPEATS_MAX : rounds;
	a_round = argc > 5 ? atoi(argv[5]) : A_ROUND;
	a_round = a_round < 1000 ? 1000 : a_round > A_ROUND ? A_ROUND : a_round;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	centre_begin(argv[1]);
	make_clock();
	int result = stopped ? 2 : measure_apart(argv[2], history, rounds);
	remove_world();
	return result;
}
