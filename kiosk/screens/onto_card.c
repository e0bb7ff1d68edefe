/* Asked by name where there is one that may be said; then one change of the store. */
#include "screens/onto_card.h"

#include "app/app.h"
#include "screens/parts.h"
#include "ui/language.h"

bool onto_card_is_guests(const struct app *app)
{
	return id_is_zero(app_visit(app)->booking.holder);
}

void onto_card_ask_about(
	struct app *app, struct onto_card *state, const struct presented *presented)
{
	state->card = (struct card_shown){.token = presented->token,
		.holder = store_holder(app_store(app), &presented->token)};
	state->asks = holder_is_known(state->card.holder.status);
	state->waits = !state->asks;
}

bool onto_card_handle(struct app *app, struct onto_card *state, const struct message *message)
{
	if (message->kind != MESSAGE_PRESENTED || !onto_card_is_guests(app) ||
		message->presented.kind == PRESENTED_TICKET)
		return false;
	onto_card_ask_about(app, state, &message->presented);
	return true;
}

void onto_card_question(const struct app *app, struct ui *ui, const struct onto_card *state,
	int action_yes, int action_no)
{
	const struct holder *holder = &state->card.holder;
	const char *question = holder_may_be_named(holder)
				       ? ui_format(ui, _("Put this booking on your card, {name}?"),
						 "name", holder->first_name, NULL)
				       : _("Put this booking on your card?");

	part_held(app, ui);
	ui_private(part_notice(ui, UI_SUN, "identification-card-fill", question));
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, _("No"), action_no, 0)), "x-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_PRIMARY, _("Yes"), action_yes, 0)), "check-bold");
	ui_close(ui);
}

static int64_t that_day(struct app *app, const struct onto_card *state)
{
	struct session session;
	struct booking other;

	return store_session(app_store(app), app_visit(app)->session.id, &session) &&
			       session.setting[SETTING_ONE_A_DAY] != 0 &&
			       store_booking_that_day(
				       app_store(app), &session, state->card.holder.id, &other) &&
			       store_session(app_store(app), other.session, &session)
		       ? session.starts_ms
		       : 0;
}

/* The holder has the session already, or another one that day; else the booking is not what it was, and
 * its page says so. */
static void refused(struct app *app, struct onto_card *state, const struct error *error)
{
	struct visit *visit = app_visit_change(app);
	struct booking other;

	state->has_other = store_live_booking(
		app_store(app), visit->booking.session, state->card.holder.id, &other);
	state->that_day_ms = state->has_other ? 0 : that_day(app, state);
	if (state->has_other || state->that_day_ms)
		return;
	store_booking(app_store(app), visit->booking.id, &visit->booking);
	if (visit->booking.state != BOOKING_CANCELLED)
		app_send_to_desk(app, "putting a booking on a card", error);
}

void onto_card_put(struct app *app, struct onto_card *state)
{
	struct visit *visit = app_visit_change(app);
	struct error error = {0};

	state->asks = false;
	if (store_put_on_card(
		    app_store(app), &visit->booking, &state->card, app_now_ms(app), &error))
		visit->holder = state->card.holder;
	else if (error.code == ERROR_REFUSED)
		refused(app, state, &error);
	else
		app_send_to_desk(app, "putting a booking on a card", &error);
}
