/* The few commands of NFC Forum Type 2 and Type 4 tags that reading needs. Other technologies have
 * no texts: MIFARE Classic's lock is broken, so its sectors are worth nothing here. */
#include "readers/nfc/card.h"

#include <string.h>

enum {
	PAGE_BYTES = 4,
	READ_PAGES = 4,
	READ_BYTES = READ_PAGES * PAGE_BYTES,
	CONTAINER_PAGE = 3,
	MEMORY_PAGE = 4,
	/* As far as one byte of page number reaches. */
	MEMORY_BYTES_MAX = (256 - MEMORY_PAGE) * PAGE_BYTES,

	APDU_ANSWER_BYTES_MAX = 250,
	STATUS_BYTES = 2,
	CONTAINER_BYTES = 15,
};

static enum device_answer read_pages(struct device *device, int page, uint8_t bytes[READ_BYTES])
{
	uint8_t command[] = {0x30, (uint8_t)page};
	uint8_t answer[64];
	size_t length = sizeof(answer);
	enum device_answer status =
		device_exchange(device, command, sizeof(command), answer, &length);

	if (status != DEVICE_OK)
		return status;
	if (length != READ_BYTES)
		return DEVICE_NONE;
	memcpy(bytes, answer, READ_BYTES);
	return DEVICE_OK;
}

/* Reads on until the message is there, the memory ends or it is clear that there is none. */
static enum device_answer read_memory(struct device *device, size_t size_bytes,
	uint8_t memory[MEMORY_BYTES_MAX], struct ndef_texts *texts)
{
	struct ndef_span message;
	enum ndef_search search = NDEF_MORE;

	for (size_t read = 0; search == NDEF_MORE && read < MEMORY_BYTES_MAX; read += READ_BYTES) {
		enum device_answer status =
			read_pages(device, MEMORY_PAGE + (int)(read / PAGE_BYTES), memory + read);
		if (status != DEVICE_OK)
			return status;
		search = ndef_type2_find(memory, read + READ_BYTES, size_bytes, &message);
	}
	if (search == NDEF_FOUND)
		ndef_parse(memory + message.offset, message.length_bytes, texts);
	return DEVICE_OK;
}

static enum device_answer read_type2(struct device *device, struct ndef_texts *texts)
{
	uint8_t container[READ_BYTES];
	uint8_t memory[MEMORY_BYTES_MAX];
	enum device_answer status = read_pages(device, CONTAINER_PAGE, container);
	size_t size_bytes;

	if (status != DEVICE_OK)
		return status;
	size_bytes = ndef_type2_size(container);
	return size_bytes ? read_memory(device, size_bytes, memory, texts) : DEVICE_OK;
}

/* One command of ISO 7816-4. `*accepted`: the card said 9000; then `answer` holds `*length`. */
static enum device_answer command(struct device *device, const uint8_t *bytes, size_t count,
	uint8_t answer[APDU_ANSWER_BYTES_MAX + STATUS_BYTES], size_t *length, bool *accepted)
{
	enum device_answer status;

	*length = APDU_ANSWER_BYTES_MAX + STATUS_BYTES;
	status = device_exchange(device, bytes, count, answer, length);
	*accepted = false;
	if (status != DEVICE_OK)
		return status;
	if (*length < STATUS_BYTES)
		return DEVICE_NONE;
	*length -= STATUS_BYTES;
	*accepted = answer[*length] == 0x90 && answer[*length + 1] == 0x00;
	return DEVICE_OK;
}

static enum device_answer select_file(struct device *device, const uint8_t id[2], bool *accepted)
{
	uint8_t bytes[] = {0x00, 0xa4, 0x00, 0x0c, 0x02, id[0], id[1]};
	uint8_t answer[APDU_ANSWER_BYTES_MAX + STATUS_BYTES];
	size_t length;

	return command(device, bytes, sizeof(bytes), answer, &length, accepted);
}

static enum device_answer select_application(struct device *device, bool *accepted)
{
	static const uint8_t bytes[] = {
		0x00, 0xa4, 0x04, 0x00, 0x07, 0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
	uint8_t answer[APDU_ANSWER_BYTES_MAX + STATUS_BYTES];
	size_t length;

	return command(device, bytes, sizeof(bytes), answer, &length, accepted);
}

/* Up to `span.length_bytes` from `span.offset` of the selected file; `*got` may be less. */
static enum device_answer read_part(
	struct device *device, struct ndef_span span, uint8_t *to, size_t *got)
{
	uint8_t bytes[] = {0x00, 0xb0, (uint8_t)(span.offset >> 8), (uint8_t)span.offset,
		(uint8_t)span.length_bytes};
	uint8_t answer[APDU_ANSWER_BYTES_MAX + STATUS_BYTES];
	bool accepted;
	enum device_answer status = command(device, bytes, sizeof(bytes), answer, got, &accepted);

	if (status != DEVICE_OK || !accepted)
		*got = 0;
	if (*got > span.length_bytes)
		*got = span.length_bytes;
	memcpy(to, answer, *got);
	return status;
}

/* As much of the selected file as there is, `chunk_bytes` at a time. */
static enum device_answer read_file(
	struct device *device, struct ndef_span span, size_t chunk_bytes, uint8_t *to, size_t *got)
{
	enum device_answer status = DEVICE_OK;
	size_t part = 1;

	for (*got = 0; status == DEVICE_OK && part > 0 && *got < span.length_bytes; *got += part) {
		size_t left = span.length_bytes - *got;
		struct ndef_span next = {
			span.offset + *got, left < chunk_bytes ? left : chunk_bytes};
		status = read_part(device, next, to + *got, &part);
	}
	return status;
}

static enum device_answer read_message(
	struct device *device, const struct ndef_file *file, struct ndef_texts *texts)
{
	enum { LENGTH_BYTES = 2 };
	size_t chunk = file->read_bytes_max < APDU_ANSWER_BYTES_MAX ? file->read_bytes_max
								    : APDU_ANSWER_BYTES_MAX;
	uint8_t message[NDEF_MESSAGE_BYTES_MAX];
	size_t got, length;
	enum device_answer status =
		read_file(device, (struct ndef_span){0, LENGTH_BYTES}, chunk, message, &got);

	if (status != DEVICE_OK || got < LENGTH_BYTES)
		return status;
	length = (size_t)(message[0] << 8 | message[1]);
	if (length > sizeof(message) || length + LENGTH_BYTES > file->size_bytes)
		return DEVICE_OK;
	status = read_file(device, (struct ndef_span){LENGTH_BYTES, length}, chunk, message, &got);
	if (status == DEVICE_OK && got == length)
		ndef_parse(message, length, texts);
	return status;
}

static enum device_answer read_type4(struct device *device, struct ndef_texts *texts)
{
	static const uint8_t container_id[] = {0xe1, 0x03};
	uint8_t container[CONTAINER_BYTES];
	struct ndef_file file;
	bool accepted;
	size_t got;
	enum device_answer status = select_application(device, &accepted);

	if (status == DEVICE_OK && accepted)
		status = select_file(device, container_id, &accepted);
	if (status != DEVICE_OK || !accepted)
		return status;
	status = read_file(
		device, (struct ndef_span){0, CONTAINER_BYTES}, CONTAINER_BYTES, container, &got);
	if (status != DEVICE_OK || !ndef_type4_file(container, got, &file))
		return status;
	status = select_file(device, file.id, &accepted);
	return status == DEVICE_OK && accepted ? read_message(device, &file, texts) : status;
}

enum device_answer card_read(
	struct device *device, const struct card *card, struct ndef_texts *texts)
{
	texts->count = 0;
	switch (card->technology) {
	case TECHNOLOGY_TYPE2:
		return read_type2(device, texts);
	case TECHNOLOGY_TYPE4:
		return read_type4(device, texts);
	case TECHNOLOGY_MIFARE:
	case TECHNOLOGY_OTHER:
		break;
	}
	return DEVICE_OK;
}
