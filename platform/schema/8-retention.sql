-- What the centre keeps about people, and for how long: platform/PRIVACY.md says it to whoever asks. Who booked
-- and who came is known until 14 days after the session, as on a kiosk (kiosk/rules/retention.h); then parties
-- and people are counted, and the rows are gone. The log of a kiosk loses its texts, and its rows once a file
-- has them.
--
-- Nobody wakes the centre: a piece is done when a kiosk speaks (core.see_to_hours), until nothing is left that
-- day; `platform/centre tidy` does all of them. A piece is some hundred rows, and the lock of the branch
-- is never waited for.

-- ---- the rule, column by column ----

-- `rule`: kept 'for ever' (it says nothing of anybody), as long as somebody is a 'member', or until the day
-- that the rule is named for. tests/faults/centre_retention.c reads the catalogue beside it.
CREATE VIEW core.retention AS
SELECT "table", unnest(columns) AS "column", rule FROM (VALUES
	('site', 'for ever', '{one, epoch, place_of_data, recovering, demo, demo_now, next_poll_ms,
		lease_share_percent, log_archived_to}'::text[]),
	('branch', 'for ever', '{branch, settings}'),
	('kiosk', 'for ever', '{kiosk, role, branch, number_first, number_last, state, install, last_seq, length,
		acked, epoch, replays_to, archived, app, seen_at, minute, cost}'),
	('change', 'log', '{kiosk, install, seq, id, kind, received_at, verdict, reason}'),
	('change', 'text', '{raw, result}'),
	('log', 'for ever', '{kiosk, install, emptied_to, forgotten_to}'),
	('session', 'for ever', '{session, branch, title, room, about, icon, theme, words, starts_at, ends_at,
		opens_at, closes_at, admission, asks, places_wanted, places, door_places_wanted, door_places,
		given_to_door, cancelled, access_note, languages, partner, settings, booking_opens_ms,
		booking_closes_ms, largest_party, members_places, members_until_ms, one_a_day, still_coming,
		kept_until, kept_is_over, after_absences, class_places, parts_places, largest_party_when_few,
		absences_counted, calendar, event, source, revision, confirmed, leased, door_used, door_leased,
		class_used, class_leased, parts_used, parts_leased, arrivals, inside_changed, inside_revision,
		inside}'),
	('lease', 'late', '{lease, kiosk, session, pool, granted, spent, parts, parts_spent, state, recalled,
		granted_at, used_at}'),
	('booking', 'visit', '{booking, session, kiosk, holder, pool, state, adults, children, babies, prams,
		wheelchairs, people, code, language, greeting, arrival, made_at, merged_into, given_at,
		waits_for_more, before, promoted_at, still_coming_at, replayed, party_install,
		party_revision, revision}'),
	('sent', 'visit', '{booking, kind, sent_at}'),
	('given', 'visit', '{session, kiosk}'),
	('tell_me', 'told', '{booking, branch, session, change, language, left_at}'),
	('cancelled_early', 'late', '{branch, booking, cancelled_at}'),
	('said_early', 'late', '{branch, booking, said_at}'),
	('attendance', 'visit', '{attendance, session, kiosk, booking, holder, how, adults, children, babies, prams,
		wheelchairs, people, lease, extra, paid, code, facts, came_at, counted, undone_at}'),
	('stamp', 'challenge', '{stamp, branch, challenge, holder, day, until, steps, kiosk, made_at}'),
	('counted', 'for ever', '{session, what, parties, adults, children, babies, prams, wheelchairs}'),
	('challenge_counted', 'for ever', '{branch, challenge, year, participants, stamps, complete}'),
	('tidied', 'for ever', '{branch, day, until}'),
	('absence', 'absence', '{branch, holder, count, last_at, excused_at, settled, settled_at, revision}'),
	('member', 'member', '{member, number, level, branch, kiosk, joined_at, consent, household}'),
	('sealed', 'box', '{change, kiosk, kind, about, key_id, box, came_at, opened_at, outcome}'),
	('opened', 'box', '{change, kind, about, form, opened_at}'),
	('erased', 'for ever', '{id, erased_at}'),
	('token', 'member', '{branch, index, holder, greeting, status, revision}'),
	('form', 'for ever', '{branch, name, text, revision}'),
	('ticket_key', 'for ever', '{key_id, public}'),
	('exception', 'exception', '{exception, kiosk, seq, kind, reason, about, came_at, resolved_at}'),
	('alarm', 'late', '{alarm, branch, kind, about, reason, raised_at, ended_at}'),
	('calendar', 'for ever', '{branch, calendar, folder, file}'),
	('feed_head', 'for ever', '{stream, head, compacted, forgets, swept_on, swept_to}'),
	('feed_day', 'for ever', '{stream, day, head}'),
	('feed', 'news', '{row, stream, version, kind, key, revision, body}'),
	('salvage', 'for ever', '{salvage, kiosk, install, changes, damaged, taken_at}'),
	('version', 'for ever', '{part, sum, since}')) AS list ("table", rule, columns);

-- The same for people.
CREATE VIEW report.retention AS
SELECT r."table", r."column", r.rule, w.sentence FROM core.retention r JOIN (VALUES
	('for ever', 'kept: it says nothing of anybody'),
	('member', 'as long as somebody is a member'),
	('visit', 'until 14 days after the session; then parties and people are counted (report.visit)'),
	('text', 'until 14 days after it came; while it waits for a person, until 14 days after the session, and if'
		' the centre did not understand it, until a person has seen to it'),
	('log', 'number, kind, instant and answer of a change: until its month is 90 days over and in a file'
		' (platform/centre archive)'),
	('told', 'until nobody is told by it any more'),
	('challenge', 'until 14 days after the challenge; then stamps are counted (report.challenge)'),
	('absence', 'until 90 days after the last time'),
	('box', 'of a member: as long as they are one. A card that was not known: until 14 days after it was opened.'
		' A contact: until nobody is told by it. What was refused: until 14 days after a person saw to it'),
	('exception', 'until 14 days after a person saw to it'),
	('late', 'until 90 days after it is over; it names nobody'),
	('news', 'of bookings: as the booking; of cards: as the card'))
AS w (rule, sentence) USING (rule);

-- How far forgetting has come.
CREATE VIEW report.tidied AS
SELECT branch, day FROM core.tidied;

-- ---- who booked and who came ----

-- Sessions of which somebody is known, in as many steps as there are: those that are over for long have no row.
CREATE FUNCTION core.sessions_with_people() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
	WITH RECURSIVE booked AS (
		(SELECT session FROM core.booking ORDER BY session LIMIT 1)
		UNION ALL SELECT (SELECT b.session FROM core.booking b WHERE b.session > booked.session
			ORDER BY b.session LIMIT 1) FROM booked WHERE booked.session IS NOT NULL
	), come AS (
		(SELECT session FROM core.attendance ORDER BY session LIMIT 1)
		UNION ALL SELECT (SELECT a.session FROM core.attendance a WHERE a.session > come.session
			ORDER BY a.session LIMIT 1) FROM come WHERE come.session IS NOT NULL
	)
	SELECT session FROM booked WHERE session IS NOT NULL
	UNION SELECT session FROM come WHERE session IS NOT NULL
	UNION SELECT session FROM core.given
$$;

-- The one that is over for longest. Who stayed away is counted first (5-absences.sql).
CREATE FUNCTION core.session_to_forget(p_branch text, p_before timestamptz) RETURNS uuid LANGUAGE sql STABLE
RETURN (SELECT s.session FROM core.sessions_with_people() AS people (session) JOIN core.session s USING (session)
	WHERE s.branch = p_branch AND s.ends_at < p_before
		AND (s.absences_counted OR coalesce(s.after_absences, 0) = 0)
	ORDER BY s.ends_at, s.session LIMIT 1);

CREATE FUNCTION core.count_party(p_session uuid, p_what text, p_party core.party) RETURNS void
LANGUAGE sql AS $$
	INSERT INTO core.counted AS c (session, what, parties, adults, children, babies, prams, wheelchairs)
	VALUES (p_session, p_what, 1, p_party.adults, p_party.children, p_party.babies, p_party.prams,
		p_party.wheelchairs)
	ON CONFLICT (session, what) DO UPDATE SET parties = c.parties + 1, adults = c.adults + EXCLUDED.adults,
		children = c.children + EXCLUDED.children, babies = c.babies + EXCLUDED.babies,
		prams = c.prams + EXCLUDED.prams, wheelchairs = c.wheelchairs + EXCLUDED.wheelchairs
$$;

-- What is running of a holder's absences goes on without the booking. Sessions come in the order of their ends.
CREATE FUNCTION core.settle_absence(p_session core.session, p_holder uuid, p_came boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF p_holder IS NULL OR coalesce(p_session.after_absences, 0) = 0 OR p_session.cancelled THEN
		RETURN;
	ELSIF p_came THEN
		UPDATE core.absence SET settled = 0, settled_at = NULL
		WHERE branch = p_session.branch AND holder = p_holder AND settled_at < p_session.ends_at;
		RETURN;
	END IF;
	UPDATE core.absence SET settled_at = greatest(settled_at, p_session.ends_at), settled = 1
		+ CASE WHEN settled_at >= p_session.ends_at - interval '90 days' THEN settled ELSE 0 END
	WHERE branch = p_session.branch AND holder = p_holder AND count > 0
		AND p_session.starts_at > coalesce(excused_at, '-infinity')
		AND (core.took_place(p_session.session) OR EXISTS (SELECT FROM core.counted
			WHERE session = p_session.session AND starts_with(what, 'came-')));
END $$;

CREATE FUNCTION core.forget_booking(p_session core.session, p_booking core.booking) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF p_booking.state <> 'merged' THEN
		PERFORM core.count_party(p_session.session, p_booking.state, core.party_of(p_booking));
	END IF;
	IF p_booking.state = 'confirmed' THEN
		PERFORM core.settle_absence(p_session, p_booking.holder,
			core.came(p_booking.holder, p_session.session));
	END IF;
	DELETE FROM core.sent WHERE booking = p_booking.booking;
	DELETE FROM core.booking WHERE booking = p_booking.booking;
END $$;

CREATE FUNCTION core.forget_arrival(p_session core.session, p_here core.attendance) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	IF p_here.counted AND p_here.undone_at IS NULL THEN
		PERFORM core.count_party(p_session.session, 'came-' || p_here.how, ROW(p_here.adults,
			p_here.children, p_here.babies, p_here.prams, p_here.wheelchairs)::core.party);
		PERFORM core.settle_absence(p_session, p_here.holder, true);
	END IF;
	DELETE FROM core.attendance WHERE attendance = p_here.attendance;
END $$;

-- The bookings first: who did not come is told by who did. A merged one is in the booking that stands, and goes
-- before it.
CREATE FUNCTION core.forget_visits(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session := core.lock_session(
		core.session_to_forget(p_branch, core.people_before(p_branch, p_now)));
	v_booking core.booking;
	v_here core.attendance;
	v_left integer := p_most;
BEGIN
	IF v_session.session IS NULL THEN
		RETURN 0;
	END IF;
	FOR v_booking IN SELECT * FROM core.booking WHERE session = v_session.session
		ORDER BY merged_into IS NULL, booking LIMIT v_left
	LOOP
		PERFORM core.forget_booking(v_session, v_booking);
		v_left := v_left - 1;
	END LOOP;
	FOR v_here IN SELECT * FROM core.attendance WHERE session = v_session.session
		ORDER BY attendance LIMIT v_left
	LOOP
		PERFORM core.forget_arrival(v_session, v_here);
		v_left := v_left - 1;
	END LOOP;
	IF v_left > 0 THEN
		DELETE FROM core.given WHERE session = v_session.session;
	END IF;
	UPDATE core.session SET inside = NULL WHERE session = v_session.session AND inside IS NOT NULL;
	RETURN p_most - v_left + 1;
END $$;

-- ---- the log ----

CREATE FUNCTION core.installs_of(p_kiosk integer) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
	WITH RECURSIVE installs AS (
		(SELECT install FROM core.change WHERE kiosk = p_kiosk ORDER BY install LIMIT 1)
		UNION ALL SELECT (SELECT c.install FROM core.change c
			WHERE c.kiosk = p_kiosk AND c.install > installs.install ORDER BY c.install LIMIT 1)
		FROM installs WHERE install IS NOT NULL
	)
	SELECT install FROM installs WHERE install IS NOT NULL
$$;

CREATE FUNCTION core.find_logs(p_branch text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO core.log (kiosk, install)
	SELECT k.kiosk, installs.install FROM core.kiosk k, core.installs_of(k.kiosk) AS installs (install)
	WHERE k.branch = p_branch ON CONFLICT DO NOTHING
$$;

-- When the session ends that a change is about. NULL: it is about none that is known.
CREATE FUNCTION core.end_of_text(p_raw text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_body jsonb := p_raw::jsonb->'body';
BEGIN
	RETURN (SELECT ends_at FROM core.session WHERE session = coalesce((v_body->>'session')::uuid,
		(SELECT session FROM core.booking WHERE booking = (v_body->>'booking')::uuid),
		(SELECT session FROM core.attendance WHERE attendance = (v_body->>'attendance')::uuid)));
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END $$;

-- It waits for a person, who needs to read it: what was not understood, however long.
CREATE FUNCTION core.is_held(p_change core.change, p_before timestamptz) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.exception e
		WHERE e.kiosk = (p_change).kiosk AND e.seq = (p_change).seq AND e.resolved_at IS NULL)
	AND ((p_change).verdict = 'quarantined' OR coalesce(core.end_of_text((p_change).raw) >= p_before, false));

-- The kiosk has the answer: what came of it need not be said again.
CREATE FUNCTION core.is_answered(p_kiosk integer, p_install uuid, p_seq bigint) RETURNS boolean
LANGUAGE sql STABLE
RETURN (SELECT install IS DISTINCT FROM p_install OR acked >= p_seq FROM core.kiosk WHERE kiosk = p_kiosk);

-- The last of the next changes of a log that are kept no longer: they came before that.
CREATE FUNCTION core.last_before(p_log core.log, p_after bigint, p_before timestamptz, p_most integer)
RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_change record;
	v_last bigint := p_after;
BEGIN
	FOR v_change IN SELECT seq, received_at FROM core.change
		WHERE kiosk = p_log.kiosk AND install = p_log.install AND seq > p_after
		ORDER BY seq LIMIT p_most
	LOOP
		EXIT WHEN v_change.received_at >= p_before;
		v_last := v_change.seq;
	END LOOP;
	RETURN v_last;
END $$;

CREATE FUNCTION core.forget_texts(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_before timestamptz := core.people_before(p_branch, p_now);
	v_log core.log;
	v_last bigint;
BEGIN
	PERFORM core.find_logs(p_branch);
	FOR v_log IN SELECT l.* FROM core.log l JOIN core.kiosk k USING (kiosk) WHERE k.branch = p_branch LOOP
		v_last := core.last_before(v_log, v_log.emptied_to, v_before, p_most);
		CONTINUE WHEN v_last = v_log.emptied_to;
		UPDATE core.change c SET raw = core.digest_of(raw),
			result = CASE WHEN NOT core.is_answered(c.kiosk, c.install, c.seq) THEN result END
		WHERE kiosk = v_log.kiosk AND install = v_log.install AND seq > v_log.emptied_to
			AND seq <= v_last AND NOT core.is_held(c, v_before);
		UPDATE core.log SET emptied_to = v_last WHERE kiosk = v_log.kiosk AND install = v_log.install;
		RETURN p_most;
	END LOOP;
	RETURN 0;
END $$;

-- Those that waited for a person and do so no more.
CREATE FUNCTION core.forget_held_texts(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_before timestamptz := core.people_before(p_branch, p_now);
	v_count integer;
BEGIN
	UPDATE core.change c SET raw = core.digest_of(c.raw), result = NULL
	FROM (SELECT DISTINCT h.kiosk, h.install, h.seq FROM core.exception e
		JOIN core.kiosk k ON k.kiosk = e.kiosk AND k.branch = p_branch
		JOIN core.log l ON l.kiosk = e.kiosk AND l.emptied_to >= e.seq
		JOIN core.change h ON h.kiosk = l.kiosk AND h.install = l.install AND h.seq = e.seq
		WHERE e.seq > 0 AND h.raw <> core.digest_of(h.raw) AND NOT core.is_held(h, v_before)
		LIMIT p_most) due
	WHERE c.kiosk = due.kiosk AND c.install = due.install AND c.seq = due.seq;
	GET DIAGNOSTICS v_count = ROW_COUNT;
	RETURN v_count;
END $$;

-- Rows that a file has (platform/centre archive), and that no kiosk asks about again. What a salvage brought
-- stays: report.salvage counts it.
CREATE FUNCTION core.forget_log(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_before timestamptz := least(core.late_before(p_branch, p_now), (SELECT log_archived_to FROM core.site));
	v_log core.log;
	v_last bigint;
BEGIN
	FOR v_log IN SELECT l.* FROM core.log l JOIN core.kiosk k USING (kiosk) WHERE k.branch = p_branch
		AND NOT EXISTS (SELECT FROM core.salvage s WHERE s.salvage = l.install)
	LOOP
		v_last := least(core.last_before(v_log, v_log.forgotten_to, v_before, p_most), v_log.emptied_to,
			(SELECT acked FROM core.kiosk WHERE kiosk = v_log.kiosk AND install = v_log.install));
		CONTINUE WHEN v_last <= v_log.forgotten_to;
		DELETE FROM core.change c WHERE kiosk = v_log.kiosk AND install = v_log.install
			AND seq > v_log.forgotten_to AND seq <= v_last AND NOT core.is_held(c, v_before);
		UPDATE core.log SET forgotten_to = v_last WHERE kiosk = v_log.kiosk AND install = v_log.install;
		RETURN p_most;
	END LOOP;
	RETURN 0;
END $$;

-- ---- boxes, and what waited for a person ----

CREATE FUNCTION core.forget_box(p_change uuid) RETURNS void LANGUAGE sql AS $$
	DELETE FROM core.opened WHERE change = p_change;
	DELETE FROM core.sealed WHERE change = p_change
$$;

CREATE FUNCTION core.forget_boxes(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_change uuid;
	v_gone integer := 0;
BEGIN
	FOR v_change IN SELECT s.change FROM core.sealed s JOIN core.kiosk k USING (kiosk)
		WHERE (s.kind = 'card_seen' OR (s.kind = 'tell_me' AND s.outcome = 'erased'))
			AND s.opened_at < core.people_before(p_branch, p_now) AND k.branch = p_branch
		LIMIT p_most
	LOOP
		PERFORM core.forget_box(v_change);
		v_gone := v_gone + 1;
	END LOOP;
	RETURN v_gone;
END $$;

-- A person saw to it. The form of somebody who did not become a member goes with it.
CREATE FUNCTION core.forget_exceptions(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_exception core.exception;
	v_gone integer := 0;
BEGIN
	FOR v_exception IN SELECT e.* FROM core.exception e JOIN core.kiosk k USING (kiosk)
		WHERE e.resolved_at < core.people_before(p_branch, p_now) AND k.branch = p_branch LIMIT p_most
	LOOP
		DELETE FROM core.exception WHERE exception = v_exception.exception;
		PERFORM core.forget_box(s.change) FROM core.log l
			JOIN core.change c ON c.kiosk = l.kiosk AND c.install = l.install AND c.seq = v_exception.seq
			JOIN core.sealed s ON s.change = c.id
		WHERE l.kiosk = v_exception.kiosk AND s.opened_at IS NOT NULL
			AND NOT EXISTS (SELECT FROM core.member WHERE member = s.about)
			AND NOT EXISTS (SELECT FROM core.token WHERE branch = p_branch AND holder = s.about)
			AND NOT EXISTS (SELECT FROM core.exception e WHERE e.kiosk = c.kiosk AND e.seq = c.seq);
		v_gone := v_gone + 1;
	END LOOP;
	RETURN v_gone;
END $$;

-- ---- stamps ----

-- A holder's stamps of one challenge at a time.
CREATE FUNCTION core.forget_stamps(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_before date := core.today(p_branch, p_now) - 13;
	v_of record;
	v_gone integer := 0;
BEGIN
	FOR v_of IN SELECT DISTINCT holder, challenge, extract(year FROM until)::integer AS year FROM (
		SELECT * FROM core.stamp s WHERE branch = p_branch AND until < v_before
			AND NOT EXISTS (SELECT FROM core.stamp o WHERE o.branch = p_branch AND o.holder = s.holder
				AND o.challenge = s.challenge AND o.until >= v_before
				AND extract(year FROM o.until) = extract(year FROM s.until))
		LIMIT p_most) due
	LOOP
		WITH gone AS (DELETE FROM core.stamp WHERE branch = p_branch AND holder = v_of.holder
			AND challenge = v_of.challenge AND extract(year FROM until) = v_of.year RETURNING *)
		INSERT INTO core.challenge_counted AS c (branch, challenge, year, participants, stamps, complete)
		SELECT p_branch, v_of.challenge, v_of.year, 1, count(*), (count(*) >= max(steps))::integer FROM gone
		ON CONFLICT (branch, challenge, year) DO UPDATE SET participants = c.participants + 1,
			stamps = c.stamps + EXCLUDED.stamps, complete = c.complete + EXCLUDED.complete;
		v_gone := v_gone + 1;
	END LOOP;
	RETURN v_gone;
END $$;

-- ---- what names nobody ----

CREATE FUNCTION core.forget_late(p_branch text, p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE sql AS $$
	WITH early AS (DELETE FROM core.cancelled_early WHERE (branch, booking) IN (SELECT branch, booking
			FROM core.cancelled_early WHERE branch = p_branch
				AND cancelled_at < core.late_before(p_branch, p_now) LIMIT p_most) RETURNING 1),
	said AS (DELETE FROM core.said_early WHERE (branch, booking) IN (SELECT branch, booking
			FROM core.said_early WHERE branch = p_branch
				AND said_at < core.late_before(p_branch, p_now) LIMIT p_most) RETURNING 1),
	leases AS (DELETE FROM core.lease WHERE lease IN (SELECT l.lease
			FROM core.lease l JOIN core.session s USING (session)
			WHERE l.state <> 'open' AND l.granted_at < core.late_before(p_branch, p_now)
				AND s.branch = p_branch AND s.ends_at < core.late_before(p_branch, p_now)
			LIMIT p_most) RETURNING 1),
	alarms AS (DELETE FROM core.alarm WHERE alarm IN (SELECT alarm FROM core.alarm WHERE branch = p_branch
			AND ended_at < core.late_before(p_branch, p_now) LIMIT p_most) RETURNING 1)
	SELECT (SELECT count(*) FROM early)::integer + (SELECT count(*) FROM said)::integer
		+ (SELECT count(*) FROM leases)::integer + (SELECT count(*) FROM alarms)::integer
$$;

-- ---- news ----

-- The sweep that follows a kiosk's reading (6-feed.sql) goes on without one, and begins before the first.
CREATE FUNCTION core.sweep_if_due(p_branch text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.feed_head (stream) VALUES ('branch:' || p_branch) ON CONFLICT DO NOTHING;
	IF core.is_to_sweep('branch:' || p_branch) THEN
		PERFORM core.sweep_feed('branch:' || p_branch);
		RETURN true;
	END IF;
	RETURN false;
END $$;

-- ---- a day ----

-- The next piece; false: nothing is left today. The branch is locked by the caller. The texts first: what they
-- name is still there to say of which session they are.
CREATE FUNCTION core.tidy_piece(p_branch text, p_now timestamptz, p_most integer) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	v_did boolean;
BEGIN
	INSERT INTO core.tidied (branch) VALUES (p_branch) ON CONFLICT DO NOTHING;
	v_did := CASE WHEN core.forget_texts(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_held_texts(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_visits(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_stamps(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_boxes(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_exceptions(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_late(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.forget_log(p_branch, p_now, p_most) > 0 THEN true
		WHEN core.sweep_if_due(p_branch) THEN true
		ELSE false END;
	IF v_did THEN
		RETURN true;
	END IF;
	UPDATE core.tidied SET day = core.today(p_branch, p_now), until = core.days_ago(p_branch, p_now, -1)
	WHERE branch = p_branch;
	UPDATE core.alarm SET ended_at = statement_timestamp()
	WHERE branch = p_branch AND kind = 'retention' AND ended_at IS NULL;
	RETURN false;
END $$;

-- A piece, unless somebody else writes to the branch. What goes wrong in it is no fault of the kiosk that speaks.
CREATE FUNCTION core.tidy_if_idle(p_branch text, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM core.branch WHERE branch = p_branch FOR NO KEY UPDATE SKIP LOCKED;
	IF FOUND THEN
		PERFORM core.tidy_piece(p_branch, p_now, 100);
	END IF;
EXCEPTION WHEN OTHERS THEN
	IF core.will_pass(SQLSTATE) THEN
		RAISE;
	END IF;
	PERFORM core.put_alarm(p_branch, 'retention', 'centre', 'What should be forgotten is not: error '
		|| SQLSTATE || '. Run "platform/centre tidy" and show what it says to whoever runs the centre.');
END $$;

-- A piece of each branch; false: nothing is left today.
CREATE FUNCTION staff.tidy() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_branch text;
	v_left boolean := false;
BEGIN
	FOR v_branch IN SELECT branch FROM core.branch ORDER BY branch LOOP
		PERFORM core.lock_branch(v_branch);
		PERFORM core.keep_absences(v_branch, core.this_moment());
		v_left := v_left OR core.absences_are_due(v_branch, core.this_moment());
		IF NOT EXISTS (SELECT FROM core.tidied WHERE branch = v_branch AND until > core.this_moment()) THEN
			v_left := core.tidy_piece(v_branch, core.this_moment(), 100) OR v_left;
		END IF;
	END LOOP;
	RETURN v_left;
END $$;
