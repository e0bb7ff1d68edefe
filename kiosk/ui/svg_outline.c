/* A pen goes from command to command; everything round becomes cubic curves. */
#include "ui/svg_outline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct pen {
	struct svg_outline *outline;
	const char *at; /* what is left of the path */
	double x, y, start_x, start_y;
	double control_x, control_y; /* of the curve before; S goes on from it */
	bool drawing, failed;
};

/* ---- what is written ---- */

static void skip_separators(struct pen *pen)
{
	pen->at += strspn(pen->at, " \t\r\n,");
}

static double number(struct pen *pen)
{
	char *end;

	skip_separators(pen);
	double value = strtod(pen->at, &end);
	pen->failed |= end == pen->at || !isfinite(value);
	pen->at = end;
	return value;
}

/* One digit, which nothing need separate from the next number. */
static bool flag(struct pen *pen)
{
	skip_separators(pen);
	pen->failed |= *pen->at != '0' && *pen->at != '1';
	return !pen->failed && *pen->at++ == '1';
}

static struct svg_point point(struct pen *pen, bool relative)
{
	double x = number(pen), y = number(pen);

	return (struct svg_point){x + (relative ? pen->x : 0), y + (relative ? pen->y : 0)};
}

/* ---- what is drawn ---- */

static void add(struct pen *pen, double x, double y, bool is_control)
{
	struct svg_outline *outline = pen->outline;

	if (outline->point_count == SVG_POINTS_MAX) {
		pen->failed = true;
		return;
	}
	outline->points[outline->point_count++] = (struct svg_point){x, y, is_control};
}

static void end_contour(struct pen *pen)
{
	struct svg_outline *outline = pen->outline;

	if (!pen->drawing)
		return;
	pen->drawing = false;
	if (outline->contour_count == SVG_CONTOURS_MAX) {
		pen->failed = true;
		return;
	}
	outline->ends[outline->contour_count++] = outline->point_count - 1;
}

static void begin_contour(struct pen *pen)
{
	if (pen->drawing)
		return;
	pen->drawing = true;
	pen->outline->closed = false;
	pen->start_x = pen->x;
	pen->start_y = pen->y;
	add(pen, pen->x, pen->y, false);
}

static void put_pen(struct pen *pen, double x, double y)
{
	pen->x = pen->control_x = x;
	pen->y = pen->control_y = y;
}

static void move_to(struct pen *pen, struct svg_point to)
{
	end_contour(pen);
	put_pen(pen, to.x, to.y);
}

static void line_to(struct pen *pen, struct svg_point to)
{
	begin_contour(pen);
	add(pen, to.x, to.y, false);
	put_pen(pen, to.x, to.y);
}

static void curve_to(
	struct pen *pen, struct svg_point first, struct svg_point second, struct svg_point to)
{
	begin_contour(pen);
	add(pen, first.x, first.y, true);
	add(pen, second.x, second.y, true);
	add(pen, to.x, to.y, false);
	put_pen(pen, to.x, to.y);
	pen->control_x = second.x;
	pen->control_y = second.y;
}

/* A quadratic curve as a cubic one. */
static void quadratic_to(struct pen *pen, struct svg_point control, struct svg_point to)
{
	struct svg_point first = {
		pen->x + (control.x - pen->x) * 2 / 3, pen->y + (control.y - pen->y) * 2 / 3};
	struct svg_point second = {
		to.x + (control.x - to.x) * 2 / 3, to.y + (control.y - to.y) * 2 / 3};

	curve_to(pen, first, second, to);
}

static void close_contour(struct pen *pen)
{
	end_contour(pen);
	pen->outline->closed = true;
	put_pen(pen, pen->start_x, pen->start_y);
}

/* ---- arcs (SVG 1.1, appendix F.6) ---- */

struct ellipse {
	double centre_x, centre_y, radius_x, radius_y;
	double turned; /* radians */
	double from, sweep;
};

static struct svg_point on_ellipse(const struct ellipse *ellipse, double across, double down)
{
	double x = ellipse->radius_x * across, y = ellipse->radius_y * down;
	double cosine = cos(ellipse->turned), sine = sin(ellipse->turned);

	return (struct svg_point){ellipse->centre_x + cosine * x - sine * y,
		ellipse->centre_y + sine * x + cosine * y};
}

/* In pieces of a quarter at most, which a cubic curve follows within a thousandth. */
static void follow(struct pen *pen, const struct ellipse *ellipse)
{
	int pieces = (int)ceil(fabs(ellipse->sweep) / (M_PI / 2) - 1e-9);
	double step = ellipse->sweep / pieces, reach = 4.0 / 3 * tan(step / 4);

	for (int i = 0; i < pieces; i++) {
		double from = ellipse->from + i * step, to = from + step;

		curve_to(pen,
			on_ellipse(ellipse, cos(from) - reach * sin(from),
				sin(from) + reach * cos(from)),
			on_ellipse(ellipse, cos(to) + reach * sin(to), sin(to) - reach * cos(to)),
			on_ellipse(ellipse, cos(to), sin(to)));
	}
}

/* Where the ellipse lies that goes through both ends; its radii grow if they do not reach. `ellipse` has
 * radii and turn. */
static void find_centre(struct ellipse *ellipse, const struct pen *pen, struct svg_point to,
	bool large, bool clockwise)
{
	double cosine = cos(ellipse->turned), sine = sin(ellipse->turned);
	double half_x = (pen->x - to.x) / 2, half_y = (pen->y - to.y) / 2;
	double x = (cosine * half_x + sine * half_y) / ellipse->radius_x;
	double y = (cosine * half_y - sine * half_x) / ellipse->radius_y;
	double square = x * x + y * y, away = 0;

	if (square > 1) {
		ellipse->radius_x *= sqrt(square);
		ellipse->radius_y *= sqrt(square);
		x /= sqrt(square);
		y /= sqrt(square);
	} else {
		away = sqrt(1 / square - 1) * (large == clockwise ? -1 : 1);
	}
	double centre_x = away * y, centre_y = -away * x;
	double begins = atan2(y - centre_y, x - centre_x);
	double ends = atan2(-y - centre_y, -x - centre_x);
	struct svg_point moved;

	ellipse->from = begins;
	ellipse->sweep = ends - begins;
	if (clockwise && ellipse->sweep < 0)
		ellipse->sweep += 2 * M_PI;
	else if (!clockwise && ellipse->sweep > 0)
		ellipse->sweep -= 2 * M_PI;
	moved = on_ellipse(ellipse, centre_x, centre_y);
	ellipse->centre_x = moved.x + (pen->x + to.x) / 2;
	ellipse->centre_y = moved.y + (pen->y + to.y) / 2;
}

static void arc_to(struct pen *pen, bool relative)
{
	struct ellipse ellipse = {0};

	ellipse.radius_x = fabs(number(pen));
	ellipse.radius_y = fabs(number(pen));
	ellipse.turned = number(pen) * M_PI / 180;
	bool large = flag(pen), clockwise = flag(pen);
	struct svg_point to = point(pen, relative);

	if (pen->failed || (to.x == pen->x && to.y == pen->y))
		return;
	if (ellipse.radius_x == 0 || ellipse.radius_y == 0) {
		line_to(pen, to);
		return;
	}
	find_centre(&ellipse, pen, to, large, clockwise);
	follow(pen, &ellipse);
}

/* ---- commands ---- */

static void smooth_curve_to(struct pen *pen, bool relative)
{
	struct svg_point first = {2 * pen->x - pen->control_x, 2 * pen->y - pen->control_y};
	struct svg_point second = point(pen, relative), to = point(pen, relative);

	curve_to(pen, first, second, to);
}

static void cubic_to(struct pen *pen, bool relative)
{
	struct svg_point first = point(pen, relative), second = point(pen, relative);

	curve_to(pen, first, second, point(pen, relative));
}

static void obey(struct pen *pen, char command, bool relative)
{
	struct svg_point control;

	switch (command) {
	case 'm':
		move_to(pen, point(pen, relative));
		break;
	case 'l':
		line_to(pen, point(pen, relative));
		break;
	case 'h':
		line_to(pen, (struct svg_point){number(pen) + (relative ? pen->x : 0), pen->y});
		break;
	case 'v':
		line_to(pen, (struct svg_point){pen->x, number(pen) + (relative ? pen->y : 0)});
		break;
	case 'c':
		cubic_to(pen, relative);
		break;
	case 's':
		smooth_curve_to(pen, relative);
		break;
	case 'q':
		control = point(pen, relative);
		quadratic_to(pen, control, point(pen, relative));
		break;
	case 'a':
		arc_to(pen, relative);
		break;
	default:
		pen->failed = true;
	}
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Numbers without a letter repeat the command; after M they are lines. */
static void read_commands(struct pen *pen)
{
	char letter = 0;

	for (skip_separators(pen); *pen->at && !pen->failed; skip_separators(pen)) {
		if (is_letter(*pen->at))
			letter = *pen->at++;
		else if (letter == 'm' || letter == 'M')
			letter = letter == 'm' ? 'l' : 'L';
		if (letter == 'z' || letter == 'Z') {
			close_contour(pen);
			letter = 0;
		} else {
			obey(pen, (char)(letter | 0x20), letter >= 'a');
		}
	}
}

bool svg_outline_read(struct svg_outline *outline, const char *path)
{
	struct pen pen = {.outline = outline, .at = path};

	outline->point_count = outline->contour_count = 0;
	outline->closed = false;
	read_commands(&pen);
	end_contour(&pen);
	return !pen.failed;
}
