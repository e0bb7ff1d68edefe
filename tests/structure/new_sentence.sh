#!/bin/sh
# Somebody writes a new sentence into a screen and knows no other language: one complaint names it and the
# languages that want it, i18n/merge is all that it takes, and the sentence stays named. In a language that was
# reviewed it may not be missing. new_sentence.sh SOURCE
set -u
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-sentence-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cp -r "$1/i18n" "$1/kiosk" "$1/assets" "$folder"
check=$1/tests/structure/translations.sh
sentence='The desk is on the \"left\" of the door.'
languages=$(sed -n '/^en /d; s/^\([a-z][a-z-]*\) .*/\1/p' "$folder/i18n/LINGUAS" | tr '\n' ' ')
first=${languages%% *}
failed=0

# says STATUS HEADING LANGUAGES: how the check ends, and under which words the sentence stands.
says() {
	"$check" "$folder" >"$folder/said" 2>&1
	status=$?
	[ "$status" -eq "$1" ] && grep -A 99 "^$2" "$folder/said" | grep -qxF "  \"$sentence\" in $3" && return
	echo "this should have ended with $1 and said \"$2\" of $3:"
	cat "$folder/said"
	failed=1
}

"$folder/i18n/merge"
echo "const char *in_a_screen = _(\"$sentence\");" >"$folder/kiosk/screens/zz_new.c"
says 1 'New sentences. Run i18n/merge' "${languages% }"
[ "$(grep -c . "$folder/said")" -le $((2 + $(grep -c '^To be\|" in ' "$folder/said"))) ] || {
	echo "and nothing else:"
	cat "$folder/said"
	failed=1
}
"$folder/i18n/merge"
says 0 'To be translated' "${languages% }"
sed -i "s/^\($first .*\)/\1 reviewed/; s/ reviewed reviewed$/ reviewed/" "$folder/i18n/LINGUAS"
says 1 'A language that was reviewed' "$first"
exit $failed
