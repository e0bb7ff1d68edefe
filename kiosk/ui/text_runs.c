/* A run is what one font draws in one direction. It is shaped once; its size is remembered under a
 * hash of its characters, so that no visitor's text stays in memory. */
#include <string.h>

#include "base/crypto.h"
#include "ui/text_lines.h"

enum { ELLIPSIS = 0x2026 };

static int minimum(int a, int b)
{
	return a < b ? a : b;
}

static int maximum(int a, int b)
{
	return a > b ? a : b;
}

static int floor_px(int v_26_6)
{
	return v_26_6 >> 6;
}

static int ceil_px(int v_26_6)
{
	return (v_26_6 + 63) >> 6;
}

enum text_family text_run_family(const struct text_layout *layout, const struct text_run *run)
{
	return run->ellipsis ? FAMILY_LATIN : layout->items.families[run->start];
}

hb_script_t text_run_script(const struct text_layout *layout, const struct text_run *run)
{
	return run->ellipsis ? HB_SCRIPT_LATIN : layout->items.scripts[run->start];
}

bool text_run_is_rtl(const struct text_layout *layout, const struct text_run *run)
{
	return !run->ellipsis && (layout->items.levels[run->start] & 1);
}

int text_run_utf8(const struct text_layout *layout, const struct text_run *run, char *utf8)
{
	if (!run->ellipsis)
		return text_items_utf8(&layout->items, run->start, run->end, utf8);
	strcpy(utf8, "…");
	return (int)strlen(utf8);
}

static void add_characters(struct text_layout *layout, const struct text_run *run)
{
	const struct text_items *items = &layout->items;

	for (int i = run->start; i < run->end; i++) {
		if (!items->hidden[i])
			hb_buffer_add(layout->shaping, items->characters[i], (unsigned)i);
	}
	if (run->ellipsis)
		hb_buffer_add(layout->shaping, ELLIPSIS, 0);
	hb_buffer_set_content_type(layout->shaping, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

/* Each glyph's ink, around the run's origin; the same as SDL2_ttf will draw, rounded as it rounds them.
 * The answer: how far the pen has gone. */
static int each_glyph(hb_buffer_t *shaped, hb_font_t *font, text_glyph_seen *seen, void *context)
{
	int advance_26_6 = 0;
	unsigned count;
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(shaped, &count);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(shaped, &count);

	for (unsigned i = 0; i < count; i++) {
		hb_glyph_extents_t glyph;
		if (hb_font_get_glyph_extents(font, glyphs[i].codepoint, &glyph) && glyph.width) {
			int x = floor_px(advance_26_6 + at[i].x_offset);
			int y = at[i].y_offset;
			seen(context,
				&(struct text_extents){.left = x + floor_px(glyph.x_bearing),
					.right = x + ceil_px(glyph.x_bearing + glyph.width),
					.top = ceil_px(y + glyph.y_bearing),
					.bottom = floor_px(y + glyph.y_bearing + glyph.height)});
		}
		advance_26_6 += at[i].x_advance;
	}
	return advance_26_6;
}

struct sum {
	struct text_extents ink;
	bool any;
};

static void add_ink(void *context, const struct text_extents *ink)
{
	struct sum *sum = context;
	struct text_extents *all = &sum->ink;

	all->left = sum->any ? minimum(all->left, ink->left) : ink->left;
	all->right = sum->any ? maximum(all->right, ink->right) : ink->right;
	all->top = sum->any ? maximum(all->top, ink->top) : ink->top;
	all->bottom = sum->any ? minimum(all->bottom, ink->bottom) : ink->bottom;
	sum->any = true;
}

int text_run_glyphs(struct text_layout *layout, const struct text_run *run, text_glyph_seen *seen,
	void *context)
{
	hb_font_t *font = text_fonts_measuring(&layout->fonts, text_run_family(layout, run),
		layout->style->bold, layout->style->size_px);

	hb_buffer_clear_contents(layout->shaping);
	add_characters(layout, run);
	hb_buffer_set_direction(layout->shaping,
		text_run_is_rtl(layout, run) ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(layout->shaping, text_run_script(layout, run));
	hb_shape(font, layout->shaping, NULL, 0);
	return each_glyph(layout->shaping, font, seen, context);
}

struct text_extents text_run_shape(struct text_layout *layout, const struct text_run *run)
{
	struct sum sum = {0};

	sum.ink.advance_26_6 = text_run_glyphs(layout, run, add_ink, &sum);
	return sum.ink;
}

static uint64_t mix(uint64_t key, uint64_t value)
{
	key = (key ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return key ^ key >> 32;
}

static uint64_t memo_key(const struct text_layout *layout, const struct text_run *run)
{
	const struct text_items *items = &layout->items;
	uint64_t key =
		mix(0x6b696f736b, (uint64_t)layout->style->size_px << 1 | layout->style->bold);

	key = mix(key, (uint64_t)text_run_family(layout, run) << 32 | text_run_script(layout, run));
	key = mix(key, (uint64_t)text_run_is_rtl(layout, run) << 1 | run->ellipsis);
	for (int i = run->start; i < run->end; i++) {
		if (!items->hidden[i])
			key = mix(key, items->characters[i]);
	}
	return key | 1; /* 0 is an empty memo */
}

struct text_extents text_run_extents(struct text_layout *layout, const struct text_run *run)
{
	uint64_t key = memo_key(layout, run);
	struct text_memo *memo = &layout->memo[(key >> 8) % TEXT_MEMO];

	if (memo->key != key)
		*memo = (struct text_memo){.key = key, .extents = text_run_shape(layout, run)};
	return memo->extents;
}

void text_runs_wipe(struct text_layout *layout)
{
	unsigned count;
	hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(layout->shaping, &count);

	if (count > 0)
		memory_wipe(glyphs, count * sizeof(*glyphs));
	hb_buffer_clear_contents(layout->shaping);
}
