/* The calendar's words in one language, from i18n/dates. */
#ifndef UI_DATES_H
#define UI_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"

enum { DATES_FILE_BYTES_MAX = 64 * 1024, DATES_WORD_BYTES = 48, DATES_LANGUAGES_MAX = 24 };

struct dates {
	char language[8];
	char weekdays[7][DATES_WORD_BYTES], shorts[7][DATES_WORD_BYTES];
	char months[12][DATES_WORD_BYTES]; /* behind the day: "4 grudnia" */
	char alone[12][DATES_WORD_BYTES];  /* without one: "grudzień" */
	char pattern[DATES_WORD_BYTES];
};

/* Number of languages; -1: `error` names the line. */
int dates_load(struct dates *dates, int most, const char *path, struct error *error);
/* "piątek, 4 grudnia". */
void dates_format(const struct dates *dates, const struct wall_time *wall, char *to, size_t size);

#endif
