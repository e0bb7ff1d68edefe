/* The log's one writer: a change is a row with the next number and the text that will be sent. What it
 * said is read again when its answer comes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"
#include "store/json.h"
#include "store/outbox.h"

enum { CHANGE_VERSION = 1 };

static char *change_text(struct id id, enum change_kind kind, int64_t now_ms, json_t *body)
{
	json_t *change = json_object();

	json_object_set_new(change, "id", json_id(id));
	json_object_set_new(change, "kind", json_string(change_kind_name(kind)));
	json_object_set_new(change, "version", json_integer(CHANGE_VERSION));
	json_object_set_new(change, "at", json_integer(now_ms));
	json_object_set_new(change, "boot_ms", json_integer(clock_boot_ms()));
	json_object_set_new(change, "body", body);
	char *text = json_dumps(change, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_decref(change);
	assert(text);
	return text;
}

/* The number stays, for the log is dense. Only of what was never sent: see unsent_change_about(). */
bool void_change(struct store *store, int64_t seq, int64_t now_ms, struct error *error)
{
	struct row row = database_select(&store->database, "SELECT id FROM change WHERE seq = ?1",
		VALUES(number_value(seq)));
	struct id id = row_next(&row) ? row_id(&row, 0) : (struct id){0};

	row_end(&row);
	char *text = change_text(id, CHANGE_VOID, now_ms, json_object());
	bool done = database_run(&store->database,
		"UPDATE change SET kind = ?2, text = ?3 WHERE seq = ?1"
		" AND seq > (SELECT sent FROM meeting)",
		VALUES(number_value(seq), number_value(CHANGE_VOID), text_value(text)), error);

	free(text);
	return done;
}

int64_t unsent_change_about(struct store *store, struct id about, enum change_kind *kind)
{
	char text[ID_TEXT];
	struct row row = database_select(&store->database,
		"SELECT min(seq), kind, count(*) FROM change"
		" WHERE seq > (SELECT sent FROM meeting) AND instr(text, ?1) > 0",
		VALUES(text_value(id_text(about, text))));
	int64_t seq = 0;

	if (row_next(&row)) {
		seq = row_int(&row, 2) == 1 ? row_number(&row, 0) : 0;
		*kind = (enum change_kind)row_int(&row, 1);
	}
	row_end(&row);
	return seq;
}

/* INTEGER PRIMARY KEY takes the largest plus one; nothing is ever deleted, so the log is dense. */
bool append_change(struct store *store, struct id id, enum change_kind kind, int64_t now_ms,
	json_t *body, struct error *error)
{
	char *text = change_text(id, kind, now_ms, body);
	size_t length = strlen(text);
	bool done = length < CHANGE_BYTES_MAX
			    ? database_run(&store->database,
				      "INSERT INTO change (id, kind, at_ms, text) VALUES (?1, ?2, "
				      "?3, ?4)",
				      VALUES(id_value(id), number_value(kind), number_value(now_ms),
					      text_value(text)),
				      error)
			    : error_set(error, ERROR_BAD_INPUT, "a change of %zu bytes", length);

	free(text);
	return done;
}

json_t *body_of_change(struct store *store, int64_t seq)
{
	struct row row = database_select(&store->database, "SELECT text FROM change WHERE seq = ?1",
		VALUES(number_value(seq)));
	json_t *body = NULL;

	if (row_next(&row)) {
		json_t *change = json_loads(row_text(&row, 0), 0, NULL);
		body = json_incref(json_object_get(change, "body"));
		json_decref(change);
		row_end(&row);
	}
	return body;
}
