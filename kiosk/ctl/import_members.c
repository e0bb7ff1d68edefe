/* kioskctl import members: the library's list of members becomes rows of the centre's mirror. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ctl/import.h"
#include "store/greeting.h"
#include "store/json.h"

enum {
	MEMBER_FIELDS = 6, /* number,uid,first_name,birth_year,language,blocked */
	TOKENS_A_CALL = 1000,
};

static bool cut_fields(char *line, char *fields[static MEMBER_FIELDS])
{
	int count = 0;

	line[strcspn(line, "\r")] = '\0';
	for (char *field = strsep(&line, ","); field; field = strsep(&line, ",")) {
		if (count == MEMBER_FIELDS)
			return false;
		fields[count++] = field;
	}
	return count == MEMBER_FIELDS;
}

static void add_token(const struct import *import, json_t *tokens, const struct token *token,
	const struct holder *holder)
{
	uint8_t greeting[GREETING_BYTES_MAX];
	size_t length = greeting_make(import->index_key, token, holder, greeting);
	struct index index = token_index(token, import->index_key);

	json_array_append_new(tokens,
		json_pack("{s:o, s:o, s:o, s:s}", "index", json_hex(index.bytes, INDEX_BYTES),
			"holder", json_id(holder->id), "greeting", json_base64(greeting, length),
			"status", holder_status_name(holder->status)));
}

static bool add_member(const struct import *import, json_t *tokens, char *line, int this_year)
{
	char *fields[MEMBER_FIELDS], number[CARD_NUMBER_BYTES_MAX];
	uint8_t uid[TOKEN_BYTES_MAX];

	if (!cut_fields(line, fields) ||
		card_number_read(&import->branch.cards, fields[0], number) != CARD_NUMBER_MEMBER)
		return false;
	struct holder holder = {
		.status = strcmp(fields[5], "yes") == 0 ? HOLDER_BLOCKED : HOLDER_MEMBER,
		.id = derived_id(import->branch.branch, "member", number, NULL),
		.adult = this_year - atoi(fields[3]) > import->branch.guardian_age_years,
	};
	text_copy(holder.first_name, sizeof(holder.first_name), fields[2]);
	text_copy(holder.language, sizeof(holder.language), fields[4]);
	struct token by_number = token_from_number(number);
	add_token(import, tokens, &by_number, &holder);
	int length = text_unhex(fields[1], uid, sizeof(uid));
	if (length > 0) {
		struct token by_chip = token_from_chip(uid, (size_t)length);
		add_token(import, tokens, &by_chip, &holder);
	}
	memory_wipe(&holder, sizeof(holder));
	return length >= 0;
}

static bool read_index_key(struct import *import, struct error *error)
{
	char *text;
	size_t length;

	if (!import_read_file(import->key, &text, &length, error)) {
		free(text);
		return false;
	}
	json_t *keys = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	memory_wipe(text, length);
	free(text);
	bool done = text_unhex(json_text(keys, "index_key"), import->index_key, INDEX_KEY_BYTES) ==
		    INDEX_KEY_BYTES;
	json_decref(keys);
	return done ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s: no \"index_key\" in it", import->key);
}

static bool put_tokens(struct import *import, json_t *tokens, int *changed, struct error *error)
{
	int now = import_put(import, "SELECT staff.put_tokens($1, $2)", tokens, error);

	*changed += now > 0 ? now : 0;
	return now >= 0;
}

/* A line that is not of its form is named by its number, never by what stands in it. */
static bool import_lines(struct import *import, char *text, struct error *error)
{
	json_t *tokens = json_array();
	int this_year = clock_wall(clock_now_ms()).year;
	int line_number = 1, changed = 0;

	strsep(&text, "\n"); /* the heading */
	for (char *line = strsep(&text, "\n"); line; line = strsep(&text, "\n")) {
		line_number++;
		if (*line && !add_member(import, tokens, line, this_year)) {
			json_decref(tokens);
			return error_set(error, ERROR_BAD_INPUT,
				"%.160s:%d: not number,uid,first_name,birth_year,language,blocked",
				import->file, line_number);
		}
		if (json_array_size(tokens) >= TOKENS_A_CALL) {
			if (!put_tokens(import, tokens, &changed, error))
				return false;
			tokens = json_array();
		}
	}
	if (!put_tokens(import, tokens, &changed, error))
		return false;
	printf("%d cards and numbers new or changed\n", changed);
	return true;
}

bool import_members(struct import *import, char *text, size_t length, struct error *error)
{
	bool done = read_index_key(import, error) && import_lines(import, text, error);

	memory_wipe(text, length);
	memory_wipe(import->index_key, sizeof(import->index_key));
	return done;
}
