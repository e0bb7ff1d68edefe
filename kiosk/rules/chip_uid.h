/* The number that a chip says of itself: 4, 7 or 10 bytes. */
#ifndef RULES_CHIP_UID_H
#define RULES_CHIP_UID_H

#include <stddef.h>
#include <stdint.h>

enum { CHIP_UID_BYTES_MAX = 10 };

enum chip_uid {
	CHIP_UID_NONE,   /* not of a chip's form */
	CHIP_UID_FIXED,  /* the same at every touch: says which card it is */
	CHIP_UID_RANDOM, /* another one at every touch: a telephone, or a card that hides */
};

/* `hex` is hexadecimal digits, nothing between them. `bytes` and `*length` are set if it is FIXED. */
enum chip_uid chip_uid_read(
	const char *hex, uint8_t bytes[static CHIP_UID_BYTES_MAX], size_t *length);

#endif
