/* Three tables. In the light one every text has 4.5 : 1 against its tone, every big one 3 : 1; the sun
 * card gets an ink border because yellow on paper has 1.45 : 1. */
#include "ui/theme.h"

#define INK 0x121B38
#define WHITE 0xFFFFFF
#define BLACK 0x000000
#define YELLOW 0xFFDD00

#define LIGHT_TONE(colour)                                                                         \
	{                                                                                          \
		.fill = colour, .text = INK, .muted = 0x495068, .border = 0x7C7467,                \
		.track = 0xD9D3C7, .ink = colour                                                   \
	}
#define COLOUR_TONE(colour, second, empty)                                                         \
	{                                                                                          \
		.fill = colour, .text = WHITE, .muted = second, .border = WHITE, .track = empty,   \
		.ink = colour, .dark = true                                                        \
	}
#define BLACK_TONE                                                                                 \
	{                                                                                          \
		.fill = BLACK, .text = WHITE, .muted = 0xD0D0D0, .border = WHITE,                  \
		.track = 0x767676, .ink = WHITE, .dark = true                                      \
	}

#define PAPER_TONE                                                                                 \
	{                                                                                          \
		.fill = WHITE, .text = BLACK, .muted = BLACK, .border = BLACK, .track = BLACK,     \
		.ink = BLACK                                                                       \
	}

const struct theme theme_light = {
	.tones =
		{
			[UI_CLEAR] = LIGHT_TONE(0xFBF7EF),
			[UI_PAPER] = LIGHT_TONE(0xFBF7EF),
			[UI_WHITE] = LIGHT_TONE(WHITE),
			[UI_CREAM] = LIGHT_TONE(0xFFF0CC),
			[UI_INK] = {.fill = INK,
				.text = WHITE,
				.muted = 0xC9D0E6,
				.border = 0x7F8CBD,
				.track = 0x55629A,
				.ink = INK,
				.dark = true},
			[UI_PANEL] = {.fill = 0x26335E,
				.text = WHITE,
				.muted = 0xD3D9EC,
				.border = 0x7F8CBD,
				.track = 0x55629A,
				.ink = 0x26335E,
				.dark = true},
			[UI_CORAL] = COLOUR_TONE(0xC4341F, 0xFFEDE9, 0xA32917),
			[UI_TEAL] = COLOUR_TONE(0x00695C, 0xDDF3EF, 0x338A7F),
			[UI_PLUM] = COLOUR_TONE(0x6D2E75, 0xF3E3F5, 0x8F5B96),
			[UI_SKY] = COLOUR_TONE(0x1F5FBF, 0xEAF1FC, 0x4F82CF),
			[UI_LEAF] = COLOUR_TONE(0x2F6B2F, 0xE3F2E3, 0x5B8A5B),
			[UI_SUN] = {.fill = 0xFFC845,
				.text = INK,
				.muted = 0x333A55,
				.border = INK,
				.track = 0xE3AE30,
				.ink = 0xFFC845},
			[UI_SAND] = LIGHT_TONE(0xE7E1D4),
		},
	.ring_outer = 0xFFC845,
	.ring_inner = INK,
	.caret = 0xC4341F,
	.shadow = 0x2A2418,
	.shadows = true,
	.art = true,
	.primary = UI_TEAL,
};

const struct theme theme_contrast = {
	.tones =
		{
			[UI_CLEAR] = BLACK_TONE,
			[UI_PAPER] = BLACK_TONE,
			[UI_WHITE] = BLACK_TONE,
			[UI_CREAM] = BLACK_TONE,
			[UI_INK] = BLACK_TONE,
			[UI_PANEL] = BLACK_TONE,
			[UI_CORAL] = BLACK_TONE,
			[UI_TEAL] = BLACK_TONE,
			[UI_PLUM] = BLACK_TONE,
			[UI_SKY] = BLACK_TONE,
			[UI_LEAF] = BLACK_TONE,
			[UI_SUN] = {.fill = YELLOW,
				.text = BLACK,
				.muted = 0x1E1E1E,
				.border = WHITE,
				.track = 0x8A7800,
				.ink = YELLOW},
			[UI_SAND] = BLACK_TONE,
		},
	.ring_outer = YELLOW,
	.ring_inner = BLACK,
	.caret = YELLOW,
	.outlines = true,
	.primary = UI_SUN,
};

const struct theme theme_paper = {
	.tones =
		{
			[UI_CLEAR] = PAPER_TONE,
			[UI_PAPER] = PAPER_TONE,
			[UI_WHITE] = PAPER_TONE,
			[UI_CREAM] = PAPER_TONE,
			[UI_INK] = PAPER_TONE,
			[UI_PANEL] = PAPER_TONE,
			[UI_CORAL] = PAPER_TONE,
			[UI_TEAL] = PAPER_TONE,
			[UI_PLUM] = PAPER_TONE,
			[UI_SKY] = PAPER_TONE,
			[UI_LEAF] = PAPER_TONE,
			[UI_SUN] = PAPER_TONE,
			[UI_SAND] = PAPER_TONE,
		},
	.ring_outer = BLACK,
	.ring_inner = BLACK,
	.caret = BLACK,
	.outlines = true,
	.primary = UI_WHITE,
};

int theme_size_dp(enum ui_size size, bool bigger)
{
	static const int sizes_dp[] = {[UI_CAPTION] = 30,
		[UI_BODY] = 36,
		[UI_LABEL] = 42,
		[UI_TITLE] = 48,
		[UI_HEADING] = 64,
		[UI_LARGE] = 84,
		[UI_DISPLAY] = 112};

	return bigger ? sizes_dp[size] * 3 / 2 : sizes_dp[size];
}

static uint32_t mix_channel(uint32_t colour, uint32_t with, int amount, int shift)
{
	int from = (int)(colour >> shift & 0xFF), to = (int)(with >> shift & 0xFF);

	return (uint32_t)(from + (to - from) * amount / 256) << shift;
}

uint32_t theme_mix(uint32_t colour, uint32_t with, int amount)
{
	return mix_channel(colour, with, amount, 16) | mix_channel(colour, with, amount, 8) |
	       mix_channel(colour, with, amount, 0);
}
