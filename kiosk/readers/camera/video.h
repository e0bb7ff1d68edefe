/* A V4L2 camera: memory-mapped buffers, no libraries. The newest frame is what counts; older ones
 * that wait are given back unseen. What the driver answers about format and size is believed, what
 * it was asked for is not. The node is locked (flock) while it is open. */
#ifndef READERS_CAMERA_VIDEO_H
#define READERS_CAMERA_VIDEO_H

#include "base/error.h"
#include "readers/camera/frame.h"

enum { VIDEO_BUFFERS = 4, VIDEO_DAMAGED_MAX = 30 };

struct video {
	int descriptor;
	struct frame form; /* kind, width, height, stride; no bytes */
	struct {
		void *bytes;
		size_t length;
	} buffers[VIDEO_BUFFERS];
	int buffer_count;
	int held;          /* buffer behind the frame that was given out; -1: none */
	uint32_t sequence; /* of the newest frame */
	bool has_sequence;
	int damaged; /* frames in a row that the driver marked */
};

enum video_taken {
	VIDEO_NONE, /* nothing new: poll again */
	VIDEO_FRAME,
	VIDEO_LOST, /* unplugged or broken: finish and open again later */
};

/* False: ERROR_NOT_FOUND there is no such node, ERROR_BUSY somebody else has it, ERROR_BAD_INPUT it
 * is no camera. */
bool video_init(struct video *video, const char *node, struct error *error);
void video_finish(struct video *video);

/* `frame->bytes` stay until the next call. */
enum video_taken video_take(struct video *video, struct frame *frame);

#endif
