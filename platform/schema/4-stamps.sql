-- Stamps of a reading challenge (kiosk/rules/challenge.h): one a holder a day. Which days it runs and
-- how many stamps there are is the kiosks' form; the centre keeps that there is one, and tells the
-- branch's other kiosks, so that each counts the same.

-- True: it is a new one.
CREATE FUNCTION core.keep_stamp(p_change core.arrival, p_holder uuid, p_day date) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.stamp (stamp, branch, challenge, holder, day, until, steps, kiosk, made_at)
	VALUES ((p_change.body->>'stamp')::uuid, p_change.branch, p_change.body->>'challenge', p_holder,
		p_day, (p_change.body->>'until')::date,
		(p_change.body->>'steps')::integer, p_change.kiosk, p_change.at)
	ON CONFLICT DO NOTHING;
	RETURN FOUND;
END $$;

-- `day` is the branch's when it was given: no kiosk stamps ahead, or for a day that is gone.
CREATE FUNCTION core.apply_stamp(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_holder uuid := (p_change.body->>'holder')::uuid;
	v_zone text := (SELECT settings->>'zone' FROM core.branch WHERE branch = p_change.branch);
	v_day date := (p_change.body->>'day')::date;
BEGIN
	IF (p_change.at AT TIME ZONE v_zone)::date IS DISTINCT FROM v_day THEN
		RETURN core.answered('refused', 'another-day');
	ELSIF NOT core.keep_stamp(p_change, v_holder, v_day) THEN
		RETURN core.answered('known', 'stamped-already');
	END IF;
	PERFORM core.tell('branch:' || p_change.branch, 'stamp', p_change.body->>'stamp', 1,
		jsonb_build_object('holder', v_holder, 'challenge', p_change.body->>'challenge',
			'day', v_day, 'until', (p_change.body->>'until')::date));
	RETURN core.answered('accepted');
END $$;
