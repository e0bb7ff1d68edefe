#!/bin/sh
# Writes the migrations as C arrays, in the order of their names: embed.sh OUT FILE...
set -eu
out=$1
shift
number=0
names=
{
	for file; do
		number=$((number + 1))
		names="$names migration_$number,"
		printf 'static const char migration_%d[] = {\n' "$number"
		od -An -v -td1 "$file" | sed 's/\(-\{0,1\}[0-9][0-9]*\)/\1,/g'
		printf '0};\n'
	done
	printf 'static const char *const migrations[] = {%s };\n' "$names"
} >"$out"
