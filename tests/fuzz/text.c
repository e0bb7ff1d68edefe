/* Whatever stands in a calendar or is typed, laid out: mixed scripts, broken UTF-8, isolates that never end, accents
 * on nothing. The first byte says how: size, direction, width, and whether it is said again and again
 * until it is ten thousand characters long. Drawing is slow: one length in eight is drawn, too. */
#include "ui/text.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONG_CHARACTERS = 10000,
	LIMIT = 20000,
	SAID_BYTES_MAX = 4 * LONG_CHARACTERS + 2 * LIMIT,
	DRAWN_ONE_IN = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static SDL_Renderer *paper(void)
{
	SDL_Surface *surface =
		SDL_CreateRGBSurfaceWithFormat(0, 16, 16, 32, SDL_PIXELFORMAT_ARGB8888);

	return surface ? SDL_CreateSoftwareRenderer(surface) : NULL;
}

static struct text *text_of_fonts(void)
{
	static struct text *text;
	struct error error = {0};

	if (!text)
		text = text_create(paper(), FONTS, &error);
	require(text != NULL);
	return text;
}

static size_t count_characters(const uint8_t *bytes, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += (bytes[i] & 0xC0) != 0x80;
	return count;
}

/* Once, and again until there are so many characters. */
static void put(char *to, const uint8_t *bytes, size_t length, size_t wanted)
{
	size_t filled = 0, characters = 0, more = count_characters(bytes, length);

	do {
		memcpy(to + filled, bytes, length);
		filled += length;
		characters += more;
	} while (characters < wanted && filled + length <= SAID_BYTES_MAX);
	to[filled] = '\0';
}

static void look_at(const struct text_block *block, const struct text_style *style)
{
	require(block->width >= 0 && block->height >= 0 && block->lines >= 0);
	require(style->max_lines == 0 || block->lines <= style->max_lines);
	require(style->max_width == 0 || block->split_word || block->width <= style->max_width);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static char said[SAID_BYTES_MAX + 1];
	const struct text_block *block;

	if (length < 2 || length > LIMIT)
		return 0;
	struct text_style style = {.size_px = bytes[0] & 1 ? 36 : 84,
		.bold = bytes[0] & 2,
		.private = bytes[0] & 4,
		.direction = (bytes[0] >> 3 & 3) % 3,
		.max_width = bytes[0] & 32 ? 200 : 0,
		.max_lines = bytes[0] & 64 ? 2 : 0};
	put(said, bytes + 1, length - 1, bytes[0] & 128 ? LONG_CHARACTERS : 0);
	block = length % DRAWN_ONE_IN == 0 ? text_get(text_of_fonts(), said, &style)
					   : text_measure(text_of_fonts(), said, &style);
	look_at(block, &style);
	text_flush_private(text_of_fonts());
	return 0;
}
