/* The only C++ of the project: one call into ZXing, with a fence around it.
 *
 * Exceptions are half of the fence. The other half: Debian builds ZXing with its assertions on, and
 * version 1.4.0 has one that a card with two equal barcodes fails (zxing-cpp #399, #740). Inside of
 * the call a failed assertion becomes an exception, so that all is freed on the way out. Where the
 * compiler believed that nothing is thrown, std::terminate is called, and jumps out; what was
 * allocated is lost then. Our own assertions end the program as ever. */
#include "readers/camera/zxing.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>
#if __has_include(<ZXing/ReaderOptions.h>)
#define ZXING_2
#endif

#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <exception>
#include <new>
#include <string>

namespace
{

#ifdef ZXING_2
using reader_options = ZXing::ReaderOptions;
#else
using reader_options = ZXing::DecodeHints;
#endif

ZXing::BarcodeFormats formats_of(unsigned kinds)
{
	using format = ZXing::BarcodeFormat;
	ZXing::BarcodeFormats formats;

	if (kinds & ZXING_QR)
		formats |= format::QRCode;
	if (kinds & ZXING_CARDS)
		formats |= format::Codabar | format::Code39 | format::Code128 | format::ITF;
	if (kinds & ZXING_GOODS)
		formats |= format::EAN13 | format::Code93;
	if (kinds & ZXING_WALLETS)
		formats |= format::PDF417 | format::Aztec | format::DataMatrix;
	return formats;
}

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
	case ZXing::BarcodeFormat::EAN13:
		return *to = CODE_EAN_13, true;
	case ZXing::BarcodeFormat::Code93:
		return *to = CODE_93, true;
	case ZXing::BarcodeFormat::PDF417:
		return *to = CODE_PDF417, true;
	case ZXing::BarcodeFormat::Aztec:
		return *to = CODE_AZTEC, true;
	case ZXing::BarcodeFormat::DataMatrix:
		return *to = CODE_DATA_MATRIX, true;
	default:
		return false;
	}
}

struct failed_assertion {
};

thread_local std::jmp_buf *way_out; /* only while ZXing runs */

reader_options options_of(const struct zxing_options *options, int codes_max)
{
	reader_options result;

	result.setFormats(formats_of(options->kinds));
	result.setTryHarder(options->try_harder);
	result.setTryRotate(options->try_rotate);
	result.setTryDownscale(options->try_downscale);
	result.setBinarizer(options->global_threshold ? ZXing::Binarizer::GlobalHistogram
						      : ZXing::Binarizer::LocalAverage);
	result.setMaxNumberOfSymbols(codes_max);
#ifdef ZXING_2
	/* What version 1 always does: the text as it stands, and only what was asked for. */
	result.setTextMode(ZXing::TextMode::Plain);
	result.setTryInvert(false);
#endif
	return result;
}

/* Version 1 leaves a Codabar's start and stop letters out, version 2 does not. */
std::string text_of(const ZXing::Result &result)
{
	const std::string text = result.text();
	const auto is_letter = [](char c) { return std::strchr("ABCDabcd", c) != nullptr; };

	if (result.format() == ZXing::BarcodeFormat::Codabar && text.size() >= 2 &&
		is_letter(text.front()) && is_letter(text.back()))
		return text.substr(1, text.size() - 2);
	return text;
}

bool copy(const ZXing::Result &result, struct code *code)
{
	const std::string text = text_of(result);

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

void read(struct luma luma, const reader_options &options, struct codes *codes)
{
	const ZXing::ImageView view(
		luma.pixels, luma.width, luma.height, ZXing::ImageFormat::Lum, luma.stride);

	for (const ZXing::Result &result : ZXing::ReadBarcodes(view, options))
		if (codes->count < CODES_MAX && copy(result, &codes->items[codes->count]))
			codes->count++;
}

/* noexcept: what slips through would end the process here, in a place that says so. */
enum zxing_status read_caught(struct luma luma, const struct zxing_options *options, int codes_max,
	struct codes *codes) noexcept
{
	try {
		read(luma, options_of(options, codes_max), codes);
		return ZXING_OK;
	} catch (const std::bad_alloc &) {
		return ZXING_MEMORY;
	} catch (...) {
		return ZXING_THREW;
	}
}

[[noreturn]] void jump_out()
{
	if (way_out)
		std::longjmp(*way_out, 1);
	std::abort();
}

enum zxing_status read_fenced(struct luma luma, const struct zxing_options *options, int codes_max,
	struct codes *codes) noexcept
{
	const std::terminate_handler before = std::set_terminate(jump_out);
	std::jmp_buf here;
	volatile enum zxing_status status = ZXING_THREW;

	codes->count = 0;
	if (setjmp(here) == 0) {
		way_out = &here;
		status = read_caught(luma, options, codes_max, codes);
	}
	way_out = nullptr;
	std::set_terminate(before);
	if (status != ZXING_OK)
		codes->count = 0;
	return status;
}

} // namespace

/* In the place of libc's, under another name here since this one may throw. ZXing's calls end here,
 * because a program's symbols come first. */
extern "C" void fail_assertion(const char *assertion, const char *file, unsigned line,
	const char *function) __asm__("__assert_fail");

extern "C" void fail_assertion(
	const char *assertion, const char *file, unsigned line, const char *function)
{
	using fail = void (*)(const char *, const char *, unsigned, const char *);

	if (way_out)
		throw failed_assertion();
	if (void *next = dlsym(RTLD_NEXT, "__assert_fail"))
		reinterpret_cast<fail>(next)(assertion, file, line, function);
	std::abort();
}

extern "C" enum zxing_status zxing_read(
	struct luma luma, const struct zxing_options *options, struct codes *codes)
{
	codes->count = 0;
	if (!luma_is_readable(luma))
		return ZXING_SIZE;
	enum zxing_status status = read_fenced(luma, options, CODES_MAX, codes);
	/* The assertion lies where several reads are compared: with one there is nothing to. */
	return status == ZXING_THREW ? read_fenced(luma, options, 1, codes) : status;
}
