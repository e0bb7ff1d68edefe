/* Texts as they are laid out: whole, in whole words, in letters large enough, line off line, and off the
 * edge of the box that they stand on. */
#include <string.h>
#include <utf8proc.h>

#include "ui/audit_internal.h"
#include "ui/language.h"

#define CAPITAL_MM 4.8         /* 3/16": US 508, 402.4 */
#define BIGGER_CAPITAL_MM 7.33 /* 0.7 degrees from 600 mm: EN 301 549, 5.1.4 */
#define ROUNDING_MM 0.13

enum { EDGE_DP = 6, CLEARANCE_PX = 1 };

static void look_at_block(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	struct placed_text placed = paint_place_text(ui, node);
	const struct text_block *block = text_measure(ui->text, node->text, &placed.style);
	struct text_block measured = *block;

	if (measured.truncated && !node->private)
		audit_found(audit, index, "is cut");
	if (measured.split_word && !node->private)
		audit_found(audit, index, "has a word that is split");
	if (measured.missing_glyph)
		audit_found(audit, index, "has a letter that no font has");
	if (measured.height > node->height + 1 || placed.rect.w > node->width + 1)
		audit_found(audit, index, "is larger than its place");
	if (measured.lines > 1 && (audit->is_new[index] || !audit->report.is_new) &&
		text_clearance(ui->text, node->text, &placed.style) < CLEARANCE_PX)
		audit_found(audit, index, "has lines that touch");
}

static void look_at_letters(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	int capital = text_capital_px(ui->text, node->size_px, node->bold);
	double least_mm = ui->reading.bigger ? BIGGER_CAPITAL_MM : CAPITAL_MM;

	if (audit_mm(ui, capital) + ROUNDING_MM < least_mm)
		audit_found(audit, index, "has letters that are too small");
}

/* Between the text and the edge of the box that is painted around it. */
static void look_at_edge(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	SDL_Rect text = paint_place_text(ui, &ui->nodes[index]).rect;
	SDL_Rect box = audit_rect(&ui->nodes[audit_sheet_of(ui, index)]);
	int least = ui_px(ui, EDGE_DP);

	if (text.x - box.x < least || text.y - box.y < 0 ||
		box.x + box.w - text.x - text.w < least || box.y + box.h - text.y - text.h < 0)
		audit_found(audit, index, "touches the edge of its box");
}

/* Where it starts: on the right in a right-to-left language. */
static void look_at_side(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	SDL_Rect text = paint_place_text(ui, node).rect;
	int left = text.x - node->x, right = node->x + node->width - text.x - text.w;

	if (!audit_is_ours(ui, node) || node->unmirrored || node->box.justify == UI_CENTRE)
		return;
	if (ui_language()->right_to_left ? right > left : left > right)
		audit_found(audit, index, "stands on the wrong side");
}

/* The first strong letter of ours outside of what was put in. */
static bool begins_from_right(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t point;
	utf8proc_ssize_t length;
	int inside = 0;

	for (; *at && (length = utf8proc_iterate(at, -1, &point)) > 0; at += length) {
		unsigned kind = utf8proc_get_property(point)->bidi_class;
		inside += point >= 0x2066 && point <= 0x2068;
		inside -= point == 0x2069;
		if (inside == 0 &&
			(kind == UTF8PROC_BIDI_CLASS_R || kind == UTF8PROC_BIDI_CLASS_AL))
			return true;
		if (inside == 0 && kind == UTF8PROC_BIDI_CLASS_L)
			return false;
	}
	return false;
}

/* "Krystyna, welcome" in Urdu begins on the right, with her name. */
static void look_at_order(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	struct placed_text placed = paint_place_text(ui, node);

	if (begins_from_right(node->text) &&
		!text_measure(ui->text, node->text, &placed.style)->right_to_left)
		audit_found(audit, index, "is turned round");
}

/* Two groups of digits: "01494 123 456" from right to left is "456 123 01494". */
static void look_at_digits(struct ui_audit *audit, int index)
{
	struct ui *ui = audit->ui;
	const struct ui_node *node = &ui->nodes[index];
	struct placed_text placed = paint_place_text(ui, node);

	if (text_measure(ui->text, node->text, &placed.style)->right_to_left &&
		strspn(node->text, "0123456789 +()") == strlen(node->text) &&
		strchr(node->text, ' '))
		audit_found(audit, index, "has numbers that run backwards");
}

void audit_texts(struct ui_audit *audit)
{
	FOR_SEEN(audit, i)
	{
		if (!audit_is_text(&audit->ui->nodes[i]))
			continue;
		look_at_block(audit, i);
		look_at_letters(audit, i);
		look_at_edge(audit, i);
		look_at_side(audit, i);
		look_at_digits(audit, i);
		look_at_order(audit, i);
	}
}
