/* getopt_long does the reading; its complaints are silenced, and ours name what was wrong and where
 * to look. */
#include "base/options.h"

#include <assert.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/version.h"

/* What getopt_long returns: letters, and from FIRST on the place in the table of the known. */
enum { HELP = 'h', VERSION = 'V', FIRST = 256, BAD_ARGUMENTS = 2, COLUMN = 24 };

int options_refuse(const struct option_table *table, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s: ", table->program);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "; see %s --help\n", table->program);
	return BAD_ARGUMENTS;
}

/* ---- help ---- */

static void print_option(const char *name, const char *value, const char *meaning)
{
	int length = printf("  --%s%s%s", name, value ? " " : "", value ? value : "");

	if (length >= COLUMN)
		printf("\n%*s", COLUMN, "");
	else
		printf("%*s", COLUMN - length, "");
	puts(meaning);
}

static void print_usage(const struct option_table *table)
{
	printf("usage: %s", table->program);
	for (const struct option_known *known = table->known; known->name; known++)
		if (known->needed)
			printf(" --%s%s%s", known->name, known->value ? " " : "",
				known->value ? known->value : "");
	printf(" [OPTION...]%s%s\n", table->words ? " " : "", table->words ? table->words : "");
}

static int print_help(const struct option_table *table)
{
	print_usage(table);
	printf("%s\n\n", table->about);
	for (const struct option_known *known = table->known; known->name; known++)
		if (known->meaning)
			print_option(known->name, known->value, known->meaning);
	print_option("help", NULL, "says this");
	print_option("version", NULL, "says which version this is");
	if (table->print_more)
		table->print_more();
	return 0;
}

static int print_version(const struct option_table *table)
{
	printf("%s %s\n", table->program, version_text());
	return 0;
}

/* ---- reading ---- */

static void list_all(const struct option_known *known, struct option all[static OPTIONS_MAX + 3])
{
	int count = 0;

	for (; known[count].name; count++) {
		assert(count < OPTIONS_MAX);
		all[count] = (struct option){known[count].name,
			known[count].value ? required_argument : no_argument, NULL, FIRST + count};
	}
	all[count] = (struct option){"help", no_argument, NULL, HELP};
	all[count + 1] = (struct option){"version", no_argument, NULL, VERSION};
	all[count + 2] = (struct option){0};
}

/* A letter in a cluster is named by itself; getopt_long has gone past anything else. */
static int refuse_unknown(const struct option_table *table, char **arguments)
{
	const char *unknown = arguments[optind - 1];

	if (optopt >= FIRST || optopt == VERSION)
		return options_refuse(table, "the option '%s' takes no value", unknown);
	if (optopt)
		return options_refuse(table, "there is no option '-%c'", optopt);
	return options_refuse(table, "there is no option '%s'", unknown);
}

static int take(const struct option_table *table, int letter)
{
	const struct option_known *known = &table->known[letter - FIRST];

	if (known->given)
		*known->given = true;
	if (!known->text)
		return OPTIONS_GO_ON;
	if (!*optarg)
		return options_refuse(table, "the value of --%s is empty", known->name);
	*known->text = optarg;
	return OPTIONS_GO_ON;
}

static int act_on(const struct option_table *table, int letter, char **arguments)
{
	switch (letter) {
	case HELP:
		return print_help(table);
	case VERSION:
		return print_version(table);
	case '?':
		return refuse_unknown(table, arguments);
	case ':':
		return options_refuse(table, "--%s needs a value, %s",
			table->known[optopt - FIRST].name, table->known[optopt - FIRST].value);
	default:
		return take(table, letter);
	}
}

static int check_words(const struct option_table *table, int count, char **arguments)
{
	int words = count - optind;

	if (words > table->words_most)
		return options_refuse(
			table, "'%s' is too much", arguments[optind + table->words_most]);
	if (words < table->words_least)
		return options_refuse(table, "give it %s", table->words);
	return OPTIONS_GO_ON;
}

static int check_needed(const struct option_table *table)
{
	for (const struct option_known *known = table->known; known->name; known++)
		if (known->needed && !(known->text ? *known->text != NULL : *known->given))
			return options_refuse(table, "give it --%s%s%s", known->name,
				known->value ? " " : "", known->value ? known->value : "");
	return OPTIONS_GO_ON;
}

int options_read(const struct option_table *table, int count, char **arguments)
{
	struct option all[OPTIONS_MAX + 3];
	int letter, code = OPTIONS_GO_ON;

	list_all(table->known, all);
	opterr = 0;
	optind = 0; /* from the beginning, whoever read arguments before */
	while (code == OPTIONS_GO_ON &&
		(letter = getopt_long(count, arguments, ":h", all, NULL)) != -1)
		code = act_on(table, letter, arguments);
	if (code == OPTIONS_GO_ON)
		code = check_words(table, count, arguments);
	return code == OPTIONS_GO_ON ? check_needed(table) : code;
}
