/* libcsv cuts the fields; it is given one line of the file at a time, so that a fault can be told by
 * the line that an editor shows. */
#include "base/rows.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/text.h"

enum { FIELD_BLOCK_BYTES = 4096 };

static void refuse(struct rows *rows, int field, const char *why)
{
	if (rows->row->wrong)
		return;
	rows->row->wrong = why;
	rows->row->wrong_field = field;
}

/* ---- what libcsv calls ---- */

static bool is_readable(struct rows *rows, const char *text, size_t length)
{
	int field = rows->row->count;

	if (length > rows->field_bytes_max) {
		rows->may_swallow = true;
		refuse(rows, field, "too long; is a quotation mark missing?");
		return false;
	}
	if (strlen(text) != length || !text_is_valid(text))
		refuse(rows, field, "not in UTF-8; save it as \"CSV UTF-8\"");
	return true;
}

/* Each field has its separator or the row's end behind it, so that all fit with their NULs. */
static const char *keep(struct rows *rows, const char *text)
{
	size_t bytes = strlen(text) + 1;
	char *kept = rows->bytes + rows->used;

	assert(rows->used + bytes <= rows->length + 1);
	memcpy(kept, text, bytes);
	rows->used += bytes;
	return kept;
}

static void take_field(void *text, size_t length, void *data)
{
	struct rows *rows = data;
	struct row *row = rows->row;

	rows->says_something = rows->says_something || length > 0;
	if (row->count == ROW_FIELDS_MAX) {
		refuse(rows, -1, "more than 64 columns");
		return;
	}
	bool readable = is_readable(rows, text, length);
	row->field[row->count++] = readable ? keep(rows, text) : "";
}

static void end_row(int end, void *data)
{
	struct rows *rows = data;

	rows->row_ended = true;
	if (!rows->says_something)
		return;
	if (rows->columns == 0) {
		rows->columns = rows->row->count;
	} else if (rows->row->count != rows->columns) {
		rows->may_swallow = true;
		refuse(rows, -1,
			"not as many columns as the heading; a comma inside a value needs "
			"quotation marks around it");
	}
}

/* ---- lines ---- */

/* Bytes to the end of the line, with it. */
static size_t line_bytes(const char *text, size_t length)
{
	size_t bytes = 0;

	while (bytes < length && text[bytes] != '\n' && text[bytes] != '\r')
		bytes++;
	if (bytes + 1 < length && text[bytes] == '\r' && text[bytes + 1] == '\n')
		bytes++;
	return bytes < length ? bytes + 1 : length;
}

static char delimiter_of(const char *heading, size_t length)
{
	static const char delimiters[] = {',', ';', '\t'};
	size_t most = 0;
	char found = ',';

	for (size_t i = 0; i < sizeof(delimiters); i++) {
		size_t count = 0;
		for (size_t at = 0; at < length; at++)
			count += heading[at] == delimiters[i];
		if (count > most)
			found = delimiters[i];
		most = count > most ? count : most;
	}
	return found;
}

int rows_count_lines(const char *text, size_t length)
{
	int lines = 0;

	for (size_t at = 0; at < length; at += line_bytes(text + at, length - at))
		lines++;
	return lines;
}

/* libcsv makes no row of such a line. */
static bool is_blank(const struct rows *rows, size_t bytes)
{
	for (const char *at = rows->text + rows->at; bytes > 0; at++, bytes--)
		if (*at == rows->delimiter || !memchr(" \t\r\n", *at, 4))
			return false;
	return true;
}

static void start_parser(struct rows *rows)
{
	csv_init(&rows->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_blk_size(&rows->parser, FIELD_BLOCK_BYTES);
	csv_set_delim(&rows->parser, (unsigned char)rows->delimiter);
}

static void stop_parser(struct rows *rows)
{
	if (rows->parser.entry_buf)
		memory_wipe(rows->parser.entry_buf, rows->parser.entry_size);
	csv_free(&rows->parser);
}

static size_t next_line_bytes(const struct rows *rows)
{
	return line_bytes(rows->text + rows->at, rows->length - rows->at);
}

static bool read_line(struct rows *rows)
{
	size_t bytes = next_line_bytes(rows);
	const char *line = rows->text + rows->at;

	rows->line++;
	rows->at += bytes;
	return csv_parse(&rows->parser, line, bytes, take_field, end_row, rows) == bytes;
}

static void skip_blank_lines(struct rows *rows)
{
	while (rows->at < rows->length && is_blank(rows, next_line_bytes(rows))) {
		rows->at += next_line_bytes(rows);
		rows->line++;
	}
}

/* ---- rows ---- */

static void look_on_from(struct rows *rows, size_t at, int line)
{
	rows->at = at;
	rows->line = line;
	stop_parser(rows);
	start_parser(rows);
}

static void read_lines(struct rows *rows)
{
	size_t second = rows->at + next_line_bytes(rows);
	bool done = true;

	while (done && !rows->row_ended && rows->at < rows->length)
		done = read_line(rows);
	if (done && !rows->row_ended)
		done = csv_fini(&rows->parser, take_field, end_row, rows) == 0;
	if (!done) {
		rows->says_something = rows->may_swallow = true;
		refuse(rows, -1, "a quotation mark is missing, or stands inside a value");
	}
	if (rows->may_swallow)
		look_on_from(rows, second, rows->row->line);
}

bool rows_next(struct rows *rows, struct row *row)
{
	rows->row = row;
	for (skip_blank_lines(rows); rows->at < rows->length; skip_blank_lines(rows)) {
		*row = (struct row){.line = rows->line + 1, .wrong_field = -1};
		rows->used = 0;
		rows->row_ended = rows->says_something = rows->may_swallow = false;
		read_lines(rows);
		if (rows->says_something)
			return true;
	}
	return false;
}

/* ---- the whole ---- */

bool rows_open(struct rows *rows, const char *text, size_t length, size_t field_bytes_max,
	struct error *error)
{
	static const char mark[] = {'\xef', '\xbb', '\xbf'};
	bool is_marked = length >= sizeof(mark) && memcmp(text, mark, sizeof(mark)) == 0;
	size_t begins = is_marked ? sizeof(mark) : 0;

	*rows = (struct rows){.text = text + begins,
		.length = length - begins,
		.field_bytes_max = field_bytes_max};
	rows->delimiter = delimiter_of(rows->text, line_bytes(rows->text, rows->length));
	start_parser(rows);
	rows->bytes = malloc(rows->length + 1);
	return rows->bytes || error_set(error, ERROR_MEMORY, "no memory for a table");
}

void rows_close(struct rows *rows)
{
	if (rows->bytes)
		memory_wipe(rows->bytes, rows->length + 1);
	free(rows->bytes);
	stop_parser(rows);
	*rows = (struct rows){0};
}

/* ---- headings ---- */

static const char *skip_between(const char *text)
{
	return text + strspn(text, " _-");
}

const char *rows_behind_name(const char *heading, const char *name)
{
	for (name = skip_between(name); *name; name = skip_between(name)) {
		heading = skip_between(heading);
		if (tolower((unsigned char)*heading) != tolower((unsigned char)*name))
			return NULL;
		heading++;
		name++;
	}
	return heading;
}
