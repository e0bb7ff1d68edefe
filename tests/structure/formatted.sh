#!/bin/sh
# Every C and C++ file is as clang-format writes it, by .clang-format. Version 14 only, Debian 12's: each
# version writes a few lines otherwise. Usage: formatted.sh SOURCE
set -u
cd "$1" || exit 2
if ! command -v clang-format >/dev/null; then
	echo "clang-format is not installed"
	exit 77
fi
version=$(clang-format --version | sed 's/.*version \([0-9]*\)\..*/\1/')
if [ "$version" != 14 ]; then
	echo "clang-format is version $version here, not 14"
	exit 77
fi
find kiosk tests \( -name '*.c' -o -name '*.h' -o -name '*.cpp' \) -print0 |
	xargs -0 clang-format --dry-run --Werror
