/* The panel that everything is shown on: how many of its pixels a length takes, which way it stands,
 * how much has room on it. */
#include <math.h>

#include "ui/internal.h"

/* A short side below this is a small panel. */
enum { CROWDED_DP = 1000 };

int ui_px(const struct ui *ui, int dp)
{
	return (int)lround(dp * ui->scale);
}

bool ui_is_portrait(const struct ui *ui)
{
	return ui->height > ui->width;
}

bool ui_holds_bigger_low(const struct ui *ui)
{
	return ui_is_portrait(ui);
}

bool ui_is_low(const struct ui *ui)
{
	return ui->reading.low && (!ui->reading.bigger || ui_holds_bigger_low(ui));
}

bool ui_is_short(const struct ui *ui)
{
	return ui_is_low(ui) && !ui_is_portrait(ui);
}

bool ui_has_little_room(const struct ui *ui)
{
	return ui->reading.bigger && !ui_is_portrait(ui);
}

int ui_half_height(const struct ui *ui)
{
	return (int)ceil(ui->height / 2.0 / ui->scale);
}

bool ui_is_crowded(const struct ui *ui)
{
	int short_side = ui->width < ui->height ? ui->width : ui->height;

	return short_side / ui->scale < CROWDED_DP || ui->reading.bigger;
}
