/* What a 1280x720 frame costs, processor time of this thread, over the schedule of a live camera;
 * zbar with the same codes on the same frames is the reference, where its headers are installed.
 *
 *   decoder [PICTURE...]    frames from these pictures; without any, four scenes made here */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "readers/camera/decoder.h"
#include "readers/camera/live.h"
#include "readers/camera/picture.h"

#ifdef HAS_ZBAR
#include <zbar.h>
#endif

enum { WIDTH = 1280, HEIGHT = 720, ROUNDS = 7, FRAMES_A_ROUND = 8, SCENES = 4 };

static uint8_t frame[WIDTH * HEIGHT];

static double processor_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *one, const void *other)
{
	double difference = *(const double *)one - *(const double *)other;

	return (difference > 0) - (difference < 0);
}

/* A room: light from one side, boxes and shelves, lines like print, the noise of a sensor. */
static void make_scene(int number)
{
	srand((unsigned)number + 1);
	for (int i = 0; i < WIDTH * HEIGHT; i++)
		frame[i] = (uint8_t)(80 + 60 * (i % WIDTH) / WIDTH + rand() % (6 * (number + 1)));
	for (int box = 0; box < 40 * (number + 1); box++) {
		int left = rand() % WIDTH, top = rand() % HEIGHT, shade = rand() % 256;
		int right = left + 4 + rand() % 160, bottom = top + 4 + rand() % 120;
		for (int y = top; y < bottom && y < HEIGHT; y++)
			for (int x = left; x < right && x < WIDTH; x++)
				frame[y * WIDTH + x] =
					(uint8_t)((shade * 3 + frame[y * WIDTH + x]) / 4);
	}
}

static void fit(struct luma picture)
{
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			frame[y * WIDTH + x] =
				picture.pixels[(ptrdiff_t)(y * picture.height / HEIGHT) *
						       picture.stride +
					       x * picture.width / WIDTH];
}

static double live_ms(int *found)
{
	static struct codes codes;
	struct luma luma = {frame, WIDTH, HEIGHT, WIDTH};
	struct live live = {0};
	double rounds[ROUNDS];

	*found = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double start = processor_ms();
		for (int i = 0; i < FRAMES_A_ROUND; i++) {
			live_look(&live, luma, &codes);
			*found += codes.count;
		}
		rounds[round] = (processor_ms() - start) / FRAMES_A_ROUND;
	}
	live_finish(&live);
	qsort(rounds, ROUNDS, sizeof(rounds[0]), compare);
	return rounds[ROUNDS / 2];
}

#ifdef HAS_ZBAR
static double zbar_ms(void)
{
	static const zbar_symbol_type_t kinds[] = {
		ZBAR_QRCODE, ZBAR_CODABAR, ZBAR_CODE39, ZBAR_CODE128, ZBAR_I25};
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();
	double rounds[ROUNDS];

	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		zbar_image_scanner_set_config(scanner, kinds[i], ZBAR_CFG_ENABLE, 1);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, WIDTH, HEIGHT);
	zbar_image_set_data(image, frame, sizeof(frame), NULL);
	for (int round = 0; round < ROUNDS; round++) {
		double start = processor_ms();
		zbar_scan_image(scanner, image);
		rounds[round] = processor_ms() - start;
	}
	zbar_image_destroy(image);
	zbar_image_scanner_destroy(scanner);
	qsort(rounds, ROUNDS, sizeof(rounds[0]), compare);
	return rounds[ROUNDS / 2];
}
#else
static double zbar_ms(void)
{
	return 0;
}
#endif

static void measure(const char *name, double *live_sum, double *zbar_sum)
{
	int found;
	double live = live_ms(&found), zbar = zbar_ms();

	printf("%-32.32s %5d %9.2f %9.2f %8.3f\n", name, found, live, zbar, zbar ? live / zbar : 0);
	*live_sum += live;
	*zbar_sum += zbar;
}

int main(int count, char **pictures)
{
	double live_sum = 0, zbar_sum = 0;
	struct plane plane = {0};
	int measured = 0;

	printf("%-32s %5s %9s %9s %8s\n", "frame 1280x720", "codes", "live ms", "zbar ms", "ratio");
	for (int i = 0; count == 1 && i < SCENES; i++, measured++) {
		char name[32];
		snprintf(name, sizeof(name), "scene %d", i + 1);
		make_scene(i);
		measure(name, &live_sum, &zbar_sum);
	}
	for (int i = 1; i < count; i++) {
		if (!picture_load(pictures[i], &plane, NULL))
			continue;
		fit(plane_luma(&plane));
		measure(pictures[i], &live_sum, &zbar_sum);
		measured++;
	}
	plane_finish(&plane);
	if (measured)
		printf("%-32s %5s %9.2f %9.2f %8.3f\n", "mean", "", live_sum / measured,
			zbar_sum / measured, zbar_sum > 0 ? live_sum / zbar_sum : 0);
	return 0;
}
