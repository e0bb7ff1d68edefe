/* What is wrong with a kiosk, and what is worth knowing: plain sentences, each with what to do, for
 * doctor and status alike. */
#ifndef CTL_FINDINGS_H
#define CTL_FINDINGS_H

#include <stdbool.h>

#include "store/store.h"

enum { FINDINGS_MAX = 64, FINDING_BYTES = 768 };

struct findings {
	int count, wrong;
	struct finding {
		bool is_wrong;
		char sentence[FINDING_BYTES];
	} list[FINDINGS_MAX];
};

__attribute__((format(printf, 2, 3))) void findings_add_wrong(
	struct findings *findings, const char *format, ...);
/* It is no fault, or will pass by itself. */
__attribute__((format(printf, 2, 3))) void findings_add_note(
	struct findings *findings, const char *format, ...);

/* All but the forms (doctor.c) and whether each page of the file can be read. */
void findings_look(struct findings *findings, struct store *store, const char *directory);
void findings_look_at_pages(struct findings *findings, struct store *store, const char *directory);
/* It could not be opened. */
void findings_look_at_unopened(
	struct findings *findings, const char *directory, const struct error *error);

#endif
