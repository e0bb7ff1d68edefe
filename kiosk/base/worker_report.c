/* One JSON array in DIR/workers.json. */
#include "base/worker_report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"

static bool path_of(const char *directory, const char *name, char path[static PATH_MAX])
{
	return text_copy(path, PATH_MAX, directory) && text_append(path, PATH_MAX, name);
}

static json_t *array_of(const struct worker_report *reports, int count)
{
	json_t *array = json_array();

	for (int i = 0; i < count; i++) {
		const struct worker_report *report = &reports[i];
		json_array_append_new(array,
			json_pack("{s:s, s:s, s:s, s:s}", "worker", report->worker, "state",
				report->state, "detail", report->detail, "ended", report->ended));
	}
	return array;
}

bool worker_report_write(
	const char *directory, const struct worker_report *reports, int count, struct error *error)
{
	char path[PATH_MAX], part[PATH_MAX];

	if (!path_of(directory, "/workers.json", path) ||
		!path_of(directory, "/.workers.json", part))
		return error_set(error, ERROR_BAD_INPUT, "the directory's name is too long");
	json_t *array = array_of(reports, count);
	bool wrote = json_dump_file(array, part, JSON_COMPACT) == 0 && rename(part, path) == 0;
	json_decref(array);
	return wrote || error_set(error, ERROR_IO, "workers.json: %s", strerror(errno));
}

static bool take_word(const json_t *object, const char *key, char *to, size_t size)
{
	const char *word = json_string_value(json_object_get(object, key));

	return word && text_copy(to, size, word);
}

static bool take(const json_t *object, struct worker_report *report)
{
	return take_word(object, "worker", report->worker, sizeof(report->worker)) &&
	       take_word(object, "ended", report->ended, sizeof(report->ended)) &&
	       take_word(object, "state", report->state, sizeof(report->state)) &&
	       take_word(object, "detail", report->detail, sizeof(report->detail));
}

int worker_report_read(
	const char *directory, struct worker_report reports[static WORKER_REPORTS_MAX])
{
	char path[PATH_MAX];
	int count = 0;

	if (!path_of(directory, "/workers.json", path))
		return 0;
	json_t *array = json_load_file(path, 0, NULL);
	for (size_t i = 0; i < json_array_size(array) && count < WORKER_REPORTS_MAX; i++)
		count += take(json_array_get(array, i), &reports[count]);
	json_decref(array);
	return count;
}
