/* The build tree lies somewhere below the source tree, so the way up from the program leads to
 * assets/; an installed program finds PREFIX/share/library-kiosk beside its PREFIX/bin. */
#include "base/place.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static bool join(char to[static PLACE_BYTES_MAX], const char *folder, const char *name)
{
	int length = snprintf(to, PLACE_BYTES_MAX, "%s/%s", folder, name);

	return length > 0 && length < PLACE_BYTES_MAX;
}

static bool is_there(const char *folder, const char *name)
{
	char path[PLACE_BYTES_MAX];

	return join(path, folder, name) && access(path, R_OK) == 0;
}

static void up(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

static bool program_folder(char folder[static PLACE_BYTES_MAX])
{
	char path[PATH_MAX] = "";
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	up(path);
	return length > 0 && text_copy(folder, PLACE_BYTES_MAX, path);
}

/* Programs lie in BUILD/kiosk. */
static bool in_build_tree(struct place *place, const char *build)
{
	char source[PLACE_BYTES_MAX];

	text_copy(source, sizeof(source), build);
	do {
		up(source);
		if (is_there(source, "assets/fonts") && is_there(source, "i18n/LINGUAS"))
			return join(place->assets, source, "assets") &&
			       join(place->languages, source, "i18n/LINGUAS") &&
			       join(place->platform, source, "platform") &&
			       join(place->catalogues, build, "i18n") &&
			       join(place->support, build, "tests/support");
	} while (*source);
	return false;
}

static bool in_prefix(struct place *place, const char *prefix)
{
	return is_there(prefix, "share/library-kiosk/assets/fonts") &&
	       join(place->assets, prefix, "share/library-kiosk/assets") &&
	       join(place->languages, prefix, "share/library-kiosk/i18n/LINGUAS") &&
	       join(place->catalogues, prefix, "share/locale");
}

bool place_find(struct place *place, const char *assets, struct error *error)
{
	char around[PLACE_BYTES_MAX];

	memset(place, 0, sizeof(*place));
	bool found = program_folder(place->programs);
	text_copy(around, sizeof(around), place->programs);
	up(around);
	found = found && (in_build_tree(place, around) || in_prefix(place, around));
	if (assets && access(assets, R_OK) != 0)
		return error_set(
			error, ERROR_NOT_FOUND, "--assets: there is no folder '%s'", assets);
	if (assets && !text_copy(place->assets, sizeof(place->assets), assets))
		return error_set(error, ERROR_BAD_INPUT, "--assets: the path is too long");
	if (!found)
		return error_set(error, ERROR_NOT_FOUND,
			"the folder assets/ is not beside the program; build in the source tree or "
			"install");
	return true;
}
