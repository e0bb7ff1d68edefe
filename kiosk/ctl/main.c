/* kioskctl: for people who look after kiosks. Finds the word in the table and hands over. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "ctl/ctl.h"

enum { BAD_ARGUMENTS = 2 };

static const struct word {
	const char *name, *use;
	int (*run)(int argc, char **argv);
} words[] = {
	{"decode", "decode FILE...    the codes in pictures", ctl_decode},
	{"doctor", "doctor [--data DIR]    what is wrong with a kiosk, and the cure", ctl_doctor},
	{"enrol", "enrol --demo --kiosk N --data DIR [--assets DIR]    makes DIR a kiosk",
		ctl_enrol},
	{"import", "import programme FILE.ics | members FILE.csv --centre URL   at the centre",
		ctl_import},
	{"present", "present card UID | code TEXT | image FILE [--data DIR]   to a DEMO kiosk",
		ctl_present},
	{"status", "status [--json] [--data DIR]    how a kiosk is", ctl_status},
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

static void print_use(FILE *to)
{
	fprintf(to, "usage: kioskctl WORD ...\n");
	for (int i = 0; i < WORDS; i++)
		fprintf(to, "  kioskctl %s\n", words[i].use);
}

static const struct word *word_named(const char *name)
{
	for (int i = 0; i < WORDS; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	log_start("kioskctl");
	if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
		print_use(stdout);
		return 0;
	}
	const struct word *word = argc >= 2 ? word_named(argv[1]) : NULL;
	if (word)
		return word->run(argc - 1, argv + 1);
	if (argc >= 2)
		fprintf(stderr, "kioskctl: there is no word \"%s\"; these are:\n", argv[1]);
	print_use(stderr);
	return BAD_ARGUMENTS;
}
