#!/bin/bash
# The feed of a branch stays small, and kiosks that read it in different ways know the same: one that followed all
# along, one that was away meanwhile, one that is new, and one that was away for so long that what is no more is told
# no longer. Sessions, bookings, cards, stamps, absences and forms change many times between the sweeps.
#
#   feed.sh PROGRAMS CENTRE-SCRIPT [SQL]     SQL breaks the centre on purpose: then a difference must be seen
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"
"$centre" start "$folder/centre" >/dev/null
stream=branch:micklefield

owner=$("$centre" url staff "$folder/centre" | sed 's/staff@/owner@/')
ask() {
	psql -XAtq -v ON_ERROR_STOP=1 "$owner" -c "$1"
}
[ -z "${3:-}" ] || ask "$3"

complain() {
	echo "$*"
	failed=1
}

# What came by the feed, of sessions that it has told of.
known() { # KIOSK
	sqlite3 "$folder/kiosk-$1/kiosk.db" \
		"SELECT 'session', hex(id), starts_ms, ends_ms, places, cancelled, revision, hex(words) FROM session
			WHERE revision > 0 ORDER BY id" \
		"SELECT 'booking', hex(id), hex(session), hex(holder), adults, state, code, made_ms, here_ms, in_line,
			still_coming, revision FROM booking ORDER BY id" \
		"SELECT 'card', hex(token), hex(holder), status, hex(greeting), revision FROM card ORDER BY token" \
		"SELECT 'absence', hex(holder), count, last_ms FROM absence ORDER BY holder" \
		"SELECT 'stamp', challenge, hex(holder), day FROM stamp ORDER BY 1, 2, 3, 4" \
		"SELECT 'form', name, length(good) FROM told_form WHERE good IS NOT NULL ORDER BY name" \
		"SELECT 'inside', hex(session), others FROM inside ORDER BY session" \
		"SELECT 'key', id, hex(public) FROM ticket_key ORDER BY id" \
		"SELECT 'parked', kind, key FROM feed_parked ORDER BY version" \
		"SELECT 'cursor', version FROM cursor WHERE stream = '$stream'"
}

same() { # KIOSK OTHER WHAT GONE
	known "$1" >"$folder/known-$1"
	known "$2" >"$folder/known-$2"
	grep -q '^booking' "$folder/known-$1" || complain "$3: kiosk $1 knows of no booking"
	grep -q "$4" "$folder/known-$2" && complain "$3: kiosk $2 still has $4"
	grep -q '^parked' "$folder/known-$1" && complain "$3: kiosk $1 did not understand everything"
	diff "$folder/known-$1" "$folder/known-$2" >"$folder/difference" ||
		complain "$3: kiosks $1 and $2 differ in $(grep -c '^[<>]' "$folder/difference") rows: $(cut -c1-40 "$folder/difference" | head -4)"
}

sweep() {
	ask "UPDATE core.feed_head SET swept_on = '-infinity', swept_to = NULL"
	ask "SELECT core.sweep_feed(stream) FROM core.feed_head" >/dev/null
	while [ "$(ask "SELECT count(*) FROM core.feed_head WHERE swept_to IS NOT NULL")" -gt 0 ]; do
		ask "SELECT core.sweep_feed(stream) FROM core.feed_head" >/dev/null
	done
}

# ---- what happens ----

cards() { # REVISION: some 800 cards, and a few more each time
	ask "SELECT staff.put_tokens('micklefield', (SELECT jsonb_agg(jsonb_build_object('index',
		upper(md5('card' || card || i)), 'holder', md5('holder' || i)::uuid, 'is_number', card = 1,
		'status', CASE WHEN i % 50 = 7 THEN 'blocked' ELSE 'member' END,
		'greeting', encode(decode(md5('$1' || i % 7), 'hex'), 'base64')))::text
		FROM generate_series(1, ascii('$1') * 4) i, generate_series(1, 2) card))" >/dev/null
}

# A session that comes, changes twice, and is about what its bookings say in between.
session() { # NUMBER TITLE PLACES
	put_session "'session', '00000000-0000-7000-8000-00000000000$1', 'title', '$2', 'places', $3,
		'starts_ms', $(at_ms 11:00), 'ends_ms', $(at_ms 12:00), 'opens_ms', $(at_ms 10:30), 'closes_ms', $(at_ms 12:00)"
}

bookings() { # SESSION STATE FIRST LAST
	ask "WITH made AS (
		INSERT INTO core.booking AS b (booking, session, kiosk, holder, state, adults, children, babies, prams,
			wheelchairs, code, made_at)
		SELECT md5('booking$1' || i)::uuid, '00000000-0000-7000-8000-00000000000$1', 9, md5('holder' || i)::uuid,
			'$2', 1, 0, 0, 0, 0, 'Z' || i, statement_timestamp()
		FROM generate_series($3, $4) i
		ON CONFLICT (booking) DO UPDATE SET state = EXCLUDED.state, revision = b.revision + 1 RETURNING booking)
		SELECT booking FROM made" | sed "s/.*/SELECT core.tell_booking('&');/" |
		psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null "$owner"
}

rest() { # COUNT
	ask "SELECT core.tell('$stream', 'inside', '00000000-0000-7000-8000-000000000001', $1, '{\"kiosks\": {\"9\": $1}}');
		SELECT core.tell('$stream', 'absence', md5('holder3')::uuid::text, $1,
			jsonb_build_object('count', $1 % 3, 'last_ms', $(at_ms 08:00)));
		SELECT core.tell('$stream', 'absence', md5('holder4')::uuid::text, $1,
			jsonb_build_object('count', 1 - $1 % 2, 'last_ms', $(at_ms 08:00)))" >/dev/null
}

give_form() { # NAME
	"$programs/kioskctl" import form "$(dirname "$0")/../../assets/forms/$1.json" \
		--centre "$("$centre" url staff "$folder/centre")" >/dev/null
}

take_form_back() { # NAME
	ask "SELECT staff.put_form('micklefield', '$1', NULL)" >/dev/null
}

# ---- four ways to read ----

cards a
session 1 Rhymes 20
give_form join
give_form child
enrol 2 3 4       # 2 follows all along, 3 will be away, 4 for too long
known 4 >"$folder/known-4"
[ "$(grep -c '^form|' "$folder/known-4")" = 2 ] || complain "kiosk 4 has not the two forms"

for round in b c d; do
	cards $round
	session 1 "Rhymes $round" 30
	session 2 "Chess $round" 10
	bookings 1 confirmed 1 40
	bookings 2 waiting 1 20
	sync 2
	bookings 1 cancelled 5 25
	bookings 2 confirmed 3 15
	session 2 "Chess, moved $round" 12
	bookings 2 confirmed 21 30
	rest $(($(printf '%d' "'$round") - 96))
	sync 2
	sweep
done
take_form_back join
sync 2
rows=$(ask "SELECT count(*) FROM core.feed WHERE stream = '$stream' AND version IS NOT NULL")
sweep
left=$(ask "SELECT count(*) FROM core.feed WHERE stream = '$stream'")
head=$(ask "SELECT head FROM core.feed_head WHERE stream = '$stream'")
keys=$(ask "SELECT count(DISTINCT (kind, key)) FROM core.feed WHERE stream = '$stream'")
changed=$(ask "SELECT count(*) FROM core.session WHERE revision > 1")
[ "$left" -le $((keys + changed)) ] || complain "$left rows are left of $rows, for $keys keys"
[ $((2 * left)) -le "$head" ] || complain "$left rows are left of the $head that were told"

sync 3
[ "$(sqlite3 "$folder/kiosk-3/kiosk.db" "SELECT count(*) FROM feed_parked")" = 0 ] ||
	complain "kiosk 3 heard of bookings before their session"
for _ in 1 2; do sync 2; sync 3; done
same 2 3 "away meanwhile" "form|join"
enrol 5
same 2 5 "a new kiosk" "form|join"

# A kiosk of the version before is told of the same versions, without a hole.
dense=$(ask "SELECT sum(json_array_length(core.filled_page('$stream', after, least($head, after + 1000))::json))
	FROM generate_series(0, $head, 1000) after")
[ "$dense" = "$head" ] || complain "a kiosk of the version before is told $dense rows of $head"

# Ninety days later.
ask "UPDATE core.feed_day d SET day = day - 91, head = h.head FROM core.feed_head h WHERE h.stream = d.stream"
take_form_back child
bookings 1 confirmed 50 60
sync 2
sweep
[ "$(ask "SELECT count(*) FROM core.feed WHERE kind = 'form' AND key = 'join'")" = 0 ] || complain "a form that was taken back is told for ever"
[ "$(ask "SELECT count(*) FROM core.feed WHERE kind = 'form' AND key = 'child'")" = 1 ] || complain "a form that was taken back is told no longer after a day"
sync 4
for _ in 1 2; do sync 2; sync 4; done
grep -q 'away for too long' "$folder/log" || complain "kiosk 4 did not read anew"
same 2 4 "away for too long" "form|"
[ "$(sqlite3 "$folder/kiosk-4/kiosk.db" "SELECT rereads FROM meeting")" = 0 ] || complain "kiosk 4 never ends reading anew"
echo "$head rows were told, $left are kept for $keys keys"
exit $failed
