/* A table of names, a few lengths, two check digits. */
#include "readers/camera/code.h"

#include <assert.h>
#include <string.h>

#include "rules/presented.h"

enum {
	CODE_39_LENGTH_MIN = 3,
	CODABAR_LENGTH_MIN = 4,
	ITF_LENGTH_MIN = 6,
};

const char *code_format_name(enum code_format format)
{
	static const char *const names[CODE_FORMATS] = {
		[CODE_QR] = "QRCode",
		[CODE_CODABAR] = "Codabar",
		[CODE_39] = "Code39",
		[CODE_128] = "Code128",
		[CODE_ITF] = "ITF",
		[CODE_EAN_13] = "EAN13",
		[CODE_93] = "Code93",
		[CODE_PDF417] = "PDF417",
		[CODE_AZTEC] = "Aztec",
		[CODE_DATA_MATRIX] = "DataMatrix",
	};

	assert(format < CODE_FORMATS);
	return names[format];
}

bool code_is_linear(enum code_format format)
{
	return format != CODE_QR && format != CODE_PDF417 && format != CODE_AZTEC &&
	       format != CODE_DATA_MATRIX;
}

bool code_is_same(const struct code *one, const struct code *other)
{
	return one->format == other->format && one->length == other->length &&
	       memcmp(one->text, other->text, one->length) == 0;
}

bool code_is_plausible(const struct code *code)
{
	if (code->format == CODE_39)
		return code->length >= CODE_39_LENGTH_MIN;
	if (code->format == CODE_CODABAR)
		return code->length >= CODABAR_LENGTH_MIN;
	if (code->format == CODE_ITF)
		return code->length >= ITF_LENGTH_MIN && code->length % 2 == 0;
	/* Blurred, an EAN-13 reads as a UPC-A, which is one that begins with 0: check digit and all. */
	if (code->format == CODE_EAN_13)
		return code->text[0] != '0';
	return code->length > 0;
}

/* Both kinds are counted from the right: weights 3 and 1, or doubled digits. */
bool code_has_check_digit(const struct code *code)
{
	int goods = 0, cards = 0;

	for (size_t i = 0; i < code->length; i++) {
		int digit = code->text[code->length - 1 - i] - '0';
		int doubled = 2 * digit > 9 ? 2 * digit - 9 : 2 * digit;
		goods += i % 2 == 1 ? 3 * digit : digit;
		cards += i % 2 == 1 ? doubled : digit;
	}
	return goods % 10 == 0 || cards % 10 == 0;
}

bool code_may_be_fragment(const struct code *code)
{
	return code->format == CODE_ITF && code->length < PRESENTED_ITF_DIGITS;
}

int code_reads_needed(const struct code *code)
{
	enum { SQUARE_READS = 1, LINEAR_READS = 2, FRAGMENT_READS = 4 };

	if (code_may_be_fragment(code))
		return FRAGMENT_READS;
	return code_is_linear(code->format) ? LINEAR_READS : SQUARE_READS;
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

static void trim(struct code *code)
{
	size_t before = 0;

	while (before < code->length && is_control(code->text[before]))
		before++;
	while (code->length > before && is_control(code->text[code->length - 1]))
		code->length--;
	code->length -= before;
	memmove(code->text, code->text + before, code->length);
	code->text[code->length] = '\0';
}

void codes_tidy(struct codes *codes)
{
	int kept = 0;

	for (int i = 0; i < codes->count; i++) {
		trim(&codes->items[i]);
		if (!code_is_plausible(&codes->items[i]))
			continue;
		if (kept != i)
			codes->items[kept] = codes->items[i];
		kept++;
	}
	codes->count = kept;
}
