#!/bin/bash
# Two kiosks hold 5 of 10 places each and are both offline. Ten visitors ask each for one place; and
# where two places are left, a party of three asks. Nobody is promised what is not there, no party is
# split, and the centre learns it all without an exception.
#
#   two_kiosks.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

put_ten() { # ID TITLE TIME PLACES
	put_session "'session', '$1', 'title', '$2', 'starts_ms', $(at_ms "$3"), 'ends_ms', $(at_ms 13:00),
		'opens_ms', $(at_ms "$3"), 'closes_ms', $(at_ms 13:00), 'places', $4"
}

# visit TITLE PEOPLE WHAT-THE-SCREEN-SAYS
visit() {
	echo 'tap "Book a place"'
	echo "tap raw \"$1\""
	echo 'tap #book'
	for _ in $(seq 2 "$2"); do
		echo 'tap #more.0'
	done
	echo 'tap #go_on'
	echo "see \"$3\""
	echo 'tap "Done"'
}

people_in() {
	ask_centre report "SELECT coalesce(string_agg(people::text, ' ' ORDER BY people), '')
		FROM report.booking WHERE title = '$1' AND state = '$2'"
}

"$centre" start "$folder/centre" >/dev/null
one=11111111-1111-4111-8111-111111111111
two=22222222-2222-4222-8222-222222222222
put_ten $one 'Ten places' 10:00 13
put_ten $two 'Two left' 11:00 13
# Each holds what it would like.
ask_owner "UPDATE core.site SET lease_share_percent = 100"
enrol 2 3
# Two busy weeks: as many sessions as a list shows, and more.
ask_centre staff "SELECT staff.put_programme('micklefield', (SELECT jsonb_agg(
	jsonb_build_object('session', gen_random_uuid(), 'title', 'Busy ' || n, 'theme', 'theme ' || n,
	'starts_ms', $(at_ms 12:00), 'ends_ms', $(at_ms 13:00), 'opens_ms', $(at_ms 12:00),
	'closes_ms', $(at_ms 13:00), 'admission', 'both', 'asks', 31, 'places', 9,
	'door_places', 9)) FROM generate_series(1, 60) AS n)::text)" >/dev/null
# The room turned out to be smaller: what is set aside for the kiosks stays so.
put_ten $one 'Ten places' 10:00 10
put_ten $two 'Two left' 11:00 10
sync 2
sync 3

booked='You are booked'
waiting='You are on the waiting list'
visits_to_two_left() {
	visit 'Two left' 3 "$booked"
	visit 'Two left' 3 "$waiting"
	visit 'Two left' 1 "$booked"
	visit 'Two left' 1 "$booked"
	visit 'Two left' 1 "$waiting"
}
for kiosk in 2 3; do
	{
		for _ in 1 2 3 4 5; do visit 'Ten places' 1 "$booked"; done
		for _ in 1 2 3 4 5; do visit 'Ten places' 1 "$waiting"; done
		[ "$kiosk" = 3 ] || visits_to_two_left
	} | play "$kiosk" 09:00 --ledger "$folder/ledger"
done
expect 'tickets painted' "$(sort -u "$folder/ledger" | wc -l)" 25

sync 2
expect 'two left, before the other kiosk was heard: confirmed parties' \
	"$(people_in 'Two left' confirmed)" '1 1 3'
expect 'two left, before the other kiosk was heard: waiting parties' \
	"$(people_in 'Two left' waiting)" '1 3'
sync 3
sync 2
sync 3
expect 'ten places: confirmed' "$(people_in 'Ten places' confirmed)" '1 1 1 1 1 1 1 1 1 1'
expect 'ten places: waiting' "$(people_in 'Ten places' waiting)" '1 1 1 1 1 1 1 1 1 1'
# The other kiosk gave back what nobody had asked it for: who waited comes in, whole.
expect 'two left: confirmed parties' "$(people_in 'Two left' confirmed)" '1 1 1 3 3'
expect 'two left: waiting parties' "$(people_in 'Two left' waiting)" ''
expect 'exceptions' "$(ask_centre report 'SELECT count(*) FROM report.exception')" 0
echo "two kiosks: 10 confirmed and 10 waiting for 10 places; parties of 3 whole; 0 exceptions"
exit $failed
