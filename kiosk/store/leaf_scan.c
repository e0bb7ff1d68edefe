/* Every length is checked against the page that it is read from, or the payload that it was gathered
 * into. */
#include "store/leaf_scan.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/outbox.h"

enum {
	PAGE_BYTES_USUAL = 4096,
	PAGE_BYTES_LEAST = 512,
	LEAF = 0x0d,
	LEAF_HEADER_BYTES = 8,
	JOURNAL_HEADER_BYTES = 32,
	FRAME_HEADER_BYTES = 24,
	PAYLOAD_MAX = CHANGE_BYTES_MAX + 1024,
	COLUMNS = 7, /* of the table: seq, id, kind, at_ms, verdict, reason, text */
	TYPE_OF_ID = 12 + 2 * 16,
};

enum column {
	COLUMN_SEQ,
	COLUMN_ID,
	COLUMN_KIND,
	COLUMN_AT,
	COLUMN_VERDICT,
	COLUMN_REASON,
	COLUMN_TEXT
};

struct span {
	const uint8_t *at, *end;
};

/* The first page begins at `first`, each next one `step` behind it. */
struct pages {
	const uint8_t *bytes;
	size_t length, page_bytes, first, step;
};

static size_t left(const struct span *span)
{
	return (size_t)(span->end - span->at);
}

static uint64_t big_endian(const uint8_t *bytes, size_t count)
{
	uint64_t number = 0;

	for (size_t i = 0; i < count; i++)
		number = number << 8 | bytes[i];
	return number;
}

/* Seven bits a byte, the last of nine has eight. */
static bool take_number(struct span *span, uint64_t *number)
{
	*number = 0;
	for (int i = 0; i < 9 && left(span) > 0; i++) {
		uint8_t byte = *span->at++;
		*number = i == 8 ? *number << 8 | byte : *number << 7 | (byte & 0x7f);
		if (i == 8 || !(byte & 0x80))
			return true;
	}
	return false;
}

/* ---- a cell's payload ---- */

/* How much of it lies on the leaf; the rest is on pages behind it. */
static size_t bytes_on_leaf(size_t payload, size_t page)
{
	size_t most = page - 35, least = (page - 12) * 32 / 255 - 23;
	size_t some = least + (payload - least) % (page - 4);

	if (payload <= most)
		return payload;
	return some <= most ? some : least;
}

static bool gather_rest(const struct pages *pages, uint64_t page, uint8_t *to, size_t bytes)
{
	while (bytes > 0) {
		size_t here = bytes < pages->page_bytes - 4 ? bytes : pages->page_bytes - 4;
		if (page < 1 || page > pages->length / pages->page_bytes)
			return false;
		const uint8_t *from = pages->bytes + (page - 1) * pages->page_bytes;
		memcpy(to, from + 4, here);
		page = big_endian(from, 4);
		to += here;
		bytes -= here;
	}
	return true;
}

/* A journal's pages stand in no order: what goes on behind a leaf of it is not looked for. */
static bool gather(const struct pages *pages, struct span *cell, uint8_t *payload, size_t bytes)
{
	size_t here = bytes_on_leaf(bytes, pages->page_bytes);
	bool is_file = pages->step == pages->page_bytes;

	if (left(cell) < here + (here < bytes ? 4 : 0) || (here < bytes && !is_file))
		return false;
	memcpy(payload, cell->at, here);
	return here == bytes ||
	       gather_rest(pages, big_endian(cell->at + here, 4), payload + here, bytes - here);
}

/* ---- a row ---- */

static bool is_whole_number(uint64_t type)
{
	return (type >= 1 && type <= 6) || type == 8 || type == 9;
}

static bool is_text(uint64_t type)
{
	return type >= 13 && type % 2 == 1;
}

static uint64_t bytes_of(uint64_t type)
{
	static const uint8_t fixed[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

	return type < sizeof(fixed) ? fixed[type] : (type - 12) / 2;
}

static bool is_a_change(const uint64_t types[static COLUMNS])
{
	return types[COLUMN_SEQ] == 0 && types[COLUMN_ID] == TYPE_OF_ID &&
	       is_whole_number(types[COLUMN_KIND]) && is_whole_number(types[COLUMN_AT]) &&
	       is_whole_number(types[COLUMN_VERDICT]) &&
	       (types[COLUMN_REASON] == 0 || is_text(types[COLUMN_REASON])) &&
	       is_text(types[COLUMN_TEXT]);
}

static bool read_row(const uint8_t *payload, size_t bytes, struct leaf_row *row)
{
	struct span header = {payload, payload + bytes};
	struct span body = header;
	uint64_t header_bytes, types[COLUMNS];

	if (!take_number(&header, &header_bytes) || header_bytes > bytes)
		return false;
	body.at = payload + header_bytes;
	header.end = body.at;
	for (int i = 0; i < COLUMNS; i++)
		if (header.at > header.end || !take_number(&header, &types[i]))
			return false;
	if (!is_a_change(types))
		return false;
	for (int i = 0; i < COLUMNS; body.at += bytes_of(types[i++])) {
		if (bytes_of(types[i]) > left(&body))
			return false;
		if (i == COLUMN_VERDICT)
			row->verdict = types[i] == 9
					       ? 1
					       : (int64_t)big_endian(body.at, bytes_of(types[i]));
		row->text = (const char *)body.at;
		row->length = bytes_of(types[i]);
	}
	return true;
}

static void read_cell(const struct pages *pages, struct span cell, leaf_take *take, void *context)
{
	uint8_t payload[PAYLOAD_MAX];
	uint64_t bytes, seq;
	struct leaf_row row;

	if (!take_number(&cell, &bytes) || !take_number(&cell, &seq) || bytes > PAYLOAD_MAX ||
		seq < 1 || seq > INT64_MAX || !gather(pages, &cell, payload, bytes) ||
		!read_row(payload, bytes, &row))
		return;
	row.seq = (int64_t)seq;
	take(context, &row);
}

static void read_page(
	const struct pages *pages, const uint8_t *page, leaf_take *take, void *context)
{
	size_t cells = big_endian(page + 3, 2);

	if (page[0] != LEAF || LEAF_HEADER_BYTES + 2 * cells > pages->page_bytes)
		return;
	for (size_t i = 0; i < cells; i++) {
		size_t at = big_endian(page + LEAF_HEADER_BYTES + 2 * i, 2);
		if (at < pages->page_bytes)
			read_cell(pages, (struct span){page + at, page + pages->page_bytes}, take,
				context);
	}
}

/* ---- a file ---- */

static bool is_page_size(uint64_t bytes)
{
	return bytes >= PAGE_BYTES_LEAST && bytes <= 65536 && (bytes & (bytes - 1)) == 0;
}

/* Where the first page is lost its size is the usual one. */
static struct pages pages_of(const uint8_t *bytes, size_t length)
{
	struct pages pages = {.bytes = bytes, .length = length, .page_bytes = PAGE_BYTES_USUAL};
	bool is_journal =
		length >= JOURNAL_HEADER_BYTES && big_endian(bytes, 4) >> 1 == 0x377f0682 >> 1;

	if (is_journal && is_page_size(big_endian(bytes + 8, 4)))
		pages.page_bytes = big_endian(bytes + 8, 4);
	else if (length >= 100 && memcmp(bytes, "SQLite format 3", 16) == 0 &&
		 is_page_size(big_endian(bytes + 16, 2)))
		pages.page_bytes = big_endian(bytes + 16, 2);
	pages.first = is_journal ? JOURNAL_HEADER_BYTES + FRAME_HEADER_BYTES : 0;
	pages.step = pages.page_bytes + (is_journal ? FRAME_HEADER_BYTES : 0);
	return pages;
}

static void scan(const uint8_t *bytes, size_t length, leaf_take *take, void *context)
{
	struct pages pages = pages_of(bytes, length);

	for (size_t at = pages.first; at + pages.page_bytes <= length; at += pages.step)
		read_page(&pages, bytes + at, take, context);
}

void leaf_scan(const char *path, leaf_take *take, void *context)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	if (file < 0)
		return;
	if (fstat(file, &status) == 0 && status.st_size > 0) {
		size_t length = (size_t)status.st_size;
		uint8_t *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
		if (bytes != MAP_FAILED) {
			scan(bytes, length, take, context);
			munmap(bytes, length);
		}
	}
	close(file);
}
