-- Constraints of what is updated often call no function: each statement would take it apart anew, which costs
-- more than the update.
ALTER TABLE core.session DROP CONSTRAINT never_overbook_a_part,
	ADD CONSTRAINT never_overbook_a_part CHECK (
		(parts_used).adults + (parts_leased).adults <= (parts_places).adults
		AND (parts_used).children + (parts_leased).children <= (parts_places).children
		AND (parts_used).babies + (parts_leased).babies <= (parts_places).babies
		AND (parts_used).prams + (parts_leased).prams <= (parts_places).prams
		AND (parts_used).wheelchairs + (parts_leased).wheelchairs <= (parts_places).wheelchairs);
ALTER TABLE core.lease DROP CONSTRAINT never_overspend,
	ADD CONSTRAINT never_overspend CHECK (spent BETWEEN 0 AND granted
		AND (parts_spent).adults <= (parts).adults AND (parts_spent).children <= (parts).children
		AND (parts_spent).babies <= (parts).babies AND (parts_spent).prams <= (parts).prams
		AND (parts_spent).wheelchairs <= (parts).wheelchairs);
-- No table rests on them any more: they are written anew like all others (1-parties.sql).
DROP FUNCTION core.has_room, core.plus;
