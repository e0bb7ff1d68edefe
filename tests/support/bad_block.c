/* A disk with a bad block, to be loaded before the C library (LD_PRELOAD): reading the file that
 * $KIOSK_BAD_FILE names fails with EIO at the block that begins at byte $KIOSK_BAD_BYTE. */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

static int is_bad(int file, size_t length, off64_t at)
{
	const char *name = getenv("KIOSK_BAD_FILE"), *byte = getenv("KIOSK_BAD_BYTE");
	char link[64], path[PATH_MAX] = "";

	if (!name || !byte)
		return 0;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
	if (readlink(link, path, sizeof(path) - 1) < 0 || strcmp(path, name) != 0)
		return 0;
	off64_t bad = atoll(byte);
	return at < bad + BLOCK_BYTES && at + (off64_t)length > bad;
}

__attribute__((visibility("default"))) ssize_t pread64(
	int file, void *bytes, size_t length, off64_t at)
{
	static ssize_t (*real)(int, void *, size_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pread64");
	if (is_bad(file, length, at)) {
		errno = EIO;
		return -1;
	}
	return real(file, bytes, length, at);
}
