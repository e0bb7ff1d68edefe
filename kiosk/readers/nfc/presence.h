/* Which card lies on the reader, told once. Pure: the time comes in with each look.
 *
 * A card arrives once while it stays, and leaves after two looks without it that span 400 ms; a gap
 * shorter than that is a flicker. A card in the place of another: one leaves, one arrives. A card
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
	struct card card; /* as announced, or as last seen */
	struct ndef_texts texts;
	int failed_reads;
	int misses;
	int64_t seen_ms;
};

struct presence_news {
	int count;
	struct {
		bool arrives; /* else it leaves */
		struct card card;
		const struct ndef_texts *texts; /* of one that arrives; valid until the next call */
	} item[PRESENCE_NEWS_MAX];
};

/* Should this card's texts be read? */
bool presence_wants_texts(const struct presence *presence, const struct card *card);

struct presence_news presence_saw(
	struct presence *presence, const struct sight *sight, int64_t now_ms);
struct presence_news presence_missed(struct presence *presence, int64_t now_ms);

#endif
