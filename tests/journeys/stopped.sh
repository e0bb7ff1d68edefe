#!/bin/bash
# A journey that is stopped by Ctrl-C or SIGTERM leaves neither its folder nor a program behind.
# stopped.sh RUNNER
set -u
runner=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-stopped-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export TMPDIR=$folder
failed=0
cat >"$folder/the.journey" <<'END'
readers real
at 2026-12-04T10:20
screen home
see raw "this never comes, and the runner waits for it"
END

# Programs whose configuration or device lies in the folder.
left() {
	pgrep -af "$folder/library-kiosk-journey-"
}

# Is there a face that this runner started? It has been up when its control socket answered.
face_of() {
	pgrep -P "$1" -x library-kiosk
}

for signal in INT TERM; do
	# A background program of a script ignores SIGINT; env gives it back.
	env --default-signal=INT "$runner" "$folder/the.journey" --out "$folder" >"$folder/out" 2>"$folder/err" &
	pid=$!
	tries=0
	until [ -n "$(face_of $pid)" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || { echo "the face does not start"; cat "$folder/out" "$folder/err"; exit 1; }
		sleep 0.1
	done
	sleep 1
	kill -$signal $pid
	wait $pid
	status=$?
	[ $status -gt 128 ] || { echo "SIG$signal: exit status $status"; failed=1; }
	ls -d "$folder"/library-kiosk-journey-* 2>/dev/null && { echo "SIG$signal: its folder is left"; failed=1; }
	tries=0
	while [ -n "$(left)" ] && [ $tries -lt 30 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	[ -z "$(left)" ] || {
		echo "SIG$signal: programs are left:"
		left
		failed=1
	}
	rm -rf "$folder"/library-kiosk-journey-*
done
exit $failed
