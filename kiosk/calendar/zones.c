/* A zone is a list of instants at which its offset changes, wherever it is from: the machine's zones are
 * asked week by week, a VTIMEZONE's rules are walked. */
#include "calendar/zones.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "calendar/rule.h"
#include "calendar/times.h"

enum {
	STEPS_MAX = 10 * 1000 * 1000,
	CHANGES_MAX = 1024,
	YEAR_FIRST = 1970, /* of what is asked of zones of the machine and of descriptions */
	YEAR_LAST = 2100,
	OFFSET_S_MAX = 26 * 60 * 60,
};

/* ---- names ---- */

static const struct zone branch = {.is_branch = true, .is_known = true};
static const struct zone utc = {.is_known = true};

const struct zone *zones_branch(void)
{
	return &branch;
}

const struct zone *zones_utc(void)
{
	return &utc;
}

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcasecmp(name, *names) == 0)
			return true;
	return false;
}

static bool is_utc(const char *name)
{
	static const char *const names[] = {"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z",
		"Etc/Universal", "Universal", "Etc/Zulu", "Zulu", "Etc/Greenwich", "Greenwich",
		"Etc/UCT", "UCT", "Coordinated Universal Time", "(UTC) Coordinated Universal Time",
		"(UTC+00:00) Coordinated Universal Time", "tzone://Microsoft/Utc", NULL};

	return is_among(name, names);
}

/* What Outlook and Exchange call the zones of Europe, and those that its libraries most meet. */
static const char *const windows_names[][2] = {
	{"GMT Standard Time", "Europe/London"},
	{"GMT Daylight Time", "Europe/London"},
	{"GB", "Europe/London"},
	{"Europe/Belfast", "Europe/London"},
	{"Europe/Jersey", "Europe/London"},
	{"Europe/Guernsey", "Europe/London"},
	{"Europe/Isle_of_Man", "Europe/London"},
	{"(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"(UTC+00:00) Dublin, Edinburgh, Lissabon, London", "Europe/London"},
	{"(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"(GMT) Greenwich Mean Time - Dublin / Edinburgh / Lisbon / London", "Europe/London"},
	{"(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"(GMT+00:00) Dublin/Edinburgh/Lisbon/London", "Europe/London"},
	{"(GMT+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"(GMT+00.00) Dublin/Edinburgh/Lisbon/London", "Europe/London"},
	{"(GMT) Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"GMT -0000 (Standard) / GMT +0100 (Daylight)", "Europe/London"},
	{"W. Europe Standard Time", "Europe/Berlin"},
	{"Romance Standard Time", "Europe/Paris"},
	{"Central Europe Standard Time", "Europe/Budapest"},
	{"Central European Standard Time", "Europe/Warsaw"},
	{"E. Europe Standard Time", "Europe/Chisinau"},
	{"FLE Standard Time", "Europe/Kiev"},
	{"GTB Standard Time", "Europe/Bucharest"},
	{"Turkey Standard Time", "Europe/Istanbul"},
	{"Greenwich Standard Time", "Atlantic/Reykjavik"},
	{"Eastern Standard Time", "America/New_York"},
	{"Central Standard Time", "America/Chicago"},
	{"Mountain Standard Time", "America/Denver"},
	{"Pacific Standard Time", "America/Los_Angeles"},
	{"India Standard Time", "Asia/Kolkata"},
	{"Pakistan Standard Time", "Asia/Karachi"},
};

static const char *plain_name(const char *name)
{
	for (size_t i = 0; i < sizeof(windows_names) / sizeof(windows_names[0]); i++)
		if (strcasecmp(name, windows_names[i][0]) == 0)
			return windows_names[i][1];
	return name;
}

static bool has_name_of_machine(const char *name)
{
	char path[ZONE_NAME_BYTES + 32];
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789_+-/");

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	return length > 0 && !name[length] && isupper((unsigned char)name[0]) &&
	       strchr(name, '/') && access(path, R_OK) == 0;
}

/* "europe/isle_of_man" is found as "Europe/Isle_Of_Man" if the machine has it so. */
static void capitalise(char *name)
{
	bool begins = true;

	for (; *name; name++) {
		*name = (char)(begins ? toupper((unsigned char)*name)
				      : tolower((unsigned char)*name));
		begins = !isalpha((unsigned char)*name);
	}
}

/* Evolution and others write a path before the name: "/freeassociation.sourceforge.net/Tzfile/Europe
 * /London". The longest end of it that the machine knows is the name. */
static bool find_on_machine(const char *name, char found[static ZONE_NAME_BYTES])
{
	for (const char *at = name[0] == '/' ? name + 1 : name; at;) {
		if (!text_copy(found, ZONE_NAME_BYTES, at))
			return false;
		if (has_name_of_machine(found))
			return true;
		capitalise(found);
		if (has_name_of_machine(found))
			return true;
		at = name[0] == '/' ? strchr(at, '/') : NULL;
		at = at ? at + 1 : NULL;
	}
	return false;
}

/* ---- changes of the offset ---- */

static bool add_change(struct zone *zone, int64_t at_s, int offset_s)
{
	if (zone->change_count == CHANGES_MAX)
		return false;
	if (!zone->changes)
		zone->changes = calloc(CHANGES_MAX, sizeof(*zone->changes));
	if (!zone->changes)
		return false;
	zone->changes[zone->change_count++] = (struct zone_change){at_s, offset_s};
	return true;
}

static int offset_at(int64_t at_s)
{
	time_t seconds = (time_t)at_s;
	struct tm tm;

	return localtime_r(&seconds, &tm) ? (int)tm.tm_gmtoff : 0;
}

/* Between `from_s` and `to_s` the offset changes: when? */
static int64_t find_change(int64_t from_s, int64_t to_s)
{
	int before = offset_at(from_s);

	while (to_s - from_s > 1) {
		int64_t middle = from_s + (to_s - from_s) / 2;
		if (offset_at(middle) == before)
			from_s = middle;
		else
			to_s = middle;
	}
	return to_s;
}

static void read_changes(struct zone *zone)
{
	int64_t from_s = times_day_number(YEAR_FIRST, 1, 1) * DAY_SECONDS;
	int64_t until_s = times_day_number(YEAR_LAST, 1, 1) * DAY_SECONDS;
	int64_t step_s = 7 * DAY_SECONDS;

	zone->before_s = offset_at(from_s);
	for (int64_t at_s = from_s; at_s < until_s; at_s += step_s)
		if (offset_at(at_s) != offset_at(at_s + step_s))
			add_change(
				zone, find_change(at_s, at_s + step_s), offset_at(at_s + step_s));
}

static void read_from_machine(struct zone *zone, const char *name)
{
	char ours[ZONE_NAME_BYTES];

	text_copy(ours, sizeof(ours), clock_zone());
	setenv("TZ", name, 1);
	tzset();
	read_changes(zone);
	setenv("TZ", ours, 1);
	tzset();
	zone->is_known = true;
}

/* ---- the file's own description ---- */

/* "+0100", "-053000". */
static bool read_offset(const struct component *observance, const char *name, int *offset_s)
{
	const struct line *line = content_first(observance, name);
	int hours = 0, minutes = 0, seconds = 0;
	char sign = '\0';

	if (!line || sscanf(line->value, "%c%2d%2d%2d", &sign, &hours, &minutes, &seconds) < 3 ||
		(sign != '+' && sign != '-'))
		return false;
	*offset_s = (hours * 60 + minutes) * 60 + seconds;
	*offset_s = sign == '-' ? -*offset_s : *offset_s;
	return abs(*offset_s) <= OFFSET_S_MAX;
}

struct observance {
	struct zone *zone;
	int from_s, to_s;
	int64_t until_s;
};

static bool take_change(void *context, struct wall_time wall)
{
	struct observance *observance = context;
	int64_t at_s = times_wall_seconds(wall) - observance->from_s;

	return at_s <= observance->until_s && wall.year <= YEAR_LAST &&
	       (wall.year < YEAR_FIRST || add_change(observance->zone, at_s, observance->to_s));
}

static bool follow_rule(struct zones *zones, struct observance *observance, const struct line *line,
	struct wall_time start)
{
	struct rule rule;
	const char *why;

	if (!rule_read(line->value, &rule, &why))
		return false;
	if (start.year < YEAR_FIRST && rule.period == RULE_YEARLY && rule.interval == 1 &&
		rule.count == 0 && start.day <= 28)
		start.year = YEAR_FIRST; /* Outlook's begin in 1601 */
	observance->until_s = INT64_MAX;
	if (rule.has_until)
		observance->until_s = times_wall_seconds(rule.until) -
				      (rule.until_is_utc ? 0 : observance->from_s);
	return rule_walk(&rule, start, &zones->steps, take_change, observance);
}

static bool read_dates(struct observance *observance, const struct component *component)
{
	const struct line *line = content_first(component, "RDATE");
	char value[TIMES_VALUE_BYTES];
	struct wall_time wall;
	bool is_utc_time, is_date;

	observance->until_s = INT64_MAX;
	for (; line; line = content_next(line))
		for (const char *at = line->value; times_next(&at, value);) {
			if (!times_read(value, &wall, &is_utc_time, &is_date))
				return false;
			take_change(observance, wall);
		}
	return true;
}

/* STANDARD or DAYLIGHT: when it begins, and from which offset to which. */
static bool read_observance(
	struct zones *zones, struct zone *zone, const struct component *component)
{
	const struct line *start = content_first(component, "DTSTART");
	const struct line *rule = content_first(component, "RRULE");
	struct observance observance = {.zone = zone, .until_s = INT64_MAX};
	bool is_utc_time, is_date;
	struct wall_time wall;

	if (!start || !times_read(start->value, &wall, &is_utc_time, &is_date) ||
		!read_offset(component, "TZOFFSETFROM", &observance.from_s) ||
		!read_offset(component, "TZOFFSETTO", &observance.to_s))
		return false;
	if (!rule) /* also one that began before YEAR_FIRST holds on */
		add_change(zone, times_wall_seconds(wall) - observance.from_s, observance.to_s);
	return read_dates(&observance, component) &&
	       (!rule || follow_rule(zones, &observance, rule, wall));
}

static int by_time(const void *a, const void *b)
{
	const struct zone_change *one = a, *other = b;

	return (one->at_s > other->at_s) - (one->at_s < other->at_s);
}

/* The name is a text: "(UTC+03:00) Kuwait\, Riyadh" describes TZID="(UTC+03:00) Kuwait, Riyadh". Some
 * write it in both places the same. */
static bool is_id_of(const struct line *id, const char *name)
{
	char text[ZONE_NAME_BYTES + 1];

	content_text(id, text, sizeof(text));
	return strcasecmp(id->value, name) == 0 || strcasecmp(text, name) == 0;
}

static const struct component *find_description(const struct content *content, const char *name)
{
	for (int i = 0; i < content->component_count; i++) {
		const struct component *component = &content->component[i];
		const struct line *id = content_first(component, "TZID");
		if (content_is_named(component, "VTIMEZONE") && id && is_id_of(id, name))
			return component;
	}
	return NULL;
}

static void read_description(struct zones *zones, struct zone *zone, const char *name)
{
	const struct component *description = find_description(zones->content, name);
	bool is_understood = description != NULL;

	for (int i = 0; i < zones->content->component_count && description; i++) {
		const struct component *component = &zones->content->component[i];
		if (component->inside == description)
			is_understood = read_observance(zones, zone, component) && is_understood;
	}
	if (zone->change_count == 0)
		return;
	qsort(zone->changes, (size_t)zone->change_count, sizeof(*zone->changes), by_time);
	zone->before_s = zone->changes[0].offset_s;
	zone->is_known = is_understood;
}

/* ---- finding ---- */

void zones_start(struct zones *zones, const struct content *content)
{
	zones->content = content;
	zones->count = 0;
	zones->steps = STEPS_MAX;
}

void zones_free(struct zones *zones)
{
	for (int i = 0; i < zones->count; i++)
		free(zones->zone[i].changes);
	zones->count = 0;
}

static const struct zone *known(const struct zone *zone)
{
	return zone->is_known ? zone : NULL;
}

static const struct zone *add_zone(struct zones *zones, const char *name, const char *machine_name)
{
	struct zone *zone = &zones->zone[zones->count++];

	*zone = (struct zone){0};
	text_copy(zone->name, sizeof(zone->name), name);
	if (machine_name)
		read_from_machine(zone, machine_name);
	else
		read_description(zones, zone, name);
	return known(zone);
}

const struct zone *zones_find(struct zones *zones, const char *name)
{
	char machine_name[ZONE_NAME_BYTES];

	if (is_utc(name))
		return &utc;
	if (strlen(name) >= ZONE_NAME_BYTES)
		return NULL;
	for (int i = 0; i < zones->count; i++)
		if (strcmp(zones->zone[i].name, name) == 0)
			return known(&zones->zone[i]);
	bool is_found = find_on_machine(plain_name(name), machine_name);
	if (strcasecmp(is_found ? machine_name : name, clock_zone()) == 0)
		return &branch;
	return zones->count == ZONES_MAX ? NULL
					 : add_zone(zones, name, is_found ? machine_name : NULL);
}

/* ---- instants ---- */

/* The first instant at which a clock of the zone shows `wall_s`; if none does, the clocks were just
 * put forward: what they would have shown without. */
static int64_t find_instant(const struct zone *zone, int64_t wall_s)
{
	int offset_s = zone->before_s;

	for (int i = 0; i < zone->change_count; i++) {
		const struct zone_change *change = &zone->changes[i];
		if (wall_s - offset_s < change->at_s || wall_s - change->offset_s < change->at_s)
			return wall_s - offset_s;
		offset_s = change->offset_s;
	}
	return wall_s - offset_s;
}

int64_t zones_instant(const struct moment *moment)
{
	if (moment->zone->is_branch)
		return clock_instant(moment->wall);
	return find_instant(moment->zone, times_wall_seconds(moment->wall)) * 1000;
}
