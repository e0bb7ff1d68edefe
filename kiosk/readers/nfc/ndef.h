/* What a card's memory says: NDEF, as NFC Forum Type 2 and Type 4 tags hold it. Pure: bytes in,
 * texts out, no device. Every length comes from a stranger's card and is checked against what is
 * really there; a message that lies about one length is refused whole. */
#ifndef READERS_NFC_NDEF_H
#define READERS_NFC_NDEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	NDEF_TEXTS_MAX = 4,
	NDEF_TEXT_BYTES_MAX = 512,
	/* A longer message is not one of ours (a ticket has 177 characters). Doubled by escaping it
	 * still fits a line. */
	NDEF_MESSAGE_BYTES_MAX = 1024,
};

struct ndef_texts {
	int count;
	char text[NDEF_TEXTS_MAX][NDEF_TEXT_BYTES_MAX + 1];
};

/* Part of a memory. */
struct ndef_span {
	size_t offset, length_bytes;
};

/* The file of a Type 4 tag that holds the message. */
struct ndef_file {
	uint8_t id[2];
	size_t size_bytes;
	size_t read_bytes_max; /* in one answer */
};

enum ndef_search {
	NDEF_MORE, /* the answer lies beyond what was read */
	NDEF_FOUND,
	NDEF_NONE,
};

/* URI ("U") and UTF-8 text ("T") records, in order. Records that are too long, not UTF-8 or hold
 * control characters are left out, the fifth and later ones too. False, and no text: the message is
 * malformed or chunked. An empty message is one without texts. */
bool ndef_parse(const uint8_t *message, size_t length_bytes, struct ndef_texts *texts);

/* Type 2: size in bytes of the memory after page 3, the capability container; 0: not formatted. */
size_t ndef_type2_size(const uint8_t container[4]);
/* The first NDEF message in that memory, of which `read_bytes` of `size_bytes` are there. */
enum ndef_search ndef_type2_find(
	const uint8_t *memory, size_t read_bytes, size_t size_bytes, struct ndef_span *message);

/* Type 4: reads the capability container file. False: no NDEF file that everybody may read. */
bool ndef_type4_file(const uint8_t *container, size_t length_bytes, struct ndef_file *file);

#endif
