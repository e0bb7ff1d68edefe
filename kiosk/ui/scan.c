/* Keeps typed characters back until their rhythm says whether a scanner or a hand typed. */
#include "ui/scan.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

static enum scan_answer take(struct scan *scan, enum scan_answer answer, char *out)
{
	if (scan->characters == 0)
		return SCAN_NOTHING;
	memcpy(out, scan->text, sizeof(scan->text));
	explicit_bzero(scan->text, sizeof(scan->text));
	scan->characters = 0;
	return answer;
}

static bool is_long(const struct scan *scan)
{
	return scan->characters >= SCAN_CHARACTERS_MIN;
}

int64_t scan_deadline(const struct scan *scan)
{
	if (scan->characters == 0)
		return INT64_MAX;
	return scan->last_ms + (is_long(scan) ? SCAN_SILENCE_MS : SCAN_BETWEEN_MS + 1);
}

enum scan_answer scan_wait(struct scan *scan, int64_t now_ms, char *out)
{
	if (now_ms < scan_deadline(scan))
		return SCAN_NOTHING;
	return take(scan, is_long(scan) ? SCAN_SCANNED : SCAN_TYPED, out);
}

static int count_digits(const char *text)
{
	int count = 0;

	for (; *text; text++)
		count += *text >= '0' && *text <= '9';
	return count;
}

/* Of a slow scanner only the number of its digits is known: they are in a field by now. */
static bool is_in_one_go(const struct scan *scan, int64_t now_ms)
{
	return now_ms - scan->last_ms <= SCAN_SILENCE_MS;
}

enum scan_answer scan_text(struct scan *scan, const char *text, int64_t now_ms, char *out)
{
	enum scan_answer answer = scan_wait(scan, now_ms, out);

	if (!text_append(scan->text, sizeof(scan->text), text) && answer == SCAN_NOTHING) {
		answer = take(scan, SCAN_SCANNED, out);
		text_copy(scan->text, sizeof(scan->text), text);
	}
	scan->characters += (int)text_count(text);
	scan->digits = (is_in_one_go(scan, now_ms) ? scan->digits : 0) + count_digits(text);
	scan->last_ms = now_ms;
	return answer;
}

enum scan_answer scan_return(struct scan *scan, int64_t now_ms, char *out, bool *enter)
{
	bool is_scan = is_long(scan) || scan->digits >= SCAN_CHARACTERS_MIN;

	*enter = !(is_scan && is_in_one_go(scan, now_ms));
	scan->digits = 0;
	return take(scan, is_long(scan) ? SCAN_SCANNED : SCAN_TYPED, out);
}
