/* libinih reads the file; what it would cut or swallow in silence is refused before it sees it. */
#include "app/config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FILE_BYTES_MAX = 64 * 1024, LINE_BYTES_ALLOWED = 190, KEYS_MAX = 16 };

struct reading {
	struct config *config;
	struct error *error;
	const char *path;
	const char *rest; /* of the file's text */
	int line;         /* that rest was cut off last */
	unsigned seen;    /* bit per key */
};

static bool take_text(char *to, const char *value)
{
	return text_copy(to, CONFIG_TEXT_BYTES, value);
}

static bool take_seconds(int *to, const char *value)
{
	char *end;
	long number = strtol(value, &end, 10);

	if (*end || end == value || number < 20 || number > 600)
		return false;
	*to = (int)number;
	return true;
}

static bool take_pitch(double *to, const char *value)
{
	char *end;
	double number = strtod(value, &end);

	if (*end || end == value || number < 0.05 || number > 2)
		return false;
	*to = number;
	return true;
}

/* The number of the key in the table below, -1 if there is none; `*good` says whether it took. */
static int take(struct config *config, const char *key, const char *value, bool *good)
{
	struct {
		const char *key;
		char *text;
	} texts[] = {
		{"kiosk.data", config->data},
		{"readers.nfc", config->nfc_device},
		{"readers.nfc-socket", config->nfc_address},
		{"readers.camera", config->camera_device},
		{"readers.camera-socket", config->camera_address},
		{"printer.device", config->printer_device},
		{"printer.socket", config->printer_address},
		{"centre.url", config->centre},
	};
	int count = sizeof(texts) / sizeof(texts[0]);

	for (int i = 0; i < count; i++) {
		if (strcmp(key, texts[i].key) == 0) {
			*good = take_text(texts[i].text, value);
			return i;
		}
	}
	if (strcmp(key, "screen.patience-s") == 0) {
		*good = take_seconds(&config->patience_s, value);
		return count;
	}
	if (strcmp(key, "screen.pitch-mm") == 0) {
		*good = take_pitch(&config->pitch_mm, value);
		return count + 1;
	}
	return -1;
}

/* Debian's libinih tells no line numbers: the lines are handed to it one by one and counted here. */
static char *next_line(char *to, int size, void *stream)
{
	struct reading *reading = stream;
	size_t length = strcspn(reading->rest, "\n");

	length += reading->rest[length] == '\n';
	if (length == 0 || length >= (size_t)size)
		return NULL;
	memcpy(to, reading->rest, length);
	to[length] = '\0';
	reading->rest += length;
	reading->line++;
	return to;
}

static int take_line(void *user, const char *section, const char *name, const char *value)
{
	struct reading *reading = user;
	int line = reading->line;
	char key[CONFIG_TEXT_BYTES];
	bool good = true;

	snprintf(key, sizeof(key), "%s.%s", section, name);
	int number = take(reading->config, key, value, &good);
	if (number < 0)
		error_set(reading->error, ERROR_BAD_INPUT,
			"%s, line %d: there is no setting '%s' in [%s]", reading->path, line, name,
			section);
	else if (reading->seen & 1u << number)
		error_set(reading->error, ERROR_BAD_INPUT, "%s, line %d: '%s' stands there twice",
			reading->path, line, name);
	else if (!good)
		error_set(reading->error, ERROR_BAD_INPUT,
			"%s, line %d: '%s' cannot have this value", reading->path, line, name);
	if (number >= 0)
		reading->seen |= 1u << number;
	return reading->error->code == ERROR_NONE;
}

static bool lines_are_short(const char *text, const char *path, struct error *error)
{
	int line = 1, length = 0;

	for (; *text; text++) {
		length = *text == '\n' ? 0 : length + 1;
		if (length > LINE_BYTES_ALLOWED)
			return error_set(error, ERROR_BAD_INPUT,
				"%s, line %d: longer than %d bytes", path, line,
				LINE_BYTES_ALLOWED);
		line += *text == '\n';
	}
	return true;
}

static char *load(const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	char *text = calloc(1, FILE_BYTES_MAX + 2);
	size_t length = file && text ? fread(text, 1, FILE_BYTES_MAX + 1, file) : 0;

	if (!file)
		error_set(error, ERROR_NOT_FOUND, "%s: %s", path, strerror(errno));
	else if (length > FILE_BYTES_MAX)
		error_set(error, ERROR_BAD_INPUT, "%s: larger than 64 KB", path);
	else if (text && (strlen(text) != length || !text_is_valid(text)))
		error_set(error, ERROR_BAD_INPUT, "%s: is not UTF-8 text", path);
	if (file)
		fclose(file);
	if (error->code == ERROR_NONE)
		return text;
	free(text);
	return NULL;
}

void config_default(struct config *config)
{
	*config = (struct config){.data = "/var/lib/library-kiosk", .patience_s = 60};
}

bool config_read(struct config *config, const char *path, struct error *error)
{
	struct error own = {0};
	struct reading reading = {.config = config, .error = &own, .path = path};
	char *text = load(path, &own);

	config_default(config);
	if (text && lines_are_short(text, path, &own)) {
		reading.rest = text;
		int line = ini_parse_stream(next_line, &reading, take_line, &reading);
		if (line > 0)
			error_set(&own, ERROR_BAD_INPUT, "%s, line %d: is no setting", path, line);
	}
	free(text);
	if (own.code != ERROR_NONE)
		return error_set(error, own.code, "%s", own.detail);
	return true;
}
