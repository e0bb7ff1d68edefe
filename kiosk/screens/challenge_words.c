/* Stamps stand in rows as on the card that children know; each has its step's picture, in a colour of its
 * own. Where the next one comes is sunny. */
#include "screens/challenge_words.h"

#include "app/app.h"
#include "screens/filling.h"
#include "ui/language.h"

enum { CARD_STAMP_SIZE = 64, CARD_IN_A_ROW = 6 };

struct challenge challenge_now(struct app *app)
{
	const struct holder *holder = &app_visit(app)->holder;
	struct challenge challenge = {.form = app_challenge(app)};

	if (!challenge.form || !challenge_runs(challenge.form, app_today(app)))
		return (struct challenge){0};
	if (holder_is_known(holder->status))
		challenge.stamps =
			store_stamps(app_store(app), challenge.form, holder->id, app_today(app));
	challenge.answer = challenge_decide(challenge.form, challenge.stamps, app_today(app));
	return challenge;
}

const char *challenge_title(const struct challenge *challenge)
{
	return filling_words(&challenge->form->title);
}

const char *challenge_count(struct ui *ui, const struct challenge *challenge)
{
	int all = challenge->form->step_count, count = challenge->stamps.count;

	return ui_format(ui,
		language_counted(
			"{count} of {all} stamp", "{count} of {all} stamps", (unsigned long)all),
		"count", ui_number(ui, count < all ? count : all), "all", ui_number(ui, all), NULL);
}

/* ---- stamps ---- */

static void stamp(struct ui *ui, const struct challenge *challenge, int step, int size)
{
	static const enum ui_tone tones[] = {UI_CORAL, UI_TEAL, UI_PLUM, UI_SKY, UI_LEAF, UI_INK};
	const char *icon = challenge->form->steps[step].icon;
	bool stamped = step < challenge->stamps.count;

	ui_stamp(ui, &(struct ui_stamp){
			     .tone = stamped ? tones[step % (int)(sizeof(tones) / sizeof(tones[0]))]
					     : UI_CLEAR,
			     .icon = *icon ? icon : "star-fill",
			     .number = step + 1,
			     .gift = challenge_gift(challenge->form, step + 1) != NULL,
			     .next = step == challenge->stamps.count &&
				     challenge->answer == CHALLENGE_STAMP,
			     .size = size,
		     });
}

void challenge_stamps(struct ui *ui, const struct challenge *challenge, int size, int in_a_row)
{
	int steps = challenge->form->step_count, gap = size >= 100 ? UI_GAP_LARGE : UI_GAP_SMALL;

	ui_column(ui, (struct ui_box){.gap = gap});
	for (int i = 0; i < steps; i++) {
		if (i % in_a_row == 0)
			ui_row(ui,
				(struct ui_box){.gap = gap, .justify = UI_CENTRE, .stays = true});
		stamp(ui, challenge, i, size);
		if (i % in_a_row == in_a_row - 1 || i == steps - 1)
			ui_close(ui);
	}
	ui_close(ui);
}

/* ---- on the visitor's own page ---- */

static const char *what_is_next(struct ui *ui, const struct challenge *challenge)
{
	switch (challenge->answer) {
	case CHALLENGE_STAMP:
		return challenge->stamps.count == 0 ? _("Take part: a stamp for each day")
						    : _("Your stamp for today is waiting");
	case CHALLENGE_COMPLETE:
		return _("You did it!");
	case CHALLENGE_STAMPED:
	case CHALLENGE_NOT_BEGUN:
	case CHALLENGE_OVER:
		break;
	}
	return challenge_count(ui, challenge);
}

void challenge_card(struct ui *ui, const struct challenge *challenge, int action)
{
	ui_card(ui,
		(struct ui_box){.gap = UI_GAP_SMALL,
			.padding = UI_GAP_LARGE,
			.tone = UI_WHITE,
			.radius = 32,
			.shadow = true},
		action, 0);
	ui_foreign(ui_text(ui, UI_TITLE, challenge_title(challenge)));
	ui_text(ui, UI_BODY, what_is_next(ui, challenge));
	challenge_stamps(ui, challenge, CARD_STAMP_SIZE, CARD_IN_A_ROW);
	ui_close(ui);
}

void challenge_button(struct ui *ui, const struct challenge *challenge, int action)
{
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY, challenge_title(challenge), action, 0)),
		"star-fill");
}
