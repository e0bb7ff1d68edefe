/* The file is kept in memory as it is: two tables of lengths and offsets, sentences in order of
 * their bytes and beside each its translation. Finding one is looking into the middle again and
 * again. The forms of a plural stand one behind the other, a NUL between them. */
#include "ui/catalogue.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/plural.h"

enum {
	HEADER_BYTES = 28,
	ENTRY_BYTES = 8,
	CHECKED_NUMBERS = 200, /* every number of these has a form */
};

#define MAGIC 0x950412DEu

struct catalogue {
	size_t length;
	uint32_t count, sentences, translations; /* how many, and where their tables begin */
	const char *plural;                      /* NULL: one form for all numbers */
	unsigned char bytes[];
};

static uint32_t number_at(const struct catalogue *catalogue, size_t at)
{
	const unsigned char *byte = catalogue->bytes + at;

	return (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
	       (uint32_t)byte[3] << 24;
}

static size_t length_at(const struct catalogue *catalogue, uint32_t table, uint32_t i)
{
	return number_at(catalogue, table + (size_t)i * ENTRY_BYTES);
}

static const char *string_at(const struct catalogue *catalogue, uint32_t table, uint32_t i)
{
	return (const char *)catalogue->bytes +
	       number_at(catalogue, table + (size_t)i * ENTRY_BYTES + 4);
}

/* ---- checking ---- */

static bool is_table(const struct catalogue *catalogue, uint32_t table)
{
	return table <= catalogue->length &&
	       catalogue->count <= (catalogue->length - table) / ENTRY_BYTES;
}

/* Within the file, UTF-8 in each of its parts, and with a NUL behind it. */
static bool is_string(const struct catalogue *catalogue, uint32_t table, uint32_t i)
{
	size_t length = length_at(catalogue, table, i);
	size_t at = number_at(catalogue, table + (size_t)i * ENTRY_BYTES + 4);
	const char *text = (const char *)catalogue->bytes + at;

	if (at >= catalogue->length || length >= catalogue->length - at || text[length] != '\0')
		return false;
	for (const char *part = text; part <= text + length; part += strlen(part) + 1)
		if (!text_is_valid(part))
			return false;
	return true;
}

static bool has_good_strings(const struct catalogue *catalogue)
{
	for (uint32_t i = 0; i < catalogue->count; i++) {
		if (!is_string(catalogue, catalogue->sentences, i) ||
			!is_string(catalogue, catalogue->translations, i))
			return false;
		if (i > 0 && strcmp(string_at(catalogue, catalogue->sentences, i - 1),
				     string_at(catalogue, catalogue->sentences, i)) >= 0)
			return false;
	}
	return true;
}

static bool is_catalogue(struct catalogue *catalogue)
{
	if (catalogue->length < HEADER_BYTES || number_at(catalogue, 0) != MAGIC ||
		number_at(catalogue, 4) >> 16 > 1)
		return false;
	catalogue->count = number_at(catalogue, 8);
	catalogue->sentences = number_at(catalogue, 12);
	catalogue->translations = number_at(catalogue, 16);
	return is_table(catalogue, catalogue->sentences) &&
	       is_table(catalogue, catalogue->translations) && has_good_strings(catalogue);
}

/* ---- plurals ---- */

static unsigned long form_for(const struct catalogue *catalogue, unsigned long count)
{
	unsigned long form = 0;

	if (catalogue->plural)
		plural_form(catalogue->plural, count, &form);
	return form;
}

/* The translation of the empty sentence is the header. */
static bool read_plural(struct catalogue *catalogue)
{
	const char *header = catalogue_find(catalogue, "");
	const char *forms = header ? strstr(header, "nplurals=") : NULL;
	const char *plural;
	unsigned long many, form;

	if (!forms)
		return true;
	many = strtoul(forms + strlen("nplurals="), NULL, 10);
	plural = strstr(forms + strlen("nplurals="), "plural=");
	if (!plural)
		return false;
	catalogue->plural = plural + strlen("plural=");
	for (unsigned long n = 0; n < CHECKED_NUMBERS; n++)
		if (!plural_form(catalogue->plural, n, &form) || form >= many)
			return false;
	return true;
}

/* ---- loading ---- */

static struct catalogue *read_file(FILE *file)
{
	struct catalogue *catalogue = malloc(sizeof(*catalogue) + CATALOGUE_BYTES_MAX + 1);
	struct catalogue *fitting;

	if (!catalogue)
		return NULL;
	*catalogue = (struct catalogue){0};
	catalogue->length = fread(catalogue->bytes, 1, CATALOGUE_BYTES_MAX, file);
	catalogue->bytes[catalogue->length] = '\0';
	fitting = realloc(catalogue, sizeof(*catalogue) + catalogue->length + 1);
	return fitting ? fitting : catalogue;
}

struct catalogue *catalogue_load(const char *path, struct error *error)
{
	FILE *file = fopen(path, "rbe");
	struct catalogue *catalogue;

	if (!file) {
		error_set(error, ERROR_NOT_FOUND, "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	catalogue = read_file(file);
	fclose(file);
	if (catalogue && is_catalogue(catalogue) && read_plural(catalogue))
		return catalogue;
	catalogue_free(catalogue);
	error_set(error, ERROR_BAD_INPUT, "%s: this is not a catalogue of msgfmt", path);
	return NULL;
}

void catalogue_free(struct catalogue *catalogue)
{
	free(catalogue);
}

/* ---- finding ---- */

/* -1: it is not there. */
static int64_t find(const struct catalogue *catalogue, const char *sentence)
{
	uint32_t from = 0, until = catalogue->count;

	while (from < until) {
		uint32_t middle = from + (until - from) / 2;
		int order = strcmp(sentence, string_at(catalogue, catalogue->sentences, middle));

		if (order == 0)
			return middle;
		if (order < 0)
			until = middle;
		else
			from = middle + 1;
	}
	return -1;
}

const char *catalogue_find(const struct catalogue *catalogue, const char *sentence)
{
	int64_t at = find(catalogue, sentence);

	return at < 0 ? NULL : string_at(catalogue, catalogue->translations, (uint32_t)at);
}

/* A catalogue with fewer forms than it says still answers: with its last one. */
const char *catalogue_find_counted(
	const struct catalogue *catalogue, const char *singular, unsigned long count)
{
	int64_t at = find(catalogue, singular);
	const char *form, *end;

	if (at < 0)
		return NULL;
	form = string_at(catalogue, catalogue->translations, (uint32_t)at);
	end = form + length_at(catalogue, catalogue->translations, (uint32_t)at);
	for (unsigned long skip = form_for(catalogue, count); skip > 0; skip--) {
		const char *next = form + strlen(form) + 1;

		if (next > end)
			break;
		form = next;
	}
	return form;
}
