/* What a camera reads, frame by frame, made into what a visitor did: one answer for a code however
 * long it is held there. Pure; time is given, in milliseconds that never go back.
 *
 * A code that corrects its own errors (QR and its like) counts at once, one of bars at its second equal
 * read within SIGHT_AGREE_MS, what may be a part of a longer one at its fourth. A code that was not
 * read for SIGHT_GONE_MS has gone; held there again it counts again. Two different codes in one frame
 * are said once, and count only when one of them is left alone. */
#ifndef READERS_CAMERA_SIGHT_H
#define READERS_CAMERA_SIGHT_H

#include <stdint.h>

#include "readers/camera/code.h"

enum {
	SIGHT_AGREE_MS = 600,
	SIGHT_GONE_MS = 1500,
	SIGHT_ALONE_MS = 300,       /* another code must be out of the picture for so long */
	SIGHT_TEXT_BYTES_MAX = 512, /* longer is no code of a library */
	SIGHT_SEEN_MAX = CODES_MAX,
};

enum sight_news {
	SIGHT_NOTHING,
	SIGHT_CODE, /* `*code` points into the `codes` that were given */
	SIGHT_TWO_CODES,
	SIGHT_MALFORMED, /* breaks the rules of its kind, is too long or holds control characters */
};

struct sight_seen {
	enum code_format format;
	size_t length;
	char text[SIGHT_TEXT_BYTES_MAX];
	int64_t last_ms;
	int reads; /* equal ones, none too long after the one before; 0: this place is free */
	bool told;
};

/* Zero to start, or to forget everything. */
struct sight {
	struct sight_seen seen[SIGHT_SEEN_MAX];
	int64_t two_ms, malformed_ms; /* when last; 0: long ago */
};

/* One frame. With `agreed` the reader has compared reads itself, and a 1-D code counts at once. */
enum sight_news sight_frame(struct sight *sight, int64_t now_ms, const struct codes *codes,
	bool malformed, bool agreed, const struct code **code);

/* Something is there, or was until a moment ago. */
bool sight_is_busy(const struct sight *sight, int64_t now_ms);

#endif
