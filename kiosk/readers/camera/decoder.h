/* From a grey picture to the codes in it. Two ways:
 *
 * - live: one quick look at each frame of a camera; four looks in turn, so that a code that is held
 *   there for a quarter of a second meets all of them. A look may be wrong about a 1-D code: who
 *   uses it asks for two equal ones (debounce.h).
 * - search: every way of looking at one still picture, one step at a time, until the answer is
 *   sure. A 1-D code is given only if reads agree and nothing else was read in its place.
 *
 * Rules for both: Code 39 has at least 3 characters, Codabar 4, Interleaved 2 of 5 an even number
 * of at least 6 digits. No I/O; one thread an object. */
#ifndef READERS_CAMERA_DECODER_H
#define READERS_CAMERA_DECODER_H

#include "readers/camera/zxing.h"

/* "QRCode", "Codabar", "Code39", "Code128", "ITF". */
const char *code_format_name(enum code_format format);

bool code_is_same(const struct code *one, const struct code *other);
/* The least that its kind has; anything shorter is noise. */
bool code_is_plausible(const struct code *code);

struct live {
	unsigned frame;
	struct plane changed;
};

/* Zero to start. `codes` is set in every case. */
enum zxing_status live_look(struct live *live, struct luma frame, struct codes *codes);
void live_finish(struct live *live);

/* The pixels of `picture` must stay until search_destroy(). NULL: no memory. */
struct search *search_create(struct luma picture);
void search_destroy(struct search *search);
/* One way of looking. False: there is none left or the answer is sure. */
bool search_step(struct search *search);
/* What was found, in the picture's own coordinates, in the order it was found. `*malformed`: there
 * is a code that breaks the rules of its kind. */
void search_result(const struct search *search, struct codes *codes, bool *malformed);

/* All steps at once. False: no memory, or a side out of range. */
bool search_picture(struct luma picture, struct codes *codes, bool *malformed);

#endif
