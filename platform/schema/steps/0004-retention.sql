-- What the centre keeps when it forgets people, and how far it has come with that (8-retention.sql).

-- The months before are in files (platform/centre archive).
ALTER TABLE core.site ADD COLUMN log_archived_to timestamptz NOT NULL DEFAULT '-infinity';

-- How far a log has been forgotten: up to `emptied_to` the texts are gone, but for those that wait for a
-- person, and up to `forgotten_to` the rows.
CREATE TABLE core.log (
	kiosk integer NOT NULL REFERENCES core.kiosk,
	install uuid NOT NULL,
	emptied_to bigint NOT NULL DEFAULT 0,
	forgotten_to bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (kiosk, install)
);

-- What is left of who booked and who came, of a session that is over: numbers of parties and people.
CREATE TABLE core.counted (
	session uuid NOT NULL REFERENCES core.session,
	what text NOT NULL CHECK (what IN ('confirmed', 'waiting', 'cancelled',
		'came-booked', 'came-walk-in', 'came-drop-in')),
	parties integer NOT NULL,
	adults integer NOT NULL,
	children integer NOT NULL,
	babies integer NOT NULL,
	prams integer NOT NULL,
	wheelchairs integer NOT NULL,
	PRIMARY KEY (session, what)
);

-- What is left of the stamps of a challenge that is over.
CREATE TABLE core.challenge_counted (
	branch text NOT NULL REFERENCES core.branch,
	challenge text NOT NULL,
	year integer NOT NULL,
	participants bigint NOT NULL,
	stamps bigint NOT NULL,
	complete bigint NOT NULL,
	PRIMARY KEY (branch, challenge, year)
);

-- How far a branch is with forgetting: `day` is the last on which nothing was left that was due, so that nothing
-- is until `until`.
CREATE TABLE core.tidied (
	branch text PRIMARY KEY REFERENCES core.branch,
	day date NOT NULL DEFAULT '-infinity',
	until timestamptz NOT NULL DEFAULT '-infinity'
);

-- So many of them at sessions whose bookings are forgotten, the last of which ended then.
ALTER TABLE core.absence ADD COLUMN settled integer NOT NULL DEFAULT 0, ADD COLUMN settled_at timestamptz;

-- What is due is found here, however much there ever was.
CREATE INDEX lease_over ON core.lease (granted_at) WHERE state <> 'open';
CREATE INDEX stamp_by_end ON core.stamp (branch, until);
CREATE INDEX sealed_over ON core.sealed (opened_at)
	WHERE kind = 'card_seen' OR (kind = 'tell_me' AND outcome = 'erased');
CREATE INDEX exception_resolved ON core.exception (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX exception_about ON core.exception (about);
