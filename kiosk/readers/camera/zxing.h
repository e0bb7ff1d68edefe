/* ZXing-C++ behind C. Nothing C++ comes through: every exception, also one for lack of memory,
 * becomes a status (a crafted QR makes ZXing 1.4.0 throw what it does not catch itself).
 *
 * Reads the kinds it is asked for, and never anything else. Codabar comes without its start and stop
 * letters, UPC-A as the EAN-13 that begins with 0. Any thread; no state. */
#ifndef READERS_CAMERA_ZXING_H
#define READERS_CAMERA_ZXING_H

#include <stdbool.h>
#include <stddef.h>

#include "readers/camera/luma.h"

#ifdef __cplusplus
extern "C" {
#endif

enum code_format {
	CODE_QR,
	CODE_CODABAR,
	CODE_39,
	CODE_128,
	CODE_ITF,
	CODE_EAN_13,
	CODE_93,
	CODE_PDF417,
	CODE_AZTEC,
	CODE_DATA_MATRIX,
	CODE_FORMATS
};

/* What to look for: a set. Each set is one walk over the picture. */
enum {
	ZXING_QR = 1,
	ZXING_CARDS = 2,   /* Codabar, Code 39, Code 128, Interleaved 2 of 5 */
	ZXING_GOODS = 4,   /* EAN-13, which is on books, too; Code 93 */
	ZXING_WALLETS = 8, /* PDF417, Aztec, Data Matrix */
	ZXING_ALL = ZXING_QR | ZXING_CARDS | ZXING_GOODS | ZXING_WALLETS,
};

enum {
	CODE_TEXT_BYTES_MAX = 7089, /* the longest QR code: version 40-L, digits */
	CODES_MAX = 8,              /* in one picture; more are not reported */
};

struct point {
	int x, y;
};

struct code {
	enum code_format format;
	int lines;               /* equal scan lines; 1-D only */
	struct point corners[4]; /* top left, top right, bottom right, bottom left of the code */
	size_t length;
	char text[CODE_TEXT_BYTES_MAX + 1]; /* UTF-8, ends with a NUL, may hold one before */
};

struct codes {
	int count;
	struct code items[CODES_MAX];
};

struct zxing_options {
	unsigned kinds; /* ZXING_..., one at least */
	bool try_harder, try_rotate, try_downscale;
	bool global_threshold; /* one threshold for the picture instead of one a neighbourhood */
};

enum zxing_status {
	ZXING_OK,    /* with no code, too */
	ZXING_THREW, /* a malformed code */
	ZXING_MEMORY,
	ZXING_SIZE, /* a side under LUMA_SIDE_MIN or over LUMA_SIDE_MAX */
};

/* `codes` is set in every case. */
enum zxing_status zxing_read(
	struct luma luma, const struct zxing_options *options, struct codes *codes);

#ifdef __cplusplus
}
#endif

#endif
