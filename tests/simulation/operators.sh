#!/bin/bash
# Wrong operators are noticed: of kiosk/sync/step.c, kiosk/rules/places.c and the centre's functions that
# decide, one operator, number, condition or statement at a time is made wrong (tests/cases/mutants.pl), and the
# tests near it and the simulation must fail. At least 90 of 100 must be caught; what survives stands, each
# with its reason, in `survivors` beside this script: FILE:FUNCTION <tab> the wrong line <tab> why.
#
#   operators.sh SOURCES BUILD CENTRE-SCRIPT [KIOSKS [CENTRES [SEED]]]
#
# With numbers it tries so many wrong kiosks and centres, drawn by the seed and by what they say, of those that
# no reason is given for, and of ten centres one may survive; without, all. In the environment, FILES='step.c
# 2-places.sql': of these files only; SLOTS: so many at a time.
set -euo pipefail
sources=$(readlink -f "$1") build=$(readlink -f "$2") centre=$(readlink -f "$3")
kiosks=${4:-all} centres=${5:-all} seed=${6:-1}
files=${FILES:-step.c places.c 2-changes.sql 2-places.sql 3-bookings.sql 4-check-ins.sql 6-epochs.sql}
CAUGHT_LEAST=90 # of a hundred
SLOTS=${SLOTS:-2}

stage=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-operators-XXXXXX")
chmod 755 "$stage"
at_end() {
	for folder in "$stage"/centre-*; do
		[ ! -d "$folder" ] || "$centre" stop "$folder" || true
	done
	[ ! -e "$stage/copies" ] || while read -r folder; do
		rm -rf "$folder" "$folder.socket"
	done <"$stage/copies"
	rm -rf "$stage"
}
trap at_end EXIT
mkdir "$stage"/{c,sql,tried,holds,noticed,calls}
export sources build stage

# ---- the wrong copies: mutant <tab> FILE:FUNCTION <tab> wrong line <tab> FILE:NUMBER ----

for file in $files; do
	case $file in *.sql) language=sql ;; *) language=c ;; esac
	perl "$sources/tests/cases/mutants.pl" $language "$stage/$language" \
		"$(find "$sources"/kiosk/{sync,rules} "$sources/platform/schema" -name "$file")"
done | awk -F'\t' -v OFS='\t' '{ split($2, at, ":"); print $1, at[1] ":" $4, $3, $2 }' >"$stage/mutants"

has_no_reason() {
	awk -F'\t' 'NR == FNR { reason[$1 FS $2] = 1; next } !(($2 FS $3) in reason)' "$sources/tests/simulation/survivors" -
}
draw() { # LANGUAGE NUMBER
	awk -v of="$stage/$1/" 'index($1, of) == 1' "$stage/mutants" | if [ "$2" = all ]; then
		cat
	else
		has_no_reason | perl -MDigest::MD5=md5_hex -F'\t' -lane 'print md5_hex("'"$seed"'$F[1]$F[2]"), "\t$_"' |
			sort | awk -v most="$2" 'NR <= most' | cut -f2-
	fi | cut -f1
}
say() { # WHAT MUTANT
	echo "$1" >"$stage/tried/$(basename "$2")"
	case $1 in
	caught | none) ;;
	*) grep -F "$2" "$stage/mutants" | cut -f2,3 | sed "s|^|so far: $1: |" >&2 ;;
	esac
}
# A test that ends by itself and finds nothing has not noticed; each has so many seconds.
notices() { # SECONDS COMMAND...
	! { timeout -k 1 "$@"; } >/dev/null 2>&1 </dev/null
}
export -f say notices

# ---- a wrong kiosk: the build's own programs, with that one file's object before the libraries ----

compile() { # SOURCE OBJECT
	mkdir -p "$2.d"
	cp "$1" "$2.d/one.c"
	(cd "$2.d" && ${CC:-cc} -std=c11 -D_GNU_SOURCE -w -O1 -fsanitize=undefined,bounds-strict \
		-fsanitize-undefined-trap-on-error -I"$sources/kiosk" -c one.c -o "$2") 2>/dev/null
}
noticed_by() { # OBJECT PROGRAM ARGUMENT...
	local object=$1 program=$2 command
	shift 2
	command=$(sed "s|-o $program |-o $object.program $object |" "$stage/links/$(basename "$program")")
	(cd "$build" && eval "$command") >&2
	notices 30 "$object.program" "$@"
}
noticed_in_kiosk() { # OBJECT NAME
	case $2 in
	*step.c)
		noticed_by "$1" tests/unit/sync/sync_step || noticed_by "$1" tests/faults/sync_simulation
		;;
	*)
		noticed_by "$1" tests/unit/rules/rules_places ||
			noticed_by "$1" tests/cases/kiosk_cases "$sources/tests/cases" ||
			noticed_by "$1" tests/unit/store/store_places || noticed_by "$1" tests/unit/store/store_fair_places
		;;
	esac || for lives in 1 2 3; do
		noticed_by "$1" tests/simulation/simulation --steps $((lives * lives * 30000)) --seed $lives && return
	done
}
try_kiosk() { # MUTANT
	local object=$stage/objects/$2.o
	if ! compile "$1" "$object" || cmp -s "$object" "$stage/objects/true.$(basename "$1" | cut -d. -f2).o"; then
		say none "$1" # not C, or for the compiler the same
	elif noticed_in_kiosk "$object" "$1"; then
		say caught "$1"
	else
		say survived "$1"
	fi
	rm -rf "$object"*
}
export -f compile noticed_by noticed_in_kiosk try_kiosk
export KIOSK_ASSETS=$sources/assets CMOCKA_TEST_ABORT=1

prepare_kiosks() {
	mkdir "$stage"/{objects,links}
	for program in tests/unit/sync/sync_step tests/faults/sync_simulation tests/unit/rules/rules_places \
		tests/cases/kiosk_cases tests/unit/store/store_{places,fair_places} tests/simulation/simulation; do
		ninja -C "$build" -t commands "$program" | grep -F -- "-o $program " >"$stage/links/$(basename "$program")"
	done
	for file in sync/step rules/places; do
		object=$stage/objects/true.$(basename $file).o
		compile "$sources/kiosk/$file.c" "$object"
		! noticed_in_kiosk "$object" "$file.c" || {
			echo "the tests do not hold before anything was made wrong: $file.c"
			exit 1
		}
	done
}

# ---- a wrong centre: of one that is ready, a copy for each test ----

# What tests take for platform/centre.
cat >"$stage/copy" <<'END'
#!/bin/sh
set -eu
case $1 in
start)
	[ ! -e "$2/ready" ] || exit 0
	sql() {
		psql -X -q -v ON_ERROR_STOP=1 -h "$SOCKET" -U owner "$@" >/dev/null
	}
	sql -d postgres -c "DROP DATABASE IF EXISTS centre WITH (FORCE)" -c "CREATE DATABASE centre TEMPLATE whole"
	sql -d centre -c "UPDATE core.site SET place_of_data = core.place_of_data()" -f "$WRONG"
	echo "$2" >>"$stage/copies"
	ln -s "$SOCKET" "$2.socket"
	touch "$2/ready"
	;;
url) echo "postgresql://kiosk_1@/centre?host=$2.socket" ;;
esac
END
# What real_centre takes for the simulation: a history that was written down.
cat >"$stage/play" <<'END'
#!/bin/sh
cp "$stage/history" "$6"
END
chmod +x "$stage"/{copy,play}

ask() { # DATABASE SQL
	psql -X -q -At -h "$SOCKET" -U owner -d "$1" -c "$2"
}
# Nothing there needs to last, and nothing happens by itself. What never ends is cut off.
prepare_centres() {
	local setting
	"$build/tests/simulation/simulation" --steps 3000 --seed 1 --trace "$stage/history" >/dev/null
	for ((slot = 0; slot < SLOTS; slot++)); do
		"$centre" start "$stage/centre-$slot" >/dev/null
		SOCKET=$("$centre" url "$stage/centre-$slot" | sed 's/.*host=//')
		echo "$SOCKET" >"$stage/socket-$slot"
		ask postgres "ALTER DATABASE centre RENAME TO whole"
		for setting in fsync=off full_page_writes=off synchronous_commit=off autovacuum=off jit=off \
			"track_functions='all'" statement_timeout=30000; do
			ask postgres "ALTER SYSTEM SET $setting"
		done
		ask postgres "SELECT pg_reload_conf()" >/dev/null
	done
}
# First the one that noticed something in this function before, those that are about it, then the cheapest.
suites_for() { # MUTANT FUNCTION
	cat "$stage/noticed/$2" 2>/dev/null || true
	case $1 in
	*2-changes*) echo others changes holders ;;
	*2-places*) echo parts places waiting fair ;;
	*3-bookings*) echo series others changes bookings ;;
	*4-check-ins*) echo parts changes places ;;
	*6-epochs*) echo epochs ;;
	esac
	echo cases parts others bookings guests stamps forms series holders places fair salvage waiting changes epochs real \
		random sets
}
notices_in_centre() { # SUITE MUTANT
	local program=$build/tests/faults/faults_centre_$1 arguments=()
	case $1 in
	real) program=$build/tests/simulation/simulation_real_centre arguments=("$stage/play") ;;
	cases) program=$build/tests/cases/centre_cases arguments=("$sources/tests/cases") ;;
	random | sets) arguments=(1 3) ;; # seed, worlds
	esac
	WRONG=$2 notices 300 "$program" "$stage/copy" "${arguments[@]}"
}
# A suite's word counts that holds while nothing is wrong.
holds() { # SUITE
	[ -e "$stage/holds/$1" ] || { ! notices_in_centre "$1" /dev/null && touch "$stage/holds/$1"; }
}
# The functions that a suite calls, which has just held.
remember_calls() { # SUITE
	[ ! -e "$stage/calls/$1" ] || return 0
	while [ "$(ask postgres "SELECT count(*) FROM pg_stat_activity WHERE datname = 'centre'")" != 0 ]; do
		sleep 0.1
	done
	ask centre "SELECT schemaname || '.' || funcname FROM pg_stat_user_functions" >"$stage/calls/$1"
}
# What is in SQL may have become a part of what calls it.
may_call() { # SUITE MUTANT FUNCTION
	[ ! -e "$stage/calls/$1" ] || ! grep -q 'LANGUAGE plpgsql' "$2" || grep -qxF "$3" "$stage/calls/$1"
}
become_of_centre() { # MUTANT FUNCTION
	local suite
	for suite in $(suites_for "$1" "$2" | tr ' ' '\n' | awk '!seen[$0]++'); do
		may_call "$suite" "$1" "$2" || continue
		if notices_in_centre "$suite" "$1"; then
			holds "$suite" || { echo "$suite does not hold" && return; }
			echo "$suite" >"$stage/noticed/$2"
			echo "$suite" >>"$stage/noticers"
			echo caught
			return
		fi
		remember_calls "$suite"
	done
	echo survived
}
try_centre() { # MUTANT SLOT
	local function
	function=$(sed -n '1s/^CREATE OR REPLACE FUNCTION \([a-z_.]*\)(.*/\1/p' "$1")
	SOCKET=$(cat "$stage/socket-$2")
	export SOCKET
	if ! { echo 'BEGIN;'; cat "$1"; echo 'ROLLBACK;'; } |
		psql -X -q -v ON_ERROR_STOP=1 -h "$SOCKET" -U owner -d whole >/dev/null 2>&1; then
		say none "$1" # not SQL
	else
		say "$(become_of_centre "$1" "$function")" "$1"
	fi
}
export -f ask suites_for notices_in_centre holds remember_calls may_call become_of_centre try_centre

# ---- all that were drawn ----

each() { # FUNCTION
	xargs -r -P "$SLOTS" --process-slot-var=SLOT -I{} bash -c "$1 '{}' \"\$SLOT\""
}
draw c "$kiosks" >"$stage/kiosks"
draw sql "$centres" >"$stage/centres"
[ ! -s "$stage/kiosks" ] || prepare_kiosks
each try_kiosk <"$stage/kiosks"
[ ! -s "$stage/centres" ] || prepare_centres
each try_centre <"$stage/centres"

# ---- the table ----

cd "$stage/tried"
grep -H '' ./* | sed 's|^./||' | sed "s|^|/|; s|:|\t|" >"$stage/results"
awk -F'\t' -v least=$CAUGHT_LEAST -v centres="$centres" -v whole="$kiosks$centres${FILES:-}" '
	FILENAME ~ /survivors$/ { if ($0 !~ /^#/) reason[$1 FS $2] = $3; next }
	FILENAME ~ /results$/ { became[$1] = $2; next }
	{
		known[$2 FS $3] = 1
		name = $1
		sub(/.*\//, "/", name)
		if (!(name in became) || became[name] == "none")
			next
		split($4, at, ":")
		file = at[1]
		tried[file]++
		if (became[name] == "caught")
			caught[file]++
		else if (became[name] == "survived" && ($2 FS $3) in reason)
			explained[file]++
		else
			other[++count] = became[name] ": " $4 " " $2 "\t" $3
		bad += became[name] !~ /caught|survived/
		if (became[name] == "survived" && !(($2 FS $3) in reason) && (file !~ /sql$/ || centres == "all"))
			bad++
	}
	END {
		for (i = 1; i <= count; i++)
			print other[i]
		if (whole == "allall")
			for (key in reason)
				if (!(key in known)) {
					print "a reason is given for what is no wrong copy any more: " key
					bad++
				}
		printf "%-16s %8s %8s %9s %8s\n", "file", "wrong", "caught", "explained", "of 100"
		for (file in tried) {
			all += tried[file]; good += caught[file]; why += explained[file]
			printf "%-16s %8d %8d %9d %8.1f\n", file, tried[file], caught[file], explained[file],
				100 * caught[file] / tried[file] | "sort"
		}
		close("sort")
		printf "%-16s %8d %8d %9d %8.1f\n", "all", all, good, why, all ? 100 * good / all : 0
		# Of few that were drawn one may be the tenth.
		exit bad > 0 || all == 0 || all - good > int((all * (100 - least) + 99) / 100)
	}' "$sources/tests/simulation/survivors" "$stage/results" "$stage/mutants"
