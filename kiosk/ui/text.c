/* Strings and styles in, blocks out of a cache: a hash table whose entries also form a list from
 * the latest used to the longest unused. */
#include "ui/text.h"

#include <assert.h>
#include <linebreak.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "ui/text_carets.h"
#include "ui/text_picture.h"

enum { ENTRIES = 1024, BUCKETS = 2048, NONE = -1 };

struct entry {
	char *utf8; /* NULL: free */
	size_t length;
	uint64_t key;
	struct text_style style;
	struct text_block block;
	size_t bytes; /* of the picture */
	int next_in_bucket;
	int newer, older;
};

struct text {
	SDL_Renderer *renderer;
	struct entry *entries;
	int entry_count;
	int buckets[BUCKETS];
	int newest, oldest;
	size_t bytes, budget_bytes; /* of pictures */
	struct text_layout layout;
};

/* ---- the list of use ---- */

static void unlink_use(struct text *text, struct entry *entry)
{
	if (entry->newer == NONE)
		text->newest = entry->older;
	else
		text->entries[entry->newer].older = entry->older;
	if (entry->older == NONE)
		text->oldest = entry->newer;
	else
		text->entries[entry->older].newer = entry->newer;
}

static void link_newest(struct text *text, struct entry *entry)
{
	int at = (int)(entry - text->entries);

	entry->newer = NONE;
	entry->older = text->newest;
	if (text->newest != NONE)
		text->entries[text->newest].newer = at;
	text->newest = at;
	if (text->oldest == NONE)
		text->oldest = at;
}

static void link_oldest(struct text *text, struct entry *entry)
{
	int at = (int)(entry - text->entries);

	entry->older = NONE;
	entry->newer = text->oldest;
	if (text->oldest != NONE)
		text->entries[text->oldest].older = at;
	text->oldest = at;
	if (text->newest == NONE)
		text->newest = at;
}

/* ---- the table ---- */

static uint64_t mix(uint64_t key, uint64_t value)
{
	key = (key ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return key ^ key >> 29;
}

static uint64_t key_of(const char *utf8, size_t length, const struct text_style *style)
{
	uint64_t key = mix((uint64_t)style->size_px << 32 | (uint32_t)style->max_width, length);
	uint64_t part = 0;

	for (; length >= sizeof(part); length -= sizeof(part), utf8 += sizeof(part)) {
		memcpy(&part, utf8, sizeof(part));
		key = mix(key, part);
	}
	part = 0;
	memcpy(&part, utf8, length);
	return mix(mix(key, part), (uint64_t)style->colour << 1 | style->bold);
}

static bool same_style(const struct text_style *a, const struct text_style *b)
{
	return a->size_px == b->size_px && a->bold == b->bold && a->tight == b->tight &&
	       a->compact == b->compact && a->private == b->private && a->align == b->align &&
	       a->direction == b->direction && a->max_width == b->max_width &&
	       a->max_lines == b->max_lines && a->typed == b->typed && a->colour == b->colour;
}

static int *bucket_of(struct text *text, uint64_t key)
{
	return &text->buckets[(key >> 16) % BUCKETS];
}

static struct entry *find(struct text *text, uint64_t key, const char *utf8, size_t length,
	const struct text_style *style)
{
	for (int i = *bucket_of(text, key); i != NONE; i = text->entries[i].next_in_bucket) {
		struct entry *entry = &text->entries[i];
		if (entry->key == key && entry->length == length &&
			same_style(&entry->style, style) && memcmp(entry->utf8, utf8, length) == 0)
			return entry;
	}
	return NULL;
}

static void drop_picture(struct text *text, struct entry *entry)
{
	text_destroy_picture(entry->block.texture, entry->style.private);
	entry->block.texture = NULL;
	text->bytes -= entry->bytes;
	entry->bytes = 0;
}

/* A free entry goes to the list's old end, where the next new string takes it. */
static void drop(struct text *text, struct entry *entry)
{
	int *link = bucket_of(text, entry->key);

	while (*link != (int)(entry - text->entries))
		link = &text->entries[*link].next_in_bucket;
	*link = entry->next_in_bucket;
	drop_picture(text, entry);
	memory_wipe(entry->utf8, entry->length);
	free(entry->utf8);
	unlink_use(text, entry);
	*entry = (struct entry){0};
	link_oldest(text, entry);
}

static struct entry *add(struct text *text, uint64_t key, const char *utf8, size_t length,
	const struct text_style *style)
{
	struct entry *entry = &text->entries[text->oldest];

	if (entry->utf8)
		drop(text, entry);
	entry->utf8 = malloc(length + 1);
	if (!entry->utf8)
		abort();
	memcpy(entry->utf8, utf8, length + 1);
	entry->length = length;
	entry->key = key;
	entry->style = *style;
	entry->next_in_bucket = *bucket_of(text, key);
	*bucket_of(text, key) = (int)(entry - text->entries);
	return entry;
}

static void lay_out(struct text *text, struct entry *entry)
{
	SDL_Texture *picture = entry->block.texture;

	text_lay_out(&text->layout, entry->utf8, &entry->style, &entry->block);
	entry->block.texture = picture;
}

/* Clears the buffers in which layouts are made, so that nothing of the string stays. */
static void clear_room(struct text *text)
{
	memory_wipe(&text->layout.items, sizeof(text->layout.items));
	text_runs_wipe(&text->layout);
}

static void clear_room_after(struct text *text, const struct entry *entry)
{
	if (entry->style.private)
		clear_room(text);
}

static struct entry *entry_of(struct text *text, const char *utf8, const struct text_style *style)
{
	size_t length = strlen(utf8);
	uint64_t key = key_of(utf8, length, style);
	struct entry *entry = find(text, key, utf8, length, style);

	assert(style->size_px > 0 && style->size_px <= TEXT_SIZE_PX_MAX);
	if (!entry) {
		entry = add(text, key, utf8, length, style);
		lay_out(text, entry);
		clear_room_after(text, entry);
	}
	unlink_use(text, entry);
	link_newest(text, entry);
	return entry;
}

const struct text_block *text_measure(
	struct text *text, const char *utf8, const struct text_style *style)
{
	return &entry_of(text, utf8, style)->block;
}

/* Frees the pictures of the longest unused strings, some at once; their measured sizes are kept. */
static void keep_budget(struct text *text, const struct entry *but)
{
	if (text->bytes <= text->budget_bytes)
		return;
	for (int i = text->oldest; i != NONE && text->bytes > text->budget_bytes / 8 * 7;
		i = text->entries[i].newer) {
		struct entry *entry = &text->entries[i];
		if (entry != but && entry->bytes > 0)
			drop_picture(text, entry);
	}
}

static void draw(struct text *text, struct entry *entry)
{
	lay_out(text, entry);
	entry->block.texture = text_draw(&text->layout, &entry->block, text->renderer);
	clear_room_after(text, entry);
	if (!entry->block.texture)
		return;
	entry->bytes = 4 * (size_t)entry->block.width * (size_t)entry->block.height;
	text->bytes += entry->bytes;
	keep_budget(text, entry);
}

const struct text_block *text_get(
	struct text *text, const char *utf8, const struct text_style *style)
{
	struct entry *entry = entry_of(text, utf8, style);

	assert(text->renderer);
	if (!entry->block.texture && entry->block.width > 0)
		draw(text, entry);
	return &entry->block;
}

int text_carets(struct text *text, const char *utf8, const struct text_style *style,
	struct text_caret *carets)
{
	struct text_block block;
	int count;

	text_lay_out(&text->layout, utf8, style, &block);
	count = text_find_carets(&text->layout, utf8, &block, carets);
	clear_room(text);
	return count;
}

int text_clearance(struct text *text, const char *utf8, const struct text_style *style)
{
	struct text_block block;
	int clearance;

	text_lay_out(&text->layout, utf8, style, &block);
	clearance = text_picture_clearance(&text->layout, &block);
	clear_room(text);
	return clearance;
}

int text_capital_px(struct text *text, int size_px, bool bold)
{
	return text_fonts_capital_px(&text->layout.fonts, size_px, bold);
}

static void drop_all(struct text *text, bool private_only)
{
	for (int i = 0; i < text->entry_count; i++) {
		struct entry *entry = &text->entries[i];
		if (entry->utf8 && (entry->style.private || !private_only))
			drop(text, entry);
	}
	memory_wipe(text->layout.memo, sizeof(text->layout.memo));
}

void text_flush_private(struct text *text)
{
	drop_all(text, true);
}

void text_flush_all(struct text *text)
{
	drop_all(text, false);
	text_fonts_forget_drawings(&text->layout.fonts);
}

/* Empty, `times` as large as a visit needs. */
static void make_cache(struct text *text, int times)
{
	text->entry_count = times * ENTRIES;
	text->budget_bytes = (size_t)times * TEXT_CACHE_BYTES;
	text->entries = calloc((size_t)text->entry_count, sizeof(*text->entries));
	if (!text->entries)
		abort();
	text->newest = text->oldest = NONE;
	for (int i = 0; i < BUCKETS; i++)
		text->buckets[i] = NONE;
	for (int i = 0; i < text->entry_count; i++)
		link_oldest(text, &text->entries[i]);
}

void text_keep_more(struct text *text, int times)
{
	if (text->entry_count == times * ENTRIES)
		return;
	drop_all(text, false);
	free(text->entries);
	make_cache(text, times);
}

struct text *text_create(SDL_Renderer *renderer, const char *fonts, struct error *error)
{
	struct text *text = calloc(1, sizeof(*text));

	if (!text)
		abort();
	text->renderer = renderer;
	make_cache(text, 1);
	text->layout.shaping = hb_buffer_create();
	init_linebreak();
	if (!text_fonts_load(&text->layout.fonts, fonts, error)) {
		text_destroy(text);
		return NULL;
	}
	return text;
}

void text_destroy(struct text *text)
{
	if (!text)
		return;
	drop_all(text, false);
	hb_buffer_destroy(text->layout.shaping);
	text_fonts_finish(&text->layout.fonts);
	free(text->entries);
	free(text);
}
