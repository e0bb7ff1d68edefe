/* What every file of the runner needs: the words of the line being played, and why it did not hold. */
#include "journey/journey.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t stopped_by;

static void note(int signal)
{
	stopped_by = signal;
}

void journey_heed_signals(void)
{
	/* Without SA_RESTART: whoever waits for an answer wakes up. */
	struct sigaction action = {.sa_handler = note};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int journey_stopped_by(void)
{
	return stopped_by;
}

bool journey_fails(struct journey *journey, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(journey->detail, sizeof(journey->detail), format, arguments);
	va_end(arguments);
	return false;
}

const char *journey_word(const struct journey *journey, int index)
{
	return index < journey->line->count ? journey->line->words[index].text : "";
}

int64_t journey_value(const struct journey *journey, int index)
{
	return index < journey->line->count ? journey->line->words[index].value : 0;
}

bool journey_is(const struct journey *journey, int index, const char *text)
{
	return strcmp(journey_word(journey, index), text) == 0;
}
