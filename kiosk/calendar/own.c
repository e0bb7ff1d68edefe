/* Each is read by a small function, strictly: what is not understood is left out with the reason, for a
 * person wrote it and can mend it. */
#include "calendar/own.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unknown.h"
#include "rules/party.h"
#include "rules/spoken.h"

enum {
	PLACES_MAX = 5000,
	OPENS_BEFORE_MAX = 24 * 60,
	CLOSES_AFTER_MAX = 7 * 24 * 60,
	BOOKING_DAYS_MAX = 365,
	AGE_MAX = 120,
	YEAR_MONTHS = 12,
	BABY_MONTHS_MAX = 60, /* who is older is counted in years */
	OWN_BYTES_MAX = 160,
};

static bool read_number(const char *text, int least, int most, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < least || value > most)
		return false;
	*number = (int)value;
	return true;
}

static bool read_places(struct fields *fields, const char *text)
{
	return read_number(text, 0, PLACES_MAX, &fields->session.places);
}

static bool read_door_places(struct fields *fields, const char *text)
{
	fields->door_given = true;
	return read_number(text, 0, PLACES_MAX, &fields->session.door_places);
}

static bool read_admission(struct fields *fields, const char *text)
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

static bool read_asks(struct fields *fields, const char *text)
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
static bool read_icon(struct fields *fields, const char *text)
{
	char *icon = fields->session.icon;
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (length == 0 || text[length] || !text_copy(icon, ICON_BYTES_MAX - 5, text))
		return false;
	if (!strstr(icon, "-fill") && !strstr(icon, "-bold"))
		text_append(icon, ICON_BYTES_MAX, "-fill");
	return true;
}

static bool read_theme(struct fields *fields, const char *text)
{
	return text_copy(fields->session.theme, ICON_BYTES_MAX, text) &&
	       text_clean(fields->session.theme, ICON_BYTES_MAX) && fields->session.theme[0];
}

static bool read_opens(struct fields *fields, const char *text)
{
	return read_number(text, 0, OPENS_BEFORE_MAX, &fields->opens_before_minutes);
}

static bool read_closes(struct fields *fields, const char *text)
{
	return read_number(text, 1, CLOSES_AFTER_MAX, &fields->closes_after_minutes);
}

/* ---- ages ---- */

/* "0-5", "-5", "5+": what stands behind it; NULL: it is none of these. */
static const char *read_ages_from_to(const char *text, int *from, int *to)
{
	int end = 0;

	*to = 0;
	if (sscanf(text, "%3d-%3d%n", from, to, &end) == 2 && end > 0)
		return *from >= 0 && *from <= *to ? text + end : NULL;
	if (sscanf(text, "%3d+%n", from, &end) == 1 && end > 0)
		return *from > 0 ? text + end : NULL;
	if (sscanf(text, "%4d%n", to, &end) != 1 || *to >= 0)
		return NULL;
	*from = 0;
	*to = -*to;
	return text + end;
}

static bool is_word(const char *text, const char *one, const char *many)
{
	text += strspn(text, " ");
	return strcasecmp(text, one) == 0 || strcasecmp(text, many) == 0;
}

/* "0-5", "5-12 years", "6-18 months", "16+". */
static bool read_ages(struct fields *fields, const char *text)
{
	int from, to, months;
	const char *unit = read_ages_from_to(text, &from, &to);

	if (!unit)
		return false;
	if (!*unit || is_word(unit, "year", "years"))
		months = YEAR_MONTHS;
	else if (is_word(unit, "month", "months"))
		months = 1;
	else
		return false;
	int most = months == 1 ? BABY_MONTHS_MAX : AGE_MAX;
	fields->session.setting[SETTING_AGE_FROM_MONTHS] = (int64_t)from * months;
	fields->session.setting[SETTING_AGE_TO_MONTHS] = (int64_t)to * months;
	/* Who is a baby is no more so some day. */
	return from <= most && to <= most && from + to > 0 && (months > 1 || to > 1);
}

/* ---- who it is for ---- */

static bool read_languages(struct fields *fields, const char *text)
{
	return spoken_read(text, &fields->session.spoken) && fields->session.spoken != 0;
}

static int access_named(const char *name, size_t length)
{
	for (int i = 0; i < SESSION_ACCESSES; i++) {
		const char *known = access_name((enum session_access)i);
		if (strlen(known) == length && strncasecmp(known, name, length) == 0)
			return i;
	}
	return -1;
}

static bool read_access(struct fields *fields, const char *text)
{
	static const char separators[] = " ,;\\";
	int64_t marks = 0;

	for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
		size_t length = strcspn(text, separators);
		int access = access_named(text, length);
		if (access < 0)
			return false;
		marks |= INT64_C(1) << access;
		text += length;
	}
	fields->session.setting[SETTING_ACCESS] = marks;
	return marks != 0;
}

static bool read_partner(struct fields *fields, const char *text)
{
	return text_copy(fields->session.partner, PARTNER_BYTES_MAX, text) &&
	       text_clean(fields->session.partner, PARTNER_BYTES_MAX) && fields->session.partner[0];
}

static bool read_event(struct fields *fields, const char *text)
{
	return text_copy(fields->event, PARTNER_BYTES_MAX, text) &&
	       text_clean(fields->event, PARTNER_BYTES_MAX) && fields->event[0];
}

/* ---- room and booking ---- */

static bool read_setting(
	struct fields *fields, enum session_setting setting, const char *text, int least, int most)
{
	int number;

	if (!read_number(text, least, most, &number))
		return false;
	fields->session.setting[setting] = number;
	return true;
}

static bool read_fire_limit(struct fields *fields, const char *text)
{
	return read_setting(fields, SETTING_FIRE_LIMIT, text, 1, PLACES_MAX);
}

static bool read_door_share(struct fields *fields, const char *text)
{
	char digits[OWN_BYTES_MAX];

	text_copy(digits, sizeof(digits), text);
	digits[strcspn(digits, " %")] = '\0';
	fields->share_given = true;
	return strspn(text, "0123456789 %") == strlen(text) &&
	       read_number(digits, 0, 100, &fields->door_share);
}

int own_minutes(const struct ahead *ahead)
{
	return ahead->days * 24 * 60 + ahead->minutes;
}

/* "14", "14 days", "90 minutes", "2 hours". */
static bool read_ahead(const char *text, bool is_in_days, struct ahead *ahead)
{
	char *unit;
	long number = strtol(text, &unit, 10);

	if (unit == text || number < 0 || number > BOOKING_DAYS_MAX * 24 * 60)
		return false;
	*ahead = (struct ahead){.is_given = true};
	if ((!*unit && is_in_days) || is_word(unit, "day", "days"))
		ahead->days = (int)number;
	else if (!*unit || is_word(unit, "minute", "minutes"))
		ahead->minutes = (int)number;
	else if (is_word(unit, "hour", "hours"))
		ahead->minutes = (int)number * 60;
	else
		return false;
	return own_minutes(ahead) <= BOOKING_DAYS_MAX * 24 * 60;
}

static bool read_booking_opens(struct fields *fields, const char *text)
{
	return read_ahead(text, true, &fields->booking_opens);
}

static bool read_booking_closes(struct fields *fields, const char *text)
{
	return read_ahead(text, false, &fields->booking_closes);
}

/* ---- fair places ---- */

static bool read_members_places(struct fields *fields, const char *text)
{
	return read_setting(fields, SETTING_MEMBERS_PLACES, text, 0, PLACES_MAX);
}

static bool read_members_until(struct fields *fields, const char *text)
{
	return read_ahead(text, false, &fields->members_until);
}

static bool read_largest_party(struct fields *fields, const char *text)
{
	return read_setting(
		fields, SETTING_LARGEST_PARTY, text, 1, (int)setting_most(SETTING_LARGEST_PARTY));
}

static bool read_part(struct fields *fields, enum party_part part, const char *text)
{
	return read_setting(fields, (enum session_setting)(SETTING_ADULTS_PLACES + (int)part), text,
		1, PLACES_MAX);
}

static bool read_adults_places(struct fields *fields, const char *text)
{
	return read_part(fields, PARTY_ADULTS, text);
}

static bool read_children_places(struct fields *fields, const char *text)
{
	return read_part(fields, PARTY_CHILDREN, text);
}

static bool read_babies_places(struct fields *fields, const char *text)
{
	return read_part(fields, PARTY_BABIES, text);
}

static bool read_prams_places(struct fields *fields, const char *text)
{
	return read_part(fields, PARTY_PRAMS, text);
}

static bool read_wheelchairs_places(struct fields *fields, const char *text)
{
	return read_part(fields, PARTY_WHEELCHAIRS, text);
}

static bool read_class_places(struct fields *fields, const char *text)
{
	return read_setting(
		fields, SETTING_CLASS_PLACES, text, 0, (int)setting_most(SETTING_CLASS_PLACES));
}

static bool read_held_until(struct fields *fields, const char *text)
{
	fields->is_held = true;
	return read_number(text, 0, CLOSES_AFTER_MAX, &fields->held_minutes);
}

static bool read_largest_when_few(struct fields *fields, const char *text)
{
	return read_setting(fields, SETTING_LARGEST_WHEN_FEW, text, 1,
		(int)setting_most(SETTING_LARGEST_WHEN_FEW));
}

static bool read_yes(struct fields *fields, enum session_setting setting, const char *text)
{
	bool yes = strcasecmp(text, "yes") == 0;

	fields->session.setting[setting] = yes;
	return yes || strcasecmp(text, "no") == 0;
}

static bool read_one_a_day(struct fields *fields, const char *text)
{
	return read_yes(fields, SETTING_ONE_A_DAY, text);
}

static bool read_still_coming(struct fields *fields, const char *text)
{
	return read_yes(fields, SETTING_STILL_COMING, text);
}

static bool read_after_absences(struct fields *fields, const char *text)
{
	return read_setting(
		fields, SETTING_AFTER_ABSENCES, text, 0, (int)setting_most(SETTING_AFTER_ABSENCES));
}

/* ---- all of them ---- */

static const struct own_field {
	const char *name;
	bool (*read)(
		struct fields *fields, const char *text); /* NULL: words, which fields.c reads */
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
	{"X-KIOSK-AGES", read_ages, "ages, as 0-5, 6-18 months or 16+"},
	{"X-KIOSK-LANGUAGES", read_languages,
		"of the languages that the kiosk can write, as en,pl,ur (platform/PROGRAMME.md)"},
	{"X-KIOSK-ACCESS", read_access, "of step-free,hearing-loop,quiet,bsl,relaxed"},
	{"X-KIOSK-ACCESS-NOTE", NULL, NULL},
	{"X-KIOSK-PARTNER", read_partner, "a name of at most 119 bytes"},
	{"X-KIOSK-EVENT", read_event, "a name of at most 119 bytes"},
	{"X-KIOSK-FIRE-LIMIT", read_fire_limit, "a number from 1 to 5000"},
	{"X-KIOSK-DOOR-SHARE", read_door_share, "a percentage from 0 to 100"},
	{"X-KIOSK-BOOKING-OPENS", read_booking_opens, "so long before the start, as 14 days"},
	{"X-KIOSK-BOOKING-CLOSES", read_booking_closes, "so long before the start, as 60 minutes"},
	{"X-KIOSK-ADULTS-PLACES", read_adults_places, "a number from 1 to 5000"},
	{"X-KIOSK-CHILDREN-PLACES", read_children_places, "a number from 1 to 5000"},
	{"X-KIOSK-BABIES-PLACES", read_babies_places, "a number from 1 to 5000"},
	{"X-KIOSK-PRAMS-PLACES", read_prams_places, "a number from 1 to 5000"},
	{"X-KIOSK-WHEELCHAIRS-PLACES", read_wheelchairs_places, "a number from 1 to 5000"},
	{"X-KIOSK-CLASS-PLACES", read_class_places, "a number from 0 to 200"},
	{"X-KIOSK-HELD-UNTIL", read_held_until, "minutes from 0 to 10080"},
	{"X-KIOSK-MEMBERS-PLACES", read_members_places, "a number from 0 to 5000"},
	{"X-KIOSK-MEMBERS-UNTIL", read_members_until, "so long before the start, as 60 minutes"},
	{"X-KIOSK-LARGEST-PARTY", read_largest_party, "a number from 1 to 60"},
	{"X-KIOSK-LARGEST-PARTY-WHEN-FEW", read_largest_when_few, "a number from 1 to 60"},
	{"X-KIOSK-ONE-A-DAY", read_one_a_day, "yes or no"},
	{"X-KIOSK-STILL-COMING", read_still_coming, "yes or no"},
	{"X-KIOSK-AFTER-ABSENCES", read_after_absences, "a number from 0 to 20"},
};
enum { OWN_FIELDS = sizeof(own_fields) / sizeof(own_fields[0]) };

static const struct own_field *find_own(const char *name)
{
	for (int i = 0; i < OWN_FIELDS; i++)
		if (strcasecmp(name, own_fields[i].name) == 0)
			return &own_fields[i];
	return NULL;
}

static const char prefix[] = "X-KIOSK";

bool own_is_unknown(const char *name)
{
	return strncasecmp(name, prefix, strlen(prefix)) == 0 && !find_own(name);
}

const char *own_meant(const char *unknown)
{
	const char *behind[OWN_FIELDS];

	for (int i = 0; i < OWN_FIELDS; i++)
		behind[i] = own_fields[i].name + strlen(prefix);
	int nearest = unknown_nearest(unknown + strlen(prefix), behind, OWN_FIELDS);
	return nearest < 0 ? "" : own_fields[nearest].name;
}

/* "X-KIOSK-THEME;LANGUAGE=pl:Dzieci" is none of the kiosk's words, but the library's. */
bool own_is_theme_in_words(const struct line *line)
{
	char language[OWN_BYTES_MAX];

	return strcasecmp(line->name, "X-KIOSK-THEME") == 0 &&
	       content_parameter(line, "LANGUAGE", language, sizeof(language));
}

bool own_read(const struct line *line, struct fields *fields, char reason[static REASON_BYTES])
{
	const struct own_field *own = find_own(line->name);
	char value[OWN_BYTES_MAX], quoted[TEXT_QUOTED_BYTES];

	if (!own || !own->read || own_is_theme_in_words(line))
		return true;
	content_text(line, value, sizeof(value));
	if (strlen(line->value) < sizeof(value) && own->read(fields, value))
		return true;
	text_quoted(value, quoted);
	return reason_add(reason, "%.80s \"%s\" is not %s",
		line->heading ? line->heading : own->name, quoted, own->wanted);
}

void own_read_categories(const struct line *line, struct fields *fields)
{
	static const char separators[] = " ,\\";

	fields->category_access = 0;
	for (const char *at = line->value + strspn(line->value, separators); *at;
		at += strspn(at, separators)) {
		size_t length = strcspn(at, ",");
		int access = access_named(at, length);
		if (access >= 0)
			fields->category_access |= INT64_C(1) << access;
		at += length;
	}
}
