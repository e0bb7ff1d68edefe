-- What a kiosk's disk held and its sync can never send: a copy of a disk, an older picture of one, a disk
-- that is dying (`kioskctl export --salvage` reads it, `kioskctl import salvage` brings it here). Each
-- change is taken as if the kiosk had sent it, by the functions that take every other one, but for two
-- things. What a kiosk says of itself - that it asks for places, or gives them back - is passed over: the
-- one that goes on says that. And its leases pay nothing, for the kiosk that goes on may spend them, too:
-- who was promised a place gets one that is free, or waits before everybody else, and staff are told.
--
-- In core.change a salvage is an install of its own, with the numbers that the changes had on that disk.
-- Its id follows from the file's text: the same file twice is the same salvage, and none is ever an
-- install that a kiosk has.

-- '' or why this centre does not take the file.
CREATE FUNCTION core.salvage_refusal(p_header jsonb, p_kiosk core.kiosk) RETURNS text
LANGUAGE sql STABLE
RETURN CASE
	WHEN p_header->>'format' IS DISTINCT FROM 'library-kiosk-salvage' THEN 'not-a-salvage'
	WHEN (p_kiosk).kiosk IS NULL THEN 'no-kiosk'
	WHEN (p_header->>'demo')::boolean <> (SELECT demo FROM core.site) THEN 'demo'
	WHEN p_header->>'branch' <> (p_kiosk).branch THEN 'other-branch'
	WHEN core.is_of_another_kiosk((p_kiosk).kiosk, (p_header->>'install')::uuid) THEN 'other-kiosk'
	ELSE '' END;

-- ---- places ----

CREATE TYPE core.salvage_wish AS (session uuid, pool text, takes core.places);

-- What a change would spend of a lease; a session that is NULL: nothing.
CREATE FUNCTION core.salvage_wish(p_change core.arrival) RETURNS core.salvage_wish LANGUAGE plpgsql AS $$
DECLARE
	v_pool text := core.pool_of(p_change.body);
	v_session uuid := (p_change.body->>'session')::uuid;
	v_booking core.booking;
BEGIN
	CASE p_change.kind
		WHEN 'book', 'move' THEN
			RETURN ROW(v_session, v_pool,
				core.takes(core.read_party(p_change.body->'party', v_pool)))::core.salvage_wish;
		WHEN 'change_party' THEN
			v_booking := core.standing_booking((p_change.body->>'booking')::uuid);
			RETURN ROW(v_booking.session, v_booking.pool, core.takes_more(
				core.read_party(p_change.body->'party', v_pool),
				core.read_party(p_change.body->'was', v_pool)))::core.salvage_wish;
		WHEN 'check_in', 'check_in_party' THEN
			RETURN ROW(coalesce(v_session, (SELECT session FROM core.attendance
					WHERE attendance = (p_change.body->>'attendance')::uuid)),
				CASE v_pool WHEN 'class' THEN 'class' ELSE 'door' END,
				core.read_extra(p_change.body))::core.salvage_wish;
		ELSE
			RETURN NULL;
	END CASE;
END $$;

-- The pool of which so much is free. A member may also have what is kept for members.
CREATE FUNCTION core.free_pool(p_session core.session, p_wish core.salvage_wish, p_change core.arrival)
RETURNS text LANGUAGE sql STABLE
RETURN (SELECT pool FROM unnest(CASE
			WHEN (p_wish).pool = 'booking' AND (p_change).body->>'holder' IS NOT NULL
			THEN ARRAY['booking', 'members'] ELSE ARRAY[(p_wish).pool] END)
		WITH ORDINALITY AS pools (pool, place)
	WHERE core.free_places(p_session, pool, (p_change).now) >= greatest(1, ((p_wish).takes).people)
		AND (pool = 'class' OR core.has_room(core.free_parts(p_session), ((p_wish).takes).parts))
	ORDER BY place LIMIT 1);

-- A lease of just so much as is wished, of what is free; NULL: there is not as much.
CREATE FUNCTION core.lease_of_free(p_change core.arrival, p_wish core.salvage_wish) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session := core.lock_session(p_wish.session);
	v_lease core.lease;
BEGIN
	v_lease.pool := core.free_pool(v_session, p_wish, p_change);
	IF v_lease.pool IS NULL OR v_session.branch <> p_change.branch OR p_wish.takes = core.nothing()
		OR core.is_recovering() THEN
		RETURN NULL;
	END IF;
	v_lease.lease := gen_random_uuid();
	v_lease.kiosk := p_change.kiosk;
	v_lease.session := v_session.session;
	v_lease.granted := greatest(1, (p_wish.takes).people);
	v_lease.parts := CASE v_lease.pool WHEN 'class' THEN NULL::core.party
		ELSE core.only_where((p_wish.takes).parts, v_session.parts_places) END;
	v_lease.granted_at := p_change.now;
	PERFORM core.open_lease(v_lease);
	RETURN v_lease.lease;
END $$;

-- Whose screen said "booked" and for whom nothing is free stands before all who were told that they wait,
-- behind those who came to it in the same way. Locked as by core.apply_book, which wrote it.
CREATE FUNCTION core.wait_first(p_booking uuid, p_now timestamptz) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_booking core.booking;
BEGIN
	UPDATE core.booking b SET waits_for_more = false, arrival = 1 + coalesce((SELECT max(arrival)
		FROM core.booking o WHERE o.session = b.session AND o.arrival < 1), -1000000)
	WHERE booking = p_booking RETURNING * INTO v_booking;
	PERFORM core.promote(v_booking.session, p_now, p_booking);
	SELECT * INTO v_booking FROM core.booking WHERE booking = p_booking;
	IF v_booking.state = 'confirmed' THEN
		UPDATE core.booking SET promoted_at = NULL WHERE booking = p_booking;
		RETURN core.answered('accepted', '', '{"state": "confirmed"}');
	END IF;
	RETURN core.answered('waiting', '', '{"state": "waiting"}');
END $$;

-- ---- one change ----

-- The kiosk's own word about itself.
CREATE FUNCTION core.is_kiosks_own(p_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_kind IN ('lease_request', 'lease_close', 'give_to_door');

CREATE FUNCTION core.apply_salvaged(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_lease uuid := core.lease_of_free(p_change, core.salvage_wish(p_change));
	v_answer core.answer;
BEGIN
	p_change.body := p_change.body - 'lease';
	IF v_lease IS NOT NULL THEN
		p_change.body := p_change.body || jsonb_build_object('lease', v_lease);
	END IF;
	v_answer := core.apply_one(p_change);
	PERFORM core.close_lease(l.*) FROM core.lease l WHERE l.lease = v_lease;
	IF p_change.kind = 'book' AND v_answer.verdict = 'waiting' THEN
		v_answer := core.wait_first((p_change.body->>'booking')::uuid, p_change.now);
	END IF;
	RETURN v_answer;
END $$;

-- What was noted on the way is a salvage's. That no lease paid is nobody's trouble where there was a place
-- all the same, or where people have come and are counted.
CREATE FUNCTION core.say_as_salvage(p_change core.arrival, p_before uuid[], p_answer core.answer)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM core.exception WHERE kiosk = p_change.kiosk AND seq = p_change.seq
		AND exception <> ALL (p_before) AND (reason = 'door-lease-overspent'
			OR (reason = 'lease-overspent' AND (p_answer.verdict = 'accepted'
				OR p_answer.reason = 'cancelled-already')));
	UPDATE core.exception SET kind = 'salvage', reason = CASE
		WHEN reason <> 'lease-overspent' THEN reason
		WHEN p_answer.verdict = 'waiting' THEN 'promised-and-waits' ELSE 'booked-already' END
	WHERE kiosk = p_change.kiosk AND seq = p_change.seq AND exception <> ALL (p_before);
	IF p_answer.verdict IN ('refused', 'quarantined') THEN
		p_change.kind := 'salvage';
		PERFORM core.note_exception(p_change, p_answer.reason, p_change.id);
	END IF;
END $$;

-- What could not be understood has no id by which it is known: it is the same if it stands at the same place
-- of the same disk.
CREATE FUNCTION core.was_salvaged(p_kiosk integer, p_salvage uuid, p_seq bigint, p_raw text)
RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.salvage this JOIN core.salvage s
		ON s.kiosk = this.kiosk AND s.install IS NOT DISTINCT FROM this.install
	JOIN core.change c ON c.kiosk = s.kiosk AND c.install = s.salvage
	WHERE this.salvage = p_salvage AND c.kiosk = p_kiosk AND c.seq = p_seq
		AND (s.salvage = p_salvage OR c.raw IN (p_raw, core.digest_of(p_raw))));

-- So long ago that the centre has forgotten what it took from that disk then: it had it, or it is too late for
-- it. Not so what is sealed.
CREATE FUNCTION core.was_before_the_log(p_salvage uuid, p_change core.arrival) RETURNS boolean
LANGUAGE sql STABLE
RETURN (p_change).kind NOT IN ('sign_up', 'link_card', 'card_seen', 'tell_me')
	AND EXISTS (SELECT FROM core.salvage s, core.site WHERE s.salvage = p_salvage
		AND CASE WHEN s.install IS NULL THEN (p_change).at < site.log_archived_to
			ELSE (p_change).seq <= core.forgotten_to(s.kiosk, s.install) END);

-- The verdict, or 'known', or 'own': nothing was written.
CREATE FUNCTION core.take_salvaged(
	p_kiosk core.kiosk, p_salvage uuid, p_now timestamptz, p_seq bigint, p_raw text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_change core.arrival := ROW(p_kiosk.kiosk, p_kiosk.branch, p_seq, p_now, NULL, NULL, NULL, NULL, NULL);
	v_before uuid[] := ARRAY(SELECT exception FROM core.exception
		WHERE kiosk = p_kiosk.kiosk AND seq = p_seq);
	v_answer core.answer;
BEGIN
	BEGIN
		v_change := core.read_change(p_kiosk, p_seq, p_now, p_raw);
		IF EXISTS (SELECT FROM core.change WHERE id = v_change.id)
			OR core.was_before_the_log(p_salvage, v_change) THEN
			RETURN 'known';
		ELSIF core.is_kiosks_own(v_change.kind) THEN
			RETURN 'own';
		END IF;
		v_answer := core.apply_salvaged(v_change);
	EXCEPTION WHEN OTHERS THEN
		IF left(SQLSTATE, 2) IN ('40', '53', '55', '57', '58', '08', 'XX') THEN
			RAISE;
		END IF;
		v_answer := core.answered('quarantined', 'error-' || SQLSTATE);
	END;
	IF v_change.id IS NULL AND core.was_salvaged(p_kiosk.kiosk, p_salvage, p_seq, p_raw) THEN
		RETURN 'known';
	END IF;
	INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict, reason, result)
	VALUES (p_kiosk.kiosk, p_salvage, p_seq, v_change.id, v_change.kind, p_now, p_raw,
		v_answer.verdict, v_answer.reason, v_answer.result);
	PERFORM core.say_as_salvage(v_change, v_before, v_answer);
	RETURN v_answer.verdict;
END $$;

-- The disk's own kiosk came back after all, and sends what was read out of it: the answer is that of then.
-- NULL: no salvage has it.
CREATE FUNCTION core.answer_to_salvage(p_kiosk integer, p_change uuid) RETURNS core.answer
LANGUAGE sql STABLE
RETURN (SELECT ROW(c.verdict, c.reason, c.result)::core.answer FROM core.change c
	JOIN core.salvage s ON s.salvage = c.install AND s.kiosk = c.kiosk
	WHERE c.id = p_change AND c.kiosk = p_kiosk);

-- ---- the file ----

CREATE FUNCTION core.check_salvaged(p_changes jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF jsonb_array_length(p_changes) > 1000 THEN
		RAISE EXCEPTION 'at most 1000 changes a call' USING ERRCODE = 'program_limit_exceeded';
	ELSIF EXISTS (SELECT FROM jsonb_to_recordset(p_changes) AS c (seq bigint, text text)
		WHERE (c.seq >= 1 AND octet_length(c.text) BETWEEN 1 AND 32768) IS NOT TRUE) THEN
		RAISE EXCEPTION 'not a change of a salvage' USING ERRCODE = 'data_exception';
	END IF;
END $$;

-- Written once, with the first piece of the file.
CREATE FUNCTION core.note_salvage(p_salvage uuid, p_header jsonb, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_salvage core.salvage;
BEGIN
	INSERT INTO core.salvage (salvage, kiosk, install, changes, damaged, taken_at)
	VALUES (p_salvage, (p_header->>'kiosk')::integer, (p_header->>'install')::uuid,
		(p_header->>'changes')::bigint, (p_header->>'damaged')::bigint, p_now)
	ON CONFLICT DO NOTHING RETURNING * INTO v_salvage;
	IF v_salvage.damaged > 0 THEN
		INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at)
		VALUES (v_salvage.kiosk, 0, 'salvage', 'damaged', p_salvage, p_now);
	END IF;
END $$;

-- A piece of a salvage: {format, demo, kiosk, install, branch, changes, damaged} and [{seq, text}], at most
-- 1000. {"refused": why}, or how many became what: {"accepted": n, "known": n, "waiting": n, "refused": n,
-- "quarantined": n, "own": n}. The same again is known, and changes nothing.
CREATE FUNCTION staff.take_salvage(p_salvage uuid, p_header text, p_changes text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_header jsonb := p_header::jsonb;
	v_now timestamptz := core.this_moment();
	v_kiosk core.kiosk;
	v_refusal text;
	v_change record;
	v_verdicts text[] := '{}';
BEGIN
	PERFORM core.check_salvaged(p_changes::jsonb);
	SELECT * INTO v_kiosk FROM core.kiosk WHERE kiosk = (v_header->>'kiosk')::integer FOR NO KEY UPDATE;
	v_refusal := core.salvage_refusal(v_header, v_kiosk);
	IF v_refusal <> '' THEN
		RETURN jsonb_build_object('refused', v_refusal)::text;
	END IF;
	PERFORM core.lock_branch(v_kiosk.branch);
	PERFORM core.see_to_hours(v_kiosk.branch, v_now);
	PERFORM core.note_salvage(p_salvage, v_header, v_now);
	FOR v_change IN SELECT seq, text FROM jsonb_to_recordset(p_changes::jsonb)
		AS c (seq bigint, text text) ORDER BY seq
	LOOP
		v_verdicts := v_verdicts
			|| core.take_salvaged(v_kiosk, p_salvage, v_now, v_change.seq, v_change.text);
	END LOOP;
	PERFORM core.tell_inside(v_kiosk.branch, v_now);
	PERFORM core.keep_absences(v_kiosk.branch, v_now);
	RETURN (SELECT coalesce(jsonb_object_agg(verdict, count), '{}')::text
		FROM (SELECT verdict, count(*) FROM unnest(v_verdicts) AS verdict GROUP BY verdict) counts);
END $$;

-- A row for each file; what is in none of the columns was known already, or the kiosk's word about itself.
CREATE VIEW report.salvage AS
SELECT s.salvage, k.branch, s.kiosk, s.taken_at, s.changes, s.damaged,
	count(*) FILTER (WHERE c.verdict IN ('accepted', 'known')) AS taken,
	count(*) FILTER (WHERE c.verdict = 'waiting') AS waiting,
	count(*) FILTER (WHERE c.verdict = 'refused') AS refused,
	count(*) FILTER (WHERE c.verdict = 'quarantined') AS not_understood
FROM core.salvage s JOIN core.kiosk k USING (kiosk)
LEFT JOIN core.change c ON c.kiosk = s.kiosk AND c.install = s.salvage
GROUP BY s.salvage, k.branch;

-- ---- what staff see ----

-- One sentence for people: what happened, and what to do. 'other': all that has none of its own.
CREATE VIEW core.salvage_sentence AS
SELECT unnest(reasons) AS reason, sentence FROM (VALUES
	(ARRAY['promised-and-waits'], 'The kiosk said "You are booked", and no place is free: they wait before'
		' all others. Find them a place, or tell them before the day.'),
	(ARRAY['session-cancelled'], 'They booked a session that was cancelled before the centre heard of them.'
		' Tell them.'),
	(ARRAY['no-places', 'changed-already', 'here-already'], 'They changed, moved or cancelled a booking'
		' there, and that is not possible any more: it stands as it was. Tell them.'),
	(ARRAY['booked-already', 'on-a-card-already'], 'One card has two bookings of a session, and the earlier'
		' one counts. See whether it is for as many people as will come.'),
	(ARRAY['number-taken', 'number-of-others'], 'Somebody joined there, and their membership number is'
		' somebody else''s. Their form is kept: give them another number.'),
	(ARRAY['card-of-somebody-else'], 'A card was linked there that is somebody else''s at the centre. Ask'
		' who holds it.'),
	(ARRAY['too-many-of-a-part', 'not-open-yet', 'booking-closed', 'party-too-large',
		'party-too-large-when-few', 'one-a-day', 'from-the-day-before'], 'A booking stands that a rule of'
		' the library does not allow, which the kiosk had not heard of. Nothing need be done.'),
	(ARRAY['no-session', 'no-booking', 'no-attendance', 'no-member'], 'It is about something that the centre'
		' never heard of; perhaps that was lost with the disk. Look whether anybody asks.'),
	(ARRAY['started', 'drop-in', 'not-a-party', 'more-people-than-places', 'other-session', 'another-day'],
		'It is nothing that can be done for this session or on that day; perhaps a clock was wrong. Look'
		' whether anybody asks.'),
	(ARRAY['damaged'], 'Some of what visitors did there cannot be read from the disk any more. Believe'
		' whoever has a ticket or a photo of one.'),
	(ARRAY['other'], 'The centre does not understand this one, and keeps it as it is. Show it to whoever'
		' looks after the kiosks.')) AS list (reasons, sentence);

-- A row for each thing that waits for a person, with the booking's code and session where it is about one.
CREATE VIEW report.salvage_exception AS
SELECT e.exception, k.branch, e.kiosk, e.seq, e.reason, w.sentence,
	coalesce(b.code, c.raw::jsonb->'body'->>'code') AS code, s.title, s.starts_at, e.came_at
FROM core.exception e JOIN core.kiosk k USING (kiosk)
JOIN core.salvage_sentence w ON w.reason = coalesce((SELECT reason FROM core.salvage_sentence
	WHERE reason = e.reason), 'other')
LEFT JOIN core.booking b ON b.booking = e.about
LEFT JOIN core.change c ON c.id = e.about
LEFT JOIN core.session s ON s.session::text = coalesce(b.session::text, c.raw::jsonb->'body'->>'session')
WHERE e.kind = 'salvage' AND e.resolved_at IS NULL;
