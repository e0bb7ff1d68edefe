#!/bin/bash
# A room of ten at the door, and of three prams; each kiosk holds places for four and one pram. Who comes to the
# one kiosk when its own are too few is let in while the centre has enough for all of them, with a card or
# without; then it is said which part lacks. What lies at the other kiosk stays there: its own visitors come in.
#
#   two_kiosks_door.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

"$centre" start "$folder/centre" >/dev/null
put_session "'session', '11111111-1111-4111-8111-111111111111', 'title', 'Story circle', 'asks', 9, 'places', 0,
	'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 11:00), 'opens_ms', $(at_ms 9:30), 'closes_ms', $(at_ms 11:00),
	'admission', 'drop-in', 'door_places', 10, 'settings', jsonb_build_object('prams_places', 3)"
ask_owner "UPDATE core.site SET lease_share_percent = 100"
enrol 2 3

to_the_door='tap "What'"'"'s on"
tap raw "Story circle"
tap "I am here now"
screen drop_in'

play 3 09:40 --centre "$folder/centre" <<JOURNEY || failed=1
sync
$to_the_door
tap #more.0
tap #more.0
tap "Come in"
see "You are checked in."
tap "Done"

# One place is left here, and two are at the centre.
$to_the_door
tap #more.0
tap #more.3
card 04A7B2C316E580
lift
screen check_in
see "One moment, please"
see "We are asking for places ..."
sync
see "You are checked in."
tap "Done"

$to_the_door
tap #more.0
tap "Come in"
see "We are asking for places ..."
sync
screen drop_in
see raw "Places left here now: 1. Please ask at the desk for more."
# No answer comes.
tap "Come in"
see "We are asking for places ..."
wait 7s
see raw "Places left here now: 1. Please ask at the desk for more."
tap #less.0
tap #more.3
tap #more.3
tap "Come in"
see "We are asking for places ..."
sync
see "There is no room for so many prams. Please ask at the desk."
tap "Finish"

# The same to a card.
$to_the_door
tap #more.3
tap #more.3
card 04A7B2C316E590
lift
see "One moment, please"
sync
see "There are too few places"
see "There is no room for so many prams. Please ask at the desk."
tap "Done"
JOURNEY
play 2 09:45 --centre "$folder/centre" <<JOURNEY || failed=1
sync
$to_the_door
tap #more.0
tap #more.0
tap #more.0
tap #more.3
tap "Come in"
see "You are checked in."
tap "Done"
sync
JOURNEY

expect 'parties that came' "$(ask_centre report "SELECT string_agg(people::text, ' ' ORDER BY people)
	FROM report.attendance")" '2 3 4'
expect 'what staff see' "$(ask_centre report 'SELECT count(*) FROM report.exception')" 0
[ $failed -ne 0 ] || echo "two kiosks: 9 of 10 came by the door, and who did not was told why"
exit $failed
