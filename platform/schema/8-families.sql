-- What the clerk makes anew: greetings of adults whose children joined at a kiosk. The clerk alone reads
-- the forms and, with the branch's index key, the greetings; the centre keeps both and understands neither.

-- The adult of a child: whose card was shown when it joined, or who joined with it. NULL: an adult without
-- a card.
CREATE FUNCTION core.adult_of(p_child core.member, p_form jsonb) RETURNS uuid LANGUAGE sql STABLE
RETURN coalesce(CASE WHEN p_form->'guardian'->>'member' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
	THEN (p_form->'guardian'->>'member')::uuid END, (SELECT m.member FROM core.member m
	JOIN core.opened f ON f.about = m.member AND f.kind = 'sign_up'
	WHERE m.household = (p_child).household AND m.branch = (p_child).branch AND NOT f.form ? 'guardian'
	ORDER BY m.joined_at LIMIT 1));

-- What the adult holds, as far as a number or a form says it: [{token, text}].
CREATE FUNCTION core.holds(p_member uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
	SELECT coalesce(jsonb_agg(held.form), '[]') FROM (
		SELECT jsonb_build_object('token', 'number', 'text', number) AS form FROM core.member
		WHERE member = p_member
		UNION SELECT form FROM core.opened WHERE about = p_member AND kind = 'link_card') held
$$;

CREATE FUNCTION core.date_json(p_date date) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN jsonb_build_object('year', extract(year FROM p_date)::integer,
	'month', extract(month FROM p_date)::integer, 'day', extract(day FROM p_date)::integer);

-- Of the households after `p_after`, at most `p_max`: [{household, branch, today, adult, holds,
-- children: [{name, birth}]}] in their order; those of whom nothing is known have no children.
CREATE FUNCTION clerk.families(p_after uuid, p_max integer) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	WITH page AS (
		SELECT DISTINCT household, branch FROM core.member WHERE household > p_after
		ORDER BY household LIMIT least(greatest(p_max, 1), 200)
	), family AS (
		SELECT page.household, page.branch, core.adult_of(m, f.form) AS adult,
			jsonb_build_object('name', f.form->'name', 'birth', f.form->'birth') AS child,
			m.joined_at
		FROM page JOIN core.member m ON m.household = page.household AND m.branch = page.branch
		JOIN core.opened f ON f.about = m.member AND f.kind = 'sign_up' AND f.form ? 'guardian'
	), families AS (
		SELECT household, branch, adult, jsonb_agg(child ORDER BY joined_at) AS children
		FROM family WHERE adult IS NOT NULL GROUP BY household, branch, adult
	)
	SELECT coalesce(jsonb_agg(jsonb_build_object('household', page.household, 'branch', page.branch,
		'today', core.date_json((core.this_moment()
			AT TIME ZONE (branch.settings->>'zone'))::date),
		'adult', families.adult, 'children', coalesce(families.children, '[]'),
		'holds', CASE WHEN families.adult IS NULL THEN '[]' ELSE core.holds(families.adult) END)
		ORDER BY page.household), '[]')::text
	FROM page JOIN core.branch USING (branch) LEFT JOIN families USING (household, branch)
$$;

-- The greetings of these cards, [{branch, index, holder}], in their order; null: it is not the holder's.
CREATE FUNCTION clerk.greetings(p_cards text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
	SELECT coalesce(jsonb_agg(t.greeting ORDER BY place), '[]')::text
	FROM jsonb_array_elements(p_cards::jsonb) WITH ORDINALITY AS list (card, place)
	LEFT JOIN core.token t ON t.branch = card->>'branch' AND t.index = card->>'index'
		AND t.holder = (card->>'holder')::uuid
$$;

-- [{branch, index, was, greeting}]: each that is still as it was when the clerk read it. How many.
CREATE FUNCTION clerk.put_greetings(p_cards text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
DECLARE
	v_card record;
	v_put integer := 0;
BEGIN
	PERFORM core.lock_branch(branch) FROM core.branch WHERE branch IN (
		SELECT card->>'branch' FROM jsonb_array_elements(p_cards::jsonb) card) ORDER BY branch;
	FOR v_card IN SELECT * FROM jsonb_to_recordset(p_cards::jsonb)
		AS c (branch text, index text, was text, greeting text)
	LOOP
		UPDATE core.token SET greeting = v_card.greeting, revision = revision + 1
		WHERE branch = v_card.branch AND index = v_card.index AND greeting = v_card.was;
		CONTINUE WHEN NOT FOUND;
		PERFORM core.tell_token(v_card.branch, v_card.index);
		v_put := v_put + 1;
	END LOOP;
	RETURN v_put;
END $$;
