#!/bin/bash
# The worst day: an older copy of the centre's data is put back while two kiosks work. Bookings were made at
# both and at the centre before the copy was taken and after it, and some are made before anybody speaks
# with the restored centre again. At the end no kiosk and the centre differ in silence: every booking that a
# kiosk had confirmed counts, even beyond the places; every promise that only the forgotten centre had made is
# told to its visitor, at the card and at the ticket, and stands before staff, who can read whom to call. Who
# was erased since the copy stays erased, though the copy has them, or a kiosk brings them again.
#
#   restore.sh PROGRAMS CENTRE-SCRIPT HOW...
# HOW: dump (backup and restore by platform/centre) or files (the data directory of then is put back by
# hand: nothing tells the centre). "blind" after it: the centre keeps its epoch, and the drill must fail.
set -eu
how=$3
blind=${4:-}
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

session=11111111-1111-4111-8111-111111111111
quiet=22222222-1111-4111-8111-111111111111
added=33333333-1111-4111-8111-111111111111
all=("$session" "$quiet" "$added")

programme() { # SESSION TITLE TIME PLACES: tomorrow, or with "1 day" before the time the day after
	local starts_ms ends_ms
	starts_ms=$(at_ms "$3")
	ends_ms=$(at_ms "${3%??:??}17:00")
	put_session "'session', '$1', 'title', '$2', 'starts_ms', $starts_ms, 'ends_ms', $ends_ms,
		'opens_ms', $starts_ms, 'closes_ms', $ends_ms, 'places', $4"
}

# KIOSK TITLE [PEOPLE-MORE]: a guest books, and the kiosk says so.
book() {
	{
		echo 'tap "Book a place"'
		echo "tap raw \"$2\""
		echo 'tap #book'
		for ((i = 0; i < ${3:-0}; i++)); do echo 'tap #more.0'; done
		echo 'tap #go_on'
		echo 'see "You are booked"'
		echo 'tap "Done"'
	} | play "$1" 09:00 || { echo "kiosk $1 did not book $2"; exit 1; }
}

# Somebody joins and leaves a telephone number.
join() { # KIOSK CARD
	play "$1" 09:00 <<JOURNEY
tap "Join the library"
tap "Me"
type "Halina Nowak"
tap "Continue"
tap "I would rather not say"
type "01632960123"
tap "Continue"
tap "That is right"
tap "Yes, you may"
card $2
see "Your card is linked"
tap "Finish"
JOURNEY
	sync "$1"
}

# What is known of these people: rows, boxes, forms, texts, greetings; at the centre and at kiosks.
known_of() { # MEMBER...
	local kiosk
	ask_owner "SELECT count(*) FROM (SELECT member::text AS of FROM core.member
		UNION ALL SELECT about::text FROM core.sealed UNION ALL SELECT about::text FROM core.opened
		UNION ALL SELECT holder::text FROM core.token WHERE greeting <> '' OR status <> 'blocked'
		UNION ALL SELECT raw::jsonb->'body'->>'member' FROM core.change
			WHERE kind IN ('sign_up', 'link_card')) known
		WHERE of = ANY (string_to_array('$*', ' '))"
	for kiosk in 2 3; do
		sqlite3 "$folder/kiosk-$kiosk/kiosk.db" "SELECT count(*) FROM card
			WHERE instr('${*//-/}', lower(hex(holder))) > 0 AND length(greeting) > 0"
	done
}

# A guest has no card: what they have is the ticket.
book_with_ticket() { # KIOSK TITLE
	play "$1" 09:00 <<JOURNEY
readers real
tap "Book a place"
tap raw "$2"
tap #book
tap #go_on
see "You are booked"
shot ticket.png
tap "Done"
JOURNEY
}

# On the keys of the page that asks for it.
tap_code() { # CODE
	local letters=CDFHJKLMNPRTVWX3479 before i
	for ((i = 0; i < ${#1}; i++)); do
		before=${letters%"${1:i:1}"*}
		echo "tap #letter.${#before}"
	done
}

home_of_centre() {
	"$centre" url staff "$folder/centre" | sed 's/.*host=//'
}
take_copy() {
	case $how in
	dump) "$centre" backup "$folder/copy" "$folder/centre" >/dev/null ;;
	files)
		"$centre" stop "$folder/centre"
		home=$(home_of_centre)
		cp -a "$home/data" "$folder/copy"
		"$centre" start "$folder/centre" >/dev/null
		;;
	esac
}
put_back() {
	case $how in
	dump) "$centre" restore "$folder/copy" "$folder/centre" >/dev/null ;;
	files)
		"$centre" stop "$folder/centre"
		home=$(home_of_centre)
		rm -rf "$home/data"
		cp -a "$folder/copy" "$home/data"
		"$centre" start "$folder/centre" >/dev/null
		;;
	esac
}

"$centre" start "$folder/centre" >/dev/null
programme "$session" 'Story circle' 10:00 40
programme "$quiet" 'Quiet hour' 10:30 60
enrol 2 3
holder=$(ask_owner "SELECT holder FROM core.token LIMIT 1")

book 2 'Story circle'
book 3 'Story circle'
sync 2
sync 3
book_at_centre "$quiet" aaaaaaaa-1111-4111-8111-111111111111 "$holder"
if [ "$how" = dump ]; then
	join 3 04DEC0DE000002
	erased=$(ask_owner "SELECT member FROM core.member")
fi
sync 2
sync 3
take_copy

# After the copy: more of each, somebody who joins, and a session that only that centre knew.
if [ "$how" = dump ]; then
	join 3 04DEC0DE000003
	erased="$erased $(ask_owner "SELECT member FROM core.member WHERE member <> '$erased'")"
	for member in $erased; do "$centre" erase "$member" "$folder/centre" >/dev/null; done
fi
card=04DEC0DE000001
join 2 "$card"
joined=$(ask_owner "SELECT member FROM core.member WHERE kiosk = 2")
book 2 'Story circle' 1
book 3 'Story circle' 1
book_at_centre "$quiet" bbbbbbbb-1111-4111-8111-111111111111 "$joined"
programme "$added" 'Lantern walk' '1 day 08:00' 6
sync 2
sync 3
sync 2
book_with_ticket 2 'Lantern walk'
sync 2
before=$(ask_owner "SELECT sum(people) FROM core.booking WHERE session = '$session' AND state = 'confirmed'")
promised=$(bookings_at_kiosk 2 "${all[@]}")
[ -z "$blind" ] || epoch=$(ask_owner "SELECT epoch FROM core.site")

put_back
if [ -n "$blind" ]; then
	ask_owner "CREATE OR REPLACE FUNCTION core.begin_epoch(p_was uuid, p_why text) RETURNS void LANGUAGE sql AS ''"
	ask_owner "UPDATE core.site SET epoch = '$epoch', recovering = false, place_of_data = core.place_of_data()"
fi
programme "$session" 'Story circle' 10:00 40

if [ "$how" = dump ]; then
	# shellcheck disable=SC2086
	expect 'known of who was erased, before any kiosk is heard' "$(known_of $erased | head -n 1)" 0
fi

# Sales go on before the other one is heard again.
book 3 'Story circle'
sync_any() { (sync "$1") || true; }
sync_any 3
sync_any 2
sync_any 3
sync_any 2
sync_any 3

expect 'recovering at the end' "$(ask_owner "SELECT core.is_recovering()")" f
expect 'Story circle, people of all that was confirmed' \
	"$(ask_owner "SELECT sum(people) FROM core.booking WHERE session = '$session' AND state = 'confirmed'")" \
	$((before + 1))
expect 'what kiosk 2 and the centre know' "$(bookings_at_kiosk 2 "${all[@]}")" "$(bookings_at_centre "${all[@]}")"
expect 'what kiosk 3 and the centre know' "$(bookings_at_kiosk 3 "${all[@]}")" "$(bookings_at_centre "${all[@]}")"
expect 'promises that nobody can keep, before staff' \
	"$(ask_centre report "SELECT string_agg(reason, ' ' ORDER BY reason) FROM report.exception
		WHERE kind <> 'centre'")" \
	'booking-not-kept booking-not-kept not-as-promised'
expect 'promises that nobody can keep, to be told at kiosk 2' \
	"$(sqlite3 "$folder/kiosk-2/kiosk.db" "SELECT count(*) FROM booking WHERE reason = 'not-kept' AND told = 0")" 2
expect_leases_agree "$session"
echo "restore ($how${blind:+, blind}): before it kiosk 2 knew $promised; now $(bookings_at_kiosk 2 "${all[@]}")"
[ -z "$blind" ] || {
	echo "restore: the differences above are what a centre that keeps its epoch leaves behind"
	exit $((1 - failed))
}

"$centre" open "$folder/centre"
if [ "$how" = dump ]; then
	# shellcheck disable=SC2086
	expect 'known of who was erased, at the centre and at two kiosks' "$(known_of $erased | tr '\n' ' ')" '0 0 0 '
	expect 'who was not erased' "$(ask_owner "SELECT member FROM core.member")" "$joined"
fi
expect 'whom staff can call' \
	"$(ask_centre staff "SELECT string_agg(staff.contact_of_exception(exception)::jsonb->>'contact', ' ')
		FROM report.exception WHERE reason LIKE '%not-kept'")" 01632960123
play 2 09:30 <<JOURNEY || failed=1
readers real
card $card
screen my_page
see raw "could not be kept"
see raw "Quiet hour"
tap "Finish"
image ticket.png
screen check_in
see raw "could not be kept"
see raw "Lantern walk"
see "We would like to help you there."
not-see raw "is cancelled"
tap "Done"
tap #code
$(tap_code "$(sqlite3 "$folder/kiosk-2/kiosk.db" "SELECT code FROM booking WHERE session = x'${added//-/}'")")
screen booking_found
see raw "could not be kept"
not-see "This booking was cancelled"
tap "Done"
card $card
not-see raw "could not be kept"
JOURNEY
exit $failed
