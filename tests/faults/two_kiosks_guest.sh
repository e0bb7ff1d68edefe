#!/bin/bash
# A guest says a first name at the one kiosk and shows the ticket at the other, which has no network by
# then: they are greeted. In no file of either kiosk, in no log and nowhere at the centre the name is readable.
#
#   two_kiosks_guest.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
name=Zuleikha

"$centre" start "$folder/centre" >/dev/null
put_session "'session', '11111111-1111-4111-8111-111111111111', 'title', 'Story circle', 'asks', 3, 'places', 12,
	'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 11:00), 'opens_ms', $(at_ms 9:30), 'closes_ms', $(at_ms 11:00)"
enrol 2 3

play 2 09:00 <<JOURNEY
readers real
tap "Book a place"
tap raw "Story circle"
tap "Book places"
tap "Add a first name"
type "$name"
tap "Continue"
tap "Continue"
see "You are booked"
shot ticket.png
note-code
tap "Done"
JOURNEY
sync 2
sync 3
play 3 09:40 <<JOURNEY || failed=1
readers real
image ticket.png
see raw "$name"
see "You are checked in."
tap "Undo"
tap "Done"
JOURNEY

pg_dump --no-owner "postgresql://owner@/centre?host=$folder/centre" >"$folder/dump" 2>/dev/null || {
	echo "the centre cannot be written down"
	failed=1
}
grep -q 'Story circle' "$folder/dump" || {
	echo "what was written down of the centre is not all"
	failed=1
}
if grep -rlai "$name" "$folder/kiosk-2" "$folder/kiosk-3" "$folder/log" "$folder/dump"; then
	echo "the name is readable there"
	failed=1
fi
echo "two kiosks: the guest was greeted at the other one, and the name is readable nowhere"
exit $failed
