/* kiosk-clerk: at the centre, and not on its database server: alone holds the private key that
 * kiosks seal forms to. Takes sealed boxes, opens them, gives the forms back to the centre, which
 * keeps a form and shreds its box. A box that says another change or kiosk than it came with was
 * moved there by somebody: it is kept for a person. Who has the branch's index key, too, makes the
 * greetings of families anew. */
#include <errno.h>
#include <jansson.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "base/options.h"
#include "base/text.h"
#include "clerk/ask.h"
#include "clerk/families.h"
#include "store/json.h"

enum {
	DONE = 0,
	CENTRE_AWAY = 1,
	BAD_ARGUMENTS = 2,
	BOXES_A_CALL = 50,
	CALLS_A_ROUND = 200,
	BOX_BYTES_MAX = 64 * 1024,
	KEY_FILE_BYTES_MAX = 64 * 1024,
	REST_S = 30,
};

/* A child grows into another band, and an import leaves out who joined at a kiosk. */
static const int64_t families_every_ms = HOUR_MS;

struct options {
	const char *centre, *key;
	bool once;
};

struct clerk {
	uint32_t key_id;
	uint8_t public[CLERK_PUBLIC_BYTES], secret[CLERK_SECRET_BYTES];
	bool has_index_key;
	uint8_t index_key[INDEX_KEY_BYTES];
	int64_t families_due_ms; /* clock_real_ms() */
	PGconn *connection;
	int opened, kept, renewed;
};

/* ---- the key ---- */

static bool read_pair(const json_t *pair, struct clerk *clerk)
{
	const char *public = json_string_value(json_object_get(pair, "public"));
	const char *secret = json_string_value(json_object_get(pair, "secret"));

	clerk->key_id = (uint32_t)json_integer_value(json_object_get(pair, "id"));
	return public && secret &&
	       text_unhex(public, clerk->public, CLERK_PUBLIC_BYTES) == CLERK_PUBLIC_BYTES &&
	       text_unhex(secret, clerk->secret, CLERK_SECRET_BYTES) == CLERK_SECRET_BYTES;
}

/* Without it families keep the greetings that kiosks made. */
static void read_index_key(const json_t *keys, struct clerk *clerk)
{
	const char *hex = json_text(keys, "index_key");

	clerk->has_index_key =
		text_unhex(hex, clerk->index_key, INDEX_KEY_BYTES) == INDEX_KEY_BYTES;
}

/* {"clerk": {"id": N, "public": HEX, "secret": HEX}, "index_key": HEX, ...} */
static bool read_key(const char *path, struct clerk *clerk, struct error *error)
{
	static char text[KEY_FILE_BYTES_MAX];
	FILE *file = fopen(path, "re");

	if (!file)
		return error_set(error, ERROR_BAD_INPUT, "%.160s: %s", path, strerror(errno));
	size_t length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	json_t *keys = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	memory_wipe(text, sizeof(text));
	bool done = read_pair(json_object_get(keys, "clerk"), clerk);
	read_index_key(keys, clerk);
	json_decref(keys);
	return done ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s: no \"clerk\" key pair in it", path);
}

/* ---- one box ---- */

struct box {
	const char *change;
	int64_t kiosk, key_id;
	uint8_t bytes[BOX_BYTES_MAX];
	int length;
};

static bool read_box(const json_t *json, struct box *box)
{
	const char *hex = json_string_value(json_object_get(json, "box"));

	box->change = json_string_value(json_object_get(json, "change"));
	box->kiosk = json_integer_value(json_object_get(json, "kiosk"));
	box->key_id = json_integer_value(json_object_get(json, "key_id"));
	box->length = hex ? text_unhex(hex, box->bytes, sizeof(box->bytes)) : -1;
	return box->change != NULL;
}

static bool is_of(const json_t *envelope, const struct box *box)
{
	const char *change = json_string_value(json_object_get(envelope, "change"));

	return change && strcmp(change, box->change) == 0 &&
	       json_integer_value(json_object_get(envelope, "kiosk")) == box->kiosk &&
	       json_integer_value(json_object_get(envelope, "key_id")) == box->key_id;
}

/* What became of it; "opened" fills `*form`, which the caller frees. */
static const char *open_box(const struct clerk *clerk, const struct box *box, char **form)
{
	static uint8_t text[BOX_BYTES_MAX];
	const char *outcome = "damaged";

	*form = NULL;
	if (box->key_id != clerk->key_id)
		return "other-key";
	size_t length = box->length <= 0 ? 0
					 : seal_open(clerk->public, clerk->secret, box->bytes,
						   (size_t)box->length, text);
	json_t *envelope = json_loadb((char *)text, length, JSON_REJECT_DUPLICATES, NULL);
	memory_wipe(text, sizeof(text));
	if (envelope && !is_of(envelope, box))
		outcome = "swapped";
	else if (envelope)
		*form = json_dumps(json_object_get(envelope, "form"), JSON_COMPACT);
	if (*form)
		outcome = "opened";
	json_decref(envelope);
	return outcome;
}

/* ---- the centre ---- */

static bool settle_box(struct clerk *clerk, const json_t *json, struct error *error)
{
	static struct box box;
	char *form;

	if (!read_box(json, &box))
		return error_set(error, ERROR_CORRUPT, "the centre's boxes are not of their form");
	const char *outcome = open_box(clerk, &box, &form);
	const char *values[] = {box.change, outcome, form};
	char *answer =
		clerk_ask(clerk->connection, "SELECT clerk.done($1, $2, $3)", 3, values, error);

	if (form)
		memory_wipe(form, strlen(form));
	free(form);
	bool opened = strcmp(outcome, "opened") == 0;
	clerk->opened += opened;
	clerk->kept += !opened;
	bool done = answer != NULL;
	free(answer);
	return done;
}

/* False and no error: there are no more. */
static bool settle_some(struct clerk *clerk, struct error *error)
{
	char most[16];
	const char *values[] = {most};
	size_t settled = 0;

	snprintf(most, sizeof(most), "%d", BOXES_A_CALL);
	char *answer = clerk_ask(clerk->connection, "SELECT clerk.next($1)", 1, values, error);
	json_t *boxes = answer ? json_loads(answer, JSON_REJECT_DUPLICATES, NULL) : NULL;

	free(answer);
	while (settled < json_array_size(boxes) &&
		settle_box(clerk, json_array_get(boxes, settled), error))
		settled++;
	json_decref(boxes);
	return settled > 0 && error->code == ERROR_NONE;
}

static bool see_to_families(struct clerk *clerk, struct error *error)
{
	int64_t now_ms = clock_real_ms();

	if (!clerk->has_index_key || (clerk->opened == 0 && now_ms < clerk->families_due_ms))
		return true;
	bool done = families_renew(clerk->connection, clerk->index_key, &clerk->renewed, error);
	if (done)
		clerk->families_due_ms = now_ms + families_every_ms;
	return done;
}

/* A centre that gives the same boxes again and again gets its rest, too. */
static bool work(struct clerk *clerk, const char *centre, struct error *error)
{
	int calls = 0;

	clerk->opened = clerk->kept = clerk->renewed = 0;
	clerk->connection = PQconnectdb(centre);
	if (PQstatus(clerk->connection) != CONNECTION_OK)
		error_set(error, ERROR_AWAY, "the centre is away; is its address right?");
	else
		while (settle_some(clerk, error) && ++calls < CALLS_A_ROUND)
			;
	if (error->code == ERROR_NONE)
		see_to_families(clerk, error);
	PQfinish(clerk->connection);
	clerk->connection = NULL;
	return error->code == ERROR_NONE;
}

/* ---- the program ---- */

/* OPTIONS_GO_ON, or the exit code. */
static int read_options(int argc, char **argv, struct options *options)
{
	const struct option_known known[] = {
		{"centre", "URL", "the centre's database, for its role clerk",
			.text = &options->centre, .needed = true},
		{"key", "FILE",
			"the key pair that kiosks seal forms to; may hold the branch's \"index_key\"",
			.text = &options->key, .needed = true},
		{"once", NULL, "opens what is there, and ends", .given = &options->once},
		{0},
	};
	const struct option_table table = {.program = "kiosk-clerk",
		.about = "Opens at the centre the sign-up forms that kiosks have sealed.",
		.known = known};

	return options_read(&table, argc, argv);
}

static int run(struct clerk *clerk, const struct options *options)
{
	for (;;) {
		struct error error = {0};
		bool done = work(clerk, options->centre, &error);
		if (options->once && !done) {
			fprintf(stderr, "kiosk-clerk: %s\n", error.detail);
			return CENTRE_AWAY;
		}
		if (options->once) {
			printf("%d opened, %d kept for a person, %d %s made anew\n", clerk->opened,
				clerk->kept, clerk->renewed,
				text_counted(clerk->renewed, "greeting", "greetings"));
			return DONE;
		}
		if (!done)
			log_error("clerk", &error);
		else if (clerk->opened + clerk->kept + clerk->renewed > 0)
			log_info("%d opened, %d kept for a person, %d %s made anew", clerk->opened,
				clerk->kept, clerk->renewed,
				text_counted(clerk->renewed, "greeting", "greetings"));
		sleep(REST_S);
	}
}

int main(int argc, char **argv)
{
	static struct clerk clerk;
	struct options options = {0};
	struct error error = {0};

	signal(SIGPIPE, SIG_IGN);
	log_start("clerk");
	ciphers_start();
	json_wipes();
	int code = read_options(argc, argv, &options);
	if (code != OPTIONS_GO_ON)
		return code;
	if (!read_key(options.key, &clerk, &error)) {
		fprintf(stderr, "kiosk-clerk: %s\n", error.detail);
		return BAD_ARGUMENTS;
	}
	code = run(&clerk, &options);
	memory_wipe(&clerk, sizeof(clerk));
	return code;
}
