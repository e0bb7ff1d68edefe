/* What a screen may ask of the program. Main thread only. Const means looking: view() cannot change
 * anything. The functions that change what is seen mark the screen for painting themselves. */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/message.h"
#include "app/screen.h"
#include "app/visit.h"
#include "base/error.h"
#include "store/store.h"

struct app;
struct edit;
struct ui;

/* The screen's own state: `const struct state *state = app_state(app);` */
const void *app_state(const struct app *app);
void *app_state_change(struct app *app);

const struct visit *app_visit(const struct app *app);
struct visit *app_visit_change(struct app *app);

struct store *app_store(struct app *app);
const struct enrolment *app_enrolment(const struct app *app);
/* Branch time of the message being handled or of the view. */
int64_t app_now_ms(const struct app *app);
struct calendar_date app_today(const struct app *app);

/* One of rules/asked_form.h: the centre's, or as the library wrote it here, or its last good version.
 * NULL: there is none. It is the app's, and stays until the visit's end. */
const struct form *app_form(struct app *app, const char *name, struct error *error);
/* The reading challenge, whether it runs today or not. NULL: the library has none. */
const struct form *app_challenge(struct app *app);

/* To another screen, after this message was handled. */
void app_go(struct app *app, const struct screen *screen);
/* "Finish": ends the visit, but asks first where something was written that would be lost. */
void app_finish(struct app *app);
/* Everything is wiped, the language is English again, the idle screen appears. */
void app_end_visit(struct app *app);
/* "Are you still there?", the languages and help cover the screen that was there; this brings it back
 * as it was. Where nothing is covered: home. */
void app_uncover(struct app *app);
/* True from the first touch or card until the end of the visit: "Finish" is offered. */
bool app_in_visit(const struct app *app);
/* Understands what was presented: says who it is, checks in if one session is open, and goes to the
 * screen that answers. */
void app_arrive(struct app *app, const struct presented *presented);
/* The same for a booking that was found by its short code: whoever has the ticket may come in. */
void app_arrive_with_booking(struct app *app, const struct booking *booking);
/* Decides about the visit's holder or ticket for `session` (zero: any), writes the attendance if
 * they may come in, and goes to the check-in result. */
void app_check_in(struct app *app, struct id session);
/* The same once more for the visit's session and party: the centre has answered whether there is room. */
void app_check_in_again(struct app *app);
/* The language that was chosen; unknown codes are ignored. */
void app_set_language(struct app *app, const char *code);

/* The one function that shows an operating error: the sentence for its code, and the desk. It also
 * logs it, as `doing` ("booking"). */
void app_send_to_desk(struct app *app, const char *doing, const struct error *error);

/* EDIT_NOT: the message is about something else. EDIT_FULL: no more can be typed, and nothing was. */
enum edited { EDIT_NOT, EDIT_DONE, EDIT_FULL };

/* What is typed goes into this line, at its caret, and the caret to where it is moved. */
enum edited app_edit(struct edit *edit, const struct message *message);

/* How long a code that is typed has to wait before it is looked for: wrong ones slow the next, whose
 * visit it may be. Looked for, say whether it was found. */
int app_code_wait_ms(const struct app *app);
void app_code_tried(struct app *app, bool found);

/* One MESSAGE_DEADLINE, so many milliseconds from now; the last call counts. */
void app_wake_in(struct app *app, int delay_ms);
/* On enter(): this result needs another time than its screen's lasts_s. */
void app_last(struct app *app, int lasts_s);
/* What is left of a result screen's time, 1000..0; the app paints it once a second. */
int app_time_left_permille(const struct app *app);
int app_time_left_s(const struct app *app);

/* What is to be said of what was held near: a card that has to wait until the visitor is finished here
 * (`card_waits` of the screen), or what nobody could read. Say so in bars_open() or part_held(). Until
 * the next touch. */
enum held app_held(const struct app *app);

/* Which ways of identifying work now: "hold it on the reader" is said only if one does. */
struct ways {
	bool card_reader, camera;
	bool printer; /* no way in: it prints now */
};
struct ways app_ways(const struct app *app);

/* So many slips of paper, each described as a screen is, one below the other on a strip that is cut once.
 * What becomes of it is the visit's `printing`; it is painted anew then. */
struct slips {
	void (*draw)(const struct app *app, struct ui *paper, int which); /* mandatory */
	int count;
};
void app_print(struct app *app, const struct slips *slips);

/* Whether the centre can be asked something while the visitor stands here: sync does not say that it is
 * away, and the clocks agree. */
bool app_reaches_centre(const struct app *app);
/* The outbox has something whose answer is waited for: MESSAGE_NEWS follows. */
void app_nudge_sync(struct app *app);

/* On painted(): tells a journey's runner that this confirmation was seen, and the store too. */
void app_shown(struct app *app, struct id booking);

#endif
