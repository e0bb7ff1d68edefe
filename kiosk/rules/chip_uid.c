/* Four bytes that begin with 08 are made up anew at each touch; 88 in the first place only announces
 * that a longer number follows (ISO/IEC 14443-3). */
#include "rules/chip_uid.h"

#include "base/text.h"

enum { FIRST_OF_RANDOM = 0x08, FIRST_OF_LONGER = 0x88 };

enum chip_uid chip_uid_read(
	const char *hex, uint8_t bytes[static CHIP_UID_BYTES_MAX], size_t *length)
{
	int count = text_unhex(hex, bytes, CHIP_UID_BYTES_MAX);

	if (count != 4 && count != 7 && count != 10)
		return CHIP_UID_NONE;
	*length = (size_t)count;
	if (count == 4 && bytes[0] == FIRST_OF_RANDOM)
		return CHIP_UID_RANDOM;
	return count == 4 && bytes[0] == FIRST_OF_LONGER ? CHIP_UID_NONE : CHIP_UID_FIXED;
}
