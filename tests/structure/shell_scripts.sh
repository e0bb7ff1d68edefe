#!/bin/sh
# No shell script of the project gives shellcheck anything to say. Usage: shell_scripts.sh SOURCE
# Left out: functions that are called by their name in a variable (2317), sh -c '...' (2016), and
# `a && b || c` (2015), which is written here where c is right in both cases.
set -u
cd "$1" || exit 2
if ! command -v shellcheck >/dev/null; then
	echo "shellcheck is not installed"
	exit 77
fi
scripts() {
	grep -rlZIE --exclude-dir=.git --exclude-dir='build*' '^(#!/.*sh$|# shellcheck shell=)' .
}
echo "$(scripts | tr -dc '\0' | wc -c) scripts"
scripts | xargs -0 shellcheck -x -P SCRIPTDIR -e SC2317,SC2016,SC2015
