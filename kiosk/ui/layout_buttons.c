/* A button that is too narrow for its text takes smaller letters, then stands its icon above them,
 * then breaks its line. Those beside each other do the same, or they would look crooked. */
#include "ui/layout_buttons.h"

#include "ui/layout_lengths.h"

static enum ui_size variant_size(enum ui_size base, enum button_variant variant)
{
	switch (variant) {
	case VARIANT_AS_IS:
		return base;
	case VARIANT_SMALLER:
		return base > UI_BODY ? base - 1 : base;
	case VARIANT_STACKED:
	case VARIANT_BROKEN:
		return base > UI_BODY ? UI_BODY : base;
	case VARIANT_SMALLEST:
	case VARIANT_STACKED_SMALLEST:
		break;
	}
	return UI_CAPTION;
}

static void icon_apply(struct ui_node *icon, int text_px)
{
	int side = icon->absent ? 0 : text_px * 9 / 8;

	icon->pref_width = icon->min_width = icon->pref_height = icon->min_height = side;
}

static void button_apply(struct layout *layout, int index, enum button_variant variant)
{
	struct ui_node *button = &layout->nodes[index], *label = &layout->nodes[button->label];
	struct ui_node *icon = &layout->nodes[button->icon];

	button->variant = variant;
	button->stacked = !icon->absent && variant >= VARIANT_STACKED;
	label->size_px = layout_size_px(layout, variant_size(label->size, variant));
	icon_apply(icon, label->size_px);
	icon_apply(&layout->nodes[button->end_icon], label->size_px);
}

static int label_width(struct layout *layout, const struct ui_node *label)
{
	return layout->measure(layout->context, label, label->size_px, 0).width;
}

/* An icon beside the text, with its gap. */
static int beside_width(const struct layout *layout, const struct ui_node *button, int icon)
{
	const struct ui_node *node = &layout->nodes[icon];

	return node->absent ? 0 : node->pref_width + layout_gap_px(layout, button);
}

/* The width at which this variant's text stands in one line. */
static int button_width(struct layout *layout, int index, enum button_variant variant)
{
	const struct ui_node *button = &layout->nodes[index],
			     *label = &layout->nodes[button->label];
	int padding, line;

	button_apply(layout, index, variant);
	line = *label->text ? label_width(layout, label) : 0;
	padding = 2 * layout_inline_px(layout, button);
	if (button->stacked)
		return padding + layout_max(line, layout->nodes[button->icon].pref_width);
	return padding + beside_width(layout, button, button->icon) + line +
	       beside_width(layout, button, button->end_icon);
}

/* The first from `variant` on whose text fits. */
static enum button_variant narrow_variant(
	struct layout *layout, int index, enum button_variant variant)
{
	while (variant < VARIANT_BROKEN &&
		button_width(layout, index, variant) > layout->nodes[index].width)
		variant++;
	return variant;
}

static enum button_variant tight_variant(const struct ui_node *node)
{
	return layout_min(layout_max(node->tightness - 1, VARIANT_AS_IS), VARIANT_SMALLEST);
}

void layout_button_choose(struct layout *layout, int index)
{
	enum button_variant variant = tight_variant(&layout->nodes[index]);

	button_apply(layout, index, narrow_variant(layout, index, variant));
}

void layout_buttons_choose(struct layout *layout, int row)
{
	enum button_variant variant = tight_variant(&layout->nodes[row]);

	FOR_CHILDREN(layout, row, child)
		if (layout->nodes[child].is_button)
			variant = narrow_variant(layout, child, variant);
	FOR_CHILDREN(layout, row, child)
		if (layout->nodes[child].is_button)
			button_apply(layout, child, variant);
}

void layout_button_widths(struct layout *layout, int index)
{
	struct ui_node *node = &layout->nodes[index];

	node->min_width = button_width(layout, index, VARIANT_STACKED_SMALLEST);
	node->pref_width = layout_max(button_width(layout, index, VARIANT_AS_IS), node->min_width);
}

int layout_button_whole_width(struct layout *layout, int index)
{
	return button_width(layout, index, VARIANT_SMALLEST);
}

void layout_button_give(struct layout *layout, int index)
{
	const struct ui_node *button = &layout->nodes[index];
	struct ui_node *label = &layout->nodes[button->label];
	struct ui_node *icon = &layout->nodes[button->icon];
	struct ui_node *end_icon = &layout->nodes[button->end_icon];
	int room = layout_inside_width(layout, button);

	icon->width = icon->pref_width;
	end_icon->width = end_icon->pref_width;
	if (!button->stacked)
		room -= beside_width(layout, button, button->icon) +
			beside_width(layout, button, button->end_icon);
	label->pref_width = label_width(layout, label);
	label->width = layout_max(layout_min(label->pref_width, room), 0);
}
