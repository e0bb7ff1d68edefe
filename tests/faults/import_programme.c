/* kioskctl import programme at a real centre: what it says, its exit code, and what a second version
 * of a calendar does to those who had booked. The centre's time stands on 26 November 2026. */
#include "local_centre.h"

enum { OUTPUT_BYTES = 16 * 1024 };

static const char *script, *control, *calendars;

/* What the import says, and its exit code on a last line. */
static const char *import_file(const char *file, const char *options)
{
	static char output[OUTPUT_BYTES];
	char command[4 * PATH_MAX_BYTES];

	snprintf(command, sizeof(command),
		"'%s' import programme '%s/%s' --centre 'postgresql://staff@/centre?host=%s'"
		" --from 2026-01-01 %s 2>&1",
		control, calendars, file, local_centre.socket, options);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	size_t length = fread(output, 1, sizeof(output) - 32, pipe);
	int status = pclose(pipe);
	snprintf(output + length, 32, "exit %d\n", status / 256);
	return output;
}

static const char *remove_calendar(const char *name)
{
	static char output[OUTPUT_BYTES];
	char command[4 * PATH_MAX_BYTES];

	snprintf(command, sizeof(command),
		"'%s' import programme --remove '%s' --centre 'postgresql://staff@/centre?host=%s' 2>&1;"
		" echo exit $?",
		control, name, local_centre.socket);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	output[fread(output, 1, sizeof(output) - 1, pipe)] = '\0';
	pclose(pipe);
	return output;
}

static const char *import(const char *calendar, const char *options)
{
	char file[PATH_MAX_BYTES];

	snprintf(file, sizeof(file), "%s.ics", calendar);
	return import_file(file, options);
}

static const char *import_table(const char *table)
{
	char file[PATH_MAX_BYTES];

	snprintf(file, sizeof(file), "%s.csv", table);
	return import_file(file, "");
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[PATH_MAX_BYTES];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A calendar or table that has no name of its own, and is never the file of a folder. */
static const char *import_text(const char *text, const char *options)
{
	char folder[] = "/tmp/library-kiosk-folder-XXXXXX", command[100];
	const char *kept = calendars;

	assert_non_null(mkdtemp(folder));
	write_file(folder, "text", text);
	calendars = folder;
	const char *output = import_file("text", options);
	calendars = kept;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
	return output;
}

static void as_owner(const char *sql)
{
	PGconn *owner = connect_as("owner");

	query(owner, sql);
	PQfinish(owner);
}

/* A centre in which nothing is on. */
static int forget_all(void **state)
{
	as_owner("DELETE FROM core.exception; DELETE FROM core.booking; DELETE FROM core.lease;"
		 " DELETE FROM core.session; DELETE FROM core.feed;"
		 " UPDATE core.site SET demo_now = '2026-11-26T09:00Z', demo = false");
	return 0;
}

static int feed_rows(void)
{
	return count_of("SELECT count(*) FROM core.feed");
}

static int cancelled(const char *title)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		"SELECT count(*) FROM core.session WHERE cancelled AND title = '%s'", title);
	return count_of(sql);
}

static void says(const char *output, const char *text)
{
	if (!strstr(output, text))
		fail_msg("\"%s\" is not in:\n%s", text, output);
}

/* Without a line of what is left alone: other calendars are none of these. */
static void is_as_written_down(const char *name, const char *output)
{
	char path[PATH_MAX_BYTES], expected[OUTPUT_BYTES];

	snprintf(path, sizeof(path), "%s/%s.txt", calendars, name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	expected[fread(expected, 1, sizeof(expected) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(output, expected);
}

static void every_calendar_of_the_field_is_imported_as_it_must_be(void **state)
{
	static const char *const names[] = {"fold-in-a-character", "zone-described-by-the-file",
		"zones-by-other-names", "values-that-are-empty", "six-weeks",
		"first-and-third-workday", "left-out-by-a-rule", "left-out-in-another-zone",
		"cancelled-in-one-l", "entities", "until-in-utc", "until-in-the-double-hour",
		"whole-day-left-out-as-a-time", "not-understood", "misspelled-lines"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		forget_all(NULL);
		is_as_written_down(names[i], import(names[i], ""));
	}
}

static void every_table_of_the_field_is_imported_as_it_must_be(void **state)
{
	static const char *const names[] = {"words-in-six-languages", "semicolons-of-a-spreadsheet",
		"commas-and-lines-in-quotes", "rows-not-understood", "table-without-dates",
		"misspelled-columns"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		forget_all(NULL);
		is_as_written_down(names[i], import_table(names[i]));
	}
}

static void a_row_is_known_again_by_its_id_and_one_that_is_gone_is_cancelled(void **state)
{
	import_table("december-table-first");
	int before = feed_rows();

	says(import_table("december-table-first"), "0 new, 0 changed, 4 as before; 0 cancelled");
	assert_int_equal(feed_rows(), before);
	says(import_table("december-table-second"), "0 new, 2 changed, 1 as before; 1 cancelled");
	assert_int_equal(cancelled("Puppet theatre"), 1);
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE title = 'Chess' AND"
				  " starts_at = '2026-12-12T14:00Z'"),
		1);
	says(import("six-weeks", ""), "2 new, 0 changed, 0 as before; 0 cancelled");
}

static void a_monday_taken_out_of_a_series_stays_out_when_its_title_is_edited_later(void **state)
{
	import("monday-taken-out-1", "");
	says(import("monday-taken-out-2", ""), "0 new, 0 changed, 3 as before; 1 cancelled");
	says(import("monday-taken-out-3", ""), "0 new, 3 changed, 0 as before; 0 cancelled");
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE cancelled AND"
				  " starts_at = '2026-12-14T14:00Z'"),
		1);
	assert_int_equal(count_of("SELECT count(DISTINCT event) FROM core.session"), 1);
	/* Kiosks hear which sessions are of one event. */
	assert_int_equal(count_of("SELECT count(*) FROM core.feed f JOIN core.session s ON"
				  " f.key = s.session::text WHERE f.kind = 'session'"
				  " AND f.body->>'event' IS DISTINCT FROM s.event::text"),
		0);
}

static void of_several_branches_the_one_that_is_named_is_meant(void **state)
{
	as_owner("INSERT INTO core.branch (branch, settings) SELECT 'second',"
		 " jsonb_set(settings, '{branch}', '\"second\"') FROM core.branch");
	says(import("december-first", ""), "name one with --branch");
	says(import("december-first", "--branch nowhere"), "no branch 'nowhere'");
	assert_int_equal(count_of("SELECT count(*) FROM core.session"), 0);
	says(import("december-first", "--branch second"), "exit 0");
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE branch <> 'second'"), 0);
	forget_all(NULL);
	as_owner("DELETE FROM core.branch WHERE branch = 'second'");
}

static void the_same_calendar_again_changes_nothing_and_tells_nobody(void **state)
{
	import("december-first", "");
	int before = feed_rows();

	says(import("december-first", ""), "0 new, 0 changed, 12 as before; 0 cancelled");
	assert_int_equal(feed_rows(), before);
}

static void book(const char *title)
{
	char sql[800];

	snprintf(sql, sizeof(sql),
		"WITH s AS (UPDATE core.session SET confirmed = confirmed + 3 WHERE title = '%s'"
		" RETURNING session) INSERT INTO core.booking (booking, session, kiosk, state,"
		" adults, children, babies, prams, wheelchairs, made_at) SELECT gen_random_uuid(),"
		" session, 1, 'confirmed', 1, 2, 0, 0, 0, now() FROM s",
		title);
	as_owner(sql);
}

static void what_is_gone_is_cancelled_and_the_booked_are_told(void **state)
{
	import("december-first", "");
	book("Puppet theatre");
	int before = feed_rows();
	const char *output = import("december-second", "");

	says(output, "1 cancelled, 0 events left out");
	says(output, "Puppet theatre, 11 Dec 2026 14:00: 1 booked, 3 people");
	says(output, "exit 0");
	assert_int_equal(cancelled("Puppet theatre"), 1);
	assert_int_equal(feed_rows(), before + 1);
	assert_int_equal(count_of("SELECT count(*) FROM report.exception"
				  " WHERE reason = 'session-cancelled'"),
		1);
	before = feed_rows();
	says(import("december-second", ""), "0 cancelled");
	assert_int_equal(feed_rows(), before);
}

static void what_is_over_and_what_is_later_than_the_calendar_is_left_alone(void **state)
{
	import("december-first", "");
	says(import("december-second", ""), "1 later than all that is in the calendar: left alone");
	assert_int_equal(cancelled("Spring concert"), 0);
	assert_int_equal(cancelled("Long over"), 0);
}

static void what_comes_back_is_on_again(void **state)
{
	import("december-first", "");
	import("december-second", "");
	says(import("december-first", ""), "0 new, 1 changed");
	assert_int_equal(cancelled("Puppet theatre"), 0);
}

static void what_is_not_understood_any_more_is_not_cancelled(void **state)
{
	import("december-first", "");
	const char *output = import("december-not-understood", "");

	says(output, "0 cancelled, 1 event left out");
	says(output, "Puppet theatre, 11 Dec 2026 14:00: its time zone \"Mars\" is not known");
	says(output, "exit 3");
	assert_int_equal(cancelled("Puppet theatre"), 0);
}

static void more_than_a_third_needs_a_yes_and_nothing_is_changed_without(void **state)
{
	import("december-first", "");
	int before = feed_rows();
	const char *output = import("december-moved", "");

	says(output, "nothing was changed: 10 of the 11 sessions to come");
	says(output, "exit 4");
	assert_int_equal(feed_rows(), before);
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE cancelled"), 0);
	says(import("december-moved", "--yes"), "6 new, 0 changed, 0 as before; 10 cancelled");
}

static void another_calendar_of_the_branch_cancels_nothing_of_the_first(void **state)
{
	import("december-first", "--calendar children");
	const char *output = import("six-weeks", "--calendar exhibitions");

	says(output, "2 new, 0 changed, 0 as before; 0 cancelled");
	says(output, "11 of the calendar \"children\": left alone");
	says(output, "exit 0");
}

static void a_calendar_without_a_name_is_called_so_and_an_empty_name_is_none(void **state)
{
	import("six-weeks", "--calendar ' '");
	assert_int_equal(count_of("SELECT count(*) FROM core.session"), 0);
	says(import("six-weeks", "--calendar ' '"), "--calendar needs a name of at most");
	says(import("six-weeks", "--calendar ''"), "the value of --calendar is empty");
	import_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Choir\r\n"
		    "DTSTART:20261203T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"");
	const char *output = import("six-weeks", "--calendar exhibitions");
	says(output, "1 of the calendar without a name: left alone");
	output = remove_calendar("");
	says(output, "--remove needs the calendar's name");
	says(output, "exit 2");
	assert_int_equal(cancelled("Choir"), 0);
	/* As it says. */
	import_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "--until 2027-02-01 --yes");
	assert_int_equal(cancelled("Choir"), 1);
}

static void one_is_said_as_one(void **state)
{
	const char *output = import_text(
		"title,date,starts\nChess,2026-12-10,10:00\nRhyme,some day,10:00\n", "");

	says(output, "1 session: 1 new, 0 changed, 0 as before; 0 cancelled, 1 event left out");
	import_text("title,date,starts\nChess,2026-12-10,10:00\n", "--calendar one");
	output = import_text("title,date,starts\nRhyme,2026-12-10,10:00\n", "--calendar one");
	says(output,
		"nothing was changed: 1 of the 1 session to come is no longer in the calendar");
}

/* ---- what would change ---- */

static void a_dry_run_says_all_and_changes_nothing(void **state)
{
	import("december-first", "");
	int before = feed_rows();
	const char *output = import("december-second", "--dry-run");

	says(output, "This is a dry run: nothing is changed. It would be:");
	says(output, "1 cancelled, 0 events left out");
	says(output, "Puppet theatre, 11 Dec 2026 14:00");
	says(output, "exit 0");
	assert_int_equal(cancelled("Puppet theatre"), 0);
	assert_int_equal(feed_rows(), before);
	output = import("december-moved", "--dry-run");
	says(output, "6 new, 0 changed, 0 as before; 10 cancelled");
	says(output,
		"But without --yes nothing is changed: 10 of the 11 sessions to come are no longer");
	says(output, "If that is right, import it again with --yes");
	says(output, "exit 4");
	if (strstr(output, "WARNING"))
		fail_msg("the centre warned:\n%s", output);
	assert_int_equal(feed_rows(), before);
	says(import("december-second", ""), "1 cancelled");
}

static void what_changed_is_named_and_when_it_was(void **state)
{
	import_table("december-table-first");
	const char *output = import_file("december-table-second.csv", "--dry-run");

	says(output, "Chess, 12 Dec 2026 14:00: time; was 5 Dec 2026 10:00 to 12:00");
	output = import_table("december-table-second");
	says(output, "Chess, 12 Dec 2026 14:00: time; was 5 Dec 2026 10:00 to 12:00");
}

/* ---- folders and standard input ---- */

#define TABLE(title) "title,date,starts\n" title ",2026-12-10,10:00\n"

static const char *import_folder(const char *folder, const char *options)
{
	const char *kept = calendars;

	calendars = folder;
	const char *output = import_file("", options);
	calendars = kept;
	return output;
}

static void a_folder_is_imported_file_by_file(void **state)
{
	char folder[] = "/tmp/library-kiosk-folder-XXXXXX", command[100];

	assert_non_null(mkdtemp(folder));
	write_file(folder, "a.csv", TABLE("Chess"));
	write_file(folder, "b.CSV", TABLE("Knitting"));
	write_file(folder, "broken.ics", "BEGIN:VCALENDAR\r\n");
	write_file(folder, "c.ics",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Choir\r\n"
		"DTSTART:20261210T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	write_file(folder, "notes.txt", "nothing");
	write_file(folder, ".d.ics", "half a file");
	const char *output = import_folder(folder, "");
	says(output, "broken.ics: the calendar stops in the middle");
	says(output, "exit 2");
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE NOT cancelled"), 3);
	assert_int_equal(count_of("SELECT count(DISTINCT calendar) FROM core.session"), 3);
	write_file(folder, "a.csv", TABLE("Chess"));
	says(import_folder(folder, ""), "0 new, 0 changed, 1 as before; 0 cancelled");
	says(import_folder(folder, "--calendar x"), "--calendar names one file's calendar");
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

/* A row that is not understood any more is no row that was taken out, whatever its event is called. */
static void an_event_that_lost_its_name_keeps_its_sessions(void **state)
{
	char folder[] = "/tmp/library-kiosk-folder-XXXXXX", command[100];

	assert_non_null(mkdtemp(folder));
	write_file(folder, "a.ics",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Choir\r\nX-KIOSK-EVENT:Singing\r\n"
		"DTSTART:20261210T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:d\r\nSUMMARY:Choir\r\nX-KIOSK-EVENT:Singing\r\n"
		"DTSTART:20261224T100000\r\nRRULE:FREQ=WEEKLY;COUNT=6\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	import_folder(folder, "");
	assert_int_equal(count_of("SELECT count(DISTINCT event) FROM core.session"), 1);
	write_file(folder, "a.ics",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Choir\r\nX-KIOSK-EVENT:\\n\r\n"
		"DTSTART:20261210T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:d\r\nSUMMARY:Choir\r\nX-KIOSK-EVENT:Singing\r\n"
		"DTSTART:20261224T100000\r\nRRULE:FREQ=WEEKLY;COUNT=6\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	says(import_folder(folder, ""), "X-KIOSK-EVENT \"\" is not a name of at most 119 bytes");
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE NOT cancelled"), 8);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void two_calendars_of_one_name_in_a_folder_do_not_cancel_each_other(void **state)
{
	char folder[] = "/tmp/library-kiosk-folder-XXXXXX", command[100];

	assert_non_null(mkdtemp(folder));
	write_file(folder, "a.ics",
		"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Kids\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n"
		"DTSTART:20261210T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	write_file(folder, "b.ics",
		"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Kids\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:B\r\n"
		"DTSTART:20261210T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	const char *output = import_folder(folder, "");
	says(output, "its calendar \"Kids\" has the same name as that of a.ics");
	says(output, "exit 2");
	assert_int_equal(count_of("SELECT count(*) FROM core.session WHERE NOT cancelled"), 1);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void standard_input_is_a_calendar_too(void **state)
{
	char command[4 * PATH_MAX_BYTES];

	snprintf(command, sizeof(command),
		"'%s' import programme - --centre 'postgresql://staff@/centre?host=%s'"
		" --from 2026-01-01 --until 2027-02-28 <'%s/december-first.ics' >/dev/null",
		control, local_centre.socket, calendars);
	assert_int_equal(system(command), 0);
	assert_int_equal(count_of("SELECT count(*) FROM core.session"), 12);
}

/* ---- the end of a calendar ---- */

#define HEADING "id,title,date,starts\n"
#define ROWS(last) HEADING "a,A,2026-12-09,10:00\nb,B,2026-12-10,10:00\nc,C,2026-12-11,10:00\n" last

static void a_last_row_that_is_taken_out_is_cancelled_with_until(void **state)
{
	import_text(ROWS("d,D,2026-12-12,10:00\n"), "");
	const char *output = import_text(ROWS(""), "");
	says(output, "1 later than all that is in the calendar: left alone; with --until DAY it is "
		     "cancelled (all before that day)");
	says(output, "exit 0");
	says(import_text(ROWS(""), "--until 2026-12-12"), "0 cancelled");
	says(import_text(ROWS(""), "--until 2026-12-13 --dry-run"), "1 cancelled");
	assert_int_equal(cancelled("D"), 0);
	output = import_text(ROWS(""), "--until 2026-12-13");
	says(output, "1 cancelled");
	says(output, "D, 12 Dec 2026 10:00");
	assert_int_equal(cancelled("D"), 1);
}

static const char *import_weeks(int count, const char *options)
{
	char text[300];

	snprintf(text, sizeof(text),
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Choir\r\n"
		"DTSTART:20261203T100000\r\nRRULE:FREQ=WEEKLY;COUNT=%d\r\nEND:VEVENT\r\n"
		"END:VCALENDAR\r\n",
		count);
	return import_text(text, options);
}

static void a_series_that_ends_earlier_is_cancelled_with_until_and_a_yes(void **state)
{
	import_weeks(9, "");
	says(import_weeks(5, ""), "4 later than all that is in the calendar");
	const char *output = import_weeks(5, "--until 2027-02-01");
	says(output, "nothing was changed: 4 of the 9 sessions to come");
	says(output, "exit 4");
	says(import_weeks(5, "--until 2027-02-01 --yes"), "4 cancelled");
	assert_int_equal(cancelled("Choir"), 4);
}

static void a_table_with_its_heading_only_is_not_silent(void **state)
{
	says(import_text(HEADING, ""), "nothing is in the calendar");
	import_text(ROWS(""), "");
	const char *output = import_text(HEADING, "");
	says(output, "nothing is in the calendar");
	says(output, "3 that the centre has of it: left alone; with --until DAY it is cancelled");
	says(output, "exit 0");
	says(import_text(HEADING, "--until 2027-02-01"), "exit 4");
	says(import_text(HEADING, "--until 2027-02-01 --yes"), "3 cancelled");
}

static void a_calendar_without_events_is_not_silent(void **state)
{
	import_weeks(9, "");
	const char *output = import_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "");
	says(output, "nothing is in the calendar");
	says(output, "9 that the centre has of it: left alone");
	says(output, "exit 0");
}

static void a_message_about_some_events_cancels_nothing_whatever_is_said(void **state)
{
	import_weeks(9, "");
	const char *output = import_text("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
		"--until 2027-02-01 --yes");
	says(output, "9 that it does not have: left alone\n");
	assert_int_equal(cancelled("Choir"), 0);
}

/* ---- what is too much ---- */

/* A line of a calendar of so many bytes, into the import. */
static const char *import_bytes(const char *head, long bytes)
{
	static char output[OUTPUT_BYTES];
	char command[4 * PATH_MAX_BYTES];

	snprintf(command, sizeof(command),
		"{ printf '%s'; head -c %ld /dev/zero | tr '\\0' x; } | (ulimit -v 400000; '%s' import"
		" programme - --centre 'postgresql://staff@/centre?host=%s' 2>&1; echo exit $?)",
		head, bytes, control, local_centre.socket);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	output[fread(output, 1, sizeof(output) - 1, pipe)] = '\0';
	pclose(pipe);
	return output;
}

static void fifty_megabytes_are_refused_by_name(void **state)
{
	const char *output = import_bytes("BEGIN:VCALENDAR\\r\\nDESCRIPTION:", 50L * 1000 * 1000);

	says(output, "standard input is larger than 16 MiB");
	says(output, "exit 2");
	says(import_bytes("BEGIN:VCALENDAR\\r\\nDESCRIPTION:", 9L * 1024 * 1024),
		"the calendar is longer than 8 MB");
}

static void what_is_no_calendar_is_refused_whole(void **state)
{
	says(import("not-a-calendar", ""), "this is no calendar: it has no BEGIN:VCALENDAR");
	const char *output = import("stops-in-the-middle", "");
	says(output, "the calendar stops in the middle");
	says(output, "exit 2");
	assert_int_equal(count_of("SELECT count(*) FROM core.session"), 0);
}

static int begin(void **state)
{
	centre_begin(script);
	return 0;
}

static int end(void **state)
{
	centre_end();
	return 0;
}

#define TEST(name) cmocka_unit_test_setup(name, forget_all)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(of_several_branches_the_one_that_is_named_is_meant),
		TEST(a_monday_taken_out_of_a_series_stays_out_when_its_title_is_edited_later),
		TEST(every_calendar_of_the_field_is_imported_as_it_must_be),
		TEST(every_table_of_the_field_is_imported_as_it_must_be),
		TEST(a_row_is_known_again_by_its_id_and_one_that_is_gone_is_cancelled),
		TEST(the_same_calendar_again_changes_nothing_and_tells_nobody),
		TEST(what_is_gone_is_cancelled_and_the_booked_are_told),
		TEST(what_is_over_and_what_is_later_than_the_calendar_is_left_alone),
		TEST(what_comes_back_is_on_again),
		TEST(what_is_not_understood_any_more_is_not_cancelled),
		TEST(more_than_a_third_needs_a_yes_and_nothing_is_changed_without),
		TEST(another_calendar_of_the_branch_cancels_nothing_of_the_first),
		TEST(a_calendar_without_a_name_is_called_so_and_an_empty_name_is_none),
		TEST(one_is_said_as_one),
		TEST(what_is_no_calendar_is_refused_whole),
		TEST(a_dry_run_says_all_and_changes_nothing),
		TEST(what_changed_is_named_and_when_it_was),
		TEST(a_folder_is_imported_file_by_file),
		TEST(an_event_that_lost_its_name_keeps_its_sessions),
		TEST(two_calendars_of_one_name_in_a_folder_do_not_cancel_each_other),
		TEST(standard_input_is_a_calendar_too),
		TEST(a_last_row_that_is_taken_out_is_cancelled_with_until),
		TEST(a_series_that_ends_earlier_is_cancelled_with_until_and_a_yes),
		TEST(a_table_with_its_heading_only_is_not_silent),
		TEST(a_calendar_without_events_is_not_silent),
		TEST(a_message_about_some_events_cancels_nothing_whatever_is_said),
		TEST(fifty_megabytes_are_refused_by_name),
	};

	if (argc != 4)
		return 2;
	script = argv[1];
	control = argv[2];
	calendars = argv[3];
	return cmocka_run_group_tests_name("import programme", tests, begin, end);
}
