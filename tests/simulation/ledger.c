/* Sums, kept by those who write and never read by those who decide. */
#include "ledger.h"

#include <assert.h>

struct ledger *ledger;

void ledger_touch_lease(int lease)
{
	if (lease == 0 || ledger->lease_is_touched[lease] || ledger->lease_count == TOUCHED_MAX)
		return;
	ledger->lease_is_touched[lease] = 1;
	ledger->touched_leases[ledger->lease_count++] = lease;
}

void ledger_touch_session(int session)
{
	if (ledger->session_is_touched[session] || ledger->session_count == TOUCHED_MAX)
		return;
	ledger->session_is_touched[session] = 1;
	ledger->touched_sessions[ledger->session_count++] = session;
}

void ledger_forget_touched(void)
{
	for (int i = 0; i < ledger->lease_count; i++)
		ledger->lease_is_touched[ledger->touched_leases[i]] = 0;
	for (int i = 0; i < ledger->session_count; i++)
		ledger->session_is_touched[ledger->touched_sessions[i]] = 0;
	ledger->lease_count = ledger->session_count = 0;
}

int ledger_spends(const struct change *change)
{
	if (change->lease == 0)
		return 0;
	switch (change->kind) {
	case CHANGE_BOOK:
	case CHANGE_MOVE:
	case CHANGE_CHECK_IN:
		return change->people;
	case CHANGE_CHANGE_PARTY:
		return change->people - change->was;
	default:
		return 0;
	}
}

static void add_pending(const struct change *change, int people)
{
	struct lease_sums *sums = &ledger->sums[change->lease];

	if (people == 0)
		return;
	sums->pending += people;
	if (!sums->doubtful)
		ledger->pending[change->session][group_of((enum lease_pool)change->pool)] += people;
	ledger_touch_lease(change->lease);
	ledger_touch_session(change->session);
}

void ledger_written(const struct change *change)
{
	if (change->kind == CHANGE_LEASE_REQUEST)
		ledger->sums[change->lease].session = change->session;
	add_pending(change, ledger_spends(change));
	ledger_touch_lease(change->lease);
}

void ledger_taken(const struct change *change, int spent)
{
	int spends = ledger_spends(change);

	add_pending(change, -spends);
	ledger->sums[change->lease].unpaid += spends - spent;
	ledger_touch_lease(change->lease);
}

bool ledger_has_two_answers(int install)
{
	return ledger->copied_in[install] && ledger->copied_in[install] < centre->epoch;
}

void ledger_told(int booking, enum told told, int people)
{
	struct told_booking *entry = &ledger->told[booking];

	entry->told = (uint8_t)told;
	entry->people = people;
	if (!entry->made_ms)
		entry->made_ms = now_ms;
}

void ledger_gave_up(int booking)
{
	ledger_told(booking, TOLD_CANCELLED, 0);
	ledger->told[booking].gave_up_ms = now_ms;
}
