#!/bin/bash
# A family joins, and from then on nobody reaches the centre. At the one kiosk the mother books four dates for
# three, changes one to two people and cancels another; at the other one, which has not heard of it, they come
# to the first date, one child fewer. When all is heard every count is right to the person, and the one
# kiosk knows that they are here.
#
#   two_kiosks_family.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

"$centre" start "$folder/centre" >/dev/null
for week in 0 1 2 3; do
	put_session "'session', '$week$week$week$week$week$week$week$week-1111-4111-8111-111111111111',
		'title', 'Bounce & Rhyme', 'event', '99999999-1111-4111-8111-111111111111', 'asks', 7,
		'starts_ms', $(at_ms 10:00 $week), 'ends_ms', $(at_ms 11:00 $week),
		'opens_ms', $(at_ms 9:30 $week), 'closes_ms', $(at_ms 11:00 $week),
		'admission', 'both', 'places', 12, 'door_places', 12"
done
enrol 2 3

play 2 09:00 <<'JOURNEY'
tap "Join the library"
tap "My family"
type "Amina Khan"
tap "Continue"
tap "I would rather not say"
type "amina@example.org"
tap "Continue"
type "Bilal Khan"
tap "Continue"
type "5"
tap #part.1
tap #month.6
tap #part.2
type "2022"
tap "Continue"
tap "Yes, another child"
type "Sana Khan"
tap "Continue"
type "1"
tap #part.1
tap #month.11
tap #part.2
type "2023"
tap "Continue"
tap "No, that is everybody"
tap "Next"
tap "That is right"
tap "Yes, you may"
card 04A7B2C3D4E571
lift
tap "Next card"
tap "Next card"
tap "Finish"
JOURNEY
sync 2
sync 3

# Nobody reaches anybody.
play 2 09:10 <<'JOURNEY'
card 04A7B2C3D4E571
lift
tap "Book a place"
tap raw "Bounce & Rhyme"
tap #series
screen who_comes
see raw "B."
see raw "S."
tap "Continue"
tap "Continue"
tap "All dates"
tap #go_on
see "Booked"
tap "Done"
card 04A7B2C3D4E571
lift
tap #choose.1
tap "More or fewer people"
tap #less.1
tap "Change my booking"
see "Your booking is changed."
tap "Back"
tap #choose.2
tap "Cancel this booking"
tap "Yes, cancel it"
tap "Finish"
JOURNEY
play 3 09:50 <<'JOURNEY'
tap "What's on"
tap raw "Bounce & Rhyme"
tap "I am here now"
card 04A7B2C3D4E571
lift
see "You are checked in."
tap "Done"
JOURNEY
sync 3
sync 2
sync 3
sync 2

people_of() { # TABLE
	ask_centre report "SELECT string_agg(left(session::text, 1) || ':' || people, ' ' ORDER BY session)
		FROM report.$1"
}
expect 'people of each date' "$(people_of "booking WHERE state = 'confirmed'")" '0:3 1:2 3:3'
expect 'who came' "$(people_of attendance)" '0:2'
expect 'members' "$(ask_centre report 'SELECT count(*) FROM report.member')" 3
expect 'what staff see' "$(ask_centre report 'SELECT count(*) FROM report.exception')" 0
play 2 10:05 <<'JOURNEY' || failed=1
card 04A7B2C3D4E571
lift
see "You are already checked in"
tap "Done"
JOURNEY
echo "two kiosks: a family's series, changes and visit are counted to the person, and it is here at both"
exit $failed
