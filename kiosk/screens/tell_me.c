/* Who waits leaves a way to be told of places: the form's answer is sealed, and the ticket says that we
 * shall tell. */
#include "screens/tell_me.h"

#include "app/app.h"
#include "base/crypto.h"
#include "screens/filling.h"
#include "screens/screens.h"
#include "ui/language.h"

static void submit(struct app *app)
{
	struct visit *visit = app_visit_change(app);
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
	app_go(app, &screen_ticket);
}

void tell_me_begin(struct app *app)
{
	static const struct form_purpose purpose = {
		.form = "tell_me",
		.submit = submit,
		.declined = &screen_form_declined,
		.back = &screen_ticket,
	};

	filling_begin(app, &purpose);
}
