#!/bin/bash
# The tables notice every wrong operator: each decision that kiosk and centre share is made wrong, one
# operator or number at a time, and the tables must then say so. One side is judged without the other.
#
#   mutants.sh SOURCES CENTRE-CASES CENTRE-SCRIPT
set -euo pipefail
sources=$1
centre_cases=$(readlink -f "$2")
centre=$(readlink -f "$3")
tables=$sources/tests/cases

stage=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-cases-XXXXXX")
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage"/{c,h/rules,sql,objects}

mutants() {
	perl "$tables/mutants.pl" "$@" >>"$stage/list"
}
mutants c "$stage/c" "$sources/kiosk/rules/booking.c" booking_of_session booking_is_open \
	are_few is_more_than refusal_of_size booking_is_that_day booking_day_before_ms must_come_first \
	refusal_of_holder booking_decide booking_change_refusal booking_onto_card_refusal
mutants c "$stage/c" "$sources/kiosk/rules/party.c" party_people party_is_valid
mutants c "$stage/c" "$sources/kiosk/rules/places.c" is_meant places_pay
mutants c "$stage/h" "$sources/kiosk/rules/party.h" 'PARTY_COUNT_MAX = 20'
mutants sql "$stage/sql" "$sources/platform/schema/2-changes.sql" core.is_party
mutants sql "$stage/sql" "$sources/platform/schema/1-parties.sql" core.people
mutants sql "$stage/sql" "$sources/platform/schema/steps/0001-tables.sql" core.has_room
mutants sql "$stage/sql" "$sources/platform/schema/2-places.sql" core.lease_pays core.are_few
mutants sql "$stage/sql" "$sources/platform/schema/3-bookings.sql" core.is_that_day core.day_before core.may_be_booked core.may_be_changed core.may_be_put_on_card

# ---- the kiosk's side: the mutant in the place of its file, everything else as it is ----

units=(tests/cases/{kiosk,decisions,table} kiosk/rules/{booking,party,places,holder,session,answer_check}
	kiosk/base/{text,crypto,clock,error,id})
compile() { # SOURCE OBJECT [OPTION...]
	${CC:-cc} -std=c11 -D_GNU_SOURCE -w -O0 -fsanitize=undefined,bounds-strict -fno-sanitize-recover=all \
		"${@:3}" -I"$sources/kiosk" -I"$tables" -c "$1" -o "$2"
}
link_and_judge() { # OBJECTS; 0: the tables held
	${CC:-cc} -fsanitize=undefined -o "$stage/kiosk" "$1"/*.o -lutf8proc -lsodium -lm
	"$stage/kiosk" "$tables" >/dev/null 2>&1
}
for unit in "${units[@]}"; do
	compile "$sources/$unit.c" "$stage/objects/$(basename "$unit").o"
done
link_and_judge "$stage/objects" || {
	echo "the tables do not hold before anything was made wrong"
	exit 1
}

tried=0 noticed=0
judge_kiosk() { # NAME OBJECTS
	tried=$((tried + 1))
	if link_and_judge "$2"; then
		echo "NOT noticed: $(grep -F "$1" "$stage/list" | cut -f2-)"
	else
		noticed=$((noticed + 1))
	fi
}
for mutant in "$stage"/c/*; do
	object=$stage/objects/$(basename "$mutant" | cut -d. -f2).o
	mv "$object" "$stage/kept.o"
	compile "$mutant" "$object"
	judge_kiosk "$mutant" "$stage/objects"
	mv "$stage/kept.o" "$object"
done
mkdir "$stage/all"
for mutant in "$stage"/h/*.h; do
	cp "$mutant" "$stage/h/rules/party.h"
	for unit in "${units[@]}"; do
		compile "$sources/$unit.c" "$stage/all/$(basename "$unit").o" -I"$stage/h"
	done
	judge_kiosk "$mutant" "$stage/all"
done
echo "the kiosk's functions: $noticed of $tried wrong ones were noticed"

# ---- the centre's side: one centre, each mutant in a transaction that is taken back ----

sql=("$stage"/sql/*)
missed=0
"$centre_cases" "$centre" "$tables" "${sql[@]}" >"$stage/judged" || missed=$(grep -c 'NOT noticed' "$stage/judged" || echo all)
grep -E 'NOT noticed|ERROR' "$stage/judged" | while IFS=: read -r name _; do
	echo "NOT noticed: $(grep -F "$name" "$stage/list" | cut -f2-)"
done || true
[ "$missed" = all ] && { cat "$stage/judged"; exit 1; }
echo "the centre's functions: $((${#sql[@]} - missed)) of ${#sql[@]} wrong ones were noticed"
[ $noticed -eq $tried ] && [ "$missed" -eq 0 ]
