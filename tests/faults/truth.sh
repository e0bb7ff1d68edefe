#!/bin/bash
# Whatever is wrong with a kiosk is said by doctor, status and status --json in the same plain sentence with what to
# do, and whatever is wrong at the centre by report.wrong and report.exception; nothing that is wrong is called
# well. Each row puts a real kiosk and a real centre into one state.
#
#   truth.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

complain() {
	echo "$*"
	failed=1
}

# ---- what is asked ----

doctor() { # KIOSK
	code=0
	"$programs/kioskctl" doctor --data "$folder/kiosk-$1" >"$folder/doctor" 2>&1 || code=$?
}
sentences_of_status() { # KIOSK IS-WRONG
	"$programs/kioskctl" status --json --data "$folder/kiosk-$1" | python3 -c 'import json, sys
for finding in json.load(sys.stdin)["findings"]:
	if finding["wrong"] == (sys.argv[1] == "wrong"):
		print(finding["sentence"])' "$2"
}
is_wrong() { # KIOSK SENTENCE, as an extended regular expression
	doctor "$1"
	[ $code -eq 1 ] || complain "$1: doctor ends with $code"
	grep -qE "^wrong  .*$2" "$folder/doctor" || complain "$1: doctor does not say '$2': $(cat "$folder/doctor")"
	! grep -q 'nothing is wrong' "$folder/doctor" || complain "$1: doctor says that nothing is wrong"
	"$programs/kioskctl" status --data "$folder/kiosk-$1" >"$folder/status" 2>&1 || true
	grep -qE "^wrong  .*$2" "$folder/status" || complain "$1: status does not say '$2'"
	sentences_of_status "$1" wrong >"$folder/json"
	grep -qE "$2" "$folder/json" || complain "$1: status --json does not say '$2'"
}
is_noted() { # KIOSK SENTENCE
	doctor "$1"
	grep -qE "^note   .*$2" "$folder/doctor" || complain "$1: doctor does not say '$2': $(cat "$folder/doctor")"
	sentences_of_status "$1" noted >"$folder/json"
	grep -qE "$2" "$folder/json" || complain "$1: status --json does not say '$2'"
}
is_well() { # KIOSK
	doctor "$1"
	[ $code -eq 0 ] && ! grep -q '^wrong' "$folder/doctor" || complain "$1: is not well: $(cat "$folder/doctor")"
	[ -z "$(sentences_of_status "$1" wrong)" ] || complain "$1: status --json says that something is wrong"
}
centre_says() { # SENTENCE
	ask_centre report 'SELECT sentence FROM report.wrong' >"$folder/wrong"
	grep -qE "$1" "$folder/wrong" || complain "report.wrong does not say '$1': $(cat "$folder/wrong")"
}
waits() { # SENTENCE
	ask_centre report 'SELECT sentence FROM report.exception' >"$folder/waits"
	grep -qE "$1" "$folder/waits" || complain "report.exception does not say '$1': $(cat "$folder/waits")"
}

# ---- what is done ----

copy_of() { # KIOSK NAME
	cp -r "$folder/kiosk-$1" "$folder/kiosk-$2"
	cp "$folder/kiosk-$1-key" "$folder/kiosk-$2-key"
}
kiosk_says() { # KIOSK SQL
	sqlite3 "$folder/kiosk-$1/kiosk.db" "$2"
}
meets() { # KIOSK NUMBER STATUS
	local status=0
	"$programs/kiosk-sync" --data "$folder/kiosk-$1" --once --centre "$("$centre" url "kiosk_$2" "$folder/centre")" \
		2>>"$folder/log" || status=$?
	[ $status -eq "$3" ] || complain "$1: sync ended with $status, not $3: $(tail -n 1 "$folder/log")"
}
long_ago() { # KIOSK: since then what sync noted lasts
	sed -i 's/"since_ms":[0-9]*/"since_ms":1795000000000/' "$folder/kiosk-$1/trouble.json"
}
days_ago() { # DAYS, in SQLite's milliseconds
	echo "(unixepoch() - $1 * 86400) * 1000"
}

"$centre" start "$folder/centre" >/dev/null
"$programs/kioskctl" enrol --demo --kiosk 2 --data "$folder/kiosk-2" >/dev/null
copy_of 2 older-disk
sync 2
sync 2
enrol 3

# ---- all is well, and is called so ----

is_well 2
is_noted 2 'no sync runs here: nothing goes to the centre or comes from it until kiosk-sync is started'
[ -z "$(ask_centre report 'SELECT sentence FROM report.wrong')" ] ||
	complain "report.wrong of a centre that is well: $(ask_centre report 'SELECT sentence FROM report.wrong')"

# ---- a kiosk's own disk ----

copy_of 2 damaged
dd if=/dev/urandom of="$folder/kiosk-damaged/kiosk.db" bs=4096 seek=40 count=200 conv=notrunc status=none
doctor damaged
[ $code -eq 1 ] && grep -q '^wrong  .*kioskctl export --salvage FILE' "$folder/doctor" ||
	complain "damaged: $(cat "$folder/doctor")"

copy_of 2 no-file
dd if=/dev/urandom of="$folder/kiosk-no-file/kiosk.db" bs=4096 count=1 conv=notrunc status=none
for word in doctor status; do
	code=0
	"$programs/kioskctl" $word --data "$folder/kiosk-no-file" >"$folder/said" 2>&1 || code=$?
	[ $code -eq 1 ] && grep -q 'kioskctl export --salvage FILE' "$folder/said" ||
		complain "$word of what is no file of ours ends with $code: $(cat "$folder/said")"
done

while IFS='|' read -r name sql sentence; do
	copy_of 2 "$name"
	kiosk_says "$name" "$sql"
	is_wrong "$name" "$sentence"
done <<END
newer|PRAGMA user_version = 999|kiosk.db was written by a newer library-kiosk: .*update this one
clock|UPDATE meeting SET centre_ms = centre_ms + 86400000|the clock is behind what this kiosk has seen: set it
waiting|INSERT INTO change (id, kind, at_ms, text) VALUES (randomblob(16), 4, $(days_ago 2), '{}')|oldest of 1 change has waited 2 days for the centre: does kiosk-sync run
box|INSERT INTO change (id, kind, at_ms, text) VALUES (randomblob(16), 8, $(days_ago 8), '{"id": "x"}')|not taken 1 sealed form, the oldest of 8 days ago; .*see that kiosk-sync runs
silent|UPDATE meeting SET centre_ms = $(days_ago 3), centre_boot_ms = 0|no sync runs here, and the centre was met last on .*: start kiosk-sync
numbers|UPDATE number_block SET next = last - 2|3 membership numbers are left: ask the centre for a block
programme|UPDATE session SET starts_ms = 0, ends_ms = 1000|no session is ahead: import a programme
places|DELETE FROM lease|this kiosk holds no places: .*until sync meets the centre
parked|INSERT INTO feed_parked (stream, version, kind, key, revision, body) VALUES ('global', 1, 'horoscope', 'x', 1, '{}')|1 piece of news waits for a newer version of this program: update this one
old|UPDATE session SET starts_ms = $(days_ago 20), ends_ms = $(days_ago 20) + 1 WHERE id = (SELECT id FROM session LIMIT 1); INSERT INTO booking (id, session, adults, children, babies, prams, wheelchairs, state, code, made_ms, shown) SELECT randomblob(16), id, 1, 0, 0, 0, 0, 0, 'ZZZZZ', 1, 1 FROM session ORDER BY ends_ms LIMIT 1|bookings or check-ins of [0-9]+ days ago are still here.*: let kiosk-sync reach the centre
END

copy_of 2 key
chmod 644 "$folder/kiosk-key-key"
is_wrong key 'kiosk-key-key can be read by others: chmod 600 it'

# A disk of a few megabytes, where we may have one.
export programs folder failed
export -f is_wrong doctor complain sentences_of_status
mkdir "$folder/kiosk-full"
cp "$folder/kiosk-2-key" "$folder/kiosk-full-key"
if unshare -rm true 2>/dev/null; then
	size=$(du -sk "$folder/kiosk-2" | cut -f 1)
	unshare -rm bash -euc "mount -t tmpfs -o size=$((size + size / 40))k none \"\$folder/kiosk-full\"
		cp \"\$folder/kiosk-2/\"* \"\$folder/kiosk-full\"
		is_wrong full 'less than 5 % of the disk is free: make room'
		exit \$failed" || failed=1
fi

# ---- a kiosk and its centre ----

meets older-disk 2 3
is_wrong older-disk 'the centre takes nothing from it: stop the kiosk, .*kioskctl export --salvage FILE --data'
centre_says 'Kiosk 2 runs on a copy of a disk, or an older one, .*bring here what is on it'
sync 2
is_well 2

"$programs/kioskctl" enrol --demo --kiosk 2 --data "$folder/kiosk-other" >/dev/null
meets other 2 3
is_wrong other 'knows this kiosk by another data directory; use that one, or have staff release'

ask_owner "UPDATE core.kiosk SET state = 'revoked' WHERE kiosk = 2"
meets 2 2 3
is_wrong 2 'kiosk-sync does not go on since .*: the centre has shut this kiosk out; ask who runs the centre'
ask_owner "UPDATE core.kiosk SET state = 'active' WHERE kiosk = 2"

ask_owner 'ALTER FUNCTION api.news RENAME TO later'
meets 2 2 3
is_wrong 2 'the centre is older than this kiosk: bring it up to date \(platform/centre upgrade\)'
ask_owner 'ALTER FUNCTION api.later RENAME TO news'

ask_owner 'ALTER FUNCTION core.end_stale_transactions RENAME TO later'
meets 2 2 1
is_wrong 2 'the centre answered with error 42883, whatever it is told: show that to whoever runs the centre'
ask_owner 'ALTER FUNCTION core.later RENAME TO end_stale_transactions'
sync 2
is_well 2

"$centre" stop "$folder/centre" >/dev/null
meets 2 2 1
is_noted 2 'the centre is away since .*: wait a while; all that visitors do is kept here meanwhile'
long_ago 2
is_wrong 2 'the centre is away since 2026-.*: see whether it runs and whether the network is there'
"$centre" start "$folder/centre" >/dev/null
sync 2
is_well 2

ask_owner "SELECT core.tell('branch:micklefield', 'horoscope', 'Aries', 1, '{}')" >/dev/null
sync 2
is_wrong 2 '1 piece of news waits for a newer version of this program: update this one'
kiosk_says 2 'DELETE FROM feed_parked'

# ---- the centre was put back, and a promise of its own is forgotten ----

quiet=22222222-1111-4111-8111-111111111111
promised=aaaaaaaa-1111-4111-8111-111111111111
put_session "'session', '$quiet', 'title', 'Quiet hour', 'starts_ms', $(at_ms 10:30), 'ends_ms', $(at_ms 17:00),
	'opens_ms', $(at_ms 10:30), 'closes_ms', $(at_ms 17:00), 'places', 60"
book_at_centre "$quiet" $promised "$(ask_owner 'SELECT holder FROM core.token LIMIT 1')"
sync 2
sync 3
ask_owner "DELETE FROM core.booking WHERE booking = '$promised'"
ask_owner "DELETE FROM core.feed WHERE key = '$promised'"
ask_centre staff "SELECT staff.new_epoch('a trial')" >/dev/null
sync 2
is_wrong 2 'the centre was put back as it was before, .*until every kiosk has told what it holds; look in report.kiosk'
centre_says "The centre's data were put back or moved .*SELECT staff.unfreeze\(\)"
waits 'Import the calendars and lists again that changed since'
sync 3
sync 2
is_wrong 2 '1 booking was promised that the centre has forgotten: .*call them before'
waits 'was told "You are booked", and the centre that was put back knows nothing of it. Call them'
centre_says '2 things are waiting for a person: SELECT sentence FROM report.exception'

# ---- the centre by itself ----

ask_centre staff "SELECT staff.write_off(3, 'Sam')" >/dev/null
waits 'The places of a kiosk were given to others.*look here again'

ask_owner "UPDATE core.kiosk SET seen_at = seen_at - interval '3 days' WHERE kiosk = 3"
centre_says 'Kiosk 3 was heard last on .*: see whether it runs'
ask_owner "UPDATE core.session SET places = places_wanted + 2 WHERE session = '$quiet'"
centre_says 'Quiet hour on .* has 2 more people than places: find room, or tell somebody'
ask_owner "INSERT INTO core.sealed (change, kiosk, kind, about, key_id, box, came_at)
	SELECT gen_random_uuid(), 2, 'sign_up', gen_random_uuid(), 0, '', core.this_moment() - interval '9 days'"
centre_says '1 sealed form waits for the clerk, since .*: see that kiosk-clerk runs'
ask_owner "INSERT INTO core.tidied (branch, day) SELECT branch, now()::date - 9 FROM core.branch
	ON CONFLICT (branch) DO UPDATE SET day = excluded.day"
centre_says 'should be forgotten waits since .*: run platform/centre tidy'
ask_owner "ALTER TABLE core.counted ADD CONSTRAINT broken CHECK (parties < 0) NOT VALID"
ask_owner "SELECT core.put_alarm('micklefield', 'retention', 'centre', 'What should be forgotten is not: error 23514.')" >/dev/null
centre_says 'What should be forgotten is not: error 23514'
"$centre" standby "$folder/standby" "$folder/centre" >/dev/null
! grep -q 'standby' <<<"$(ask_centre report 'SELECT sentence FROM report.wrong')" ||
	complain 'a standby that is there is said to be away'
"$centre" stop "$folder/standby" >/dev/null
centre_says 'The standby is not there, and nothing is confirmed to any kiosk: start it again, or say platform/centre alone'
"$centre" alone "$folder/centre" >/dev/null

# ---- each reason that the centre can give has a sentence of its own, and what nobody foresaw has one, too ----

cat >"$folder/reasons" <<END
book session-cancelled
programme session-cancelled
book lease-written-off
book lease-overspent
check_in door-lease-overspent
book beyond-the-lease
not_kept booking-not-kept
not_kept place-not-kept
book not-as-promised
book parked
dance unknown-kind
book error-42703
sign_up box-damaged
sign_up box-other-key
sign_up box-swapped
centre put_back_or_moved:_they_lie_elsewhere
centre 7_places_written_off_by_Sam
centre gone_on_without_it,_said_Sam
change_party no-places
change_party changed-already
book here-already
book booked-already
put_on_card on-a-card-already
sign_up number-taken
sign_up number-of-others
link_card card-of-somebody-else
book too-many-of-a-part
book not-open-yet
book booking-closed
book party-too-large
book party-too-large-when-few
book one-a-day
book from-the-day-before
book no-session
cancel no-booking
undo no-attendance
link_card no-member
book started
book drop-in
book not-a-party
book more-people-than-places
check_in other-session
stamp another-day
salvage damaged
salvage promised-and-waits
END
ask_owner "INSERT INTO core.exception (kiosk, seq, kind, reason, came_at)
	SELECT 2, 0, split_part(line, ' ', 1), replace(split_part(line, ' ', 2), '_', ' '), statement_timestamp()
	FROM string_to_table('$(cat "$folder/reasons")', E'\\n') line"
# Those that the centre's functions name; a lease that is not known is refused to the kiosk and to nobody else.
grep -ohE "(answered\('(refused|quarantined)', |note_exception\([a-z_]+, |stands_as_it_is\([^,]*, )'[a-z-]*[a-z]'" \
	"${centre%/*}"/schema/*.sql | grep -oE "'[a-z-]+'$" | tr -d "'" | sort -u | while read -r reason; do
	[ "$reason" = no-lease ] || grep -q " $reason\$" "$folder/reasons" || echo "$reason"
done >"$folder/missing"
expect 'reasons of the centre that no row above has' "$(cat "$folder/missing")" ''
expect 'reasons without a sentence of their own' "$(ask_centre report "SELECT string_agg(kind || ' ' || reason, ', ')
	FROM report.exception WHERE sentence LIKE '%does not understand this one%'")" ''
ask_owner "INSERT INTO core.exception (kiosk, seq, kind, reason, came_at) VALUES (2, 0, 'book', 'new', now())"
waits 'does not understand this one, and keeps it as it is. Show it to whoever'
expect 'rows of report.exception' "$(ask_centre report 'SELECT count(*) FROM report.exception')" \
	"$(ask_owner 'SELECT count(*) FROM core.exception WHERE resolved_at IS NULL')"
[ -s "$folder/log" ] && ! grep -qE 'password|ZZZZZ' "$folder/log" || complain 'the log has too much, or nothing'
exit $failed
