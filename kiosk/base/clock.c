/* The machine's clocks, or the journey's, which stands still until it is moved. */
#include "base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What $KIOSK_CLOCK holds. */
struct journey_clock {
	_Atomic int64_t now_ms;
	_Atomic int64_t boot_ms;
};

static struct journey_clock *journey;

bool clock_set_zone(const char *zone, struct error *error)
{
	char path[160];

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	if (!*zone || strstr(zone, "..") || access(path, R_OK) != 0)
		return error_set(error, ERROR_BAD_INPUT,
			"no time zone of that name on this machine (package tzdata)");
	if (setenv("TZ", zone, 1) != 0)
		return error_set(error, ERROR_MEMORY, "no memory for the time zone");
	tzset();
	return true;
}

const char *clock_zone(void)
{
	const char *zone = getenv("TZ");

	return zone ? zone : "";
}

static struct journey_clock *map(const char *path, int flags, struct error *error)
{
	int descriptor = open(path, flags | O_RDWR | O_CLOEXEC, 0600);
	if (descriptor < 0) {
		error_set(error, ERROR_IO, "the journey's clock: %s", strerror(errno));
		return NULL;
	}
	void *memory = MAP_FAILED;
	if (ftruncate(descriptor, sizeof(struct journey_clock)) == 0)
		memory = mmap(NULL, sizeof(struct journey_clock), PROT_READ | PROT_WRITE,
			MAP_SHARED, descriptor, 0);
	close(descriptor);
	if (memory == MAP_FAILED) {
		error_set(error, ERROR_IO, "the journey's clock cannot be mapped");
		return NULL;
	}
	return memory;
}

bool clock_obey_journey(struct error *error)
{
	const char *path = getenv("KIOSK_CLOCK");

	if (!path || !*path)
		return true;
	journey = map(path, 0, error);
	return journey != NULL;
}

bool clock_create_journey_file(const char *path, int64_t now_ms, struct error *error)
{
	struct journey_clock *clock = map(path, O_CREAT | O_TRUNC, error);
	if (!clock)
		return false;
	clock->now_ms = now_ms;
	clock->boot_ms = HOUR_MS;
	munmap(clock, sizeof(*clock));
	return true;
}

bool clock_is_frozen(void)
{
	return journey != NULL;
}

void clock_journey_set(int64_t now_ms)
{
	assert(journey);
	int64_t forward_ms = now_ms - journey->now_ms;
	if (forward_ms > 0)
		journey->boot_ms += forward_ms;
	journey->now_ms = now_ms;
}

static int64_t read_ms(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
	return journey ? journey->now_ms : read_ms(CLOCK_REALTIME);
}

int64_t clock_boot_ms(void)
{
	return journey ? journey->boot_ms : clock_real_ms();
}

int64_t clock_real_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

struct wall_time clock_wall(int64_t instant_ms)
{
	time_t seconds = (time_t)(instant_ms / 1000 - (instant_ms % 1000 < 0));
	struct tm tm;

	localtime_r(&seconds, &tm);
	return (struct wall_time){
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
		.weekday = tm.tm_wday,
	};
}

static struct tm broken_down(struct wall_time wall, int is_summer)
{
	return (struct tm){
		.tm_year = wall.year - 1900,
		.tm_mon = wall.month - 1,
		.tm_mday = wall.day,
		.tm_hour = wall.hour,
		.tm_min = wall.minute,
		.tm_sec = wall.second,
		.tm_isdst = is_summer,
	};
}

int64_t clock_instant(struct wall_time wall)
{
	struct tm summer = broken_down(wall, 1), winter = broken_down(wall, 0);
	time_t in_summer = mktime(&summer), in_winter = mktime(&winter);

	/* mktime moves the fields of the wrong guess by an hour and says so in tm_isdst. */
	if (summer.tm_isdst == 1)
		return (int64_t)in_summer * 1000;
	return (int64_t)in_winter * 1000;
}

int64_t clock_day_start(int64_t instant_ms, int days)
{
	struct wall_time wall = clock_wall(instant_ms);

	return clock_instant(
		(struct wall_time){.year = wall.year, .month = wall.month, .day = wall.day + days});
}

bool clock_parse(const char *text, int64_t *instant_ms)
{
	struct wall_time wall = {0};
	int used = 0;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d%n", &wall.year, &wall.month, &wall.day, &wall.hour,
		    &wall.minute, &used) != 5)
		return false;
	if (text[used] == ':' && sscanf(text + used, ":%2d%n", &wall.second, &(int){0}) == 1)
		used += 3;
	if (text[used] != '\0' || wall.month < 1 || wall.month > 12 || wall.day < 1 ||
		wall.day > 31 || wall.hour > 23 || wall.minute > 59 || wall.second > 59)
		return false;
	*instant_ms = clock_instant(wall);
	return clock_wall(*instant_ms).day == wall.day; /* a month has no more days than it has */
}
