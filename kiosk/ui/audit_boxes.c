/* Boxes: nothing off the screen, outside what it stands in, or on something else; rows that run as the
 * language does; no list that could be longer than a view; no sheet of which a third is empty. */
#include <stdlib.h>
#include <string.h>

#include "ui/audit_internal.h"
#include "ui/language.h"

enum {
	TOLERANCE_PX = 2, /* of places that are rounded */
	SHEET_PART = 4,   /* a box of at least this part of the screen is a sheet */
	EMPTY_PART = 3,
};

static bool may_stand_out(const struct ui_node *node)
{
	return node->kind == NODE_SPINES || node->kind == NODE_TEAR || node->kind == NODE_CARET;
}

static bool is_within(SDL_Rect rect, SDL_Rect around)
{
	return rect.x >= around.x - TOLERANCE_PX && rect.y >= around.y - TOLERANCE_PX &&
	       rect.x + rect.w <= around.x + around.w + TOLERANCE_PX &&
	       rect.y + rect.h <= around.y + around.h + TOLERANCE_PX;
}

static void look_at_place(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	SDL_Rect rect = audit_rect(node);

	if (node->overflows)
		audit_found(audit, index, "has no room for what is in it");
	if (index == 0 || !audit_is_drawn(ui, node) || rect.w <= 0 || rect.h <= 0)
		return;
	if (!is_within(rect, audit_rect(&ui->nodes[0])))
		audit_found(audit, index, "is off the screen");
	else if (!may_stand_out(node) && !is_within(rect, audit_rect(&ui->nodes[node->parent])))
		audit_found(audit, index, "stands out of its box");
}

static bool overlap(SDL_Rect a, SDL_Rect b)
{
	SDL_Rect both;

	return SDL_IntersectRect(&a, &b, &both) && both.w > TOLERANCE_PX && both.h > TOLERANCE_PX;
}

/* Neighbours in one box; what is in them stands in them. */
static void look_at_neighbours(struct ui_audit *audit, int index)
{
	const struct ui_node *nodes = audit->ui->nodes, *node = &nodes[index];

	if (index == 0 || may_stand_out(node))
		return;
	for (int i = node->end; i < nodes[node->parent].end; i = nodes[i].end)
		if (audit_is_seen(&nodes[i]) && !may_stand_out(&nodes[i]) &&
			overlap(audit_rect(node), audit_rect(&nodes[i])))
			audit_found(audit, index, "lies on what stands beside it");
}

/* ---- lists ---- */

/* What UI_LIST_FITS() counts with, for the longest list is seldom seen. */
static void look_at_list(struct ui_audit *audit, int index)
{
	const struct ui_node *nodes = audit->ui->nodes;
	int around = audit->ui->count;

	if (nodes[index].kind != NODE_PAGES)
		return;
	for (int i = index + 1; i < nodes[index].end; i = nodes[i].end) {
		int parts = nodes[i].is_pager ? 0 : nodes[i].end - i;

		around -= parts;
		if (parts > UI_ROW_NODES_MAX)
			audit_found(audit, i, "has more parts than a row may have");
	}
	if (around > UI_AROUND_NODES_MAX)
		audit_found(audit, index, "has more parts around it than a list may have");
}

/* ---- right to left ---- */

static bool has_own_words(const struct ui *ui, const struct ui_node *row)
{
	for (int i = (int)(row - ui->nodes) + 1; i < row->end; i++)
		if (audit_is_seen(&ui->nodes[i]) && audit_is_ours(ui, &ui->nodes[i]) &&
			language_has_right_to_left(ui->nodes[i].text))
			return true;
	return false;
}

/* The next thing in the same box that takes room. */
static int next_seen(const struct ui *ui, int index)
{
	int next = ui->nodes[index].end, end = ui->nodes[ui->nodes[index].parent].end;

	while (next < end && (!audit_is_seen(&ui->nodes[next]) || ui->nodes[next].width <= 0 ||
				     ui->nodes[next].kind == NODE_CARET))
		next = ui->nodes[next].end;
	return next < end ? next : -1;
}

/* Of two neighbours in a row the first is where the language starts to read. */
static void look_at_direction(struct ui_audit *audit, int index)
{
	const struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index], *row;
	bool right_to_left = ui_language()->right_to_left;
	int next;

	if (node->parent < 0 || node->kind == NODE_CARET)
		return;
	row = &ui->nodes[node->parent];
	next = next_seen(ui, index);
	if (next < 0 || row->kind != NODE_ROW || row->stacked || node->width <= 0)
		return;
	if (right_to_left == (ui->nodes[next].x < node->x))
		return;
	if (!right_to_left || has_own_words(ui, row))
		audit_found(audit, (int)(row - ui->nodes), "runs the wrong way");
}

static void look_at_icon(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];

	if (node->kind == NODE_ICON && node->text && !icon_mirrors(node->text) &&
		(strstr(node->text, "left") || strstr(node->text, "right")))
		audit_found(audit, index, "points the same way in every language");
}

/* ---- empty thirds ---- */

struct span {
	int from, to;
};

static int by_start(const void *a, const void *b)
{
	const struct span *one = a, *other = b;

	return one->from - other->from;
}

/* The longest part of `whole` in which there is nothing. */
static int longest_gap(struct span *spans, int count, struct span whole)
{
	int at = whole.from, longest = 0;

	qsort(spans, (size_t)count, sizeof(*spans), by_start);
	for (int i = 0; i < count; i++) {
		if (spans[i].from - at > longest)
			longest = spans[i].from - at;
		if (spans[i].to > at)
			at = spans[i].to;
	}
	return whole.to - at > longest ? whole.to - at : longest;
}

static struct span span_of(const struct ui *ui, const struct ui_node *node)
{
	SDL_Rect rect = audit_rect(node);

	if (audit_is_text(node))
		rect = paint_place_text((struct ui *)ui, node).rect;
	return (struct span){rect.y, rect.y + rect.h};
}

static bool is_sheet(const struct ui *ui, int index)
{
	const struct ui_node *node = &ui->nodes[index];
	int64_t area = (int64_t)node->width * node->height;

	return node_is_container(node) && area * SHEET_PART >= (int64_t)ui->width * ui->height &&
	       (index > 0) && (node->parent == 0 || audit_is_drawn(ui, node));
}

static void look_at_sheet(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *sheet = &ui->nodes[index];
	static struct span spans[UI_NODES_MAX];
	int count = 0;

	if (!is_sheet(ui, index) || audit->rest)
		return;
	for (int i = index + 1; i < sheet->end; i++)
		if (audit_is_seen(&ui->nodes[i]) && audit_is_drawn(ui, &ui->nodes[i]))
			spans[count++] = span_of(ui, &ui->nodes[i]);
	if (longest_gap(spans, count, (struct span){sheet->y, sheet->y + sheet->height}) *
			EMPTY_PART >
		sheet->height)
		audit_found(audit, index, "has an empty third");
}

void audit_boxes(struct ui_audit *audit)
{
	FOR_SEEN(audit, i)
	{
		look_at_place(audit, i);
		look_at_neighbours(audit, i);
		look_at_list(audit, i);
		look_at_direction(audit, i);
		look_at_icon(audit, i);
		look_at_sheet(audit, i);
	}
}
