-- Stamps of a reading challenge: a row is a day on which a holder was stamped, here or at another kiosk.
-- Days as 2026-12-04, the branch's; `until` is the challenge's last: two weeks later nothing is left.
CREATE TABLE stamp (
	challenge TEXT NOT NULL,
	holder BLOB NOT NULL,
	day TEXT NOT NULL,
	until TEXT NOT NULL,
	PRIMARY KEY (challenge, holder, day)
) STRICT, WITHOUT ROWID;
