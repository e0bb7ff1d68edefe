/* SQLite whose n-th read fails, to be loaded before the real one (LD_PRELOAD). The harness and the
 * program share a counter, the file that $KIOSK_UNREADABLE names: what is left until the failing
 * read; 0: none fails. Only library-kiosk is meant; its children read well. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int *left_until_failure(void)
{
	static int *left;
	const char *path = getenv("KIOSK_UNREADABLE");

	if (left || !path || strcmp(program_invocation_short_name, "library-kiosk") != 0)
		return left;
	int file = open(path, O_RDWR | O_CLOEXEC);
	void *memory = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	left = memory == MAP_FAILED ? NULL : memory;
	return left;
}

static int is_read(sqlite3_stmt *statement)
{
	const char *sql = sqlite3_sql(statement);

	return sql && (strncmp(sql, "SELECT", 6) == 0 || strncmp(sql, "PRAGMA", 6) == 0);
}

__attribute__((visibility("default"))) int sqlite3_step(sqlite3_stmt *statement)
{
	static int (*real)(sqlite3_stmt *);
	int *left = left_until_failure();

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_step");
	if (left && *left > 0 && is_read(statement) && --*left == 0)
		return SQLITE_IOERR;
	return real(statement);
}
