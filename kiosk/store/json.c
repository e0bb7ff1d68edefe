/* jansson with memory that is wiped when it is freed. */
#include "store/json.h"

#include <assert.h>
#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { BOX_BYTES_MAX = 12 * 1024 };

static void wiping_free(void *memory)
{
	if (memory)
		sodium_memzero(memory, malloc_usable_size(memory));
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
	return object;
}

json_t *json_base64(const void *bytes, size_t length)
{
	char text[sodium_base64_ENCODED_LEN(BOX_BYTES_MAX, sodium_base64_VARIANT_ORIGINAL)];

	assert(length <= BOX_BYTES_MAX);
	sodium_bin2base64(text, sizeof(text), bytes, length, sodium_base64_VARIANT_ORIGINAL);
	return json_string(text);
}

json_t *json_hex(const void *bytes, size_t length)
{
	char text[2 * 64 + 1];

	assert(length <= 64);
	sodium_bin2hex(text, sizeof(text), bytes, length);
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
	*party = (struct party){0};
	for (int part = 0; part < PARTY_PARTS; part++)
		party->count[part] = (int)json_number(json, party_part_name(part), 0);
	return json_is_object(json) && party_is_valid(party);
}

int json_to_bytes(const json_t *base64, uint8_t *bytes, size_t size)
{
	const char *text = json_string_value(base64);
	size_t length = 0;

	if (!text || sodium_base642bin(bytes, size, text, strlen(text), NULL, &length, NULL,
			     sodium_base64_VARIANT_ORIGINAL) != 0)
		return -1;
	return (int)length;
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
