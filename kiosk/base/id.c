/* UUIDv7: 48 bits of time, the rest random. */
#include "base/id.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct id id_make(int64_t now_ms)
{
	struct id id;

	randombytes_buf(id.bytes, sizeof(id.bytes));
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)((uint64_t)now_ms >> (40 - 8 * i));
	id.bytes[6] = (uint8_t)(0x70 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

static bool dash_before(int byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

const char *id_text(struct id id, char text[static ID_TEXT])
{
	char *end = text;

	for (int i = 0; i < ID_BYTES; i++)
		end += sprintf(end, dash_before(i) ? "-%02x" : "%02x", id.bytes[i]);
	return text;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool id_parse(const char *text, struct id *id)
{
	struct id parsed;

	memset(id, 0, sizeof(*id));
	if (!text || strlen(text) != ID_TEXT - 1)
		return false;
	for (int i = 0; i < ID_BYTES; i++) {
		if (dash_before(i) && *text++ != '-')
			return false;
		int high = hex_digit(text[0]), low = hex_digit(text[1]);
		if (high < 0 || low < 0)
			return false;
		parsed.bytes[i] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	*id = parsed;
	return true;
}

bool id_equal(struct id a, struct id b)
{
	return memcmp(a.bytes, b.bytes, ID_BYTES) == 0;
}

bool id_is_zero(struct id id)
{
	return sodium_is_zero(id.bytes, ID_BYTES);
}
