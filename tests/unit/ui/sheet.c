/* A sheet of samples to look at: build/tests/unit/ui/text.png. */
#include <SDL.h>
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

#include "ui/text.h"

enum { WIDTH = 1800, HEIGHT = 1540, COLUMN = 860 };

static struct {
	SDL_Renderer *renderer;
	struct text *text;
	int x, y;
} sheet = {.x = 20, .y = 20};

static void sample(const char *utf8, struct text_style style)
{
	style.colour = 0x121b38;
	const struct text_block *block = text_get(sheet.text, utf8, &style);
	int x = sheet.x + (style.direction == TEXT_RTL ? COLUMN - block->width : 0);
	SDL_Rect box = {x, sheet.y, block->width, block->height};

	SDL_SetRenderDrawColor(sheet.renderer, 0xec, 0xf2, 0xff, 255);
	SDL_RenderFillRect(sheet.renderer, &box);
	SDL_SetRenderDrawColor(sheet.renderer, 0xff, 0xa0, 0xa0, 255);
	SDL_RenderDrawLine(sheet.renderer, x, sheet.y + block->baseline, x + block->width,
		sheet.y + block->baseline);
	SDL_RenderCopy(sheet.renderer, block->texture, NULL, &box);
	sheet.y += block->height + 10;
}

static void left_column(void)
{
	sample("Bounce & Rhyme · Friday 10:30–11:30",
		(struct text_style){.size_px = 42, .bold = true});
	sample("Cześć! Zażółć gęślą jaźń — o 10:30 (karta AB-1234-5678)",
		(struct text_style){.size_px = 36});
	sample("ਤੁਹਾਡਾ ਕਾਰਡ ਨੰਬਰ AB-1234-5678 ਹੈ, ਸਮਾਂ 10:30 ਵਜੇ (ਮੰਗਲਵਾਰ)",
		(struct text_style){.size_px = 36});
	sample("ਲਾਇਬ੍ਰੇਰੀ ਵਿੱਚ ਜੀ ਆਇਆਂ ਨੂੰ!",
		(struct text_style){.size_px = 64, .bold = true, .tight = true});
	sample("Мікфілд — Українська, Ελληνικά, ✓ → ★", (struct text_style){.size_px = 36});
	sample("What would you like to do today?",
		(struct text_style){
			.size_px = 84, .bold = true, .tight = true, .max_width = COLUMN});
	sample("Rodzice i opiekunowie z dziećmi do 4 lat mogą zarezerwować miejsce na cotygodniowe "
	       "zajęcia muzyczne w naszej bibliotece.",
		(struct text_style){.size_px = 36, .max_width = 600});
	sample("ਚਾਰ ਸਾਲ ਤੱਕ ਦੇ ਬੱਚਿਆਂ ਦੇ ਮਾਪੇ ਸਾਡੀ ਲਾਇਬ੍ਰੇਰੀ ਵਿੱਚ ਹਫ਼ਤਾਵਾਰੀ Bounce & Rhyme ਲਈ ਥਾਂ ਬੁੱਕ ਕਰ ਸਕਦੇ "
	       "ਹਨ।",
		(struct text_style){.size_px = 36, .max_width = 600});
	sample("Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
		(struct text_style){
			.size_px = 42, .max_width = 420, .max_lines = 2, .private = true});
	sample("Name: \u2068محمد علی\u2069 — party of 3 (2 بچے)",
		(struct text_style){.size_px = 36, .bold = true});
	sample("Centred lines of a longer sentence that breaks",
		(struct text_style){.size_px = 36, .max_width = 400, .align = TEXT_CENTRE});
	sample("emoji 😀 中文 \xff", (struct text_style){.size_px = 36});
}

static void right_column(void)
{
	struct text_style urdu = {.size_px = 36, .direction = TEXT_RTL};

	sheet.x = WIDTH / 2 + 20;
	sheet.y = 20;
	sample("آپ کا کارڈ نمبر AB-1234-5678 ہے اور وقت 10:30 تا 11:00 ہے۔", urdu);
	sample("Bounce & Rhyme (باؤنس اینڈ رائم) منگل 3 دسمبر", urdu);
	sample("وقت 10:30–11:30، فون \u206601494 123456\u2069", urdu);
	urdu.compact = true;
	sample("آپ کا کارڈ نمبر AB-1234-5678 ہے اور وقت 10:30 تا 11:00 ہے۔", urdu);
	urdu.compact = false;
	urdu.bold = true;
	urdu.size_px = 84;
	sample("آپ کیا کرنا چاہیں گے؟", urdu);
	urdu.size_px = 64;
	sample("السلام علیکم!", urdu);
	urdu.size_px = 42;
	sample("باؤنس اینڈ رائم میں حاضری", urdu);
	sample("جگہ بُک کریں", urdu);
	sample("لائبریری کے رکن بنیں", urdu);
	urdu.bold = false;
	urdu.size_px = 36;
	sample("سب کے لیے مفت۔ تقریباً 3 منٹ۔", urdu);
	urdu.max_width = 740;
	sample("چار سال تک کے بچوں کے والدین ہماری لائبریری میں ہفتہ وار گانوں کی نشست Bounce & "
	       "Rhyme کے لیے جگہ بُک کر سکتے ہیں۔ وقت 10:30 ہے۔",
		urdu);
	urdu.max_lines = 1;
	urdu.max_width = 500;
	urdu.private = true;
	sample("چار سال تک کے بچوں کے والدین ہماری لائبریری میں", urdu);
	sample("صاحبزادہ آمنہ خاتون", urdu);
	sample("مرحبا بكم في المكتبة",
		(struct text_style){.size_px = 48, .direction = TEXT_RTL, .compact = true});
}

int main(int argument_count, char **arguments)
{
	struct error error = {0};
	SDL_Surface *surface;

	if (argument_count != 3 || SDL_Init(SDL_INIT_VIDEO) != 0)
		return EXIT_FAILURE;
	surface = SDL_CreateRGBSurfaceWithFormat(0, WIDTH, HEIGHT, 32, SDL_PIXELFORMAT_ARGB8888);
	sheet.renderer = SDL_CreateSoftwareRenderer(surface);
	sheet.text = text_create(sheet.renderer, arguments[1], &error);
	if (!sheet.text) {
		fprintf(stderr, "%s\n", error.detail);
		return EXIT_FAILURE;
	}
	SDL_SetRenderDrawColor(sheet.renderer, 255, 255, 255, 255);
	SDL_RenderClear(sheet.renderer);
	left_column();
	right_column();
	IMG_SavePNG(surface, arguments[2]);
	text_destroy(sheet.text);
	SDL_DestroyRenderer(sheet.renderer);
	SDL_FreeSurface(surface);
	SDL_Quit();
	return EXIT_SUCCESS;
}
