#!/bin/bash
# The first server dies while two kiosks bring their changes, and the standby takes over: what any kiosk was
# told to be done is there, nothing is there twice, a new epoch begins by itself, and the kiosks find the new
# centre without a new address.
#
#   failover.sh PROGRAMS CENTRE-SCRIPT HOW [blind]
# HOW: with, the first server waits for the standby; behind, it does not, and the standby lacks the last
# changes: kiosks bring them again. "blind": the new centre keeps its epoch, and that must fail.
set -eu
how=$3
blind=${4:-}
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
session=11111111-1111-4111-8111-111111111111
# shellcheck disable=SC2317
end() {
	"$centre" stop "$folder/standby" >/dev/null || true
	stop
}
trap end EXIT

address() { # KIOSK
	"$centre" url "kiosk_$1" "$folder/centre" "$folder/standby"
}
sync_both() { # KIOSK
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once --centre "$(address "$1")" 2>>"$folder/log"
}
book() { # KIOSK
	play "$1" 09:00 <<'JOURNEY'
tap "Book a place"
tap raw "Story circle"
tap #book
tap #go_on
see "You are booked"
tap "Done"
JOURNEY
}
# Every change with an answer: its id, in the order of the log.
answered() { # KIOSK
	sqlite3 "$folder/kiosk-$1/kiosk.db" "SELECT seq || ' ' || lower(hex(id)) FROM change
		WHERE seq <= (SELECT acked FROM meeting) ORDER BY seq"
}
known() { # KIOSK
	ask_owner "SELECT seq || ' ' || replace(id::text, '-', '') FROM core.change WHERE kiosk = $1 ORDER BY seq"
}

"$centre" start "$folder/centre" >/dev/null
put_session "'session', '$session', 'title', 'Story circle', 'starts_ms', $(at_ms 10:00), 'ends_ms', $(at_ms 11:00),
	'opens_ms', $(at_ms 10:00), 'closes_ms', $(at_ms 11:00), 'places', 30"
"$centre" standby "$folder/standby" "$folder/centre" >/dev/null
enrol 2 3
epoch=$(ask_owner 'SELECT epoch FROM core.site')
holder=$(ask_owner 'SELECT holder FROM core.token LIMIT 1')
for kiosk in 2 3; do
	book "$kiosk"
	sync_both "$kiosk"
done
if [ "$how" = behind ]; then
	"$centre" alone "$folder/centre"
	"$centre" stop "$folder/standby"
	book_at_centre "$session" bbbbbbbb-1111-4111-8111-111111111111 "$holder"
fi
for kiosk in 2 3; do
	book "$kiosk"
done

# In the middle of what they bring.
for kiosk in 2 3; do sync_both "$kiosk" & done
if [ "$how" = behind ]; then wait; else sleep 0.1; fi
"$centre" kill "$folder/centre"
wait || true
for kiosk in 2 3; do answered "$kiosk" >"$folder/answered-$kiosk"; done
"$centre" promote "$folder/standby" >/dev/null
stands=$folder/standby
for kiosk in 2 3; do
	known "$kiosk" >"$folder/known-$kiosk"
	lost=$(comm -23 <(LC_ALL=C sort "$folder/answered-$kiosk") <(LC_ALL=C sort "$folder/known-$kiosk") | wc -l)
	[ "$how" = behind ] || expect "answered changes of kiosk $kiosk that the new centre lacks" "$lost" 0
done
[ "$how" = with ] || [ "$lost" -gt 0 ] || expect 'the standby lacks changes' no yes
if [ -n "$blind" ]; then
	ask_owner "CREATE OR REPLACE FUNCTION core.begin_epoch(p_was uuid, p_why text) RETURNS void LANGUAGE sql AS ''"
	ask_owner "UPDATE core.site SET place_of_data = core.place_of_data()"
fi

book 2
for kiosk in 2 3 2 3; do sync_both "$kiosk" || { tail -n 1 "$folder/log"; failed=1; }; done
[ -n "$blind" ] ||
	expect 'a new epoch' "$([ "$(ask_owner 'SELECT epoch FROM core.site')" != "$epoch" ] && echo yes)" yes
expect 'recovering' "$(ask_owner 'SELECT recovering FROM core.site')" f
for kiosk in 2 3; do
	expect "changes of kiosk $kiosk" "$(answered "$kiosk" | md5sum)" "$(known "$kiosk" | md5sum)"
done
expect 'bookings' "$(ask_owner "SELECT count(*) FROM core.booking WHERE session = '$session' AND state = 'confirmed'")" 5
for kiosk in 2 3; do
	expect "what kiosk $kiosk and the centre know" "$(bookings_at_kiosk "$kiosk" "$session")" \
		"$(bookings_at_centre "$session")"
done
expect 'before staff' "$(ask_owner "SELECT string_agg(reason, ' ') FROM report.exception WHERE kind <> 'centre'")" \
	"$([ "$how" = with ] || echo booking-not-kept)"
expect_leases_agree "$session"
echo "failover ($how${blind:+, blind}): $(wc -l <"$folder/answered-2") and $(wc -l <"$folder/answered-3") changes were" \
	"answered when the first server died; the standby had $(wc -l <"$folder/known-2") and $(wc -l <"$folder/known-3")"
[ -z "$blind" ] || exit $((1 - failed))
exit "$failed"
