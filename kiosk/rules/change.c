/* The names that changes and verdicts have on the wire. */
#include "rules/change.h"

#include <assert.h>

#include "base/text.h"

static const char *const kinds[CHANGE_KINDS] = {
	[CHANGE_LEASE_REQUEST] = "lease_request",
	[CHANGE_LEASE_CLOSE] = "lease_close",
	[CHANGE_BOOK] = "book",
	[CHANGE_WAIT] = "wait",
	[CHANGE_CANCEL] = "cancel",
	[CHANGE_CHECK_IN] = "check_in",
	[CHANGE_CHECK_IN_PARTY] = "check_in_party",
	[CHANGE_UNDO] = "undo",
	[CHANGE_SIGN_UP] = "sign_up",
	[CHANGE_LINK_CARD] = "link_card",
	[CHANGE_CARD_SEEN] = "card_seen",
	[CHANGE_PUT_ON_CARD] = "put_on_card",
	[CHANGE_CHANGE_PARTY] = "change_party",
	[CHANGE_MOVE] = "move",
	[CHANGE_GIVE_TO_DOOR] = "give_to_door",
	[CHANGE_TELL_ME] = "tell_me",
	[CHANGE_STILL_COMING] = "still_coming",
	[CHANGE_STAMP] = "stamp",
	[CHANGE_NOT_KEPT] = "not_kept",
	[CHANGE_VOID] = "void",
};

static const char *const verdicts[] = {
	[VERDICT_NONE] = "none",
	[VERDICT_ACCEPTED] = "accepted",
	[VERDICT_KNOWN] = "known",
	[VERDICT_REFUSED] = "refused",
	[VERDICT_WAITING] = "waiting",
	[VERDICT_QUARANTINED] = "quarantined",
};

static const int verdict_count = sizeof(verdicts) / sizeof(verdicts[0]);

const char *change_kind_name(enum change_kind kind)
{
	assert(kind < CHANGE_KINDS);
	return kinds[kind];
}

enum change_kind change_kind_named(const char *name)
{
	int found = text_find(name, kinds, CHANGE_KINDS);

	return found < 0 ? CHANGE_KINDS : (enum change_kind)found;
}

const char *verdict_name(enum verdict verdict)
{
	assert((int)verdict < verdict_count);
	return verdicts[verdict];
}

enum verdict verdict_named(const char *name)
{
	int found = text_find(name, verdicts, verdict_count);

	return found < 0 ? VERDICT_NONE : (enum verdict)found;
}

bool change_is_visitors(enum change_kind kind)
{
	return kind != CHANGE_LEASE_REQUEST && kind != CHANGE_LEASE_CLOSE &&
	       kind != CHANGE_CARD_SEEN && kind != CHANGE_GIVE_TO_DOOR && kind != CHANGE_NOT_KEPT &&
	       kind != CHANGE_VOID && kind < CHANGE_KINDS;
}

bool change_has_box(enum change_kind kind)
{
	return kind == CHANGE_SIGN_UP || kind == CHANGE_LINK_CARD || kind == CHANGE_CARD_SEEN ||
	       kind == CHANGE_TELL_ME;
}

bool change_is_exception(enum change_kind kind, enum verdict verdict)
{
	return verdict == VERDICT_QUARANTINED ||
	       (verdict == VERDICT_REFUSED && kind != CHANGE_LEASE_REQUEST &&
		       kind != CHANGE_LEASE_CLOSE);
}
