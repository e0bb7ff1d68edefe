#!/bin/bash
# A library gives one form to two kiosks: kioskctl checks it and puts it at the centre, both ask it, and
# once it is taken back each asks its own file again. A slip of the pen is refused before anything is
# changed; one that comes to the kiosks all the same (their program is older) leaves the last good one and is
# named.
#
#   forms_for_all.sh PROGRAMS CENTRE-SCRIPT ASSETS
set -eu
programs=$1
centre=$2
assets=$3

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-forms-XXXXXX")
chmod 711 "$folder"
mkdir "$folder/pictures"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT
"$centre" start "$folder/centre" >/dev/null
staff=$("$centre" url staff "$folder/centre")
owner=${staff/staff@/owner@}
morning=$(date -d tomorrow +%Y-%m-%d)
failed=0

complain() {
	echo "$*"
	failed=1
}

# import STATUS SENTENCE WORD...
import() {
	local status=0 wanted=$1 sentence=$2
	shift 2
	"$programs/kioskctl" import form "$@" --centre "$staff" >"$folder/said" 2>&1 || status=$?
	if [ $status -ne "$wanted" ] || ! grep -qxF -- "$sentence" "$folder/said"; then
		complain "import form $*: status $status, said: $(cat "$folder/said")"
	fi
}

# forms_are WANTED: name and revision of all that the centre has.
forms_are() {
	local found
	found=$(psql -XAtq "$owner" -c "SELECT string_agg(name || ' ' || revision, ', ') FROM core.form")
	[ "$found" = "$1" ] || complain "the centre's forms: $found, not $1"
}

sync() {
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once \
		--centre "$("$centre" url "kiosk_$1" "$folder/centre")" 2>>"$folder/log" || {
		echo "kiosk $1: kiosk-sync --once ended with $?"
		cat "$folder/log"
		exit 1
	}
}

sync_both() {
	sync 2
	sync 3
}

# With a slip of the pen in the kiosk's own file, too.
own_file_is_broken() {
	local each
	mkdir -p "$folder/assets/forms"
	for each in "$assets"/*; do
		[ "${each##*/}" = forms ] || ln -s "$each" "$folder/assets/"
	done
	cp "$broken" "$folder/assets/forms/join.json"
	"$programs/kioskctl" doctor --data "$folder/kiosk-2" --assets "$folder/assets" >"$folder/said" || true
	grep -q '^wrong  forms/join.json: line 3: .*; the kiosk asks the centre'"'"'s$' "$folder/said" ||
		complain "doctor of a kiosk whose own file is broken, too: $(cat "$folder/said")"
}

# doctor_says LINE, of both kiosks; "no" before it: of neither.
doctor_says() {
	local kiosk count=0 wanted=2
	[ "$1" != no ] || { wanted=0 && shift; }
	for kiosk in 2 3; do
		"$programs/kioskctl" doctor --data "$folder/kiosk-$kiosk" >"$folder/said" || true
		! grep -q -- "$1" "$folder/said" || count=$((count + 1))
	done
	[ $count -eq $wanted ] ||
		complain "doctor of $count kiosks, not $wanted, says '$1': $(cat "$folder/said")"
}

# play KIOSK, the journey on standard input
play() {
	{
		echo "at ${morning}T10:00"
		cat
	} >"$folder/pictures/$1.journey"
	"$programs/library-kiosk" --journey "$folder/pictures/$1.journey" --data "$folder/kiosk-$1" \
		--out "$folder/pictures" 2>>"$folder/log" || failed=1
}

# both_ask WORD TITLE: of joining, this is asked first. WORD is raw where the title is the library's own.
both_ask() {
	local kiosk
	for kiosk in 2 3; do
		play $kiosk <<-END
			tap "Join the library"
			see $1 "$2"
		END
	done
}

for kiosk in 2 3; do
	"$programs/kioskctl" enrol --demo --kiosk $kiosk --data "$folder/kiosk-$kiosk" >/dev/null
done
form=$folder/our-join.json
cat >"$form" <<'END'
{"form": "join", "version": 7, "questions": [
  {"id": "name", "kind": "name", "title": {"en": "And you are?", "pl": "A kto to?"}},
  {"id": "likes", "kind": "text", "title": {"en": "What do you like to read?"}, "optional": true},
  {"id": "consent", "kind": "consent", "title": {"en": "All right?"}, "choices": [
    {"words": {"en": "We keep this."}}]}
]}
END

# What is wrong with it is said before the centre is asked, and nothing is changed.
broken=$folder/broken.json
sed 's/"optional"/"optinal"/' "$form" >"$broken"
import 2 "kioskctl: import: $broken: line 3: question 2: \"optinal\" is not known here (did you mean \"optional\"?)" "$broken"
sed 's/"id": "consent"/"id": "agree"/' "$form" >"$folder/no-consent.json"
import 2 "kioskctl: import: $folder/no-consent.json: line 1: it has no question \"consent\"" \
	"$folder/no-consent.json"
{
	cat "$form"
	head -c 66000 /dev/zero | tr '\0' ' '
} >"$folder/large.json"
import 2 "kioskctl: import: $folder/large.json: it is larger than 65536 bytes" "$folder/large.json"
import 2 "kioskctl: import: the centre gives no form 'join'" --remove join
import 0 "form join: new" --dry-run "$form"
forms_are ""

import 0 "form join: new" "$form"
import 0 "form join: same" "$form"
forms_are "join 1"
sync_both
doctor_says "^note   form join is the centre's, not forms/join.json$"
own_file_is_broken
both_ask raw "And you are?"
play 3 <<'END'
language pl
tap "Join the library"
see raw "A kto to?"
type "Zofia"
tap "Continue"
see raw "What do you like to read?"
type "Maps"
tap "Continue"
screen form_check
see raw "Maps"
tap "That is right"
see raw "We keep this."
tap "Yes, you may"
screen join_done
END
sync 3
"$centre" open "$folder/centre" >/dev/null 2>&1
said=$(psql -XAtq "$owner" -c "SELECT form->'version', form->'answers' FROM core.opened")
[ "$said" = '7|{"likes": "Maps"}' ] || complain "the clerk reads: $said"

# As a kiosk whose program is older than the form.
psql -XAtq -v ON_ERROR_STOP=1 -v "form=$(cat "$broken")" "$staff" >/dev/null <<'END'
SELECT staff.put_form('micklefield', 'join', :'form');
END
sync_both
doctor_says "^wrong  the centre's form join: line 3: question 2: \"optinal\" is not known here (did you mean \"optional\"?); the kiosk asks the centre's last"
both_ask raw "And you are?"

import 0 "form join: taken back" --remove join
sync_both
doctor_says no "form join"
both_ask "" "Who would like to join?"
[ $failed -ne 0 ] || echo "two kiosks asked the centre's form, kept the last good one, and then their own"
exit $failed
