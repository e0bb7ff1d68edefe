/* 128-bit ids. One made here is a UUIDv7: it orders by time and needs nobody else. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

enum { ID_BYTES = 16, ID_TEXT = 37 /* 8-4-4-4-12 and NUL */ };

struct id {
	uint8_t bytes[ID_BYTES];
};

/* A new UUIDv7 for the instant `now_ms`. */
struct id id_make(int64_t now_ms);

/* Lower-case text form. Returns `text`. */
const char *id_text(struct id id, char text[static ID_TEXT]);

/* False if `text` is not a UUID's text; `id` is then all zero. */
bool id_parse(const char *text, struct id *id);

bool id_equal(struct id a, struct id b);
bool id_is_zero(struct id id);

#endif
