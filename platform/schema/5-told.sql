-- What who booked and who waits say of it besides: by what contact they are to be told of places, and
-- that they are still coming.

-- ---- "tell me" ----

-- One contact a booking, the later one. A booking that comes later than this is as good.
CREATE FUNCTION core.apply_tell_me(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_named uuid := (p_change.body->>'booking')::uuid;
	v_booking core.booking := core.standing_booking(v_named);
BEGIN
	IF v_named IS NULL OR EXISTS (SELECT FROM core.session
		WHERE session = v_booking.session AND branch <> p_change.branch) THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	PERFORM core.keep_sealed(p_change, v_named);
	INSERT INTO core.tell_me AS earlier (booking, branch, session, change, language, left_at)
	VALUES (v_named, p_change.branch, (p_change.body->>'session')::uuid, p_change.id,
		coalesce(p_change.body->>'language', ''), p_change.at)
	ON CONFLICT (booking) DO UPDATE SET session = EXCLUDED.session, change = EXCLUDED.change,
		language = EXCLUDED.language, left_at = EXCLUDED.left_at
	WHERE earlier.branch = EXCLUDED.branch AND earlier.left_at < EXCLUDED.left_at;
	RETURN core.answered(CASE WHEN FOUND THEN 'accepted' ELSE 'known' END,
		CASE WHEN v_booking.booking IS NULL THEN 'not-here-yet' ELSE '' END);
END $$;

-- By the booking that stands: of two that were merged the later contact counts.
CREATE VIEW core.told_by AS
SELECT DISTINCT ON (1) coalesce(named.merged_into, named.booking) AS booking, t.change, t.language
FROM core.tell_me t JOIN core.booking named USING (booking)
ORDER BY 1, t.left_at DESC;

-- Somebody may still be told by it: they wait, or have places and nobody has sent them word. Of a
-- booking that is on its way all that is known is its session; of one whose session nobody here
-- knows either, not even that, and it is waited for for two weeks.
CREATE FUNCTION core.is_wanted(p_contact core.tell_me) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_booking core.booking := core.standing_booking(p_contact.booking);
	v_session core.session;
BEGIN
	SELECT * INTO v_session FROM core.session
	WHERE session = coalesce(v_booking.session, p_contact.session);
	IF v_session.session IS NULL THEN
		RETURN p_contact.left_at > core.this_moment() - interval '14 days';
	ELSIF v_session.cancelled OR v_session.ends_at <= core.this_moment() THEN
		RETURN false;
	ELSIF v_booking.booking IS NULL THEN
		RETURN true;
	END IF;
	RETURN (v_booking.state = 'waiting'
			OR (v_booking.state = 'confirmed' AND v_booking.promoted_at IS NOT NULL))
		AND NOT EXISTS (SELECT FROM core.tell_me later WHERE later.left_at > p_contact.left_at
			AND (later.booking = v_booking.booking OR later.booking IN
				(SELECT booking FROM core.booking WHERE merged_into = v_booking.booking)))
		AND NOT EXISTS (SELECT FROM core.sent
			WHERE booking = v_booking.booking AND kind = 'promoted');
END $$;

-- A change without what was sealed in it.
CREATE FUNCTION core.without_box(p_raw text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN regexp_replace(p_raw, '"box"\s*:\s*"[^"]*"', '"box":""');

-- Erases what nobody is told by any more: opened, sealed, and as it came. Whoever writes such a row at
-- this moment is passed over, and is not waited for.
CREATE FUNCTION core.forget_contacts() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM core.tell_me WHERE booking IN (SELECT booking FROM core.tell_me t
		WHERE NOT core.is_wanted(t) FOR UPDATE SKIP LOCKED);
	WITH unwanted AS (
		SELECT change FROM core.sealed s
		WHERE kind = 'tell_me' AND outcome IS DISTINCT FROM 'erased'
			AND NOT EXISTS (SELECT FROM core.tell_me t WHERE t.change = s.change)
		FOR UPDATE SKIP LOCKED
	), erased AS (
		UPDATE core.sealed s SET box = NULL, outcome = 'erased',
			opened_at = coalesce(opened_at, core.this_moment())
		FROM unwanted WHERE s.change = unwanted.change RETURNING s.change
	), emptied AS (
		UPDATE core.change c SET raw = core.without_box(raw) FROM erased WHERE c.id = erased.change
	)
	DELETE FROM core.opened o USING erased WHERE o.change = erased.change;
END $$;

-- ---- "Are you still coming?" ----

-- Yes: kept with the booking, and told to all kiosks, so that nobody is asked twice. No is a cancel.
CREATE FUNCTION core.apply_still_coming(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_named uuid := (p_change.body->>'booking')::uuid;
	v_booking core.booking := core.standing_booking(v_named);
	v_session core.session;
BEGIN
	IF v_named IS NULL THEN
		RETURN core.answered('refused', 'no-booking');
	ELSIF v_booking.booking IS NULL THEN
		INSERT INTO core.said_early (branch, booking, said_at)
		VALUES (p_change.branch, v_named, p_change.at) ON CONFLICT DO NOTHING;
		RETURN core.answered('accepted', 'not-here-yet');
	END IF;
	v_session := core.lock_session(v_booking.session);
	IF v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-booking');
	END IF;
	UPDATE core.booking SET still_coming_at = p_change.at, revision = revision + 1
	WHERE booking = v_booking.booking AND state <> 'cancelled' AND still_coming_at IS NULL;
	IF NOT FOUND THEN
		RETURN core.answered('known');
	END IF;
	PERFORM core.tell_booking(v_booking.booking);
	RETURN core.answered('accepted');
END $$;
