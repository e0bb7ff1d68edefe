-- Whose change made a booking's party as it is, and which revision that made.
ALTER TABLE core.booking
	ADD COLUMN party_install uuid,
	ADD COLUMN party_revision bigint;
