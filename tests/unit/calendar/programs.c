/* Calendars as other programs write them, each beside the sessions that must come of it, the right
 * answers worked out from RFC 5545: programs FOLDER. ACCEPT=1 in the environment writes what comes now
 * over the answers; read the difference before it is kept. */
#include <limits.h>
#include <stdbool.h>
#include <time.h>

#include "base/crypto.h"
#include "reading.h"

enum { TEXT_MAX = 64 * 1024 };
/* The clocks go forward on 29 March. */
#define FROM "2026-03-16T00:00"
#define UNTIL "2026-05-16T00:00"

struct file {
	const char *name, *file;
};

static const struct file files[] = {
	{"a calendar that Outlook saved", "outlook"},
	{"a calendar that Exchange publishes", "exchange"},
	{"a calendar of Google", "google"},
	{"a calendar that Nextcloud exports", "nextcloud"},
	{"a calendar that Thunderbird exports", "thunderbird"},
	{"a calendar that Apple's Calendar exports", "apple"},
};

static const char *folder;

static void path_of(const struct file *file, const char *ending, char path[static PATH_MAX])
{
	assert_true(snprintf(path, PATH_MAX, "%s/%s.%s", folder, file->file, ending) < PATH_MAX);
}

static void read_file(const struct file *file, const char *ending, char text[static TEXT_MAX])
{
	char path[PATH_MAX];

	path_of(file, ending, path);
	FILE *stream = fopen(path, "re");
	if (!stream)
		fail_msg("cannot open %s", path);
	text[fread(text, 1, TEXT_MAX - 1, stream)] = '\0';
	fclose(stream);
}

/* ---- the programme in words ---- */

static const char *or_dash(const char *text)
{
	return text[0] ? text : "-";
}

static void print_time(FILE *out, int64_t instant_ms)
{
	struct wall_time wall = clock_wall(instant_ms);

	fprintf(out, "%04d-%02d-%02d %02d:%02d", wall.year, wall.month, wall.day, wall.hour,
		wall.minute);
}

static void print_session(FILE *out, const struct session *session)
{
	print_time(out, session->starts_ms);
	fputs(" - ", out);
	print_time(out, session->ends_ms);
	fprintf(out, " | %s | %s | %s\n", session_title(session), or_dash(room_of(session)),
		session->cancelled ? "cancelled" : "on");
}

static bool says_the_same(const struct session *one, const struct session *other)
{
	return strcmp(session_title(one), session_title(other)) == 0 &&
	       strcmp(one->theme, other->theme) == 0 && strcmp(about_of(one), about_of(other)) == 0;
}

/* Once for all sessions of which the same is said. */
static void print_about(FILE *out, int i)
{
	for (int before = 0; before < i; before++)
		if (says_the_same(&sessions[before], &sessions[i]))
			return;
	fprintf(out, "about | %s | %s | %s\n", session_title(&sessions[i]), sessions[i].theme,
		or_dash(about_of(&sessions[i])));
}

static void print_programme(FILE *out, int count)
{
	fprintf(out, "calendar | %s | %s\n", or_dash(programme.calendar),
		programme.is_whole ? "whole" : "in part");
	for (int i = 0; i < count; i++)
		print_session(out, &sessions[i]);
	for (int i = 0; i < count; i++)
		print_about(out, i);
	for (int i = 0; i < programme.left_out_count; i++) {
		const struct programme_left_out *left_out = &programme.left_out[i];
		fprintf(out, "left out | %s | %s | %s\n", left_out->title, left_out->date,
			left_out->reason);
	}
}

/* ---- what it must be ---- */

static void accept(const struct file *file, const char *words)
{
	char path[PATH_MAX];

	path_of(file, "txt", path);
	FILE *out = fopen(path, "we");
	assert_non_null(out);
	assert_true(fputs(words, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void becomes_the_sessions_beside_it(void **state)
{
	static char text[TEXT_MAX], expected[TEXT_MAX], words[TEXT_MAX];
	const struct file *file = *state;
	struct error error = {0};
	int64_t from_ms, until_ms;
	int count;

	read_file(file, "ics", text);
	assert_true(clock_parse(FROM, &from_ms));
	assert_true(clock_parse(UNTIL, &until_ms));
	if (!read_between(text, strlen(text), from_ms, until_ms, &count, &error))
		fail_msg("%s", error.detail);
	FILE *out = fmemopen(words, sizeof(words), "w");
	assert_non_null(out);
	print_programme(out, count);
	assert_int_equal(fclose(out), 0);
	if (getenv("ACCEPT"))
		accept(file, words);
	read_file(file, "txt", expected);
	assert_string_equal(words, expected);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	folder = argv[1];
	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return rows_run("calendars of other programs", becomes_the_sessions_beside_it, ROWS(files));
}
