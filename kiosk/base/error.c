/* Operating errors: the first one set stays. */
#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

bool error_set(struct error *error, enum error_code code, const char *format, ...)
{
	assert(code != ERROR_NONE);
	if (!error || error->code != ERROR_NONE)
		return false;
	error->code = code;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(error->detail, sizeof(error->detail), format, arguments);
	va_end(arguments);
	text_mend(error->detail);
	return false;
}

const char *error_code_name(enum error_code code)
{
	switch (code) {
	case ERROR_NONE:
		return "none";
	case ERROR_BAD_INPUT:
		return "bad-input";
	case ERROR_NOT_FOUND:
		return "not-found";
	case ERROR_NOT_ENROLLED:
		return "not-enrolled";
	case ERROR_BUSY:
		return "busy";
	case ERROR_FULL:
		return "full";
	case ERROR_CORRUPT:
		return "corrupt";
	case ERROR_IO:
		return "io";
	case ERROR_AWAY:
		return "away";
	case ERROR_REFUSED:
		return "refused";
	case ERROR_MEMORY:
		return "memory";
	}
	assert(!"an error code without a name");
	return "";
}
