-- What a kiosk may call: the functions of this schema (those that read the feed are in 6-feed.sql), scalars in,
-- one JSON text out. A kiosk's role may do nothing else. Which kiosk is asking is the role that logged in, never an argument.
-- A session plans once, when a table may be empty yet: so none of them reads a whole table that has an index,
-- whatever the statistics say (and whole tables that have none are not worth compiling for). Nor does it read all of a
-- session's visits for one: who asks about a booking or a holder there says that the session IS NOT DISTINCT FROM
-- it, for which no index is used. A push would else plan anew, for each change, whatever takes a list.

-- A demo centre lives in the kiosk's time, a real one in its own.
CREATE FUNCTION core.now_for(p_now_ms bigint) RETURNS timestamptz LANGUAGE sql STABLE
RETURN (SELECT CASE WHEN demo THEN core.instant(p_now_ms) ELSE statement_timestamp() END
	FROM core.site);

CREATE FUNCTION core.lock_kiosk() RETURNS core.kiosk LANGUAGE plpgsql AS $$
DECLARE
	v_found core.kiosk;
BEGIN
	SELECT * INTO v_found FROM core.kiosk WHERE role = session_user FOR NO KEY UPDATE;
	RETURN v_found;
END $$;

-- A role can switch off every time limit that it was given. So each hello and push first ends
-- what any kiosk has left open for longer than any honest call takes: whoever holds a lock and does
-- not go on makes the others of the branch wait for seconds, not for ever.
CREATE FUNCTION core.end_stale_transactions() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN core.kiosk k ON k.role = a.usename
	WHERE a.xact_start < clock_timestamp() - interval '15 s' AND a.pid <> pg_backend_pid();
END $$;

-- ---- how much a kiosk may send in a minute ----

-- An honest change costs 1, and one that makes work for people or other kiosks more. The limit is far
-- above what a library does, and above a log of months that comes at once.
CREATE FUNCTION core.cost_of(p_kind text, p_raw text) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN CASE WHEN p_kind IN ('sign_up', 'link_card', 'card_seen', 'tell_me') THEN 200
	WHEN p_kind = 'wait' THEN 100 ELSE 1 END + octet_length(p_raw) / 1024;

CREATE FUNCTION core.refuse_flood(p_kiosk core.kiosk) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF p_kiosk.minute = date_trunc('minute', statement_timestamp()) AND p_kiosk.cost >= 100000 THEN
		RAISE EXCEPTION 'too much in one minute' USING ERRCODE = 'configuration_limit_exceeded';
	END IF;
END $$;

CREATE FUNCTION core.charge(p_kiosk integer, p_cost bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_minute timestamptz := date_trunc('minute', statement_timestamp());
BEGIN
	UPDATE core.kiosk SET minute = v_minute,
		cost = p_cost + CASE minute WHEN v_minute THEN cost ELSE 0 END
	WHERE kiosk = p_kiosk;
END $$;

-- ---- what the clock brings ----

-- Nobody wakes the centre: what is due is seen to when the next kiosk of the branch speaks, unless somebody writes
-- to the branch just then (a long import keeps nobody waiting), and a piece of what is to be forgotten
-- (8-retention.sql).
CREATE FUNCTION core.see_to_hours(p_branch text, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM core.session WHERE branch = p_branch AND kept_until <= p_at
		AND NOT kept_is_over AND starts_at > p_at) THEN
		PERFORM FROM core.branch WHERE branch = p_branch FOR NO KEY UPDATE SKIP LOCKED;
		IF FOUND THEN
			PERFORM core.end_of_keeping(p_branch, p_at);
		END IF;
	END IF;
	IF NOT EXISTS (SELECT FROM core.tidied WHERE branch = p_branch AND until > p_at) THEN
		PERFORM core.tidy_if_idle(p_branch, p_at);
	END IF;
END $$;

-- ---- hello ----

CREATE FUNCTION core.forgotten_to(p_kiosk integer, p_install uuid) RETURNS bigint LANGUAGE sql STABLE
RETURN coalesce((SELECT forgotten_to FROM core.log WHERE kiosk = p_kiosk AND install = p_install), 0);

-- Where the log of a directory stands, by the directory's own rows: one that comes back after another
-- goes on where it was. Of what is forgotten the end is known.
CREATE FUNCTION core.last_seq_of(p_kiosk integer, p_install uuid) RETURNS bigint
LANGUAGE sql STABLE
RETURN greatest((SELECT max(seq) FROM core.change WHERE kiosk = p_kiosk AND install = p_install),
	core.forgotten_to(p_kiosk, p_install));

CREATE FUNCTION core.is_of_another_kiosk(p_kiosk integer, p_install uuid) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.kiosk k WHERE k.kiosk <> p_kiosk AND (k.install = p_install
	OR EXISTS (SELECT FROM core.change c WHERE c.kiosk = k.kiosk AND c.install = p_install)
	OR EXISTS (SELECT FROM core.log l WHERE l.kiosk = k.kiosk AND l.install = p_install)));

-- 'active', or why this kiosk may not go on.
CREATE FUNCTION core.state_for(
	p_kiosk core.kiosk, p_protocol integer, p_install uuid, p_demo boolean, p_site core.site)
RETURNS text LANGUAGE sql STABLE
RETURN CASE
	WHEN (p_kiosk).kiosk IS NULL OR (p_kiosk).state = 'revoked' THEN 'revoked'
	WHEN p_protocol <> 1 THEN 'other-protocol'
	WHEN p_demo AND NOT (p_site).demo THEN 'centre-is-not-demo'
	WHEN (p_site).demo AND NOT p_demo THEN 'centre-is-demo'
	WHEN (p_kiosk).install <> p_install OR ((p_kiosk).install IS NULL
		AND core.is_of_another_kiosk((p_kiosk).kiosk, p_install)) THEN 'other-install'
	ELSE 'active' END;

-- The first thing a kiosk says on a connection. The first hello of all binds its install to the role.
-- `p_epoch`: in which it had all those answers; NULL: it does not say.
CREATE FUNCTION api.hello(p_protocol integer, p_app text, p_install uuid, p_demo boolean,
	p_now_ms bigint, p_length bigint, p_acked bigint, p_epoch uuid DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' SET enable_seqscan = off SET jit = off AS $$
DECLARE
	v_kiosk core.kiosk;
	v_site core.site;
	v_now timestamptz := core.now_for(p_now_ms);
	v_state text;
BEGIN
	PERFORM core.end_stale_transactions();
	v_kiosk := core.lock_kiosk();
	SELECT * INTO v_site FROM core.site;
	v_state := core.state_for(v_kiosk, p_protocol, p_install, p_demo, v_site);
	IF v_state <> 'active' THEN
		RETURN jsonb_build_object('state', v_state)::text;
	END IF;
	IF v_kiosk.install IS NULL THEN
		v_kiosk.last_seq := core.last_seq_of(v_kiosk.kiosk, p_install);
	END IF;
	UPDATE core.kiosk SET install = p_install, last_seq = v_kiosk.last_seq, app = left(p_app, 100),
		length = p_length, acked = p_acked, seen_at = v_now
	WHERE kiosk = v_kiosk.kiosk;
	v_site := core.epoch_for(v_site, p_epoch, core.answers_more(v_kiosk, v_site, p_acked));
	PERFORM core.meet_in_epoch(v_kiosk.kiosk, v_site.epoch, p_acked);
	UPDATE core.site SET demo_now = v_now WHERE demo AND demo_now IS DISTINCT FROM v_now;
	PERFORM core.see_to_hours(v_kiosk.branch, v_now);
	PERFORM core.forget_contacts();
	PERFORM core.keep_absences_if_idle(v_kiosk.branch, v_now);
	RETURN jsonb_build_object('state', 'active', 'demo', v_site.demo, 'epoch', v_site.epoch, 'now_ms', core.ms(v_now),
		'last_seq', v_kiosk.last_seq,
		'archived', greatest(v_kiosk.archived, core.forgotten_to(v_kiosk.kiosk, p_install)),
		'next_poll_ms', v_site.next_poll_ms)::text;
END $$;

-- Why a whole batch is not looked at: the kiosk must say hello again. NULL: go on.
CREATE FUNCTION core.push_control(p_kiosk core.kiosk, p_epoch uuid, p_install uuid, p_first bigint)
RETURNS text LANGUAGE sql STABLE
RETURN CASE
	WHEN (p_kiosk).kiosk IS NULL OR (p_kiosk).state <> 'active'
		OR (p_kiosk).install IS DISTINCT FROM p_install THEN 'not-active'
	WHEN p_epoch IS DISTINCT FROM (SELECT epoch FROM core.site) THEN 'epoch'
	WHEN p_first < 1 OR p_first > (p_kiosk).last_seq + 1 THEN 'gap' END;

CREATE FUNCTION core.control(p_control text, p_last_seq bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN jsonb_build_array(jsonb_build_object('seq', 0, 'verdict', p_control, 'reason', '',
	'result', jsonb_build_object('last_seq', p_last_seq)))::text;

CREATE FUNCTION core.check_batch(p_changes text[]) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF cardinality(p_changes) NOT BETWEEN 1 AND 1000 OR array_position(p_changes, NULL) IS NOT NULL THEN
		RAISE EXCEPTION '1 to 1000 changes a call' USING ERRCODE = 'program_limit_exceeded';
	ELSIF EXISTS (SELECT FROM unnest(p_changes) change WHERE octet_length(change) > 32768) THEN
		RAISE EXCEPTION 'a change has at most 32 KiB' USING ERRCODE = 'program_limit_exceeded';
	END IF;
END $$;

-- What a text leaves behind when it is kept no longer: enough to know it again, were it sent once more. JSON,
-- as the text was; what was parked because it is no text leaves nothing.
CREATE FUNCTION core.digest_of(p_raw text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN p_raw LIKE 'hex:%' THEN 'hex:' WHEN p_raw LIKE '"sha256:%' THEN p_raw
	ELSE '"sha256:' || encode(sha256(convert_to(core.without_box(p_raw), 'UTF8')), 'hex') || '"' END;

-- Another text stands in the place of one that was sent before: a copy of a disk, or an older picture of one.
-- So is whoever sends again what all answers had come to, so long ago that it is forgotten. Of a change
-- that was parked because it is no text nobody can say.
CREATE FUNCTION core.is_fork(p_kiosk core.kiosk, p_first bigint, p_changes text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN EXISTS (SELECT FROM core.log
			WHERE kiosk = p_kiosk.kiosk AND install = p_kiosk.install AND forgotten_to >= p_first)
		OR EXISTS (SELECT FROM core.change c
			WHERE c.kiosk = p_kiosk.kiosk AND c.install = p_kiosk.install
				AND c.seq BETWEEN p_first AND p_first + cardinality(p_changes) - 1
				AND c.raw <> p_changes[c.seq - p_first + 1]
				AND c.raw <> core.without_box(p_changes[c.seq - p_first + 1])
				AND (c.raw NOT LIKE '"sha256:%'
					OR c.raw <> core.digest_of(p_changes[c.seq - p_first + 1]))
				AND (c.reason <> 'parked' OR c.raw NOT LIKE 'hex:%'));
END $$;

-- A contiguous range of the kiosk's log. What is known already gets the answer that it got then;
-- the rest is applied in order. `p_prior`: the answers that the kiosk has to some of them, which count
-- where this centre may have forgotten them (6-epochs.sql). One kiosk of a branch at a time: two that hold
-- some sessions and want each other's would both be thrown out, after waiting, with all their work.
CREATE FUNCTION api.push(p_epoch uuid, p_install uuid, p_first bigint, p_now_ms bigint, p_changes text[],
	p_prior text[] DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' SET enable_seqscan = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	v_kiosk core.kiosk;
	v_now timestamptz := core.now_for(p_now_ms);
	v_control text;
	v_last bigint := p_first + cardinality(p_changes) - 1;
	v_new bigint;
	v_again bigint;
BEGIN
	PERFORM core.check_batch(p_changes);
	PERFORM core.end_stale_transactions();
	v_kiosk := core.lock_kiosk();
	PERFORM core.lock_branch(v_kiosk.branch);
	v_control := core.push_control(v_kiosk, p_epoch, p_install, p_first);
	IF v_control IS NULL AND core.is_fork(v_kiosk, p_first, p_changes) THEN
		v_control := 'fork';
	END IF;
	IF v_control IS NOT NULL THEN
		RETURN core.control(v_control, v_kiosk.last_seq);
	END IF;
	PERFORM core.refuse_flood(v_kiosk);
	PERFORM core.see_to_hours(v_kiosk.branch, v_now);
	v_new := greatest(p_first, v_kiosk.last_seq + 1);
	v_again := core.replayed_to(v_kiosk, least(v_last, p_first + coalesce(cardinality(p_prior), 0) - 1));
	PERFORM core.take_again(v_kiosk, v_new, v_now,
		p_changes[v_new - p_first + 1 : v_again - p_first + 1], p_prior[v_new - p_first + 1 :]);
	v_new := greatest(v_new, v_again + 1);
	PERFORM core.take_all(v_kiosk, v_new, v_now, p_changes[v_new - p_first + 1 :]);
	PERFORM core.tell_inside(v_kiosk.branch, v_now);
	PERFORM core.keep_absences(v_kiosk.branch, v_now);
	UPDATE core.kiosk SET last_seq = greatest(last_seq, v_last), length = greatest(length, v_last),
		seen_at = v_now
	WHERE kiosk = v_kiosk.kiosk;
	PERFORM core.has_replayed(v_kiosk.kiosk);
	PERFORM core.charge(v_kiosk.kiosk, (SELECT coalesce(sum(core.cost_of(kind, raw)), 0) FROM core.change
		WHERE kiosk = v_kiosk.kiosk AND install = p_install
			AND seq BETWEEN v_kiosk.last_seq + 1 AND v_last));
	RETURN (SELECT jsonb_agg(jsonb_build_object('seq', seq, 'verdict', verdict, 'reason', reason,
			'result', coalesce(result, '{}')) ORDER BY seq)::text
		FROM core.change
		WHERE kiosk = v_kiosk.kiosk AND install = p_install AND seq BETWEEN p_first AND v_last);
END $$;

-- The last resort for one change that no push gets through: it is kept, with no logic at all, and
-- the log moves on.
CREATE FUNCTION api.park(p_install uuid, p_seq bigint, p_raw text, p_error text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp
SET lock_timeout = '5s' SET enable_seqscan = off SET jit = off AS $$
DECLARE
	v_kiosk core.kiosk := core.lock_kiosk();
BEGIN
	PERFORM core.refuse_flood(v_kiosk);
	IF v_kiosk.state = 'active' AND v_kiosk.install = p_install AND v_kiosk.last_seq + 1 = p_seq THEN
		INSERT INTO core.change (kiosk, install, seq, received_at, raw, verdict, reason, result)
		VALUES (v_kiosk.kiosk, p_install, p_seq, statement_timestamp(), left(p_raw, 65536),
			'quarantined', 'parked', jsonb_build_object('error', left(p_error, 200)));
		INSERT INTO core.exception (kiosk, seq, kind, reason, came_at)
		VALUES (v_kiosk.kiosk, p_seq, '', 'parked', statement_timestamp());
		PERFORM core.charge(v_kiosk.kiosk, 1000);
		UPDATE core.kiosk SET last_seq = p_seq WHERE kiosk = v_kiosk.kiosk
		RETURNING * INTO v_kiosk;
	END IF;
	RETURN jsonb_build_object('last_seq', v_kiosk.last_seq)::text;
END $$;
