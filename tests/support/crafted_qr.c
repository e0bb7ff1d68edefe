/* A version 1-L QR code around any bits, with right error correction, as PGM on standard output:
 * crafted_qr HEX. No encoder makes what a malformed code needs: crafted_qr 60ffffffffff has a mode
 * that does not exist, crafted_qr 4ff48656c6c6f0 says it holds 255 bytes. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	SIDE = 21,
	DATA = 19,
	CORRECTION = 7,
	WORDS = DATA + CORRECTION,
	MODULE_PIXELS = 4,
	QUIET_MODULES = 4,
	FIELD = 0x11d, /* GF(256) of QR codes */
	FORMAT_LEVEL_L_MASK_0 = 0x77c4,
};

static bool dark[SIDE][SIDE], taken[SIDE][SIDE];

static uint8_t times(uint8_t one, uint8_t other)
{
	int product = 0;

	for (int bit = 7; bit >= 0; bit--) {
		product = product << 1 ^ (product & 0x80 ? FIELD : 0);
		if (other >> bit & 1)
			product ^= one;
	}
	return (uint8_t)product;
}

/* The remainder of the data divided by (x - 1)(x - 2)(x - 4) ... */
static void correct(uint8_t words[WORDS])
{
	uint8_t generator[CORRECTION + 1] = {1}, root = 1, rest[WORDS] = {0};

	for (int degree = 0; degree < CORRECTION; degree++, root = times(root, 2))
		for (int i = degree + 1; i > 0; i--)
			generator[i] ^= times(generator[i - 1], root);
	memcpy(rest, words, DATA);
	for (int i = 0; i < DATA; i++) {
		uint8_t factor = rest[i];
		for (int j = 0; j <= CORRECTION; j++)
			rest[i + j] ^= times(generator[j], factor);
	}
	memcpy(words + DATA, rest + DATA, CORRECTION);
}

static void set(int x, int y, bool is_dark)
{
	if (x < 0 || y < 0 || x >= SIDE || y >= SIDE)
		return;
	dark[y][x] = is_dark;
	taken[y][x] = true;
}

static void finder(int left, int top)
{
	for (int y = -1; y <= 7; y++)
		for (int x = -1; x <= 7; x++) {
			bool is_ring = (x == 0 || x == 6) && y >= 0 && y <= 6;
			bool is_bar = (y == 0 || y == 6) && x >= 0 && x <= 6;
			bool is_heart = x >= 2 && x <= 4 && y >= 2 && y <= 4;
			set(left + x, top + y, is_ring || is_bar || is_heart);
		}
}

static void format_bits(void)
{
	static const int around[15][2] = {{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7},
		{8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}};

	for (int i = 0; i < 15; i++) {
		bool bit = FORMAT_LEVEL_L_MASK_0 >> i & 1;
		set(around[i][0], around[i][1], bit);
		if (i < 8)
			set(SIDE - 1 - i, 8, bit);
		else
			set(8, SIDE - 15 + i, bit);
	}
	set(8, SIDE - 8, true);
}

static void patterns(void)
{
	finder(0, 0);
	finder(SIDE - 7, 0);
	finder(0, SIDE - 7);
	for (int i = 8; i < SIDE - 8; i++) {
		set(i, 6, i % 2 == 0);
		set(6, i, i % 2 == 0);
	}
	format_bits();
}

static void place(const uint8_t words[WORDS])
{
	int bit = 0;
	bool upwards = true;

	for (int right = SIDE - 1; right > 0; right -= 2, upwards = !upwards) {
		if (right == 6)
			right--;
		for (int i = 0; i < SIDE; i++)
			for (int x = right; x > right - 2; x--) {
				int y = upwards ? SIDE - 1 - i : i;
				if (taken[y][x])
					continue;
				bool is_one =
					bit < WORDS * 8 && words[bit / 8] >> (7 - bit % 8) & 1;
				dark[y][x] = is_one != ((x + y) % 2 == 0);
				bit++;
			}
	}
}

static void print(void)
{
	int side = (SIDE + 2 * QUIET_MODULES) * MODULE_PIXELS;

	printf("P5\n%d %d\n255\n", side, side);
	for (int i = 0; i < side * side; i++) {
		int x = i % side / MODULE_PIXELS - QUIET_MODULES;
		int y = i / side / MODULE_PIXELS - QUIET_MODULES;
		bool inside = x >= 0 && y >= 0 && x < SIDE && y < SIDE;
		putchar(inside && dark[y][x] ? 0 : 255);
	}
}

int main(int count, char **arguments)
{
	uint8_t words[WORDS] = {0};
	unsigned value;

	if (count != 2 || strlen(arguments[1]) > 2 * DATA) {
		fprintf(stderr, "crafted_qr: give at most %d bytes as hex\n", DATA);
		return 2;
	}
	for (int i = 0; sscanf(arguments[1] + 2 * i, "%2x", &value) == 1; i++) {
		words[i] = (uint8_t)value;
		if (strlen(arguments[1] + 2 * i) <= 2)
			break;
	}
	correct(words);
	patterns();
	place(words);
	print();
	return 0;
}
