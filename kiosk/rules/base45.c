/* Two bytes are three digits to the base of 45, least first; a last single byte is two. */
#include "rules/base45.h"

#include <ctype.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static char *write_digits(unsigned value, int digits, char *text)
{
	for (; digits > 0; digits--, value /= 45)
		*text++ = alphabet[value % 45];
	return text;
}

void base45_write(const uint8_t *bytes, size_t length, char *text)
{
	for (; length >= 2; length -= 2, bytes += 2)
		text = write_digits((unsigned)bytes[0] << 8 | bytes[1], 3, text);
	if (length)
		text = write_digits(bytes[0], 2, text);
	*text = '\0';
}

/* -1: a character that is none of the 45. */
static long read_digits(const char *text, size_t digits)
{
	long value = 0;

	while (digits-- > 0) {
		const char *at = memchr(
			alphabet, toupper((unsigned char)text[digits]), sizeof(alphabet) - 1);
		if (!at)
			return -1;
		value = value * 45 + (at - alphabet);
	}
	return value;
}

int base45_read(const char *text, uint8_t *bytes, size_t size)
{
	size_t left = strlen(text), length = 0;

	while (left > 0) {
		size_t digits = left < 3 ? left : 3, count = digits - 1;
		long value = read_digits(text, digits);
		if (count == 0 || value < 0 || value >= 1L << 8 * count || length + count > size)
			return -1;
		if (count == 2)
			bytes[length++] = (uint8_t)(value >> 8);
		bytes[length++] = (uint8_t)value;
		text += digits;
		left -= digits;
	}
	return (int)length;
}
