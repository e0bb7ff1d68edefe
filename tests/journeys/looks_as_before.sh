#!/bin/sh
# A few dozen pictures of the tour look as those of tests/journeys/pictures/, which are a quarter of their sides:
# in English on a wide panel, in Urdu on a tall one, in Punjabi in high contrast. looks_as_before.sh RUNNER
# DIFFERS SOURCE OUT
# ACCEPT=1 in the environment writes them anew: look at what git then shows.
set -eu
runner=$1
differs=$2
source=$3
out=$4
before=$source/tests/journeys/pictures
# Not those of a ticket: its code is another one each time.
screens='home attract whats-on session party drop-in check-in my-page join-name join-birth join-contact
	join-check join-consent help language finish'
failed=0

play() {
	"$runner" "$source/tests/journeys/tour.journey" --out "$out" --language "$1" --size "$2" ${3:+"$3"} >/dev/null
}

look() {
	for screen in $screens; do
		if [ -n "${ACCEPT:-}" ]; then
			"$differs" --shrink "$before/$screen-$1.png" "$out/$screen-$1.png"
		else
			"$differs" "$before/$screen-$1.png" "$out/$screen-$1.png" || failed=1
		fi
	done
}

rm -rf "$out"
mkdir -p "$out"
[ -z "${ACCEPT:-}" ] || mkdir -p "$before"
play en 1920x1080 ''
play ur 1080x1920 ''
play pa 1920x1080 --contrast
look en-landscape
look ur-portrait
look pa-landscape
[ $failed -eq 0 ] || echo "if that is right: ACCEPT=1, and look at the pictures that git then shows"
exit $failed
