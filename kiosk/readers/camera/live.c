/* Two tables: a first look at every frame, a second one where the first saw nothing. Most frames show
 * nothing, so the second look is what an empty picture costs more: what is dear in it comes once in a
 * schedule (tests/bench/decoder.c). */
#include "readers/camera/live.h"

enum {
	WHOLE_CODE_LINES = 8, /* a code that lies straight has more */
	FRAGMENTS_REST = 24,  /* frames after a whole one */
	CARDS_AND_TICKETS = ZXING_CARDS | ZXING_QR,
};

enum change { AS_IT_IS, INVERTED, HALVED, HALVED_STRETCHED };

struct look {
	enum change change;
	unsigned kinds;
	bool try_harder;
};

/* Harder means more lines, which helps bars only and is half of the cost. */
static const struct look first_looks[] = {
	{AS_IT_IS, CARDS_AND_TICKETS, false},
	{HALVED, CARDS_AND_TICKETS, true},
	{AS_IT_IS, ZXING_CARDS, true},
	{INVERTED, CARDS_AND_TICKETS, false},
};

static const struct look second_looks[LIVE_LOOKS] = {
	{AS_IT_IS, ZXING_GOODS, false},
	{AS_IT_IS, ZXING_GOODS, false},
	{AS_IT_IS, ZXING_GOODS, false},
	{HALVED_STRETCHED, CARDS_AND_TICKETS, false},
	{AS_IT_IS, ZXING_GOODS, false},
	{AS_IT_IS, ZXING_GOODS, false},
	{AS_IT_IS, ZXING_GOODS, false},
	{HALVED, ZXING_WALLETS, false},
};

enum { FIRST_LOOKS = sizeof(first_looks) / sizeof(first_looks[0]) };

static void remember_whole_code(struct live *live, const struct codes *codes)
{
	for (int i = 0; i < codes->count; i++)
		if (codes->items[i].format == CODE_ITF && !code_may_be_fragment(&codes->items[i]))
			live->fragments_rest = FRAGMENTS_REST;
}

/* A frame has no second way of looking, so a fragment must be kept out by what it is. */
static void drop_fragments(struct live *live, struct codes *codes)
{
	int kept = 0;

	remember_whole_code(live, codes);
	for (int i = 0; i < codes->count; i++) {
		const struct code *code = &codes->items[i];
		if (code_may_be_fragment(code) &&
			(code->lines < WHOLE_CODE_LINES || live->fragments_rest > 0))
			continue;
		if (kept != i)
			codes->items[kept] = *code;
		kept++;
	}
	codes->count = kept;
}

/* The halved picture's codes in the whole one's coordinates. */
static void double_corners(struct codes *codes)
{
	for (int i = 0; i < codes->count; i++)
		for (int corner = 0; corner < 4; corner++) {
			codes->items[i].corners[corner].x *= 2;
			codes->items[i].corners[corner].y *= 2;
		}
}

/* What to look at; the frame itself where there is no memory for more. */
static struct luma change(struct live *live, struct luma frame, enum change change, bool *halved)
{
	*halved = false;
	if (change == INVERTED && luma_invert(frame, &live->changed))
		return plane_luma(&live->changed);
	if (change < HALVED || !luma_shrink(frame, 2, &live->changed))
		return frame;
	*halved = true;
	if (change == HALVED_STRETCHED &&
		luma_stretch(plane_luma(&live->changed), &live->stretched))
		return plane_luma(&live->stretched);
	return plane_luma(&live->changed);
}

static enum zxing_status take_look(
	struct live *live, const struct look *look, struct luma frame, struct codes *codes)
{
	const struct zxing_options options = {
		.kinds = look->kinds,
		.try_harder = look->try_harder,
		.try_rotate = live->frame / FIRST_LOOKS % 2 == 1,
	};
	bool halved;
	struct luma changed = change(live, frame, look->change, &halved);
	enum zxing_status status = zxing_read(changed, &options, codes);

	codes_tidy(codes);
	drop_fragments(live, codes);
	if (halved)
		double_corners(codes);
	return status;
}

enum zxing_status live_look(struct live *live, struct luma frame, struct codes *codes)
{
	const struct look *first = &first_looks[live->frame % FIRST_LOOKS];
	const struct look *second = &second_looks[live->frame % LIVE_LOOKS];
	enum zxing_status status = take_look(live, first, frame, codes);

	if (codes->count == 0 && status == ZXING_OK)
		status = take_look(live, second, frame, codes);
	live->frame++;
	if (live->fragments_rest > 0)
		live->fragments_rest--;
	return status;
}

void live_restart(struct live *live)
{
	live->frame = 0;
	live->fragments_rest = 0;
}

void live_finish(struct live *live)
{
	plane_finish(&live->changed);
	plane_finish(&live->stretched);
}
