-- That who waits left a contact by which to be told of places: the contact itself is sealed and nowhere
-- here. And "Are you still coming?": 0 not asked, 1 asked, 2 yes.
ALTER TABLE booking ADD COLUMN tell_me INTEGER NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN still_coming INTEGER NOT NULL DEFAULT 0;
