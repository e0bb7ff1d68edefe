/* The one loop: sleep until something happened or is due, let the screen handle it, paint if something
 * changed. Here the program begins and ends. */
#include <SDL.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/internal.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "screens/screens.h"
#include "ui/window.h"

static void take_worker_line(struct app *app, const json_t *line)
{
	if (strcmp(lines_type(line), "synced") == 0)
		app_news(app);
	else if (strcmp(lines_type(line), "printed") == 0)
		print_answer(app, line);
	else
		reader_line(app, line);
}

static void take_letter(struct app *app, struct letter *letter)
{
	if (letter->source == SOURCE_END) {
		app->running = false;
	} else if (letter->source == SOURCE_CONTROL) {
		if (letter->kind == LETTER_CLOSED)
			app->running = false;
		else
			control_line(app, letter->line);
	} else if (letter->source >= SOURCE_PRESENT) {
		present_take(app, letter);
	} else {
		json_t *line = letter->kind == LETTER_LINE ? lines_parse(letter->line) : NULL;
		struct ways before = app_ways(app);
		if (workers_take(&app->workers, letter, line))
			take_worker_line(app, line);
		struct ways after = app_ways(app);
		if (memcmp(&before, &after, sizeof(before)) != 0)
			app->dirty = true;
		json_decref(line);
	}
	explicit_bzero(letter, sizeof(*letter));
}

static void take_letters(struct app *app)
{
	struct letter letter;

	while (app->running && inbox_take(app->inbox, &letter))
		take_letter(app, &letter);
}

/* Milliseconds to sleep; -1: until something happens. A journey's clock stands still, so only the
 * workers' real deadlines count there. */
static int sleep_ms(struct app *app)
{
	int64_t real_ms = clock_real_ms();
	int64_t left_ms = workers_look_after(&app->workers, real_ms);

	app_earlier(&left_ms, ui_deadline_ms(app->ui));
	if (left_ms != INT64_MAX)
		left_ms -= real_ms;
	if (!clock_is_frozen())
		app_earlier(&left_ms, app_next_deadline(app) - clock_boot_ms());
	if (left_ms < 0)
		return 0;
	return left_ms > HOUR_MS ? HOUR_MS : (int)left_ms;
}

static void take_sdl_event(struct app *app, SDL_Event *event)
{
	struct ui_input input = ui_handle(app->ui, event, clock_real_ms());

	app_take_input(app, &input);
	explicit_bzero(event, sizeof(*event));
}

/* Typed characters that ui kept back, because a scanner types too. */
static void take_typed(struct app *app)
{
	while (ui_deadline_ms(app->ui) <= clock_real_ms()) {
		struct ui_input input = ui_wake(app->ui, clock_real_ms());

		app_take_input(app, &input);
		explicit_bzero(&input, sizeof(input));
	}
}

static void turn(struct app *app)
{
	SDL_Event event;

	if (app->dirty)
		app_paint(app);
	if (SDL_WaitEventTimeout(&event, sleep_ms(app)))
		do
			take_sdl_event(app, &event);
		while (app->running && SDL_PollEvent(&event));
	take_typed(app);
	take_letters(app);
	print_look_after(app);
	if (!clock_is_frozen())
		app_fire_due(app);
}

/* ---- beginning and end ---- */

static int end_bell = -1; /* a socket: shut down, it wakes the loop from within a signal */

static void ring_end_bell(int signal)
{
	int kept = errno;

	shutdown(end_bell, SHUT_RDWR);
	errno = kept;
}

/* Whoever ends the program by SIGTERM or Ctrl-C gets everything closed and exit status 0. */
static void heed_signals(struct app *app)
{
	struct sigaction action = {.sa_handler = ring_end_bell, .sa_flags = SA_RESTART};
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return;
	if (inbox_watch(app->inbox, SOURCE_END, ends[0], false)) {
		end_bell = ends[1];
		sigaction(SIGTERM, &action, NULL);
		sigaction(SIGINT, &action, NULL);
	}
	close(ends[0]);
}

static const struct screen *first_screen(struct app *app)
{
	struct visit *visit = &app->visit;

	if (!store_unshown(app->store, app->now_ms, &visit->booking) ||
		!store_session(app->store, visit->booking.session, &visit->session))
		return &screen_home;
	visit->party = visit->booking.party;
	app->in_visit = true;
	return &screen_is_this_yours;
}

static bool start(struct app *app, const struct run_options *options, struct error *error)
{
	struct ui_options ui_options = {
		.width = options->width,
		.height = options->height,
		.assets = options->assets,
		.hidden = options->hidden,
		.pitch_mm = app->config.pitch_mm,
		.reading = options->reading,
	};

	app->reading = options->reading;
	app->ui = ui_create(&ui_options, error);
	if (!app->ui)
		return false;
	app->store = store_open(app->config.data, STORE_FACE, error);
	if (!app->store)
		return false;
	if (store_is_newer(app->store))
		log_warning(
			"kiosk.db was written by a newer library-kiosk: what is unsent is sent, and "
			"visitors go to the desk; update this one");
	app->enrolment = store_enrolment(app->store);
	if (!clock_set_zone(app->enrolment->zone, error) ||
		(app->enrolment->demo && !clock_obey_journey(error)))
		return false;
	app->inbox = inbox_create(SDL_RegisterEvents(1), error);
	return app->inbox != NULL;
}

static void configure_workers(struct app *app, const struct run_options *options)
{
	struct worker *worker = app->workers.worker;
	struct config *config = &app->config;

	if (config->nfc_device[0])
		snprintf(worker[WORKER_NFC].program, WORKER_ADDRESS_BYTES, "%s/kiosk-nfc",
			options->programs);
	strcpy(worker[WORKER_NFC].device, config->nfc_device);
	strcpy(worker[WORKER_NFC].address, config->nfc_address);
	if (config->camera_device[0])
		snprintf(worker[WORKER_CAMERA].program, WORKER_ADDRESS_BYTES, "%s/kiosk-camera",
			options->programs);
	strcpy(worker[WORKER_CAMERA].device, config->camera_device);
	strcpy(worker[WORKER_CAMERA].address, config->camera_address);
	if (config->printer_device[0])
		snprintf(worker[WORKER_PRINTER].program, WORKER_ADDRESS_BYTES, "%s/kiosk-printer",
			options->programs);
	strcpy(worker[WORKER_PRINTER].device, config->printer_device);
	strcpy(worker[WORKER_PRINTER].address, config->printer_address);
	if (config->centre[0])
		snprintf(worker[WORKER_SYNC].program, WORKER_ADDRESS_BYTES, "%s/kiosk-sync",
			options->programs);
	strcpy(worker[WORKER_SYNC].device, config->data);
	strcpy(worker[WORKER_SYNC].centre, config->centre);
}

static void start_helpers(struct app *app, const struct run_options *options)
{
	struct error error = {0};

	heed_signals(app);
	configure_workers(app, options);
	workers_start(&app->workers, app->inbox, app->config.data);
	if (options->control >= 0)
		inbox_watch(app->inbox, SOURCE_CONTROL, options->control, false);
	if (app_enrolment(app)->demo && !present_listen(app, &error))
		log_error("listening for kioskctl present", &error);
	app->now_ms = clock_now_ms();
	app->minute_ms = app->now_ms - app->now_ms % MINUTE_MS + MINUTE_MS;
	app_new_day(app);
}

static void finish(struct app *app)
{
	present_close(app);
	if (app->inbox)
		workers_stop(&app->workers);
	inbox_destroy(app->inbox);
	ui_destroy(app->ui);
	store_close(app->store);
	explicit_bzero(app, sizeof(*app));
}

bool run_face(const struct run_options *options, struct error *error)
{
	static struct app app; /* zero, and large: half of it is screens' state */
	bool started;

	app.config = options->config;
	app.assets = options->assets;
	app.running = true;
	app.control = options->control;
	app.present = app.present_caller = -1;
	signal(SIGPIPE, SIG_IGN);
	started = start(&app, options, error);
	if (started) {
		app.now_ms = clock_now_ms();
		app_go(&app, first_screen(&app));
		app_change_screen(&app);
		app_paint(&app);
		started = ui_catalogues_load(options->catalogues, error);
	}
	if (started)
		start_helpers(&app, options);
	while (started && app.running)
		turn(&app);
	finish(&app);
	return started;
}
