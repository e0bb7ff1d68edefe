/* Grey lies first in most of what cameras send: only YUYV is copied and MJPG decoded. */
#include "readers/camera/frame.h"

#include <stdlib.h>

#include "readers/camera/picture.h"

enum {
	MOTION_STEP = 14,  /* grey levels by which a cell of the grid must change; noise is less */
	MOTION_CELLS = 3,  /* so many cells must change */
	CELL_SAMPLES = 16, /* in a row of a cell and in a column, at most */
};

/* The last row need not be padded. */
static bool has_rows(const struct frame *frame, int row_bytes)
{
	if (frame->width < LUMA_SIDE_MIN || frame->height < LUMA_SIDE_MIN ||
		frame->width > LUMA_SIDE_MAX || frame->height > LUMA_SIDE_MAX ||
		frame->stride < row_bytes)
		return false;
	return frame->length >=
	       (size_t)frame->stride * (size_t)(frame->height - 1) + (size_t)row_bytes;
}

static bool luma_of_rows(const struct frame *frame, struct luma *luma)
{
	*luma = (struct luma){frame->bytes, frame->width, frame->height, frame->stride};
	return has_rows(frame, frame->width);
}

static bool luma_of_yuyv(const struct frame *frame, struct plane *plane, struct luma *luma)
{
	if (!has_rows(frame, 2 * frame->width) || !plane_resize(plane, frame->width, frame->height))
		return false;
	for (int y = 0; y < frame->height; y++) {
		const uint8_t *in = frame->bytes + (ptrdiff_t)y * frame->stride;
		uint8_t *out = plane->pixels + (ptrdiff_t)y * plane->width;
		for (int x = 0; x < frame->width; x++)
			out[x] = in[2 * x];
	}
	*luma = plane_luma(plane);
	return true;
}

static bool luma_of_jpeg(const struct frame *frame, struct plane *plane, struct luma *luma)
{
	if (!picture_parse_jpeg(frame->bytes, frame->length, plane, NULL))
		return false;
	*luma = plane_luma(plane);
	return true;
}

bool frame_luma(const struct frame *frame, struct plane *plane, struct luma *luma)
{
	switch (frame->kind) {
	case FRAME_GREY:
	case FRAME_NV12:
		return luma_of_rows(frame, luma);
	case FRAME_YUYV:
		return luma_of_yuyv(frame, plane, luma);
	case FRAME_MJPG:
		return luma_of_jpeg(frame, plane, luma);
	}
	return false;
}

static int step_for(int side)
{
	return side > CELL_SAMPLES ? side / CELL_SAMPLES : 1;
}

static uint8_t cell_mean(struct luma luma, int column, int row)
{
	int left = column * luma.width / MOTION_COLUMNS, top = row * luma.height / MOTION_ROWS;
	int right = (column + 1) * luma.width / MOTION_COLUMNS;
	int bottom = (row + 1) * luma.height / MOTION_ROWS;
	int sum = 0, count = 0;

	for (int y = top; y < bottom; y += step_for(bottom - top))
		for (int x = left; x < right; x += step_for(right - left), count++)
			sum += luma.pixels[(ptrdiff_t)y * luma.stride + x];
	return (uint8_t)(count ? sum / count : 0);
}

bool motion_seen(struct motion *motion, struct luma luma)
{
	int changed = 0;

	for (int row = 0; row < MOTION_ROWS; row++)
		for (int column = 0; column < MOTION_COLUMNS; column++) {
			uint8_t mean = cell_mean(luma, column, row);
			changed += abs(mean - motion->before[row][column]) >= MOTION_STEP;
			motion->before[row][column] = mean;
		}
	bool moved = !motion->has_before || changed >= MOTION_CELLS;
	motion->has_before = true;
	return moved;
}
