/* The on-screen keyboard: its keys are nodes like any other. What is on them comes from
 * assets/keyboards; a key shows what it will type. */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"

/* ---- which layout ---- */

static bool read_keys(const struct ui *ui, const char *name, struct keys *keys)
{
	struct error error = {0};
	char path[640];

	snprintf(path, sizeof(path), "%s/keyboards/%s.keys", ui->assets, name);
	if (keys_load(keys, path, &error))
		return true;
	log_error("keyboard", &error);
	memset(keys, 0, sizeof(*keys));
	return false;
}

static void load(struct ui *ui, const char *name)
{
	struct keyboard *keyboard = &ui->keyboard;

	if (strcmp(keyboard->loaded, name) == 0)
		return;
	text_copy(keyboard->loaded, sizeof(keyboard->loaded), name);
	keyboard->mail[0] = '\0';
	read_keys(ui, name, &keyboard->layout);
}

/* The addresses that people of this language have come first. */
static void load_mail(struct ui *ui)
{
	struct keyboard *keyboard = &ui->keyboard;
	struct keys own;

	load(ui, "email");
	if (strcmp(keyboard->mail, ui_language()->code) == 0)
		return;
	text_copy(keyboard->mail, sizeof(keyboard->mail), ui_language()->code);
	if (read_keys(ui, ui_language()->code, &own) && own.row_count[VIEW_MAIL])
		keyboard->layout.rows[VIEW_BASE][0] = own.rows[VIEW_MAIL][0];
}

/* A name may be written in any language that the kiosk speaks. */
static int turns(const struct ui *ui)
{
	int count;

	ui_languages(&count);
	return ui->keyboard.field_kind == UI_FIELD_NAME ? count : 1;
}

/* The visitor's own first, then the others in the order of their buttons; a language of tests types on
 * English keys. */
static const struct ui_language *language_of_turn(int turn)
{
	int count, own;
	const struct ui_language *languages = ui_languages(&count);

	for (own = count - 1; own > 0 && strcmp(languages[own].code, ui_language()->code) != 0;)
		own--;
	turn %= count;
	if (turn == 0)
		return &languages[own];
	return &languages[turn <= own ? turn - 1 : turn];
}

static void choose_layout(struct ui *ui)
{
	static const char *const names[] = {
		[UI_FIELD_PHONE] = "phone",
		[UI_FIELD_NUMBER] = "number",
		[UI_FIELD_POSTCODE] = "postcode",
		[UI_FIELD_DATE] = "date",
	};

	if (ui->keyboard.field_kind == UI_FIELD_NAME)
		load(ui, language_of_turn(ui->keyboard.turn)->code);
	else if (ui->keyboard.field_kind == UI_FIELD_EMAIL)
		load_mail(ui);
	else
		load(ui, names[ui->keyboard.field_kind]);
}

/* Where the layout has a view for capitals, as Urdu's second letters, that is shown. */
static enum keys_view view_in_use(const struct ui *ui)
{
	const struct keyboard *keyboard = &ui->keyboard;
	bool shifted = keyboard->shift == SHIFT_ON && keyboard->view == VIEW_BASE;

	return shifted && keyboard->layout.row_count[VIEW_SHIFT] ? VIEW_SHIFT : keyboard->view;
}

/* ---- capitals ---- */

static bool starts_a_name(const struct ui *ui)
{
	size_t length;
	const char *text = field_typed(ui, &length);

	return length == 0 || strchr(" -'", text[length - 1]) ||
	       (length >= 3 && strncmp(text + length - 3, "\u2019", 3) == 0);
}

static bool capitals_now(const struct ui *ui)
{
	const struct keyboard *keyboard = &ui->keyboard;

	if (keyboard->layout.row_count[VIEW_SHIFT])
		return false;
	if (keyboard->shift != SHIFT_AUTO)
		return keyboard->shift == SHIFT_ON;
	return keyboard->field_kind == UI_FIELD_NAME && starts_a_name(ui);
}

static void capital(const char *text, char *to)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &point);

	text_copy(to, KEYS_LABEL_BYTES, text);
	if (length <= 0 || text[length])
		return;
	length = utf8proc_encode_char(utf8proc_toupper(point), (utf8proc_uint8_t *)to);
	to[length] = '\0';
}

/* ---- describing ---- */

static int key_index(int view, int row, int column)
{
	return (view * KEYS_ROWS_MAX + row) * KEYS_COLUMNS_MAX + column;
}

static const struct key *find_key(const struct ui *ui, int index)
{
	int column = index % KEYS_COLUMNS_MAX, row = index / KEYS_COLUMNS_MAX % KEYS_ROWS_MAX;
	int view = index / KEYS_COLUMNS_MAX / KEYS_ROWS_MAX % KEYS_VIEWS;

	return &ui->keyboard.layout.rows[view][row].keys[column];
}

static bool is_chip(const struct key *key)
{
	return key->label[0] == '@' && key->label[1];
}

static enum ui_tone key_tone(const struct ui *ui, const struct key *key)
{
	if (key->kind == KEY_SHIFT && (ui->keyboard.shift == SHIFT_ON || ui->keyboard.capital))
		return UI_INK;
	if (key->kind != KEY_TYPES && key->kind != KEY_SPACE)
		return UI_SAND;
	if (ui->keyboard.field_kind == UI_FIELD_EMAIL &&
		(strcmp(key->label, "@") == 0 || strcmp(key->label, ".") == 0))
		return UI_INK;
	return is_chip(key) ? UI_CREAM : UI_WHITE;
}

static const char *key_spoken(const struct key *key)
{
	switch (key->kind) {
	case KEY_SHIFT:
		return _("Capital letters");
	case KEY_BACK:
		return _("Delete");
	case KEY_SYMBOLS:
		return _("Numbers and signs");
	case KEY_ACCENTS:
		return _("More letters");
	case KEY_LETTERS:
		return _("Letters");
	case KEY_TYPES:
	case KEY_LANGUAGE:
	case KEY_SPACE:
	case KEY_GAP:
		break;
	}
	return NULL;
}

static utf8proc_int32_t first_point(const char *label)
{
	utf8proc_int32_t point;

	return utf8proc_iterate((const utf8proc_uint8_t *)label, -1, &point) > 0 ? point : 0;
}

/* Vowel signs stand above, below or beside a letter. */
static bool is_mark(const char *label)
{
	utf8proc_category_t category = utf8proc_category(first_point(label));

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

static bool is_arabic(const char *label)
{
	utf8proc_int32_t point = first_point(label);

	return point >= 0x0600 && point <= 0x06FF;
}

/* A key is as large with bigger text, so what is on it grows only as far as the key holds it. */
static enum ui_size label_size(const struct ui *ui, const char *label)
{
	bool bigger = ui->reading.bigger;

	if (text_count(label) > 2)
		return UI_CAPTION;
	if (is_arabic(label) && is_mark(label))
		return bigger ? UI_LABEL : UI_HEADING;
	if (is_arabic(label) || is_mark(label))
		return !bigger ? UI_TITLE : ui_is_portrait(ui) ? UI_CAPTION : UI_BODY;
	return UI_LABEL;
}

static const char *shown_label(const struct ui *ui, const struct key *key, char *copy, size_t size)
{
	if (key->kind == KEY_LANGUAGE)
		return language_of_turn(ui->keyboard.turn + 1)->name;
	if (key->kind == KEY_SPACE)
		return _("Space");
	if (is_mark(key->label) && is_arabic(key->label)) /* an Indic sign brings its own circle */
		snprintf(copy, size, "\u25CC%s", key->label);
	else if (key->kind == KEY_TYPES && ui->keyboard.capital)
		capital(key->label, copy);
	else
		return key->label;
	return copy;
}

static void key_label(struct ui *ui, const struct key *key)
{
	char copy[KEYS_LABEL_BYTES + 4];
	const char *label = shown_label(ui, key, copy, sizeof(copy));
	enum ui_size size = label_size(ui, *key->label ? key->label : label);
	struct ui_node *text = ui_compact(ui_centred(ui_text(ui, size, label)));

	text->bold = key->kind != KEY_SPACE;
}

/* 20 mm and more; lower controls leave half of the screen. */
static int key_height(const struct ui *ui)
{
	if (ui_is_portrait(ui))
		return ui_is_low(ui) ? 104 : 128;
	return ui_is_low(ui) ? 82 : 88;
}

static void add_key(struct ui *ui, const struct key *key, int index)
{
	struct ui_box box = {
		.tone = key_tone(ui, key),
		.radius = is_chip(key) ? 40 : 18,
		.border = true,
		.height = key_height(ui),
		.align = UI_CENTRE,
		.justify = UI_CENTRE,
		.stays = true,
	};
	struct ui_node *node = ui_row(ui, box);

	node->role = UI_ROLE_BUTTON;
	node->is_key = true;
	node->weight = key->weight;
	node->action = ACTION_KEY;
	node->index = index;
	node->spoken = build_copy(ui, key_spoken(key));
	if (key->kind == KEY_BACK)
		ui_icon(ui, "backspace-bold", 48);
	else if (key->kind == KEY_SHIFT)
		ui_icon(ui, "arrow-fat-up-bold", 48);
	else
		key_label(ui, key);
	ui_close(ui);
}

/* With one layout only there is nothing to switch to; the space bar takes the room. */
static int spare_weight(const struct ui *ui, const struct keys_row *row)
{
	int spare = 0;

	for (int i = 0; i < row->count; i++)
		if (row->keys[i].kind == KEY_LANGUAGE && turns(ui) == 1)
			spare += row->keys[i].weight;
	return spare;
}

/* Of the endings of addresses, those that have room in bigger text. */
static int shown_keys(const struct ui *ui, const struct keys_row *row)
{
	bool narrow = ui->reading.bigger && ui_is_portrait(ui) && is_chip(&row->keys[0]);

	return narrow ? row->count / 2 : row->count;
}

static void add_gap(struct ui *ui, int weight)
{
	struct ui_node *gap = ui_space(ui, 0);

	gap->weight = weight;
	gap->is_key = true;
}

static void add_row(struct ui *ui, const struct keys_row *row, int first_index)
{
	int spare = spare_weight(ui, row), count = shown_keys(ui, row);

	ui_row(ui, (struct ui_box){.gap = UI_GAP_SMALL, .stays = true});
	for (int i = 0; i < count; i++) {
		struct key key = row->keys[i];

		if (key.kind == KEY_LANGUAGE && spare)
			continue;
		if (key.kind == KEY_SPACE)
			key.weight += spare;
		if (key.kind == KEY_GAP)
			add_gap(ui, key.weight);
		else
			add_key(ui, &key, first_index + i);
	}
	ui_close(ui);
}

/* In half of a wide screen four rows have room: the endings of addresses, which letters spell too, have
 * none. */
static bool has_room_for(const struct ui *ui, const struct keys_row *row)
{
	return !ui_is_short(ui) || !is_chip(&row->keys[0]);
}

static void add_keyboard(struct ui *ui, enum ui_field_kind kind, struct ui_box box)
{
	enum keys_view view;

	ui->keyboard.field_kind = (int)kind;
	ui->keyboard.present = true;
	choose_layout(ui);
	ui->keyboard.capital = capitals_now(ui);
	view = view_in_use(ui);
	ui_left_to_right(ui_column(ui, box));
	for (int i = 0; i < ui->keyboard.layout.row_count[view]; i++) {
		const struct keys_row *row = &ui->keyboard.layout.rows[view][i];

		if (has_room_for(ui, row))
			add_row(ui, row, key_index(view, i, 0));
	}
	ui_close(ui);
}

void ui_keyboard(struct ui *ui, enum ui_field_kind kind)
{
	if (kind == UI_FIELD_PHONE || kind == UI_FIELD_NUMBER || kind == UI_FIELD_DATE)
		add_keyboard(ui, kind,
			(struct ui_box){.gap = UI_GAP_SMALL,
				.width = 620,
				.width_max = 620,
				.self = UI_CENTRE});
	else
		add_keyboard(ui, kind, (struct ui_box){.gap = UI_GAP_SMALL});
}

void ui_number_pad(struct ui *ui)
{
	ui_keyboard(ui, UI_FIELD_NUMBER);
}

/* ---- pressing ---- */

static void type_key(struct ui *ui, const struct key *key, struct ui_input *input)
{
	char capitals[KEYS_LABEL_BYTES];

	input->kind = UI_INPUT_TEXT;
	text_copy(input->text, sizeof(input->text), key->types);
	if (ui->keyboard.capital) {
		capital(key->types, capitals);
		text_copy(input->text, sizeof(input->text), capitals);
	}
	ui->keyboard.shift = SHIFT_AUTO;
	if (ui->keyboard.view == VIEW_ACCENTS)
		ui->keyboard.view = VIEW_BASE;
}

void keyboard_press(struct ui *ui, int index, struct ui_input *input)
{
	const struct key *key = find_key(ui, index);
	struct keyboard *keyboard = &ui->keyboard;

	input->kind = UI_INPUT_CHANGED;
	switch (key->kind) {
	case KEY_TYPES:
	case KEY_SPACE:
		type_key(ui, key, input);
		break;
	case KEY_BACK:
		input->kind = UI_INPUT_BACKSPACE;
		break;
	case KEY_SHIFT:
		keyboard->shift =
			keyboard->capital || keyboard->shift == SHIFT_ON ? SHIFT_OFF : SHIFT_ON;
		break;
	case KEY_SYMBOLS:
		keyboard->view = VIEW_SYMBOLS;
		break;
	case KEY_ACCENTS:
		keyboard->view = VIEW_ACCENTS;
		break;
	case KEY_LETTERS:
		keyboard->view = VIEW_BASE;
		break;
	case KEY_LANGUAGE:
		keyboard->turn = (keyboard->turn + 1) % turns(ui);
		keyboard->view = VIEW_BASE;
		keyboard->shift = SHIFT_AUTO;
		break;
	case KEY_GAP:
		break;
	}
}

/* ---- for journeys: as a finger would, through the layers ---- */

static bool types(const struct key *key, const char *character, bool *as_capital)
{
	char capitals[KEYS_LABEL_BYTES];

	*as_capital = false;
	if (key->kind != KEY_TYPES && key->kind != KEY_SPACE)
		return false;
	if (strcmp(key->types, character) == 0)
		return true;
	capital(key->types, capitals);
	*as_capital = strcmp(capitals, character) == 0;
	return *as_capital;
}

static void reach_layer(struct ui *ui, int view, bool as_capital)
{
	struct keyboard *keyboard = &ui->keyboard;

	keyboard->view = view == VIEW_SHIFT ? VIEW_BASE : (enum keys_view)view;
	keyboard->capital = as_capital;
	keyboard->shift = view == VIEW_SHIFT ? SHIFT_ON : SHIFT_AUTO;
}

static bool tap_in_view(struct ui *ui, int view, const char *character, struct ui_input *input)
{
	const struct keys *keys = &ui->keyboard.layout;

	for (int row = 0; row < keys->row_count[view]; row++) {
		for (int i = 0; i < keys->rows[view][row].count; i++) {
			bool as_capital;

			if (!types(&keys->rows[view][row].keys[i], character, &as_capital) ||
				(as_capital && keys->row_count[VIEW_SHIFT] > 0))
				continue;
			reach_layer(ui, view, as_capital);
			keyboard_press(ui, key_index(view, row, i), input);
			return true;
		}
	}
	return false;
}

static bool tap_in_layout(struct ui *ui, const char *character, struct ui_input *input)
{
	for (int view = 0; view < VIEW_MAIL; view++)
		if (tap_in_view(ui, view, character, input))
			return true;
	return false;
}

bool ui_tap_key(struct ui *ui, const char *character, struct ui_input *input, struct error *error)
{
	struct keyboard *keyboard = &ui->keyboard;

	if (!keyboard->present)
		return error_set(error, ERROR_NOT_FOUND, "there is no keyboard on this screen");
	for (int i = 0; i < turns(ui); i++) {
		if (tap_in_layout(ui, character, input))
			return true;
		keyboard->turn = (keyboard->turn + 1) % turns(ui);
		choose_layout(ui);
	}
	return error_set(error, ERROR_NOT_FOUND, "the keyboard has no such key");
}
