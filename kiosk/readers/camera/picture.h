/* A picture file as grey pixels: PNG (any kind; what is transparent shows white), JPEG (grey,
 * colour, CMYK), PGM (P2 and P5, 8 and 16 bits). The kind is told by the first bytes, not by the
 * name. Limits: PICTURE_BYTES_MAX, sides of LUMA_SIDE_MAX pixels, PICTURE_MEGAPIXELS_MAX: a photograph
 * has fewer, and what unpacks to more is meant to fill the memory. A file that ends too early is not a
 * picture. */
#ifndef READERS_CAMERA_PICTURE_H
#define READERS_CAMERA_PICTURE_H

#include "base/error.h"
#include "readers/camera/luma.h"

enum { PICTURE_BYTES_MAX = 64 * 1024 * 1024, PICTURE_MEGAPIXELS_MAX = 50 };

/* Fills `plane` (plane_finish() is the caller's in any case). */
bool picture_load(const char *path, struct plane *plane, struct error *error);

/* The same from memory. */
bool picture_parse(const uint8_t *bytes, size_t length, struct plane *plane, struct error *error);

/* One JPEG image, as a camera sends it, to grey; its sides must not be larger than the limit. A
 * damaged one is refused: its lower part would be grey mud. */
bool picture_parse_jpeg(
	const uint8_t *bytes, size_t length, struct plane *plane, struct error *error);

#endif
