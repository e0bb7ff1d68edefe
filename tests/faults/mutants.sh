#!/bin/bash
# The kills and the six kiosks would notice: each patch in mutants/ or mutants/six-kiosks/ breaks one
# rule in a copy of the sources, and the same harness must then find a broken promise (exit 1, not 2: it
# could play).
#
#   mutants.sh SOURCES KILLS-HARNESS SIX-KIOSKS-HARNESS CUTTING-PROXY CENTRE-SCRIPT
set -eu
sources=$1
kills=$(readlink -f "$2")
six_kiosks=$(readlink -f "$3")
proxy=$(readlink -f "$4")
centre=$(readlink -f "$5")
patches=$sources/tests/faults/mutants

copy=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-mutants-XXXXXX")
trap 'rm -rf "$copy" "$copy"-stage' EXIT
mkdir "$copy-stage"
cp -r "$sources"/{kiosk,i18n,tests,platform,meson.build,meson_options.txt} "$copy"
ln -s "$sources/assets" "$copy/assets"
cd "$copy"
meson setup build --buildtype=debug -Doptimization=0 >"$copy-stage/log" 2>&1 || {
	tail "$copy-stage/log"
	exit 1
}

# The harness leaves behind what it found; it goes with the stage.
export TMPDIR=$copy-stage
chmod 711 "$copy-stage"
play() {
	case $1 in
	*/six-kiosks/*)
		"$six_kiosks" "$centre" "$copy/build/kiosk/kiosk-sync" "$proxy" "$sources/assets" 5
		;;
	*)
		"$kills" "$copy/build/kiosk" "$sources/assets" "$centre" 20
		;;
	esac
}

failed=0
for patch in "$patches"/*.patch "$patches"/six-kiosks/*.patch; do
	name=$(basename "$patch" .patch)
	patch -s -p1 --no-backup-if-mismatch <"$patch"
	ninja -C build kiosk/library-kiosk kiosk/kiosk-sync library-kiosk-gmo >"$copy-stage/log" 2>&1 || {
		tail -n 30 "$copy-stage/log"
		exit 1
	}
	status=0
	play "$patch" >"$copy-stage/$name" 2>&1 || status=$?
	if [ $status -eq 1 ]; then
		echo "$name: noticed. $(grep -m 1 -E '^kills: [0-9]' "$copy-stage/$name" || tail -n 1 "$copy-stage/$name")"
	else
		echo "$name: NOT noticed (exit $status)"
		cat "$copy-stage/$name"
		failed=1
	fi
	patch -s -R -p1 <"$patch"
done
exit $failed
