/* kioskctl import programme: the library's own calendar, or its table, becomes sessions of the centre.
 * What a new version of the same calendar no longer has is cancelled; if that is more than a third of
 * what is to come, only with --yes. Two imports are of the same calendar if it has the same name: the
 * one that it gives itself ("table" of a table), or --calendar; those without a name are one calendar,
 * the branch's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "calendar/programme.h"
#include "ctl/import.h"
#include "ctl/import_report.h"
#include "rules/demo.h"
#include "rules/spoken.h"
#include "store/json.h"

enum { SESSIONS_A_CALL = 50 };

static json_t *words_in(const struct session *session, const char *language)
{
	json_t *words = json_object();

	for (int i = SESSION_TITLE; i < SESSION_TEXTS; i++) {
		enum session_text which = (enum session_text)i;
		if (session_says(session, language, which))
			json_object_set_new(words, session_text_name(which),
				json_string(session_text(session, language, which)));
	}
	return words;
}

/* Of all languages but the library's own. */
static json_t *words_json(const struct session *session)
{
	json_t *words = json_object();
	const char *language;

	for (int i = 0; (language = session_language(session, i)); i++)
		if (*language)
			json_object_set_new(words, language, words_in(session, language));
	return words;
}

static json_t *settings_json(const struct session *session)
{
	json_t *settings = json_object();

	for (int i = 0; i < SESSION_SETTINGS; i++)
		if (session->setting[i] != 0)
			json_object_set_new(settings, setting_name((enum session_setting)i),
				json_integer((json_int_t)session->setting[i]));
	return settings;
}

static json_t *entry_json(const struct programme_entry *entry)
{
	const struct session *session = &entry->session;
	json_t *json = words_in(session, "");
	char languages[SPOKEN_TEXT];

	spoken_write(session->spoken, languages);
	json_object_update_new(
		json, json_pack("{s:o, s:o, s:o, s:s, s:s}", "event", json_id(session->event),
			      "source", json_id(entry->source), "settings", settings_json(session),
			      "languages", languages, "partner", session->partner));

	json_object_update_new(json,
		json_pack("{s:o, s:o, s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:i, s:i, s:i, s:b}",
			"session", json_id(session->id), "words", words_json(session), "icon",
			session->icon, "theme", session->theme, "starts_ms",
			(json_int_t)session->starts_ms, "ends_ms", (json_int_t)session->ends_ms,
			"opens_ms", (json_int_t)session->opens_ms, "closes_ms",
			(json_int_t)session->closes_ms, "admission",
			admission_name(session->admission), "asks", (int)session->asks, "places",
			session->places, "door_places", session->door_places, "cancelled",
			session->cancelled));
	return json;
}

static json_t *parts_json(const struct lease *lease)
{
	json_t *parts = json_object();

	for (int part = 0; part < PARTY_PARTS; part++)
		if (lease->limits & 1U << part)
			json_object_set_new(parts, party_part_name((enum party_part)part),
				json_integer(lease->parts[part]));
	return parts;
}

/* What kiosk 1 of the demo holds from the start, whichever day its journeys play. */
static void add_demo_leases(json_t *leases, const struct session *session)
{
	for (enum lease_pool pool = POOL_BOOKING; pool < LEASE_POOLS; pool++) {
		struct lease lease;
		if (demo_lease(session, pool, session->starts_ms - DAY_MS, &lease))
			json_array_append_new(leases,
				json_pack("{s:o, s:o, s:i, s:s, s:i, s:o}", "lease",
					json_id(lease.id), "session", json_id(session->id), "kiosk",
					DEMO_LEASE_KIOSK, "pool", lease_pool_name(pool), "places",
					lease.granted, "parts", parts_json(&lease)));
	}
}

/* ---- the plan ---- */

static json_t *ids_of_sessions(const struct programme *programme)
{
	json_t *ids = json_array();

	for (int i = 0; i < programme->count; i++)
		json_array_append_new(ids, json_id(programme->entries[i].session.id));
	return ids;
}

static json_t *ids_of_left_out(const struct programme *programme)
{
	json_t *ids = json_array();

	for (int i = 0; i < programme->left_out_count; i++)
		json_array_append_new(ids, json_id(programme->left_out[i].source));
	return ids;
}

/* What starts later is left alone. Whoever gives --until says that the calendar is complete until then;
 * else it is to the end of the last day on which it has something, since many are exported for some weeks
 * only. A message about some events (METHOD) is no calendar: everything is left alone. */
static int64_t last_ms(const struct import *import, const struct programme_wish *wish,
	const struct programme *programme)
{
	if (!programme->is_whole)
		return 0;
	if (import->until)
		return wish->until_ms - 1;
	if (programme->count == 0)
		return 0;
	return clock_day_start(programme->entries[programme->count - 1].session.starts_ms, 1) - 1;
}

/* What would be taken away, by the centre; NULL: it did not say. Steals `question`. */
static json_t *ask_plan(struct import *import, json_t *question, struct error *error)
{
	char *text = json_dumps(question, JSON_COMPACT);
	const char *values[] = {import->branch.branch, text};
	json_t *answer = NULL;

	json_decref(question);
	PGresult *result =
		import_ask(import, "SELECT staff.plan_programme($1, $2)", 2, values, error);
	free(text);
	if (result)
		answer = json_loads(PQgetvalue(result, 0, 0), JSON_REJECT_DUPLICATES, NULL);
	PQclear(result);
	if (!answer)
		error_set(error, ERROR_REFUSED, "the centre's answer is not understood");
	return answer;
}

static json_t *plan(struct import *import, const struct programme_wish *wish,
	const struct programme *programme, struct error *error)
{
	return ask_plan(import,
		json_pack("{s:s, s:I, s:I, s:I, s:o, s:o}", "calendar",
			programme_calendar(wish, programme), "from_ms", (json_int_t)wish->from_ms,
			"until_ms", (json_int_t)wish->until_ms, "last_ms",
			(json_int_t)last_ms(import, wish, programme), "sessions",
			ids_of_sessions(programme), "kept", ids_of_left_out(programme)),
		error);
}

/* More than a third of what this calendar has ahead: a mistake is likelier than a wish. */
static bool is_too_much(const json_t *plan)
{
	size_t gone = json_array_size(json_object_get(plan, "gone"));

	return 3 * (int64_t)gone > json_number(plan, "coming", 0);
}

/* ---- putting ---- */

static void read_change(const json_t *told, struct import_change *change)
{
	const char *kind = json_text(told, "change");
	const json_t *field;
	size_t i;

	*change = (struct import_change){
		.kind = strcmp(kind, "new") == 0       ? IMPORT_NEW
			: strcmp(kind, "changed") == 0 ? IMPORT_CHANGED
						       : IMPORT_SAME,
		.starts_ms = json_number(told, "starts_ms", 0),
		.ends_ms = json_number(told, "ends_ms", 0),
	};
	json_array_foreach(json_object_get(told, "fields"), i, field)
	{
		const char *name = json_is_string(field) ? json_string_value(field) : "";
		change->moved = change->moved || strcmp(name, "time") == 0;
		if (i > 0)
			text_append(change->fields, sizeof(change->fields), ", ");
		text_append(change->fields, sizeof(change->fields), name);
	}
}

static void read_changes(const char *answer, struct import_change *changes, int count)
{
	json_t *told = json_loads(answer, JSON_REJECT_DUPLICATES, NULL);

	for (int i = 0; i < count; i++)
		read_change(json_array_get(told, (size_t)i), &changes[i]);
	json_decref(told);
}

static json_t *rows_json(const struct programme_entry *entries, int count)
{
	json_t *rows = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(rows, entry_json(&entries[i]));
	return rows;
}

static bool put_some(struct import *import, const char *calendar,
	const struct programme_entry *entries, int count, struct import_change *changes,
	struct error *error)
{
	json_t *rows = rows_json(entries, count);
	char *text = json_dumps(rows, JSON_COMPACT);
	const char *values[] = {import->branch.branch, text, calendar};

	json_decref(rows);
	PGresult *result =
		import_ask(import, "SELECT staff.put_programme($1, $2, $3)", 3, values, error);
	free(text);
	if (result)
		read_changes(PQgetvalue(result, 0, 0), changes, count);
	PQclear(result);
	return result != NULL;
}

static bool put_leases(
	struct import *import, const struct programme *programme, struct error *error)
{
	json_t *leases = json_array();

	for (int i = 0; i < programme->count; i++)
		add_demo_leases(leases, &programme->entries[i].session);
	return import_put(import, "SELECT staff.put_demo_leases($1, $2)", leases, error) >= 0;
}

static bool put_all(struct import *import, const struct programme_wish *wish,
	const struct programme *programme, struct import_change *changes, struct error *error)
{
	for (int done = 0; done < programme->count; done += SESSIONS_A_CALL) {
		int rest = programme->count - done;
		int count = rest < SESSIONS_A_CALL ? rest : SESSIONS_A_CALL;
		if (!put_some(import, programme_calendar(wish, programme),
			    &programme->entries[done], count, &changes[done], error))
			return false;
		import_report_progress(done + count, programme->count);
	}
	return !import->demo || put_leases(import, programme, error);
}

static bool cancel_gone(struct import *import, const json_t *plan, struct error *error)
{
	json_t *ids = json_array();
	const json_t *gone;
	size_t i;

	json_array_foreach(json_object_get(plan, "gone"), i, gone)
	{
		json_array_append(ids, json_object_get(gone, "session"));
	}
	return import_put(import, "SELECT staff.cancel_sessions($1, $2)", ids, error) >= 0;
}

/* So that a folder which loses the file is told of. */
static bool keep_file(struct import *import, const char *calendar, struct error *error)
{
	const char *values[] = {import->branch.branch, calendar, import->file, import->file_name};

	if (!import->file_name)
		return true;
	PGresult *result = import_ask(
		import, "SELECT staff.calendar_has_file($1, $2, $3, $4)", 4, values, error);
	PQclear(result);
	return result != NULL;
}

/* ---- the whole ---- */

/* A dry run does all of it and takes it back. */
static bool carry_out(struct import *import, const struct programme_wish *wish,
	const struct programme *programme, const json_t *plan, struct error *error)
{
	struct import_change *changes = calloc((size_t)programme->count + 1, sizeof(*changes));

	if (!changes)
		return error_set(error, ERROR_MEMORY, "no memory for a programme");
	bool done = put_all(import, wish, programme, changes, error) &&
		    cancel_gone(import, plan, error) &&
		    keep_file(import, programme_calendar(wish, programme), error) &&
		    import_command(import, import->dry_run ? "ROLLBACK" : "COMMIT", error);
	if (done && import->dry_run)
		printf("This is a dry run: nothing is changed. It would be:\n");
	if (done)
		import_report(programme, changes, plan);
	free(changes);
	if (programme->left_out_count > 0)
		import->outcome = IMPORT_LEFT_SOME_OUT;
	return done;
}

static void note_refusal(struct import *import, const json_t *plan)
{
	import->outcome = IMPORT_NEEDS_YES;
	import->gone = (int)json_array_size(json_object_get(plan, "gone"));
	import->coming = (int)json_number(plan, "coming", 0);
}

static bool refuse(struct import *import, const struct programme *programme, const json_t *plan,
	struct error *error)
{
	import_report_refusal(programme, plan);
	note_refusal(import, plan);
	return import_command(import, "ROLLBACK", error);
}

/* Of two in one folder each would cancel what only the other has. */
static bool is_first_of_its_name(struct import *import, const struct programme_wish *wish,
	const struct programme *programme, struct error *error)
{
	const char *name = programme_calendar(wish, programme);
	const char *first = json_string_value(json_object_get(import->names, name));

	if (!import->names || !import->file_name)
		return true;
	if (first)
		return error_set(error, ERROR_BAD_INPUT,
			"its calendar \"%.60s\" has the same name as that of %.100s; give one of "
			"them another name",
			name, first);
	json_object_set_new(import->names, name, json_string(import->file_name));
	return true;
}

/* One transaction: all of it or, when the connection ends before COMMIT, nothing. */
static bool put_programme(struct import *import, const struct programme_wish *wish,
	const struct programme *programme, struct error *error)
{
	bool begun = is_first_of_its_name(import, wish, programme, error) &&
		     import_command(import, "BEGIN", error);
	json_t *answer = begun ? plan(import, wish, programme, error) : NULL;
	bool done = false;

	if (answer && is_too_much(answer) && !import->yes && !import->dry_run)
		done = refuse(import, programme, answer, error);
	else if (answer)
		done = carry_out(import, wish, programme, answer, error);
	if (done && import->dry_run && is_too_much(answer) && !import->yes) {
		import_report_needs_yes(answer);
		note_refusal(import, answer);
	}
	if (begun && !done)
		import_command(import, "ROLLBACK", NULL);
	json_decref(answer);
	return done;
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

bool import_programme(struct import *import, const char *text, size_t length, struct error *error)
{
	int64_t now_ms = clock_now_ms();
	struct programme_wish wish = {.branch = import->branch.branch,
		.calendar = import->calendar,
		.file_name = import->file_name};
	struct programme programme = {0};
	bool done = read_day(import->from, now_ms, &wish.from_ms, error) &&
		    read_day(import->until, clock_day_start(now_ms, PROGRAMME_DAYS), &wish.until_ms,
			    error) &&
		    programme_read(text, length, &wish, &programme, error) &&
		    put_programme(import, &wish, &programme, error);

	programme_free(&programme);
	return done;
}

/* ---- taking a calendar away ---- */

static json_t *plan_removal(struct import *import, struct error *error)
{
	static const int64_t never_ms = INT64_C(4102444800000); /* in 2100 */

	return ask_plan(import,
		json_pack("{s:s, s:I, s:I, s:I, s:[], s:[]}", "calendar", import->file, "from_ms",
			(json_int_t)clock_now_ms(), "until_ms", (json_int_t)never_ms, "last_ms",
			(json_int_t)never_ms, "sessions", "kept"),
		error);
}

static bool forget_calendar(struct import *import, struct error *error)
{
	const char *values[] = {import->branch.branch, IMPORT_ALARM_KIND, import->file};
	PGresult *result =
		import_ask(import, "SELECT staff.forget_calendar($1, $2, $3)", 3, values, error);

	PQclear(result);
	return result != NULL;
}

static bool remove_planned(struct import *import, const json_t *plan, struct error *error)
{
	if (json_array_size(json_object_get(plan, "gone")) == 0)
		return error_set(error, ERROR_BAD_INPUT,
			"there is nothing to come of a calendar \"%.60s\"", import->file);
	if (!cancel_gone(import, plan, error) || !forget_calendar(import, error) ||
		!import_command(import, import->dry_run ? "ROLLBACK" : "COMMIT", error))
		return false;
	if (import->dry_run)
		printf("This is a dry run: nothing is changed. It would be:\n");
	import_report_removed(plan);
	return true;
}

bool import_remove(struct import *import, struct error *error)
{
	if (!import_command(import, "BEGIN", error))
		return false;
	json_t *answer = plan_removal(import, error);
	bool done = answer && remove_planned(import, answer, error);
	if (!done)
		import_command(import, "ROLLBACK", NULL);
	json_decref(answer);
	return done;
}
