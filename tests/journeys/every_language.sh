#!/bin/sh
# Each language of LINGUAS is spoken in the words of its catalogue. And on each screen that asks something, what
# was written or chosen is still there in every language, and as it was after all of them; the language is
# changed by the bar. every_language.sh RUNNER SOURCE OUT
set -eu
runner=$1
source=$2
out=$3
journey=$out/every-language.journey
languages=$(sed -n 's/^\([a-z][a-z-]*\) .*/\1/p' "$source/i18n/LINGUAS")
count=$(echo "$languages" | wc -l)

mkdir -p "$out"
rm -rf "$out/trees"
mkdir "$out/trees"

# own_words LANGUAGE SENTENCE: English where nobody translated it yet.
own_words() {
	words=''
	[ "$1" = en ] || words=$(sed -n "/^msgid \"$2\"\$/{n;s/^msgstr \"\(.*\)\"\$/\1/p}" "$source/i18n/$1.po")
	echo "${words:-$2}"
}

# speak NUMBER SCREEN [WRITTEN...]: the next language, and what was written is there.
speak() {
	echo 'tap "Language"'
	echo "tap #speak.$1"
	echo "screen $2"
	shift 2
	for written; do
		echo "see raw \"$written\""
	done
}

# in_every_language NAME SCREEN WRITTEN...: once around, and back to English.
in_every_language() {
	name=$1
	shift
	echo "shot $name-before"
	for number in $(seq 0 $((count - 1))); do
		speak "$number" "$@"
	done
	speak 0 "$@"
	echo "shot $name-after"
}

{
	echo 'at 2026-12-04T10:04'
	for language in $languages; do
		echo "language $language"
		echo "see raw \"$(own_words "$language" 'Join the library')\""
	done

	echo 'language en'
	echo 'tap "Join the library"'
	echo 'tap "Me"'
	echo 'type "Zofia Łącka"'
	in_every_language name question 'Zofia Łącka'
	echo 'tap "Continue"'
	echo 'type "27"'
	echo 'tap #part.1'
	echo 'tap #month.3'
	echo 'tap #part.2'
	echo 'type "201"'
	in_every_language birth question 27 201
	echo 'type "7"'
	echo 'tap "Continue"'
	echo 'type "zofia@example.org"'
	in_every_language contact question zofia@example.org
	echo 'tap "Continue"'
	echo 'type "Krystyna Nowak"'
	in_every_language guardian question 'Krystyna Nowak'
	echo 'tap "Continue"'
	echo 'type "01632960123"'
	in_every_language guardian_contact question '01632960123'
	echo 'tap "Continue"'
	in_every_language form_check form_check 'Zofia Łącka' 27 2017 zofia@example.org 'Krystyna Nowak' '01632960123'
	echo 'tap "Finish"'
	echo 'tap "Yes, finish"'

	echo 'language en'
	echo 'tap #code'
	echo 'tap #letter.3'
	echo 'tap #letter.4'
	echo 'tap #letter.13'
	in_every_language find_booking find_booking H J W
	echo 'tap "Back"'

	echo 'language en'
	echo 'tap "Book a place"'
	echo 'tap raw "Bounce & Rhyme"'
	echo 'tap "Book places"'
	for _ in 1 2 3 4 5 6; do
		echo 'tap #more.1'
	done
	in_every_language party party 7
	echo 'tap "Finish"'

	echo 'language en'
	echo 'tap #hero'
	echo 'tap #more.0'
	echo 'tap #more.0'
	echo 'tap #more.2'
	in_every_language drop_in drop_in 3
	echo 'tap "Come in"'
	echo 'tap "More or fewer came"'
	echo 'tap #more.3'
	echo 'tap #more.1'
	in_every_language who_came who_came 3 2
} >"$journey"

"$runner" "$journey" --out "$out" --trees "$out/trees"

# The keys are those of the language that is spoken, whichever the letters came from.
as_it_was() {
	grep -v '^  keys ' "$out/trees/$1-before.txt" >"$out/before.txt"
	grep -v '^  keys ' "$out/trees/$1-after.txt" | diff -u "$out/before.txt" -
}

failed=0
for before in "$out"/trees/*-before.txt; do
	screen=$(basename "$before" -before.txt)
	as_it_was "$screen" || {
		echo "$screen is not as it was before all languages were tried"
		failed=1
	}
done
exit $failed
