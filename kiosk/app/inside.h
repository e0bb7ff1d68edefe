/* struct app, for the app's own files: screens see app.h only. */
#ifndef APP_INSIDE_H
#define APP_INSIDE_H

#include <stdalign.h>
#include <stddef.h>

#include "app/app.h"
#include "app/config.h"
#include "app/inbox.h"
#include "app/workers.h"

/* Sources of letters besides the workers. */
enum { SOURCE_CONTROL = WORKERS, SOURCE_PRESENT, SOURCE_PRESENT_CALLER };

/* A screen and its state: the one below, and "Are you still there?" over it. */
struct layer {
	const struct screen *screen;
	int64_t entered_boot_ms;
	int lasts_s; /* the screen's, unless it asked for another time */
	bool painted;
	alignas(max_align_t) char state[SCREEN_STATE_BYTES_MAX];
};
enum { LAYERS = 2 };

struct app {
	struct config config;
	const char *assets;
	struct ui *ui;
	struct store *store;
	struct inbox *inbox;
	struct workers workers;
	struct layer layers[LAYERS];
	int top; /* index of the layer that is seen */
	const struct screen *next;
	bool covering; /* `next` covers, rather than replaces */
	struct visit visit;
	bool in_visit, language_chosen;
	int64_t now_ms; /* branch time of what is being handled */
	int64_t touched_boot_ms;
	int64_t wake_boot_ms; /* the screen's own deadline; 0: none */
	int64_t minute_ms;    /* branch time of the next minute tick */
	int64_t day_start_ms; /* the day that the programme was filled for */
	int control;          /* a journey's runner, or -1 */
	int present;          /* listens for kioskctl present (DEMO), or -1 */
	int present_caller;
	bool card_waits;    /* see app_card_waits() */
	bool card_is_there; /* on the NFC reader, as it last said */
	bool dirty, running;
};

/* ---- app.c ---- */
void app_handle(struct app *app, struct message *message);
void app_touch(struct app *app);
void app_paint(struct app *app);
/* Fires what is due, in order. The next deadline in boot time; INT64_MAX: none. */
int64_t app_next_deadline(const struct app *app);
void app_fire_due(struct app *app);

/* ---- arrive.c ---- */
/* A worker's line about a visitor, or a journey's. */
void arrive_line(struct app *app, const json_t *line);

/* ---- control.c ---- */
void control_line(struct app *app, const char *line);
/* A confirmation was painted: the runner's ledger. */
void control_tell_painted(struct app *app, struct id booking);

/* ---- present.c ---- */
/* DIR/present.sock: kioskctl present speaks to a running DEMO kiosk. */
bool present_listen(struct app *app, struct error *error);
void present_take(struct app *app, struct letter *letter);
void present_close(struct app *app);
/* A picture for the camera's folder. */
void present_picture(struct app *app, const char *path);

struct ui_input;
/* What the visitor did, from SDL or from a journey. */
void app_take_input(struct app *app, struct ui_input *input);

#endif
