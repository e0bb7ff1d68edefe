-- How often a card's holder stayed away, running, as the centre counted it; `last_ms`: the last time.
CREATE TABLE absence (
	holder BLOB PRIMARY KEY CHECK (length(holder) = 16),
	count INTEGER NOT NULL CHECK (count > 0),
	last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- How full a session is, as far as this kiosk has heard.
CREATE INDEX booking_of_session ON booking (session) WHERE state = 0;
