-- The members who join at a kiosk, and the cards that belong to them.

CREATE FUNCTION core.keep_sealed(p_change core.arrival, p_about uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.sealed (change, kiosk, kind, about, key_id, box, came_at)
	VALUES (p_change.id, p_change.kiosk, p_change.kind, p_about,
		(p_change.body->>'key_id')::bigint, decode(p_change.body->>'box', 'base64'), p_change.at);
END $$;

-- A token is one holder's. Somebody else's stays theirs, and staff are told.
CREATE FUNCTION core.keep_tokens(p_change core.arrival, p_holder uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_token jsonb;
BEGIN
	FOR v_token IN SELECT * FROM jsonb_array_elements(p_change.body->'tokens') LOOP
		INSERT INTO core.token (branch, index, holder, greeting)
		VALUES (p_change.branch, v_token->>'index', p_holder, coalesce(v_token->>'greeting', ''))
		ON CONFLICT (branch, index) DO UPDATE
			SET greeting = EXCLUDED.greeting, revision = token.revision + 1
			WHERE token.holder = EXCLUDED.holder;
		IF FOUND THEN
			PERFORM core.tell_token(p_change.branch, v_token->>'index');
		ELSE
			PERFORM core.note_exception(p_change, 'card-of-somebody-else', p_holder);
		END IF;
	END LOOP;
END $$;

CREATE FUNCTION core.apply_sign_up(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
DECLARE
	v_member uuid := (p_change.body->>'member')::uuid;
BEGIN
	IF EXISTS (SELECT FROM core.member WHERE member = v_member) THEN
		RETURN core.answered('known');
	END IF;
	INSERT INTO core.member (member, number, level, branch, kiosk, joined_at, consent)
	VALUES (v_member, p_change.body->>'number', p_change.body->>'level', p_change.branch,
		p_change.kiosk, p_change.at, p_change.body->'consent')
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
	PERFORM core.keep_sealed(p_change, v_member);
	IF NOT EXISTS (SELECT FROM core.member WHERE member = v_member) THEN
		RETURN core.answered('refused', 'no-member');
	END IF;
	PERFORM core.keep_tokens(p_change, v_member);
	RETURN core.answered('accepted');
END $$;

CREATE FUNCTION core.apply_card_seen(p_change core.arrival) RETURNS core.answer LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.keep_sealed(p_change, (p_change.body->>'holder')::uuid);
	RETURN core.answered('accepted');
END $$;
