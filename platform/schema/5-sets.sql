-- Many changes at once. After an outage most of a log is parties that booked from a lease, and parties with
-- a booking who came, each once. A run of those that is nothing but that is taken together, and all that is
-- read, spent, written and told is so by the same functions as one by one; what is asked here is only whether
-- nothing else can come of any of them. So the result is the same (tests/faults/centre_sets.c); whatever is
-- not sure is false, and nothing is done: one by one, please.
--
-- The questions count for each row by itself: as joins the planner may turn them round, and with statistics
-- of yesterday it reads whole tables for each row.

-- What one change of a run says, as far as it is asked about.
CREATE TYPE core.simple_change AS (
	change core.arrival, session uuid, booking uuid, attendance uuid, holder uuid, lease uuid,
	party core.party, extra integer);

CREATE FUNCTION core.read_simple(p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS core.simple_change[] LANGUAGE plpgsql AS $$
BEGIN
	RETURN ARRAY(
		SELECT ROW(change, b.session, b.booking, b.attendance, b.holder, b.lease,
			core.read_party(b.party), coalesce(b.extra, 0))::core.simple_change
		FROM unnest(p_changes) WITH ORDINALITY AS list (raw, place),
			core.read_change(p_kiosk, p_first + place - 1, p_now, raw) AS change,
			jsonb_to_record(change.body) AS b (session uuid, booking uuid, attendance uuid,
				holder uuid, lease uuid, party jsonb, extra integer)
		ORDER BY place);
END $$;

-- No two are about the same, and nobody said any of it before.
CREATE FUNCTION core.are_new(p_rows core.simple_change[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT count(DISTINCT (change).id) = cardinality(p_rows)
			AND count(DISTINCT booking) = cardinality(p_rows)
			AND count(DISTINCT (holder, session)) FILTER (WHERE holder IS NOT NULL) = count(holder)
			AND bool_and((SELECT count(*) FROM core.change c WHERE c.id = (r.change).id) = 0)
		FROM unnest(p_rows) r);
END $$;

-- ---- bookings ----

-- Nothing that another booking could change is asked about it, and nobody else's place follows from it.
CREATE FUNCTION core.is_booked_by_itself(p_session core.session, p_holder uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN (p_session).largest_party_when_few IS NULL AND (p_holder IS NULL
	OR coalesce((p_session).one_a_day, 0) = 0 AND coalesce((p_session).after_absences, 0) = 0
	AND coalesce((p_session).members_places, 0) = 0);

-- By itself, nobody's already, not said to be cancelled, and allowed. The lease is asked when it is spent.
CREATE FUNCTION core.are_plain_bookings(p_branch text, p_rows core.simple_change[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT bool_and((r.change).kind = 'book' AND core.pool_of((r.change).body) = 'booking'
			AND r.booking IS NOT NULL AND r.lease IS NOT NULL
			AND (SELECT count(*) FROM core.session s WHERE s.session = r.session
				AND s.branch = p_branch AND core.is_booked_by_itself(s, r.holder)
				AND core.may_be_booked(s, r.party, ROW(false, 0, 0, 0, 0, NULL)::core.booking_facts,
					(r.change).at) = '') = 1
			AND (SELECT count(*) FROM core.booking b WHERE b.booking = r.booking) = 0
			AND (SELECT count(*) FROM core.cancelled_early c WHERE c.branch = p_branch
				AND c.booking = r.booking) = 0
			AND (r.holder IS NULL OR (SELECT count(*) FROM core.booking b WHERE b.holder = r.holder
				AND b.session = r.session AND b.state IN ('confirmed', 'waiting')) = 0))
		FROM unnest(p_rows) r) AND core.are_new(p_rows);
END $$;

-- A lease pays for all of them what it pays for each.
CREATE FUNCTION core.spend_together(p_rows core.simple_change[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT bool_and(core.spend(change, session, 'booking', takes))
		FROM (SELECT (array_agg(change))[1] AS change, session,
				ROW(sum(core.people(party)), ROW(sum((party).adults), sum((party).children),
					sum((party).babies), sum((party).prams), sum((party).wheelchairs))::core.party
					)::core.places AS takes
			FROM unnest(p_rows) GROUP BY session, lease ORDER BY session, lease) spent);
END $$;

CREATE FUNCTION core.book_together(p_branch text, p_rows core.simple_change[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	IF NOT core.are_plain_bookings(p_branch, p_rows) OR NOT core.spend_together(p_rows) THEN
		RETURN false;
	END IF;
	PERFORM core.add_bookings(ARRAY(
		SELECT ROW(change, session, 'confirmed', party, NULL)::core.new_booking FROM unnest(p_rows)));
	PERFORM core.tell_bookings(ARRAY(SELECT booking FROM unnest(p_rows)));
	RETURN true;
END $$;

-- ---- check-ins ----

-- By a booking, which is the holder's only one there and which nobody has come by. It may be on its way yet.
CREATE FUNCTION core.are_plain_check_ins(p_branch text, p_rows core.simple_change[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT count(DISTINCT attendance) = cardinality(p_rows)
			AND bool_and((r.change).kind = 'check_in' AND (r.change).body->>'how' = 'booked'
			AND core.pool_of((r.change).body) = 'booking' AND r.lease IS NULL AND r.extra = 0
			AND (r.change).body->'extra_parts' IS NULL
			AND (SELECT count(*) FROM core.session s WHERE s.session = r.session
				AND s.branch = p_branch) = 1
			AND (SELECT count(*) FROM core.attendance a WHERE a.attendance = r.attendance) = 0
			AND (SELECT count(*) FROM core.booking b WHERE b.booking = r.booking
				AND (b.merged_into IS NOT NULL OR b.session <> r.session
					OR b.holder IS DISTINCT FROM r.holder)) = 0
			AND (SELECT count(*) FROM core.attendance a WHERE a.booking = r.booking
				AND a.session = r.session AND a.undone_at IS NULL) = 0
			AND (r.holder IS NULL
				OR (SELECT count(*) FROM core.attendance a WHERE a.holder = r.holder
					AND a.session = r.session AND a.undone_at IS NULL) = 0
				AND (SELECT count(*) FROM core.booking b WHERE b.holder = r.holder
					AND b.session = r.session AND b.state IN ('confirmed', 'waiting')
					AND b.booking <> r.booking) = 0))
		FROM unnest(p_rows) r) AND core.are_new(p_rows);
END $$;

CREATE FUNCTION core.let_in_together(p_branch text, p_rows core.simple_change[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	v_bookings uuid[] := ARRAY(SELECT booking FROM unnest(p_rows));
	v_sessions uuid[] := ARRAY(SELECT DISTINCT session FROM unnest(p_rows));
BEGIN
	IF NOT core.are_plain_check_ins(p_branch, p_rows) THEN
		RETURN false;
	END IF;
	PERFORM core.add_attendances(ARRAY(
		SELECT ROW(change, booking, holder, party, true)::core.new_attendance FROM unnest(p_rows)));
	PERFORM core.inside_changes(v_sessions);
	PERFORM core.hear_who_came(p_branch, v_sessions, ARRAY(SELECT holder FROM unnest(p_rows)),
		((p_rows[1]).change).now);
	UPDATE core.booking SET revision = revision + 1 WHERE booking = ANY (v_bookings);
	PERFORM core.tell_bookings(v_bookings);
	RETURN true;
END $$;

-- ---- either ----

CREATE FUNCTION core.take_set(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_sort text, p_changes text[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	v_rows core.simple_change[];
BEGIN
	v_rows := core.read_simple(p_kiosk, p_first, p_now, p_changes);
	PERFORM FROM core.session WHERE session IN (SELECT session FROM unnest(v_rows))
	ORDER BY session FOR UPDATE;
	IF NOT (CASE p_sort WHEN 'book' THEN core.book_together(p_kiosk.branch, v_rows)
		ELSE core.let_in_together(p_kiosk.branch, v_rows) END) THEN
		RAISE EXCEPTION 'not simple' USING ERRCODE = 'data_exception';
	END IF;
	INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict)
	SELECT p_kiosk.kiosk, p_kiosk.install, change.seq, change.id, change.kind, p_now,
		p_changes[change.seq - p_first + 1], 'accepted'
	FROM unnest(v_rows) r, LATERAL (SELECT (r.change).*) change;
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	IF core.is_of_the_centre(SQLSTATE) THEN
		RAISE;
	END IF;
	RETURN false;
END $$;
