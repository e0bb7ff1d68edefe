#!/bin/bash
# A list of members is imported whole or not at all, by the real kioskctl at a real centre; a wrong
# value far behind leaves nothing of what stands before it, and a blocked member is blocked however
# the list writes yes.
#
#   members.sh PROGRAMS CENTRE-SCRIPT KEYS
set -eu
programs=$1
centre=$2
keys=$3

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-members-XXXXXX")
chmod 711 "$folder"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT
"$centre" start "$folder/centre" >/dev/null
staff=$("$centre" url staff "$folder/centre")
owner=${staff/staff@/owner@}
failed=0

tokens() { # CONDITION
	psql -XAtq -v ON_ERROR_STOP=1 "$owner" -c "SELECT count(*) FROM core.token WHERE $1"
}

# import STATUS SENTENCE FILE
import() {
	local status=0
	"$programs/kioskctl" import members "$3" --centre "$staff" --key "$keys" \
		>"$folder/said" 2>&1 || status=$?
	if [ $status -ne "$1" ] || ! grep -qF "$2" <(sed "s/^/said: /" "$folder/said"); then
		echo "$3: status $status, said: $(cat "$folder/said")"
		failed=1
	fi
}

expect() { # NAME WANTED FOUND
	[ "$2" = "$3" ] && return
	echo "$1: $3, not $2"
	failed=1
}

# Numbers with the demo's check digit: Luhn over 240040 and a serial.
numbers() { # HOW-MANY
	awk -v many="$1" 'BEGIN {
		for (i = 0; i < many; i++) {
			digits = sprintf("2400400%06d", 500000 + i)
			sum = 0
			for (k = length(digits); k > 0; k--) {
				d = substr(digits, k, 1) * (1 + (length(digits) - k + 1) % 2)
				sum += d > 9 ? d - 9 : d
			}
			print digits (10 - sum % 10) % 10
		}
	}'
}

heading="number,uid,first_name,birth_year,language,blocked"
before=$(tokens true)
{
	echo "$heading"
	numbers 2500 | sed 's/$/,,Invented,1980,en,/'
	echo "24004000010004,,Last,1980,en,"
} >"$folder/wrong.csv"
import 2 "wrong.csv:2502: number: no membership number of this library" "$folder/wrong.csv"
expect "a wrong last line" "$before" "$(tokens true)"

printf '%s\n24004000019996,,Ren\351e,1980,fr,\n' "$heading" >"$folder/latin.csv"
import 2 "latin.csv:2: first_name: not in UTF-8" "$folder/latin.csv"
expect "Windows-1252" "$before" "$(tokens true)"

# The centre goes away half way: the third thousand cannot be written.
psql -XAtq "$owner" -c "CREATE FUNCTION core.stumble() RETURNS trigger LANGUAGE plpgsql AS \$\$
	BEGIN IF (SELECT count(*) FROM core.token) > $before + 2200 THEN RAISE EXCEPTION 'away'; END IF;
	RETURN NEW; END \$\$;
	CREATE TRIGGER stumble BEFORE INSERT ON core.token FOR EACH ROW EXECUTE FUNCTION core.stumble()"
sed -i '$d' "$folder/wrong.csv"
import 2 "the centre answered with error" "$folder/wrong.csv"
expect "a centre that stumbles" "$before" "$(tokens true)"
psql -XAtq "$owner" -c "DROP TRIGGER stumble ON core.token; DROP FUNCTION core.stumble()"

import 0 "said: 2500 cards and numbers new or changed" "$folder/wrong.csv"
expect "a right list" $((before + 2500)) "$(tokens true)"
blocked=$(tokens "status = 'blocked'")
{
	echo "$heading"
	numbers 5 | paste -d, - <(printf '%s\n' ,A,1980,en,YES ,B,1980,en,true ,C,1980,en,1 \
		',D,1980,en,"yes"' ',E,1980,en, Y ')
} >"$folder/blocked.csv"
import 0 "said: 5 cards and numbers new or changed" "$folder/blocked.csv"
expect "blocked in five spellings" $((blocked + 5)) "$(tokens "status = 'blocked'")"

# A column that nobody knows is named, with the one that was meant, and the list is imported.
sed "1s/.*/$heading,adult_nmber/; 2,\$s/$/,/" "$folder/blocked.csv" >"$folder/column.csv"
import 0 "said:   line 1, the heading: \"adult_nmber\" is not understood; did you mean \"adult_number\"?" \
	"$folder/column.csv"
numbers 6 | tail -1 | sed "s/^/$heading\n/; s/$/,,F,1980,en,/" >"$folder/one.csv"
import 0 "said: 1 card or number new or changed" "$folder/one.csv"

# The centre was seeded from the demo's own list: the same again changes nothing.
import 0 "said: 0 cards and numbers new or changed" "$(dirname "$keys")/members.csv"
exit $failed
