/* The ways of looking are a table; each says how the picture is changed and how hard ZXing tries.
 * Which of them earn their place was measured, see tests/bench/decoder.c. */
#include "readers/camera/decoder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	CANDIDATES_MAX = 16,
	SURE_LINES = 4,   /* equal lines that count as agreement */
	RIVAL_FACTOR = 3, /* so many times the lines of what else was read in the same place */
	FRAGMENT_PASSES = 4,
	SMALL_SIDE_MAX = 2000, /* the slow ways look at no larger picture */
};

enum change {
	AS_IT_IS,
	INVERTED,
	SHRUNK,    /* by `amount` */
	ENLARGED,  /* by `amount` */
	BLURRED,   /* over `amount` pixels to each side */
	SMEARED,   /* down `amount` pixels to each side: upright bars stay, noise goes */
	FLATTENED, /* against the mean over a part of the picture, with gain `amount` */
	SHARPENED, /* with gain `amount` */
	STRETCHED, /* blurred a little, then black to white */
	TURNED,    /* by `amount` degrees, smeared a little; 1-D only */
};

struct way {
	enum change change;
	int amount;
	int side_min, side_max; /* of the picture's longer side; 0: any */
	struct zxing_options options;
};

#define HARD                                                                                       \
	{                                                                                          \
		.kinds = ZXING_CARDS | ZXING_QR, .try_harder = true, .try_rotate = true            \
	}
#define HARDEST                                                                                    \
	{                                                                                          \
		.kinds = ZXING_CARDS | ZXING_QR, .try_harder = true, .try_rotate = true,           \
		.try_downscale = true                                                              \
	}
#define HARD_GLOBAL                                                                                \
	{                                                                                          \
		.kinds = ZXING_CARDS | ZXING_QR, .try_harder = true, .try_rotate = true,           \
		.global_threshold = true                                                           \
	}
#define LINEAR                                                                                     \
	{                                                                                          \
		.kinds = ZXING_CARDS, .try_harder = true                                           \
	}
#define GOODS                                                                                      \
	{                                                                                          \
		.kinds = ZXING_GOODS, .try_harder = true, .try_rotate = true                       \
	}
/* What gets a sentence for an answer, and nobody in. */
#define OTHERS                                                                                     \
	{                                                                                          \
		.kinds = ZXING_GOODS | ZXING_WALLETS, .try_harder = true, .try_rotate = true,      \
		.try_downscale = true                                                              \
	}

/* The first is ZXing's own best; whatever it gives is never lost to a later one. */
static const struct way ways[] = {
	{AS_IT_IS, 0, 0, 0, HARDEST},
	{INVERTED, 0, 0, 0, HARDEST},
	{SHRUNK, 2, 400, 0, HARDEST},
	{AS_IT_IS, 0, 0, 0, HARD_GLOBAL},
	{SMEARED, 4, 0, 0, HARD},
	{SMEARED, 8, 0, 0, LINEAR},
	{ENLARGED, 2, 0, 1400, HARD},
	{BLURRED, 1, 0, 0, HARDEST},
	{STRETCHED, 2, 0, 0, HARD},
	{FLATTENED, 4, 0, 0, HARD},
	{SHARPENED, 2, 0, 0, HARD},
	{SHARPENED, 5, 0, 0, HARD},
	{SHRUNK, 3, 900, 0, HARD},
	{SHRUNK, 4, 1600, 0, HARD},
	{ENLARGED, 3, 0, 700, HARD},
	{TURNED, 15, 0, 0, LINEAR},
	{TURNED, -15, 0, 0, LINEAR},
	{TURNED, 30, 0, 0, LINEAR},
	{TURNED, -30, 0, 0, LINEAR},
	{TURNED, 45, 0, 0, LINEAR},
	{TURNED, -45, 0, 0, LINEAR},
	{TURNED, 60, 0, 0, LINEAR},
	{TURNED, -60, 0, 0, LINEAR},
	{TURNED, 75, 0, 0, LINEAR},
	{TURNED, -75, 0, 0, LINEAR},
	{AS_IT_IS, 0, 0, 0, OTHERS},
	{SHRUNK, 2, 400, 0, OTHERS},
	{INVERTED, 0, 0, 0, OTHERS},
	{BLURRED, 1, 0, 0, OTHERS},
	{SMEARED, 4, 0, 0, GOODS},
	{SMEARED, 8, 0, 0, GOODS},
};

enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

struct box {
	double left, top, right, bottom;
};

struct candidate {
	struct code code;
	struct box box;
	int passes, lines;
	bool by_first;
};

struct search {
	struct luma picture;
	int way;
	bool malformed;
	int count;
	struct candidate candidates[CANDIDATES_MAX];
	struct codes codes;
	struct luma small; /* the picture, or shrunk to at most SMALL_SIDE_MAX */
	int small_factor;
	struct plane changed, between, mean, shrunk;
};

static int longer_side(struct luma luma)
{
	return luma.width > luma.height ? luma.width : luma.height;
}

static bool make_small(struct search *search)
{
	search->small_factor = (longer_side(search->picture) - 1) / SMALL_SIDE_MAX + 1;
	search->small = search->picture;
	if (search->small_factor == 1)
		return true;
	if (!luma_shrink(search->picture, search->small_factor, &search->shrunk))
		return false;
	search->small = plane_luma(&search->shrunk);
	return true;
}

struct search *search_create(struct luma picture)
{
	struct search *search = calloc(1, sizeof(*search));

	if (!search)
		return NULL;
	search->picture = picture;
	if (!make_small(search)) {
		free(search);
		return NULL;
	}
	return search;
}

void search_destroy(struct search *search)
{
	if (!search)
		return;
	plane_finish(&search->changed);
	plane_finish(&search->between);
	plane_finish(&search->mean);
	plane_finish(&search->shrunk);
	free(search);
}

static bool is_for(const struct way *way, struct luma picture)
{
	int side = longer_side(picture);

	return side >= way->side_min && (way->side_max == 0 || side <= way->side_max);
}

static bool flatten(struct search *search, int gain)
{
	int reach = longer_side(search->small) / 24 + 4;

	return luma_blur(search->small, reach, reach, &search->between, &search->mean) &&
	       luma_flatten(search->small, plane_luma(&search->mean), gain, &search->changed);
}

static bool sharpen(struct search *search, int gain)
{
	int reach = longer_side(search->small) / 400 + 1;

	return luma_blur(search->small, reach, reach, &search->between, &search->mean) &&
	       luma_sharpen(search->small, plane_luma(&search->mean), gain, &search->changed);
}

static bool stretch(struct search *search, int reach)
{
	return luma_blur(search->small, reach, reach, &search->between, &search->mean) &&
	       luma_stretch(plane_luma(&search->mean), &search->changed);
}

static bool turn(struct search *search, int degrees, struct affine *back)
{
	return luma_turn(search->small, degrees, &search->mean, back) &&
	       luma_blur(plane_luma(&search->mean), 0, 2, &search->between, &search->changed);
}

static bool scale(struct search *search, const struct way *way, struct affine *back)
{
	bool shrinks = way->change == SHRUNK;

	back->a = back->e = shrinks ? way->amount : 1.0 / way->amount;
	return shrinks ? luma_shrink(search->picture, way->amount, &search->changed)
		       : luma_enlarge(search->picture, way->amount, &search->changed);
}

static void enlarge_affine(struct affine *affine, int factor)
{
	*affine = (struct affine){factor * affine->a, factor * affine->b, factor * affine->c,
		factor * affine->d, factor * affine->e, factor * affine->f};
}

static bool change_small(struct search *search, const struct way *way, struct affine *back)
{
	switch (way->change) {
	case BLURRED:
		return luma_blur(search->small, way->amount, way->amount, &search->between,
			&search->changed);
	case SMEARED:
		return luma_blur(search->small, 0, way->amount, &search->between, &search->changed);
	case FLATTENED:
		return flatten(search, way->amount);
	case SHARPENED:
		return sharpen(search, way->amount);
	case STRETCHED:
		return stretch(search, way->amount);
	case TURNED:
		return turn(search, way->amount, back);
	case AS_IT_IS:
	case INVERTED:
	case SHRUNK:
	case ENLARGED:
		break;
	}
	return false;
}

/* Fills search->changed. */
static bool change(struct search *search, const struct way *way, struct affine *back)
{
	*back = (struct affine){.a = 1, .e = 1};
	if (way->change == AS_IT_IS)
		return true;
	if (way->change == INVERTED)
		return luma_invert(search->picture, &search->changed);
	if (way->change == SHRUNK || way->change == ENLARGED)
		return scale(search, way, back);
	if (!change_small(search, way, back))
		return false;
	enlarge_affine(back, search->small_factor);
	return true;
}

static struct point back_in_picture(struct point point, const struct affine *back)
{
	return (struct point){
		(int)lrint(back->a * point.x + back->b * point.y + back->c),
		(int)lrint(back->d * point.x + back->e * point.y + back->f),
	};
}

static struct box box_of(const struct code *code)
{
	struct box box = {1e9, 1e9, -1e9, -1e9};

	for (int i = 0; i < 4; i++) {
		box.left = fmin(box.left, code->corners[i].x);
		box.right = fmax(box.right, code->corners[i].x);
		box.top = fmin(box.top, code->corners[i].y);
		box.bottom = fmax(box.bottom, code->corners[i].y);
	}
	/* A 1-D code is reported as the thin strip in which lines were equal. */
	double margin = fmax(box.right - box.left, box.bottom - box.top) / 6;
	return (struct box){
		box.left - margin, box.top - margin, box.right + margin, box.bottom + margin};
}

static bool boxes_meet(const struct box *one, const struct box *other)
{
	return one->left <= other->right && other->left <= one->right &&
	       one->top <= other->bottom && other->top <= one->bottom;
}

static struct candidate *candidate_for(struct search *search, const struct code *code)
{
	for (int i = 0; i < search->count; i++)
		if (code_is_same(&search->candidates[i].code, code))
			return &search->candidates[i];
	if (search->count == CANDIDATES_MAX)
		return NULL;
	struct candidate *candidate = &search->candidates[search->count++];
	*candidate = (struct candidate){.code = *code, .box = box_of(code)};
	return candidate;
}

static void add(struct search *search, struct code *code, const struct affine *back)
{
	for (int i = 0; i < 4; i++)
		code->corners[i] = back_in_picture(code->corners[i], back);
	struct candidate *candidate = candidate_for(search, code);
	if (!candidate)
		return;
	candidate->passes++;
	candidate->lines += code->lines;
	candidate->by_first = candidate->by_first || search->way == 0;
}

static bool is_linear(const struct candidate *candidate)
{
	return code_is_linear(candidate->code.format);
}

static bool is_fragment_of(const struct candidate *part, const struct candidate *whole)
{
	return part->code.format == CODE_ITF && whole->code.format == CODE_ITF &&
	       part->code.length < whole->code.length;
}

/* Something else was read in the same place, and this one was not read far more often. */
static bool beats(const struct candidate *other, const struct candidate *one)
{
	if (!is_linear(one) || !is_linear(other))
		return is_linear(one) && !is_linear(other);
	if (is_fragment_of(other, one))
		return false;
	return is_fragment_of(one, other) || one->lines < RIVAL_FACTOR * other->lines;
}

static bool has_rival(const struct search *search, const struct candidate *one)
{
	for (int i = 0; i < search->count; i++) {
		const struct candidate *other = &search->candidates[i];
		if (other != one && boxes_meet(&one->box, &other->box) && beats(other, one))
			return true;
	}
	return false;
}

static bool is_agreed(const struct candidate *candidate)
{
	if (!is_linear(candidate))
		return true;
	if (code_may_be_fragment(&candidate->code) && !code_has_check_digit(&candidate->code))
		return candidate->passes >= FRAGMENT_PASSES;
	return candidate->passes >= 2 || candidate->lines >= SURE_LINES;
}

static bool is_sure(const struct search *search, const struct candidate *candidate)
{
	return is_agreed(candidate) && !has_rival(search, candidate);
}

static bool any_sure(const struct search *search)
{
	for (int i = 0; i < search->count; i++)
		if (is_sure(search, &search->candidates[i]) &&
			!code_may_be_fragment(&search->candidates[i].code))
			return true;
	return false;
}

static void look(struct search *search, const struct way *way)
{
	struct affine back;

	if (!change(search, way, &back))
		return; /* too large or no memory for this way: the others still look */
	struct luma luma = way->change == AS_IT_IS ? search->picture : plane_luma(&search->changed);
	if (zxing_read(luma, &way->options, &search->codes) == ZXING_THREW)
		search->malformed = true;
	codes_tidy(&search->codes);
	for (int i = 0; i < search->codes.count; i++)
		add(search, &search->codes.items[i], &back);
}

bool search_step(struct search *search)
{
	if (search->way >= WAYS)
		return false;
	if (is_for(&ways[search->way], search->picture))
		look(search, &ways[search->way]);
	search->way++;
	return search->way < WAYS && !any_sure(search);
}

void search_result(const struct search *search, struct codes *codes, bool *malformed)
{
	codes->count = 0;
	*malformed = search->malformed;
	for (int i = 0; i < search->count && codes->count < CODES_MAX; i++)
		if (is_sure(search, &search->candidates[i]))
			codes->items[codes->count++] = search->candidates[i].code;
}

bool search_picture(struct luma picture, struct codes *codes, bool *malformed)
{
	codes->count = 0;
	*malformed = false;
	struct search *search = luma_is_readable(picture) ? search_create(picture) : NULL;
	if (!search)
		return false;
	while (search_step(search))
		continue;
	search_result(search, codes, malformed);
	search_destroy(search);
	return true;
}
