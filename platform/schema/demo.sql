-- A demo centre: one branch, nine kiosks, from assets/demo/branch.json (:branch) and keys.json
-- (:keys). The programme, the demo's leases and its members' cards follow from `kioskctl import`.
-- Its members are those of the library's management system: they joined elsewhere, so they have
-- tokens in the mirror and no row in core.member. Nobody has booked yet.

INSERT INTO core.site (demo, next_poll_ms) VALUES (true, 30000);
INSERT INTO core.branch (branch, settings) SELECT branch->>'branch', branch FROM (SELECT :'branch'::jsonb) AS demo (branch);
-- A kiosk's block of membership numbers is the one that store/demo.c gives it.
INSERT INTO core.kiosk (kiosk, role, branch, number_first, number_last)
SELECT kiosk, 'kiosk_' || kiosk, branch, 700000000000 + kiosk * 10000, 700000000000 + kiosk * 10000 + 9999
FROM core.branch, generate_series(1, 9) AS kiosk;

INSERT INTO core.ticket_key (key_id, public)
SELECT (key->>'id')::bigint, key->>'public' FROM jsonb_array_elements(:'keys'::jsonb->'tickets') AS key;
SELECT core.tell('global', 'ticket_key', key_id::text, 1,
	jsonb_build_object('id', key_id, 'public', public))
FROM core.ticket_key ORDER BY key_id;
