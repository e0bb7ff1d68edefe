# shellcheck shell=bash disable=SC2034
# What tests of two real kiosks and a real centre share: a folder that goes with the test, kiosks 2 and 3,
# tomorrow morning (the programs live in real time here and find the sessions ahead of them).
#
#   kiosks.bash PROGRAMS CENTRE-SCRIPT, sourced; then $failed is the exit status
programs=$1
centre=$2
failed=0

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-two-XXXXXX")
chmod 711 "$folder"
stop() {
	"$centre" stop "$folder/centre" >/dev/null
	rm -rf "$folder"
}
trap stop EXIT

morning=$(date -d tomorrow +%Y-%m-%d)
at_ms() { # TIME [WEEK]
	echo "$(TZ=Europe/London date -d "$morning + ${2:-0} weeks $1" +%s)000"
}

ask_centre() { # ROLE SQL
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url "$1" "$folder/centre")" -c "$2"
}

# put_session JSON-PAIRS, as "'session', '...', 'title', '...'": what they leave out is as below.
put_session() {
	ask_centre staff "SELECT staff.put_programme('micklefield', jsonb_build_array(jsonb_build_object(
		'theme', 'community', 'admission', 'booked', 'asks', 1, 'door_places', 0)
		|| jsonb_build_object($1))::text)" >/dev/null
}

sync() { # KIOSK
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once \
		--centre "$("$centre" url "kiosk_$1" "$folder/centre")" 2>>"$folder/log" || {
		echo "kiosk $1: kiosk-sync --once ended with $?"
		cat "$folder/log"
		exit 1
	}
}

# The second time it has its share of the places.
enrol() { # KIOSK...
	local kiosk
	for kiosk in "$@"; do
		"$programs/kioskctl" enrol --demo --kiosk "$kiosk" --data "$folder/kiosk-$kiosk" >/dev/null
		sync "$kiosk"
		sync "$kiosk"
	done
}

# The journey comes on standard input; its pictures lie in the folder.
play() { # KIOSK TIME [ARGUMENT...]
	local kiosk=$1
	{
		echo "at ${morning}T$2"
		cat
	} >"$folder/$kiosk.journey"
	shift 2
	"$programs/library-kiosk" --journey "$folder/$kiosk.journey" --data "$folder/kiosk-$kiosk" \
		--out "$folder" "$@" 2>>"$folder/log"
}

expect() { # WHAT FOUND EXPECTED
	if [ "$2" != "$3" ]; then
		echo "$1: expected $3, found $2"
		failed=1
	fi
}
