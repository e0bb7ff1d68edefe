/* Directions by FriBidi (UAX #9), scripts by HarfBuzz, line ends by libunibreak (UAX #14). */
#include "ui/text_items.h"

#include <linebreak.h>
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xfffd, EN_DASH = 0x2013, PARAGRAPH_SEPARATOR = 0x2029, LEVELS_MAX = 60 };

static bool is_newline(FriBidiChar c)
{
	return c == '\n' || c == 0x2028 || c == PARAGRAPH_SEPARATOR;
}

static bool is_digit(FriBidiChar c)
{
	return c >= '0' && c <= '9';
}

/* Controls that fonts have no picture of. Joiner and non-joiner shape Urdu: they stay. */
static bool is_hidden(FriBidiChar c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x200b ||
	       c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
	       (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

static FriBidiChar next_character(const char **utf8)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)*utf8, -1, &c);

	if (length <= 0) {
		*utf8 += 1;
		return REPLACEMENT;
	}
	*utf8 += length;
	return c == '\t' ? ' ' : (FriBidiChar)c;
}

static void read_characters(struct text_items *items, const char *utf8)
{
	utf8proc_int32_t state = 0;

	items->count = 0;
	while (*utf8 && items->count < TEXT_CHARACTERS_MAX) {
		int i = items->count++;
		FriBidiChar c = next_character(&utf8);
		items->characters[i] = c;
		items->hidden[i] = is_hidden(c);
		items->joined[i] = i > 0 && !utf8proc_grapheme_break_stateful(
						    (utf8proc_int32_t)items->characters[i - 1],
						    (utf8proc_int32_t)c, &state);
	}
	items->truncated = *utf8 != '\0';
}

static bool between_digits(const struct text_items *items, int i)
{
	return i > 0 && i + 1 < items->count && is_digit(items->characters[i - 1]) &&
	       is_digit(items->characters[i + 1]);
}

/* 10:30-11:30 and 04-12-2026 are one number each: in Urdu too they are read from left to right. */
static bool is_number_dash(const struct text_items *items, int i)
{
	FriBidiChar c = items->characters[i];

	return (c == '-' || c == EN_DASH) && between_digits(items, i);
}

/* A telephone number in groups, 01632 960123, is one number too: its groups keep their order. A
 * line may still end between them. */
static bool is_number_space(const struct text_items *items, int i)
{
	return items->characters[i] == ' ' && between_digits(items, i);
}

/* ---- direction ---- */

/* What was put in between isolates says nothing of the text around it (UAX #9, P2); an isolate ends
 * with its PDI or its paragraph. */
static FriBidiParType first_strong(const struct text_items *items, int start, bool isolate)
{
	int inside = 0;

	for (int i = start; i < items->count; i++) {
		FriBidiCharType type = items->types[i];
		if (isolate && (is_newline(items->characters[i]) ||
				       (inside == 0 && type == FRIBIDI_TYPE_PDI)))
			break;
		if (type == FRIBIDI_TYPE_PDI)
			inside -= inside > 0;
		else if (FRIBIDI_IS_ISOLATE(type))
			inside++;
		else if (inside == 0 && FRIBIDI_IS_LETTER(type))
			return FRIBIDI_IS_RTL(type) ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	}
	return FRIBIDI_PAR_LTR;
}

/* FriBidi 1.0.8 reads on behind the end of an isolate that has no letter outside of inner ones, and
 * asks a neighbour for its direction. */
static void direct_isolates(struct text_items *items)
{
	for (int i = 0; i < items->count; i++)
		if (items->types[i] == FRIBIDI_TYPE_FSI)
			items->types[i] = first_strong(items, i + 1, true) == FRIBIDI_PAR_RTL
						  ? FRIBIDI_TYPE_RLI
						  : FRIBIDI_TYPE_LRI;
}

static FriBidiParType whole_direction(const struct text_items *items, enum text_direction wanted)
{
	if (wanted != TEXT_AUTO)
		return wanted == TEXT_RTL ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	return first_strong(items, 0, false);
}

static void direct_paragraph(struct text_items *items, int start, int end, FriBidiParType base)
{
	FriBidiLevel *levels = items->levels + start;

	if (!fribidi_get_par_embedding_levels_ex(
		    items->types + start, items->brackets + start, end - start, &base, levels))
		memset(levels, base == FRIBIDI_PAR_RTL, (size_t)(end - start) * sizeof(*levels));
}

static int paragraph_end(const struct text_items *items, int start)
{
	while (start < items->count && !is_newline(items->characters[start]))
		start++;
	return start < items->count ? start + 1 : start;
}

/* FriBidi takes one paragraph at a time; a separator inside one (a carriage return, say) makes it
 * write beyond its memory. Those are nothing to us. */
static FriBidiCharType our_type(const struct text_items *items, int i)
{
	if (is_number_dash(items, i) || is_number_space(items, i))
		return FRIBIDI_TYPE_CS;
	if (items->types[i] == FRIBIDI_TYPE_BS && !is_newline(items->characters[i]))
		return FRIBIDI_TYPE_BN;
	return items->types[i];
}

static bool opens_level(FriBidiCharType type)
{
	return FRIBIDI_IS_ISOLATE(type) || (FRIBIDI_IS_EXPLICIT(type) && FRIBIDI_IS_STRONG(type));
}

static bool is_explicit(FriBidiCharType type)
{
	return FRIBIDI_IS_EXPLICIT(type) || FRIBIDI_IS_ISOLATE(type) || type == FRIBIDI_TYPE_PDI;
}

/* FriBidi 1.0.8 writes beyond its memory where hundreds of levels are opened, as UAX #9 allows. Ours have
 * a few; behind LEVELS_MAX in one paragraph no sign of direction is obeyed. */
static void bound_levels(struct text_items *items)
{
	int opened = 0;

	for (int i = 0; i < items->count; i++) {
		if (is_newline(items->characters[i]))
			opened = 0;
		opened += opens_level(items->types[i]);
		if (opened > LEVELS_MAX && is_explicit(items->types[i]))
			items->types[i] = FRIBIDI_TYPE_BN;
	}
}

static void find_directions(struct text_items *items, enum text_direction wanted)
{
	fribidi_get_bidi_types(items->characters, items->count, items->types);
	fribidi_get_bracket_types(items->characters, items->count, items->types, items->brackets);
	for (int i = 0; i < items->count; i++)
		items->types[i] = our_type(items, i);
	bound_levels(items);
	direct_isolates(items);
	FriBidiParType base = whole_direction(items, wanted);
	items->right_to_left = base == FRIBIDI_PAR_RTL;
	for (int start = 0; start < items->count;) {
		int end = paragraph_end(items, start);
		direct_paragraph(items, start, end, base);
		start = end;
	}
}

/* ---- script ---- */

static bool is_rtl_script(hb_script_t script)
{
	return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
}

static bool is_rtl(const struct text_items *items, int i)
{
	return items->levels[i] & 1;
}

/* An isolate's controls are not seen: what counts is behind them. */
static bool turns_at(const struct text_items *items, int i)
{
	int before = i - 1, after = i + 1;

	while (before >= 0 && items->hidden[before])
		before--;
	while (after < items->count && items->hidden[after])
		after++;
	return (before >= 0 && is_rtl(items, before) != is_rtl(items, i)) ||
	       (after < items->count && is_rtl(items, after) != is_rtl(items, i));
}

/* Spaces follow the script around them as far as directions agree; digits and left-to-right
 * punctuation look the same in every language. Nastaliq's narrow space would glue a number to the
 * word beside it: where the direction turns, the space is Latin. */
static hb_script_t shared_script(const struct text_items *items, int i, hb_script_t before)
{
	bool space = text_items_is_space(items, i);

	if (is_rtl(items, i)) {
		if (space && turns_at(items, i))
			return HB_SCRIPT_LATIN;
		return is_rtl_script(before) ? before : HB_SCRIPT_ARABIC;
	}
	return space && !is_rtl_script(before) ? before : HB_SCRIPT_LATIN;
}

static void find_scripts(struct text_items *items)
{
	hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
	hb_script_t before = HB_SCRIPT_LATIN;

	for (int i = 0; i < items->count; i++) {
		hb_script_t script = hb_unicode_script(unicode, items->characters[i]);
		if (script == HB_SCRIPT_INHERITED || items->hidden[i])
			script = before;
		else if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_UNKNOWN)
			script = shared_script(items, i, before);
		items->scripts[i] = before = script;
	}
}

/* ---- font ---- */

static bool needs_glyph(const struct text_items *items, int i)
{
	return !items->hidden[i] && items->characters[i] != 0x200c &&
	       items->characters[i] != 0x200d;
}

static bool covers(const struct text_items *items, int start, int end,
	const struct text_fonts *fonts, enum text_family family)
{
	for (int i = start; i < end; i++) {
		if (needs_glyph(items, i) && !text_fonts_have(fonts, family, items->characters[i]))
			return false;
	}
	return true;
}

static enum text_family preferred_family(hb_script_t script, bool compact)
{
	if (script == HB_SCRIPT_ARABIC)
		return compact ? FAMILY_NASKH : FAMILY_NASTALIQ;
	return script == HB_SCRIPT_GURMUKHI ? FAMILY_GURMUKHI : FAMILY_LATIN;
}

/* A base with its marks, or a whole word of joined-up letters: what one font must draw alone. */
static int unit_end(const struct text_items *items, int start)
{
	bool word = items->scripts[start] == HB_SCRIPT_ARABIC && !text_items_is_space(items, start);
	int i = start + 1;

	while (i < items->count && (items->joined[i] || items->hidden[i] ||
					   (word && items->scripts[i] == HB_SCRIPT_ARABIC &&
						   !text_items_may_cut(items, i))))
		i++;
	return i;
}

static enum text_family choose_family(struct text_items *items, int start, int end,
	const struct text_fonts *fonts, enum text_family preferred)
{
	static const enum text_family others[] = {FAMILY_LATIN, FAMILY_SANS, FAMILY_SYMBOLS,
		FAMILY_GURMUKHI, FAMILY_NASKH, FAMILY_NASTALIQ};

	if (covers(items, start, end, fonts, preferred))
		return preferred;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (covers(items, start, end, fonts, others[i]))
			return others[i];
	}
	items->missing_glyph = true;
	return preferred;
}

static void find_families(struct text_items *items, bool compact, const struct text_fonts *fonts)
{
	items->missing_glyph = false;
	for (int start = 0; start < items->count;) {
		int end = unit_end(items, start);
		enum text_family family = choose_family(
			items, start, end, fonts, preferred_family(items->scripts[start], compact));
		memset(items->families + start, (int)family, (size_t)(end - start));
		start = end;
	}
}

/* ---- line ends ---- */

static enum text_break break_after(const struct text_items *items, int i)
{
	if (is_newline(items->characters[i]))
		return BREAK_MUST;
	if (items->unibreak[i] != LINEBREAK_ALLOWBREAK || is_number_dash(items, i))
		return BREAK_NEVER;
	return BREAK_MAY;
}

static void find_breaks(struct text_items *items)
{
	if (items->count == 0)
		return;
	set_linebreaks_utf32(items->characters, (size_t)items->count, NULL, items->unibreak);
	for (int i = 0; i < items->count; i++)
		items->breaks[i] = (uint8_t)break_after(items, i);
}

void text_items_read(struct text_items *items, const char *utf8, const struct text_style *style,
	const struct text_fonts *fonts)
{
	read_characters(items, utf8);
	find_directions(items, style->direction);
	find_scripts(items);
	find_families(items, style->compact, fonts);
	find_breaks(items);
}

/* ---- asking ---- */

int text_items_run_end(const struct text_items *items, int start, int end)
{
	int i = start + 1;

	while (i < end && items->levels[i] == items->levels[start] &&
		items->scripts[i] == items->scripts[start] &&
		items->families[i] == items->families[start])
		i++;
	return i;
}

bool text_items_is_space(const struct text_items *items, int at)
{
	return items->characters[at] == ' ' || items->characters[at] == 0x3000 ||
	       is_newline(items->characters[at]);
}

static bool is_arabic_letter(FriBidiChar c)
{
	FriBidiCharType type = fribidi_get_bidi_type(c);

	return type == FRIBIDI_TYPE_AL || c == 0x200c || c == 0x200d;
}

bool text_items_may_cut(const struct text_items *items, int at)
{
	int before = at - 1;

	if (items->joined[at])
		return false;
	while (before > 0 && items->joined[before])
		before--;
	return !is_arabic_letter(items->characters[at]) ||
	       !is_arabic_letter(items->characters[before]);
}

int text_items_utf8(const struct text_items *items, int start, int end, char *utf8)
{
	int length = 0;

	for (int i = start; i < end; i++) {
		if (!items->hidden[i])
			length += (int)utf8proc_encode_char((utf8proc_int32_t)items->characters[i],
				(utf8proc_uint8_t *)utf8 + length);
	}
	utf8[length] = '\0';
	return length;
}
