/* Block by block, each asked for once: every try may be the disk's last. */
#include "store/disk_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

/* Zeroes behind what could be read. */
static void read_block(int file, char block[static BLOCK_BYTES], int64_t at)
{
	ssize_t length = pread(file, block, BLOCK_BYTES, at);

	if (length < 0)
		length = 0;
	memset(block + length, 0, (size_t)(BLOCK_BYTES - length));
}

static bool copy_blocks(int file, int copy, int64_t bytes, struct error *error)
{
	char block[BLOCK_BYTES];

	for (int64_t at = 0; at < bytes; at += BLOCK_BYTES) {
		ssize_t length = bytes - at < BLOCK_BYTES ? (ssize_t)(bytes - at) : BLOCK_BYTES;
		read_block(file, block, at);
		if (pwrite(copy, block, (size_t)length, at) != length)
			return error_set(error, ERROR_FULL,
				"there is no room for a copy: name a directory that has in $TMPDIR");
	}
	return true;
}

static bool copy_open(int file, const char *to, int64_t *bytes, struct error *error)
{
	struct stat status;
	int copy = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (copy < 0 || fstat(file, &status) != 0) {
		error_set(error, ERROR_IO, "a copy cannot be made: %s", strerror(errno));
		if (copy >= 0)
			close(copy);
		return false;
	}
	*bytes = status.st_size;
	bool done = copy_blocks(file, copy, *bytes, error);
	close(copy);
	return done;
}

bool disk_copy(const char *from, const char *to, int64_t *bytes, struct error *error)
{
	int file = open(from, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO, "%.160s: %s",
			from, strerror(errno));
	bool done = copy_open(file, to, bytes, error);
	close(file);
	return done;
}
