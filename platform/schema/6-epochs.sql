-- Epochs: how a centre that was put back hears again what it has forgotten.
--
-- A centre that is an older copy of itself, or a standby that took over, may have forgotten changes that it
-- has answered: places that kiosks hold, bookings that visitors were promised, people who joined. So a new
-- epoch begins: by `platform/centre restore` and staff.new_epoch(), and by itself when the data lie
-- elsewhere (core.place_of_data) or when a kiosk proves that something is missing. In it each kiosk sends
-- again what the centre lacks, with the answer that it got: an answer is given once, so that a place that
-- was promised counts, even beyond what there is (core.make_room; report.places says how many too many).
-- Until every kiosk that ever spoke has done so the centre is recovering: it grants nothing and promotes
-- nobody, for it does not know what is free. Then, or when a named person says that the missing kiosks will
-- not come (staff.unfreeze), the lines move on; and each kiosk, which has read everything anew, tells
-- staff of every promise that nobody knows any more (`not_kept`).

CREATE FUNCTION core.is_recovering() RETURNS boolean LANGUAGE sql STABLE
RETURN (SELECT recovering FROM core.site);

-- Kiosks that have not said yet what they know: those that ever spoke. A revoked one is not waited for.
CREATE VIEW core.not_replayed AS
SELECT k.* FROM core.kiosk k, core.site
WHERE k.state = 'active' AND k.install IS NOT NULL AND k.epoch IS DISTINCT FROM site.epoch;

-- ---- a new epoch ----

-- Once, whoever else sees the same: `p_was` is the epoch in which it was seen. Nobody pushes meanwhile.
CREATE FUNCTION core.begin_epoch(p_was uuid, p_why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.lock_branch(branch) FROM (SELECT branch FROM core.branch ORDER BY branch) b;
	UPDATE core.site SET epoch = gen_random_uuid(), place_of_data = core.place_of_data(),
		recovering = EXISTS (SELECT FROM core.kiosk WHERE state = 'active' AND install IS NOT NULL)
	WHERE epoch = p_was;
	IF FOUND THEN
		INSERT INTO core.exception (kiosk, seq, kind, reason, came_at)
		SELECT min(kiosk), 0, 'centre', left('put back or moved: ' || p_why, 100), statement_timestamp()
		FROM core.kiosk HAVING count(*) > 0;
	END IF;
	IF core.is_recovering() THEN
		PERFORM core.put_alarm(branch, 'recovering', 'centre', 'The centre''s data were put back or moved ('
			|| p_why || '). Nobody gets new places until every kiosk has told what it holds. Who is missing: SELECT'
			|| ' staff.unfreeze(); if one will not come back, say so with your name: platform/STAFF.md.')
		FROM core.branch;
	END IF;
END $$;

-- How many answers of this epoch are missing here, by what a kiosk has. Who has not said all in it yet proves
-- nothing by what is still to come, however often the line breaks meanwhile.
CREATE FUNCTION core.answers_more(p_kiosk core.kiosk, p_site core.site, p_acked bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN CASE (p_kiosk).epoch WHEN (p_site).epoch THEN p_acked - (p_kiosk).last_seq ELSE 0 END;

-- The epoch that is right for what a kiosk has just said: it has so many answers more than the centre, of
-- this very epoch.
CREATE FUNCTION core.epoch_for(p_site core.site, p_epoch uuid, p_answers_more bigint) RETURNS core.site
LANGUAGE plpgsql AS $$
BEGIN
	IF p_site.place_of_data <> core.place_of_data() THEN
		PERFORM core.begin_epoch(p_site.epoch, 'they lie elsewhere than before');
	ELSIF p_epoch = p_site.epoch AND p_answers_more > 0 THEN
		PERFORM core.begin_epoch(p_site.epoch, 'they lack ' || p_answers_more || ' changes that they had');
	END IF;
	SELECT * INTO p_site FROM core.site;
	RETURN p_site;
END $$;

-- ---- kiosks in it ----

-- A hello in an epoch says how many answers there are to be heard again; no epoch is who has said that and not
-- said them all. Of two copies of a disk the one that knows less takes nothing back.
CREATE FUNCTION core.meet_in_epoch(p_kiosk integer, p_epoch uuid, p_acked bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.kiosk SET epoch = NULL,
		replays_to = CASE WHEN epoch IS NULL THEN greatest(replays_to, p_acked) ELSE p_acked END
	WHERE kiosk = p_kiosk AND epoch IS DISTINCT FROM p_epoch;
	IF FOUND THEN
		PERFORM core.has_replayed(p_kiosk);
	END IF;
END $$;

-- The last change, up to `p_last`, that comes with an answer which counts.
CREATE FUNCTION core.replayed_to(p_kiosk core.kiosk, p_last bigint) RETURNS bigint LANGUAGE sql STABLE
RETURN CASE WHEN (p_kiosk).epoch IS DISTINCT FROM (SELECT epoch FROM core.site)
	THEN least((p_kiosk).replays_to, p_last) ELSE 0 END;

-- It has said all. The last one of them ends the recovery.
CREATE FUNCTION core.has_replayed(p_kiosk integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.kiosk k SET epoch = site.epoch FROM core.site
	WHERE kiosk = p_kiosk AND k.epoch IS DISTINCT FROM site.epoch AND last_seq >= replays_to;
	IF FOUND AND core.is_recovering() AND NOT EXISTS (SELECT FROM core.not_replayed) THEN
		PERFORM core.end_recovery();
	END IF;
END $$;

-- Kiosks told of those who wait one after the other: who asked first stands first, among them.
CREATE FUNCTION core.order_lines() RETURNS void LANGUAGE sql AS $$
	WITH heard AS (SELECT booking, session, arrival,
			row_number() OVER (PARTITION BY session ORDER BY made_at, booking) AS asked,
			row_number() OVER (PARTITION BY session ORDER BY arrival) AS came
		FROM core.booking WHERE replayed AND state = 'waiting')
	UPDATE core.booking b SET arrival = place.arrival FROM heard JOIN heard place
		ON place.session = heard.session AND place.came = heard.asked
	WHERE b.booking = heard.booking;
	UPDATE core.booking SET replayed = false WHERE replayed
$$;

-- Now it is known what is free. Kiosks hear of every session once more, and so ask for places again.
CREATE FUNCTION core.end_recovery() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_session uuid;
BEGIN
	PERFORM core.lock_branch(branch) FROM (SELECT branch FROM core.branch ORDER BY branch) b;
	UPDATE core.site SET recovering = false;
	PERFORM core.order_lines();
	FOR v_session IN SELECT session FROM core.session WHERE ends_at > core.this_moment() ORDER BY session LOOP
		PERFORM core.lock_session(v_session);
		UPDATE core.session SET revision = revision + 1 WHERE session = v_session;
		PERFORM core.tell_session(v_session);
		PERFORM core.promote(v_session);
	END LOOP;
	UPDATE core.alarm SET ended_at = statement_timestamp() WHERE kind = 'recovering' AND ended_at IS NULL;
END $$;

-- ---- answers that were given before ----

CREATE FUNCTION core.read_prior(p_prior text) RETURNS core.answer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	v_prior jsonb := nullif(p_prior, '')::jsonb;
BEGIN
	IF v_prior IS NULL THEN
		RETURN NULL;
	ELSIF (v_prior->>'verdict' IN ('accepted', 'known', 'refused', 'waiting', 'quarantined')) IS NOT TRUE
		OR length(v_prior->>'reason') > 64 THEN
		RAISE EXCEPTION 'not an answer' USING ERRCODE = 'data_exception';
	END IF;
	RETURN core.answered(v_prior->>'verdict', coalesce(v_prior->>'reason', ''), v_prior->'result');
END $$;

-- Who waited for what has begun, or is cancelled, waits no more.
CREATE FUNCTION core.breaks_promise(p_prior core.answer, p_now core.answer) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN CASE WHEN (p_prior).verdict IN ('accepted', 'known') THEN (p_now).verdict NOT IN ('accepted', 'known')
	ELSE (p_prior).verdict = 'waiting' AND (p_now).verdict NOT IN ('accepted', 'known', 'waiting')
		AND (p_now).reason NOT IN ('started', 'session-cancelled') END;

-- What was promised once cannot be done now: the kiosk keeps its answer, and people must know. Leases are
-- promised to nobody.
CREATE FUNCTION core.note_other_answer(p_change core.arrival, p_now core.answer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF core.breaks_promise(p_change.prior, p_now) AND p_change.kind NOT IN ('lease_request', 'lease_close') THEN
		PERFORM core.note_exception(p_change, 'not-as-promised', coalesce(
			(p_change.body->>'booking')::uuid, p_change.id));
	END IF;
END $$;

-- What was promised counts, beyond what there is if it must be: fewer are free than none until it is
-- settled, and nothing more is given out.
CREATE FUNCTION core.make_room(p_session uuid, p_pool text, p_for core.places) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_was core.session := core.lock_session(p_session);
	v_now core.session := v_was;
BEGIN
	CASE p_pool
		WHEN 'class' THEN v_now.class_places := greatest(v_was.class_places,
			v_was.class_used + v_was.class_leased + p_for.people);
		WHEN 'door' THEN v_now.door_places := greatest(v_was.door_places,
			v_was.door_used + v_was.door_leased + p_for.people);
		ELSE v_now.places := greatest(v_was.places, v_was.confirmed + v_was.leased + p_for.people);
	END CASE;
	IF p_pool <> 'class' THEN
		v_now.parts_places := core.never_below(v_was.parts_places,
			core.plus(core.plus(v_was.parts_used, v_was.parts_leased), core.filled(p_for.parts)));
	END IF;
	IF v_now IS DISTINCT FROM v_was THEN
		UPDATE core.session SET places = v_now.places, door_places = v_now.door_places,
			class_places = v_now.class_places, parts_places = v_now.parts_places,
			revision = revision + 1
		WHERE session = p_session;
		PERFORM core.tell_session(p_session);
	END IF;
END $$;

-- Places that were granted to a kiosk are there again as it has them. No more than the session ever had:
-- that much a kiosk may say and no more. The session's row is locked by the caller.
CREATE FUNCTION core.open_lease_again(p_change core.arrival, p_session uuid) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
	v_session core.session := core.lock_session(p_session);
BEGIN
	v_lease.lease := p_change.id;
	v_lease.kiosk := p_change.kiosk;
	v_lease.session := p_session;
	v_lease.pool := p_change.body->>'pool';
	v_lease.granted_at := p_change.now;
	v_lease.granted := coalesce(((p_change.prior).result->>'places')::integer, 0);
	v_lease.parts := jsonb_populate_record(NULL::core.party, (p_change.prior).result->'parts');
	IF v_lease.granted > greatest(core.pool_places(v_session, v_lease.pool), v_session.places,
		v_session.places_wanted, v_session.door_places_wanted) THEN
		RAISE EXCEPTION 'more than there ever was' USING ERRCODE = 'data_exception';
	ELSIF v_lease.granted > 0 THEN
		PERFORM core.make_room(p_session, v_lease.pool,
			ROW(v_lease.granted, core.filled(v_lease.parts))::core.places);
		PERFORM core.open_lease(v_lease);
	END IF;
	RETURN p_change.prior;
END $$;

-- A promise counts even if the lease that paid for it is gone. False: it was none.
CREATE FUNCTION core.spend_as_promised(
	p_change core.arrival, p_session uuid, p_pool text, p_takes core.places) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	IF (p_change.prior).verdict IS DISTINCT FROM 'accepted' THEN
		RETURN false;
	END IF;
	PERFORM core.make_room(p_session, p_pool, p_takes);
	PERFORM core.count_places(p_session, p_pool, core.nothing(), p_takes);
	PERFORM core.note_exception(p_change, 'beyond-the-lease', (p_change.body->>'booking')::uuid);
	RETURN true;
END $$;

-- ---- promises that nobody knows any more ----

-- A kiosk had been told of a booking that this centre does not know, or of a place that it does not know to
-- be given. The visitor hears it at the next card or ticket; for staff it stands here once, whichever kiosks
-- say it, unless the centre has it again by now.
CREATE FUNCTION core.apply_not_kept(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid := (p_change.body->>'booking')::uuid;
	v_reason text := CASE p_change.body->>'is' WHEN 'waiting' THEN 'place-not-kept' ELSE 'booking-not-kept' END;
BEGIN
	IF v_booking IS NULL OR EXISTS (SELECT FROM core.booking b
		WHERE booking = v_booking AND (state = 'confirmed' OR v_reason = 'booking-not-kept')) THEN
		RETURN core.answered('known');
	ELSIF EXISTS (SELECT FROM core.exception WHERE about = v_booking AND reason = v_reason) THEN
		RETURN core.answered('known');
	END IF;
	PERFORM core.note_exception(p_change, v_reason, v_booking);
	RETURN core.answered('accepted');
END $$;
