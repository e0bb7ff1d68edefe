/* Which nodes there are to look at, and how a finding names one. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/audit_internal.h"

enum { NAME_BYTES = 400 };

bool audit_is_seen(const struct ui_node *node)
{
	return !node->hidden && !node->absent;
}

bool audit_is_text(const struct ui_node *node)
{
	return node->kind == NODE_TEXT && *node->text;
}

bool audit_is_drawn(const struct ui *ui, const struct ui_node *node)
{
	if (node->kind == NODE_SPACE)
		return false;
	if (node->kind == NODE_TEXT)
		return *node->text != '\0';
	if (!node_is_container(node))
		return true;
	return node->action || node->box.border || node->box.shadow ||
	       (node->box.tone != UI_CLEAR && node->box.tone != node->on);
}

bool audit_is_ours(const struct ui *ui, const struct ui_node *node)
{
	return audit_is_text(node) && !node->private && !node->foreign && !node->left_to_right &&
	       !ui->nodes[node->parent].is_key;
}

SDL_Rect audit_rect(const struct ui_node *node)
{
	return (SDL_Rect){node->x, node->y, node->width, node->height};
}

int audit_sheet_of(const struct ui *ui, int index)
{
	do
		index = ui->nodes[index].parent;
	while (index > 0 && !audit_is_drawn(ui, &ui->nodes[index]));
	return index;
}

double audit_mm(const struct ui *ui, int px)
{
	return px * 0.248 / ui->scale;
}

static void add_action(const struct ui *ui, const struct ui_node *node, char *name)
{
	char action[80] = "";

	if (node->action > 0 && node->action < ui->name_count)
		snprintf(action, sizeof(action), " #%s.%d", ui->names[node->action], node->index);
	else if (node->action)
		snprintf(action, sizeof(action), " #%d.%d", node->action, node->index);
	text_append(name, NAME_BYTES, action);
}

/* One line, whatever is in it. */
static void flatten(char *name)
{
	for (char *at = name; *at; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
}

/* A box is known by the first words in it. */
static void name_box(const struct ui *ui, int index, char name[NAME_BYTES])
{
	for (int i = index + 1; i < ui->nodes[index].end && !*name; i++)
		if (audit_is_seen(&ui->nodes[i]) && audit_is_text(&ui->nodes[i]))
			build_name(ui, i, name, NAME_BYTES);
	text_append(name, NAME_BYTES, "...");
}

static void name_node(const struct ui *ui, int index, char name[NAME_BYTES])
{
	const struct ui_node *node = &ui->nodes[index];

	if (node->kind == NODE_ICON)
		snprintf(name, NAME_BYTES, "icon %s", node->text ? node->text : "");
	else if (node_is_code(node))
		snprintf(name, NAME_BYTES, "code");
	else if (index == 0)
		snprintf(name, NAME_BYTES, "the screen");
	else if (node_is_container(node) && !node->action)
		name_box(ui, index, name);
	else
		build_name(ui, index, name, NAME_BYTES);
	add_action(ui, node, name);
	if (!*name)
		snprintf(name, NAME_BYTES, "node %d", index);
	flatten(name);
}

void audit_found(const struct ui_audit *audit, int index, const char *what)
{
	const struct ui_node *node = &audit->ui->nodes[index];
	char name[NAME_BYTES] = "";
	struct ui_audit_finding finding = {.what = what,
		.which = name,
		.x = node->x,
		.y = node->y,
		.width = node->width,
		.height = node->height};

	name_node(audit->ui, index, name);
	audit->report.found(audit->report.context, &finding);
}
