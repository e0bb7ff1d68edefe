/* Each is a visit, filled as a screen needs it, and that screen with its own state as it begins: with no
 * sessions, no places and no ticket. The session is one of the programme, so that it speaks all
 * languages. */
#include "app/check_fixtures.h"

#include <string.h>

#include "app/internal.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "screens/screens.h"

enum { DAYS_AHEAD = 28, SESSIONS_MAX = 64 };

struct fixture {
	const struct screen *screen;
	enum check_in_code code;       /* of check_in */
	enum presented_kind presented; /* what it was that nobody knows */
	enum booking_state booking;
	int in_line;
	const char *theme; /* of the session; NULL: any */
	bool booked_again, cancelled;
	bool series;      /* one session, with every answer that there is */
	bool camera_only; /* no card reader works */
	bool without_help; /* the branch does not say how soon somebody comes, nor where things are */
};

static const struct fixture fixtures[] = {
	{&screen_check_in, CHECK_IN_OK},
	{&screen_check_in, CHECK_IN_ALREADY_HERE},
	{&screen_check_in, CHECK_IN_WRONG_SESSION},
	{&screen_check_in, CHECK_IN_TOO_EARLY},
	{&screen_check_in, CHECK_IN_TOO_LATE},
	{&screen_check_in, CHECK_IN_CANCELLED},
	{&screen_check_in, CHECK_IN_CANCELLED, .cancelled = true},
	{&screen_check_in, CHECK_IN_REVOKED},
	{&screen_check_in, CHECK_IN_BLOCKED},
	{&screen_check_in, CHECK_IN_WAITING},
	{&screen_check_in, CHECK_IN_FULL},
	{&screen_check_in, CHECK_IN_NEED_INFO},
	{&screen_check_in, CHECK_IN_BAD_SIGNATURE},
	{&screen_check_in, CHECK_IN_CLOCK_UNSURE},
	{&screen_check_in, CHECK_IN_REFER_STAFF},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_NUMBER},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_RANDOM_CHIP},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_BOOK},
	{&screen_check_in, CHECK_IN_UNKNOWN_CODE, PRESENTED_FOREIGN},
	{&screen_home},
	{&screen_home, .camera_only = true},
	{&screen_find_booking, .camera_only = true},
	{&screen_join_done, .camera_only = true},
	{&screen_help, .without_help = true},
	{&screen_attract},
	{&screen_whats_on},
	{&screen_session},
	{&screen_session, .cancelled = true},
	{&screen_session, .theme = "children"},
	{&screen_session, .theme = "family"},
	{&screen_session, .theme = "community"},
	{&screen_session, .theme = "arts"},
	{&screen_session, .theme = "learning"},
	{&screen_session, .theme = "health"},
	{&screen_session, .theme = "garden"},
	{&screen_session, .theme = "history"},
	{&screen_party},
	{&screen_ticket, .booked_again = true},
	{&screen_ticket, .booking = BOOKING_WAITING},
	{&screen_ticket, .booking = BOOKING_WAITING, .in_line = 3},
	{&screen_ticket, .booking = BOOKING_WAITING, .in_line = FAMILIES_BEFORE_MAX + 2},
	{&screen_booking, .booking = BOOKING_WAITING},
	{&screen_booking, .booking = BOOKING_WAITING, .in_line = FAMILIES_BEFORE_MAX + 2},
	{&screen_booking_found},
	{&screen_booking_found, .booking = BOOKING_WAITING},
	{&screen_booking_found, .booking = BOOKING_WAITING, .in_line = 2},
	{&screen_booking_found, .booking = BOOKING_CANCELLED},
	{&screen_booking_found, .camera_only = true},
	{&screen_add_to_calendar},
	{&screen_tell_a_friend},
	{&screen_series_done, .series = true},
};
enum { FIXTURES = sizeof(fixtures) / sizeof(fixtures[0]) };

/* ---- the visit ---- */

static void fill_series(struct visit *visit)
{
	struct visit_series *series = &visit->series;

	for (int refusal = 0; refusal < BOOKING_REFUSALS; refusal++)
		series->answers[series->count++] = (struct series_answer){
			.booking = visit->booking, .refusal = (enum booking_refusal)refusal};
	series->answers[series->count++] =
		(struct series_answer){.booking = visit->booking, .again = true};
	series->answers[series->count] = (struct series_answer){.booking = visit->booking};
	series->answers[series->count++].booking.state = BOOKING_WAITING;
}

/* The first of the theme. */
static void choose_session(struct app *app, const char *theme, struct session *session)
{
	static struct session sessions[SESSIONS_MAX];
	int64_t now_ms = clock_now_ms();
	int count = store_sessions(app->store, now_ms, clock_day_start(now_ms, DAYS_AHEAD), false,
		sessions, SESSIONS_MAX);

	*session = sessions[0];
	for (int i = count - 1; theme && i >= 0; i--)
		if (strcmp(sessions[i].theme, theme) == 0)
			*session = sessions[i];
	session->asks = (1u << PARTY_PARTS) - 1;
}

static void fill(struct app *app, const struct fixture *fixture)
{
	struct visit *visit = &app->visit;

	*visit = (struct visit){.answer = {.code = fixture->code, .candidate = -1}};
	choose_session(app, fixture->theme, &visit->session);
	visit->session.cancelled = fixture->cancelled;
	visit->answer.when_ms = visit->session.opens_ms;
	visit->presented.kind = fixture->presented;
	visit->wants_to_book = true;
	visit->booked_again = fixture->booked_again;
	for (int part = 0; part < PARTY_PARTS; part++)
		visit->party.count[part] = 1;
	visit->booking.state = fixture->booking;
	visit->booking.in_line = fixture->in_line;
	visit->booking.party = visit->party;
	text_copy(visit->booking.code, sizeof(visit->booking.code), "C7PV4");
	visit->joined.count = 1;
	visit->joined.has_adult = true;
	text_copy(visit->joined.numbers[0], sizeof(visit->joined.numbers[0]), "24007000100008");
	if (fixture->series)
		fill_series(visit);
}

static void show(struct app *app, const struct screen *screen)
{
	struct layer *layer = app_layer(app);

	layer->screen = screen;
	layer->lasts_s = screen->lasts_s;
	layer->entered_boot_ms = clock_boot_ms();
	memset(layer->state, 0, sizeof(layer->state));
}

/* ---- the kiosk ---- */

static void equip(struct app *app, const struct fixture *fixture)
{
	struct worker *worker = app->workers.worker;
	static struct enrolment enrolment;

	worker[WORKER_NFC].state = fixture->camera_only ? WORKER_ABSENT : WORKER_READY;
	worker[WORKER_CAMERA].state = WORKER_READY;
	enrolment = *store_enrolment(app->store);
	if (fixture->without_help) {
		enrolment.help.minutes = 0;
		memset(enrolment.help.places, 0, sizeof(enrolment.help.places));
	}
	app->enrolment = &enrolment;
}

void check_fixtures(struct app *app, void (*look)(struct check *), struct check *check)
{
	static struct layer layer;
	static struct visit visit;
	struct worker *worker = app->workers.worker;
	enum worker_state nfc = worker[WORKER_NFC].state, camera = worker[WORKER_CAMERA].state;

	layer = *app_layer(app);
	visit = app->visit;
	for (int i = 0; i < FIXTURES; i++) {
		fill(app, &fixtures[i]);
		equip(app, &fixtures[i]);
		show(app, fixtures[i].screen);
		look(check);
	}
	*app_layer(app) = layer;
	app->visit = visit;
	memory_wipe(&layer, sizeof(layer));
	memory_wipe(&visit, sizeof(visit));
	app->enrolment = store_enrolment(app->store);
	worker[WORKER_NFC].state = nfc;
	worker[WORKER_CAMERA].state = camera;
}
