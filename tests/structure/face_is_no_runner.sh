#!/bin/sh
# What stands at the front desk can neither play a journey nor delete or query for one:
# face_is_no_runner.sh LIBRARY-KIOSK KIOSK-JOURNEY. The runner's words are looked for in both, so that
# a word that the runner itself lost is noticed.
set -u
face=$1
runner=$2
failed=0
for word in psql -rf report.member staff.members pn532_simulator; do
	grep -qaF -e "$word" "$runner" || { echo "the runner has no '$word' any more"; failed=1; }
	! grep -qaF -e "$word" "$face" || { echo "the face has '$word'"; failed=1; }
done
exit $failed
