#!/bin/sh
# Tickets on paper, as a printer makes them of what it is sent: one slip a ticket, or one strip a series, and
# each code read back by the kiosk's own decoder, in every script.
# tickets_are_printed.sh RUNNER KIOSKCTL RECEIPT SOURCE OUT
set -eu
runner=$1
kioskctl=$2
receipt=$3
source=$4
out=$5
failed=0
most=8 # codes that the decoder looks for in one picture

# Of a PNG: the bytes of its header.
rows() {
	od -An -tx1 -j20 -N4 "$1"
}

# How many tickets are on it, each counted once.
tickets() {
	"$kioskctl" decode "$1" | cut -f 2- | grep -a 'QRCode.*LK1:' | sort -u | wc -l
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

	"$runner" "$source/tests/journeys/a-series-is-printed-on-one-strip.journey" --out "$out/series" \
		--language "$@" || failed=1
	[ "$("$receipt" "$out/series/slips" "$name"strip-)" = 2 ] || complain "$look: there are not two strips"
	[ "$(tickets "$name"strip-1.png)" -eq 2 ] || complain "$look: not both tickets are on the strip"
	# In bigger letters it is longer than a picture that the decoder reads.
	[ $# -eq 2 ] || [ "$(tickets "$name"strip-2.png)" -eq $most ] ||
		complain "$look: not each ticket is on the strip"
done
# Nothing but the code would differ.
for slip in 1 2 bigger-1 bigger-2 strip-1 strip-2; do
	[ "$(rows "$out/slip-en-$slip.png")" != "$(rows "$out/slip-ur-$slip.png")" ] ||
		complain "slip $slip: Urdu is as high as English: it is English"
done
exit $failed
