-- What a kiosk's change (kiosk/rules/change.h) is, how it is taken, and how kiosks hear of what it
-- did. What each kind does is in the files after this one: core.apply_... there is called in a
-- subtransaction under the kiosk's row lock, and says what became of the change. An unexpected error
-- in one change puts that change aside for staff ("quarantined") and the log moves on; a full disk
-- or a lost connection is no fault of the change, and fails the whole call.

CREATE TYPE core.answer AS (verdict text, reason text, result jsonb);

-- A change on its way: who sent it, when the centre took it, and what it says. `prior`: the answer that a
-- centre gave which has forgotten it (6-epochs.sql).
CREATE TYPE core.arrival AS (
	kiosk integer, branch text, seq bigint, now timestamptz,
	id uuid, kind text, at timestamptz, body jsonb, prior core.answer);

CREATE FUNCTION core.answered(p_verdict text, p_reason text DEFAULT '', p_result jsonb DEFAULT NULL)
RETURNS core.answer LANGUAGE sql IMMUTABLE
RETURN ROW(p_verdict, p_reason, p_result)::core.answer;

CREATE FUNCTION core.instant(p_ms bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT
RETURN to_timestamp(p_ms / 1000.0);

CREATE FUNCTION core.ms(p_at timestamptz) RETURNS bigint LANGUAGE sql STABLE
RETURN floor(extract(epoch FROM p_at) * 1000)::bigint;

-- Every count within 0..20 (a class: 0..99) and at least one person: what a kiosk's steppers can say. The
-- same as party_is_valid() of kiosk/rules/party.c; tests/cases judges both.
CREATE FUNCTION core.is_party(p_party core.party, p_most integer DEFAULT 20) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN least((p_party).adults, (p_party).children, (p_party).babies, (p_party).prams,
		(p_party).wheelchairs) >= 0
	AND greatest((p_party).adults, (p_party).children, (p_party).babies, (p_party).prams,
		(p_party).wheelchairs) <= p_most
	AND core.people(p_party) >= 1;

CREATE FUNCTION core.most_of_a_part(p_pool text) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN CASE p_pool WHEN 'class' THEN 99 ELSE 20 END;

CREATE FUNCTION core.read_party(p_party jsonb, p_pool text DEFAULT 'booking') RETURNS core.party
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	v_party core.party := jsonb_populate_record(
		ROW(0, 0, 0, 0, 0)::core.party, p_party);
BEGIN
	IF core.is_party(v_party, core.most_of_a_part(p_pool)) IS NOT TRUE THEN
		RAISE EXCEPTION 'not a party' USING ERRCODE = 'data_exception';
	END IF;
	RETURN v_party;
END $$;

CREATE FUNCTION core.note_exception(p_change core.arrival, p_reason text, p_about uuid)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at)
	VALUES (p_change.kiosk, p_change.seq, coalesce(p_change.kind, ''), p_reason, p_about, p_change.now);
END $$;

-- What came in beyond what was booked: people, 0 to a whole party (three parts of a class), and of each
-- part so many.
CREATE FUNCTION core.read_extra(p_body jsonb) RETURNS core.places LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	v_extra core.places := ROW(coalesce((p_body->>'extra')::integer, 0), jsonb_populate_record(
		ROW(0, 0, 0, 0, 0)::core.party, coalesce(p_body->'extra_parts', '{}')))::core.places;
BEGIN
	IF (v_extra.people BETWEEN 0 AND 297 AND core.has_room(ROW(99, 99, 99, 99, 99)::core.party, v_extra.parts)
		AND core.has_room(v_extra.parts, ROW(0, 0, 0, 0, 0)::core.party)) IS NOT TRUE THEN
		RAISE EXCEPTION 'not a number of people' USING ERRCODE = 'data_exception';
	END IF;
	RETURN v_extra;
END $$;

-- ---- feed rows: written after the entity's row lock was taken, so that revisions only grow ----

CREATE FUNCTION core.tell(
	p_stream text, p_kind text, p_key text, p_revision bigint, p_body jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	VALUES (p_stream, p_kind, p_key, p_revision, p_body);
END $$;

-- What kiosks of the branch hear of a booking, whose party is here since then.
CREATE FUNCTION core.news_of(p_booking core.booking, p_here_since timestamptz) RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_strip_nulls(jsonb_build_object(
	'session', (p_booking).session, 'state', (p_booking).state, 'holder', (p_booking).holder,
	'code', (p_booking).code, 'made_ms', core.ms((p_booking).made_at), 'kiosk', (p_booking).kiosk,
	'party', CASE (p_booking).pool WHEN 'class' THEN '{"class": true}' ELSE '{}'::jsonb END
		|| jsonb_build_object('adults', (p_booking).adults, 'children', (p_booking).children,
			'babies', (p_booking).babies, 'prams', (p_booking).prams, 'wheelchairs', (p_booking).wheelchairs),
	'before', CASE (p_booking).state WHEN 'waiting' THEN (p_booking).before END,
	'still_coming', CASE WHEN (p_booking).still_coming_at IS NOT NULL THEN true END,
	'greeting', (p_booking).greeting,
	'here_ms', core.ms(p_here_since)));

-- It is here since it came by the booking, or as a walk-in where nobody had heard of it: two questions, each with
-- its index (6-api.sql says why not DISTINCT FROM).
CREATE VIEW core.booking_news AS
SELECT b.booking, 'branch:' || s.branch AS stream, b.revision, core.news_of(b, least(
		(SELECT min(came_at) FROM core.attendance WHERE booking = b.booking
			AND session IS NOT DISTINCT FROM b.session AND counted AND undone_at IS NULL),
		(SELECT min(came_at) FROM core.attendance WHERE holder = b.holder
			AND session IS NOT DISTINCT FROM b.session AND counted AND undone_at IS NULL))) AS body
FROM core.booking b JOIN core.session s USING (session);

-- In this order. OFFSET 0: each is looked up by itself, whatever the planner believes of the tables.
CREATE FUNCTION core.tell_bookings(p_bookings uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT news.stream, 'booking', told.booking::text, news.revision, news.body
	FROM unnest(p_bookings) WITH ORDINALITY AS told (booking, place),
		LATERAL (SELECT * FROM core.booking_news WHERE booking = told.booking OFFSET 0) news
	ORDER BY told.place;
END $$;

CREATE FUNCTION core.tell_booking(p_booking uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.tell_bookings(ARRAY[p_booking]);
END $$;

CREATE FUNCTION core.tell_session(p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || branch, 'session', session::text, revision, jsonb_build_object(
		'title', title, 'room', room, 'about', about, 'icon', icon, 'theme', theme,
		'words', words,
		'starts_ms', core.ms(starts_at), 'ends_ms', core.ms(ends_at),
		'opens_ms', core.ms(opens_at), 'closes_ms', core.ms(closes_at),
		'admission', admission, 'asks', asks, 'places', places, 'door_places', door_places,
		'cancelled', cancelled, 'access_note', access_note, 'languages', languages,
		'partner', partner, 'settings', settings, 'event', event)
	FROM core.session WHERE session = p_session;
END $$;

CREATE FUNCTION core.tell_form(p_branch text, p_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || branch, 'form', name, revision, jsonb_build_object('text', text)
	FROM core.form WHERE branch = p_branch AND name = p_name;
END $$;

CREATE FUNCTION core.tell_token(p_branch text, p_index text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed (stream, kind, key, revision, body)
	SELECT 'branch:' || branch, 'holder', index, revision, jsonb_build_object(
		'index', index, 'holder', holder, 'greeting', greeting, 'status', status)
	FROM core.token WHERE branch = p_branch AND index = p_index;
END $$;

-- ---- one change ----

CREATE FUNCTION core.apply_one(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	CASE p_change.kind
		WHEN 'lease_request' THEN RETURN core.apply_lease_request(p_change);
		WHEN 'lease_close' THEN RETURN core.apply_lease_close(p_change);
		WHEN 'book', 'wait' THEN RETURN core.apply_book(p_change);
		WHEN 'cancel' THEN RETURN core.apply_cancel(p_change);
		WHEN 'put_on_card' THEN RETURN core.apply_put_on_card(p_change);
		WHEN 'change_party' THEN RETURN core.apply_change_party(p_change);
		WHEN 'move' THEN RETURN core.apply_move(p_change);
		WHEN 'give_to_door' THEN RETURN core.apply_give_to_door(p_change);
		WHEN 'check_in' THEN RETURN core.apply_check_in(p_change);
		WHEN 'check_in_party' THEN RETURN core.apply_check_in_party(p_change);
		WHEN 'undo' THEN RETURN core.apply_undo(p_change);
		WHEN 'stamp' THEN RETURN core.apply_stamp(p_change);
		WHEN 'sign_up' THEN RETURN core.apply_sign_up(p_change);
		WHEN 'link_card' THEN RETURN core.apply_link_card(p_change);
		WHEN 'card_seen' THEN RETURN core.apply_card_seen(p_change);
		WHEN 'tell_me' THEN RETURN core.apply_tell_me(p_change);
		WHEN 'still_coming' THEN RETURN core.apply_still_coming(p_change);
		WHEN 'not_kept' THEN RETURN core.apply_not_kept(p_change);
		WHEN 'void' THEN RETURN core.answered('accepted');
		ELSE RETURN core.answered('quarantined', 'unknown-kind');
	END CASE;
END $$;

-- Whose a change is. A kiosk that has not heard of a member yet says the card itself, whose index stands
-- where the member's id would; at the centre it is the member's from now on, as what was there already
-- (5-holders.sql).
CREATE FUNCTION core.card_of(p_body jsonb) RETURNS text LANGUAGE sql IMMUTABLE
RETURN upper(replace(p_body->>'holder', '-', ''));

CREATE FUNCTION core.with_holder(p_body jsonb, p_member uuid) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RETURN CASE WHEN p_member IS NULL THEN p_body ELSE jsonb_set(p_body, '{holder}', to_jsonb(p_member)) END;
END $$;

CREATE FUNCTION core.with_member(p_branch text, p_kind text, p_body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
	IF p_kind IN ('book', 'wait', 'move', 'put_on_card', 'check_in', 'stamp', 'not_kept') THEN
		RETURN core.with_holder(p_body, (SELECT holder FROM core.token
			WHERE branch = p_branch AND index = core.card_of(p_body)));
	END IF;
	RETURN p_body;
END $$;

CREATE FUNCTION core.arrival_of(
	p_kiosk core.kiosk, p_seq bigint, p_now timestamptz, p_raw jsonb, p_body jsonb) RETURNS core.arrival
LANGUAGE sql IMMUTABLE
RETURN ROW((p_kiosk).kiosk, (p_kiosk).branch, p_seq, p_now, (p_raw->>'id')::uuid, p_raw->>'kind',
	core.instant((p_raw->>'at')::bigint), p_body, NULL)::core.arrival;

CREATE FUNCTION core.read_change(p_kiosk core.kiosk, p_seq bigint, p_now timestamptz, p_raw text)
RETURNS core.arrival LANGUAGE plpgsql AS $$
DECLARE
	v_raw jsonb := p_raw::jsonb;
BEGIN
	IF jsonb_typeof(v_raw->'body') IS DISTINCT FROM 'object' OR v_raw->>'id' IS NULL THEN
		RAISE EXCEPTION 'not a change' USING ERRCODE = 'data_exception';
	END IF;
	RETURN core.arrival_of(p_kiosk, p_seq, p_now, v_raw,
		core.with_member(p_kiosk.branch, v_raw->>'kind', v_raw->'body'));
END $$;

-- Locks, resources, a shutdown, a disk that does not answer: it is tried again.
CREATE FUNCTION core.will_pass(p_sqlstate text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN left(p_sqlstate, 2) IN ('40', '53', '55', '57', '58', '08');

-- Nor is what is broken inside the server any change's fault.
CREATE FUNCTION core.is_of_the_centre(p_sqlstate text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN core.will_pass(p_sqlstate) OR left(p_sqlstate, 2) = 'XX';

-- Takes one new change: applies it, and writes it down with its answer, which is the prior one if there
-- is one: an answer is given once.
CREATE FUNCTION core.take(
	p_kiosk core.kiosk, p_seq bigint, p_now timestamptz, p_raw text, p_prior core.answer DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_change core.arrival := ROW(p_kiosk.kiosk, p_kiosk.branch, p_seq, p_now, NULL, NULL, NULL, NULL, NULL);
	v_answer core.answer;
	v_salvaged core.answer;
BEGIN
	BEGIN
		v_change := core.read_change(p_kiosk, p_seq, p_now, p_raw);
		v_change.prior := p_prior;
		IF EXISTS (SELECT FROM core.change WHERE id = v_change.id) THEN
			v_salvaged := core.answer_to_salvage(p_kiosk.kiosk, v_change.id);
			v_change.id := NULL;
			IF v_salvaged.verdict IS NULL THEN
				RAISE EXCEPTION 'this id was used before' USING ERRCODE = 'unique_violation';
			END IF;
			v_answer := v_salvaged;
		ELSIF p_prior.verdict IN ('refused', 'quarantined') AND v_change.kind <> 'lease_close' THEN
			v_answer := p_prior;
		ELSE
			v_answer := core.apply_one(v_change);
		END IF;
	EXCEPTION WHEN OTHERS THEN
		IF core.is_of_the_centre(SQLSTATE) THEN
			RAISE;
		END IF;
		v_answer := core.answered('quarantined', 'error-' || SQLSTATE);
	END;
	IF p_prior.verdict IS NOT NULL THEN
		PERFORM core.note_other_answer(v_change, v_answer);
		v_answer := p_prior;
	END IF;
	INSERT INTO core.change (kiosk, install, seq, id, kind, received_at, raw, verdict, reason, result)
	VALUES (p_kiosk.kiosk, p_kiosk.install, p_seq, v_change.id, v_change.kind, p_now,
		core.text_to_keep(v_change, p_raw), v_answer.verdict, v_answer.reason, v_answer.result);
	IF v_salvaged.verdict IS NULL AND (v_answer.verdict = 'quarantined' OR (v_answer.verdict = 'refused'
		AND v_change.kind NOT IN ('lease_request', 'lease_close'))) THEN
		PERFORM core.note_exception(v_change, v_answer.reason, v_change.id);
	END IF;
END $$;

-- ---- many changes ----

-- Those that a centre answered before, with its answers, one by one.
CREATE FUNCTION core.take_again(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[], p_priors text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. cardinality(p_changes) LOOP
		PERFORM core.take(p_kiosk, p_first + i - 1, p_now, p_changes[i], core.read_prior(p_priors[i]));
	END LOOP;
END $$;

-- Of which sort a change looks, of those that many can be taken of at once (5-sets.sql).
CREATE FUNCTION core.sort_of(p_raw text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN p_raw LIKE '{"id":"%","kind":"check_in",%' THEN 'check_in'
	WHEN p_raw LIKE '{"id":"%","kind":"book",%' THEN 'book' ELSE '' END;

CREATE FUNCTION core.take_one_by_one(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. cardinality(p_changes) LOOP
		PERFORM core.take(p_kiosk, p_first + i - 1, p_now, p_changes[i]);
	END LOOP;
END $$;

-- Takes changes that are all of one sort: all at once, or each eighth of them so. What is out of the
-- ordinary costs those beside it no more than that they are looked at three times.
CREATE FUNCTION core.take_run(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_sort text, p_changes text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_piece integer := (cardinality(p_changes) + 7) / 8;
BEGIN
	IF p_sort = '' OR cardinality(p_changes) < 5 THEN
		PERFORM core.take_one_by_one(p_kiosk, p_first, p_now, p_changes);
	ELSIF NOT core.take_set(p_kiosk, p_first, p_now, p_sort, p_changes) THEN
		FOR i IN 0 .. cardinality(p_changes) - 1 BY v_piece LOOP
			PERFORM core.take_run(p_kiosk, p_first + i, p_now, p_sort, p_changes[i + 1 : i + v_piece]);
		END LOOP;
	END IF;
END $$;

-- Takes all, a run of one sort at a time.
CREATE FUNCTION core.take_all(
	p_kiosk core.kiosk, p_first bigint, p_now timestamptz, p_changes text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_run record;
BEGIN
	FOR v_run IN SELECT sort, min(place) AS first, max(place) AS last
		FROM (SELECT place, sort, place - row_number() OVER (PARTITION BY sort ORDER BY place) AS run
			FROM unnest(p_changes) WITH ORDINALITY AS list (raw, place), core.sort_of(raw) AS sort) places
		GROUP BY sort, run ORDER BY min(place)
	LOOP
		PERFORM core.take_run(p_kiosk, p_first + v_run.first - 1, p_now, v_run.sort,
			p_changes[v_run.first : v_run.last]);
	END LOOP;
END $$;
