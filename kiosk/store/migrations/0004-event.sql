-- The same for all sessions of one event; NULL: it stands alone, or was told before this was known.
ALTER TABLE session ADD COLUMN event BLOB CHECK (length(event) = 16);
CREATE INDEX session_of_event ON session (event, starts_ms) WHERE event IS NOT NULL;
