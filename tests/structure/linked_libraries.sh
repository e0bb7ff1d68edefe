#!/bin/sh
# What a program links is part of its promise: linked_libraries.sh PROGRAM LIBRARY...
# fails if PROGRAM needs a shared library that is not among LIBRARY... (as "libnfc", "libc").
program=$1
shift
needed=$(LC_ALL=C readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*\]/\1/p')
if [ -z "$needed" ]; then
	echo "$program: readelf finds no library at all" >&2
	exit 1
fi

status=0
for library in $needed; do
	case " $* libc ld-linux-x86-64 ld-linux-aarch64 " in
	*" $library "*) ;;
	*)
		case $library in
		libasan | libubsan | libtsan) ;; # a build with sanitizers
		*)
			echo "$program links $library; allowed: $*" >&2
			status=1
			;;
		esac
		;;
	esac
done
exit $status
