-- The members who join at a kiosk, and the cards that belong to them.

-- They asked to be forgotten (8-erasure.sql).
CREATE FUNCTION core.is_erased(p_id uuid) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.erased WHERE id = p_id);

-- Of what they wrote, should a kiosk bring it again, enough to know it.
CREATE FUNCTION core.text_to_keep(p_change core.arrival, p_raw text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
	IF p_change.kind IN ('sign_up', 'link_card', 'card_seen') AND EXISTS (SELECT FROM core.erased
		WHERE id::text IN (p_change.body->>'member', p_change.body->>'holder')) THEN
		RETURN core.digest_of(p_raw);
	END IF;
	RETURN p_raw;
END $$;

CREATE FUNCTION core.keep_sealed(p_change core.arrival, p_about uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF core.is_erased(p_about) THEN
		RETURN;
	END IF;
	INSERT INTO core.sealed (change, kiosk, kind, about, key_id, box, came_at)
	VALUES (p_change.id, p_change.kiosk, p_change.kind, p_about,
		(p_change.body->>'key_id')::bigint, decode(p_change.body->>'box', 'base64'), p_change.at);
END $$;

-- A token is one holder's. Somebody else's stays theirs, and staff are told. A kiosk sends the one
-- of a new member's number, or that of the card that is linked.
CREATE FUNCTION core.keep_tokens(p_change core.arrival, p_holder uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_token jsonb;
BEGIN
	IF jsonb_array_length(p_change.body->'tokens') > 4 THEN
		RAISE EXCEPTION 'at most 4 tokens a change' USING ERRCODE = 'data_exception';
	END IF;
	FOR v_token IN SELECT * FROM jsonb_array_elements(p_change.body->'tokens') LOOP
		IF length(v_token->>'index') > 64 OR length(v_token->>'greeting') > 1024 THEN
			RAISE EXCEPTION 'not a token' USING ERRCODE = 'data_exception';
		END IF;
		INSERT INTO core.token (branch, index, holder, greeting)
		VALUES (p_change.branch, v_token->>'index', p_holder, coalesce(v_token->>'greeting', ''))
		ON CONFLICT (branch, index) DO UPDATE
			SET greeting = EXCLUDED.greeting, revision = token.revision + 1
			WHERE token.holder = EXCLUDED.holder;
		IF FOUND THEN
			PERFORM core.tell_token(p_change.branch, v_token->>'index');
			PERFORM core.give_cards(p_change.branch, ARRAY[v_token->>'index']);
		ELSE
			PERFORM core.note_exception(p_change, 'card-of-somebody-else', p_holder);
		END IF;
	END LOOP;
END $$;

-- The serial that the branch's first card rule hides in a number: behind the prefix, before the check
-- digit (kiosk/rules/card_number.h). NULL: it is no such number.
CREATE FUNCTION core.serial_of(p_branch text, p_number text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_rule jsonb := (SELECT settings->'cards'->0 FROM core.branch WHERE branch = p_branch);
	v_prefix text := coalesce(v_rule->>'prefix', '');
	v_check integer := CASE coalesce(v_rule->>'check', 'none') WHEN 'none' THEN 0 ELSE 1 END;
	v_serial text := substr(p_number, length(v_prefix) + 1,
		(v_rule->>'length')::integer - length(v_prefix) - v_check);
BEGIN
	IF left(p_number, length(v_prefix)) = v_prefix AND v_serial ~ '^[0-9]{1,18}$'
		AND length(p_number) = (v_rule->>'length')::integer THEN
		RETURN v_serial::bigint;
	END IF;
	RETURN NULL;
END $$;

-- A number is given out by the kiosk that has it in its block, and by no other. What a person typed
-- is kept in any case: they stood there, and staff will find them.
CREATE FUNCTION core.apply_sign_up(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_member uuid := (p_change.body->>'member')::uuid;
BEGIN
	IF core.is_erased(v_member) OR EXISTS (SELECT FROM core.member WHERE member = v_member) THEN
		RETURN core.answered('known');
	ELSIF NOT EXISTS (SELECT FROM core.kiosk WHERE kiosk = p_change.kiosk
		AND core.serial_of(branch, p_change.body->>'number') BETWEEN number_first AND number_last) THEN
		PERFORM core.keep_sealed(p_change, v_member);
		RETURN core.answered('refused', 'number-of-others');
	END IF;
	INSERT INTO core.member (member, number, level, branch, kiosk, joined_at, consent, household)
	VALUES (v_member, p_change.body->>'number', p_change.body->>'level', p_change.branch,
		p_change.kiosk, p_change.at, p_change.body->'consent', (p_change.body->>'household')::uuid)
	ON CONFLICT (number) DO NOTHING;
	IF NOT FOUND THEN
		PERFORM core.keep_sealed(p_change, v_member);
		RETURN core.answered('refused', 'number-taken');
	END IF;
	PERFORM core.keep_sealed(p_change, v_member);
	PERFORM core.keep_tokens(p_change, v_member);
	RETURN core.answered('accepted');
END $$;

CREATE FUNCTION core.apply_link_card(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_member uuid := (p_change.body->>'member')::uuid;
BEGIN
	IF core.is_erased(v_member) THEN
		RETURN core.answered('known');
	END IF;
	PERFORM core.keep_sealed(p_change, v_member);
	IF NOT EXISTS (SELECT FROM core.member WHERE member = v_member AND branch = p_change.branch)
		AND NOT EXISTS (SELECT FROM core.token WHERE holder = v_member AND branch = p_change.branch) THEN
		RETURN core.answered('refused', 'no-member');
	END IF;
	UPDATE core.member SET household = (p_change.body->>'household')::uuid
	WHERE member = v_member AND household IS NULL;
	PERFORM core.keep_tokens(p_change, v_member);
	RETURN core.answered('accepted');
END $$;

CREATE FUNCTION core.apply_card_seen(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.keep_sealed(p_change, (p_change.body->>'holder')::uuid);
	RETURN core.answered('accepted');
END $$;
