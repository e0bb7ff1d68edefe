/* What pictures cost, against clearing and presenting a window in the same run: bench_ui ASSETS
 * LINGUAS [WIDTH HEIGHT] on a display (xvfb-run -s '-screen 0 1920x1080x24' for one without).
 * Medians of CPU time; a full redraw may cost 5.5 times clear and present, one button 1. */
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "ui/internal.h"
#include "ui/language.h"

enum { ROUNDS = 61, IDLE_MS = 5000 };
enum { CHOOSE = 1 };

static const char *const names[] = {"", "CHOOSE"};

static double cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *samples)
{
	qsort(samples, ROUNDS, sizeof(*samples), by_size);
	return samples[ROUNDS / 2];
}

static void card(struct ui *ui, enum ui_tone tone, const char *icon, const char *title, int index)
{
	ui_card(ui,
		(struct ui_box){.padding = 34,
			.gap = 12,
			.radius = 32,
			.tone = tone,
			.shadow = true,
			.grow = 1},
		CHOOSE, index);
	ui_icon(ui, icon, 66);
	ui_space(ui, 1);
	ui_heading(ui, UI_TITLE, title);
	ui_text(ui, UI_BODY, "Free for everyone. About three minutes.");
	ui_close(ui);
}

/* As much as home has on it. */
static void home(struct ui *ui, const char *time)
{
	ui_begin(ui, "home", names, 2);
	ui_row(ui, (struct ui_box){.grow = 1, .stays = true});
	ui_column(ui,
		(struct ui_box){
			.width = 600, .width_max = 600, .padding = 48, .tone = UI_INK, .gap = 16});
	ui_logo(ui, 58);
	ui_space(ui, 1);
	ui_heading(ui, UI_HEADING, "What would you like to do?");
	ui_space(ui, 1);
	for (int i = 0; i < 3; i++)
		ui_button(ui, UI_OUTLINE, "English", CHOOSE, 20 + i);
	ui_close(ui);
	ui_column(ui, (struct ui_box){.grow = 1, .padding = 40, .gap = 24});
	ui_text(ui, UI_BODY, time);
	ui_card_row(ui,
		(struct ui_box){
			.padding = 40, .radius = 36, .tone = UI_CORAL, .shadow = true, .grow = 1},
		CHOOSE, 0);
	ui_growing(ui_heading(ui, UI_TITLE, "Check in to Bounce & Rhyme"));
	ui_spines(ui, 380, 300);
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = 24, .grow = 1});
	card(ui, UI_TEAL, "calendar-plus-fill", "Book a place", 1);
	card(ui, UI_PLUM, "identification-card-fill", "Join the library", 2);
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = 16, .stays = true});
	for (int i = 0; i < 4; i++)
		ui_with_icon(
			ui_growing(ui_button(ui, UI_SECONDARY, "Ask for help", CHOOSE, 10 + i)),
			"hand-waving-fill");
	ui_close(ui);
	ui_close(ui);
	ui_close(ui);
	ui_end(ui);
}

static double clear_and_present(struct ui *ui)
{
	double samples[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_ms();

		SDL_SetRenderDrawColor(ui->renderer, 251, 247, (Uint8)i, 255);
		SDL_RenderClear(ui->renderer);
		SDL_RenderFlush(ui->renderer);
		if (ui->window)
			SDL_UpdateWindowSurface(ui->window);
		samples[i] = cpu_ms() - start;
	}
	return median(samples);
}

static double full_redraw(struct ui *ui)
{
	double samples[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_ms();

		ui->all_stale = true;
		home(ui, "Friday 4 December");
		ui_paint(ui);
		samples[i] = cpu_ms() - start;
	}
	return median(samples);
}

static double one_button(struct ui *ui)
{
	double samples[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_ms();

		ui->pointer.pressed = i % 2 == 0;
		ui->pointer.target.id = (struct target_id){CHOOSE, 11};
		home(ui, "Friday 4 December");
		ui_paint(ui);
		samples[i] = cpu_ms() - start;
	}
	ui->pointer.pressed = false;
	return median(samples);
}

static double describing(struct ui *ui)
{
	double samples[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_ms();

		home(ui, "Friday 4 December");
		samples[i] = cpu_ms() - start;
	}
	return median(samples);
}

static long from_proc(const char *file, const char *key)
{
	char line[256];
	long value = -1;
	FILE *proc = fopen(file, "r");

	while (proc && fgets(line, sizeof(line), proc))
		if (strncmp(line, key, strlen(key)) == 0)
			value = strtol(line + strlen(key), NULL, 10);
	if (proc)
		fclose(proc);
	return value;
}

static long wake_ups(void)
{
	SDL_Event event;
	long before;
	double until;

	while (SDL_PollEvent(&event))
		continue;
	before = from_proc("/proc/self/status", "voluntary_ctxt_switches:");
	until = wall_ms() + IDLE_MS;
	while (wall_ms() < until)
		SDL_WaitEventTimeout(&event, (int)(until - wall_ms()) + 1);
	/* The last one is our own time-out. */
	return from_proc("/proc/self/status", "voluntary_ctxt_switches:") - before - 1;
}

int main(int argc, char **argv)
{
	double start = wall_ms(), first, base;
	struct ui_options options = {.width = argc > 4 ? atoi(argv[3]) : 1920,
		.height = argc > 4 ? atoi(argv[4]) : 1080,
		.assets = argc > 1 ? argv[1] : "assets",
		.hidden = getenv("DISPLAY") == NULL};
	struct error error = {0};
	struct ui *ui;

	if (argc < 3 || !clock_set_zone("Europe/London", &error) ||
		!ui_languages_load(argv[2], &error) || !(ui = ui_create(&options, &error))) {
		fprintf(stderr, "bench_ui ASSETS LINGUAS [WIDTH HEIGHT]: %s\n", error.detail);
		return 2;
	}
	home(ui, "Friday 4 December");
	ui_paint(ui);
	first = wall_ms() - start;
	base = clear_and_present(ui);
	printf("%-34s %8.2f ms wall\n", "start to first picture", first);
	printf("%-34s %8.2f ms\n", "clear and present", base);
	double full = full_redraw(ui), button = one_button(ui);
	printf("%-34s %8.2f ms  %5.2f x (goal 5.5)\n", "full redraw", full, full / base);
	printf("%-34s %8.2f ms  %5.2f x (goal 1)\n", "one button", button, button / base);
	printf("%-34s %8.3f ms\n", "describing and layout", describing(ui));
	printf("%-34s %8ld in %d s\n", "wake-ups while idle", wake_ups(), IDLE_MS / 1000);
	printf("%-34s %8ld kB PSS\n", "memory", from_proc("/proc/self/smaps_rollup", "Pss:"));
	ui_destroy(ui);
	return 0;
}
