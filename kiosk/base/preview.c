/* A sequence lock: the writer makes the number odd, writes, makes it even. */
#include "base/preview.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL };

static struct preview *map(int descriptor)
{
	void *memory = mmap(
		NULL, sizeof(struct preview), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

struct preview *preview_create(int *descriptor, struct error *error)
{
	*descriptor = memfd_create("kiosk-preview", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*descriptor >= 0 && ftruncate(*descriptor, sizeof(struct preview)) == 0 &&
		fcntl(*descriptor, F_ADD_SEALS, SEALS) == 0) {
		struct preview *preview = map(*descriptor);
		if (preview)
			return preview;
	}
	error_set(error, ERROR_MEMORY, "no shared memory for the preview: %s", strerror(errno));
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
	return NULL;
}

bool preview_send(int socket, int descriptor)
{
	char line[] = "{\"type\":\"camera\",\"want\":\"preview\"}\n";
	struct iovec bytes = {line, sizeof(line) - 1};
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct msghdr message = {.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)bytes.iov_len;
}

bool preview_copy(const struct preview *preview, unsigned *sequence,
	uint8_t pixels[PREVIEW_HEIGHT][PREVIEW_WIDTH])
{
	unsigned before = atomic_load_explicit(&preview->sequence, memory_order_acquire);

	if (before == *sequence || before % 2 == 1)
		return false;
	memcpy(pixels, preview->pixels, sizeof(preview->pixels));
	atomic_thread_fence(memory_order_acquire);
	if (atomic_load_explicit(&preview->sequence, memory_order_relaxed) != before)
		return false;
	*sequence = before;
	return true;
}

void preview_close(struct preview *preview)
{
	if (preview)
		munmap(preview, sizeof(*preview));
}

ssize_t preview_read(int socket, void *bytes, size_t room, int *descriptor)
{
	struct iovec into = {bytes, room};
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = {.msg_iov = &into,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};

	*descriptor = -1;
	ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (count < 0)
		return errno == ENOTSOCK ? read(socket, bytes, room) : count;
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
		header->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(descriptor, CMSG_DATA(header), sizeof(int));
	return count;
}

struct preview *preview_open(int descriptor)
{
	struct stat status;
	int seals = fcntl(descriptor, F_GET_SEALS);

	if (seals < 0 || !(seals & F_SEAL_SHRINK) || fstat(descriptor, &status) < 0 ||
		status.st_size != sizeof(struct preview))
		return NULL;
	return map(descriptor);
}

static void fill(struct preview *preview, const uint8_t *pixels, int width, int height, int stride)
{
	for (int y = 0; y < PREVIEW_HEIGHT; y++) {
		const uint8_t *row = pixels + (ptrdiff_t)(y * height / PREVIEW_HEIGHT) * stride;
		for (int x = 0; x < PREVIEW_WIDTH; x++)
			preview->pixels[y][x] = row[x * width / PREVIEW_WIDTH];
	}
}

void preview_write(
	struct preview *preview, const uint8_t *pixels, int width, int height, int stride)
{
	int wide = height * PREVIEW_WIDTH / PREVIEW_HEIGHT;
	int high = width * PREVIEW_HEIGHT / PREVIEW_WIDTH;
	unsigned before = atomic_load(&preview->sequence);

	if (wide <= width)
		pixels += (width - wide) / 2;
	else
		pixels += (ptrdiff_t)((height - high) / 2) * stride;
	atomic_store(&preview->sequence, before | 1);
	atomic_thread_fence(memory_order_release);
	if (wide <= width)
		fill(preview, pixels, wide, height, stride);
	else
		fill(preview, pixels, width, high, stride);
	atomic_store_explicit(&preview->sequence, (before | 1) + 1, memory_order_release);
}
