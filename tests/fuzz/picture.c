/* Any bytes as a picture file; what is small enough is looked at, too. */
#include "readers/camera/picture.h"
#include "readers/camera/decoder.h"

enum { SEARCHED_PIXELS_MAX = 64 * 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct codes codes;
	const struct zxing_options options = {.kinds = ZXING_ALL, .try_harder = true};
	struct plane plane = {0};

	if (picture_parse(bytes, length, &plane, NULL) &&
		plane.width * plane.height <= SEARCHED_PIXELS_MAX)
		zxing_read(plane_luma(&plane), &options, &codes);
	plane_finish(&plane);
	return 0;
}
