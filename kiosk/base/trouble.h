/* Why kiosk-sync does not go on, for kioskctl: a small file in the data directory for as long as it
 * lasts, whether sync still runs or not. Sentences for staff; nothing personal. */
#ifndef BASE_TROUBLE_H
#define BASE_TROUBLE_H

#include <stdbool.h>
#include <stdint.h>

enum { TROUBLE_KIND_BYTES = 16, TROUBLE_SENTENCE_BYTES = 448 };

struct trouble {
	char kind
		[TROUBLE_KIND_BYTES]; /* "away": it may pass by itself; all else waits for a person */
	char sentence[TROUBLE_SENTENCE_BYTES];
	int64_t since_ms;
};

/* `now_ms` counts if it is of another kind than what stands there. NULL: it is over. */
void trouble_note(const char *directory, const struct trouble *trouble, int64_t now_ms);
/* False: there is none, as far as anybody knows. */
bool trouble_read(const char *directory, struct trouble *trouble);
bool trouble_may_pass(const struct trouble *trouble);

#endif
