/* By the branch's hours of today. */
#include "screens/opening.h"

#include "app/app.h"
#include "base/clock.h"
#include "screens/parts.h"
#include "ui/language.h"
#include "ui/say.h"
#include "ui/ui.h"

static int64_t at_minute(int64_t now_ms, int minute)
{
	struct wall_time wall = clock_wall(now_ms);

	wall.hour = minute / 60;
	wall.minute = minute % 60;
	wall.second = 0;
	return clock_instant(wall);
}

const char *opening_in_words(const struct app *app, struct ui *ui)
{
	int64_t now_ms = app_now_ms(app);
	struct opening_hours hours = app_enrolment(app)->hours[clock_wall(now_ms).weekday];
	int64_t opens_ms = at_minute(now_ms, hours.opens_minute);
	int64_t closes_ms = at_minute(now_ms, hours.closes_minute);

	if (hours.opens_minute == hours.closes_minute || now_ms >= closes_ms)
		return _("Closed now");
	if (now_ms < opens_ms)
		return ui_format(
			ui, _("Opens at {time} today"), "time", say_time(ui, opens_ms), NULL);
	return ui_format(ui, _("Open until {time} today"), "time", say_time(ui, closes_ms), NULL);
}

const char *opening_moment(const struct app *app, struct ui *ui)
{
	/* Translators: "Friday 4 December, 10:04". */
	return ui_format(ui, _("{date}, {time}"), "date", say_date(ui, app_now_ms(app)), "time",
		say_time(ui, app_now_ms(app)), NULL);
}

void opening_and_branch(const struct app *app, struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .justify = UI_BETWEEN,
			   .align = UI_CENTRE,
			   .stays = true});
	part_branch(app, ui);
	ui_column(ui, (struct ui_box){.gap = UI_GAP_HAIR, .align = UI_END});
	if (ui_is_portrait(ui) && !ui_reading(ui).bigger)
		ui_text(ui, UI_BODY, opening_moment(app, ui));
	ui_text(ui, UI_BODY, opening_in_words(app, ui));
	ui_close(ui);
	ui_close(ui);
}
