/* Words are cleaned and cut to fit; what follows from all fields together is settled at the end. */
#include "calendar/fields.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "calendar/own.h"
#include "rules/party.h"

enum {
	DOOR_PLACES_DEFAULT = 50,
	OPENS_BEFORE_DEFAULT = 30,
	LANGUAGE_BYTES = 160,
	WORDS_BYTES_MAX = 4096,
	ENTITY_BYTES_MAX = 10,
};

/* ---- words ---- */

static void put_utf8(uint32_t character, char text[static 5])
{
	size_t length = 0;

	if (character < 0x80) {
		text[length++] = (char)character;
	} else if (character < 0x800) {
		text[length++] = (char)(0xc0 | character >> 6);
	} else if (character < 0x10000) {
		text[length++] = (char)(0xe0 | character >> 12);
		text[length++] = (char)(0x80 | (character >> 6 & 0x3f));
	} else {
		text[length++] = (char)(0xf0 | character >> 18);
		text[length++] = (char)(0x80 | (character >> 12 & 0x3f));
		text[length++] = (char)(0x80 | (character >> 6 & 0x3f));
	}
	if (character >= 0x80)
		text[length++] = (char)(0x80 | (character & 0x3f));
	text[length] = '\0';
}

/* "#39", "#x27". */
static bool read_numeric_entity(const char *name, char text[static 5])
{
	bool is_hex = name[1] == 'x' || name[1] == 'X';
	const char *digits = name + 1 + is_hex;
	char *end;
	unsigned long character = strtoul(digits, &end, is_hex ? 16 : 10);

	if (*digits == '-' || *digits == '+' || end == digits || *end || character < ' ' ||
		character > 0x10ffff)
		return false;
	put_utf8((uint32_t)character, text);
	return text_is_valid(text);
}

static bool read_entity(const char *name, char text[static 5])
{
	static const char *const known[][2] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"},
		{"quot", "\""}, {"apos", "'"}, {"nbsp", " "}, {"ndash", "–"}, {"mdash", "—"},
		{"lsquo", "‘"}, {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"}, {"hellip", "…"},
		{"pound", "£"}, {"eacute", "é"}};

	if (name[0] == '#')
		return read_numeric_entity(name, text);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i][0]) == 0)
			return text_copy(text, 5, known[i][1]);
	return false;
}

/* In place, once: what "&amp;lt;" stands for is "&lt;". What is no entity stays. */
static void read_entities(char *words)
{
	char *to = words, name[ENTITY_BYTES_MAX + 1], text[5];

	while (*words) {
		size_t length = *words == '&' ? strcspn(words + 1, ";") : 0;
		if (length > 0 && length <= ENTITY_BYTES_MAX && words[length + 1] == ';') {
			memcpy(name, words + 1, length);
			name[length] = '\0';
			if (read_entity(name, text)) {
				memcpy(to, text, strlen(text));
				to += strlen(text);
				words += length + 2;
				continue;
			}
		}
		*to++ = *words++;
	}
	*to = '\0';
}

static bool is_among(const char *name, size_t length, const char *const *names)
{
	for (; *names; names++)
		if (strlen(*names) == length && strncasecmp(*names, name, length) == 0)
			return true;
	return false;
}

/* The length of the HTML tag at `text`; 0: it is none, "<3" or "<https://...>". */
static size_t tag_length(const char *text, bool *parts_words)
{
	static const char *const inside_words[] = {"a", "abbr", "b", "big", "cite", "code", "em",
		"font", "i", "mark", "s", "small", "span", "strike", "strong", "sub", "sup", "u",
		NULL};
	static const char *const between_words[] = {"blockquote", "body", "br", "center", "div",
		"h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "html-blob", "img", "li",
		"ol", "p", "pre", "table", "tbody", "td", "th", "thead", "tr", "ul", NULL};
	const char *name = text + 1 + (text[1] == '/');
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456-");
	bool quoted = false;

	*parts_words = is_among(name, length, between_words);
	if (!strchr(" />", name[length]) ||
		(!*parts_words && !is_among(name, length, inside_words)))
		return 0;
	for (const char *at = name + length; *at && (quoted || *at != '<'); at++) {
		if (*at == '>' && !quoted)
			return (size_t)(at - text) + 1;
		quoted = *at == '"' ? !quoted : quoted;
	}
	return 0;
}

/* In place. What Google's and other calendars lay out as a web page is read as words. */
static void drop_tags(char *words)
{
	char *to = words;
	bool parts_words;

	while (*words) {
		size_t length = *words == '<' ? tag_length(words, &parts_words) : 0;
		words += length;
		if (length == 0)
			*to++ = *words++;
		else if (parts_words)
			*to++ = ' ';
	}
	*to = '\0';
}

void fields_words(const struct line *line, char *words, size_t size)
{
	char whole[WORDS_BYTES_MAX];

	content_text(line, whole, sizeof(whole));
	drop_tags(whole);
	read_entities(whole);
	text_clean(whole, sizeof(whole));
	if (text_copy(words, size, whole))
		return;
	text_copy(words, size - sizeof("…"), whole);
	char *space = strrchr(words, ' ');
	if (space)
		*space = '\0';
	text_append(words, size, "…");
}

/* "story,baby": the first. */
static void read_first(const struct line *line, char *words, size_t size)
{
	struct line first = *line;
	size_t length = 0;

	while (line->value[length] && line->value[length] != ',')
		length += line->value[length] == '\\' && line->value[length + 1] ? 2 : 1;
	char *copy = strndup(line->value, length);
	if (!copy)
		return;
	first.value = copy;
	fields_words(&first, words, size);
	free(copy);
}

/* ---- words in a language ---- */

/* "": in none. What is no tag is a language that nobody asks for. */
static void read_language(const struct line *line, char language[static LANGUAGE_BYTES])
{
	language[0] = '\0';
	content_parameter(line, "LANGUAGE", language, LANGUAGE_BYTES);
	for (char *letter = language; (letter = strchr(letter, '_'));)
		*letter = '-';
	if (!session_is_language(language))
		text_copy(language, LANGUAGE_BYTES, "und");
}

static bool is_text(const struct line *line, enum session_text which)
{
	static const char *const names[SESSION_TEXTS] = {
		[SESSION_TITLE] = "SUMMARY",
		[SESSION_ROOM] = "LOCATION",
		[SESSION_ABOUT] = "DESCRIPTION",
		[SESSION_THEME] = "CATEGORIES",
		[SESSION_ACCESS_NOTE] = "X-KIOSK-ACCESS-NOTE",
	};

	return strcasecmp(line->name, names[which]) == 0 ||
	       (which == SESSION_THEME && own_is_theme_in_words(line));
}

/* A theme without a language is a key: it is no word yet. */
static bool read_text(const struct line *line, struct fields *fields, enum session_text which)
{
	struct session *session = &fields->session;
	char words[ABOUT_BYTES_MAX] = "", language[LANGUAGE_BYTES];

	read_language(line, language);
	if (which != SESSION_THEME)
		fields_words(line, words, session_text_size(which));
	else
		read_first(line, words, session_text_size(which));
	if (which == SESSION_THEME && !language[0]) {
		if (!session->theme[0])
			text_copy(session->theme, sizeof(session->theme), words);
		return true;
	}
	if (!(fields->said >> which & 1))
		session_forget_text(session, which);
	fields->said |= 1U << which;
	return session_set_text(session, language, which, words);
}

/* "LOCATION:" in a changed one of a series: it has no room, and not its series'. A title it must have. */
static void read_nothing(const struct line *line, struct fields *fields)
{
	for (int which = SESSION_ROOM; which < SESSION_TEXTS; which++) {
		if (which == SESSION_THEME || !is_text(line, (enum session_text)which) ||
			(fields->said >> which & 1))
			continue;
		session_forget_text(&fields->session, (enum session_text)which);
		fields->said |= 1U << which;
	}
}

/* What is only said in languages: in English, in which the kiosk begins, else in the first. */
static const char *text_for_all(const struct session *session, enum session_text which)
{
	const char *text = session_text(session, "en", which), *language;

	for (int i = 0; !*text && (language = session_language(session, i)); i++)
		text = session_text(session, language, which);
	return text;
}

static bool settle_texts(struct session *session)
{
	bool done = true;

	if (!session->theme[0])
		text_copy(session->theme, sizeof(session->theme),
			text_for_all(session, SESSION_THEME));
	for (int which = SESSION_TITLE; which < SESSION_TEXTS; which++) {
		char text[ABOUT_BYTES_MAX];
		if (which == SESSION_THEME || session_says(session, "", (enum session_text)which))
			continue;
		text_copy(text, sizeof(text), text_for_all(session, (enum session_text)which));
		done = session_set_text(session, "", (enum session_text)which, text) && done;
	}
	return done;
}

/* ---- a VEVENT ---- */

static bool is_value(const struct line *line, const char *value)
{
	return strcasecmp(line->value, value) == 0;
}

static void read_status(const struct line *line, struct fields *fields)
{
	fields->session.cancelled = is_value(line, "CANCELLED") || is_value(line, "CANCELED");
	fields->is_tentative = is_value(line, "TENTATIVE");
}

static void read_class(const struct line *line, struct fields *fields)
{
	fields->is_private = is_value(line, "PRIVATE") || is_value(line, "CONFIDENTIAL");
}

/* False: there are more words than a session may have. */
static bool read_line(const struct line *line, struct fields *fields)
{
	if (strcasecmp(line->name, "STATUS") == 0)
		read_status(line, fields);
	else if (strcasecmp(line->name, "CLASS") == 0)
		read_class(line, fields);
	if (is_text(line, SESSION_THEME) && strcasecmp(line->name, "CATEGORIES") == 0)
		own_read_categories(line, fields);
	for (int which = SESSION_TITLE; which < SESSION_TEXTS; which++)
		if (is_text(line, (enum session_text)which))
			return read_text(line, fields, (enum session_text)which);
	return true;
}

/* A calendar that is sent to cancel says so for all that is in it. */
static bool is_cancelling(const struct component *event)
{
	const struct line *method = event->inside ? content_first(event->inside, "METHOD") : NULL;

	return method && is_value(method, "CANCEL");
}

struct fields fields_start(void)
{
	return (struct fields){
		.session = {.asks = 1U << PARTY_ADULTS | 1U << PARTY_CHILDREN},
		.opens_before_minutes = OPENS_BEFORE_DEFAULT,
	};
}

bool fields_read(
	const struct component *event, struct fields *fields, char reason[static REASON_BYTES])
{
	bool has_room = true, is_understood = true;

	fields->said = 0;
	for (const struct line *line = event->first; line; line = line->next) {
		if (!line->value[0]) {
			read_nothing(line, fields);
			continue;
		}
		has_room = has_room && read_line(line, fields);
		is_understood = own_read(line, fields, reason) && is_understood;
	}
	if (is_cancelling(event))
		fields->session.cancelled = true;
	if (has_room && settle_texts(&fields->session))
		return is_understood;
	return reason_add(reason, "its words in all languages together are longer than %d bytes",
		SESSION_WORDS_BYTES_MAX);
}

/* The part of the room that nobody can book. */
static bool share_room(struct fields *fields, char reason[static REASON_BYTES])
{
	struct session *session = &fields->session;
	int64_t limit = session->setting[SETTING_FIRE_LIMIT];

	if (!fields->share_given)
		return true;
	if (limit == 0)
		return reason_add(reason, "a door share needs the room's fire limit");
	if (session->places > 0 || fields->door_given)
		return reason_add(
			reason, "it has a door share, and places too; one of them is enough");
	session->door_places = (int)((limit * fields->door_share + 99) / 100);
	session->places = (int)limit - session->door_places;
	fields->door_given = true;
	return true;
}

static void settle_room(struct fields *fields)
{
	struct session *session = &fields->session;
	int64_t limit = session->setting[SETTING_FIRE_LIMIT];

	if (!fields->admission_given && session->places > 0)
		session->admission = session->door_places > 0 ? ADMISSION_BOTH : ADMISSION_BOOKED;
	if (session->admission != ADMISSION_DROP_IN || fields->door_given)
		return;
	session->door_places = limit > 0 ? (int)limit : DOOR_PLACES_DEFAULT;
}

static bool closes_before_it_opens(const struct fields *fields)
{
	const struct ahead *opens = &fields->booking_opens, *closes = &fields->booking_closes;

	return opens->is_given && closes->is_given && own_minutes(opens) <= own_minutes(closes);
}

static bool fits_together(const struct fields *fields, char reason[static REASON_BYTES])
{
	const struct session *session = &fields->session;
	const int64_t *setting = session->setting;
	bool fits = true;

	if (setting[SETTING_FIRE_LIMIT] > 0 &&
		session->places + session->door_places + setting[SETTING_CLASS_PLACES] >
			setting[SETTING_FIRE_LIMIT])
		fits = reason_add(reason,
			"its places, door places and class places together are more than its fire "
			"limit");
	if (setting[SETTING_MEMBERS_PLACES] > session->places)
		fits = reason_add(reason, "it keeps more places for members than it has");
	if (closes_before_it_opens(fields))
		fits = reason_add(reason, "its booking closes before it opens");
	return fits;
}

static void settle_words(struct session *session)
{
	if (!session->icon[0])
		text_copy(session->icon, sizeof(session->icon), "calendar-fill");
	if (!session->theme[0])
		text_copy(session->theme, sizeof(session->theme), "community");
}

bool fields_finish(struct fields *fields, char reason[static REASON_BYTES])
{
	struct session *session = &fields->session;

	if (!share_room(fields, reason))
		return false;
	settle_room(fields);
	if (!session->setting[SETTING_ACCESS])
		session->setting[SETTING_ACCESS] = fields->category_access;
	settle_words(session);
	fields->is_hidden =
		fields->is_tentative || fields->is_private || !session_title(session)[0];
	return fits_together(fields, reason);
}

/* ---- instants ---- */

/* So many days before is the start of that day, so that it can be said as a day. */
static int64_t instant_ahead(const struct ahead *ahead, int64_t starts_ms)
{
	if (!ahead->is_given)
		return 0;
	if (ahead->days > 0)
		return clock_day_start(starts_ms, -ahead->days);
	return starts_ms - (int64_t)ahead->minutes * MINUTE_MS;
}

void fields_set_times(
	const struct fields *fields, int64_t starts_ms, int64_t ends_ms, struct session *session)
{
	session->starts_ms = starts_ms;
	session->ends_ms = ends_ms;
	session->opens_ms = starts_ms - (int64_t)fields->opens_before_minutes * MINUTE_MS;
	session->closes_ms = ends_ms;
	if (fields->closes_after_minutes > 0)
		session->closes_ms = starts_ms + (int64_t)fields->closes_after_minutes * MINUTE_MS;
	session->setting[SETTING_BOOKING_OPENS_MS] =
		instant_ahead(&fields->booking_opens, starts_ms);
	session->setting[SETTING_BOOKING_CLOSES_MS] =
		instant_ahead(&fields->booking_closes, starts_ms);
	session->setting[SETTING_MEMBERS_UNTIL_MS] =
		instant_ahead(&fields->members_until, starts_ms);
	session->setting[SETTING_HELD_UNTIL_MS] =
		fields->is_held ? starts_ms + (int64_t)fields->held_minutes * MINUTE_MS : 0;
}
