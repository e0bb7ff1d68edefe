/* Which card lies on the reader, told once. Pure: the time comes in with each look.
 *
 * A card arrives once while it stays, and leaves after two looks without it that span 400 ms; a gap
 * shorter than that is a flicker. Another card after a look without any: one leaves, one arrives. With
 * no such look between them there may be two, and the second waits until the first was not seen for
 * 400 ms. If the first is seen again, then or within two seconds of its leaving, there are two:
 * that is told once, and nothing else until one of them was seen alone for a second. A card
 * arrives when its texts are read, so that the face decides once and with everything; it arrives
 * without them after three failed reads, or when it was taken away before (its UID is still good).
 * A random UID (a phone's) is drawn anew whenever the phone is woken: two of them in a row are one
 * phone, unless their texts differ. */
#ifndef READERS_NFC_PRESENCE_H
#define READERS_NFC_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "readers/nfc/device.h"
#include "readers/nfc/ndef.h"

enum { PRESENCE_GAP_MS = 400, PRESENCE_MISSES = 2, PRESENCE_READS = 3, PRESENCE_NEWS_MAX = 3 };
enum { PRESENCE_CHANGES_MS = 2000, PRESENCE_ALONE_MS = 1000 };

enum presence_read { PRESENCE_NOT_READ, PRESENCE_READ, PRESENCE_READ_FAILED };

/* What one look at the reader showed. */
struct sight {
	struct card card;
	enum presence_read read;
	struct ndef_texts texts; /* of PRESENCE_READ */
};

/* Zero to start. */
struct presence {
	bool occupied;
	bool announced;
	bool crowded;     /* there are two; `card` is the one that was seen last, since alone_ms */
	struct card card; /* as announced, or as last seen */
	struct ndef_texts texts;
	int failed_reads;
	int misses;
	int64_t seen_ms;
	int64_t alone_ms;
	bool has_other; /* which waits: it came while `card` should still be there */
	struct sight other;
	bool has_changed; /* `card` took the place of `before`, at changed_ms */
	struct card before;
	int64_t changed_ms;
};

enum presence_event { PRESENCE_ARRIVES, PRESENCE_LEAVES, PRESENCE_SEVERAL };

struct presence_news {
	int count;
	struct {
		enum presence_event event;
		struct card card;               /* not of PRESENCE_SEVERAL */
		const struct ndef_texts *texts; /* of one that arrives; valid until the next call */
	} item[PRESENCE_NEWS_MAX];
};

/* Should this card's texts be read? */
bool presence_wants_texts(const struct presence *presence, const struct card *card);

struct presence_news presence_saw(
	struct presence *presence, const struct sight *sight, int64_t now_ms);
struct presence_news presence_missed(struct presence *presence, int64_t now_ms);

#endif
