#!/bin/bash
# Fault 27: a centre behind TLS. Whose certificate names another host, is over, or is signed by somebody unknown gets
# nothing from kiosk-sync, and that is said; with the right one all goes on. certificates.sh PROGRAMS CENTRE-SCRIPT
set -eu
# shellcheck source-path=SCRIPTDIR source=kiosks.bash
. "$(dirname "$0")/kiosks.bash"

"$centre" start "$folder/centre" >/dev/null
home=$("$centre" url staff "$folder/centre" | sed 's/.*host=//')
enrol 2

# ---- certificates ----

mkdir "$folder/tls"
cd "$folder/tls"
touch index
echo 01 >serial
cat >ca.conf <<'END'
[ca]
default_ca = ours
[ours]
new_certs_dir = .
database = index
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
END
authority() { # NAME
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt" 2>>openssl.log
}
certificate() { # NAME HOST AUTHORITY FROM UNTIL
	openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>>openssl.log
	openssl ca -batch -config ca.conf -keyfile "$3.key" -cert "$3.crt" -in "$1.csr" -out "$1.crt" -notext \
		-startdate "$(date -ud "$4" +%y%m%d%H%M%SZ)" -enddate "$(date -ud "$5" +%y%m%d%H%M%SZ)" 2>>openssl.log
}
authority library
authority stranger
certificate right localhost library '1 day ago' '20 days' &&
	certificate elsewhere another.example library '1 day ago' '20 days' &&
	certificate over localhost library '20 days ago' '1 day ago' &&
	certificate unknown localhost stranger '1 day ago' '20 days' || { cat openssl.log; exit 1; }
cd - >/dev/null

# ---- the centre, as one of these ----

port=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
cat >>"$home/data/postgresql.conf" <<END
listen_addresses = 'localhost'
port = $port
ssl = on
ssl_cert_file = 'now.crt'
ssl_key_file = 'now.key'
END
echo 'hostssl centre +kiosks localhost trust' >>"$home/data/pg_hba.conf"
becomes() { # NAME
	"$centre" stop "$folder/centre" >/dev/null
	for end in crt key; do
		cp "$folder/tls/$1.$end" "$home/data/now.$end"
		chown --reference="$home/data/postgresql.conf" "$home/data/now.$end"
		chmod 600 "$home/data/now.$end"
	done
	PGPORT=$port "$centre" start "$folder/centre" >/dev/null
}
export PGPORT=$port
seen() {
	ask_owner 'SELECT seen_at, length, last_seq FROM core.kiosk WHERE kiosk = 2'
}
meets() { # STATUS
	local status=0
	"$programs/kiosk-sync" --data "$folder/kiosk-2" --once 2>"$folder/said" --centre \
		"postgresql://kiosk_2@localhost:$port/centre?sslmode=verify-full&sslrootcert=$folder/tls/library.crt" || status=$?
	[ $status -eq "$1" ] || { echo "sync ended with $status, not $1: $(cat "$folder/said")"; failed=1; }
}
says() { # WHERE SENTENCE
	grep -qE "$2" "$folder/$1" || { echo "$1 does not say '$2': $(cat "$folder/$1")"; failed=1; }
}

book_here() {
	sqlite3 "$folder/kiosk-2/kiosk.db" "INSERT INTO change (id, kind, at_ms, text) VALUES (randomblob(16), 19,
		unixepoch() * 1000, '{\"id\":\"$1\",\"kind\":\"void\",\"version\":1,\"at\":1,\"body\":{}}')"
}
becomes right
book_here 99999999-0000-4000-8000-000000000001
before=$(seen)
for name in elsewhere over unknown; do
	becomes $name
	meets 1
	says said 'the centre does not prove who it is: its certificate has expired, names another host, or is signed by nobody'
	"$programs/kioskctl" doctor --data "$folder/kiosk-2" >"$folder/doctor" || true
	says doctor '^wrong .*the centre does not prove who it is: .*show that to whoever runs the centre'
	expect "what the centre heard behind the certificate '$name'" "$(seen)" "$before"
done

becomes right
meets 0
expect 'changes without an answer' \
	"$(sqlite3 "$folder/kiosk-2/kiosk.db" 'SELECT count(*) FROM change WHERE verdict = 0')" 0
[ "$(seen)" != "$before" ] || { echo 'the centre with the right certificate heard nothing'; failed=1; }
"$programs/kioskctl" doctor --data "$folder/kiosk-2" >"$folder/doctor" || true
! grep -q 'prove who it is' "$folder/doctor" || { echo 'doctor still says it'; failed=1; }
exit $failed
