/* The embedded demo: what a kiosk of the demo centre knows before it has met it, from assets/demo/.
 * Everything here is derived, so that the centre, loading the same files, has the same on its
 * books. */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/text.h"
#include "rules/demo.h"
#include "rules/members_list.h"
#include "store/greeting.h"
#include "store/internal.h"
#include "store/json.h"
#include "store/outbox.h"

enum {
	ASSET_BYTES_MAX = 64 * 1024,
	NUMBERS_A_KIOSK = 10000,
	DEMO_KIOSKS = 9,
};

static const int64_t first_serial = INT64_C(700000000000);

/* ---- files ---- */

/* The file's text, the caller's to free, or NULL. */
static char *read_asset(const char *assets, const char *name, struct error *error)
{
	char path[PATH_BYTES];
	snprintf(path, sizeof(path), "%s/demo/%s", assets, name);
	FILE *file = fopen(path, "re");
	if (!file) {
		error_set(error, ERROR_BAD_INPUT, "%.160s: %s (give --assets)", path,
			strerror(errno));
		return NULL;
	}
	char *text = calloc(1, ASSET_BYTES_MAX);
	assert(text);
	size_t length = fread(text, 1, ASSET_BYTES_MAX, file);
	fclose(file);
	if (length < ASSET_BYTES_MAX)
		return text;
	error_set(error, ERROR_BAD_INPUT, "%.160s is too large", path);
	free(text);
	return NULL;
}

static json_t *read_keys_file(const char *assets, struct error *error)
{
	char *text = read_asset(assets, "keys.json", error);
	if (!text)
		return NULL;
	json_t *keys = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	if (!keys)
		error_set(error, ERROR_BAD_INPUT, "demo/keys.json is not JSON");
	return keys;
}

/* ---- keys ---- */

static const json_t *ticket_pair(const json_t *file, int kiosk)
{
	return json_array_get(json_object_get(file, "tickets"), (size_t)kiosk - 1);
}

static bool read_keys(const json_t *file, int kiosk, struct kiosk_keys *keys, struct error *error)
{
	const json_t *pair = ticket_pair(file, kiosk);

	keys->sign_key_id = (uint32_t)json_number(pair, "id", 0);
	if (text_unhex(json_text(file, "index_key"), keys->index_key, INDEX_KEY_BYTES) ==
			INDEX_KEY_BYTES &&
		text_unhex(json_text(pair, "secret"), keys->sign_secret, SIGN_SECRET_BYTES) ==
			SIGN_SECRET_BYTES)
		return true;
	return error_set(error, ERROR_BAD_INPUT, "demo/keys.json has no keys for kiosk %d", kiosk);
}

static bool write_ticket_keys(struct store *store, const json_t *file, struct error *error)
{
	for (int kiosk = 1; kiosk <= DEMO_KIOSKS; kiosk++) {
		const json_t *pair = ticket_pair(file, kiosk);
		uint8_t public[SIGN_PUBLIC_BYTES];
		if (text_unhex(json_text(pair, "public"), public, sizeof(public)) !=
			SIGN_PUBLIC_BYTES)
			return error_set(
				error, ERROR_BAD_INPUT, "demo/keys.json: ticket key %d", kiosk);
		if (!database_run(&store->database,
			    "INSERT INTO ticket_key (id, public) VALUES (?1, ?2)",
			    VALUES(number_value(json_number(pair, "id", 0)),
				    blob_value(public, sizeof(public))),
			    error))
			return false;
	}
	return true;
}

/* ---- known cards ---- */

static bool write_member_token(struct store *store, const struct holder *holder,
	const struct token *token, struct error *error)
{
	uint8_t greeting[GREETING_BYTES_MAX];
	size_t length = greeting_make(store->keys.index_key, token, holder, greeting);
	struct index index = token_index(token, store->keys.index_key);

	return write_card(store, &index, holder, greeting, length, 0, error);
}

static bool write_member(struct store *store, const struct member *member, struct error *error)
{
	struct token by_number = token_from_number(member->number);

	if (!write_member_token(store, &member->holder, &by_number, error))
		return false;
	if (member->uid_length == 0)
		return true;
	struct token by_chip = token_from_chip(member->uid, member->uid_length);
	return write_member_token(store, &member->holder, &by_chip, error);
}

static bool write_members(
	struct store *store, const char *text, int64_t now_ms, struct error *error)
{
	struct wall_time now = clock_wall(now_ms);
	struct member_rules rules = {
		.branch = store->enrolment.branch,
		.cards = &store->enrolment.cards,
		.today = {now.year, now.month, now.day},
	};
	struct members_list list;
	bool done = members_list_read("demo/members.csv", text, strlen(text), &rules, &list, error);

	for (int i = 0; done && i < list.count; i++)
		done = write_member(store, &list.members[i], error);
	members_list_free(&list);
	return done;
}

/* ---- the enrolment ---- */

static bool write_enrolment(struct store *store, const char *branch, struct error *error)
{
	const struct enrolment *enrolment = &store->enrolment;
	int64_t first = first_serial + (int64_t)enrolment->kiosk * NUMBERS_A_KIOSK;

	return database_run(&store->database,
		       "INSERT INTO enrolment (one, demo, kiosk, install, branch)"
		       " VALUES (1, 1, ?1, ?2, ?3)",
		       VALUES(number_value(enrolment->kiosk), id_value(enrolment->install),
			       text_value(branch)),
		       error) &&
	       database_run(&store->database,
		       "INSERT INTO number_block (first, last, next) VALUES (?1, ?2, ?1)",
		       VALUES(number_value(first), number_value(first + NUMBERS_A_KIOSK - 1)),
		       error);
}

struct demo {
	char *branch, *members; /* the files' texts */
	json_t *keys;
};

static bool read_demo(struct demo *demo, const char *assets, struct error *error)
{
	demo->branch = read_asset(assets, "branch.json", error);
	demo->members = demo->branch ? read_asset(assets, "members.csv", error) : NULL;
	demo->keys = demo->members ? read_keys_file(assets, error) : NULL;
	return demo->keys != NULL;
}

static void free_demo(struct demo *demo)
{
	free(demo->branch);
	free(demo->members);
	json_decref(demo->keys);
}

/* The key first: a directory with a row and no key would be nobody's. */
static bool enrol(struct store *store, const char *directory, const struct demo *demo,
	int64_t now_ms, struct error *error)
{
	if (!enrolment_read_branch(demo->branch, &store->enrolment, error) ||
		!read_keys(demo->keys, store->enrolment.kiosk, &store->keys, error) ||
		!clock_set_zone(store->enrolment.zone, error) ||
		!enrolment_write_keys(directory, &store->keys, error))
		return false;
	store->enrolment.demo = true;
	store->enrolment.install = id_make(now_ms);
	return database_begin(&store->database, error) &&
	       database_end(&store->database,
		       write_enrolment(store, demo->branch, error) &&
			       write_ticket_keys(store, demo->keys, error) &&
			       write_members(store, demo->members, now_ms, error),
		       error);
}

static bool is_enrolled(struct store *store)
{
	return database_number(&store->database, "SELECT 1 FROM enrolment", NO_VALUES, 0) != 0;
}

static bool enrol_directory(const char *directory, int kiosk, const struct demo *demo,
	int64_t now_ms, struct error *error)
{
	struct store *store = store_open_directory(directory, STORE_FACE, error);
	if (!store)
		return false;
	store->enrolment.kiosk = kiosk;
	bool done = store_is_newer(store) || is_enrolled(store)
			    ? error_set(error, ERROR_BUSY, "%.160s is enrolled already", directory)
			    : enrol(store, directory, demo, now_ms, error);
	store_close(store);
	return done;
}

bool enrolment_make_demo(
	const char *directory, int kiosk, const char *assets, int64_t now_ms, struct error *error)
{
	struct demo demo = {0};

	if (kiosk < 1 || kiosk > DEMO_KIOSKS)
		return error_set(
			error, ERROR_BAD_INPUT, "the demo's kiosks are 1 to %d", DEMO_KIOSKS);
	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return error_set(error, ERROR_BAD_INPUT, "%.160s: %s", directory, strerror(errno));
	bool done = read_demo(&demo, assets, error) &&
		    enrol_directory(directory, kiosk, &demo, now_ms, error);
	free_demo(&demo);
	return done;
}

/* ---- its programme ---- */

static bool write_programme(
	struct store *store, const struct session *sessions, int count, struct error *error)
{
	for (int i = 0; i < count; i++)
		if (!write_session(store, &sessions[i], error))
			return false;
	return true;
}

bool store_put_demo_programme(
	struct store *store, const struct session *sessions, int count, struct error *error)
{
	assert(store->enrolment.demo);
	return database_begin(&store->database, error) &&
	       database_end(
		       &store->database, write_programme(store, sessions, count, error), error);
}
