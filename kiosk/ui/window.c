/* The window and the life of ui. The picture is the window's own memory (or, hidden, a surface):
 * SDL's software renderer paints into it, and only what changed goes to the screen. */
#include "ui/window.h"

#include <assert.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "ui/internal.h"
#include "ui/language.h"

enum { SHORT_SIDE_DP = 1080, TOUCHED_AT_ONCE_BYTES = 256 * 1024, COLUMNS_MAX = 8 };
#define REFERENCE_PITCH_MM 0.248

static bool sdl_error(struct error *error, const char *doing)
{
	return error_set(error, ERROR_IO, "%s: %s", doing, SDL_GetError());
}

/* ---- window ---- */

static bool start_sdl(bool hidden, struct error *error)
{
	/* A touch is a finger, never also a mouse; no OpenGL between us and the window. */
	SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
	SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
	SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
	SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	SDL_SetHintWithPriority(
		SDL_HINT_VIDEODRIVER, hidden ? "dummy" : "x11,wayland", SDL_HINT_DEFAULT);
	if (hidden)
		SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
	if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0)
		return sdl_error(error, "cannot open the display");
	return true;
}

/* What libraries would look for when the display is opened: what dead keys compose (our few lines
 * instead of libX11's file), and a session bus, which no kiosk has (libdbus would start one). */
static void spare_searches(const struct ui *ui)
{
	char path[640];

	snprintf(path, sizeof(path), "%s/keyboards/Compose", ui->assets);
	SDL_setenv("XCOMPOSEFILE", path, 0);
	SDL_setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
}

static bool open_window(struct ui *ui, const struct ui_options *options, struct error *error)
{
	Uint32 flags = options->width ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP;

	ui->window = SDL_CreateWindow("Library kiosk", SDL_WINDOWPOS_CENTERED,
		SDL_WINDOWPOS_CENTERED, options->width ? options->width : 1920,
		options->height ? options->height : 1080, flags);
	if (!ui->window)
		return sdl_error(error, "cannot open a window");
	if (!options->width)
		SDL_ShowCursor(SDL_DISABLE);
	SDL_StartTextInput();
	SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
	return true;
}

/* ---- what is drawn with ---- */

static void measure_screen(struct ui *ui)
{
	int short_side;

	ui->width = ui->surface->w;
	ui->height = ui->surface->h;
	short_side = ui->width < ui->height ? ui->width : ui->height;
	ui->scale = ui->pitch_mm > 0 ? REFERENCE_PITCH_MM / ui->pitch_mm
				     : (double)short_side / SHORT_SIDE_DP;
}

/* All pages instead of one at each one's first pixel; in pieces, so that nobody who asks for memory
 * meanwhile waits long. An old kernel cannot: no matter. */
static void touch_memory(const SDL_Surface *surface)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t at = (uintptr_t)surface->pixels / page * page;
	uintptr_t end = (uintptr_t)surface->pixels + (size_t)surface->pitch * (size_t)surface->h;

	for (; at < end; at += TOUCHED_AT_ONCE_BYTES)
		madvise((void *)at,
			end - at < TOUCHED_AT_ONCE_BYTES ? end - at : TOUCHED_AT_ONCE_BYTES,
			MADV_POPULATE_WRITE);
}

/* The X server reads the same memory, and the first look at a page makes it: the server is shown columns
 * of one pixel, a page apart, while this process goes on with its own memory undisturbed. */
static void let_server_touch(struct ui *ui)
{
	SDL_Rect columns[COLUMNS_MAX];
	int apart = (int)sysconf(_SC_PAGESIZE) / 4, count = 0;

	for (int x = 0; x < ui->width && count < COLUMNS_MAX; x += apart)
		columns[count++] = (SDL_Rect){x, 0, 1, ui->height};
	SDL_UpdateWindowSurfaceRects(ui->window, columns, count);
}

/* While the first list is read, laid out and its pictures are made. SDL's x11 driver may be called from
 * here; others do not say so. */
static int warm_memory(void *context)
{
	struct ui *ui = context;

	if (ui->window && strcmp(SDL_GetCurrentVideoDriver(), "x11") == 0)
		let_server_touch(ui);
	touch_memory(ui->surface);
	return 0;
}

static void wait_until_warm(struct ui *ui)
{
	SDL_WaitThread(ui->warming, NULL);
	ui->warming = NULL;
}

void window_close_drawing(struct ui *ui)
{
	wait_until_warm(ui);
	icon_flush(ui);
	drawing_flush(ui);
	shape_flush(ui);
	text_destroy(ui->text);
	ui->text = NULL;
	if (ui->renderer)
		SDL_DestroyRenderer(ui->renderer);
	ui->renderer = NULL;
}

bool window_open_drawing(struct ui *ui, struct error *error)
{
	char fonts[640];

	if (ui->window)
		ui->surface = SDL_GetWindowSurface(ui->window);
	if (!ui->surface)
		return sdl_error(error, "the window has no memory to paint in");
	measure_screen(ui);
	ui->warming = SDL_CreateThread(warm_memory, "warming", ui);
	ui->renderer = SDL_CreateSoftwareRenderer(ui->surface);
	if (!ui->renderer)
		return sdl_error(error, "cannot paint");
	snprintf(fonts, sizeof(fonts), "%s/fonts", ui->assets);
	ui->text = text_create(ui->renderer, fonts, error);
	ui->all_stale = true;
	return ui->text != NULL;
}

static void size_changed(struct ui *ui)
{
	struct error error = {0};

	window_close_drawing(ui);
	if (!window_open_drawing(ui, &error))
		abort(); /* it could a moment ago; the supervisor starts us again */
}

/* ---- life ---- */

static const struct theme *theme_for(struct ui_reading reading)
{
	return reading.contrast ? &theme_contrast : &theme_light;
}

static bool open_all(struct ui *ui, const struct ui_options *options, struct error *error)
{
	if (!text_copy(ui->assets, sizeof(ui->assets), options->assets))
		return error_set(error, ERROR_BAD_INPUT, "the path of the assets is too long");
	spare_searches(ui);
	if (!start_sdl(options->hidden, error))
		return false;
	if (options->hidden)
		ui->surface = SDL_CreateRGBSurfaceWithFormat(0,
			options->width ? options->width : 1920,
			options->height ? options->height : 1080, 32, SDL_PIXELFORMAT_XRGB8888);
	else if (!open_window(ui, options, error))
		return false;
	return window_open_drawing(ui, error);
}

struct ui *ui_create(const struct ui_options *options, struct error *error)
{
	struct ui *ui = calloc(1, sizeof(*ui));

	if (!ui) {
		error_set(error, ERROR_MEMORY, "no memory for the screen");
		return NULL;
	}
	ui->reading = options->reading;
	ui->theme = theme_for(options->reading);
	ui->pitch_mm = options->pitch_mm;
	if (open_all(ui, options, error))
		return ui;
	ui_destroy(ui);
	return NULL;
}

void ui_destroy(struct ui *ui)
{
	if (!ui)
		return;
	art_qr_forget(ui);
	window_close_drawing(ui);
	if (ui->window)
		SDL_DestroyWindow(ui->window);
	else
		SDL_FreeSurface(ui->surface);
	SDL_Quit();
	explicit_bzero(ui, sizeof(*ui));
	free(ui);
}

void ui_forget_visit(struct ui *ui)
{
	assert(!ui->describing);
	explicit_bzero(ui->arena, sizeof(ui->arena));
	memset(ui->nodes, 0, sizeof(ui->nodes));
	ui->count = ui->arena_used = 0;
	ui->target_count = 0;
	input_forget(ui);
	text_flush_private(ui->text);
	art_qr_forget(ui);
	ui_screen_changed(ui);
}

/* ---- a list becomes a picture ---- */

static struct extent measure(void *context, const struct ui_node *node, int size_px, int max_width)
{
	struct ui *ui = context;
	struct text_style style = style_text(ui, node, size_px);
	const struct text_block *block;

	style.max_width = style.typed ? 0 : max_width;
	block = text_measure(ui->text, node->text, &style);
	return (struct extent){block->width, block->height, block->min_width, block->lines};
}

static void name_pager(struct ui *ui, const struct layout *layout, int pager)
{
	for (int i = pager + 1; i < ui->nodes[pager].end; i++) {
		struct ui_node *part = &ui->nodes[i];

		if (part->action == ACTION_PREVIOUS)
			part->disabled = layout->page == 0;
		else if (part->action == ACTION_NEXT)
			part->disabled = layout->page == layout->pages - 1;
		else if (part->kind == NODE_TEXT && part->parent == pager)
			part->text = ui_format(ui, _(build_pager_words[PAGER_PAGE]), "page",
				ui_number(ui, layout->page + 1), "pages",
				ui_number(ui, layout->pages), NULL);
	}
}

static void name_page(struct ui *ui, const struct layout *layout)
{
	for (int i = 0; i < ui->count; i++) {
		struct ui_node *node = &ui->nodes[i];

		if (node->is_pager && !node->hidden)
			name_pager(ui, layout, i);
		if (node->after_pages && layout->page < layout->pages - 1)
			node->disabled = true;
	}
}

void ui_end(struct ui *ui)
{
	struct layout layout = {
		.nodes = ui->nodes,
		.width = ui->width,
		.height = ui->height,
		.scale = ui->scale,
		.right_to_left = ui_language()->right_to_left,
		.bigger = ui->reading.bigger,
		.measure = measure,
		.context = ui,
		.page_wanted = ui->page,
	};

	assert(ui->describing && ui->depth == 1); /* else a container is still open */
	ui->nodes[0].end = ui->count;
	ui->depth = 0;
	ui->describing = false;
	layout.count = ui->count;
	build_resolve(ui);
	layout_run(&layout);
	ui->page = layout.page;
	name_page(ui, &layout);
	field_place(ui);
}

void ui_paint(struct ui *ui)
{
	assert(!ui->describing);
	if (ui->warming)
		paint_beforehand(ui);
	paint_changes(ui);
	wait_until_warm(ui);
	if (ui->window && ui->damage_count > 0)
		SDL_UpdateWindowSurfaceRects(ui->window, ui->damage, ui->damage_count);
	input_remember_targets(ui);
}

bool ui_save_picture(struct ui *ui, const char *path, struct error *error)
{
	SDL_Surface *picture;
	png_image png = {.version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_RGB};

	SDL_RenderFlush(ui->renderer);
	picture = SDL_ConvertSurfaceFormat(ui->surface, SDL_PIXELFORMAT_RGB24, 0);
	if (!picture)
		return sdl_error(error, "cannot save the picture");
	png.width = (png_uint_32)picture->w;
	png.height = (png_uint_32)picture->h;
	png_image_write_to_file(&png, path, 0, picture->pixels, picture->pitch, NULL);
	SDL_FreeSurface(picture);
	return !PNG_IMAGE_FAILED(png) ||
	       error_set(error, ERROR_IO, "cannot save the picture: %s", png.message);
}

/* ---- reading ---- */

struct ui_reading ui_reading(const struct ui *ui)
{
	return ui->reading;
}

void ui_set_reading(struct ui *ui, struct ui_reading reading)
{
	ui->reading = reading;
	ui->theme = theme_for(reading);
	ui->all_stale = true;
}

/* ---- events ---- */

static SDL_Point finger_point(const struct ui *ui, const SDL_TouchFingerEvent *finger)
{
	return (SDL_Point){
		(int)(finger->x * (float)ui->width), (int)(finger->y * (float)ui->height)};
}

static struct ui_input window_event(struct ui *ui, const SDL_WindowEvent *window)
{
	switch (window->event) {
	case SDL_WINDOWEVENT_SIZE_CHANGED:
		size_changed(ui);
		return input_changed();
	case SDL_WINDOWEVENT_EXPOSED:
	case SDL_WINDOWEVENT_SHOWN:
	case SDL_WINDOWEVENT_RESTORED:
		ui->all_stale = true;
		return input_changed();
	case SDL_WINDOWEVENT_FOCUS_LOST:
	case SDL_WINDOWEVENT_LEAVE:
		if (!ui->pointer.pressed)
			return (struct ui_input){.kind = UI_INPUT_NONE};
		ui->pointer = (struct pointer){0};
		return input_changed();
	default:
		return (struct ui_input){.kind = UI_INPUT_NONE};
	}
}

static struct ui_input dropped(SDL_DropEvent drop)
{
	struct ui_input input = {.kind = UI_INPUT_FILE};

	if (!drop.file || !text_copy(input.text, sizeof(input.text), drop.file))
		input.kind = UI_INPUT_NONE;
	SDL_free(drop.file);
	return input;
}

static bool is_left(const SDL_MouseButtonEvent *button)
{
	return button->button == SDL_BUTTON_LEFT && button->which != SDL_TOUCH_MOUSEID;
}

struct ui_input ui_handle(struct ui *ui, const union SDL_Event *event, int64_t now_ms)
{
	const struct ui_input nothing = {.kind = UI_INPUT_NONE};

	switch (event->type) {
	case SDL_FINGERDOWN:
		return input_finger_down(
			ui, event->tfinger.fingerId, finger_point(ui, &event->tfinger), now_ms);
	case SDL_FINGERMOTION:
		return input_finger_moved(
			ui, event->tfinger.fingerId, finger_point(ui, &event->tfinger));
	case SDL_FINGERUP:
		return input_finger_up(
			ui, event->tfinger.fingerId, finger_point(ui, &event->tfinger), now_ms);
	case SDL_MOUSEBUTTONDOWN:
		return is_left(&event->button)
			       ? input_finger_down(ui, POINTER_MOUSE,
					 (SDL_Point){event->button.x, event->button.y}, now_ms)
			       : nothing;
	case SDL_MOUSEMOTION:
		return input_finger_moved(
			ui, POINTER_MOUSE, (SDL_Point){event->motion.x, event->motion.y});
	case SDL_MOUSEBUTTONUP:
		return is_left(&event->button)
			       ? input_finger_up(ui, POINTER_MOUSE,
					 (SDL_Point){event->button.x, event->button.y}, now_ms)
			       : nothing;
	case SDL_KEYDOWN:
		return input_key_down(ui, &event->key, now_ms);
	case SDL_TEXTINPUT:
		return input_text_typed(ui, event->text.text, now_ms);
	case SDL_WINDOWEVENT:
		return window_event(ui, &event->window);
	case SDL_RENDER_TARGETS_RESET:
	case SDL_RENDER_DEVICE_RESET:
		size_changed(ui);
		return input_changed();
	case SDL_DROPFILE:
		return dropped(event->drop);
	case SDL_QUIT:
		return (struct ui_input){.kind = UI_INPUT_QUIT};
	default:
		return nothing;
	}
}
