/* A small table of the codes in view. Only a code of the frame at hand can be told. */
#include "readers/camera/sight.h"

#include <string.h>

#include "base/text.h"

static void forget_the_gone(struct sight *sight, int64_t now_ms)
{
	for (int i = 0; i < SIGHT_SEEN_MAX; i++)
		if (now_ms - sight->seen[i].last_ms > SIGHT_GONE_MS)
			sight->seen[i].reads = 0;
}

static bool is_same(const struct sight_seen *seen, const struct code *code)
{
	return seen->reads > 0 && seen->format == code->format && seen->length == code->length &&
	       memcmp(seen->text, code->text, code->length) == 0;
}

/* The oldest gives way when all places are taken: it is not what the visitor holds there now. */
static struct sight_seen *oldest(struct sight *sight)
{
	struct sight_seen *found = &sight->seen[0];

	for (int i = 0; i < SIGHT_SEEN_MAX; i++) {
		if (sight->seen[i].reads == 0)
			return &sight->seen[i];
		if (sight->seen[i].last_ms < found->last_ms)
			found = &sight->seen[i];
	}
	return found;
}

static struct sight_seen *seen_for(struct sight *sight, const struct code *code)
{
	for (int i = 0; i < SIGHT_SEEN_MAX; i++)
		if (is_same(&sight->seen[i], code))
			return &sight->seen[i];
	struct sight_seen *seen = oldest(sight);
	*seen = (struct sight_seen){.format = code->format, .length = code->length};
	memcpy(seen->text, code->text, code->length);
	return seen;
}

/* A line break or a tab inside a code is meant for a keyboard, not for a library. */
static bool has_control(const struct code *code)
{
	for (size_t i = 0; i < code->length; i++)
		if ((unsigned char)code->text[i] < ' ' || code->text[i] == 0x7f)
			return true;
	return false;
}

static bool fits(const struct code *code)
{
	return !has_control(code) && code->length <= SIGHT_TEXT_BYTES_MAX &&
	       strlen(code->text) == code->length && text_is_valid(code->text);
}

static void note(struct sight_seen *seen, int64_t now_ms)
{
	if (now_ms - seen->last_ms > SIGHT_AGREE_MS && !seen->told)
		seen->reads = 0;
	seen->reads++;
	seen->last_ms = now_ms;
}

static int note_all(struct sight *sight, int64_t now_ms, const struct codes *codes)
{
	const struct sight_seen *first = NULL;
	int different = 0;

	for (int i = 0; i < codes->count; i++) {
		if (!fits(&codes->items[i]))
			continue;
		struct sight_seen *seen = seen_for(sight, &codes->items[i]);
		/* The same code twice in one frame is one read of it. */
		if (seen->reads == 0 || seen->last_ms != now_ms)
			note(seen, now_ms);
		different += !first || first != seen;
		first = first ? first : seen;
	}
	return different;
}

static bool other_is_in_view(
	const struct sight *sight, const struct sight_seen *one, int64_t now_ms)
{
	for (int i = 0; i < SIGHT_SEEN_MAX; i++) {
		const struct sight_seen *other = &sight->seen[i];
		if (other != one && other->reads > 0 && other->told &&
			now_ms - other->last_ms < SIGHT_ALONE_MS)
			return true;
	}
	return false;
}

static bool counts(const struct sight *sight, const struct sight_seen *seen,
	const struct code *code, int64_t now_ms, bool agreed)
{
	bool is_sure = agreed || seen->reads >= code_reads_needed(code);

	return is_sure && !seen->told && !other_is_in_view(sight, seen, now_ms);
}

static const struct code *next_to_tell(
	struct sight *sight, int64_t now_ms, const struct codes *codes, bool agreed)
{
	for (int i = 0; i < codes->count; i++) {
		if (!fits(&codes->items[i]))
			continue;
		struct sight_seen *seen = seen_for(sight, &codes->items[i]);
		if (counts(sight, seen, &codes->items[i], now_ms, agreed)) {
			seen->told = true;
			return &codes->items[i];
		}
	}
	return NULL;
}

static bool any_unfit(const struct codes *codes)
{
	for (int i = 0; i < codes->count; i++)
		if (!fits(&codes->items[i]))
			return true;
	return false;
}

/* True if it is long since `*last_ms`; notes that it is now. */
static bool is_new(int64_t *last_ms, int64_t now_ms)
{
	bool is_first = *last_ms == 0 || now_ms - *last_ms > SIGHT_GONE_MS;

	*last_ms = now_ms;
	return is_first;
}

enum sight_news sight_frame(struct sight *sight, int64_t now_ms, const struct codes *codes,
	bool malformed, bool agreed, const struct code **code)
{
	*code = NULL;
	forget_the_gone(sight, now_ms);
	int different = note_all(sight, now_ms, codes);
	if (different >= 2)
		return is_new(&sight->two_ms, now_ms) ? SIGHT_TWO_CODES : SIGHT_NOTHING;
	if (sight->two_ms != 0 && now_ms - sight->two_ms < SIGHT_ALONE_MS)
		return SIGHT_NOTHING;
	*code = next_to_tell(sight, now_ms, codes, agreed);
	if (*code)
		return SIGHT_CODE;
	if ((malformed || any_unfit(codes)) && different == 0)
		return is_new(&sight->malformed_ms, now_ms) ? SIGHT_MALFORMED : SIGHT_NOTHING;
	return SIGHT_NOTHING;
}

bool sight_is_busy(const struct sight *sight, int64_t now_ms)
{
	for (int i = 0; i < SIGHT_SEEN_MAX; i++)
		if (sight->seen[i].reads > 0 && now_ms - sight->seen[i].last_ms <= SIGHT_GONE_MS)
			return true;
	return false;
}
