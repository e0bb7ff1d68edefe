/* A caret stands where the character before it ends: at its right, or at its left where it is read
 * from right to left. HarfBuzz tells how much room the glyphs of some characters take; those that
 * became one glyph share its room. */
#include "ui/text_carets.h"

#include "base/crypto.h"

/* Glyphs that belong together, with the characters that they show. */
struct piece {
	int start, end;  /* characters */
	int left, right; /* 26.6, from the line's first origin */
	bool right_to_left;
};

/* 26.6, by the character that a letter begins with. */
struct ends {
	int before[TEXT_CHARACTERS_MAX], after[TEXT_CHARACTERS_MAX];
};

static bool begins_letter(const struct text_layout *layout, int at)
{
	return !layout->items.joined[at] && !layout->items.hidden[at];
}

static void share_room(
	const struct text_layout *layout, const struct piece *piece, struct ends *ends)
{
	int letters = 0, number = 0, room = piece->right - piece->left;

	for (int i = piece->start; i < piece->end; i++)
		letters += begins_letter(layout, i);
	for (int i = piece->start; i < piece->end; i++) {
		if (!begins_letter(layout, i))
			continue;
		int from = room * number / letters, to = room * (number + 1) / letters;
		ends->before[i] = piece->right_to_left ? piece->right - from : piece->left + from;
		ends->after[i] = piece->right_to_left ? piece->right - to : piece->left + to;
		number++;
	}
}

/* Where the characters of the piece that begins at `start` end: where the next one begins. */
static int piece_end(const hb_glyph_info_t *glyphs, unsigned count, int start, int run_end)
{
	int end = run_end;

	for (unsigned i = 0; i < count; i++)
		if ((int)glyphs[i].cluster > start && (int)glyphs[i].cluster < end)
			end = (int)glyphs[i].cluster;
	return end;
}

static void walk_run(
	struct text_layout *layout, const struct text_run *run, int x, struct ends *ends)
{
	unsigned count, next;

	text_run_shape(layout, run);
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(layout->shaping, &count);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(layout->shaping, &count);
	for (unsigned i = 0; i < count; i = next) {
		struct piece piece = {.start = (int)glyphs[i].cluster,
			.left = x,
			.right_to_left = text_run_is_rtl(layout, run)};
		for (next = i; next < count && glyphs[next].cluster == glyphs[i].cluster; next++)
			x += at[next].x_advance;
		piece.right = x;
		piece.end = piece_end(glyphs, count, piece.start, run->end);
		share_room(layout, &piece, ends);
	}
}

static int walk_line(struct text_layout *layout, struct ends *ends)
{
	int x = 0;

	text_place(layout, &layout->lines[0]);
	for (int i = 0; i < layout->run_count; i++) {
		walk_run(layout, &layout->runs[i], x, ends);
		x += layout->runs[i].extents.advance_26_6;
	}
	return x;
}

/* At the line's own ends beyond the last ink, too. */
static int in_block(
	const struct text_layout *layout, const struct text_block *block, int x, int whole)
{
	if (x <= 0)
		return 0;
	return x >= whole ? block->width : layout->lines[0].overhang + ((x + 32) >> 6);
}

static size_t bytes_of(const char *utf8)
{
	size_t bytes = 1;

	while (((unsigned char)utf8[bytes] & 0xC0) == 0x80)
		bytes++;
	return bytes;
}

int text_find_carets(struct text_layout *layout, const char *utf8, const struct text_block *block,
	struct text_caret *carets)
{
	static struct ends ends;
	const struct text_line *line = &layout->lines[0];
	int count = 1, whole, start = block->right_to_left ? block->width : 0;
	size_t at = 0;

	whole = walk_line(layout, &ends);
	carets[0] = (struct text_caret){.x = start};
	for (int i = line->start; i < line->end && utf8[at]; i++) {
		at += bytes_of(utf8 + at);
		if (begins_letter(layout, i) && count < TEXT_CARETS_MAX) {
			if (count == 1)
				carets[0].x = in_block(layout, block, ends.before[i], whole);
			carets[count++].x = in_block(layout, block, ends.after[i], whole);
		}
		carets[count - 1].bytes = count > 1 ? at : 0;
	}
	memory_wipe(&ends, sizeof(ends));
	return count;
}
