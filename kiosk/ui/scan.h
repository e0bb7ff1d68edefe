/* Tells a scanner that types from hands. Characters are kept back until it is clear whose they are:
 * at most 35 ms apart and at least 6, ended by Return or 80 ms of silence, they are one scan and
 * nothing of it reaches a field. Hands are slower. A scanner that is slow looks like a hand: what it
 * types is text, but a Return within 80 ms of at least 6 digits that came no further apart is the
 * scanner's and presses nothing. Pure: the caller brings the time (boot time). */
#ifndef UI_SCAN_H
#define UI_SCAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
	SCAN_BYTES_MAX = 1024,
	SCAN_CHARACTERS_MIN = 6,
	SCAN_BETWEEN_MS = 35,
	SCAN_SILENCE_MS = 80,
};

struct scan {
	char text[SCAN_BYTES_MAX];
	int characters;
	int digits; /* typed in one go until now, also those no longer kept back */
	int64_t last_ms;
};

enum scan_answer { SCAN_NOTHING, SCAN_TYPED, SCAN_SCANNED };

/* Typed text arrived. If it ends what was kept back, that is in `out` (SCAN_BYTES_MAX). */
enum scan_answer scan_text(struct scan *scan, const char *text, int64_t now_ms, char *out);
/* Return arrived: *enter is true if it is a press of its own, after what is in `out`, and not the
 * end of a scan, quick or slow. */
enum scan_answer scan_return(struct scan *scan, int64_t now_ms, char *out, bool *enter);
/* Time has passed. */
enum scan_answer scan_wait(struct scan *scan, int64_t now_ms, char *out);
/* When scan_wait() is to be called; INT64_MAX: nothing is kept back. */
int64_t scan_deadline(const struct scan *scan);

#endif
