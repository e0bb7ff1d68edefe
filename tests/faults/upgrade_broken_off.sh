#!/bin/bash
# An upgrade that is killed midway has not begun, a newer centre is left alone, and what an older version did not
# understand is understood afterwards, with what was said behind it.
#
#   upgrade_broken_off.sh PROGRAMS CENTRE-SCRIPT SOURCES
set -eu
sources=$3
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
# shellcheck source-path=SCRIPTDIR source=older.bash
. "$(dirname "$0")/older.bash"

session=11111111-1111-4111-8111-111111111111
"$centre" start "$folder/centre" >/dev/null
older_centre 27e4444
put_session "'session', '$session', 'title', 'Story circle', 'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 17:00),
	'opens_ms', $(at_ms 10:00), 'closes_ms', $(at_ms 17:00), 'places', 8"

# ---- killed midway: each of the server, the tool that speaks with it, and the script ----

# But for how far a sequence is, which PostgreSQL never takes back.
whole_database() {
	pg_dump "$("$centre" url staff "$folder/centre" | sed 's/staff@/owner@/')" |
		grep -v '^.\(un\)*restrict \|\.setval('
}
wait_until_midway() {
	local i
	for ((i = 0; i < 200; i++)); do
		[ -z "$(ask_server "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.1)%' AND pid <> pg_backend_pid()")" ] ||
			return 0
		sleep 0.1
	done
	echo 'the upgrade never came to its middle'
	exit 1
}

for ((i = 0; i < 300; i++)); do echo 'SELECT pg_sleep(0.1);'; done | another_version slow 8-slow.sql
whole_database >"$folder/before"
for killed in server psql script; do
	setsid "$folder/slow/platform/centre" upgrade "$folder/centre" >"$folder/said" 2>&1 &
	upgrading=$!
	wait_until_midway
	case $killed in
	server) "$centre" kill "$folder/centre" ;;
	psql) kill -9 "$(pgrep -g "$upgrading" psql | head -n 1)" ;;
	script) kill -9 -- "-$upgrading" ;;
	esac
	wait "$upgrading" && { echo "killed ($killed), it says that all is well"; failed=1; }
	[ "$killed" = script ] || grep -q 'is as it was' "$folder/said" || { cat "$folder/said"; failed=1; }
	# This starts the server, and nothing else.
	[ "$killed" != server ] || "$folder/slow/platform/centre" promote "$folder/centre" >/dev/null 2>&1 || true
	whole_database >"$folder/after"
	diff "$folder/before" "$folder/after" || { echo "killed ($killed), something is left"; failed=1; }
done

# ---- a change of a kind that the older version does not know, and one that follows from it ----

book='"session":"'$session'","language":"en","code":"ABCDE","party":
	{"adults":2,"children":0,"babies":0,"prams":0,"wheelchairs":0}'
id() { # NUMBER
	echo "99999999-0000-4000-8000-00000000000$1"
}
kiosk_says() { # NUMBER KIND BODY, by the call of then
	ask_centre kiosk_4 "SELECT api.push('$epoch', '$(id 0)', '$1', '$now', ARRAY['{\"id\":\"$(id "$1")\",
		\"kind\":\"$2\",\"version\":1,\"at\":$now,\"boot_ms\":1,\"body\":{$3}}'])" | grep -o '"verdict": "[a-z]*"'
}
now=$(at_ms 09:00)
ask_owner "SELECT replace(pg_get_functiondef('core.apply_one'::regproc),
	\$\$WHEN 'book', 'wait' THEN RETURN core.apply_book(p_change);\$\$, '')" >"$folder/apply_one.sql"
ask_owner "$(cat "$folder/apply_one.sql")"
epoch=$(ask_owner 'SELECT epoch FROM core.site')
ask_centre kiosk_4 "SELECT api.hello('1', 'library-kiosk', '$(id 0)', true, '$now', '9', '0')" >/dev/null
expect 'a kind not known' "$(kiosk_says 1 book "\"booking\":\"$(id 7)\",$book")" '"verdict": "quarantined"'
expect 'what follows from it' "$(kiosk_says 2 change_party "\"booking\":\"$(id 7)\",
	\"was\":{\"adults\":2,\"children\":0,\"babies\":0,\"prams\":0,\"wheelchairs\":0},
	\"party\":{\"adults\":1,\"children\":0,\"babies\":0,\"prams\":0,\"wheelchairs\":0}")" '"verdict": "refused"'
expect 'a kind that nobody knows' "$(kiosk_says 3 horoscope '"sign":"Aries"')" '"verdict": "quarantined"'
"$centre" upgrade "$folder/centre" >"$folder/said"
expect 'what it says' "$(head -n 1 "$folder/said")" \
	'centre: this version understood 2 changes that were put aside before'
expect 'the booking' "$(ask_owner "SELECT state, people FROM core.booking WHERE booking = '$(id 7)'")" 'confirmed|1'
expect 'what waits for staff' \
	"$(ask_centre report "SELECT string_agg(seq || ' ' || reason, ', ' ORDER BY seq) FROM report.exception")" \
	'1 lease-overspent, 3 unknown-kind'
expect 'once' "$(ask_centre staff 'SELECT staff.take_once_more()')" 0

# ---- a newer version has been here ----

another_version newer steps/0999-later.sql <<<'-- One table more.
CREATE TABLE core.later (later integer PRIMARY KEY);'
"$folder/newer/platform/centre" upgrade "$folder/centre" >/dev/null
for word in upgrade start; do
	code=0
	"$centre" $word "$folder/centre" >/dev/null 2>"$folder/said" || code=$?
	[ $code -ne 0 ] && grep -q 'a newer version of this program has been here (0999-later)' "$folder/said" ||
		{ echo "$word at a newer centre:"; cat "$folder/said"; failed=1; }
done

# ---- a copy that cannot be put back is refused while everything is as it was ----

refuses() { # WORD COPY SENTENCE
	local code=0
	"$centre" "$1" "$folder/$2" "$folder/centre" >/dev/null 2>"$folder/said" || code=$?
	[ $code -ne 0 ] && grep -q "$3" "$folder/said" || { echo "$1 $2:"; cat "$folder/said"; failed=1; }
	expect "databases after $1 $2" "$(ask_server "SELECT count(*) FROM pg_database WHERE datname LIKE 'centre%'")" 1
	ask_centre kiosk_4 'SELECT 1' >/dev/null || { echo "nobody is let in after $1 $2"; failed=1; }
}
"$folder/newer/platform/centre" backup "$folder/copy" "$folder/centre" >/dev/null
cp -r "$folder/copy" "$folder/cut"
truncate -s -2000 "$folder/cut/centre.dump"
for word in restore drill; do
	refuses $word copy 'a newer version of this program has been here (0999-later)'
	refuses $word cut 'is damaged; nothing was changed'
	refuses $word nothing 'is no copy of a centre'
done
exit $failed
