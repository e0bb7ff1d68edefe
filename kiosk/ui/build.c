/* Calls become nodes. Everything bigger than a text is put together here from rows, columns and
 * texts, so that layout, painting, focus and speech know a dozen kinds and no widget. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"

/* ---- the list ---- */

const char *build_copy(struct ui *ui, const char *text)
{
	size_t length;
	char *copy;

	if (!text)
		return NULL;
	length = strlen(text) + 1;
	assert(ui->arena_used + length <= sizeof(ui->arena));
	copy = ui->arena + ui->arena_used;
	memcpy(copy, text, length);
	ui->arena_used += (int)length;
	return copy;
}

struct ui_node *build_add(struct ui *ui, enum node_kind kind, struct ui_box box)
{
	struct ui_node *node = &ui->nodes[ui->count];

	assert(ui->describing && ui->count < UI_NODES_MAX);
	*node = (struct ui_node){
		.ui = ui,
		.kind = kind,
		.role = UI_ROLE_GROUP,
		.box = box,
		.parent = ui->depth > 0 ? ui->open[ui->depth - 1] : -1,
		.end = ui->count + 1,
		.size = UI_BODY,
	};
	assert(node->parent >= 0 || ui->count == 0);
	ui->count++;
	return node;
}

static struct ui_node *open_container(struct ui *ui, enum node_kind kind, struct ui_box box)
{
	struct ui_node *node = build_add(ui, kind, box);

	assert(ui->depth < UI_DEPTH_MAX);
	ui->open[ui->depth++] = ui->count - 1;
	return node;
}

static void close_container(struct ui *ui)
{
	assert(ui->depth > 1); /* the screen itself is closed by ui_end() */
	ui->nodes[ui->open[--ui->depth]].end = ui->count;
}

void ui_begin(struct ui *ui, const char *screen, const char *const *names, int count)
{
	assert(count <= INTERNAL_NAMES_MAX);
	explicit_bzero(ui->arena, (size_t)ui->arena_used);
	ui->arena_used = 0;
	ui->count = ui->depth = 0;
	ui->screen = screen;
	ui->names = names;
	ui->name_count = count;
	ui->describing = true;
	ui->keyboard.present = false;
	open_container(ui, NODE_COLUMN, (struct ui_box){.tone = UI_PAPER});
}

/* ---- containers ---- */

struct ui_node *ui_row(struct ui *ui, struct ui_box box)
{
	return open_container(ui, NODE_ROW, box);
}

struct ui_node *ui_column(struct ui *ui, struct ui_box box)
{
	return open_container(ui, NODE_COLUMN, box);
}

static struct ui_node *make_target(struct ui_node *node, int action, int index)
{
	node->role = UI_ROLE_BUTTON;
	node->action = action;
	node->index = index;
	return node;
}

struct ui_node *ui_card(struct ui *ui, struct ui_box box, int action, int index)
{
	return make_target(open_container(ui, NODE_COLUMN, box), action, index);
}

struct ui_node *ui_card_row(struct ui *ui, struct ui_box box, int action, int index)
{
	return make_target(open_container(ui, NODE_ROW, box), action, index);
}

struct ui_node *ui_pages(struct ui *ui, struct ui_box box)
{
	return open_container(ui, NODE_PAGES, box);
}

const char *const build_pager_words[PAGER_WORDS] = {
	[PAGER_PREVIOUS] = N_("Previous"),
	[PAGER_PAGE] = N_("Page {page} of {pages}"),
	[PAGER_NEXT] = N_("Next"),
};

static struct ui_node *pager_button(struct ui *ui, enum pager_words words, int action)
{
	return ui_button(ui, UI_SECONDARY, _(build_pager_words[words]), action, 0);
}

/* Always there, and absent where all fits: the last child of its pages. */
static void add_pager(struct ui *ui)
{
	struct ui_box bar = {
		.gap = UI_GAP_LARGE, .align = UI_CENTRE, .justify = UI_BETWEEN, .stays = true};

	ui_row(ui, bar)->is_pager = true;
	ui_with_icon(pager_button(ui, PAGER_PREVIOUS, ACTION_PREVIOUS), "caret-left-bold");
	/* As long as it can be: ui_end() names the page. */
	ui_centred(ui_text(ui, UI_BODY,
			   ui_format(ui, _(build_pager_words[PAGER_PAGE]), "page", "99", "pages",
				   "99", NULL)))
		->box.grow = 1;
	ui_with_end_icon(pager_button(ui, PAGER_NEXT, ACTION_NEXT), "caret-right-bold");
	close_container(ui);
}

void ui_close(struct ui *ui)
{
	assert(ui->depth > 1);
	if (ui->nodes[ui->open[ui->depth - 1]].kind == NODE_PAGES)
		add_pager(ui);
	close_container(ui);
}

/* ---- leaves ---- */

static struct ui_node *add_text(struct ui *ui, enum ui_size size, const char *text)
{
	struct ui_node *node = build_add(ui, NODE_TEXT, (struct ui_box){0});

	node->role = UI_ROLE_TEXT;
	node->size = size;
	node->bold = size >= UI_LABEL;
	node->text = build_copy(ui, text ? text : "");
	return node;
}

struct ui_node *ui_text(struct ui *ui, enum ui_size size, const char *text)
{
	return add_text(ui, size, text);
}

struct ui_node *ui_heading(struct ui *ui, enum ui_size size, const char *text)
{
	struct ui_node *node = add_text(ui, size, text);

	node->role = UI_ROLE_HEADING;
	node->bold = node->steps_down = true;
	return node;
}

struct ui_node *ui_icon(struct ui *ui, const char *name, int size)
{
	struct ui_node *node = build_add(ui, NODE_ICON, (struct ui_box){0});

	node->role = UI_ROLE_ICON;
	node->fixed = true;
	node->text = build_copy(ui, name);
	node->value = size;
	return node;
}

struct ui_node *ui_badge(struct ui *ui, const char *name, int size, enum ui_tone tone)
{
	struct ui_box box = {.width = size,
		.height = size,
		.width_max = size,
		.radius = size / 2,
		.tone = tone,
		.align = UI_CENTRE,
		.justify = UI_CENTRE,
		.stays = true};
	struct ui_node *badge = open_container(ui, NODE_ROW, box);

	badge->role = UI_ROLE_ICON;
	badge->fixed = true;
	ui_icon(ui, strcmp(name, "check-bold") == 0 ? "check-thick" : name, size * 9 / 16);
	close_container(ui);
	return badge;
}

struct ui_node *ui_space(struct ui *ui, int grow)
{
	return build_add(ui, NODE_SPACE, (struct ui_box){.grow = grow});
}

/* ---- things to touch ---- */

struct button_look {
	enum ui_size size;
	int height, padding;
	enum ui_tone tone;
	bool border, shadow;
};

static const struct button_look button_looks[] = {
	[UI_PRIMARY] = {UI_TITLE, 108, UI_GAP_WIDE, UI_TEAL, false, true},
	[UI_SECONDARY] = {UI_BODY, 92, UI_GAP_LARGE, UI_WHITE, true, false},
	[UI_DARK] = {UI_BODY, 92, UI_GAP_LARGE, UI_INK, false, false},
	[UI_SUNNY] = {UI_LABEL, 108, UI_GAP_WIDE, UI_SUN, false, false},
	[UI_OUTLINE] = {UI_BODY, 92, UI_GAP_LARGE, UI_CLEAR, true, false},
};

/* Room for an icon, absent until it is named; its place in the list. */
static int add_slot(struct ui *ui, int size)
{
	struct ui_node *slot = ui_icon(ui, NULL, size);

	slot->absent = true;
	slot->box.self = UI_CENTRE;
	return ui->count - 1;
}

static struct ui_node *add_button(
	struct ui *ui, const struct button_look *look, const char *text, struct target_id id)
{
	int icon = theme_size_dp(look->size, ui->reading.bigger) * 9 / 8;
	struct ui_box box = {.gap = UI_GAP_MEDIUM,
		.padding_inline = look->padding,
		.padding_block = UI_GAP_SMALL,
		.height = look->height,
		.width = look->height,
		.tone = look->tone == UI_TEAL ? ui->theme->primary : look->tone,
		.radius = 24,
		.border = look->border,
		.shadow = look->shadow,
		.align = UI_CENTRE,
		.justify = UI_CENTRE};
	struct ui_node *button = open_container(ui, NODE_ROW, box);

	make_target(button, id.action, id.index)->is_button = true;
	button->icon = add_slot(ui, icon);
	ui_centred(ui_text(ui, look->size, text))->bold = true;
	button->label = ui->count - 1;
	button->end_icon = add_slot(ui, icon);
	close_container(ui);
	return button;
}

struct ui_node *ui_button(
	struct ui *ui, enum ui_button_kind kind, const char *text, int action, int index)
{
	struct target_id id = {action, index};

	return add_button(ui, &button_looks[kind], text, id);
}

static struct ui_node *add_round_button(
	struct ui *ui, const char *icon, bool filled, bool disabled, struct target_id id)
{
	struct ui_box box = {.width = 112,
		.height = 112,
		.width_max = 112,
		.radius = 56,
		.tone = filled ? UI_INK : UI_WHITE,
		.border = !filled,
		.align = UI_CENTRE,
		.justify = UI_CENTRE,
		.stays = true};
	struct ui_node *button = open_container(ui, NODE_ROW, box);

	make_target(button, id.action, id.index);
	button->disabled = disabled;
	button->repeats = true;
	ui_icon(ui, icon, 52);
	close_container(ui);
	return button;
}

static void stepper_words(struct ui *ui, const struct ui_stepper *stepper)
{
	if (stepper->hint_beside)
		ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE, .grow = 1, .stays = true});
	else
		ui_column(ui, (struct ui_box){.grow = 1, .justify = UI_CENTRE});
	ui_text(ui, UI_LABEL, stepper->label);
	if (stepper->hint)
		ui_muted(ui_text(ui, UI_CAPTION, stepper->hint))->box.grow = stepper->hint_beside;
	close_container(ui);
}

static void stepper_button(struct ui *ui, const struct ui_stepper *stepper, bool more)
{
	struct target_id id = {more ? stepper->action_more : stepper->action_less, stepper->index};
	bool limit = stepper->value == (more ? stepper->maximum : stepper->minimum);
	struct ui_node *button =
		add_round_button(ui, more ? "plus-bold" : "minus-bold", more, limit, id);

	button->spoken = ui_format(ui, more ? _("{label}: one more") : _("{label}: one fewer"),
		"label", stepper->label, NULL);
}

void ui_stepper(struct ui *ui, const struct ui_stepper *stepper)
{
	char number[12];

	assert(stepper->minimum <= stepper->value && stepper->value <= stepper->maximum);
	snprintf(number, sizeof(number), "%d", stepper->value);
	ui_row(ui, (struct ui_box){.gap = UI_GAP_LARGE,
			   .padding_inline = UI_GAP_LARGE,
			   .padding_block = ui_is_short(ui) ? UI_GAP_TINY : UI_GAP_LARGE,
			   .tone = UI_WHITE,
			   .radius = 32,
			   .shadow = true,
			   .align = UI_CENTRE});
	if (stepper->icon)
		ui_badge(ui, stepper->icon, 112, stepper->tone);
	stepper_words(ui, stepper);
	ui_row(ui,
		(struct ui_box){
			.gap = UI_GAP_SMALL, .align = UI_CENTRE, .stays = true, .self = UI_CENTRE});
	stepper_button(ui, stepper, false);
	struct ui_node *value = ui_centred(ui_text(ui, UI_HEADING, number));
	value->box.width = 108;
	value->spoken = ui_format(
		ui, _("{label}: {number}"), "label", stepper->label, "number", number, NULL);
	stepper_button(ui, stepper, true);
	close_container(ui);
	close_container(ui);
}

struct ui_node *ui_field(
	struct ui *ui, enum ui_field_kind kind, const char *label, const struct edit *edit)
{
	struct ui_box box = {.gap = UI_GAP_HAIR,
		.padding_inline = UI_GAP_LARGE,
		.padding_block = UI_GAP_MEDIUM,
		.height = 108,
		.tone = UI_WHITE,
		.radius = 20,
		.border = true,
		.align = UI_CENTRE,
		.stays = true};
	struct ui_node *field = open_container(ui, NODE_ROW, box), *typed;

	field->role = UI_ROLE_FIELD;
	field->spoken = build_copy(ui, label);
	field->value = (int)kind;
	field->private = true;
	field->unmirrored = kind != UI_FIELD_NAME;
	typed = ui_private(ui_text(ui, UI_TITLE, edit->text));
	typed->left_to_right = field->unmirrored;
	build_add(ui, NODE_CARET, (struct ui_box){.width = 6, .height = 60})->value =
		(int)edit->caret;
	close_container(ui);
	return field;
}

/* ---- adjusting ---- */

static struct ui_node *label_of(struct ui_node *button)
{
	return &button->ui->nodes[button->label];
}

struct ui_node *ui_disabled(struct ui_node *button, bool disabled)
{
	button->disabled = disabled;
	return button;
}

struct ui_node *ui_after_pages(struct ui_node *button)
{
	button->after_pages = true;
	return button;
}

struct ui_node *ui_private(struct ui_node *node)
{
	node->private = true;
	if (node->is_button)
		label_of(node)->private = true;
	return node;
}

static void fill_slot(struct ui *ui, int slot, const char *name)
{
	ui->nodes[slot].text = build_copy(ui, name);
	ui->nodes[slot].absent = false;
}

struct ui_node *ui_with_icon(struct ui_node *node, const char *name)
{
	assert(node->is_button);
	fill_slot(node->ui, node->icon, name);
	return node;
}

struct ui_node *ui_with_end_icon(struct ui_node *node, const char *name)
{
	assert(node->is_button);
	fill_slot(node->ui, node->end_icon, name);
	return node;
}

struct ui_node *ui_selected(struct ui_node *node, bool selected)
{
	node->selected = selected;
	return node;
}

struct ui_node *ui_spoken(struct ui_node *node, const char *text)
{
	node->spoken = build_copy(node->ui, text);
	return node;
}

struct ui_node *ui_toned(struct ui_node *node, enum ui_tone tone)
{
	node->text_tone = tone;
	return node;
}

struct ui_node *ui_muted(struct ui_node *node)
{
	node->muted = true;
	return node;
}

struct ui_node *ui_foreign(struct ui_node *node)
{
	node->foreign = true;
	return node;
}

struct ui_node *ui_centred(struct ui_node *node)
{
	node->box.justify = UI_CENTRE;
	return node;
}

struct ui_node *ui_growing(struct ui_node *node)
{
	node->box.grow = 1;
	return node;
}

struct ui_node *ui_as_key(struct ui_node *node)
{
	node->types = true;
	return node;
}

struct ui_node *ui_compact(struct ui_node *node)
{
	node->compact = true;
	if (node->is_button)
		label_of(node)->compact = true;
	return node;
}

struct ui_node *ui_in_language(struct ui_node *node, const char *language)
{
	text_copy(node->language, sizeof(node->language), language);
	if (node->is_button)
		ui_in_language(label_of(node), language);
	return node;
}

struct ui_node *ui_left_to_right(struct ui_node *node)
{
	node->left_to_right = true;
	node->unmirrored = node_is_container(node);
	if (node->is_button)
		label_of(node)->left_to_right = true;
	return node;
}

/* ---- what follows from the place in the list ---- */

static enum ui_tone tone_below(const struct ui *ui, const struct ui_node *node)
{
	const struct ui_node *parent;

	if (node->parent < 0)
		return UI_PAPER;
	parent = &ui->nodes[node->parent];
	return parent->box.tone == UI_CLEAR ? parent->on : parent->box.tone;
}

static bool is_ink(enum ui_tone tone)
{
	return tone == UI_INK || tone == UI_PANEL;
}

/* Chosen things are filled and ticked: colour is never the only sign. */
static void resolve_button(struct ui_node *button)
{
	if (button->selected) {
		button->box.tone = is_ink(button->on) ? UI_SUN : UI_INK;
		button->box.border = false;
		if (button->ui->nodes[button->icon].absent)
			ui_with_icon(button, "check-bold");
	} else if (button->box.tone == UI_CLEAR && is_ink(button->on)) {
		button->box.tone = UI_PANEL;
	}
}

void build_resolve(struct ui *ui)
{
	for (int i = 0; i < ui->count; i++) {
		struct ui_node *node = &ui->nodes[i];

		node->on = tone_below(ui, node);
		if (node->is_button)
			resolve_button(node);
		if (i > 0 && ui->nodes[node->parent].disabled)
			node->disabled = true;
	}
}

/* ---- names ---- */

/* Without isolates and other marks of direction. */
static void append_plain(char *to, size_t size, const char *text)
{
	size_t used = strlen(to);

	for (const char *at = text; *at && used + 1 < size; at++) {
		const unsigned char *byte = (const unsigned char *)at;

		if (byte[0] == 0xE2 && byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9)
			at += 2;
		else
			to[used++] = *at;
	}
	to[used] = '\0';
}

void build_name(const struct ui *ui, int index, char *to, size_t size)
{
	const struct ui_node *node = &ui->nodes[index];

	to[0] = '\0';
	if (node->kind == NODE_TEXT) {
		append_plain(to, size, node->text);
		return;
	}
	for (int i = index + 1; i < node->end; i++) {
		if (ui->nodes[i].kind != NODE_TEXT || !*ui->nodes[i].text)
			continue;
		if (*to)
			text_append(to, size, ", ");
		append_plain(to, size, ui->nodes[i].text);
	}
	if (!*to && node->spoken)
		append_plain(to, size, node->spoken);
}

/* ---- sentences ---- */

const char *ui_number(struct ui *ui, int number)
{
	char text[12];

	snprintf(text, sizeof(text), "%d", number);
	return build_copy(ui, text);
}

static const char *find_value(const char *name, size_t length, va_list values)
{
	const char *key, *found = NULL;
	va_list copy;

	va_copy(copy, values);
	while (!found && (key = va_arg(copy, const char *))) {
		const char *value = va_arg(copy, const char *);

		if (strlen(key) == length && memcmp(key, name, length) == 0)
			found = value;
	}
	va_end(copy);
	return found;
}

static void put(struct ui *ui, const char *text, size_t length)
{
	assert(ui->arena_used + length + 1 <= sizeof(ui->arena));
	memcpy(ui->arena + ui->arena_used, text, length);
	ui->arena_used += (int)length;
}

const char *ui_format(struct ui *ui, const char *sentence, ...)
{
	const char *start = ui->arena + ui->arena_used, *at = sentence, *open;
	va_list values;

	va_start(values, sentence);
	while ((open = strchr(at, '{'))) {
		const char *close = strchr(open, '}'), *value;

		assert(close);
		value = find_value(open + 1, (size_t)(close - open - 1), values);
		assert(value); /* a placeholder that nobody gave a value */
		put(ui, at, (size_t)(open - at));
		put(ui, "\u2068", 3);
		put(ui, value, strlen(value));
		put(ui, "\u2069", 3);
		at = close + 1;
	}
	va_end(values);
	put(ui, at, strlen(at) + 1);
	return start;
}

/* The row has a direction of its own: what stands between two isolates is nobody's letter. */
const char *ui_list(struct ui *ui, const char *const *names, int count)
{
	const char *start = ui->arena + ui->arena_used;
	/* Translators: between the parts of "1 adult, 2 children". */
	const char *between = _(", ");

	put(ui, ui_language()->right_to_left ? "\u2067" : "\u2066", 3);
	for (int i = 0; i < count; i++) {
		if (i > 0)
			put(ui, between, strlen(between));
		put(ui, "\u2068", 3);
		put(ui, names[i], strlen(names[i]));
		put(ui, "\u2069", 3);
	}
	put(ui, "\u2069", 4);
	return start;
}
