/* struct app, for the app's own files: screens see app.h only. */
#ifndef APP_INTERNAL_H
#define APP_INTERNAL_H

#include <stdalign.h>
#include <stddef.h>

#include "app/app.h"
#include "app/config.h"
#include "app/inbox.h"
#include "app/workers.h"
#include "ui/ui.h"

/* Sources of letters besides the workers. */
enum { SOURCE_CONTROL = WORKERS, SOURCE_PRESENT, SOURCE_PRESENT_CALLER, SOURCE_END };

/* A screen and its state: the one below, and "Are you still there?" over it. */
struct layer {
	const struct screen *screen;
	int64_t entered_boot_ms;
	int lasts_s; /* the screen's, unless it asked for another time */
	bool painted;
	alignas(max_align_t) char state[SCREEN_STATE_BYTES_MAX];
};
enum { FORMS_MAX = 16 };

/* Codes not found in a row, by whomever. */
struct code_tries {
	int failures;
	int64_t last_boot_ms;
};

enum { LAYER_VISITOR, LAYER_COVER, LAYERS };

struct app {
	struct config config;
	const char *assets;
	struct ui *ui;
	struct ui_reading reading; /* how a visit begins */
	struct store *store;
	const struct enrolment *enrolment; /* the store's */
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
	int rested;           /* minute ticks since somebody was here */
	int64_t day_start_ms; /* the day that the programme was filled for */
	struct code_tries code_tries;
	struct form forms[FORMS_MAX]; /* as many as were asked for */
	int form_count;
	const struct form *challenge; /* one of them; NULL: none */
	bool challenge_sought;
	int64_t forms_revision; /* of the centre's, when these were read */
	int control;            /* a journey's runner, or -1 */
	int present;            /* listens for kioskctl present (DEMO), or -1 */
	int present_caller;
	int print_job;      /* the last one */
	enum held held;     /* see app_held() */
	bool card_is_there; /* on the NFC reader, as it last said */
	bool dirty, running;
};

/* From the ground up: a file calls only those that stand above it here. */

/* ---- forms.c: app_form(), see app.h ---- */
/* Between visits: if the centre gave others, all are read anew when they are asked for. What was read
 * of them is gone, and so an idle screen reads again. */
void app_renew_forms(struct app *app);

/* ---- app.c ---- */
struct layer *app_layer(struct app *app);
const struct screen *app_screen(const struct app *app);
/* Branch time left of a result screen. */
int64_t app_time_left_ms(const struct app *app);
/* Somebody is there: a visit begins, if none has. */
void app_touch(struct app *app);
/* To the screen's handle(); true: it took the message. */
bool app_offer(struct app *app, const struct message *message);
/* The store or the day changed under the screen. */
void app_read_again(struct app *app);
/* As app_go(), but the screen that was there stays below. */
void app_cover(struct app *app, const struct screen *screen);
/* Does what app_go(), app_cover() asked for. */
void app_change_screen(struct app *app);
/* Only lays out what is to be seen. */
void app_describe(struct app *app);
void app_paint(struct app *app);

/* ---- arrive.c: app_arrive() and the check-in, see app.h ---- */

/* ---- messages.c ---- */
/* Handles and wipes it. */
void app_handle(struct app *app, struct message *message);
/* Sync brought something. */
void app_news(struct app *app);

/* ---- code_tries.c: see app.h ---- */

/* ---- deadlines.c ---- */
/* `*deadline` becomes `candidate` if that comes first. */
void app_earlier(int64_t *deadline, int64_t candidate);
/* Fires what is due, in order. The next deadline in boot time; INT64_MAX: none. */
int64_t app_next_deadline(const struct app *app);
void app_fire_due(struct app *app);
/* The programme is filled, and read again. */
void app_new_day(struct app *app);

/* ---- reader_lines.c ---- */
/* A reader's line, or a journey's or kioskctl's in its words; others are ignored. */
void reader_line(struct app *app, const json_t *line);
/* A code; format "": nobody knows it. */
void reader_code(struct app *app, const char *format, const char *text);

/* ---- present.c ---- */
/* DIR/present.sock: kioskctl present speaks to a running DEMO kiosk. */
bool present_listen(struct app *app, struct error *error);
void present_take(struct app *app, struct letter *letter);
void present_close(struct app *app);
/* A picture for the camera's folder. */
void present_picture(struct app *app, const char *path);

/* ---- print.c: app_print(), see app.h ---- */
/* The printer's word on a slip. */
void print_answer(struct app *app, const json_t *line);
/* One that is waited for does not come from a printer that died. */
void print_look_after(struct app *app);

/* ---- input.c ---- */
struct ui_input;
/* What the visitor did, from SDL or from a journey. */
void app_take_input(struct app *app, struct ui_input *input);

/* ---- check.c ---- */
/* Audits what is seen in every language and way of reading; nothing of the visit changes. */
void check_state(struct app *app, const char *folder);

/* ---- control.c ---- */
/* One question of a journey's runner. */
void control_line(struct app *app, const char *line);

/* ---- loop.c: run_face(), see run.h ---- */

#endif
