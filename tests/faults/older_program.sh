#!/bin/bash
# The program before the last one comes back to a kiosk whose file the newer one wrote: what is unsent is sent,
# nothing is sold and nothing written, and it says so. The newer one then finds the same answers at the centre.
#
#   older_program.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

session=11111111-1111-4111-8111-111111111111
kiosk_says() { # SQL
	sqlite3 "$folder/kiosk-2/kiosk.db" "$1"
}
what_it_holds() {
	kiosk_says .dump | grep -v 'INTO meeting'
}

"$centre" start "$folder/centre" >/dev/null
put_session "'session', '$session', 'title', 'Story circle', 'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 17:00),
	'opens_ms', $(at_ms 10:00), 'closes_ms', $(at_ms 17:00), 'places', 8"
enrol 2
play 2 09:00 <<'END' || failed=1
tap "Book a place"
tap raw "Story circle"
tap #book
tap #go_on
see "You are booked"
tap "Done"
END
length=$(kiosk_says 'SELECT max(seq) FROM change')
version=$(kiosk_says 'PRAGMA user_version')
kiosk_says 'CREATE TABLE later (later INTEGER PRIMARY KEY) STRICT; PRAGMA user_version = 999'

what_it_holds >"$folder/before"
"$programs/kiosk-sync" --data "$folder/kiosk-2" --once --centre "$("$centre" url kiosk_2 "$folder/centre")" \
	2>"$folder/said" || { echo "sync ended with $?"; failed=1; }
grep -q 'written by a newer library-kiosk' "$folder/said" || { cat "$folder/said"; failed=1; }
expect 'what the centre has of the log' "$(ask_owner 'SELECT last_seq FROM core.kiosk WHERE kiosk = 2')" "$length"
expect 'the booking at the centre' "$(ask_owner "SELECT state FROM core.booking WHERE session = '$session'")" confirmed

play 2 09:05 <<'END' || { echo 'the face is no use, and does not say so'; failed=1; }
see "Please use the desk"
not-see "Book a place"
tap "Done"
see "Please use the desk"
END
"$programs/kioskctl" doctor --data "$folder/kiosk-2" >"$folder/doctor" || true
grep -q '^wrong .*written by a newer library-kiosk' "$folder/doctor" || { cat "$folder/doctor"; failed=1; }
what_it_holds >"$folder/after"
diff "$folder/before" "$folder/after" || { echo 'an older program wrote into the file'; failed=1; }

# The newer one is back.
kiosk_says "DROP TABLE later; PRAGMA user_version = $version"
[ "$(kiosk_says 'SELECT count(*) FROM change WHERE verdict = 0')" -gt 0 ] || { echo 'answers are there that nobody took'; failed=1; }
kiosk_says "INSERT INTO feed_parked (stream, version, kind, key, revision, body)
	VALUES ('global', 1, 'revoked', 'x', 1, '{\"ticket\": \"$session\"}')"    # which the older one did not know
sync 2
expect 'what the older one had kept of the news' "$(kiosk_says 'SELECT count(*) FROM revoked')" 1
expect 'changes without an answer' "$(kiosk_says 'SELECT count(*) FROM change WHERE verdict = 0')" 0
expect 'bookings at the centre' "$(ask_owner "SELECT count(*) FROM core.booking WHERE session = '$session'")" 1
expect 'the booking at the kiosk' "$(kiosk_says "SELECT state FROM booking WHERE session = x'${session//-/}'")" 0
exit $failed
