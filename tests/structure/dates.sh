#!/bin/sh
# What i18n/dates says is what CLDR says: dates.sh SOURCE. Skipped where this CLDR is not installed.
set -eu
cldr=/usr/share/unicode/cldr/common/dtd/ldml.dtd
version=$(sed -n "s/.*CLDR \([0-9.]*\),.*/\1/p" "$1/i18n/dates")
if ! grep -q "cldrVersion CDATA #FIXED \"$version\"" "$cldr" 2>/dev/null; then
	echo "unicode-cldr-core $version is not installed"
	exit 77
fi
"$1/i18n/make-dates" | cmp - "$1/i18n/dates"
