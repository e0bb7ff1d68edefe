# shellcheck shell=sh disable=SC2154
# What the scripts of this folder have in common, sourced by each: how it answers --help and --version,
# refuses what it does not know, and says what it is doing. $top is the clone, $usage what --help says.
name=$(basename "$(dirname "$0")")/$(basename "$0")

refuse() {
	echo "$name: $1; see $name --help" >&2
	exit 2
}

# Answers "$@" if its first word asks for help or the version; else returns.
answer() {
	case ${1:-} in
	--help | -h)
		echo "$usage"
		exit 0
		;;
	--version)
		version=$(sed -n "s/^ *version: '\(.*\)',$/\1/p" "$top/meson.build")
		commit=$(git --git-dir="$top/.git" rev-parse --short=10 HEAD 2>/dev/null || true)
		echo "$name $version${commit:+, commit $commit}"
		exit 0
		;;
	esac
}

# What may have gone wrong, if it can be seen.
say_cure() {
	free_kb=$(df -k --output=avail "$1" 2>/dev/null | tail -n 1)
	[ "${free_kb:-99999}" -gt 20000 ] ||
		echo "The disk is full: make room in $1, then try again." >&2
}

# work LOG SENTENCE COMMAND...: says what is being done, and does it. What it prints is in LOG; only if it
# fails its last lines are shown.
work() {
	log=$1
	echo "$2 ..."
	shift 2
	"$@" >"$log" 2>&1 </dev/null && return
	echo "This failed; its last lines:" >&2
	tail -n 20 "$log" >&2
	echo "All of it is in $log." >&2
	say_cure "$(dirname "$log")"
	return 1
}

# prepare_folder FOLDER: it is there and can be written to. What a setup that was broken off left behind
# in it is taken away.
prepare_folder() {
	if ! mkdir -p "$1" 2>/dev/null || ! [ -w "$1" ]; then
		echo "$1 cannot be made or written to: clone the project to a folder of yours." >&2
		say_cure "$(dirname "$1")"
		return 1
	fi
	[ -e "$1/build.ninja" ] || rm -rf "$1/meson-private" "$1/meson-info"
}

# build FOLDER [SETTING...]: sets it up, once, and builds it. On a terminal ninja shows how far it is.
build() {
	folder=$1
	shift
	prepare_folder "$folder" || return 1
	[ -e "$folder/build.ninja" ] ||
		work "$folder/setup.log" "Setting up $folder" meson setup "$folder" "$top" "$@" ||
		return 1
	if ! [ -t 1 ]; then
		work "$folder/build.log" "Building $folder (some minutes at first)" \
			ninja -C "$folder"
		return
	fi
	echo "Building $folder (some minutes at first) ..."
	ninja -C "$folder" && return
	say_cure "$folder"
	return 1
}
