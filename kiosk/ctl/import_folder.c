/* One calendar, or a folder of them: each file is imported by itself, so that one which is not
 * understood takes no other along. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/text.h"
#include "ctl/import.h"

enum { FILES_MAX = 200 };

static bool ends_in(const char *name, const char *ending)
{
	size_t length = strlen(name), bytes = strlen(ending);

	return length > bytes && strcasecmp(name + length - bytes, ending) == 0;
}

bool import_is_calendar(const char *name)
{
	return name[0] != '.' && (ends_in(name, ".ics") || ends_in(name, ".csv"));
}

static int is_wanted(const struct dirent *entry)
{
	return import_is_calendar(entry->d_name);
}

static bool import_text(struct import *import, const char *text, size_t length, struct error *error)
{
	if (!import->connection && !import_connect(import, error))
		return false;
	if (import->file_name)
		printf("%s\n", import->file_name);
	return import_programme(import, text, length, error);
}

static bool import_file(struct import *import, const char *path, struct error *error)
{
	char *text;
	size_t length;
	bool done = import_read_file(path, &text, &length, error) &&
		    import_text(import, text, length, error);

	free(text);
	fflush(stdout);
	return done;
}

/* False: to go no further. */
static bool import_and_tell(
	struct import *import, const char *path, import_told *tell, struct error *error)
{
	struct error trouble = {0};

	import->outcome = IMPORT_WHOLE;
	bool done = import_file(import, path, &trouble);
	return tell(import, path, done, &trouble) ||
	       error_set(error, trouble.code, "%s", trouble.detail);
}

bool import_path_of(
	const struct import *import, const char *name, char path[static IMPORT_PATH_BYTES])
{
	return text_copy(path, IMPORT_PATH_BYTES, import->file) &&
	       text_append(path, IMPORT_PATH_BYTES, "/") &&
	       text_append(path, IMPORT_PATH_BYTES, name);
}

static bool import_named(
	struct import *import, const char *name, import_told *tell, struct error *error)
{
	char path[IMPORT_PATH_BYTES];

	if (!import_path_of(import, name, path))
		return error_set(error, ERROR_BAD_INPUT, "the folder's name is too long");
	import->file_name = name;
	bool go_on = import_and_tell(import, path, tell, error);
	import->file_name = NULL;
	return go_on;
}

static void forget_last_time(struct import *import)
{
	json_decref(import->files);
	json_decref(import->names);
	import->files = json_object();
	import->names = json_object();
}

static bool import_all(struct import *import, struct dirent **files, int count, import_told *tell,
	struct error *error)
{
	bool go_on = true;

	if (count > FILES_MAX)
		return error_set(error, ERROR_FULL, "%.160s has more than %d calendars",
			import->file, FILES_MAX);
	for (int i = 0; i < count; i++)
		json_object_set_new(import->files, files[i]->d_name, json_true());
	for (int i = 0; i < count && go_on; i++)
		go_on = import_named(import, files[i]->d_name, tell, error);
	return go_on;
}

static bool import_folder(struct import *import, import_told *tell, struct error *error)
{
	struct dirent **files = NULL;
	int count = scandir(import->file, &files, is_wanted, alphasort);
	bool done;

	forget_last_time(import);
	if (count <= 0)
		done = error_set(error, ERROR_BAD_INPUT,
			"%.160s has no file that ends in .ics or .csv", import->file);
	else
		done = import_all(import, files, count, tell, error);
	for (int i = 0; i < count; i++)
		free(files[i]);
	free(files);
	return done;
}

bool import_is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool import_programmes(struct import *import, import_told *tell, struct error *error)
{
	if (import_is_folder(import->file))
		return import_folder(import, tell, error);
	return import_and_tell(import, import->file, tell, error);
}
