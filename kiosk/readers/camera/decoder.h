/* From one still picture to the codes in it: every way of looking, one step at a time, until the
 * answer is sure. A code of bars is given only if reads agree and nothing else was read in its place.
 * (One quick look at each frame of a camera: live.h.) No I/O; one thread an object. */
#ifndef READERS_CAMERA_DECODER_H
#define READERS_CAMERA_DECODER_H

#include "readers/camera/code.h"

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
