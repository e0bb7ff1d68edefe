-- Whose it is. A holder is a member, or a card that nobody owns. So what was done under a card before
-- anybody knew whose it is becomes its member's as soon as it is known, here and nowhere else: whether
-- the card came to the member at a kiosk or by staff's list. What comes later is the member's on arrival
-- (core.with_member). A card that goes from one member to another takes nothing along: nothing is under it.

-- Of these cards those that have done something, each with its member. An import asks of a thousand at
-- once, of whom nearly none has: so they are looked for in the indexes, and not row by row. The states are
-- the index's own condition.
CREATE FUNCTION core.cards_to_give(p_branch text, p_indexes text[])
RETURNS TABLE (card uuid, member uuid) LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_cards uuid[] := ARRAY(SELECT index::uuid FROM unnest(p_indexes) index
		WHERE index ~ '^[0-9A-F]{32}$');
BEGIN
	RETURN QUERY SELECT did.holder, t.holder FROM (
		SELECT b.holder FROM core.booking b
		WHERE b.holder = ANY (v_cards) AND b.state IN ('confirmed', 'waiting')
		UNION SELECT a.holder FROM core.attendance a
		WHERE a.holder = ANY (v_cards) AND a.undone_at IS NULL
		UNION SELECT s.holder FROM core.stamp s WHERE s.branch = p_branch AND s.holder = ANY (v_cards)
		UNION SELECT a.holder FROM core.absence a WHERE a.branch = p_branch AND a.holder = ANY (v_cards)
	) did JOIN core.token t
		ON t.branch = p_branch AND t.index = upper(replace(did.holder::text, '-', ''))
	WHERE t.holder <> did.holder ORDER BY did.holder;
END $$;

-- ---- bookings and waits ----

-- Both have booked it: one booking with the larger of the two promises; both tickets stay good. Of one
-- whose places were given to the door nothing is left to add.
CREATE FUNCTION core.merge_bookings(p_stands core.booking, p_other core.booking) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_was core.party := core.party_of(p_stands);
	v_both core.party := v_was;
BEGIN
	IF p_other.state = 'confirmed' AND p_other.given_at IS NULL THEN
		v_both := core.greatest_of(v_was, core.party_of(p_other));
		PERFORM core.count_places(p_stands.session, p_stands.pool, core.nothing(),
			core.add(core.takes(v_both), core.add(core.takes(v_was),
				core.takes(core.party_of(p_other))), -1));
	END IF;
	UPDATE core.booking SET state = 'merged', merged_into = p_stands.booking, revision = revision + 1
	WHERE booking = p_other.booking;
	UPDATE core.booking SET merged_into = p_stands.booking WHERE merged_into = p_other.booking;
	UPDATE core.attendance SET booking = p_stands.booking
	WHERE booking = p_other.booking AND undone_at IS NULL;
	UPDATE core.booking SET still_coming_at = coalesce(still_coming_at, p_other.still_coming_at)
	WHERE booking = p_stands.booking;
	PERFORM core.set_party(p_stands.booking, v_both);
	PERFORM core.tell_booking(p_other.booking);
	PERFORM core.promote(p_stands.session);
END $$;

-- The one with places stands, then the one that came first.
CREATE FUNCTION core.leave_one_booking(p_holder uuid, p_session uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_both core.booking[] := ARRAY(SELECT b FROM core.booking b
		WHERE holder = p_holder AND session = p_session AND state IN ('confirmed', 'waiting')
			AND pool = 'booking'
		ORDER BY state = 'waiting', given_at IS NOT NULL, arrival FOR UPDATE);
BEGIN
	IF cardinality(v_both) = 2 THEN
		PERFORM core.merge_bookings(v_both[1], v_both[2]);
	END IF;
END $$;

CREATE FUNCTION core.give_bookings(p_card uuid, p_member uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_session uuid;
BEGIN
	FOR v_session IN SELECT DISTINCT session FROM core.booking
		WHERE holder = p_card AND state IN ('confirmed', 'waiting') ORDER BY session
	LOOP
		PERFORM core.lock_session(v_session);
		UPDATE core.booking SET holder = p_member WHERE holder = p_card AND merged_into IN (
			SELECT booking FROM core.booking WHERE holder = p_card AND session = v_session
				AND state IN ('confirmed', 'waiting'));
		UPDATE core.booking SET holder = p_member, revision = revision + 1
		WHERE holder = p_card AND session = v_session AND state IN ('confirmed', 'waiting');
		PERFORM core.leave_one_booking(p_member, v_session);
		PERFORM core.tell_booking(booking) FROM core.booking
		WHERE holder = p_member AND session = v_session AND state IN ('confirmed', 'waiting');
	END LOOP;
END $$;

-- ---- check-ins ----

-- Who was let in as both came once.
CREATE FUNCTION core.give_attendance(p_card uuid, p_member uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_sessions uuid[] := ARRAY(SELECT DISTINCT session FROM core.attendance
		WHERE holder = p_card AND undone_at IS NULL ORDER BY session);
BEGIN
	PERFORM core.lock_session(session) FROM unnest(v_sessions) session;
	UPDATE core.attendance SET holder = p_member WHERE holder = p_card AND undone_at IS NULL;
	UPDATE core.attendance a SET counted = false
	WHERE a.holder = p_member AND a.session = ANY (v_sessions) AND a.undone_at IS NULL AND a.counted
		AND EXISTS (SELECT FROM core.attendance earlier
			WHERE earlier.holder = p_member AND earlier.session = a.session
				AND earlier.undone_at IS NULL AND earlier.counted
				AND (earlier.came_at, earlier.attendance) < (a.came_at, a.attendance));
	PERFORM core.inside_changes(v_sessions);
END $$;

-- ---- stamps ----

-- A day that both have is one stamp. Kiosks give theirs when they hear of the card.
CREATE FUNCTION core.give_stamps(p_branch text, p_card uuid, p_member uuid) RETURNS void
LANGUAGE sql AS $$
	UPDATE core.stamp s SET holder = p_member
	WHERE branch = p_branch AND holder = p_card AND NOT EXISTS (SELECT FROM core.stamp o
		WHERE o.branch = p_branch AND o.holder = p_member AND o.challenge = s.challenge
			AND o.day = s.day);
	DELETE FROM core.stamp WHERE branch = p_branch AND holder = p_card
$$;

-- ---- absences ----

-- Worked out anew from what the member has now. What staff excused stays excused.
CREATE FUNCTION core.give_absences(p_branch text, p_card uuid, p_member uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_old core.absence;
BEGIN
	DELETE FROM core.absence WHERE branch = p_branch AND holder = p_card RETURNING * INTO v_old;
	IF FOUND THEN
		v_old.count := 0;
		v_old.revision := v_old.revision + 1;
		PERFORM core.tell_absence(v_old);
	END IF;
	IF v_old.excused_at IS NOT NULL THEN
		INSERT INTO core.absence AS a (branch, holder, count, last_at, excused_at)
		VALUES (p_branch, p_member, 0, v_old.last_at, v_old.excused_at)
		ON CONFLICT (branch, holder) DO UPDATE
			SET excused_at = greatest(a.excused_at, EXCLUDED.excused_at);
	END IF;
	IF v_old.settled > 0 THEN
		INSERT INTO core.absence AS a (branch, holder, count, last_at, settled, settled_at)
		VALUES (p_branch, p_member, 0, v_old.last_at, v_old.settled, v_old.settled_at)
		ON CONFLICT (branch, holder) DO UPDATE SET settled = a.settled + EXCLUDED.settled,
			settled_at = greatest(a.settled_at, EXCLUDED.settled_at);
	END IF;
	PERFORM core.work_out_absences(p_branch, p_member, core.this_moment());
END $$;

-- ---- all of it ----

-- These cards have a member now. The branch is locked by the caller, and kiosks have been told of the
-- cards.
CREATE FUNCTION core.give_cards(p_branch text, p_indexes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_card uuid;
	v_member uuid;
BEGIN
	FOR v_card, v_member IN SELECT card, member FROM core.cards_to_give(p_branch, p_indexes) LOOP
		PERFORM core.give_bookings(v_card, v_member);
		PERFORM core.give_attendance(v_card, v_member);
		PERFORM core.give_stamps(p_branch, v_card, v_member);
		PERFORM core.give_absences(p_branch, v_card, v_member);
	END LOOP;
END $$;
