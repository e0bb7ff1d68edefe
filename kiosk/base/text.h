/* UTF-8 in fixed buffers. Nothing here cuts a character in half; what came from outside is made
 * valid and NFC before it is kept. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies as many whole characters as fit; always ends with a NUL. False if something was cut. */
bool text_copy(char *to, size_t size, const char *from);
bool text_append(char *to, size_t size, const char *from);

/* Bytes that are no whole character are taken out. */
void text_mend(char *text);

/* Valid UTF-8, no overlong forms, no surrogates. */
bool text_is_valid(const char *text);

/* What a person typed or a foreign system sent, cleaned in place to NFC: invalid bytes and control
 * and bidi control characters go, runs of space become one, ends are trimmed. Zero-width joiner and
 * non-joiner stay: Urdu needs them. False: it did not fit. */
bool text_clean(char *text, size_t size);

/* What somebody wrote, as it may be quoted in a sentence on a terminal: clean, and a long one cut with
 * "…". It may be of any length and need not be UTF-8. */
enum { TEXT_QUOTED_BYTES = 48 };
void text_quoted(const char *text, char quoted[static TEXT_QUOTED_BYTES]);

/* The word that goes with the count, "session" or "sessions": for people at a terminal, in English. */
const char *text_counted(int64_t count, const char *one, const char *many);

/* Characters as a person counts them (grapheme clusters). */
size_t text_count(const char *text);
/* Bytes of the first of them; 0 of an empty text. */
size_t text_first_bytes(const char *text);

/* Upper-case hex without spaces; `text` has room for 2 * length + 1. */
void text_hex(const uint8_t *bytes, size_t length, char *text);
/* Number of bytes, or -1 if `text` is not hex or does not fit. */
int text_unhex(const char *text, uint8_t *bytes, size_t size);

/* Base64 with padding; `text` has room for TEXT_BASE64_BYTES(length). */
#define TEXT_BASE64_BYTES(length) (((length) + 2) / 3 * 4 + 1)
void text_base64(const void *bytes, size_t length, char *text);
/* Number of bytes, or -1 if `text` is not base64 or does not fit. */
int text_unbase64(const char *text, uint8_t *bytes, size_t size);

/* Where `text` stands in `list`, exactly; -1: nowhere, or it is NULL. */
int text_find(const char *text, const char *const *list, int count);

#endif
