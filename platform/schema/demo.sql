-- A demo centre: one branch, nine kiosks. The programme, the demo's leases and its members' cards
-- follow from `kioskctl import`, which reads assets/demo/.

INSERT INTO core.site (demo, next_poll_ms) VALUES (true, 5000);
INSERT INTO core.branch (branch, name) VALUES ('micklefield', 'Micklefield Library');
INSERT INTO core.kiosk (kiosk, role, branch)
SELECT kiosk, 'kiosk_' || kiosk, 'micklefield' FROM generate_series(1, 9) AS kiosk;

DO $$
DECLARE
	v_role text;
BEGIN
	FOR v_role IN SELECT role FROM core.kiosk ORDER BY kiosk LOOP
		EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT CONNECTION LIMIT 3', v_role);
		EXECUTE format('GRANT kiosks TO %I', v_role);
		EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), v_role);
		EXECUTE format('GRANT USAGE ON SCHEMA api TO %I', v_role);
		EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO %I', v_role);
		EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', v_role, '20s');
		EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', v_role, '5s');
		EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', v_role, '10s');
		EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', v_role, '64MB');
	END LOOP;
END $$;
