/* The build tree lies somewhere below the source tree, so the way up from the program leads to
 * assets/; an installed program finds PREFIX/share/library-kiosk beside its PREFIX/bin. */
#include "base/installation.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static bool join(char to[static INSTALLATION_BYTES_MAX], const char *folder, const char *name)
{
	int length = snprintf(to, INSTALLATION_BYTES_MAX, "%s/%s", folder, name);

	return length > 0 && length < INSTALLATION_BYTES_MAX;
}

static bool is_there(const char *folder, const char *name)
{
	char path[INSTALLATION_BYTES_MAX];

	return join(path, folder, name) && access(path, R_OK) == 0;
}

static void up(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

static bool program_folder(char folder[static INSTALLATION_BYTES_MAX])
{
	char path[PATH_MAX] = "";
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	up(path);
	return length > 0 && text_copy(folder, INSTALLATION_BYTES_MAX, path);
}

/* Programs lie in BUILD/kiosk. */
static bool in_build_tree(struct installation *installation, const char *build)
{
	char source[INSTALLATION_BYTES_MAX];

	text_copy(source, sizeof(source), build);
	do {
		up(source);
		if (is_there(source, "assets/fonts") && is_there(source, "i18n/LINGUAS"))
			return join(installation->assets, source, "assets") &&
			       join(installation->languages, source, "i18n/LINGUAS") &&
			       join(installation->platform, source, "platform") &&
			       join(installation->journeys, source, "tests/journeys") &&
			       join(installation->catalogues, build, "i18n") &&
			       join(installation->support, build, "tests/support");
	} while (*source);
	return false;
}

static bool in_prefix(struct installation *installation, const char *prefix)
{
	return is_there(prefix, "share/library-kiosk/assets/fonts") &&
	       join(installation->assets, prefix, "share/library-kiosk/assets") &&
	       join(installation->journeys, prefix, "share/library-kiosk/journeys") &&
	       join(installation->languages, prefix, "share/library-kiosk/i18n/LINGUAS") &&
	       join(installation->catalogues, prefix, "share/locale");
}

bool installation_find(struct installation *installation, const char *assets, struct error *error)
{
	char around[INSTALLATION_BYTES_MAX];

	memset(installation, 0, sizeof(*installation));
	bool found = program_folder(installation->programs);
	text_copy(around, sizeof(around), installation->programs);
	up(around);
	found = found && (in_build_tree(installation, around) || in_prefix(installation, around));
	if (assets && access(assets, R_OK) != 0)
		return error_set(
			error, ERROR_NOT_FOUND, "--assets: there is no folder '%s'", assets);
	if (assets && !text_copy(installation->assets, sizeof(installation->assets), assets))
		return error_set(error, ERROR_BAD_INPUT, "--assets: the path is too long");
	if (!found)
		return error_set(error, ERROR_NOT_FOUND,
			"the folder assets/ is not beside the program; build in the source tree or "
			"install");
	return true;
}
