/* "Every Friday until 19 March": how far a series goes, and how it is said. */
#ifndef SCREENS_SERIES_WORDS_H
#define SCREENS_SERIES_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/session.h"
#include "ui/ui.h"

struct app;

struct series_span {
	int count; /* sessions, at most SERIES_MAX; below two there is no series */
	bool is_weekly, more;
	int64_t first_ms, last_ms;
};

/* Of what begins with this session and can be booked now. */
struct series_span series_span_of(struct app *app, const struct session *first);
const char *series_in_words(struct ui *ui, const struct series_span *span);

#endif
