#!/bin/sh
# Every program and script answers the same arguments in the same way: help and version on standard output and 0;
# what is not understood in one sentence on standard error and 2.
# Usage: command_lines.sh PROGRAMS VERSION SOURCE
set -u
programs=$1
version=$2
source=$3
out=$(mktemp)
err=$(mktemp)
trap 'rm -f "$out" "$err"' EXIT
failed=0

complain() {
	echo "$*"
	cat "$out" "$err"
	failed=1
}

run() {
	"$@" >"$out" 2>"$err" </dev/null
	code=$?
}

# answers WORDS... : on standard output, and 0.
answers() {
	run "$@"
	[ $code -eq 0 ] && [ -s "$out" ] && [ ! -s "$err" ] || complain "$*: ends with $code"
}

# refuses WORDS... : one sentence that names the program, and 2.
refuses() {
	run "$@"
	[ $code -eq 2 ] && [ ! -s "$out" ] && [ "$(wc -l <"$err")" -eq 1 ] &&
		grep -q "^$name: .*; see $name --help$" "$err" || complain "$*: ends with $code"
}

# The program and its word; an option of it that takes a value, or -; a surplus word, or -.
while read -r program word option surplus; do
	name=$program
	set -- "$programs/$program"
	if [ "$word" != - ]; then
		name="$program $word"
		set -- "$@" "$word"
	fi
	for help in --help -h; do
		answers "$@" $help
		head -n 1 "$out" | grep -q "^usage: $name" || complain "$* $help: no usage"
	done
	answers "$@" --version
	grep -q "^$name $version" "$out" || complain "$* --version: not $version"
	refuses "$@" --bogus
	refuses "$@" --help=yes
	refuses "$@" -x
	[ "$option" = - ] || refuses "$@" "--$option"
	[ "$option" = - ] || refuses "$@" "--$option="
	# shellcheck disable=SC2086
	[ "$surplus" = - ] || refuses "$@" $surplus
done <<END
library-kiosk - data word
kiosk-journey - data one two
kiosk-nfc - device word
kiosk-camera - device word
kiosk-printer - device word
kiosk-sync - data word
kiosk-clerk - key word
kioskctl - - word
kioskctl check orientation word
kioskctl decode - -
kioskctl doctor data word
kioskctl enrol kiosk word
kioskctl export salvage word
kioskctl import centre one two three
kioskctl present data one two three
kioskctl status data word
END
name=kioskctl
refuses "$programs/kioskctl"
name="kioskctl decode"
refuses "$programs/kioskctl" decode
name=kiosk-journey
refuses "$programs/kiosk-journey"
name=kiosk-nfc
refuses "$programs/kiosk-nfc"
name=kiosk-sync
refuses "$programs/kiosk-sync" --data d --centre c --once --outlive

for program in "$programs"/*; do
	[ -d "$program" ] || [ ! -x "$program" ] || grep -q "^$(basename "$program") " "$0" ||
		complain "$program: is not in the table of this test"
done

# The scripts for people.
for script in "$source"/platform/* "$source/tests/bare-root"; do
	[ -f "$script" ] && [ -x "$script" ] || continue
	name=${script#"$source/"}
	for help in --help -h; do
		answers "$script" $help
		head -n 1 "$out" | grep -q "^usage: $name" || complain "$name $help: no usage"
	done
	answers "$script" --version
	grep -q "^$name $version" "$out" || complain "$name --version: not $version"
	refuses "$script" --bogus
done
name=platform/run
refuses "$source/platform/run" --window
refuses "$source/platform/run" --journey no-such-file
exit $failed
