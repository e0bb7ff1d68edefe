#!/bin/sh
# Each screen with more than one action answers them in a switch over its enum, so that the compiler
# (-Wswitch-enum) names the one that was forgotten. actions_answered.sh SOURCE
set -u
cd "$1/kiosk/screens" || exit 2
failed=0 looked=0
for file in *.c; do
	grep -q '^\(static \)\{0,1\}void [a-z_]*tap(' "$file" || continue
	! grep -q '_tap(app, action' "$file" || continue # handed on to another file
	actions=$(grep '^#define ACTIONS(A)' "$file" | grep -o 'A([A-Z_]*)' | wc -l)
	[ "$actions" -ne 1 ] || continue
	looked=$((looked + 1))
	grep -q 'switch ((enum action)action)' "$file" || {
		echo "$file: tap() does not switch over (enum action)action"
		failed=1
	}
	! sed -n '/switch ((enum action)action)/,/^}/p' "$file" | grep -q 'default:' || {
		echo "$file: tap() has a default, which would hide an action that was forgotten"
		failed=1
	}
done
[ $looked -gt 10 ] || { echo "only $looked screens were looked at"; failed=1; }
exit $failed
