/* Is the clock to be believed? It is unsure below a floor that is known to have passed, or when it
 * moved against boot time since it was last sure; a meeting with the centre settles it. */
#include <stdlib.h>

#include "base/clock.h"
#include "store/internal.h"

enum { CLOCK_DOUBT_MS = 2 * MINUTE_MS };

/* No kiosk was built before 2026-01-01T00:00Z; moved on with each release. */
static const int64_t built_ms = INT64_C(1767225600000);

static int64_t clock_floor_ms(struct store *store)
{
	int64_t centre_ms =
		database_number(&store->database, "SELECT centre_ms FROM meeting", NO_VALUES, 0);
	int64_t commit_ms = database_number(&store->database,
		"SELECT at_ms FROM change WHERE seq = (SELECT max(seq) FROM change)", NO_VALUES, 0);
	int64_t floor_ms = centre_ms > commit_ms ? centre_ms : commit_ms;

	return floor_ms > built_ms ? floor_ms : built_ms;
}

static bool agrees(int64_t now_ms, int64_t boot_ms, int64_t then_ms, int64_t then_boot_ms)
{
	return llabs((now_ms - then_ms) - (boot_ms - then_boot_ms)) <= CLOCK_DOUBT_MS;
}

/* Boot time that went back since then is of another boot, and proves nothing. One of another boot that
 * happens to fit is believed: both clocks would have to be wrong by the same amount. */
bool store_clock_agrees(struct store *store, int64_t now_ms, int64_t boot_ms)
{
	struct row row = database_select(&store->database,
		"SELECT centre_ms, centre_boot_ms FROM meeting WHERE centre_ms > 0", NO_VALUES);

	if (!row_next(&row))
		return false;
	bool agreed = boot_ms >= row_number(&row, 1) &&
		      agrees(now_ms, boot_ms, row_number(&row, 0), row_number(&row, 1));
	row_end(&row);
	return agreed;
}

bool store_clock_is_unsure(struct store *store, int64_t now_ms, int64_t boot_ms)
{
	bool moved = store->sure.known &&
		     !agrees(now_ms, boot_ms, store->sure.now_ms, store->sure.boot_ms);
	bool below = now_ms + CLOCK_DOUBT_MS < clock_floor_ms(store);

	if ((moved || below) && !store_clock_agrees(store, now_ms, boot_ms))
		return true;
	store->sure = (struct sure_clock){.known = true, .now_ms = now_ms, .boot_ms = boot_ms};
	return false;
}
