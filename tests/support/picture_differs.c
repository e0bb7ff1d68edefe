/* picture_differs SMALL.png PICTURE.png: whether the picture still looks as the small one, which is a
 * quarter of its sides. Fonts are drawn a little differently from one system to the next, so parts of the
 * picture are compared, not pixels: what moved, vanished or changed its colour is seen, a finer edge is not.
 * 0 if it does not differ, 1 if it does, 2 if one cannot be read.
 * picture_differs --shrink SMALL.png PICTURE.png writes the small one. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "png_picture.h"

enum {
	PART = 8,          /* pixels of the small picture, a side */
	CHANNEL_MOST = 16, /* of 255, on the average of a part: an edge is drawn otherwise */
	PARTS_MOST = 1,
};

/* The two differ on the average of a part, in one of the colours. */
static bool part_differs(
	const struct png_picture *one, const struct png_picture *other, int left, int top)
{
	int sums[3] = {0}, count = 0;

	for (int y = top; y < top + PART && y < one->height; y++)
		for (int x = left; x < left + PART && x < one->width; x++, count++)
			for (int channel = 0; channel < 3; channel++)
				sums[channel] += png_picture_at(one, x, y)[channel] -
						 png_picture_at(other, x, y)[channel];
	for (int channel = 0; channel < 3; channel++)
		if (abs(sums[channel]) > CHANNEL_MOST * count)
			return true;
	return false;
}

static int parts_that_differ(const struct png_picture *one, const struct png_picture *other)
{
	int count = 0;

	for (int y = 0; y < one->height; y += PART)
		for (int x = 0; x < one->width; x += PART)
			count += part_differs(one, other, x, y);
	return count;
}

static int compare(
	const struct png_picture *small, const struct png_picture *picture, const char *path)
{
	int parts;

	if (small->width != picture->width || small->height != picture->height) {
		printf("%s has another size\n", path);
		return 1;
	}
	parts = parts_that_differ(small, picture);
	if (parts <= PARTS_MOST)
		return 0;
	printf("%s looks different in %d parts\n", path, parts);
	return 1;
}

static int cannot_be_read(const char *path)
{
	fprintf(stderr, "picture_differs: %s is no picture\n", path);
	return 2;
}

int main(int argc, char **argv)
{
	bool writes = argc == 4 && strcmp(argv[1], "--shrink") == 0;
	struct png_picture small = {0}, picture = {0};

	if (argc != 3 && !writes) {
		fprintf(stderr, "usage: picture_differs [--shrink] SMALL.png PICTURE.png\n");
		return 2;
	}
	if (!png_picture_load(&picture, argv[argc - 1]) || !png_picture_shrink(&picture))
		return cannot_be_read(argv[argc - 1]);
	if (writes)
		return png_picture_save(&picture, argv[2]) ? 0 : 2;
	if (!png_picture_load(&small, argv[1]))
		return cannot_be_read(argv[1]);
	int status = compare(&small, &picture, argv[2]);
	free(small.pixels);
	free(picture.pixels);
	return status;
}
