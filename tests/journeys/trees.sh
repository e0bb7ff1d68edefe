# shellcheck shell=sh
# What the trees of a journey's pictures are compared by. To be read in by a test's script.

# Which languages there are beside English stands in LINGUAS only: their buttons are left out, with what is
# written on them, and the way to more of them.
without_other_languages() {
	awk '
		{ depth = match($0, /[^ ]/) }
		left_out && depth > left_out { next }
		{ left_out = 0 }
		/#SPEAK\./ { among_languages = 1 }
		/#SPEAK\.[1-9][0-9]*$/ { left_out = depth; next }
		among_languages && /^  button "Language"/ { next }
		!/#SPEAK\./ { among_languages = 0 }
		{ print }' "$@"
}

# A ticket's code is another one each time.
without_codes() {
	sed 's/⁨C[2-9A-Z]\{4\}⁩/⁨C....⁩/; s/"C [2-9A-Z]\{4\}"/"C ...."/'
}

# as_written_down NEW EXPECTED: with ACCEPT=1 in the environment it is written down anew.
as_written_down() {
	if [ -n "${ACCEPT:-}" ]; then
		cp "$1" "$2"
	elif ! diff -u "$2" "$1"; then
		echo "the screens say something else; if that is right: ACCEPT=1, and read what git shows"
		return 1
	fi
}
