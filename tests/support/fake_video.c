/* A V4L2 camera for tests, where no kernel module may be loaded: a library for LD_PRELOAD that
 * answers for the node /dev/fake-video. It streams a file's bytes ten times a second and can
 * misbehave:
 *
 *   FAKE_VIDEO_FILE    what a frame holds (raw pixels, or a JPEG)
 *   FAKE_VIDEO_FORMAT  GREY, NV12, YUYV or MJPG: whatever is asked for, this is the answer
 *   FAKE_VIDEO_SIZE    640x480
 *   FAKE_VIDEO_STRIDE  bytes from a row to the next
 *   FAKE_VIDEO_FAULT   damaged (frames 3 to 5 are marked), unplug (at frame 5; back when opened
 * again), frozen (no frame after the 5th), again (the 5th number for ever), metadata (gives no
 * pictures), busy, lies (sizes larger than the buffer)  */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { BUFFERS = 4, FRAME_MS = 100, FAULT_FRAME = 5 };

static struct {
	int descriptor, memory, width, height, opened;
	size_t length;
	bool is_on;
	uint32_t sequence, queue[BUFFERS], queued;
} fake = {.descriptor = -1};

static const char *option(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value ? value : otherwise;
}

/* A device that was plugged in again works. */
static bool has_fault(const char *name)
{
	return fake.opened <= 1 && strcmp(option("FAKE_VIDEO_FAULT", ""), name) == 0;
}

static uint32_t format(void)
{
	const char *name = option("FAKE_VIDEO_FORMAT", "GREY");

	return (uint32_t)name[0] | (uint32_t)name[1] << 8 | (uint32_t)name[2] << 16 |
	       (uint32_t)name[3] << 24;
}

static void fill_memory(void)
{
	FILE *file = fopen(option("FAKE_VIDEO_FILE", "/dev/null"), "rb");
	static uint8_t bytes[4 << 20];

	fake.length = file ? fread(bytes, 1, sizeof(bytes), file) : 0;
	if (file)
		fclose(file);
	fake.memory = memfd_create("fake-video", MFD_CLOEXEC);
	if (write(fake.memory, bytes, fake.length) != (ssize_t)fake.length)
		abort();
}

static int open_fake(void)
{
	fake.opened++;
	if (has_fault("busy")) {
		errno = EBUSY;
		return -1;
	}
	sscanf(option("FAKE_VIDEO_SIZE", "640x480"), "%dx%d", &fake.width, &fake.height);
	fill_memory();
	fake.is_on = false;
	fake.sequence = fake.queued = 0;
	fake.descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	return fake.descriptor;
}

int open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...) =
		(int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
	va_list rest;

	if (strcmp(path, "/dev/fake-video") == 0)
		return open_fake();
	va_start(rest, flags);
	int mode = va_arg(rest, int);
	va_end(rest);
	return next(path, flags, mode);
}

static int fail(int code)
{
	errno = code;
	return -1;
}

static int set_format(struct v4l2_pix_format *pixels)
{
	pixels->pixelformat = format();
	pixels->width = (uint32_t)fake.width;
	pixels->height = (uint32_t)fake.height;
	pixels->bytesperline = (uint32_t)atoi(option("FAKE_VIDEO_STRIDE", "0"));
	if (has_fault("lies"))
		pixels->height *= 4;
	return 0;
}

static int start(void)
{
	const struct itimerspec every = {{0, FRAME_MS * 1000000}, {0, FRAME_MS * 1000000}};

	fake.is_on = true;
	return timerfd_settime(fake.descriptor, 0, &every, NULL);
}

static int take(struct v4l2_buffer *buffer)
{
	uint64_t ticks;

	if (has_fault("unplug") && fake.sequence >= FAULT_FRAME)
		return fail(ENODEV);
	if (fake.queued == 0 || read(fake.descriptor, &ticks, sizeof(ticks)) < 0)
		return fail(EAGAIN);
	if (has_fault("frozen") && fake.sequence >= FAULT_FRAME)
		return fail(EAGAIN);
	buffer->index = fake.queue[0];
	memmove(fake.queue, fake.queue + 1, --fake.queued * sizeof(fake.queue[0]));
	fake.sequence++;
	buffer->sequence =
		has_fault("again") && fake.sequence > FAULT_FRAME ? FAULT_FRAME : fake.sequence;
	buffer->bytesused = has_fault("lies") ? UINT32_MAX : (uint32_t)fake.length;
	buffer->flags = 0;
	if (has_fault("damaged") && fake.sequence >= 3 && fake.sequence <= FAULT_FRAME)
		buffer->flags = V4L2_BUF_FLAG_ERROR;
	return 0;
}

static int give(const struct v4l2_buffer *buffer)
{
	if (buffer->index >= BUFFERS || fake.queued == BUFFERS)
		return fail(EINVAL);
	fake.queue[fake.queued++] = buffer->index;
	return 0;
}

static int answer(unsigned long request, void *argument)
{
	switch (request) {
	case VIDIOC_QUERYCAP:
		((struct v4l2_capability *)argument)->capabilities =
			V4L2_CAP_DEVICE_CAPS | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
		((struct v4l2_capability *)argument)->device_caps =
			has_fault("metadata") ? V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING
					      : V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
		return 0;
	case VIDIOC_S_FMT:
		return set_format(&((struct v4l2_format *)argument)->fmt.pix);
	case VIDIOC_REQBUFS:
		((struct v4l2_requestbuffers *)argument)->count = BUFFERS;
		return 0;
	case VIDIOC_QUERYBUF:
		((struct v4l2_buffer *)argument)->length = (uint32_t)fake.length;
		((struct v4l2_buffer *)argument)->m.offset = 0;
		return 0;
	case VIDIOC_QBUF:
		return give(argument);
	case VIDIOC_STREAMON:
		return start();
	case VIDIOC_DQBUF:
		return take(argument);
	default:
		return fail(ENOTTY);
	}
}

int ioctl(int descriptor, unsigned long request, ...)
{
	int (*next)(int, unsigned long, ...) =
		(int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
	va_list rest;

	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	return descriptor == fake.descriptor ? answer(request, argument)
					     : next(descriptor, request, argument);
}

void *mmap(void *at, size_t length, int protection, int flags, int descriptor, off_t offset)
{
	void *(*next)(void *, size_t, int, int, int, off_t) =
		(void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");

	if (descriptor >= 0 && descriptor == fake.descriptor)
		descriptor = fake.memory;
	return next(at, length, protection, flags, descriptor, offset);
}
