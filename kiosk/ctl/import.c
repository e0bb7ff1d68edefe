/* kioskctl import: the library's own calendar and its list of members become rows of the centre. A
 * calendar is expanded here and nowhere else, by the function that fills the demo too. Both may be
 * repeated: what is there already is updated. */
#include <errno.h>
#include <getopt.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "rules/demo.h"
#include "rules/programme.h"
#include "store/enrolment.h"
#include "store/greeting.h"
#include "store/json.h"

enum {
	DONE = 0,
	CENTRE_AWAY = 1,
	BAD_ARGUMENTS = 2,
	SESSIONS_MAX = 8192,
	FILE_BYTES_MAX = 16 * 1024 * 1024,
	MEMBER_FIELDS = 6, /* number,uid,first_name,birth_year,language,blocked */
	TOKENS_A_CALL = 1000,
};

struct import {
	const char *what, *file, *centre, *key, *from, *until;
	PGconn *connection;
	bool demo;
	struct enrolment branch;
	uint8_t index_key[INDEX_KEY_BYTES];
};

static bool read_file(const char *path, char **text, size_t *length, struct error *error)
{
	FILE *file = fopen(path, "re");

	*text = NULL;
	if (!file)
		return error_set(error, ERROR_BAD_INPUT, "%.160s: %s", path, strerror(errno));
	*text = calloc(1, FILE_BYTES_MAX + 1);
	*length = *text ? fread(*text, 1, FILE_BYTES_MAX + 1, file) : 0;
	bool failed = ferror(file) != 0;
	fclose(file);
	if (!*text || failed)
		return error_set(error, ERROR_IO, "%.160s cannot be read", path);
	return *length <= FILE_BYTES_MAX ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s is larger than 16 MiB", path);
}

/* ---- the centre ---- */

/* One text from a function of the centre; NULL and an error if there is none. The caller clears. */
static PGresult *ask(struct import *import, const char *sql, int count, const char *const *values,
	struct error *error)
{
	PGresult *result =
		PQexecParams(import->connection, sql, count, NULL, values, NULL, NULL, 0);

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
		!PQgetisnull(result, 0, 0))
		return result;
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	error_set(error, sqlstate ? ERROR_REFUSED : ERROR_AWAY,
		"the centre answered with error %s; give the address of its role staff",
		sqlstate ? sqlstate : "(none)");
	PQclear(result);
	return NULL;
}

static bool read_branch(struct import *import, struct error *error)
{
	PGresult *result = ask(import, "SELECT staff.branch('')", 0, NULL, error);
	if (!result)
		return false;
	json_t *answer = json_loads(PQgetvalue(result, 0, 0), JSON_REJECT_DUPLICATES, NULL);
	char *settings = json_dumps(json_object_get(answer, "settings"), JSON_COMPACT);

	PQclear(result);
	import->demo = json_is_true(json_object_get(answer, "demo"));
	json_decref(answer);
	bool done = settings && enrolment_read_branch(settings, &import->branch, error) &&
		    clock_set_zone(import->branch.zone, error);
	free(settings);
	return done || error_set(error, ERROR_CORRUPT, "the centre has no branch");
}

static bool connect_to_centre(struct import *import, struct error *error)
{
	import->connection = PQconnectdb(import->centre);
	if (PQstatus(import->connection) != CONNECTION_OK)
		return error_set(error, ERROR_AWAY, "the centre is away; is its address right?");
	return read_branch(import, error);
}

/* Gives `rows` (stolen) to a function of (branch, rows); returns what it counts, or -1. */
static int put(struct import *import, const char *sql, json_t *rows, struct error *error)
{
	char *text = json_dumps(rows, JSON_COMPACT);
	const char *values[] = {import->branch.branch, text};
	int changed = -1;

	json_decref(rows);
	PGresult *result = ask(import, sql, 2, values, error);
	if (result)
		changed = atoi(PQgetvalue(result, 0, 0));
	PQclear(result);
	free(text);
	return changed;
}

/* ---- programme ---- */

static json_t *session_json(const struct session *session)
{
	static const char *const admissions[] = {"drop-in", "booked", "both"};
	json_t *json = json_pack(
		"{s:o, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:i, s:i, s:i, s:b}",
		"session", json_id(session->id), "title", session->title, "room", session->room,
		"about", session->about, "icon", session->icon, "theme", session->theme,
		"starts_ms", (json_int_t)session->starts_ms, "ends_ms",
		(json_int_t)session->ends_ms, "opens_ms", (json_int_t)session->opens_ms,
		"closes_ms", (json_int_t)session->closes_ms, "admission",
		admissions[session->admission], "asks", (int)session->asks, "places",
		session->places, "door_places", session->door_places, "cancelled",
		session->cancelled);

	return json;
}

/* What kiosk 1 of the demo holds from the start, whichever day its journeys play. */
static void add_demo_leases(json_t *leases, const struct session *session)
{
	for (enum lease_pool pool = POOL_BOOKING; pool <= POOL_DOOR; pool++) {
		struct lease lease;
		if (demo_lease(session, pool, session->starts_ms - DAY_MS, &lease))
			json_array_append_new(leases,
				json_pack("{s:o, s:o, s:i, s:s, s:i}", "lease", json_id(lease.id),
					"session", json_id(session->id), "kiosk", DEMO_LEASE_KIOSK,
					"pool", lease_pool_name(pool), "places", lease.granted));
	}
}

static bool put_sessions(
	struct import *import, const struct session *sessions, int count, struct error *error)
{
	json_t *programme = json_array(), *leases = json_array();

	for (int i = 0; i < count; i++) {
		json_array_append_new(programme, session_json(&sessions[i]));
		if (import->demo)
			add_demo_leases(leases, &sessions[i]);
	}
	int changed = put(import, "SELECT staff.put_programme($1, $2)", programme, error);
	int leased = changed < 0 || !import->demo
			     ? 0
			     : put(import, "SELECT staff.put_demo_leases($1, $2)", leases, error);
	if (!import->demo || changed < 0)
		json_decref(leases);
	if (changed < 0 || leased < 0)
		return false;
	printf("%d sessions, %d of them new or changed\n", count, changed);
	return true;
}

/* "2026-11-01", or `otherwise`. */
static bool read_day(const char *day, int64_t otherwise, int64_t *instant_ms, struct error *error)
{
	char midnight[32];

	*instant_ms = otherwise;
	if (!day)
		return true;
	snprintf(midnight, sizeof(midnight), "%.16sT00:00", day);
	return clock_parse(midnight, instant_ms) ||
	       error_set(error, ERROR_BAD_INPUT, "\"%.20s\" is no day; write 2026-11-01", day);
}

static bool expand(struct import *import, const char *text, size_t length, struct session *sessions,
	int *count, struct error *error)
{
	int64_t now_ms = clock_now_ms(), from_ms, until_ms;

	return read_day(import->from, now_ms, &from_ms, error) &&
	       read_day(import->until, clock_day_start(now_ms, PROGRAMME_DAYS), &until_ms, error) &&
	       programme_expand(text, length, import->branch.branch, from_ms, until_ms, sessions,
		       SESSIONS_MAX, count, error);
}

static bool import_programme(
	struct import *import, const char *text, size_t length, struct error *error)
{
	struct session *sessions = calloc(SESSIONS_MAX, sizeof(*sessions));
	int count = 0;

	if (!sessions)
		return error_set(error, ERROR_MEMORY, "no memory for a programme");
	bool done = expand(import, text, length, sessions, &count, error) &&
		    put_sessions(import, sessions, count, error);
	free(sessions);
	return done;
}

/* ---- members ---- */

static bool cut_fields(char *line, char *fields[static MEMBER_FIELDS])
{
	int count = 0;

	line[strcspn(line, "\r")] = '\0';
	for (char *field = strsep(&line, ","); field; field = strsep(&line, ",")) {
		if (count == MEMBER_FIELDS)
			return false;
		fields[count++] = field;
	}
	return count == MEMBER_FIELDS;
}

static void add_token(const struct import *import, json_t *tokens, const struct token *token,
	const struct holder *holder)
{
	uint8_t greeting[GREETING_BYTES_MAX];
	size_t length = greeting_make(import->index_key, token, holder, greeting);
	struct index index = token_index(token, import->index_key);

	json_array_append_new(tokens,
		json_pack("{s:o, s:o, s:o, s:s}", "index", json_hex(index.bytes, INDEX_BYTES),
			"holder", json_id(holder->id), "greeting", json_base64(greeting, length),
			"status", holder->status == HOLDER_BLOCKED ? "blocked" : "member"));
}

static bool add_member(const struct import *import, json_t *tokens, char *line, int this_year)
{
	char *fields[MEMBER_FIELDS], number[CARD_NUMBER_BYTES_MAX];
	uint8_t uid[TOKEN_BYTES_MAX];

	if (!cut_fields(line, fields) ||
		card_number_read(&import->branch.cards, fields[0], number) != CARD_NUMBER_MEMBER)
		return false;
	struct holder holder = {
		.status = strcmp(fields[5], "yes") == 0 ? HOLDER_BLOCKED : HOLDER_MEMBER,
		.id = derived_id(import->branch.branch, "member", number, NULL),
		.adult = this_year - atoi(fields[3]) > import->branch.guardian_age_years,
	};
	text_copy(holder.first_name, sizeof(holder.first_name), fields[2]);
	text_copy(holder.language, sizeof(holder.language), fields[4]);
	struct token by_number = token_from_number(number);
	add_token(import, tokens, &by_number, &holder);
	int length = text_unhex(fields[1], uid, sizeof(uid));
	if (length > 0) {
		struct token by_chip = token_from_chip(uid, (size_t)length);
		add_token(import, tokens, &by_chip, &holder);
	}
	memory_wipe(&holder, sizeof(holder));
	return length >= 0;
}

static bool read_index_key(struct import *import, struct error *error)
{
	char *text;
	size_t length;

	if (!read_file(import->key, &text, &length, error)) {
		free(text);
		return false;
	}
	json_t *keys = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	memory_wipe(text, length);
	free(text);
	bool done = text_unhex(json_text(keys, "index_key"), import->index_key, INDEX_KEY_BYTES) ==
		    INDEX_KEY_BYTES;
	json_decref(keys);
	return done ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s: no \"index_key\" in it", import->key);
}

static bool put_tokens(struct import *import, json_t *tokens, int *changed, struct error *error)
{
	int now = put(import, "SELECT staff.put_tokens($1, $2)", tokens, error);

	*changed += now > 0 ? now : 0;
	return now >= 0;
}

/* A line that is not of its form is named by its number, never by what stands in it. */
static bool import_lines(struct import *import, char *text, struct error *error)
{
	json_t *tokens = json_array();
	int this_year = clock_wall(clock_now_ms()).year;
	int line_number = 1, changed = 0;

	strsep(&text, "\n"); /* the heading */
	for (char *line = strsep(&text, "\n"); line; line = strsep(&text, "\n")) {
		line_number++;
		if (*line && !add_member(import, tokens, line, this_year)) {
			json_decref(tokens);
			return error_set(error, ERROR_BAD_INPUT,
				"%.160s:%d: not number,uid,first_name,birth_year,language,blocked",
				import->file, line_number);
		}
		if (json_array_size(tokens) >= TOKENS_A_CALL) {
			if (!put_tokens(import, tokens, &changed, error))
				return false;
			tokens = json_array();
		}
	}
	if (!put_tokens(import, tokens, &changed, error))
		return false;
	printf("%d cards and numbers new or changed\n", changed);
	return true;
}

static bool import_members(struct import *import, char *text, size_t length, struct error *error)
{
	bool done = read_index_key(import, error) && import_lines(import, text, error);

	memory_wipe(text, length);
	memory_wipe(import->index_key, sizeof(import->index_key));
	return done;
}

/* ---- the word ---- */

static int complain_of_use(void)
{
	fprintf(stderr, "usage: kioskctl import programme FILE.ics --centre URL [--from DAY] "
			"[--until DAY]\n"
			"       kioskctl import members FILE.csv --centre URL --key FILE\n"
			"URL is the centre's, for its role staff; FILE holds the branch's "
			"\"index_key\".\n");
	return BAD_ARGUMENTS;
}

static bool read_options(int argc, char **argv, struct import *import)
{
	static const struct option known[] = {
		{"centre", required_argument, NULL, 'c'},
		{"key", required_argument, NULL, 'k'},
		{"from", required_argument, NULL, 'f'},
		{"until", required_argument, NULL, 'u'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == 'c')
			import->centre = optarg;
		else if (option == 'k')
			import->key = optarg;
		else if (option == 'f')
			import->from = optarg;
		else if (option == 'u')
			import->until = optarg;
		else
			return false;
	}
	if (optind + 2 != argc || !import->centre)
		return false;
	import->what = argv[optind];
	import->file = argv[optind + 1];
	return strcmp(import->what, "programme") == 0 ||
	       (strcmp(import->what, "members") == 0 && import->key);
}

static bool run(struct import *import, struct error *error)
{
	char *text;
	size_t length;
	bool programme = strcmp(import->what, "programme") == 0;
	bool done = read_file(import->file, &text, &length, error) &&
		    connect_to_centre(import, error) &&
		    (programme ? import_programme(import, text, length, error)
			       : import_members(import, text, length, error));

	free(text);
	PQfinish(import->connection);
	return done;
}

int ctl_import(int argc, char **argv)
{
	struct import import = {0};
	struct error error = {0};

	ciphers_start();
	json_wipes();
	if (!read_options(argc, argv, &import))
		return complain_of_use();
	if (run(&import, &error))
		return DONE;
	fprintf(stderr, "kioskctl: import: %s\n", error.detail);
	return error.code == ERROR_AWAY ? CENTRE_AWAY : BAD_ARGUMENTS;
}
