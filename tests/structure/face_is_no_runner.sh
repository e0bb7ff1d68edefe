#!/bin/sh
# What stands at the front desk can neither play a journey nor delete or query for one:
# face_is_no_runner.sh LIBRARY-KIOSK KIOSK-JOURNEY. The runner's words are looked for in both, so that
# a word that the runner itself lost is noticed; among their texts only, since three letters may be
# anything in a program's code.
set -u
texts() { # PROGRAM WORD
	readelf -p .rodata "$1" | grep -qF -e "$2"
}
face=$1
runner=$2
failed=0
for word in psql -rf report.member staff.members pn532_simulator; do
	texts "$runner" "$word" || { echo "the runner has no '$word' any more"; failed=1; }
	! texts "$face" "$word" || { echo "the face has '$word'"; failed=1; }
done
exit $failed
