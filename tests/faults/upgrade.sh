#!/bin/bash
# A centre that an older version made, with what it knows and a kiosk that has said only half, is brought to this
# version. A kiosk of this version that meets it before loses nothing, and an older kiosk is still answered after.
#
#   upgrade.sh PROGRAMS CENTRE-SCRIPT SOURCES COMMIT
set -eu
sources=$3
commit=$4
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
# shellcheck source-path=SCRIPTDIR source=older.bash
. "$(dirname "$0")/older.bash"

session=11111111-1111-4111-8111-111111111111
install=44444444-4444-4444-8444-444444444444

# What a kiosk of that time says: kiosk 4, by its calls. It may use nothing else of the centre.
old_hello() { # ACKED
	ask_centre kiosk_4 "SELECT api.hello('1', 'library-kiosk older', '$install', true, '$now', '9', '$1')" >"$folder/hello"
}
of_hello() { # KEY
	sed "s/.*\"$1\": \"*\([^\",}]*\).*/\1/" "$folder/hello"
}
old_push() { # FIRST CHANGE...: the verdicts
	local first=$1 changes
	shift
	changes=$(printf "'%s'," "$@")
	ask_centre kiosk_4 "SELECT api.push('$(of_hello epoch)', '$install', '$first', '$now', ARRAY[${changes%,}])" |
		grep -o '"verdict": "[a-z]*"' | cut -d '"' -f 4 | paste -sd ' '
}
change() { # NUMBER KIND BODY
	echo "{\"id\":\"99999999-0000-4000-8000-00000000000$1\",\"kind\":\"$2\",\"version\":1,\"at\":$now,\"boot_ms\":1,\"body\":{$3}}"
}
book() { # NUMBER: one person, who has no lease
	change "$1" wait "\"booking\":\"99999999-1111-4000-8000-00000000000$1\",\"session\":\"$session\",\"language\":\"en\",
		\"code\":\"ABCD$1\",\"party\":{\"adults\":1,\"children\":0,\"babies\":0,\"prams\":0,\"wheelchairs\":0}"
}

# Every row of every table, by the columns that there were: the query is made before, and asked again after.
query_of_rows() {
	ask_owner "SELECT string_agg(format('SELECT %L, count(*), md5(string_agg(kept, \$\$,\$\$ ORDER BY kept))
			FROM (SELECT ROW(%s)::text FROM core.%I) rows (kept)', table_name, columns, table_name),
			' UNION ALL ' ORDER BY table_name)
		FROM (SELECT table_name, string_agg(format('%I', column_name), ', ') AS columns
			FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
			WHERE table_schema = 'core' AND table_type = 'BASE TABLE' AND table_name <> 'salvage_sentence'
			GROUP BY table_name) tables"
}

# All that a database is: tables, functions, views, types, and who may do what; columns by name.
catalogue() {
	pg_dump --schema-only "$("$centre" url staff "$folder/centre" | sed 's/staff@/owner@/')" |
		grep -v '^.\(un\)*restrict ' | sed 's/,$//' | sort
}

now=$(at_ms 09:00)
"$centre" start "$folder/centre" >/dev/null
catalogue >"$folder/fresh"
older_centre "$commit"
put_session "'session', '$session', 'title', 'Story circle', 'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 17:00),
	'opens_ms', $(at_ms 10:00), 'closes_ms', $(at_ms 17:00), 'places', 8"
old_hello 0
expect 'what the older centre answers' "$(old_push 1 "$(book 1)" "$(change 2 not_yet '"word":"later"')")" \
	'accepted quarantined'

# A kiosk of this version, before: it is served, or told that the centre is older.
"$programs/kioskctl" enrol --demo --kiosk 2 --data "$folder/kiosk-2" >/dev/null
code=0
"$programs/kiosk-sync" --data "$folder/kiosk-2" --once --centre "$("$centre" url kiosk_2 "$folder/centre")" \
	2>"$folder/said" || code=$?
[ $code -eq 0 ] || expect 'what it is told' "$(cat "$folder/said")" \
	'kiosk-sync: the centre is older than this kiosk: bring it up to date (platform/centre upgrade)'
text=$(change 5 not_kept '"booking":"99999999-1111-4000-8000-000000000005","is":"waiting"')
sqlite3 "$folder/kiosk-2/kiosk.db" "INSERT INTO change (id, kind, at_ms, text)
	VALUES (x'99999999000040008000000000000005', 18, $now, '$text')"
unsent() {
	sqlite3 "$folder/kiosk-2/kiosk.db" "SELECT count(*) FROM change WHERE verdict = 0"
}
[ "$(unsent)" -gt 0 ] || expect 'changes that kiosk 2 has still to send' 0 'some'

# A copy of then can be put back now. (There were none before epochs.)
[ "$commit" = 888dcb6 ] || "$centre" backup "$folder/copy" "$folder/centre" >/dev/null

query=$(query_of_rows)
ask_owner "$query" >"$folder/before"
"$centre" upgrade "$folder/centre" >/dev/null
ask_owner "$query" >"$folder/after"
diff "$folder/before" "$folder/after" || { echo 'rows changed in the upgrade'; failed=1; }

catalogue >"$folder/upgraded"
diff "$folder/fresh" "$folder/upgraded" || { echo 'a new centre and an upgraded one differ'; failed=1; }

# Both go on: the older kiosk with the calls that it knows, ours with all that it had to say.
old_hello 2
expect 'where the log stands' "$(of_hello last_seq)" 2
expect 'what the older kiosk is answered' "$(old_push 2 "$(change 2 not_yet '"word":"later"')" "$(book 3)")" \
	'quarantined accepted'
sync 2
expect 'changes of kiosk 2 that have no answer' "$(unsent)" 0
[ ! -e "$folder/copy" ] || "$centre" drill "$folder/copy" >"$folder/said" || { cat "$folder/said"; failed=1; }
exit $failed
