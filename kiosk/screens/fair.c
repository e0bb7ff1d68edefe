/* Nobody is told off: what one can do stands in the same sentence. */
#include "screens/fair.h"

#include "base/text.h"
#include "ui/language.h"
#include "ui/say.h"

enum { WORDS_BYTES_MAX = 400 };

static const char *with_count(struct ui *ui, const char *sentence, int64_t count)
{
	return ui_format(ui, sentence, "count", ui_number(ui, (int)count), NULL);
}

const char *fair_size_in_words(
	struct ui *ui, const struct session *session, enum booking_refusal refusal)
{
	const int64_t *setting = session->setting;

	if (refusal == BOOKING_TOO_LARGE_WHEN_FEW)
		return with_count(ui,
			_("Few places are left: one booking has room for {count} at most now, so "
			  "that more families get a turn. Other days may have more."),
			setting[SETTING_LARGEST_WHEN_FEW]);
	if (refusal == BOOKING_PARTY_TOO_LARGE)
		return with_count(ui,
			_("One booking has room for {count} at most, so that everybody gets a turn."),
			setting[SETTING_LARGEST_PARTY]);
	return NULL;
}

const char *fair_may_wait_in_words(struct ui *ui, const struct session *session)
{
	return with_count(ui,
		_("Few places are left: up to {count} can book together now, so that more families get "
		  "a turn. More of you can go on the waiting list."),
		session->setting[SETTING_LARGEST_WHEN_FEW]);
}

const char *fair_one_a_day_in_words(struct ui *ui, int64_t other_ms)
{
	return ui_format(ui,
		_("You have booked this for {time} that day. Each card has one time a day, so that "
		  "everybody gets a turn."),
		"time", say_time(ui, other_ms), NULL);
}

const char *fair_not_on_card_in_words(struct ui *ui, int64_t other_ms)
{
	return ui_format(ui,
		_("Your card has {time} that day already; each card has one time a day, so that "
		  "everybody gets a turn. Nothing is lost: this booking stays good with its ticket."),
		"time", say_time(ui, other_ms), NULL);
}

const char *fair_day_before_in_words(struct ui *ui, const struct session *session, int absences)
{
	char words[WORDS_BYTES_MAX] = "";
	const char *sentence = language_counted(
		"You were missed {count} time. Until you come again you can book this from the day "
		"before, {date}.",
		"You were missed {count} times. Until you come again you can book this from the day "
		"before, {date}.",
		(unsigned long)absences);

	text_append(words, sizeof(words),
		ui_format(ui, sentence, "count", ui_number(ui, absences), "date",
			say_date(ui, booking_day_before_ms(session)), NULL));
	if (session->door_places > 0) {
		text_append(words, sizeof(words), " ");
		text_append(
			words, sizeof(words), _("You can also just come: the door has places."));
	}
	return ui_format(ui, words, NULL);
}

const char *fair_missed_in_words(struct ui *ui, int absences, bool binds)
{
	unsigned long n = (unsigned long)absences;

	if (binds)
		return with_count(ui,
			language_counted(
				"You were missed {count} time. Until you come again you can "
				"book some events from the day before.",
				"You were missed {count} times. Until you come again you can book "
				"some events from the day before.",
				n),
			absences);
	return with_count(ui,
		language_counted("You were missed {count} time. If you cannot come, please cancel: "
				 "then somebody else gets the place.",
			"You were missed {count} times. If you cannot come, please cancel: then "
			"somebody else gets the place.",
			n),
		absences);
}

const char *fair_waits_in_a_row(struct ui *ui, const struct session *session)
{
	return with_count(ui,
		_("Few places left, for {count} at most: waiting list for all of you"),
		session->setting[SETTING_LARGEST_WHEN_FEW]);
}

const char *fair_in_a_row(
	struct ui *ui, const struct session *session, enum booking_refusal refusal)
{
	const int64_t *setting = session->setting;

	switch (refusal) {
	case BOOKING_TOO_MANY_PEOPLE:
	case BOOKING_TOO_MANY_OF_A_PART:
		return with_count(ui, _("Room for {count} at most"), session->places);
	case BOOKING_PARTY_TOO_LARGE:
		return with_count(
			ui, _("Room for {count} at most"), setting[SETTING_LARGEST_PARTY]);
	case BOOKING_TOO_LARGE_WHEN_FEW:
		return with_count(ui, _("Few places left: room for {count} at most"),
			setting[SETTING_LARGEST_WHEN_FEW]);
	case BOOKING_ONE_A_DAY:
		return _("You have booked another time that day.");
	case BOOKING_DAY_BEFORE:
		return ui_format(ui, _("You can book it from {date}."), "date",
			say_date(ui, booking_day_before_ms(session)), NULL);
	case BOOKING_ALLOWED:
	case BOOKING_SESSION_CANCELLED:
	case BOOKING_DROP_IN:
	case BOOKING_STARTED:
	case BOOKING_NOT_YET:
	case BOOKING_CLOSED:
	case BOOKING_NOT_A_PARTY:
	case BOOKING_CARD_BLOCKED:
	case BOOKING_REFUSALS:
		break;
	}
	return NULL;
}
