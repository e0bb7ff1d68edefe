/* Fingers, mouse, keys and scanners become inputs. A target shows that it is pressed when the
 * finger comes down and acts when it goes up inside it; sliding off takes it back. The first finger
 * owns the screen. What counts is the picture last painted. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"

enum {
	LOCKED_AFTER_CHANGE_MS = 300,
	LOCKED_AFTER_TAP_MS = 300,
	LOCKED_AFTER_STEP_MS = 120, /* steppers: three taps are three */
	LOCKED_AFTER_KEY_MS = 30,   /* a contact that bounces; quick double letters are slower */
	REACH_MAX = 12,             /* dp: a target also takes half the gap around it, up to this */
};

/* ---- what may be touched ---- */

static int reach_of(const struct ui *ui, const struct ui_node *node)
{
	int gap = node->parent < 0 ? 0 : ui->nodes[node->parent].box.gap;

	return ui_px(ui, gap / 2 < REACH_MAX ? gap / 2 : REACH_MAX);
}

void input_remember_targets(struct ui *ui)
{
	ui->target_count = 0;
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];
		struct target *target = &ui->targets[ui->target_count];

		if (!node_is_target(node) || ui->target_count == INTERNAL_TARGETS_MAX)
			continue;
		*target = (struct target){
			.id = {node->action, node->index},
			.rect = {node->x, node->y, node->width, node->height},
			.reach = reach_of(ui, node),
			.disabled = node->disabled,
			.types = node->is_key || node->types,
			.repeats = node->repeats,
		};
		ui->target_count++;
	}
}

static SDL_Rect grown(SDL_Rect rect, int by)
{
	return (SDL_Rect){rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by};
}

static const struct target *target_at(const struct ui *ui, SDL_Point point)
{
	for (int i = 0; i < ui->target_count; i++)
		if (SDL_PointInRect(&point, &ui->targets[i].rect))
			return &ui->targets[i];
	for (int i = 0; i < ui->target_count; i++) {
		SDL_Rect near = grown(ui->targets[i].rect, ui->targets[i].reach);

		if (SDL_PointInRect(&point, &near))
			return &ui->targets[i];
	}
	return NULL;
}

/* ---- acting ---- */

struct ui_input input_changed(void)
{
	return (struct ui_input){.kind = UI_INPUT_CHANGED};
}

static struct ui_input fire(struct ui *ui, const struct target *target)
{
	struct ui_input input = input_changed();

	switch (target->id.action) {
	case ACTION_PREVIOUS:
		ui->page--;
		break;
	case ACTION_NEXT:
		ui->page++;
		break;
	case ACTION_KEY:
		keyboard_press(ui, target->id.index, &input);
		break;
	default:
		input.kind = UI_INPUT_ACTION;
		input.action = target->id.action;
		input.index = target->id.index;
	}
	return input;
}

static int lock_ms(const struct target *target)
{
	if (target->types)
		return LOCKED_AFTER_KEY_MS;
	return target->repeats ? LOCKED_AFTER_STEP_MS : LOCKED_AFTER_TAP_MS;
}

static bool is_locked(const struct ui *ui, const struct target *target, int64_t now_ms)
{
	if (now_ms < ui->locked_until_ms)
		return true;
	return target_same(ui->fired, target->id) && now_ms < ui->fired_ms + lock_ms(target);
}

static struct ui_input fire_now(struct ui *ui, const struct target *target, int64_t now_ms)
{
	ui->fired = target->id;
	ui->fired_ms = now_ms;
	return fire(ui, target);
}

void ui_screen_changed(struct ui *ui)
{
	ui->focus = (struct target_id){0};
	ui->focus_shown = false;
	ui->page = ui->field_offset = 0;
	ui->pointer.pressed = false;
	ui->pointer.target = (struct target){0};
	ui->keyboard.view = VIEW_BASE;
	ui->keyboard.shift = SHIFT_AUTO;
	ui->keyboard.turn = 0;
	ui->locked_until_ms = clock_real_ms() + LOCKED_AFTER_CHANGE_MS;
}

/* ---- fingers ---- */

static struct ui_input release(struct ui *ui, SDL_Point point, int64_t now_ms)
{
	const struct target *target = target_at(ui, point);
	bool acts = ui->pointer.pressed && target && !target->disabled &&
		    target_same(target->id, ui->pointer.target.id);

	ui->pointer.down = ui->pointer.pressed = false;
	return acts ? fire_now(ui, target, now_ms) : input_changed();
}

static struct ui_input press_on(struct ui *ui, int64_t finger, const struct target *target)
{
	ui->pointer = (struct pointer){.down = true, .finger = finger};
	ui->focus_shown = false;
	if (!target || target->disabled)
		return (struct ui_input){.kind = UI_INPUT_TOUCHED};
	ui->pointer.pressed = true;
	ui->pointer.target = *target;
	return input_changed();
}

static struct ui_input press(struct ui *ui, int64_t finger, SDL_Point point, int64_t now_ms)
{
	const struct target *target = target_at(ui, point);
	struct ui_input input;

	if (target && is_locked(ui, target, now_ms))
		target = NULL;
	input = press_on(ui, finger, target);
	if (!target)
		field_touch(ui, point, &input);
	return input;
}

/* Fast typing: the second finger comes down before the first is up, on the same key too. */
static bool rolls_over(const struct ui *ui, SDL_Point point)
{
	const struct target *target = target_at(ui, point);

	return ui->pointer.pressed && ui->pointer.target.types && target && target->types;
}

struct ui_input input_finger_down(struct ui *ui, int64_t finger, SDL_Point point, int64_t now_ms)
{
	struct ui_input input;
	struct target first;

	if (!ui->pointer.down)
		return press(ui, finger, point, now_ms);
	if (!rolls_over(ui, point))
		return (struct ui_input){.kind = UI_INPUT_NONE};
	first = ui->pointer.target;
	input = fire_now(ui, &first, now_ms);
	press_on(ui, finger, target_at(ui, point));
	return input;
}

struct ui_input input_finger_moved(struct ui *ui, int64_t finger, SDL_Point point)
{
	const struct target *target;
	bool inside;

	if (!ui->pointer.down || finger != ui->pointer.finger || !ui->pointer.target.id.action)
		return (struct ui_input){.kind = UI_INPUT_NONE};
	target = target_at(ui, point);
	inside = target && target_same(target->id, ui->pointer.target.id);
	if (inside == ui->pointer.pressed)
		return (struct ui_input){.kind = UI_INPUT_NONE};
	ui->pointer.pressed = inside;
	return input_changed();
}

struct ui_input input_finger_up(struct ui *ui, int64_t finger, SDL_Point point, int64_t now_ms)
{
	if (!ui->pointer.down || finger != ui->pointer.finger)
		return (struct ui_input){.kind = UI_INPUT_NONE};
	return release(ui, point, now_ms);
}

/* ---- focus ---- */

static int focused_target(const struct ui *ui)
{
	for (int i = 0; ui->focus_shown && i < ui->target_count; i++)
		if (target_same(ui->targets[i].id, ui->focus) && !ui->targets[i].disabled)
			return i;
	return -1;
}

static void focus_on(struct ui *ui, int target)
{
	ui->focus = ui->targets[target].id;
	ui->focus_shown = true;
}

static struct ui_input focus_step(struct ui *ui, int step)
{
	int at = focused_target(ui), count = ui->target_count;

	if (at < 0)
		at = step > 0 ? -1 : count;
	for (int i = 0; i < count; i++) {
		at = (at + step + count) % count;
		if (!ui->targets[at].disabled) {
			focus_on(ui, at);
			return input_changed();
		}
	}
	return (struct ui_input){.kind = UI_INPUT_TOUCHED};
}

static SDL_Point middle(SDL_Rect rect)
{
	return (SDL_Point){rect.x + rect.w / 2, rect.y + rect.h / 2};
}

/* The nearest target in this direction; what lies straight ahead is nearer. */
static struct ui_input focus_towards(struct ui *ui, int x, int y)
{
	int from = focused_target(ui), best = -1, best_distance = 0;
	SDL_Point here;

	if (from < 0)
		return focus_step(ui, 1);
	here = middle(ui->targets[from].rect);
	for (int i = 0; i < ui->target_count; i++) {
		SDL_Point there = middle(ui->targets[i].rect);
		int along = (there.x - here.x) * x + (there.y - here.y) * y;
		int aside = abs((there.x - here.x) * y) + abs((there.y - here.y) * x);
		int distance = along + 2 * aside;

		if (i == from || ui->targets[i].disabled || along <= 0 || aside > 4 * along)
			continue;
		if (best < 0 || distance < best_distance) {
			best = i;
			best_distance = distance;
		}
	}
	if (best >= 0)
		focus_on(ui, best);
	return input_changed();
}

/* ---- keys ---- */

static struct ui_input typed(enum scan_answer answer, char *text)
{
	struct ui_input input = {.kind = UI_INPUT_NONE};

	if (answer == SCAN_NOTHING)
		return input;
	input.kind = answer == SCAN_SCANNED ? UI_INPUT_SCAN : UI_INPUT_TEXT;
	text_copy(input.text, sizeof(input.text), text);
	explicit_bzero(text, SCAN_BYTES_MAX);
	return input;
}

static struct ui_input enter(struct ui *ui, int64_t now_ms)
{
	int focused = focused_target(ui);

	if (focused < 0)
		return (struct ui_input){.kind = UI_INPUT_ENTER};
	if (is_locked(ui, &ui->targets[focused], now_ms))
		return (struct ui_input){.kind = UI_INPUT_TOUCHED};
	return fire_now(ui, &ui->targets[focused], now_ms);
}

static struct ui_input press_return(struct ui *ui, int64_t now_ms)
{
	char text[SCAN_BYTES_MAX];
	bool is_enter;
	enum scan_answer answer = scan_return(&ui->scan, now_ms, text, &is_enter);

	if (answer == SCAN_NOTHING)
		return is_enter ? enter(ui, now_ms) : input_changed();
	ui->enter_waits = is_enter; /* after the text that was kept back */
	return typed(answer, text);
}

struct ui_input input_key_down(struct ui *ui, const SDL_KeyboardEvent *key, int64_t now_ms)
{
	struct ui_input input;

	ui->repeated_key = key->repeat != 0;
	if (field_key(ui, key->keysym.sym, &input))
		return input;
	if (key->repeat && key->keysym.sym != SDLK_BACKSPACE)
		return (struct ui_input){.kind = UI_INPUT_NONE};
	switch (key->keysym.sym) {
	case SDLK_TAB:
		return focus_step(ui, key->keysym.mod & KMOD_SHIFT ? -1 : 1);
	case SDLK_RETURN:
	case SDLK_KP_ENTER:
		return press_return(ui, now_ms);
	case SDLK_BACKSPACE:
		return (struct ui_input){.kind = UI_INPUT_BACKSPACE};
	case SDLK_LEFT:
		return focus_towards(ui, -1, 0);
	case SDLK_RIGHT:
		return focus_towards(ui, 1, 0);
	case SDLK_UP:
		return focus_towards(ui, 0, -1);
	case SDLK_DOWN:
		return focus_towards(ui, 0, 1);
	default:
		return (struct ui_input){.kind = UI_INPUT_NONE};
	}
}

/* A key held down types fast too, and is no scanner. */
struct ui_input input_text_typed(struct ui *ui, const char *text, int64_t now_ms)
{
	char kept[SCAN_BYTES_MAX];
	enum scan_answer answer;

	if (ui->repeated_key || !text_is_valid(text))
		return (struct ui_input){.kind = UI_INPUT_NONE};
	answer = scan_text(&ui->scan, text, now_ms, kept);
	return answer == SCAN_NOTHING ? (struct ui_input){.kind = UI_INPUT_TOUCHED}
				      : typed(answer, kept);
}

int64_t ui_deadline_ms(const struct ui *ui)
{
	return ui->enter_waits ? 0 : scan_deadline(&ui->scan);
}

struct ui_input ui_wake(struct ui *ui, int64_t now_ms)
{
	char text[SCAN_BYTES_MAX];

	if (ui->enter_waits) {
		ui->enter_waits = false;
		return enter(ui, now_ms);
	}
	return typed(scan_wait(&ui->scan, now_ms, text), text);
}

/* ---- the same for journeys ---- */

static const struct ui_node *find_node(
	const struct ui *ui, const char *text, char *name, size_t size)
{
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];

		if (!node_is_target(node) || node->is_key)
			continue;
		for (int j = i; j < node->end; j++) {
			if (j > i && ui->nodes[j].kind != NODE_TEXT)
				continue;
			build_name(ui, j, name, size);
			if (strcmp(name, text) == 0)
				return node;
		}
		if (node->spoken && strcmp(node->spoken, text) == 0)
			return node;
	}
	return NULL;
}

/* What there is instead; other people's data is not told. */
static bool tell_targets(const struct ui *ui, const char *wanted, struct error *error)
{
	char list[200] = "", name[80];

	for (int i = 0; i < ui->count; i++) {
		if (!node_is_target(&ui->nodes[i]) || ui->nodes[i].is_key || ui->nodes[i].private)
			continue;
		build_name(ui, i, name, sizeof(name));
		text_append(list, sizeof(list), *list ? " | " : "");
		text_append(list, sizeof(list), name);
	}
	return error_set(
		error, ERROR_NOT_FOUND, "no \"%.60s\" here; there is: %.140s", wanted, list);
}

static bool tap_node(
	struct ui *ui, const struct ui_node *node, struct ui_input *input, struct error *error)
{
	struct target target = {.id = {node->action, node->index}};

	if (node->disabled)
		return error_set(error, ERROR_REFUSED, "this is switched off now");
	*input = fire(ui, &target);
	return true;
}

bool ui_tap_text(struct ui *ui, const char *text, struct ui_input *input, struct error *error)
{
	char name[512], wanted[512] = "";
	const struct ui_node *node;

	text_append(wanted, sizeof(wanted), text);
	node = find_node(ui, wanted, name, sizeof(name));
	if (!node)
		return tell_targets(ui, text, error);
	return tap_node(ui, node, input, error);
}

static const char *action_name(const struct ui *ui, int action)
{
	if (action == ACTION_PREVIOUS)
		return "previous";
	if (action == ACTION_NEXT)
		return "next";
	return action > 0 && action < ui->name_count ? ui->names[action] : "";
}

bool ui_tap_name(
	struct ui *ui, const char *name, int index, struct ui_input *input, struct error *error)
{
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];

		if (node_is_target(node) && node->index == index &&
			strcasecmp(action_name(ui, node->action), name) == 0)
			return tap_node(ui, node, input, error);
	}
	return tell_targets(ui, name, error);
}

bool ui_tap_before(struct ui *ui, const char *letters, struct ui_input *input, struct error *error)
{
	SDL_Point point;

	return (field_point(ui, letters, &point) && field_touch(ui, point, input)) ||
	       error_set(error, ERROR_NOT_FOUND, "a field shows no such letters");
}

bool ui_press_key(struct ui *ui, const char *sdl_name, struct ui_input *input)
{
	SDL_KeyboardEvent key = {.type = SDL_KEYDOWN};
	bool shifted = strncmp(sdl_name, "Shift+", 6) == 0;

	key.keysym.sym = SDL_GetKeyFromName(shifted ? sdl_name + 6 : sdl_name);
	key.keysym.mod = shifted ? KMOD_SHIFT : KMOD_NONE;
	if (key.keysym.sym == SDLK_UNKNOWN)
		return false;
	*input = input_key_down(ui, &key, clock_real_ms());
	return true;
}

void input_forget(struct ui *ui)
{
	explicit_bzero(&ui->scan, sizeof(ui->scan));
	ui->enter_waits = false;
}
