#!/bin/bash
# platform/run in a clone whose kiosk is a stand-in: what it says of each step and of each trouble, and
# which end of the kiosk it takes for a fault. first_run.sh SOURCE
set -u
there=$(mktemp -d "${TMPDIR:-/tmp}/kiosk first-run-XXXXXX")
trap 'rm -rf "$there"' EXIT
failed=0
clone=$there/a\ clone
build=$clone/build

# The kiosk ends as ends.txt says, a line a start; without a line left it waits to be told.
make_clone() {
	rm -rf "$clone"
	mkdir -p "$clone/platform" "$clone/stand-in"
	cp "$1"/platform/* "$clone/platform/" 2>/dev/null
	echo 'build libc6-dev' >"$clone/platform/packages"
	cat >"$clone/stand-in/library-kiosk" <<'END'
#!/bin/sh
echo start >>"$KIOSK_STARTS"
code=$(sed -n "$(wc -l <"$KIOSK_STARTS")p" "$KIOSK_ENDS")
[ -z "$code" ] || exit "$code"
trap 'echo told >>"$KIOSK_STARTS"; exit 0' TERM
while :; do sleep 0.1; done
END
	printf '#!/bin/sh\n' >"$clone/stand-in/kioskctl"
	chmod +x "$clone"/stand-in/*
	cat >"$clone/meson.build" <<'END'
project('stand-in', version: '1')
foreach program : ['library-kiosk', 'kioskctl']
  custom_target(program, input: 'stand-in' / program, output: program, build_by_default: true,
    command: ['sh', '-c', 'mkdir -p kiosk && cp -p "$1" kiosk/ && cp -p "$1" "$2"', 'sh',
      '@INPUT@', '@OUTPUT@'])
endforeach
END
}

# A visitor's display that nothing is drawn on, and no other.
run() {
	: >"$there/starts"
	printf '%s\n' "$ends" >"$there/ends"
	KIOSK_STARTS=$there/starts KIOSK_ENDS=$there/ends DISPLAY='' WAYLAND_DISPLAY=none \
		"$clone/platform/run" "$@" >"$there/out" 2>&1
	code=$?
	starts=$(grep -c start "$there/starts")
}

holds() {
	local sentence=$1
	shift
	if "$@"; then
		echo "ok      $sentence"
		return
	fi
	echo "FAILED  $sentence (code $code, $starts starts)"
	cat "$there/out"
	failed=1
}

says() {
	grep -q "$1" "$there/out"
}

make_clone "$1"
ends=0
run
holds "each step is said" says "^Setting up .*/build \.\.\."
holds "so is the build" says "^Building "
holds "a Wayland session is a display" test "$starts" -eq 1
holds "a kiosk that was closed stays closed" test "$code $starts" = "0 1"
run --journey "$there/ends" --bigger --contrast --low --trees "$there"
holds "what plays a journey gets all that it takes" test "$code $starts" = "0 1"
run --journey
holds "a journey without a name is refused" test "$code" -eq 2
ends=$'1\n134\n0'
run
holds "a kiosk that ends by a fault comes back" test "$code $starts" = "0 3"
ends=143
run
holds "a kiosk that was told to end stays away" test "$code $starts" = "143 1"
ends=2
run
holds "a kiosk that cannot start is not tried again" test "$code $starts" = "2 1"
ends=
KIOSK_STARTS=$there/starts KIOSK_ENDS=$there/ends DISPLAY='' WAYLAND_DISPLAY=none \
	"$clone/platform/run" >"$there/out" 2>&1 &
runner=$!
printf '\n' >"$there/ends"
: >"$there/starts"
for _ in $(seq 300); do
	! grep -q start "$there/starts" || break
	sleep 0.1
done
sleep 0.3
kill -TERM $runner
wait $runner
holds "platform/run that is told to end tells the kiosk" grep -q told "$there/starts"

ends=0
rm "$build/build.ninja"
run
holds "a setup that was broken off is begun anew" test "$code" -eq 0
rm -rf "$build"
echo 'project(' >"$clone/meson.build"
run
holds "a failure shows its last lines" says "its last lines"
holds "and where all of it is" says "setup.log"
holds "and is one" test "$code $starts" = "1 0"
rm -rf "$build"
touch "$build"
run
holds "a clone that cannot be written to is named" says "cannot be made or written to"
run --bogus
holds "what is not understood is refused before anything is built" test "$code" -eq 2

# Who is not root: this test itself, or nobody.
make_clone "$1"
mkdir "$clone/tests"
cp "$1/tests/bare-root" "$clone/tests/"
chmod -R a+rX "$there"
as_nobody=()
[ "$(id -u)" -ne 0 ] || as_nobody=(runuser -u nobody --)
"${as_nobody[@]}" "$clone/tests/bare-root" trixie >"$there/out" 2>&1
code=$?
holds "a bare root that an ordinary user cannot make is skipped" test "$code" -eq 77
holds "and the reason is said" says "by root only"
exit $failed
