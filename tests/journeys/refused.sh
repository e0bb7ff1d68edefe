#!/bin/bash
# A journey that says something impossible is refused when it is read, before anything is played: the
# line is named and what would do, and the exit status is 2. refused.sh RUNNER
set -u
runner=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-refused-XXXXXX")
trap 'rm -rf "$folder"' EXIT
failed=0 cases=0
journey=$folder/the.journey

# What would be refused after lines that are good.
refused_file() { # WHAT THE-SENTENCE-SAYS LINE
	cases=$((cases + 1))
	"$runner" "$journey" --out "$folder" >"$folder/out" 2>"$folder/err"
	status=$?
	if [ $status -ne 2 ]; then
		echo "$1: exit status $status, not 2"
		failed=1
	elif ! grep -qF -e "$2" "$folder/err" || ! grep -q "^$journey:$3: " "$folder/err"; then
		echo "$1: said"
		sed 's/^/    /' "$folder/err"
		failed=1
	elif [ -s "$folder/out" ]; then
		echo "$1: something was played"
		failed=1
	fi
}

refused() { # LINE WHAT-THE-SENTENCE-SAYS
	printf 'at 2026-12-04T10:20\n%s\n' "$1" >"$journey"
	refused_file "$1" "$2" 2
}

long() {
	printf '%*s' "$1" '' | tr ' ' x
}

# Every word: none after it where one belongs, one too many, and nonsense in its place.
while IFS='|' read -r line sentence; do
	refused "$line" "$sentence"
done <<'END'
dance|does not begin with 'dance'
Screen home|does not begin with 'Screen'
"screen" home|does not begin with 'screen'
readers|a word is missing: `readers real`
readers false|`readers real`
readers real twice|'twice' is too much
kiosk|a word is missing
kiosk 0|`kiosk 1` to `kiosk 9`
kiosk 1x|`kiosk 1` to `kiosk 9`
kiosk ten|`kiosk 1` to `kiosk 9`
kiosk 1 2|'2' is too much
at|a word is missing
at tomorrow|a day and time that there is
at 2026-11-31T10:20|a day and time that there is
at 2026-02-29T10:20|a day and time that there is
at 2026-12-04T24:00|a day and time that there is
at 2026-12-04T10:20Z|a day and time that there is
at 2026-12-04|a day and time that there is
at 2026-12-04 10:20|'10:20' is too much
language|a word is missing
language xx|'xx' is no language
language EN|'EN' is no language
language en pl|'pl' is too much
card|a word is missing
card 04A7B2C316E58|hexadecimal digits
card 04A7B2C316E5GG|hexadecimal digits
card 04A7B2C316E580 twice|'twice' is too much
phone|a word is missing
phone LK1|stands in quotation marks
phone "LK1" "LK1"|'LK1' is too much
lift all|'all' is too much
code|a word is missing
code LK1:|stands in quotation marks
code "LK1:" now|'now' is too much
image|a word is missing
image ticket.png|'image' needs `readers real`
image a.png b.png|'b.png' is too much
tap|a word is missing
tap Continue|"a sentence", raw "a text" or #action.index
tap "Contineu"|none of the kiosk's own sentences
tap "Book"|none of the kiosk's own sentences
tap raw|"a sentence", raw "a text" or #action.index
tap raw Bounce|stands in quotation marks
tap #chose.2|#action.index
tap #choose.two|#action.index
tap #choose.-1|#action.index
tap #choose.2x|#action.index
tap "Continue" twice|'twice' is too much
tap-and-die|a word is missing
tap-and-die Continue|stands in quotation marks
tap-and-die "Contineu"|none of the kiosk's own sentences
tap-and-die "Continue" now|'now' is too much
tap-before|a word is missing
tap-before Khan|stands in quotation marks
type|a word is missing
type Amina|stands in quotation marks
type ""|stands in quotation marks
type "Amina" "Khan"|'Khan' is too much
key|a word is missing
key Tabulator|'Tabulator' is no key
key Tab Tab|'Tab' is too much
wait|a word is missing
wait 65|a duration such as
wait s|a duration such as
wait -1s|a duration such as
wait 1e9s|a duration such as
wait 0x10s|a duration such as
wait infs|a duration such as
wait 1.2.3s|a duration such as
wait 0s|a duration such as
wait 9999h|a duration such as
wait 1 s|'s' is too much
wait 1s extra words ignored|'extra' is too much
see|a word is missing
see Hello!|stands in quotation marks
see "Helo!"|none of the kiosk's own sentences
see "Hello!" nonsense after|'nonsense' is too much
see raw Hello|stands in quotation marks
see raw "Hello" after|'after' is too much
not-see|a word is missing
not-see "Helo!"|none of the kiosk's own sentences
not-see "Hello!" after|'after' is too much
screen|a word is missing
screen hom|'hom' is no screen
screen home and more|'and' is too much
shot|a word is missing
shot ../home|a picture's name without a folder
shot home twice|'twice' is too much
outbox|a word is missing
outbox banana|a whole number
outbox -1|a whole number
outbox 1x|a whole number
outbox 99999|a whole number
outbox 1 2|'2' is too much
centre|a word is missing
centre begin|'begin' is no thing to do with the centre
centre start now|'now' is too much
sync one|an exit status
sync 256|an exit status
sync 0 1|'1' is too much
offline now|'now' is too much
online now|'now' is too much
count|a word is missing
count member|a word is missing
count members 1|'members' is no count
count member one|a whole number
count member 1 2|'2' is too much
opened|a word is missing
opened Amina|stands in quotation marks
opened "Amina" "Khan"|'Khan' is too much
restart now|'now' is too much
kill|a word is missing
kill everything|'everything' is no program to kill
kill face now|'now' is too much
freeze|a word is missing
freeze centre|'centre' is no program to freeze or thaw
freeze nfc now|'now' is too much
thaw|a word is missing
thaw centre|'centre' is no program to freeze or thaw
thaw nfc now|'now' is too much
see "Hello!|a quotation mark is missing
see "Hello!"after|a space is missing
type Ami"na|a quotation mark within
screen a b c d e f g|more words than any line has
END
refused "type \"$(long 700)\"" 'is longer than 640 bytes'
refused "screen $(long 700)" 'is longer than 640 bytes'
refused "# $(long 3000)" 'the line is longer than 2047 bytes'

printf 'screen home\nkiosk 2\n' >"$journey"
refused_file 'kiosk after the visit began' "'kiosk' stands before" 2
printf 'screen home\nreaders real\n' >"$journey"
refused_file 'readers after the visit began' "'readers' stands before" 2

# What names no line of the file.
refused_whole() { # WHAT SENTENCE ARGUMENT...
	cases=$((cases + 1))
	what=$1 sentence=$2
	shift 2
	"$runner" "$@" >"$folder/out" 2>"$folder/err"
	status=$?
	if [ $status -ne 2 ] || ! grep -qF -e "$sentence" "$folder/err"; then
		echo "$what: exit status $status, and"
		sed 's/^/    /' "$folder/err"
		failed=1
	fi
}
printf '# nothing\n\n' >"$journey"
refused_whole 'a journey that says nothing' 'says nothing' "$journey"
printf 'screen home\n\377\n' >"$journey"
refused_whole 'no UTF-8' 'is not UTF-8' "$journey"
printf 'screen home\n\0\n' >"$journey"
refused_whole 'a zero byte' 'is not UTF-8' "$journey"
refused_whole 'no such file' 'cannot be read' "$folder/none.journey"
refused_whole 'a folder' 'cannot be read' "$folder"
printf 'screen home\n' >"$journey"
for size in banana 1920 1920x 1920x1080x 0x0 10x10 99999x99999 -1920x1080; do
	refused_whole "--size $size" 'give a size' "$journey" "--size=$size"
done
"$runner" "$journey" --data "$folder/nothing" --out "$folder" >"$folder/out" 2>&1
if ! grep -qF "kioskctl enrol --demo --kiosk 1 --data $folder/nothing" "$folder/out"; then
	echo "a DIR that is no kiosk yet is not told how it becomes one:"
	cat "$folder/out"
	failed=1
fi
refused_whole '--language xx' 'not among the languages' "$journey" --language xx

echo "$cases journeys were refused"
exit $failed
