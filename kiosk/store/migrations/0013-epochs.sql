-- A centre may be put back as it was at an earlier time (store/epochs.c). `result`: what it answered
-- besides the verdict, for a centre that has forgotten it. `rereads`: everything is read anew.
ALTER TABLE change ADD COLUMN result TEXT;
ALTER TABLE meeting ADD COLUMN rereads INTEGER NOT NULL DEFAULT 0 CHECK (rereads IN (0, 1));
-- Bookings with places, as visitors knew them when that began; `waits`: the centre says now that they
-- have none.
CREATE TABLE promised (
	booking BLOB PRIMARY KEY CHECK (length(booking) = 16),
	waits INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1))
) STRICT, WITHOUT ROWID;
