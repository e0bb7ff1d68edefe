-- How kiosks read the feed, and how it stays small.
--
-- A stream's versions are dense, so that a kiosk notices what it did not get. Of each key only the newest row
-- matters: older ones go (core.sweep_feed), and an answer says up to where versions may be missing for that
-- reason. Everything behind that is as dense as ever. Who reads a stream for the first time, or anew, reads it
-- in order of key (api.snapshot): each key once, as it is now, and then on from where the head was when it began.
-- What is no more is told by a row, too, which is kept for ninety days. Whoever has not read it by then must read
-- anew and drop what is not named.

-- ---- versions ----

-- Gives versions to what was committed since, in pieces of 2 000 rows so that a call stays short
-- after a large import: the next call gives the next ones. One reader of a stream at a time, and each statement
-- must see what the one before it waited for: READ COMMITTED only. False: the next call has some left to do.
CREATE FUNCTION core.stamp(p_stream text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	v_head bigint;
	v_count bigint;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'a stream is read at READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
	END IF;
	INSERT INTO core.feed_head (stream) VALUES (p_stream) ON CONFLICT DO NOTHING;
	SELECT head INTO v_head FROM core.feed_head WHERE stream = p_stream FOR UPDATE;
	WITH waiting AS (
		SELECT row, row_number() OVER (ORDER BY row) AS place
		FROM core.feed WHERE stream = p_stream AND version IS NULL ORDER BY row LIMIT 2000)
	UPDATE core.feed SET version = v_head + waiting.place
	FROM waiting WHERE feed.row = waiting.row;
	GET DIAGNOSTICS v_count = ROW_COUNT;
	UPDATE core.feed_head SET head = head + v_count WHERE stream = p_stream;
	RETURN v_count < 2000;
END $$;

CREATE FUNCTION core.has_unstamped(p_stream text) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.feed WHERE stream = p_stream AND version IS NULL);

-- ---- what goes ----

-- Every kiosk forgets it by itself (kiosk/rules/retention.h), so that nobody must be told: what is about a
-- session that is over, a challenge that is over, an absence of long ago, or a lease that is closed.
CREATE FUNCTION core.is_over(p_row core.feed, p_branch text, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE
RETURN CASE (p_row).kind
	WHEN 'booking' THEN NOT EXISTS (SELECT FROM core.session
		WHERE session = ((p_row).body->>'session')::uuid AND ends_at >= core.people_before(p_branch, p_now))
	WHEN 'inside' THEN NOT EXISTS (SELECT FROM core.session
		WHERE session = (p_row).key::uuid AND ends_at >= core.people_before(p_branch, p_now))
	WHEN 'session' THEN core.instant(((p_row).body->>'ends_ms')::bigint) < core.late_before(p_branch, p_now)
	WHEN 'absence' THEN core.instant(((p_row).body->>'last_ms')::bigint) < core.late_before(p_branch, p_now)
	WHEN 'stamp' THEN ((p_row).body->>'until')::date < core.today(p_branch, p_now) - 13
	WHEN 'recall' THEN NOT EXISTS (SELECT FROM core.lease
		WHERE lease = ((p_row).body->>'lease')::uuid AND state = 'open')
	ELSE false END;

-- It says that something is no more.
CREATE FUNCTION core.is_tombstone(p_row core.feed) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN (p_row).kind = 'form' AND (p_row).body->'text' = 'null';

-- A newer row stands for it. A session's first row stays as long as the session does: what is about the session
-- comes behind it, and a kiosk that is on its way there must know of the session by then.
CREATE FUNCTION core.is_superseded(p_row core.feed) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.feed other WHERE stream = (p_row).stream
		AND (kind <> 'session') = ((p_row).kind <> 'session') AND kind = (p_row).kind
		AND key = (p_row).key AND version > (p_row).version)
	AND ((p_row).kind <> 'session' OR EXISTS (SELECT FROM core.feed other WHERE stream = (p_row).stream
		AND (kind <> 'session') = false AND kind = 'session'
		AND key = (p_row).key AND version < (p_row).version));

-- What may be missing is said in a transaction before the one that removes it, so that no answer has a hole that
-- it does not name.
CREATE FUNCTION core.begin_sweep(p_stream text, p_today date) RETURNS void LANGUAGE sql AS $$
	UPDATE core.feed_head SET compacted = head, swept_on = p_today, swept_to = '' WHERE stream = p_stream;
	DELETE FROM core.feed_day WHERE stream = p_stream AND day < p_today - 90
		AND day < (SELECT max(day) FROM core.feed_day WHERE stream = p_stream AND day <= p_today - 90);
	INSERT INTO core.feed_day (stream, day, head)
	SELECT stream, p_today, head FROM core.feed_head WHERE stream = p_stream
	ON CONFLICT DO NOTHING
$$;

-- Where a stream is read on in order of key: "kind key". '': from the start.
CREATE FUNCTION core.behind_place(p_stream text, p_place text, p_rows integer)
RETURNS TABLE (kind text, key text) LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_kind text := split_part(p_place, ' ', 1);
BEGIN
	RETURN QUERY SELECT DISTINCT ON (f.kind <> 'session', f.kind, f.key) f.kind, f.key
	FROM core.feed f WHERE f.stream = p_stream AND f.version IS NOT NULL AND (p_place = ''
		OR (f.kind <> 'session', f.kind, f.key)
			> (v_kind <> 'session', v_kind, substr(p_place, length(v_kind) + 2)))
	ORDER BY f.kind <> 'session', f.kind, f.key LIMIT p_rows;
END $$;

CREATE FUNCTION core.sweep_piece(p_head core.feed_head, p_today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_forgettable bigint := (SELECT max(head) FROM core.feed_day
		WHERE stream = p_head.stream AND day <= p_today - 90);
	v_branch text := CASE WHEN p_head.stream LIKE 'branch:%' THEN substr(p_head.stream, 8) END;
	v_kinds text[];
	v_keys text[];
	v_forgets bigint;
BEGIN
	SELECT array_agg(kind), array_agg(key) INTO v_kinds, v_keys
	FROM core.behind_place(p_head.stream, p_head.swept_to, 200);
	WITH gone AS (
		DELETE FROM core.feed f USING unnest(v_kinds, v_keys) swept (kind, key)
		WHERE f.stream = p_head.stream AND (f.kind <> 'session') = (swept.kind <> 'session')
			AND f.kind = swept.kind AND f.key = swept.key AND f.version <= p_head.compacted
			AND (core.is_superseded(f) OR core.is_over(f, v_branch, core.this_moment())
				OR (core.is_tombstone(f) AND f.version <= v_forgettable))
		RETURNING f.version, core.is_tombstone(f) AND f.version <= v_forgettable AS is_forgotten)
	SELECT max(version) INTO v_forgets FROM gone WHERE is_forgotten;
	UPDATE core.feed_head SET forgets = greatest(forgets, v_forgets), swept_to = CASE
		WHEN cardinality(v_keys) = 200 THEN v_kinds[200] || ' ' || v_keys[200] END
	WHERE stream = p_head.stream;
END $$;

-- Once a day, a piece with each pull that brings nothing. Who finds somebody at it goes on. What no kiosk has
-- read yet gets its versions first.
CREATE FUNCTION core.sweep_feed(p_stream text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_today date := core.this_moment()::date;
	v_head core.feed_head;
BEGIN
	SELECT * INTO v_head FROM core.feed_head WHERE stream = p_stream FOR UPDATE SKIP LOCKED;
	IF v_head.swept_on < v_today AND v_head.swept_to IS NULL THEN
		IF core.stamp(p_stream) THEN
			PERFORM core.begin_sweep(p_stream, v_today);
		END IF;
	ELSIF v_head.swept_to IS NOT NULL THEN
		PERFORM core.sweep_piece(v_head, v_today);
	END IF;
END $$;

CREATE FUNCTION core.is_to_sweep(p_stream text) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.feed_head
	WHERE stream = p_stream AND (swept_to IS NOT NULL OR swept_on < core.this_moment()::date));

-- ---- reading ----

-- Whose stream it is, and all that is committed has its version. What is to be said in the place of an answer;
-- NULL: go on.
CREATE FUNCTION core.begin_reading(p_epoch uuid, p_stream text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_kiosk core.kiosk;
BEGIN
	SELECT * INTO v_kiosk FROM core.kiosk WHERE role = session_user AND state = 'active';
	IF NOT FOUND OR p_stream NOT IN ('global', 'branch:' || v_kiosk.branch, 'kiosk:' || v_kiosk.kiosk) THEN
		RAISE EXCEPTION 'not a stream of this kiosk' USING ERRCODE = 'insufficient_privilege';
	ELSIF p_epoch IS DISTINCT FROM (SELECT epoch FROM core.site) THEN
		RETURN '{"control": "epoch"}';
	END IF;
	PERFORM core.see_to_hours(v_kiosk.branch, core.this_moment());
	IF core.has_unstamped(p_stream) THEN
		PERFORM core.stamp(p_stream);
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION core.head_of(p_stream text) RETURNS bigint LANGUAGE sql STABLE
RETURN (SELECT coalesce(max(head), 0) FROM core.feed_head WHERE stream = p_stream);

-- It has read what this centre does not have: that has forgotten something.
CREATE FUNCTION core.note_ahead(p_epoch uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.begin_epoch(p_epoch, 'it knows less than it told kiosk '
		|| (SELECT kiosk FROM core.kiosk WHERE role = session_user));
	RETURN '{"control": "epoch"}';
END $$;

-- One text is much quicker than building JSON twice.
CREATE FUNCTION core.row_text(p_row core.feed) RETURNS text LANGUAGE sql STABLE
RETURN '{"version":' || (p_row).version || ',"kind":' || to_json((p_row).kind) || ',"key":'
	|| to_json((p_row).key) || ',"revision":' || (p_row).revision || ',"body":' || (p_row).body || '}';

-- What a kiosk does nothing about, for one that knows nothing of versions that may be missing.
CREATE FUNCTION core.filler_text(p_version bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN '{"version":' || p_version || ',"kind":"recall","key":"","revision":0,'
	'"body":{"lease":"00000000-0000-7000-8000-000000000000"}}';

-- A page has about a megabyte at most, which a kiosk can surely hold.
CREATE FUNCTION core.filled_page(p_stream text, p_after bigint, p_to bigint) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT '[' || coalesce(string_agg(text, ',' ORDER BY version), '') || ']'
	FROM (SELECT version, text, sum(length(text)) OVER (ORDER BY version) - length(text) AS before
		FROM (SELECT n.version, CASE WHEN f.version IS NOT NULL THEN core.row_text(f)
				ELSE core.filler_text(n.version) END AS text
			FROM generate_series(p_after + 1, p_to) n (version)
			LEFT JOIN core.feed f ON f.stream = p_stream AND f.version = n.version
				AND f.version > p_after AND f.version <= p_to
			WHERE f.version IS NOT NULL
				OR n.version <= (SELECT compacted FROM core.feed_head WHERE stream = p_stream)) r) rows
	WHERE before < 1000000
$$;

CREATE TYPE core.begun AS (control text, head bigint);

-- Up to which head there is news behind `p_after`, or what is to be said in the place of an answer. Whoever
-- has read all of it sweeps a piece.
CREATE FUNCTION core.begin_news(p_epoch uuid, p_stream text, p_after bigint) RETURNS core.begun
LANGUAGE plpgsql AS $$
DECLARE
	v_begun core.begun;
BEGIN
	v_begun.control := core.begin_reading(p_epoch, p_stream);
	v_begun.head := core.head_of(p_stream);    -- a statement later: it sees what that one did
	IF v_begun.control IS NOT NULL THEN
		RETURN v_begun;
	ELSIF v_begun.head < p_after THEN
		v_begun.control := core.note_ahead(p_epoch);
	ELSIF v_begun.head = p_after AND core.is_to_sweep(p_stream) THEN
		PERFORM core.sweep_feed(p_stream);
	END IF;
	RETURN v_begun;
END $$;

-- The rows of a stream after `p_after`, in order and without a hole, for kiosks before api.news.
CREATE FUNCTION api.pull(p_epoch uuid, p_stream text, p_after bigint, p_max integer)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' AS $$
DECLARE
	v_begun core.begun := core.begin_news(p_epoch, p_stream, p_after);
BEGIN
	IF v_begun.control IS NOT NULL THEN
		RETURN v_begun.control;
	END IF;
	RETURN '{"head":' || v_begun.head || ',"recovering":' || core.is_recovering() || ',"rows":'
		|| core.filled_page(p_stream, p_after, least(v_begun.head, p_after + least(greatest(p_max, 1), 1000)))
		|| '}';
END $$;

CREATE TYPE core.news AS (rows text, upto bigint, compacted bigint, forgets bigint);

-- All of it seen at one moment.
CREATE FUNCTION core.news_of(p_stream text, p_after bigint, p_head bigint, p_max integer) RETURNS core.news
LANGUAGE sql STABLE AS $$
	WITH found AS MATERIALIZED (
		SELECT version, core.row_text(f) AS text FROM core.feed f
		WHERE stream = p_stream AND version > p_after AND version <= p_head
		ORDER BY version LIMIT p_max
	), page AS (
		SELECT version, text FROM (SELECT version, text,
			sum(length(text)) OVER (ORDER BY version) - length(text) AS before FROM found) f
		WHERE before < 1000000)
	SELECT '[' || coalesce(string_agg(text, ',' ORDER BY version), '') || ']',
		CASE WHEN count(*) < p_max AND count(*) = (SELECT count(*) FROM found) THEN p_head ELSE max(version) END,
		(SELECT compacted FROM core.feed_head WHERE stream = p_stream),
		(SELECT forgets FROM core.feed_head WHERE stream = p_stream)
	FROM page
$$;

-- The rows of a stream after `p_after`, in order. It is read up to `upto`; versions up to `compacted` may be missing.
CREATE FUNCTION api.news(p_epoch uuid, p_stream text, p_after bigint, p_max integer)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' AS $$
DECLARE
	v_begun core.begun := core.begin_news(p_epoch, p_stream, p_after);
	v_news core.news;
BEGIN
	IF v_begun.control IS NOT NULL THEN
		RETURN v_begun.control;
	END IF;
	v_news := core.news_of(p_stream, p_after, v_begun.head, least(greatest(p_max, 1), 1000));
	IF p_after < v_news.forgets THEN
		RETURN '{"control": "resync"}';
	END IF;
	RETURN '{"head":' || v_begun.head || ',"recovering":' || core.is_recovering() || ',"compacted":'
		|| coalesce(v_news.compacted, 0) || ',"upto":' || v_news.upto || ',"rows":' || v_news.rows || '}';
END $$;

-- ---- reading in order of key ----

-- A card as bytes: index 16, holder 16, revision 8, status 1 (m or b), the greeting's length 2, the greeting.
CREATE FUNCTION core.card_bytes(p_body jsonb, p_revision bigint) RETURNS bytea LANGUAGE sql STABLE
RETURN decode(p_body->>'index', 'hex') || uuid_send((p_body->>'holder')::uuid) || int8send(p_revision)
	|| convert_to(left(p_body->>'status', 1), 'UTF8')
	|| int2send(octet_length(decode(p_body->>'greeting', 'base64'))::smallint)
	|| decode(p_body->>'greeting', 'base64');

CREATE TYPE core.snapshot_page AS (place text, rows text, cards bytea);

CREATE FUNCTION core.page_of_cards(p_stream text, p_from text, p_max integer) RETURNS core.snapshot_page
LANGUAGE sql STABLE AS $$
	SELECT 'holder ' || max(key), '[]', string_agg(core.card_bytes(body, revision), '')
	FROM (SELECT DISTINCT ON (key) key, revision, body FROM core.feed
		WHERE stream = p_stream AND version IS NOT NULL AND (kind <> 'session') = true AND kind = 'holder'
			AND key >= p_from
		ORDER BY key, version DESC LIMIT p_max) f
$$;

CREATE FUNCTION core.page_of_rows(p_stream text, p_kind text, p_from text, p_max integer)
RETURNS core.snapshot_page LANGUAGE sql STABLE AS $$
	SELECT p_kind || ' ' || max(key), '[' || string_agg(text, ',' ORDER BY key) || ']', NULL::bytea
	FROM (SELECT key, text, sum(length(text)) OVER (ORDER BY key) - length(text) AS before
		FROM (SELECT DISTINCT ON (key) key, core.row_text(f) AS text FROM core.feed f
			WHERE stream = p_stream AND version IS NOT NULL AND (kind <> 'session') = (p_kind <> 'session')
				AND kind = p_kind AND key >= p_from
			ORDER BY key, version DESC LIMIT p_max) found) page
	WHERE before < 1000000
$$;

-- Of one kind, about a megabyte at most: a thousand cards, or fewer rows of what takes a kiosk longer.
CREATE FUNCTION core.snapshot_page(p_stream text, p_place text, p_max integer) RETURNS core.snapshot_page
LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_next record;
BEGIN
	SELECT * INTO v_next FROM core.behind_place(p_stream, p_place, 1);
	RETURN CASE v_next.kind WHEN 'holder' THEN core.page_of_cards(p_stream, v_next.key, p_max)
		ELSE core.page_of_rows(p_stream, v_next.kind, v_next.key, p_max / 5) END;
END $$;

-- A piece of the stream in order of key, behind `p_place`; '' is its start, no `place` in the answer its end. The
-- news go on behind the `head` that the first piece said. Behind the JSON and a zero stand cards as bytes.
CREATE FUNCTION api.snapshot(p_epoch uuid, p_stream text, p_place text, p_max integer)
RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' AS $$
DECLARE
	v_control text := core.begin_reading(p_epoch, p_stream);
	v_head bigint := core.head_of(p_stream);
	v_page core.snapshot_page;
BEGIN
	IF v_control IS NOT NULL THEN
		RETURN convert_to(v_control, 'UTF8');
	ELSIF p_place = '' AND core.has_unstamped(p_stream) THEN
		v_page.place := '';
	ELSE
		v_page := core.snapshot_page(p_stream, p_place, least(greatest(p_max, 5), 1000));
	END IF;
	RETURN convert_to('{"head":' || v_head || ',"recovering":' || core.is_recovering()
		|| ',"place":' || coalesce(to_json(v_page.place)::text, 'null')
		|| ',"rows":' || coalesce(v_page.rows, '[]') || '}', 'UTF8')
		|| '\x00'::bytea || coalesce(v_page.cards, ''::bytea);
END $$;
