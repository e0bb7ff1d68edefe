/* Symbols of three bars and three gaps; a check symbol; a stop. Digits at the beginning go in pairs. */
#include "ui/code128.h"

#include <string.h>

enum {
	TO_SET_B = 100, /* a character a symbol */
	START_B = 104,
	START_C = 105, /* two digits a symbol */
	STOP = 106,
	CHECK_OF = 103,
	WORTH_PAIRS = 4, /* digits; for fewer the change of the set takes as much */
	SYMBOLS_MAX = CODE128_TEXT_MAX + 4,
};

static const char *const patterns[] = {
	"212222",
	"222122",
	"222221",
	"121223",
	"121322",
	"131222",
	"122213",
	"122312",
	"132212",
	"221213",
	"221312",
	"231212",
	"112232",
	"122132",
	"122231",
	"113222",
	"123122",
	"123221",
	"223211",
	"221132",
	"221231",
	"213212",
	"223112",
	"312131",
	"311222",
	"321122",
	"321221",
	"312212",
	"322112",
	"322211",
	"212123",
	"212321",
	"232121",
	"111323",
	"131123",
	"131321",
	"112313",
	"132113",
	"132311",
	"211313",
	"231113",
	"231311",
	"112133",
	"112331",
	"132131",
	"113123",
	"113321",
	"133121",
	"313121",
	"211331",
	"231131",
	"213113",
	"213311",
	"213131",
	"311123",
	"311321",
	"331121",
	"312113",
	"312311",
	"332111",
	"314111",
	"221411",
	"431111",
	"111224",
	"111422",
	"121124",
	"121421",
	"141122",
	"141221",
	"112214",
	"112412",
	"122114",
	"122411",
	"142112",
	"142211",
	"241211",
	"221114",
	"413111",
	"241112",
	"134111",
	"111242",
	"121142",
	"121241",
	"114212",
	"124112",
	"124211",
	"411212",
	"421112",
	"421211",
	"212141",
	"214121",
	"412121",
	"111143",
	"111341",
	"131141",
	"114113",
	"114311",
	"411113",
	"411311",
	"113141",
	"114131",
	"311141",
	"411131",
	"211412",
	"211214",
	"211232",
	"2331112",
};

struct symbols {
	int count;
	int values[SYMBOLS_MAX];
};

static void add(struct symbols *symbols, int value)
{
	symbols->values[symbols->count++] = value;
}

static bool can_be_said(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return length > 0 && length <= CODE128_TEXT_MAX;
}

static void add_pairs(struct symbols *symbols, const char *text, size_t digits)
{
	add(symbols, START_C);
	for (size_t i = 0; i < digits; i += 2)
		add(symbols, (text[i] - '0') * 10 + text[i + 1] - '0');
}

static void add_characters(struct symbols *symbols, const char *text)
{
	for (; *text; text++)
		add(symbols, *text - ' ');
}

static void add_text(struct symbols *symbols, const char *text)
{
	size_t digits = strspn(text, "0123456789") & ~(size_t)1;

	if (digits < WORTH_PAIRS && digits != strlen(text)) {
		add(symbols, START_B);
		add_characters(symbols, text);
		return;
	}
	add_pairs(symbols, text, digits);
	if (text[digits])
		add(symbols, TO_SET_B);
	add_characters(symbols, text + digits);
}

static void add_check(struct symbols *symbols)
{
	int sum = symbols->values[0];

	for (int i = 1; i < symbols->count; i++)
		sum += i * symbols->values[i];
	add(symbols, sum % CHECK_OF);
}

static void add_widths(struct code128 *code, const char *pattern)
{
	for (; *pattern; pattern++) {
		code->widths[code->count++] = (signed char)(*pattern - '0');
		code->modules += *pattern - '0';
	}
}

bool code128_make(const char *text, struct code128 *code)
{
	struct symbols symbols = {0};

	*code = (struct code128){0};
	if (!can_be_said(text))
		return false;
	add_text(&symbols, text);
	add_check(&symbols);
	add(&symbols, STOP);
	for (int i = 0; i < symbols.count; i++)
		add_widths(code, patterns[symbols.values[i]]);
	return true;
}
