/* Sentences to facts. */
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char waiting_list[] = "waiting list";
static const char ticket_picture[] = "Your ticket as a code";

/* ---- parts of sentences ---- */

static const struct {
	const char *one, *many;
	enum party_part part;
} counted[] = {
	{"adult", "adults", PARTY_ADULTS},
	{"child", "children", PARTY_CHILDREN},
	{"baby", "babies", PARTY_BABIES},
	{"pram", "prams", PARTY_PRAMS},
	{"wheelchair", "wheelchairs", PARTY_WHEELCHAIRS},
};

static bool read_part(const char *word, int count, struct party *party)
{
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		if (strcmp(word, counted[i].one) == 0 || strcmp(word, counted[i].many) == 0) {
			party->count[counted[i].part] = count;
			return true;
		}
	return false;
}

bool words_party(const char *text, struct party *party)
{
	struct party found = {0};
	char word[16];
	int count, used;

	for (;;) {
		if (sscanf(text, "%d %15[a-z]%n", &count, word, &used) != 2 ||
			!read_part(word, count, &found))
			return false;
		text += used;
		if (*text == '\0')
			break;
		if (strncmp(text, ", ", 2) != 0)
			return false;
		text += 2;
	}
	*party = found;
	return true;
}

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};

static bool is_month(const char *word)
{
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (strcmp(word, months[i]) == 0)
			return true;
	return false;
}

/* "Friday 4 December", alone or before a comma. */
static bool read_day(const char *text, char day[static TOLD_DAY_BYTES])
{
	char weekday[12], month[12];
	int number;

	if (sscanf(text, "%11[A-Za-z] %d %11[A-Za-z]", weekday, &number, month) != 3 ||
		!is_month(month))
		return false;
	snprintf(day, TOLD_DAY_BYTES, "%d %.11s", number, month);
	return true;
}

/* "10:30–11:30", at the beginning or behind a comma. */
static bool read_minute(const char *text, int *minute)
{
	const char *comma = strstr(text, ", ");
	int hours, minutes, used = 0;

	if (comma && !isdigit((unsigned char)*text))
		text = comma + 2;
	if (sscanf(text, "%2d:%2d%n", &hours, &minutes, &used) != 2 ||
		strncmp(text + used, "–", strlen("–")) != 0)
		return false;
	*minute = hours * 60 + minutes;
	return true;
}

/* A leaf is three lines: "Fri", "4", "December". */
static bool read_leaf(const struct seen *seen, int i, char day[static TOLD_DAY_BYTES])
{
	if (i + 2 >= seen->count || !isdigit((unsigned char)seen->lines[i + 1].text[0]) ||
		!is_month(seen->lines[i + 2].text))
		return false;
	snprintf(day, TOLD_DAY_BYTES, "%d %.11s", atoi(seen->lines[i + 1].text),
		seen->lines[i + 2].text);
	return true;
}

static void copy_title(struct told *told, const char *text)
{
	snprintf(told->title, sizeof(told->title), "%.99s", text);
}

/* "C 4F7K" with a space that does not break. */
static void read_code(const char *text, char code[static TOLD_CODE_BYTES])
{
	int length = 0;

	for (; *text && length < TOLD_CODE_BYTES - 1; text++)
		if (isalnum((unsigned char)*text))
			code[length++] = *text;
	code[length] = '\0';
}

/* ---- tickets ---- */

static bool is_ticket_page(const struct seen *seen)
{
	return seen_is(seen, "ticket") || seen_is(seen, "booking");
}

/* Behind the code's picture: title, when, room, party, perhaps "waiting list", the code. */
static void read_ticket_lines(const struct seen *seen, int i, struct told *told)
{
	copy_title(told, seen->lines[i++].text);
	for (; i < seen->count; i++) {
		const char *text = seen->lines[i].text;
		if (seen->lines[i].action[0])
			break;
		if (!told->day[0] && read_day(text, told->day))
			read_minute(text, &told->starts_minute);
		else if (!party_people(&told->party) && words_party(text, &told->party))
			continue;
		else if (strcmp(text, waiting_list) == 0)
			told->standing = TOLD_WAITING;
		else if (strcmp(text, "Your code") == 0 && i + 1 < seen->count)
			read_code(seen->lines[++i].text, told->code);
	}
}

bool words_ticket(const struct seen *seen, struct told *told)
{
	int picture = seen_find(seen, ticket_picture);

	*told = (struct told){.starts_minute = -1};
	if (!is_ticket_page(seen) || picture < 0 || picture + 1 >= seen->count)
		return false;
	told->standing = TOLD_BOOKED;
	read_ticket_lines(seen, picture + 1, told);
	told->again = seen_says(seen, "You have booked this already");
	/* The page's heading and the ticket must say the same. */
	if (seen_is(seen, "ticket") &&
		seen_says(seen, "You are booked") != (told->standing == TOLD_BOOKED))
		return false;
	return told->day[0] && party_people(&told->party) > 0;
}

/* ---- lists ---- */

static void read_row_text(const char *text, struct told *told)
{
	const char *dot = strstr(text, " · ");
	struct party party;

	if (read_day(text, told->day))
		read_minute(text, &told->starts_minute);
	else if (words_party(text, &party))
		told->party = party;
	else if (read_minute(text, &told->starts_minute) && dot)
		words_party(dot + strlen(" · "), &told->party);
	else if (strcmp(text, waiting_list) == 0)
		told->standing = TOLD_WAITING;
}

/* A card's leaf, title, and lines. */
static void read_row(const struct seen *seen, int first, int end, struct told *told)
{
	int i = first;

	*told = (struct told){.starts_minute = -1,
		.standing = TOLD_BOOKED,
		.index = seen->lines[first - 1].index};
	if (read_leaf(seen, i, told->day))
		i += 3;
	if (i < end)
		copy_title(told, seen->lines[i++].text);
	for (; i < end; i++)
		read_row_text(seen->lines[i].text, told);
}

/* Of all cards with one of these actions. */
static int read_rows(const struct seen *seen, const char *action, struct told told[static TOLD_MAX])
{
	int count = 0;

	for (int i = 0; i < seen->count && count < TOLD_MAX; i++)
		if (strcmp(seen->lines[i].action, action) == 0 &&
			strcmp(seen->lines[i].role, "card") == 0)
			read_row(seen, i + 1, seen_end_of(seen, i), &told[count++]);
	return count;
}

int words_bookings(const struct seen *seen, struct told told[static TOLD_MAX])
{
	return seen_is(seen, "my_page") ? read_rows(seen, "CHOOSE", told) : 0;
}

/* "... for {title} on {date} had been ...", "... now: {title} on {date}." */
static bool read_news(const char *text, const char *before, struct told *told)
{
	const char *title = strstr(text, before), *on = title ? strstr(title, " on ") : NULL;

	for (const char *next = on; next; next = strstr(next + 1, " on "))
		if (read_day(next + strlen(" on "), told->day))
			on = next;
	if (!on || !told->day[0])
		return false;
	title += strlen(before);
	snprintf(told->title, sizeof(told->title), "%.*s", (int)(on - title), title);
	return true;
}

enum news words_news(const struct seen *seen, struct told *told)
{
	static const struct {
		const char *words, *before;
		enum news news;
	} sentences[] = {
		{"could not be kept", "booking for ", NEWS_NOT_KEPT},
		{"had been changed at another screen", "booking for ", NEWS_NOT_CHANGED},
		{"could not be changed", "booking for ", NEWS_NOT_CHANGED},
		{"You have places now", "places now: ", NEWS_PROMOTED},
	};

	*told = (struct told){.starts_minute = -1};
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		int line = seen_find(seen, sentences[i].words);
		if (line >= 0 && read_news(seen->lines[line].text, sentences[i].before, told))
			return sentences[i].news;
	}
	return NEWS_NONE;
}

static enum standing places_in(const struct seen *seen, int first, int end)
{
	for (int i = first; i < end; i++) {
		const char *text = seen->lines[i].text;
		if (strstr(text, "Places available") || strstr(text, "places left"))
			return TOLD_BOOKED;
		if (strstr(text, "Full"))
			return TOLD_WAITING;
	}
	return TOLD_NOTHING;
}

int words_sessions(const struct seen *seen, struct told told[static TOLD_MAX])
{
	int count = 0;

	for (int i = 0; i < seen->count && count < TOLD_MAX; i++) {
		if (strcmp(seen->lines[i].action, "CHOOSE") != 0)
			continue;
		int end = seen_end_of(seen, i);
		read_row(seen, i + 1, end, &told[count]);
		told[count++].standing = places_in(seen, i + 1, end);
	}
	return count;
}

static enum standing standing_of_date(const char *text)
{
	if (strcmp(text, "Booked") == 0 || strstr(text, "You have booked this already") ||
		strstr(text, "Places available") || strstr(text, "places left"))
		return TOLD_BOOKED;
	return strstr(text, "aiting list") ? TOLD_WAITING : TOLD_NOTHING;
}

/* Behind the leaf: "Friday 4 December", how it stands, perhaps a code. */
static int read_date(const struct seen *seen, int i, struct told *told)
{
	told->index = seen->lines[i > 0 ? i - 1 : 0].index;
	i += 3;
	if (!read_day(seen->lines[i].text, told->day) || i + 1 >= seen->count)
		return i;
	told->standing = standing_of_date(seen->lines[i + 1].text);
	told->again = strstr(seen->lines[i + 1].text, "already") != NULL;
	if (i + 2 < seen->count && strchr(seen->lines[i + 2].text, '\xC2'))
		read_code(seen->lines[i + 2].text, told->code);
	return i + 1;
}

int words_dates(const struct seen *seen, struct told told[static TOLD_MAX])
{
	char day[TOLD_DAY_BYTES];
	int count = 0;

	for (int i = 0; i < seen->count && count < TOLD_MAX; i++) {
		if (!read_leaf(seen, i, day))
			continue;
		told[count] = (struct told){.starts_minute = -1};
		i = read_date(seen, i, &told[count]);
		count += told[count].day[0] != '\0';
	}
	return count;
}

bool words_session(const struct seen *seen, struct told *told)
{
	*told = (struct told){.starts_minute = -1};
	for (int i = 0; i + 4 < seen->count; i++) {
		if (!read_leaf(seen, i, told->day))
			continue;
		copy_title(told, seen->lines[i + 3].text);
		for (int line = i + 4; line < seen->count && told->starts_minute < 0; line++)
			if (!seen->lines[line].action[0])
				read_minute(seen->lines[line].text, &told->starts_minute);
		return true;
	}
	return false;
}

/* Each stepper: its name, and somewhere behind it a bare number. */
bool words_steppers(const struct seen *seen, struct party *party)
{
	static const char *const names[] = {"Adults", "Children", "Babies", "Prams", "Wheelchairs"};
	int part = -1;

	*party = (struct party){0};
	for (int i = 0; i < seen->count; i++) {
		const char *text = seen->lines[i].text;
		if (part >= 0 && isdigit((unsigned char)*text) && strlen(text) <= 2) {
			party->count[part] = atoi(text);
			part = -1;
		}
		for (int name = 0; name < PARTY_PARTS; name++)
			if (strcmp(text, names[name]) == 0)
				part = name;
	}
	return party_people(party) > 0;
}

bool words_found(const struct seen *seen, struct told *told)
{
	if (!seen_is(seen, "booking_found") || !words_session(seen, told))
		return false;
	for (int i = 0; i < seen->count; i++)
		words_party(seen->lines[i].text, &told->party);
	told->standing = seen_says(seen, "This booking was cancelled")    ? TOLD_CANCELLED
			 : seen_says(seen, "You are on the waiting list") ? TOLD_WAITING
									  : TOLD_BOOKED;
	return true;
}

/* ---- answers ---- */

enum welcome words_welcome(const struct seen *seen, struct told *told)
{
	*told = (struct told){.starts_minute = -1};
	if (!seen_is(seen, "check_in"))
		return WELCOME_NONE;
	if (seen_says(seen, "You are not checked in"))
		return WELCOME_UNDONE;
	if (seen_says(seen, "You are already checked in"))
		return WELCOME_ALREADY;
	if (seen_says(seen, "It is full"))
		return WELCOME_FULL;
	if (seen_says(seen, "You are on the waiting list"))
		return WELCOME_WAITING;
	int line = seen_find(seen, "You are checked in.");
	if (line < 0 || line + 2 >= seen->count)
		return WELCOME_NONE;
	copy_title(told, seen->lines[line + 1].text);
	return words_party(seen->lines[line + 2].text, &told->party) ? WELCOME_IN : WELCOME_NONE;
}

bool words_cancelled(const struct seen *seen)
{
	return seen_is(seen, "booking") && seen_says(seen, "Thank you for telling us");
}

bool words_changed(const struct seen *seen)
{
	return seen_is(seen, "booking") && seen_says(seen, "Your booking is changed.");
}

bool words_full(const struct seen *seen)
{
	return seen_says(seen, "There is no room for more people");
}

bool words_code_not_found(const struct seen *seen)
{
	return seen_says(seen, "We do not find this code") || seen_is(seen, "use_desk");
}

bool words_number(const struct seen *seen, char number[static 16])
{
	int line = seen_find(seen, "Your membership number"), length = 0;

	for (line++; line > 0 && line < seen->count && length < 14; line++) {
		length = 0;
		for (const char *text = seen->lines[line].text; *text && length < 15; text++)
			if (isdigit((unsigned char)*text))
				number[length++] = *text;
	}
	number[length < 15 ? length : 0] = '\0';
	return length == 14;
}
