#!/bin/sh
# Another language is one .po, one keyboard and one line in LINGUAS, as i18n/README.md says: in a copy of the
# sources it is added so, the build takes it up, and all tests that look at languages hold. Nobody need touch
# a test, a recorded screen or C. The words are English with a letter before them.
# seventh_language.sh SOURCE BUILD GLYPHS
set -eu
source=$1
build=$2
glyphs=$(realpath "$3")
copy=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-language-XXXXXX")
trap 'rm -rf "$copy"' EXIT
log=$copy/log

# What is not offered yet, and has its days and months in i18n/dates.
choose() {
	while read -r code name; do
		grep -q "^$code " "$source/i18n/LINGUAS" || {
			echo "$code $name"
			return
		}
	done <<-END
		cs Čeština
		nl Nederlands
		sk Slovenčina
	END
}

# Every form of every sentence, with what stands in braces.
translate() {
	awk '
		/^msgid "/ { one = substr($0, 7) }
		/^msgid_plural "/ { many = substr($0, 14) }
		/^msgstr ""$/ && one != "\"\"" { print "msgstr \"Č " substr(one, 2); next }
		/^msgstr\[[0-9]\] ""$/ { print substr($0, 1, 10) "\"Č " substr(many, 2); next }
		{ sub(/YEAR-MO-DA HO:MI\+ZONE/, "2026-12-04 12:00+0000"); print }'
}

add_language() {
	i18n/extract >template.pot &&
		msginit --no-translator --no-wrap -l "$1" -i template.pot -o begun.po &&
		translate <begun.po >"i18n/$1.po" &&
		echo "$1 $2" >>i18n/LINGUAS &&
		sed "s/^name .*/name $2/; s/^language .*/language $1/" assets/keyboards/en.keys >"assets/keyboards/$1.keys"
}

# What the languages decide: catalogues, and the words of journeys. The face itself knows none of them.
build_what_needs_it() {
	catalogues=$(sed -n '/^en /d; s|^\([a-z][a-z-]*\) .*|i18n/\1/LC_MESSAGES/library-kiosk.mo|p' i18n/LINGUAS)
	# shellcheck disable=SC2086
	CFLAGS=-O0 CXXFLAGS=-O0 meson setup build && ninja -C build kiosk/kiosk-journey $catalogues &&
		for program in library-kiosk kioskctl kiosk-nfc kiosk-camera; do
			cp "$build/kiosk/$program" build/kiosk/ || return
		done &&
		cp "$build"/tests/support/pn532_simulator build/tests/support/
}

# holds SENTENCE COMMAND...
holds() {
	sentence=$1
	shift
	"$@" >"$log" 2>&1 || {
		cat "$log"
		echo "with $name ($code) added as i18n/README.md says, this does not hold: $sentence"
		exit 1
	}
}

language=$(choose)
[ -n "$language" ] || { echo "every language of this test is offered: write another one into it"; exit 1; }
code=${language%% *}
name=${language#* }
(cd "$source" && cp -r meson.build meson_options.txt assets i18n kiosk platform tests "$copy")
cd "$copy"
ACCEPT=1 holds "the screens can be recorded" tests/journeys/every_screen.sh "$build/kiosk/kiosk-journey" "$copy" out tour
holds "a catalogue can be begun" add_language "$code" "$name"
holds "it can be built" build_what_needs_it
holds "every sentence is translated and keeps its placeholders" tests/structure/translations.sh "$copy" "$code"
holds "every character has a glyph" "$glyphs" assets i18n/LINGUAS build/i18n
holds "it is spoken, and what was written stays" \
	tests/journeys/every_language.sh build/kiosk/kiosk-journey "$copy" out
grep -q "^see raw \"Č Join the library\"$" out/every-language.journey
holds "the recorded screens stay as they were" \
	tests/journeys/every_screen.sh build/kiosk/kiosk-journey "$copy" out tour
