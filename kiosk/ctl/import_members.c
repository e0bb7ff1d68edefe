/* kioskctl import members: the library's list of members becomes rows of the centre's mirror. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "ctl/import.h"
#include "ctl/import_report.h"
#include "rules/members_list.h"
#include "store/greeting.h"
#include "store/json.h"

enum { TOKENS_A_CALL = 1000 };

static void add_token(const struct import *import, json_t *tokens, const struct token *token,
	const struct holder *holder)
{
	uint8_t greeting[GREETING_BYTES_MAX];
	size_t length = greeting_make(import->index_key, token, holder, greeting);
	struct index index = token_index(token, import->index_key);

	json_array_append_new(tokens,
		json_pack("{s:o, s:o, s:o, s:s, s:b}", "index", json_hex(index.bytes, INDEX_BYTES),
			"holder", json_id(holder->id), "greeting", json_base64(greeting, length),
			"status", holder_status_name(holder->status), "is_number",
			token->kind == TOKEN_NUMBER));
}

static void add_member(const struct import *import, json_t *tokens, const struct member *member)
{
	struct token by_number = token_from_number(member->number);

	add_token(import, tokens, &by_number, &member->holder);
	if (member->uid_length == 0)
		return;
	struct token by_chip = token_from_chip(member->uid, member->uid_length);
	add_token(import, tokens, &by_chip, &member->holder);
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

/* On a terminal, where somebody waits. */
static void tell_progress(const struct members_list *list, int done)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%d of %d %s%s", done, list->count,
			text_counted(list->count, "member", "members"),
			done == list->count ? "\n" : "");
}

static bool put_members(
	struct import *import, const struct members_list *list, int *changed, struct error *error)
{
	json_t *tokens = json_array();

	for (int i = 0; i < list->count; i++) {
		add_member(import, tokens, &list->members[i]);
		if (json_array_size(tokens) < TOKENS_A_CALL)
			continue;
		if (!put_tokens(import, tokens, changed, error))
			return false;
		tell_progress(list, i + 1);
		tokens = json_array();
	}
	bool done = put_tokens(import, tokens, changed, error);
	if (done)
		tell_progress(list, list->count);
	return done;
}

static bool run_sql(struct import *import, const char *sql, struct error *error)
{
	PGresult *result = PQexec(import->connection, sql);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	return done || error_set(error, ERROR_AWAY, "the centre went away; nothing was imported");
}

/* All of them or none. */
static bool put_list(struct import *import, const struct members_list *list, struct error *error)
{
	int changed = 0;
	bool done = run_sql(import, "BEGIN", error) && put_members(import, list, &changed, error) &&
		    run_sql(import, "COMMIT", error);

	if (done)
		printf("%d %s new or changed\n", changed,
			text_counted(changed, "card or number", "cards and numbers"));
	return done;
}

static bool import_list(struct import *import, const char *text, size_t length, struct error *error)
{
	struct wall_time now = clock_wall(clock_now_ms());
	struct member_rules rules = {
		.branch = import->branch.branch,
		.cards = &import->branch.cards,
		.today = {now.year, now.month, now.day},
	};
	struct members_list list;
	bool done = members_list_read(import->file, text, length, &rules, &list, error) &&
		    put_list(import, &list, error);

	if (done)
		import_report_unknown(
			&list.unknown, list.heading_line, "kiosk/README.md names all columns");
	members_list_free(&list);
	return done;
}

bool import_members(struct import *import, char *text, size_t length, struct error *error)
{
	bool done = read_index_key(import, error) && import_list(import, text, length, error);

	memory_wipe(text, length);
	memory_wipe(import->index_key, sizeof(import->index_key));
	return done;
}
