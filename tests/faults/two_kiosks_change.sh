#!/bin/bash
# One family's series at two kiosks, both offline: at the one they make a date larger, move one and cancel
# one, at the other they change the same dates otherwise. What the centre hears first stands, the other
# kiosk says so at the next card, and every date is counted to the person.
#
#   two_kiosks_change.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

put_dates() {
	local week
	for week in 0 1 2 3; do
		put_session "'session', '$week$week$week$week$week$week$week$week-1111-4111-8111-111111111111',
			'title', 'Story circle', 'event', '99999999-1111-4111-8111-111111111111',
			'starts_ms', $(at_ms 10:00 $week), 'ends_ms', $(at_ms 11:00 $week),
			'opens_ms', $(at_ms 10:00 $week), 'closes_ms', $(at_ms 11:00 $week), 'places', 12"
	done
}

"$centre" start "$folder/centre" >/dev/null
put_dates
enrol 2 3

# Three of the four dates for two, and the other kiosk hears of it.
play 2 09:00 <<'JOURNEY'
card 04A7B2C316E580
tap "Book a place"
tap raw "Story circle"
tap #series
tap #more.0
tap "Continue"
tap #tick.3
tap #go_on
see "Booked"
tap "Done"
JOURNEY
sync 2
sync 3
sync 2
expect 'booked' "$(ask_centre report "SELECT string_agg(people::text, ' ') FROM report.booking
	WHERE state = 'confirmed'")" '2 2 2'

# Nobody reaches anybody.
play 2 09:00 <<'JOURNEY'
card 04A7B2C316E580
tap #choose.0
tap "More or fewer people"
tap #more.0
tap "Change my booking"
see "Your booking is changed."
tap "Back"
tap #choose.1
tap "Another day"
tap #choose.3
tap "Yes"
see "Your booking is changed. The old code is no longer good; this is the new one."
tap "Back"
tap #choose.1
tap "Cancel this booking"
tap "Yes, cancel it"
tap "Finish"
JOURNEY
play 3 09:00 <<'JOURNEY'
card 04A7B2C316E580
tap #choose.0
tap "More or fewer people"
tap #less.0
tap "Change my booking"
see "Your booking is changed."
tap "Back"
tap #choose.1
tap "Another day"
tap #choose.3
tap "Yes"
see "Your booking is changed. The old code is no longer good; this is the new one."
tap "Finish"
JOURNEY
sync 2
sync 3
sync 2
sync 3

# The first date for three, the fourth for two; nothing on the two between them.
expect 'people of each date' "$(ask_centre report "SELECT string_agg(left(session::text, 1) || ':' || people,
	' ' ORDER BY starts_at) FROM report.booking WHERE title = 'Story circle'")" '0:3 3:2'
expect 'what staff see' "$(ask_centre report "SELECT string_agg(reason, ' ') FROM report.exception")" \
	'changed-already changed-already'
play 2 09:00 <<'JOURNEY' || failed=1
card 04A7B2C316E580
see raw "3 adults"
see raw "2 adults"
not-see raw "had been changed at another screen first"
JOURNEY
play 3 09:00 <<'JOURNEY' || failed=1
card 04A7B2C316E580
see raw "3 adults"
see raw "2 adults"
see raw "had been changed at another screen first"
JOURNEY
echo "two kiosks: what was changed first stands, 5 people in all; the other change was told"
exit $failed
