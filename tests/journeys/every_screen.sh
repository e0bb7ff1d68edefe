#!/bin/sh
# The tour and the answers, in English and as text: every screen is among them, and what each picture
# shows is what tests/journeys/screens.txt says. every_screen.sh RUNNER SOURCE OUT [JOURNEY...]
# ACCEPT=1 in the environment writes screens.txt anew: read the difference that git then shows.
set -eu
runner=$1
source=$2
out=$3
shift 3
[ $# -gt 0 ] || set -- tour answers
failed=0
. "$source/tests/journeys/trees.sh"

mkdir -p "$out"
rm -rf "$out/trees"
mkdir "$out/trees"
for journey; do
	"$runner" "$source/tests/journeys/$journey.journey" --out "$out" --trees "$out/trees"
done

screens=$(sed -n 's/^extern const struct screen screen_\([a-z_]*\);$/\1/p' \
	"$source/kiosk/screens/screens.h")
for screen in $screens; do
	grep -qx "screen $screen" "$out"/trees/*.txt || {
		echo "no picture of the tour or the answers shows the screen $screen"
		failed=1
	}
done

for tree in "$out"/trees/*.txt; do
	echo "== $(basename "$tree" .txt)"
	without_other_languages "$tree" | without_codes
done >"$out/screens.txt"
as_written_down "$out/screens.txt" "$source/tests/journeys/screens.txt" || failed=1
exit $failed
