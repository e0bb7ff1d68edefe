/* What is touched: large enough, far enough from the next one, with a name to be spoken, each once,
 * and in the list in the order in which it is read. */
#include <string.h>

#include "ui/audit_internal.h"
#include "ui/language.h"

#define SIDE_MM 20.0
#define KEY_WIDTH_MM 15.0
#define GAP_MM 2.9
#define CODE_MM 40.0
#define BARS_MM 100.0
#define BARS_HIGH_MM 15.0
#define ROUNDING_MM 0.13 /* half a pixel */

static bool is_target(const struct ui_node *node)
{
	return audit_is_seen(node) && node->action != UI_ACTION_NONE;
}

static void look_at_size(struct ui_audit *audit, int index)
{
	const struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	double width_mm = node->is_key ? KEY_WIDTH_MM : SIDE_MM;

	if (audit_mm(ui, node->height) + ROUNDING_MM < SIDE_MM ||
		audit_mm(ui, node->width) + ROUNDING_MM < width_mm)
		audit_found(audit, index, "is too small to be touched");
}

/* Within reach of who sits. */
static void look_at_reach(struct ui_audit *audit, int index)
{
	const struct ui *ui = audit->ui;

	if (ui_is_low(ui) && ui->nodes[index].y < ui->height / 2)
		audit_found(audit, index, "is not in the lower half");
}

static int between(int from, int length, int other, int other_length)
{
	if (other >= from + length)
		return other - from - length;
	return other + other_length <= from ? from - other - other_length : 0;
}

static bool is_too_near(const struct ui *ui, const struct ui_node *a, const struct ui_node *b)
{
	int across = between(a->x, a->width, b->x, b->width);
	int down = between(a->y, a->height, b->y, b->height);

	return audit_mm(ui, across > down ? across : down) + ROUNDING_MM < GAP_MM;
}

/* ---- in the order in which it is read ---- */

/* From the start of a line; in a right-to-left language that is its right end. */
static bool is_before(const struct ui_node *a, const struct ui_node *b)
{
	bool from_right = ui_language()->right_to_left && !(a->unmirrored && b->unmirrored);

	return from_right ? a->x >= b->x + b->width : a->x + a->width <= b->x;
}

static bool is_above(const struct ui_node *a, const struct ui_node *b)
{
	return a->y + a->height <= b->y;
}

/* `next` stands in the list after `node`. Backwards: above it and not in a column further on, or
 * in the same line and before it. */
static bool goes_back(const struct ui_node *node, const struct ui_node *next)
{
	if (is_above(next, node))
		return !is_before(node, next);
	return !is_above(node, next) && is_before(next, node);
}

static void look_at_next(struct ui_audit *audit, int index)
{
	const struct ui_node *nodes = audit->ui->nodes;

	for (int i = nodes[index].end; i < audit->ui->count; i++) {
		if (!is_target(&nodes[i]))
			continue;
		if (goes_back(&nodes[index], &nodes[i]))
			audit_found(audit, i, "comes too late in the order of focus");
		return;
	}
}

/* ---- */

static void look_at_others(struct ui_audit *audit, int index)
{
	const struct ui *ui = audit->ui;
	const struct ui_node *nodes = ui->nodes, *node = &nodes[index];

	for (int i = index + 1; i < ui->count; i++) {
		if (!is_target(&nodes[i]))
			continue;
		if (node->action == nodes[i].action && node->index == nodes[i].index)
			audit_found(audit, i, "does the same as another");
		if (i < node->end)
			audit_found(audit, i, "is to be touched inside what is to be touched");
		else if (is_too_near(ui, node, &nodes[i]))
			audit_found(audit, i, "is too near to what else is to be touched");
	}
}

static bool says_nothing(const char *name)
{
	return name[strspn(name, " ")] == '\0';
}

static void look_at_name(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];
	bool speaks = is_target(node) || node->role == UI_ROLE_FIELD || node_is_code(node);
	char name[256] = "";

	if (!speaks)
		return;
	if (!node_is_code(node) && node->role != UI_ROLE_FIELD)
		build_name(audit->ui, index, name, sizeof(name));
	if (says_nothing(name) && (!node->spoken || says_nothing(node->spoken)))
		audit_found(audit, index, "has no name to be spoken");
}

static void look_at_code(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];
	int side = node->width < node->height ? node->width : node->height;
	double least = node->kind == NODE_QR ? CODE_MM : BARS_HIGH_MM;
	bool narrow = node->kind == NODE_BARCODE && audit_mm(audit->ui, node->width) < BARS_MM;

	if (node_is_code(node) && (narrow || audit_mm(audit->ui, side) < least))
		audit_found(audit, index, "is too small for a camera");
}

void audit_targets(struct ui_audit *audit)
{
	FOR_SEEN(audit, i)
	{
		look_at_name(audit, i);
		look_at_code(audit, i);
		if (!is_target(&audit->ui->nodes[i]))
			continue;
		look_at_size(audit, i);
		look_at_reach(audit, i);
		look_at_others(audit, i);
		look_at_next(audit, i);
	}
}
