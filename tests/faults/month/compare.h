/* The ledger against the centre, at the end: people booked, waiting and come, session by session. */
#ifndef MONTH_COMPARE_H
#define MONTH_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

/* Prints each session that differs: both numbers, and the visits. `end_ms`: everybody with a session
 * after it has looked once more. */
bool compare_all(uint64_t seed, int64_t end_ms);

#endif
