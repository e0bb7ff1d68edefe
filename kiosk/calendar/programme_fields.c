/* Words are cleaned and cut to fit; the kiosk's own fields are strict, since a person wrote them. */
#include "calendar/programme_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/party.h"

enum {
	PLACES_MAX = 5000,
	DOOR_PLACES_DEFAULT = 50,
	OPENS_BEFORE_MAX = 24 * 60,
	CLOSES_AFTER_MAX = 7 * 24 * 60,
	OPENS_BEFORE_DEFAULT = 30,
	WORDS_BYTES_MAX = 4096,
};

/* ---- the kiosk's own fields ---- */

static bool read_number(const char *text, int least, int most, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < least || value > most)
		return false;
	*number = (int)value;
	return true;
}

static bool read_places(struct programme_fields *fields, const char *text)
{
	return read_number(text, 0, PLACES_MAX, &fields->session.places);
}

static bool read_door_places(struct programme_fields *fields, const char *text)
{
	fields->door_given = true;
	return read_number(text, 0, PLACES_MAX, &fields->session.door_places);
}

static bool read_admission(struct programme_fields *fields, const char *text)
{
	for (int i = ADMISSION_DROP_IN; i <= ADMISSION_BOTH; i++) {
		if (strcasecmp(text, admission_name((enum admission)i)) != 0)
			continue;
		fields->session.admission = (enum admission)i;
		fields->admission_given = true;
		return true;
	}
	return false;
}

static int part_named(const char *name, size_t length)
{
	for (int part = 0; part < PARTY_PARTS; part++) {
		const char *known = party_part_name((enum party_part)part);
		if (strlen(known) == length && strncasecmp(known, name, length) == 0)
			return part;
	}
	return -1;
}

static bool read_asks(struct programme_fields *fields, const char *text)
{
	static const char separators[] = " ,;\\";
	unsigned asks = 0;

	for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
		size_t length = strcspn(text, separators);
		int part = part_named(text, length);
		if (part < 0)
			return false;
		asks |= 1U << part;
		text += length;
	}
	fields->session.asks = asks;
	return asks != 0;
}

/* It becomes a file's name: letters, digits and dashes only. */
static bool read_icon(struct programme_fields *fields, const char *text)
{
	char *icon = fields->session.icon;
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (length == 0 || text[length] || !text_copy(icon, ICON_BYTES_MAX - 5, text))
		return false;
	if (!strstr(icon, "-fill") && !strstr(icon, "-bold"))
		text_append(icon, ICON_BYTES_MAX, "-fill");
	return true;
}

static bool read_theme(struct programme_fields *fields, const char *text)
{
	fields->theme_given = text_copy(fields->session.theme, ICON_BYTES_MAX, text) &&
			      text_clean(fields->session.theme, ICON_BYTES_MAX) &&
			      fields->session.theme[0];
	return fields->theme_given;
}

static bool read_opens(struct programme_fields *fields, const char *text)
{
	return read_number(text, 0, OPENS_BEFORE_MAX, &fields->opens_before_minutes);
}

static bool read_closes(struct programme_fields *fields, const char *text)
{
	return read_number(text, 1, CLOSES_AFTER_MAX, &fields->closes_after_minutes);
}

static const struct own_field {
	const char *name;
	bool (*read)(struct programme_fields *fields, const char *text);
	const char *wanted;
} own_fields[] = {
	{"X-KIOSK-PLACES", read_places, "a number from 0 to 5000"},
	{"X-KIOSK-DOOR-PLACES", read_door_places, "a number from 0 to 5000"},
	{"X-KIOSK-ADMISSION", read_admission, "drop-in, booked or both"},
	{"X-KIOSK-ASKS", read_asks, "of adults,children,babies,prams,wheelchairs"},
	{"X-KIOSK-ICON", read_icon, "the name of a file in assets/icons"},
	{"X-KIOSK-THEME", read_theme, "one short word"},
	{"X-KIOSK-CHECK-IN-OPENS", read_opens, "minutes from 0 to 1440"},
	{"X-KIOSK-CHECK-IN-CLOSES", read_closes, "minutes from 1 to 10080"},
};

static bool read_own(
	icalproperty *property, int number, struct programme_fields *fields, struct error *error)
{
	const char *name = icalproperty_get_x_name(property), *text = icalproperty_get_x(property);
	char value[160];

	for (size_t i = 0; name && i < sizeof(own_fields) / sizeof(own_fields[0]); i++) {
		const struct own_field *own = &own_fields[i];
		if (strcasecmp(name, own->name) != 0)
			continue;
		bool fits = text && text_copy(value, sizeof(value), text) &&
			    text_clean(value, sizeof(value));
		if (!fits || !own->read(fields, value))
			return error_set(error, ERROR_BAD_INPUT, "event %d: %s is not %s", number,
				own->name, own->wanted);
	}
	return true;
}

/* ---- the calendar's ---- */

/* What does not fit ends at a word and "…". */
static void keep_words(const char *text, char *kept, size_t size)
{
	char words[WORDS_BYTES_MAX];

	text_copy(words, sizeof(words), text);
	text_clean(words, sizeof(words));
	if (text_copy(kept, size, words))
		return;
	text_copy(kept, size - sizeof("…"), words);
	char *space = strrchr(kept, ' ');
	if (space)
		*space = '\0';
	text_append(kept, size, "…");
}

static void read_words(icalproperty *property, struct programme_fields *fields)
{
	struct session *session = &fields->session;
	const char *text = icalvalue_get_text(icalproperty_get_value(property));
	icalproperty_kind kind = icalproperty_isa(property);

	if (!text)
		return;
	if (kind == ICAL_SUMMARY_PROPERTY)
		keep_words(text, session->title, sizeof(session->title));
	else if (kind == ICAL_LOCATION_PROPERTY)
		keep_words(text, session->room, sizeof(session->room));
	else if (kind == ICAL_DESCRIPTION_PROPERTY)
		keep_words(text, session->about, sizeof(session->about));
	else if (kind == ICAL_CATEGORIES_PROPERTY && !session->theme[0])
		keep_words(text, session->theme, sizeof(session->theme));
}

static void read_status(icalproperty *property, struct programme_fields *fields)
{
	enum icalproperty_status status = icalvalue_get_status(icalproperty_get_value(property));

	fields->session.cancelled = status == ICAL_STATUS_CANCELLED;
	fields->hidden = fields->hidden || status == ICAL_STATUS_TENTATIVE;
}

static void read_class(icalproperty *property, struct programme_fields *fields)
{
	enum icalproperty_class class = icalvalue_get_class(icalproperty_get_value(property));

	fields->hidden =
		fields->hidden || class == ICAL_CLASS_PRIVATE || class == ICAL_CLASS_CONFIDENTIAL;
}

/* A VALUE parameter can make any property hold any kind of value: only the expected is looked at. */
static bool read_property(
	icalproperty *property, int number, struct programme_fields *fields, struct error *error)
{
	const icalvalue *value = icalproperty_get_value(property);
	icalvalue_kind kind = value ? icalvalue_isa(value) : ICAL_NO_VALUE;

	if (icalproperty_isa(property) == ICAL_X_PROPERTY)
		return kind != ICAL_X_VALUE || read_own(property, number, fields, error);
	if (kind == ICAL_TEXT_VALUE)
		read_words(property, fields);
	else if (kind == ICAL_STATUS_VALUE)
		read_status(property, fields);
	else if (kind == ICAL_CLASS_VALUE)
		read_class(property, fields);
	return true;
}

struct programme_fields programme_fields_start(void)
{
	return (struct programme_fields){
		.session = {.asks = 1U << PARTY_ADULTS | 1U << PARTY_CHILDREN},
		.opens_before_minutes = OPENS_BEFORE_DEFAULT,
	};
}

bool programme_fields_read(
	icalcomponent *event, int number, struct programme_fields *fields, struct error *error)
{
	icalproperty *property = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY);

	for (; property; property = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY))
		if (!read_property(property, number, fields, error))
			return false;
	return true;
}

void programme_fields_finish(struct programme_fields *fields)
{
	struct session *session = &fields->session;

	if (!fields->admission_given && session->places > 0)
		session->admission = session->door_places > 0 ? ADMISSION_BOTH : ADMISSION_BOOKED;
	if (session->admission == ADMISSION_DROP_IN && !fields->door_given)
		session->door_places = DOOR_PLACES_DEFAULT;
	if (!session->icon[0])
		text_copy(session->icon, sizeof(session->icon), "calendar-fill");
	if (!session->theme[0])
		text_copy(session->theme, sizeof(session->theme), "community");
	fields->hidden = fields->hidden || !session->title[0];
}
