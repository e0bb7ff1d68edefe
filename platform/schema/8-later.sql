-- What an older version did not understand, once more. A change of a kind that nobody here knew, or at which a
-- function failed, was put aside with what it says; a newer version may know what to do. So `platform/centre
-- upgrade` goes through all that staff have not settled meanwhile, in the order in which it came, and through what
-- the same kiosk said behind it of things that the centre had then never heard of. Kiosks hear what becomes of it
-- as news; nobody is asked twice.

CREATE VIEW core.not_understood AS
SELECT c.* FROM core.change c
WHERE EXISTS (SELECT FROM core.exception e WHERE e.kiosk = c.kiosk AND e.seq = c.seq AND e.resolved_at IS NULL)
	AND NOT EXISTS (SELECT FROM core.salvage WHERE salvage = c.install)
	AND (c.verdict = 'quarantined' OR c.verdict = 'refused'
		AND c.reason IN ('no-session', 'no-booking', 'no-attendance', 'no-member')
		AND EXISTS (SELECT FROM core.change before WHERE before.kiosk = c.kiosk AND before.install = c.install
			AND before.seq < c.seq AND before.verdict = 'quarantined'));

-- As if it came now. False: it is still not understood, and nothing was done.
CREATE FUNCTION core.take_once_more(p_kiosk integer, p_install uuid, p_seq bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	v_kiosk core.kiosk;
	v_raw text := (SELECT raw FROM core.change WHERE kiosk = p_kiosk AND install = p_install AND seq = p_seq);
	v_change core.arrival;
	v_answer core.answer;
BEGIN
	SELECT * INTO v_kiosk FROM core.kiosk WHERE kiosk = p_kiosk FOR NO KEY UPDATE;
	PERFORM core.lock_branch(v_kiosk.branch);
	v_change := core.read_change(v_kiosk, p_seq, core.this_moment(), v_raw);
	UPDATE core.exception SET resolved_at = statement_timestamp()
	WHERE kiosk = p_kiosk AND seq = p_seq AND resolved_at IS NULL;
	v_answer := core.apply_one(v_change);
	IF v_answer.verdict IN ('quarantined', 'refused') THEN
		RAISE EXCEPTION 'still not' USING ERRCODE = 'data_exception';
	END IF;
	UPDATE core.change SET id = v_change.id, kind = v_change.kind, verdict = v_answer.verdict,
		reason = v_answer.reason, result = v_answer.result
	WHERE kiosk = p_kiosk AND install = p_install AND seq = p_seq;
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	IF left(SQLSTATE, 2) IN ('40', '53', '55', '57', '58', '08', 'XX') THEN
		RAISE;
	END IF;
	RETURN false;
END $$;

-- How many were understood.
CREATE FUNCTION staff.take_once_more() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_waiting record;
	v_taken integer := 0;
BEGIN
	FOR v_waiting IN SELECT kiosk, install, seq FROM core.not_understood ORDER BY received_at, kiosk, install, seq LOOP
		v_taken := v_taken + core.take_once_more(v_waiting.kiosk, v_waiting.install, v_waiting.seq)::integer;
	END LOOP;
	PERFORM core.tell_inside(branch, core.this_moment()) FROM core.branch WHERE v_taken > 0;
	RETURN v_taken;
END $$;
