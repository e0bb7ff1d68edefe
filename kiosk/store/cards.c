/* Who a card belongs to, joining, and what is sealed for the clerk. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/json.h"

enum { SEALED_FORM_BYTES_MAX = 8 * 1024, SEAL_VERSION = 1 };

static struct index index_of_token(const struct store *store, const struct token *token)
{
	return token_index(token, store->keys.index_key);
}

static struct id id_of_index(struct index index)
{
	struct id id;

	_Static_assert((int)INDEX_BYTES == (int)ID_BYTES, "an index is used as an id");
	memcpy(id.bytes, index.bytes, ID_BYTES);
	return id;
}

/* ---- who ---- */

static struct holder read_holder(
	const struct store *store, const struct row *row, const struct token *token)
{
	struct holder holder = {
		.id = row_id(row, 0), .status = (enum holder_status)row_int(row, 1)};
	size_t length;
	const uint8_t *box = row_blob(row, 2, &length);

	greeting_read(store->keys.index_key, token, box, length, &holder);
	return holder;
}

/* A card that could not be looked up is nobody's: it may be a blocked one. */
static struct holder stranger(const struct store *store, struct id index)
{
	if (store->database.unread.code != ERROR_NONE)
		return (struct holder){.status = HOLDER_NOBODY};
	return (struct holder){.status = HOLDER_UNCONFIRMED, .id = index};
}

struct holder store_holder(struct store *store, const struct token *token)
{
	if (token->kind == TOKEN_TICKET)
		return guest_with_ticket(store, token);
	if (token->kind == TOKEN_NONE)
		return (struct holder){.status = HOLDER_NOBODY};

	struct id index = id_of_index(index_of_token(store, token));
	struct row row = database_select(&store->database,
		"SELECT holder, status, greeting FROM card WHERE token = ?1",
		VALUES(id_value(index)));
	if (!row_next(&row))
		return stranger(store, index);
	struct holder holder = read_holder(store, &row, token);
	row_end(&row);
	return holder;
}

bool write_card(struct store *store, const struct index *index, const struct holder *holder,
	const uint8_t *greeting, size_t greeting_length, int64_t revision, struct error *error)
{
	return database_run(&store->database,
		"INSERT INTO card (token, holder, status, greeting, revision)"
		" VALUES (?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT (token) DO UPDATE SET holder = ?2, status = ?3, greeting = ?4,"
		" revision = ?5 WHERE excluded.revision > revision",
		VALUES(blob_value(index->bytes, INDEX_BYTES), id_value(holder->id),
			number_value(holder->status),
			blob_value(greeting_length ? greeting : NULL, greeting_length),
			number_value(revision)),
		error);
}

/* ---- sealed ---- */

/* The change's own id lies inside, so that no box can be moved to another change. Steals `form`. */
static json_t *seal(const struct store *store, struct id change, json_t *form)
{
	json_t *envelope = json_pack("{s:i, s:o, s:i, s:I, s:o}", "version", SEAL_VERSION, "change",
		json_id(change), "kiosk", store->enrolment.kiosk, "key_id",
		(json_int_t)store->enrolment.clerk_key_id, "form", form);
	char text[SEALED_FORM_BYTES_MAX];
	uint8_t box[SEALED_FORM_BYTES_MAX + SEAL_STEP_BYTES + SEAL_OVERHEAD_BYTES];
	json_t *sealed = NULL;

	assert(envelope);
	size_t length = json_dumpb(envelope, text, sizeof(text), JSON_COMPACT);
	json_decref(envelope);
	if (length > 0 && length <= sizeof(text)) {
		size_t box_length = seal_close(store->enrolment.clerk_public, text, length, box);
		sealed = json_base64(box, box_length);
	}
	memory_wipe(text, sizeof(text));
	return sealed;
}

static const char *token_kind_name(const struct token *token)
{
	return token->kind == TOKEN_CHIP ? "chip" : "number";
}

/* The chip's UID in hex, or the number: what the clerk settles or links by. */
static json_t *token_form(const struct token *token)
{
	char text[2 * TOKEN_BYTES_MAX + 1];

	if (token->kind == TOKEN_CHIP) {
		text_hex(token->bytes, token->length, text);
	} else {
		memcpy(text, token->bytes, token->length);
		text[token->length] = '\0';
	}
	json_t *form = json_pack("{s:s, s:s}", "token", token_kind_name(token), "text", text);
	memory_wipe(text, sizeof(text));
	return form;
}

void set_sealed(const struct store *store, json_t *body, struct id change, json_t *form)
{
	json_object_set_new(body, "key_id", json_integer(store->enrolment.clerk_key_id));
	json_object_set_new(body, "box", seal(store, change, form));
}

bool append_card_seen(struct store *store, const struct holder *holder, const struct token *token,
	int64_t now_ms, struct error *error)
{
	if (holder->status != HOLDER_UNCONFIRMED || !token)
		return true;
	if (!database_run(&store->database,
		    "INSERT OR IGNORE INTO card_seen (holder, told_ms) VALUES (?1, ?2)",
		    VALUES(id_value(holder->id), number_value(now_ms)), error))
		return false;
	if (database_changed(&store->database) == 0)
		return true;
	struct id change = id_make(now_ms);
	json_t *body = json_object();
	json_object_set_new(body, "holder", json_id(holder->id));
	set_sealed(store, body, change, token_form(token));
	return append_change(store, change, CHANGE_CARD_SEEN, now_ms, body, error);
}

/* ---- joining ---- */

struct token_row {
	struct index index;
	uint8_t greeting[GREETING_BYTES_MAX];
	size_t greeting_length;
};

static struct holder joiner(const struct sign_up *sign_up)
{
	struct holder holder = {
		.status = HOLDER_MEMBER, .id = sign_up->member, .adult = sign_up->adult};

	if (sign_up->household.count > 0)
		holder.household = sign_up->household;
	text_copy(holder.first_name, sizeof(holder.first_name), sign_up->first_name);
	text_copy(holder.language, sizeof(holder.language), sign_up->language);
	return holder;
}

static struct token_row token_row_of(
	const struct store *store, const struct holder *holder, const struct token *token)
{
	struct token_row row = {.index = index_of_token(store, token)};

	row.greeting_length = greeting_make(store->keys.index_key, token, holder, row.greeting);
	return row;
}

static json_t *tokens_json(const struct token_row *row)
{
	return json_pack("[{s:o, s:o}]", "index", json_hex(row->index.bytes, INDEX_BYTES),
		"greeting", json_base64(row->greeting, row->greeting_length));
}

/* The mirror's row, so that the card works here at once. */
static bool write_token(struct store *store, const struct sign_up *sign_up,
	const struct token *token, struct token_row *row, struct error *error)
{
	struct holder holder = joiner(sign_up);

	*row = token_row_of(store, &holder, token);
	bool done = write_card(
		store, &row->index, &holder, row->greeting, row->greeting_length, 0, error);
	memory_wipe(&holder, sizeof(holder));
	return done;
}

int store_numbers_left(struct store *store)
{
	return (int)database_number(
		&store->database, "SELECT sum(last + 1 - next) FROM number_block", NO_VALUES, 0);
}

static bool write_next_number(
	struct store *store, char number_text[static CARD_NUMBER_BYTES_MAX], struct error *error)
{
	int64_t serial = database_number(&store->database,
		"SELECT next FROM number_block WHERE next <= last ORDER BY first LIMIT 1",
		NO_VALUES, -1);

	if (serial < 0)
		return error_set(error, ERROR_FULL, "this kiosk's membership numbers are used up");
	card_number_make(&store->enrolment.cards, serial, number_text);
	return database_run(&store->database,
		"UPDATE number_block SET next = next + 1 WHERE next = ?1 AND next <= last",
		VALUES(number_value(serial)), error);
}

static void set_household(json_t *body, struct id household)
{
	if (!id_is_zero(household))
		json_object_set_new(body, "household", json_id(household));
}

static json_t *sign_up_body(struct store *store, const struct sign_up *sign_up, struct id change,
	const char *number_text, json_t *form)
{
	json_t *body = json_object();

	json_object_set_new(body, "member", json_id(sign_up->member));
	json_object_set_new(body, "number", json_string(number_text));
	json_object_set_new(body, "level", json_string("details"));
	set_sealed(store, body, change, form);
	json_object_set_new(body, "consent",
		json_pack("{s:s, s:s, s:b}", "version", sign_up->consent_version, "language",
			sign_up->consent_language, "shown_english",
			sign_up->consent_shown_english));
	set_household(body, sign_up->household.id);
	return body;
}

static json_t *read_form(const struct sign_up *sign_up, struct error *error)
{
	json_t *form = json_loads(sign_up->form_json, JSON_REJECT_DUPLICATES, NULL);

	if (json_is_object(form) && strlen(sign_up->form_json) <= SEALED_FORM_BYTES_MAX / 2)
		return form;
	json_decref(form);
	error_set(error, ERROR_BAD_INPUT, "the form is too long or no JSON object");
	return NULL;
}

static bool sign_up(struct store *store, const struct sign_up *sign_up, int64_t now_ms,
	char number_text[static CARD_NUMBER_BYTES_MAX], struct error *error)
{
	struct id change = id_make(now_ms);
	struct token_row row;

	if (!write_next_number(store, number_text, error))
		return false;
	json_t *form = read_form(sign_up, error);
	if (!form)
		return false;
	json_t *body = sign_up_body(store, sign_up, change, number_text, form);
	struct token token = token_from_number(number_text);
	if (!write_token(store, sign_up, &token, &row, error)) {
		json_decref(body);
		return false;
	}
	json_object_set_new(body, "tokens", tokens_json(&row));
	return append_change(store, change, CHANGE_SIGN_UP, now_ms, body, error);
}

static bool sign_up_all(struct store *store, const struct sign_up *people, int count,
	int64_t now_ms, char (*numbers)[CARD_NUMBER_BYTES_MAX], struct error *error)
{
	bool done = true;

	for (int i = 0; i < count && done; i++)
		done = sign_up(store, &people[i], now_ms, numbers[i], error);
	return done;
}

bool store_sign_up(struct store *store, const struct sign_up *people, int count, int64_t now_ms,
	char (*numbers)[CARD_NUMBER_BYTES_MAX], struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       sign_up_all(store, people, count, now_ms, numbers, error), error);
}

static bool append_link(struct store *store, const struct holder *holder, const struct token *token,
	const struct token_row *row, int64_t now_ms, struct error *error)
{
	struct id change = id_make(now_ms);
	json_t *body = json_object();

	json_object_set_new(body, "member", json_id(holder->id));
	set_sealed(store, body, change, token_form(token));
	json_object_set_new(body, "tokens", tokens_json(row));
	set_household(body, holder->household.id);
	return append_change(store, change, CHANGE_LINK_CARD, now_ms, body, error);
}

/* The card greets with all its household; the centre sends the same back. */
static bool renew_greeting(
	struct store *store, const struct adult_card *adult, int64_t now_ms, struct error *error)
{
	struct token_row row = token_row_of(store, adult->holder, adult->token);

	return database_run(&store->database, "UPDATE card SET greeting = ?2 WHERE token = ?1",
		       VALUES(blob_value(row.index.bytes, INDEX_BYTES),
			       blob_value(row.greeting, row.greeting_length)),
		       error) &&
	       append_link(store, adult->holder, adult->token, &row, now_ms, error);
}

bool store_sign_up_children(struct store *store, const struct sign_up *children, int count,
	const struct adult_card *adult, int64_t now_ms, char (*numbers)[CARD_NUMBER_BYTES_MAX],
	struct error *error)
{
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       sign_up_all(store, children, count, now_ms, numbers, error) &&
			       renew_greeting(store, adult, now_ms, error),
		       error);
}

static bool link_card(struct store *store, const struct sign_up *sign_up, const struct token *token,
	int64_t now_ms, struct error *error)
{
	struct holder known = store_holder(store, token), holder = joiner(sign_up);
	struct token_row row;

	memory_wipe(known.first_name, sizeof(known.first_name));
	if (known.status != HOLDER_UNCONFIRMED)
		return id_equal(known.id, sign_up->member) ||
		       error_set(error, ERROR_REFUSED, "the card belongs to somebody already");
	bool done = write_token(store, sign_up, token, &row, error) &&
		    append_link(store, &holder, token, &row, now_ms, error);
	memory_wipe(&holder, sizeof(holder));
	return done;
}

bool store_link_card(struct store *store, const struct sign_up *sign_up, const struct token *token,
	int64_t now_ms, struct error *error)
{
	if (token->kind != TOKEN_CHIP && token->kind != TOKEN_NUMBER)
		return error_set(error, ERROR_BAD_INPUT, "only a card can be linked");
	if (!database_begin(&store->database, error))
		return false;
	bool done = link_card(store, sign_up, token, now_ms, error);
	return database_end(&store->database, done, error);
}
