#!/bin/bash
# README's "A centre of your own": the demo's kiosk meets a centre that starts after it and knows fewer
# sessions, and is well. own_centre.sh PROGRAMS CENTRE-SCRIPT
set -eu
programs=$1
centre=$2
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-own-centre-XXXXXX")
chmod 711 "$folder"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT

ask_report() {
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url report "$folder/centre")" -c "$1"
}

"$programs/kioskctl" enrol --demo --kiosk 1 --data "$folder/kiosk" >/dev/null
"$centre" start "$folder/centre" >/dev/null
for _ in 1 2; do
	"$programs/kiosk-sync" --data "$folder/kiosk" --once \
		--centre "$("$centre" url kiosk_1 "$folder/centre")" 2>>"$folder/log" ||
		{ cat "$folder/log" && exit 1; }
	code=0
	"$programs/kioskctl" doctor --data "$folder/kiosk" >"$folder/doctor" || code=$?
	[ $code -eq 0 ] || { cat "$folder/doctor" && exit 1; }
done
"$programs/kioskctl" status --data "$folder/kiosk" >"$folder/status"
refused=$(sed -n 's/^exceptions *\([0-9]*\) refused.*/\1/p' "$folder/status")
found=$(ask_report "SELECT count(*) FROM report.exception")
[ "$refused" = "$found" ] || { echo "the kiosk points to $refused exceptions, the centre has $found" && exit 1; }
[ "$(ask_report "SELECT behind FROM report.kiosk WHERE kiosk = 1")" = 0 ] ||
	{ echo "the centre has not all of the kiosk's log" && exit 1; }
