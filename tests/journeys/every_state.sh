#!/bin/sh
# Every state of every journey, in every language and every way of reading: nothing is on any screen that
# nobody could read or touch, every sentence is on a picture, and in English and in Urdu the states say
# what tests/journeys/states.txt says. every_state.sh KIOSKCTL SOURCE OUT
# ACCEPT=1 in the environment writes that anew: read the difference that git then shows.
set -eu
kioskctl=$1
source=$2
out=$3
failed=0
. "$source/tests/journeys/trees.sh"

rm -rf "$out"
mkdir -p "$(dirname "$out")"
"$kioskctl" check --out "$out" || failed=1
[ -s "$out/landscape/trees" ] || failed=1

# A block a state and language, in an order of their own: journeys may come in any.
by_state() {
	awk '/^== / { print block; block = ""; }
		{ block = block $0 "\t" }
		END { print block }' | LC_ALL=C sort | tr '\t' '\n' | sed '/^$/d'
}

without_other_languages "$out/landscape/trees" | without_codes | by_state >"$out/states.txt"
as_written_down "$out/states.txt" "$source/tests/journeys/states.txt" || failed=1
exit $failed
