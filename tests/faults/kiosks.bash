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

# ---- after a restore: what really is in both files; $stands is the centre's folder ----

stands=$folder/centre
ask_owner() { # SQL
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url staff "$stands" | sed 's/staff@/owner@/')" -c "$1"
}

# A decision of the centre's own, which no kiosk's log has: as a web site or the desk would book.
book_at_centre() { # SESSION BOOKING HOLDER
	ask_owner "SELECT core.lock_branch('micklefield');
		INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children, babies, prams,
			wheelchairs, code, made_at, arrival)
		VALUES ('$2', '$1', 9, '$3', 'confirmed', 1, 0, 0, 0, 0, 'ZZZZZ', statement_timestamp(), 1);
		SELECT core.count_places('$1', 'booking', core.nothing(), core.takes(ROW(1, 0, 0, 0, 0)::core.party));
		SELECT core.tell_booking('$2');" >/dev/null
}

# Those that live, by code, with state and people.
bookings_at_centre() { # SESSION...
	ask_owner "SELECT string_agg(code || state || people, ' ' ORDER BY code) FROM core.booking
		WHERE state IN ('confirmed', 'waiting') AND session::text = ANY (string_to_array('$*', ' '))"
}
bookings_at_kiosk() { # KIOSK SESSION...
	local kiosk=$1 list
	shift
	list=$(printf "x'%s'," "${@//-/}")
	sqlite3 "$folder/kiosk-$kiosk/kiosk.db" "SELECT group_concat(line, ' ') FROM (SELECT code
		|| CASE state WHEN 0 THEN 'confirmed' ELSE 'waiting' END || (adults + children + babies) AS line
		FROM booking WHERE state < 2 AND session IN (${list%,}) ORDER BY code)"
}

# What leases hold: no place is held that is not counted, and none is counted that nobody holds.
expect_leases_agree() { # SESSION
	local kiosk
	expect 'places of leases, at the centre and at kiosks' \
		"$(ask_owner "SELECT sum(granted - spent) FROM core.lease WHERE state = 'open' AND session = '$1'")" \
		"$(for kiosk in 2 3; do
			sqlite3 "$folder/kiosk-$kiosk/kiosk.db" "SELECT coalesce(sum(left), 0) FROM lease
				WHERE state = 1 AND session = x'${1//-/}'"
		done | awk '{ n += $1 } END { print n }')"
}

expect() { # WHAT FOUND EXPECTED
	if [ "$2" != "$3" ]; then
		echo "$1: expected $3, found $2"
		failed=1
	fi
}
