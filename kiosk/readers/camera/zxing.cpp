/* The only C++ of the project: one call into ZXing, with a fence around it. */
#include "readers/camera/zxing.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <cstring>
#include <new>
#include <string>

namespace
{

const ZXing::BarcodeFormats LINEAR = ZXing::BarcodeFormat::Codabar | ZXing::BarcodeFormat::Code39 |
				     ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::ITF;

bool format_of(ZXing::BarcodeFormat from, enum code_format *to)
{
	switch (from) {
	case ZXing::BarcodeFormat::QRCode:
		return *to = CODE_QR, true;
	case ZXing::BarcodeFormat::Codabar:
		return *to = CODE_CODABAR, true;
	case ZXing::BarcodeFormat::Code39:
		return *to = CODE_39, true;
	case ZXing::BarcodeFormat::Code128:
		return *to = CODE_128, true;
	case ZXing::BarcodeFormat::ITF:
		return *to = CODE_ITF, true;
	default:
		return false;
	}
}

ZXing::DecodeHints hints_of(const struct zxing_options *options)
{
	ZXing::DecodeHints hints;

	hints.setFormats(options->linear_only ? LINEAR : LINEAR | ZXing::BarcodeFormat::QRCode);
	hints.setTryHarder(options->try_harder);
	hints.setTryRotate(options->try_rotate);
	hints.setTryDownscale(options->try_downscale);
	hints.setBinarizer(options->global_threshold ? ZXing::Binarizer::GlobalHistogram
						     : ZXing::Binarizer::LocalAverage);
	hints.setMaxNumberOfSymbols(CODES_MAX);
	return hints;
}

bool copy(const ZXing::Result &result, struct code *code)
{
	const std::string text = result.text();

	if (!result.isValid() || !format_of(result.format(), &code->format))
		return false;
	if (text.empty() || text.size() > CODE_TEXT_BYTES_MAX)
		return false;
	std::memcpy(code->text, text.data(), text.size());
	code->text[text.size()] = '\0';
	code->length = text.size();
	code->lines = result.lineCount();
	for (int i = 0; i < 4; i++)
		code->corners[i] = {result.position()[i].x, result.position()[i].y};
	return true;
}

void read(struct luma luma, const struct zxing_options *options, struct codes *codes)
{
	const ZXing::ImageView view(
		luma.pixels, luma.width, luma.height, ZXing::ImageFormat::Lum, luma.stride);

	for (const ZXing::Result &result : ZXing::ReadBarcodes(view, hints_of(options)))
		if (codes->count < CODES_MAX && copy(result, &codes->items[codes->count]))
			codes->count++;
}

/* noexcept: what slips through would end the process here, in a place that says so. */
enum zxing_status read_fenced(
	struct luma luma, const struct zxing_options *options, struct codes *codes) noexcept
{
	try {
		read(luma, options, codes);
		return ZXING_OK;
	} catch (const std::bad_alloc &) {
		return ZXING_MEMORY;
	} catch (...) {
		return ZXING_THREW;
	}
}

} // namespace

extern "C" enum zxing_status zxing_read(
	struct luma luma, const struct zxing_options *options, struct codes *codes)
{
	codes->count = 0;
	if (!luma_is_readable(luma))
		return ZXING_SIZE;
	enum zxing_status status = read_fenced(luma, options, codes);
	if (status != ZXING_OK)
		codes->count = 0;
	return status;
}
