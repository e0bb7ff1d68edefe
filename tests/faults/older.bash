# shellcheck shell=bash disable=SC2154
# A centre as an older version of this program made it, in the place of the one that runs in $folder/centre:
# `older/COMMIT.sql.gz` has the SQL of that version in the order in which it was loaded,
#
#   git show COMMIT:platform/schema/... (all [0-9]-*.sql, then demo.sql) | gzip -9n
#
# Sourced after kiosks.bash, with $sources, the clone.

# ask_server SQL: not in the database of the centre.
ask_server() {
	psql -XAtq -v ON_ERROR_STOP=1 "$("$centre" url staff "$folder/centre" | sed 's/staff@/owner@/; s/centre?/postgres?/')" -c "$1"
}

older_centre() { # COMMIT
	ask_server 'DROP DATABASE centre WITH (FORCE)'
	ask_server "SELECT format('DROP ROLE %I', rolname) FROM pg_roles
		WHERE rolname ~ '^(kiosk_[0-9]|kiosks|centre|staff|clerk|report)\$'" | while read -r drop; do
		ask_server "$drop"
	done
	ask_server 'CREATE DATABASE centre'
	gzip -dc "$sources/tests/faults/older/$1.sql.gz" | psql -XAtq -v ON_ERROR_STOP=1 --single-transaction \
		-v branch="$(cat "$sources/assets/demo/branch.json")" -v keys="$(cat "$sources/assets/demo/keys.json")" \
		-o /dev/null -f - "$("$centre" url staff "$folder/centre" | sed 's/staff@/owner@/')"
}

# another_version WORD: a program that differs from ours by what stands on standard input, which is one more
# file of platform/schema; it is then $folder/WORD/platform/centre.
another_version() { # WORD FILE
	mkdir "$folder/$1"
	cp -R "$sources/platform" "$folder/$1/platform"
	ln -s "$sources/assets" "$folder/$1/assets"
	cat >"$folder/$1/platform/schema/$2"
}
