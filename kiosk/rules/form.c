/* What a form says, once it was read. */
#include "rules/form.h"

#include <stdlib.h>
#include <string.h>

bool form_is_name(const char *text, size_t size)
{
	size_t length = strlen(text);

	return length > 0 && length < size &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

int form_question(const struct form *form, const char *id)
{
	for (int i = 0; i < form->question_count; i++)
		if (strcmp(form->questions[i].id, id) == 0)
			return i;
	return -1;
}

int question_choice(const struct question *question, const char *value)
{
	for (int i = 0; i < question->choice_count; i++)
		if (strcmp(question->choices[i].value, value) == 0)
			return i;
	return -1;
}

const char *question_kind_name(enum question_kind kind)
{
	static const char *const names[QUESTION_KINDS] = {
		[QUESTION_TEXT] = "text",
		[QUESTION_NAME] = "name",
		[QUESTION_DATE] = "date",
		[QUESTION_CHOICE] = "choice",
		[QUESTION_CHOICES] = "choices",
		[QUESTION_SCALE] = "scale",
		[QUESTION_CONTACT] = "contact",
		[QUESTION_CONSENT] = "consent",
	};

	return names[kind];
}

static const char *text_in(const char *texts, const char *language)
{
	while (*texts) {
		const char *text = texts + strlen(texts) + 1;
		if (strcmp(texts, language) == 0)
			return text;
		texts = text + strlen(text) + 1;
	}
	return NULL;
}

const char *form_text(const struct form_words *words, const char *language)
{
	const char *text = words->texts ? text_in(words->texts, language) : NULL;

	return text || !words->texts ? text : text_in(words->texts, "en");
}

bool form_says(const struct form_words *words)
{
	return words->sentence || words->texts;
}

void form_free(struct form *form)
{
	free(form->pool);
	*form = (struct form){0};
}
