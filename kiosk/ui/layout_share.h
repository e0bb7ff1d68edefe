/* How a length is shared out among those who stand in one line. Pure. */
#ifndef UI_LAYOUT_SHARE_H
#define UI_LAYOUT_SHARE_H

#include <stdbool.h>

struct share {
	int min, pref; /* pixels: below `min` it cannot be, `pref` is what it wants */
	int grow;      /* its part of what is left; 0: takes none */
	int max;       /* 0: no limit to its growing */
	int given;     /* answer */
};

/* Fills `given`. True if it fits; else everybody got their `min`. At most UI_NODES_MAX. */
bool layout_share_out(struct share *shares, int count, int available);

#endif
