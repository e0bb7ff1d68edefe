-- What the library's own people and programs may call: staff and the clerk.

-- What an import needs to know: {demo, settings}. '' is the only branch, where there is only one.
CREATE FUNCTION staff.branch(p_branch text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT jsonb_build_object('demo', site.demo, 'settings', branch.settings)::text
	FROM core.site, core.branch
	WHERE branch.branch = p_branch OR (p_branch = '' AND (SELECT count(*) = 1 FROM core.branch))
$$;

-- What a new version of a calendar would take away, before anything is changed, and the branch's
-- lock, so that it stays true until the caller commits. `p_plan`: {calendar, from_ms, until_ms,
-- last_ms, sessions: [id], kept: [source]}. What has begun is left alone, and what starts after
-- last_ms, the end of the last day that the calendar has something on, and events that were not
-- understood (kept). Returns {coming, gone: [{session, title, starts_ms, bookings, people}], later,
-- others: [{calendar, coming}]}; `coming` is all that this calendar still has ahead.
CREATE FUNCTION staff.plan_programme(p_branch text, p_plan text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_plan jsonb := p_plan::jsonb;
	v_answer jsonb;
BEGIN
	PERFORM core.lock_branch(p_branch);
	WITH coming AS (
		SELECT s.*, s.calendar IS NOT DISTINCT FROM v_plan->>'calendar' AS is_ours
		FROM core.session s, core.site
		WHERE s.branch = p_branch AND NOT s.cancelled AND s.calendar IS NOT NULL
			AND s.starts_at > coalesce(site.demo_now, statement_timestamp())
			AND s.starts_at >= core.instant((v_plan->>'from_ms')::bigint)
	), missing AS (
		SELECT c.* FROM coming c
		WHERE is_ours AND c.starts_at < core.instant((v_plan->>'until_ms')::bigint)
			AND NOT v_plan->'sessions' ? c.session::text
			AND NOT v_plan->'kept' ? coalesce(c.source::text, '')
	), gone AS (
		SELECT m.session, m.title, m.starts_at, count(b.booking) AS bookings,
			coalesce(sum(b.people), 0) AS people
		FROM missing m LEFT JOIN core.booking b
			ON b.session = m.session AND b.state IN ('confirmed', 'waiting')
		WHERE m.starts_at <= core.instant((v_plan->>'last_ms')::bigint)
		GROUP BY m.session, m.title, m.starts_at
	)
	SELECT jsonb_build_object(
		'coming', (SELECT count(*) FROM coming WHERE is_ours),
		'gone', (SELECT coalesce(jsonb_agg(jsonb_build_object('session', session, 'title', title,
			'starts_ms', core.ms(starts_at), 'bookings', bookings, 'people', people)
			ORDER BY starts_at, session), '[]') FROM gone),
		'later', (SELECT count(*) FROM missing) - (SELECT count(*) FROM gone),
		'others', (SELECT coalesce(jsonb_agg(jsonb_build_object('calendar', calendar,
			'coming', count) ORDER BY calendar), '[]')
			FROM (SELECT calendar, count(*) FROM coming WHERE NOT is_ours GROUP BY calendar) o))
	INTO v_answer;
	RETURN v_answer::text;
END $$;

-- Takes sessions as `kioskctl import programme` expanded them, a JSON array. One that is known is
-- updated; a cut of places never goes below what is promised. Returns what became of each, in their
-- order: {change: new, changed or same; of a changed one fields: [words for people], starts_ms and
-- ends_ms as they were}.
CREATE FUNCTION staff.put_programme(p_branch text, p_sessions text, p_calendar text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_session jsonb;
	v_changes jsonb := '[]';
BEGIN
	PERFORM core.lock_branch(p_branch);
	IF NOT EXISTS (SELECT FROM core.branch WHERE branch = p_branch) THEN
		RAISE EXCEPTION 'there is no branch %', p_branch USING ERRCODE = 'foreign_key_violation';
	END IF;
	FOR v_session IN SELECT * FROM jsonb_array_elements(p_sessions::jsonb) LOOP
		v_changes := v_changes || core.put_session(p_branch, v_session, p_calendar);
	END LOOP;
	RETURN v_changes::text;
END $$;

-- Cancels sessions that a calendar no longer has: ["id"]. Who booked hears it at the next card,
-- staff find each booking among the exceptions. Returns how many were cancelled.
CREATE FUNCTION staff.cancel_sessions(p_branch text, p_sessions text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_session uuid;
	v_cancelled integer := 0;
BEGIN
	PERFORM core.lock_branch(p_branch);
	FOR v_session IN SELECT value::uuid FROM jsonb_array_elements_text(p_sessions::jsonb) LOOP
		PERFORM core.lock_session(v_session);
		UPDATE core.session SET cancelled = true, revision = revision + 1
		WHERE session = v_session AND branch = p_branch AND NOT cancelled;
		CONTINUE WHEN NOT FOUND;
		PERFORM core.tell_session(v_session);
		PERFORM core.note_cancelled(v_session);
		v_cancelled := v_cancelled + 1;
	END LOOP;
	RETURN v_cancelled;
END $$;

CREATE FUNCTION core.note_cancelled(p_session uuid) RETURNS void LANGUAGE sql AS $$
	INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at)
	SELECT kiosk, 0, 'programme', 'session-cancelled', booking, statement_timestamp()
	FROM core.booking WHERE session = p_session AND state IN ('confirmed', 'waiting')
$$;

CREATE FUNCTION core.read_session(p_branch text, p_session jsonb, p_calendar text) RETURNS core.session
LANGUAGE plpgsql AS $$
DECLARE
	v_read core.session := jsonb_populate_record(NULL::core.session, jsonb_build_object('room', '',
		'about', '', 'words', '{}'::jsonb, 'icon', '', 'theme', '', 'cancelled', false,
		'access_note', '', 'languages', '', 'partner', '', 'settings', '{}'::jsonb) || p_session);
BEGIN
	v_read.branch := p_branch;
	v_read.calendar := p_calendar;
	v_read.starts_at := core.instant((p_session->>'starts_ms')::bigint);
	v_read.ends_at := core.instant((p_session->>'ends_ms')::bigint);
	v_read.opens_at := core.instant((p_session->>'opens_ms')::bigint);
	v_read.closes_at := core.instant((p_session->>'closes_ms')::bigint);
	v_read.places_wanted := v_read.places;
	v_read.door_places_wanted := v_read.door_places;
	RETURN v_read;
END $$;

-- In words for people. What moves along with the start is not said besides the time.
CREATE FUNCTION core.session_differences(p_before core.session, p_after core.session) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(array_agg(name ORDER BY place), '{}') FROM (VALUES
		(1, 'title', p_before.title <> p_after.title),
		(2, 'time', (p_before.starts_at, p_before.ends_at) <> (p_after.starts_at, p_after.ends_at)),
		(3, 'room', p_before.room <> p_after.room),
		(4, 'about', p_before.about <> p_after.about),
		(5, 'words in other languages', p_before.words <> p_after.words),
		(6, 'theme', p_before.theme <> p_after.theme),
		(7, 'icon', p_before.icon <> p_after.icon),
		(8, CASE WHEN p_after.cancelled THEN 'cancelled' ELSE 'on again' END,
			p_before.cancelled <> p_after.cancelled),
		(9, 'admission', p_before.admission <> p_after.admission),
		(10, 'asks', p_before.asks <> p_after.asks),
		(11, 'places', p_before.places_wanted <> p_after.places_wanted),
		(12, 'door places', p_before.door_places_wanted <> p_after.door_places_wanted),
		(13, 'check-in', p_before.starts_at - p_before.opens_at <> p_after.starts_at - p_after.opens_at
			OR (p_before.closes_at - p_before.starts_at <> p_after.closes_at - p_after.starts_at
				AND p_before.closes_at - p_before.ends_at <> p_after.closes_at - p_after.ends_at)),
		(14, 'access note', p_before.access_note <> p_after.access_note),
		(15, 'languages', p_before.languages <> p_after.languages),
		(16, 'partner', p_before.partner <> p_after.partner),
		(17, 'event', p_before.event IS DISTINCT FROM p_after.event)
	) AS fields (place, name, differs) WHERE differs
$$;

-- So long before the start, for those that are instants.
CREATE FUNCTION core.setting_of(p_session core.session, p_key text) RETURNS bigint LANGUAGE sql STABLE
RETURN (p_session.settings->>p_key)::bigint
	- CASE WHEN p_key LIKE '%\_ms' THEN core.ms(p_session.starts_at) ELSE 0 END;

CREATE FUNCTION core.setting_differences(p_before core.session, p_after core.session) RETURNS text[]
LANGUAGE sql STABLE AS $$
	SELECT coalesce(array_agg(replace(regexp_replace(key, '_(ms|months)$', ''), '_', ' ') ORDER BY key), '{}')
	FROM jsonb_object_keys(p_before.settings || p_after.settings) AS key
	WHERE core.setting_of(p_before, key) IS DISTINCT FROM core.setting_of(p_after, key)
$$;

-- A part is limited from now on: leases that do not know are asked back, and new ones do.
CREATE FUNCTION core.recall_unlimited(p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.recall_lease(l.*) FROM core.lease l JOIN core.session s USING (session)
	WHERE l.session = p_session AND l.state = 'open' AND l.pool <> 'class'
		AND core.only_where(s.parts_places, l.parts) IS DISTINCT FROM s.parts_places;
END $$;

-- Of a session that is there already. A calendar takes over what it names.
CREATE FUNCTION core.update_session(p_before core.session, p_after core.session) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.hold_again(p_after, core.this_moment());
	UPDATE core.session s SET title = p_after.title, room = p_after.room, about = p_after.about,
		words = p_after.words, icon = p_after.icon, theme = p_after.theme,
		starts_at = p_after.starts_at, ends_at = p_after.ends_at, opens_at = p_after.opens_at,
		closes_at = p_after.closes_at, admission = p_after.admission, asks = p_after.asks,
		places_wanted = p_after.places,
		places = greatest(p_after.places - s.given_to_door, s.confirmed + s.leased),
		door_places_wanted = p_after.door_places,
		door_places = greatest(p_after.door_places + s.given_to_door, s.door_used + s.door_leased),
		class_places = greatest(core.class_wanted(p_after.settings), s.class_used + s.class_leased),
		parts_places = core.never_below(core.parts_wanted(p_after.settings),
			core.plus(s.parts_used, s.parts_leased)),
		cancelled = p_after.cancelled, access_note = p_after.access_note,
		languages = p_after.languages, partner = p_after.partner, settings = p_after.settings,
		calendar = p_after.calendar, event = p_after.event, source = p_after.source,
		absences_counted = false, kept_is_over = false,
		revision = s.revision + 1
	WHERE session = p_after.session;
	PERFORM core.tell_session(p_after.session);
	PERFORM core.recall_unlimited(p_after.session);
	PERFORM core.promote(p_after.session);
	IF p_after.cancelled AND NOT p_before.cancelled THEN
		PERFORM core.note_cancelled(p_after.session);
	END IF;
END $$;

CREATE FUNCTION core.insert_session(p_new core.session) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.session (session, branch, title, room, about, words, icon, theme, starts_at,
		ends_at, opens_at, closes_at, admission, asks, places_wanted, places, door_places_wanted,
		door_places, class_places, parts_places, cancelled, access_note, languages, partner,
		settings, calendar, event, source)
	VALUES (p_new.session, p_new.branch, p_new.title, p_new.room, p_new.about, p_new.words, p_new.icon,
		p_new.theme, p_new.starts_at, p_new.ends_at, p_new.opens_at, p_new.closes_at,
		p_new.admission, p_new.asks, p_new.places, p_new.places, p_new.door_places,
		p_new.door_places, core.class_wanted(p_new.settings), core.parts_wanted(p_new.settings),
		p_new.cancelled, p_new.access_note, p_new.languages, p_new.partner,
		p_new.settings, p_new.calendar, p_new.event, p_new.source);
	PERFORM core.tell_session(p_new.session);
END $$;

CREATE FUNCTION core.put_session(p_branch text, p_session jsonb, p_calendar text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
	v_after core.session := core.read_session(p_branch, p_session, p_calendar);
	v_before core.session := core.lock_session(v_after.session);
	v_fields text[];
BEGIN
	IF v_before.session IS NULL THEN
		PERFORM core.insert_session(v_after);
		RETURN '{"change": "new"}';
	END IF;
	v_fields := core.session_differences(v_before, v_after)
		|| core.setting_differences(v_before, v_after);
	IF v_fields = '{}' THEN
		UPDATE core.session SET calendar = p_calendar, source = v_after.source
		WHERE session = v_after.session
			AND (calendar, source) IS DISTINCT FROM (p_calendar, v_after.source);
		RETURN '{"change": "same"}';
	END IF;
	PERFORM core.update_session(v_before, v_after);
	RETURN jsonb_build_object('change', 'changed', 'fields', v_fields,
		'starts_ms', core.ms(v_before.starts_at), 'ends_ms', core.ms(v_before.ends_at));
END $$;

-- ---- forms ----

-- Gives the branch's kiosks a form as `kioskctl import form` read it, which every kiosk reads once more;
-- NULL takes it back. 'new', 'changed', 'same', 'taken back', or 'none': there was none to take back.
CREATE FUNCTION staff.put_form(p_branch text, p_name text, p_text text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_before text;
BEGIN
	PERFORM core.lock_branch(p_branch);
	SELECT text INTO v_before FROM core.form WHERE branch = p_branch AND name = p_name;
	IF v_before IS NOT DISTINCT FROM p_text THEN
		RETURN CASE WHEN p_text IS NULL THEN 'none' ELSE 'same' END;
	END IF;
	INSERT INTO core.form AS f (branch, name, text) VALUES (p_branch, p_name, p_text)
	ON CONFLICT (branch, name) DO UPDATE SET text = EXCLUDED.text, revision = f.revision + 1;
	PERFORM core.tell_form(p_branch, p_name);
	RETURN CASE WHEN p_text IS NULL THEN 'taken back' WHEN v_before IS NULL THEN 'new' ELSE 'changed' END;
END $$;

-- ---- what somebody should hear at home ----

-- Who got places, whose session is cancelled, on the day before who is booked and, of who waits and left
-- a contact, that places are free, if not enough for all of them. `by_at`: later it helps nobody. Who
-- booked on the day before itself needs no reminder. A contact that was left is for news of places and
-- nothing else, and so is its language.
CREATE VIEW core.to_send AS
SELECT message.kind || ':' || b.booking AS id, message.kind, b.booking, said.language, message.by_at,
	coalesce(s.words->said.language->>'title', s.title) AS title,
	coalesce(s.words->said.language->>'room', s.room) AS room, s.starts_at, b.people,
	CASE message.kind WHEN 'places_free' THEN core.free_places(s, 'booking', core.this_moment()) END AS places,
	told.change AS contact_in, told.change IS NOT NULL
		OR EXISTS (SELECT FROM core.sealed box WHERE box.about = b.holder AND box.kind = 'sign_up'
			AND (box.opened_at IS NULL OR box.outcome = 'opened')) AS has_contact
FROM core.booking b JOIN core.session s USING (session) JOIN core.branch USING (branch)
LEFT JOIN core.told_by ON told_by.booking = b.booking
CROSS JOIN LATERAL (SELECT date_trunc('day', s.starts_at, branch.settings->>'zone') AS at) day
CROSS JOIN LATERAL (VALUES
	('promoted', s.starts_at, NOT s.cancelled AND b.state = 'confirmed' AND b.promoted_at IS NOT NULL),
	('places_free', s.starts_at, NOT s.cancelled AND b.state = 'waiting' AND told_by.change IS NOT NULL
		AND core.this_moment() >= day.at - interval '1 day' AND core.free_places(s, 'booking', core.this_moment()) > 0),
	('cancelled', s.starts_at, s.cancelled AND b.state IN ('confirmed', 'waiting')),
	('reminder', day.at, NOT s.cancelled AND b.state = 'confirmed'
		AND core.this_moment() >= day.at - interval '1 day' AND b.made_at < day.at - interval '1 day')
) AS message (kind, by_at, is_due)
CROSS JOIN LATERAL (SELECT CASE WHEN message.kind IN ('promoted', 'places_free')
	THEN told_by.change END AS change) told
CROSS JOIN LATERAL (SELECT CASE WHEN told.change IS NULL OR told_by.language = '' THEN b.language
	ELSE told_by.language END AS language) said
WHERE message.is_due AND message.by_at > core.this_moment() AND NOT EXISTS
	(SELECT FROM core.sent WHERE sent.booking = b.booking AND sent.kind = message.kind);

-- The contact that somebody left, as the clerk read it; or why there is none to be read. {} where nobody
-- left one.
CREATE FUNCTION core.contact_of(p_change uuid) RETURNS jsonb LANGUAGE sql STABLE
RETURN coalesce((SELECT CASE
		WHEN o.form IS NOT NULL THEN jsonb_build_object('contact', left(coalesce(
			o.form->>'contact', o.form->>'guardian_contact', o.form->>'adult_contact'), 200))
		WHEN s.opened_at IS NULL THEN '{"no_contact": "contact not opened yet"}'
		ELSE '{"no_contact": "contact could not be opened"}' END
	FROM core.sealed s LEFT JOIN core.opened o USING (change) WHERE s.change = p_change), '{}');

-- The most urgent first, at most `p_max`: [{id, kind, booking, language, by_ms, values: {title, room,
-- starts_ms, people, places?}, has_contact, contact?, no_contact?}]. `kind` is the key of the sentence;
-- `contact`: where to send it, if somebody left it for this; `no_contact`: they did, and why it cannot
-- be read (yet); else, with `has_contact`, the clerk can be asked. `places`: how many are free, of
-- 'places_free'.
CREATE FUNCTION staff.to_send(p_max integer DEFAULT 1000) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'booking', booking,
		'language', language, 'by_ms', core.ms(by_at), 'values',
		jsonb_strip_nulls(jsonb_build_object('title', title, 'room', room,
			'starts_ms', core.ms(starts_at), 'people', people, 'places', places)),
		'has_contact', has_contact) || core.contact_of(contact_in) ORDER BY by_at, id), '[]')::text
	FROM (SELECT * FROM core.to_send ORDER BY by_at, id LIMIT least(greatest(p_max, 1), 1000)) page
$$;

-- 'accepted' once, then 'known'; 'none': there is nothing to send under this id, or no longer.
CREATE FUNCTION staff.sent(p_id text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
BEGIN
	INSERT INTO core.sent (booking, kind, sent_at)
	SELECT booking, kind, statement_timestamp() FROM core.to_send WHERE id = p_id
	ON CONFLICT DO NOTHING;
	RETURN CASE WHEN FOUND THEN 'accepted'
		WHEN EXISTS (SELECT FROM core.sent WHERE kind || ':' || booking = p_id) THEN 'known'
		ELSE 'none' END;
END $$;

-- ---- who stayed away ----

-- Staff know why somebody did not come: they book as before. `p_who`: the holder, or the code of a
-- booking of theirs. 'lifted', or 'none': there is nothing to lift.
CREATE FUNCTION staff.lift_absence(p_who text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_absence core.absence;
	v_holder uuid := CASE WHEN p_who ~ '^[0-9a-fA-F-]{32,36}$' THEN p_who::uuid
		ELSE (SELECT holder FROM core.booking WHERE code = upper(replace(p_who, ' ', ''))
			AND holder IS NOT NULL ORDER BY made_at DESC LIMIT 1) END;
	v_answer text := 'none';
BEGIN
	PERFORM core.lock_branch(branch) FROM core.absence WHERE holder = v_holder ORDER BY branch;
	FOR v_absence IN UPDATE core.absence SET count = 0, excused_at = core.this_moment(),
			last_at = core.this_moment(), revision = revision + 1
		WHERE holder = v_holder AND count > 0 RETURNING *
	LOOP
		PERFORM core.tell_absence(v_absence);
		v_answer := 'lifted';
	END LOOP;
	RETURN v_answer;
END $$;

-- ---- alarms ----

-- Once, while it lasts; the reason is the last one. Returns 'raised', 'changed' if it was there for another
-- reason, or 'known'.
CREATE FUNCTION core.put_alarm(p_branch text, p_kind text, p_about text, p_reason text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	v_before text;
BEGIN
	SELECT reason INTO v_before FROM core.alarm
	WHERE branch = p_branch AND kind = p_kind AND about = p_about AND ended_at IS NULL FOR UPDATE;
	IF FOUND THEN
		UPDATE core.alarm SET reason = left(p_reason, 500)
		WHERE branch = p_branch AND kind = p_kind AND about = p_about AND ended_at IS NULL;
		RETURN CASE WHEN v_before = left(p_reason, 500) THEN 'known' ELSE 'changed' END;
	END IF;
	INSERT INTO core.alarm (branch, kind, about, reason, raised_at)
	VALUES (p_branch, p_kind, left(p_about, 500), left(p_reason, 500), statement_timestamp());
	RETURN 'raised';
END $$;

CREATE FUNCTION staff.raise_alarm(p_branch text, p_kind text, p_about text, p_reason text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT core.put_alarm(p_branch, p_kind, p_about, p_reason)
$$;

-- Of files that a folder no longer has: `p_files` are those that it has, {name: ...}. Returns the paths of
-- those whose alarm ended, [path].
CREATE FUNCTION staff.end_alarms_of_lost(p_branch text, p_kind text, p_folder text, p_files text)
RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	WITH ended AS (UPDATE core.alarm SET ended_at = statement_timestamp()
		WHERE branch = p_branch AND kind = p_kind AND ended_at IS NULL
			AND starts_with(about, p_folder || '/')
			AND NOT p_files::jsonb ? substr(about, length(p_folder) + 2)
		RETURNING about)
	SELECT coalesce(jsonb_agg(about ORDER BY about), '[]')::text FROM ended
$$;

-- 'ended', or 'none' if there was no such alarm.
CREATE FUNCTION staff.end_alarm(p_branch text, p_kind text, p_about text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
BEGIN
	UPDATE core.alarm SET ended_at = statement_timestamp()
	WHERE branch = p_branch AND kind = p_kind AND about = p_about AND ended_at IS NULL;
	RETURN CASE WHEN FOUND THEN 'ended' ELSE 'none' END;
END $$;

-- ---- calendars and their files ----

-- Where it was taken from. Always true.
CREATE FUNCTION staff.calendar_has_file(p_branch text, p_calendar text, p_folder text, p_file text)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	INSERT INTO core.calendar (branch, calendar, folder, file)
	VALUES (p_branch, p_calendar, p_folder, p_file)
	ON CONFLICT (branch, calendar) DO UPDATE SET folder = EXCLUDED.folder, file = EXCLUDED.file
	RETURNING true
$$;

-- Calendars that have something ahead, and whose file the folder no longer has: [{calendar, file}].
-- `p_files` are those that it has, {name: ...}.
CREATE FUNCTION staff.lost_calendars(p_branch text, p_folder text, p_files text)
RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT coalesce(jsonb_agg(jsonb_build_object('calendar', c.calendar, 'file', c.file)
		ORDER BY c.file), '[]')::text
	FROM core.calendar c WHERE c.branch = p_branch AND c.folder = p_folder
		AND NOT p_files::jsonb ? c.file
		AND EXISTS (SELECT FROM core.session s WHERE s.branch = p_branch
			AND s.calendar = c.calendar AND NOT s.cancelled
			AND s.starts_at > core.this_moment())
$$;

-- Staff know that the folder no longer has them: they are not missed any more. Returns how many.
CREATE FUNCTION staff.forget_lost_calendars(p_branch text, p_folder text, p_files text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_forgotten integer;
BEGIN
	DELETE FROM core.calendar
	WHERE branch = p_branch AND folder = p_folder AND NOT p_files::jsonb ? file;
	GET DIAGNOSTICS v_forgotten = ROW_COUNT;
	RETURN v_forgotten;
END $$;

-- Staff have taken the calendar away: nobody misses its file. Returns how many alarms that ends.
CREATE FUNCTION staff.forget_calendar(p_branch text, p_kind text, p_calendar text)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_path text;
	v_ended integer;
BEGIN
	DELETE FROM core.calendar WHERE branch = p_branch AND calendar = p_calendar
	RETURNING folder || '/' || file INTO v_path;
	UPDATE core.alarm SET ended_at = statement_timestamp()
	WHERE branch = p_branch AND kind = p_kind AND about = v_path AND ended_at IS NULL;
	GET DIAGNOSTICS v_ended = ROW_COUNT;
	RETURN v_ended;
END $$;

-- What a demo kiosk holds before it has met the centre: [{lease, session, kiosk, pool, places}], the
-- same ids and sizes that the kiosk derives for itself. Granted once; only in a demo centre.
CREATE FUNCTION staff.put_demo_leases(p_branch text, p_leases text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_lease record;
	v_new core.lease;
	v_session core.session;
	v_granted integer := 0;
BEGIN
	IF NOT (SELECT demo FROM core.site) THEN
		RAISE EXCEPTION 'not a demo centre' USING ERRCODE = 'insufficient_privilege';
	END IF;
	PERFORM core.lock_branch(p_branch);
	FOR v_lease IN SELECT * FROM jsonb_to_recordset(p_leases::jsonb)
		AS l (lease uuid, session uuid, kiosk integer, pool text, places integer, parts jsonb)
	LOOP
		v_session := core.lock_session(v_lease.session);
		CONTINUE WHEN v_session.branch <> p_branch
			OR EXISTS (SELECT FROM core.lease WHERE lease = v_lease.lease)
			OR core.free_places(v_session, v_lease.pool, core.this_moment()) < v_lease.places
			OR NOT core.has_room(core.free_parts(v_session),
				jsonb_populate_record(NULL::core.party, v_lease.parts));
		v_new.lease := v_lease.lease;
		v_new.kiosk := v_lease.kiosk;
		v_new.session := v_session.session;
		v_new.pool := v_lease.pool;
		v_new.granted := v_lease.places;
		v_new.parts := jsonb_populate_record(NULL::core.party, v_lease.parts);
		v_new.granted_at := statement_timestamp();
		PERFORM core.open_lease(v_new);
		v_granted := v_granted + 1;
	END LOOP;
	RETURN v_granted;
END $$;

-- The mirror's rows of a branch, as `kioskctl import members` computed them with the branch's index
-- key: [{index, holder, greeting, status, is_number}], all of one holder in one call. Who joined at a
-- kiosk has an id already: a list that brings their number back means them, and what it says of them is
-- said of that id. What was done with such a card before is its member's (5-holders.sql). Returns how
-- many were new or changed.
CREATE FUNCTION staff.put_tokens(p_branch text, p_tokens text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_changed text[];
BEGIN
	PERFORM core.lock_branch(p_branch);
	WITH listed AS (
		SELECT DISTINCT ON (index) index, holder, coalesce(greeting, '') AS greeting,
			coalesce(status, 'member') AS status, is_number
		FROM jsonb_to_recordset(p_tokens::jsonb)
			AS t (index text, holder uuid, greeting text, status text, is_number boolean)
	), numbered AS (
		SELECT l.holder, (SELECT m.member FROM core.member m WHERE m.member = (SELECT t.holder
			FROM core.token t WHERE t.branch = p_branch AND t.index = l.index)) AS member
		FROM listed l WHERE l.is_number
	), joined AS MATERIALIZED (
		SELECT DISTINCT ON (holder) holder, member FROM numbered WHERE member IS NOT NULL
	), wanted AS (
		SELECT l.index, coalesce(j.member, l.holder) AS holder, l.greeting, l.status
		FROM listed l LEFT JOIN joined j USING (holder)
	), written AS (
		INSERT INTO core.token AS t (branch, index, holder, greeting, status)
		SELECT p_branch, index, holder, greeting, status FROM wanted
		ON CONFLICT (branch, index) DO UPDATE SET holder = EXCLUDED.holder,
			greeting = EXCLUDED.greeting, status = EXCLUDED.status, revision = t.revision + 1
		WHERE (t.holder, t.greeting, t.status)
			IS DISTINCT FROM (EXCLUDED.holder, EXCLUDED.greeting, EXCLUDED.status)
		RETURNING t.*
	), told AS (
		INSERT INTO core.feed (stream, kind, key, revision, body)
		SELECT 'branch:' || branch, 'holder', index, revision, jsonb_build_object('index', index,
			'holder', holder, 'greeting', greeting, 'status', status)
		FROM written RETURNING key)
	SELECT coalesce(array_agg(key), '{}') INTO v_changed FROM told;
	PERFORM core.give_cards(p_branch, v_changed);
	RETURN cardinality(v_changed);
END $$;

-- A kiosk that got a new data directory: the next hello binds it, or binds the old one again, which
-- goes on where it was. Leases that the old directory held stay out of the books until somebody who
-- knows that it will not come back writes them off.
CREATE FUNCTION staff.release_kiosk(p_kiosk integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	-- Whichever disk comes next, it has not said yet what it knows.
	UPDATE core.kiosk SET install = NULL, last_seq = 0, acked = 0, length = 0, epoch = NULL, replays_to = 0
	WHERE kiosk = p_kiosk
$$;

-- ---- a kiosk that will not come back ----

CREATE FUNCTION core.write_off(p_lease uuid) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
BEGIN
	PERFORM core.lock_branch(s.branch) FROM core.lease l JOIN core.session s USING (session)
	WHERE l.lease = p_lease;
	PERFORM core.lock_session(session) FROM core.lease WHERE lease = p_lease;
	SELECT * INTO v_lease FROM core.lease WHERE lease = p_lease AND state = 'open' FOR UPDATE;
	RETURN CASE WHEN FOUND THEN core.close_lease(v_lease, 'written-off') ELSE 0 END;
END $$;

-- What a kiosk still holds of what is ahead: {kiosk, seen_at, leases, sessions, places, written_off}. Each of the
-- places may be promised to somebody already, if the kiosk works where nobody hears it: so many promises
-- may break. With `p_who`, a person who knows that it will not come back (it burnt, it was stolen, its data were
-- replaced), the places go to who waits, and it is written down who said so. Should the kiosk come after all,
-- those whom it promised a place stand before all who wait, and staff are told of each.
CREATE FUNCTION staff.write_off(p_kiosk integer, p_who text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_leases uuid[] := ARRAY(SELECT lease FROM core.lease l JOIN core.session s USING (session)
		WHERE l.kiosk = p_kiosk AND l.state = 'open' AND s.ends_at > core.this_moment() ORDER BY session, lease);
	v_holds jsonb := (SELECT jsonb_build_object('kiosk', p_kiosk,
			'seen_at', (SELECT seen_at FROM core.kiosk WHERE kiosk = p_kiosk), 'leases', count(*),
			'sessions', count(DISTINCT session), 'places', coalesce(sum(granted - spent), 0))
		FROM core.lease WHERE lease = ANY (v_leases));
	v_named boolean := coalesce(p_who ~ '[[:alpha:]]', false);
BEGIN
	IF v_named AND cardinality(v_leases) > 0 THEN
		PERFORM core.write_off(lease) FROM unnest(v_leases) lease;
		INSERT INTO core.exception (kiosk, seq, kind, reason, came_at)
		VALUES (p_kiosk, 0, 'centre', left(format('%s places written off by %s', v_holds->>'places', p_who), 100),
			statement_timestamp());
	END IF;
	RETURN (v_holds || jsonb_build_object('written_off', v_named))::text;
END $$;

-- ---- the centre was put back ----

-- An older copy of the centre's data was put back, or may have been: see 6-epochs.sql.
CREATE FUNCTION staff.new_epoch(p_why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT core.begin_epoch(epoch, left(p_why, 200)) FROM core.site
$$;

-- Who has not told yet what the centre may have forgotten: {recovering, missing: [{kiosk, seen_at}]}. With
-- `p_who`, a person who knows that those will not come back, the centre goes on without them; should one
-- come after all, what it promised counts as well.
CREATE FUNCTION staff.unfreeze(p_who text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
BEGIN
	IF core.is_recovering() AND p_who ~ '[[:alpha:]]' THEN
		INSERT INTO core.exception (kiosk, seq, kind, reason, came_at)
		SELECT kiosk, 0, 'centre', left('gone on without it, said ' || p_who, 100), statement_timestamp()
		FROM core.not_replayed;
		PERFORM core.end_recovery();
	END IF;
	RETURN (SELECT jsonb_build_object('recovering', core.is_recovering(), 'missing',
			coalesce(jsonb_agg(jsonb_build_object('kiosk', kiosk, 'seen_at', seen_at) ORDER BY kiosk), '[]'))
		FROM core.not_replayed)::text;
END $$;

-- By what the person can be reached whom an exception is about, as they wrote it when they joined here (an
-- adult's, for a child): {contact} or {no_contact}, why there is none to be read; {}: nobody is known.
CREATE FUNCTION staff.contact_of_exception(p_exception uuid) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT coalesce((SELECT core.contact_of(s.change) FROM core.exception e
		LEFT JOIN core.change c ON c.kiosk = e.kiosk AND c.seq = e.seq AND e.seq > 0
		LEFT JOIN core.booking b ON b.booking = e.about
		JOIN core.sealed s ON s.kind = 'sign_up' AND s.about = coalesce(
			b.holder, (c.raw::jsonb->'body'->>'holder')::uuid, e.about)
		WHERE e.exception = p_exception ORDER BY s.came_at DESC LIMIT 1), '{}')::text
$$;

CREATE FUNCTION staff.resolve_exception(p_exception uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	UPDATE core.exception SET resolved_at = core.this_moment()
	WHERE exception = p_exception AND resolved_at IS NULL
$$;

-- Who joined here and what the clerk read, oldest first, for the library's management system:
-- [{member, number, level, joined_at, form}]; from the one after `p_after`, at most `p_max`.
CREATE FUNCTION staff.members(p_after timestamptz DEFAULT '-infinity', p_max integer DEFAULT 1000)
RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT coalesce(jsonb_agg(page ORDER BY page.joined_at, page.member), '[]')::text
	FROM (SELECT m.member, m.number, m.level, m.joined_at, f.form
		FROM core.member m JOIN core.opened f ON f.about = m.member AND f.kind = 'sign_up'
		WHERE m.joined_at > p_after ORDER BY m.joined_at, m.member
		LIMIT least(greatest(p_max, 1), 1000)) page
$$;

-- ---- the clerk ----

-- The next boxes that nobody has opened: [{change, kiosk, kind, key_id, box}], the box in hex.
CREATE FUNCTION clerk.next(p_max integer) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT core.forget_contacts();
	SELECT coalesce(jsonb_agg(jsonb_build_object('change', change, 'kiosk', kiosk, 'kind', kind,
		'key_id', key_id, 'box', encode(box, 'hex')) ORDER BY came_at, change), '[]')::text
	FROM (SELECT * FROM core.sealed WHERE opened_at IS NULL ORDER BY came_at, change
		LIMIT least(greatest(p_max, 1), 200)) page
$$;

-- 'opened' keeps the form and shreds the box, also as it came; anything else ('damaged', 'other-key', 'swapped')
-- keeps the box and tells staff.
CREATE FUNCTION clerk.done(p_change uuid, p_outcome text, p_form text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_sealed core.sealed;
BEGIN
	UPDATE core.sealed SET opened_at = core.this_moment(), outcome = p_outcome,
		box = CASE p_outcome WHEN 'opened' THEN NULL ELSE box END
	WHERE change = p_change AND opened_at IS NULL RETURNING * INTO v_sealed;
	IF NOT FOUND THEN
		RETURN 'known';
	ELSIF p_outcome = 'opened' THEN
		INSERT INTO core.opened (change, kind, about, form, opened_at)
		VALUES (p_change, v_sealed.kind, v_sealed.about, p_form::jsonb, v_sealed.opened_at);
		UPDATE core.change SET raw = core.without_box(raw) WHERE id = p_change;
	ELSE
		INSERT INTO core.exception (kiosk, seq, kind, reason, about, came_at)
		SELECT kiosk, seq, kind, 'box-' || p_outcome, v_sealed.about, v_sealed.came_at
		FROM core.change WHERE id = p_change;
	END IF;
	RETURN 'accepted';
END $$;
