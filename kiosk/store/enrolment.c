/* The enrolment's row and the key beside the directory. */
#include "store/enrolment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

/* ---- the branch ---- */

static bool read_minute(const char *text, int *minute)
{
	int hour, part;

	if (sscanf(text, "%2d:%2d", &hour, &part) != 2 || hour < 0 || hour > 24 || part < 0 ||
		part > 59)
		return false;
	*minute = hour * 60 + part;
	return true;
}

/* Seven pairs, Sunday first; an empty pair: closed. */
static bool read_hours(const json_t *days, struct opening_hours hours[static 7])
{
	if (json_array_size(days) != 7)
		return false;
	for (size_t day = 0; day < 7; day++) {
		const json_t *pair = json_array_get(days, day);
		hours[day] = (struct opening_hours){0};
		if (json_array_size(pair) == 0)
			continue;
		const char *opens = json_string_value(json_array_get(pair, 0));
		const char *closes = json_string_value(json_array_get(pair, 1));
		if (!opens || !closes || !read_minute(opens, &hours[day].opens_minute) ||
			!read_minute(closes, &hours[day].closes_minute))
			return false;
	}
	return true;
}

static const char *const help_places[HELP_PLACES] = {
	[HELP_DEFIBRILLATOR] = "defibrillator", [HELP_TOILETS] = "toilets", [HELP_LIFT] = "lift"};

/* An object of languages. */
static void read_place(const json_t *json, struct help_text texts[static HELP_LANGUAGES_MAX])
{
	const char *language;
	json_t *words;
	int count = 0;

	json_object_foreach((json_t *)json, language, words)
	{
		if (count == HELP_LANGUAGES_MAX)
			return;
		text_copy(texts[count].language, sizeof(texts->language), language);
		text_copy(texts[count].words, sizeof(texts->words), json_string_value(words));
		count++;
	}
}

static bool read_help(const json_t *json, struct enrolment *enrolment)
{
	struct help_facts *help = &enrolment->help;
	const json_t *staffed = json_object_get(json, "staffed");

	help->minutes = (int)json_number(json, "minutes", 0);
	text_copy(help->text_number, sizeof(help->text_number), json_text(json, "text"));
	for (int place = 0; place < HELP_PLACES; place++)
		read_place(json_object_get(json, help_places[place]), help->places[place]);
	memcpy(help->staffed, enrolment->hours, sizeof(help->staffed));
	return !staffed || read_hours(staffed, help->staffed);
}

const char *enrolment_help_words(
	const struct enrolment *enrolment, enum help_place place, const char *language)
{
	const struct help_text *texts = enrolment->help.places[place];
	const char *english = "";

	for (int i = 0; i < HELP_LANGUAGES_MAX; i++) {
		if (strcmp(texts[i].language, language) == 0)
			return texts[i].words;
		if (strcmp(texts[i].language, "en") == 0)
			english = texts[i].words;
	}
	return english;
}

static enum check_digit read_check(const char *text)
{
	if (strcmp(text, "luhn") == 0)
		return CHECK_LUHN;
	return strcmp(text, "mod11") == 0 ? CHECK_MOD_11 : CHECK_NONE;
}

static struct card_rule read_rule(const json_t *json)
{
	struct card_rule rule = {
		.length = (int)json_number(json, "length", 0),
		.letters = json_is_true(json_object_get(json, "letters")),
		.ignored = (int)json_number(json, "ignored", 0),
		.check = read_check(json_text(json, "check")),
		.item = json_is_true(json_object_get(json, "item")),
	};

	text_copy(rule.prefix, sizeof(rule.prefix), json_text(json, "prefix"));
	return rule;
}

static bool read_cards(const json_t *rules, struct card_rules *cards)
{
	cards->count = (int)json_array_size(rules);
	if (cards->count < 1 || cards->count > CARD_RULES_MAX)
		return false;
	for (int i = 0; i < cards->count; i++) {
		cards->rule[i] = read_rule(json_array_get(rules, (size_t)i));
		if (cards->rule[i].length < 1 || cards->rule[i].length >= CARD_NUMBER_BYTES_MAX)
			return false;
	}
	return true;
}

static bool read_branch(const json_t *json, struct enrolment *enrolment)
{
	text_copy(enrolment->branch, sizeof(enrolment->branch), json_text(json, "branch"));
	text_copy(enrolment->branch_name, sizeof(enrolment->branch_name), json_text(json, "name"));
	text_copy(enrolment->zone, sizeof(enrolment->zone), json_text(json, "zone"));
	text_copy(enrolment->telephone, sizeof(enrolment->telephone), json_text(json, "telephone"));
	text_copy(enrolment->consent_version, sizeof(enrolment->consent_version),
		json_text(json, "consent_version"));
	enrolment->guardian_age_years =
		(int)json_number(json, "guardian_age_years", GUARDIAN_AGE_YEARS);
	enrolment->clerk_key_id = (uint32_t)json_number(json, "clerk_key_id", 0);
	return enrolment->branch[0] && enrolment->zone[0] &&
	       read_hours(json_object_get(json, "hours"), enrolment->hours) &&
	       read_help(json_object_get(json, "help"), enrolment) &&
	       read_cards(json_object_get(json, "cards"), &enrolment->cards) &&
	       text_unhex(json_text(json, "clerk_public"), enrolment->clerk_public,
		       CLERK_PUBLIC_BYTES) == CLERK_PUBLIC_BYTES;
}

static bool read_event_page(const json_t *json, struct enrolment *enrolment, struct error *error)
{
	const char *page = json_text(json, "event_page");

	if (*page && !event_page_is_valid(page))
		return error_set(error, ERROR_CORRUPT,
			"the branch's settings: event_page is an address with {session} in it, "
			"https://example.org/events/{session}");
	text_copy(enrolment->event_page, sizeof(enrolment->event_page), page);
	return true;
}

bool enrolment_read_branch(const char *text, struct enrolment *enrolment, struct error *error)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	bool done = read_branch(json, enrolment) && read_event_page(json, enrolment, error);

	json_decref(json);
	return done ||
	       error_set(error, ERROR_CORRUPT, "the branch's settings are not of their form");
}

bool enrolment_load(struct store *store, struct error *error)
{
	struct row row = database_select(
		&store->database, "SELECT demo, kiosk, install, branch FROM enrolment", NO_VALUES);

	if (!row_next(&row)) {
		database_read_failed(&store->database, error);
		return error_set(error, ERROR_NOT_FOUND, "there is no enrolment");
	}
	store->enrolment.demo = row_int(&row, 0) != 0;
	store->enrolment.kiosk = row_int(&row, 1);
	store->enrolment.install = row_id(&row, 2);
	bool done = enrolment_read_branch(row_text(&row, 3), &store->enrolment, error);
	row_end(&row);
	return done;
}

/* ---- the key ---- */

static bool path_beside(const char *directory, char path[static PATH_BYTES])
{
	int length = (int)strlen(directory);

	while (length > 1 && directory[length - 1] == '/')
		length--;
	return snprintf(path, PATH_BYTES, "%.*s-key", length, directory) < PATH_BYTES;
}

/* A credential of the service, else the demo's file. */
static bool key_path(const char *directory, char path[static PATH_BYTES])
{
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");

	if (credentials && snprintf(path, PATH_BYTES, "%s/kiosk-key", credentials) < PATH_BYTES &&
		access(path, R_OK) == 0)
		return true;
	return path_beside(directory, path);
}

static bool understand_keys(const json_t *json, struct kiosk_keys *keys)
{
	keys->sign_key_id = (uint32_t)json_number(json, "sign_key_id", 0);
	return text_unhex(json_text(json, "index_key"), keys->index_key, INDEX_KEY_BYTES) ==
		       INDEX_KEY_BYTES &&
	       text_unhex(json_text(json, "sign_secret"), keys->sign_secret, SIGN_SECRET_BYTES) ==
		       SIGN_SECRET_BYTES;
}

bool enrolment_load_keys(struct store *store, const char *directory, struct error *error)
{
	char path[PATH_BYTES];

	if (!key_path(directory, path))
		return error_set(error, ERROR_BAD_INPUT, "the data directory's name is too long");
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		return error_set(error, ERROR_NOT_ENROLLED,
			"%.160s: this kiosk's key is not there or damaged; enrol it again", path);
	bool done = understand_keys(json, &store->keys);
	json_decref(json);
	return done || error_set(error, ERROR_NOT_ENROLLED,
			       "%.160s: this kiosk's key is damaged; enrol it again", path);
}

static bool write_all(int file, const char *text)
{
	size_t length = strlen(text);

	return write(file, text, length) == (ssize_t)length && fsync(file) == 0;
}

bool enrolment_write_keys(const char *directory, const struct kiosk_keys *keys, struct error *error)
{
	char path[PATH_BYTES], text[1024], index_key[2 * INDEX_KEY_BYTES + 1],
		sign_secret[2 * SIGN_SECRET_BYTES + 1];

	if (!path_beside(directory, path))
		return error_set(error, ERROR_BAD_INPUT, "the data directory's name is too long");
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0)
		return error_set(error, ERROR_IO, "%.160s: %s", path, strerror(errno));
	text_hex(keys->index_key, INDEX_KEY_BYTES, index_key);
	text_hex(keys->sign_secret, SIGN_SECRET_BYTES, sign_secret);
	snprintf(text, sizeof(text),
		"{\"index_key\": \"%s\", \"sign_key_id\": %u, \"sign_secret\": \"%s\"}\n",
		index_key, keys->sign_key_id, sign_secret);
	bool done = fchmod(file, 0600) == 0 && write_all(file, text);
	close(file);
	memory_wipe(text, sizeof(text));
	memory_wipe(index_key, sizeof(index_key));
	memory_wipe(sign_secret, sizeof(sign_secret));
	return done || error_set(error, ERROR_IO, "%.160s cannot be written", path);
}
