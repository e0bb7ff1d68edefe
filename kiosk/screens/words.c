/* Parties, dates and codes as sentences, in the visitor's language. */
#include "screens/words.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "rules/answer_check.h"
#include "rules/booking.h"
#include "ui/language.h"
#include "ui/say.h"

enum { WORDS_BYTES_MAX = 400 };

static const char *count_in_words(struct ui *ui, enum party_part part, int count)
{
	unsigned long n = (unsigned long)count;
	const char *sentence = "";

	switch (part) {
	case PARTY_ADULTS:
		sentence = language_counted("{count} adult", "{count} adults", n);
		break;
	case PARTY_CHILDREN:
		sentence = language_counted("{count} child", "{count} children", n);
		break;
	case PARTY_BABIES:
		sentence = language_counted("{count} baby", "{count} babies", n);
		break;
	case PARTY_PRAMS:
		sentence = language_counted("{count} pram", "{count} prams", n);
		break;
	case PARTY_WHEELCHAIRS:
		sentence = language_counted("{count} wheelchair", "{count} wheelchairs", n);
		break;
	case PARTY_PARTS:
		break;
	}
	return ui_format(ui, sentence, "count", ui_number(ui, count), NULL);
}

const char *party_in_words(struct ui *ui, const struct party *party)
{
	char words[WORDS_BYTES_MAX] = "";

	for (int part = 0; part < PARTY_PARTS; part++) {
		if (party->count[part] == 0)
			continue;
		if (*words)
			/* Translators: between the parts of "1 adult, 2 children". */
			text_append(words, sizeof(words), _(", "));
		text_append(words, sizeof(words),
			count_in_words(ui, (enum party_part)part, party->count[part]));
	}
	return ui_format(ui, words, NULL);
}

static const char *families_before(struct ui *ui, int before)
{
	if (before == 0)
		return _("Nobody is before you.");
	if (before == 2)
		return _("Two families are before you.");
	if (before > FAMILIES_BEFORE_MAX)
		return ui_format(ui, _("More than {count} families are before you."), "count",
			ui_number(ui, FAMILIES_BEFORE_MAX), NULL);
	return ui_format(ui,
		language_counted("{count} family is before you.",
			"{count} families are before you.", (unsigned long)before),
		"count", ui_number(ui, before), NULL);
}

const char *line_in_words(struct ui *ui, const struct booking *booking)
{
	if (booking->state != BOOKING_WAITING || booking->in_line == 0)
		return "";
	return families_before(ui, booking->in_line - 1);
}

const char *waiting_in_words(struct ui *ui, const struct booking *booking)
{
	char words[WORDS_BYTES_MAX] = "";
	const char *line = line_in_words(ui, booking);

	text_append(words, sizeof(words), _("You are on the waiting list: you have no place yet."));
	if (*line) {
		text_append(words, sizeof(words), " ");
		text_append(words, sizeof(words), line);
	}
	if (booking->tell_me) {
		text_append(words, sizeof(words), " ");
		text_append(words, sizeof(words), _("We will tell you."));
	}
	return ui_format(ui, words, NULL);
}

const char *promoted_in_words(struct ui *ui, const struct session *session)
{
	return ui_format(ui, _("You have places now: {title} on {date}."), "title",
		session_words(session, SESSION_TITLE), "date", say_date(ui, session->starts_ms),
		NULL);
}

const char *not_kept_in_words(struct ui *ui, const struct session *session)
{
	return ui_format(ui,
		_("We are sorry: your booking for {title} on {date} could not be kept. Please ask "
		  "at the desk."),
		"title", session_words(session, SESSION_TITLE), "date",
		say_date(ui, session->starts_ms), NULL);
}

const char *session_words(const struct session *session, enum session_text which)
{
	return session_text(session, ui_language()->code, which);
}

struct ui_node *session_directed(
	struct ui_node *node, const struct session *session, enum session_text which)
{
	return session_says(session, ui_language()->code, which) ? node : ui_foreign(node);
}

struct ui_node *session_node(
	struct ui *ui, enum ui_size size, const struct session *session, enum session_text which)
{
	return session_directed(ui_text(ui, size, session_words(session, which)), session, which);
}

const char *session_when(struct ui *ui, const struct session *session)
{
	/* Translators: "Friday 4 December, 10:30–11:30". */
	return ui_format(ui, _("{date}, {times}"), "date", say_date(ui, session->starts_ms),
		"times", say_times(ui, session->starts_ms, session->ends_ms), NULL);
}

const char *session_starts(struct ui *ui, const struct session *session, int64_t now_ms)
{
	const char *sentence =
		session->starts_ms <= now_ms
			? _("Since {time} {day} · {room}")
			/* Translators: {day} is "today", "tomorrow" or "Friday 4 December". */
			: _("Starts at {time} {day} · {room}");

	return ui_format(ui, sentence, "time", say_time(ui, session->starts_ms), "day",
		say_day(ui, session->starts_ms, now_ms), "room",
		session_words(session, SESSION_ROOM), NULL);
}

const char *session_see_you(struct ui *ui, const struct session *session, int64_t now_ms)
{
	int64_t tomorrow_ms = clock_day_start(now_ms, 1);

	if (session->starts_ms < tomorrow_ms)
		return _("See you today.");
	if (session->starts_ms < clock_day_start(now_ms, 2))
		return _("See you tomorrow.");
	return ui_format(
		ui, _("See you on {date}."), "date", say_date(ui, session->starts_ms), NULL);
}

const char *date_in_words(struct ui *ui, struct calendar_date date)
{
	struct wall_time noon = {.year = 2001, .month = date.month, .day = 1, .hour = 12};

	/* Translators: a date of birth, "27 March 1990". */
	return ui_format(ui, _("{day} {month} {year}"), "day", ui_number(ui, date.day), "month",
		say_month(ui, clock_instant(noon)), "year", ui_number(ui, date.year), NULL);
}

const char *code_in_groups(struct ui *ui, const char *code)
{
	char groups[SHORT_CODE_TEXT + 4];

	/* In one line, however narrow its place. */
	snprintf(groups, sizeof(groups), "%.1s\u00A0%s", code, *code ? code + 1 : "");
	return ui_format(ui, groups, NULL);
}

const char *not_booked_in_words(enum booking_refusal refusal)
{
	switch (refusal) {
	case BOOKING_SESSION_CANCELLED:
		return _("Not booked: it is cancelled.");
	case BOOKING_DROP_IN:
		return _("You need no booking: just come.");
	case BOOKING_STARTED:
		return _("Not booked: it has started.");
	case BOOKING_NOT_YET:
		return _("Not booked: booking opens later.");
	case BOOKING_CLOSED:
		return _("Not booked: booking has closed.");
	case BOOKING_PARTY_TOO_LARGE:
	case BOOKING_TOO_MANY_OF_A_PART:
	case BOOKING_TOO_MANY_PEOPLE:
		return _("Not booked: there is no room for so many people.");
	case BOOKING_TOO_LARGE_WHEN_FEW:
		return _(
			"Not booked: few places are left. Fewer of you can book, or all of you wait.");
	case BOOKING_ONE_A_DAY:
		return _("Not booked: you have another time that day.");
	case BOOKING_DAY_BEFORE:
		return _("Not booked: you can book it from the day before.");
	case BOOKING_ALLOWED:
	case BOOKING_NOT_A_PARTY:
	case BOOKING_CARD_BLOCKED:
	case BOOKING_REFUSALS:
		break;
	}
	return _("Not booked: please ask at the desk.");
}
