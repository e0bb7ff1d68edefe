-- The bookings: places and who has them. A kiosk sells from a lease, so that it can promise a place
-- while it is offline; who finds none waits in line.

-- ---- places ----

CREATE FUNCTION core.free_places(p_session core.session, p_pool text) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN CASE p_pool
	WHEN 'door' THEN (p_session).door_places - (p_session).door_used - (p_session).door_leased
	ELSE (p_session).places - (p_session).confirmed - (p_session).leased END;

-- The first lock of whoever writes to a branch, so that no two wait for each other.
CREATE FUNCTION core.lock_branch(p_branch text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM core.branch WHERE branch = p_branch FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION core.lock_session(p_session uuid) RETURNS core.session LANGUAGE plpgsql AS $$
DECLARE
	v_found core.session;
BEGIN
	SELECT * INTO v_found FROM core.session WHERE session = p_session FOR UPDATE;
	RETURN v_found;
END $$;

-- A demo centre lives in its kiosks' time, a real one in its own.
CREATE FUNCTION core.this_moment() RETURNS timestamptz LANGUAGE sql STABLE
RETURN (SELECT coalesce(demo_now, statement_timestamp()) FROM core.site);

-- A cut of places waited for what was promised: what comes free is not given out again.
CREATE FUNCTION core.cut_places(p_session uuid) RETURNS core.session LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
BEGIN
	UPDATE core.session SET places = greatest(places_wanted, confirmed + leased), revision = revision + 1
	WHERE session = p_session AND places > greatest(places_wanted, confirmed + leased);
	IF FOUND THEN
		PERFORM core.tell_session(p_session);
	END IF;
	SELECT * INTO v_session FROM core.session WHERE session = p_session;
	RETURN v_session;
END $$;

-- Each who waits hears how many families are before them, when that has changed; from 21 on it is
-- "more than 20", so that a change at the head of the longest line tells 22 rows and no more. Who is
-- passed over is before nobody, and is told nothing.
CREATE FUNCTION core.tell_line(p_session core.session) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid;
BEGIN
	FOR v_booking IN
		UPDATE core.booking b SET before = line.before, revision = revision + 1
		FROM (SELECT booking, CASE WHEN people <= p_session.places THEN least(21, count(*)
				FILTER (WHERE people <= p_session.places) OVER (ORDER BY arrival) - 1) END AS before
			FROM core.booking WHERE session = p_session.session AND state = 'waiting') line
		WHERE b.booking = line.booking AND b.before IS DISTINCT FROM line.before
		RETURNING b.booking
	LOOP
		PERFORM core.tell_booking(v_booking);
	END LOOP;
END $$;

-- First come, first served, a party whole or not at all; who is at the head is not overtaken. A
-- party larger than the session is passed over: it would stand there for ever. Once the session has
-- begun nobody gets a place who was not there to hear of it, and would be counted as staying away.
-- The session's row is locked by the caller.
CREATE FUNCTION core.promote(p_session uuid, p_at timestamptz DEFAULT core.this_moment()) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session := core.cut_places(p_session);
	v_booking core.booking;
	v_free integer := core.free_places(v_session, 'booking');
BEGIN
	IF v_session.cancelled THEN
		RETURN;
	END IF;
	FOR v_booking IN SELECT * FROM core.booking
		WHERE session = p_session AND state = 'waiting' AND people <= v_session.places
			AND p_at < v_session.starts_at
		ORDER BY arrival FOR UPDATE
	LOOP
		EXIT WHEN v_booking.people > v_free;
		v_free := v_free - v_booking.people;
		UPDATE core.session SET confirmed = confirmed + v_booking.people WHERE session = p_session;
		UPDATE core.booking SET state = 'confirmed', promoted_at = p_at, revision = revision + 1
		WHERE booking = v_booking.booking;
		PERFORM core.tell_booking(v_booking.booking);
	END LOOP;
	PERFORM core.tell_line(v_session);
END $$;

-- Somebody waits and the places lie at kiosks: ask for them back, once.
CREATE FUNCTION core.recall_leases(p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
BEGIN
	FOR v_lease IN UPDATE core.lease SET recalled = true
		WHERE session = p_session AND state = 'open' AND pool = 'booking' AND NOT recalled
		RETURNING *
	LOOP
		PERFORM core.tell('kiosk:' || v_lease.kiosk, 'recall', v_lease.lease::text, 1,
			jsonb_build_object('lease', v_lease.lease));
	END LOOP;
END $$;

-- One lease pays a whole party or nothing. The same as places_pay() of kiosk/rules/places.c;
-- tests/cases judges both.
CREATE FUNCTION core.lease_pays(p_lease core.lease, p_pool text, p_people integer) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN (p_lease).pool = p_pool AND (p_lease).state = 'open'
	AND (p_lease).granted - (p_lease).spent >= p_people;

-- Takes `p_people` from an open lease of this kiosk on this session. False: it holds too few.
CREATE FUNCTION core.spend(
	p_change core.arrival, p_lease uuid, p_session uuid, p_pool text, p_people integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.lease SET spent = spent + p_people
	WHERE lease = p_lease AND kiosk = p_change.kiosk AND session = p_session
		AND core.lease_pays(lease.*, p_pool, p_people);
	RETURN FOUND;
END $$;

-- As much as is free, but at one kiosk no more than its share of the session, and nothing past
-- people who wait.
CREATE FUNCTION core.lease_grant(p_change core.arrival, p_session core.session, p_pool text, p_ask integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	v_held integer;
	v_share integer;
BEGIN
	IF p_pool = 'booking' AND EXISTS (SELECT FROM core.booking WHERE session = p_session.session
		AND state = 'waiting' AND people <= p_session.places) THEN
		RETURN 0;
	END IF;
	SELECT coalesce(sum(granted - spent), 0) INTO v_held FROM core.lease
	WHERE session = p_session.session AND kiosk = p_change.kiosk AND pool = p_pool AND state = 'open';
	SELECT ceil((CASE p_pool WHEN 'door' THEN p_session.door_places ELSE p_session.places END)
		* lease_share_percent / 100.0) INTO v_share FROM core.site;
	RETURN greatest(0, least(coalesce(p_ask, 0), core.free_places(p_session, p_pool), v_share - v_held));
END $$;

-- The session's row is locked by the caller.
CREATE FUNCTION core.open_lease(p_lease uuid, p_kiosk integer, p_session uuid, p_pool text,
	p_places integer, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.session SET
		leased = leased + CASE p_pool WHEN 'booking' THEN p_places ELSE 0 END,
		door_leased = door_leased + CASE p_pool WHEN 'door' THEN p_places ELSE 0 END
	WHERE session = p_session;
	INSERT INTO core.lease (lease, kiosk, session, pool, granted, granted_at)
	VALUES (p_lease, p_kiosk, p_session, p_pool, p_places, p_now);
END $$;

CREATE FUNCTION core.apply_lease_request(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_pool text := p_change.body->>'pool';
	v_session core.session;
	v_granted integer;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF v_session.cancelled THEN
		RETURN core.answered('accepted', 'session-cancelled', '{"places": 0}');
	END IF;
	v_granted := core.lease_grant(p_change, v_session, v_pool, (p_change.body->>'places')::integer);
	IF v_granted = 0 THEN
		RETURN core.answered('accepted', 'no-places', '{"places": 0}');
	END IF;
	PERFORM core.open_lease(p_change.id, p_change.kiosk, v_session.session, v_pool, v_granted,
		p_change.now);
	RETURN core.answered('accepted', '', jsonb_build_object('places', v_granted));
END $$;

-- What is left of an open lease goes to who waits; how many places that was. The session's row is
-- locked by the caller.
CREATE FUNCTION core.close_lease(p_lease core.lease) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	v_back integer := p_lease.granted - p_lease.spent;
BEGIN
	UPDATE core.lease SET state = 'closed' WHERE lease = p_lease.lease;
	UPDATE core.session SET
		leased = leased - CASE p_lease.pool WHEN 'booking' THEN v_back ELSE 0 END,
		door_leased = door_leased - CASE p_lease.pool WHEN 'door' THEN v_back ELSE 0 END
	WHERE session = p_lease.session;
	PERFORM core.promote(p_lease.session);
	RETURN v_back;
END $$;

CREATE FUNCTION core.apply_lease_close(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
BEGIN
	SELECT * INTO v_lease FROM core.lease
	WHERE lease = (p_change.body->>'lease')::uuid AND kiosk = p_change.kiosk;
	IF NOT FOUND THEN
		RETURN core.answered('refused', 'no-lease');
	END IF;
	PERFORM core.lock_session(v_lease.session);
	SELECT * INTO v_lease FROM core.lease WHERE lease = v_lease.lease FOR UPDATE;
	IF v_lease.state = 'closed' THEN
		RETURN core.answered('known');
	END IF;
	RETURN core.answered('accepted', '', jsonb_build_object('places', core.close_lease(v_lease)));
END $$;

-- ---- booking ----

CREATE FUNCTION core.add_booking(
	p_change core.arrival, p_session uuid, p_state text, p_party core.party, p_merged_into uuid)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := (p_change.body->>'booking')::uuid;
	v_arrival integer;
BEGIN
	UPDATE core.session SET arrivals = arrivals + 1 WHERE session = p_session
	RETURNING arrivals INTO v_arrival;
	INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies,
		prams, wheelchairs, code, language, arrival, made_at, merged_into)
	VALUES (v_booking, p_session, p_change.kiosk, (p_change.body->>'holder')::uuid, p_state,
		p_party.adults, p_party.children, p_party.babies, p_party.prams, p_party.wheelchairs,
		coalesce(p_change.body->>'code', ''), coalesce(p_change.body->>'language', ''),
		v_arrival, p_change.at, p_merged_into);
	RETURN v_booking;
END $$;

-- The same holder booked the same session at two kiosks that could not know of each other: one
-- booking, with the larger of the two promises; both tickets stay good. The places that the second
-- kiosk spent beyond that go back.
CREATE FUNCTION core.merge_booking(
	p_change core.arrival, p_first core.booking, p_party core.party, p_spent integer)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_more integer := greatest(p_first.adults, p_party.adults)
		+ greatest(p_first.children, p_party.children)
		+ greatest(p_first.babies, p_party.babies) - p_first.people;
BEGIN
	v_more := CASE WHEN p_first.state = 'confirmed' AND v_more <= p_spent THEN v_more ELSE 0 END;
	UPDATE core.session SET leased = leased - p_spent, confirmed = confirmed + v_more
	WHERE session = p_first.session;
	PERFORM core.add_booking(p_change, p_first.session, 'merged', p_party, p_first.booking);
	IF v_more > 0 THEN
		UPDATE core.booking SET adults = greatest(adults, p_party.adults),
			children = greatest(children, p_party.children), babies = greatest(babies, p_party.babies),
			prams = greatest(prams, p_party.prams),
			wheelchairs = greatest(wheelchairs, p_party.wheelchairs), revision = revision + 1
		WHERE booking = p_first.booking;
		PERFORM core.tell_booking(p_first.booking);
	END IF;
	PERFORM core.promote(p_first.session);
	RETURN core.answered('known', 'booked-already', jsonb_build_object('booking', p_first.booking));
END $$;

CREATE FUNCTION core.live_booking(p_holder uuid, p_session uuid, p_state text) RETURNS core.booking
LANGUAGE plpgsql AS $$
DECLARE
	v_found core.booking;
BEGIN
	IF p_holder IS NULL THEN
		RETURN NULL;
	END IF;
	-- The list of states is the index's own condition: without it the whole table is read.
	SELECT * INTO v_found FROM core.booking
	WHERE holder = p_holder AND session = p_session AND state = p_state
		AND state IN ('confirmed', 'waiting')
	ORDER BY arrival LIMIT 1 FOR UPDATE;
	RETURN v_found;
END $$;

-- On the waiting list, and at once off it again where there is room: at the moment when the visitor
-- pressed Continue. Whose screen said "booked" has nothing to hear of.
CREATE FUNCTION core.wait_for_places(p_change core.arrival, p_session core.session, p_party core.party)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := core.add_booking(p_change, p_session.session, 'waiting', p_party, NULL);
	v_now core.booking;
BEGIN
	PERFORM core.promote(p_session.session, p_change.at);
	SELECT * INTO v_now FROM core.booking WHERE booking = v_booking;
	IF v_now.state = 'confirmed' THEN
		UPDATE core.booking SET promoted_at = NULL WHERE booking = v_booking AND p_change.kind = 'book';
		RETURN core.answered('accepted', '', '{"state": "confirmed"}');
	ELSIF v_now.before IS NULL THEN
		PERFORM core.tell_booking(v_booking);
	END IF;
	PERFORM core.recall_leases(p_session.session);
	RETURN core.answered('waiting', '', '{"state": "waiting"}');
END $$;

-- A booking that was cancelled elsewhere before it arrived: nobody comes, the places go back.
CREATE FUNCTION core.cancel_on_arrival(
	p_change core.arrival, p_session uuid, p_party core.party, p_spent integer)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := core.add_booking(p_change, p_session, 'cancelled', p_party, NULL);
BEGIN
	UPDATE core.session SET leased = leased - p_spent WHERE session = p_session;
	PERFORM core.tell_booking(v_booking);
	PERFORM core.promote(p_session);
	RETURN core.answered('known', 'cancelled-already');
END $$;

-- May this be booked, at the moment when the visitor pressed Continue? '' or why not. The same as
-- booking_decide() of kiosk/rules/booking.c; tests/cases judges both. Whether the card is blocked is
-- not asked here: the kiosk that saw the card did, and a later block is asked about at check-in.
CREATE FUNCTION core.may_be_booked(
	p_session core.session, p_party core.party, p_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
	WHEN (p_session).cancelled THEN 'session-cancelled'
	WHEN (p_session).admission = 'drop-in' THEN 'drop-in'
	WHEN p_at >= (p_session).starts_at THEN 'started'
	WHEN p_at < core.instant((p_session).booking_opens_ms) THEN 'not-open-yet'
	WHEN p_at >= core.instant((p_session).booking_closes_ms) THEN 'booking-closed'
	WHEN NOT core.is_party(p_party) THEN 'not-a-party'
	WHEN core.people(p_party) > (p_session).places THEN 'more-people-than-places'
	WHEN core.people(p_party) > (p_session).largest_party THEN 'party-too-large'
	ELSE '' END;

-- What the library wishes for fairness, not what a room can hold. A kiosk that had not heard of it yet
-- promised the places: the promise stands, and staff are told.
CREATE FUNCTION core.is_a_wish(p_refusal text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_refusal IN ('not-open-yet', 'booking-closed', 'party-too-large');

-- `book` spends a lease, `wait` does not. A lease that is over-spent (a copied disk) makes no place:
-- its people wait first in line for what is free, and staff are told. What may not be booked spends
-- nothing: the kiosk counts those places as gone, and the whole rest comes back when it closes the
-- lease.
CREATE FUNCTION core.apply_book(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_people integer := core.people(v_party);
	v_booking uuid := (p_change.body->>'booking')::uuid;
	v_session core.session;
	v_first core.booking;
	v_spent integer := 0;
	v_refusal text;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.booking WHERE booking = v_booking) THEN
		RETURN core.answered('known');
	END IF;
	v_refusal := core.may_be_booked(v_session, v_party, p_change.at);
	IF core.is_a_wish(v_refusal) THEN
		PERFORM core.note_exception(p_change, v_refusal, v_booking);
	ELSIF v_refusal <> '' THEN
		RETURN core.answered('refused', v_refusal);
	END IF;
	IF p_change.kind = 'book' THEN
		IF core.spend(p_change, (p_change.body->>'lease')::uuid, v_session.session, 'booking', v_people) THEN
			v_spent := v_people;
		ELSE
			PERFORM core.note_exception(p_change, 'lease-overspent', v_booking);
		END IF;
	END IF;
	IF EXISTS (SELECT FROM core.cancelled_early
		WHERE branch = p_change.branch AND booking = v_booking) THEN
		RETURN core.cancel_on_arrival(p_change, v_session.session, v_party, v_spent);
	END IF;
	v_first := core.live_booking((p_change.body->>'holder')::uuid, v_session.session, 'confirmed');
	IF v_first.booking IS NOT NULL THEN
		RETURN core.merge_booking(p_change, v_first, v_party, v_spent);
	END IF;
	v_first := core.live_booking((p_change.body->>'holder')::uuid, v_session.session, 'waiting');
	IF v_first.booking IS NOT NULL AND v_spent = 0 THEN
		RETURN core.merge_booking(p_change, v_first, v_party, 0);
	ELSIF v_spent = 0 THEN
		RETURN core.wait_for_places(p_change, v_session, v_party);
	END IF;
	UPDATE core.session SET leased = leased - v_people, confirmed = confirmed + v_people
	WHERE session = v_session.session;
	PERFORM core.tell_booking(core.add_booking(p_change, v_session.session, 'confirmed', v_party, NULL));
	IF v_first.booking IS NOT NULL THEN
		PERFORM core.merge_into_confirmed(v_first, v_booking);
	END IF;
	RETURN core.answered('accepted');
END $$;

-- Waited at one kiosk and booked at another: the booking stands, the wait is over.
CREATE FUNCTION core.merge_into_confirmed(p_waiting core.booking, p_confirmed uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.booking SET state = 'merged', merged_into = p_confirmed, revision = revision + 1
	WHERE booking = p_waiting.booking;
	PERFORM core.promote(p_waiting.session);
END $$;

CREATE FUNCTION core.standing_booking(p_booking uuid) RETURNS core.booking LANGUAGE plpgsql AS $$
DECLARE
	v_found core.booking;
BEGIN
	SELECT stands.* INTO v_found FROM core.booking named
	JOIN core.booking stands ON stands.booking = coalesce(named.merged_into, named.booking)
	WHERE named.booking = p_booking;
	RETURN v_found;
END $$;

CREATE FUNCTION core.is_inside(p_booking core.booking) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.attendance WHERE booking = (p_booking).booking
	AND session = (p_booking).session AND undone_at IS NULL);

-- A live booking is over and its places are free. Its row is locked by the caller, and its session's.
CREATE FUNCTION core.let_go(p_booking core.booking) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.session SET confirmed = confirmed - p_booking.people
	WHERE session = p_booking.session AND p_booking.state = 'confirmed';
	UPDATE core.booking SET state = 'cancelled', revision = revision + 1
	WHERE booking = p_booking.booking;
	PERFORM core.tell_booking(p_booking.booking);
	PERFORM core.promote(p_booking.session);
END $$;

CREATE FUNCTION core.apply_cancel(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_named uuid := (p_change.body->>'booking')::uuid;
	v_booking core.booking := core.standing_booking(v_named);
	v_session core.session;
BEGIN
	IF v_booking.booking IS NULL THEN
		INSERT INTO core.cancelled_early (branch, booking, cancelled_at)
		VALUES (p_change.branch, v_named, p_change.at)
		ON CONFLICT DO NOTHING;
		RETURN core.answered('accepted', 'not-here-yet');
	END IF;
	v_session := core.lock_session(v_booking.session);
	IF v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	IF v_booking.state = 'cancelled' THEN
		RETURN core.answered('known');
	ELSIF core.is_inside(v_booking) THEN
		RETURN core.answered('refused', 'here-already');
	END IF;
	PERFORM core.let_go(v_booking);
	RETURN core.answered('accepted');
END $$;

-- A guest held a card near after booking: the booking is the holder's from now on, with its places as
-- they are. Who has booked the session already keeps both: the ticket of this one stays a guest's.
CREATE FUNCTION core.apply_put_on_card(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_holder uuid := (p_change.body->>'holder')::uuid;
	v_booking core.booking := core.standing_booking((p_change.body->>'booking')::uuid);
BEGIN
	IF v_booking.booking IS NULL OR v_holder IS NULL THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	PERFORM core.lock_session(v_booking.session);
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	IF v_booking.state = 'cancelled' OR v_booking.holder = v_holder THEN
		RETURN core.answered('known');
	ELSIF v_booking.holder IS NOT NULL THEN
		RETURN core.answered('refused', 'on-a-card-already');
	ELSIF EXISTS (SELECT FROM core.booking WHERE holder = v_holder AND session = v_booking.session
		AND state IN ('confirmed', 'waiting')) THEN
		RETURN core.answered('refused', 'booked-already');
	END IF;
	UPDATE core.booking SET holder = v_holder, revision = revision + 1
	WHERE booking = v_booking.booking;
	PERFORM core.tell_booking(v_booking.booking);
	RETURN core.answered('accepted');
END $$;

-- ---- changing a booking ----

-- A change that is refused leaves the booking as it is; kiosks hear how that is, for the one that sent
-- the change has shown it otherwise.
CREATE FUNCTION core.stands_as_it_is(p_booking core.booking, p_reason text) RETURNS core.answer
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.booking SET revision = revision + 1 WHERE booking = p_booking.booking;
	PERFORM core.tell_booking(p_booking.booking);
	RETURN core.answered('refused', p_reason);
END $$;

CREATE FUNCTION core.party_of(p_booking core.booking) RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW((p_booking).adults, (p_booking).children, (p_booking).babies, (p_booking).prams,
	(p_booking).wheelchairs)::core.party;

-- Why a booking cannot be changed or given for another day: '' or a reason. What was changed at another
-- kiosk first stands. The same as booking_change_refusal() of kiosk/rules/booking.c; tests/cases judges
-- both.
CREATE FUNCTION core.may_be_changed(
	p_state text, p_inside boolean, p_starts timestamptz, p_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
	WHEN p_state NOT IN ('confirmed', 'waiting') THEN 'changed-already'
	WHEN p_inside THEN 'here-already'
	WHEN p_at >= p_starts THEN 'started'
	ELSE '' END;

-- More or fewer people. A lease pays for the more; what becomes free goes to who waits. Who waits keeps
-- the place in the line.
CREATE FUNCTION core.apply_change_party(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_booking core.booking := core.standing_booking((p_change.body->>'booking')::uuid);
	v_session core.session := core.lock_session(v_booking.session);
	v_refusal text;
	v_more integer;
BEGIN
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	v_more := CASE v_booking.state WHEN 'confirmed' THEN core.people(v_party) - v_booking.people ELSE 0 END;
	v_refusal := coalesce(
		nullif(core.may_be_changed(v_booking.state, core.is_inside(v_booking), v_session.starts_at,
			p_change.at), ''),
		CASE WHEN core.party_of(v_booking) = v_party THEN 'known'
			WHEN core.party_of(v_booking) <> core.read_party(p_change.body->'was') THEN 'changed-already' END,
		core.may_be_booked(v_session, v_party, p_change.at));
	IF v_refusal = 'known' THEN
		RETURN core.answered('known');
	ELSIF v_refusal <> '' THEN
		RETURN core.stands_as_it_is(v_booking, v_refusal);
	ELSIF v_more > 0 AND NOT core.spend(p_change, (p_change.body->>'lease')::uuid, v_session.session,
		'booking', v_more) THEN
		RETURN core.stands_as_it_is(v_booking, 'no-places');
	END IF;
	UPDATE core.session SET confirmed = confirmed + v_more, leased = leased - greatest(v_more, 0)
	WHERE session = v_session.session;
	UPDATE core.booking SET adults = v_party.adults, children = v_party.children,
		babies = v_party.babies, prams = v_party.prams, wheelchairs = v_party.wheelchairs,
		revision = revision + 1
	WHERE booking = v_booking.booking;
	PERFORM core.tell_booking(v_booking.booking);
	PERFORM core.promote(v_session.session);
	RETURN core.answered('accepted');
END $$;

-- Refused: the new one is never made, and what would follow from it neither; the old one stands.
CREATE FUNCTION core.move_refused(p_change core.arrival, p_from core.booking, p_reason text)
RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.cancelled_early (branch, booking, cancelled_at)
	VALUES (p_change.branch, (p_change.body->>'booking')::uuid, p_change.at) ON CONFLICT DO NOTHING;
	RETURN core.stands_as_it_is(p_from, p_reason);
END $$;

-- The new booking's places are paid, the old one's become free, in this one step. The old one may be
-- on its way from another kiosk (after a restore): then it is cancelled before it arrives.
CREATE FUNCTION core.do_move(p_change core.arrival, p_from core.booking, p_session core.session,
	p_party core.party) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_id uuid;
	v_new core.booking;
BEGIN
	UPDATE core.session SET leased = leased - core.people(p_party),
		confirmed = confirmed + core.people(p_party)
	WHERE session = p_session.session;
	IF p_from.booking IS NULL THEN
		INSERT INTO core.cancelled_early (branch, booking, cancelled_at)
		VALUES (p_change.branch, (p_change.body->>'from')::uuid, p_change.at) ON CONFLICT DO NOTHING;
	ELSE
		PERFORM core.let_go(p_from);
		p_change.body := jsonb_set(p_change.body, '{holder}', coalesce(to_jsonb(p_from.holder), 'null'));
	END IF;
	v_id := core.add_booking(p_change, p_session.session, 'confirmed', p_party, NULL);
	PERFORM core.tell_booking(v_id);
	SELECT * INTO v_new FROM core.booking WHERE booking = v_id;
	IF EXISTS (SELECT FROM core.cancelled_early
		WHERE branch = p_change.branch AND booking = v_new.booking) THEN
		PERFORM core.let_go(v_new);
	END IF;
	RETURN core.answered('accepted');
END $$;

-- Whose old booking was changed elsewhere first gets no second one.
CREATE FUNCTION core.apply_move(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_from core.booking := core.standing_booking((p_change.body->>'from')::uuid);
	v_old core.session := core.lock_session(v_from.session);
	v_session core.session := core.lock_session((p_change.body->>'session')::uuid);
	v_holder uuid := coalesce(v_from.holder, (p_change.body->>'holder')::uuid);
	v_refusal text;
BEGIN
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch
		OR v_old.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.booking WHERE booking = (p_change.body->>'booking')::uuid) THEN
		RETURN core.answered('known');
	END IF;
	SELECT * INTO v_from FROM core.booking WHERE booking = v_from.booking FOR UPDATE;
	v_refusal := coalesce(
		CASE WHEN v_from.booking IS NOT NULL
			THEN nullif(core.may_be_changed(v_from.state, core.is_inside(v_from),
				v_old.starts_at, p_change.at), '')
			WHEN EXISTS (SELECT FROM core.cancelled_early WHERE branch = p_change.branch
				AND booking = (p_change.body->>'from')::uuid) THEN 'changed-already' END,
		nullif(core.may_be_booked(v_session, v_party, p_change.at), ''),
		CASE WHEN EXISTS (SELECT FROM core.booking WHERE holder = v_holder
			AND session = v_session.session AND state IN ('confirmed', 'waiting')) THEN 'booked-already'
			WHEN NOT core.spend(p_change, (p_change.body->>'lease')::uuid, v_session.session, 'booking',
				core.people(v_party)) THEN 'no-places' END);
	IF v_refusal IS NOT NULL THEN
		RETURN core.move_refused(p_change, v_from, v_refusal);
	END IF;
	RETURN core.do_move(p_change, v_from, v_session, v_party);
END $$;
