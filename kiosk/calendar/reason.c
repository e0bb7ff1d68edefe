/* Each mistake stands there whole or not at all; words are cleaned, for they quote what was written. */
#include "calendar/reason.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const char and_more[] = "; and more";

static bool ends_in_more(const char *reason)
{
	size_t length = strlen(reason), bytes = sizeof(and_more) - 1;

	return length >= bytes && strcmp(reason + length - bytes, and_more) == 0;
}

bool reason_add(char reason[static REASON_BYTES], const char *format, ...)
{
	static const size_t room = REASON_BYTES - sizeof(and_more);
	char mistake[REASON_BYTES - sizeof(and_more)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(mistake, sizeof(mistake), format, arguments);
	va_end(arguments);
	text_clean(mistake, sizeof(mistake));
	if (!reason[0]) {
		text_copy(reason, REASON_BYTES, mistake);
	} else if (strlen(reason) + strlen("; ") + strlen(mistake) <= room &&
		   !ends_in_more(reason)) {
		text_append(reason, REASON_BYTES, "; ");
		text_append(reason, REASON_BYTES, mistake);
	} else if (!ends_in_more(reason)) {
		text_append(reason, REASON_BYTES, and_more);
	}
	return false;
}
