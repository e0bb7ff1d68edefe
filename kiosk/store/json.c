/* jansson with memory that is wiped when it is freed. */
#include "store/json.h"

#include <assert.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/text.h"

enum { BOX_BYTES_MAX = 12 * 1024 };

static void wiping_free(void *memory)
{
	if (memory)
		memory_wipe(memory, malloc_usable_size(memory));
	free(memory);
}

void json_wipes(void)
{
	json_set_alloc_funcs(malloc, wiping_free);
}

json_t *json_id(struct id id)
{
	char text[ID_TEXT];

	return json_string(id_text(id, text));
}

json_t *json_party(const struct party *party)
{
	json_t *object = json_object();

	for (int part = 0; part < PARTY_PARTS; part++)
		json_object_set_new(
			object, party_part_name(part), json_integer(party->count[part]));
	if (party->is_class)
		json_object_set_new(object, "class", json_true());
	return object;
}

json_t *json_base64(const void *bytes, size_t length)
{
	char text[TEXT_BASE64_BYTES(BOX_BYTES_MAX)];

	assert(length <= BOX_BYTES_MAX);
	text_base64(bytes, length, text);
	return json_string(text);
}

json_t *json_hex(const void *bytes, size_t length)
{
	char text[2 * 64 + 1];

	assert(length <= 64);
	text_hex(bytes, length, text);
	return json_string(text);
}

struct id json_to_id(const json_t *json)
{
	struct id id;

	id_parse(json_string_value(json), &id);
	return id;
}

bool json_to_party(const json_t *json, struct party *party)
{
	*party = (struct party){.is_class = json_is_true(json_object_get(json, "class"))};
	for (int part = 0; part < PARTY_PARTS; part++) {
		int64_t count = json_number(json, party_part_name(part), 0);
		if (count < 0 || count > party_most(party))
			return false;
		party->count[part] = (int)count;
	}
	return json_is_object(json) && party_is_valid(party);
}

int json_to_bytes(const json_t *base64, uint8_t *bytes, size_t size)
{
	const char *text = json_string_value(base64);

	return text ? text_unbase64(text, bytes, size) : -1;
}

const char *json_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

int64_t json_number(const json_t *object, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool json_number_within(
	const json_t *object, const char *key, int64_t least, int64_t most, int64_t *number)
{
	const json_t *value = json_object_get(object, key);
	int64_t found = json_integer_value(value);
	bool fine = json_is_integer(value) && found >= least && found <= most;

	*number = fine ? found : 0;
	return fine;
}
