/* kioskctl present: gives a running DEMO kiosk what a reader would, for whoever has no reader. A
 * picture is read here by the kiosk's own decoder. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/installation.h"
#include "base/lines.h"
#include "base/options.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "readers/camera/decoder.h"
#include "readers/camera/picture.h"
#include "rules/chip_uid.h"

enum { DONE = 0, NO_KIOSK = 1, BAD_ARGUMENTS = 2, CODE_BYTES_MAX = 512 };

static int complain(const char *what, const char *cure)
{
	fprintf(stderr, "kioskctl: present: %s: %s\n", what, cure);
	return BAD_ARGUMENTS;
}

/* build/demo, where platform/run puts the demo. */
static bool demo_folder(char folder[static INSTALLATION_BYTES_MAX])
{
	struct installation installation;

	return installation_find(&installation, NULL, NULL) &&
	       snprintf(folder, INSTALLATION_BYTES_MAX, "%.480s/../demo", installation.programs) >
		       0;
}

static int connect_to_kiosk(const char *data)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int length = snprintf(address.sun_path, sizeof(address.sun_path), "%s/present.sock", data);
	int kiosk = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (length < (int)sizeof(address.sun_path) && kiosk >= 0 &&
		connect(kiosk, (struct sockaddr *)&address, sizeof(address)) == 0)
		return kiosk;
	if (kiosk >= 0)
		close(kiosk);
	return -1;
}

/* The kiosk answers when it has acted. */
static bool was_taken(int kiosk)
{
	static struct lines lines;
	size_t room;
	const char *text;
	char *bytes = lines_room(&lines, &room);
	ssize_t count = read(kiosk, bytes, room);

	if (count <= 0)
		return false;
	lines_took(&lines, (size_t)count);
	json_t *answer = lines_next(&lines, &text) == LINES_LINE ? lines_parse(text) : NULL;
	bool taken = answer && strcmp(lines_type(answer), "taken") == 0;
	json_decref(answer);
	return taken;
}

/* Steals `line`. */
static int send_line(const char *data, json_t *line)
{
	int kiosk = connect_to_kiosk(data);

	if (kiosk < 0) {
		json_decref(line);
		fprintf(stderr, "kioskctl: present: no DEMO kiosk runs there; start platform/run, "
				"or name its directory with --data\n");
		return NO_KIOSK;
	}
	bool taken = lines_write(kiosk, line) && was_taken(kiosk);
	close(kiosk);
	if (!taken)
		fprintf(stderr, "kioskctl: present: the kiosk did not understand it\n");
	return taken ? DONE : NO_KIOSK;
}

static int present_card(const char *data, const char *uid)
{
	uint8_t bytes[CHIP_UID_BYTES_MAX];
	char hex[2 * sizeof(bytes) + 1];
	size_t length;
	enum chip_uid chip = chip_uid_read(uid, bytes, &length);

	if (chip == CHIP_UID_NONE)
		return complain("that is no card's UID", "give 8, 14 or 20 hexadecimal digits");
	text_hex(bytes, length, hex);
	return send_line(data, json_pack("{s:s, s:s, s:s, s:s, s:b, s:[]}", "type", "arrive",
				       "source", "present", "uid", hex, "technology", "other",
				       "random", chip == CHIP_UID_RANDOM, "texts"));
}

static json_t *code_line(const char *format, const char *text)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "type", "code", "source", "present", "format",
		format, "text", text);
}

static int present_code(const char *data, const char *text)
{
	if (strlen(text) > CODE_BYTES_MAX || !text_is_valid(text))
		return complain("that is no code's text", "give UTF-8 of at most 512 bytes");
	return send_line(data, code_line("", text));
}

static json_t *seen_line(const struct codes *codes)
{
	const struct code *code = &codes->items[0];

	if (codes->count == 1)
		return code_line(code_format_name(code->format), code->text);
	return json_pack("{s:s, s:s, s:s}", "type", "unreadable", "source", "present", "reason",
		codes->count ? "two-codes" : "no-code");
}

static int present_image(const char *data, const char *path)
{
	static struct codes codes;
	struct plane plane = {0};
	struct error error = {0};
	bool malformed;
	bool good = picture_load(path, &plane, &error) &&
		    search_picture(plane_luma(&plane), &codes, &malformed);

	plane_finish(&plane);
	if (!good)
		return complain(path,
			error.code != ERROR_NONE ? error.detail : "give another picture of it");
	return send_line(data, seen_line(&codes));
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_options(int argc, char **argv, const char **data)
{
	const struct option_known known[] = {
		{"data", "DIR", "the kiosk's directory; else that of platform/run", .text = data},
		{0},
	};
	const struct option_table table = {.program = "kioskctl present",
		.about =
			"Gives a running DEMO kiosk what a reader would: present card 04A7B2C316E580.",
		.known = known,
		.words = "card UID | code TEXT | image FILE",
		.words_least = 2,
		.words_most = 2};

	return options_read(&table, argc, argv);
}

int ctl_present(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*present)(const char *data, const char *what);
	} kinds[] = {{"card", present_card}, {"code", present_code}, {"image", present_image}};
	char folder[INSTALLATION_BYTES_MAX] = "";
	const char *data = NULL;
	int code = read_options(argc, argv, &data);

	if (code != OPTIONS_GO_ON)
		return code;
	if (!data && !demo_folder(folder))
		return complain("to which kiosk?", "name its directory with --data");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(argv[optind], kinds[i].name) == 0)
			return kinds[i].present(data ? data : folder, argv[optind + 1]);
	return complain("there are only three things to hold near", "card, code or image");
}
