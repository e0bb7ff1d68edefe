/* Plain loops over rows. Means use running sums, so that a wide blur costs as much as a narrow one.
 */
#include "readers/camera/luma.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t *row_of(struct luma luma, int y)
{
	return luma.pixels + (ptrdiff_t)y * luma.stride;
}

static uint8_t *plane_row(struct plane *plane, int y)
{
	return plane->pixels + (ptrdiff_t)y * plane->width;
}

static uint8_t clamp(int value)
{
	return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static bool side_fits(int side)
{
	return side >= LUMA_SIDE_MIN && side <= LUMA_SIDE_MAX;
}

bool luma_is_readable(struct luma luma)
{
	return side_fits(luma.width) && side_fits(luma.height) && luma.stride >= luma.width;
}

bool plane_resize(struct plane *plane, int width, int height)
{
	if (!side_fits(width) || !side_fits(height))
		return false;
	size_t size = (size_t)width * (size_t)height;
	if (size > plane->capacity) {
		uint8_t *pixels = realloc(plane->pixels, size);
		if (!pixels)
			return false;
		plane->pixels = pixels;
		plane->capacity = size;
	}
	plane->width = width;
	plane->height = height;
	return true;
}

void plane_finish(struct plane *plane)
{
	free(plane->pixels);
	*plane = (struct plane){0};
}

struct luma plane_luma(const struct plane *plane)
{
	return (struct luma){plane->pixels, plane->width, plane->height, plane->width};
}

static bool apply_table(struct luma from, const uint8_t table[256], struct plane *to)
{
	if (!plane_resize(to, from.width, from.height))
		return false;
	for (int y = 0; y < from.height; y++) {
		const uint8_t *in = row_of(from, y);
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < from.width; x++)
			out[x] = table[in[x]];
	}
	return true;
}

bool luma_invert(struct luma from, struct plane *to)
{
	if (!plane_resize(to, from.width, from.height))
		return false;
	for (int y = 0; y < from.height; y++) {
		const uint8_t *in = row_of(from, y);
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < from.width; x++)
			out[x] = (uint8_t)(255 - in[x]);
	}
	return true;
}

static void shrink_row_by_two(const uint8_t *upper, const uint8_t *lower, uint8_t *out, int width)
{
	for (int x = 0; x < width; x++)
		out[x] = (uint8_t)((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] +
					   lower[2 * x + 1] + 2) /
				   4);
}

static uint8_t mean_of_square(struct luma from, int left, int top, int side)
{
	int sum = 0;

	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++)
			sum += row_of(from, top + y)[left + x];
	return (uint8_t)((sum + side * side / 2) / (side * side));
}

bool luma_shrink(struct luma from, int factor, struct plane *to)
{
	assert(factor >= 2);
	if (!plane_resize(to, from.width / factor, from.height / factor))
		return false;
	for (int y = 0; y < to->height; y++) {
		uint8_t *out = plane_row(to, y);
		if (factor == 2) {
			shrink_row_by_two(
				row_of(from, 2 * y), row_of(from, 2 * y + 1), out, to->width);
			continue;
		}
		for (int x = 0; x < to->width; x++)
			out[x] = mean_of_square(from, x * factor, y * factor, factor);
	}
	return true;
}

/* Between four pixels; x and y in 256ths, both inside the picture or on its edge. */
static uint8_t between_pixels(struct luma from, int x_256, int y_256)
{
	int x = x_256 >> 8, y = y_256 >> 8, right = x_256 & 255, below = y_256 & 255;
	int next = x + 1 < from.width ? x + 1 : x;
	const uint8_t *upper = row_of(from, y);
	const uint8_t *lower = y + 1 < from.height ? row_of(from, y + 1) : upper;
	int top = upper[x] * (256 - right) + upper[next] * right;
	int bottom = lower[x] * (256 - right) + lower[next] * right;

	return (uint8_t)((top * (256 - below) + bottom * below + 32768) >> 16);
}

static int within(int value, int last)
{
	return value < 0 ? 0 : value > last ? last : value;
}

bool luma_enlarge(struct luma from, int factor, struct plane *to)
{
	assert(factor >= 2);
	if (from.width > LUMA_SIDE_MAX / factor || from.height > LUMA_SIDE_MAX / factor ||
		!plane_resize(to, from.width * factor, from.height * factor))
		return false;
	for (int y = 0; y < to->height; y++) {
		int y_256 = within((256 * y + 128) / factor - 128, (from.height - 1) * 256);
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < to->width; x++) {
			int x_256 = within((256 * x + 128) / factor - 128, (from.width - 1) * 256);
			out[x] = between_pixels(from, x_256, y_256);
		}
	}
	return true;
}

static void blur_row(const uint8_t *in, uint8_t *out, int width, int reach)
{
	int count = 2 * reach + 1, sum = reach * in[0];

	for (int x = 0; x <= reach; x++)
		sum += in[within(x, width - 1)];
	for (int x = 0; x < width; x++) {
		out[x] = (uint8_t)((sum + count / 2) / count);
		sum += in[within(x + reach + 1, width - 1)] - in[within(x - reach, width - 1)];
	}
}

static void add_row(int *sums, const uint8_t *row, int width, int sign)
{
	for (int x = 0; x < width; x++)
		sums[x] += sign * row[x];
}

static void blur_columns(struct luma from, struct plane *to, int reach, int *sums)
{
	int count = 2 * reach + 1, last = from.height - 1;

	memset(sums, 0, (size_t)from.width * sizeof(*sums));
	for (int y = -reach; y <= reach; y++)
		add_row(sums, row_of(from, within(y, last)), from.width, 1);
	for (int y = 0; y < from.height; y++) {
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < from.width; x++)
			out[x] = (uint8_t)((sums[x] + count / 2) / count);
		add_row(sums, row_of(from, within(y + reach + 1, last)), from.width, 1);
		add_row(sums, row_of(from, within(y - reach, last)), from.width, -1);
	}
}

bool luma_blur(struct luma from, int across, int down, struct plane *between, struct plane *to)
{
	int sums[LUMA_SIDE_MAX];

	if (!plane_resize(between, from.width, from.height) ||
		!plane_resize(to, from.width, from.height))
		return false;
	for (int y = 0; y < from.height; y++)
		blur_row(row_of(from, y), plane_row(between, y), from.width, across);
	blur_columns(plane_luma(between), to, down, sums);
	return true;
}

/* The value that `share` of all pixels lie at or below. */
static int value_at(const int histogram[256], int64_t total, double share)
{
	int64_t below = 0;
	int value = 0;

	for (; value < 255; value++) {
		below += histogram[value];
		if ((double)below >= share * (double)total)
			break;
	}
	return value;
}

bool luma_stretch(struct luma from, struct plane *to)
{
	int histogram[256] = {0};
	int64_t total = (int64_t)from.width * from.height;
	uint8_t table[256];

	for (int y = 0; y < from.height; y++)
		for (int x = 0; x < from.width; x++)
			histogram[row_of(from, y)[x]]++;
	int black = value_at(histogram, total, 0.01), white = value_at(histogram, total, 0.99);
	int range = white > black ? white - black : 1;
	for (int value = 0; value < 256; value++)
		table[value] = clamp((value - black) * 255 / range);
	return apply_table(from, table, to);
}

bool luma_sharpen(struct luma from, struct luma mean, int gain, struct plane *to)
{
	assert(from.width == mean.width && from.height == mean.height);
	if (!plane_resize(to, from.width, from.height))
		return false;
	for (int y = 0; y < from.height; y++) {
		const uint8_t *in = row_of(from, y), *about = row_of(mean, y);
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < from.width; x++)
			out[x] = clamp(in[x] + gain * (in[x] - about[x]));
	}
	return true;
}

bool luma_flatten(struct luma from, struct luma mean, int gain, struct plane *to)
{
	assert(from.width == mean.width && from.height == mean.height);
	if (!plane_resize(to, from.width, from.height))
		return false;
	for (int y = 0; y < from.height; y++) {
		const uint8_t *in = row_of(from, y), *about = row_of(mean, y);
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < from.width; x++)
			out[x] = clamp(128 + gain * (in[x] - about[x]));
	}
	return true;
}

static struct affine turn_about_middles(struct luma from, const struct plane *to, double degrees)
{
	double angle = degrees * M_PI / 180, cosine = cos(angle), sine = sin(angle);
	struct affine back = {.a = cosine, .b = sine, .d = -sine, .e = cosine};

	back.c = (from.width - 1) / 2.0 - cosine * (to->width - 1) / 2.0 -
		 sine * (to->height - 1) / 2.0;
	back.f = (from.height - 1) / 2.0 + sine * (to->width - 1) / 2.0 -
		 cosine * (to->height - 1) / 2.0;
	return back;
}

bool luma_turn(struct luma from, double degrees, struct plane *to, struct affine *back)
{
	double angle = degrees * M_PI / 180, cosine = fabs(cos(angle)), sine = fabs(sin(angle));
	int width = (int)(from.width * cosine + from.height * sine) + 1;
	int height = (int)(from.width * sine + from.height * cosine) + 1;

	if (!plane_resize(to, width, height))
		return false;
	*back = turn_about_middles(from, to, degrees);
	for (int y = 0; y < height; y++) {
		uint8_t *out = plane_row(to, y);
		for (int x = 0; x < width; x++) {
			int x_256 = (int)lrint(256 * (back->a * x + back->b * y + back->c));
			int y_256 = (int)lrint(256 * (back->d * x + back->e * y + back->f));
			bool inside = x_256 >= 0 && x_256 <= (from.width - 1) * 256 && y_256 >= 0 &&
				      y_256 <= (from.height - 1) * 256;
			out[x] = inside ? between_pixels(from, x_256, y_256) : 255;
		}
	}
	return true;
}
