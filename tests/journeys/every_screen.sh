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
expected=$source/tests/journeys/screens.txt
failed=0

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

# Which languages there are beside English stands in LINGUAS only: their buttons are left out, with what is
# written on them.
without_other_languages() {
	awk '
		{ depth = match($0, /[^ ]/) }
		left_out && depth > left_out { next }
		{ left_out = 0 }
		/#SPEAK\.[1-9][0-9]*$/ { left_out = depth; next }
		/^  button "More languages"/ { next }
		{ print }' "$1"
}

# A ticket's code is another one each time.
for tree in "$out"/trees/*.txt; do
	echo "== $(basename "$tree" .txt)"
	without_other_languages "$tree" |
		sed 's/\(Short code: ⁨\)[^⁩]*/\1...../; s/text "C [2-9A-Z]\{4\}"/text "C ...."/'
done >"$out/screens.txt"
if [ -n "${ACCEPT:-}" ]; then
	cp "$out/screens.txt" "$expected"
elif ! diff -u "$expected" "$out/screens.txt"; then
	echo "the screens say something else; if that is right: ACCEPT=1, and read what git shows"
	failed=1
fi
exit $failed
