/* Every icon and drawing looks as another SVG reader (SDL2_image's) draws it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <SDL_image.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/svg.h"
#include "ui/svg_outline.h"

enum {
	TOLERANCE = 128,        /* of 255: SDL2_image's long slanting edges drift by half a pixel */
	DIFFERENT_OF_10000 = 10 /* pixels beyond it */
};

static const char *assets;

static size_t read_file(const char *folder, const char *name, char text[SVG_BYTES_MAX])
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%s", assets, folder, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	size_t length = fread(text, 1, SVG_BYTES_MAX - 1, file);
	fclose(file);
	text[length] = '\0';
	return length;
}

static SDL_Surface *reference(const char *text, const struct svg_wish *wish)
{
	SDL_RWops *file = SDL_RWFromConstMem(text, (int)strlen(text));
	SDL_Surface *drawn = IMG_LoadSizedSVG_RW(file, wish->width, wish->height);
	SDL_Surface *surface = SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0);

	SDL_FreeSurface(drawn);
	SDL_RWclose(file);
	return surface;
}

/* On the sheet's cream, as it is seen. */
static int seen(const SDL_Surface *surface, int x, int y, int shift)
{
	Uint32 pixel =
		*(const Uint32 *)((const char *)surface->pixels + y * surface->pitch + x * 4);
	int alpha = (int)(pixel >> 24), colour = (int)(pixel >> shift & 255);

	return (colour * alpha + 0xF4 * (255 - alpha)) / 255;
}

static bool differs(const SDL_Surface *ours, const SDL_Surface *theirs, int x, int y)
{
	for (int shift = 0; shift <= 16; shift += 8)
		if (abs(seen(ours, x, y, shift) - seen(theirs, x, y, shift)) > TOLERANCE)
			return true;
	return false;
}

static int count_different(const SDL_Surface *ours, const SDL_Surface *theirs)
{
	int count = 0;

	for (int y = 0; y < ours->h; y++)
		for (int x = 0; x < ours->w; x++)
			count += differs(ours, theirs, x, y);
	return count;
}

static void compare(const char *name, const char *text, const struct svg_wish *wish)
{
	SDL_Surface *ours = svg_surface(text, wish), *theirs = reference(text, wish);

	if (!ours)
		fail_msg("%s is not drawn", name);
	int different = count_different(ours, theirs), pixels = ours->w * ours->h;
	if (different * 10000 > pixels * DIFFERENT_OF_10000)
		fail_msg("%s, %d wide: %d of %d pixels are otherwise", name, wish->width, different,
			pixels);
	SDL_FreeSurface(ours);
	SDL_FreeSurface(theirs);
}

static void compare_folder(const char *folder, int width, int height)
{
	char path[512], text[SVG_BYTES_MAX];
	struct dirent *entry;
	int count = 0;

	snprintf(path, sizeof(path), "%s/%s", assets, folder);
	DIR *files = opendir(path);
	assert_non_null(files);
	while ((entry = readdir(files))) {
		if (!strstr(entry->d_name, ".svg"))
			continue;
		read_file(folder, entry->d_name, text);
		compare(entry->d_name, text, &(struct svg_wish){width, height});
		count++;
	}
	closedir(files);
	assert_true(count > 5);
}

static void every_icon_looks_as_another_reader_draws_it(void **state)
{
	compare_folder("icons", 256, 256);
	compare_folder("icons", 87, 87);
}

static void every_drawing_looks_as_another_reader_draws_it(void **state)
{
	compare_folder("art", 780, 480);
}

/* ---- turned and mirrored ---- */

static const char corner[] = "<svg viewBox=\"0 0 16 16\"><rect width=\"4\" height=\"4\"/></svg>";

static bool has_ink(const struct svg_wish *wish, int x, int y)
{
	SDL_Surface *surface = svg_surface(corner, wish);

	assert_non_null(surface);
	Uint32 pixel =
		*(const Uint32 *)((const char *)surface->pixels + y * surface->pitch + x * 4);
	SDL_FreeSurface(surface);
	return pixel >> 24 == 255;
}

static void a_picture_is_turned_clockwise_and_then_mirrored(void **state)
{
	struct svg_wish wish = {32, 32};

	assert_true(has_ink(&wish, 2, 2));
	wish.turn = 90;
	assert_true(has_ink(&wish, 29, 2));
	wish.flipped = true;
	assert_true(has_ink(&wish, 2, 2));
	wish.turn = 0;
	assert_true(has_ink(&wish, 29, 2));
}

static void what_is_tinted_has_one_colour(void **state)
{
	SDL_Surface *surface =
		svg_surface(corner, &(struct svg_wish){16, 16, .tinted = true, .tint = 0x123456});

	assert_int_equal(*(const Uint32 *)surface->pixels, 0xFF123456);
	SDL_FreeSurface(surface);
}

/* ---- what is none of ours ---- */

static void what_is_no_path_is_refused(void **state)
{
	static const char *const paths[] = {"12 8", "M1", "M1 1L", "M1 1X2", "M1 1A2 2 0 3 1 4 4",
		"M1 1L nan 2", "M1 1T3 3", "M1 1z2 2"};
	static struct svg_outline outline;
	static char long_path[8 * SVG_POINTS_MAX] = "M0 0";

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (svg_outline_read(&outline, paths[i]))
			fail_msg("\"%s\" was taken for a path", paths[i]);
	for (int i = 0; i < SVG_POINTS_MAX; i++)
		strcat(long_path, "h1");
	assert_false(svg_outline_read(&outline, long_path));
	assert_true(svg_outline_read(&outline, ""));
}

static void what_is_no_picture_of_ours_is_not_drawn(void **state)
{
	static const char *const texts[] = {"", "<svg>", "<svg viewBox=\"0 0 0 0\">",
		"<svg viewBox=\"0 0 8 8\"><text x=\"1\">a</text></svg>",
		"<svg viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z/></svg>"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_null(svg_surface(texts[i], &(struct svg_wish){8, 8}));
	assert_null(svg_surface(corner, &(struct svg_wish){0, 8}));
}

int main(int argument_count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_icon_looks_as_another_reader_draws_it),
		cmocka_unit_test(every_drawing_looks_as_another_reader_draws_it),
		cmocka_unit_test(a_picture_is_turned_clockwise_and_then_mirrored),
		cmocka_unit_test(what_is_tinted_has_one_colour),
		cmocka_unit_test(what_is_no_path_is_refused),
		cmocka_unit_test(what_is_no_picture_of_ours_is_not_drawn),
	};

	if (argument_count != 2)
		return EXIT_FAILURE;
	assets = arguments[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
