-- A centre from before there were steps is brought to 0001-tables.sql: one of 28 November 2026, which has epochs
-- and salvages, or one from before them.

CREATE OR REPLACE FUNCTION core.place_of_data() RETURNS text LANGUAGE sql STABLE
RETURN (SELECT system_identifier FROM pg_control_system())
	|| '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
	|| '/' || (SELECT oid FROM pg_database WHERE datname = current_database());

ALTER TABLE core.site
	ADD COLUMN IF NOT EXISTS place_of_data text NOT NULL DEFAULT core.place_of_data(),
	ADD COLUMN IF NOT EXISTS recovering boolean NOT NULL DEFAULT false;

ALTER TABLE core.kiosk
	ADD COLUMN IF NOT EXISTS epoch uuid,
	ADD COLUMN IF NOT EXISTS replays_to bigint NOT NULL DEFAULT 0,
	ADD COLUMN IF NOT EXISTS archived bigint NOT NULL DEFAULT 0;

ALTER TABLE core.lease DROP CONSTRAINT lease_state_check,
	ADD CONSTRAINT lease_state_check CHECK (state IN ('open', 'closed', 'written-off'));

ALTER TABLE core.booking ADD COLUMN IF NOT EXISTS replayed boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS booking_replayed ON core.booking (session) WHERE replayed;

CREATE INDEX IF NOT EXISTS exception_of_change ON core.exception (kiosk, seq);

CREATE TABLE IF NOT EXISTS core.salvage (
	salvage uuid PRIMARY KEY,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	install uuid,
	changes bigint NOT NULL CHECK (changes BETWEEN 0 AND 1000000000),
	damaged bigint NOT NULL CHECK (damaged BETWEEN 0 AND 1000000000),
	taken_at timestamptz NOT NULL
);
DROP TABLE IF EXISTS core.salvage_sentence;

-- It has forgotten nothing, so no kiosk needs to say anything again.
UPDATE core.kiosk SET epoch = site.epoch FROM core.site
WHERE install IS NOT NULL AND kiosk.epoch IS NULL AND NOT recovering;
