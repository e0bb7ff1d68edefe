/* How a node looks where it stands: its colours follow from the tone below it and from the button
 * that it is in, its letters from what it is and from the language. Measuring and painting ask the
 * same questions here, so that what is measured is what is painted. */
#include <string.h>

#include "ui/internal.h"
#include "ui/language.h"

const struct tone *style_tone(const struct ui *ui, enum ui_tone tone)
{
	return &ui->theme->tones[tone];
}

const struct ui_node *style_button_above(const struct ui *ui, const struct ui_node *node)
{
	while (node->parent >= 0) {
		node = &ui->nodes[node->parent];
		if (node->action)
			return node;
	}
	return NULL;
}

uint32_t style_ink(const struct ui *ui, const struct ui_node *node)
{
	const struct tone *on = style_tone(ui, node->on);
	const struct ui_node *button = style_button_above(ui, node);

	if (button && button->disabled)
		return style_tone(ui, button->on)->muted;
	if (node->text_tone)
		return style_tone(ui, node->text_tone)->ink;
	return node->muted ? on->muted : on->text;
}

static bool runs_from_right(const char *code)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++)
		if (strcmp(languages[i].code, code) == 0)
			return languages[i].right_to_left;
	return false;
}

/* The language's own, whatever letter comes first: a name in Latin letters at the head of an Urdu
 * sentence does not turn it round. Only what has nothing of this language in it goes its own way. */
static enum text_direction direction_of(const struct ui_node *node)
{
	if (node->left_to_right)
		return TEXT_LTR;
	if (*node->language && runs_from_right(node->language))
		return TEXT_RTL;
	if (!ui_language()->right_to_left || node->private || node->foreign || *node->language)
		return TEXT_AUTO;
	return language_is_left_to_right(node->text) ? TEXT_AUTO : TEXT_RTL;
}

/* Arabic letters are written in two manners. Urdu is read in Nastaliq, and what it is in nobody said;
 * every other language with these letters, and tiny slots, in Naskh. */
static bool is_naskh(const struct ui_node *node)
{
	const char *language = *node->language ? node->language : ui_language()->code;

	return node->compact || language_writes_naskh(language);
}

bool style_is_typed(const struct ui *ui, const struct ui_node *node)
{
	return node->parent >= 0 && ui->nodes[node->parent].role == UI_ROLE_FIELD;
}

struct text_style style_text(const struct ui *ui, const struct ui_node *node, int size_px)
{
	return (struct text_style){
		.size_px = size_px,
		.bold = node->bold,
		.tight = node->role == UI_ROLE_HEADING,
		.compact = is_naskh(node),
		.private = node->private,
		.max_lines = style_is_typed(ui, node) ? 1 : 0,
		.typed = style_is_typed(ui, node),
		.align = node->box.justify == UI_CENTRE ? TEXT_CENTRE : TEXT_START,
		.direction = direction_of(node),
		.colour = style_ink(ui, node),
	};
}
