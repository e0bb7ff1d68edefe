/* The words about the visitor and the kiosk, one function each. What concerns the centre is in
 * centre.c. */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "journey/journey.h"

static bool do_readers(struct journey *journey)
{
	journey->readers_real = true;
	return true;
}

/* An empty file, which stays if there is a folder for pictures. */
static bool do_printer(struct journey *journey)
{
	const char *out = journey->options->out ? journey->options->out : journey->folder;
	char folder[PATH_MAX];

	if (!realpath(out, folder))
		return journey_fails(journey, "there is no folder %s", out);
	snprintf(journey->printer, sizeof(journey->printer), "%.900s/%.60s", folder,
		journey_word(journey, 1));
	FILE *file = fopen(journey->printer, "we");
	return (file && fclose(file) == 0) ||
	       journey_fails(journey, "%s cannot be written", journey->printer);
}

static bool do_kiosk(struct journey *journey)
{
	journey->kiosk = (int)journey_value(journey, 1);
	return true;
}

static bool do_at(struct journey *journey)
{
	if (!clock_parse(journey_word(journey, 1), &journey->at_ms))
		return journey_fails(journey, "a time is written 2026-12-04T10:20");
	journey->at_given = true;
	if (!journey->face.pid)
		return true;
	return face_tell(
		journey, json_pack("{s:s, s:I}", "type", "at", "ms", (json_int_t)journey->at_ms));
}

static bool do_language(struct journey *journey)
{
	if (!journey->options->language)
		text_copy(journey->language, sizeof(journey->language), journey_word(journey, 1));
	if (!journey->face.pid)
		return true;
	return face_tell(
		journey, json_pack("{s:s, s:s}", "type", "language", "code", journey->language));
}

static bool do_card(struct journey *journey)
{
	if (journey->readers_real &&
		!program_say(&journey->simulator, "card %s", journey_word(journey, 1)))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, true);
	return face_tell(
		journey, json_pack("{s:s, s:s, s:s, s:s, s:[]}", "type", "arrive", "source", "nfc",
				 "uid", journey_word(journey, 1), "technology", "other", "texts"));
}

static bool do_phone(struct journey *journey)
{
	if (journey->readers_real &&
		!program_say(&journey->simulator, "phone \"%s\"", journey_word(journey, 1)))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, true);
	return face_tell(journey, json_pack("{s:s, s:s, s:s, s:s, s:b, s:[s]}", "type", "arrive",
					  "source", "nfc", "uid", "08112233", "technology", "type4",
					  "random", 1, "texts", journey_word(journey, 1)));
}

static bool do_lift(struct journey *journey)
{
	if (journey->readers_real && !program_say(&journey->simulator, "lift"))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, false);
	return face_tell(journey, json_pack("{s:s, s:s}", "type", "remove", "source", "nfc"));
}

static bool do_code(struct journey *journey)
{
	return face_tell(
		journey, json_pack("{s:s, s:s, s:s, s:s}", "type", "code", "source", "camera",
				 "format", "QRCode", "text", journey_word(journey, 1)));
}

static bool do_unreadable(struct journey *journey)
{
	return face_tell(journey, json_pack("{ssssss}", "type", "unreadable", "source", "nfc",
					  "reason", journey_word(journey, 1)));
}

/* A relative picture lies where the pictures go, or beside the journey's file. */
static void find_picture(const struct journey *journey, const char *name, char path[PATH_BYTES])
{
	const char *out = journey->options->out ? journey->options->out : ".";
	char folder[PATH_BYTES];

	snprintf(path, PATH_BYTES, "%s", name);
	if (name[0] == '/' || access(path, R_OK) == 0)
		return;
	snprintf(path, PATH_BYTES, "%s/%s", out, name);
	if (access(path, R_OK) == 0)
		return;
	text_copy(folder, sizeof(folder), journey->options->file);
	char *slash = strrchr(folder, '/');
	if (slash)
		*slash = '\0';
	snprintf(path, PATH_BYTES, "%.500s/%.500s", slash ? folder : ".", name);
}

/* Into the camera's folder, under another name first: it must not see half a picture. */
static bool do_image(struct journey *journey)
{
	char path[PATH_BYTES], part[PATH_BYTES + 32], whole[PATH_BYTES + 64];
	static int number;

	find_picture(journey, journey_word(journey, 1), path);
	if (access(path, R_OK) != 0)
		return journey_fails(journey, "there is no such picture");
	const char *ending = strrchr(path, '.');
	snprintf(part, sizeof(part), "%s/pictures/.arriving", journey->folder);
	snprintf(whole, sizeof(whole), "%s/pictures/%d%s", journey->folder, ++number,
		ending ? ending : "");
	const char *arguments[] = {"cp", path, part, NULL};
	return (program_run(arguments) == 0 && rename(part, whole) == 0) ||
	       journey_fails(journey, "the picture cannot be shown");
}

static bool do_tap(struct journey *journey)
{
	const struct word *target = &journey->line->words[1];

	if (target->quoted)
		return face_tell_soon(journey, json_pack("{s:s, s:s, s:b}", "type", "tap", "text",
						       target->text, "raw", target->raw));
	return face_tell_soon(journey, json_pack("{s:s, s:s, s:i}", "type", "tap-name", "name",
					       target->text, "index", (int)target->value));
}

/* `tap-and-die "Continue"`: the face is killed after it acted, before it paints. */
static bool do_tap_and_die(struct journey *journey)
{
	json_t *answer = face_ask(journey, json_pack("{s:s, s:s, s:b}", "type", "tap-and-die",
						   "text", journey_word(journey, 1), "raw", 0));

	if (answer) {
		json_decref(answer);
		return journey_fails(journey, "there is no such thing to tap");
	}
	return face_stop(journey, SIGKILL);
}

static bool do_tap_before(struct journey *journey)
{
	return face_tell(journey,
		json_pack("{s:s, s:s}", "type", "tap-before", "text", journey_word(journey, 1)));
}

static bool do_type(struct journey *journey)
{
	return face_tell(
		journey, json_pack("{s:s, s:s}", "type", "type", "text", journey_word(journey, 1)));
}

/* The code of the ticket on the screen, as somebody writes it on a slip. */
static bool do_note_code(struct journey *journey)
{
	json_t *answer = face_ask(journey, json_pack("{s:s}", "type", "short-code"));
	const char *code = json_string_value(json_object_get(answer, "code"));

	text_copy(journey->short_code, sizeof(journey->short_code), code ? code : "");
	json_decref(answer);
	return *journey->short_code || journey_fails(journey, "there is no booking with a code");
}

/* On the keys of the page that asks for it. */
static bool do_type_code(struct journey *journey)
{
	if (!*journey->short_code)
		return journey_fails(journey, "no code was noted");
	for (const char *letter = journey->short_code; *letter; letter++) {
		const char *key = strchr(short_code_letters, *letter);
		if (!key || !face_tell_soon(journey,
				    json_pack("{s:s, s:s, s:i}", "type", "tap-name", "name",
					    "letter", "index", (int)(key - short_code_letters))))
			return false;
	}
	return true;
}

static bool do_touch(struct journey *journey)
{
	return face_tell(journey, json_pack("{s:s}", "type", "touch"));
}

static bool do_key(struct journey *journey)
{
	return face_tell(
		journey, json_pack("{s:s, s:s}", "type", "key", "name", journey_word(journey, 1)));
}

static bool do_wait(struct journey *journey)
{
	return face_tell(journey, json_pack("{s:s, s:I}", "type", "wait", "ms",
					  (json_int_t)journey_value(journey, 1)));
}

static bool do_see(struct journey *journey)
{
	const struct word *saying = &journey->line->words[1];
	bool absent = journey_is(journey, 0, "not-see");

	return face_tell_soon(journey, json_pack("{s:s, s:s, s:b, s:b}", "type", "see", "text",
					       saying->text, "raw", saying->raw, "absent", absent));
}

static bool do_screen(struct journey *journey)
{
	return face_tell_soon(journey,
		json_pack("{s:s, s:s}", "type", "screen", "name", journey_word(journey, 1)));
}

/* What the picture shows, as text: NAME.txt. */
static bool save_tree(struct journey *journey)
{
	char path[PATH_BYTES + WORD_BYTES_MAX];

	snprintf(
		path, sizeof(path), "%s/%s.txt", journey->options->trees, journey_word(journey, 1));
	return face_tell(journey, json_pack("{s:s, s:s}", "type", "tree", "path", path));
}

/* A name without an ending gets language and orientation: home-ur-portrait.png. */
static bool do_shot(struct journey *journey)
{
	const char *out = journey->options->out ? journey->options->out : ".";
	char path[PATH_BYTES + WORD_BYTES_MAX];

	if (strchr(journey_word(journey, 1), '.'))
		snprintf(path, sizeof(path), "%s/%s", out, journey_word(journey, 1));
	else
		snprintf(path, sizeof(path), "%s/%s-%s-%s.png", out, journey_word(journey, 1),
			journey->language[0] ? journey->language : "en",
			journey->options->portrait ? "portrait" : "landscape");
	return face_tell(journey, json_pack("{s:s, s:s}", "type", "shot", "path", path)) &&
	       (!journey->options->trees || save_tree(journey));
}

static bool do_outbox(struct journey *journey)
{
	json_t *answer = face_ask(journey, json_pack("{s:s}", "type", "outbox"));
	json_int_t found = json_integer_value(json_object_get(answer, "visitors"));
	bool answered = answer != NULL;

	json_decref(answer);
	if (!answered)
		return false;
	return found == journey_value(journey, 1) ||
	       journey_fails(journey, "the outbox holds %d", (int)found);
}

static bool do_restart(struct journey *journey)
{
	face_stop(journey, SIGTERM);
	return face_start(journey) && (!journey->readers_real || face_readers_are_ready(journey)) &&
	       face_tell(journey, json_pack("{s:s, s:s}", "type", "language", "code",
					  journey->language[0] ? journey->language : "en"));
}

/* kill|freeze|thaw face|nfc|camera|centre */
static bool do_signal(struct journey *journey)
{
	int signal = journey_is(journey, 0, "kill")     ? SIGKILL
		     : journey_is(journey, 0, "freeze") ? SIGSTOP
							: SIGCONT;

	if (journey_is(journey, 1, "face") && signal == SIGKILL)
		return face_stop(journey, SIGKILL);
	if (journey_is(journey, 1, "face"))
		return kill(journey->face.pid, signal) == 0;
	if (journey_is(journey, 1, "centre"))
		return centre_kill(journey);
	pid_t pid = face_worker_pid(journey, journey_word(journey, 1));
	return (pid > 0 && kill(pid, signal) == 0) ||
	       journey_fails(journey, "there is no such program to %s", journey_word(journey, 0));
}

static const struct verb verbs[] = {
	{"readers", do_readers, false, {WORD_REAL}, 1, "readers real", .stands_first = true},
	{"printer", do_printer, false, {WORD_SHOT}, 1, "printer slips", .stands_first = true},
	{"kiosk", do_kiosk, false, {WORD_KIOSK}, 1, "kiosk 2", .stands_first = true},
	{"at", do_at, false, {WORD_TIME}, 1, "at 2026-12-04T10:20"},
	{"language", do_language, false, {WORD_LANGUAGE}, 1, "language ur"},
	{"card", do_card, true, {WORD_UID}, 1, "card 04A7B2C316E580"},
	{"phone", do_phone, true, {WORD_TEXT}, 1, "phone \"TEXT\""},
	{"lift", do_lift, true, {WORD_NONE}, 0, "lift"},
	{"code", do_code, true, {WORD_TEXT}, 1, "code \"TEXT\""},
	{"unreadable", do_unreadable, true, {WORD_TEXT}, 1, "unreadable \"several\""},
	{"image", do_image, true, {WORD_PICTURE}, 1, "image FILE", .readers_real = true},
	{"tap", do_tap, true, {WORD_TARGET}, 1, "tap \"Continue\""},
	{"tap-and-die", do_tap_and_die, true, {WORD_SENTENCE}, 1, "tap-and-die \"Continue\""},
	{"tap-before", do_tap_before, true, {WORD_TEXT}, 1, "tap-before \"mina\""},
	{"type", do_type, true, {WORD_TEXT}, 1, "type \"Amina\""},
	{"note-code", do_note_code, true, {WORD_NONE}, 0, "note-code"},
	{"type-code", do_type_code, true, {WORD_NONE}, 0, "type-code"},
	{"key", do_key, true, {WORD_KEY}, 1, "key Tab"},
	{"touch", do_touch, true, {WORD_NONE}, 0, "touch"},
	{"wait", do_wait, true, {WORD_DURATION}, 1, "wait 65s"},
	{"see", do_see, true, {WORD_SAYING}, 1, "see \"Hello!\""},
	{"not-see", do_see, true, {WORD_SAYING}, 1, "not-see \"Hello!\""},
	{"screen", do_screen, true, {WORD_SCREEN}, 1, "screen home"},
	{"shot", do_shot, true, {WORD_SHOT}, 1, "shot home"},
	{"outbox", do_outbox, true, {WORD_NUMBER}, 1, "outbox 1", .looks = true},
	{"centre", centre_command, false, {WORD_COMMAND}, 1, "centre start"},
	{"sync", centre_sync, true, {WORD_STATUS}, 0, "sync 1"},
	{"offline", centre_network, false, {WORD_NONE}, 0, "offline"},
	{"online", centre_network, false, {WORD_NONE}, 0, "online"},
	{"count", centre_count, false, {WORD_COUNT, WORD_NUMBER}, 2, "count member 1"},
	{"opened", centre_opened, false, {WORD_TEXT}, 1, "opened \"Amina Khan\""},
	{"guardian", centre_guardian, false, {WORD_TEXT, WORD_NUMBER}, 2,
		"guardian \"Amina Khan\" 2"},
	{"restart", do_restart, true, {WORD_NONE}, 0, "restart"},
	{"kill", do_signal, true, {WORD_VICTIM}, 1, "kill face", .looks = true},
	{"freeze", do_signal, true, {WORD_SLEEPER}, 1, "freeze nfc", .looks = true},
	{"thaw", do_signal, true, {WORD_SLEEPER}, 1, "thaw nfc", .looks = true},
};

const struct verb *verbs_find(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(name, verbs[i].name) == 0)
			return &verbs[i];
	return NULL;
}
