/* Days and times as the visitor's language says them. The table is i18n/dates, since the machine has
 * no locales; digits are always European. All are ui's own copies, valid until the next view. */
#ifndef UI_SAY_H
#define UI_SAY_H

#include <stdint.h>

struct ui;

/* "Friday 4 December", "Fri", "December", "10:30", "10:30–11:30". */
const char *say_date(struct ui *ui, int64_t instant_ms);
/* "4 December". */
const char *say_day_and_month(struct ui *ui, int64_t instant_ms);
const char *say_weekday_short(struct ui *ui, int64_t instant_ms);
const char *say_month(struct ui *ui, int64_t instant_ms); /* as it stands behind its day */
const char *say_month_alone(struct ui *ui, int month);    /* 1 to 12: "grudzień" */
const char *say_time(struct ui *ui, int64_t instant_ms);
const char *say_times(struct ui *ui, int64_t from_ms, int64_t until_ms);
/* "today", "tomorrow" or the date. */
const char *say_day(struct ui *ui, int64_t instant_ms, int64_t now_ms);

#endif
