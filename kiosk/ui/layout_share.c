/* A length is shared out. Where there is enough, everybody has what it prefers and those that grow
 * divide the rest; where there is too little, everybody gives way in proportion, down to its least. */
#include "ui/layout_share.h"

#include <stdint.h>

#include "ui/ui.h"

/* Shares of those that grow, nobody below what it prefers. */
static void share_growing(struct share *shares, int count, int available)
{
	bool settled[UI_NODES_MAX] = {false};
	int weight = 0, used = 0;
	bool again = true;

	for (int i = 0; i < count; i++) {
		if (shares[i].grow == 0)
			available -= shares[i].given;
		weight += shares[i].grow;
	}
	while (again) {
		again = false;
		for (int i = 0; i < count; i++) {
			struct share *share = &shares[i];
			int part = weight > 0 ? available * share->grow / weight : 0;
			bool low = part < share->pref;
			bool high = share->max > 0 && part > share->max;

			if (share->grow == 0 || settled[i] || (!low && !high))
				continue;
			share->given = low ? share->pref : share->max;
			available -= share->given;
			weight -= share->grow;
			settled[i] = again = true;
			break;
		}
	}
	for (int i = 0, seen = 0; i < count; i++) {
		if (shares[i].grow == 0 || settled[i])
			continue;
		seen += shares[i].grow;
		shares[i].given = available * seen / weight - used;
		used += shares[i].given;
	}
}

bool layout_share_out(struct share *shares, int count, int available)
{
	int pref = 0, min = 0;

	for (int i = 0; i < count; i++) {
		shares[i].given = shares[i].pref;
		pref += shares[i].pref;
		min += shares[i].min;
	}
	if (pref <= available) {
		share_growing(shares, count, available);
		return true;
	}
	for (int i = 0, seen = 0, used = 0; i < count; i++) {
		int room = available > min ? available - min : 0;

		seen += shares[i].pref - shares[i].min;
		int more = pref > min ? (int)((int64_t)room * seen / (pref - min)) : 0;
		shares[i].given = shares[i].min + more - used;
		used = more;
	}
	return min <= available;
}
