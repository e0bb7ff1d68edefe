/* A form is questions as data: joining, volunteering, a survey. It is written as JSON (form_read()):
 *
 *   {"form": "join", "version": 1, "questions": [
 *     {"id": "who", "kind": "choice", "title": "Who would like to join?",
 *      "choices": [{"value": "me", "icon": "user-bold", "words": "Me"}, ...]},
 *     {"id": "birth", "kind": "date", "title": "When were you born?", "label": "Date of birth",
 *      "refusable": true, "when": {"who": ["me", "family"]}},
 *     {"id": "guardian", "kind": "name", ..., "when": {"birth": {"under": "guardian"}}},
 *     ...
 *
 * Words are a sentence of the kiosk's own catalogues ("..."), or a text a language ({"en": "...",
 * "pl": "..."}, English always among them). Of a question:
 *
 *   id, kind, title   needed; an id and the value of a choice are of a-z, 0-9, "_" and "-"
 *   hint              below the title
 *   label             at "Is everything right?", else the title
 *   optional          may be skipped (no)
 *   refusable         a date that one may rather not say (no)
 *   ahead             a date to come, not one in the past (no)
 *   each              asked once for each of several people, one after the other (no); such questions
 *                     stand together
 *   unchecked         not shown again at "Is everything right?" (no)
 *   again             a choice whose value "yes" begins with the next of them (no)
 *   when              asked only if all of it holds: an earlier question has one of these values, or is
 *                     a date of birth under so many years ("guardian": the branch's guardian age)
 *   choices           of choice, choices and scale: value, words, and if one likes line and icon;
 *                     of consent: the sentences that are consented to, words and icon
 *   empty, no_letters, not_a_name, too_long   what is said of an answer that will not do
 *   other_way         a way out of this question in words; what it leads to is the form's purpose
 *
 * A challenge asks nothing: in the place of "questions" it has "steps", one a stamp, and runs for a time.
 *
 *   {"form": "challenge", "version": 1, "title": {"en": "Summer reading challenge", ...},
 *    "from": "2026-06-20", "until": "2026-09-12", "steps": [
 *     {"icon": "book-open-fill"}, {"icon": "cat-fill"},
 *     {"icon": "medal-fill", "gives": {"en": "A certificate", ...}}]}
 *
 *   title, about      what it is called, and a sentence on how one takes part; about may be left out
 *   from, until       its first and its last day
 *   steps             1 to 12: an icon, and if one likes what this stamp "gives", at the desk
 *
 * Where a form comes from nobody trusts it: whatever it holds, it is understood or refused. */
#ifndef RULES_FORM_H
#define RULES_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "rules/answer_check.h"

enum {
	FORM_BYTES_MAX = 64 * 1024,
	FORM_NAME_BYTES_MAX = 21, /* of a form, a question, a choice */
	QUESTIONS_MAX = 32,
	CHOICES_MAX = 12,
	FORM_STEPS_MAX = 12,
	CONDITIONS_MAX = 3,
	FORM_GUARDIAN_AGE = -1, /* in the place of years: the branch's */
};

enum question_kind {
	QUESTION_TEXT,
	QUESTION_NAME,
	QUESTION_DATE,
	QUESTION_CHOICE,
	QUESTION_CHOICES,
	QUESTION_SCALE,
	QUESTION_CONTACT,
	QUESTION_CONSENT,
	QUESTION_KINDS, /* keep last */
};

/* One of them is NULL; both are, where nothing is said. */
struct form_words {
	const char *sentence; /* a message id */
	const char *texts;    /* tag, text, tag, text, each with its end, and "" after the last */
};

enum question_words {
	QUESTION_TITLE,
	QUESTION_HINT,
	QUESTION_LABEL,
	QUESTION_EMPTY,
	QUESTION_NO_LETTERS,
	QUESTION_NOT_A_NAME,
	QUESTION_TOO_LONG,
	QUESTION_OTHER_WAY,
	QUESTION_WORDS, /* keep last */
};

struct form_choice {
	const char *value, *icon; /* icon: "" for none */
	struct form_words words, line;
};

/* An earlier question has one of these values, or, where there are years, is a date under them. */
struct form_condition {
	int question;
	unsigned choices; /* bit 1 << choice */
	int under_years;  /* 0: it is about choices */
};

struct question {
	const char *id;
	enum question_kind kind;
	struct form_words words[QUESTION_WORDS];
	bool optional, refusable, ahead, each, again, unchecked;
	struct form_condition when[CONDITIONS_MAX];
	int condition_count;
	struct form_choice choices[CHOICES_MAX];
	int choice_count;
};

struct form_step {
	const char *icon; /* "" for none */
	struct form_words gift;
};

/* Questions, or title, days and steps. */
struct form {
	const char *name;
	int version;
	struct form_words title, about;
	struct calendar_date from, until;
	struct form_step steps[FORM_STEPS_MAX];
	int step_count;
	struct question questions[QUESTIONS_MAX];
	int question_count;
	char *pool; /* its own: all texts */
};

/* `text` ends with a '\0' after its length. False: it is not understood; the detail is "line 12:
 * question 3: ..." (or "step 3") with what would do, and `form` holds nothing. The caller frees it with
 * form_free() in any case. */
bool form_read(const char *text, size_t length, struct form *form, struct error *error);
void form_free(struct form *form);

/* Of a-z, 0-9, "_" and "-", and fits into `size` bytes: FORM_NAME_BYTES_MAX of a form. */
bool form_is_name(const char *text, size_t size);
/* -1: there is no such question. */
int form_question(const struct form *form, const char *id);
/* -1: there is no such choice. */
int question_choice(const struct question *question, const char *value);
const char *question_kind_name(enum question_kind kind);

/* What is said in `language`, else in English; NULL of a sentence, and where nothing is said. */
const char *form_text(const struct form_words *words, const char *language);
bool form_says(const struct form_words *words);

#endif
