/* The camera's work, one bounded step at a time: open the device, and again if it was lost (after
 * 0.25 s, twice as long each time, at most 8 s); look at frames or pictures; say what was seen.
 *
 * While nobody moves and the face does not wait for a code, frames are taken ten times a second and
 * one in ten is looked at; with motion, and for STATION_AWAKE_MS after it, every one. Times are
 * boot times in milliseconds. */
#ifndef READERS_CAMERA_STATION_H
#define READERS_CAMERA_STATION_H

#include "readers/camera/album.h"
#include "readers/camera/decoder.h"
#include "readers/camera/frame.h"
#include "readers/camera/live.h"
#include "readers/camera/sight.h"
#include "readers/camera/video.h"

enum station_want { STATION_IDLE, STATION_LOOK };
enum station_source { STATION_CLOSED, STATION_VIDEO, STATION_ALBUM };

struct station {
	const char *device;
	enum station_want want;
	enum station_source source;
	struct video video;
	struct album album;

	int64_t open_again_ms, opened_ms, frame_ms, moved_ms, next_ms;
	int failures; /* in a row */
	int still_frames;
	struct live live;
	struct motion motion;
	struct sight sight;
	struct plane plane;
	bool searches;         /* pictures are searched, not held there like before a camera */
	struct search *search; /* of the picture in `plane`; NULL: none is searched */
	struct luma held;      /* the picture, for `frames_left` more frames */
	struct plane shrunk;
	int frames_left;
	int64_t held_ms;
	struct codes codes;
};

/* `device` must stay. A picture of an album gets the looks of a second before the camera; with
 * `search` every way of looking there is, which takes longer and finds more. */
void station_init(struct station *station, const char *device, bool search);
void station_finish(struct station *station);

void station_set_want(struct station *station, enum station_want want);

/* What to wait for until station_due_ms(): a descriptor, or -1. */
int station_descriptor(const struct station *station, int64_t now_ms);
/* INT64_MAX: nothing is due. */
int64_t station_due_ms(const struct station *station);

/* Does what is due. False: nobody reads our lines any more. */
bool station_step(struct station *station, int64_t now_ms);

#endif
