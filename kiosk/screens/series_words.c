/* A day of the week is another word in each sentence, and in some languages bends the words around it:
 * so there are seven sentences. */
#include "screens/series_words.h"

#include "app/app.h"
#include "base/clock.h"
#include "rules/series.h"
#include "ui/language.h"
#include "ui/say.h"

static const char *const every[] = {
	N_("Every Sunday until {date}"),
	N_("Every Monday until {date}"),
	N_("Every Tuesday until {date}"),
	N_("Every Wednesday until {date}"),
	N_("Every Thursday until {date}"),
	N_("Every Friday until {date}"),
	N_("Every Saturday until {date}"),
};

struct series_span series_span_of(struct app *app, const struct session *first)
{
	struct session sessions[SERIES_MAX];
	struct series_span span = {0};

	if (!booking_is_open(first, app_now_ms(app)))
		return span;
	span.count = store_series(app_store(app), first, sessions, SERIES_MAX, &span.more);
	if (span.count == 0)
		return span;
	span.is_weekly = series_is_weekly(sessions, span.count);
	span.first_ms = sessions[0].starts_ms;
	span.last_ms = sessions[span.count - 1].starts_ms;
	return span;
}

const char *series_in_words(struct ui *ui, const struct series_span *span)
{
	const char *sentence = span->is_weekly ? _(every[clock_wall(span->first_ms).weekday])
					       : _("More dates until {date}");

	return ui_format(ui, sentence, "date", say_day_and_month(ui, span->last_ms), NULL);
}
