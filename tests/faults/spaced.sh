#!/bin/sh
# platform/tour works where a folder's name has a space. spaced.sh BUILD SOURCE
set -eu
there=$(mktemp -d "${TMPDIR:-/tmp}/kiosk spaced-XXXXXX")
trap 'rm -rf "$there"' EXIT
mkdir -p "$there/a build/tests"
# Only what is made goes to the new folder: a link would lead back out of it.
cp -r "$1/kiosk" "$1/i18n" "$there/a build/"
cp -r "$1/tests/support" "$there/a build/tests/"
mkdir "$there/i18n"
cp "$2"/i18n/LINGUAS "$2"/i18n/dates "$there/i18n/"
cp -r "$2/assets" "$there/"
KIOSK_BUILD="$there/a build" "$2/platform/tour" ur
test -s "$there/a build/tour/sheet-ur-landscape.png"
test -s "$there/a build/tour/sheet-ur-portrait.png"
