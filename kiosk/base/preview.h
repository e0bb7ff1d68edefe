/* What the camera sees, small and grey, in memory that the face and kiosk-camera share, so that a
 * visitor can hold a card into the picture.
 *
 * The face makes the memory (its size is sealed: the worker cannot shrink it under the face's feet)
 * and sends the descriptor with the line {"type":"camera","want":"preview"} over the worker's
 * socket. The worker writes a picture while it is wanted; the face copies when it paints. Nothing
 * waits: a picture that was written during the copy is simply not taken. */
#ifndef BASE_PREVIEW_H
#define BASE_PREVIEW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <sys/types.h>

#include "base/error.h"

enum { PREVIEW_WIDTH = 320, PREVIEW_HEIGHT = 180 };

struct preview {
	atomic_uint sequence; /* odd while a picture is being written; 0: none yet */
	uint8_t pixels[PREVIEW_HEIGHT][PREVIEW_WIDTH];
};

/* The face's side. NULL: no memory. preview_close() for both sides; the descriptor is the caller's.
 */
struct preview *preview_create(int *descriptor, struct error *error);
/* Sends the line with the descriptor. False: the worker is gone. */
bool preview_send(int socket, int descriptor);
/* False: no picture newer than `*sequence`, or one is being written. */
bool preview_copy(const struct preview *preview, unsigned *sequence,
	uint8_t pixels[PREVIEW_HEIGHT][PREVIEW_WIDTH]);
void preview_close(struct preview *preview);

/* The worker's side. read() that also takes a descriptor that came along; `*descriptor` is set to
 * -1 or to one that the caller must close. */
ssize_t preview_read(int socket, void *bytes, size_t room, int *descriptor);
/* NULL: not such memory. */
struct preview *preview_open(int descriptor);
/* The middle of a grey picture, as much as has the preview's shape. */
void preview_write(
	struct preview *preview, const uint8_t *pixels, int width, int height, int stride);

#endif
