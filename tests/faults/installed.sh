#!/bin/sh
# What `meson install` leaves behind is a whole kiosk: it can be moved away from the source, speaks every
# language and plays a visit. installed.sh BUILD SOURCE PREFIX
set -eu
build=$1
source=$2
there=$(mktemp -d "${TMPDIR:-/tmp}/kiosk installed-XXXXXX")
trap 'rm -rf "$there"' EXIT
DESTDIR=$there meson install -C "$build" --no-rebuild --quiet
programs=$there$3/bin

complain() {
	echo "$*"
	exit 1
}

"$programs/library-kiosk" --journey "$source/tests/journeys/own-words.journey" --out "$there"

# A library that has installed it is told what it has, and is not offered the demo.
for word in status doctor; do
	said=$("$programs/kioskctl" $word --data "$there/none" 2>&1) && complain "$word: none is well"
	case $said in
	*demo*) complain "$word offers the demo: $said" ;;
	*'is not enrolled yet'*) ;;
	*) complain "$word does not say that it is not enrolled: $said" ;;
	esac
	said=$("$build/kiosk/kioskctl" $word --data "$there/none" 2>&1) && complain "$word: none is well"
	case $said in
	*'not enrolled yet'*'enrol --demo'*) ;;
	*) complain "$word does not offer the demo beside the source: $said" ;;
	esac
done
