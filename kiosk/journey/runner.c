/* Plays a journey: makes its folder and data, starts what the first line needs, performs line after line,
 * shows the one that did not hold, and leaves nothing behind. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "journey/journey.h"
#include "store/store.h"

/* ---- starting ---- */

static bool write_config(struct journey *journey)
{
	FILE *file = fopen(journey->config, "we");

	if (!file)
		return journey_fails(journey, "the configuration cannot be written");
	fprintf(file, "[kiosk]\ndata = %s\n", journey->data);
	if (journey->readers_real)
		fprintf(file, "[readers]\nnfc = pn532_uart:%s/pn532\ncamera = %s/pictures\n",
			journey->folder, journey->folder);
	if (journey->printer[0])
		fprintf(file, "[printer]\ndevice = %s\n", journey->printer);
	return fclose(file) == 0;
}

static bool start_simulator(struct journey *journey)
{
	char path[PATH_BYTES], link[PATH_BYTES + 16];

	snprintf(path, sizeof(path), "%s/pn532_simulator", journey->installation.support);
	snprintf(link, sizeof(link), "%s/pn532", journey->folder);
	const char *arguments[] = {path, "--link", link, NULL};
	return (program_start_talking(&journey->simulator, arguments) &&
		       program_hear(&journey->simulator, "ready")) ||
	       journey_fails(journey, "the PN532 simulator cannot be started");
}

static bool enrol(struct journey *journey)
{
	char path[PATH_BYTES], kiosk[16];

	snprintf(path, sizeof(path), "%s/kioskctl", journey->installation.programs);
	snprintf(kiosk, sizeof(kiosk), "%d", journey->kiosk);
	const char *arguments[] = {path, "enrol", "--demo", "--kiosk", kiosk, "--data",
		journey->data, "--assets", journey->installation.assets, NULL};
	return program_run_quietly(arguments) == 0 ||
	       journey_fails(journey, "%s is not made a kiosk of the demo", journey->data);
}

static bool prepare_data(struct journey *journey)
{
	struct error error = {0};

	if (!journey->at_given)
		journey->at_ms = clock_now_ms();
	if (!clock_create_journey_file(journey->clock, journey->at_ms, &error))
		return journey_fails(journey, "%s", error.detail);
	setenv("KIOSK_CLOCK", journey->clock, 1);
	return !journey->data_is_ours || enrol(journey);
}

/* At the first line that needs a face: what came before (readers, at, kiosk) says what it is. */
static bool start_all(struct journey *journey)
{
	if (journey->started)
		return true;
	journey->started = true;
	if (!prepare_data(journey) || !write_config(journey) ||
		(journey->readers_real && !start_simulator(journey)) || !face_start(journey))
		return false;
	if (journey->readers_real && !face_readers_are_ready(journey))
		return false;
	return !journey->language[0] ||
	       face_tell(journey,
		       json_pack("{s:s, s:s}", "type", "language", "code", journey->language));
}

/* ---- a line ---- */

static bool perform(struct journey *journey)
{
	const struct verb *verb = journey->line->verb;

	if (verb->needs_face && !start_all(journey))
		return false;
	/* A face that was killed comes back, as its supervisor would bring it. */
	if (verb->needs_face && journey->control < 0 && !face_start(journey))
		return false;
	return verb->perform(journey);
}

/* What the line led to, if there is a face and it is awake. */
static bool check_state(struct journey *journey)
{
	if (!journey->options->check || journey->control < 0 || !journey->line->verb->needs_face ||
		journey->line->verb->looks)
		return true;
	return face_tell(journey,
		json_pack("{s:s, s:s}", "type", "check", "folder", journey->options->check));
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

static void show_failure(struct journey *journey)
{
	const char *out = journey->options->out ? journey->options->out : ".";
	const char *text = journey->line ? journey->line->text : "(before the first line)";
	int number = journey->line ? journey->line->number : 0;
	char path[PATH_BYTES + 32], detail[sizeof(journey->detail)];

	text_copy(detail, sizeof(detail), journey->detail);
	journey->failures++;
	if (journey_stopped_by())
		return;
	printf("%s:%d: %s\n  %s\n", journey->options->file, number, text, detail);
	if (journey->control < 0)
		return;
	snprintf(path, sizeof(path), "%s/tree", journey->folder);
	if (face_tell(journey, json_pack("{s:s, s:s}", "type", "tree", "path", path)))
		print_file(path);
	snprintf(path, sizeof(path), "%s/failed-line-%d.png", out, number);
	if (face_tell(journey, json_pack("{s:s, s:s}", "type", "shot", "path", path)))
		printf("  picture: %s\n", path);
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
		return journey_fails(journey, "no folder for the journey can be made");
	snprintf(pictures, sizeof(pictures), "%s/pictures", journey->folder);
	snprintf(journey->config, PATH_BYTES, "%.900s/kiosk.conf", journey->folder);
	snprintf(journey->clock, PATH_BYTES, "%.900s/clock", journey->folder);
	journey->data_is_ours = !journey->options->data;
	if (journey->data_is_ours)
		snprintf(journey->data, PATH_BYTES, "%.900s/data", journey->folder);
	else
		text_copy(journey->data, PATH_BYTES, journey->options->data);
	return mkdir(pictures, 0700) == 0 ||
	       journey_fails(journey, "no folder for pictures can be made");
}

/* A directory that was given says itself which kiosk it is. */
static bool read_enrolment(struct journey *journey)
{
	struct error error = {0};
	struct store *store;

	if (journey->data_is_ours)
		return clock_set_zone("Europe/London", &error) ||
		       journey_fails(journey, "%s", error.detail);
	store = store_open(journey->data, STORE_LOOK, &error);
	if (!store && error.code == ERROR_NOT_ENROLLED)
		return journey_fails(journey,
			"%.80s is not enrolled yet; to try the demo in it: kioskctl enrol --demo "
			"--kiosk 1 --data %.80s",
			journey->data, journey->data);
	if (!store)
		return journey_fails(journey, "%s", error.detail);
	const struct enrolment *enrolment = store_enrolment(store);
	bool good = enrolment->demo && clock_set_zone(enrolment->zone, &error);
	journey->kiosk = enrolment->kiosk;
	store_close(store);
	return good || journey_fails(journey, "journeys are for DEMO enrolments only");
}

static bool begin(struct journey *journey, const struct journey_options *options)
{
	struct error error = {0};

	*journey = (struct journey){.options = options, .control = -1, .kiosk = 1};
	signal(SIGPIPE, SIG_IGN);
	journey_heed_signals();
	setenv("KIOSK_HIDDEN", "1", 0);
	if (options->language)
		text_copy(journey->language, sizeof(journey->language), options->language);
	if (!installation_find(&journey->installation, options->assets, &error))
		return journey_fails(journey, "%s", error.detail);
	if (options->out && mkdir(options->out, 0777) != 0 && errno != EEXIST)
		return journey_fails(journey, "--out: the folder cannot be made");
	return make_folder(journey) && read_enrolment(journey);
}

static void end(struct journey *journey)
{
	const char *remove[] = {"rm", "-rf", journey->folder, NULL};

	face_stop(journey, SIGTERM);
	program_stop(&journey->simulator, SIGTERM);
	centre_end(journey);
	if (journey->folder[0])
		program_run(remove);
}

int runner_play(const struct journey_options *options, const struct line *lines, int count)
{
	static struct journey journey;

	if (!begin(&journey, options))
		show_failure(&journey);
	for (int i = 0; i < count && journey.failures == 0; i++) {
		journey.line = &lines[i];
		if (!perform(&journey) || !check_state(&journey) || journey_stopped_by())
			show_failure(&journey);
	}
	end(&journey);
	printf("%s: %s\n", options->file,
		journey_stopped_by() ? "was stopped"
		: journey.failures   ? "did not hold"
				     : "held");
	return journey.failures;
}
