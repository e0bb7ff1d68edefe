/* The command line, read in one way by every program: long options, each with a value or without, and
 * words. Every program thereby has --help (and -h) and --version, both on standard output and with
 * exit code 0; what is not understood is one sentence on standard error and exit code 2. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>

enum { OPTIONS_GO_ON = -1, OPTIONS_MAX = 16 };

struct option_known {
	const char *name;    /* without the dashes; NULL ends the table */
	const char *value;   /* what its value is, "DIR"; NULL: it has none */
	const char *meaning; /* a line for --help; NULL: it is not shown there */
	const char **text;   /* with a value: is set to it, in the program's arguments */
	bool *given;         /* without a value: is set when the option stands there */
	bool needed;         /* its absence is refused */
};

struct option_table {
	const char *program;              /* "kioskctl decode" */
	const char *about;                /* what it does, a line or two */
	const struct option_known *known; /* at most OPTIONS_MAX and the end */
	const char *words;                /* what stands there besides: "FILE..."; NULL: nothing */
	int words_least, words_most;
	void (*print_more)(void); /* what --help says below; NULL: nothing */
};

/* OPTIONS_GO_ON, or the exit code with which the program ends now. The words, in their order, are
 * arguments[optind] and those behind it. */
int options_read(const struct option_table *table, int count, char **arguments);

/* Says in a sentence what is wrong with the arguments, and returns the exit code for that. */
int options_refuse(const struct option_table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
