/* Whatever a card's memory holds: as a Type 2 memory, as a Type 4 container and as a message. */
#include "readers/nfc/ndef.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void parse(const uint8_t *message, size_t length)
{
	static struct ndef_texts texts;
	bool well_formed = ndef_parse(message, length, &texts);

	require(well_formed || texts.count == 0);
	require(texts.count >= 0 && texts.count <= NDEF_TEXTS_MAX);
	for (int i = 0; i < texts.count; i++) {
		require(memchr(texts.text[i], '\0', sizeof(texts.text[i])) != NULL);
		require(text_is_valid(texts.text[i]));
	}
}

/* Read a few bytes more each time, as from a card: the answer never changes once it is given. */
static void search(const uint8_t *memory, size_t read, size_t size)
{
	struct ndef_span message = {0, 0};
	enum ndef_search found = ndef_type2_find(memory, read, size, &message);

	if (found == NDEF_MORE)
		require(read < size);
	if (found != NDEF_FOUND)
		return;
	require(message.offset <= read && message.length_bytes <= read - message.offset);
	parse(memory + message.offset, message.length_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct ndef_file file;

	parse(bytes, length);
	ndef_type4_file(bytes, length, &file);
	if (length < 4)
		return 0;
	for (size_t read = 0; read <= length - 4; read += 16)
		search(bytes + 4, read, ndef_type2_size(bytes));
	search(bytes + 4, length - 4, ndef_type2_size(bytes));
	return 0;
}
