/* Sentences, dates and times in the visitor's language. Dates come from a small table in i18n/dates
 * (the machine has no locales); digits are always European. */
#ifndef UI_LANGUAGE_H
#define UI_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

struct ui;

/* `_("...")` is the whole sentence in the visitor's language, N_() marks one for later. Without a
 * translation it stays English. */
#define _(sentence) language_text(sentence)
#define N_(sentence) sentence
const char *language_text(const char *sentence);
/* "{count} adult", "{count} adults": the form that stands with `count`. */
const char *language_counted(const char *one, const char *many, unsigned long count);
/* Whether this sentence has words in the visitor's language; English has all. */
bool language_has(const char *sentence);

/* Hears every sentence that is asked for, with the words for it, which live as long as the catalogues;
 * NULL: nobody does. */
typedef void language_heard(void *context, const char *sentence, const char *text);
void language_listen(language_heard *heard, void *context);

struct ui_language {
	char code[8];  /* "ur" */
	char name[32]; /* in itself: "اردو" */
	bool right_to_left;
	bool reviewed; /* by a native reader: i18n/LINGUAS */
};
/* Languages of tests, which nobody is offered: English accented and longer (pseudo.h), and English laid
 * out from right to left. */
#define LANGUAGE_PSEUDO "pseudo"
#define LANGUAGE_MIRROR "mirror"

/* The languages that i18n/LINGUAS offers, English first. */
enum { UI_LANGUAGES_MAX = 24 };
const struct ui_language *ui_languages(int *count);
const struct ui_language *ui_language(void); /* the current one */

/* Arabic and Persian; Urdu, and a name in Arabic letters wherever it stands, is written in Nastaliq. */
bool language_writes_naskh(const char *code);
/* Whether the current language's lines are tall: Nastaliq climbs. */
bool language_is_tall(void);

/* Sentences and dates are said in it from now on. A view may say one thing in another language; it
 * speaks the former one again before it ends. */
void language_speak(const struct ui_language *language);

/* The calendar's words in the current language; never NULL. */
struct dates;
const struct dates *language_dates(void);

/* Whether a letter of a right-to-left script is in it. */
bool language_has_right_to_left(const char *text);
/* Whether all letters that the text itself has run from left to right, and it has one. What is
 * isolated (U+2066..U+2069) was put into it, and says nothing. */
bool language_is_left_to_right(const char *text);

#endif
