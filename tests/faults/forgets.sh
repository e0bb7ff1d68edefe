#!/bin/bash
# The real kiosk-sync forgets what is over once it has met its centre; a sealed form that waits for the centre or for its
# backup is said by doctor, status and the log, and is kept. forgets.sh PROGRAMS CENTRE-SCRIPT
set -eu
programs=$1
centre=$2
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-forgets-XXXXXX")
chmod 711 "$folder"
data=$folder/kiosk
sync=
stop() {
	[ -z "$sync" ] || kill "$sync" 2>/dev/null || true
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT

fail() {
	echo "$*"
	cat "$folder"/*.log "$folder/doctor" 2>/dev/null || true
	exit 1
}

# ask SQL: the first value, of the kiosk's file, which may be written.
ask() {
	python3 - "$data/kiosk.db" "$1" <<'END'
import sqlite3
import sys

kiosk = sqlite3.connect(sys.argv[1], timeout=20)
answer = kiosk.execute(sys.argv[2]).fetchone()
kiosk.commit()
print(answer[0] if answer else "")
END
}

# is SQL NUMBER: within half a minute or so.
is() {
	for _ in $(seq 60); do
		[ "$(ask "$1")" != "$2" ] || return 0
		sleep 0.1
	done
	fail "$1 is not $2"
}

start_sync() {
	"$programs/kiosk-sync" --data "$data" --centre "$("$centre" url kiosk_1 "$folder/centre")" --outlive \
		</dev/null >/dev/null 2>>"$folder/sync.log" &
	sync=$!
}

stop_sync() {
	kill "$sync"
	wait "$sync" 2>/dev/null || true
	sync=
}

doctor_says() {
	"$programs/kioskctl" doctor --data "$data" >"$folder/doctor" || true
	grep -q "^wrong  .*$1" "$folder/doctor" || fail "kioskctl doctor does not say: $1"
}

doctor_says_not() {
	"$programs/kioskctl" doctor --data "$data" >"$folder/doctor" || true
	! grep -q "$1" "$folder/doctor" || fail "kioskctl doctor says: $1"
}

"$programs/kioskctl" enrol --demo --kiosk 1 --data "$data" >/dev/null
"$centre" start "$folder/centre" >/dev/null
"$programs/kiosk-sync" --data "$data" --once --centre "$("$centre" url kiosk_1 "$folder/centre")" 2>>"$folder/once.log" ||
	fail "the first meeting failed"

ask "INSERT INTO session SELECT randomblob(16), (unixepoch() - 20 * 86400) * 1000 - 1, (unixepoch() - 20 * 86400) * 1000,
	0, 0, admission, asks, places, door_places, 0, 1, icon, theme, words, NULL, settings, spoken, partner
	FROM session LIMIT 1" >/dev/null
ask "INSERT INTO booking (id, session, adults, children, babies, prams, wheelchairs, state, code, made_ms, shown)
	SELECT randomblob(16), id, 1, 0, 0, 0, 0, 0, 'ZZZZZ', 1, 1 FROM session WHERE opens_ms = 0" >/dev/null
ask "INSERT INTO change (id, kind, at_ms, text)
	VALUES (randomblob(16), 8, (unixepoch() - 8 * 86400) * 1000, '{\"id\": \"a box of eight days ago\"}')" >/dev/null
doctor_says 'bookings or check-ins of 20 days ago are still here'
doctor_says 'the centre has not taken 1 sealed form, the oldest of 8 days ago'
"$programs/kioskctl" status --data "$data" | grep -q '^wrong .*has not taken 1' || fail "kioskctl status does not say it"
"$programs/kioskctl" status --json --data "$data" | python3 -c 'import json, sys
assert json.load(sys.stdin)["boxes"]["untaken"]["count"] == 1' || fail "kioskctl status --json does not say it"

start_sync
is "SELECT count(*) FROM booking WHERE code = 'ZZZZZ'" 0
is "SELECT verdict > 0 FROM change ORDER BY seq DESC LIMIT 1" 1
doctor_says_not 'are still here'
doctor_says 'the centre has 1 sealed form, the oldest of 8 days ago, and no backup of it'
stop_sync
grep -q 'has not taken 1 sealed form\|has 1 sealed form' "$folder/sync.log" || fail "the log does not say it"
[ "$(grep -c 'sealed form' "$folder/sync.log")" -eq 1 ] || fail "the log says it more than once a day"

"$centre" backup "$folder/copy" "$folder/centre" >/dev/null
start_sync
is "SELECT count(*) FROM change WHERE text LIKE '%a box of eight days ago%'" 0
stop_sync
doctor_says_not 'sealed form'
! grep -q 'a box of eight days ago\|ZZZZZ' "$data"/kiosk.db* || fail "its bytes are still there"
