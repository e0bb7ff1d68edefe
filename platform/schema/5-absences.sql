-- Who booked with a card and stayed away, where the library asks about it (after_absences): one small
-- number a card and branch, worked out anew from bookings and check-ins whenever one of them may have
-- changed it. So a log that comes late sets it right, and nothing adds up what was counted before.

-- Somebody was checked in there. Where nobody was, the kiosk or the library was closed.
CREATE FUNCTION core.took_place(p_session uuid) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.attendance WHERE session = p_session AND undone_at IS NULL);

-- With the card, or with the ticket of a booking of theirs: a merged one is one, too.
CREATE FUNCTION core.came(p_holder uuid, p_session uuid) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.attendance
		WHERE holder = p_holder AND session IS NOT DISTINCT FROM p_session AND undone_at IS NULL)
	OR EXISTS (SELECT FROM core.booking b JOIN core.attendance a ON a.booking = b.booking
		AND a.session IS NOT DISTINCT FROM p_session AND a.undone_at IS NULL
		WHERE b.holder = p_holder AND b.session = p_session);

-- The sessions of such events that the holder has booked or come to, the newest first, until one that
-- they came to; behind them what was settled when the bookings before were forgotten (8-retention.sql).
-- What lies further apart than it is kept is not "running".
CREATE FUNCTION core.running_absences(
	p_branch text, p_holder uuid, p_since timestamptz, p_now timestamptz,
	OUT count integer, OUT last_at timestamptz)
LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_session core.session;
	v_settled core.absence;
	v_later timestamptz := p_now;
BEGIN
	count := 0;
	FOR v_session IN
		WITH theirs AS MATERIALIZED (
			SELECT session FROM core.booking WHERE holder = p_holder AND state = 'confirmed'
				AND state IN ('confirmed', 'waiting')
			UNION SELECT session FROM core.attendance WHERE holder = p_holder AND undone_at IS NULL)
		SELECT s.* FROM theirs JOIN core.session s USING (session)
		WHERE s.branch = p_branch AND s.after_absences > 0 AND NOT s.cancelled
			AND s.starts_at > p_since
		ORDER BY s.starts_at DESC
	LOOP
		IF core.came(p_holder, v_session.session) OR count = 20
			OR v_session.ends_at < v_later - interval '90 days' THEN
			RETURN;
		END IF;
		CONTINUE WHEN v_session.ends_at > p_now OR NOT core.took_place(v_session.session);
		count := count + 1;
		last_at := coalesce(last_at, v_session.ends_at);
		v_later := v_session.ends_at;
	END LOOP;
	SELECT * INTO v_settled FROM core.absence WHERE branch = p_branch AND holder = p_holder
		AND settled > 0 AND settled_at > p_since AND settled_at >= v_later - interval '90 days';
	IF FOUND THEN
		count := least(20, count + v_settled.settled);
		last_at := coalesce(last_at, v_settled.settled_at);
	END IF;
END $$;

-- What was told before says the same from now on: the feed remembers no more than the number is.
CREATE FUNCTION core.tell_absence(p_absence core.absence) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_body jsonb := jsonb_build_object('count', p_absence.count, 'last_ms', core.ms(p_absence.last_at));
BEGIN
	UPDATE core.feed SET body = v_body
	WHERE kind = 'absence' AND key = p_absence.holder::text AND stream = 'branch:' || p_absence.branch;
	PERFORM core.tell('branch:' || p_absence.branch, 'absence', p_absence.holder::text,
		p_absence.revision, v_body);
END $$;

-- Of who came nothing is kept, but when staff excused them.
CREATE FUNCTION core.work_out_absences(p_branch text, p_holder uuid, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_kept core.absence;
	v_is record;
BEGIN
	SELECT * INTO v_kept FROM core.absence WHERE branch = p_branch AND holder = p_holder FOR UPDATE;
	SELECT * INTO v_is FROM core.running_absences(p_branch, p_holder,
		coalesce(v_kept.excused_at, '-infinity'), p_now);
	IF coalesce(v_kept.count, 0) = v_is.count AND (v_is.count = 0 OR v_kept.last_at = v_is.last_at) THEN
		RETURN;
	END IF;
	INSERT INTO core.absence AS a (branch, holder, count, last_at)
	VALUES (p_branch, p_holder, v_is.count, coalesce(v_is.last_at, p_now))
	ON CONFLICT (branch, holder) DO UPDATE
		SET count = EXCLUDED.count, last_at = EXCLUDED.last_at, revision = a.revision + 1
	RETURNING a.* INTO v_kept;
	PERFORM core.tell_absence(v_kept);
	DELETE FROM core.absence
	WHERE branch = p_branch AND holder = p_holder AND count = 0 AND excused_at IS NULL;
END $$;

-- Check-ins came, or were taken back. Where it was counted already it is counted once more; who has a
-- number hears at once that they came.
CREATE FUNCTION core.hear_who_came(
	p_branch text, p_sessions uuid[], p_holders uuid[], p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.session SET absences_counted = false
	WHERE session = ANY (p_sessions) AND absences_counted;
	PERFORM core.work_out_absences(p_branch, holder, p_now) FROM core.absence
	WHERE branch = p_branch AND holder = ANY (p_holders);
END $$;

-- ---- housekeeping ----

CREATE FUNCTION core.count_session(p_session core.session, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.session SET absences_counted = true WHERE session = p_session.session;
	PERFORM core.work_out_absences(p_session.branch, holder, p_now)
	FROM (SELECT DISTINCT holder FROM core.booking
		WHERE session = p_session.session AND holder IS NOT NULL) booked;
END $$;

CREATE FUNCTION core.forget_absences(p_branch text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_old core.absence;
BEGIN
	FOR v_old IN DELETE FROM core.absence
		WHERE branch = p_branch AND last_at < p_now - interval '90 days' RETURNING *
	LOOP
		v_old.count := 0;
		v_old.revision := v_old.revision + 1;
		PERFORM core.tell_absence(v_old);
	END LOOP;
END $$;

-- The first by its index: what is only asked to exist is looked for in all sessions there ever were.
CREATE FUNCTION core.absences_are_due(p_branch text, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce((SELECT ends_at <= p_now FROM core.session WHERE branch = p_branch AND after_absences > 0
		AND NOT absences_counted ORDER BY ends_at LIMIT 1), false)
	OR coalesce((SELECT last_at < p_now - interval '90 days' FROM core.absence
		WHERE branch = p_branch ORDER BY last_at LIMIT 1), false);

-- A few sessions a call, so that none is long. The branch is locked by the caller.
CREATE FUNCTION core.keep_absences(p_branch text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
BEGIN
	FOR v_session IN SELECT * FROM core.session WHERE branch = p_branch AND after_absences > 0
		AND NOT absences_counted AND ends_at <= p_now ORDER BY ends_at LIMIT 8 FOR UPDATE
	LOOP
		PERFORM core.count_session(v_session, p_now);
	END LOOP;
	PERFORM core.forget_absences(p_branch, p_now);
END $$;

-- The same where nobody waits for it: not while somebody else writes to the branch.
CREATE FUNCTION core.keep_absences_if_idle(p_branch text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF core.absences_are_due(p_branch, p_now) THEN
		PERFORM FROM core.branch WHERE branch = p_branch FOR NO KEY UPDATE SKIP LOCKED;
		IF FOUND THEN
			PERFORM core.keep_absences(p_branch, p_now);
		END IF;
	END IF;
END $$;
