#!/bin/sh
# Every sentence of the program stands in the catalogue of every language that is offered, none is left over,
# and each translation keeps its placeholders. A language that no native reader has reviewed may lack some:
# they are shown in English, and named here with the languages that want them. translations.sh SOURCE [LANGUAGE...]
set -u
cd "$1" || exit 2
shift
template=$(mktemp)
merged=$(mktemp)
wanted=$(mktemp)
trap 'rm -f "$template" "$merged" "$wanted" "$template.before"' EXIT
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

# Sentences without a translation, among them those that the catalogue does not even name: "new".
note_missing() {
	sentences --untranslated | sed 's/^  //' | while IFS= read -r sentence; do
		how=empty
		is_reviewed && how=reviewed
		grep -qxF "msgid \"$sentence\"" "$file" || how=new
		printf '%s\t%s\t%s\n' "$how" "$sentence" "$language"
	done >>"$wanted"
}

lacks_new_ones() {
	grep -q "^new	.*	$language\$" "$wanted"
}

# tell_wanted HOW: each sentence once, with the languages that want it.
tell_wanted() {
	awk -F '\t' -v how="$1" '
		$1 == how && !($2 in languages) { order[++count] = $2 }
		$1 == how { languages[$2] = languages[$2] " " $3 }
		END { for (i = 1; i <= count; i++) print "  \"" order[i] "\" in" languages[order[i]] }' "$wanted"
}

# tell HEADING HOW: true if there was anything to tell.
tell() {
	list=$(tell_wanted "$2")
	[ -n "$list" ] && printf '%s\n%s\n' "$1" "$list"
}

# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(sed -n 's/^\([a-z][a-z-]*\) .*/\1/p' i18n/LINGUAS)
for language; do
	[ "$language" = en ] && continue
	file=i18n/$language.po
	complain "msgfmt is not content" "$(msgfmt -c -o /dev/null "$file" 2>&1)"
	msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$merged" "$file" "$template" || failed=1
	note_missing
	complain "marked fuzzy" "$(sentences --only-fuzzy)"
	complain "nobody says this any more" "$(sentences --only-obsolete)"
	lacks_new_ones || complain "i18n/merge would write these lines otherwise" "$(reworded "$file")"
	complain "other placeholders than the English" "$(lost_placeholders "$file")"
done
tell "New sentences. Run i18n/merge, translate what you can; the rest is seen in English until somebody does. Wanted:" \
	new && failed=1
tell "A language that was reviewed lacks nothing. Wanted:" reviewed && failed=1
tell "To be translated, seen in English until then:" empty
exit $failed
