-- What waits for a person, in words: what happened, and what to do. A kiosk says the same of itself by
-- kioskctl doctor.

-- ---- one thing of a kiosk's log ----

-- The first that fits. What is of a disk that was brought here has words of its own (8-salvage.sql), which do for
-- the rest, too.
CREATE VIEW core.exception_sentence AS
SELECT place, kind, reason, sentence FROM (VALUES
	(1, 'centre', 'put back or moved%', 'The centre''s data were put back or moved, and kiosks say again what it'
		' may have forgotten. Import the calendars and lists again that changed since.'),
	(1, 'centre', '% written off by %', 'The places of a kiosk were given to others. Should it come back after'
		' all, look here again for whom it had promised one.'),
	(1, 'centre', 'gone on without it%', 'The centre went on without this kiosk after it was put back. Should it'
		' come after all, look here again for what it had sold.'),
	(1, 'programme', 'session-cancelled', 'Somebody has a booking for a session that was cancelled. Tell them,'
		' unless the messages of staff.to_send() do.')
) AS ours (place, kind, reason, sentence)
UNION ALL
SELECT 2, 'salvage', reason, sentence FROM core.salvage_sentence WHERE reason <> 'other'
UNION ALL
SELECT 3, '%', reason, sentence FROM (VALUES
	('lease-written-off', 'A kiosk whose places were given to others had promised one of them: they wait before'
		' all others. Find them a place, or tell them before the day.'),
	('lease-overspent', 'A kiosk said "You are booked" for a place that it did not hold: they wait before all'
		' others. Find them a place, or tell them before the day; and look whether two disks run as this kiosk.'),
	('door-lease-overspent', 'More came in at the door than this kiosk held places for. Look whether the room is'
		' too full.'),
	('beyond-the-lease', 'A place that was promised before the centre was put back counts, though none was free.'
		' Look in report.places for too_many, and find room or tell somebody.'),
	('booking-not-kept', 'A visitor was told "You are booked", and the centre that was put back knows nothing of'
		' it. Call them: SELECT staff.contact_of_exception(''EXCEPTION'').'),
	('place-not-kept', 'A visitor who waited was told that they have a place, and the centre that was put back'
		' knows nothing of it. Call them: SELECT staff.contact_of_exception(''EXCEPTION'').'),
	('not-as-promised', 'A visitor was told that this is done, and the centre that was put back could not do it.'
		' Call them: SELECT staff.contact_of_exception(''EXCEPTION'').'),
	('parked', 'The centre could not take this in at all, and keeps it as it is. Show it to whoever looks after'
		' the kiosks.'),
	('unknown-kind', 'A kiosk says what this centre does not know yet, and it is kept. Bring the centre up to'
		' date: platform/centre upgrade.'),
	('error-%', 'The centre failed at this, and keeps it. Show it to whoever runs the centre; after an upgrade it'
		' is tried again.'),
	('box-damaged', 'A sealed form cannot be opened any more. Ask the visitor to fill it in once more.'),
	('box-other-key', 'A sealed form is for another key than the clerk''s. Give the clerk the key that the kiosk'
		' was enrolled with.'),
	('box-swapped', 'A sealed form does not belong to what it came with: somebody may have tried to cheat. Show'
		' it to whoever looks after the kiosks.')
) AS of_kiosks (reason, sentence)
UNION ALL
SELECT CASE reason WHEN 'other' THEN 5 ELSE 4 END, '%', CASE reason WHEN 'other' THEN '%' ELSE reason END, sentence
FROM core.salvage_sentence;

CREATE VIEW report.exception AS
SELECT e.exception, k.branch, e.kiosk, e.seq, e.kind, e.reason, w.sentence, e.came_at
FROM core.exception e JOIN core.kiosk k USING (kiosk)
CROSS JOIN LATERAL (SELECT sentence FROM core.exception_sentence s
	WHERE e.kind LIKE s.kind AND e.reason LIKE s.reason ORDER BY place LIMIT 1) w
WHERE e.resolved_at IS NULL;

-- ---- all that is wrong now ----

-- A line each, with what to do; no row: nothing is wrong. NULL: of all branches.
CREATE VIEW report.wrong AS
WITH clock AS (SELECT coalesce(demo_now, statement_timestamp()) AS now FROM core.site)
SELECT branch, reason AS sentence FROM core.alarm WHERE ended_at IS NULL
UNION ALL
SELECT branch, format('%s waiting for a person: SELECT sentence FROM report.exception.', CASE count(*)
	WHEN 1 THEN '1 thing is' ELSE count(*) || ' things are' END)
FROM report.exception GROUP BY branch
UNION ALL
SELECT branch, format('Kiosk %s was heard last on %s: see whether it runs, and whether its network is there.',
	kiosk, to_char(seen_at, 'YYYY-MM-DD'))
FROM core.kiosk, clock WHERE state = 'active' AND install IS NOT NULL AND seen_at < now - interval '1 day'
UNION ALL
SELECT branch, format('Kiosk %s runs on a copy of a disk, or an older one, and nothing is taken from it: bring'
	' here what is on it (kioskctl export --salvage).', kiosk)
FROM core.kiosk WHERE length < last_seq
UNION ALL
SELECT branch, format('%s has %s more people than places: find room, or tell somebody.',
	title || to_char(starts_at, ' on YYYY-MM-DD'), places + given_to_door - places_wanted)
FROM core.session, clock WHERE NOT cancelled AND starts_at > now AND places + given_to_door > places_wanted
UNION ALL
SELECT branch, format('%s for the clerk, since %s: see that kiosk-clerk runs.', CASE count(*)
	WHEN 1 THEN '1 sealed form waits' ELSE count(*) || ' sealed forms wait' END,
	to_char(min(came_at), 'YYYY-MM-DD'))
FROM core.sealed JOIN core.kiosk USING (kiosk), clock WHERE opened_at IS NULL AND came_at < now - interval '7 days'
GROUP BY branch
UNION ALL
SELECT branch, format('What is about people and should be forgotten waits since %s: run platform/centre tidy.', since)
FROM clock, core.tidied CROSS JOIN LATERAL (SELECT CASE WHEN day > '-infinity' THEN day
	ELSE (SELECT min(received_at)::date FROM core.change) END AS since) last
WHERE since < now::date - 3
UNION ALL
SELECT NULL, 'The standby is not there, and nothing is confirmed to any kiosk: start it again, or say'
	' platform/centre alone.'
WHERE current_setting('synchronous_standby_names') <> '' AND NOT EXISTS (SELECT FROM pg_stat_replication);
