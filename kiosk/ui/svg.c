/* Text of an SVG file, shape by shape an outline. FreeType says which pixels of a line are inside and how
 * far, and only these are looked at. */
#include "ui/svg.h"

#include <ft2build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

#include "ui/internal.h"
#include "ui/svg_outline.h"

enum { PATH_BYTES_MAX = 4096, SIDE_MAX = 4096, COLOUR_NONE = -1, SUBPIXELS = 64 };

struct paint {
	long fill; /* 0xRRGGBB or COLOUR_NONE */
	long stroke;
	double stroke_width;
	bool round_ends, round_joins;
};

struct drawing_board {
	FT_Library library;
	SDL_Surface *surface;
	Uint32 colour;
	FT_Matrix matrix; /* from SVG's units, 1/64 each, about the middle ... */
	FT_Vector middle; /* ... which lies here in the file, and in the picture there: */
	FT_Vector moved;
	const struct svg_wish *wish;
	struct svg_outline outline;
};

size_t svg_read(const struct ui *ui, const char *folder, const char *name, char text[SVG_BYTES_MAX])
{
	char path[640];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%s.svg", ui->assets, folder, name);
	file = fopen(path, "rb");
	if (!file)
		return 0;
	length = fread(text, 1, SVG_BYTES_MAX - 1, file);
	fclose(file);
	text[length] = '\0';
	return length;
}

/* ---- tags ---- */

/* The value of NAME="VALUE" in a tag, NULL: it has none. `tag` ends with '>'. */
static const char *attribute(const char *tag, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = tag; *at && *at != '>'; at++)
		if (*at == ' ' && strncmp(at + 1, name, length) == 0 &&
			strncmp(at + 1 + length, "=\"", 2) == 0)
			return at + 1 + length + 2;
	return NULL;
}

static double number_of(const char *tag, const char *name)
{
	const char *value = attribute(tag, name);

	return value ? strtod(value, NULL) : 0;
}

static bool says(const char *tag, const char *name, const char *word)
{
	const char *value = attribute(tag, name);

	return value && strncmp(value, word, strlen(word)) == 0 && value[strlen(word)] == '"';
}

static void read_colour(const char *tag, const char *name, long *colour)
{
	const char *value = attribute(tag, name);

	if (value)
		*colour = *value == '#' ? strtol(value + 1, NULL, 16) : COLOUR_NONE;
}

/* What a tag says of it; the rest is as it was around it. */
static struct paint paint_of(const char *tag, struct paint around)
{
	struct paint paint = around;

	read_colour(tag, "fill", &paint.fill);
	read_colour(tag, "stroke", &paint.stroke);
	if (attribute(tag, "stroke-width"))
		paint.stroke_width = number_of(tag, "stroke-width");
	paint.round_ends |= says(tag, "stroke-linecap", "round");
	paint.round_joins |= says(tag, "stroke-linejoin", "round");
	return paint;
}

/* ---- shapes as paths ---- */

static bool path_of_path(const char *tag, char path[PATH_BYTES_MAX])
{
	const char *data = attribute(tag, "d"), *end = data ? strchr(data, '"') : NULL;

	if (!end || end - data >= PATH_BYTES_MAX)
		return false;
	memcpy(path, data, (size_t)(end - data));
	path[end - data] = '\0';
	return true;
}

static bool path_of_circle(const char *tag, char path[PATH_BYTES_MAX])
{
	double radius = number_of(tag, "r");

	snprintf(path, PATH_BYTES_MAX, "M%f %fa%f %f 0 0 1 %f 0a%f %f 0 0 1 %f 0z",
		number_of(tag, "cx") - radius, number_of(tag, "cy"), radius, radius, 2 * radius,
		radius, radius, -2 * radius);
	return true;
}

static bool path_of_rect(const char *tag, char path[PATH_BYTES_MAX])
{
	double round = number_of(tag, "rx");
	double across = number_of(tag, "width") - 2 * round;
	double down = number_of(tag, "height") - 2 * round;

	snprintf(path, PATH_BYTES_MAX,
		"M%f %fh%fa%f %f 0 0 1 %f %fv%fa%f %f 0 0 1 %f %fh%fa%f %f 0 0 1 %f %fv%f"
		"a%f %f 0 0 1 %f %fz",
		number_of(tag, "x") + round, number_of(tag, "y"), across, round, round, round,
		round, down, round, round, -round, round, -across, round, round, -round, -round,
		-down, round, round, round, -round);
	return true;
}

/* ---- ink ---- */

static FT_Pos subpixels(double value)
{
	return (FT_Pos)lround(value * SUBPIXELS);
}

static bool make_outline(struct drawing_board *board, FT_Outline *made)
{
	const struct svg_outline *outline = &board->outline;

	if (FT_Outline_New(board->library, (FT_UInt)outline->point_count, outline->contour_count,
		    made) != 0)
		return false;
	for (int i = 0; i < outline->point_count; i++) {
		made->points[i] = (FT_Vector){
			subpixels(outline->points[i].x), -subpixels(outline->points[i].y)};
		made->tags[i] =
			outline->points[i].is_control ? FT_CURVE_TAG_CUBIC : FT_CURVE_TAG_ON;
	}
	for (int i = 0; i < outline->contour_count; i++)
		made->contours[i] = (short)outline->ends[i];
	return true;
}

/* A line becomes the outline of its ink. */
static bool stroke_outline(
	struct drawing_board *board, const struct paint *paint, FT_Outline *outline)
{
	FT_Stroker stroker;
	FT_Outline stroked;
	FT_UInt points = 0, contours = 0;
	bool done;

	if (FT_Stroker_New(board->library, &stroker) != 0)
		return false;
	FT_Stroker_Set(stroker, subpixels(paint->stroke_width / 2),
		paint->round_ends ? FT_STROKER_LINECAP_ROUND : FT_STROKER_LINECAP_BUTT,
		paint->round_joins ? FT_STROKER_LINEJOIN_ROUND : FT_STROKER_LINEJOIN_MITER_FIXED,
		4 << 16);
	done = FT_Stroker_ParseOutline(stroker, outline, !board->outline.closed) == 0 &&
	       FT_Stroker_GetCounts(stroker, &points, &contours) == 0 &&
	       FT_Outline_New(board->library, points, (FT_Int)contours, &stroked) == 0;
	if (done) {
		stroked.n_points = stroked.n_contours = 0;
		FT_Stroker_Export(stroker, &stroked);
		FT_Outline_Done(board->library, outline);
		*outline = stroked;
	}
	FT_Stroker_Done(stroker);
	return done;
}

static Uint32 over(Uint32 below, Uint32 colour, unsigned cover)
{
	unsigned under = (below >> 24) * (255 - cover) / 255, alpha = cover + under;
	Uint32 mixed = alpha << 24;

	if (under == 0)
		return mixed | colour;
	for (int shift = 0; shift <= 16; shift += 8)
		mixed |=
			(((colour >> shift & 255) * cover + (below >> shift & 255) * under) / alpha)
			<< shift;
	return mixed;
}

static void lay_over(Uint32 *row, const FT_Span *span, Uint32 colour)
{
	for (int x = span->x; x < span->x + span->len; x++)
		row[x] = over(row[x], colour, span->coverage);
}

/* FreeType counts lines from the bottom. */
static void lay_line_over(int y, int count, const FT_Span *spans, void *context)
{
	struct drawing_board *board = context;
	SDL_Surface *surface = board->surface;
	Uint32 *row = (Uint32 *)(void *)((Uint8 *)surface->pixels +
					 (ptrdiff_t)(surface->h - 1 - y) * surface->pitch);

	for (int i = 0; i < count; i++)
		if (spans[i].coverage > 0)
			lay_over(row, &spans[i], board->colour);
}

static bool ink(struct drawing_board *board, FT_Outline *outline, long colour)
{
	FT_Raster_Params lines = {
		.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
		.gray_spans = lay_line_over,
		.user = board,
		.clip_box = {0, 0, board->surface->w, board->surface->h}};

	FT_Outline_Translate(outline, -board->middle.x, board->middle.y);
	FT_Outline_Transform(outline, &board->matrix);
	FT_Outline_Translate(outline, board->moved.x, board->moved.y);
	board->colour = (board->wish->tinted ? board->wish->tint : (Uint32)colour) & 0xFFFFFF;
	return FT_Outline_Render(board->library, outline, &lines) == 0;
}

static bool draw_shape(struct drawing_board *board, const struct paint *paint, const char *path)
{
	FT_Outline outline;
	bool done = svg_outline_read(&board->outline, path);

	if (done && paint->fill != COLOUR_NONE && (done = make_outline(board, &outline))) {
		done = ink(board, &outline, paint->fill);
		FT_Outline_Done(board->library, &outline);
	}
	if (done && paint->stroke != COLOUR_NONE && (done = make_outline(board, &outline))) {
		done = stroke_outline(board, paint, &outline) &&
		       ink(board, &outline, paint->stroke);
		FT_Outline_Done(board->library, &outline);
	}
	return done;
}

/* ---- the file ---- */

static const struct {
	const char *name;
	bool (*path)(const char *tag, char path[PATH_BYTES_MAX]);
} shapes[] = {{"path ", path_of_path}, {"circle ", path_of_circle}, {"rect ", path_of_rect}};

static bool take_shape(struct drawing_board *board, const char *tag, struct paint around)
{
	char path[PATH_BYTES_MAX];
	struct paint paint = paint_of(tag, around);

	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (strncmp(tag, shapes[i].name, strlen(shapes[i].name)) == 0)
			return shapes[i].path(tag, path) && draw_shape(board, &paint, path);
	return false;
}

static bool draw_all(struct drawing_board *board, const char *text)
{
	const struct paint plain = {.stroke = COLOUR_NONE, .stroke_width = 1};
	struct paint file = plain, group = plain;
	bool done = true;

	for (const char *tag = strchr(text, '<'); tag && done; tag = strchr(tag, '<')) {
		tag++;
		if (strncmp(tag, "svg", 3) == 0)
			group = file = paint_of(tag, plain);
		else if (strncmp(tag, "g>", 2) == 0 || strncmp(tag, "g ", 2) == 0)
			group = paint_of(tag, file);
		else if (strncmp(tag, "/g", 2) == 0)
			group = file;
		else if (*tag != '/' && *tag != '!')
			done = take_shape(board, tag, group);
	}
	return done;
}

/* From the middle of the view box to the middle of the picture. */
static bool aim(struct drawing_board *board, const char *text, const struct svg_wish *wish)
{
	const char *box = attribute(text, "viewBox");
	double width, height, angle = -wish->turn * M_PI / 180;

	if (!box || sscanf(box, "0 0 %lf %lf", &width, &height) != 2 || width <= 0 || height <= 0)
		return false;
	double across = wish->width / width * (wish->flipped ? -1 : 1);
	double up = wish->height / height;

	board->matrix = (FT_Matrix){lround(cos(angle) * across * 0x10000),
		lround(-sin(angle) * across * 0x10000), lround(sin(angle) * up * 0x10000),
		lround(cos(angle) * up * 0x10000)};
	board->middle = (FT_Vector){subpixels(width / 2), subpixels(height / 2)};
	board->moved = (FT_Vector){wish->width * SUBPIXELS / 2, wish->height * SUBPIXELS / 2};
	board->wish = wish;
	return true;
}

static void finish(struct drawing_board *board)
{
	if (board->library)
		FT_Done_FreeType(board->library);
	free(board);
}

static bool prepare(struct drawing_board *board, const struct svg_wish *wish)
{
	board->surface = SDL_CreateRGBSurfaceWithFormat(
		0, wish->width, wish->height, 32, SDL_PIXELFORMAT_ARGB8888);
	return board->surface && FT_Init_FreeType(&board->library) == 0;
}

SDL_Surface *svg_surface(const char *text, const struct svg_wish *wish)
{
	struct drawing_board *board;
	SDL_Surface *surface;

	if (wish->width <= 0 || wish->height <= 0 || wish->width > SIDE_MAX ||
		wish->height > SIDE_MAX)
		return NULL;
	board = calloc(1, sizeof(*board));
	if (!board)
		return NULL;
	bool done = prepare(board, wish) && aim(board, text, wish) && draw_all(board, text);
	surface = board->surface;
	finish(board);
	if (done)
		return surface;
	SDL_FreeSurface(surface);
	return NULL;
}

SDL_Texture *svg_draw(struct ui *ui, const char *text, const struct svg_wish *wish)
{
	SDL_Surface *surface = svg_surface(text, wish);
	SDL_Texture *texture = surface ? SDL_CreateTextureFromSurface(ui->renderer, surface) : NULL;

	if (texture)
		SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
	SDL_FreeSurface(surface);
	return texture;
}
