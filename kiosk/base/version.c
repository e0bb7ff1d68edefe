/* The number is meson.build's; the commit is written into commit.h by the build, when it changes. */
#include "base/version.h"

#include "base/commit.h"

const char *version_text(void)
{
	return sizeof(COMMIT) > 1 ? KIOSK_VERSION ", commit " COMMIT : KIOSK_VERSION;
}
