/* UTF-8 by utf8proc. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Bytes of the character at `text`, 0 if it is not valid UTF-8. */
static size_t step(const char *text, utf8proc_int32_t *point)
{
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, point);

	return length > 0 ? (size_t)length : 0;
}

bool text_copy(char *to, size_t size, const char *from)
{
	to[0] = '\0';
	return text_append(to, size, from);
}

bool text_append(char *to, size_t size, const char *from)
{
	size_t length = strlen(to);
	utf8proc_int32_t point;

	while (*from) {
		size_t bytes = step(from, &point);
		if (bytes == 0)
			bytes = 1;
		if (length + bytes >= size)
			return false;
		memcpy(to + length, from, bytes);
		length += bytes;
		to[length] = '\0';
		from += bytes;
	}
	return true;
}

void text_mend(char *text)
{
	utf8proc_int32_t point;
	char *to = text;

	while (*text) {
		size_t bytes = step(text, &point);
		memmove(to, text, bytes);
		to += bytes;
		text += bytes ? bytes : 1;
	}
	*to = '\0';
}

bool text_is_valid(const char *text)
{
	utf8proc_int32_t point;

	while (*text) {
		size_t bytes = step(text, &point);
		if (bytes == 0)
			return false;
		text += bytes;
	}
	return true;
}

static bool is_bidi_control(utf8proc_int32_t point)
{
	return point == 0x061c || point == 0x200e || point == 0x200f ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

static bool is_joiner(utf8proc_int32_t point)
{
	return point == 0x200c || point == 0x200d;
}

static bool is_kept(utf8proc_int32_t point)
{
	utf8proc_category_t category = utf8proc_category(point);

	if (is_joiner(point))
		return true;
	return !is_bidi_control(point) && category != UTF8PROC_CATEGORY_CC &&
	       category != UTF8PROC_CATEGORY_CF && category != UTF8PROC_CATEGORY_CO &&
	       category != UTF8PROC_CATEGORY_CN;
}

static bool is_space(utf8proc_int32_t point)
{
	utf8proc_category_t category = utf8proc_category(point);

	return point == '\t' || point == '\n' || point == '\r' ||
	       category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP;
}

static void squeeze(char *text)
{
	char *out = text;
	bool space = false;

	for (const char *in = text; *in;) {
		utf8proc_int32_t point;
		size_t bytes = step(in, &point);
		if (bytes == 0) {
			in++;
		} else if (is_space(point)) {
			space = out != text;
			in += bytes;
		} else if (!is_kept(point)) {
			in += bytes;
		} else {
			if (space)
				*out++ = ' ';
			space = false;
			memmove(out, in, bytes);
			out += bytes;
			in += bytes;
		}
	}
	*out = '\0';
}

bool text_clean(char *text, size_t size)
{
	squeeze(text);
	utf8proc_uint8_t *composed = utf8proc_NFC((const utf8proc_uint8_t *)text);
	if (!composed)
		return false;
	bool fits = text_copy(text, size, (const char *)composed);
	memset(composed, 0, strlen((const char *)composed));
	free(composed);
	return fits;
}

void text_quoted(const char *text, char quoted[static TEXT_QUOTED_BYTES])
{
	char whole[4 * TEXT_QUOTED_BYTES];
	bool fits = text_copy(whole, sizeof(whole), text);

	fits = text_clean(whole, sizeof(whole)) && fits;
	if (text_copy(quoted, TEXT_QUOTED_BYTES, whole) && fits)
		return;
	text_copy(quoted, TEXT_QUOTED_BYTES - strlen("…"), whole);
	text_append(quoted, TEXT_QUOTED_BYTES, "…");
}

const char *text_counted(int64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

/* Invalid bytes are characters too. */
static size_t step_over(const char *text, utf8proc_int32_t *point)
{
	size_t bytes = step(text, point);

	if (bytes > 0)
		return bytes;
	*point = 0xfffd;
	return 1;
}

size_t text_first_bytes(const char *text)
{
	utf8proc_int32_t previous, point, state = 0;
	size_t at, bytes;

	if (!*text)
		return 0;
	for (at = step_over(text, &previous); text[at]; at += bytes, previous = point) {
		bytes = step_over(text + at, &point);
		if (utf8proc_grapheme_break_stateful(previous, point, &state))
			break;
	}
	return at;
}

size_t text_count(const char *text)
{
	size_t count = 0;

	for (; *text; text += text_first_bytes(text))
		count++;
	return count;
}

void text_hex(const uint8_t *bytes, size_t length, char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < length; i++) {
		*text++ = digits[bytes[i] >> 4];
		*text++ = digits[bytes[i] & 15];
	}
	*text = '\0';
}

static int digit(char c)
{
	const char *digits = "0123456789ABCDEF0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)((at - digits) % 16) : -1;
}

int text_unhex(const char *text, uint8_t *bytes, size_t size)
{
	size_t length = 0;

	for (; text[0]; text += 2) {
		int high = digit(text[0]), low = digit(text[1]);
		if (high < 0 || low < 0 || length == size)
			return -1;
		bytes[length++] = (uint8_t)(high << 4 | low);
	}
	return (int)length;
}

int text_find(const char *text, const char *const *list, int count)
{
	for (int i = 0; text && i < count; i++)
		if (strcmp(list[i], text) == 0)
			return i;
	return -1;
}
