#!/bin/sh
# The page for a native reader has every sentence once, beside the first picture that shows it: review.sh SOURCE.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
mkdir "$folder/trees"
touch "$folder/a-pl-landscape.png" "$folder/a-pl-portrait.png"
printf 'screen home\n  text "Poproś o pomoc"\n' >"$folder/trees/a.txt"
printf 'screen party\n  text "Poproś o pomoc"\n  text "Strona 1 z 3"\n' >"$folder/trees/b.txt"
"$1/i18n/make-review" pl "$folder" >"$folder/index.html"

# stands SECTION ENGLISH: in the part of the page that this heading begins.
stands() {
	awk -v section="<h2>$1</h2>" '/<h2>/ { inside = 0 } index($0, section) { inside = 1 } inside' \
		"$folder/index.html" | grep -qF "data-english=\"$2\"" && return
	echo "\"$2\" does not stand under \"$1\""
	failed=1
}
stands a "Ask for help"
stands b "Page {page} of {pages}"
stands "Seldom seen" "Book a place"
grep -qF '<img src="a-pl-portrait.png"' "$folder/index.html" || {
	echo "the picture is missing"
	failed=1
}
rows=$(grep -c '^\(<table>\)\{0,1\}<tr data-english=' "$folder/index.html")
sentences=$(msgattrib --no-wrap --no-obsolete "$1/i18n/pl.po" | grep -c '^msgid "..*"$')
[ "$rows" -eq "$sentences" ] || {
	echo "$rows rows for $sentences sentences"
	failed=1
}
exit $failed
