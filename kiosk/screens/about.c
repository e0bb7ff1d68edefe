/* One line each, and marks beside each other: it is read while a child pulls at a sleeve. */
#include "screens/about.h"

#include "base/clock.h"
#include "base/text.h"
#include "rules/places.h"
#include "rules/spoken.h"
#include "screens/parts.h"
#include "screens/words.h"
#include "ui/language.h"
#include "ui/say.h"

enum { YEAR_MONTHS = 12, ADULT_YEARS = 18, MARK_ICON = 44, SPOKEN_MAX = 64 };

/* ---- for whom ---- */

struct ages {
	int from, to; /* 0: no end */
	bool in_months;
};

static struct ages ages_of(const struct session *session)
{
	int from = (int)session->setting[SETTING_AGE_FROM_MONTHS];
	int to = (int)session->setting[SETTING_AGE_TO_MONTHS];

	if (from % YEAR_MONTHS || to % YEAR_MONTHS)
		return (struct ages){from, to, true};
	return (struct ages){from / YEAR_MONTHS, to / YEAR_MONTHS, false};
}

static const char *with_ages(struct ui *ui, const char *sentence, const struct ages *ages)
{
	return ui_format(ui, sentence, "from", ui_number(ui, ages->from), "to",
		ui_number(ui, ages->to), NULL);
}

static const char *in_months(struct ui *ui, const struct ages *ages)
{
	unsigned long to = (unsigned long)ages->to;

	if (ages->from == 0)
		return with_ages(ui,
			language_counted(
				"For babies up to {to} month", "For babies up to {to} months", to),
			ages);
	return with_ages(ui,
		language_counted("For babies from {from} to {to} month",
			"For babies from {from} to {to} months", to),
		ages);
}

static const char *by_what_it_asks(const struct session *session)
{
	if (session_asks(session, PARTY_BABIES))
		return _("For babies, children and whoever brings them");
	return session_asks(session, PARTY_CHILDREN) ? _("For children and whoever brings them")
						     : _("For everyone");
}

const char *about_for_whom(struct ui *ui, const struct session *session)
{
	struct ages ages = ages_of(session);

	if (ages.in_months)
		return in_months(ui, &ages);
	if (ages.from == 0 && (ages.to == 0 || ages.to >= ADULT_YEARS))
		return by_what_it_asks(session);
	if (ages.to == 0)
		/* Translators: {from} is an age in years. */
		return with_ages(ui, _("For everyone from {from}"), &ages);
	if (ages.from == 0)
		/* Translators: {to} is an age in years. */
		return with_ages(ui, _("For babies and children up to {to}"), &ages);
	if (ages.to < ADULT_YEARS)
		/* Translators: {from} and {to} are ages in years. */
		return with_ages(ui, _("For children from {from} to {to}"), &ages);
	return with_ages(ui, _("For everyone from {from} to {to}"), &ages);
}

/* ---- languages ---- */

static const char *languages_of(struct ui *ui, uint64_t spoken)
{
	const char *names[SPOKEN_MAX], *name;
	int count = 0;

	for (int i = 0; (name = spoken_name(i)); i++)
		if (spoken >> i & 1)
			names[count++] = name;
	return ui_list(ui, names, count);
}

static void languages(struct ui *ui, const struct session *session)
{
	part_line(ui, "translate-bold", UI_BODY,
		/* Translators: languages by their own names, "English, Polski". */
		ui_format(ui, _("Spoken here: {languages}"), "languages",
			languages_of(ui, session->spoken), NULL));
}

/* ---- access ---- */

static const struct mark {
	const char *icon, *words;
} marks[SESSION_ACCESSES] = {
	[ACCESS_STEP_FREE] = {"wheelchair-bold", N_("Step-free")},
	[ACCESS_HEARING_LOOP] = {"speaker-high-bold", N_("Hearing loop")},
	[ACCESS_QUIET] = {"speaker-slash-bold", N_("Quiet")},
	[ACCESS_BSL] = {"hand-waving-bold", N_("Sign language")},
	[ACCESS_RELAXED] = {"heart-fill", N_("Relaxed")},
};

static void mark(struct ui *ui, const struct mark *mark)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_SMALL, .align = UI_CENTRE, .stays = true});
	ui_icon(ui, mark->icon, ui_reading(ui).bigger ? MARK_ICON * 3 / 2 : MARK_ICON);
	ui_text(ui, UI_BODY, _(mark->words));
	ui_close(ui);
}

static int marks_across(const struct ui *ui)
{
	return ui_is_portrait(ui) && !ui_reading(ui).bigger ? 2 : 1;
}

static int count_marks(int64_t access)
{
	return __builtin_popcountll((uint64_t)access);
}

static void access_marks(struct ui *ui, int64_t access)
{
	int across = marks_across(ui), shown = 0;

	for (int i = 0; i < SESSION_ACCESSES; i++) {
		if (!(access >> i & 1))
			continue;
		if (shown % across == 0)
			ui_row(ui, (struct ui_box){.gap = UI_GAP_WIDE, .stays = true});
		mark(ui, &marks[i]);
		if (++shown % across == 0)
			ui_close(ui);
	}
	if (shown % across != 0)
		ui_close(ui);
}

/* ---- all ---- */

static bool has_note(const struct session *session)
{
	return session_words(session, SESSION_ACCESS_NOTE)[0] != '\0';
}

/* A sentence may take two. */
int about_height(const struct session *session, int64_t now_ms)
{
	int sentences = (session->partner[0] != '\0') + (session->spoken != 0) + has_note(session) +
			!places_are_anybodys(session, now_ms) +
			(session->setting[SETTING_HELD_UNTIL_MS] != 0);

	return 2 * sentences + count_marks(session->setting[SETTING_ACCESS]);
}

const char *about_kept(struct ui *ui, const struct session *session, int64_t now_ms)
{
	int64_t until_ms = session->setting[SETTING_MEMBERS_UNTIL_MS];
	int64_t kept = session->setting[SETTING_MEMBERS_PLACES];

	if (places_are_anybodys(session, now_ms))
		return NULL;
	if (until_ms == 0)
		until_ms = session->starts_ms;
	/* Translators: {day} is "today", "tomorrow" or "Friday 4 December". */
	return ui_format(ui, _("Kept for members until {time} {day}: {count}"), "time",
		say_time(ui, until_ms), "day", say_day(ui, until_ms, now_ms), "count",
		ui_number(ui, (int)kept), NULL);
}

const char *about_held(struct ui *ui, const struct session *session, int64_t now_ms)
{
	int64_t until_ms = session->setting[SETTING_HELD_UNTIL_MS];

	if (until_ms == 0 || now_ms >= until_ms)
		return NULL;
	return ui_format(
		ui, _("We hold booked places until {time}."), "time", say_time(ui, until_ms), NULL);
}

static void sentence(struct ui *ui, const char *icon, const char *words)
{
	if (words)
		part_line(ui, icon, UI_BODY, words);
}

void about_lines(struct ui *ui, const struct session *session, int64_t now_ms)
{
	sentence(ui, "identification-card-fill", about_kept(ui, session, now_ms));
	sentence(ui, "clock-bold", about_held(ui, session, now_ms));
	if (session->partner[0])
		part_line(ui, "hand-heart-fill", UI_BODY,
			ui_format(ui, _("Together with {partner}"), "partner", session->partner,
				NULL));
	if (session->spoken)
		languages(ui, session);
	access_marks(ui, session->setting[SETTING_ACCESS]);
	if (has_note(session))
		session_directed(part_line(ui, "info-bold", UI_BODY,
					 session_words(session, SESSION_ACCESS_NOTE)),
			session, SESSION_ACCESS_NOTE);
}

const char *about_booking_opens(struct ui *ui, const struct session *session, int64_t now_ms)
{
	int64_t opens_ms = session->setting[SETTING_BOOKING_OPENS_MS];

	if (opens_ms == clock_day_start(opens_ms, 0))
		return ui_format(
			ui, _("Booking opens on {date}."), "date", say_date(ui, opens_ms), NULL);
	/* Translators: {day} is "today", "tomorrow" or "Friday 4 December". */
	return ui_format(ui, _("Booking opens at {time} {day}."), "time", say_time(ui, opens_ms),
		"day", say_day(ui, opens_ms, now_ms), NULL);
}
