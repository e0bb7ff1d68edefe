#!/bin/bash
# From the start of the program to the first picture of home, against Chromium in full screen with a page
# of the same screen, turn by turn on one display, disk warm:
#
#   start.sh PROGRAMS ASSETS FIRST-PICTURE [ROUNDS]
#
# Prints medians and the ratio; the goal is 1/15. Needs xvfb and chromium.
set -eu
programs=$1
assets=$2
first_picture=$3
rounds=${4:-7}
folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-start-XXXXXX")
stop() {
	kill "$server" 2>/dev/null || true
	rm -rf "$folder"
}
server=''
trap stop EXIT
command -v chromium >/dev/null || {
	echo "start: there is no chromium to compare with (Debian package chromium)" >&2
	exit 77
}

Xvfb -displayfd 9 -screen 0 1920x1080x24 -nolisten tcp 9>"$folder/display" 2>/dev/null &
server=$!
until [ -s "$folder/display" ]; do sleep 0.1; done
DISPLAY=:$(cat "$folder/display")
export DISPLAY

"$programs/kioskctl" enrol --demo --kiosk 1 --data "$folder/data" >/dev/null
printf '[kiosk]\ndata = %s\n' "$folder/data" >"$folder/kiosk.conf"
cp "$(dirname "$0")/start.html" "$folder/page.html"
ln -s "$assets/fonts" "$assets/icons" "$folder/"

# The ink of home's panel, where neither writes anything.
spot=(20 540 121B38)
ours() {
	"$first_picture" "${spot[@]}" "$programs/library-kiosk" --window 1920x1080 \
		--config "$folder/kiosk.conf" 2>>"$folder/log"
}
theirs() {
	"$first_picture" "${spot[@]}" chromium --kiosk --no-sandbox --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync \
		--user-data-dir="$folder/profile" "file://$folder/page.html" 2>>"$folder/log"
}
median() {
	sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

ours >/dev/null
theirs >/dev/null
for ((i = 0; i < rounds; i++)); do
	ours >>"$folder/ours"
	theirs >>"$folder/theirs"
	sleep 0.3
done
for unit in 1 2; do
	mine=$(awk "{ print \$$unit }" "$folder/ours" | median)
	other=$(awk "{ print \$$unit }" "$folder/theirs" | median)
	what=(- "to the first picture, ms" "CPU until then, ms")
	printf '%-26s kiosk %7.1f   chromium %7.1f   1/%.1f\n' "${what[unit]}" "$mine" "$other" \
		"$(awk "BEGIN { print $other / $mine }")"
done
