/* A sentence is made once and kept: it is asked for again with every view. Behind it numbers stand in
 * words until it is long enough, because what is longer breaks between words. */
#include "ui/pseudo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	SENTENCES_MAX = 2048,
	SENTENCE_BYTES_MAX = 4096,
	LONGER_PERCENT = 170,
	WORDS = 8,
};

static const char plain[] = "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ";
static const char *const accented[] = {"á", "č", "ď", "é", "ğ", "ĥ", "í", "ĵ", "ķ", "ł", "ñ", "ó",
	"ř", "š", "ţ", "ú", "ŵ", "ý", "ž", "Á", "Č", "Ď", "É", "Ğ", "Ĥ", "Í", "Ĵ", "Ķ", "Ł", "Ñ",
	"Ó", "Ř", "Š", "Ţ", "Ú", "Ŵ", "Ý", "Ž"};
static const char *const words[WORDS] = {
	" óñé", " ţŵó", " ţĥřéé", " fóúř", " fívé", " šíx", " šévéñ", " éíğĥţ"};

static struct kept {
	char *sentence, *made;
} kept[SENTENCES_MAX];
static int kept_count;

/* Characters outside placeholders. */
static size_t length_of(const char *text)
{
	size_t length = 0;
	bool inside = false;

	for (; *text; text++) {
		if (*text == '{')
			inside = true;
		if (!inside && ((unsigned char)*text & 0xC0) != 0x80)
			length++;
		if (*text == '}')
			inside = false;
	}
	return length;
}

static void append(char *to, const char *from, size_t bytes)
{
	size_t at = strlen(to);

	if (at + bytes < SENTENCE_BYTES_MAX) {
		memcpy(to + at, from, bytes);
		to[at + bytes] = '\0';
	}
}

/* False: there is no letter in it that could be another one. */
static bool put_accents(const char *sentence, char *to)
{
	bool inside = false, any = false;

	for (; *sentence; sentence++) {
		const char *found = inside ? NULL : strchr(plain, *sentence);
		if (*sentence == '{' || *sentence == '}')
			inside = *sentence == '{';
		if (found)
			append(to, accented[found - plain], strlen(accented[found - plain]));
		else
			append(to, sentence, 1);
		any = any || found;
	}
	return any;
}

static char *make(const char *sentence)
{
	char made[SENTENCE_BYTES_MAX] = "";
	size_t wanted = (length_of(sentence) * LONGER_PERCENT + 99) / 100;

	/* Room for accents of two bytes, and for the words behind. */
	if (strlen(sentence) > SENTENCE_BYTES_MAX / 5 || !put_accents(sentence, made))
		return strdup(sentence);
	for (int i = 0; length_of(made) < wanted; i++)
		append(made, words[i % WORDS], strlen(words[i % WORDS]));
	return strdup(made);
}

static const char *keep(const char *sentence)
{
	struct kept *next = &kept[kept_count];

	if (kept_count == SENTENCES_MAX)
		return sentence;
	*next = (struct kept){strdup(sentence), make(sentence)};
	if (next->sentence && next->made) {
		kept_count++;
		return next->made;
	}
	free(next->sentence);
	free(next->made);
	return sentence;
}

const char *pseudo_text(const char *sentence)
{
	for (int i = 0; i < kept_count; i++)
		if (strcmp(kept[i].sentence, sentence) == 0)
			return kept[i].made;
	return keep(sentence);
}
