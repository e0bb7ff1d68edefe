-- Nothing of an older version's functions is left: whatever is no table goes, and the files beside this one
-- write it anew. What a table rests on (core.place_of_data for a default, core.party as a column) stays, and is
-- changed by a step.

CREATE TEMPORARY TABLE ours ON COMMIT DROP AS
SELECT oid FROM pg_namespace WHERE nspname IN ('core', 'api', 'staff', 'clerk', 'report');

-- Nobody else is in the database: who was is sent away, and who comes waits at the first table. Those are sent away
-- at the end, so that no call goes through functions of two versions.
CREATE FUNCTION pg_temp.send_away() RETURNS void LANGUAGE sql AS $$
	SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
	WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
$$;

SELECT pg_temp.send_away();
DO $$
DECLARE
	v_tables text := (SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
		WHERE relkind IN ('r', 'p') AND relnamespace IN (TABLE ours));
BEGIN
	IF v_tables IS NOT NULL THEN
		EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', v_tables);
	END IF;
END $$;

CREATE FUNCTION pg_temp.drop_all(p_what text, p_names text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF cardinality(p_names) > 0 THEN
		EXECUTE format('DROP %s %s', p_what, array_to_string(p_names, ', '));
	END IF;
END $$;

SELECT pg_temp.drop_all('VIEW', array_agg(oid::regclass::text))
FROM pg_class WHERE relkind = 'v' AND relnamespace IN (TABLE ours);

WITH RECURSIVE kept AS (
	SELECT refobjid AS oid FROM pg_depend
	WHERE refclassid = 'pg_proc'::regclass AND classid <> 'pg_proc'::regclass
	UNION
	SELECT d.refobjid FROM kept k JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = k.oid
	WHERE d.refclassid = 'pg_proc'::regclass)
SELECT pg_temp.drop_all('ROUTINE', array_agg(oid::regprocedure::text))
FROM pg_proc WHERE pronamespace IN (TABLE ours) AND oid NOT IN (TABLE kept);

-- A type is kept for a column, a function that was kept, or another type that is.
WITH RECURSIVE kept AS (
	SELECT d.refobjid AS oid FROM pg_depend d LEFT JOIN pg_class c ON c.oid = d.objid
	WHERE d.refclassid = 'pg_type'::regclass AND (d.classid = 'pg_proc'::regclass
		OR d.classid = 'pg_class'::regclass AND c.relkind <> 'c')
	UNION
	SELECT d.refobjid FROM kept k JOIN pg_type t ON t.oid = k.oid
	JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND (d.classid, d.objid) IN (
		('pg_type'::regclass, t.oid), ('pg_class'::regclass, t.typrelid)))
SELECT pg_temp.drop_all('TYPE', array_agg(t.oid::regtype::text))
FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
WHERE c.relkind = 'c' AND t.typnamespace IN (TABLE ours) AND t.oid NOT IN (TABLE kept);

DROP FUNCTION pg_temp.drop_all;
