/* A cursor walks the bytes; nothing is read that it has not first found to be there. */
#include "readers/nfc/ndef.h"

#include <string.h>

#include "base/text.h"

enum {
	RECORD_LAST = 0x40,
	RECORD_CHUNKED = 0x20,
	RECORD_SHORT = 0x10,
	RECORD_HAS_ID = 0x08,
	RECORD_KIND = 0x07,
	KIND_WELL_KNOWN = 1,
	TEXT_UTF16 = 0x80,
	TEXT_LANGUAGE = 0x3f,
};

struct cursor {
	const uint8_t *at;
	size_t left;
};

struct record {
	uint8_t flags;
	size_t type_length, id_length, payload_length;
	const uint8_t *type, *payload;
};

/* The next `count` bytes, or NULL if they are not there. */
static const uint8_t *take(struct cursor *cursor, size_t count)
{
	const uint8_t *bytes = cursor->at;

	if (count > cursor->left)
		return NULL;
	cursor->at += count;
	cursor->left -= count;
	return bytes;
}

/* A big-endian number of `width` bytes. */
static bool take_number(struct cursor *cursor, int width, size_t *number)
{
	const uint8_t *bytes = take(cursor, (size_t)width);

	*number = 0;
	for (int i = 0; bytes && i < width; i++)
		*number = *number << 8 | bytes[i];
	return bytes != NULL;
}

static bool take_record(struct cursor *cursor, struct record *record)
{
	size_t flags;

	if (!take_number(cursor, 1, &flags) || !take_number(cursor, 1, &record->type_length))
		return false;
	record->flags = (uint8_t)flags;
	record->id_length = 0;
	if (!take_number(cursor, flags & RECORD_SHORT ? 1 : 4, &record->payload_length))
		return false;
	if (flags & RECORD_HAS_ID && !take_number(cursor, 1, &record->id_length))
		return false;
	record->type = take(cursor, record->type_length);
	if (!record->type || !take(cursor, record->id_length))
		return false;
	record->payload = take(cursor, record->payload_length);
	return record->payload && !(flags & RECORD_CHUNKED);
}

static bool is_printable(const uint8_t *bytes, size_t length_bytes)
{
	for (size_t i = 0; i < length_bytes; i++)
		if (bytes[i] < 0x20 || bytes[i] == 0x7f)
			return false;
	return true;
}

/* Adds prefix and bytes as one text, or nothing. */
static void add_text(struct ndef_texts *texts, const char *prefix, struct cursor rest)
{
	size_t prefix_length = strlen(prefix);
	char *text;

	if (texts->count == NDEF_TEXTS_MAX || rest.left == 0 || !is_printable(rest.at, rest.left))
		return;
	if (prefix_length + rest.left > NDEF_TEXT_BYTES_MAX)
		return;
	text = texts->text[texts->count];
	memcpy(text, prefix, prefix_length);
	memcpy(text + prefix_length, rest.at, rest.left);
	text[prefix_length + rest.left] = '\0';
	if (text_is_valid(text))
		texts->count++;
}

static void add_uri(struct ndef_texts *texts, struct cursor payload)
{
	static const char *const prefixes[] = {"", "http://www.", "https://www.", "http://",
		"https://", "tel:", "mailto:", "ftp://anonymous:anonymous@", "ftp://ftp.",
		"ftps://", "sftp://", "smb://", "nfs://", "ftp://", "dav://", "news:", "telnet://",
		"imap:", "rtsp://", "urn:", "pop:", "sip:", "sips:", "tftp:", "btspp://",
		"btl2cap://", "btgoep://", "tcpobex://", "irdaobex://", "file://", "urn:epc:id:",
		"urn:epc:tag:", "urn:epc:pat:", "urn:epc:raw:", "urn:epc:", "urn:nfc:"};
	size_t code;

	if (take_number(&payload, 1, &code) && code < sizeof(prefixes) / sizeof(prefixes[0]))
		add_text(texts, prefixes[code], payload);
}

static void add_plain(struct ndef_texts *texts, struct cursor payload)
{
	size_t status;

	if (take_number(&payload, 1, &status) && !(status & TEXT_UTF16) &&
		take(&payload, status & TEXT_LANGUAGE))
		add_text(texts, "", payload);
}

static void add_record(struct ndef_texts *texts, const struct record *record)
{
	struct cursor payload = {record->payload, record->payload_length};

	if ((record->flags & RECORD_KIND) != KIND_WELL_KNOWN || record->type_length != 1)
		return;
	if (record->type[0] == 'U')
		add_uri(texts, payload);
	else if (record->type[0] == 'T')
		add_plain(texts, payload);
}

bool ndef_parse(const uint8_t *message, size_t length_bytes, struct ndef_texts *texts)
{
	struct cursor cursor = {message, length_bytes};
	struct record record = {0};

	texts->count = 0;
	while (length_bytes > 0 && !(record.flags & RECORD_LAST)) {
		if (!take_record(&cursor, &record)) {
			texts->count = 0;
			return false;
		}
		add_record(texts, &record);
	}
	return true;
}

size_t ndef_type2_size(const uint8_t container[4])
{
	enum { MAGIC = 0xe1, VERSION_MAJOR = 1, UNIT_BYTES = 8 };

	if (container[0] != MAGIC || container[1] >> 4 != VERSION_MAJOR)
		return 0;
	return container[2] * (size_t)UNIT_BYTES;
}

/* The length of a TLV: one byte, or FF and two. */
static bool take_length(struct cursor *cursor, size_t *length_bytes)
{
	if (!take_number(cursor, 1, length_bytes))
		return false;
	return *length_bytes != 0xff || take_number(cursor, 2, length_bytes);
}

enum ndef_search ndef_type2_find(
	const uint8_t *memory, size_t read_bytes, size_t size_bytes, struct ndef_span *message)
{
	enum { TLV_NOTHING = 0x00, TLV_MESSAGE = 0x03, TLV_END = 0xfe };
	struct cursor cursor = {memory, read_bytes < size_bytes ? read_bytes : size_bytes};
	enum ndef_search beyond = read_bytes < size_bytes ? NDEF_MORE : NDEF_NONE;
	size_t type, length_bytes, offset;

	while (take_number(&cursor, 1, &type)) {
		if (type == TLV_NOTHING)
			continue;
		if (type == TLV_END)
			return NDEF_NONE;
		if (!take_length(&cursor, &length_bytes))
			return beyond;
		offset = (size_t)(cursor.at - memory);
		if (length_bytes > size_bytes - offset)
			return NDEF_NONE;
		if (type == TLV_MESSAGE) {
			*message = (struct ndef_span){offset, length_bytes};
			if (length_bytes > NDEF_MESSAGE_BYTES_MAX)
				return NDEF_NONE;
			return length_bytes <= cursor.left ? NDEF_FOUND : NDEF_MORE;
		}
		if (!take(&cursor, length_bytes))
			return NDEF_MORE;
	}
	return beyond;
}

bool ndef_type4_file(const uint8_t *container, size_t length_bytes, struct ndef_file *file)
{
	enum { READ_BYTES_MIN = 15, TLV_FILE = 0x04, TLV_FILE_LENGTH = 6, FREE = 0x00 };
	struct cursor cursor = {container, length_bytes};
	size_t total, version, read_max, write_max, type, length, size, access;
	const uint8_t *id;

	if (!take_number(&cursor, 2, &total) || !take_number(&cursor, 1, &version) ||
		!take_number(&cursor, 2, &read_max) || !take_number(&cursor, 2, &write_max) ||
		!take_number(&cursor, 1, &type) || !take_number(&cursor, 1, &length))
		return false;
	id = take(&cursor, sizeof(file->id));
	if (!id || !take_number(&cursor, 2, &size) || !take_number(&cursor, 1, &access))
		return false;
	if (version >> 4 == 0 || read_max < READ_BYTES_MIN || type != TLV_FILE ||
		length != TLV_FILE_LENGTH || access != FREE)
		return false;
	*file = (struct ndef_file){{id[0], id[1]}, size, read_max};
	return true;
}
