/* A real store in a real temporary directory: the demo's kiosk 1, without the demo's
 * programme. Instants
 * are counted from `now_ms`, a Friday at 10:20 in London. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "store/outbox.h"
#include "store/store.h"

#define NOW_MS INT64_C(1796379600000) /* 2026-12-04T10:20:00Z */

struct fixture {
	char directory[64];
	struct store *store;
	int64_t feed_version;
};

int fixture_make(void **state);
/* Fails if a statement of the test walks through a table that grows with what a kiosk has lived. */
int fixture_remove(void **state);
/* Closes the store and opens it again. */
void fixture_reopen(struct fixture *fixture);

/* A session that opens for check-in now and starts in ten minutes, told by the centre. */
struct id fixture_session(struct fixture *fixture, const char *name, enum admission admission);
/* The same at another time, and of an event (NULL: it stands alone). */
struct id fixture_session_of(struct fixture *fixture, const char *name, const char *event,
	int64_t starts_ms, enum admission admission);
void fixture_feed(struct fixture *fixture, const char *kind, const char *key, int64_t revision,
	const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A lease as if the centre had granted it. */
struct id fixture_lease(
	struct fixture *fixture, struct id session, enum lease_pool pool, int places);

struct party party_of(int adults, int children);
struct token chip(const char *uid);
struct token number_token(const char *number);
struct booking_wish wish_for(
	struct store *store, struct id session, const struct token *token, struct party party);
/* So many sessions that are over, one an hour, the last one now; of each a lease that was given back,
 * twenty bookings by card, who came, their stamps, and it all in the log, which the centre has answered. */
void fixture_fill(struct fixture *fixture, int sessions);
/* How much SQLite did by the store's statements since this was last asked, in steps of its own. */
int fixture_steps(struct store *store);
/* How many rows `sql` counts, by a connection of its own. */
int64_t fixture_count(struct fixture *fixture, const char *sql);
/* In any of the directory's files. */
bool fixture_has_bytes(struct fixture *fixture, const void *canary, size_t length);
/* As if sync had begun to send all that is in the log. */
void fixture_send(struct fixture *fixture);
/* The newest change's text, the fixture's until the next call. */
const char *last_change(struct fixture *fixture);
/* What is sealed in the newest change, opened with the demo clerk's key; the caller's. */
json_t *fixture_open_box(struct fixture *fixture);
/* Whether these bytes stand in any file of the kiosk's directory. */
bool fixture_holds(struct fixture *fixture, const char *bytes);

#endif
