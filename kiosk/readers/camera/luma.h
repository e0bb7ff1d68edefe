/* Grey pictures, one byte a pixel, 0 black. Pure: no files, no devices, no state.
 *
 * A `luma` looks at somebody else's bytes. A `plane` owns its own and is reused: plane_resize()
 * allocates only when it must grow. Sides are at most LUMA_SIDE_MAX pixels. */
#ifndef READERS_CAMERA_LUMA_H
#define READERS_CAMERA_LUMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { LUMA_SIDE_MIN = 8, LUMA_SIDE_MAX = 8192 };

struct luma {
	const uint8_t *pixels;
	int width, height;
	int stride; /* bytes from a row to the next; >= width */
};

struct plane {
	uint8_t *pixels;
	size_t capacity;
	int width, height;
};

/* Where a point of a changed picture lay in the one before: x' = a x + b y + c, y' = d x + e y + f.
 */
struct affine {
	double a, b, c, d, e, f;
};

bool luma_is_readable(struct luma luma);

/* False: no memory, or a side is out of range; the plane is as before. Zero a plane to start. */
bool plane_resize(struct plane *plane, int width, int height);
void plane_finish(struct plane *plane);
struct luma plane_luma(const struct plane *plane);

/* Each fills `to` from `from` (never the same pixels); false: no memory or out of range. */
bool luma_invert(struct luma from, struct plane *to);
bool luma_shrink(struct luma from, int factor, struct plane *to);
bool luma_enlarge(struct luma from, int factor, struct plane *to);
/* Mean over (2 * across + 1) x (2 * down + 1) pixels; `between` is scratch. */
bool luma_blur(struct luma from, int across, int down, struct plane *between, struct plane *to);
/* The darkest and lightest percent become black and white. */
bool luma_stretch(struct luma from, struct plane *to);
/* from + gain * (from - mean) about the means in `mean`, a picture of the same size. */
bool luma_sharpen(struct luma from, struct luma mean, int gain, struct plane *to);
/* 128 + gain * (from - mean): light and shade go, edges stay. */
bool luma_flatten(struct luma from, struct luma mean, int gain, struct plane *to);
/* Turned about its middle; what comes into view is white. */
bool luma_turn(struct luma from, double degrees, struct plane *to, struct affine *back);

#ifdef __cplusplus
}
#endif

#endif
