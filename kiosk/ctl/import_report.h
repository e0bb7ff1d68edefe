/* What an import tells whoever started it: of a programme counts and names, by title and date, in the
 * branch's time. */
#ifndef CTL_IMPORT_REPORT_H
#define CTL_IMPORT_REPORT_H

#include <jansson.h>

#include "calendar/programme.h"

enum import_change_kind { IMPORT_SAME, IMPORT_NEW, IMPORT_CHANGED };

enum { IMPORT_FIELDS_BYTES = 200 };

/* What became of one session. */
struct import_change {
	enum import_change_kind kind;
	char fields[IMPORT_FIELDS_BYTES]; /* that changed: "time, room" */
	bool moved;
	int64_t starts_ms, ends_ms; /* as they were */
};

/* While it lasts, on a terminal only. At the end `done` is `of`. */
void import_report_progress(int done, int of);

/* What somebody wrote and nobody uses, for they must hear of it. `heading_line` 0: it is no table's.
 * `where` all that is known is named, "README.md names all columns". */
void import_report_unknown(
	const struct unknown_names *unknown, int heading_line, const char *where);

/* `changes` has one for each entry; `plan` is the centre's answer of staff.plan_programme(). */
void import_report(
	const struct programme *programme, const struct import_change *changes, const json_t *plan);
/* What was cancelled with a calendar that was taken away. */
void import_report_removed(const json_t *plan);
/* Why nothing was done: what `plan` would cancel. */
void import_report_refusal(const struct programme *programme, const json_t *plan);
/* The same behind import_report() of a dry run, which has named them. */
void import_report_needs_yes(const json_t *plan);

#endif
