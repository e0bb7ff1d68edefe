#!/bin/sh
# Tables change by numbered steps, at the centre and on the kiosk: no number is there twice or missing, and each
# file says what it is for. steps.sh SOURCE
set -u
failed=0

complain() {
	echo "$1"
	failed=1
}

in_order() { # FOLDER FIRST-NUMBER
	next=$2
	for file in "$1"/*.sql; do
		name=$(basename "$file")
		case $name in
		"$(printf %04d "$next")"-?*.sql) ;;
		*) complain "$file: number $(printf %04d "$next") should stand here" ;;
		esac
		head -n 1 "$file" | grep -q '^-- ' || complain "$file: begins with what it is for"
		next=$((next + 1))
	done
}

in_order "$1/platform/schema/steps" 0
in_order "$1/kiosk/store/migrations" 1
exit $failed
