-- Forms that the centre gives: asked in the place of this kiosk's own of that name. `good` is the last
-- one that was understood; NULL: there is none, or it was taken back. `refused` is a newer one that was
-- not, or '' if it was too large to keep, and `reason` says why.
CREATE TABLE told_form (
	name TEXT PRIMARY KEY,
	revision INTEGER NOT NULL,
	good TEXT,
	refused TEXT,
	reason TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
