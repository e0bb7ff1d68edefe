/* What series.c knows of its page: the audit shows it with dates that no programme has. */
#ifndef SCREENS_SERIES_H
#define SCREENS_SERIES_H

#include "screens/date_list.h"
#include "screens/series_words.h"

struct series_state {
	struct date_list list;
	bool ticked[SERIES_MAX];
	struct series_span span;
	bool chosen; /* the visitor ticked something: ticks are theirs from then on */
};

#endif
