-- What is kept no longer (rules/retention.h) is found by these, and by nothing that grows with what is
-- kept. `archived`: the last change that the centre has in a backup, as it said. A change that is kept no
-- longer has its number, kind, instant and answer, and no text.
ALTER TABLE meeting ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_kept ON change (seq) WHERE text <> '';
CREATE INDEX change_boxed ON change (at_ms) WHERE text <> '' AND kind IN (8, 9, 10, 15);

DROP INDEX booking_of_session;
CREATE INDEX booking_of_session ON booking (session);
DROP INDEX attendance_of_session;
CREATE INDEX attendance_of_session ON attendance (session);
CREATE INDEX lease_of_session ON lease (session);
CREATE INDEX lease_open ON lease (session) WHERE state = 1;
CREATE INDEX stamp_by_end ON stamp (until);
CREATE INDEX stamp_of_holder ON stamp (holder);
CREATE INDEX absence_by_last ON absence (last_ms);

-- When the centre was told.
ALTER TABLE card_seen ADD COLUMN told_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX card_seen_by_told ON card_seen (told_ms);

-- Since when a row is known to wait, of kinds that are about a session that is not here; 0: not yet.
ALTER TABLE feed_parked ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX feed_parked_of_session ON feed_parked (since_ms) WHERE kind IN ('booking', 'inside');
