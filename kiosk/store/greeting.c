/* {name, adult, language, household?: {id, people: [[initial, age band], ...]}} under
 * BLAKE2b(index key, "greet", token). */
#include "store/greeting.h"

#include <assert.h>

#include "base/text.h"
#include "store/json.h"

static const char purpose[] = "greet";

/* ---- a household ---- */

static json_t *household_json(const struct household *household)
{
	json_t *people = json_array();

	for (int i = 0; i < household->count; i++)
		json_array_append_new(people, json_pack("[s, i]", household->people[i].initial,
						      (int)household->people[i].band));
	return json_pack("{s:o, s:o}", "id", json_id(household->id), "people", people);
}

static void read_person(const json_t *json, struct household_person *person)
{
	const char *initial = json_string_value(json_array_get(json, 0));
	json_int_t band = json_integer_value(json_array_get(json, 1));

	text_copy(person->initial, sizeof(person->initial), initial ? initial : "");
	person->band = band > AGE_UNKNOWN && band < AGE_BANDS ? (enum age_band)band : AGE_UNKNOWN;
}

static void read_household(const json_t *json, struct household *household)
{
	const json_t *people = json_object_get(json, "people"), *person;
	size_t i;

	*household = (struct household){.id = json_to_id(json_object_get(json, "id"))};
	json_array_foreach(people, i, person)
	{
		if (household->count < HOUSEHOLD_MAX)
			read_person(person, &household->people[household->count++]);
	}
}

/* ---- the greeting ---- */

size_t greeting_make(const uint8_t key[static INDEX_KEY_BYTES], const struct token *token,
	const struct holder *holder, uint8_t box[static GREETING_BYTES_MAX])
{
	char text[GREETING_BYTES_MAX - GREETING_OVERHEAD_BYTES];
	json_t *greeting = json_pack("{s:s, s:b, s:s}", "name", holder->first_name, "adult",
		holder->adult, "language", holder->language);

	assert(greeting);
	if (!id_is_zero(holder->household.id))
		json_object_set_new(greeting, "household", household_json(&holder->household));
	size_t length = json_dumpb(greeting, text, sizeof(text), JSON_COMPACT);
	json_decref(greeting);
	assert(length > 0 && length <= sizeof(text));
	greeting_lock(key, purpose, token->bytes, token->length, text, length, box);
	memory_wipe(text, sizeof(text));
	return length + GREETING_OVERHEAD_BYTES;
}

static bool understand(const char *text, size_t length, struct holder *holder)
{
	json_t *greeting = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(greeting)) {
		json_decref(greeting);
		return false;
	}
	text_copy(holder->first_name, sizeof(holder->first_name), json_text(greeting, "name"));
	text_copy(holder->language, sizeof(holder->language), json_text(greeting, "language"));
	holder->adult = json_is_true(json_object_get(greeting, "adult"));
	read_household(json_object_get(greeting, "household"), &holder->household);
	json_decref(greeting);
	return true;
}

bool greeting_read(const uint8_t key[static INDEX_KEY_BYTES], const struct token *token,
	const uint8_t *box, size_t length, struct holder *holder)
{
	char text[GREETING_BYTES_MAX];

	if (length < GREETING_OVERHEAD_BYTES || length > GREETING_BYTES_MAX ||
		!greeting_unlock(key, purpose, token->bytes, token->length, box, length, text))
		return false;
	bool understood = understand(text, length - GREETING_OVERHEAD_BYTES, holder);
	memory_wipe(text, sizeof(text));
	return understood;
}
