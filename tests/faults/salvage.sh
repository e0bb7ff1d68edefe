#!/bin/bash
# A kiosk's disk was copied, the kiosk went on, and then the copy was put in: visitors book, join and come at it,
# and the centre takes nothing from it. What only the copy has is read out of it, sealed as it is, and brought to
# the centre: who was promised a place has one, or waits before all others and stands on the list of staff;
# who joined is a member; the same file again changes nothing. So it is with a disk that is damaged, with one
# whose journal is gone, and with one that cannot be written.
#
#   salvage.sh PROGRAMS CENTRE-SCRIPT ZEROED-PAGE BAD-BLOCK
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
zeroed_page=$3
bad_block=$4

put() { # ID TITLE PLACES DOOR-PLACES
	put_session "'session', '$1', 'title', '$2', 'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 13:00),
		'opens_ms', $(at_ms 9:30), 'closes_ms', $(at_ms 13:00), 'places', $3, 'admission', 'both',
		'asks', 1, 'door_places', $4"
}

# A guest books for one.
book() { # TITLE WHAT-THE-SCREEN-SAYS
	echo 'tap "Book a place"'
	echo "tap raw \"$1\""
	echo 'tap #book'
	echo 'tap #go_on'
	echo "see \"$2\""
	echo 'tap "Done"'
}

join() { # NAME
	cat <<-JOURNEY
		tap "Join the library"
		tap "Me"
		type "$1"
		tap "Continue"
		tap "I would rather not say"
		tap "Skip"
		tap "That is right"
		tap "Yes, you may"
		screen join_done
		tap "Finish"
	JOURNEY
}

ask_owner() { # SQL
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url staff "$folder/centre" | sed s/staff@/owner@/)" -c "$1"
}

copy() { # FROM TO
	cp -a "$folder/$1" "$folder/$2"
	cp -a "$folder/$1-key" "$folder/$2-key"
}

# What it says is in $folder/said.
export_from() { # STATUS NAME [OPTION...]
	local status=0 wanted=$1 name=$2
	shift 2
	"$programs/kioskctl" export --salvage "$folder/$name.salvage" --data "$folder/$name" "$@" \
		>"$folder/said" 2>&1 || status=$?
	expect "the status of the export of $name ($(cat "$folder/said"))" $status "$wanted"
}

import() { # STATUS NAME
	local status=0
	"$programs/kioskctl" import salvage "$folder/$2.salvage" --centre "$("$centre" url staff "$folder/centre")" \
		>"$folder/said" 2>&1 || status=$?
	expect "the status of the import of $2 ($(cat "$folder/said"))" $status "$1"
}

said() { # LINE
	grep -qxF -- "$1" "$folder/said" || {
		echo "not said: '$1', but: $(cat "$folder/said")"
		failed=1
	}
}

# All that the centre knows of visitors.
everything() {
	ask_owner "SELECT md5(string_agg(row, ' ' ORDER BY row)) FROM (
		SELECT b::text FROM core.booking b UNION ALL SELECT s::text FROM core.session s
		UNION ALL SELECT a::text FROM core.attendance a UNION ALL SELECT m::text FROM core.member m
		UNION ALL SELECT x::text FROM core.sealed x UNION ALL SELECT e::text FROM core.exception e
		UNION ALL SELECT c::text FROM core.change c UNION ALL SELECT l::text FROM core.lease l
		UNION ALL SELECT v::text FROM core.salvage v UNION ALL SELECT t::text FROM core.token t) AS all_rows (row)"
}

people_in() { # TITLE STATE
	ask_centre report "SELECT coalesce(sum(people), 0) FROM report.booking WHERE title = '$1' AND state = '$2'"
}

confirmed='You are booked'
waiting='You are on the waiting list'

# ---- the copy ----

"$centre" start "$folder/centre" >/dev/null
one=11111111-1111-4111-8111-111111111111
two=22222222-2222-4222-8222-222222222222
put $one 'Plenty' 20 6
enrol 2 3
# Two for each of the kiosks; and then the room is smaller.
ask_owner "UPDATE core.site SET lease_share_percent = 40"
put $two 'Scarce' 10 0
sync 2
sync 3
put $two 'Scarce' 4 0
copy kiosk-2 copy-2

# The kiosk goes on and sells what its lease holds; the other kiosk's visitors wait.
{
	book 'Scarce' "$confirmed"
	book 'Scarce' "$confirmed"
} | play 2 09:00
sync 2
{
	book 'Scarce' "$confirmed"
	book 'Scarce' "$confirmed"
	book 'Scarce' "$waiting"
} | play 3 09:00
sync 3
sync 2
first_in_line=$(ask_owner "SELECT booking FROM core.booking WHERE state = 'waiting'")

# The copy is put in, and sells the same lease again.
{
	book 'Plenty' "$confirmed"
	book 'Plenty' "$confirmed"
	book 'Scarce' "$confirmed"
	join 'Zbigniewa Canary'
	cat <<-JOURNEY
		tap "What's on"
		tap raw "Plenty"
		tap "I am here now"
		tap "Come in"
		see "You are checked in."
		tap "Done"
	JOURNEY
} | { echo "at ${morning}T09:40" && cat; } >"$folder/copy.journey"
"$programs/library-kiosk" --journey "$folder/copy.journey" --data "$folder/copy-2" --out "$folder" 2>>"$folder/log"
status=0
"$programs/kiosk-sync" --data "$folder/copy-2" --once --centre "$("$centre" url kiosk_2 "$folder/centre")" \
	2>"$folder/said" || status=$?
expect 'the status of sync on the copy' $status 3
said 'kiosk-sync: this data directory is a copy, or was restored from one: the centre has other changes under its numbers; kioskctl doctor says what to do'

status=0
"$programs/kioskctl" doctor --data "$folder/copy-2" >"$folder/said" || status=$?
expect 'the status of doctor on the copy' $status 1
expect 'what doctor finds wrong on the copy' "$(grep '^wrong' "$folder/said")" \
	"wrong  this directory is a copy of a disk, or an older one, and the centre takes nothing from it: stop the kiosk, and bring the centre what only this disk has: kioskctl export --salvage FILE --data $folder/copy-2"
"$programs/kioskctl" status --data "$folder/copy-2" >"$folder/said"
grep -q '^wrong .*the centre takes nothing from it' "$folder/said" || { cat "$folder/said" && failed=1; }
"$programs/kioskctl" status --json --data "$folder/copy-2" | grep -q '"forked": true' || failed=1
"$programs/kioskctl" status --json --data "$folder/kiosk-2" | grep -q '"forked": false' || failed=1
"$programs/kioskctl" doctor --data "$folder/kiosk-2" >"$folder/said" || true
expect 'what doctor finds wrong on the kiosk itself' "$(grep -c copy "$folder/said")" 0

# ---- the file ----

copy copy-2 without-journal
export_from 0 copy-2
expect 'the mode of the file' "$(stat -c %a "$folder/copy-2.salvage")" 600
expect 'names of visitors in the file' "$(grep -ciE 'zbigniewa|canary' "$folder/copy-2.salvage")" 0
expect 'sealed boxes in the file' "$(grep -c '"kind\\":\\"sign_up' "$folder/copy-2.salvage")" 1
export_from 2 copy-2
grep -q 'is there already; give another name' "$folder/said" || { cat "$folder/said" && failed=1; }
"$programs/kioskctl" export --salvage - --data "$folder/copy-2" 2>/dev/null | cmp - "$folder/copy-2.salvage" ||
	failed=1
flock "$folder/copy-2/kiosk.lock" "$programs/kioskctl" export --salvage "$folder/other" \
	--data "$folder/copy-2" 2>"$folder/said" && failed=1
grep -q 'the kiosk runs on it; stop it first' "$folder/said" || { cat "$folder/said" && failed=1; }

# ---- at the centre ----

import 0 copy-2
expect 'Plenty: confirmed people' "$(people_in Plenty confirmed)" 2
expect 'Plenty: people inside' \
	"$(ask_centre report "SELECT sum(people) FROM report.attendance WHERE title = 'Plenty'")" 1
expect 'Scarce: confirmed people' "$(people_in Scarce confirmed)" 4
expect 'Scarce: people who wait' "$(people_in Scarce waiting)" 2
expect 'who is at the head of the line' \
	"$(ask_owner "SELECT count(*) FROM core.booking WHERE state = 'waiting' AND before = 1 AND booking = '$first_in_line'")" 1
expect 'members' "$(ask_centre report 'SELECT count(*) FROM report.member')" 1
expect 'exceptions' "$(ask_centre report "SELECT string_agg(kind || ' ' || reason, ', ') FROM report.exception")" \
	'salvage promised-and-waits'
expect 'the file at the centre' \
	"$(ask_centre report 'SELECT kiosk, damaged, taken, waiting, refused, not_understood FROM report.salvage')" '2|0|4|1|0|0'
LIBRARY_KIOSK_BUILD=${programs%/*} "$centre" open "$folder/centre" >/dev/null
ask_centre staff 'SELECT staff.members()' | grep -q 'Zbigniewa Canary' || { echo 'the clerk cannot read who joined' && failed=1; }

before=$(everything)
import 0 copy-2
expect 'all that the centre knows, after the same file again' "$(everything)" "$before"
mv "$folder/copy-2.salvage" "$folder/copy-2-first.salvage"
chmod 500 "$folder/copy-2"
export_from 0 copy-2
cmp "$folder/copy-2.salvage" "$folder/copy-2-first.salvage" || failed=1
chmod 700 "$folder/copy-2"

# One place more: who was promised one has it.
put $two 'Scarce' 5 0
expect 'who still waits when a place is free again' \
	"$(ask_owner "SELECT count(*) FROM core.booking WHERE state = 'waiting' AND booking = '$first_in_line'")" 1
expect 'Scarce: people who wait then' "$(people_in Scarce waiting)" 1

# ---- a dying disk ----

rm -f "$folder/without-journal/kiosk.db-wal" "$folder/without-journal/kiosk.db-shm"
export_from 0 without-journal
# By a pipe, without a file.
"$programs/kioskctl" import salvage - --centre "$("$centre" url staff "$folder/centre")" \
	<"$folder/without-journal.salvage" >"$folder/said" || failed=1
grep -q '^kiosk 2: [0-9]* changes of its disk$' "$folder/said" || { cat "$folder/said" && failed=1; }

# What a kiosk has not sent yet when its disk loses a page.
for _ in $(seq 40); do book 'Scarce' "$waiting"; done | play 3 09:10
copy kiosk-3 dying
copy kiosk-3 bad-block
read -r lost _ < <("$zeroed_page" zero "$folder/dying/kiosk.db" 1)
status=0
"$programs/kioskctl" doctor --data "$folder/dying" >"$folder/said" || status=$?
expect 'the status of doctor on a damaged disk' $status 1
grep -q "^wrong  .*: stop the kiosk, and bring the centre what only this disk has: kioskctl export --salvage FILE --data $folder/dying$" \
	"$folder/said" || { cat "$folder/said" && failed=1; }
export_from 3 dying
said "$lost more cannot be read from this disk any more."
waited=$(people_in Scarce waiting)
import 0 dying
said "  $lost more could not be read from the disk"
expect 'people who wait, after the damaged disk' "$(people_in Scarce waiting)" $((waited + 40 - lost))
expect 'exceptions for what is lost' \
	"$(ask_centre report "SELECT count(*) FROM report.exception WHERE reason = 'damaged'")" 1
# So it is where the disk does not give the page at all.
read -r _ byte < <("$zeroed_page" find "$folder/bad-block/kiosk.db" 1)
LD_PRELOAD=$bad_block KIOSK_BAD_FILE=$folder/bad-block/kiosk.db KIOSK_BAD_BYTE=$byte export_from 3 bad-block
cmp "$folder/bad-block.salvage" "$folder/dying.salvage" || failed=1
# The kiosk comes back, and sends all of it.
sync 3
expect 'people who wait, when the kiosk is back' "$(people_in Scarce waiting)" $((waited + 40))
expect 'what the kiosk has not got an answer to' "$(ask_centre report 'SELECT behind FROM report.kiosk WHERE kiosk = 3')" 0

# ---- what is no salvage ----

head -n -1 "$folder/dying.salvage" >"$folder/cut.salvage"
import 2 cut
grep -q 'it has not as many changes as its first line says$' "$folder/said" || { cat "$folder/said" && failed=1; }
echo 'BEGIN:VCALENDAR' >"$folder/calendar.salvage"
import 2 calendar
sed '1s/"demo":true/"demo":false/' "$folder/dying.salvage" >"$folder/real.salvage"
import 2 real
grep -q 'a disk of the demo and a real library do not go together' "$folder/said" || { cat "$folder/said" && failed=1; }

# ---- the first page is lost, and then everything ----

dd if=/dev/zero of="$folder/dying/kiosk.db" bs=4096 count=1 conv=notrunc status=none
mv "$folder/dying.salvage" "$folder/dying-first.salvage"
export_from 2 dying
grep -q 'give its number with --kiosk$' "$folder/said" || { cat "$folder/said" && failed=1; }
export_from 3 dying --kiosk 3
tail -n +2 "$folder/dying.salvage" | cmp - <(tail -n +2 "$folder/dying-first.salvage") || failed=1
import 0 dying
expect 'people who wait, after a disk whose first page was lost' "$(people_in Scarce waiting)" $((waited + 40))
: >"$folder/dying/kiosk.db"
rm "$folder/dying.salvage"
export_from 1 dying --kiosk 3
[ ! -e "$folder/dying.salvage" ] || { echo 'a file of nothing was written' && failed=1; }
echo "a copied disk and a damaged one: read out and at the centre, once; $lost changes of a lost page are counted"
exit $failed
