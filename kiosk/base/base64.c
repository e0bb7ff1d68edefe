/* Base64 by libsodium; apart from text.c, so that programs without ciphers need no libsodium. */
#include <sodium.h>
#include <string.h>

#include "base/text.h"

void text_base64(const void *bytes, size_t length, char *text)
{
	sodium_bin2base64(
		text, TEXT_BASE64_BYTES(length), bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

int text_unbase64(const char *text, uint8_t *bytes, size_t size)
{
	size_t length = 0;

	if (sodium_base642bin(bytes, size, text, strlen(text), NULL, &length, NULL,
		    sodium_base64_VARIANT_ORIGINAL) != 0)
		return -1;
	return (int)length;
}
