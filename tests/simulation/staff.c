/* A session every few hours, for the days to come; now and then one changes after places were promised. */
#include "staff.h"

#include "centre_model.h"
#include "counts.h"
#include "ledger.h"
#include "restores.h"

static int64_t due_ms, next_session_ms, seen_ms;

static void add_session(void)
{
	struct centre_session session = {0};

	if (centre->session_count >= SESSIONS_MAX - 1)
		return;
	session.starts_ms = now_ms + 3 * HOUR_MS + chance_ms(7 * (int64_t)HOUR_MS);
	session.ends_ms = session.starts_ms + 4 * HOUR_MS;
	session.wanted[GROUP_BOOKING] =
		(int)(one_in(2) ? 3 + chance_below(18) : 40 + chance_below(120));
	session.wanted[GROUP_DOOR] = (int)chance_below(80);
	session.wanted[GROUP_CLASS] = one_in(2) ? 40 : 0;
	if (one_in(3)) {
		session.members_places = session.wanted[GROUP_BOOKING] / 3;
		session.members_until_ms = session.starts_ms - 3 * HOUR_MS;
	}
	session.closes_ms = one_in(3) ? session.starts_ms - HOUR_MS : 0;
	session.largest_party = one_in(3) ? 4 : 0;
	centre_put_session(&session);
}

/* One that is still to come; 0: none. */
static int any_session(void)
{
	for (int tries = 0; tries < 6; tries++) {
		int number = centre->session_count - (int)chance_below(12);
		if (number > 0 && !centre->sessions[number].cancelled &&
			centre->sessions[number].starts_ms > now_ms)
			return number;
	}
	return 0;
}

static void cut_places(int number)
{
	struct centre_session changed = centre->sessions[number];
	enum group group = (enum group)chance_below(GROUPS);

	changed.wanted[group] = one_in(3) ? changed.wanted[group] + 10
					  : changed.wanted[group] / (one_in(4) ? 2 : 20);
	if (one_in(4))
		changed.largest_party = 2;
	centre_change_session(number, &changed);
}

/* To an earlier hour or a later day. */
static void move_session(int number)
{
	struct centre_session changed = centre->sessions[number];
	int64_t by_ms = one_in(2) ? (now_ms - changed.starts_ms) * 3 / 4 : 20 * (int64_t)HOUR_MS;

	changed.starts_ms += by_ms;
	changed.ends_ms += by_ms;
	changed.closes_ms = one_in(2) ? changed.starts_ms - 2 * HOUR_MS : 0;
	changed.members_until_ms += changed.members_until_ms ? by_ms : 0;
	centre_change_session(number, &changed);
}

static void sell_elsewhere(int number)
{
	int booking = ledger->bookings + 1;

	if (booking >= BOOKINGS_MAX)
		return;
	ledger->bookings++;
	ledger->told[booking].session = number;
	ledger->told[booking].made_ms = ledger->told[booking].elsewhere_ms = now_ms;
	centre_sell(number, booking, 1 + (int)chance_below(4),
		one_in(2) ? 0 : 1 + (int)chance_below(HOLDERS));
}

/* By telephone, with the ticket in hand: of whatever kiosk, heard of or not. */
static void give_up_elsewhere(void)
{
	int booking = ledger->bookings - (int)chance_below(80);

	if (booking <= 0 || centre->came[booking])
		return;
	ledger_gave_up(booking);
	ledger->told[booking].elsewhere_ms = now_ms;
	ledger->told[centre_standing(booking)].elsewhere_ms = now_ms;
	centre_give_up(booking);
}

/* What lies at kiosks when a session begins was for nobody. */
static void count_stranded(int number)
{
	const struct centre_session *session = &centre->sessions[number];

	if (session->cancelled)
		return;
	count_share(SHARE_STARTED, session->places[GROUP_BOOKING]);
	count_share(SHARE_STRANDED, session->leased[GROUP_BOOKING]);
}

static void see_who_begins(void)
{
	for (int number = 1; number <= centre->session_count; number++)
		if (centre->sessions[number].starts_ms > seen_ms &&
			centre->sessions[number].starts_ms <= now_ms)
			count_stranded(number);
	seen_ms = now_ms;
}

int64_t staff_due_ms(void)
{
	return due_ms;
}

void staff_begin(void)
{
	due_ms = next_session_ms = seen_ms = now_ms;
	for (int i = 0; i < 5; i++)
		add_session();
}

void staff_run(void)
{
	int number = any_session();

	due_ms = now_ms + chance_ms(3 * (int64_t)MINUTE_MS);
	if (restores_programme_is_missing())
		return;
	see_who_begins();
	if (now_ms >= next_session_ms) {
		next_session_ms = now_ms + chance_ms(80 * (int64_t)MINUTE_MS);
		add_session();
	}
	if (one_in(8))
		centre->global_head++;
	if (number == 0)
		return;
	if (fault_strikes(FAULT_CUT_PLACES, 2))
		cut_places(number);
	if (fault_strikes(FAULT_CANCEL_SESSION, 60))
		centre_cancel_session(number);
	else if (fault_strikes(FAULT_MOVE_SESSION, 8))
		move_session(number);
	else if (fault_strikes(FAULT_SOLD_ELSEWHERE, 5))
		sell_elsewhere(number);
	if (fault_strikes(FAULT_CANCELLED_ELSEWHERE, 3))
		give_up_elsewhere();
}
