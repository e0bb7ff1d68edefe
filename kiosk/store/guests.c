/* A guest's first name is sealed under the ticket, as a member's is under the card. The ticket's id is
 * the booking's and lies beside the box: without the branch's key neither says anything. */
#include <assert.h>
#include <string.h>

#include "store/internal.h"

struct guest_greeting guest_greeting_make(
	const struct store *store, const struct booking *booking, const struct holder *holder)
{
	struct guest_greeting greeting = {.length = 0};
	struct token ticket = token_from_ticket(booking->id);

	if (id_is_zero(booking->holder) && holder_may_be_named(holder) &&
		party_has_adult(&booking->party))
		greeting.length =
			greeting_make(store->keys.index_key, &ticket, holder, greeting.box);
	return greeting;
}

/* Only while an adult comes: the name was an adult's. */
struct holder guest_with_ticket(struct store *store, const struct token *ticket)
{
	struct holder holder = {.status = HOLDER_GUEST};
	struct row row = database_select(&store->database,
		"SELECT greeting FROM booking WHERE id = ?1 AND holder IS NULL AND adults > 0"
		" AND state <> " SQL_BOOKING_CANCELLED,
		VALUES(blob_value(ticket->bytes, ticket->length)));
	size_t length;

	if (!row_next(&row))
		return holder;
	const uint8_t *box = row_blob(&row, 0, &length);
	if (box)
		greeting_read(store->keys.index_key, ticket, box, length, &holder);
	row_end(&row);
	return holder;
}
