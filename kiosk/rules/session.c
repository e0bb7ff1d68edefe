/* What follows from a session's times and from what its event asks. */
#include "rules/session.h"

bool session_is_open(const struct session *session, int64_t now_ms)
{
	return !session->cancelled && session->opens_ms <= now_ms && now_ms < session->closes_ms;
}

bool session_asks(const struct session *session, enum party_part part)
{
	return session->asks >> part & 1;
}
