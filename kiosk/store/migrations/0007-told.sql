-- That who waits left a contact by which to be told of places. The contact itself is sealed and nowhere
-- here.
ALTER TABLE booking ADD COLUMN tell_me INTEGER NOT NULL DEFAULT 0;
