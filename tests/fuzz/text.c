/* Whatever stands in a calendar or is typed, laid out: mixed scripts, broken UTF-8, isolates that never end, accents
 * on nothing. The first byte says how: size, direction, width, and whether it is said again and again
 * until it is ten thousand characters long. */
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

enum { LONG_BYTES = 10000, LIMIT = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static struct text *text_of_fonts(void)
{
	static struct text *text;
	struct error error = {0};

	if (!text)
		text = text_create(NULL, FONTS, &error);
	require(text != NULL);
	return text;
}

static void put(char *to, const uint8_t *bytes, size_t length, size_t wanted)
{
	size_t filled = 0;

	do {
		memcpy(to + filled, bytes, length);
		filled += length;
	} while (filled + length <= wanted && length > 0);
	to[filled] = '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static char said[LIMIT + 1];
	const struct text_block *block;

	if (length < 2 || length > LIMIT)
		return 0;
	struct text_style style = {.size_px = bytes[0] & 1 ? 36 : 84,
		.bold = bytes[0] & 2,
		.private = bytes[0] & 4,
		.direction = (bytes[0] >> 3 & 3) % 3,
		.max_width = bytes[0] & 32 ? 200 : 0,
		.max_lines = bytes[0] & 64 ? 2 : 0};
	put(said, bytes + 1, length - 1, bytes[0] & 128 ? LONG_BYTES : 0);
	block = text_measure(text_of_fonts(), said, &style);
	require(block->width >= 0 && block->height >= 0 && block->lines >= 0);
	require(style.max_lines == 0 || block->lines <= style.max_lines);
	text_flush_private(text_of_fonts());
	return 0;
}
