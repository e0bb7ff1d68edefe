/* libpng and libjpeg report errors by jumping out; each decoder keeps what must be freed in a
 * structure outside the jump. */
#include "readers/camera/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jpeglib.h>
/* behind jpeglib.h */
#include <jerror.h>
#include <png.h>

enum { JPEG_SCANS_MAX = 100, JPEG_BLOCK_ROWS = 32, MEGA = 1000 * 1000 };

static bool fit(struct plane *plane, uint32_t width, uint32_t height, struct error *error)
{
	if (width < LUMA_SIDE_MIN || height < LUMA_SIDE_MIN || width > LUMA_SIDE_MAX ||
		height > LUMA_SIDE_MAX)
		return error_set(error, ERROR_BAD_INPUT,
			"the picture has sides of %u x %u pixels; %d to %d are read", width, height,
			LUMA_SIDE_MIN, LUMA_SIDE_MAX);
	if (width * height > PICTURE_MEGAPIXELS_MAX * MEGA)
		return error_set(error, ERROR_BAD_INPUT,
			"the picture has %u megapixels; at most %d are read", width * height / MEGA,
			PICTURE_MEGAPIXELS_MAX);
	if (!plane_resize(plane, (int)width, (int)height))
		return error_set(error, ERROR_MEMORY, "no memory for the picture");
	return true;
}

static bool read_png(png_image *image, struct plane *plane, struct error *error)
{
	/* With a background libpng composes; without an alpha channel it does not look at it. */
	png_color white = {255, 255, 255};

	if (!fit(plane, image->width, image->height, error))
		return false;
	image->format = PNG_FORMAT_GRAY;
	if (!png_image_finish_read(image, &white, plane->pixels, plane->width, NULL))
		return error_set(
			error, ERROR_BAD_INPUT, "not a whole PNG picture: %s", image->message);
	return true;
}

static bool parse_png(const uint8_t *bytes, size_t length, struct plane *plane, struct error *error)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_memory(&image, bytes, length))
		return error_set(error, ERROR_BAD_INPUT, "not a PNG picture: %s", image.message);
	bool ok = read_png(&image, plane, error);
	png_image_free(&image);
	return ok;
}

struct jpeg {
	struct jpeg_decompress_struct decompress;
	struct jpeg_error_mgr manager;
	jmp_buf out;
	uint8_t *row; /* four bytes a pixel, for CMYK */
	char message[JMSG_LENGTH_MAX];
};

static void jump_out(j_common_ptr common)
{
	struct jpeg *jpeg = common->client_data;

	jpeg->manager.format_message(common, jpeg->message);
	longjmp(jpeg->out, 1);
}

/* Cameras and old programs bend the rules, and most of that does no harm. Data that ends more than
 * a row of blocks too early does: JPEG would go on with grey mud. */
static void judge_message(j_common_ptr common, int level)
{
	struct jpeg *jpeg = common->client_data;
	struct jpeg_decompress_struct *decompress = &jpeg->decompress;

	if (level < 0 && jpeg->manager.msg_code == JWRN_JPEG_EOF &&
		decompress->output_scanline + JPEG_BLOCK_ROWS < decompress->image_height)
		jump_out(common);
}

static void say_nothing(j_common_ptr common) {}

/* Few bytes can ask for thousands of passes over a large picture. */
static void watch_scans(j_common_ptr common)
{
	struct jpeg *jpeg = common->client_data;

	if (common->is_decompressor && jpeg->decompress.input_scan_number > JPEG_SCANS_MAX) {
		snprintf(jpeg->message, sizeof(jpeg->message), "too many scans");
		longjmp(jpeg->out, 1);
	}
}

static bool is_cmyk(const struct jpeg_decompress_struct *decompress)
{
	return decompress->jpeg_color_space == JCS_CMYK || decompress->jpeg_color_space == JCS_YCCK;
}

/* Adobe writes CMYK inverted, and nearly everybody who writes CMYK is Adobe or says so. */
static void grey_of_cmyk(const uint8_t *cmyk, uint8_t *grey, int width, bool inverted)
{
	for (int x = 0; x < width; x++, cmyk += 4) {
		int ink[4];
		for (int i = 0; i < 4; i++)
			ink[i] = inverted ? cmyk[i] : 255 - cmyk[i];
		int light = (306 * ink[0] + 601 * ink[1] + 117 * ink[2] + 512) >> 10;
		grey[x] = (uint8_t)(light * ink[3] / 255);
	}
}

static void read_rows(struct jpeg *jpeg, struct plane *plane)
{
	struct jpeg_decompress_struct *decompress = &jpeg->decompress;

	while (decompress->output_scanline < decompress->output_height) {
		uint8_t *to =
			plane->pixels + (size_t)decompress->output_scanline * (size_t)plane->width;
		uint8_t *row = jpeg->row ? jpeg->row : to;
		jpeg_read_scanlines(decompress, &row, 1);
		if (jpeg->row)
			grey_of_cmyk(row, to, plane->width, decompress->saw_Adobe_marker);
	}
}

static bool read_jpeg(struct jpeg *jpeg, const uint8_t *bytes, size_t length, struct plane *plane,
	struct error *error)
{
	struct jpeg_decompress_struct *decompress = &jpeg->decompress;
	struct jpeg_progress_mgr progress = {.progress_monitor = watch_scans};

	if (setjmp(jpeg->out))
		return error_set(
			error, ERROR_BAD_INPUT, "not a whole JPEG picture: %s", jpeg->message);
	jpeg_create_decompress(decompress);
	decompress->client_data = jpeg;
	decompress->progress = &progress;
	jpeg_mem_src(decompress, bytes, length);
	jpeg_read_header(decompress, TRUE);
	if (!fit(plane, decompress->image_width, decompress->image_height, error))
		return false;
	decompress->out_color_space = is_cmyk(decompress) ? JCS_CMYK : JCS_GRAYSCALE;
	if (is_cmyk(decompress) && !(jpeg->row = malloc(4 * (size_t)plane->width)))
		return error_set(error, ERROR_MEMORY, "no memory for the picture");
	jpeg_start_decompress(decompress);
	read_rows(jpeg, plane);
	jpeg_finish_decompress(decompress);
	return true;
}

bool picture_parse_jpeg(
	const uint8_t *bytes, size_t length, struct plane *plane, struct error *error)
{
	struct jpeg jpeg = {0};

	jpeg.decompress.err = jpeg_std_error(&jpeg.manager);
	jpeg.decompress.client_data = &jpeg;
	jpeg.manager.error_exit = jump_out;
	jpeg.manager.emit_message = judge_message;
	jpeg.manager.output_message = say_nothing;
	bool ok = read_jpeg(&jpeg, bytes, length, plane, error);
	jpeg_destroy_decompress(&jpeg.decompress);
	free(jpeg.row);
	return ok;
}

/* The numbers of a PGM, with comments between them. */
struct cursor {
	const uint8_t *at, *end;
};

static bool is_space(uint8_t byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void skip_space(struct cursor *cursor)
{
	while (cursor->at < cursor->end && (is_space(*cursor->at) || *cursor->at == '#')) {
		if (*cursor->at == '#')
			while (cursor->at < cursor->end && *cursor->at != '\n')
				cursor->at++;
		else
			cursor->at++;
	}
}

static bool read_number(struct cursor *cursor, uint32_t max, uint32_t *number)
{
	skip_space(cursor);
	const uint8_t *start = cursor->at;
	for (*number = 0; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9';
		cursor->at++) {
		*number = *number * 10 + (uint32_t)(*cursor->at - '0');
		if (*number > max)
			return false;
	}
	return cursor->at > start;
}

static bool read_samples_as_bytes(struct cursor *cursor, uint32_t white, struct plane *plane)
{
	size_t count = (size_t)plane->width * (size_t)plane->height, wide = white > 255 ? 2 : 1;

	if ((size_t)(cursor->end - cursor->at) < count * wide)
		return false;
	for (size_t i = 0; i < count; i++, cursor->at += wide) {
		uint32_t sample =
			wide == 2 ? (uint32_t)(cursor->at[0] << 8 | cursor->at[1]) : cursor->at[0];
		plane->pixels[i] = (uint8_t)((sample > white ? white : sample) * 255 / white);
	}
	return true;
}

static bool read_samples_as_text(struct cursor *cursor, uint32_t white, struct plane *plane)
{
	size_t count = (size_t)plane->width * (size_t)plane->height;
	uint32_t sample;

	for (size_t i = 0; i < count; i++) {
		if (!read_number(cursor, white, &sample))
			return false;
		plane->pixels[i] = (uint8_t)(sample * 255 / white);
	}
	return true;
}

static bool parse_pgm(const uint8_t *bytes, size_t length, struct plane *plane, struct error *error)
{
	struct cursor cursor = {bytes + 2, bytes + length};
	uint32_t width, height, white;

	if (!read_number(&cursor, 1 << 20, &width) || !read_number(&cursor, 1 << 20, &height) ||
		!read_number(&cursor, 65535, &white) || white == 0 || cursor.at == cursor.end ||
		!is_space(*cursor.at))
		return error_set(error, ERROR_BAD_INPUT, "not a PGM picture: bad header");
	cursor.at++;
	if (!fit(plane, width, height, error))
		return false;
	if (bytes[1] == '5' ? !read_samples_as_bytes(&cursor, white, plane)
			    : !read_samples_as_text(&cursor, white, plane))
		return error_set(error, ERROR_BAD_INPUT, "not a whole PGM picture");
	return true;
}

static bool starts_with(const uint8_t *bytes, size_t length, const char *magic, size_t magic_length)
{
	return length > magic_length && memcmp(bytes, magic, magic_length) == 0;
}

bool picture_parse(const uint8_t *bytes, size_t length, struct plane *plane, struct error *error)
{
	if (starts_with(bytes, length, "\x89PNG\r\n\x1a\n", 8))
		return parse_png(bytes, length, plane, error);
	if (starts_with(bytes, length, "\xff\xd8\xff", 3))
		return picture_parse_jpeg(bytes, length, plane, error);
	if (starts_with(bytes, length, "P5", 2) || starts_with(bytes, length, "P2", 2))
		return parse_pgm(bytes, length, plane, error);
	return error_set(error, ERROR_BAD_INPUT, "not a PNG, JPEG or PGM picture");
}

static bool read_all(int file, uint8_t *bytes, size_t length, struct error *error)
{
	while (length > 0) {
		ssize_t got = read(file, bytes, length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return error_set(error, ERROR_IO, "cannot read the file: %s",
				got < 0 ? strerror(errno) : "it became shorter");
		bytes += got;
		length -= (size_t)got;
	}
	return true;
}

static bool load_file(int file, struct plane *plane, struct error *error)
{
	struct stat status;

	if (fstat(file, &status) < 0)
		return error_set(error, ERROR_IO, "cannot read the file: %s", strerror(errno));
	if (!S_ISREG(status.st_mode) || status.st_size == 0)
		return error_set(error, ERROR_BAD_INPUT, "not a PNG, JPEG or PGM picture");
	if (status.st_size > PICTURE_BYTES_MAX)
		return error_set(error, ERROR_BAD_INPUT, "the file is larger than 64 MB");
	size_t length = (size_t)status.st_size;
	uint8_t *bytes = malloc(length);
	if (!bytes)
		return error_set(error, ERROR_MEMORY, "no memory for the file");
	bool ok =
		read_all(file, bytes, length, error) && picture_parse(bytes, length, plane, error);
	free(bytes);
	return ok;
}

bool picture_load(const char *path, struct plane *plane, struct error *error)
{
	/* O_NONBLOCK: a pipe in a picture's place is refused, not waited for. */
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (file < 0)
		return error_set(error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO,
			"cannot open the file: %s", strerror(errno));
	bool ok = load_file(file, plane, error);
	close(file);
	return ok;
}
