-- Where a booking stands in the line of those who wait, as the centre said last: 1 is its head; 0: not
-- known.
ALTER TABLE booking ADD COLUMN in_line INTEGER NOT NULL DEFAULT 0;
