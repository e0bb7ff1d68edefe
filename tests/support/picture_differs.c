/* picture_differs SMALL.png PICTURE.png: whether the picture still looks as the small one, which is a
 * quarter of its sides. Fonts are drawn a little differently from one system to the next, so parts of the
 * picture are compared, not pixels: what moved, vanished or changed its colour is seen, a finer edge is not.
 * 0 if it does not differ, 1 if it does, 2 if one cannot be read.
 * picture_differs --shrink SMALL.png PICTURE.png writes the small one. */
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SHRINK = 4,
	PART = 8,          /* pixels of the small picture, a side */
	CHANNEL_MOST = 16, /* of 255, on the average of a part: an edge is drawn otherwise */
	PARTS_MOST = 1,
};

struct picture {
	int width, height;
	uint8_t *pixels; /* RGB */
};

static bool load(struct picture *picture, const char *path)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_file(&image, path))
		return false;
	image.format = PNG_FORMAT_RGB;
	picture->width = (int)image.width;
	picture->height = (int)image.height;
	picture->pixels = malloc(PNG_IMAGE_SIZE(image));
	return picture->pixels && png_image_finish_read(&image, NULL, picture->pixels, 0, NULL);
}

static const uint8_t *at(const struct picture *picture, int x, int y)
{
	return picture->pixels + ((size_t)y * (size_t)picture->width + (size_t)x) * 3;
}

static uint8_t mean(const struct picture *picture, int x, int y, int channel)
{
	unsigned sum = 0;

	for (int dy = 0; dy < SHRINK; dy++)
		for (int dx = 0; dx < SHRINK; dx++)
			sum += at(picture, x * SHRINK + dx, y * SHRINK + dy)[channel];
	return (uint8_t)(sum / (SHRINK * SHRINK));
}

static bool shrink(struct picture *picture)
{
	struct picture small = {
		.width = picture->width / SHRINK, .height = picture->height / SHRINK};
	uint8_t *to = small.pixels = malloc((size_t)small.width * (size_t)small.height * 3);

	if (!to)
		return false;
	for (int y = 0; y < small.height; y++)
		for (int x = 0; x < small.width; x++)
			for (int channel = 0; channel < 3; channel++)
				*to++ = mean(picture, x, y, channel);
	free(picture->pixels);
	*picture = small;
	return true;
}

/* The two differ on the average of a part, in one of the colours. */
static bool part_differs(const struct picture *one, const struct picture *other, int left, int top)
{
	int sums[3] = {0}, count = 0;

	for (int y = top; y < top + PART && y < one->height; y++)
		for (int x = left; x < left + PART && x < one->width; x++, count++)
			for (int channel = 0; channel < 3; channel++)
				sums[channel] += at(one, x, y)[channel] - at(other, x, y)[channel];
	for (int channel = 0; channel < 3; channel++)
		if (abs(sums[channel]) > CHANNEL_MOST * count)
			return true;
	return false;
}

static int parts_that_differ(const struct picture *one, const struct picture *other)
{
	int count = 0;

	for (int y = 0; y < one->height; y += PART)
		for (int x = 0; x < one->width; x += PART)
			count += part_differs(one, other, x, y);
	return count;
}

static int compare(const struct picture *small, const struct picture *picture, const char *path)
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

static bool save(const struct picture *picture, const char *path)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)picture->width,
		.height = (png_uint_32)picture->height,
		.format = PNG_FORMAT_RGB};

	return png_image_write_to_file(&image, path, 0, picture->pixels, 0, NULL);
}

static int cannot_be_read(const char *path)
{
	fprintf(stderr, "picture_differs: %s is no picture\n", path);
	return 2;
}

int main(int argc, char **argv)
{
	bool writes = argc == 4 && strcmp(argv[1], "--shrink") == 0;
	struct picture small = {0}, picture = {0};

	if (argc != 3 && !writes) {
		fprintf(stderr, "usage: picture_differs [--shrink] SMALL.png PICTURE.png\n");
		return 2;
	}
	if (!load(&picture, argv[argc - 1]) || !shrink(&picture))
		return cannot_be_read(argv[argc - 1]);
	if (writes)
		return save(&picture, argv[2]) ? 0 : 2;
	if (!load(&small, argv[1]))
		return cannot_be_read(argv[1]);
	int status = compare(&small, &picture, argv[2]);
	free(small.pixels);
	free(picture.pixels);
	return status;
}
