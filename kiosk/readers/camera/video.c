/* A UVC camera shows a second node for metadata, so device_caps decide. Formats that need no copy
 * or no JPEG come first: blocks hurt 1-D codes. */
#include "readers/camera/video.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WANTED_WIDTH = 1280, WANTED_HEIGHT = 720, WANTED_FRAMES_A_SECOND = 30, MAINS_50_HZ = 1 };

static const struct {
	uint32_t fourcc;
	enum frame_kind kind;
} kinds[] = {
	{V4L2_PIX_FMT_GREY, FRAME_GREY},
	{V4L2_PIX_FMT_NV12, FRAME_NV12},
	{V4L2_PIX_FMT_YUYV, FRAME_YUYV},
	{V4L2_PIX_FMT_MJPEG, FRAME_MJPG},
	{V4L2_PIX_FMT_JPEG, FRAME_MJPG},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static int call(int descriptor, unsigned long request, void *argument)
{
	int result;

	do
		result = ioctl(descriptor, request, argument);
	while (result < 0 && errno == EINTR);
	return result;
}

static bool open_node(struct video *video, const char *node, struct error *error)
{
	video->descriptor = open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (video->descriptor < 0)
		return error_set(error,
			errno == EBUSY                      ? ERROR_BUSY
			: errno == ENOENT || errno == ENXIO ? ERROR_NOT_FOUND
							    : ERROR_IO,
			"cannot open the camera: %s", strerror(errno));
	if (flock(video->descriptor, LOCK_EX | LOCK_NB) < 0)
		return error_set(error, ERROR_BUSY, "another program has the camera");
	return true;
}

static bool check_capabilities(struct video *video, struct error *error)
{
	struct v4l2_capability capability = {0};

	if (call(video->descriptor, VIDIOC_QUERYCAP, &capability) < 0)
		return error_set(error, ERROR_BAD_INPUT, "the device is no camera");
	uint32_t can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps
								      : capability.capabilities;
	if (!(can & V4L2_CAP_VIDEO_CAPTURE) || !(can & V4L2_CAP_STREAMING))
		return error_set(error, ERROR_BAD_INPUT,
			"the node gives no pictures; a camera may have another one");
	return true;
}

static bool take_form(struct video *video, const struct v4l2_pix_format *format)
{
	for (int i = 0; i < KINDS; i++)
		if (kinds[i].fourcc == format->pixelformat) {
			video->form = (struct frame){.kind = kinds[i].kind,
				.width = (int)format->width,
				.height = (int)format->height,
				.stride = (int)format->bytesperline};
			/* Some drivers leave it at 0 for what has no padding. */
			if (video->form.stride == 0)
				video->form.stride =
					video->form.width * (kinds[i].kind == FRAME_YUYV ? 2 : 1);
			return format->width <= LUMA_SIDE_MAX && format->height <= LUMA_SIDE_MAX &&
			       format->bytesperline <= 4 * LUMA_SIDE_MAX;
		}
	return false;
}

static bool choose_format(struct video *video, struct error *error)
{
	for (int i = 0; i < KINDS; i++) {
		struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
		format.fmt.pix.pixelformat = kinds[i].fourcc;
		format.fmt.pix.width = WANTED_WIDTH;
		format.fmt.pix.height = WANTED_HEIGHT;
		format.fmt.pix.field = V4L2_FIELD_NONE;
		if (call(video->descriptor, VIDIOC_S_FMT, &format) == 0 &&
			take_form(video, &format.fmt.pix))
			return true;
		if (errno == EBUSY)
			return error_set(error, ERROR_BUSY, "another program has the camera");
	}
	return error_set(error, ERROR_BAD_INPUT, "the camera has no format that is read");
}

/* Wishes: not every camera has them. */
static void wish(struct video *video)
{
	struct v4l2_streamparm speed = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
	struct v4l2_control mains = {V4L2_CID_POWER_LINE_FREQUENCY, MAINS_50_HZ};

	speed.parm.capture.timeperframe = (struct v4l2_fract){1, WANTED_FRAMES_A_SECOND};
	call(video->descriptor, VIDIOC_S_PARM, &speed);
	call(video->descriptor, VIDIOC_S_CTRL, &mains);
}

static bool give_back(struct video *video, uint32_t index)
{
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP, .index = index};

	return call(video->descriptor, VIDIOC_QBUF, &buffer) == 0;
}

static bool map_buffer(struct video *video, uint32_t index)
{
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP, .index = index};

	if (call(video->descriptor, VIDIOC_QUERYBUF, &buffer) < 0)
		return false;
	void *bytes = mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED,
		video->descriptor, buffer.m.offset);
	if (bytes == MAP_FAILED)
		return false;
	video->buffers[index].bytes = bytes;
	video->buffers[index].length = buffer.length;
	video->buffer_count++;
	return give_back(video, index);
}

static bool start(struct video *video, struct error *error)
{
	struct v4l2_requestbuffers request = {.count = VIDEO_BUFFERS,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP};
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
	bool started = call(video->descriptor, VIDIOC_REQBUFS, &request) == 0 && request.count > 0;

	for (uint32_t i = 0; started && i < request.count && i < VIDEO_BUFFERS; i++)
		started = map_buffer(video, i);
	if (!started || call(video->descriptor, VIDIOC_STREAMON, &type) < 0)
		return error_set(error, errno == EBUSY ? ERROR_BUSY : ERROR_IO,
			"the camera does not start: %s", strerror(errno));
	return true;
}

bool video_init(struct video *video, const char *node, struct error *error)
{
	*video = (struct video){.descriptor = -1, .held = -1};
	if (!open_node(video, node, error) || !check_capabilities(video, error) ||
		!choose_format(video, error)) {
		video_finish(video);
		return false;
	}
	wish(video);
	if (!start(video, error)) {
		video_finish(video);
		return false;
	}
	return true;
}

void video_finish(struct video *video)
{
	for (int i = 0; i < video->buffer_count; i++)
		munmap(video->buffers[i].bytes, video->buffers[i].length);
	if (video->descriptor >= 0)
		close(video->descriptor);
	*video = (struct video){.descriptor = -1, .held = -1};
}

static bool release(struct video *video)
{
	int held = video->held;

	video->held = -1;
	return held < 0 || give_back(video, (uint32_t)held);
}

/* A frame that is damaged, or the same again from a camera that hangs, is none. */
static bool is_good(struct video *video, const struct v4l2_buffer *buffer)
{
	bool is_damaged = buffer->flags & V4L2_BUF_FLAG_ERROR;
	bool is_again = video->has_sequence && buffer->sequence == video->sequence;

	video->damaged = is_damaged ? video->damaged + 1 : 0;
	video->sequence = buffer->sequence;
	video->has_sequence = true;
	return !is_damaged && !is_again;
}

/* Takes what is ready. False: nothing more is; `*lost` if the camera is. */
static bool take_next(struct video *video, struct v4l2_buffer *buffer, bool *lost)
{
	*buffer = (struct v4l2_buffer){
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
	if (call(video->descriptor, VIDIOC_DQBUF, buffer) < 0) {
		*lost = errno != EAGAIN;
		return false;
	}
	*lost = buffer->index >= (uint32_t)video->buffer_count;
	return !*lost;
}

enum video_taken video_take(struct video *video, struct frame *frame)
{
	struct v4l2_buffer buffer;
	bool lost = !release(video), found = false;

	/* Bounded: a driver that always has one more must not hold us. */
	for (int i = 0; !lost && i < 2 * VIDEO_BUFFERS && take_next(video, &buffer, &lost); i++) {
		if (!is_good(video, &buffer)) {
			lost = !give_back(video, buffer.index);
			continue;
		}
		lost = !release(video);
		size_t length = video->buffers[buffer.index].length;
		video->held = (int)buffer.index;
		*frame = video->form;
		frame->bytes = video->buffers[buffer.index].bytes;
		frame->length =
			buffer.bytesused && buffer.bytesused < length ? buffer.bytesused : length;
		found = true;
	}
	return lost ? VIDEO_LOST : found ? VIDEO_FRAME : VIDEO_NONE;
}
