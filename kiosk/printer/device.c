/* Non-blocking throughout: a printer without paper takes nothing and says nothing, for hours. */
#include "printer/device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/lp.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

int device_open(const char *path, struct error *error)
{
	int descriptor = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (descriptor < 0) {
		error_set(error, ERROR_NOT_FOUND, "cannot open the printer: %s", strerror(errno));
		return -1;
	}
	if (flock(descriptor, LOCK_EX | LOCK_NB) < 0) {
		error_set(error, ERROR_BUSY, "another program has the printer");
		close(descriptor);
		return -1;
	}
	return descriptor;
}

enum device_condition device_condition(int descriptor)
{
	int status = 0;

	if (ioctl(descriptor, LPGETSTATUS, &status) == 0)
		return status & LP_POUTPA ? DEVICE_NO_PAPER : DEVICE_GOOD;
	return errno == ENODEV || errno == EIO ? DEVICE_GONE : DEVICE_GOOD;
}

bool device_takes_more(int descriptor)
{
	struct pollfd device = {.fd = descriptor, .events = POLLOUT};

	return poll(&device, 1, 0) > 0 && device.revents & (POLLOUT | POLLERR | POLLHUP);
}

ssize_t device_write(int descriptor, const uint8_t *bytes, size_t length)
{
	ssize_t count = write(descriptor, bytes, length);

	if (count >= 0)
		return count;
	return errno == EAGAIN || errno == EINTR ? 0 : -1;
}
