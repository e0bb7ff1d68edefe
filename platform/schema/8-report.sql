-- What the role `report` may read: counts of the library's four measures, nothing personal.

-- One row for each member who joined at a kiosk. Members who came from the library's management
-- system are not here: it stays their master.
CREATE VIEW report.member AS
SELECT member, level, branch, kiosk, joined_at, consent->>'language' AS language, household
FROM core.member;

-- Live bookings; a merged one is counted in the booking that it was merged into.
CREATE VIEW report.booking AS
SELECT b.booking, b.state, b.people, b.adults, b.children, b.babies, b.prams, b.wheelchairs,
	b.session, s.title, s.theme, s.branch, s.starts_at, b.made_at, b.kiosk
FROM core.booking b JOIN core.session s USING (session)
WHERE b.state IN ('confirmed', 'waiting');

-- How full a session is and how many wait for it: people, and the families that they are. `too_many` are
-- promised or at kiosks beyond the places that the library wants: after a cut, or after a restore.
CREATE VIEW report.places AS
SELECT s.session, s.title, s.branch, s.starts_at, s.places,
	coalesce(sum(b.people) FILTER (WHERE b.state = 'confirmed'), 0) AS booked,
	coalesce(sum(b.people) FILTER (WHERE b.state = 'waiting'), 0) AS waiting,
	count(*) FILTER (WHERE b.state = 'waiting') AS families_waiting,
	greatest(0, s.places - (s.places_wanted - s.given_to_door)) AS too_many
FROM core.session s LEFT JOIN core.booking b USING (session)
WHERE NOT s.cancelled
GROUP BY s.session;

-- Who came, undone check-ins left out; one row a party, however often it was seen.
CREATE VIEW report.attendance AS
SELECT a.attendance, a.people, a.adults, a.children, a.babies, a.prams, a.wheelchairs, a.how,
	a.session, s.title, s.theme, s.branch, s.starts_at, a.came_at, a.kiosk
FROM core.attendance a JOIN core.session s USING (session)
WHERE a.counted AND a.undone_at IS NULL;

-- Reading challenges by the year in which they end: how many take part, their stamps, and how many have
-- one for each step.
CREATE VIEW report.challenge AS
SELECT branch, challenge, year, count(*) AS participants, sum(stamps)::bigint AS stamps,
	count(*) FILTER (WHERE stamps >= steps) AS complete
FROM (SELECT branch, challenge, extract(year FROM until)::integer AS year, count(*) AS stamps,
		max(steps) AS steps
	FROM core.stamp GROUP BY branch, challenge, year, holder) holders
GROUP BY branch, challenge, year;

-- What waits for a person.
CREATE VIEW report.exception AS
SELECT e.exception, k.branch, e.kiosk, e.seq, e.kind, e.reason, e.came_at
FROM core.exception e JOIN core.kiosk k USING (kiosk)
WHERE e.resolved_at IS NULL;

-- Kiosks as the centre sees them. `missing`: after a restore, it has not told yet what it holds.
CREATE VIEW report.kiosk AS
SELECT kiosk, branch, state, app, seen_at, last_seq, length - last_seq AS behind,
	kiosk IN (SELECT kiosk FROM core.not_replayed) AS missing
FROM core.kiosk;

-- What has gone wrong and is not over.
CREATE VIEW report.alarm AS
SELECT alarm, branch, kind, about, reason, raised_at FROM core.alarm WHERE ended_at IS NULL;
