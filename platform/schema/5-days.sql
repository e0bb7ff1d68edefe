-- Until when something is kept: of the feed (6-feed.sql) and of all that is forgotten (8-retention.sql). Days are
-- the branch's, so that all of one day goes together.

CREATE FUNCTION core.today(p_branch text, p_now timestamptz) RETURNS date LANGUAGE sql STABLE
RETURN (p_now AT TIME ZONE (SELECT settings->>'zone' FROM core.branch WHERE branch = p_branch))::date;

CREATE FUNCTION core.days_ago(p_branch text, p_now timestamptz, p_days integer) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN (core.today(p_branch, p_now) - p_days)::timestamp
	AT TIME ZONE (SELECT settings->>'zone' FROM core.branch WHERE branch = p_branch);

-- What ended before this is kept no longer.
CREATE FUNCTION core.people_before(p_branch text, p_now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
RETURN core.days_ago(p_branch, p_now, 13);

CREATE FUNCTION core.late_before(p_branch text, p_now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
RETURN core.days_ago(p_branch, p_now, 89);
