-- Many changes at once. After an outage most of a log is parties that booked from a lease, and parties with
-- a booking who came, each once. A run of those that is nothing but that is taken together, each session's and each
-- lease's row written once; what is asked here is only whether nothing else can come of any of them. So the
-- result is the same (tests/faults/centre_sets.c); whatever is not sure is false, and nothing is done: one by
-- one, please.
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
		SELECT ROW(core.arrival_of(p_kiosk, p_first + place - 1, p_now, raw, body),
			(body->>'session')::uuid, (body->>'booking')::uuid, (body->>'attendance')::uuid,
			(body->>'holder')::uuid, (body->>'lease')::uuid, core.read_party(body->'party'),
			coalesce((body->>'extra')::integer, 0))::core.simple_change
		FROM unnest(p_changes::jsonb[]) WITH ORDINALITY AS list (raw, place),
			LATERAL (SELECT core.with_holder(raw->'body', (SELECT holder FROM core.token
				WHERE branch = p_kiosk.branch AND index = core.card_of(raw->'body'))) AS body OFFSET 0) said
		ORDER BY place);
END $$;

-- No two are about the same booking, nor of one card at one session. Whatever a key says - that this was said
-- before - the key says.
CREATE FUNCTION core.are_different(p_rows core.simple_change[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT count((change).id) = cardinality(p_rows) AND count(DISTINCT booking) = cardinality(p_rows)
			AND count(DISTINCT (holder, session)) FILTER (WHERE holder IS NOT NULL) = count(holder)
		FROM unnest(p_rows));
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
			AND (SELECT count(*) FROM core.cancelled_early c WHERE c.branch = p_branch
				AND c.booking = r.booking) = 0
			AND (r.holder IS NULL OR (SELECT count(*) FROM core.booking b WHERE b.holder = r.holder
				AND b.session = r.session AND b.state IN ('confirmed', 'waiting')) = 0))
		FROM unnest(p_rows) r) AND core.are_different(p_rows);
END $$;

-- A lease pays for all of them what it pays for each. One lease of each session, then the next.
CREATE FUNCTION core.spend_together(p_rows core.simple_change[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	v_change core.arrival := (p_rows[1]).change;
	v_bills core.bill[];
BEGIN
	FOR v_bills IN
		SELECT array_agg(ROW(lease, session, takes)::core.bill)
		FROM (SELECT lease, session, row_number() OVER (PARTITION BY session ORDER BY lease) AS turn,
				ROW(sum(core.people(party)), ROW(sum((party).adults), sum((party).children),
					sum((party).babies), sum((party).prams), sum((party).wheelchairs))::core.party
					)::core.places AS takes
			FROM unnest(p_rows) GROUP BY session, lease) spent
		GROUP BY turn ORDER BY turn
	LOOP
		IF NOT core.pay(v_change.kiosk, v_change.now, 'booking', v_bills) THEN
			RETURN false;
		END IF;
	END LOOP;
	RETURN true;
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
CREATE FUNCTION core.are_plain_check_ins(p_rows core.simple_change[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT bool_and((r.change).kind = 'check_in' AND (r.change).body->>'how' = 'booked'
			AND core.pool_of((r.change).body) = 'booking' AND r.lease IS NULL AND r.extra = 0
			AND (r.change).body->'extra_parts' IS NULL
			AND (SELECT count(*) FROM core.booking b WHERE b.booking = r.booking
				AND (b.merged_into IS NOT NULL OR b.session <> r.session
					OR b.holder IS DISTINCT FROM r.holder)) = 0
			AND (SELECT count(*) FROM core.attendance a WHERE a.booking = r.booking
				AND a.session IS NOT DISTINCT FROM r.session AND a.undone_at IS NULL) = 0
			AND (r.holder IS NULL
				OR (SELECT count(*) FROM core.attendance a WHERE a.holder = r.holder
					AND a.session IS NOT DISTINCT FROM r.session AND a.undone_at IS NULL) = 0
				AND (SELECT count(*) FROM core.booking b WHERE b.holder = r.holder
					AND b.session = r.session AND b.state IN ('confirmed', 'waiting')
					AND b.booking <> r.booking) = 0))
		FROM unnest(p_rows) r) AND core.are_different(p_rows);
END $$;

-- Nobody else's visit is another now: so many more, and who is inside need not be counted anew.
CREATE FUNCTION core.more_inside(p_kiosk integer, p_rows core.simple_change[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.session s SET inside_changed = true, inside = inside || jsonb_build_object(p_kiosk,
		coalesce((inside->>p_kiosk::text)::bigint, 0) + more.people)
	FROM (SELECT session, sum(core.people(party)) AS people FROM unnest(p_rows) GROUP BY session) more
	WHERE s.session = more.session;
END $$;

-- As core.tell_here and core.booking_news: nobody else came by these bookings, nor by those cards.
CREATE FUNCTION core.tell_together(p_branch text, p_rows core.simple_change[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	WITH here AS (
		UPDATE core.booking b SET revision = revision + 1
		WHERE booking = ANY (ARRAY(SELECT booking FROM unnest(p_rows))) RETURNING b)
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || p_branch, 'booking', (b).booking::text, (b).revision, core.news_of(b, (change).at)
	FROM here JOIN unnest(p_rows) WITH ORDINALITY AS r (change, session, booking, attendance, holder, lease,
		party, extra, place) ON r.booking = (b).booking
	ORDER BY place;
END $$;

CREATE FUNCTION core.let_in_together(p_branch text, p_rows core.simple_change[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	v_sessions uuid[] := ARRAY(SELECT DISTINCT session FROM unnest(p_rows));
BEGIN
	IF NOT core.are_plain_check_ins(p_rows) OR cardinality(v_sessions) <> (SELECT count(*) FROM core.session
		WHERE session = ANY (v_sessions) AND branch = p_branch) THEN
		RETURN false;
	END IF;
	PERFORM core.add_attendances(ARRAY(
		SELECT ROW(change, booking, holder, party, true)::core.new_attendance FROM unnest(p_rows)));
	PERFORM core.more_inside(((p_rows[1]).change).kiosk, p_rows);
	PERFORM core.hear_who_came(p_branch, v_sessions, ARRAY(SELECT holder FROM unnest(p_rows)),
		((p_rows[1]).change).now);
	PERFORM core.tell_together(p_branch, p_rows);
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
