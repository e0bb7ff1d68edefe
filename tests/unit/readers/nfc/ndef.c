/* NDEF as cards hold it, honest and lying. */
#include "readers/nfc/ndef.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

struct message_case {
	const char *name;
	const uint8_t *message;
	size_t length;
	bool well_formed;
	const char *texts[NDEF_TEXTS_MAX]; /* as far as they go */
};

static const struct message_case messages[] = {
	{"an empty message has no texts", BYTES(""), true, {0}},
	{"a text",
		BYTES("\xd1\x01\x08T\x02"
		      "enHello"),
		true, {"Hello"}},
	{"a text in another language",
		BYTES("\xd1\x01\x09T\x05"
		      "ur-PKabc"),
		true, {"abc"}},
	{"a text without a language",
		BYTES("\xd1\x01\x03T\x00"
		      "ab"),
		true, {"ab"}},
	{"Urdu",
		BYTES("\xd1\x01\x05T\x02"
		      "ur\xda\xaf"),
		true, {"\xda\xaf"}},
	{"a URI whole",
		BYTES("\xd1\x01\x06U\x00"
		      "LK1:A"),
		true, {"LK1:A"}},
	{"a URI with a prefix", BYTES("\xd1\x01\x06U\x04x.org"), true, {"https://x.org"}},
	{"the last prefix", BYTES("\xd1\x01\x02U\x23x"), true, {"urn:nfc:x"}},
	{"a prefix that does not exist", BYTES("\xd1\x01\x02U\x24x"), true, {0}},
	{"two records",
		BYTES("\x91\x01\x04T\x02"
		      "ena\x51\x01\x04T\x02"
		      "enb"),
		true, {"a", "b"}},
	{"the fifth text is left out",
		BYTES("\x91\x01\x02T\x00"
		      "1\x11\x01\x02T\x00"
		      "2\x11\x01\x02T\x00"
		      "3"
		      "\x11\x01\x02T\x00"
		      "4\x51\x01\x02T\x00"
		      "5"),
		true, {"1", "2", "3", "4"}},
	{"what follows the last record is nothing",
		BYTES("\xd1\x01\x02T\x00"
		      "a\xff\xff\xff"),
		true, {"a"}},
	{"a record with an id",
		BYTES("\xd9\x01\x02\x03T"
		      "xyz\x00"
		      "a"),
		true, {"a"}},
	{"a long record",
		BYTES("\xc1\x01\x00\x00\x00\x02T\x00"
		      "a"),
		true, {"a"}},
	{"another kind is passed over",
		BYTES("\x92\x03\x01"
		      "a/bx\x51\x01\x02T\x00"
		      "a"),
		true, {"a"}},
	{"a smart poster is passed over",
		BYTES("\xd1\x02\x02Sp\x00"
		      "a"),
		true, {0}},
	{"an empty record", BYTES("\xd0\x00\x00"), true, {0}},
	{"an empty text",
		BYTES("\xd1\x01\x03T\x02"
		      "en"),
		true, {0}},
	{"an empty payload", BYTES("\xd1\x01\x00T"), true, {0}},
	{"UTF-16",
		BYTES("\xd1\x01\x05T\x82"
		      "ena\0"),
		true, {0}},
	{"a zero byte",
		BYTES("\xd1\x01\x04T\x00"
		      "a\0b"),
		true, {0}},
	{"a new line",
		BYTES("\xd1\x01\x04T\x00"
		      "a\nb"),
		true, {0}},
	{"not UTF-8",
		BYTES("\xd1\x01\x04T\x00"
		      "a\xc0\xaf"),
		true, {0}},
	{"a surrogate", BYTES("\xd1\x01\x04T\x00\xed\xa0\x80"), true, {0}},
	{"a language longer than the payload",
		BYTES("\xd1\x01\x03T\x3f"
		      "en"),
		true, {0}},

	{"a first byte alone", BYTES("\xd1"), false, {0}},
	{"no payload length", BYTES("\xd1\x01"), false, {0}},
	{"a payload longer than the message",
		BYTES("\xd1\x01\x09T\x02"
		      "enHello"),
		false, {0}},
	{"a payload of four billion",
		BYTES("\xc1\x01\xff\xff\xff\xffT\x02"
		      "enHello"),
		false, {0}},
	{"half a long length", BYTES("\xc1\x01\x00\x00"), false, {0}},
	{"a type longer than the message",
		BYTES("\xd1\xff\x02T\x00"
		      "a"),
		false, {0}},
	{"an id longer than the message",
		BYTES("\xd9\x01\x02\xffT"
		      "x\x00"
		      "a"),
		false, {0}},
	{"a chunked record",
		BYTES("\xf1\x01\x02T\x00"
		      "a"),
		false, {0}},
	{"a message without an end",
		BYTES("\x91\x01\x02T\x00"
		      "a"),
		false, {0}},
	{"a good record before a lying one",
		BYTES("\x91\x01\x02T\x00"
		      "a\x51\x01\x7fT\x00"
		      "a"),
		false, {0}},
};

static void test_each_message_is_read_or_refused_whole(void **state)
{
	static struct ndef_texts texts;

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		const struct message_case *row = &messages[i];
		int count = 0;

		memset(&texts, 0x55, sizeof(texts));
		if (ndef_parse(row->message, row->length, &texts) != row->well_formed)
			fail_msg("%s: well formed or not", row->name);
		while (count < NDEF_TEXTS_MAX && row->texts[count])
			count++;
		if (texts.count != count)
			fail_msg("%s: %d texts", row->name, texts.count);
		for (int j = 0; j < count; j++)
			if (strcmp(texts.text[j], row->texts[j]) != 0)
				fail_msg("%s: text %d is \"%s\"", row->name, j, texts.text[j]);
	}
}

/* A text record of `length` letters. */
static size_t write_text(uint8_t *message, size_t length)
{
	memcpy(message, "\xc1\x01\x00\x00\x00\x00T\x00", 8);
	message[4] = (uint8_t)((length + 1) >> 8);
	message[5] = (uint8_t)(length + 1);
	memset(message + 8, 'x', length);
	return length + 8;
}

static void test_a_text_of_512_bytes_fits_and_a_longer_one_is_left_out(void **state)
{
	uint8_t message[NDEF_TEXT_BYTES_MAX + 16];
	static struct ndef_texts texts;
	size_t length = write_text(message, NDEF_TEXT_BYTES_MAX);

	assert_true(ndef_parse(message, length, &texts));
	assert_int_equal(texts.count, 1);
	assert_int_equal(strlen(texts.text[0]), NDEF_TEXT_BYTES_MAX);
	length = write_text(message, NDEF_TEXT_BYTES_MAX + 1);
	assert_true(ndef_parse(message, length, &texts));
	assert_int_equal(texts.count, 0);
}

static void test_no_message_cut_short_is_believed(void **state)
{
	static const uint8_t whole[] = "\x99\x01\x04\x02TidT\x02"
				       "ena\x51\x01\x06U\x04"
				       "x.org";
	static struct ndef_texts texts;

	for (size_t length = 1; length < sizeof(whole) - 1; length++)
		assert_false(ndef_parse(whole, length, &texts));
}

struct container_case {
	const char *name;
	uint8_t bytes[4];
	size_t size;
};

static const struct container_case containers[] = {
	{"NTAG213", {0xe1, 0x10, 0x12, 0x00}, 144},
	{"NTAG216", {0xe1, 0x10, 0x6d, 0x00}, 872},
	{"a newer minor version", {0xe1, 0x13, 0x01, 0x00}, 8},
	{"the largest", {0xe1, 0x10, 0xff, 0x00}, 2040},
	{"no memory", {0xe1, 0x10, 0x00, 0x00}, 0},
	{"not formatted", {0x00, 0x00, 0x00, 0x00}, 0},
	{"another major version", {0xe1, 0x20, 0x12, 0x00}, 0},
};

static void test_a_type_2_container_says_the_size(void **state)
{
	for (size_t i = 0; i < sizeof(containers) / sizeof(containers[0]); i++)
		if (ndef_type2_size(containers[i].bytes) != containers[i].size)
			fail_msg("%s", containers[i].name);
}

struct memory_case {
	const char *name;
	const uint8_t *memory;
	size_t read, size;
	enum ndef_search search;
	struct ndef_span message;
};

static const struct memory_case memories[] = {
	{"a message",
		BYTES("\x03\x02"
		      "ab\xfe"),
		48, NDEF_FOUND, {2, 2}},
	{"an empty message", BYTES("\x03\x00\xfe"), 48, NDEF_FOUND, {2, 0}},
	{"after padding and lock bytes",
		BYTES("\0\0\x01\x03\xa0\x0c\x34\x03\x02"
		      "ab"),
		48, NDEF_FOUND, {9, 2}},
	{"with a long length",
		BYTES("\x03\xff\x00\x02"
		      "ab"),
		48, NDEF_FOUND, {4, 2}},
	{"that ends where the memory ends",
		BYTES("\x03\x02"
		      "ab"),
		4, NDEF_FOUND, {2, 2}},
	{"more than the memory was read",
		BYTES("\x03\x02"
		      "abcdefgh"),
		4, NDEF_FOUND, {2, 2}},
	{"the first of two",
		BYTES("\x03\x01"
		      "a\x03\x01"
		      "b"),
		48, NDEF_FOUND, {2, 1}},

	{"nothing read yet", BYTES(""), 48, NDEF_MORE, {0, 0}},
	{"padding only, so far", BYTES("\0\0\0\0"), 48, NDEF_MORE, {0, 0}},
	{"a type without its length, so far", BYTES("\x03"), 48, NDEF_MORE, {0, 0}},
	{"half a long length, so far", BYTES("\x03\xff\x01"), 48, NDEF_MORE, {0, 0}},
	{"half a message, so far",
		BYTES("\x03\x08"
		      "ab"),
		48, NDEF_MORE, {2, 8}},
	{"half a foreign block, so far",
		BYTES("\xfd\x08"
		      "ab"),
		48, NDEF_MORE, {0, 0}},
	{"a foreign block whose last byte looks like an end",
		BYTES("\xfd\x02"
		      "a\xfe"),
		48, NDEF_MORE, {0, 0}},

	{"an end before any message",
		BYTES("\xfe\x03\x02"
		      "ab"),
		48, NDEF_NONE, {0, 0}},
	{"padding to the end", BYTES("\0\0\0\0"), 4, NDEF_NONE, {0, 0}},
	{"a message beyond the memory",
		BYTES("\x03\x40"
		      "ab"),
		48, NDEF_NONE, {0, 0}},
	{"a long length beyond the memory",
		BYTES("\x03\xff\xff\xff"
		      "ab"),
		48, NDEF_NONE, {0, 0}},
	{"a foreign block beyond the memory",
		BYTES("\xfd\xff\xff\xff"
		      "ab"),
		48, NDEF_NONE, {0, 0}},
	{"a length that would lie behind the memory", BYTES("\x03"), 1, NDEF_NONE, {0, 0}},
	{"a message that is too long for us",
		BYTES("\x03\xff\x04\x01"
		      "ab"),
		2040, NDEF_NONE, {4, 1025}},
};

static void test_the_message_in_a_type_2_memory_is_found_or_not_there(void **state)
{
	for (size_t i = 0; i < sizeof(memories) / sizeof(memories[0]); i++) {
		const struct memory_case *row = &memories[i];
		struct ndef_span message = {0, 0};
		enum ndef_search search =
			ndef_type2_find(row->memory, row->read, row->size, &message);

		if (search != row->search)
			fail_msg("%s: search %d", row->name, search);
		if (message.offset != row->message.offset ||
			message.length_bytes != row->message.length_bytes)
			fail_msg("%s: %zu bytes at %zu", row->name, message.length_bytes,
				message.offset);
	}
}

struct file_case {
	const char *name;
	const uint8_t *container;
	size_t length;
	bool readable;
	size_t size, read_max;
};

static const struct file_case files[] = {
	{"version 2.0", BYTES("\x00\x0f\x20\x00\x7f\x00\x7f\x04\x06\xe1\x04\x08\x00\x00\xff"), true,
		2048, 127},
	{"the largest lengths",
		BYTES("\x00\x0f\x20\xff\xff\xff\xff\x04\x06\xe1\x04\xff\xff\x00\x00"), true, 65535,
		65535},
	{"a secret file", BYTES("\x00\x0f\x20\x00\x7f\x00\x7f\x04\x06\xe1\x04\x08\x00\x80\xff"),
		false, 0, 0},
	{"answers of no bytes",
		BYTES("\x00\x0f\x20\x00\x00\x00\x7f\x04\x06\xe1\x04\x08\x00\x00\xff"), false, 0, 0},
	{"another block first",
		BYTES("\x00\x0f\x20\x00\x7f\x00\x7f\x05\x06\xe1\x04\x08\x00\x00\xff"), false, 0, 0},
	{"a block of another length",
		BYTES("\x00\x0f\x20\x00\x7f\x00\x7f\x04\xff\xe1\x04\x08\x00\x00\xff"), false, 0, 0},
	{"version 0", BYTES("\x00\x0f\x00\x00\x7f\x00\x7f\x04\x06\xe1\x04\x08\x00\x00\xff"), false,
		0, 0},
	{"cut before the access byte",
		BYTES("\x00\x0f\x20\x00\x7f\x00\x7f\x04\x06\xe1\x04\x08\x00"), false, 0, 0},
	{"nothing", BYTES(""), false, 0, 0},
};

static void test_a_type_4_container_names_a_file_that_everybody_may_read(void **state)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct file_case *row = &files[i];
		struct ndef_file file = {{0, 0}, 0, 0};

		if (ndef_type4_file(row->container, row->length, &file) != row->readable)
			fail_msg("%s", row->name);
		if (file.size_bytes != row->size || file.read_bytes_max != row->read_max)
			fail_msg("%s: size %zu, %zu an answer", row->name, file.size_bytes,
				file.read_bytes_max);
		if (row->readable)
			assert_memory_equal(file.id, "\xe1\x04", 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_message_is_read_or_refused_whole),
		cmocka_unit_test(test_a_text_of_512_bytes_fits_and_a_longer_one_is_left_out),
		cmocka_unit_test(test_no_message_cut_short_is_believed),
		cmocka_unit_test(test_a_type_2_container_says_the_size),
		cmocka_unit_test(test_the_message_in_a_type_2_memory_is_found_or_not_there),
		cmocka_unit_test(test_a_type_4_container_names_a_file_that_everybody_may_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
