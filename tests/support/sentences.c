/* A walk along the two tables of a file of msgfmt: sentences, and beside each its translation. */
#include "sentences.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FILE_BYTES_MAX = 1 << 20, FORM_BYTES_MAX = 4096 };

static unsigned char file_bytes[FILE_BYTES_MAX];

static void read_catalogue(const char *folder, const char *language)
{
	char path[1024];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/library-kiosk.mo", folder, language);
	file = fopen(path, "rb");
	if (!file)
		perror(path);
	assert(file);
	length = fread(file_bytes, 1, sizeof(file_bytes), file);
	assert(length > 28 && length < sizeof(file_bytes));
	fclose(file);
}

static uint32_t number_at(size_t at)
{
	uint32_t number;

	memcpy(&number, file_bytes + at, sizeof(number));
	return number;
}

static int show_forms(size_t entry, sentence_seen *seen, void *context)
{
	const char *form = (const char *)file_bytes + number_at(entry + 4);
	const char *end = form + number_at(entry);
	int shown = 0;

	for (; form < end; form += strlen(form) + 1) {
		char text[FORM_BYTES_MAX];

		assert(strlen(form) < sizeof(text));
		strcpy(text, form);
		seen(context, text);
		shown++;
	}
	return shown;
}

int sentences_each(const char *folder, const char *language, sentence_seen *seen, void *context)
{
	int english = strcmp(language, "en") == 0, shown = 0;
	uint32_t count, sentences, table;

	read_catalogue(folder, english ? "pl" : language);
	count = number_at(8);
	sentences = number_at(12);
	table = number_at(english ? 12 : 16);
	for (uint32_t i = 0; i < count; i++) {
		if (number_at(sentences + (size_t)i * 8) > 0) /* the empty one is the header */
			shown += show_forms(table + (size_t)i * 8, seen, context);
	}
	return shown;
}
