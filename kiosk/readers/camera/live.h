/* A camera's frames to the codes in them: at each frame the next look of a short schedule, so that a
 * code that is held there for a quarter of a second meets every kind of look. Cards and tickets are
 * looked for in every frame; what only gets a sentence for an answer (a book's ISBN, a pass of
 * somebody else's) when there was no card, by looks that cost little; and now and then what is too
 * pale to be seen is looked at with its contrast stretched.
 *
 * A look may be wrong about bars: who uses it waits for equal reads (sight.h). No I/O. */
#ifndef READERS_CAMERA_LIVE_H
#define READERS_CAMERA_LIVE_H

#include "readers/camera/code.h"

enum { LIVE_LOOKS = 8 }; /* a whole schedule */

struct live {
	unsigned frame;
	int fragments_rest; /* frames in which a short Interleaved 2 of 5 is a part of one just read */
	struct plane changed, stretched;
};

/* Zero to start. `codes` is set in every case. */
enum zxing_status live_look(struct live *live, struct luma frame, struct codes *codes);
/* The schedule from its beginning. */
void live_restart(struct live *live);
void live_finish(struct live *live);

#endif
