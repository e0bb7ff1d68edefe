/* The words about the visitor and the kiosk, one function each. What concerns the centre is in
 * centre.c. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "journey/journey.h"

static bool do_readers(struct journey *journey)
{
	if (!journey_is(journey, 1, "real") || journey->face.pid)
		return journey_fails(journey, "'readers real' stands before everything else");
	journey->readers_real = true;
	return true;
}

static bool do_kiosk(struct journey *journey)
{
	journey->kiosk = atoi(journey_word(journey, 1));
	if (journey->kiosk < 1 || journey->kiosk > 9 || journey->face.pid)
		return journey_fails(journey, "'kiosk 1' to 'kiosk 9' stands before the visit");
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
		journey, json_pack("{sssI}", "type", "at", "ms", (json_int_t)journey->at_ms));
}

static bool do_language(struct journey *journey)
{
	if (!journey->options->language)
		text_copy(journey->language, sizeof(journey->language), journey_word(journey, 1));
	if (!journey->face.pid)
		return true;
	return face_tell(
		journey, json_pack("{ssss}", "type", "language", "code", journey->language));
}

static bool do_card(struct journey *journey)
{
	if (journey->readers_real &&
		!program_say(&journey->simulator, "card %s", journey_word(journey, 1)))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, true);
	return face_tell(
		journey, json_pack("{sssssssss[]}", "type", "arrive", "source", "nfc", "uid",
				 journey_word(journey, 1), "technology", "other", "texts"));
}

static bool do_phone(struct journey *journey)
{
	if (journey->readers_real &&
		!program_say(&journey->simulator, "phone \"%s\"", journey_word(journey, 1)))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, true);
	return face_tell(journey,
		json_pack("{sssssssssbs[s]}", "type", "arrive", "source", "nfc", "uid", "08112233",
			"technology", "type4", "random", 1, "texts", journey_word(journey, 1)));
}

static bool do_lift(struct journey *journey)
{
	if (journey->readers_real && !program_say(&journey->simulator, "lift"))
		return journey_fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return face_reader_sees(journey, false);
	return face_tell(journey, json_pack("{ssss}", "type", "remove", "source", "nfc"));
}

static bool do_code(struct journey *journey)
{
	return face_tell(journey, json_pack("{ssssssss}", "type", "code", "source", "camera",
					  "format", "QRCode", "text", journey_word(journey, 1)));
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

/* With real readers the camera's folder gets it; else the kiosk's own decoder reads it. */
static bool do_image(struct journey *journey)
{
	char path[PATH_BYTES], part[PATH_BYTES + 32], whole[PATH_BYTES + 64];
	static int number;

	find_picture(journey, journey_word(journey, 1), path);
	if (access(path, R_OK) != 0)
		return journey_fails(journey, "there is no such picture");
	if (!journey->readers_real)
		return journey_fails(journey, "'image' needs 'readers real'");
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
	const char *text = journey_word(journey, 1);

	if (journey->words[1].quoted)
		return face_tell_soon(
			journey, json_pack("{sssssb}", "type", "tap", "text", text, "raw", 0));
	if (journey_is(journey, 1, "raw"))
		return face_tell_soon(journey, json_pack("{sssssb}", "type", "tap", "text",
						       journey_word(journey, 2), "raw", 1));
	char name[64];
	text_copy(name, sizeof(name), *text == '#' ? text + 1 : text);
	char *dot = strrchr(name, '.');
	if (dot)
		*dot++ = '\0';
	return face_tell_soon(journey, json_pack("{sssssi}", "type", "tap-name", "name", name,
					       "index", dot ? atoi(dot) : 0));
}

/* `tap-and-die "Continue"`: the face is killed after it acted, before it paints. */
static bool do_tap_and_die(struct journey *journey)
{
	json_t *answer = face_ask(journey, json_pack("{sssssb}", "type", "tap-and-die", "text",
						   journey_word(journey, 1), "raw", 0));

	if (answer) {
		json_decref(answer);
		return journey_fails(journey, "there is no such thing to tap");
	}
	return face_stop(journey, SIGKILL);
}

static bool do_type(struct journey *journey)
{
	return face_tell(
		journey, json_pack("{ssss}", "type", "type", "text", journey_word(journey, 1)));
}

static bool do_key(struct journey *journey)
{
	return face_tell(
		journey, json_pack("{ssss}", "type", "key", "name", journey_word(journey, 1)));
}

static bool do_wait(struct journey *journey)
{
	char *unit;
	double number = strtod(journey_word(journey, 1), &unit);
	int64_t unit_ms = strcmp(unit, "ms") == 0  ? 1
			  : strcmp(unit, "s") == 0 ? SECOND_MS
			  : strcmp(unit, "m") == 0 ? MINUTE_MS
			  : strcmp(unit, "h") == 0 ? HOUR_MS
						   : 0;

	if (unit == journey_word(journey, 1) || unit_ms == 0 || number < 0)
		return journey_fails(journey, "a duration is written 65s, 5m, 2h");
	return face_tell(journey,
		json_pack("{sssI}", "type", "wait", "ms", (json_int_t)(number * (double)unit_ms)));
}

static bool do_see(struct journey *journey)
{
	bool absent = journey_is(journey, 0, "not-see"), raw = journey_is(journey, 1, "raw");
	json_t *question = json_pack("{sssssbsb}", "type", "see", "text",
		journey_word(journey, 1 + raw), "raw", raw, "absent", absent);

	return face_tell_soon(journey, question);
}

static bool do_screen(struct journey *journey)
{
	return face_tell_soon(
		journey, json_pack("{ssss}", "type", "screen", "name", journey_word(journey, 1)));
}

/* A name without an ending gets language and orientation: home-ur-portrait.png. */
static bool do_shot(struct journey *journey)
{
	const char *out = journey->options->out ? journey->options->out : ".";
	const char *size = journey->options->size ? journey->options->size : "1920x1080";
	const char *high = strchr(size, 'x');
	char path[PATH_BYTES + WORD_BYTES_MAX];

	if (strchr(journey_word(journey, 1), '.'))
		snprintf(path, sizeof(path), "%s/%s", out, journey_word(journey, 1));
	else
		snprintf(path, sizeof(path), "%s/%s-%s-%s.png", out, journey_word(journey, 1),
			journey->language[0] ? journey->language : "en",
			high && atoi(high + 1) > atoi(size) ? "portrait" : "landscape");
	return face_tell(journey, json_pack("{ssss}", "type", "shot", "path", path));
}

static bool do_outbox(struct journey *journey)
{
	json_t *answer = face_ask(journey, json_pack("{ss}", "type", "outbox"));
	int wanted = atoi(journey_word(journey, 1));
	int found = (int)json_integer_value(json_object_get(answer, "visitors"));

	json_decref(answer);
	if (!answer)
		return false;
	return found == wanted || journey_fails(journey, "the outbox holds %d", found);
}

static bool do_restart(struct journey *journey)
{
	face_stop(journey, SIGTERM);
	return face_start(journey) && (!journey->readers_real || face_readers_are_ready(journey)) &&
	       face_tell(journey, json_pack("{ssss}", "type", "language", "code",
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
	if (journey_is(journey, 1, "centre") && signal == SIGKILL) {
		text_copy(journey->words[1].text, WORD_BYTES_MAX, "kill");
		return centre_command(journey);
	}
	pid_t pid = face_worker_pid(journey, journey_word(journey, 1));
	return (pid > 0 && kill(pid, signal) == 0) ||
	       journey_fails(journey, "there is no such program to %s", journey_word(journey, 0));
}

static const struct verb verbs[] = {
	{"readers", do_readers, 2, false},
	{"kiosk", do_kiosk, 2, false},
	{"at", do_at, 2, false},
	{"language", do_language, 2, false},
	{"card", do_card, 2, true},
	{"phone", do_phone, 2, true},
	{"lift", do_lift, 1, true},
	{"code", do_code, 2, true},
	{"image", do_image, 2, true},
	{"tap", do_tap, 2, true},
	{"tap-and-die", do_tap_and_die, 2, true},
	{"type", do_type, 2, true},
	{"key", do_key, 2, true},
	{"wait", do_wait, 2, true},
	{"see", do_see, 2, true},
	{"not-see", do_see, 2, true},
	{"screen", do_screen, 2, true},
	{"shot", do_shot, 2, true},
	{"outbox", do_outbox, 2, true},
	{"centre", centre_command, 2, false},
	{"sync", centre_sync, 1, true},
	{"offline", centre_network, 1, false},
	{"online", centre_network, 1, false},
	{"count", centre_count, 3, false},
	{"opened", centre_opened, 2, false},
	{"restart", do_restart, 1, true},
	{"kill", do_signal, 2, true},
	{"freeze", do_signal, 2, true},
	{"thaw", do_signal, 2, true},
};

const struct verb *verbs_find(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(name, verbs[i].name) == 0)
			return &verbs[i];
	return NULL;
}
