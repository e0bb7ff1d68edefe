/* A page of households at a time: who they are, then the greetings of all their cards, then those that
 * are not as they should be. Equal greetings are equal boxes, so that nothing is written twice. */
#include "clerk/families.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "clerk/ask.h"
#include "rules/household.h"
#include "rules/token.h"
#include "store/greeting.h"
#include "store/json.h"

enum { FAMILIES_A_CALL = 100 };

static json_t *ask_json(PGconn *connection, const char *sql, json_t *question, struct error *error)
{
	char *text = json_dumps(question, JSON_COMPACT);
	const char *values[] = {text};
	char *answer = clerk_ask(connection, sql, 1, values, error);
	json_t *json =
		answer ? json_loads(answer, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL) : NULL;

	if (answer)
		memory_wipe(answer, strlen(answer));
	free(answer);
	free(text);
	json_decref(question);
	if (!json && error->code == ERROR_NONE)
		error_set(error, ERROR_CORRUPT, "the centre's families are not of their form");
	return json;
}

/* ---- what the forms say ---- */

static struct calendar_date read_date(const json_t *json)
{
	return (struct calendar_date){.year = (int)json_number(json, "year", 0),
		.month = (int)json_number(json, "month", 0),
		.day = (int)json_number(json, "day", 0)};
}

static void read_children(const json_t *family, struct household *children)
{
	struct calendar_date today = read_date(json_object_get(family, "today"));
	const json_t *child;
	size_t i;

	*children = (struct household){.id = json_to_id(json_object_get(family, "household"))};
	json_array_foreach(json_object_get(family, "children"), i, child)
	{
		household_add(children, json_text(child, "name"),
			age_band_of(read_date(json_object_get(child, "birth")), today));
	}
}

/* What a form calls a card; TOKEN_NONE: it is none. */
static struct token read_token(const json_t *held)
{
	const char *text = json_text(held, "text");
	uint8_t uid[TOKEN_BYTES_MAX];

	if (strcmp(json_text(held, "token"), "number") == 0)
		return *text && strlen(text) <= TOKEN_BYTES_MAX ? token_from_number(text)
								: (struct token){0};
	int length = text_unhex(text, uid, sizeof(uid));
	return length > 0 ? token_from_chip(uid, (size_t)length) : (struct token){0};
}

/* ---- cards ---- */

/* One card of one family: a call of `each` for all of them, always in the same order. */
typedef void for_each_card(void *context, const json_t *family, const struct token *token);

static void walk_cards(const json_t *families, for_each_card *each, void *context)
{
	const json_t *family, *held;
	size_t i, j;

	json_array_foreach(families, i, family)
	{
		json_array_foreach(json_object_get(family, "holds"), j, held)
		{
			struct token token = read_token(held);
			if (token.kind != TOKEN_NONE)
				each(context, family, &token);
			memory_wipe(&token, sizeof(token));
		}
	}
}

struct page {
	const uint8_t *index_key;
	json_t *cards;     /* what is asked of each */
	json_t *greetings; /* as they are, in the order of the cards */
	size_t next;
	json_t *anew; /* to be put */
};

static void add_card(void *context, const json_t *family, const struct token *token)
{
	struct page *page = context;
	struct index index = token_index(token, page->index_key);

	json_array_append_new(page->cards,
		json_pack("{s:O, s:o, s:O}", "branch", json_object_get(family, "branch"), "index",
			json_hex(index.bytes, INDEX_BYTES), "holder",
			json_object_get(family, "adult")));
}

/* NULL: the key does not open it. */
static json_t *renewed(const struct page *page, const json_t *family, const struct token *token,
	const json_t *greeting)
{
	uint8_t box[GREETING_BYTES_MAX];
	struct holder holder = {0};
	struct household children;
	json_t *anew = NULL;
	int length = json_to_bytes(greeting, box, sizeof(box));

	if (length > 0 && greeting_read(page->index_key, token, box, (size_t)length, &holder)) {
		read_children(family, &children);
		if (id_is_zero(holder.household.id))
			holder.household.id = children.id;
		household_renew(&holder.household, children.people, children.count);
		anew = json_base64(box, greeting_make(page->index_key, token, &holder, box));
		memory_wipe(&children, sizeof(children));
	}
	memory_wipe(&holder, sizeof(holder));
	return anew;
}

static void renew_card(void *context, const json_t *family, const struct token *token)
{
	struct page *page = context;
	json_t *card = json_array_get(page->cards, page->next);
	json_t *greeting = json_array_get(page->greetings, page->next++);
	json_t *anew = json_is_string(greeting) ? renewed(page, family, token, greeting) : NULL;

	if (anew && !json_equal(anew, greeting)) {
		json_object_set(card, "was", greeting);
		json_object_set(card, "greeting", anew);
		json_array_append(page->anew, card);
	}
	json_decref(anew);
}

/* ---- pages ---- */

static bool put(PGconn *connection, json_t *cards, int *count, struct error *error)
{
	if (json_array_size(cards) == 0)
		return true;
	json_t *answer =
		ask_json(connection, "SELECT clerk.put_greetings($1)", json_incref(cards), error);
	*count += (int)json_integer_value(answer);
	json_decref(answer);
	return answer != NULL;
}

static bool renew_page(PGconn *connection, const json_t *families,
	const uint8_t index_key[static INDEX_KEY_BYTES], int *count, struct error *error)
{
	struct page page = {.index_key = index_key, .cards = json_array(), .anew = json_array()};

	walk_cards(families, add_card, &page);
	page.greetings =
		ask_json(connection, "SELECT clerk.greetings($1)", json_incref(page.cards), error);
	if (page.greetings)
		walk_cards(families, renew_card, &page);
	bool done = page.greetings && put(connection, page.anew, count, error);
	json_decref(page.cards);
	json_decref(page.greetings);
	json_decref(page.anew);
	return done;
}

static json_t *ask_families(PGconn *connection, const char *after, struct error *error)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "SELECT clerk.families(($1::json->>0)::uuid, %d)",
		FAMILIES_A_CALL);
	return ask_json(connection, sql, json_pack("[s]", after), error);
}

bool families_renew(PGconn *connection, const uint8_t index_key[static INDEX_KEY_BYTES], int *count,
	struct error *error)
{
	char after[ID_TEXT] = "00000000-0000-0000-0000-000000000000";
	size_t read = 1;
	bool done = true;

	while (done && read > 0) {
		json_t *families = ask_families(connection, after, error);
		read = json_array_size(families);
		done = families && renew_page(connection, families, index_key, count, error);
		if (read > 0)
			text_copy(after, sizeof(after),
				json_text(json_array_get(families, read - 1), "household"));
		json_decref(families);
	}
	return done;
}
