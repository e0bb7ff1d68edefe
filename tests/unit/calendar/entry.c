/* A session for a telephone's calendar: the text as it goes into the code, what our own calendar's reader
 * makes of it, and what our own decoder reads from the code. */
#include <qrencode.h>

#include "base/text.h"
#include "readers/camera/decoder.h"
#include "reading.h"
#include "rules/calendar_entry.h"

enum { MODULE_PX = 3, QUIET_MODULES = 4, VERSION_MAX = 18 };

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//library-kiosk//EN\r\nBEGIN:VEVENT\r\n"
#define UID "UID:aabbccdd-0102-0304-0506-0708090a0b0c\r\n"
#define TAIL "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define X60 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define COMMAS                                                                                     \
	",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"
#define ESCAPED_10 "\\,\\,\\,\\,\\,\\,\\,\\,\\,\\,"
#define ESCAPED_40 ESCAPED_10 ESCAPED_10 ESCAPED_10 ESCAPED_10
#define LONG_URDU                                                                                  \
	"چھوٹے بچوں اور ان کے والدین کے لیے گیت، کہانیاں اور کھیل ہر جمعہ کی صبح لائبریری میں"

struct row {
	const char *name, *starts, *ends, *title, *room, *library, *note, *times, *words;
};

static const struct row rows[] = {
	{"a session is one event of a calendar", "2026-12-04T10:30", "2026-12-04T11:00",
		"Bounce & Rhyme", "Children's area", "Micklefield Library", NULL,
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:Bounce & Rhyme\r\nLOCATION:Children's area\\, Micklefield Library\r\n"},
	{"a summer's morning is an hour earlier in UTC", "2026-07-03T10:30", "2026-07-03T11:00",
		"Garden", "Garden", "", NULL,
		"DTSTAMP:20260703T093000Z\r\nDTSTART:20260703T093000Z\r\nDTEND:20260703T100000Z\r\n",
		"SUMMARY:Garden\r\nLOCATION:Garden\r\n"},
	{"a night over midnight ends on the next day", "2026-12-31T22:00", "2027-01-01T00:30",
		"Stars", "", "Micklefield Library", NULL,
		"DTSTAMP:20261231T220000Z\r\nDTSTART:20261231T220000Z\r\nDTEND:20270101T003000Z\r\n",
		"SUMMARY:Stars\r\nLOCATION:Micklefield Library\r\n"},
	{"a night in which the clock goes back has its hour more", "2026-10-25T00:30",
		"2026-10-25T02:30", "Bats", "", "", NULL,
		"DTSTAMP:20261024T233000Z\r\nDTSTART:20261024T233000Z\r\nDTEND:20261025T023000Z\r\n",
		"SUMMARY:Bats\r\nLOCATION:\r\n"},
	{"commas, semicolons, backslashes and line breaks are written as the standard says",
		"2026-12-04T10:30", "2026-12-04T11:00", "Songs, rhymes; \\o/\nand play\r",
		"Hall; 2", "A, B", "1 adult, 1 child",
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:Songs\\, rhymes\\; \\\\o/\\nand play\r\nLOCATION:Hall\\; 2\\, A\\, B\r\n"
		"DESCRIPTION:1 adult\\, 1 child\r\n"},
	{"marks of direction stay on the screen", "2026-12-04T10:30", "2026-12-04T11:00", "Chess",
		"", "", "\u2068\u20681\u2069 adult\u2069 \u2067x\u2069",
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:Chess\r\nLOCATION:\r\nDESCRIPTION:1 adult x\r\n"},
	{"Urdu stands as it is", "2026-12-04T10:30", "2026-12-04T11:00", "گیت اور کھیل",
		"بچوں کا حصہ", "Micklefield Library", NULL,
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:گیت اور کھیل\r\nLOCATION:بچوں کا حصہ\\, Micklefield Library\r\n"},
	{"a long title ends behind a word", "2026-12-04T10:30", "2026-12-04T11:00", LONG_URDU, "",
		"", NULL,
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:چھوٹے بچوں اور ان کے والدین کے لیے گیت، کہانیاں اور…\r\nLOCATION:\r\n"},
	{"where it is cut no backslash is left alone", "2026-12-04T10:30", "2026-12-04T11:00",
		"x" COMMAS, "", "", NULL,
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:x" ESCAPED_40 "\\,\\,\\,\\,\\,\\,\\,…\r\nLOCATION:\r\n"},
	{"a long word ends between two letters", "2026-12-04T10:30", "2026-12-04T11:00", X60 X60,
		"", "", NULL,
		"DTSTAMP:20261204T103000Z\r\nDTSTART:20261204T103000Z\r\nDTEND:20261204T110000Z\r\n",
		"SUMMARY:" X60 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\r\nLOCATION:\r\n"},
};

static struct session made(const struct row *row)
{
	struct session session = {
		.id = {{0xaa, 0xbb, 0xcc, 0xdd, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}};

	assert_true(clock_parse(row->starts, &session.starts_ms));
	assert_true(clock_parse(row->ends, &session.ends_ms));
	assert_true(session_set_text(&session, "", SESSION_TITLE, row->title));
	assert_true(session_set_text(&session, "", SESSION_ROOM, row->room));
	return session;
}

static void write(const struct row *row, const struct session *session, char *text)
{
	calendar_entry_write(&(struct calendar_entry){.session = session,
				     .language = "ur",
				     .library = row->library,
				     .note = row->note},
		text);
}

static void is_written(void **state)
{
	const struct row *row = *state;
	struct session session = made(row);
	char text[CALENDAR_ENTRY_BYTES], expected[2048];

	write(row, &session, text);
	snprintf(expected, sizeof(expected), HEAD UID "%s%s" TAIL, row->times, row->words);
	assert_string_equal(text, expected);
}

/* ---- read back ---- */

static void is_read_back(void **state)
{
	const struct row *row = *state;
	struct session session = made(row);
	char text[CALENDAR_ENTRY_BYTES];
	struct error error = {0};
	int count;

	write(row, &session, text);
	assert_true(read_between(text, strlen(text), session.starts_ms - DAY_MS,
		session.ends_ms + DAY_MS, &count, &error));
	assert_int_equal(count, 1);
	assert_int_equal(programme.left_out_count, 0);
	const struct session *read = &programme.entries[0].session;
	assert_true(read->starts_ms == session.starts_ms && read->ends_ms == session.ends_ms);
	const char *cut = strstr(session_title(read), "…");
	size_t whole = cut ? (size_t)(cut - session_title(read)) : strlen(session_title(read));
	assert_true(cut || strlen(row->title) < CALENDAR_ENTRY_TITLE_BYTES);
	if (!strpbrk(row->title, "\n\r"))
		assert_memory_equal(session_title(read), session_title(&session), whole);
	assert_memory_equal(room_of(read), room_of(&session), strlen(room_of(&session)));
	assert_non_null(strstr(room_of(read), row->library));
}

/* ---- the code ---- */

static void draw(const QRcode *code, struct plane *plane)
{
	int side = (code->width + 2 * QUIET_MODULES) * MODULE_PX;

	assert_true(plane_resize(plane, side, side));
	memset(plane->pixels, 255, (size_t)side * (size_t)side);
	for (int y = 0; y < code->width * MODULE_PX; y++)
		for (int x = 0; x < code->width * MODULE_PX; x++)
			if (code->data[y / MODULE_PX * code->width + x / MODULE_PX] & 1)
				plane->pixels[(y + QUIET_MODULES * MODULE_PX) * side + x +
					      QUIET_MODULES * MODULE_PX] = 0;
}

/* As ui draws it. */
static void is_decoded(const char *text)
{
	static struct plane plane;
	static struct codes codes;
	bool malformed;
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

	assert_non_null(code);
	assert_true(code->version <= VERSION_MAX);
	draw(code, &plane);
	QRcode_free(code);
	assert_true(search_picture(plane_luma(&plane), &codes, &malformed));
	assert_int_equal(codes.count, 1);
	assert_memory_equal(codes.items[0].text, text, strlen(codes.items[0].text));
	assert_true(strlen(codes.items[0].text) >= strlen(text) - strlen("\r\n"));
	plane_finish(&plane);
}

static void is_read_from_its_code(void **state)
{
	const struct row *row = *state;
	struct session session = made(row);
	char text[CALENDAR_ENTRY_BYTES];

	write(row, &session, text);
	is_decoded(text);
}

static void the_longest_of_everything_has_room(void **state)
{
	static const char *const fillings[] = {X60 X60 X60, LONG_URDU LONG_URDU, COMMAS};
	char text[CALENDAR_ENTRY_BYTES];
	int count;

	for (int i = 0; i < 3; i++) {
		struct row row = rows[0];
		struct error error = {0};
		row.title = row.room = row.library = row.note = fillings[i];
		struct session session = made(&row);
		write(&row, &session, text);
		assert_true(text_is_valid(text));
		is_decoded(text);
		assert_true(read_between(text, strlen(text), session.starts_ms - DAY_MS,
			session.ends_ms + DAY_MS, &count, &error));
		assert_int_equal(count, 1);
	}
}

int main(void)
{
	struct error error = {0};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_of_everything_has_room),
	};

	assert_true(clock_set_zone("Europe/London", &error));
	return rows_run("is written", is_written, ROWS(rows)) +
	       rows_run("is read back", is_read_back, ROWS(rows)) +
	       rows_run("is read from its code", is_read_from_its_code, ROWS(rows)) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
