#!/bin/sh
# SIGTERM and Ctrl-C end the face as "quit" would: status 0, and its sockets are gone.
# ends.sh PROGRAMS
set -eu
programs=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-ends-XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$programs/kioskctl" enrol --demo --kiosk 1 --data "$folder/data" >/dev/null

for signal in TERM INT; do
	SDL_VIDEODRIVER=dummy "$programs/library-kiosk" --window 800x600 --data "$folder/data" 2>"$folder/log" &
	face=$!
	tries=0
	until [ -S "$folder/data/present.sock" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "the face does not start:"; cat "$folder/log"; exit 1; }
		sleep 0.1
	done
	sleep 0.2
	kill -$signal $face
	status=0
	wait $face || status=$?
	[ $status -eq 0 ] || { echo "SIG$signal: the face ended with $status"; exit 1; }
	[ ! -e "$folder/data/present.sock" ] || { echo "SIG$signal: present.sock is left"; exit 1; }
done
