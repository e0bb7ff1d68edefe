/* An event's sessions that changed alike stand on one line; what was cancelled or left out stands each
 * on its own, since somebody has to look at it. */
#include "ctl/import_report.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "calendar/times.h"
#include "store/json.h"

enum { NAMES_MAX = 40 };

static const char *date_of(int64_t instant_ms, char date[static TIMES_WORDS_BYTES])
{
	struct wall_time wall = clock_wall(instant_ms);

	times_in_words(&wall, false, date);
	return date;
}

void import_report_progress(int done, int of)
{
	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, done < of ? "\r%d of %d sessions " : "\r\033[K", done, of);
	fflush(stderr);
}

/* ---- what nobody understands ---- */

void import_report_unknown(const struct unknown_names *unknown, int heading_line, const char *where)
{
	char said[UNKNOWN_SAID_BYTES];

	if (unknown->count > 0)
		printf("passed over (%s that are understood):\n", where);
	for (int i = 0; i < unknown->count; i++) {
		unknown_say(&unknown->names[i], said);
		if (heading_line > 0)
			printf("  line %d, the heading: %s\n", heading_line, said);
		else
			printf("  %s\n", said);
	}
	if (unknown->more > 0)
		printf("  and %d more\n", unknown->more);
}

/* ---- new and changed ---- */

static int count_changes(const struct programme *programme, const struct import_change *changes,
	enum import_change_kind of)
{
	int count = 0;

	for (int i = 0; i < programme->count; i++)
		count += changes[i].kind == of;
	return count;
}

static bool is_alike(
	const struct programme *programme, const struct import_change *changes, int one, int other)
{
	const struct session *session = &programme->entries[one].session;
	const struct session *like = &programme->entries[other].session;

	return changes[one].kind == changes[other].kind && session->cancelled == like->cancelled &&
	       strcmp(changes[one].fields, changes[other].fields) == 0 &&
	       id_equal(session->event, like->event);
}

/* ": time, places; was 4 Dec 2026 10:30 to 11:30". */
static void print_what_changed(const struct import_change *change)
{
	char starts[TIMES_WORDS_BYTES];
	struct wall_time ends = clock_wall(change->ends_ms);

	if (change->kind != IMPORT_CHANGED)
		return;
	printf(": %s", change->fields);
	if (change->moved)
		printf("; was %s to %02d:%02d", date_of(change->starts_ms, starts), ends.hour,
			ends.minute);
}

/* An event's sessions that changed alike, on one line; false: an earlier one has said it. */
static bool print_alike(
	const struct programme *programme, const struct import_change *changes, int first)
{
	const struct session *session = &programme->entries[first].session;
	char date[TIMES_WORDS_BYTES], until[TIMES_WORDS_BYTES];
	int count = 0, last = first;

	for (int i = 0; i < programme->count; i++) {
		if (!is_alike(programme, changes, i, first))
			continue;
		if (i < first)
			return false;
		count++;
		last = i;
	}
	printf("  %s, %s%s", session_title(session), date_of(session->starts_ms, date),
		session->cancelled ? ", cancelled" : "");
	print_what_changed(&changes[first]);
	if (count > 1)
		printf(" (%d sessions until %s)", count,
			date_of(programme->entries[last].session.starts_ms, until));
	printf("\n");
	return true;
}

static void print_changes(const struct programme *programme, const struct import_change *changes,
	enum import_change_kind of, const char *heading)
{
	int names = 0, said = 0, count = count_changes(programme, changes, of);

	if (count > 0)
		printf("%s:\n", heading);
	for (int i = 0; i < programme->count && names < NAMES_MAX; i++)
		if (changes[i].kind == of) {
			names += print_alike(programme, changes, i);
			said = i;
		}
	for (int i = said + 1; i < programme->count && names == NAMES_MAX; i++)
		if (changes[i].kind == of) {
			printf("  and more\n");
			return;
		}
}

/* ---- gone and left out ---- */

static void print_gone(const json_t *plan)
{
	const json_t *gone;
	char date[TIMES_WORDS_BYTES];
	size_t i;

	json_array_foreach(json_object_get(plan, "gone"), i, gone)
	{
		printf("  %s, %s", json_text(gone, "title"),
			date_of(json_number(gone, "starts_ms", 0), date));
		int people = (int)json_number(gone, "people", 0);
		if (json_number(gone, "bookings", 0) > 0)
			printf(": %d booked, %d %s", (int)json_number(gone, "bookings", 0), people,
				text_counted(people, "person", "people"));
		printf("\n");
	}
}

static void print_left_out(const struct programme *programme)
{
	if (programme->left_out_count > 0)
		printf("left out%s:\n",
			programme->is_whole
				? ""
				: " (whatever else is missing stays until these are understood)");
	for (int i = 0; i < programme->left_out_count; i++) {
		const struct programme_left_out *left_out = &programme->left_out[i];
		printf("  %s, %s: %s\n", left_out->title, left_out->date, left_out->reason);
	}
}

static void print_unknown(const struct programme *programme)
{
	if (programme->is_table)
		import_report_unknown(&programme->unknown, programme->heading_line,
			"platform/PROGRAMME.md names all columns");
	else
		import_report_unknown(
			&programme->unknown, 0, "platform/PROGRAMME.md names all lines");
}

static const char *whose_later(const struct programme *programme)
{
	if (!programme->is_whole)
		return "that it does not have";
	return programme->count == 0 ? "that the centre has of it"
				     : "later than all that is in the calendar";
}

static void print_left_alone(const struct programme *programme, const json_t *plan)
{
	int later = (int)json_number(plan, "later", 0);
	const json_t *other;
	size_t i;

	if (programme->count == 0 && programme->left_out_count == 0)
		printf("nothing is in the calendar for these days\n");
	if (later > 0)
		printf("%d %s: left alone%s\n", later, whose_later(programme),
			programme->is_whole
				? "; with --until DAY it is cancelled (all before that day)"
				: "");
	json_array_foreach(json_object_get(plan, "others"), i, other)
	{
		const char *name = json_text(other, "calendar");
		int coming = (int)json_number(other, "coming", 0);
		if (*name)
			printf("%d of the calendar \"%s\": left alone\n", coming, name);
		else
			printf("%d of the calendar without a name: left alone\n", coming);
	}
}

void import_report(
	const struct programme *programme, const struct import_change *changes, const json_t *plan)
{
	int gone = (int)json_array_size(json_object_get(plan, "gone"));

	printf("%d %s: %d new, %d changed, %d as before; %d cancelled, %d %s left out\n",
		programme->count, text_counted(programme->count, "session", "sessions"),
		count_changes(programme, changes, IMPORT_NEW),
		count_changes(programme, changes, IMPORT_CHANGED),
		count_changes(programme, changes, IMPORT_SAME), gone, programme->left_out_count,
		text_counted(programme->left_out_count, "event", "events"));
	print_changes(programme, changes, IMPORT_NEW, "new");
	print_changes(programme, changes, IMPORT_CHANGED, "changed");
	if (gone > 0)
		printf("cancelled, since the calendar no longer has them:\n");
	print_gone(plan);
	print_left_out(programme);
	print_unknown(programme);
	print_left_alone(programme, plan);
}

void import_report_removed(const json_t *plan)
{
	printf("%d cancelled:\n", (int)json_array_size(json_object_get(plan, "gone")));
	print_gone(plan);
}

static void print_what_lacks(const char *so, const json_t *plan)
{
	int coming = (int)json_number(plan, "coming", 0);
	int gone = (int)json_array_size(json_object_get(plan, "gone"));

	printf("%s: %d of the %d %s to come %s no longer in the calendar\n", so, gone, coming,
		text_counted(coming, "session", "sessions"), text_counted(gone, "is", "are"));
}

static void print_what_to_do(void)
{
	printf("If that is right, import it again with --yes: they are cancelled then, and who "
	       "booked is told.\nIf it is another calendar beside the first, name it: --calendar "
	       "NAME\n");
}

void import_report_refusal(const struct programme *programme, const json_t *plan)
{
	print_what_lacks("nothing was changed", plan);
	print_gone(plan);
	print_left_out(programme);
	print_unknown(programme);
	print_what_to_do();
}

void import_report_needs_yes(const json_t *plan)
{
	print_what_lacks("But without --yes nothing is changed", plan);
	print_what_to_do();
}
