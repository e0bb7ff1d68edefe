/* What a visitor does with fingers, card and ticket. */
#include "visitors.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "chance.h"
#include "kiosks.h"

enum { TAPS_TO_LEAVE = 8, PAGES_MAX = 12, PARTY_MORE_MAX = 4 };

struct deeds deeds;

static struct seen seen;
static struct face *face;

/* ---- fingers ---- */

static void look_once(void)
{
	if (!seen_look(face, &seen))
		give_up("a face: %s", face->detail);
}

/* Whoever is asked whether they still come says nothing, and keeps the places. */
static void look(void)
{
	look_once();
	for (int asked = 0; asked < TAPS_TO_LEAVE && seen_is(&seen, "still_coming"); asked++) {
		face_tap_name(face, "later", 0);
		look_once();
	}
}

static bool tap(const char *action, int index)
{
	if (!face_tap_name(face, action, index))
		return false;
	look();
	return true;
}

static bool tap_words(const char *words)
{
	if (!face_tap(face, words))
		return false;
	look();
	return true;
}

static bool is_free(void)
{
	return seen_is(&seen, "home") || seen_is(&seen, "attract");
}

/* Whoever goes leaves the screen free for the next. */
static void leave(void)
{
	for (int taps = 0; taps < TAPS_TO_LEAVE && !is_free(); taps++)
		if (!tap("finish", 0) && !tap("leave", 0) && !tap_words("Finish") &&
			!tap("done", 0))
			break;
	if (!is_free())
		give_up("a visitor cannot leave the screen %s", seen.screen);
}

static void arrive(const struct visit *visit)
{
	face = kiosks_face(visit->kiosk);
	kiosks_serve_at(visit->kiosk, visit->at_ms);
	look();
	if (seen_is(&seen, "attract")) {
		face_tell(face, json_pack("{s:s}", "type", "touch"));
		look();
	}
	if (!seen_is(&seen, "home"))
		give_up("visit %d finds the screen %s", visit->id, seen.screen);
}

static void show_code(const char *format, const char *text)
{
	if (!face_tell(face, json_pack("{s:s, s:s, s:s, s:s}", "type", "code", "source", "camera",
				     "format", format, "text", text)))
		give_up("a code cannot be shown: %s", face->detail);
	look();
}

static void show_card(int family)
{
	show_code("Code128", ledger.families[family].card);
}

/* ---- who came ---- */

static void today_key(
	const struct visit *visit, const char *title, char key[static SESSION_KEY_BYTES])
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	struct wall_time wall = clock_wall(visit->at_ms);

	snprintf(key, SESSION_KEY_BYTES, "%.90s|%d %s", title, wall.day, months[wall.month - 1]);
}

/* One more or one fewer of somebody. */
static bool step_party(int more_percent)
{
	const char *action = chance_percent(more_percent) ? "MORE" : "LESS";
	int first = chance(PARTY_BABIES + 1);

	for (int i = 0; i <= PARTY_BABIES; i++) {
		int part = (first + i) % (PARTY_BABIES + 1);
		if (seen_offers(&seen, action, part))
			return tap(action, part);
	}
	return false;
}

static void correct_who_came(struct arrival *arrival)
{
	struct told told;

	if (!tap("who_came", 0) || !step_party(30) || !tap("go_on", 0))
		return;
	if (words_full(&seen)) {
		deeds.full++;
		tap("back", 0);
	} else if (words_welcome(&seen, &told) == WELCOME_IN) {
		deeds.fewer++;
		arrival->party = told.party;
	}
}

static void take_back(struct arrival *arrival)
{
	struct told told;

	if (tap("undo", 0) && words_welcome(&seen, &told) == WELCOME_UNDONE) {
		deeds.undone++;
		arrival->undone = true;
	}
}

/* Rule: who is let in has a place, so a promise of waiting was promoted; what they are let in as is what
 * was booked. */
static void note_promise_kept(const struct visit *visit, int promise, struct told *told)
{
	struct promise *known = &ledger.promises[promise];
	struct told as_booked = *told;

	as_booked.standing = TOLD_BOOKED;
	if (known->standing == TOLD_WAITING)
		deeds.promoted++;
	ledger_look(promise, visit, &as_booked);
}

/* The answer to something held near. `promise` NOBODY: the card's own, if there is one. */
static enum welcome take_answer(const struct visit *visit, int promise, int family)
{
	char key[SESSION_KEY_BYTES];
	struct told told;

	if (seen_is(&seen, "choose_session"))
		tap("choose", 0);
	enum welcome welcome = words_welcome(&seen, &told);
	deeds.full += welcome == WELCOME_FULL;
	if (welcome != WELCOME_IN)
		return welcome;
	today_key(visit, told.title, key);
	if (promise == NOBODY || strcmp(ledger.promises[promise].session, key) != 0)
		promise = ledger_find(family, key);
	if (promise != NOBODY && family == NOBODY)
		family = ledger.promises[promise].family;
	int place = ledger_arrive(visit, key, promise, family, &told.party);
	ledger_came(visit, key, promise, family, &told);
	if (promise != NOBODY)
		note_promise_kept(visit, promise, &told);
	deeds.let_in++;
	if (chance_percent(15))
		correct_who_came(&ledger.arrivals[place]);
	else if (chance_percent(6))
		take_back(&ledger.arrivals[place]);
	return welcome;
}

static void type_code(const char *code)
{
	if (!tap("code", 0))
		return;
	for (; *code; code++) {
		const char *letter = strchr(short_code_letters, *code);
		if (!letter || !tap("letter", (int)(letter - short_code_letters)))
			return;
	}
}

void visitor_comes(const struct visit *visit, int promise)
{
	const struct promise *known = &ledger.promises[promise];

	arrive(visit);
	if (known->ticket[0])
		show_code("QRCode", known->ticket);
	else if (known->family != NOBODY)
		show_card(known->family);
	else
		type_code(known->code);
	if (words_code_not_found(&seen))
		deeds.unknown_codes++;
	else
		take_answer(visit, promise, known->family);
	leave();
}

static bool choose_among(const struct told *told, int count, enum standing wanted)
{
	for (int tries = 0; tries < 2 * count; tries++) {
		int i = chance(count);
		if (told[i].standing == wanted)
			return tap("choose", told[i].index);
	}
	return false;
}

void visitor_drops_in(const struct visit *visit)
{
	struct told told;

	arrive(visit);
	if (tap("hero", 0) && (seen_is(&seen, "drop_in") || tap("come_in", 0))) {
		for (int more = chance(PARTY_MORE_MAX); more > 0; more--)
			step_party(85);
		if (tap("go_on", 0) && words_welcome(&seen, &told) == WELCOME_IN) {
			deeds.dropped_in++;
			take_answer(visit, NOBODY, NOBODY);
		} else {
			deeds.full += words_full(&seen);
		}
	}
	leave();
}

void visitor_walks_in(const struct visit *visit, int family)
{
	struct told told[TOLD_MAX];

	arrive(visit);
	show_card(family);
	if (take_answer(visit, NOBODY, family) == WELCOME_NONE && tap("whats_on", 0) &&
		words_sessions(&seen, told) > 0 && tap("choose", told[0].index) &&
		tap("check_in", 0)) {
		deeds.walked_in++;
		take_answer(visit, NOBODY, family);
	}
	leave();
}

/* ---- booking ---- */

static void count_promise(const struct told *told)
{
	deeds.booked += told->standing == TOLD_BOOKED;
	deeds.waiting += told->standing == TOLD_WAITING;
}

static bool knows(int kiosk, const struct promise *promise)
{
	return kiosks_has_heard(kiosk, promise->made.kiosk, promise->made.at_ms) &&
	       kiosks_has_heard(kiosk, promise->last.kiosk, promise->last.at_ms);
}

/* Rule: who asks again for what they have is shown what they have. */
static int take_promise(const struct visit *visit, const struct told *told, int family)
{
	char key[SESSION_KEY_BYTES];

	ledger_key(told, key);
	int known = ledger_find(family, key);
	if (told->again || (known != NOBODY && knows(visit->kiosk, &ledger.promises[known]))) {
		if (known != NOBODY && party_people(&told->party) > 0)
			ledger_look(known, visit, told);
		return NOBODY;
	}
	count_promise(told);
	return ledger_promise(visit, told, family);
}

static void read_ticket(const struct visit *visit, int family)
{
	struct told told;

	if (!words_ticket(&seen, &told))
		give_up("visit %d: the ticket cannot be understood", visit->id);
	int promise = take_promise(visit, &told, family);
	if (promise == NOBODY || family != NOBODY || !chance_percent(12))
		return;
	if (!kiosks_photograph(visit->kiosk, ledger.promises[promise].ticket, TICKET_BYTES))
		give_up("visit %d: the ticket's code cannot be read", visit->id);
	deeds.photographed++;
}

static void read_dates(
	const struct visit *visit, int family, const struct told *of, const struct party *party)
{
	struct told dates[TOLD_MAX];
	int count = words_dates(&seen, dates);

	for (int i = 0; i < count; i++) {
		struct told told = dates[i];
		if (told.standing == TOLD_NOTHING)
			continue;
		snprintf(told.title, sizeof(told.title), "%s", of->title);
		told.starts_minute = of->starts_minute;
		told.party = *party;
		take_promise(visit, &told, family);
	}
}

/* Page by page: what is on none of them was not promised. */
static void read_series(
	const struct visit *visit, int family, const struct told *of, const struct party *party)
{
	for (int page = 0; page < PAGES_MAX; page++) {
		read_dates(visit, family, of, party);
		if (!seen_offers(&seen, "NEXT", 0) || !tap("next", 0))
			break;
	}
	deeds.series++;
}

static void book_series(
	const struct visit *visit, int family, const struct party *party, const struct told *of)
{
	if (chance_percent(40))
		tap("tick", chance(3));
	if (!tap("go_on", 0))
		return;
	if (!seen_is(&seen, "series_done"))
		give_up("visit %d: a series leads to %s", visit->id, seen.screen);
	read_series(visit, family, of, party);
}

/* Who is coming, and Continue. */
static void count_party(const struct visit *visit, int family)
{
	struct party party;
	struct told of;

	for (int more = chance(PARTY_MORE_MAX); more > 0; more--)
		step_party(90);
	if (!words_session(&seen, &of) || !words_steppers(&seen, &party) || !tap("go_on", 0))
		return;
	if (seen_is(&seen, "series"))
		book_series(visit, family, &party, &of);
	else if (seen_is(&seen, "ticket"))
		read_ticket(visit, family);
	else
		deeds.refused++;
}

/* From the list of what can be booked, some pages on. */
static bool choose_session(void)
{
	struct told told[TOLD_MAX];

	for (int page = 0; page < 2 && chance_percent(40) && seen_offers(&seen, "NEXT", 0); page++)
		tap("next", 0);
	int count = words_sessions(&seen, told);
	return count > 0 &&
	       choose_among(told, count, chance_percent(25) ? TOLD_WAITING : TOLD_BOOKED);
}

static void book(const struct visit *visit, int family)
{
	if (!tap("book", 0) || !choose_session())
		return;
	if ((chance_percent(8) && tap("series", 0)) || tap("book", 0))
		if (seen_is(&seen, "party"))
			count_party(visit, family);
}

void visitor_books(const struct visit *visit, int family)
{
	arrive(visit);
	if (family != NOBODY) {
		show_card(family);
		take_answer(visit, NOBODY, family);
		if (!seen_is(&seen, "my_page")) {
			leave();
			return;
		}
	}
	book(visit, family);
	leave();
}

/* ---- one's own bookings ---- */

static void read_news(const struct visit *visit, int family)
{
	char key[SESSION_KEY_BYTES];
	struct told told;
	enum news news = words_news(&seen, &told);

	if (news == NEWS_NONE)
		return;
	ledger_key(&told, key);
	int promise = ledger_find(family, key);
	deeds.heard += news != NEWS_PROMOTED;
	if (promise != NOBODY)
		ledger_hear(promise, visit, news);
}

/* Each row, against what was said before; how many of them the visitor knows. */
static int read_own(const struct visit *visit, int family, struct told told[static TOLD_MAX],
	int known[static TOLD_MAX])
{
	char key[SESSION_KEY_BYTES];
	int count = words_bookings(&seen, told);

	read_news(visit, family);
	for (int i = 0; i < count; i++) {
		ledger_key(&told[i], key);
		known[i] = ledger_find(family, key);
		if (known[i] == NOBODY)
			continue;
		if (ledger.promises[known[i]].standing == TOLD_WAITING &&
			told[i].standing == TOLD_BOOKED)
			deeds.promoted++;
		ledger_look(known[i], visit, &told[i]);
	}
	return count;
}

static void cancel(const struct visit *visit, int promise)
{
	if (!tap("cancel", 0) || !tap("cancel_now", 0) || !words_cancelled(&seen))
		return;
	ledger_say(promise, visit, TOLD_CANCELLED, NULL);
	deeds.cancelled++;
}

static bool follows(const struct promise *promise, const struct promise *first, int kiosk)
{
	const char *bar = strchr(first->session, '|');

	return promise->family == first->family && promise->starts_ms >= first->starts_ms &&
	       strncmp(promise->session, first->session, (size_t)(bar - first->session) + 1) == 0 &&
	       (promise->standing == TOLD_BOOKED || promise->standing == TOLD_WAITING) &&
	       kiosks_has_heard(kiosk, promise->made.kiosk, promise->made.at_ms);
}

static void cancel_rest(const struct visit *visit, int promise)
{
	const struct promise first = ledger.promises[promise];
	int said = 0;

	if (!tap("cancel_rest", 0) || !tap("cancel_now", 0) || !words_cancelled(&seen))
		return;
	for (int i = 0; i < ledger.promise_count; i++) {
		if (!follows(&ledger.promises[i], &first, visit->kiosk))
			continue;
		ledger_say(i, visit, TOLD_CANCELLED, NULL);
		said++;
	}
	deeds.cancelled += said;
}

static void change_party(const struct visit *visit, int promise)
{
	struct told told;

	if (!tap("party", 0) || !step_party(50) || !tap("go_on", 0))
		return;
	if (!words_changed(&seen) || !words_ticket(&seen, &told)) {
		deeds.refused++;
		return;
	}
	ledger_say(promise, visit, told.standing, &told.party);
	deeds.changed++;
}

/* The old promise is over with the word that gives the new one. */
static void note_move(const struct visit *visit, int old, const struct told *told)
{
	int family = ledger.promises[old].family;

	ledger_say(old, visit, TOLD_CANCELLED, NULL);
	int new = ledger_promise(visit, told, family);
	ledger.promises[new].moved_from = old;
	ledger.promises[new].disputed = ledger.promises[old].disputed;
	deeds.moved++;
}

static void change_day(const struct visit *visit, int promise)
{
	struct told told;

	if (!tap("day", 0))
		return;
	for (int tries = 0; tries < 6; tries++) {
		if (!tap("choose", chance(6)))
			continue;
		if (tap("change_now", 0) && words_changed(&seen) && words_ticket(&seen, &told))
			note_move(visit, promise, &told);
		else
			deeds.refused++;
		return;
	}
}

static void change_something(const struct visit *visit, int promise)
{
	static const struct {
		int percent;
		void (*change)(const struct visit *visit, int promise);
	} ways[] = {{30, change_party}, {55, change_day}, {90, cancel}, {100, cancel_rest}};
	struct told told;
	int chosen = chance(100), i = 0;

	if (!words_ticket(&seen, &told))
		return;
	ledger_look(promise, visit, &told);
	while (chosen >= ways[i].percent)
		i++;
	ways[i].change(visit, promise);
}

/* What two screens may know differently is mostly left alone, as people do. */
static bool may_be_changed(const struct visit *visit, int promise)
{
	return promise != NOBODY && !ledger.promises[promise].twin &&
	       !ledger.promises[promise].disputed &&
	       (ledger_is_settled(promise, visit) || chance_percent(50));
}

void visitor_changes(const struct visit *visit, int family)
{
	struct told told[TOLD_MAX];
	int known[TOLD_MAX];

	arrive(visit);
	show_card(family);
	take_answer(visit, NOBODY, family);
	int count = read_own(visit, family, told, known);
	int chosen = count > 0 ? chance(count) : 0;
	if (count > 0 && may_be_changed(visit, known[chosen]) && tap("choose", told[chosen].index))
		change_something(visit, known[chosen]);
	leave();
}

void visitor_reads(const struct visit *visit, int family)
{
	struct told told[TOLD_MAX];
	int known[TOLD_MAX];

	arrive(visit);
	show_card(family);
	for (int page = 0; page < PAGES_MAX; page++) {
		read_own(visit, family, told, known);
		if (!seen_offers(&seen, "NEXT", 0) || !tap("next", 0))
			break;
	}
	leave();
}

/* ---- a guest's ---- */

static void put_on_card(const struct visit *visit, int promise, int family)
{
	struct promise *known = &ledger.promises[promise];

	if (ledger_find(family, known->session) != NOBODY)
		return;
	show_card(family);
	if (!tap("put_on_card", 0) || !seen_says(&seen, "Your card is your ticket"))
		return;
	ledger_give(promise, visit, family);
	deeds.put_on_card++;
}

void visitor_looks(const struct visit *visit, int promise, int family)
{
	struct promise *known = &ledger.promises[promise];
	struct told told;

	arrive(visit);
	type_code(known->code);
	if (words_found(&seen, &told)) {
		deeds.promoted += known->standing == TOLD_WAITING && told.standing == TOLD_BOOKED;
		ledger_look(promise, visit, &told);
		if (family != NOBODY && known->family == NOBODY)
			put_on_card(visit, promise, family);
	} else if (words_code_not_found(&seen)) {
		deeds.unknown_codes++;
		ledger_miss(promise, visit);
	} else {
		take_answer(visit, promise, known->family);
	}
	leave();
}

/* ---- joining ---- */

void visitor_joins(const struct visit *visit)
{
	static const char *const way[] = {
		"I would rather not say", "Skip", "That is right", "Yes, you may"};
	char number[16];

	arrive(visit);
	if (!tap("join", 0) || !tap_words("Me") ||
		!face_tell(face, json_pack("{s:s, s:s}", "type", "type", "text", "Somebody")) ||
		!tap_words("Continue"))
		give_up("visit %d cannot join: %s", visit->id, face->detail);
	for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++)
		if (!tap_words(way[i]))
			give_up("visit %d cannot join: %s", visit->id, face->detail);
	if (!words_number(&seen, number) || ledger.family_count == FAMILIES_MAX)
		give_up("visit %d: no number is said", visit->id);
	snprintf(ledger.families[ledger.family_count++].card, sizeof(number), "%s", number);
	ledger.joined++;
	deeds.joined++;
	leave();
}
