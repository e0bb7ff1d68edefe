#!/bin/sh
# Folders are the architecture: who may include whom, and which library each folder may know.
# includes.sh SOURCE: a line for each #include that breaks a rule; exit 1 on any.
set -u
cd "$1/kiosk" || exit 2
found=0

# Folder, and the folders that its files may include from.
folder_may() {
	folder=$1
	shift
	allowed=$(printf '%s|' "$folder" "$@")
	hits=$(grep -rnE '^#include "[a-z]' "$folder" --include='*.[ch]' --include='*.cpp' |
		grep -vE "#include \"(${allowed%|})/")
	[ -z "$hits" ] && return
	echo "not downwards:"
	echo "$hits"
	found=1
}

folder_may base
folder_may rules base
folder_may calendar rules base
folder_may store rules base
folder_may ui base
folder_may readers rules base
folder_may printer base
folder_may sync store rules base
folder_may clerk store rules base
folder_may journey store rules base
folder_may screens app ui store rules base
folder_may app screens ui store rules base

# A folder that has no line above may include everything: it would pass in silence.
known='base rules calendar store ui readers printer sync clerk journey screens app'
anything='ctl' # for people: may include all
for folder in */; do
	case " $known $anything " in
	*" ${folder%/} "*) ;;
	*)
		echo "kiosk/$folder has no line here: say what it may include"
		found=1
		;;
	esac
done

hits=$(grep -rnE '^#include "(\.|[^"/]*")' . --include='*.[ch]' --include='*.cpp' | grep -v '\.inc"$')
[ -z "$hits" ] || { echo "an include names its folder below kiosk/:"; echo "$hits"; found=1; }

# What the files of a folder share among themselves is nobody else's.
hits=$(grep -rnE '^#include "[a-z/]+/(internal|database|disk_numbers)\.h"' . --include='*.[ch]' |
	awk -F'[/:"]' '{ folder = $2; split($0, part, "\""); split(part[2], name, "/")
		if (name[1] != folder) print }')
[ -z "$hits" ] || { echo "another folder's own header:"; echo "$hits"; found=1; }

# Header, and where it may be included.
only_in() {
	header=$1
	places=$2
	hits=$(grep -rnE "^#include [<\"]$header" . --include='*.[ch]' --include='*.cpp' |
		grep -vE "^\./($places)")
	[ -z "$hits" ] && return
	echo "$header outside of $places:"
	echo "$hits"
	found=1
}

only_in '(SDL2/)?SDL' 'ui/|app/'
only_in 'sqlite3\.h' 'store/'
only_in 'libpq-fe\.h' 'sync/centre\.c|clerk/|ctl/'
only_in 'nfc/' 'readers/nfc/'
only_in 'ZXing/' 'readers/camera/zxing\.cpp'
only_in 'sodium\.h' 'base/'

others=$(find . -name '*.cpp' -o -name '*.cc' -o -name '*.hpp' | grep -v '^./readers/camera/zxing.cpp$')
[ -z "$others" ] || { echo "C++ outside of the ZXing wrapper: $others"; found=1; }
exit $found
