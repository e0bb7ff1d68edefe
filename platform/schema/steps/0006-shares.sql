-- A lease knows when it was used: when it was granted, or spent from last. Of those that are there already that is
-- not known, and they are taken for used when they were granted.
ALTER TABLE core.lease ADD COLUMN used_at timestamptz;
UPDATE core.lease SET used_at = granted_at;
ALTER TABLE core.lease ALTER COLUMN used_at SET NOT NULL;
CREATE INDEX lease_used ON core.lease (session, kiosk, used_at);
