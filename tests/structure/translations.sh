#!/bin/sh
# Every sentence of the program is translated in every language that is offered, none is left over,
# and each keeps its placeholders. A language that no native reader has reviewed may lack some: they are
# shown in English, counted and named here. Usage: translations.sh SOURCE
set -u
cd "$1" || exit 2
template=$(mktemp)
merged=$(mktemp)
trap 'rm -f "$template" "$merged" "$template.before"' EXIT
i18n/extract > "$template" || exit 2
failed=0

complain() {
	[ -z "$2" ] && return
	printf '%s: %s\n%s\n' "$language" "$1" "$2"
	failed=1
}

sentences() {
	msgattrib --no-wrap "$@" "$merged" | sed -n 's/^\(#~ \)\{0,1\}msgid "\(..*\)"$/  \2/p'
}

# Lines that merging would write in another form; their order is free.
reworded() {
	sort "$1" >"$template.before"
	sort "$merged" | diff "$template.before" - | grep '^[<>]'
	rm -f "$template.before"
}

# Names between braces, sorted, of every sentence and each of its translations.
lost_placeholders() {
	msgcat --no-wrap "$1" | awk '
		function names(text,    found, list, n, i, j, swap) {
			n = 0
			while (match(text, /\{[a-z_]+\}/)) {
				found = substr(text, RSTART, RLENGTH)
				text = substr(text, RSTART + RLENGTH)
				for (i = 1; i <= n && list[i] != found; i++)
					;
				if (i > n)
					list[++n] = found
			}
			for (i = 1; i <= n; i++)
				for (j = i + 1; j <= n; j++)
					if (list[j] < list[i]) {
						swap = list[i]; list[i] = list[j]; list[j] = swap
					}
			found = ""
			for (i = 1; i <= n; i++)
				found = found list[i]
			return found
		}
		/^msgid "/ { sentence = $0 }
		/^msgstr/ && !/^msgstr(\[[0-9]\])? ""$/ { if (names($0) != names(sentence)) print "  " sentence "\n  " $0 }'
}

is_reviewed() {
	grep -q "^$language .* reviewed$" i18n/LINGUAS
}

# Missing sentences fail a language that was reviewed; of others they are told.
tell_missing() {
	[ -z "$1" ] && return
	if is_reviewed; then
		complain "not translated" "$1"
	else
		printf '%s: %s to be translated, seen in English until then\n%s\n' "$language" \
			"$(printf '%s\n' "$1" | wc -l)" "$1"
	fi
}

languages=$(sed -n 's/^\([a-z][a-z-]*\) .*/\1/p' i18n/LINGUAS)
for language in $languages; do
	[ "$language" = en ] && continue
	file=i18n/$language.po
	complain "msgfmt is not content" "$(msgfmt -c -o /dev/null "$file" 2>&1)"
	msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$merged" "$file" "$template" || failed=1
	tell_missing "$(sentences --untranslated)"
	complain "marked fuzzy" "$(sentences --only-fuzzy)"
	complain "nobody says this any more" "$(sentences --only-obsolete)"
	complain "msgmerge, as in i18n/README.md, would write these lines otherwise" \
		"$(reworded "$file")"
	complain "other placeholders than the English" "$(lost_placeholders "$file")"
done
exit $failed
