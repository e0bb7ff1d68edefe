-- Reckoning with parties and places: vectors of people and of each part.

CREATE FUNCTION core.plus(p_party core.party, p_other core.party, p_times integer DEFAULT 1)
RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW((p_party).adults + p_times * (p_other).adults,
	(p_party).children + p_times * (p_other).children,
	(p_party).babies + p_times * (p_other).babies,
	(p_party).prams + p_times * (p_other).prams,
	(p_party).wheelchairs + p_times * (p_other).wheelchairs)::core.party;

CREATE FUNCTION core.has_room(p_room core.party, p_party core.party) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN coalesce((p_party).adults <= (p_room).adults, true)
	AND coalesce((p_party).children <= (p_room).children, true)
	AND coalesce((p_party).babies <= (p_room).babies, true)
	AND coalesce((p_party).prams <= (p_room).prams, true)
	AND coalesce((p_party).wheelchairs <= (p_room).wheelchairs, true);

CREATE FUNCTION core.people(p_party core.party) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (p_party).adults + (p_party).children + (p_party).babies;

-- What is NULL in both stays so.
CREATE FUNCTION core.greatest_of(p_party core.party, p_other core.party) RETURNS core.party
LANGUAGE sql IMMUTABLE
RETURN ROW(greatest((p_party).adults, (p_other).adults), greatest((p_party).children, (p_other).children),
	greatest((p_party).babies, (p_other).babies), greatest((p_party).prams, (p_other).prams),
	greatest((p_party).wheelchairs, (p_other).wheelchairs))::core.party;

-- Where `p_kept` says NULL, NULL.
CREATE FUNCTION core.only_where(p_party core.party, p_kept core.party) RETURNS core.party
LANGUAGE sql IMMUTABLE
RETURN ROW(CASE WHEN (p_kept).adults IS NOT NULL THEN (p_party).adults END,
	CASE WHEN (p_kept).children IS NOT NULL THEN (p_party).children END,
	CASE WHEN (p_kept).babies IS NOT NULL THEN (p_party).babies END,
	CASE WHEN (p_kept).prams IS NOT NULL THEN (p_party).prams END,
	CASE WHEN (p_kept).wheelchairs IS NOT NULL THEN (p_party).wheelchairs END)::core.party;

CREATE FUNCTION core.filled(p_party core.party) RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW(coalesce((p_party).adults, 0), coalesce((p_party).children, 0), coalesce((p_party).babies, 0),
	coalesce((p_party).prams, 0), coalesce((p_party).wheelchairs, 0))::core.party;

CREATE FUNCTION core.takes(p_party core.party) RETURNS core.places LANGUAGE sql IMMUTABLE
RETURN ROW(core.people(p_party), p_party)::core.places;

CREATE FUNCTION core.nothing() RETURNS core.places LANGUAGE sql IMMUTABLE
RETURN ROW(0, ROW(0, 0, 0, 0, 0)::core.party)::core.places;

-- What `p_party` takes beyond what `p_before` did: of people and of each part, never less than none.
CREATE FUNCTION core.takes_more(p_party core.party, p_before core.party) RETURNS core.places
LANGUAGE sql IMMUTABLE
RETURN ROW(greatest(core.people(p_party) - core.people(p_before), 0),
	core.greatest_of(core.plus(p_party, p_before, -1), (core.nothing()).parts))::core.places;

CREATE FUNCTION core.add(p_places core.places, p_other core.places, p_times integer DEFAULT 1)
RETURNS core.places LANGUAGE sql IMMUTABLE
RETURN ROW((p_places).people + p_times * (p_other).people,
	core.plus((p_places).parts, (p_other).parts, p_times))::core.places;

CREATE FUNCTION core.party_of(p_booking core.booking) RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW((p_booking).adults, (p_booking).children, (p_booking).babies, (p_booking).prams,
	(p_booking).wheelchairs)::core.party;
