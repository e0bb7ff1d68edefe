-- What each kind of change does (kiosk/rules/change.h). Every function here is inner: it is called
-- by api.push under the kiosk's row lock, in a subtransaction of its own, and says what became of
-- the change. An error that is not of the weather (a full disk, a lost connection) quarantines the
-- one change and the log moves on.

CREATE TYPE core.answer AS (verdict text, reason text, result jsonb);

-- A change on its way: who sent it, when the centre took it, and what it says.
CREATE TYPE core.arrival AS (
	kiosk integer, branch text, seq bigint, now timestamptz,
	id uuid, kind text, at timestamptz, body jsonb);

CREATE TYPE core.party AS (
	adults integer, children integer, babies integer, prams integer, wheelchairs integer);

CREATE FUNCTION core.answered(p_verdict text, p_reason text DEFAULT '', p_result jsonb DEFAULT NULL)
RETURNS core.answer LANGUAGE sql IMMUTABLE
RETURN ROW(p_verdict, p_reason, p_result)::core.answer;

CREATE FUNCTION core.instant(p_ms bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT
RETURN to_timestamp(p_ms / 1000.0);

CREATE FUNCTION core.ms(p_at timestamptz) RETURNS bigint LANGUAGE sql STABLE
RETURN floor(extract(epoch FROM p_at) * 1000)::bigint;

-- Every count within 0..20 and at least one person: what a kiosk's steppers can say.
CREATE FUNCTION core.read_party(p_party jsonb) RETURNS core.party LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	v_party core.party := jsonb_populate_record(
		ROW(0, 0, 0, 0, 0)::core.party, p_party);
BEGIN
	IF v_party.adults + v_party.children + v_party.babies < 1
		OR NOT (v_party.adults BETWEEN 0 AND 20 AND v_party.children BETWEEN 0 AND 20
			AND v_party.babies BETWEEN 0 AND 20 AND v_party.prams BETWEEN 0 AND 20
			AND v_party.wheelchairs BETWEEN 0 AND 20) THEN
		RAISE EXCEPTION 'not a party' USING ERRCODE = 'data_exception';
	END IF;
	RETURN v_party;
END $$;

CREATE FUNCTION core.people(p_party core.party) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (p_party).adults + (p_party).children + (p_party).babies;

CREATE FUNCTION core.note_exception(p_change core.arrival, p_reason text, p_about uuid)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at)
	VALUES (p_change.kiosk, p_change.seq, coalesce(p_change.kind, ''), p_reason, p_about, p_change.now);
END $$;

-- ---- feed rows: written after the entity's row lock was taken, so that revisions only grow ----

CREATE FUNCTION core.tell(
	p_stream text, p_kind text, p_key text, p_revision bigint, p_body jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	VALUES (p_stream, p_kind, p_key, p_revision, p_body);
END $$;

-- What kiosks of the branch hear of a booking.
CREATE VIEW core.booking_news AS
SELECT b.booking, 'branch:' || s.branch AS stream, b.revision, jsonb_strip_nulls(jsonb_build_object(
		'session', b.session, 'state', b.state, 'holder', b.holder, 'code', b.code,
		'made_ms', core.ms(b.made_at), 'kiosk', b.kiosk,
		'party', jsonb_build_object('adults', b.adults, 'children', b.children,
			'babies', b.babies, 'prams', b.prams, 'wheelchairs', b.wheelchairs),
		'here_ms', (SELECT core.ms(min(a.came_at)) FROM core.attendance a
			WHERE a.booking = b.booking AND a.counted AND a.undone_at IS NULL))) AS body
FROM core.booking b JOIN core.session s USING (session);

CREATE FUNCTION core.tell_booking(p_booking uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT stream, 'booking', booking::text, revision, body FROM core.booking_news
	WHERE booking = p_booking;
END $$;

CREATE FUNCTION core.tell_session(p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || branch, 'session', session::text, revision, jsonb_build_object(
		'title', title, 'room', room, 'about', about, 'icon', icon, 'theme', theme,
		'starts_ms', core.ms(starts_at), 'ends_ms', core.ms(ends_at),
		'opens_ms', core.ms(opens_at), 'closes_ms', core.ms(closes_at),
		'admission', admission, 'asks', asks, 'places', places, 'door_places', door_places,
		'cancelled', cancelled)
	FROM core.session WHERE session = p_session;
END $$;

CREATE FUNCTION core.tell_token(p_branch text, p_index text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || branch, 'holder', index, revision, jsonb_build_object(
		'index', index, 'holder', holder, 'greeting', greeting, 'status', status)
	FROM core.token WHERE branch = p_branch AND index = p_index;
END $$;

-- ---- places ----

CREATE FUNCTION core.free_places(p_session core.session, p_pool text) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN CASE p_pool
	WHEN 'door' THEN (p_session).door_places - (p_session).door_used - (p_session).door_leased
	ELSE (p_session).places - (p_session).confirmed - (p_session).leased END;

CREATE FUNCTION core.lock_session(p_session uuid) RETURNS core.session LANGUAGE plpgsql AS $$
DECLARE
	v_found core.session;
BEGIN
	SELECT * INTO v_found FROM core.session WHERE session = p_session FOR UPDATE;
	RETURN v_found;
END $$;

-- First come, first served, a party whole or not at all; who is at the head is not overtaken. A
-- party larger than the session is passed over: it would stand there for ever.
-- The session's row is locked by the caller.
CREATE FUNCTION core.promote(p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
	v_booking core.booking;
	v_free integer;
BEGIN
	SELECT * INTO v_session FROM core.session WHERE session = p_session;
	v_free := core.free_places(v_session, 'booking');
	IF v_session.cancelled THEN
		RETURN;
	END IF;
	FOR v_booking IN SELECT * FROM core.booking
		WHERE session = p_session AND state = 'waiting' AND people <= v_session.places
		ORDER BY arrival FOR UPDATE
	LOOP
		EXIT WHEN v_booking.people > v_free;
		v_free := v_free - v_booking.people;
		UPDATE core.session SET confirmed = confirmed + v_booking.people WHERE session = p_session;
		UPDATE core.booking SET state = 'confirmed', revision = revision + 1
		WHERE booking = v_booking.booking;
		PERFORM core.tell_booking(v_booking.booking);
	END LOOP;
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

-- Takes `p_people` from an open lease of this kiosk on this session. False: it holds too few.
CREATE FUNCTION core.spend(
	p_change core.arrival, p_lease uuid, p_session uuid, p_pool text, p_people integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.lease SET spent = spent + p_people
	WHERE lease = p_lease AND kiosk = p_change.kiosk AND session = p_session AND pool = p_pool
		AND state = 'open' AND granted - spent >= p_people;
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
	RETURN greatest(0, least(p_ask, core.free_places(p_session, p_pool), v_share - v_held));
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

CREATE FUNCTION core.apply_lease_close(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
	v_back integer;
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
	v_back := v_lease.granted - v_lease.spent;
	UPDATE core.lease SET state = 'closed' WHERE lease = v_lease.lease;
	UPDATE core.session SET
		leased = leased - CASE v_lease.pool WHEN 'booking' THEN v_back ELSE 0 END,
		door_leased = door_leased - CASE v_lease.pool WHEN 'door' THEN v_back ELSE 0 END
	WHERE session = v_lease.session;
	PERFORM core.promote(v_lease.session);
	RETURN core.answered('accepted', '', jsonb_build_object('places', v_back));
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
	SELECT * INTO v_found FROM core.booking
	WHERE holder = p_holder AND session = p_session AND state = p_state
	ORDER BY arrival LIMIT 1 FOR UPDATE;
	RETURN v_found;
END $$;

-- On the waiting list, and at once off it again where there is room.
CREATE FUNCTION core.wait_for_places(p_change core.arrival, p_session core.session, p_party core.party)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := core.add_booking(p_change, p_session.session, 'waiting', p_party, NULL);
	v_state text;
BEGIN
	PERFORM core.promote(p_session.session);
	SELECT state INTO v_state FROM core.booking WHERE booking = v_booking;
	IF v_state = 'confirmed' THEN
		RETURN core.answered('accepted', '', '{"state": "confirmed"}');
	END IF;
	PERFORM core.tell_booking(v_booking);
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

-- `book` spends a lease, `wait` does not. A lease that is over-spent (a copied disk) makes no place:
-- its people wait first in line for what is free, and staff are told.
CREATE FUNCTION core.apply_book(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_people integer := core.people(v_party);
	v_booking uuid := (p_change.body->>'booking')::uuid;
	v_session core.session;
	v_first core.booking;
	v_spent integer := 0;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.booking WHERE booking = v_booking) THEN
		RETURN core.answered('known');
	ELSIF v_session.cancelled THEN
		RETURN core.answered('refused', 'session-cancelled');
	END IF;
	IF p_change.kind = 'book' THEN
		IF core.spend(p_change, (p_change.body->>'lease')::uuid, v_session.session, 'booking', v_people) THEN
			v_spent := v_people;
		ELSE
			PERFORM core.note_exception(p_change, 'lease-overspent', v_booking);
		END IF;
	END IF;
	IF EXISTS (SELECT FROM core.cancelled_early WHERE booking = v_booking) THEN
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
		IF v_people > v_session.places THEN
			RETURN core.answered('refused', 'more-people-than-places');
		END IF;
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

CREATE FUNCTION core.apply_cancel(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_named uuid := (p_change.body->>'booking')::uuid;
	v_booking core.booking := core.standing_booking(v_named);
BEGIN
	IF v_booking.booking IS NULL THEN
		INSERT INTO core.cancelled_early (booking, cancelled_at) VALUES (v_named, p_change.at)
		ON CONFLICT DO NOTHING;
		RETURN core.answered('accepted', 'not-here-yet');
	END IF;
	PERFORM core.lock_session(v_booking.session);
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	IF v_booking.state = 'cancelled' THEN
		RETURN core.answered('known');
	ELSIF EXISTS (SELECT FROM core.attendance
		WHERE booking = v_booking.booking AND undone_at IS NULL) THEN
		RETURN core.answered('refused', 'here-already');
	END IF;
	UPDATE core.session SET confirmed = confirmed - v_booking.people
	WHERE session = v_booking.session AND v_booking.state = 'confirmed';
	UPDATE core.booking SET state = 'cancelled', revision = revision + 1
	WHERE booking = v_booking.booking;
	PERFORM core.tell_booking(v_booking.booking);
	PERFORM core.promote(v_booking.session);
	RETURN core.answered('accepted');
END $$;

-- ---- attendance ----

-- People are in the room already: what the door lease does not cover is told to staff, and the
-- count of places stays true to the lease.
CREATE FUNCTION core.spend_at_the_door(p_change core.arrival, p_session uuid, p_lease uuid, p_extra integer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF p_extra = 0 THEN
		RETURN;
	ELSIF core.spend(p_change, p_lease, p_session, 'door', p_extra) THEN
		UPDATE core.session SET door_leased = door_leased - p_extra, door_used = door_used + p_extra
		WHERE session = p_session;
	ELSE
		PERFORM core.note_exception(p_change, 'door-lease-overspent', p_session);
	END IF;
END $$;

-- The attendance that stands for the same booking, or the same holder at the same session. Two
-- questions and not one with OR: each has its index, however little the planner knows yet.
CREATE FUNCTION core.standing_attendance(p_booking uuid, p_holder uuid, p_session uuid)
RETURNS core.attendance LANGUAGE plpgsql AS $$
DECLARE
	v_found core.attendance;
BEGIN
	SELECT * INTO v_found FROM core.attendance
	WHERE booking = p_booking AND counted AND undone_at IS NULL LIMIT 1;
	IF NOT FOUND AND p_holder IS NOT NULL THEN
		SELECT * INTO v_found FROM core.attendance
		WHERE holder = p_holder AND session = p_session AND counted AND undone_at IS NULL LIMIT 1;
	END IF;
	RETURN v_found;
END $$;

CREATE FUNCTION core.add_attendance(
	p_change core.arrival, p_booking uuid, p_holder uuid, p_party core.party, p_counted boolean)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults, children,
		babies, prams, wheelchairs, lease, extra, code, facts, came_at, counted)
	VALUES ((p_change.body->>'attendance')::uuid, (p_change.body->>'session')::uuid, p_change.kiosk,
		p_booking, p_holder, p_change.body->>'how', p_party.adults,
		p_party.children, p_party.babies, p_party.prams, p_party.wheelchairs,
		(p_change.body->>'lease')::uuid, coalesce((p_change.body->>'extra')::integer, 0),
		coalesce(p_change.body->>'code', 'OK'), p_change.body->'facts', p_change.at, p_counted);
END $$;

CREATE FUNCTION core.apply_check_in(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_named uuid := (p_change.body->>'booking')::uuid;
	v_booking core.booking := core.standing_booking(v_named);
	-- A ticket that was shown without its card is still its holder's.
	v_holder uuid := coalesce((p_change.body->>'holder')::uuid, v_booking.holder);
	v_session core.session;
	v_there core.attendance;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.attendance
		WHERE attendance = (p_change.body->>'attendance')::uuid) THEN
		RETURN core.answered('known');
	END IF;
	v_there := core.standing_attendance(coalesce(v_booking.booking, v_named), v_holder,
		v_session.session);
	PERFORM core.add_attendance(p_change, coalesce(v_booking.booking, v_named), v_holder, v_party,
		v_there.attendance IS NULL);
	PERFORM core.spend_at_the_door(p_change, v_session.session, (p_change.body->>'lease')::uuid,
		coalesce((p_change.body->>'extra')::integer, 0));
	IF v_there.attendance IS NOT NULL THEN
		RETURN core.answered('known', 'here-already',
			jsonb_build_object('since_ms', core.ms(v_there.came_at), 'kiosk', v_there.kiosk));
	END IF;
	PERFORM core.tell_here(v_booking.booking);
	RETURN core.answered('accepted');
END $$;

-- Other kiosks of the branch answer "already here" from the booking's row.
CREATE FUNCTION core.tell_here(p_booking uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.booking SET revision = revision + 1 WHERE booking = p_booking;
	IF FOUND THEN
		PERFORM core.tell_booking(p_booking);
	END IF;
END $$;

-- Who really came. `extra`: how many more places of the door lease that took.
CREATE FUNCTION core.apply_check_in_party(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party');
	v_extra integer := coalesce((p_change.body->>'extra')::integer, 0);
	v_attendance core.attendance;
BEGIN
	SELECT * INTO v_attendance FROM core.attendance
	WHERE attendance = (p_change.body->>'attendance')::uuid;
	IF NOT FOUND OR v_attendance.kiosk <> p_change.kiosk THEN
		RETURN core.answered('refused', 'no-attendance');
	END IF;
	PERFORM core.lock_session(v_attendance.session);
	PERFORM core.spend_at_the_door(p_change, v_attendance.session,
		(p_change.body->>'lease')::uuid, v_extra);
	UPDATE core.attendance SET adults = v_party.adults, children = v_party.children,
		babies = v_party.babies, prams = v_party.prams, wheelchairs = v_party.wheelchairs,
		lease = coalesce((p_change.body->>'lease')::uuid, lease), extra = extra + v_extra
	WHERE attendance = v_attendance.attendance;
	RETURN core.answered('accepted');
END $$;

-- The check-in that is undone stops counting; if the same people were also seen elsewhere, that one
-- counts now. Door places stay spent until the lease is closed.
CREATE FUNCTION core.apply_undo(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_attendance core.attendance;
BEGIN
	SELECT * INTO v_attendance FROM core.attendance
	WHERE attendance = (p_change.body->>'attendance')::uuid;
	IF NOT FOUND THEN
		RETURN core.answered('refused', 'no-attendance');
	END IF;
	PERFORM core.lock_session(v_attendance.session);
	UPDATE core.attendance SET undone_at = p_change.at, counted = false
	WHERE attendance = v_attendance.attendance AND undone_at IS NULL;
	IF NOT FOUND THEN
		RETURN core.answered('known');
	END IF;
	UPDATE core.attendance SET counted = true WHERE v_attendance.counted AND attendance = (
		SELECT attendance FROM (
			SELECT * FROM core.attendance
			WHERE booking = v_attendance.booking AND undone_at IS NULL
			UNION ALL
			SELECT * FROM core.attendance
			WHERE holder = v_attendance.holder AND session = v_attendance.session
				AND undone_at IS NULL) others
		ORDER BY came_at, attendance LIMIT 1);
	PERFORM core.tell_here(v_attendance.booking);
	RETURN core.answered('accepted');
END $$;

-- ---- joining ----

CREATE FUNCTION core.keep_sealed(p_change core.arrival, p_about uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.sealed (change, kiosk, kind, about, key_id, box, came_at)
	VALUES (p_change.id, p_change.kiosk, p_change.kind, p_about,
		(p_change.body->>'key_id')::bigint, decode(p_change.body->>'box', 'base64'), p_change.at);
END $$;

-- A token is one holder's. Somebody else's stays theirs, and staff are told.
CREATE FUNCTION core.keep_tokens(p_change core.arrival, p_holder uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_token jsonb;
BEGIN
	FOR v_token IN SELECT * FROM jsonb_array_elements(p_change.body->'tokens') LOOP
		INSERT INTO core.token (branch, index, holder, greeting)
		VALUES (p_change.branch, v_token->>'index', p_holder, coalesce(v_token->>'greeting', ''))
		ON CONFLICT (branch, index) DO UPDATE
			SET greeting = EXCLUDED.greeting, revision = token.revision + 1
			WHERE token.holder = EXCLUDED.holder;
		IF FOUND THEN
			PERFORM core.tell_token(p_change.branch, v_token->>'index');
		ELSE
			PERFORM core.note_exception(p_change, 'card-of-somebody-else', p_holder);
		END IF;
	END LOOP;
END $$;

CREATE FUNCTION core.apply_sign_up(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_member uuid := (p_change.body->>'member')::uuid;
BEGIN
	IF EXISTS (SELECT FROM core.member WHERE member = v_member) THEN
		RETURN core.answered('known');
	END IF;
	INSERT INTO core.member (member, number, level, branch, kiosk, joined_at, consent)
	VALUES (v_member, p_change.body->>'number', p_change.body->>'level', p_change.branch,
		p_change.kiosk, p_change.at, p_change.body->'consent')
	ON CONFLICT (number) DO NOTHING;
	IF NOT FOUND THEN
		PERFORM core.keep_sealed(p_change, v_member);
		RETURN core.answered('refused', 'number-taken');
	END IF;
	PERFORM core.keep_sealed(p_change, v_member);
	PERFORM core.keep_tokens(p_change, v_member);
	RETURN core.answered('accepted');
END $$;

CREATE FUNCTION core.apply_link_card(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_member uuid := (p_change.body->>'member')::uuid;
BEGIN
	PERFORM core.keep_sealed(p_change, v_member);
	IF NOT EXISTS (SELECT FROM core.member WHERE member = v_member) THEN
		RETURN core.answered('refused', 'no-member');
	END IF;
	PERFORM core.keep_tokens(p_change, v_member);
	RETURN core.answered('accepted');
END $$;

CREATE FUNCTION core.apply_card_seen(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.keep_sealed(p_change, (p_change.body->>'holder')::uuid);
	RETURN core.answered('accepted');
END $$;

-- ---- one change ----

CREATE FUNCTION core.apply_one(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	CASE p_change.kind
		WHEN 'lease_request' THEN RETURN core.apply_lease_request(p_change);
		WHEN 'lease_close' THEN RETURN core.apply_lease_close(p_change);
		WHEN 'book', 'wait' THEN RETURN core.apply_book(p_change);
		WHEN 'cancel' THEN RETURN core.apply_cancel(p_change);
		WHEN 'check_in' THEN RETURN core.apply_check_in(p_change);
		WHEN 'check_in_party' THEN RETURN core.apply_check_in_party(p_change);
		WHEN 'undo' THEN RETURN core.apply_undo(p_change);
		WHEN 'sign_up' THEN RETURN core.apply_sign_up(p_change);
		WHEN 'link_card' THEN RETURN core.apply_link_card(p_change);
		WHEN 'card_seen' THEN RETURN core.apply_card_seen(p_change);
		ELSE RETURN core.answered('quarantined', 'unknown-kind');
	END CASE;
END $$;

CREATE FUNCTION core.read_change(p_kiosk core.kiosk, p_seq bigint, p_now timestamptz, p_raw text)
RETURNS core.arrival LANGUAGE plpgsql AS $$
DECLARE
	v_raw jsonb := p_raw::jsonb;
BEGIN
	IF jsonb_typeof(v_raw->'body') IS DISTINCT FROM 'object' OR v_raw->>'id' IS NULL THEN
		RAISE EXCEPTION 'not a change' USING ERRCODE = 'data_exception';
	END IF;
	RETURN ROW(p_kiosk.kiosk, p_kiosk.branch, p_seq, p_now, (v_raw->>'id')::uuid, v_raw->>'kind',
		core.instant((v_raw->>'at')::bigint), v_raw->'body')::core.arrival;
END $$;

-- Takes one new change: applies it, and writes it down with its answer.
CREATE FUNCTION core.take(p_kiosk core.kiosk, p_seq bigint, p_now timestamptz, p_raw text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_change core.arrival := ROW(p_kiosk.kiosk, p_kiosk.branch, p_seq, p_now, NULL, NULL, NULL, NULL);
	v_answer core.answer;
BEGIN
	BEGIN
		v_change := core.read_change(p_kiosk, p_seq, p_now, p_raw);
		IF EXISTS (SELECT FROM core.change WHERE id = v_change.id) THEN
			v_change.id := NULL;
			RAISE EXCEPTION 'this id was used before' USING ERRCODE = 'unique_violation';
		END IF;
		v_answer := core.apply_one(v_change);
	EXCEPTION WHEN OTHERS THEN
		IF left(SQLSTATE, 2) IN ('40', '53', '55', '57', '58', '08', 'XX') THEN
			RAISE;
		END IF;
		v_answer := core.answered('quarantined', 'error-' || SQLSTATE);
	END;
	INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict, reason, result)
	VALUES (p_kiosk.kiosk, p_kiosk.install, p_seq, v_change.id, v_change.kind, p_now, p_raw,
		v_answer.verdict, v_answer.reason, v_answer.result);
	IF v_answer.verdict = 'quarantined' OR (v_answer.verdict = 'refused'
		AND v_change.kind NOT IN ('lease_request', 'lease_close')) THEN
		PERFORM core.note_exception(v_change, v_answer.reason, v_change.id);
	END IF;
END $$;

-- ---- many check-ins at once ----

-- After an outage most of a log is parties with a booking who came, each once. Those that are only
-- that are taken together; the result is the same as one by one.
CREATE TYPE core.simple_check_in AS (
	seq bigint, raw text, id uuid, at timestamptz, attendance uuid, session uuid, booking uuid,
	holder uuid, party core.party, code text, facts jsonb);

CREATE FUNCTION core.looks_like_check_in(p_raw text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_raw LIKE '{"id":"%","kind":"check_in",%';

CREATE FUNCTION core.read_check_ins(p_first bigint, p_changes text[]) RETURNS core.simple_check_in[]
LANGUAGE plpgsql AS $$
BEGIN
	RETURN ARRAY(
		SELECT ROW(p_first + place - 1, raw, c.id, core.instant(c.at), b.attendance, b.session,
			b.booking, b.holder, core.read_party(b.party), coalesce(b.code, 'OK'), b.facts
			)::core.simple_check_in
		FROM unnest(p_changes) WITH ORDINALITY AS list (raw, place),
			jsonb_to_record(raw::jsonb) AS c (id uuid, kind text, at bigint, body jsonb),
			jsonb_to_record(c.body) AS b (attendance uuid, session uuid, booking uuid, holder uuid,
				party jsonb, lease uuid, extra integer, how text, code text, facts jsonb)
		WHERE c.kind = 'check_in' AND b.how = 'booked' AND b.booking IS NOT NULL AND b.lease IS NULL
			AND coalesce(b.extra, 0) = 0);
END $$;

-- Nobody of them came twice, or was here, and everything they name is as usual. The sessions' rows
-- are locked by the caller.
CREATE FUNCTION core.are_simple(p_kiosk core.kiosk, p_rows core.simple_check_in[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT count(DISTINCT id) = cardinality(p_rows)
			AND count(DISTINCT attendance) = cardinality(p_rows)
			AND count(DISTINCT booking) = cardinality(p_rows)
			AND count(DISTINCT (holder, session)) FILTER (WHERE holder IS NOT NULL) = count(holder)
		FROM unnest(p_rows))
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r
			LEFT JOIN core.session s ON s.session = r.session AND s.branch = p_kiosk.branch
			WHERE s.session IS NULL)
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r JOIN core.change c ON c.id = r.id)
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r JOIN core.attendance a USING (attendance))
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r JOIN core.booking b USING (booking)
			WHERE b.merged_into IS NOT NULL OR b.holder IS DISTINCT FROM r.holder)
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r JOIN core.attendance a USING (booking)
			WHERE a.undone_at IS NULL)
		AND NOT EXISTS (SELECT FROM unnest(p_rows) r
			JOIN core.attendance a ON a.holder = r.holder AND a.session = r.session
			WHERE a.undone_at IS NULL);
END $$;

-- False, and nothing is done: one by one, please.
CREATE FUNCTION core.take_check_ins(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	v_rows core.simple_check_in[];
BEGIN
	v_rows := core.read_check_ins(p_first, p_changes);
	IF cardinality(v_rows) <> cardinality(p_changes) THEN
		RETURN false;
	END IF;
	PERFORM FROM core.session WHERE session IN (SELECT session FROM unnest(v_rows))
	ORDER BY session FOR UPDATE;
	IF NOT core.are_simple(p_kiosk, v_rows) THEN
		RETURN false;
	END IF;
	INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults, children,
		babies, prams, wheelchairs, code, facts, came_at, counted)
	SELECT attendance, session, p_kiosk.kiosk, booking, holder, 'booked', (party).adults,
		(party).children, (party).babies, (party).prams, (party).wheelchairs, code, facts, at, true
	FROM unnest(v_rows);
	WITH here AS (
		UPDATE core.booking SET revision = revision + 1
		WHERE booking IN (SELECT booking FROM unnest(v_rows)) RETURNING booking, revision)
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT n.stream, 'booking', n.booking::text, here.revision, n.body
	FROM here JOIN core.booking_news n USING (booking);
	INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict)
	SELECT p_kiosk.kiosk, p_kiosk.install, seq, id, 'check_in', p_now, raw, 'accepted'
	FROM unnest(v_rows);
	RETURN true;
EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
	RETURN false;
END $$;

-- Takes changes that are all of one sort: check-ins, or not.
CREATE FUNCTION core.take_run(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_seq bigint := p_first;
	v_raw text;
BEGIN
	IF cardinality(p_changes) > 4 AND core.looks_like_check_in(p_changes[1])
		AND core.take_check_ins(p_kiosk, p_first, p_now, p_changes) THEN
		RETURN;
	END IF;
	FOREACH v_raw IN ARRAY p_changes LOOP
		PERFORM core.take(p_kiosk, v_seq, p_now, v_raw);
		v_seq := v_seq + 1;
	END LOOP;
END $$;

-- Takes all, a run of one sort at a time.
CREATE FUNCTION core.take_all(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_run text[] := '{}';
	v_first bigint := p_first;
	v_raw text;
BEGIN
	FOREACH v_raw IN ARRAY p_changes LOOP
		IF cardinality(v_run) > 0
			AND core.looks_like_check_in(v_raw) <> core.looks_like_check_in(v_run[1]) THEN
			PERFORM core.take_run(p_kiosk, v_first, p_now, v_run);
			v_first := v_first + cardinality(v_run);
			v_run := '{}';
		END IF;
		v_run := v_run || v_raw;
	END LOOP;
	IF cardinality(v_run) > 0 THEN
		PERFORM core.take_run(p_kiosk, v_first, p_now, v_run);
	END IF;
END $$;
