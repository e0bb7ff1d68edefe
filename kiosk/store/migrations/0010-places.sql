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

-- How many came in by the other kiosks of the branch, as the centre said last.
CREATE TABLE inside (
	session BLOB PRIMARY KEY REFERENCES session CHECK (length(session) = 16),
	others INTEGER NOT NULL,
	revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_of_session ON attendance (session) WHERE undone = 0;

-- Booked places of these are held no longer: the change that says so is in the log.
CREATE TABLE given (
	session BLOB PRIMARY KEY REFERENCES session CHECK (length(session) = 16)
) STRICT, WITHOUT ROWID;
