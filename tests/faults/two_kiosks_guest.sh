#!/bin/bash
# A guest says a first name at the one kiosk and shows the ticket at the other, which has no network by
# then: they are greeted. In no file of either kiosk, in no log and nowhere at the centre the name is readable.
#
#   two_kiosks_guest.sh PROGRAMS CENTRE-SCRIPT
set -eu
programs=$1
centre=$2
name=Zuleikha

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-two-XXXXXX")
chmod 711 "$folder"
mkdir "$folder/pictures"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT
failed=0

# Tomorrow: the programs, which live in real time here, find it ahead.
morning=$(date -d tomorrow +%Y-%m-%d)
at_ms() {
	echo "$(TZ=Europe/London date -d "$morning $1" +%s)000"
}

sync() {
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once \
		--centre "$("$centre" url "kiosk_$1" "$folder/centre")" 2>>"$folder/log" || {
		echo "kiosk $1: kiosk-sync --once ended with $?"
		cat "$folder/log"
		exit 1
	}
}

play() { # KIOSK TIME, the journey on standard input
	{
		echo "readers real"
		echo "at ${morning}T$2"
		cat
	} >"$folder/pictures/$1.journey"
	"$programs/library-kiosk" --journey "$folder/pictures/$1.journey" --data "$folder/kiosk-$1" \
		--out "$folder/pictures" 2>>"$folder/log"
}

"$centre" start "$folder/centre" >/dev/null
psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url staff "$folder/centre")" >/dev/null -c "
	SELECT staff.put_programme('micklefield', jsonb_build_array(jsonb_build_object(
		'session', '11111111-1111-4111-8111-111111111111', 'title', 'Story circle', 'theme', 'community',
		'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 11:00), 'opens_ms', $(at_ms 9:30),
		'closes_ms', $(at_ms 11:00), 'admission', 'booked', 'asks', 3, 'places', 12,
		'door_places', 0))::text)"
for kiosk in 2 3; do
	"$programs/kioskctl" enrol --demo --kiosk $kiosk --data "$folder/kiosk-$kiosk" >/dev/null
	sync $kiosk
	sync $kiosk
done

play 2 09:00 <<JOURNEY
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
