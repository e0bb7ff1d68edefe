-- The bookings: places and who has them. A kiosk sells from a lease, so that it can promise a place
-- while it is offline; who finds none waits in line.

-- ---- booking ----

-- A class's places are its own.
CREATE FUNCTION core.pool_of(p_body jsonb) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN (p_body->'party'->>'class')::boolean THEN 'class' ELSE 'booking' END;

-- What greets a guest is a box to the centre, as short and as long as a kiosk can make one (40 bytes around
-- a text, and GREETING_BYTES_MAX of kiosk/store/greeting.h; in base64). Anything else is none: the booking
-- does not depend on it.
CREATE FUNCTION core.read_greeting(p_body jsonb) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN length(p_body->>'greeting') BETWEEN 56 AND 768 AND p_body->>'holder' IS NULL
		AND p_body->>'greeting' ~ '^[A-Za-z0-9+/]+={0,2}$'
	THEN p_body->>'greeting' END;

-- Its places were promised by a kiosk of which somebody had said that it will not come.
CREATE FUNCTION core.is_written_off(p_change core.arrival) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.lease WHERE lease = (p_change.body->>'lease')::uuid
	AND kiosk = p_change.kiosk AND state = 'written-off');

-- Who was promised places that were given away stands before all who wait, in the order of coming.
CREATE FUNCTION core.place_in_line(p_change core.arrival, p_arrival integer) RETURNS integer LANGUAGE sql STABLE
RETURN p_arrival - CASE WHEN core.is_written_off(p_change) THEN 1000000 ELSE 0 END;

-- Bookings as they are written down, each with its place in the order of coming.
CREATE TYPE core.new_booking AS (
	change core.arrival, session uuid, state text, party core.party, merged_into uuid);

CREATE FUNCTION core.add_bookings(p_bookings core.new_booking[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	WITH came AS (
		UPDATE core.session s SET arrivals = arrivals + new.count, absences_counted = false
		FROM (SELECT session, count(*) FROM unnest(p_bookings) GROUP BY session) new
		WHERE s.session = new.session RETURNING s.session, s.arrivals - new.count AS before)
	INSERT INTO core.booking (booking, session, kiosk, holder, pool, state, adults, children, babies,
		prams, wheelchairs, code, language, greeting, arrival, made_at, merged_into, still_coming_at,
		replayed)
	SELECT (change.body->>'booking')::uuid, new.session, change.kiosk, (change.body->>'holder')::uuid,
		core.pool_of(change.body), new.state, (party).adults, (party).children, (party).babies,
		(party).prams, (party).wheelchairs, coalesce(change.body->>'code', ''),
		coalesce(change.body->>'language', ''),
		CASE WHEN new.state IN ('confirmed', 'waiting') THEN core.read_greeting(change.body) END,
		CASE new.state WHEN 'waiting' THEN core.place_in_line(new.change, arrival) ELSE arrival END,
		change.at, new.merged_into, (SELECT said_at FROM core.said_early
			WHERE branch = change.branch AND booking = (change.body->>'booking')::uuid),
		(change.prior).verdict IS NOT NULL
	FROM (SELECT n.*, (came.before + row_number() OVER (PARTITION BY session ORDER BY place))::integer
			AS arrival
		FROM unnest(p_bookings) WITH ORDINALITY AS n (change, session, state, party, merged_into, place)
		JOIN came USING (session)) new, LATERAL (SELECT (new.change).*) change;
END $$;

CREATE FUNCTION core.add_booking(
	p_change core.arrival, p_session uuid, p_state text, p_party core.party, p_merged_into uuid)
RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.add_bookings(
		ARRAY[ROW(p_change, p_session, p_state, p_party, p_merged_into)::core.new_booking]);
	RETURN (p_change.body->>'booking')::uuid;
END $$;

-- The same holder booked the same session at two kiosks that could not know of each other: one
-- booking, with the larger of the two promises; both tickets stay good. The places that the second
-- kiosk spent beyond that go back.
CREATE FUNCTION core.merge_booking(
	p_change core.arrival, p_first core.booking, p_party core.party, p_spent boolean)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_was core.party := core.party_of(p_first);
	v_both core.party := core.greatest_of(v_was, p_party);
	v_more core.places := core.takes_more(v_both, v_was);
BEGIN
	IF p_first.state <> 'confirmed' OR NOT p_spent THEN
		v_both := v_was;
		v_more := core.nothing();
	END IF;
	IF p_spent THEN
		PERFORM core.count_places(p_first.session, p_first.pool, core.nothing(),
			core.add(v_more, core.takes(p_party), -1));
	END IF;
	PERFORM core.adopt_visits(core.add_booking(p_change, p_first.session, 'merged', p_party, p_first.booking),
		p_first);
	IF v_both <> v_was THEN
		PERFORM core.set_party(p_first.booking, v_both);
		PERFORM core.tell_booking(p_first.booking);
	END IF;
	PERFORM core.promote(p_first.session);
	RETURN core.answered('known', 'booked-already', jsonb_build_object('booking', p_first.booking));
END $$;

-- Who was let in by a ticket that nobody here knew yet came by the booking that stands for it, once.
CREATE FUNCTION core.adopt_visits(p_ticket uuid, p_stands core.booking) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.attendance a SET booking = p_stands.booking, holder = p_stands.holder,
		counted = counted AND NOT EXISTS (SELECT FROM core.attendance o
			WHERE o.session = a.session AND o.attendance <> a.attendance AND o.counted
				AND o.undone_at IS NULL
				AND (o.booking = p_stands.booking OR o.holder = p_stands.holder))
	WHERE booking = p_ticket AND session IS NOT DISTINCT FROM p_stands.session AND undone_at IS NULL;
	IF FOUND THEN
		PERFORM core.inside_changes(ARRAY[p_stands.session]);
		PERFORM core.tell_here(p_stands.booking, p_stands.holder, p_stands.session);
	END IF;
END $$;

CREATE FUNCTION core.set_party(p_booking uuid, p_party core.party) RETURNS void LANGUAGE sql AS $$
	UPDATE core.booking SET adults = p_party.adults, children = p_party.children,
		babies = p_party.babies, prams = p_party.prams, wheelchairs = p_party.wheelchairs,
		revision = revision + 1
	WHERE booking = p_booking
$$;

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

-- On the waiting list, and at once off it again where there is room now. Whose screen said "booked" has
-- nothing to hear of, and gets it once the session has begun, too.
CREATE FUNCTION core.wait_for_places(p_change core.arrival, p_session core.session, p_party core.party)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := core.add_booking(p_change, p_session.session, 'waiting', p_party, NULL);
	v_now core.booking;
BEGIN
	UPDATE core.booking SET waits_for_more = people > p_session.largest_party_when_few
		AND core.are_few(p_session.places, p_session.places - p_session.confirmed)
	WHERE booking = v_booking AND pool = 'booking' AND p_change.kind = 'wait'
		AND p_session.largest_party_when_few IS NOT NULL;
	PERFORM core.promote(p_session.session, p_change.now, CASE p_change.kind WHEN 'book' THEN v_booking END);
	SELECT * INTO v_now FROM core.booking WHERE booking = v_booking;
	IF v_now.state = 'confirmed' THEN
		UPDATE core.booking SET promoted_at = NULL WHERE booking = v_booking AND p_change.kind = 'book';
		RETURN core.answered('accepted', '', '{"state": "confirmed"}');
	ELSIF v_now.before IS NULL THEN
		PERFORM core.tell_booking(v_booking);
	END IF;
	RETURN core.answered('waiting', CASE WHEN core.is_written_off(p_change) THEN 'lease-written-off' ELSE '' END,
		'{"state": "waiting"}');
END $$;

-- A booking that was cancelled elsewhere before it arrived: nobody comes, the places go back.
CREATE FUNCTION core.cancel_on_arrival(
	p_change core.arrival, p_session uuid, p_party core.party, p_spent boolean)
RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := core.add_booking(p_change, p_session, 'cancelled', p_party, NULL);
BEGIN
	IF p_spent THEN
		PERFORM core.count_places(p_session, core.pool_of(p_change.body), core.nothing(),
			core.add(core.nothing(), core.takes(p_party), -1));
	END IF;
	PERFORM core.tell_booking(v_booking);
	PERFORM core.promote(p_session);
	RETURN core.answered('known', 'cancelled-already');
END $$;

-- What is known beyond session and party, for the library's wishes: struct booking_facts of
-- kiosk/rules/booking.h.
CREATE TYPE core.booking_facts AS (
	has_that_day boolean, absences integer, free integer, on_hand integer, has integer,
	day_before timestamptz);

CREATE FUNCTION core.is_that_day(p_one core.session, p_other core.session, p_zone text)
RETURNS boolean LANGUAGE sql STABLE
RETURN coalesce((p_one).event = (p_other).event AND (p_one).session <> (p_other).session
	AND ((p_one).starts_at AT TIME ZONE p_zone)::date = ((p_other).starts_at AT TIME ZONE p_zone)::date,
	false);

CREATE FUNCTION core.day_before(p_starts timestamptz, p_zone text) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN (((p_starts AT TIME ZONE p_zone)::date - 1)::timestamp) AT TIME ZONE p_zone;

-- May this be booked, at the moment when the visitor pressed Continue? '' or why not. The same as
-- booking_decide() of kiosk/rules/booking.c; tests/cases judges both. Whether the card is blocked is
-- not asked here: the kiosk that saw the card did, and a later block is asked about at check-in.
CREATE FUNCTION core.may_be_booked(
	p_session core.session, p_party core.party, p_facts core.booking_facts, p_at timestamptz,
	p_pool text DEFAULT 'booking')
RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
	WHEN (p_session).cancelled THEN 'session-cancelled'
	WHEN (p_session).admission = 'drop-in' THEN 'drop-in'
	WHEN p_at >= (p_session).starts_at THEN 'started'
	WHEN p_at < core.instant((p_session).booking_opens_ms) THEN 'not-open-yet'
	WHEN p_at >= core.instant((p_session).booking_closes_ms) THEN 'booking-closed'
	WHEN NOT core.is_party(p_party, core.most_of_a_part(p_pool)) THEN 'not-a-party'
	WHEN core.people(p_party) > core.pool_places(p_session, p_pool) THEN 'more-people-than-places'
	WHEN p_pool = 'class' THEN ''
	WHEN NOT core.has_room((p_session).parts_places, p_party) THEN 'too-many-of-a-part'
	WHEN core.people(p_party) > (p_session).largest_party
		AND core.people(p_party) > (p_facts).has THEN 'party-too-large'
	WHEN core.people(p_party) > (p_session).largest_party_when_few
		AND core.people(p_party) > (p_facts).has AND core.people(p_party) <= (p_facts).on_hand
		AND core.are_few((p_session).places, (p_facts).free) THEN 'party-too-large-when-few'
	WHEN (p_session).one_a_day <> 0 AND (p_facts).has_that_day THEN 'one-a-day'
	WHEN (p_session).after_absences <> 0 AND (p_facts).absences >= (p_session).after_absences
		AND core.people(p_party) <= (p_facts).on_hand
		AND p_at < (p_facts).day_before THEN 'from-the-day-before'
	ELSE '' END;

-- What the library wishes for fairness, not what a room can hold. A kiosk that had not heard of it yet
-- promised the places: the promise stands, and staff are told.
CREATE FUNCTION core.is_a_wish(p_refusal text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_refusal IN ('too-many-of-a-part', 'not-open-yet', 'booking-closed', 'party-too-large', 'party-too-large-when-few',
	'one-a-day', 'from-the-day-before');

-- '' for a wish: see above.
CREATE FUNCTION core.beyond_wishes(p_refusal text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN core.is_a_wish(p_refusal) THEN '' ELSE p_refusal END;

CREATE FUNCTION core.note_wish(p_change core.arrival, p_refusal text, p_booking uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF core.is_a_wish(p_refusal) THEN
		PERFORM core.note_exception(p_change, p_refusal, p_booking);
	END IF;
END $$;

-- Of a new booking, as it is at the centre now. `p_given_up`: one that goes in the same step.
CREATE FUNCTION core.facts_of_new(
	p_session core.session, p_holder uuid, p_given_up uuid, p_on_hand integer)
RETURNS core.booking_facts LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_zone text := (SELECT settings->>'zone' FROM core.branch WHERE branch = p_session.branch);
	v_facts core.booking_facts := ROW(false, 0, p_session.places - p_session.confirmed, p_on_hand, 0,
		core.day_before(p_session.starts_at, v_zone));
BEGIN
	IF p_session.one_a_day <> 0 AND p_holder IS NOT NULL THEN
		v_facts.has_that_day := EXISTS (SELECT FROM core.booking b JOIN core.session s USING (session)
			WHERE b.holder = p_holder AND b.state IN ('confirmed', 'waiting')
				AND b.booking IS DISTINCT FROM p_given_up AND NOT s.cancelled
				AND core.is_that_day(p_session, s, v_zone));
	END IF;
	IF p_session.after_absences <> 0 AND p_holder IS NOT NULL THEN
		v_facts.absences := coalesce((SELECT count FROM core.absence
			WHERE branch = p_session.branch AND holder = p_holder), 0);
	END IF;
	RETURN v_facts;
END $$;

-- Of one that becomes larger or smaller.
CREATE FUNCTION core.facts_of_change(p_session core.session, p_booking core.booking)
RETURNS core.booking_facts LANGUAGE sql IMMUTABLE
RETURN ROW(false, 0, (p_session).places - (p_session).confirmed,
	CASE (p_booking).state WHEN 'waiting' THEN 0 ELSE (p_session).places END, (p_booking).people, NULL
	)::core.booking_facts;

CREATE FUNCTION core.why_unpaid(p_change core.arrival) RETURNS text LANGUAGE sql STABLE
RETURN CASE WHEN core.is_written_off(p_change) THEN 'lease-written-off' ELSE 'lease-overspent' END;

-- `book` spends a lease, `wait` does not. A lease that is over-spent (a copied disk) makes no place:
-- its people wait first in line for what is free, and staff are told. What may not be booked spends
-- nothing: the kiosk counts those places as gone, and the whole rest comes back when it closes the
-- lease.
CREATE FUNCTION core.apply_book(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_pool text := core.pool_of(p_change.body);
	v_party core.party := core.read_party(p_change.body->'party', v_pool);
	v_booking uuid := (p_change.body->>'booking')::uuid;
	v_session core.session;
	v_facts core.booking_facts;
	v_first core.booking;
	v_spent boolean := false;
	v_refusal text;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.booking WHERE booking = v_booking) THEN
		RETURN core.answered('known');
	END IF;
	v_facts := core.facts_of_new(v_session, (p_change.body->>'holder')::uuid, NULL,
		CASE p_change.kind WHEN 'book' THEN core.people(v_party) ELSE 0 END);
	v_refusal := core.may_be_booked(v_session, v_party, v_facts, p_change.at, v_pool);
	IF core.beyond_wishes(v_refusal) <> '' THEN
		RETURN core.answered('refused', v_refusal);
	END IF;
	PERFORM core.note_wish(p_change, v_refusal, v_booking);
	IF p_change.kind = 'book' THEN
		v_spent := core.spend(p_change, v_session.session, v_pool, core.takes(v_party));
		IF NOT v_spent THEN
			PERFORM core.note_exception(p_change, core.why_unpaid(p_change), v_booking);
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
	IF v_first.booking IS NOT NULL AND NOT v_spent THEN
		RETURN core.merge_booking(p_change, v_first, v_party, false);
	ELSIF NOT v_spent THEN
		RETURN core.wait_for_places(p_change, v_session, v_party);
	END IF;
	PERFORM core.tell_booking(core.add_booking(p_change, v_session.session, 'confirmed', v_party, NULL));
	IF v_first.booking IS NOT NULL THEN
		PERFORM core.merge_into_confirmed(v_first, v_booking);
	ELSIF v_session.members_places > 0 AND p_change.body->>'holder' IS NOT NULL THEN
		-- A member has one of those that are kept, whatever paid for it: one more is anybody's.
		PERFORM core.promote(v_session.session, p_change.now);
	END IF;
	RETURN core.answered('accepted');
END $$;

-- Waited at one kiosk and booked at another: the booking stands, the wait is over. So it is for what was
-- merged into the wait: nothing is merged into what does not stand.
CREATE FUNCTION core.merge_into_confirmed(p_waiting core.booking, p_confirmed uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.booking SET state = 'merged', merged_into = p_confirmed, revision = revision + 1
	WHERE booking = p_waiting.booking;
	UPDATE core.booking SET merged_into = p_confirmed WHERE merged_into = p_waiting.booking;
	PERFORM core.tell_booking(p_waiting.booking);
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
	AND session IS NOT DISTINCT FROM (p_booking).session AND undone_at IS NULL);

-- A live booking is over and its places are free. Its row is locked by the caller, and its session's.
CREATE FUNCTION core.let_go(p_booking core.booking) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF p_booking.state = 'confirmed' AND p_booking.given_at IS NULL THEN
		PERFORM core.count_places(p_booking.session, p_booking.pool, core.nothing(),
			core.add(core.nothing(), core.takes(core.party_of(p_booking)), -1));
	END IF;
	UPDATE core.session SET absences_counted = false
	WHERE session = p_booking.session AND p_booking.state = 'confirmed';
	UPDATE core.booking SET state = 'cancelled', greeting = NULL, revision = revision + 1
	WHERE booking = p_booking.booking;
	PERFORM core.tell_booking(p_booking.booking);
	PERFORM core.promote(p_booking.session);
END $$;

-- Who gave up a booking and booked again where nobody had heard of that wants the new one, whichever of the
-- two the centre hears of first. What was made since takes the place of what stood for both, with its
-- people; those may have become fewer than were booked since, and then staff are told.
CREATE FUNCTION core.take_over(p_change core.arrival, p_booking core.booking, p_since uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_since core.booking := (SELECT b FROM core.booking b WHERE booking = p_since);
BEGIN
	IF core.greatest_of(core.party_of(v_since), core.party_of(p_booking)) <> core.party_of(p_booking) THEN
		PERFORM core.note_exception(p_change, 'no-places', p_since);
	END IF;
	UPDATE core.session SET absences_counted = false
	WHERE session = p_booking.session AND p_booking.state = 'confirmed';
	UPDATE core.booking SET state = 'cancelled', arrival = v_since.arrival, greeting = NULL, revision = revision + 1
	WHERE booking = p_booking.booking;
	UPDATE core.booking SET state = p_booking.state, arrival = p_booking.arrival, merged_into = NULL,
		given_at = p_booking.given_at, waits_for_more = p_booking.waits_for_more,
		before = p_booking.before, promoted_at = p_booking.promoted_at
	WHERE booking = p_since;
	PERFORM core.set_party(p_since, core.party_of(p_booking));
	UPDATE core.booking SET merged_into = p_since WHERE merged_into = p_booking.booking;
	PERFORM core.tell_booking(p_booking.booking);
	PERFORM core.tell_booking(p_since);
END $$;

-- `p_named` is given up; `p_booking` stands for it. A ticket that is one of several is remembered as given up,
-- so that it takes nothing over later.
CREATE FUNCTION core.give_up(p_change core.arrival, p_booking core.booking, p_named uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_since uuid := (SELECT booking FROM core.booking b
		WHERE merged_into = p_booking.booking AND booking <> p_named AND made_at > p_change.at
			AND NOT EXISTS (SELECT FROM core.cancelled_early e WHERE e.booking = b.booking)
		ORDER BY made_at DESC, booking DESC LIMIT 1);
BEGIN
	INSERT INTO core.cancelled_early (branch, booking, cancelled_at)
	SELECT p_change.branch, p_named, p_change.at WHERE p_booking.booking <> p_named
	ON CONFLICT DO NOTHING;
	IF p_booking.booking <> p_named AND (p_booking.made_at > p_change.at OR v_since IS NOT NULL) THEN
		RETURN;
	ELSIF v_since IS NULL THEN
		PERFORM core.let_go(p_booking);
	ELSE
		PERFORM core.take_over(p_change, p_booking, v_since);
	END IF;
END $$;

-- Who cancelled at one kiosk and booked again at another, whose booking was heard of first, wants that one:
-- the cancel takes only what it names, which is merged into it already.
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
	ELSIF v_booking.booking <> v_named AND v_booking.made_at > p_change.at THEN
		PERFORM core.give_up(p_change, v_booking, v_named);
		RETURN core.answered('known', 'booked-again-since');
	ELSIF core.is_inside(v_booking) THEN
		RETURN core.stands_as_it_is(v_booking, 'here-already');
	END IF;
	PERFORM core.give_up(p_change, v_booking, v_named);
	RETURN core.answered('accepted');
END $$;

-- Why a guest's booking is not put on a card: '' or a reason. The same as booking_onto_card_refusal() of
-- kiosk/rules/booking.c; tests/cases judges both.
CREATE FUNCTION core.may_be_put_on_card(p_state text, p_somebodys boolean, p_has_session boolean,
	p_one_a_day integer, p_has_that_day boolean) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
	WHEN p_state = 'cancelled' THEN 'cancelled'
	WHEN p_somebodys THEN 'on-a-card-already'
	WHEN p_has_session THEN 'booked-already'
	WHEN p_has_that_day AND p_one_a_day <> 0 THEN 'one-a-day'
	ELSE '' END;

-- A guest held a card near after booking: the booking is the holder's from now on, with its places as
-- they are; who waits may have those that are kept for members. Who has booked the session already keeps
-- both: the ticket of this one stays a guest's. One session of the event a card a day is a wish: the kiosk
-- asks it, and a card that has two without it keeps both, for its holder was told that the card is the ticket.
CREATE FUNCTION core.apply_put_on_card(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_holder uuid := (p_change.body->>'holder')::uuid;
	v_booking core.booking := core.standing_booking((p_change.body->>'booking')::uuid);
	v_session core.session := core.lock_session(v_booking.session);
	v_refusal text;
BEGIN
	IF v_session.branch IS DISTINCT FROM p_change.branch OR v_holder IS NULL THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	v_refusal := core.may_be_put_on_card(v_booking.state, v_booking.holder IS NOT NULL,
		EXISTS (SELECT FROM core.booking WHERE holder = v_holder AND session = v_booking.session
			AND state IN ('confirmed', 'waiting')),
		v_session.one_a_day, (core.facts_of_new(v_session, v_holder, NULL, 0)).has_that_day);
	IF v_refusal = 'cancelled' OR v_booking.holder = v_holder THEN
		RETURN core.answered('known');
	ELSIF core.beyond_wishes(v_refusal) <> '' THEN
		RETURN core.answered('refused', v_refusal);
	END IF;
	PERFORM core.note_wish(p_change, v_refusal, v_booking.booking);
	UPDATE core.booking SET holder = v_holder, greeting = NULL, revision = revision + 1
	WHERE booking = v_booking.booking;
	UPDATE core.session SET absences_counted = false WHERE session = v_session.session;
	PERFORM core.tell_booking(v_booking.booking);
	PERFORM core.promote(v_session.session);
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

-- Another kiosk has changed the party since this one heard of it: then it does not matter that it has as many
-- people again as when this change was made.
CREATE FUNCTION core.was_changed_since(p_booking core.booking, p_change core.arrival) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce((p_change.prior).verdict IS NULL
	AND (p_booking).booking = (p_change.body->>'booking')::uuid
	AND (p_booking).party_revision > (p_change.body->>'heard')::bigint
	AND (p_booking).party_install <> (SELECT install FROM core.kiosk WHERE kiosk = p_change.kiosk), false);

-- By whom the party is as it is: of two who said the same the first.
CREATE FUNCTION core.note_party(p_booking uuid, p_kiosk integer) RETURNS void LANGUAGE sql AS $$
	UPDATE core.booking SET party_revision = revision,
		party_install = (SELECT install FROM core.kiosk WHERE kiosk = p_kiosk)
	WHERE booking = p_booking
$$;

-- More or fewer people. A lease pays for the more; what becomes free goes to who waits. Who waits keeps
-- the place in the line.
CREATE FUNCTION core.apply_change_party(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party', core.pool_of(p_change.body));
	v_booking core.booking := core.standing_booking((p_change.body->>'booking')::uuid);
	v_session core.session := core.lock_session(v_booking.session);
	v_wish text;
	v_refusal text;
	v_was core.party;
	v_more core.places;
BEGIN
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	SELECT * INTO v_booking FROM core.booking WHERE booking = v_booking.booking FOR UPDATE;
	v_was := core.party_of(v_booking);
	v_more := CASE v_booking.state WHEN 'confirmed' THEN core.takes_more(v_party, v_was)
		ELSE core.nothing() END;
	v_wish := core.may_be_booked(v_session, v_party, core.facts_of_change(v_session, v_booking), p_change.at,
		v_booking.pool);
	v_refusal := coalesce(
		nullif(core.may_be_changed(v_booking.state, core.is_inside(v_booking), v_session.starts_at,
			p_change.at), ''),
		CASE WHEN v_was = v_party THEN 'known'
			WHEN v_was <> core.read_party(p_change.body->'was', v_booking.pool)
				OR core.was_changed_since(v_booking, p_change) THEN 'changed-already' END,
		core.beyond_wishes(v_wish));
	IF v_refusal = 'known' THEN
		RETURN core.answered('known');
	ELSIF v_refusal <> '' THEN
		RETURN core.stands_as_it_is(v_booking, v_refusal);
	ELSIF v_more <> core.nothing() AND NOT core.spend(p_change, v_session.session, v_booking.pool,
		v_more) THEN
		RETURN core.stands_as_it_is(v_booking, 'no-places');
	END IF;
	PERFORM core.note_wish(p_change, v_wish, v_booking.booking);
	IF v_booking.state = 'confirmed' THEN
		PERFORM core.count_places(v_session.session, v_booking.pool, core.nothing(), core.add(
			core.takes(v_party), core.add(core.takes(v_was), v_more), -1));
	END IF;
	PERFORM core.set_party(v_booking.booking, v_party);
	PERFORM core.note_party(v_booking.booking, p_change.kiosk);
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
-- on its way from another kiosk (after a restore): then it is cancelled before it arrives. Who booked
-- that day at another kiosk, too, has one booking, as who books twice.
CREATE FUNCTION core.do_move(p_change core.arrival, p_from core.booking, p_session core.session,
	p_party core.party) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_id uuid;
	v_new core.booking;
BEGIN
	IF p_from.booking IS NULL THEN
		INSERT INTO core.cancelled_early (branch, booking, cancelled_at)
		VALUES (p_change.branch, (p_change.body->>'from')::uuid, p_change.at) ON CONFLICT DO NOTHING;
	ELSE
		PERFORM core.give_up(p_change, p_from, (p_change.body->>'from')::uuid);
		p_change.body := jsonb_set(p_change.body, '{holder}', coalesce(to_jsonb(p_from.holder), 'null'));
	END IF;
	v_id := core.add_booking(p_change, p_session.session, 'confirmed', p_party, NULL);
	SELECT * INTO v_new FROM core.booking WHERE booking = v_id;
	IF EXISTS (SELECT FROM core.cancelled_early
		WHERE branch = p_change.branch AND booking = v_new.booking) THEN
		PERFORM core.let_go(v_new);
	ELSE
		PERFORM core.tell_booking(v_id);
		PERFORM core.leave_one_booking(v_new.holder, v_new.session);
		PERFORM core.tell_booking(merged_into) FROM core.booking
		WHERE booking = v_id AND merged_into IS NOT NULL;
		IF p_session.members_places > 0 AND v_new.holder IS NOT NULL THEN
			PERFORM core.promote(p_session.session, p_change.now);
		END IF;
	END IF;
	RETURN core.answered('accepted');
END $$;

-- Whose old booking was changed elsewhere first gets no second one.
CREATE FUNCTION core.apply_move(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party', core.pool_of(p_change.body));
	v_from core.booking := core.standing_booking((p_change.body->>'from')::uuid);
	v_old core.session := core.lock_session(v_from.session);
	v_session core.session := core.lock_session((p_change.body->>'session')::uuid);
	v_holder uuid := coalesce(v_from.holder, (p_change.body->>'holder')::uuid);
	v_wish text;
	v_refusal text;
BEGIN
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch
		OR v_old.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF EXISTS (SELECT FROM core.booking WHERE booking = (p_change.body->>'booking')::uuid) THEN
		RETURN core.answered('known');
	END IF;
	SELECT * INTO v_from FROM core.booking WHERE booking = v_from.booking FOR UPDATE;
	v_wish := core.may_be_booked(v_session, v_party,
		core.facts_of_new(v_session, v_holder, v_from.booking, core.people(v_party)), p_change.at,
		core.pool_of(p_change.body));
	v_refusal := coalesce(
		CASE WHEN v_from.booking IS NOT NULL
			THEN nullif(core.may_be_changed(v_from.state, core.is_inside(v_from),
				v_old.starts_at, p_change.at), '')
			WHEN EXISTS (SELECT FROM core.cancelled_early WHERE branch = p_change.branch
				AND booking = (p_change.body->>'from')::uuid) THEN 'changed-already' END,
		nullif(core.beyond_wishes(v_wish), ''),
		CASE WHEN NOT core.spend(p_change, v_session.session, core.pool_of(p_change.body),
			core.takes(v_party)) THEN 'no-places' END);
	IF v_refusal IS NOT NULL THEN
		RETURN core.move_refused(p_change, v_from, v_refusal);
	END IF;
	PERFORM core.note_wish(p_change, v_wish, (p_change.body->>'booking')::uuid);
	RETURN core.do_move(p_change, v_from, v_session, v_party);
END $$;
