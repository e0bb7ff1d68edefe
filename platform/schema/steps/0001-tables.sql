-- What the centre remembers. One word here is one word on the kiosk (kiosk/README.md). Time is a
-- parameter of every function, so that a demo centre can live in a journey's time. There are no
-- triggers, no advisory locks and no sequence that anybody reads as a cursor: a row is locked or it
-- is not, on every engine that speaks this language.
--
-- Locks are taken in one order everywhere: kiosk -> branch -> session -> booking or lease -> feed
-- head. Who writes to a branch locks the branch's row first (core.lock_branch): a kiosk's log names
-- sessions in any order, so that two kiosks that locked only sessions would wait for each other.

CREATE SCHEMA api;
CREATE SCHEMA staff;
CREATE SCHEMA clerk;
CREATE SCHEMA report;

CREATE TYPE core.party AS (
	adults integer, children integer, babies integer, prams integer, wheelchairs integer);

-- What a party takes of a session, or what a lease holds. NULL: of these there is no end.
CREATE TYPE core.places AS (people integer, parts core.party);

-- Where these data lie: the cluster, its timeline and the database. Elsewhere they are a copy, or a standby
-- that took over.
CREATE FUNCTION core.place_of_data() RETURNS text LANGUAGE sql STABLE
RETURN (SELECT system_identifier FROM pg_control_system())
	|| '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
	|| '/' || (SELECT oid FROM pg_database WHERE datname = current_database());

-- One row: which centre this is. `epoch` changes when a restore may have forgotten something
-- (6-epochs.sql); until every kiosk has said again what the centre forgot, it is `recovering`.
CREATE TABLE core.site (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	epoch uuid NOT NULL DEFAULT gen_random_uuid(),
	place_of_data text NOT NULL DEFAULT core.place_of_data(),
	recovering boolean NOT NULL DEFAULT false,
	demo boolean NOT NULL,
	demo_now timestamptz,                   -- a demo centre takes its time from the kiosks' hello
	next_poll_ms integer NOT NULL DEFAULT 10000,
	lease_share_percent integer NOT NULL DEFAULT 50  -- of a session's places, unspent, at one kiosk
		CHECK (lease_share_percent BETWEEN 1 AND 100)
);

CREATE TABLE core.branch (
	branch text PRIMARY KEY,
	settings jsonb NOT NULL                 -- name, zone, hours, card rules: what a kiosk is enrolled with
);

-- `install` is the data directory that has this kiosk's role, bound by its first hello.
CREATE TABLE core.kiosk (
	kiosk integer PRIMARY KEY,
	role text NOT NULL UNIQUE,
	branch text NOT NULL REFERENCES core.branch,
	number_first bigint NOT NULL,           -- the serials of the membership numbers that it may give out
	number_last bigint NOT NULL,
	state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'revoked')),
	install uuid UNIQUE,
	last_seq bigint NOT NULL DEFAULT 0,
	length bigint NOT NULL DEFAULT 0,       -- of its log, as it said last
	acked bigint NOT NULL DEFAULT 0,
	epoch uuid,                             -- in which the centre knows all that it has answered
	replays_to bigint NOT NULL DEFAULT 0,   -- in an epoch before that: so far come changes with their answers
	archived bigint NOT NULL DEFAULT 0,     -- so far its log is in a copy of the centre (platform/centre backup)
	app text,
	seen_at timestamptz,
	minute timestamptz NOT NULL DEFAULT '-infinity', -- of the centre's clock, and what its changes
	cost bigint NOT NULL DEFAULT 0          -- cost in that minute: see core.charge
);

-- Every change of every kiosk, as it was sent, with the answer that it got: the answer is given
-- once and repeated for ever. `id` twice is a copied disk.
CREATE TABLE core.change (
	kiosk integer NOT NULL REFERENCES core.kiosk,
	install uuid NOT NULL,
	seq bigint NOT NULL,
	id uuid UNIQUE,
	kind text,
	received_at timestamptz NOT NULL,
	raw text NOT NULL,
	verdict text NOT NULL CHECK (verdict IN ('accepted', 'known', 'refused', 'waiting', 'quarantined')),
	reason text NOT NULL DEFAULT '',
	result jsonb,
	PRIMARY KEY (kiosk, install, seq)
);

-- ---- places as a vector ----

CREATE FUNCTION core.plus(p_party core.party, p_other core.party, p_times integer DEFAULT 1)
RETURNS core.party LANGUAGE sql IMMUTABLE
RETURN ROW((p_party).adults + p_times * (p_other).adults,
	(p_party).children + p_times * (p_other).children,
	(p_party).babies + p_times * (p_other).babies,
	(p_party).prams + p_times * (p_other).prams,
	(p_party).wheelchairs + p_times * (p_other).wheelchairs)::core.party;

CREATE FUNCTION core.has_room(p_room core.party, p_party core.party) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN coalesce((p_party).adults <= (p_room).adults, true)
	AND coalesce((p_party).children <= (p_room).children, true)
	AND coalesce((p_party).babies <= (p_room).babies, true)
	AND coalesce((p_party).prams <= (p_room).prams, true)
	AND coalesce((p_party).wheelchairs <= (p_room).wheelchairs, true);

-- `places` is never below what is promised: a cut waits in `places_wanted` until that is so. The same
-- of each part that the settings limit, in `parts_places`, and of a class's places.
CREATE TABLE core.session (
	session uuid PRIMARY KEY,
	branch text NOT NULL REFERENCES core.branch,
	title text NOT NULL,
	room text NOT NULL DEFAULT '',
	about text NOT NULL DEFAULT '',
	icon text NOT NULL DEFAULT '',
	theme text NOT NULL DEFAULT '',
	-- In other languages: {"pl": {title, room, about, theme}}; what is left out is as above.
	words jsonb NOT NULL DEFAULT '{}',
	starts_at timestamptz NOT NULL,
	ends_at timestamptz NOT NULL,
	opens_at timestamptz NOT NULL,
	closes_at timestamptz NOT NULL,
	admission text NOT NULL CHECK (admission IN ('drop-in', 'booked', 'both')),
	asks integer NOT NULL,
	places_wanted integer NOT NULL CHECK (places_wanted >= 0),
	places integer NOT NULL,
	door_places_wanted integer NOT NULL CHECK (door_places_wanted >= 0),
	door_places integer NOT NULL,
	given_to_door integer NOT NULL DEFAULT 0, -- of the places for booking: nobody came for them
	cancelled boolean NOT NULL DEFAULT false,
	access_note text NOT NULL DEFAULT '',
	languages text NOT NULL DEFAULT '',     -- spoken there, by their tags: 'en pl'
	partner text NOT NULL DEFAULT '',
	-- What else the library says of the event, as kiosk/rules/setting.h names it; what is missing is
	-- unsaid. Those that the centre itself asks about are columns below.
	settings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
	booking_opens_ms bigint GENERATED ALWAYS AS ((settings->>'booking_opens_ms')::bigint) STORED,
	booking_closes_ms bigint GENERATED ALWAYS AS ((settings->>'booking_closes_ms')::bigint) STORED,
	largest_party integer GENERATED ALWAYS AS ((settings->>'largest_party')::integer) STORED,
	members_places integer GENERATED ALWAYS AS ((settings->>'members_places')::integer) STORED,
	members_until_ms bigint GENERATED ALWAYS AS ((settings->>'members_until_ms')::bigint) STORED,
	one_a_day integer GENERATED ALWAYS AS ((settings->>'one_a_day')::integer) STORED,
	still_coming integer GENERATED ALWAYS AS ((settings->>'still_coming')::integer) STORED,
	-- When what is kept for members becomes anybody's, until somebody saw to it.
	kept_until timestamptz GENERATED ALWAYS AS (CASE WHEN (settings->>'members_places')::integer > 0
		THEN to_timestamp((settings->>'members_until_ms')::bigint / 1000.0) END) STORED,
	kept_is_over boolean NOT NULL DEFAULT false,
	after_absences integer GENERATED ALWAYS AS ((settings->>'after_absences')::integer) STORED,
	class_places integer NOT NULL DEFAULT 0,
	parts_places core.party NOT NULL DEFAULT ROW(NULL, NULL, NULL, NULL, NULL)::core.party,
	largest_party_when_few integer
		GENERATED ALWAYS AS ((settings->>'largest_party_when_few')::integer) STORED,
	absences_counted boolean NOT NULL DEFAULT false, -- of those who booked it, and nothing came since
	calendar text,                          -- whose import it came with; NULL: put by hand
	event uuid,                             -- the same for all sessions of one event of a calendar
	source uuid,                            -- and of one of the calendar's entries, whatever they are called
	revision bigint NOT NULL DEFAULT 1,
	confirmed integer NOT NULL DEFAULT 0 CHECK (confirmed >= 0),
	leased integer NOT NULL DEFAULT 0 CHECK (leased >= 0),
	door_used integer NOT NULL DEFAULT 0 CHECK (door_used >= 0),
	door_leased integer NOT NULL DEFAULT 0 CHECK (door_leased >= 0),
	class_used integer NOT NULL DEFAULT 0 CHECK (class_used >= 0),
	class_leased integer NOT NULL DEFAULT 0 CHECK (class_leased >= 0),
	-- Of each part, booked or let in, and at kiosks: of all pools but a class's.
	parts_used core.party NOT NULL DEFAULT ROW(0, 0, 0, 0, 0)::core.party,
	parts_leased core.party NOT NULL DEFAULT ROW(0, 0, 0, 0, 0)::core.party,
	arrivals integer NOT NULL DEFAULT 0,    -- numbers the waiting list
	-- How many are inside is told once a push, and not once a party.
	inside_changed boolean NOT NULL DEFAULT false,
	inside_revision bigint NOT NULL DEFAULT 0,
	CONSTRAINT never_overbook CHECK (confirmed + leased <= places),
	CONSTRAINT never_over_the_fire_limit CHECK (door_used + door_leased <= door_places),
	CONSTRAINT never_two_classes_in_one_place CHECK (class_used + class_leased <= class_places),
	CONSTRAINT never_overbook_a_part CHECK (core.has_room(parts_places, core.plus(parts_used, parts_leased)))
);
CREATE INDEX session_by_start ON core.session (branch, starts_at);
CREATE INDEX session_inside ON core.session (branch) WHERE inside_changed;
CREATE INDEX session_keeps ON core.session (branch, kept_until)
	WHERE kept_until IS NOT NULL AND NOT kept_is_over;
CREATE INDEX session_to_count ON core.session (branch, ends_at)
	WHERE after_absences > 0 AND NOT absences_counted;

-- Places set aside for one kiosk. Nothing but the kiosk's own close gives them back, or a named person who
-- knows that it will not come ('written-off'). Of a part that was
-- not limited when they were granted `parts` is NULL.
CREATE TABLE core.lease (
	lease uuid PRIMARY KEY,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	session uuid NOT NULL REFERENCES core.session,
	pool text NOT NULL CHECK (pool IN ('booking', 'door', 'members', 'class')),
	granted integer NOT NULL CHECK (granted > 0),
	spent integer NOT NULL DEFAULT 0,
	parts core.party NOT NULL DEFAULT ROW(NULL, NULL, NULL, NULL, NULL)::core.party,
	parts_spent core.party NOT NULL DEFAULT ROW(0, 0, 0, 0, 0)::core.party,
	state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'written-off')),
	recalled boolean NOT NULL DEFAULT false,
	granted_at timestamptz NOT NULL,
	CONSTRAINT never_overspend CHECK (spent BETWEEN 0 AND granted AND core.has_room(parts, parts_spent))
);
CREATE INDEX lease_open ON core.lease (session) WHERE state = 'open';

-- 'merged': the same holder had booked the same session already; the ticket stays good, the people
-- are counted once, in the booking that `merged_into` names.
CREATE TABLE core.booking (
	booking uuid PRIMARY KEY,
	session uuid NOT NULL REFERENCES core.session,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	holder uuid,
	pool text NOT NULL DEFAULT 'booking' CHECK (pool IN ('booking', 'class')),
	state text NOT NULL CHECK (state IN ('confirmed', 'waiting', 'cancelled', 'merged')),
	adults integer NOT NULL,
	children integer NOT NULL,
	babies integer NOT NULL,
	prams integer NOT NULL,
	wheelchairs integer NOT NULL,
	people integer NOT NULL GENERATED ALWAYS AS (adults + children + babies) STORED CHECK (people > 0),
	code text NOT NULL DEFAULT '',
	language text NOT NULL DEFAULT '',
	greeting text,                          -- a guest's first name, which only the ticket opens
	arrival integer,
	made_at timestamptz NOT NULL,
	merged_into uuid REFERENCES core.booking,
	given_at timestamptz,                   -- its places were given to the door: nobody had come by then
	waits_for_more boolean NOT NULL DEFAULT false, -- few places were left, too few for so large a party
	before integer,                         -- families before it in the line, as kiosks were told
	promoted_at timestamptz,                -- off the waiting list, and not by its own kiosk's promise
	still_coming_at timestamptz,            -- "yes, we are coming": nobody is asked again
	replayed boolean NOT NULL DEFAULT false, -- heard again after a restore, in no order yet
	revision bigint NOT NULL DEFAULT 1
);
CREATE INDEX booking_waiting ON core.booking (session, arrival) WHERE state = 'waiting';
CREATE INDEX booking_of_holder ON core.booking (holder, session) WHERE state IN ('confirmed', 'waiting');

CREATE INDEX booking_replayed ON core.booking (session) WHERE replayed;
CREATE INDEX booking_of_session ON core.booking (session);
CREATE INDEX booking_merged ON core.booking (merged_into) WHERE merged_into IS NOT NULL;

-- What the library's own mail or text service has sent of core.to_send.
CREATE TABLE core.sent (
	booking uuid NOT NULL REFERENCES core.booking,
	kind text NOT NULL,
	sent_at timestamptz NOT NULL,
	PRIMARY KEY (booking, kind)
);

-- Kiosks that let nobody in by a booking of this session any more, because its places were held until then.
CREATE TABLE core.given (
	session uuid NOT NULL REFERENCES core.session,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	PRIMARY KEY (session, kiosk)
);

-- Who waits may leave one contact by which to be told of places. The booking may still be on its way, and
-- `session` is as the kiosk knows it. The contact lies in core.sealed and then core.opened under
-- `change`, as long as this row is there and no longer (core.forget_contacts).
CREATE TABLE core.tell_me (
	booking uuid PRIMARY KEY,
	branch text NOT NULL REFERENCES core.branch,
	session uuid,
	change uuid NOT NULL,
	language text NOT NULL,
	left_at timestamptz NOT NULL
);

-- Cancelled at one kiosk before the booking arrived from another of the same branch.
CREATE TABLE core.cancelled_early (
	branch text NOT NULL REFERENCES core.branch,
	booking uuid NOT NULL,
	cancelled_at timestamptz NOT NULL,
	PRIMARY KEY (branch, booking)
);

-- Said to be still coming at one kiosk before the booking arrived from another of the same branch.
CREATE TABLE core.said_early (
	branch text NOT NULL REFERENCES core.branch,
	booking uuid NOT NULL,
	said_at timestamptz NOT NULL,
	PRIMARY KEY (branch, booking)
);

-- Somebody came. Rows are only ever added; `counted` is the one of a booking or holder that stands,
-- the others came later or elsewhere for the same people.
CREATE TABLE core.attendance (
	attendance uuid PRIMARY KEY,
	session uuid NOT NULL REFERENCES core.session,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	booking uuid,
	holder uuid,
	how text NOT NULL CHECK (how IN ('booked', 'walk-in', 'drop-in')),
	adults integer NOT NULL,
	children integer NOT NULL,
	babies integer NOT NULL,
	prams integer NOT NULL,
	wheelchairs integer NOT NULL,
	people integer NOT NULL GENERATED ALWAYS AS (adults + children + babies) STORED CHECK (people > 0),
	lease uuid,
	extra integer NOT NULL DEFAULT 0 CHECK (extra >= 0),
	paid core.places NOT NULL               -- by leases, of the door or for a class
		DEFAULT ROW(0, ROW(0, 0, 0, 0, 0)::core.party)::core.places,
	code text NOT NULL,
	facts jsonb,
	came_at timestamptz NOT NULL,
	counted boolean NOT NULL,
	undone_at timestamptz
);
CREATE INDEX attendance_of_session ON core.attendance (session);
CREATE INDEX attendance_of_booking ON core.attendance (booking) WHERE undone_at IS NULL;
CREATE INDEX attendance_of_holder ON core.attendance (holder, session) WHERE undone_at IS NULL;

-- A holder's day of a reading challenge.
CREATE TABLE core.stamp (
	stamp uuid PRIMARY KEY,
	branch text NOT NULL REFERENCES core.branch,
	challenge text NOT NULL CHECK (challenge ~ '^[a-z0-9_-]{1,20}$'),
	holder uuid NOT NULL,
	day date NOT NULL,
	until date NOT NULL CHECK (until >= day),
	steps integer NOT NULL CHECK (steps BETWEEN 1 AND 100), -- stamps that there are to get
	kiosk integer NOT NULL REFERENCES core.kiosk,
	made_at timestamptz NOT NULL,
	UNIQUE (branch, holder, challenge, day)
);

-- How often the holder of a card stayed away, running: all that is kept of it, 90 days at most
-- (5-absences.sql). `last_at`: the last time, or when staff excused them; what was before
-- `excused_at` counts no more.
CREATE TABLE core.absence (
	branch text NOT NULL REFERENCES core.branch,
	holder uuid NOT NULL,
	count integer NOT NULL CHECK (count >= 0),
	last_at timestamptz NOT NULL,
	excused_at timestamptz,
	revision bigint NOT NULL DEFAULT 1,
	PRIMARY KEY (branch, holder)
);
CREATE INDEX absence_by_age ON core.absence (branch, last_at);

-- Who joined at a kiosk. Until the clerk has opened the box a member is number, level and box.
CREATE TABLE core.member (
	member uuid PRIMARY KEY,
	number text NOT NULL UNIQUE,
	level text NOT NULL,
	branch text NOT NULL REFERENCES core.branch,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	joined_at timestamptz NOT NULL,
	consent jsonb NOT NULL,
	household uuid                          -- of all who joined together; null: somebody alone
);
CREATE INDEX member_household ON core.member (household) WHERE household IS NOT NULL;

-- Boxes as they came. Only kiosk-clerk holds the key; `opened_at` with no box: opened and shredded, or
-- erased unopened.
CREATE TABLE core.sealed (
	change uuid PRIMARY KEY,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	kind text NOT NULL,
	about uuid NOT NULL,                    -- the member, the card's holder, or the booking
	key_id bigint NOT NULL,
	box bytea,
	came_at timestamptz NOT NULL,
	opened_at timestamptz,
	outcome text
);
CREATE INDEX sealed_waiting ON core.sealed (came_at, change) WHERE opened_at IS NULL;
CREATE INDEX sealed_contact ON core.sealed (change)
	WHERE kind = 'tell_me' AND outcome IS DISTINCT FROM 'erased';

-- What the clerk read out of a box; empty in a centre whose clerk hands everything straight on to the
-- library's management system.
CREATE TABLE core.opened (
	change uuid PRIMARY KEY REFERENCES core.sealed,
	kind text NOT NULL,
	about uuid NOT NULL,
	form jsonb NOT NULL,
	opened_at timestamptz NOT NULL
);
CREATE INDEX opened_about ON core.opened (about);

-- The mirror: where a card, number or chip is found, and the greeting that only its holder opens.
CREATE TABLE core.token (
	branch text NOT NULL REFERENCES core.branch,
	index text NOT NULL,
	holder uuid NOT NULL,
	greeting text NOT NULL DEFAULT '',
	status text NOT NULL DEFAULT 'member' CHECK (status IN ('member', 'blocked')),
	revision bigint NOT NULL DEFAULT 1,
	PRIMARY KEY (branch, index)
);

-- Forms that the branch's kiosks ask in the place of their own of that name, as the library wrote them.
-- NULL: taken back; the row stays, so that revisions only grow.
CREATE TABLE core.form (
	branch text NOT NULL REFERENCES core.branch,
	name text NOT NULL CHECK (name ~ '^[a-z0-9_-]{1,20}$'),
	text text CHECK (octet_length(text) <= 65536),
	revision bigint NOT NULL DEFAULT 1,
	PRIMARY KEY (branch, name)
);

CREATE TABLE core.ticket_key (
	key_id bigint PRIMARY KEY,
	public text NOT NULL
);

-- For staff: what the centre could not settle alone, as a kind that has a plain sentence.
CREATE TABLE core.exception (
	exception uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	kiosk integer NOT NULL REFERENCES core.kiosk,
	seq bigint NOT NULL,
	kind text NOT NULL,
	reason text NOT NULL,
	about uuid,
	came_at timestamptz NOT NULL,
	resolved_at timestamptz
);

-- What a change noted is found again, to be said as a salvage's.
CREATE INDEX exception_of_change ON core.exception (kiosk, seq);

-- For staff: what has gone wrong and is not over. It ends by itself when all is well again.
CREATE TABLE core.alarm (
	alarm uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	branch text NOT NULL REFERENCES core.branch,
	kind text NOT NULL,
	about text NOT NULL,
	reason text NOT NULL,                   -- one sentence for people
	raised_at timestamptz NOT NULL,
	ended_at timestamptz
);
CREATE UNIQUE INDEX alarm_once ON core.alarm (branch, kind, about) WHERE ended_at IS NULL;

-- From which file of which folder a calendar was imported last: a folder that lost the file is told of,
-- whoever watched it meanwhile.
CREATE TABLE core.calendar (
	branch text NOT NULL REFERENCES core.branch,
	calendar text NOT NULL,
	folder text NOT NULL,
	file text NOT NULL,
	PRIMARY KEY (branch, calendar)
);

-- News for kiosks. A writer only adds rows, in its own transaction, without a version; the reader
-- gives the versions, dense, under the lock of the stream's head. `row` only orders rows that are
-- stamped together.
CREATE TABLE core.feed_head (
	stream text PRIMARY KEY,
	head bigint NOT NULL DEFAULT 0
);
CREATE TABLE core.feed (
	row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	stream text NOT NULL,
	version bigint,
	kind text NOT NULL,
	key text NOT NULL,
	revision bigint NOT NULL,
	body jsonb NOT NULL,
	UNIQUE (stream, version)
);
CREATE INDEX feed_absence ON core.feed (key) WHERE kind = 'absence';
CREATE INDEX feed_unstamped ON core.feed (stream, row) WHERE version IS NULL;

-- Files of what was on a disk that cannot speak for itself any more (8-salvage.sql).
CREATE TABLE core.salvage (
	salvage uuid PRIMARY KEY,
	kiosk integer NOT NULL REFERENCES core.kiosk,
	install uuid,                           -- of that disk; NULL: it could not be read
	changes bigint NOT NULL CHECK (changes BETWEEN 0 AND 1000000000), -- in the file
	damaged bigint NOT NULL CHECK (damaged BETWEEN 0 AND 1000000000), -- that nobody could read
	taken_at timestamptz NOT NULL
);
