/* News that was kept because nobody here understood it, looked at once more: by a newer program, or
 * when what it refers to has come. A row that is older than what is here changes nothing, as ever. */
#include "base/text.h"
#include "store/internal.h"

struct place {
	char stream[STREAM_NAME_BYTES];
	int64_t version;
	bool is_last; /* there is none behind it */
};

static struct feed_row row_of(const struct row *row)
{
	return (struct feed_row){
		.version = row_number(row, 1),
		.kind = row_text(row, 2),
		.key = row_text(row, 3),
		.revision = row_number(row, 4),
		.body = row_text(row, 5),
	};
}

/* The next kept row after `place`, which moves there. */
static enum applied apply_next(struct store *store, struct place *place, struct error *error)
{
	struct row row = database_select(&store->database,
		"SELECT stream, version, kind, key, revision, body FROM feed_parked"
		" WHERE (stream, version) > (?1, ?2) ORDER BY stream, version LIMIT 1",
		VALUES(text_value(place->stream), number_value(place->version)));

	place->is_last = !row_next(&row);
	if (place->is_last)
		return PARK;
	struct feed_row kept = row_of(&row);
	enum applied applied = apply_row(store, &kept, error);
	text_copy(place->stream, sizeof(place->stream), row_text(&row, 0));
	place->version = kept.version;
	row_end(&row);
	return applied;
}

static bool let_go(struct store *store, const struct place *place, struct error *error)
{
	return database_run(&store->database,
		"DELETE FROM feed_parked WHERE stream = ?1 AND version = ?2",
		VALUES(text_value(place->stream), number_value(place->version)), error);
}

/* Where there was no room for all of them, others of those kinds have gone by unkept. */
static bool read_anew(struct store *store, struct error *error)
{
	return database_script(
		&store->database, "DELETE FROM cursor; DELETE FROM feed_parked", error);
}

static bool is_full(struct store *store)
{
	return database_number(&store->database, "SELECT count(*) FROM feed_parked", NO_VALUES,
		       0) >= PARKED_MAX;
}

static bool apply_some(struct store *store, struct place *place, struct error *error)
{
	bool was_full = is_full(store), understood = false;

	for (int i = 0; i < OUTBOX_BATCH_MAX && !place->is_last; i++) {
		enum applied applied = apply_next(store, place, error);
		if (applied == FAILED || (applied == APPLIED && !let_go(store, place, error)))
			return false;
		understood |= applied == APPLIED;
	}
	return !(was_full && understood) || read_anew(store, error);
}

/* In pieces: the face waits for none of them. */
bool outbox_apply_parked(struct store *store, struct error *error)
{
	struct place place = {0};

	while (!place.is_last)
		if (!database_begin(&store->database, error) ||
			!database_end(&store->database, apply_some(store, &place, error), error))
			return false;
	return true;
}
