-- Somebody who joined here asks to be forgotten. `platform/centre erase` keeps the list of their ids outside of
-- every copy, too, so that a centre that is put back forgets them again before anybody is answered.

-- What they wrote goes, sealed, opened and as it came; their cards are of nobody, and kiosks drop the greeting.
-- What they booked and where they came stays of an id that leads nowhere, until its day is over (8-retention.sql).
CREATE FUNCTION core.erase(p_member uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.lock_branch(branch) FROM (SELECT branch FROM core.branch ORDER BY branch) b;
	INSERT INTO core.erased (id) VALUES (p_member) ON CONFLICT DO NOTHING;
	UPDATE core.change c SET raw = core.digest_of(raw),
		result = CASE WHEN NOT core.is_answered(c.kiosk, c.install, c.seq) THEN result END
	FROM core.sealed s WHERE s.about = p_member AND c.id = s.change;
	PERFORM core.forget_box(change) FROM core.sealed WHERE about = p_member;
	UPDATE core.token SET greeting = '', status = 'blocked', revision = revision + 1
	WHERE holder = p_member AND (greeting, status) <> ('', 'blocked');
	PERFORM core.tell_token(branch, index) FROM core.token WHERE holder = p_member;
	DELETE FROM core.member WHERE member = p_member;
END $$;

-- 'erased', once and however often; 'none': nobody of that id ever joined here.
CREATE FUNCTION staff.erase(p_member uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, core, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM core.member WHERE member = p_member) AND NOT core.is_erased(p_member) THEN
		RETURN 'none';
	END IF;
	PERFORM core.erase(p_member);
	RETURN 'erased';
END $$;
