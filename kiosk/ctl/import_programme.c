/* kioskctl import programme: the library's own calendar becomes sessions of the centre. It is expanded
 * here and nowhere else, by the function that fills the demo too. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "calendar/programme.h"
#include "ctl/import.h"
#include "rules/demo.h"
#include "store/json.h"

enum { SESSIONS_MAX = 8192 };

static json_t *session_json(const struct session *session)
{
	json_t *json = json_pack(
		"{s:o, s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:i, s:i, s:i, s:b}",
		"session", json_id(session->id), "title", session->title, "room", session->room,
		"about", session->about, "icon", session->icon, "theme", session->theme,
		"starts_ms", (json_int_t)session->starts_ms, "ends_ms",
		(json_int_t)session->ends_ms, "opens_ms", (json_int_t)session->opens_ms,
		"closes_ms", (json_int_t)session->closes_ms, "admission",
		admission_name(session->admission), "asks", (int)session->asks, "places",
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
	int changed = import_put(import, "SELECT staff.put_programme($1, $2)", programme, error);
	int leased =
		changed < 0 || !import->demo
			? 0
			: import_put(import, "SELECT staff.put_demo_leases($1, $2)", leases, error);
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

bool import_programme(struct import *import, const char *text, size_t length, struct error *error)
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
