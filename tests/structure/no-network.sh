#!/bin/bash
# A whole journey under strace: no program of the kiosk but kiosk-sync opens a socket of a network.
#
#   no-network.sh PROGRAMS JOURNEY
set -eu
programs=$1
journey=$2

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-strace-XXXXXX")
trap 'rm -rf "$folder"' EXIT
chmod 711 "$folder"
held=0
strace -f -ff --seccomp-bpf -qq -e trace=socket,execve -o "$folder/trace" \
	"$programs/library-kiosk" --journey "$journey" --out "$folder" >"$folder/journey" 2>&1 || held=$?
if [ $held -ne 0 ]; then
	cat "$folder/journey"
	exit 1
fi

# Each process or thread has a file. A thread, or a child before its exec, is still what it was
# forked from: its file names no program, and it is judged as the kiosk's.
failed=0 seen=' ' sockets=0
for trace in "$folder"/trace.*; do
	program=library-kiosk
	while read -r line; do
		case $line in
		execve\(*' = 0')
			path=${line#*\"}
			program=$(basename "${path%%\"*}")
			;;
		socket\(*)
			case $program in
			library-kiosk | kiosk-journey | kiosk-nfc | kiosk-camera | kiosk-printer | kioskctl) ;;
			*) continue ;;
			esac
			sockets=$((sockets + 1))
			case $line in
			socket\(AF_UNIX,* | *NETLINK_KOBJECT_UEVENT*) ;; # SDL and libusb hear of devices
			*)
				echo "$program: $line"
				failed=1
				;;
			esac
			;;
		esac
	done <"$trace"
	case $seen in
	*" $program "*) ;;
	*) seen="$seen$program " ;;
	esac
done
for program in library-kiosk kiosk-nfc kiosk-camera kiosk-sync; do
	case $seen in
	*" $program "*) ;;
	*)
		echo "$program was not started by the journey: nothing is proved"
		failed=1
		;;
	esac
done
echo "no network: $sockets sockets of the kiosk's programs looked at, none of a network"
exit $failed
