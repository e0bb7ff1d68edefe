/* The outline of one shape of SVG: its path data ("M8 8h16a8 8 0 0 1 ...") as curves that FreeType fills
 * or strokes. All commands of SVG paths but T, which none of our files has. Internal to svg. */
#ifndef UI_SVG_OUTLINE_H
#define UI_SVG_OUTLINE_H

#include <stdbool.h>

enum { SVG_POINTS_MAX = 2048, SVG_CONTOURS_MAX = 64 };

struct svg_point {
	double x, y;
	bool is_control; /* of a cubic curve: always two, one after the other */
};

struct svg_outline {
	struct svg_point points[SVG_POINTS_MAX];
	int point_count;
	int ends[SVG_CONTOURS_MAX]; /* the last point of each contour */
	int contour_count;
	bool closed; /* the last contour */
};

/* False: it is no path, or too long for us. */
bool svg_outline_read(struct svg_outline *outline, const char *path);

#endif
