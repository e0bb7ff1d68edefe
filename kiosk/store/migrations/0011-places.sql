-- A lease limits parts of a party: so many are left of each, NULL: any. `lacks`, in bits: the centre had
-- fewer than it was asked for.
ALTER TABLE lease ADD COLUMN adults INTEGER CHECK (adults >= 0);
ALTER TABLE lease ADD COLUMN children INTEGER CHECK (children >= 0);
ALTER TABLE lease ADD COLUMN babies INTEGER CHECK (babies >= 0);
ALTER TABLE lease ADD COLUMN prams INTEGER CHECK (prams >= 0);
ALTER TABLE lease ADD COLUMN wheelchairs INTEGER CHECK (wheelchairs >= 0);
ALTER TABLE lease ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0;

-- What an attendance has places for, of each part: booked, and of door leases; NULL: as who came first.
ALTER TABLE attendance ADD COLUMN paid BLOB;

-- A class's booking has places of a pool of its own.
ALTER TABLE booking ADD COLUMN is_class INTEGER NOT NULL DEFAULT 0 CHECK (is_class IN (0, 1));
ALTER TABLE attendance ADD COLUMN is_class INTEGER NOT NULL DEFAULT 0 CHECK (is_class IN (0, 1));
