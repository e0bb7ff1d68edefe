#!/bin/bash
# What the feed costs: a kiosk's first sync of a library with so many members (two cards each), over a quick line
# and over one of 10 Mbit/s; pulls while such a list is imported; a pull and a first sync with ten times the
# history behind them. Prints one table: ours, the reference of the same run, the ratio, the goal, whether it held.
#
#   pull.sh PROGRAMS CENTRE-SCRIPT METERED-PROXY [MEMBERS]     100000 members
set -eu
programs=$1
centre=$2
proxy=$3
members=${4:-100000}
cards=$((2 * members))

folder=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-pull-XXXXXX")
chmod 711 "$folder"
stop() {
	"$centre" stop "$folder/centre" >/dev/null || true
	rm -rf "$folder"
}
trap stop EXIT

"$centre" start "$folder/centre" >/dev/null
home=$folder/centre
[ ! -f "$home/elsewhere" ] || home=$(cat "$home/elsewhere")

ask() {
	psql -XAtq -v ON_ERROR_STOP=1 "host=$home dbname=centre user=owner" "$@"
}

now_ms() {
	echo $((${EPOCHREALTIME/./} / 1000))
}

# ---- what is there to be told ----

# One transaction, a thousand cards a call, as `kioskctl import members` does it. The greetings have the 87 bytes
# that those of the demo's list have.
import() { # FIRST LAST REVISION: of members
	{
		echo "BEGIN;"
		for ((first = $1; first <= $2; first += 500)); do
			echo "SELECT staff.put_tokens('micklefield', (SELECT jsonb_agg(jsonb_build_object(
				'index', upper(md5(card || 'card' || i)), 'holder', md5('holder' || i)::uuid, 'status', 'member',
				'is_number', card = 1, 'greeting', encode(decode(md5('$3' || i) || md5('a' || i) || md5('b' || i)
					|| md5('c' || i) || md5('d' || i) || left(md5('e' || i), 14), 'hex'), 'base64')))::text
				FROM generate_series($first, least($first + 499, $2)) i, generate_series(1, 2) card));"
		done
		echo "COMMIT;"
	} | ask -o /dev/null
}

# ---- how long things take ----

kiosk=0
# A new kiosk's first sync, in ms, and in ms of its own work; `carried` bytes, `disk` bytes more than before it.
first_sync() { # BITS_A_SECOND
	kiosk=$((kiosk + 1))
	line=$folder/line$kiosk
	mkdir "$line"
	coproc metered { exec "$proxy" "$line" "$home" "$1"; }
	until [ -S "$line/.s.PGSQL.5432" ]; do sleep 0.01; done
	"$programs/kioskctl" enrol --demo --kiosk $kiosk --data "$folder/kiosk$kiosk" >/dev/null
	enrolled=$(du -sb "$folder/kiosk$kiosk" | cut -f1)
	began=$(now_ms)
	TIMEFORMAT='%U %S'
	{ time "$programs/kiosk-sync" --data "$folder/kiosk$kiosk" --once \
		--centre "postgresql://kiosk_$kiosk@/centre?host=$line" 2>>"$folder/log"; } 2>"$folder/worked" ||
		{ cat "$folder/log" && exit 1; }
	worked=$(awk '{ printf "%d", ($1 + $2) * 1000 }' "$folder/worked")
	took=$(($(now_ms) - began))
	disk=$(($(du -sb "$folder/kiosk$kiosk" | cut -f1) - enrolled))
	input=${metered[1]} output=${metered[0]}
	exec {input}>&-
	read -r carried <&"$output"
	wait
}

# What the disk and the centre could do at best: the same rows as a file, in ms.
copy_out() {
	began=$(now_ms)
	ask -c "\\copy (SELECT version, kind, key, revision, body FROM core.feed WHERE stream = 'branch:micklefield' ORDER BY version) TO '$folder/copy'"
	took=$(($(now_ms) - began))
	rm "$folder/copy"
}

# As kiosk-sync asks for what is new, in microseconds: the middle one of 300.
pull_us() {
	epoch=$(ask -c "SELECT epoch FROM core.site")
	head=$(ask -c "SELECT head FROM core.feed_head WHERE stream = 'branch:micklefield'")
	{
		printf '%s\n' '\timing on'
		for _ in $(seq 300); do
			echo "SELECT api.news('$epoch', 'branch:micklefield', '$head', '1000');"
		done
	} | psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null "host=$home dbname=centre user=kiosk_9" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' |
		sort -n | awk '{ t[NR] = $1 } END { printf "%d", t[int(NR / 2) + 1] * 1000 }'
}

# The longest of the pulls that go on while the list comes in, and until all of it has its version, in ms.
longest_pull() { # SECONDS
	epoch=$(ask -c "SELECT epoch FROM core.site")
	{
		printf '%s\n' '\timing on'
		for _ in $(seq $(($1 * 20))); do
			echo "SELECT api.news('$epoch', 'branch:micklefield', '0', '1000');"
			printf '%s\n' '\! sleep 0.04'
		done
	} | psql -XAtq -v ON_ERROR_STOP=1 -o /dev/null "host=$home dbname=centre user=kiosk_9" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' |
		sort -n | awk '{ t[NR] = $1 } END { printf "%d", t[NR] }'
}

# ---- the table ----

all_held=0
row() { # WHAT OURS REFERENCE UNIT RATIO GOAL HELD(0 or 1)
	printf '%-52s %10s %10s %-7s %7s  %-22s %s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$([ "$7" -eq 1 ] && echo yes || echo NO)"
	[ "$7" -eq 1 ] || all_held=1
}

ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

printf '%-52s %10s %10s %-7s %7s  %-22s %s\n' "$cards cards" ours reference "" ratio goal held

import 1 $((members / 10)) a
ask -c "SELECT core.stamp('branch:micklefield') FROM generate_series(1, $((cards / 1000)))" >/dev/null
ask -c "VACUUM ANALYZE core.feed"
once_us=$(pull_us)

began=$(now_ms)
(import $((members / 10 + 1)) "$members" a && now_ms >"$folder/imported") &
longest=$(longest_pull $((5 + cards / 15000)))
wait
import_ms=$(($(cat "$folder/imported") - began))
row "longest pull while they are imported" "$longest" "$import_ms" ms "$(ratio "$longest" "$import_ms")" "<= 1000 ms" $((longest <= 1000))
ask -c "SELECT core.stamp('branch:micklefield') FROM generate_series(1, $((cards / 1000)))" >/dev/null
ask -c "VACUUM ANALYZE core.feed"

tenfold_us=$(pull_us)
row "a pull of nothing, 10 times the history" "$tenfold_us" "$once_us" us "$(ratio "$tenfold_us" "$once_us")" "<= 1.5" $((10 * tenfold_us <= 15 * once_us))

copy_out
copied=$((cards * 1000 / took))
first_sync 0
synced=$((cards * 1000 / took))
row "cards into SQLite, first sync" "$synced" "$copied" /s "$(ratio $synced $copied)" ">= 50000 /s or 0.5" $((synced >= 50000 || 2 * synced >= copied))
row "the same by the kiosk's own work" $((cards * 1000 / worked)) "$copied" /s "$(ratio $((cards * 1000 / worked)) $copied)" ">= 50000 /s" $((cards * 1000 / worked >= 50000))
row "first sync on the wire" $((carried / 1000)) $((cards * 353 / 1000)) kB "$(ratio $((carried)) $((cards * 353)))" "<= 37500 kB for 100000" $((carried <= members * 375))
row "first sync on the disk" $((disk / 1000)) $((cards * 122 / 1000)) kB "$(ratio $((disk)) $((cards * 122)))" "<= 30000 kB for 100000" $((disk <= members * 300))
before=$carried
first_sync 10000000
row "first sync at 10 Mbit/s" "$took" $((carried * 8 / 10000)) ms "$(ratio "$took" $((carried * 8 / 10000)))" "<= 30 s for 100000" $((took <= members * 30 / 100))

for revision in b c d e f g h i j; do
	import 1 $((members / 10)) $revision
done
first_sync 0
row "first sync on the wire, a tenth changed 9 times" $((carried / 1000)) $((before / 1000)) kB "$(ratio "$carried" "$before")" "<= 1.05" $((100 * carried <= 105 * before))
exit $all_held
