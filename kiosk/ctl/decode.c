/* kioskctl decode FILE...: what the kiosk's camera would read from pictures, a line a code. A file
 * that is no picture gets a sentence, the others still their lines, and the end is exit 1. */
#include "ctl/ctl.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/options.h"
#include "readers/camera/decoder.h"
#include "readers/camera/picture.h"

enum { ALL_PICTURES = 0, NOT_ALL_PICTURES = 1 };

/* As in a JSON string, without the quotes. */
static void print_escaped(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte == '"' || byte == '\\')
			printf("\\%c", byte);
		else if (byte == '\n')
			fputs("\\n", stdout);
		else if (byte == '\r')
			fputs("\\r", stdout);
		else if (byte == '\t')
			fputs("\\t", stdout);
		else if (byte == '\b')
			fputs("\\b", stdout);
		else if (byte == '\f')
			fputs("\\f", stdout);
		else if (byte < ' ')
			printf("\\u%04x", byte);
		else
			putchar(byte);
	}
}

static void print_codes(const char *path, const struct codes *codes)
{
	if (codes->count == 0)
		printf("%s\tnone\t\n", path);
	for (int i = 0; i < codes->count; i++) {
		printf("%s\t%s\t", path, code_format_name(codes->items[i].format));
		print_escaped(codes->items[i].text, codes->items[i].length);
		putchar('\n');
	}
}

static bool decode(const char *path, struct plane *plane)
{
	static struct codes codes;
	struct error error = {0};
	bool malformed;

	if (!picture_load(path, plane, &error)) {
		fprintf(stderr, "kioskctl: %s: %s\n", path, error.detail);
		return false;
	}
	if (!search_picture(plane_luma(plane), &codes, &malformed)) {
		fprintf(stderr, "kioskctl: %s: no memory to search it\n", path);
		return false;
	}
	print_codes(path, &codes);
	fflush(stdout);
	return true;
}

int ctl_decode(int argc, char **argv)
{
	static const struct option_known none[] = {{0}};
	static const struct option_table table = {.program = "kioskctl decode",
		.about =
			"The codes that the kiosk's camera would read from PNG, JPEG or PGM files.",
		.known = none,
		.words = "FILE...",
		.words_least = 1,
		.words_most = INT_MAX};
	struct plane plane = {0};
	int code = options_read(&table, argc, argv);

	if (code != OPTIONS_GO_ON)
		return code;
	code = ALL_PICTURES;
	for (int i = optind; i < argc; i++)
		if (!decode(argv[i], &plane))
			code = NOT_ALL_PICTURES;
	plane_finish(&plane);
	return code;
}
