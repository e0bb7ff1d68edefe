/* Tickets on paper: laid out by ui beside the screen, sent to kiosk-printer as the bits of one strip. */
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "base/log.h"
#include "ui/window.h"

enum { SLIP_WIDTH = 576 /* dots across paper of 80 mm */ };

static bool draw(
	struct app *app, const struct slips *slips, struct bitmap *picture, struct error *error)
{
	struct ui *paper = ui_paper_create(app->ui, SLIP_WIDTH, error);
	bool drawn = paper != NULL;

	for (int i = 0; drawn && i < slips->count; i++) {
		ui_begin(paper, "slip", NULL, 0);
		slips->draw(app, paper, i);
		ui_end(paper);
		drawn = ui_paper_take(paper, picture, error);
	}
	ui_paper_destroy(paper);
	return drawn;
}

static void wipe(struct bitmap *picture)
{
	if (picture->bits)
		explicit_bzero(picture->bits,
			(size_t)picture->rows * (size_t)bitmap_row_bytes(picture->width));
	free(picture->bits);
}

void app_print(struct app *app, const struct slips *slips)
{
	struct visit *visit = app_visit_change(app);
	struct bitmap picture = {0};
	struct error error = {0};

	visit->printing = PRINTING_GOES_ON;
	if (draw(app, slips, &picture, &error)) {
		workers_print(&app->workers, &picture, ++app->print_job);
	} else {
		log_error("drawing a slip", &error);
		visit->printing = PRINTING_FAILED;
	}
	wipe(&picture);
}

static void end_with(struct app *app, enum printing how)
{
	if (app->visit.printing != PRINTING_GOES_ON)
		return;
	app->visit.printing = how;
	app->dirty = true;
}

void print_answer(struct app *app, const json_t *line)
{
	if (json_integer_value(json_object_get(line, "job")) == app->print_job)
		end_with(app, json_is_true(json_object_get(line, "good")) ? PRINTING_DONE
									  : PRINTING_FAILED);
}

void print_look_after(struct app *app)
{
	if (!worker_works(&app->workers.worker[WORKER_PRINTER]))
		end_with(app, PRINTING_FAILED);
}
