/* The mock-ups of the design, built with ui's own words and saved as pictures to look at:
 * build/tests/unit/ui/gallery-*.png. Fails if a node does not fit in any of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ui/language.h"
#include "ui/node.h"
#include "ui/ui.h"
#include "ui/window.h"

enum { CHOOSE = 1, BACK, CONFIRM, LESS, MORE, LANGUAGE, HELP, ACTIONS };

static const char *const names[ACTIONS] = {
	"", "CHOOSE", "BACK", "CONFIRM", "LESS", "MORE", "LANGUAGE", "HELP"};

enum { ENGLISH, POLISH, URDU, LANGUAGES };
static int language;

/* The pictures' own words: the catalogue has the screens' sentences. */
static const char *say(const char *en, const char *pl, const char *ur)
{
	return language == URDU ? ur : language == POLISH ? pl : en;
}

static const char *library(void)
{
	return say("Micklefield Library", "Biblioteka Micklefield", "مکلفیلڈ لائبریری");
}

static const char *open_until(void)
{
	return say("Open until 5pm today", "Dziś otwarte do 17:00", "آج شام 5 بجے تک کھلا ہے");
}

/* ---- home ---- */

static void languages(struct ui *ui, bool two)
{
	static const char *const own[] = {"English", "Polski", "اردو", "ਪੰਜਾਬੀ"};

	for (int i = 0; i < 4; i += two ? 2 : 4) {
		ui_row(ui, (struct ui_box){.gap = 16, .stays = true});
		for (int j = i; j < i + (two ? 2 : 4); j++)
			ui_selected(ui_compact(ui_growing(
					    ui_button(ui, UI_OUTLINE, own[j], LANGUAGE, j))),
				j == language);
		ui_close(ui);
	}
}

static struct ui_node *strong(struct ui_node *node)
{
	node->bold = true;
	return node;
}

static void brand(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = 22, .align = UI_CENTRE, .stays = true});
	ui_logo(ui, 58);
	strong(ui_growing(ui_text(ui, UI_BODY, library())));
	ui_close(ui);
}

static void reader_hint(struct ui *ui, enum ui_tone tone)
{
	ui_row(ui, (struct ui_box){.gap = 28,
			   .padding_inline = 28,
			   .padding_block = 24,
			   .radius = 28,
			   .tone = tone,
			   .border = tone == UI_WHITE,
			   .align = UI_CENTRE});
	ui_toned(ui_icon(ui, "contactless-payment-bold", 76), tone == UI_PANEL ? UI_SUN : UI_INK);
	ui_column(ui, (struct ui_box){.gap = 4, .grow = 1});
	strong(ui_text(ui, UI_BODY,
		say("Have a card or ticket?", "Masz kartę lub bilet?", "کارڈ یا ٹکٹ ہے؟")));
	ui_text(ui, UI_BODY, say("Hold it here", "Przyłóż tutaj", "ریڈر پر رکھیں"));
	ui_close(ui);
	ui_close(ui);
}

static void hero(struct ui *ui)
{
	ui_card_row(ui,
		(struct ui_box){.padding = 40,
			.gap = 32,
			.radius = 36,
			.tone = UI_CORAL,
			.shadow = true,
			.grow = 5},
		CHOOSE, 0);
	ui_column(ui, (struct ui_box){.gap = 12, .grow = 1});
	ui_icon(ui, "baby-carriage-fill", 84);
	ui_space(ui, 1);
	ui_heading(ui, UI_TITLE,
		say("Check in to Bounce & Rhyme", "Zamelduj się na Bounce & Rhyme",
			"باؤنس اینڈ رائم میں حاضری"));
	ui_text(ui, UI_BODY,
		say("Starts at 10:30 today, in the children’s area",
			"Początek dziś o 10:30, w części dla dzieci",
			"آج 10:30 بجے، بچوں کے حصے میں"));
	ui_close(ui);
	ui_spines(ui, ui_is_portrait(ui) ? 260 : 380, ui_is_portrait(ui) ? 290 : 300);
	ui_close(ui);
}

static void tile(struct ui *ui, enum ui_tone tone, const char *icon, const char *title,
	const char *more, int index)
{
	ui_card(ui,
		(struct ui_box){.padding = 34,
			.gap = 12,
			.radius = 32,
			.tone = tone,
			.shadow = true,
			.grow = 1},
		CHOOSE, index);
	ui_icon(ui, icon, 66);
	ui_space(ui, 1);
	ui_heading(ui, UI_TITLE, title);
	if (more)
		ui_text(ui, UI_BODY, more);
	ui_close(ui);
}

static void small_tile(
	struct ui *ui, enum ui_tone tone, const char *icon, const char *title, int index)
{
	ui_card_row(ui,
		(struct ui_box){.padding = 32,
			.gap = 24,
			.radius = 32,
			.tone = tone,
			.shadow = true,
			.grow = 1,
			.align = UI_CENTRE},
		CHOOSE, index);
	ui_icon(ui, icon, 60);
	ui_growing(ui_text(ui, UI_LABEL, title));
	ui_close(ui);
}

static void tiles(struct ui *ui)
{
	int gap = ui_is_portrait(ui) ? 20 : 24;

	hero(ui);
	ui_row(ui, (struct ui_box){.gap = gap, .grow = 4});
	tile(ui, UI_TEAL, "calendar-plus-fill",
		say("Book a place", "Zarezerwuj miejsce", "جگہ بُک کریں"),
		say("Bounce & Rhyme, every Friday", "Bounce & Rhyme, co piątek",
			"باؤنس اینڈ رائم، ہر جمعہ"),
		1);
	tile(ui, UI_PLUM, "identification-card-fill",
		say("Join the library", "Zapisz się", "لائبریری کے رکن بنیں"),
		say("Free for everyone. About 3 minutes.", "Za darmo. Około 3 minut.",
			"سب کے لیے مفت۔ تقریباً 3 منٹ۔"),
		2);
	ui_close(ui);
	ui_row(ui, (struct ui_box){.gap = gap, .grow = 2});
	small_tile(ui, UI_SKY, "books-fill", say("What’s on", "Program", "پروگرام"), 3);
	small_tile(
		ui, UI_LEAF, "hand-heart-fill", say("Volunteer", "Wolontariat", "رضاکار بنیں"), 4);
	small_tile(ui, UI_SUN, "chat-text-fill",
		say("Tell us what you think", "Powiedz nam, co myślisz", "اپنی رائے دیں"), 5);
	ui_close(ui);
}

static void access_bar(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = 16, .stays = true});
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY,
			     say("Bigger text", "Większy tekst", "بڑا متن"), HELP, 1)),
		"text-aa-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_SECONDARY,
			     say("High contrast", "Wysoki kontrast", "زیادہ کنٹراسٹ"), HELP, 2)),
		"circle-half-bold");
	ui_with_icon(
		ui_growing(ui_button(ui, UI_SECONDARY, say("Listen", "Słuchaj", "سنیں"), HELP, 3)),
		"headphones-bold");
	ui_with_icon(ui_growing(ui_button(ui, UI_DARK,
			     say("Ask for help", "Poproś o pomoc", "مدد مانگیں"), HELP, 0)),
		"hand-waving-fill");
	ui_close(ui);
}

static void home_landscape(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.grow = 1, .stays = true});
	ui_column(ui,
		(struct ui_box){
			.width = 600, .width_max = 600, .padding = 48, .tone = UI_INK, .gap = 16});
	brand(ui);
	ui_space(ui, 2);
	ui_toned(ui_text(ui, UI_LABEL, say("Hello!", "Dzień dobry!", "خوش آمدید!")), UI_SUN);
	ui_heading(ui, UI_HEADING,
		say("What would you like to do?", "Co chcesz zrobić?", "آپ کیا کرنا چاہیں گے؟"));
	ui_space(ui, 3);
	reader_hint(ui, UI_PANEL);
	ui_space(ui, 2);
	languages(ui, true);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.grow = 1, .padding_inline = 44, .padding_block = 36, .gap = 24});
	ui_row(ui, (struct ui_box){
			   .justify = UI_BETWEEN, .align = UI_CENTRE, .gap = 24, .stays = true});
	ui_text(ui, UI_BODY,
		say("Friday 4 December, 10:04", "piątek, 4 grudnia, 10:04",
			"جمعہ، 4 دسمبر، 10:04"));
	ui_row(ui, (struct ui_box){.gap = 16, .align = UI_CENTRE});
	ui_column(ui,
		(struct ui_box){
			.width = 20, .width_max = 20, .height = 20, .radius = 10, .tone = UI_LEAF});
	ui_close(ui);
	ui_text(ui, UI_BODY, open_until());
	ui_close(ui);
	ui_close(ui);
	tiles(ui);
	access_bar(ui);
	ui_close(ui);
	ui_close(ui);
}

static void home_portrait(struct ui *ui)
{
	ui_column(
		ui, (struct ui_box){
			    .padding_inline = 48, .padding_block = 36, .gap = 16, .tone = UI_INK});
	ui_row(ui, (struct ui_box){.justify = UI_BETWEEN, .align = UI_CENTRE, .gap = 24});
	brand(ui);
	ui_text(ui, UI_BODY, open_until());
	ui_close(ui);
	ui_toned(ui_text(ui, UI_LABEL, say("Hello!", "Dzień dobry!", "خوش آمدید!")), UI_SUN);
	ui_heading(ui, UI_HEADING,
		say("What would you like to do?", "Co chcesz zrobić?", "آپ کیا کرنا چاہیں گے؟"));
	languages(ui, false);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.grow = 1, .padding_inline = 48, .padding_block = 24, .gap = 20});
	tiles(ui);
	reader_hint(ui, UI_WHITE);
	access_bar(ui);
	ui_close(ui);
}

static void home(struct ui *ui)
{
	if (ui_is_portrait(ui))
		home_portrait(ui);
	else
		home_landscape(ui);
}

/* ---- party ---- */

static void party_event(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.gap = 28,
			   .padding = 26,
			   .tone = UI_WHITE,
			   .radius = 32,
			   .shadow = true,
			   .align = UI_CENTRE});
	ui_date_tile(ui, &(struct ui_date_tile){.tone = UI_CORAL,
				 .weekday = say("Fri", "pt.", "جمعہ"),
				 .day = 4,
				 .month = say("December", "grudnia", "دسمبر")});
	ui_column(ui, (struct ui_box){.gap = 10, .grow = 1});
	ui_text(ui, UI_TITLE, say("Bounce & Rhyme", "Bounce & Rhyme", "باؤنس اینڈ رائم"));
	ui_text(ui, UI_BODY,
		say("Friday 4 December, 10:30–11:30", "piątek, 4 grudnia, 10:30–11:30",
			"جمعہ، 4 دسمبر، 10:30 تا 11:30"));
	ui_row(ui, (struct ui_box){.gap = 14, .align = UI_CENTRE});
	ui_toned(ui_icon(ui, "check-circle-fill", 40), UI_TEAL);
	ui_toned(strong(ui_text(ui, UI_BODY,
			 say("12 places left", "Zostało 12 miejsc", "12 جگہیں باقی ہیں"))),
		UI_TEAL);
	ui_close(ui);
	ui_close(ui);
	ui_close(ui);
}

static void party_steppers(struct ui *ui)
{
	struct ui_stepper stepper = {.icon = "user-bold",
		.tone = UI_SKY,
		.label = say("Adults", "Dorośli", "بالغ افراد"),
		.hint = say("Parents, grandparents, carers", "Rodzice, dziadkowie, opiekunowie",
			"والدین، دادا دادی، نگہبان"),
		.value = 1,
		.minimum = 1,
		.maximum = 4,
		.action_less = LESS,
		.action_more = MORE};

	ui_stepper(ui, &stepper);
	stepper.icon = "baby-fill";
	stepper.tone = UI_CORAL;
	stepper.label = say("Children under 5", "Dzieci do lat 5", "5 سال سے کم عمر بچے");
	stepper.hint = say("Babies count too", "Niemowlęta też", "شیر خوار بچے بھی شمار کریں");
	stepper.value = 2;
	stepper.index = 1;
	ui_stepper(ui, &stepper);
	stepper.icon = "baby-carriage-fill";
	stepper.tone = UI_TEAL;
	stepper.label = say("Pushchairs", "Wózki", "بچہ گاڑیاں");
	stepper.hint = say("We will keep a space for you", "Zarezerwujemy miejsce",
		"ہم آپ کے لیے جگہ رکھیں گے");
	stepper.value = stepper.minimum = 0;
	stepper.index = 2;
	ui_stepper(ui, &stepper);
}

static void party_ways(struct ui *ui)
{
	ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, say("Continue", "Dalej", "آگے بڑھیں"), CONFIRM, 0),
		"arrow-right-bold");
	ui_with_icon(ui_button(ui, UI_OUTLINE,
			     say("Start again", "Zacznij od nowa", "دوبارہ شروع کریں"), BACK, 1),
		"x-bold");
}

static void party(struct ui *ui)
{
	bool tall = ui_is_portrait(ui);

	ui_column(ui, (struct ui_box){.tone = UI_INK,
			      .padding = tall ? 36 : 24,
			      .padding_inline = 48,
			      .gap = 32});
	ui_row(ui, (struct ui_box){.justify = UI_BETWEEN, .align = UI_CENTRE, .gap = 24});
	ui_with_icon(
		ui_button(ui, UI_OUTLINE, say("Back", "Wróć", "واپس"), BACK, 0), "arrow-left-bold");
	if (!tall)
		ui_growing(ui_heading(ui, UI_HEADING,
			say("Who is coming?", "Kto przyjdzie?", "کون کون آئے گا؟")));
	ui_steps(ui, 2, 4);
	ui_close(ui);
	if (tall)
		ui_heading(
			ui, UI_LARGE, say("Who is coming?", "Kto przyjdzie?", "کون کون آئے گا؟"));
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.grow = 1, .padding_inline = 48, .padding_block = 32, .gap = 24});
	if (tall) {
		party_event(ui);
		party_steppers(ui);
		ui_space(ui, 1);
		party_ways(ui);
	} else {
		ui_row(ui, (struct ui_box){.gap = 32, .grow = 1, .stays = true});
		ui_column(ui, (struct ui_box){.gap = 24, .grow = 4});
		party_event(ui);
		ui_space(ui, 1);
		party_ways(ui);
		ui_close(ui);
		ui_column(ui, (struct ui_box){.gap = 24, .grow = 5});
		party_steppers(ui);
		ui_close(ui);
		ui_close(ui);
	}
	access_bar(ui);
	ui_close(ui);
}

/* ---- ticket ---- */

static void fact(struct ui *ui, const char *icon, const char *text)
{
	ui_row(ui, (struct ui_box){.gap = 20, .align = UI_CENTRE});
	ui_toned(ui_icon(ui, icon, 48), UI_SUN);
	ui_growing(ui_text(ui, UI_LABEL, text));
	ui_close(ui);
}

static const char *ticket_when(void)
{
	return say("Friday 4 December, 10:30–11:30", "piątek, 4 grudnia, 10:30–11:30",
		"جمعہ، 4 دسمبر، 10:30 تا 11:30");
}

static void ticket_promise(struct ui *ui)
{
	ui_column(ui, (struct ui_box){.tone = UI_TEAL,
			      .padding = 64,
			      .gap = 28,
			      .grow = ui_is_portrait(ui) ? 0 : 47});
	ui_badge(ui, "check-bold", 122, UI_SUN);
	ui_heading(ui, UI_LARGE,
		say("You are booked", "Rezerwacja potwierdzona", "آپ کی بکنگ ہو گئی"));
	ui_private(ui_text(ui, UI_LABEL,
		say("See you on Friday, Amina.", "Do zobaczenia w piątek, Amina.",
			"جمعہ کو ملاقات ہوگی، آمنہ۔")));
	ui_space(ui, 1);
	ui_row(ui, (struct ui_box){.gap = 24});
	ui_column(ui, (struct ui_box){.gap = 24, .grow = 1, .self = UI_END});
	fact(ui, "map-pin-fill", library());
	fact(ui, "clock-bold", ticket_when());
	fact(ui, "users-fill", say("1 adult, 2 children", "1 dorosły, 2 dzieci", "1 بالغ، 2 بچے"));
	ui_close(ui);
	ui_spines(ui, 170, 260);
	ui_close(ui);
	ui_close(ui);
}

static void ticket_card(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.tone = UI_WHITE,
			   .radius = 40,
			   .shadow = true,
			   .padding = 36,
			   .gap = 28,
			   .grow = 1,
			   .stays = true});
	ui_qr(ui,
		"LK1:8ZD5KDP:7D:J5QP7D6W1DA4T9CDW9N0KDP2M9ZJ0XHJ9VLT5K09NVJX.A6$PLF8VU0H1JJ."
		"D0H9N8MP8WS0I7TI74WC6.U4*-9M6D4JQ0MQ$VJK9WSWVGC04A7IB3W7%0HZQ/"
		"UTTDL6SKR.S:7KE3Z.P2FX4*T2RL9VW1R3ZZ0GAAA1",
		ui_is_portrait(ui) ? 480 : 560, "ticket");
	ui_tear(ui);
	ui_column(ui, (struct ui_box){.gap = 12, .grow = 1, .justify = UI_CENTRE});
	ui_text(ui, UI_TITLE, say("Bounce & Rhyme", "Bounce & Rhyme", "باؤنس اینڈ رائم"));
	ui_text(ui, UI_BODY, ticket_when());
	ui_muted(ui_text(ui, UI_BODY, say("Your code", "Twój kod", "آپ کا کوڈ")));
	ui_left_to_right(ui_heading(ui, UI_HEADING, "C7K3T"));
	ui_close(ui);
	ui_close(ui);
}

static void ticket_ways(struct ui *ui)
{
	ui_text(ui, UI_LABEL,
		say("Photograph the ticket, or write the code down.",
			"Zrób zdjęcie biletu albo zapisz kod.",
			"اس ٹکٹ کی تصویر لے لیں یا کوڈ لکھ لیں۔"));
	ui_row(ui, (struct ui_box){.gap = 18});
	ui_with_icon(
		ui_growing(ui_button(ui, UI_SECONDARY,
			say("Add to calendar", "Dodaj do kalendarza", "کیلنڈر میں"), CHOOSE, 0)),
		"calendar-plus-bold");
	ui_with_icon(
		ui_growing(ui_button(ui, UI_SECONDARY, say("Print", "Drukuj", "پرنٹ"), CHOOSE, 1)),
		"printer-bold");
	ui_with_icon(
		ui_growing(ui_button(ui, UI_DARK, say("Done", "Gotowe", "ہو گیا"), CONFIRM, 0)),
		"check-bold");
	ui_close(ui);
	ui_column(ui, (struct ui_box){.gap = 12});
	ui_text(ui, UI_CAPTION,
		say("This screen clears in 40 seconds", "Ekran wyczyści się za 40 sekund",
			"یہ اسکرین 40 سیکنڈ میں صاف ہو جائے گی"));
	ui_bar(ui, 660);
	ui_close(ui);
}

static void ticket(struct ui *ui)
{
	bool tall = ui_is_portrait(ui);

	if (tall)
		ui_column(ui, (struct ui_box){.grow = 1});
	else
		ui_row(ui, (struct ui_box){.grow = 1, .stays = true});
	ticket_promise(ui);
	ui_column(ui, (struct ui_box){.padding = 48, .gap = 28, .grow = tall ? 1 : 53});
	ticket_card(ui);
	ticket_ways(ui);
	ui_close(ui);
	ui_close(ui);
}

/* ---- check-in ---- */

static void check_in(struct ui *ui)
{
	ui_column(ui, (struct ui_box){.tone = UI_TEAL,
			      .padding = 56,
			      .padding_inline = 72,
			      .gap = 24,
			      .grow = 1});
	ui_row(ui, (struct ui_box){.justify = UI_BETWEEN, .align = UI_CENTRE, .gap = 24});
	brand(ui);
	ui_text(ui, UI_BODY,
		say("Friday 4 December, 10:04", "piątek, 4 grudnia, 10:04",
			"جمعہ، 4 دسمبر، 10:04"));
	ui_close(ui);
	ui_space(ui, 3);
	ui_row(ui, (struct ui_box){.gap = 84, .align = UI_CENTRE});
	ui_badge(ui, "check-bold", 244, UI_SUN);
	ui_column(ui, (struct ui_box){.gap = 22, .grow = 1});
	ui_private(ui_heading(
		ui, UI_DISPLAY, say("Welcome, Amina!", "Witaj, Amina!", "خوش آمدید، آمنہ!")));
	ui_text(ui, UI_LABEL,
		say("You are checked in. 1 adult, 2 children.",
			"Obecność zapisana. 1 dorosły, 2 dzieci.",
			"آپ کی حاضری لگ گئی۔ 1 بالغ، 2 بچے۔"));
	ui_toned(ui_heading(ui, UI_TITLE,
			 say("Go to the children’s area. Songs start at 10:30.",
				 "Przejdź do części dla dzieci. Początek o 10:30.",
				 "بچوں کے حصے میں جائیں۔ گانے 10:30 بجے شروع ہوں گے۔")),
		UI_SUN);
	ui_close(ui);
	ui_close(ui);
	ui_space(ui, 3);
	ui_row(ui, (struct ui_box){.gap = 32});
	ui_column(ui, (struct ui_box){.gap = 24, .grow = 1, .self = UI_END});
	ui_row(ui, (struct ui_box){.gap = 24});
	ui_with_icon(
		ui_button(ui, UI_SUNNY, say("Done", "Gotowe", "ہو گیا"), CONFIRM, 0), "check-bold");
	ui_with_icon(
		ui_button(ui, UI_OUTLINE, say("Not you?", "To nie Ty?", "یہ آپ نہیں؟"), BACK, 0),
		"user-bold");
	ui_close(ui);
	ui_bar(ui, 800);
	ui_close(ui);
	ui_spines(ui, 500, 340);
	ui_close(ui);
	ui_close(ui);
}

/* ---- keyboard ---- */

static void typing(struct ui *ui, enum ui_field_kind kind, const char *title, const char *text)
{
	bool tall = ui_is_portrait(ui);
	struct edit edit;

	edit_set(&edit, text);
	ui_row(ui, (struct ui_box){.tone = UI_INK,
			   .padding_block = 22,
			   .padding_inline = 48,
			   .gap = 28,
			   .align = UI_CENTRE});
	ui_with_icon(
		ui_button(ui, UI_OUTLINE, say("Back", "Wróć", "واپس"), BACK, 0), "arrow-left-bold");
	if (!tall)
		ui_growing(ui_heading(ui, UI_HEADING, title));
	else
		ui_space(ui, 1);
	ui_steps(ui, 3, 4);
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.grow = 1, .padding_inline = 48, .padding_block = 26, .gap = 18});
	if (tall)
		ui_heading(ui, UI_HEADING, title);
	ui_text(ui, UI_BODY,
		say("We only use it to send your ticket. You can skip this.",
			"Tylko po to, by wysłać bilet. Możesz to pominąć.",
			"ہم اسے صرف ٹکٹ بھیجنے کے لیے استعمال کریں گے۔"));
	if (tall)
		ui_field(ui, kind, title, &edit);
	ui_row(ui, (struct ui_box){.gap = 20});
	if (!tall)
		ui_growing(ui_field(ui, kind, title, &edit));
	ui_button(ui, UI_OUTLINE, say("Skip", "Pomiń", "چھوڑ دیں"), CHOOSE, 0);
	ui_with_end_icon(
		ui_button(ui, UI_PRIMARY, say("Continue", "Dalej", "آگے بڑھیں"), CONFIRM, 0),
		"arrow-right-bold");
	ui_close(ui);
	ui_space(ui, 1);
	ui_keyboard(ui, kind);
	ui_close(ui);
}

static void email(struct ui *ui)
{
	typing(ui, UI_FIELD_EMAIL,
		say("What is your email address?", "Jaki jest Twój adres e-mail?",
			"آپ کا ای میل پتہ کیا ہے؟"),
		"amina.khan@");
}

static void name(struct ui *ui)
{
	typing(ui, UI_FIELD_NAME,
		say("What is your name?", "Jak się nazywasz?", "آپ کا نام کیا ہے؟"),
		say("Amina Khan", "Zażółć", "آمنہ خان"));
}

static void phone(struct ui *ui)
{
	typing(ui, UI_FIELD_PHONE, say("Your phone number?", "Twój telefon?", "آپ کا فون نمبر؟"),
		"01494 4");
}

/* ---- list ---- */

static void list(struct ui *ui)
{
	ui_row(ui, (struct ui_box){.tone = UI_INK,
			   .padding_block = 28,
			   .padding_inline = 48,
			   .gap = 28,
			   .align = UI_CENTRE});
	ui_with_icon(
		ui_button(ui, UI_OUTLINE, say("Back", "Wróć", "واپس"), BACK, 0), "arrow-left-bold");
	ui_growing(ui_heading(ui, UI_HEADING, say("What’s on", "Program", "پروگرام")));
	ui_close(ui);
	ui_column(ui,
		(struct ui_box){.grow = 1, .padding_inline = 48, .padding_block = 32, .gap = 26});
	ui_pages(ui, (struct ui_box){.gap = 20, .grow = 1});
	for (int i = 0; i < 11; i++) {
		ui_selected(ui_card_row(ui,
				    (struct ui_box){.gap = 28,
					    .padding = 20,
					    .tone = UI_WHITE,
					    .radius = 32,
					    .shadow = true,
					    .align = UI_CENTRE},
				    CHOOSE, i),
			i == 1);
		ui_date_tile(ui, &(struct ui_date_tile){.tone = UI_TEAL,
					 .small = true,
					 .weekday = say("Fri", "pt.", "جمعہ"),
					 .day = 4 + i,
					 .month = say("Dec", "grudnia", "دسمبر")});
		ui_column(ui, (struct ui_box){.gap = 10, .grow = 1});
		ui_text(ui, UI_TITLE, say("Bounce & Rhyme", "Bounce & Rhyme", "باؤنس اینڈ رائم"));
		ui_muted(ui_text(ui, UI_BODY,
			say("10:30–11:30, children’s area", "10:30–11:30, część dla dzieci",
				"10:30 تا 11:30، بچوں کا حصہ")));
		ui_close(ui);
		ui_icon(ui, "caret-right-bold", 48);
		ui_close(ui);
	}
	ui_close(ui);
	access_bar(ui);
	ui_close(ui);
}

/* ---- all of them ---- */

static const struct {
	const char *name;
	void (*view)(struct ui *);
} screens[] = {{"home", home}, {"party", party}, {"ticket", ticket}, {"checkin", check_in},
	{"email", email}, {"name", name}, {"phone", phone}, {"list", list}};
enum { SCREENS = sizeof(screens) / sizeof(screens[0]) };

static bool fits(const struct ui *ui, const char *which)
{
	char *tree = NULL;
	size_t size;
	FILE *file = open_memstream(&tree, &size);
	bool good;

	ui_print_tree(ui, file);
	fclose(file);
	good = !strstr(tree, "OVERFLOWS");
	if (!good)
		printf("%s does not fit:\n%s\n", which, tree);
	free(tree);
	return good;
}

static bool picture(struct ui *ui, int screen, const char *folder, const char *shape)
{
	static const char *const codes[] = {"en", "pl", "ur"};
	struct error error = {0};
	char path[1024];

	ui_set_language(ui, codes[language]);
	ui_begin(ui, screens[screen].name, names, ACTIONS);
	screens[screen].view(ui);
	ui_end(ui);
	ui_paint(ui);
	snprintf(path, sizeof(path), "%s/gallery-%s-%s-%s.png", folder, screens[screen].name,
		codes[language], shape);
	if (!ui_save_picture(ui, path, &error))
		printf("%s\n", error.detail);
	return fits(ui, path);
}

static bool gallery(const char *assets, const char *folder, bool tall)
{
	struct ui_options options = {.width = tall ? 1080 : 1920,
		.height = tall ? 1920 : 1080,
		.assets = assets,
		.hidden = true};
	struct error error = {0};
	struct ui *ui = ui_create(&options, &error);
	bool good = true;

	if (!ui) {
		printf("%s\n", error.detail);
		return false;
	}
	for (language = 0; language < LANGUAGES; language++)
		for (int screen = 0; screen < SCREENS; screen++)
			good &= picture(ui, screen, folder, tall ? "portrait" : "landscape");
	ui_destroy(ui);
	return good;
}

int main(int argc, char **argv)
{
	struct error error = {0};

	if (argc != 5 || !clock_set_zone("Europe/London", &error) ||
		!ui_languages_load(argv[2], &error) || !ui_catalogues_load(argv[3], &error)) {
		printf("ASSETS LINGUAS CATALOGUES FOLDER %s\n", error.detail);
		return 1;
	}
	bool landscape = gallery(argv[1], argv[4], false);
	return gallery(argv[1], argv[4], true) && landscape ? 0 : 1;
}
