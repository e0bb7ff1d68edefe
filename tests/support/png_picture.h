/* A PNG as pixels, and shrunk to a quarter of its sides: small enough to keep, or to lie beside others. */
#ifndef TESTS_PNG_PICTURE_H
#define TESTS_PNG_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

struct png_picture {
	int width, height;
	uint8_t *pixels; /* RGB, row after row; the caller's to free */
};

/* False: no PNG, or no memory; there may be pixels to free. */
bool png_picture_load(struct png_picture *picture, const char *path);
/* Each pixel is the average of those that it stands for. False: no memory, and the picture is as it was. */
bool png_picture_shrink(struct png_picture *picture);
bool png_picture_save(const struct png_picture *picture, const char *path);
/* Its red, green and blue. */
uint8_t *png_picture_at(const struct png_picture *picture, int x, int y);

#endif
