/* receipt FILE OUT-PREFIX: what a receipt printer was sent, as pictures: OUT-PREFIX1.png for each paper
 * that was cut off. It knows the commands of kiosk/printer/escpos.h and stops at any other, at a strip
 * that is too high, or where the bytes end in the middle. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "png_picture.h"

enum { BYTES_MAX = 16 << 20, STRIP_ROWS_MAX = 128, ROWS_MAX = 18000, DOTS = 576, LINE_ROWS = 30 };

struct paper {
	uint8_t *pixels; /* DOTS wide */
	int rows, cut;
};

static const uint8_t *at, *end;
static struct paper paper;

static bool takes(const char *bytes, size_t count)
{
	if ((size_t)(end - at) < count || memcmp(at, bytes, count) != 0)
		return false;
	at += count;
	return true;
}

static bool take_rows(int row_bytes, int rows)
{
	if (row_bytes < 1 || row_bytes > DOTS / 8 || rows < 1 || rows > STRIP_ROWS_MAX ||
		end - at < (ptrdiff_t)row_bytes * rows || paper.rows + rows > ROWS_MAX)
		return false;
	for (int y = 0; y < rows; y++, at += row_bytes)
		for (int x = 0; x < row_bytes * 8; x++)
			memset(paper.pixels + 3 * ((size_t)(paper.rows + y) * DOTS + (size_t)x),
				at[x / 8] & 0x80 >> x % 8 ? 0 : 255, 3);
	paper.rows += rows;
	return true;
}

static bool take_strip(void)
{
	if (end - at < 4)
		return false;
	at += 4;
	return take_rows(at[-4] | at[-3] << 8, at[-2] | at[-1] << 8);
}

static bool take_feed(void)
{
	if (at == end || paper.rows + *at * LINE_ROWS > ROWS_MAX)
		return false;
	paper.rows += *at++ * LINE_ROWS;
	return true;
}

static void begin_paper(void)
{
	memset(paper.pixels, 255, (size_t)ROWS_MAX * DOTS * 3);
	paper.rows = 0;
}

static bool cut(const char *prefix)
{
	struct png_picture picture = {DOTS, paper.rows, paper.pixels};
	char path[1024];

	snprintf(path, sizeof(path), "%s%d.png", prefix, ++paper.cut);
	bool saved = paper.rows > 0 && png_picture_save(&picture, path);
	begin_paper();
	return saved;
}

static bool take_command(const char *prefix)
{
	if (takes("\x1B@", 2))
		return paper.rows == 0;
	if (takes("\x1Dv0\0", 4))
		return take_strip();
	if (takes("\x1B"
		  "d",
		    2))
		return take_feed();
	return takes("\x1DV\x42\0", 4) && cut(prefix);
}

int main(int count, char **words)
{
	uint8_t *bytes = malloc(BYTES_MAX);
	FILE *file = count == 3 ? fopen(words[1], "rb") : NULL;

	paper.pixels = malloc((size_t)ROWS_MAX * DOTS * 3);
	if (!bytes || !paper.pixels || !file) {
		fprintf(stderr, "usage: receipt FILE OUT-PREFIX\n");
		return 2;
	}
	at = bytes;
	end = bytes + fread(bytes, 1, BYTES_MAX, file);
	begin_paper();
	while (at < end) {
		const uint8_t *command = at;
		if (!take_command(words[2])) {
			fprintf(stderr, "byte %td is no command that a printer knows\n",
				command - bytes);
			return 1;
		}
	}
	printf("%d\n", paper.cut);
	return paper.rows > 0 || paper.cut == 0;
}
