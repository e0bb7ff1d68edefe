#!/bin/sh
# Tickets on paper, as a printer makes them of what it is sent: one slip a ticket, and its code read back by
# the kiosk's own decoder, in every script. tickets_are_printed.sh RUNNER KIOSKCTL RECEIPT SOURCE OUT
set -eu
runner=$1
kioskctl=$2
receipt=$3
source=$4
out=$5
failed=0

# Of a PNG: the bytes of its header.
rows() {
	od -An -tx1 -j20 -N4 "$1"
}

complain() {
	echo "$*"
	failed=1
}

rm -rf "$out"
mkdir -p "$out"
for look in en ur pa pl ro ar 'en --bigger' 'ur --bigger'; do
	# shellcheck disable=SC2086
	set -- $look
	"$runner" "$source/tests/journeys/a-ticket-is-printed-once.journey" --out "$out" --language "$@" ||
		failed=1
	name=$out/slip-$1$([ $# -eq 1 ] || echo -bigger)-
	[ "$("$receipt" "$out/slips" "$name")" = 2 ] || complain "$look: there are not two slips"
	for slip in 1 2; do
		read=$("$kioskctl" decode "$name$slip.png" | cut -f 2-)
		case $read in
		QRCode*LK1:*) ;;
		*) complain "$name$slip.png has no ticket: $read" ;;
		esac
	done
	cmp -s "$name"1.png "$name"2.png && complain "$look: the slips are alike"
done
# Nothing but the code would differ.
for slip in 1 2 bigger-1 bigger-2; do
	[ "$(rows "$out/slip-en-$slip.png")" != "$(rows "$out/slip-ur-$slip.png")" ] ||
		complain "slip $slip: Urdu is as high as English: it is English"
done
exit $failed
