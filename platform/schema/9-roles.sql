-- Who may do what. A kiosk's role may EXECUTE the functions of schema api and nothing else: what
-- PostgreSQL gives to everybody is taken back first, for a stolen disk holds a kiosk's key: it may
-- speak for that kiosk, and must not be able to do more.
-- It may run again at any time: what is there already stays.

DO $$
DECLARE
	v_role record;
BEGIN
	FOR v_role IN
		SELECT name, attributes FROM (VALUES
			('centre', 'NOLOGIN'),  -- owns everything
			('kiosks', 'NOLOGIN'),  -- names the kiosks' roles to pg_hba.conf; has no right at all
			('staff', 'LOGIN NOINHERIT CONNECTION LIMIT 10'),
			('clerk', 'LOGIN NOINHERIT CONNECTION LIMIT 2'),
			('report', 'LOGIN NOINHERIT CONNECTION LIMIT 10')) AS ours (name, attributes)
		UNION ALL
		SELECT role, 'LOGIN NOINHERIT CONNECTION LIMIT 3' FROM core.kiosk
	LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role.name) THEN
			EXECUTE format('CREATE ROLE %I %s', v_role.name, v_role.attributes);
		END IF;
	END LOOP;
END $$;

DO $$
DECLARE
	v_command text;
BEGIN
	FOR v_command IN
		SELECT format('ALTER SCHEMA %I OWNER TO centre', nspname) FROM pg_namespace
		WHERE nspname IN ('core', 'api', 'staff', 'clerk', 'report')
		UNION ALL
		SELECT format('ALTER %s %s OWNER TO centre',
			CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass)
		FROM pg_class WHERE relkind IN ('r', 'p', 'v')
			AND relnamespace IN ('core'::regnamespace, 'report'::regnamespace)
		UNION ALL
		SELECT format('ALTER TYPE %s OWNER TO centre', t.oid::regtype)
		FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
		WHERE t.typnamespace = 'core'::regnamespace AND c.relkind = 'c'
		UNION ALL
		SELECT format('ALTER FUNCTION %s OWNER TO centre', oid::regprocedure) FROM pg_proc
		WHERE pronamespace IN ('core'::regnamespace, 'api'::regnamespace, 'staff'::regnamespace,
			'clerk'::regnamespace)
		UNION ALL
		SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
		WHERE pronamespace IN ('core'::regnamespace, 'api'::regnamespace, 'staff'::regnamespace,
				'clerk'::regnamespace)
	LOOP
		EXECUTE v_command;
	END LOOP;
	FOR v_command IN
		SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database())
		UNION ALL
		SELECT format('GRANT CONNECT ON DATABASE %I TO staff, clerk, report', current_database())
	LOOP
		EXECUTE v_command;
	END LOOP;
END $$;

-- PostgreSQL lets everybody call some three thousand functions of its own: what counts without end,
-- fills memory, writes megabytes to its log (pg_logical_emit_message) or waits. A kiosk needs none,
-- not even "+", to call the four of api; so it has none. The others keep them, but for those that
-- nobody here needs.
DO $$
DECLARE
	v_functions text := (SELECT string_agg(oid::regprocedure::text, ', ') FROM pg_proc
		WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p'
			AND has_function_privilege('public', oid, 'EXECUTE')
			AND proname !~ '^(pg_(try_)?advisory_|lo_|pg_sleep)' AND proname NOT IN ('loread',
				'lowrite', 'pg_notify', 'pg_logical_emit_message', 'pg_export_snapshot'));
BEGIN
	IF v_functions IS NOT NULL THEN
		EXECUTE 'GRANT EXECUTE ON FUNCTION ' || v_functions || ' TO centre, staff, clerk, report';
	END IF;
END $$;
REVOKE ALL ON ALL ROUTINES IN SCHEMA pg_catalog FROM PUBLIC;

GRANT pg_read_all_stats, pg_signal_backend TO centre;   -- for core.end_stale_transactions

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO centre;

GRANT USAGE ON SCHEMA staff TO staff;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA staff TO staff;
GRANT USAGE ON SCHEMA clerk TO clerk;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA clerk TO clerk;
GRANT USAGE ON SCHEMA report TO report, staff;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO report, staff;

ALTER ROLE staff SET statement_timeout = '60s';
ALTER ROLE clerk SET statement_timeout = '20s';
ALTER ROLE report SET statement_timeout = '60s';
ALTER ROLE report SET default_transaction_read_only = on;

-- Each kiosk is a role of its own.
DO $$
DECLARE
	v_role text;
BEGIN
	FOR v_role IN SELECT role FROM core.kiosk ORDER BY kiosk LOOP
		EXECUTE format('GRANT kiosks TO %I', v_role);
		EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), v_role);
		EXECUTE format('GRANT USAGE ON SCHEMA api TO %I', v_role);
		EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO %I', v_role);
		EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', v_role, '15s');
		EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', v_role, '5s');
		EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', v_role, '10s');
		EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', v_role, '64MB');
	END LOOP;
END $$;
