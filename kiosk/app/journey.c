/* A visit in words, played against the real programs. The runner is the parent of everything: it
 * starts the face again as its child with an inherited control socket, starts simulator, picture
 * folder, sync and centre as the journey asks, can kill any of them, and keeps the ledger of what
 * was shown. The words are in kiosk/README.md, "Journeys". */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/journey_programs.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/lines.h"
#include "base/place.h"
#include "base/text.h"
#include "store/enrolment.h"
#include "store/store.h"

enum {
	WORDS_MAX = 6,
	WORD_BYTES_MAX = 640,
	TRY_AGAIN_MS = 50,
	PATIENCE_MS = 8000, /* for what real readers and the centre bring in their own time */
	PATH_BYTES = 1024,
};

struct word {
	char text[WORD_BYTES_MAX];
	bool quoted;
};

struct journey {
	const struct journey_options *options;
	struct place place;
	char folder[PATH_BYTES]; /* this journey's own: data, clock, simulator, pictures */
	char data[PATH_BYTES];
	char config[PATH_BYTES];
	char clock[PATH_BYTES];
	bool readers_real, data_is_ours, started;
	bool at_given, offline;
	int kiosk;
	int64_t at_ms;
	char language[LANGUAGE_CODE_BYTES];
	struct program face, simulator;
	int control;
	struct lines lines;
	struct word words[WORDS_MAX];
	int word_count;
	int line, failures;
	char detail[256]; /* why the line did not hold */
};

static bool fails(struct journey *journey, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool fails(struct journey *journey, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(journey->detail, sizeof(journey->detail), format, arguments);
	va_end(arguments);
	return false;
}

/* ---- words of a line ---- */

static const char *take_quoted(struct word *word, const char *text)
{
	size_t length = 0;

	word->quoted = true;
	for (text++; *text && *text != '"' && length < WORD_BYTES_MAX - 1; text++) {
		if (*text == '\\' && text[1])
			text++;
		word->text[length++] = *text;
	}
	word->text[length] = '\0';
	return *text == '"' ? text + 1 : NULL;
}

static const char *take_plain(struct word *word, const char *text)
{
	size_t length = 0;

	word->quoted = false;
	for (; *text && !isspace((unsigned char)*text) && length < WORD_BYTES_MAX - 1; text++)
		word->text[length++] = *text;
	word->text[length] = '\0';
	return text;
}

/* '#' begins a comment where a word could begin, except in `tap #choose.2`. */
static bool split(struct journey *journey, const char *text)
{
	journey->word_count = 0;
	while (text && *text) {
		if (isspace((unsigned char)*text)) {
			text++;
			continue;
		}
		if (*text == '#' &&
			!(journey->word_count == 1 && strcmp(journey->words[0].text, "tap") == 0))
			break;
		if (journey->word_count == WORDS_MAX)
			return fails(journey, "too many words");
		struct word *word = &journey->words[journey->word_count++];
		text = *text == '"' ? take_quoted(word, text) : take_plain(word, text);
	}
	return text != NULL || fails(journey, "a quotation mark is missing");
}

static const char *word(const struct journey *journey, int index)
{
	return index < journey->word_count ? journey->words[index].text : "";
}

static bool is_word(const struct journey *journey, int index, const char *text)
{
	return strcmp(word(journey, index), text) == 0;
}

/* ---- talking with the face ---- */

static void write_ledger(struct journey *journey, const json_t *line)
{
	const char *booking = json_string_value(json_object_get(line, "booking"));
	int file = journey->options->ledger
			   ? open(journey->options->ledger,
				     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
			   : -1;

	if (file < 0 || !booking)
		return;
	dprintf(file, "%s\n", booking);
	close(file);
}

/* The next line that is an answer; painted confirmations go into the ledger. NULL: the face died. */
static json_t *read_answer(struct journey *journey)
{
	const char *text;

	for (;;) {
		enum lines_status status = lines_next(&journey->lines, &text);
		if (status == LINES_WAIT) {
			size_t room;
			char *bytes = lines_room(&journey->lines, &room);
			ssize_t count = read(journey->control, bytes, room);
			if (count <= 0)
				return NULL;
			lines_took(&journey->lines, (size_t)count);
			continue;
		}
		json_t *line = status == LINES_LINE ? lines_parse(text) : NULL;
		if (line && strcmp(lines_type(line), "painted") != 0)
			return line;
		if (line)
			write_ledger(journey, line);
		json_decref(line);
	}
}

/* Steals `question`. NULL: the face died. */
static json_t *ask(struct journey *journey, json_t *question)
{
	if (journey->control < 0 || !lines_write(journey->control, question)) {
		fails(journey, "the face is not there");
		return NULL;
	}
	json_t *answer = read_answer(journey);
	if (!answer)
		fails(journey, "the face died");
	return answer;
}

static bool tell(struct journey *journey, json_t *question)
{
	json_t *answer = ask(journey, question);
	bool held = answer && strcmp(lines_type(answer), "ok") == 0;

	if (answer && !held) {
		const char *detail = json_string_value(json_object_get(answer, "detail"));
		fails(journey, "%s", detail ? detail : "no");
	}
	json_decref(answer);
	return held;
}

static void pause_ms(int duration_ms)
{
	poll(NULL, 0, duration_ms);
}

/* Asks again for a while: readers and centre act in their own time. */
static bool tell_soon(struct journey *journey, json_t *question)
{
	bool held = false;

	for (int waited_ms = 0; !held && waited_ms <= PATIENCE_MS; waited_ms += TRY_AGAIN_MS) {
		if (waited_ms)
			pause_ms(TRY_AGAIN_MS);
		held = tell(journey, json_incref(question));
		if (!held && strstr(journey->detail, "the face"))
			break;
	}
	json_decref(question);
	return held;
}

/* ---- starting ---- */

static bool write_config(struct journey *journey)
{
	FILE *file = fopen(journey->config, "we");

	if (!file)
		return fails(journey, "the configuration cannot be written");
	fprintf(file, "[kiosk]\ndata = %s\n", journey->data);
	if (journey->readers_real)
		fprintf(file, "[readers]\nnfc = pn532_uart:%s/pn532\ncamera = %s/pictures\n",
			journey->folder, journey->folder);
	return fclose(file) == 0;
}

static bool start_face(struct journey *journey)
{
	const char *size = journey->options->size ? journey->options->size : "1920x1080";
	char path[PATH_BYTES + 32], number[16];
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return fails(journey, "no socket for the face");
	snprintf(path, sizeof(path), "%s/library-kiosk", journey->options->programs);
	snprintf(number, sizeof(number), "%d", ends[1]);
	const char *arguments[] = {path, "--window", size, "--config", journey->config, "--assets",
		journey->options->assets, "--control", number, NULL};
	bool started = program_start(&journey->face, arguments, ends[1]);
	close(ends[1]);
	journey->control = ends[0];
	memset(&journey->lines, 0, sizeof(journey->lines));
	return started || fails(journey, "the face cannot be started");
}

static bool readers_are_ready(struct journey *journey)
{
	for (int waited_ms = 0; waited_ms <= PATIENCE_MS; waited_ms += TRY_AGAIN_MS) {
		json_t *answer = ask(journey, json_pack("{ss}", "type", "workers"));
		bool ready = json_is_true(json_object_get(answer, "nfc_ready")) &&
			     json_is_true(json_object_get(answer, "camera_ready"));
		bool alive = answer != NULL;
		json_decref(answer);
		if (ready || !alive)
			return ready;
		pause_ms(TRY_AGAIN_MS);
	}
	return fails(journey, "the readers do not become ready");
}

static bool start_simulator(struct journey *journey)
{
	char path[PATH_BYTES], link[PATH_BYTES + 16];

	snprintf(path, sizeof(path), "%s/pn532_simulator", journey->place.support);
	snprintf(link, sizeof(link), "%s/pn532", journey->folder);
	const char *arguments[] = {path, "--link", link, NULL};
	return (program_start_talking(&journey->simulator, arguments) &&
		       program_hear(&journey->simulator, "ready")) ||
	       fails(journey, "the PN532 simulator cannot be started");
}

static bool prepare_data(struct journey *journey)
{
	struct error error = {0};

	if (!journey->at_given)
		journey->at_ms = clock_now_ms();
	if (!clock_create_journey_file(journey->clock, journey->at_ms, &error))
		return fails(journey, "%s", error.detail);
	setenv("KIOSK_CLOCK", journey->clock, 1);
	if (journey->data_is_ours && !enrolment_make_demo(journey->data, journey->kiosk,
					     journey->options->assets, journey->at_ms, &error))
		return fails(journey, "%s", error.detail);
	return true;
}

/* At the first line that needs a face: what came before (readers, at, kiosk) says what it is. */
static bool start_all(struct journey *journey)
{
	if (journey->started)
		return true;
	journey->started = true;
	if (!prepare_data(journey) || !write_config(journey) ||
		(journey->readers_real && !start_simulator(journey)) || !start_face(journey))
		return false;
	if (journey->readers_real && !readers_are_ready(journey))
		return false;
	return !journey->language[0] ||
	       tell(journey, json_pack("{ssss}", "type", "language", "code", journey->language));
}

static bool stop_face(struct journey *journey, int signal)
{
	program_stop(&journey->face, signal);
	if (journey->control >= 0) {
		/* What was painted before the end still counts. */
		shutdown(journey->control, SHUT_WR);
		json_decref(read_answer(journey));
		close(journey->control);
	}
	journey->control = -1;
	return true;
}

/* ---- the words ---- */

static bool do_readers(struct journey *journey)
{
	if (!is_word(journey, 1, "real") || journey->face.pid)
		return fails(journey, "'readers real' stands before everything else");
	journey->readers_real = true;
	return true;
}

static bool do_kiosk(struct journey *journey)
{
	journey->kiosk = atoi(word(journey, 1));
	if (journey->kiosk < 1 || journey->kiosk > 9 || journey->face.pid)
		return fails(journey, "'kiosk 1' to 'kiosk 9' stands before the visit");
	return true;
}

static bool do_at(struct journey *journey)
{
	if (!clock_parse(word(journey, 1), &journey->at_ms))
		return fails(journey, "a time is written 2026-12-04T10:20");
	journey->at_given = true;
	if (!journey->face.pid)
		return true;
	return tell(journey, json_pack("{sssI}", "type", "at", "ms", (json_int_t)journey->at_ms));
}

static bool do_language(struct journey *journey)
{
	if (!journey->options->language)
		text_copy(journey->language, sizeof(journey->language), word(journey, 1));
	if (!journey->face.pid)
		return true;
	return tell(journey, json_pack("{ssss}", "type", "language", "code", journey->language));
}

/* The reader takes a moment to believe that a card is there, or gone. */
static bool reader_sees(struct journey *journey, bool card)
{
	for (int waited_ms = 0; waited_ms <= PATIENCE_MS; waited_ms += TRY_AGAIN_MS) {
		json_t *answer = ask(journey, json_pack("{ss}", "type", "workers"));
		bool there = json_is_true(json_object_get(answer, "card_is_there"));
		bool alive = answer != NULL;
		json_decref(answer);
		if (there == card || !alive)
			return alive;
		pause_ms(TRY_AGAIN_MS);
	}
	return fails(journey, card ? "the reader sees no card" : "the reader still sees a card");
}

static bool do_card(struct journey *journey)
{
	if (journey->readers_real && !program_say(&journey->simulator, "card %s", word(journey, 1)))
		return fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return reader_sees(journey, true);
	return tell(journey, json_pack("{sssssssss[]}", "type", "arrive", "source", "nfc", "uid",
				     word(journey, 1), "technology", "other", "texts"));
}

static bool do_phone(struct journey *journey)
{
	if (journey->readers_real &&
		!program_say(&journey->simulator, "phone \"%s\"", word(journey, 1)))
		return fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return reader_sees(journey, true);
	return tell(journey,
		json_pack("{sssssssssbs[s]}", "type", "arrive", "source", "nfc", "uid", "08112233",
			"technology", "type4", "random", 1, "texts", word(journey, 1)));
}

static bool do_lift(struct journey *journey)
{
	if (journey->readers_real && !program_say(&journey->simulator, "lift"))
		return fails(journey, "the simulator does not answer");
	if (journey->readers_real)
		return reader_sees(journey, false);
	return tell(journey, json_pack("{ssss}", "type", "remove", "source", "nfc"));
}

static bool do_code(struct journey *journey)
{
	return tell(journey, json_pack("{ssssssss}", "type", "code", "source", "camera", "format",
				     "QRCode", "text", word(journey, 1)));
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

	find_picture(journey, word(journey, 1), path);
	if (access(path, R_OK) != 0)
		return fails(journey, "there is no such picture");
	if (!journey->readers_real)
		return fails(journey, "'image' needs 'readers real'");
	const char *ending = strrchr(path, '.');
	snprintf(part, sizeof(part), "%s/pictures/.arriving", journey->folder);
	snprintf(whole, sizeof(whole), "%s/pictures/%d%s", journey->folder, ++number,
		ending ? ending : "");
	const char *arguments[] = {"cp", path, part, NULL};
	return (program_run(arguments) == 0 && rename(part, whole) == 0) ||
	       fails(journey, "the picture cannot be shown");
}

static bool do_tap(struct journey *journey)
{
	const char *text = word(journey, 1);

	if (journey->words[1].quoted)
		return tell_soon(
			journey, json_pack("{sssssb}", "type", "tap", "text", text, "raw", 0));
	if (is_word(journey, 1, "raw"))
		return tell_soon(journey,
			json_pack("{sssssb}", "type", "tap", "text", word(journey, 2), "raw", 1));
	char name[64];
	text_copy(name, sizeof(name), *text == '#' ? text + 1 : text);
	char *dot = strrchr(name, '.');
	if (dot)
		*dot++ = '\0';
	return tell_soon(journey, json_pack("{sssssi}", "type", "tap-name", "name", name, "index",
					  dot ? atoi(dot) : 0));
}

/* `tap-and-die "Continue"`: the face is killed after it acted, before it paints. */
static bool do_tap_and_die(struct journey *journey)
{
	json_t *answer = ask(journey,
		json_pack("{sssssb}", "type", "tap-and-die", "text", word(journey, 1), "raw", 0));

	if (answer) {
		json_decref(answer);
		return fails(journey, "there is no such thing to tap");
	}
	return stop_face(journey, SIGKILL);
}

static bool do_type(struct journey *journey)
{
	return tell(journey, json_pack("{ssss}", "type", "type", "text", word(journey, 1)));
}

static bool do_key(struct journey *journey)
{
	return tell(journey, json_pack("{ssss}", "type", "key", "name", word(journey, 1)));
}

static bool do_wait(struct journey *journey)
{
	char *unit;
	double number = strtod(word(journey, 1), &unit);
	int64_t unit_ms = strcmp(unit, "ms") == 0  ? 1
			  : strcmp(unit, "s") == 0 ? SECOND_MS
			  : strcmp(unit, "m") == 0 ? MINUTE_MS
			  : strcmp(unit, "h") == 0 ? HOUR_MS
						   : 0;

	if (unit == word(journey, 1) || unit_ms == 0 || number < 0)
		return fails(journey, "a duration is written 65s, 5m, 2h");
	return tell(journey,
		json_pack("{sssI}", "type", "wait", "ms", (json_int_t)(number * (double)unit_ms)));
}

static bool do_see(struct journey *journey)
{
	bool absent = is_word(journey, 0, "not-see"), raw = is_word(journey, 1, "raw");
	json_t *question = json_pack("{sssssbsb}", "type", "see", "text", word(journey, 1 + raw),
		"raw", raw, "absent", absent);

	return tell_soon(journey, question);
}

static bool do_screen(struct journey *journey)
{
	return tell_soon(journey, json_pack("{ssss}", "type", "screen", "name", word(journey, 1)));
}

/* A name without an ending gets language and orientation: home-ur-portrait.png. */
static bool do_shot(struct journey *journey)
{
	const char *out = journey->options->out ? journey->options->out : ".";
	const char *size = journey->options->size ? journey->options->size : "1920x1080";
	const char *high = strchr(size, 'x');
	char path[PATH_BYTES + WORD_BYTES_MAX];

	if (strchr(word(journey, 1), '.'))
		snprintf(path, sizeof(path), "%s/%s", out, word(journey, 1));
	else
		snprintf(path, sizeof(path), "%s/%s-%s-%s.png", out, word(journey, 1),
			journey->language[0] ? journey->language : "en",
			high && atoi(high + 1) > atoi(size) ? "portrait" : "landscape");
	return tell(journey, json_pack("{ssss}", "type", "shot", "path", path));
}

static bool do_outbox(struct journey *journey)
{
	json_t *answer = ask(journey, json_pack("{ss}", "type", "outbox"));
	int wanted = atoi(word(journey, 1));
	int found = (int)json_integer_value(json_object_get(answer, "visitors"));

	json_decref(answer);
	if (!answer)
		return false;
	return found == wanted || fails(journey, "the outbox holds %d", found);
}

static bool do_centre(struct journey *journey)
{
	char script[PATH_BYTES], folder[PATH_BYTES + 16];

	snprintf(script, sizeof(script), "%s/centre", journey->place.platform);
	snprintf(folder, sizeof(folder), "%s/centre", journey->folder);
	const char *arguments[] = {script, word(journey, 1), folder, NULL};
	return program_run_quietly(arguments) == 0 ||
	       fails(journey, "platform/centre %s did not succeed", word(journey, 1));
}

static bool centre_url(struct journey *journey, const char *who, char *url, size_t size)
{
	char script[PATH_BYTES], folder[PATH_BYTES + 16];

	snprintf(script, sizeof(script), "%s/centre", journey->place.platform);
	snprintf(folder, sizeof(folder), "%s/%s", journey->folder,
		journey->offline ? "no-centre" : "centre");
	const char *arguments[] = {script, "url", who, folder, NULL};
	return program_read(arguments, url, size) || fails(journey, "the centre has no address");
}

/* `sync` holds if nothing stays unanswered; `sync 1` if the centre is away. */
static bool do_sync(struct journey *journey)
{
	char path[PATH_BYTES], url[512], who[16];
	int wanted = journey->word_count > 1 ? atoi(word(journey, 1)) : 0;

	snprintf(who, sizeof(who), "kiosk_%d", journey->kiosk);
	if (!centre_url(journey, who, url, sizeof(url)))
		return false;
	snprintf(path, sizeof(path), "%s/kiosk-sync", journey->options->programs);
	const char *arguments[] = {path, "--data", journey->data, "--centre", url, "--once", NULL};
	int status = program_run(arguments);
	if (status != wanted)
		return fails(journey, "kiosk-sync ended with %d", status);
	return journey->control < 0 || tell(journey, json_pack("{ss}", "type", "news"));
}

static bool do_network(struct journey *journey)
{
	journey->offline = is_word(journey, 0, "offline");
	return true;
}

static bool do_count(struct journey *journey)
{
	static const struct {
		const char *name, *query;
	} counts[] = {
		{"member", "select count(*) from report.member"},
		{"booking", "select count(*) from report.booking where state = 'confirmed'"},
		{"waiting", "select count(*) from report.booking where state = 'waiting'"},
		{"people", "select coalesce(sum(people), 0) from report.booking "
			   "where state = 'confirmed'"},
		{"attendance", "select count(*) from report.attendance"},
		{"exception", "select count(*) from report.exception"},
	};
	char url[512], found[64];
	const char *query = NULL;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (is_word(journey, 1, counts[i].name))
			query = counts[i].query;
	if (!query)
		return fails(journey, "there is no such count");
	if (!centre_url(journey, "report", url, sizeof(url)))
		return false;
	const char *arguments[] = {"psql", "-XAtq", url, "-c", query, NULL};
	if (!program_read(arguments, found, sizeof(found)))
		return fails(journey, "the centre does not answer");
	return is_word(journey, 2, found) || fails(journey, "there are %s", found);
}

/* `opened "NAME"`: the clerk opens what is sealed, and one member's form has this name, byte for byte.
 * The name goes over a pipe, not over a command line. */
static bool do_opened(struct journey *journey)
{
	char script[PATH_BYTES], folder[PATH_BYTES + 16], url[512], name[2 * WORD_BYTES_MAX];
	char query[2 * WORD_BYTES_MAX + 256], found[64];
	const char *open[] = {script, "open", folder, NULL};
	const char *ask_centre[] = {"psql", "-XAtq", url, "-f", "-", NULL};

	snprintf(script, sizeof(script), "%s/centre", journey->place.platform);
	snprintf(folder, sizeof(folder), "%s/centre", journey->folder);
	if (program_run_quietly(open) != 0)
		return fails(journey, "platform/centre open did not succeed");
	if (!centre_url(journey, "staff", url, sizeof(url)))
		return false;
	text_hex((const uint8_t *)word(journey, 1), strlen(word(journey, 1)), name);
	snprintf(query, sizeof(query),
		"select count(*) from jsonb_array_elements(staff.members()::jsonb) as member "
		"where convert_to(member->'form'->>'name', 'UTF8') = decode('%s', 'hex');\n",
		name);
	if (!program_ask(ask_centre, query, found, sizeof(found)))
		return fails(journey, "the centre does not answer");
	return strcmp(found, "1") == 0 || fails(journey, "there are %s", found);
}

static bool do_restart(struct journey *journey)
{
	stop_face(journey, SIGTERM);
	return start_face(journey) && (!journey->readers_real || readers_are_ready(journey)) &&
	       tell(journey, json_pack("{ssss}", "type", "language", "code",
				     journey->language[0] ? journey->language : "en"));
}

static pid_t worker_pid(struct journey *journey, const char *name)
{
	json_t *answer = ask(journey, json_pack("{ss}", "type", "workers"));
	pid_t pid = (pid_t)json_integer_value(json_object_get(answer, name));

	json_decref(answer);
	return pid;
}

/* kill|freeze|thaw face|nfc|camera|centre */
static bool do_signal(struct journey *journey)
{
	int signal = is_word(journey, 0, "kill")     ? SIGKILL
		     : is_word(journey, 0, "freeze") ? SIGSTOP
						     : SIGCONT;

	if (is_word(journey, 1, "face") && signal == SIGKILL)
		return stop_face(journey, SIGKILL);
	if (is_word(journey, 1, "face"))
		return kill(journey->face.pid, signal) == 0;
	if (is_word(journey, 1, "centre") && signal == SIGKILL) {
		text_copy(journey->words[1].text, WORD_BYTES_MAX, "kill");
		return do_centre(journey);
	}
	pid_t pid = worker_pid(journey, word(journey, 1));
	return (pid > 0 && kill(pid, signal) == 0) ||
	       fails(journey, "there is no such program to %s", word(journey, 0));
}

static const struct {
	const char *name;
	bool (*perform)(struct journey *journey);
	int words; /* at least, with the name */
	bool needs_face;
} verbs[] = {
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
	{"centre", do_centre, 2, false},
	{"sync", do_sync, 1, true},
	{"offline", do_network, 1, false},
	{"online", do_network, 1, false},
	{"count", do_count, 3, false},
	{"opened", do_opened, 2, false},
	{"restart", do_restart, 1, true},
	{"kill", do_signal, 2, true},
	{"freeze", do_signal, 2, true},
	{"thaw", do_signal, 2, true},
};

static bool perform(struct journey *journey)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (!is_word(journey, 0, verbs[i].name))
			continue;
		if (journey->word_count < verbs[i].words)
			return fails(journey, "a word is missing");
		if (verbs[i].needs_face && !start_all(journey))
			return false;
		/* A face that was killed comes back, as its supervisor would bring it. */
		if (verbs[i].needs_face && journey->control < 0 && !start_face(journey))
			return false;
		return verbs[i].perform(journey);
	}
	return fails(journey, "there is no such word");
}

/* ---- a line that did not hold ---- */

static void print_file(const char *path)
{
	char text[256];
	FILE *file = fopen(path, "re");

	while (file && fgets(text, sizeof(text), file))
		fputs(text, stdout);
	if (file)
		fclose(file);
}

static void show_failure(struct journey *journey, const char *text)
{
	const char *out = journey->options->out ? journey->options->out : ".";
	char path[PATH_BYTES + 32], detail[sizeof(journey->detail)];

	text_copy(detail, sizeof(detail), journey->detail);
	journey->failures++;
	printf("%s:%d: %s\n  %s\n", journey->options->file, journey->line, text, detail);
	if (journey->control < 0)
		return;
	snprintf(path, sizeof(path), "%s/tree", journey->folder);
	if (tell(journey, json_pack("{ssss}", "type", "tree", "path", path)))
		print_file(path);
	snprintf(path, sizeof(path), "%s/failed-line-%d.png", out, journey->line);
	if (tell(journey, json_pack("{ssss}", "type", "shot", "path", path)))
		printf("  picture: %s\n", path);
}

static void play_line(struct journey *journey, char *text)
{
	text[strcspn(text, "\n")] = '\0';
	journey->line++;
	if (!split(journey, text) || (journey->word_count > 0 && !perform(journey)))
		show_failure(journey, text);
}

/* ---- beginning and end ---- */

static bool make_folder(struct journey *journey)
{
	const char *temporary = getenv("TMPDIR");
	char pictures[PATH_BYTES + 16];

	snprintf(journey->folder, sizeof(journey->folder), "%.500s/library-kiosk-journey-XXXXXX",
		temporary ? temporary : "/tmp");
	/* Others may pass through: a centre of root's runs as user postgres. */
	if (!mkdtemp(journey->folder) || chmod(journey->folder, 0711) != 0)
		return fails(journey, "no folder for the journey can be made");
	snprintf(pictures, sizeof(pictures), "%s/pictures", journey->folder);
	snprintf(journey->config, PATH_BYTES, "%.900s/kiosk.conf", journey->folder);
	snprintf(journey->clock, PATH_BYTES, "%.900s/clock", journey->folder);
	journey->data_is_ours = !journey->options->data;
	if (journey->data_is_ours)
		snprintf(journey->data, PATH_BYTES, "%.900s/data", journey->folder);
	else
		text_copy(journey->data, PATH_BYTES, journey->options->data);
	return mkdir(pictures, 0700) == 0 || fails(journey, "no folder for pictures can be made");
}

/* A directory that was given says itself which kiosk it is. */
static bool read_enrolment(struct journey *journey)
{
	struct error error = {0};
	struct store *store;

	if (journey->data_is_ours)
		return clock_set_zone("Europe/London", &error) ||
		       fails(journey, "%s", error.detail);
	store = store_open(journey->data, STORE_LOOK, &error);
	if (!store)
		return fails(journey, "%s", error.detail);
	const struct enrolment *enrolment = store_enrolment(store);
	bool good = enrolment->demo && clock_set_zone(enrolment->zone, &error);
	journey->kiosk = enrolment->kiosk;
	store_close(store);
	return good || fails(journey, "journeys are for DEMO enrolments only");
}

static bool begin(struct journey *journey, const struct journey_options *options)
{
	struct error error = {0};

	*journey = (struct journey){.options = options, .control = -1, .kiosk = 1};
	signal(SIGPIPE, SIG_IGN);
	setenv("KIOSK_HIDDEN", "1", 0);
	if (options->language)
		text_copy(journey->language, sizeof(journey->language), options->language);
	if (!place_find(&journey->place, options->assets, &error))
		return fails(journey, "%s", error.detail);
	if (options->out && mkdir(options->out, 0777) != 0 && errno != EEXIST)
		return fails(journey, "--out: the folder cannot be made");
	return make_folder(journey) && read_enrolment(journey);
}

static void end(struct journey *journey)
{
	char script[PATH_BYTES], folder[PATH_BYTES + 16];
	const char *centre[] = {script, "stop", folder, NULL};
	const char *remove[] = {"rm", "-rf", journey->folder, NULL};

	stop_face(journey, SIGTERM);
	program_stop(&journey->simulator, SIGTERM);
	snprintf(script, sizeof(script), "%s/centre", journey->place.platform);
	snprintf(folder, sizeof(folder), "%s/centre", journey->folder);
	if (access(folder, F_OK) == 0)
		program_run_quietly(centre);
	if (journey->folder[0])
		program_run(remove);
}

int run_journey(const struct journey_options *options)
{
	static struct journey journey;
	char text[2048];
	FILE *file = fopen(options->file, "re");

	if (!file) {
		fprintf(stderr, "library-kiosk: --journey: '%s' cannot be read\n", options->file);
		return 1;
	}
	if (!begin(&journey, options))
		show_failure(&journey, "(before the first line)");
	while (journey.failures == 0 && fgets(text, sizeof(text), file))
		play_line(&journey, text);
	fclose(file);
	end(&journey);
	printf("%s: %s\n", options->file, journey.failures ? "did not hold" : "held");
	return journey.failures;
}
