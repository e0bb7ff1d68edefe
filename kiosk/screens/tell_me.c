/* Who waits leaves a way to be told of places: the form's answer is sealed, and the page that it was
 * asked on says that we shall tell. */
#include "screens/tell_me.h"

#include "app/app.h"
#include "base/crypto.h"
#include "screens/filling.h"
#include "screens/screens.h"
#include "ui/language.h"

static void submit(struct app *app)
{
	struct visit *visit = app_visit_change(app);
	const struct screen *from = visit->filling.purpose->back;
	struct respondent respondent = filling_respondent(app);
	const struct tell_me wanted = {.booking = visit->booking.id,
		.contact = form_answer(&respondent, "contact", 0),
		.language = ui_language()->code};
	struct error error = {0};
	bool done = store_tell_me(app_store(app), &wanted, app_now_ms(app), &error);

	memory_wipe(&visit->filling, sizeof(visit->filling));
	if (!done) {
		app_send_to_desk(app, "leaving a contact", &error);
		return;
	}
	store_booking(app_store(app), visit->booking.id, &visit->booking);
	app_nudge_sync(app);
	app_go(app, from);
}

#define PURPOSE(from)                                                                              \
	{                                                                                          \
		.form = "tell_me", .submit = submit, .declined = &screen_form_declined,            \
		.back = &(from),                                                                   \
	}

static const struct form_purpose purposes[] = {
	[TELL_ME_FROM_TICKET] = PURPOSE(screen_ticket),
	[TELL_ME_FROM_BOOKING] = PURPOSE(screen_booking),
	[TELL_ME_FROM_CODE] = PURPOSE(screen_booking_found),
};

bool tell_me_is_offered(const struct app *app)
{
	const struct booking *booking = &app_visit(app)->booking;

	return booking->state == BOOKING_WAITING && !booking->tell_me &&
	       !app_visit(app)->session.cancelled;
}

void tell_me_begin(struct app *app, enum tell_me_from from)
{
	filling_begin(app, &purposes[from]);
}
