#!/bin/sh
# The codes on the screens, as a camera sees them: pictures of journeys, read by the kiosk's own decoder.
# codes_are_read.sh RUNNER KIOSKCTL SOURCE OUT
set -eu
runner=$1
kioskctl=$2
source=$3
out=$4
failed=0

play() {
	journey=$1
	shift
	"$runner" "$source/tests/journeys/$journey.journey" --out "$out" "$@"
}

# says PICTURE FORMAT PIECE...: the picture holds one code, of that format, and each piece is in its text.
says() {
	picture=$out/$1
	format=$2
	shift 2
	read=$("$kioskctl" decode "$picture" | cut -f 2-)
	[ "$(printf '%s\n' "$read" | wc -l)" -eq 1 ] && [ "${read%%	*}" = "$format" ] || {
		echo "$picture holds something else than one $format"
		failed=1
	}
	for piece; do
		case $read in
		*"$piece"*) ;;
		*)
			echo "$picture does not say $piece"
			failed=1
			;;
		esac
	done
}

rm -rf "$out"
mkdir -p "$out"
# look LANGUAGE SHAPE SIZE PLACE [READING]
look() {
	pictures=$1-$2
	place=$4
	set -- --language "$1" --size "$3" ${5:+"$5"}
	play a-ticket-goes-into-a-phones-calendar "$@"
	says "ticket-$pictures.png" QRCode LK1:
	says "calendar-$pictures.png" QRCode 'BEGIN:VEVENT\r\n' 'SUMMARY:Bounce & Rhyme\r\n' \
		'DTSTART:20261204T103000Z\r\nDTEND:20261204T113000Z\r\n' \
		"LOCATION:$place\\\\, Micklefield Library\\r\\n" '\\nC'
	play a-friend-is-told-in-their-own-language "$@"
	says "friend-$pictures.png" QRCode 'DTSTART:20261204T103000Z\r\n' \
		'LOCATION:Kącik dziecięcy\\, Micklefield Library\r\nEND:VEVENT'
}

for reading in '' --bigger --low --contrast; do
	look en landscape 1920x1080 "Children's area" $reading
	look ur portrait 1080x1920 'بچوں کا حصہ' $reading
done
look en portrait 1080x1920 "Children's area"
look ur landscape 1920x1080 'بچوں کا حصہ'
for language in en ur; do
	play a-new-member-photographs-the-number --language $language
	says member-$language-landscape.png Code128 27000000100007
done

# A branch that says where its own page is.
assets=$out/assets
mkdir "$assets"
cp -r "$source/assets/demo" "$assets"
sed -i '1s,{,{ "event_page": "https://example.org/events/{session}"\,,' "$assets/demo/branch.json"
"$kioskctl" enrol --demo --kiosk 1 --data "$out/data" --assets "$assets" >/dev/null
play a-friend-is-told-in-their-own-language --data "$out/data"
says friend-en-landscape.png QRCode https://example.org/events/
case $("$kioskctl" decode "$out/friend-en-landscape.png") in
*VEVENT*)
	echo "there is a page, and the code is a calendar's"
	failed=1
	;;
esac
exit $failed
