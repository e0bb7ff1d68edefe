#!/bin/bash
# One family's series at two kiosks, both offline: at the one they make a date larger, move one and cancel
# one, at the other they change the same dates otherwise. What the centre hears first stands, the other
# kiosk says so at the next card, and every date is counted to the person.
#
#   two_kiosks_change.sh PROGRAMS CENTRE-SCRIPT
set -eu
programs=$1
centre=$2

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-two-XXXXXX")
chmod 711 "$folder"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT
failed=0

# Tomorrow and the weeks after, so that the programs, which live in real time here, find them ahead.
morning=$(date -d tomorrow +%Y-%m-%d)
hour_ms() { # WEEK TIME
	echo "$(TZ=Europe/London date -d "$morning + $1 weeks $2" +%s)000"
}

ask_centre() {
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url "$1" "$folder/centre")" -c "$2"
}

put_dates() {
	for week in 0 1 2 3; do
		ask_centre staff "SELECT staff.put_programme('micklefield', jsonb_build_array(
			jsonb_build_object('session', '$week$week$week$week$week$week$week$week-1111-4111-8111-111111111111',
			'title', 'Story circle', 'theme', 'community', 'event', '99999999-1111-4111-8111-111111111111',
			'starts_ms', $(hour_ms $week 10:00), 'ends_ms', $(hour_ms $week 11:00),
			'opens_ms', $(hour_ms $week 10:00), 'closes_ms', $(hour_ms $week 11:00),
			'admission', 'booked', 'asks', 1, 'places', 12, 'door_places', 0))::text)" >/dev/null
	done
}

sync() {
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once \
		--centre "$("$centre" url "kiosk_$1" "$folder/centre")" 2>>"$folder/log" || {
		echo "kiosk $1: kiosk-sync --once ended with $?"
		cat "$folder/log"
		exit 1
	}
}

play() { # KIOSK, the journey on standard input
	{
		echo "at ${morning}T09:00"
		cat
	} >"$folder/$1.journey"
	"$programs/library-kiosk" --journey "$folder/$1.journey" --data "$folder/kiosk-$1" --out "$folder"
}

expect() {
	if [ "$2" != "$3" ]; then
		echo "$1: expected $3, found $2"
		failed=1
	fi
}

"$centre" start "$folder/centre" >/dev/null
put_dates
for kiosk in 2 3; do
	"$programs/kioskctl" enrol --demo --kiosk $kiosk --data "$folder/kiosk-$kiosk" >/dev/null
	sync $kiosk
	sync $kiosk
done

# Three of the four dates for two, and the other kiosk hears of it.
play 2 <<'JOURNEY'
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
play 2 <<'JOURNEY'
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
see "Your booking is changed."
tap "Back"
tap #choose.1
tap "Cancel this booking"
tap "Yes, cancel it"
tap "Finish"
JOURNEY
play 3 <<'JOURNEY'
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
see "Your booking is changed."
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
play 2 <<'JOURNEY' || failed=1
card 04A7B2C316E580
see raw "3 adults"
see raw "2 adults"
not-see raw "had been changed at another screen first"
JOURNEY
play 3 <<'JOURNEY' || failed=1
card 04A7B2C316E580
see raw "3 adults"
see raw "2 adults"
see raw "had been changed at another screen first"
JOURNEY
echo "two kiosks: what was changed first stands, 5 people in all; the other change was told"
exit $failed
