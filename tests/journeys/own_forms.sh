#!/bin/sh
# A library writes its own questions: every kind of them is asked, answered and seen to be right. What it
# breaks is said with file, line and reason, and the last good form goes on; where there was none the visitor
# is sent to the desk. A reading challenge is such a form too, and one that is taken away is over.
# own_forms.sh RUNNER SOURCE OUT
set -eu
runner=$1
source=$(realpath "$2")
out=$3
assets=$out/assets
form=$assets/forms/join.json

rm -rf "$out"
mkdir -p "$assets/forms"
for each in "$source"/assets/*; do
	[ "${each##*/}" = forms ] || ln -s "$each" "$assets/"
done

"$(dirname "$runner")/kioskctl" enrol --demo --kiosk 1 --data "$out/data" --assets "$source/assets" >/dev/null

# play NAME [ARGUMENT...]
play() {
	name=$1
	shift
	"$runner" "$out/$name.journey" --assets "$assets" --out "$out" "$@" 2>"$out/$name.log" || {
		cat "$out/$name.log"
		exit 1
	}
}

cat >"$form" <<'END'
{"form": "join", "version": 7, "questions": [
  {"id": "name", "kind": "name", "title": {"en": "And you are?", "pl": "A kto to?"}},
  {"id": "hear", "kind": "choice", "title": {"en": "Who told you about us?"}, "choices": [
    {"value": "friend", "words": {"en": "A friend"}, "icon": "users-fill"},
    {"value": "school", "words": {"en": "The school"}, "line": {"en": "or nursery"}},
    {"value": "walk", "words": {"en": "I walked by"}},
    {"value": "web", "words": {"en": "The web"}}]},
  {"id": "friend", "kind": "text", "title": {"en": "Which friend?"}, "optional": true,
   "when": {"hear": "friend"}},
  {"id": "likes", "kind": "choices", "title": {"en": "What do you like?"}, "choices": [
    {"value": "books", "words": {"en": "Books"}}, {"value": "music", "words": {"en": "Music"}},
    {"value": "craft", "words": {"en": "Craft"}}]},
  {"id": "easy", "kind": "scale", "title": {"en": "Was it easy?"}, "choices": [
    {"value": "1", "words": {"en": "No"}, "icon": "smiley-sad-fill"},
    {"value": "2", "words": {"en": "So so"}, "icon": "smiley-meh-fill"},
    {"value": "3", "words": {"en": "Yes"}, "icon": "smiley-fill"}]},
  {"id": "visit", "kind": "date", "title": {"en": "When will you come again?"}, "ahead": true},
  {"id": "consent", "kind": "consent", "title": {"en": "All right?"}, "choices": [
    {"words": {"en": "We keep this."}}]}
]}
END
cat >"$out/every-kind.journey" <<'END'
at 2026-12-04T10:04
centre start
language pl
tap "Join the library"
see raw "A kto to?"
language en
see raw "And you are?"
tap "Continue"
see "Please answer here."
type "Zofia"
tap "Continue"
see raw "Who told you about us?"
see raw "or nursery"
shot own-choice
tap raw "A friend"
see raw "Which friend?"
tap "Skip"
see raw "What do you like?"
tap "Continue"
see "Please answer here."
tap raw "Books"
tap raw "Craft"
shot own-choices
tap "Continue"
see raw "Was it easy?"
shot own-scale
tap raw "So so"
see raw "When will you come again?"
type "3"
tap #part.1
tap #month.12
tap #part.2
type "2026"
tap "Continue"
see "Please give a day that is to come, in the next two years."
tap #part.0
key Backspace
type "5"
tap "Continue"
screen form_check
see raw "A friend"
see raw "Books, Craft"
tap "Next"
see raw "So so"
tap "Previous"
tap #change.1
tap raw "The school"
screen form_check
not-see raw "Which friend?"
tap "That is right"
see raw "We keep this."
tap "Yes, you may"
screen join_done
sync
count member 1
opened "Zofia"
END
play every-kind --data "$out/data"

# A slip of the pen in the third question.
sed -i 's/"optional": true,/"optinal": true,/' "$form"
cat >"$out/broken.journey" <<'END'
at 2026-12-05T10:04
tap "Join the library"
see raw "And you are?"
END
play broken --data "$out/data"
grep -q 'forms/join.json: line 8: question 3: "optinal" is not known here (did you mean "optional"?)' "$out/broken.log" || {
	echo "the broken form is not named:"
	cat "$out/broken.log"
	exit 1
}

"$(dirname "$runner")/kioskctl" doctor --data "$out/data" --assets "$assets" |
	grep -q '^wrong  forms/join.json: line 8: question 3: "optinal" is not known here (did you mean "optional"?); the kiosk asks' || {
	echo "kioskctl doctor does not name the broken form"
	exit 1
}

cat >"$out/never-good.journey" <<'END'
at 2026-12-05T10:04
tap "Join the library"
screen use_desk
END
play never-good

# A reading challenge of the library's own, then one with a slip of the pen, then none.
challenge=$assets/forms/challenge.json
cat >"$challenge" <<'END'
{"form": "challenge", "version": 1, "title": {"en": "Winter stamps", "pl": "Zimowe pieczątki"},
 "from": "2026-12-05", "until": "2026-12-24", "steps": [
  {"icon": "tree-fill"},
  {"icon": "star-fill"}]}
END
cat >"$out/own-challenge.journey" <<'END'
at 2026-12-04T10:04
not-see raw "Winter stamps"
at 2026-12-05T10:04
see raw "Winter stamps"
card 04A7B2C316E580
tap #challenge
tap "Take part"
see raw "1 of 2 stamps"
tap "Done"
END
play own-challenge --data "$out/data"
sed -i 's/tree-fill/Tree fill/' "$challenge"
cat >"$out/broken-challenge.journey" <<'END'
at 2026-12-06T10:04
see raw "Winter stamps"
card 04A7B2C316E580
tap #challenge
tap "Stamp my card"
see "You did it!"
see "Tell us at the desk: we are proud of you."
tap "Done"
END
play broken-challenge --data "$out/data"
grep -q 'forms/challenge.json: line 3: step 1: "icon" is of a-z' "$out/broken-challenge.log" || {
	echo "the broken challenge is not named:"
	cat "$out/broken-challenge.log"
	exit 1
}
"$(dirname "$runner")/kioskctl" doctor --data "$out/data" --assets "$assets" |
	grep -q '^wrong  forms/challenge.json: line 3: step 1: ' || {
	echo "kioskctl doctor does not name the broken challenge"
	exit 1
}
# doctor_names LINE WHAT
doctor_names() {
	"$(dirname "$runner")/kioskctl" doctor --data "$out/data" --assets "$assets" | grep -qF "$1" || {
		echo "kioskctl doctor does not name $2"
		exit 1
	}
}
sed -i 's/Tree fill/no-such-icon/' "$challenge"
doctor_names 'forms/challenge.json: step 1: there is no icons/no-such-icon.svg' 'an icon that is not there'
doctor_names 'forms/tell_me.json: it is not there; ' 'a form that is not there'
rm "$challenge"
cat >"$out/no-challenge.journey" <<'END'
at 2026-12-07T10:04
not-see raw "Winter stamps"
card 04A7B2C316E580
not-see raw "Winter stamps"
END
play no-challenge --data "$out/data"
