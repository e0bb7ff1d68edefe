/* kioskctl: for people who look after kiosks. Finds the word in the table and hands over. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/options.h"
#include "ctl/ctl.h"

static const struct word {
	const char *name, *about;
	int (*run)(int argc, char **argv);
} words[] = {
	{"check", "every screen of all journeys, in every language", ctl_check},
	{"decode", "the codes in pictures", ctl_decode},
	{"doctor", "what is wrong with a kiosk, and the cure", ctl_doctor},
	{"enrol", "makes a directory a kiosk", ctl_enrol},
	{"export", "what a damaged or copied disk holds, as a file for the centre", ctl_export},
	{"import", "a programme, members, a form or a salvage, at the centre", ctl_import},
	{"present", "holds a card or a code near a DEMO kiosk", ctl_present},
	{"status", "how a kiosk is", ctl_status},
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

static void print_words(void)
{
	puts("\nThe words; kioskctl WORD --help says more:");
	for (int i = 0; i < WORDS; i++)
		printf("  %-10s %s\n", words[i].name, words[i].about);
}

static const struct word *word_named(const char *name)
{
	for (int i = 0; i < WORDS; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static int read_own_options(int argc, char **argv)
{
	static const struct option_known none[] = {{0}};
	static const struct option_table table = {.program = "kioskctl",
		.about = "For people who look after kiosks.",
		.known = none,
		.words = "WORD ...",
		.words_least = 1,
		.print_more = print_words};

	if (argc >= 2 && argv[1][0] != '-')
		return options_refuse(&table, "there is no word '%s'", argv[1]);
	return options_read(&table, argc, argv);
}

int main(int argc, char **argv)
{
	const struct word *word = argc >= 2 ? word_named(argv[1]) : NULL;

	signal(SIGPIPE, SIG_IGN);
	log_start("kioskctl");
	return word ? word->run(argc - 1, argv + 1) : read_own_options(argc, argv);
}
