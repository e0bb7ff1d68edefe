/* Words: every sentence of ours in the visitor's language, without what belongs to the program, and none
 * left out. */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"
#include "ui/audit_internal.h"
#include "ui/dates.h"
#include "ui/language.h"

enum { LATIN_RUN = 3, PIECE_BYTES = 512 };

static bool is_latin(utf8proc_int32_t point)
{
	utf8proc_category_t category = utf8proc_category(point);

	return point < 0x250 && category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_LO;
}

/* A word in Latin letters outside of what was put into the sentence. */
static bool has_latin_word(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t point;
	int run = 0, inside = 0;

	while (*at && run < LATIN_RUN) {
		utf8proc_ssize_t length = utf8proc_iterate(at, -1, &point);
		if (length <= 0)
			return false;
		inside += point >= 0x2066 && point <= 0x2068;
		inside -= point == 0x2069;
		run = inside == 0 && is_latin(point) ? run + 1 : 0;
		at += length;
	}
	return run >= LATIN_RUN;
}

/* ---- sentences that were asked for ---- */

/* The longest part of a sentence without a value: what can be found again. */
static void longest_piece(const char *sentence, char piece[PIECE_BYTES])
{
	const char *at = sentence, *best = sentence;
	size_t longest = 0;

	while (*at) {
		size_t length = strcspn(at, "{");
		if (length > longest) {
			longest = length;
			best = at;
		}
		at += length;
		at += strcspn(at, "}");
		at += *at == '}';
	}
	snprintf(piece, PIECE_BYTES, "%.*s", (int)longest, best);
}

static bool has_two_words(const char *piece)
{
	const char *space = strchr(piece + strspn(piece, " "), ' ');

	return space && has_latin_word(piece) && has_latin_word(space);
}

static int find_shown(const struct ui *ui, const char *piece)
{
	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];

		if (!audit_is_seen(node))
			continue;
		if ((node->kind == NODE_TEXT && strstr(node->text, piece)) ||
			(node->spoken && strstr(node->spoken, piece)))
			return i;
	}
	return -1;
}

static bool speaks_english(void)
{
	return strcmp(ui_language()->code, "en") == 0;
}

/* Two words alike are a copy of the English; one may be the same word in both. */
static bool is_untranslated(const struct audit_sentence *sentence, const char *piece)
{
	if (sentence->text == sentence->id)
		return has_latin_word(piece);
	return strcmp(sentence->text, sentence->id) == 0 && has_two_words(piece);
}

static bool has_placeholders_of(const char *text, const char *other)
{
	for (const char *at = strchr(other, '{'); at; at = strchr(at + 1, '{')) {
		char name[PIECE_BYTES];
		size_t length = strcspn(at, "}") + 1;

		snprintf(name, sizeof(name), "%.*s", (int)length, at);
		if (!strstr(text, name))
			return false;
	}
	return true;
}

bool ui_audit_is_of_pager(const char *sentence)
{
	return text_find(sentence, build_pager_words, PAGER_WORDS) >= 0;
}

static void look_at_sentence(struct ui_audit *audit, const struct audit_sentence *sentence)
{
	char piece[PIECE_BYTES];
	int index;

	longest_piece(sentence->text, piece);
	index = *piece ? find_shown(audit->ui, piece) : -1;
	if (index < 0)
		return;
	if (audit->report.shown)
		audit->report.shown(audit->report.context, sentence->id);
	if (!speaks_english() && strcmp(sentence->language, ui_language()->code) == 0 &&
		is_untranslated(sentence, piece))
		audit_found(audit, index, "is not translated");
	if (!has_placeholders_of(sentence->text, sentence->id) ||
		!has_placeholders_of(sentence->id, sentence->text))
		audit_found(audit, index, "says other things than the English does");
}

/* ---- words that stand there ---- */

static bool writes_latin(void)
{
	utf8proc_int32_t first = 0;

	utf8proc_iterate((const utf8proc_uint8_t *)ui_language()->name, -1, &first);
	return first < 0x250;
}

static bool is_a_languages_name(const char *text)
{
	int count;
	const struct ui_language *languages = ui_languages(&count);

	for (int i = 0; i < count; i++)
		if (strcmp(languages[i].name, text) == 0)
			return true;
	return false;
}

/* Behind the value that ui_format() put in here; NULL: there is none. */
static const char *behind_value(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t point;
	int inside = 0;

	do {
		utf8proc_ssize_t length = utf8proc_iterate(at, -1, &point);
		if (!*at || length <= 0)
			return NULL;
		inside += point >= 0x2066 && point <= 0x2068;
		inside -= point == 0x2069;
		at += length;
	} while (inside > 0);
	return point == 0x2069 ? (const char *)at : NULL;
}

/* The whole sentence, with values in their places: the comma of "{title}, {day}" alone says little. */
static bool is_made_of(const char *text, const char *sentence)
{
	while (text && *sentence) {
		if (*sentence == '{') {
			text = behind_value(text);
			sentence += strcspn(sentence, "}");
			sentence += *sentence == '}';
		} else if (*text++ != *sentence++) {
			return false;
		}
	}
	return text && !*text;
}

static bool was_said_in(const struct ui_audit *audit, const struct ui_node *node)
{
	for (int i = 0; i < audit->sentence_count; i++) {
		const struct audit_sentence *sentence = &audit->sentences[i];

		if (strcmp(sentence->language, node->language) == 0 &&
			is_made_of(node->text, sentence->text))
			return true;
	}
	return false;
}

/* A language's own name; a welcome to those who speak it; the library's own words in any language; the
 * English below what nobody reviewed. */
static bool may_be_foreign(const struct ui_audit *audit, const struct ui_node *node)
{
	return is_a_languages_name(node->text) || !*node->language || node->foreign ||
	       strcmp(node->language, ui_language()->code) == 0 ||
	       (strcmp(node->language, "en") == 0 && !ui_language()->reviewed) ||
	       was_said_in(audit, node);
}

static bool is_a_translation(const struct ui_audit *audit, const char *text)
{
	for (int i = 0; i < audit->sentence_count; i++)
		if (audit->sentences[i].text != audit->sentences[i].id &&
			strcmp(audit->sentences[i].text, text) == 0)
			return true;
	return false;
}

/* An e-mail address is the same in every language, and a translator may have kept a word. */
static bool stands_in_english(const struct ui_audit *audit, const char *text)
{
	if (speaks_english() || strchr(text, '@') || is_a_translation(audit, text))
		return false;
	return strcmp(language_text(text), text) != 0 || (!writes_latin() && has_latin_word(text));
}

static bool has_spare_space(const char *text)
{
	size_t length = strlen(text);

	return text[0] == ' ' || text[length - 1] == ' ' || strstr(text, "  ");
}

static bool has_open_direction(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t point;
	utf8proc_ssize_t length;
	int open = 0;

	for (; *at && open >= 0 && (length = utf8proc_iterate(at, -1, &point)) > 0; at += length) {
		open += point >= 0x2066 && point <= 0x2068;
		open -= point == 0x2069;
	}
	return open != 0;
}

static void look_at_words(struct ui_audit *audit, int index, const char *text)
{
	const struct ui_node *node = &audit->ui->nodes[index];

	if (!*node->language && !is_a_languages_name(text) && stands_in_english(audit, text))
		audit_found(audit, index, "stands in English");
	if (strpbrk(text, "{}"))
		audit_found(audit, index, "shows a placeholder");
	if (has_open_direction(text))
		audit_found(audit, index, "has a mark of direction that is not closed");
	if (*text && has_spare_space(text))
		audit_found(audit, index, "has a space too many");
}

static void look_at_node(struct ui_audit *audit, int index)
{
	const struct ui_node *node = &audit->ui->nodes[index];

	if (audit_is_ours(audit->ui, node))
		look_at_words(audit, index, node->text);
	if (node->kind == NODE_TEXT && !may_be_foreign(audit, node))
		audit_found(audit, index, "stands in another language");
	if (node->spoken && !node->private)
		look_at_words(audit, index, node->spoken);
	if (node->role == UI_ROLE_HEADING && !*node->text)
		audit_found(audit, index, "is an empty heading");
}

/* ---- what another language leaves out ---- */

static int count_texts(const struct ui *ui)
{
	int count = 0;

	for (int i = 0; i < ui->count; i++)
		count += audit_is_text(&ui->nodes[i]) && !ui->nodes[i].absent &&
			 !ui->nodes[ui->nodes[i].parent].is_key;
	return count;
}

/* The first list of a state is the one in English. */
static void look_for_dropped(struct ui_audit *audit)
{
	int count = count_texts(audit->ui);

	if (speaks_english())
		audit->english_texts = count;
	else if (count < audit->english_texts)
		audit_found(audit, 0, "leaves out a text that English shows");
}

/* ---- the calendar ---- */

static bool has_one_twice(const char words[][DATES_WORD_BYTES], int count)
{
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++)
			if (*words[i] && strcmp(words[i], words[j]) == 0)
				return true;
	return false;
}

static void look_at_calendar(struct ui_audit *audit)
{
	const struct dates *dates = language_dates();

	if (has_one_twice(dates->months, 12) || has_one_twice(dates->alone, 12) ||
		has_one_twice(dates->weekdays, 7) || has_one_twice(dates->shorts, 7))
		audit_found(audit, 0, "has one name for two months or days");
}

void audit_words(struct ui_audit *audit)
{
	look_at_calendar(audit);
	for (int i = 0; i < audit->sentence_count; i++)
		look_at_sentence(audit, &audit->sentences[i]);
	FOR_SEEN(audit, i)
	look_at_node(audit, i);
	look_for_dropped(audit);
}
