#!/bin/sh
# A view() that changes something must not compile. looking-is-const.sh SOURCE COMPILER...
set -u
source=$1
shift
view() {
	printf '%s\n' '#include "app/app.h"' 'struct state { int chosen; };' \
		'void view(const struct app *app, struct ui *ui);' \
		'void view(const struct app *app, struct ui *ui)' '{' "$1" '(void)ui; (void)app;' '}'
}
compiles() {
	body=$1
	shift
	view "$body" | "$@" -std=c11 -D_GNU_SOURCE "-I$source/kiosk" -Werror -xc \
		-fsyntax-only - 2>/dev/null
}
compiles 'const struct state *state = app_state(app); (void)state;' "$@" || {
	echo "a view that only looks does not compile"
	exit 1
}
for body in 'const struct state *state = app_state(app); state->chosen = 1;' \
	'struct state *state = app_state_change(app); state->chosen = 1;' \
	'app_visit(app)->booked_again = 1;' 'app_end_visit(app);'; do
	if compiles "$body" "$@"; then
		echo "a view that writes compiles: $body"
		exit 1
	fi
done
