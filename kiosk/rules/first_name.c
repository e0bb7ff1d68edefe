/* The whole name is a little stiff, half a name is rude: "Abd" alone means servant, "Nguyen" is the
 * family. So whatever is not sure is greeted whole. */
#include "rules/first_name.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/crypto.h"
#include "base/text.h"

enum { NAME_BYTES_MAX = 400, WORD_BYTES_MAX = 64 };

/* Written small, names may begin with these; "Ben", "Van" and "Al" are what people are called. */
static const char *const particles[] = {"van", "von", "de", "den", "der", "del", "della", "di",
	"da", "do", "dos", "du", "la", "le", "ter", "ten", "zu", "af", "av", "ben", "al", "el",
	"ap", "ab"};

/* Folded: whatever their letter case and accents. */
static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor",
	"rev", "reverend", "sir", "dame", "lady", "lord", "master", "sheikh", "imam", "haji",
	"hajji", "pan", "pani"};

/* The first half of a name: the servant, the father, the mother, the son, the daughter of. */
static const char *const halves[] = {"abd", "abdal", "abdel", "abdul", "abdur", "abdus", "abu",
	"umm", "bin", "binti", "bint", "ibn", "عبد", "ابو", "ابي", "ام", "بن", "بنت", "ابن"};

/* What joins the second half on: "Noor ul Ain", "Zia-ul-Haq" needs no help. */
static const char *const joints[] = {
	"al", "el", "ul", "ud", "ur", "un", "us", "uz", "uddin", "ullah", "allah", "الله", "الدين"};

/* Family names that stand first. Some are English first names too: nobody minds being greeted whole. */
static const char *const families[] = {"nguyen", "tran", "le", "pham", "hoang", "huynh", "phan",
	"vu", "vo", "dang", "đang", "bui", "đo", "ho", "ngo", "duong", "ly", "dinh", "đinh",
	"truong", "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu",
	"sun", "ma", "zhu", "hu", "guo", "he", "lin", "gao", "luo", "zheng", "liang", "wong",
	"chan", "cheung", "lau", "leung", "ng", "lam", "kwok", "kim", "lee", "park", "pak", "choi",
	"jung", "jeong", "kang", "cho", "yoon", "jang", "lim"};

#define IS_AMONG(word, list) is_among(word, list, sizeof(list) / sizeof(*(list)))

static bool is_among(const char *word, const char *const *list, size_t count)
{
	return text_find(word, list, (int)count) >= 0;
}

/* Small letters without accents and without the points of an abbreviation. */
static void fold(const char *word, size_t length, char folded[static WORD_BYTES_MAX])
{
	utf8proc_uint8_t *plain = NULL;
	utf8proc_ssize_t bytes = utf8proc_map((const utf8proc_uint8_t *)word,
		(utf8proc_ssize_t)length, &plain,
		UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

	folded[0] = '\0';
	if (bytes > 0)
		text_copy(folded, WORD_BYTES_MAX, (const char *)plain);
	if (bytes > 0)
		memory_wipe(plain, (size_t)bytes);
	free(plain);
	size_t end = strlen(folded);
	while (end > 0 && folded[end - 1] == '.')
		folded[--end] = '\0';
}

static bool is_initial(const char *word, size_t length)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)word, -1, &point);

	return memchr(word, '.', length) || bytes == (utf8proc_ssize_t)length;
}

/* Han, kana and Hangul: the family's name stands first. */
static bool is_east_asian(const char *word)
{
	utf8proc_int32_t point = 0;

	utf8proc_iterate((const utf8proc_uint8_t *)word, -1, &point);
	return (point >= 0x3040 && point <= 0x30ff) || (point >= 0x3400 && point <= 0x9fff) ||
	       (point >= 0xac00 && point <= 0xd7a3) || point >= 0x20000;
}

static bool is_particle(const char *word, size_t length)
{
	char exact[WORD_BYTES_MAX] = "";

	if (length < sizeof(exact))
		memcpy(exact, word, length);
	bool is_one = IS_AMONG(exact, particles);
	memory_wipe(exact, sizeof(exact));
	return is_one;
}

/* "ul Ain", "al-Rahman": the second word belongs to the first. */
static bool joins_on(const char *second)
{
	char folded[WORD_BYTES_MAX];

	fold(second, strcspn(second, " -"), folded);
	bool joins = IS_AMONG(folded, joints);
	memory_wipe(folded, sizeof(folded));
	return joins;
}

static bool stands_alone(const char *name, size_t length)
{
	char folded[WORD_BYTES_MAX];
	const char *second = name + length + strspn(name + length, " ");

	fold(name, length, folded);
	bool alone = !IS_AMONG(folded, titles) && !IS_AMONG(folded, halves) &&
		     !IS_AMONG(folded, families) && !joins_on(second) &&
		     !is_particle(name, length) && !is_initial(name, length) &&
		     !is_east_asian(name);
	memory_wipe(folded, sizeof(folded));
	return alone;
}

void first_name_of(const char *full_name, char *first_name, size_t size)
{
	char name[NAME_BYTES_MAX];

	text_copy(name, sizeof(name), full_name);
	text_clean(name, sizeof(name));
	size_t length = strcspn(name, " ");
	const char *after = strstr(name, ", ");
	if (after && name + length == after + 1) /* "Khan, Amina" */
		memmove(name, after + 2, strlen(after + 2) + 1);
	length = strcspn(name, " ");
	if (stands_alone(name, length))
		name[length] = '\0';
	text_copy(first_name, size, name);
	memory_wipe(name, sizeof(name));
}
