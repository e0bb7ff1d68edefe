/* What is really painted: the list once without and once with its texts and icons. Where the two differ
 * there is ink; what it is seen against is the pixel below it (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11). */
#include <math.h>
#include <string.h>

#include "ui/audit_internal.h"
#include "ui/language.h"

#define TEXT_CONTRAST 4.5
#define LARGE_CONTRAST 3.0 /* bold and UI_TITLE or more; also of what is no text */
#define HIGH_CONTRAST 7.0  /* in the theme of high contrast */
#define FAINT_CONTRAST 1.12

enum {
	OUTSIDE_DP = 5, /* from a control, outwards: where its shadow is faint */
	INSIDE_DP = 8,  /* its border and a little of what is in it */
	STRONG_PART = 2,
	QUIET_PART = 60,
	FADES_PX = 6,
	SHADOW_PX = 48,   /* of what stands above */
	FAINT_PART = 200, /* of a drawing: more than the edges of its shapes are */
};

/* The two pictures of the list. */
static SDL_Surface *whole, *bare;

/* ---- light ---- */

static double linear(uint32_t channel)
{
	static double table[256];

	if (table[255] == 0)
		for (int i = 0; i < 256; i++) {
			double part = i / 255.0;
			table[i] =
				part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
		}
	return table[channel];
}

static double luminance(uint32_t colour)
{
	return 0.2126 * linear(colour >> 16 & 0xFF) + 0.7152 * linear(colour >> 8 & 0xFF) +
	       0.0722 * linear(colour & 0xFF);
}

static double contrast(uint32_t a, uint32_t b)
{
	double one = luminance(a), other = luminance(b);

	return one > other ? (one + 0.05) / (other + 0.05) : (other + 0.05) / (one + 0.05);
}

static uint32_t pixel(const SDL_Surface *surface, int x, int y)
{
	const char *row = (const char *)surface->pixels + y * surface->pitch;

	return ((const uint32_t *)row)[x] & 0xFFFFFF;
}

static bool is_ink(int x, int y)
{
	return pixel(whole, x, y) != pixel(bare, x, y);
}

/* ---- texts and icons ---- */

struct ink {
	uint32_t colour; /* where a stroke covers what is below it */
	double strongest, least;
};

#define FOR_PIXELS(rect, x, y)                                                                     \
	for (int y = (rect).y; y < (rect).y + (rect).h; y++)                                       \
		for (int x = (rect).x; x < (rect).x + (rect).w; x++)

static struct ink look_at_ink(SDL_Rect rect)
{
	struct ink ink = {.least = 21};
	uint32_t last = 0xFFFFFFFF, last_colour = 0;

	FOR_PIXELS(rect, x, y)
	{
		uint32_t colour = pixel(whole, x, y), below = pixel(bare, x, y);
		if (colour == below || (colour == last_colour && below == last))
			continue;
		last_colour = colour;
		last = below;
		double here = contrast(colour, below);
		if (here > ink.strongest) {
			ink.strongest = here;
			ink.colour = colour;
		}
	}
	last = 0xFFFFFFFF;
	FOR_PIXELS(rect, x, y)
	{
		uint32_t below = pixel(bare, x, y);
		if (below == last || !is_ink(x, y))
			continue;
		last = below;
		ink.least = fmin(ink.least, contrast(ink.colour, below));
	}
	return ink;
}

static double contrast_wanted(const struct ui *ui, const struct ui_node *node)
{
	if (node->kind != NODE_TEXT)
		return LARGE_CONTRAST;
	if (ui->reading.contrast)
		return HIGH_CONTRAST;
	return node->bold && node->size >= UI_TITLE ? LARGE_CONTRAST : TEXT_CONTRAST;
}

static void look_at_contrast(struct ui_audit *audit, int index, SDL_Rect rect)
{
	const struct ui_node *node = &audit->ui->nodes[index];
	struct ink ink = look_at_ink(rect);

	if (ink.strongest == 0)
		audit_found(audit, index, "cannot be seen");
	else if (ink.least < contrast_wanted(audit->ui, node) - 0.005)
		audit_found(audit, index, "has too little contrast");
}

/* A letter that is cut has ink in the first or last row of its picture. */
static bool has_strong_ink_in_row(SDL_Rect rect, int y)
{
	for (int x = rect.x; x < rect.x + rect.w; x++)
		if (is_ink(x, y) && contrast(pixel(whole, x, y), pixel(bare, x, y)) >
					    TEXT_CONTRAST / STRONG_PART)
			return true;
	return false;
}

static void look_at_text(struct ui_audit *audit, int index, SDL_Rect rect)
{
	if (has_strong_ink_in_row(rect, rect.y) || has_strong_ink_in_row(rect, rect.y + rect.h - 1))
		audit_found(audit, index, "has letters that are cut");
}

static void look_at_leaf(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	const struct ui_node *button = style_button_above(ui, node);
	const SDL_Rect screen = {0, 0, ui->width, ui->height};
	SDL_Rect rect = audit_rect(node);

	if (!node->text || !*node->text || (button && button->disabled))
		return;
	if (node->kind == NODE_TEXT)
		rect = paint_place_text(ui, node).rect;
	if (!SDL_IntersectRect(&rect, &screen, &rect))
		return;
	look_at_contrast(audit, index, rect);
	if (node->kind == NODE_TEXT)
		look_at_text(audit, index, rect);
}

/* ---- controls ---- */

/* A place on one of the four sides, and the way out of the control. */
struct edge {
	int x, y, out_x, out_y;
};

static struct edge edge_at(SDL_Rect rect, int number)
{
	int part = 1 + number / 4, right = rect.x + rect.w - 1, bottom = rect.y + rect.h - 1;

	switch (number % 4) {
	case 0:
		return (struct edge){rect.x + rect.w * part / 4, rect.y, 0, -1};
	case 1:
		return (struct edge){rect.x + rect.w * part / 4, bottom, 0, 1};
	case 2:
		return (struct edge){rect.x, rect.y + rect.h * part / 4, -1, 0};
	default:
		return (struct edge){right, rect.y + rect.h * part / 4, 1, 0};
	}
}

/* -1: the outside is not on the screen. */
static double contrast_at(const struct ui *ui, struct edge edge)
{
	int out = ui_px(ui, OUTSIDE_DP), x = edge.x + out * edge.out_x,
	    y = edge.y + out * edge.out_y;
	double best = 0;

	if (x < 0 || y < 0 || x >= bare->w || y >= bare->h)
		return -1;
	for (int depth = 0; depth <= ui_px(ui, INSIDE_DP); depth++)
		best = fmax(
			best, contrast(pixel(bare, x, y), pixel(bare, edge.x - depth * edge.out_x,
								  edge.y - depth * edge.out_y)));
	return best;
}

static void look_at_control(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];
	const SDL_Rect screen = {0, 0, audit->ui->width, audit->ui->height};
	SDL_Rect rect = audit_rect(node);
	int good = 0, seen = 0;

	if (node->disabled || !SDL_IntersectRect(&rect, &screen, &rect))
		return;
	for (int i = 0; i < 12; i++) {
		double here = contrast_at(audit->ui, edge_at(rect, i));
		seen += here >= 0;
		good += here >= LARGE_CONTRAST;
	}
	if (good * 2 < seen)
		audit_found(audit, index, "has an edge that cannot be seen");
}

/* Of two rings one is seen on whatever it lies. */
static void look_at_ring(struct ui_audit *audit, int index)
{
	const struct theme *theme = audit->ui->theme;
	uint32_t below = style_tone(audit->ui, audit->ui->nodes[index].on)->fill;

	if (contrast(theme->ring_outer, below) < LARGE_CONTRAST &&
		contrast(theme->ring_inner, below) < LARGE_CONTRAST)
		audit_found(audit, index, "has a focus ring that cannot be seen");
}

/* ---- pictures ---- */

static bool is_plain(SDL_Rect rect)
{
	uint32_t first = pixel(whole, rect.x, rect.y);

	FOR_PIXELS(rect, x, y)
	if (pixel(whole, x, y) != first)
		return false;
	return true;
}

/* White on paper: there, and not to be seen. A shadow that falls there is no part: it fades. */
static bool has_faint_part(SDL_Rect rect)
{
	int clear = rect.h / 3 < SHADOW_PX ? rect.h / 3 : SHADOW_PX;
	uint32_t below = pixel(whole, rect.x, rect.y + clear), last = below;
	int faint = 0;
	bool is_faint = false;

	FOR_PIXELS(rect, x, y)
	{
		uint32_t here = pixel(whole, x, y);
		if (here != last)
			is_faint = here != below && contrast(here, below) < FAINT_CONTRAST;
		last = here;
		faint += is_faint && y > rect.y + FADES_PX && pixel(whole, x, y - FADES_PX) == here;
	}
	return faint > rect.w * rect.h / FAINT_PART;
}

static bool is_near_end(int at, int from, int length, int near)
{
	return at < from + near || at >= from + length - near;
}

/* Nothing dark at the edge, whatever the theme; only a round corner of its card, or a ticket's notch, may
 * reach into a corner. */
static bool has_quiet_zone(SDL_Rect rect)
{
	int margin = rect.w / QUIET_PART;

	FOR_PIXELS(rect, x, y)
	{
		bool corner = is_near_end(x, rect.x, rect.w, margin) &&
			      is_near_end(y, rect.y, rect.h, margin);
		bool edge = is_near_end(x, rect.x, rect.w, margin) ||
			    is_near_end(y, rect.y, rect.h, margin);

		if (edge && !corner && pixel(whole, x, y) != 0xFFFFFF)
			return false;
	}
	return true;
}

static void look_at_picture(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	const SDL_Rect screen = {0, 0, ui->width, ui->height};
	SDL_Rect rect = audit_rect(node);

	if (!SDL_IntersectRect(&rect, &screen, &rect))
		return;
	if (node->kind == NODE_SPINES &&
		(!ui->theme->art || rect.h < ui_px(ui, node->box.height) / 2))
		return;
	if (is_plain(rect))
		audit_found(audit, index, "is a picture with nothing in it");
	else if (node->kind == NODE_SPINES && has_faint_part(rect))
		audit_found(audit, index, "has a part that cannot be seen");
	else if (node_is_code(node) && !has_quiet_zone(rect))
		audit_found(audit, index, "is a code without white around it");
}

/* ---- the two paintings ---- */

static bool is_leaf(const struct ui_node *node)
{
	return node->kind == NODE_TEXT || node->kind == NODE_ICON;
}

static void paint_bare(struct ui *ui)
{
	static const char *texts[UI_NODES_MAX];

	for (int i = 0; i < ui->count; i++) {
		texts[i] = ui->nodes[i].text;
		if (is_leaf(&ui->nodes[i]))
			ui->nodes[i].text = ui->nodes[i].kind == NODE_TEXT ? "" : NULL;
	}
	paint_damage(ui);
	for (int i = 0; i < ui->count; i++)
		ui->nodes[i].text = texts[i];
}

/* The picture without texts is kept from one look to the next: its memory, not what is on it. */
static bool keep_bare(struct ui_audit *audit)
{
	const struct ui *ui = audit->ui;
	bool kept = true;

	if (!audit->bare || audit->bare->w != ui->surface->w || audit->bare->h != ui->surface->h) {
		SDL_FreeSurface(audit->bare);
		audit->bare = SDL_DuplicateSurface(ui->surface);
		return audit->bare && SDL_SetClipRect(audit->bare, NULL);
	}
	for (int i = 0; i < ui->damage_count; i++) {
		SDL_Rect to = ui->damage[i];
		kept = kept && SDL_BlitSurface(ui->surface, &to, audit->bare, &to) == 0;
	}
	return kept;
}

/* ---- what was not looked at before ---- */

static uint64_t mix(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 29;
}

static uint64_t look_of(const struct ui_audit *audit, const struct ui_node *node)
{
	const struct ui *ui = audit->ui;
	uint64_t look = paint_hash(ui, node);

	look = mix(look, (uint64_t)node->x << 32 | (uint64_t)node->y);
	look = mix(look, (uint64_t)node->width << 32 | (uint64_t)node->height);
	look = mix(look,
		(uint64_t)(ui->reading.bigger | ui->reading.contrast << 1 | ui->reading.low << 2));
	for (const char *at = ui->screen; at && *at; at++)
		look = mix(look, (uint64_t)*at);
	for (const char *at = ui_language()->code; *at; at++)
		look = mix(look, (uint64_t)*at);
	return look;
}

static bool is_picture(const struct ui_node *node)
{
	return node_is_code(node) || node->kind == NODE_LOGO || node->kind == NODE_SPINES;
}

/* Returns how many there are. */
static int find_new(struct ui_audit *audit)
{
	const struct ui_audit_report *report = &audit->report;
	int count = 0;

	FOR_SEEN(audit, i)
	{
		const struct ui_node *node = &audit->ui->nodes[i];
		audit->is_new[i] =
			(is_leaf(node) || is_picture(node) || node->action) &&
			(!report->is_new || report->is_new(report->context, look_of(audit, node)));
		count += audit->is_new[i];
	}
	return count;
}

static void look_at_node(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];

	if (is_leaf(node))
		look_at_leaf(audit, index);
	else if (is_picture(node))
		look_at_picture(audit, index);
	if (node->action)
		look_at_control(audit, index);
	if (node->action && !node->disabled)
		look_at_ring(audit, index);
}

void ui_audit_pixels(struct ui_audit *audit)
{
	struct ui *ui = audit->ui;

	if (find_new(audit) == 0)
		return;
	paint_choose(ui, audit->is_new);
	paint_bare(ui);
	if (!keep_bare(audit))
		return;
	bare = audit->bare;
	paint_damage(ui);
	whole = ui->surface;
	FOR_SEEN(audit, i)
	if (audit->is_new[i])
		look_at_node(audit, i);
}

void ui_audit_paint(struct ui_audit *audit)
{
	paint_changes(audit->ui);
}
