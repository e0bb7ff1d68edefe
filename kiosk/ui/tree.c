/* The list as words: for goldens, journeys and people who look for a fault. Decoration is left out;
 * a button is one line, a card a line and what is in it. */
#include <stdio.h>
#include <string.h>

#include "ui/internal.h"

enum { NAME_BYTES = 1024 };

static bool is_shown(const struct ui_node *node)
{
	return !node->hidden && !node->absent;
}

static const char *role_name(const struct ui_node *node)
{
	if (node->role == UI_ROLE_BUTTON && !node->is_button)
		return node->is_key                           ? "key"
		       : node_is_container(node) && node->end ? "card"
							      : "button";
	switch (node->role) {
	case UI_ROLE_TEXT:
		return "text";
	case UI_ROLE_HEADING:
		return "heading";
	case UI_ROLE_BUTTON:
		return "button";
	case UI_ROLE_FIELD:
		return "field";
	case UI_ROLE_PICTURE:
		return "picture";
	case UI_ROLE_PROGRESS:
		return "progress";
	case UI_ROLE_ICON:
	case UI_ROLE_GROUP:
		break;
	}
	return "box";
}

/* What a line stands for: words, something to touch, or a part of a whole. */
static bool has_line(const struct ui_node *node)
{
	if (node->overflows)
		return true;
	if (node->kind == NODE_TEXT)
		return *node->text != '\0';
	return node->action || node->role == UI_ROLE_FIELD || node_is_code(node) ||
	       node->kind == NODE_BAR;
}

static bool is_whole(const struct ui_node *node)
{
	return node->is_button || node->is_key || node->repeats;
}

static int indent_of(const struct ui *ui, const struct ui_node *node)
{
	int indent = 0;

	for (int i = node->parent; i >= 0; i = ui->nodes[i].parent)
		indent += has_line(&ui->nodes[i]);
	return indent;
}

static void print_action(const struct ui *ui, const struct ui_node *node, FILE *out)
{
	if (node->action == ACTION_PREVIOUS || node->action == ACTION_NEXT)
		fputs(node->action == ACTION_NEXT ? " #NEXT.0" : " #PREVIOUS.0", out);
	else if (node->action > 0 && node->action < ui->name_count)
		fprintf(out, " #%s.%d", ui->names[node->action], node->index);
}

static void print_line(const struct ui *ui, int index, FILE *out)
{
	const struct ui_node *node = &ui->nodes[index];
	char name[NAME_BYTES];

	fprintf(out, "%*s%s", 2 + 2 * indent_of(ui, node), "", role_name(node));
	if (node->kind == NODE_TEXT || is_whole(node)) {
		build_name(ui, index, name, sizeof(name));
		fprintf(out, " \"%s\"", name);
	}
	if (node->spoken)
		fprintf(out, " says \"%s\"", node->spoken);
	if (node->kind == NODE_BAR)
		fprintf(out, " %d/1000", node->value);
	if (node->selected)
		fputs(" selected", out);
	if (node->disabled && node->action)
		fputs(" disabled", out);
	if (node->overflows)
		fputs(" OVERFLOWS", out);
	print_action(ui, node, out);
	fputc('\n', out);
}

/* A row of the on-screen keyboard is one line. */
static void print_keys(const struct ui *ui, int row, FILE *out)
{
	char name[NAME_BYTES];

	fprintf(out, "%*skeys", 2 + 2 * indent_of(ui, &ui->nodes[row]), "");
	for (int i = row + 1; i < ui->nodes[row].end; i = ui->nodes[i].end) {
		if (ui->nodes[i].kind == NODE_SPACE)
			continue;
		build_name(ui, i, name, sizeof(name));
		fprintf(out, " %s", name);
	}
	fputc('\n', out);
}

void ui_print_tree(const struct ui *ui, FILE *out)
{
	fprintf(out, "screen %s\n", ui->screen);
	for (int i = 1; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];

		if (!is_shown(node)) {
			i = node->end - 1;
		} else if (i + 1 < node->end && ui->nodes[i + 1].is_key) {
			print_keys(ui, i, out);
			i = node->end - 1;
		} else if (has_line(node)) {
			print_line(ui, i, out);
			if (is_whole(node))
				i = node->end - 1;
		}
	}
}

bool ui_shows(const struct ui *ui, const char *text)
{
	char name[NAME_BYTES];

	for (int i = 0; i < ui->count; i++) {
		if (ui->nodes[i].kind != NODE_TEXT || !is_shown(&ui->nodes[i]))
			continue;
		build_name(ui, i, name, sizeof(name));
		if (strstr(name, text))
			return true;
	}
	return false;
}
