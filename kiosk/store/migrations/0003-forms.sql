-- The last good version of each form, as its file had it: a broken one never takes its place.
CREATE TABLE form (
	name TEXT PRIMARY KEY,
	text TEXT NOT NULL
) STRICT;
