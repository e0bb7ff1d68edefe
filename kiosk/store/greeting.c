/* {name, adult, language} under BLAKE2b(index key, "greet", token). */
#include "store/greeting.h"

#include <assert.h>

#include "base/text.h"
#include "store/json.h"

static const char purpose[] = "greet";

size_t greeting_make(const uint8_t key[static INDEX_KEY_BYTES], const struct token *token,
	const struct holder *holder, uint8_t box[static GREETING_BYTES_MAX])
{
	char text[GREETING_BYTES_MAX - GREETING_OVERHEAD_BYTES];
	json_t *greeting = json_pack("{s:s, s:b, s:s}", "name", holder->first_name, "adult",
		holder->adult, "language", holder->language);

	assert(greeting);
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
