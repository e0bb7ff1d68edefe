-- Places: how many there are, who holds them, and who waits for them. A lease is spent like money, and is
-- a vector: people, and of each part of a party so many (six prams). A session has pools: for booking, of
-- which some may be kept for members until an hour; at the door; for a class.

-- ---- places ----

-- Of the places that are kept for members until an hour, those that no member has and no kiosk holds
-- for one. Who has any place by a card has had one of these.
CREATE FUNCTION core.kept_for_members(p_session core.session, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
	IF core.are_anybodys(p_session, p_at) THEN
		RETURN 0;
	END IF;
	RETURN greatest(0, least(p_session.members_places, p_session.places)
		- (SELECT coalesce(sum(people), 0) FROM core.booking WHERE session = p_session.session
			AND pool = 'booking' AND state = 'confirmed' AND holder IS NOT NULL)
		- (SELECT coalesce(sum(granted - spent), 0) FROM core.lease WHERE session = p_session.session
			AND state = 'open' AND pool = 'members'));
END $$;

-- No place is kept for members, or no more. The same as places_are_anybodys() of kiosk/rules/places.c.
CREATE FUNCTION core.are_anybodys(p_session core.session, p_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN coalesce((p_session).members_places, 0) = 0
	OR p_at >= coalesce(core.instant((p_session).members_until_ms), (p_session).starts_at);

CREATE FUNCTION core.free_places(p_session core.session, p_pool text, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_free integer := p_session.places - p_session.confirmed - p_session.leased;
BEGIN
	RETURN CASE p_pool
		WHEN 'door' THEN p_session.door_places - p_session.door_used - p_session.door_leased
		WHEN 'class' THEN p_session.class_places - p_session.class_used - p_session.class_leased
		WHEN 'members' THEN least(v_free, core.kept_for_members(p_session, p_at))
		ELSE v_free - core.kept_for_members(p_session, p_at) END;
END $$;

-- NULL: of these there is no end.
CREATE FUNCTION core.free_parts(p_session core.session) RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN core.plus(core.plus((p_session).parts_places, (p_session).parts_used, -1),
	(p_session).parts_leased, -1);

-- So many more of a session's places at kiosks, so many more in use.
CREATE TYPE core.counts AS (session uuid, leased core.places, used core.places);

-- The one place where sessions' counts change. Each session is named once. A class counts as people alone. The
-- sessions' rows are locked by the caller. `p_gives_way`: a limit of parts does, and else stands.
CREATE FUNCTION core.count_all(p_pool text, p_counts core.counts[], p_gives_way boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_full uuid[];
BEGIN
	IF p_pool = 'class' THEN
		UPDATE core.session s SET class_leased = class_leased + (c.leased).people,
			class_used = class_used + (c.used).people
		FROM unnest(p_counts) c WHERE s.session = c.session;
		RETURN;
	END IF;
	WITH counted AS (
		UPDATE core.session s SET
			door_leased = door_leased + CASE p_pool WHEN 'door' THEN (c.leased).people ELSE 0 END,
			door_used = door_used + CASE p_pool WHEN 'door' THEN (c.used).people ELSE 0 END,
			leased = s.leased + CASE p_pool WHEN 'door' THEN 0 ELSE (c.leased).people END,
			confirmed = confirmed + CASE p_pool WHEN 'door' THEN 0 ELSE (c.used).people END,
			parts_leased = core.plus(parts_leased, (c.leased).parts),
			parts_used = core.plus(parts_used, (c.used).parts),
			parts_places = CASE WHEN p_gives_way AND NOT parts_places IS NULL THEN core.never_below(parts_places, core.plus(core.plus(
				core.plus(parts_used, parts_leased), (c.used).parts), (c.leased).parts)) ELSE parts_places END
		FROM unnest(p_counts) c WHERE s.session = c.session
		RETURNING s.session, confirmed >= places AS is_full)
	SELECT array_agg(session) INTO v_full FROM counted WHERE is_full AND p_pool <> 'door';
	IF v_full IS NOT NULL THEN
		UPDATE core.booking SET waits_for_more = false
		WHERE session = ANY (v_full) AND state = 'waiting' AND waits_for_more;
	END IF;
END $$;

CREATE FUNCTION core.count_places(p_session uuid, p_pool text, p_leased core.places, p_used core.places)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM core.count_all(p_pool, ARRAY[ROW(p_session, p_leased, p_used)::core.counts]);
END $$;

-- The first lock of whoever writes to a branch, so that no two wait for each other.
CREATE FUNCTION core.lock_branch(p_branch text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM core.branch WHERE branch = p_branch FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION core.lock_session(p_session uuid) RETURNS core.session LANGUAGE plpgsql AS $$
DECLARE
	v_found core.session;
BEGIN
	SELECT * INTO v_found FROM core.session WHERE session = p_session FOR UPDATE;
	RETURN v_found;
END $$;

-- A demo centre lives in its kiosks' time, a real one in its own.
CREATE FUNCTION core.this_moment() RETURNS timestamptz LANGUAGE sql STABLE
RETURN (SELECT coalesce(demo_now, statement_timestamp()) FROM core.site);

-- What the library says of its places beyond those for booking and at the door.
CREATE FUNCTION core.class_wanted(p_settings jsonb) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN coalesce((p_settings->>'class_places')::integer, 0);

CREATE FUNCTION core.parts_wanted(p_settings jsonb) RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW((p_settings->>'adults_places')::integer, (p_settings->>'children_places')::integer,
	(p_settings->>'babies_places')::integer, (p_settings->>'prams_places')::integer,
	(p_settings->>'wheelchairs_places')::integer)::core.party;

-- A limit, but what is promised stands.
CREATE FUNCTION core.never_below(p_wanted core.party, p_promised core.party) RETURNS core.party
LANGUAGE sql IMMUTABLE
RETURN core.only_where(core.greatest_of(p_wanted, p_promised), p_wanted);

-- A cut of places waited for what was promised: what comes free is not given out again.
CREATE FUNCTION core.cut_places(p_session uuid) RETURNS core.session LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
BEGIN
	UPDATE core.session SET places = greatest(places_wanted - given_to_door, confirmed + leased),
		door_places = greatest(door_places_wanted + given_to_door, door_used + door_leased),
		class_places = greatest(core.class_wanted(settings), class_used + class_leased),
		parts_places = core.never_below(core.parts_wanted(settings), core.plus(parts_used, parts_leased)),
		revision = revision + 1
	WHERE session = p_session AND (places > greatest(places_wanted - given_to_door, confirmed + leased)
		OR door_places > greatest(door_places_wanted + given_to_door, door_used + door_leased)
		OR class_places > greatest(core.class_wanted(settings), class_used + class_leased)
		OR parts_places IS DISTINCT FROM
			core.never_below(core.parts_wanted(settings), core.plus(parts_used, parts_leased)));
	IF FOUND THEN
		PERFORM core.tell_session(p_session);
	END IF;
	SELECT * INTO v_session FROM core.session WHERE session = p_session;
	RETURN v_session;
END $$;

-- Each who waits hears how many families are before them, when that has changed; from 21 on it is
-- "more than 20", so that a change at the head of the longest line tells 22 rows and no more. Who is
-- passed over is before nobody, and is told nothing.
CREATE FUNCTION core.tell_line(p_session core.session) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_booking uuid;
BEGIN
	FOR v_booking IN
		UPDATE core.booking b SET before = line.before, revision = revision + 1
		FROM (SELECT w.booking, CASE WHEN core.could_fit(p_session, w) THEN least(21, count(*)
				FILTER (WHERE core.could_fit(p_session, w)) OVER (ORDER BY w.arrival) - 1) END AS before
			FROM core.booking w WHERE w.session = p_session.session AND w.state = 'waiting') line
		WHERE b.booking = line.booking AND b.before IS DISTINCT FROM line.before
		RETURNING b.booking
	LOOP
		PERFORM core.tell_booking(v_booking);
	END LOOP;
END $$;

-- Where no place is left nobody gets any: a family of any size may wait.
CREATE FUNCTION core.are_few(p_places integer, p_free integer) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_free > 0 AND p_free * 100 <= p_places * 25;

-- It came while few places were left and is larger than one booking may be then: those are for others. Once
-- they are gone it stands in the line as all do, and what comes free is for whoever is at its head.
CREATE FUNCTION core.lets_others_go_first(p_session core.session, p_booking core.booking) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN (p_booking).waits_for_more
	AND coalesce((p_booking).people > (p_session).largest_party_when_few, false)
	AND core.are_few((p_session).places, (p_session).places - (p_session).confirmed);

-- Whether it could have a place: a party larger than the session would stand in line for ever.
CREATE FUNCTION core.could_fit(p_session core.session, p_booking core.booking) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN CASE (p_booking).pool WHEN 'class' THEN (p_booking).people <= (p_session).class_places
	ELSE (p_booking).people <= (p_session).places
		AND core.has_room((p_session).parts_places, core.party_of(p_booking))
		AND NOT core.lets_others_go_first(p_session, p_booking) END;

-- There are more places again than few: whoever let others go first stands in the line as all do.
CREATE FUNCTION core.end_of_few(p_session core.session) RETURNS void LANGUAGE sql AS $$
	UPDATE core.booking SET waits_for_more = false
	WHERE session = p_session.session AND state = 'waiting' AND waits_for_more
		AND NOT core.are_few(p_session.places, p_session.places - p_session.confirmed)
$$;

-- First come, first served, a party whole or not at all; who is at the head is not overtaken. A
-- party larger than the session is passed over, one that lets others go first, and one for whose prams alone
-- (or another part) there is no room: those behind it do not need that. Places that are kept for members go to those of
-- them who wait, and pass by guests. Once the session has begun nobody gets a place who was not there
-- to hear of it, and would be counted as staying away, but for `p_promised`, whose screen said "booked".
-- A centre that may have forgotten bookings gives places to nobody. The session's row is locked by the caller.
CREATE FUNCTION core.promote(p_session uuid, p_at timestamptz DEFAULT core.this_moment(),
	p_promised uuid DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
	v_booking core.booking;
	v_free integer;
	v_kept integer;
	v_class integer;
	v_parts core.party;
	v_room integer;
BEGIN
	IF core.is_recovering() THEN
		RETURN;
	END IF;
	v_session := core.cut_places(p_session);
	IF v_session.cancelled THEN
		RETURN;
	END IF;
	-- More may be kept than there is, where others had booked before it was.
	v_free := greatest(0, core.free_places(v_session, 'booking', p_at));
	v_kept := core.free_places(v_session, 'members', p_at);
	v_class := core.free_places(v_session, 'class', p_at);
	v_parts := core.free_parts(v_session);
	PERFORM core.end_of_few(v_session);
	FOR v_booking IN SELECT b.* FROM core.booking b
		WHERE b.session = p_session AND b.state = 'waiting' AND core.could_fit(v_session, b)
			AND (p_at < v_session.starts_at OR b.booking = p_promised)
		ORDER BY b.arrival FOR UPDATE
	LOOP
		EXIT WHEN v_free <= 0 AND v_kept <= 0 AND v_class <= 0;
		CONTINUE WHEN v_booking.pool = 'booking'
			AND NOT core.has_room(v_parts, core.party_of(v_booking));
		v_room := CASE WHEN v_booking.pool = 'class' THEN v_class
			WHEN v_booking.holder IS NULL THEN v_free ELSE v_free + v_kept END;
		IF v_booking.people > v_room THEN
			v_class := CASE v_booking.pool WHEN 'class' THEN 0 ELSE v_class END;
			v_free := CASE v_booking.pool WHEN 'class' THEN v_free ELSE 0 END;
			v_kept := CASE WHEN v_booking.holder IS NULL THEN v_kept ELSE 0 END;
			CONTINUE;
		END IF;
		IF v_booking.pool = 'class' THEN
			v_class := v_class - v_booking.people;
		ELSE
			v_parts := core.plus(v_parts, core.party_of(v_booking), -1);
			v_room := CASE WHEN v_booking.holder IS NULL THEN 0 ELSE least(v_kept, v_booking.people) END;
			v_kept := v_kept - v_room;
			v_free := v_free - (v_booking.people - v_room);
		END IF;
		PERFORM core.count_places(p_session, v_booking.pool, core.nothing(),
			core.takes(core.party_of(v_booking)));
		UPDATE core.booking SET state = 'confirmed', promoted_at = p_at, revision = revision + 1
		WHERE booking = v_booking.booking;
		PERFORM core.tell_booking(v_booking.booking);
	END LOOP;
	-- Who has no room for a pram any more keeps back nobody behind them.
	IF v_parts IS DISTINCT FROM core.free_parts(v_session) THEN
		PERFORM core.promote(p_session, p_at, p_promised);
		RETURN;
	END IF;
	PERFORM core.tell_line(v_session);
	SELECT * INTO v_session FROM core.session WHERE session = p_session;
	IF p_at < v_session.starts_at THEN
		PERFORM core.recall_for_line(v_session, p_at);
	END IF;
END $$;

-- Asks for it back, once.
CREATE FUNCTION core.recall_lease(p_lease core.lease) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE core.lease SET recalled = true
	WHERE lease = p_lease.lease AND state = 'open' AND NOT recalled;
	IF FOUND THEN
		PERFORM core.tell('kiosk:' || p_lease.kiosk, 'recall', p_lease.lease::text, 1,
			jsonb_build_object('lease', p_lease.lease));
	END IF;
END $$;

-- May have places of a pool, were there enough: those that are kept for members are theirs, or anybody's.
CREATE FUNCTION core.waits_for(p_booking core.booking, p_session core.session, p_pool text, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE
RETURN (p_booking).state = 'waiting' AND core.could_fit(p_session, p_booking)
	AND CASE p_pool WHEN 'class' THEN (p_booking).pool = 'class'
		WHEN 'members' THEN (p_booking).pool = 'booking'
			AND ((p_booking).holder IS NOT NULL OR core.are_anybodys(p_session, p_at))
		ELSE (p_booking).pool = p_pool END;

-- It waits for a pram, say, and not for people's places.
CREATE FUNCTION core.waits_for_a_part(p_booking core.booking, p_session core.session) RETURNS boolean
LANGUAGE sql STABLE
RETURN (p_booking).pool = 'booking'
	AND NOT core.has_room(core.free_parts(p_session), core.party_of(p_booking));

-- Something of the party is in what is left of the lease.
CREATE FUNCTION core.has_some_of(p_lease core.lease, p_party core.party) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	v_left core.party := core.filled(core.plus(p_lease.parts, p_lease.parts_spent, -1));
BEGIN
	RETURN greatest(least(v_left.adults, p_party.adults), least(v_left.children, p_party.children),
		least(v_left.babies, p_party.babies), least(v_left.prams, p_party.prams),
		least(v_left.wheelchairs, p_party.wheelchairs)) > 0;
END $$;

-- Somebody waits and what they wait for lies at kiosks. The session's row is locked by the caller.
CREATE FUNCTION core.recall_for_line(p_session core.session, p_at timestamptz) RETURNS void
LANGUAGE sql AS $$
	SELECT core.recall_lease(l.*) FROM core.lease l
	WHERE l.session = p_session.session AND l.state = 'open' AND NOT l.recalled
		AND EXISTS (SELECT FROM core.booking b
			WHERE b.session = p_session.session AND b.state = 'waiting'
				AND core.waits_for(b, p_session, l.pool, p_at)
				AND (NOT core.waits_for_a_part(b, p_session)
					OR core.has_some_of(l.*, core.party_of(b))))
$$;

-- One lease pays a whole party or nothing; `p_kept`: the party may have places that are kept for
-- members. The same as places_pay() of kiosk/rules/places.c; tests/cases judges both.
CREATE FUNCTION core.lease_pays(p_lease core.lease, p_pool text, p_takes core.places, p_kept boolean)
RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN ((p_lease).pool = p_pool OR (p_pool = 'booking' AND (p_lease).pool = 'members' AND p_kept))
	AND (p_lease).state = 'open' AND (p_lease).granted - (p_lease).spent >= (p_takes).people
	AND core.has_room((p_lease).parts, core.plus((p_lease).parts_spent, (p_takes).parts));

-- What is at kiosks no more when a lease pays: of each part, where it limits it.
CREATE FUNCTION core.paid(p_takes core.places, p_limits core.party) RETURNS core.places LANGUAGE sql IMMUTABLE
RETURN core.add(core.nothing(), ROW((p_takes).people,
	core.filled(core.only_where((p_takes).parts, p_limits)))::core.places, -1);

-- What a lease is asked to pay.
CREATE TYPE core.bill AS (lease uuid, session uuid, takes core.places);

-- Takes parties from open leases of this kiosk, each at another session, and counts them as in use. False: one of them
-- holds too few, and what the others paid the caller takes back. A lease from before a part was limited stands for
-- what it pays: the limit gives way.
CREATE FUNCTION core.pay(p_kiosk integer, p_now timestamptz, p_pool text, p_bills core.bill[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	v_paid record;
	v_counts core.counts[] := '{}';
BEGIN
	FOR v_paid IN
		UPDATE core.lease l SET spent = spent + (b.takes).people, used_at = p_now,
			parts_spent = core.plus(parts_spent, (b.takes).parts)
		FROM unnest(p_bills) b
		WHERE l.lease = b.lease AND l.session = b.session AND l.kiosk = p_kiosk
			AND core.lease_pays(l.*, p_pool, b.takes, true)
		RETURNING l.session, l.parts, b.takes
	LOOP
		v_counts := v_counts || ROW(v_paid.session, core.paid(v_paid.takes, v_paid.parts), v_paid.takes)::core.counts;
	END LOOP;
	IF cardinality(v_counts) <> cardinality(p_bills) THEN
		RETURN false;
	END IF;
	PERFORM core.count_all(p_pool, v_counts, true);
	RETURN true;
END $$;

CREATE FUNCTION core.spend(
	p_change core.arrival, p_session uuid, p_pool text, p_takes core.places) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	IF core.pay(p_change.kiosk, p_change.now, p_pool,
		ARRAY[ROW((p_change.body->>'lease')::uuid, p_session, p_takes)::core.bill]) THEN
		RETURN true;
	END IF;
	RETURN core.spend_as_promised(p_change, p_session, p_pool, p_takes);
END $$;

CREATE FUNCTION core.pool_places(p_session core.session, p_pool text) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN CASE p_pool WHEN 'door' THEN (p_session).door_places WHEN 'class' THEN (p_session).class_places
	WHEN 'members' THEN coalesce((p_session).members_places, 0) ELSE (p_session).places END;

-- Who waits for a pram alone keeps nobody back who has none: see core.promote.
CREATE FUNCTION core.somebody_waits(p_session core.session, p_pool text, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM core.booking b WHERE b.session = (p_session).session AND b.state = 'waiting'
	AND core.waits_for(b, p_session, p_pool, p_at) AND NOT core.waits_for_a_part(b, p_session));

-- What is free of each part that the session limits, and nobody waits for.
CREATE FUNCTION core.parts_to_lease(p_session core.session) RETURNS core.party LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_free core.party := core.free_parts(p_session);
BEGIN
	RETURN (SELECT ROW(CASE WHEN bool_or(adults > v_free.adults) THEN 0 ELSE v_free.adults END,
		CASE WHEN bool_or(children > v_free.children) THEN 0 ELSE v_free.children END,
		CASE WHEN bool_or(babies > v_free.babies) THEN 0 ELSE v_free.babies END,
		CASE WHEN bool_or(prams > v_free.prams) THEN 0 ELSE v_free.prams END,
		CASE WHEN bool_or(wheelchairs > v_free.wheelchairs) THEN 0
			ELSE v_free.wheelchairs END)::core.party
	FROM core.booking b WHERE session = p_session.session AND state = 'waiting'
		AND core.waits_for(b, p_session, 'booking', '-infinity'));
END $$;

-- Somebody stands at the kiosk, and for all of them there is room: whatever the kiosk's share is, for that is for
-- an outage and for who is still to come.
CREATE FUNCTION core.fits_here(p_change core.arrival, p_session core.session) RETURNS boolean
LANGUAGE sql STABLE
RETURN coalesce((p_change.body->>'here')::boolean, false)
	AND (p_change.body->>'places')::integer
		<= core.free_places(p_session, p_change.body->>'pool', p_change.now)
	AND core.has_room(core.parts_to_lease(p_session),
		core.filled(jsonb_populate_record(NULL::core.party, p_change.body->'parts')));

-- How the places of a branch's sessions are shared out.
CREATE FUNCTION core.kiosks_that_share(p_branch text) RETURNS integer LANGUAGE sql STABLE
RETURN (SELECT greatest(1, count(*))::integer FROM core.kiosk
	WHERE branch = p_branch AND state = 'active' AND install IS NOT NULL);

CREATE FUNCTION core.share_of_all(p_all integer) RETURNS integer LANGUAGE sql STABLE
RETURN (SELECT ceil(p_all * lease_share_percent / 100.0)::integer FROM core.site);

-- One kiosk's share of a part, less what it holds.
CREATE FUNCTION core.part_left(p_all integer, p_held integer) RETURNS integer LANGUAGE sql STABLE
RETURN core.share_of_all(p_all) - coalesce(p_held, 0);

-- An equal part of what may lie at kiosks, and not less than a parent with a child needs.
CREATE FUNCTION core.equal_share(p_all integer, p_kiosks integer) RETURNS integer LANGUAGE sql STABLE
RETURN least(core.share_of_all(p_all), greatest(2, ceil(core.share_of_all(p_all)::numeric / p_kiosks)::integer));

CREATE FUNCTION core.held(p_lease core.lease) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (p_lease).granted - (p_lease).spent;

-- What a kiosk spent of a pool in the last four hours, for an outage is seldom longer: so many it may need again.
CREATE FUNCTION core.spent_lately(p_change core.arrival, p_session core.session, p_pool text)
RETURNS integer LANGUAGE sql STABLE
RETURN (SELECT coalesce(sum(spent), 0)::integer FROM core.lease
	WHERE session = (p_session).session AND kiosk = (p_change).kiosk AND pool = p_pool
		AND used_at > (p_change).now - interval '4 hours');

-- The same as are_last() of kiosk/rules/places.c.
CREATE FUNCTION core.are_last(p_all integer, p_free integer) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN p_free <= greatest(2, p_all / 20);

-- What one kiosk may hold for an outage: an equal share, or as much as people there took lately, while all kiosks
-- together hold no more than the library lets them. The last places are for whoever stands anywhere.
CREATE FUNCTION core.share_left(p_change core.arrival, p_session core.session, p_pool text) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_all integer := core.pool_places(p_session, p_pool);
	v_share integer := core.equal_share(v_all, core.kiosks_that_share(p_change.branch));
	v_here integer;
	v_everywhere integer;
BEGIN
	IF core.are_last(v_all, core.free_places(p_session, p_pool, p_change.now)) THEN
		RETURN 0;
	END IF;
	SELECT coalesce(sum(core.held(l)) FILTER (WHERE kiosk = p_change.kiosk), 0), coalesce(sum(core.held(l)), 0)
	INTO v_here, v_everywhere FROM core.lease l
	WHERE session = p_session.session AND pool = p_pool AND state = 'open';
	RETURN least(core.share_of_all(v_all) - v_everywhere,
		greatest(v_share, core.spent_lately(p_change, p_session, p_pool)) - v_here);
END $$;

-- For who stands here all of them or none; else as many as are free and this kiosk's share. Nothing past
-- people who wait, nor while a kiosk may hold places that the centre forgot. A class comes as one: all its places may lie at one kiosk.
CREATE FUNCTION core.lease_grant(p_change core.arrival, p_session core.session, p_pool text, p_ask integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	v_free integer := core.free_places(p_session, p_pool, p_change.now);
BEGIN
	IF core.is_recovering() OR core.somebody_waits(p_session, p_pool, p_change.now) THEN
		RETURN 0;
	ELSIF coalesce((p_change.body->>'here')::boolean, false) THEN
		RETURN CASE WHEN core.fits_here(p_change, p_session) THEN greatest(0, coalesce(p_ask, 0)) ELSE 0 END;
	ELSIF p_pool = 'class' THEN
		RETURN greatest(0, least(coalesce(p_ask, 0), v_free));
	END IF;
	RETURN greatest(0, least(coalesce(p_ask, 0), v_free, core.share_left(p_change, p_session, p_pool)));
END $$;

-- A place that comes free is not for a kiosk whose share is used up, or where another holds the class's: it need
-- not ask again for that.
CREATE FUNCTION core.why_none(p_change core.arrival, p_session core.session, p_pool text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
	v_left boolean := core.free_places(p_session, p_pool, p_change.now) > 0
		OR (p_pool = 'class' AND p_session.class_leased > 0);
BEGIN
	IF v_left AND NOT coalesce((p_change.body->>'here')::boolean, false) AND NOT core.is_recovering()
		AND NOT core.somebody_waits(p_session, p_pool, p_change.now) THEN
		RETURN 'share-used';
	END IF;
	RETURN 'no-places';
END $$;

-- The same of each part that is limited; a class's are not.
CREATE FUNCTION core.lease_parts(p_change core.arrival, p_session core.session, p_pool text)
RETURNS core.party LANGUAGE plpgsql AS $$
DECLARE
	v_ask core.party := core.filled(jsonb_populate_record(NULL::core.party, p_change.body->'parts'));
	v_free core.party := core.parts_to_lease(p_session);
	v_limit core.party := p_session.parts_places;
	v_held core.party;
BEGIN
	IF p_pool = 'class' THEN
		RETURN NULL::core.party;
	ELSIF core.fits_here(p_change, p_session) THEN
		RETURN core.only_where(v_ask, v_limit);
	END IF;
	v_held := (SELECT ROW(sum((parts).adults - (parts_spent).adults),
		sum((parts).children - (parts_spent).children), sum((parts).babies - (parts_spent).babies),
		sum((parts).prams - (parts_spent).prams),
		sum((parts).wheelchairs - (parts_spent).wheelchairs))::core.party
	FROM core.lease
	WHERE session = p_session.session AND kiosk = p_change.kiosk AND pool = p_pool AND state = 'open');
	RETURN core.only_where(core.greatest_of(ROW(0, 0, 0, 0, 0)::core.party, ROW(
		least(v_ask.adults, v_free.adults, core.part_left(v_limit.adults, v_held.adults)),
		least(v_ask.children, v_free.children, core.part_left(v_limit.children, v_held.children)),
		least(v_ask.babies, v_free.babies, core.part_left(v_limit.babies, v_held.babies)),
		least(v_ask.prams, v_free.prams, core.part_left(v_limit.prams, v_held.prams)),
		least(v_ask.wheelchairs, v_free.wheelchairs,
			core.part_left(v_limit.wheelchairs, v_held.wheelchairs)))::core.party), v_limit);
END $$;

-- Here somebody or something is short of places: what lies idle at another kiosk is asked back. For whoever stands
-- here to book all of that, else what is beyond an equal share: it would come after they have gone from a door.
-- Where nobody is short a kiosk keeps what it has for an outage.
CREATE FUNCTION core.recall_idle(p_change core.arrival, p_session core.session, p_pool text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_share integer := CASE WHEN p_pool <> 'door' AND coalesce((p_change.body->>'here')::boolean, false)
		THEN 0 ELSE core.equal_share(core.pool_places(p_session, p_pool), core.kiosks_that_share(p_change.branch)) END;
BEGIN
	PERFORM core.recall_lease(l.*) FROM core.lease l
	WHERE session = p_session.session AND pool = p_pool AND state = 'open' AND kiosk <> p_change.kiosk
		AND used_at <= p_change.now - interval '30 minutes'
		AND (SELECT sum(core.held(o)) FROM core.lease o WHERE o.session = l.session AND o.pool = l.pool
			AND o.kiosk = l.kiosk AND o.state = 'open') > v_share;
END $$;

-- A lease as the kiosk asked for it, and counted. The session's row is locked by the caller.
CREATE FUNCTION core.open_lease(p_lease core.lease) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO core.lease (lease, kiosk, session, pool, granted, parts, granted_at, used_at)
	VALUES (p_lease.lease, p_lease.kiosk, p_lease.session, p_lease.pool, p_lease.granted,
		core.only_where(p_lease.parts, p_lease.parts), p_lease.granted_at, p_lease.granted_at);
	PERFORM core.count_places(p_lease.session, p_lease.pool,
		ROW(p_lease.granted, core.filled(p_lease.parts))::core.places, core.nothing());
END $$;

CREATE FUNCTION core.apply_lease_request(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_session core.session;
	v_lease core.lease;
BEGIN
	v_session := core.lock_session((p_change.body->>'session')::uuid);
	IF v_session.session IS NULL OR v_session.branch <> p_change.branch THEN
		RETURN core.answered('refused', 'no-session');
	ELSIF (p_change.prior).verdict IS NOT NULL THEN
		RETURN core.open_lease_again(p_change, v_session.session);
	ELSIF v_session.cancelled THEN
		RETURN core.answered('accepted', 'session-cancelled', '{"places": 0}');
	END IF;
	v_lease.lease := p_change.id;
	v_lease.kiosk := p_change.kiosk;
	v_lease.session := v_session.session;
	v_lease.pool := p_change.body->>'pool';
	v_lease.granted_at := p_change.now;
	v_lease.granted := core.lease_grant(
		p_change, v_session, v_lease.pool, (p_change.body->>'places')::integer);
	IF v_lease.granted < (p_change.body->>'places')::integer THEN
		PERFORM core.recall_idle(p_change, v_session, v_lease.pool);
	END IF;
	IF v_lease.granted = 0 THEN
		RETURN core.answered('accepted', core.why_none(p_change, v_session, v_lease.pool), '{"places": 0}');
	END IF;
	v_lease.parts := core.lease_parts(p_change, v_session, v_lease.pool);
	PERFORM core.open_lease(v_lease);
	IF core.filled(v_lease.parts) <> (core.nothing()).parts THEN
		PERFORM core.promote(v_session.session, p_change.now);
	END IF;
	RETURN core.answered('accepted', '', jsonb_build_object('places', v_lease.granted,
		'parts', jsonb_strip_nulls(coalesce(to_jsonb(v_lease.parts), '{}'))));
END $$;

-- What is left of an open lease goes to who waits; how many places that was. The session's row is
-- locked by the caller.
CREATE FUNCTION core.close_lease(p_lease core.lease, p_state text DEFAULT 'closed') RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
	v_back core.places := ROW(p_lease.granted - p_lease.spent, core.filled(core.plus(
		p_lease.parts, p_lease.parts_spent, -1)))::core.places;
BEGIN
	UPDATE core.lease SET state = p_state WHERE lease = p_lease.lease;
	PERFORM core.count_places(p_lease.session, p_lease.pool,
		core.add(core.nothing(), v_back, -1), core.nothing());
	PERFORM core.promote(p_lease.session);
	RETURN v_back.people;
END $$;

CREATE FUNCTION core.apply_lease_close(p_change core.arrival) RETURNS core.answer
LANGUAGE plpgsql AS $$
DECLARE
	v_lease core.lease;
BEGIN
	SELECT * INTO v_lease FROM core.lease
	WHERE lease = (p_change.body->>'lease')::uuid AND kiosk = p_change.kiosk;
	IF NOT FOUND THEN
		RETURN core.answered('refused', 'no-lease');
	END IF;
	PERFORM core.lock_session(v_lease.session);
	SELECT * INTO v_lease FROM core.lease WHERE lease = v_lease.lease FOR UPDATE;
	IF v_lease.state <> 'open' THEN
		RETURN core.answered('known');
	END IF;
	RETURN core.answered('accepted', '', jsonb_build_object('places', core.close_lease(v_lease)));
END $$;

-- The hour is over for which places were kept: they are anybody's, those at kiosks as well (which know
-- the hour themselves), and who waits gets them. Whoever speaks with the centre next makes it so.
CREATE FUNCTION core.end_of_keeping(p_branch text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	v_session uuid;
BEGIN
	FOR v_session IN SELECT session FROM core.session
		WHERE branch = p_branch AND kept_until <= p_at AND NOT kept_is_over AND starts_at > p_at
		ORDER BY session
	LOOP
		PERFORM core.lock_session(v_session);
		UPDATE core.session SET kept_is_over = true WHERE session = v_session;
		PERFORM core.promote(v_session, p_at);
	END LOOP;
END $$;
