/* The booking itself comes first: one that stands no longer has no other day either. */
#include "screens/refusal.h"

#include <assert.h>
#include <string.h>

#include "app/app.h"
#include "ui/language.h"

static const char *const words[REFUSALS] = {
	[REFUSAL_STANDS] =
		N_("This booking can no longer be changed here. Please ask at the desk."),
	[REFUSAL_STARTED] = N_("It has started. The booking can no longer be changed here; please "
			       "ask at the desk."),
	[REFUSAL_CLOSED] = N_("Booking has closed. Your booking stays as it was; please ask at the "
			      "desk."),
	[REFUSAL_NO_ROOM] =
		N_("There is no room for so many people. Your booking stays as it was."),
	[REFUSAL_FEW] = N_("Few places are left there, so that one booking has fewer people now. "
			   "Yours stays as it was; another day may have more."),
	[REFUSAL_NO_PLACES] = N_("There are not enough places for so many people now. Your booking "
				 "stays as it was."),
	[REFUSAL_DAY_NO_PLACES] = N_("That day has no places for all of you now. Your booking "
				     "stays as it was."),
	[REFUSAL_DAY_BOOKED] = N_("That day is booked already. Your booking stays as it was."),
	[REFUSAL_DAY_CANCELLED] = N_("It is cancelled on that day. Your booking stays as it was."),
	[REFUSAL_DAY_STARTED] = N_("It has started on that day. Your booking stays as it was."),
	[REFUSAL_DAY_NOT_OPEN] =
		N_("Booking for that day is not open. Your booking stays as it was."),
};

static const enum refusal of_party[BOOKING_REFUSALS] = {
	[BOOKING_STARTED] = REFUSAL_STARTED,
	[BOOKING_CLOSED] = REFUSAL_CLOSED,
	[BOOKING_TOO_MANY_PEOPLE] = REFUSAL_NO_ROOM,
	[BOOKING_PARTY_TOO_LARGE] = REFUSAL_NO_ROOM,
	[BOOKING_TOO_LARGE_WHEN_FEW] = REFUSAL_FEW,
	[BOOKING_TOO_MANY_OF_A_PART] = REFUSAL_NO_ROOM,
};

static const enum refusal of_day[BOOKING_REFUSALS] = {
	[BOOKING_ALLOWED] = REFUSAL_DAY_BOOKED,
	[BOOKING_SESSION_CANCELLED] = REFUSAL_DAY_CANCELLED,
	[BOOKING_DROP_IN] = REFUSAL_DAY_NOT_OPEN,
	[BOOKING_STARTED] = REFUSAL_DAY_STARTED,
	[BOOKING_NOT_YET] = REFUSAL_DAY_NOT_OPEN,
	[BOOKING_CLOSED] = REFUSAL_DAY_NOT_OPEN,
	[BOOKING_ONE_A_DAY] = REFUSAL_DAY_BOOKED,
	[BOOKING_DAY_BEFORE] = REFUSAL_DAY_NOT_OPEN,
	[BOOKING_TOO_MANY_PEOPLE] = REFUSAL_NO_ROOM,
	[BOOKING_PARTY_TOO_LARGE] = REFUSAL_NO_ROOM,
	[BOOKING_TOO_LARGE_WHEN_FEW] = REFUSAL_FEW,
	[BOOKING_TOO_MANY_OF_A_PART] = REFUSAL_NO_ROOM,
};

const char *refusal_in_words(enum refusal refusal)
{
	assert(refusal < REFUSALS);
	return words[refusal] ? _(words[refusal]) : NULL;
}

/* REFUSAL_NONE: for all that is known here it may be changed. */
static enum refusal of_booking(struct app *app)
{
	struct booking booking;
	struct session session;

	if (!store_booking(app_store(app), app_visit(app)->booking.id, &booking) ||
		!store_session(app_store(app), booking.session, &session))
		return REFUSAL_STANDS;
	const char *why = booking_change_refusal(booking.state, false, &session, app_now_ms(app));
	if (strcmp(why, booking_refusal_name(BOOKING_STARTED)) == 0)
		return REFUSAL_STARTED;
	return *why ? REFUSAL_STANDS : REFUSAL_NONE;
}

/* `decided`: with the booking's own places, or in another day's stead. */
static enum refusal of_session(struct app *app, enum booking_refusal decided,
	const enum refusal refusals[static BOOKING_REFUSALS])
{
	enum refusal refusal = of_booking(app);

	if (refusal == REFUSAL_NONE)
		refusal = refusals[decided];
	return refusal == REFUSAL_NONE ? REFUSAL_STANDS : refusal;
}

static enum booking_refusal decide_party(struct app *app, const struct party *party)
{
	const struct booking *booking = &app_visit(app)->booking;
	struct session session;

	if (!store_session(app_store(app), booking->session, &session))
		return BOOKING_ALLOWED;
	struct booking_facts facts = store_change_facts(app_store(app), &session, booking);
	return booking_decide(&session, party, &facts, app_now_ms(app));
}

static enum booking_refusal decide_day(struct app *app, struct id id)
{
	const struct booking *booking = &app_visit(app)->booking;
	int64_t now_ms = app_now_ms(app);
	struct session session;

	if (!store_session(app_store(app), id, &session))
		return BOOKING_SESSION_CANCELLED;
	struct booking_facts facts = store_move_facts(app_store(app), &session, booking, now_ms);
	return booking_decide(&session, &booking->party, &facts, now_ms);
}

enum refusal refusal_of_party(struct app *app, const struct error *error, const struct party *party)
{
	if (error->code == ERROR_FULL)
		return REFUSAL_NO_PLACES;
	if (error->code != ERROR_REFUSED)
		return REFUSAL_NONE;
	return of_session(app, decide_party(app, party), of_party);
}

enum refusal refusal_of_day(struct app *app, const struct error *error, struct id session)
{
	if (error->code == ERROR_FULL)
		return REFUSAL_DAY_NO_PLACES;
	if (error->code != ERROR_REFUSED)
		return REFUSAL_NONE;
	return of_session(app, decide_day(app, session), of_day);
}
