/* Base45 (RFC 9285): bytes as the characters that a QR code packs tightest. Written in
 * upper case, read in either; no value over what its bytes can hold. */
#ifndef RULES_BASE45_H
#define RULES_BASE45_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters for `length` bytes, without the NUL. */
#define BASE45_LENGTH(length) ((length) / 2 * 3 + (length) % 2 * 2)

/* `text` has room for BASE45_LENGTH(length) + 1. */
void base45_write(const uint8_t *bytes, size_t length, char *text);
/* The number of bytes, or -1 if `text` is not base45 or does not fit. */
int base45_read(const char *text, uint8_t *bytes, size_t size);

#endif
