/* What cameras send, as grey pixels. Pure. A driver's word about sizes is checked against the bytes
 * that there are. */
#ifndef READERS_CAMERA_FRAME_H
#define READERS_CAMERA_FRAME_H

#include "readers/camera/luma.h"

enum frame_kind {
	FRAME_GREY,
	FRAME_NV12, /* grey first, colour behind it */
	FRAME_YUYV, /* grey in every other byte */
	FRAME_MJPG, /* a JPEG picture a frame; `stride` means nothing */
};

struct frame {
	enum frame_kind kind;
	const uint8_t *bytes;
	size_t length;
	int width, height;
	int stride; /* bytes from a row to the next, as the driver said */
};

/* `*luma` looks at the frame's own bytes or at `plane`. False: too few bytes, a damaged JPEG, sides
 * out of range, no memory: drop the frame. */
bool frame_luma(const struct frame *frame, struct plane *plane, struct luma *luma);

/* Whether something moved, from a coarse grid of the picture. */
enum { MOTION_COLUMNS = 32, MOTION_ROWS = 18 };

struct motion {
	bool has_before;
	uint8_t before[MOTION_ROWS][MOTION_COLUMNS];
};

/* True for the first picture, too. Zero to start. */
bool motion_seen(struct motion *motion, struct luma luma);

#endif
