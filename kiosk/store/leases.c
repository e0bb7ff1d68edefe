/* Places by lease. What is spent here never comes back here: a cancelled or smaller party's places
 * are credited by the centre alone, once, when it learns of the change. A credit on both sides
 * would overbook, and a credit here for changes that were never sent would need sync and face to
 * agree on what "never sent" is; so there is none (sync study 5, R11). */
#include <assert.h>

#include "store/internal.h"
#include "store/json.h"
#include "store/outbox.h"

int read_leases(
	struct store *store, struct id session, struct lease leases[static LEASES_A_SESSION_MAX])
{
	struct row row = database_select(&store->database,
		"SELECT id, pool, state, granted, left FROM lease"
		" WHERE session = ?1 AND state <> 2 AND recalled = 0 ORDER BY left DESC, id LIMIT "
		"?2",
		VALUES(id_value(session), number(LEASES_A_SESSION_MAX)));
	int count = 0;

	while (row_next(&row))
		leases[count++] = (struct lease){
			.id = row_id(&row, 0),
			.session = session,
			.pool = (enum lease_pool)row_int(&row, 1),
			.state = (enum lease_state)row_int(&row, 2),
			.granted = row_int(&row, 3),
			.left = row_int(&row, 4),
		};
	return count;
}

int store_places_on_hand(struct store *store, struct id session, enum lease_pool pool)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);

	return places_on_hand(leases, count, pool);
}

bool write_spend(struct store *store, struct id session, enum lease_pool pool, int people,
	struct id *lease, bool *spent, struct error *error)
{
	struct lease leases[LEASES_A_SESSION_MAX];
	int count = read_leases(store, session, leases);
	int chosen = places_choose(leases, count, pool, people);

	*spent = chosen >= 0;
	if (!*spent)
		return true;
	*lease = leases[chosen].id;
	return database_run(&store->database, "UPDATE lease SET left = left - ?2 WHERE id = ?1",
		VALUES(id_value(*lease), number(people)), error);
}

bool write_lease(struct store *store, const struct lease *lease, struct error *error)
{
	return database_run(&store->database,
		"INSERT OR IGNORE INTO lease (id, session, pool, state, granted, left)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		VALUES(id_value(lease->id), id_value(lease->session), number(lease->pool),
			number(lease->state), number(lease->granted), number(lease->left)),
		error);
}

bool append_lease_close(struct store *store, struct id lease, int64_t now_ms, struct error *error)
{
	json_t *body = json_object();

	json_object_set_new(body, "lease", json_id(lease));
	return append_change(store, id_make(now_ms), CHANGE_LEASE_CLOSE, now_ms, body, error) &&
	       database_run(&store->database, "UPDATE lease SET state = 2 WHERE id = ?1",
		       VALUES(id_value(lease)), error);
}
