-- The kiosk's file. Ids are 16 bytes; instants are milliseconds UTC; enumerations are numbered as in
-- rules/*.h, where the numbers are written out and never change. No raw UID or number of a card, no
-- readable name.

-- Which kiosk this is: `branch` is the JSON that the centre (or assets/demo/branch.json) gave.
CREATE TABLE enrolment (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
	kiosk INTEGER NOT NULL CHECK (kiosk BETWEEN 1 AND 999),
	install BLOB NOT NULL CHECK (length(install) = 16),
	branch TEXT NOT NULL
) STRICT;

-- How far the log has gone, and what the centre said about itself.
CREATE TABLE meeting (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	sent INTEGER NOT NULL DEFAULT 0,
	acked INTEGER NOT NULL DEFAULT 0,
	epoch BLOB,
	centre_ms INTEGER NOT NULL DEFAULT 0,
	centre_boot_ms INTEGER NOT NULL DEFAULT 0,
	CHECK (acked <= sent)
) STRICT;
INSERT INTO meeting (one) VALUES (1);

-- The log: dense from 1, gap-free, kept after the verdict (it rescues a restored centre).
CREATE TABLE change (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	kind INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	verdict INTEGER NOT NULL DEFAULT 0,
	reason TEXT,
	text TEXT NOT NULL
) STRICT;
CREATE INDEX change_exception ON change (verdict) WHERE verdict IN (3, 5);

CREATE TABLE session (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	starts_ms INTEGER NOT NULL,
	ends_ms INTEGER NOT NULL,
	opens_ms INTEGER NOT NULL,
	closes_ms INTEGER NOT NULL,
	admission INTEGER NOT NULL,
	asks INTEGER NOT NULL,
	places INTEGER NOT NULL,
	door_places INTEGER NOT NULL,
	cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
	revision INTEGER NOT NULL,
	icon TEXT NOT NULL,
	theme TEXT NOT NULL,
	words BLOB NOT NULL -- title, room, about, theme in each language: rules/session.h
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_end ON session (ends_ms, starts_ms);

-- Places set aside for this kiosk. `refused_ms`: the centre granted nothing then, and it would not
-- help yet to ask again (0: forgotten).
CREATE TABLE lease (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	session BLOB NOT NULL REFERENCES session,
	pool INTEGER NOT NULL,
	state INTEGER NOT NULL,
	granted INTEGER NOT NULL,
	left INTEGER NOT NULL CHECK (left BETWEEN 0 AND granted),
	recalled INTEGER NOT NULL DEFAULT 0 CHECK (recalled IN (0, 1)),
	refused_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_live ON lease (session, pool) WHERE state <> 2;
CREATE INDEX lease_refused ON lease (session) WHERE refused_ms > 0;
CREATE UNIQUE INDEX lease_asked_once ON lease (session, pool) WHERE state = 0;

-- `holder` is NULL for a guest. `shown`: the confirmation was painted. `told`: so was a refusal.
-- `here_ms`: another kiosk let them in. `reason`: the centre's, or 'merged': the holder's other booking
-- of the session stands for this one, and its ticket stays good.
CREATE TABLE booking (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	session BLOB NOT NULL REFERENCES session,
	holder BLOB CHECK (length(holder) = 16),
	adults INTEGER NOT NULL,
	children INTEGER NOT NULL,
	babies INTEGER NOT NULL,
	prams INTEGER NOT NULL,
	wheelchairs INTEGER NOT NULL,
	state INTEGER NOT NULL,
	code TEXT NOT NULL,
	made_ms INTEGER NOT NULL,
	shown INTEGER NOT NULL,
	told INTEGER NOT NULL DEFAULT 1,
	here_ms INTEGER NOT NULL DEFAULT 0,
	reason TEXT NOT NULL DEFAULT '',
	revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX booking_live_once ON booking (holder, session)
	WHERE holder IS NOT NULL AND state <> 2;
CREATE INDEX booking_by_code ON booking (code);
CREATE INDEX booking_unshown ON booking (made_ms) WHERE shown = 0;
CREATE INDEX booking_untold ON booking (holder) WHERE told = 0;

-- Somebody came. `booking` may be a ticket's of another kiosk. `extra`: people who were spent from
-- door leases so far. `how`: 0 booked, 1 walk-in, 2 drop-in.
CREATE TABLE attendance (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	session BLOB NOT NULL REFERENCES session,
	booking BLOB,
	holder BLOB,
	booked INTEGER NOT NULL,
	adults INTEGER NOT NULL,
	children INTEGER NOT NULL,
	babies INTEGER NOT NULL,
	prams INTEGER NOT NULL,
	wheelchairs INTEGER NOT NULL,
	extra INTEGER NOT NULL,
	how INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	undone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX attendance_of_booking ON attendance (booking)
	WHERE booking IS NOT NULL AND undone = 0;
CREATE UNIQUE INDEX attendance_of_holder ON attendance (holder, session)
	WHERE holder IS NOT NULL AND undone = 0;

-- Known cards, by keyed index; the greeting opens only with the card. `status` as enum holder_status.
CREATE TABLE card (
	token BLOB PRIMARY KEY CHECK (length(token) = 16),
	holder BLOB NOT NULL CHECK (length(holder) = 16),
	status INTEGER NOT NULL,
	greeting BLOB,
	revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Unconfirmed cards that the centre has been told of.
CREATE TABLE card_seen (
	holder BLOB PRIMARY KEY CHECK (length(holder) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE number_block (
	first INTEGER PRIMARY KEY,
	last INTEGER NOT NULL,
	next INTEGER NOT NULL CHECK (next BETWEEN first AND last + 1)
) STRICT;

CREATE TABLE revoked (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_key (
	id INTEGER PRIMARY KEY,
	public BLOB NOT NULL CHECK (length(public) = 32)
) STRICT;

CREATE TABLE cursor (
	stream TEXT PRIMARY KEY,
	version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Feed rows of a kind that this version does not know, or whose session is not here.
CREATE TABLE feed_parked (
	stream TEXT NOT NULL,
	version INTEGER NOT NULL,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	revision INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (stream, version)
) STRICT, WITHOUT ROWID;
