-- The check-ins: who came. After an outage most of a kiosk's log is bookings and check-ins, so those that are
-- nothing out of the ordinary are taken many at once (5-sets.sql).

-- People are in the room already: what the door lease does not cover is told to staff, and the
-- count of places stays true to the lease.
CREATE FUNCTION core.spend_at_the_door(p_change core.arrival, p_session uuid, p_extra core.places)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF p_extra = core.nothing() THEN
		RETURN;
	ELSIF core.spend(p_change, p_session,
		CASE core.pool_of(p_change.body) WHEN 'class' THEN 'class' ELSE 'door' END, p_extra) THEN
		UPDATE core.attendance SET paid = core.add(paid, p_extra)
		WHERE attendance = (p_change.body->>'attendance')::uuid;
	ELSE
		PERFORM core.note_exception(p_change, 'door-lease-overspent', p_session);
	END IF;
END $$;

-- What leases paid for who never came: free again, at the centre (kiosk/store/leases.c), and whoever had
-- been told that there is nothing may ask again. Their row is locked by the caller, and the session's.
CREATE FUNCTION core.give_back_paid(p_attendance core.attendance) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF p_attendance.paid = core.nothing() THEN
		RETURN;
	END IF;
	PERFORM core.count_places(p_attendance.session, l.pool, core.nothing(),
		core.add(core.nothing(), p_attendance.paid, -1))
	FROM core.lease l WHERE l.lease = p_attendance.lease;
	UPDATE core.attendance SET paid = core.nothing() WHERE attendance = p_attendance.attendance;
	UPDATE core.session SET revision = revision + 1 WHERE session = p_attendance.session;
	PERFORM core.tell_session(p_attendance.session);
	PERFORM core.promote(p_attendance.session);
END $$;

-- The attendance that stands for the same booking, or the same holder at the same session. Two
-- questions and not one with OR: each has its index, however little the planner knows yet.
CREATE FUNCTION core.standing_attendance(p_booking uuid, p_holder uuid, p_session uuid)
RETURNS core.attendance LANGUAGE plpgsql AS $$
DECLARE
	v_found core.attendance;
BEGIN
	SELECT * INTO v_found FROM core.attendance
	WHERE booking = p_booking AND session IS NOT DISTINCT FROM p_session AND counted AND undone_at IS NULL LIMIT 1;
	IF NOT FOUND AND p_holder IS NOT NULL THEN
		SELECT * INTO v_found FROM core.attendance
		WHERE holder = p_holder AND session IS NOT DISTINCT FROM p_session AND counted AND undone_at IS NULL LIMIT 1;
	END IF;
	RETURN v_found;
END $$;

CREATE TYPE core.new_attendance AS (
	change core.arrival, booking uuid, holder uuid, party core.party, counted boolean);

CREATE FUNCTION core.add_attendances(p_attendances core.new_attendance[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults, children,
		babies, prams, wheelchairs, lease, extra, code, facts, came_at, counted)
	SELECT (change.body->>'attendance')::uuid, (change.body->>'session')::uuid, change.kiosk,
		new.booking, new.holder, change.body->>'how', (party).adults, (party).children, (party).babies,
		(party).prams, (party).wheelchairs, (change.body->>'lease')::uuid,
		(core.read_extra(change.body)).people, coalesce(change.body->>'code', 'OK'),
		change.body->'facts', change.at, new.counted
	FROM unnest(p_attendances) new, LATERAL (SELECT (new.change).*) change;
END $$;

CREATE FUNCTION core.apply_check_in(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party', core.pool_of(p_change.body));
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
	ELSIF v_booking.session <> v_session.session THEN
		RETURN core.answered('refused', 'other-session');
	END IF;
	v_there := core.standing_attendance(coalesce(v_booking.booking, v_named), v_holder,
		v_session.session);
	PERFORM core.add_attendances(ARRAY[ROW(p_change, coalesce(v_booking.booking, v_named), v_holder,
		v_party, v_there.attendance IS NULL)::core.new_attendance]);
	PERFORM core.inside_changes(ARRAY[v_session.session]);
	PERFORM core.spend_at_the_door(p_change, v_session.session, core.read_extra(p_change.body));
	IF v_there.attendance IS NOT NULL THEN
		RETURN core.answered('known', 'here-already',
			jsonb_build_object('since_ms', core.ms(v_there.came_at), 'kiosk', v_there.kiosk));
	END IF;
	PERFORM core.hear_who_came(p_change.branch, ARRAY[v_session.session], ARRAY[v_holder], p_change.now);
	PERFORM core.tell_here(v_booking.booking, v_holder, v_session.session);
	RETURN core.answered('accepted');
END $$;

-- ---- how many are inside ----

-- Whatever changed is counted anew.
CREATE FUNCTION core.inside_changes(p_sessions uuid[]) RETURNS void LANGUAGE sql AS $$
	UPDATE core.session SET inside_changed = true, inside = NULL
	WHERE session = ANY (p_sessions) AND (NOT inside_changed OR inside IS NOT NULL)
$$;

-- Each kiosk counts its own parties itself, at once; so it is told how many came by which.
CREATE FUNCTION core.tell_inside(p_branch text, p_now timestamptz) RETURNS void LANGUAGE sql AS $$
	WITH changed AS (
		UPDATE core.session s SET inside_changed = false, inside_revision = inside_revision + 1,
			inside = coalesce(inside, (SELECT coalesce(jsonb_object_agg(kiosk, people), '{}')
				FROM (SELECT kiosk, sum(people) AS people FROM core.attendance a
					WHERE a.session = s.session AND counted AND undone_at IS NULL GROUP BY kiosk) a))
		WHERE branch = p_branch AND inside_changed RETURNING *)
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || c.branch, 'inside', c.session::text, c.inside_revision,
		jsonb_build_object('kiosks', inside)
	FROM changed c WHERE p_now < c.ends_at
$$;

-- Other kiosks of the branch answer "already here" from the booking's row. Who came as a walk-in, where
-- nobody had heard of the booking, is here all the same.
CREATE FUNCTION core.tell_here(p_booking uuid, p_holder uuid, p_session uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid;
BEGIN
	FOR v_booking IN
		UPDATE core.booking SET revision = revision + 1 WHERE booking IN (
			SELECT p_booking UNION
			SELECT booking FROM core.booking
			WHERE holder = p_holder AND session = p_session AND state IN ('confirmed', 'waiting'))
		RETURNING booking
	LOOP
		PERFORM core.tell_booking(v_booking);
	END LOOP;
END $$;

-- Who really came. `extra`: how many more places of the door lease that took.
CREATE FUNCTION core.apply_check_in_party(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_party core.party := core.read_party(p_change.body->'party', core.pool_of(p_change.body));
	v_extra core.places := core.read_extra(p_change.body);
	v_attendance core.attendance;
BEGIN
	SELECT * INTO v_attendance FROM core.attendance
	WHERE attendance = (p_change.body->>'attendance')::uuid;
	IF NOT FOUND OR v_attendance.kiosk <> p_change.kiosk THEN
		RETURN core.answered('refused', 'no-attendance');
	END IF;
	PERFORM core.lock_session(v_attendance.session);
	PERFORM core.spend_at_the_door(p_change, v_attendance.session, v_extra);
	UPDATE core.attendance SET adults = v_party.adults, children = v_party.children,
		babies = v_party.babies, prams = v_party.prams, wheelchairs = v_party.wheelchairs,
		lease = coalesce((p_change.body->>'lease')::uuid, lease), extra = extra + v_extra.people
	WHERE attendance = v_attendance.attendance;
	PERFORM core.inside_changes(ARRAY[v_attendance.session]);
	RETURN core.answered('accepted');
END $$;

-- The check-in that is undone stops counting; if the same people were also seen elsewhere, that one
-- counts now.
CREATE FUNCTION core.apply_undo(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_attendance core.attendance;
BEGIN
	SELECT * INTO v_attendance FROM core.attendance
	WHERE attendance = (p_change.body->>'attendance')::uuid;
	IF NOT FOUND OR v_attendance.kiosk <> p_change.kiosk THEN
		RETURN core.answered('refused', 'no-attendance');
	END IF;
	PERFORM core.lock_session(v_attendance.session);
	UPDATE core.attendance SET undone_at = p_change.at, counted = false
	WHERE attendance = v_attendance.attendance AND undone_at IS NULL;
	IF NOT FOUND THEN
		RETURN core.answered('known');
	END IF;
	PERFORM core.give_back_paid(v_attendance);
	UPDATE core.attendance SET counted = true WHERE v_attendance.counted AND attendance = (
		SELECT attendance FROM (
			SELECT * FROM core.attendance
			WHERE booking = v_attendance.booking
				AND session IS NOT DISTINCT FROM v_attendance.session AND undone_at IS NULL
			UNION ALL
			SELECT * FROM core.attendance
			WHERE holder = v_attendance.holder
				AND session IS NOT DISTINCT FROM v_attendance.session AND undone_at IS NULL) others
		ORDER BY came_at, attendance LIMIT 1);
	PERFORM core.hear_who_came(p_change.branch, ARRAY[v_attendance.session],
		ARRAY[v_attendance.holder], p_change.now);
	PERFORM core.tell_here(v_attendance.booking, v_attendance.holder, v_attendance.session);
	PERFORM core.inside_changes(ARRAY[v_attendance.session]);
	RETURN core.answered('accepted');
END $$;

-- ---- booked places that nobody came for ----

-- A kiosk that met the centre once could have let somebody in; one that is revoked cannot.
CREATE FUNCTION core.all_have_given(p_session core.session) RETURNS boolean LANGUAGE sql STABLE
RETURN NOT EXISTS (SELECT FROM core.kiosk k
	WHERE k.branch = (p_session).branch AND k.state = 'active' AND k.install IS NOT NULL
		AND NOT EXISTS (SELECT FROM core.given g
			WHERE g.session = (p_session).session AND g.kiosk = k.kiosk));

-- The kiosk has let in by a booking whoever came until now, and its log says whom. When all kiosks have
-- said so, who is not here does not come by the booking: those places are the door's, but for those that
-- staff took away meanwhile. As long as one kiosk is not heard of, nothing is given away. Said before the
-- session was moved, it counts no more: see core.hold_again.
CREATE FUNCTION core.apply_give_to_door(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session := core.lock_session((p_change.body->>'session')::uuid);
	v_given core.places;
BEGIN
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF core.is_held(v_session, p_change.at) THEN
		RETURN core.answered('known', 'held-again');
	END IF;
	INSERT INTO core.given (session, kiosk) VALUES (v_session.session, p_change.kiosk)
	ON CONFLICT DO NOTHING;
	IF NOT core.all_have_given(v_session) THEN
		RETURN core.answered('accepted', 'not-all-kiosks');
	END IF;
	WITH given AS (
		UPDATE core.booking b SET given_at = p_change.now
		WHERE b.session = v_session.session AND b.pool = 'booking' AND b.state = 'confirmed'
			AND b.given_at IS NULL AND NOT core.is_here(b)
		RETURNING b.*)
	SELECT coalesce(sum(people), 0)::integer, ROW(coalesce(sum(adults), 0), coalesce(sum(children), 0),
		coalesce(sum(babies), 0), coalesce(sum(prams), 0), coalesce(sum(wheelchairs), 0))::core.party
	INTO v_given.people, v_given.parts FROM given;
	IF v_given.people > 0 THEN
		PERFORM core.count_places(v_session.session, 'booking', core.nothing(),
			core.add(core.nothing(), v_given, -1));
		v_given.people := core.give_places(v_session.session, v_given.people);
	END IF;
	RETURN core.answered('accepted', '', jsonb_build_object('places', v_given.people));
END $$;

-- Booked places are held at that moment: the session was moved since a kiosk said that it holds them no
-- longer, or never held them until an hour.
CREATE FUNCTION core.is_held(p_session core.session, p_at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN coalesce(p_at < core.instant((p_session.settings->>'held_until_ms')::bigint), true);

-- How many of them are the door's from now on.
CREATE FUNCTION core.give_places(p_session uuid, p_people integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session := core.lock_session(p_session);
	v_people integer := greatest(0, least(p_people, v_session.places_wanted - v_session.given_to_door
		- v_session.confirmed - v_session.leased));
BEGIN
	UPDATE core.session SET given_to_door = given_to_door + v_people, places = places - v_people,
		door_places = door_places + v_people, revision = revision + 1
	WHERE session = p_session;
	PERFORM core.cut_places(p_session);
	PERFORM core.tell_session(p_session);
	RETURN v_people;
END $$;

-- The library moved the session, or holds booked places for longer: those that nobody had come for are
-- booked again. Who came by the door meanwhile is inside.
CREATE FUNCTION core.hold_again(p_session core.session, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_back core.places;
BEGIN
	IF NOT core.is_held(p_session, p_at) THEN
		RETURN;
	END IF;
	DELETE FROM core.given WHERE session = p_session.session;
	WITH back AS (
		UPDATE core.booking SET given_at = NULL
		WHERE session = p_session.session AND given_at IS NOT NULL AND state = 'confirmed' RETURNING *)
	SELECT coalesce(sum(people), 0)::integer, ROW(coalesce(sum(adults), 0), coalesce(sum(children), 0),
		coalesce(sum(babies), 0), coalesce(sum(prams), 0), coalesce(sum(wheelchairs), 0))::core.party
	INTO v_back.people, v_back.parts FROM back;
	UPDATE core.session SET given_to_door = 0, places = places + v_back.people,
		parts_places = core.never_below(parts_places,
			core.plus(core.plus(parts_used, parts_leased), v_back.parts))
	WHERE session = p_session.session;
	PERFORM core.count_places(p_session.session, 'booking', core.nothing(), v_back);
END $$;

-- By itself, or by a booking of the same holder that was merged into it.
CREATE FUNCTION core.is_here(p_booking core.booking) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.attendance a WHERE a.session = (p_booking).session AND a.undone_at IS NULL
	AND (a.booking = (p_booking).booking OR a.holder = (p_booking).holder));
