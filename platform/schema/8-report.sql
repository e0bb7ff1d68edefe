-- What the role `report` may read: counts of the library's four measures, nothing personal.

-- One row for each member who joined at a kiosk. Members who came from the library's management
-- system are not here: it stays their master.
CREATE VIEW report.member AS
SELECT member, level, branch, kiosk, joined_at, consent->>'language' AS language, household
FROM core.member;

-- Live bookings, until 14 days after the session; a merged one is counted in the booking that it was merged into.
CREATE VIEW report.booking AS
SELECT b.booking, b.state, b.people, b.adults, b.children, b.babies, b.prams, b.wheelchairs,
	b.session, s.title, s.theme, s.branch, s.starts_at, b.made_at, b.kiosk
FROM core.booking b JOIN core.session s USING (session)
WHERE b.state IN ('confirmed', 'waiting');

-- For ever, of each session: how many parties and people booked it, waited for it, cancelled, and came how. What
-- was of somebody is counted in it before it is forgotten (8-retention.sql).
CREATE VIEW report.visit AS
SELECT s.session, s.title, s.theme, s.branch, s.starts_at, v.what, sum(v.parties) AS parties,
	sum(v.adults + v.children + v.babies) AS people, sum(v.adults) AS adults,
	sum(v.children) AS children, sum(v.babies) AS babies, sum(v.prams) AS prams,
	sum(v.wheelchairs) AS wheelchairs
FROM (SELECT session, what, parties, adults, children, babies, prams, wheelchairs FROM core.counted
	UNION ALL SELECT session, state, 1, adults, children, babies, prams, wheelchairs
		FROM core.booking WHERE state <> 'merged'
	UNION ALL SELECT session, 'came-' || how, 1, adults, children, babies, prams, wheelchairs
		FROM core.attendance WHERE counted AND undone_at IS NULL) v
JOIN core.session s USING (session)
GROUP BY s.session, v.what;

-- How full a session is and how many wait for it: people, and the families that they are. `too_many` are
-- promised or at kiosks beyond the places that the library wants: after a cut, or after a restore.
CREATE VIEW report.places AS
SELECT s.session, s.title, s.branch, s.starts_at, s.places,
	coalesce(sum(v.people) FILTER (WHERE v.what = 'confirmed'), 0)::bigint AS booked,
	coalesce(sum(v.people) FILTER (WHERE v.what = 'waiting'), 0)::bigint AS waiting,
	coalesce(sum(v.parties) FILTER (WHERE v.what = 'waiting'), 0)::bigint AS families_waiting,
	greatest(0, s.places - (s.places_wanted - s.given_to_door)) AS too_many
FROM core.session s LEFT JOIN report.visit v USING (session)
WHERE NOT s.cancelled
GROUP BY s.session;

-- Who came, until 14 days after the session, undone check-ins left out; one row a party, however often it was seen.
CREATE VIEW report.attendance AS
SELECT a.attendance, a.people, a.adults, a.children, a.babies, a.prams, a.wheelchairs, a.how,
	a.session, s.title, s.theme, s.branch, s.starts_at, a.came_at, a.kiosk
FROM core.attendance a JOIN core.session s USING (session)
WHERE a.counted AND a.undone_at IS NULL;

-- Reading challenges by the year in which they end: how many take part, their stamps, and how many have
-- one for each step.
CREATE VIEW report.challenge AS
SELECT branch, challenge, year, sum(participants)::bigint AS participants, sum(stamps)::bigint AS stamps,
	sum(complete)::bigint AS complete
FROM (SELECT * FROM core.challenge_counted
	UNION ALL SELECT branch, challenge, extract(year FROM until)::integer, 1, count(*),
		(count(*) >= max(steps))::integer
	FROM core.stamp GROUP BY branch, challenge, extract(year FROM until), holder) holders
GROUP BY branch, challenge, year;

-- Kiosks as the centre sees them. `missing`: after a restore, it has not told yet what it holds.
CREATE VIEW report.kiosk AS
SELECT kiosk, branch, state, app, seen_at, last_seq, length - last_seq AS behind,
	kiosk IN (SELECT kiosk FROM core.not_replayed) AS missing
FROM core.kiosk;

-- What has gone wrong and is not over.
CREATE VIEW report.alarm AS
SELECT alarm, branch, kind, about, reason, raised_at FROM core.alarm WHERE ended_at IS NULL;
