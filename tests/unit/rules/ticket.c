/* The layout is a promise between kiosks of different ages: one ticket is written down here whole. */
#include "rules/ticket.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "rules/base45.h"

static const uint8_t seed[crypto_sign_SEEDBYTES] = {7};
static uint8_t secret[SIGN_SECRET_BYTES];
static struct ticket_key keys[2] = {{.id = 3}, {.id = 0x01020304}};

static const struct ticket sample = {
	.key_id = 0x01020304,
	.id = {{0x01, 0x92, 0x11, 0x22, 0x33, 0x44, 0x70, 0x55, 0x80, 1, 2, 3, 4, 5, 6, 7}},
	.session = {{0xaa, 0xbb, 0xcc, 0xdd, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
	.party = {{1, 2, 3, 4, 5}},
	.from_ms = INT64_C(1796378400000),
	.until_ms = INT64_C(1796383800000),
	.flags = 0x80,
};

static void decode(const char *text, uint8_t bytes[static TICKET_BYTES])
{
	assert_int_equal(base45_read(text + 4, bytes, TICKET_BYTES), TICKET_BYTES);
}

static void encode(const uint8_t bytes[static TICKET_BYTES], char text[static TICKET_TEXT])
{
	memcpy(text, "LK1:", 4);
	base45_write(bytes, TICKET_BYTES, text + 4);
}

/* Signs the body again, as a kiosk with a bug in it would. */
static void sign_anew(uint8_t bytes[static TICKET_BYTES])
{
	uint8_t message[22 + TICKET_BODY_BYTES];

	memcpy(message, "library-kiosk ticket 1", 22);
	memcpy(message + 22, bytes, TICKET_BODY_BYTES);
	signature_make(secret, message, sizeof(message), bytes + TICKET_BODY_BYTES);
}

static enum ticket_status read_bytes(const uint8_t bytes[static TICKET_BYTES])
{
	char text[TICKET_TEXT];
	struct ticket ticket;

	encode(bytes, text);
	return ticket_read(text, keys, 2, &ticket);
}

static void what_was_written_is_read(void **state)
{
	char text[TICKET_TEXT];
	struct ticket read;

	ticket_write(&sample, secret, text);
	assert_int_equal(strlen(text), 177);
	assert_int_equal(ticket_read(text, keys, 2, &read), TICKET_GOOD);
	assert_int_equal(read.key_id, sample.key_id);
	assert_true(id_equal(read.id, sample.id));
	assert_true(id_equal(read.session, sample.session));
	assert_memory_equal(&read.party, &sample.party, sizeof(read.party));
	assert_int_equal(read.from_ms, sample.from_ms);
	assert_int_equal(read.until_ms, sample.until_ms);
	assert_int_equal(read.flags, sample.flags);
}

static void the_body_lies_as_promised(void **state)
{
	static const char expected[] = "01"
				       "010203040192112233447055"
				       "8001020304050607AABBCCDD01020304"
				       "05060708090A0B0C0102030405"
				       "6B128F206B12A43880";
	char text[TICKET_TEXT], hex[2 * TICKET_BODY_BYTES + 1] = "";
	uint8_t bytes[TICKET_BYTES];

	ticket_write(&sample, secret, text);
	decode(text, bytes);
	for (int i = 0; i < TICKET_BODY_BYTES; i++)
		sprintf(hex + 2 * i, "%02X", bytes[i]);
	assert_string_equal(hex, expected);
}

static void every_changed_bit_is_noticed(void **state)
{
	char text[TICKET_TEXT];
	uint8_t bytes[TICKET_BYTES];

	ticket_write(&sample, secret, text);
	decode(text, bytes);
	for (int bit = 0; bit < TICKET_BYTES * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		enum ticket_status status = read_bytes(bytes);
		bool in_key_id = bit / 8 >= 1 && bit / 8 < 5;
		assert_int_equal(status, in_key_id ? TICKET_UNKNOWN_KEY : TICKET_BAD_SIGNATURE);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(read_bytes(bytes), TICKET_GOOD);
}

static void another_kiosks_signature_does_not_do(void **state)
{
	struct ticket forged = sample;
	struct ticket read = {.key_id = 77};
	char text[TICKET_TEXT];

	forged.key_id = 3;
	ticket_write(&forged, secret, text);
	assert_int_equal(ticket_read(text, keys, 2, &read), TICKET_BAD_SIGNATURE);
	assert_int_equal(read.key_id, 77);
}

static void a_key_from_elsewhere_is_unknown(void **state)
{
	struct ticket read;
	char text[TICKET_TEXT];

	ticket_write(&sample, secret, text);
	assert_int_equal(ticket_read(text, keys, 1, &read), TICKET_UNKNOWN_KEY);
	assert_int_equal(ticket_read(text, NULL, 0, &read), TICKET_UNKNOWN_KEY);
}

struct nonsense {
	const char *name;
	int at, value;
};

static const struct nonsense nonsense[] = {
	{"signed, but of another version", 0, 2},
	{"signed, but twenty-one adults", 37, 21},
	{"signed, but 255 babies", 39, 255},
	{"signed, but twenty-one prams", 40, 21},
	{"signed, but until before from", 46, 0},
};

static void signed_nonsense_is_not_believed(void **state)
{
	const struct nonsense *row = *state;
	char text[TICKET_TEXT];
	uint8_t bytes[TICKET_BYTES];

	ticket_write(&sample, secret, text);
	decode(text, bytes);
	bytes[row->at] = (uint8_t)row->value;
	sign_anew(bytes);
	assert_int_equal(read_bytes(bytes), TICKET_BAD_SIGNATURE);
}

static void signed_nobody_is_not_believed(void **state)
{
	char text[TICKET_TEXT];
	uint8_t bytes[TICKET_BYTES];

	ticket_write(&sample, secret, text);
	decode(text, bytes);
	memset(bytes + 37, 0, 3);
	sign_anew(bytes);
	assert_int_equal(read_bytes(bytes), TICKET_BAD_SIGNATURE);
}

struct text_row {
	const char *name, *text;
	enum ticket_status status;
};

static const struct text_row texts[] = {
	{"nothing", "", TICKET_NOT_OURS},
	{"a link", "https://example.org/?LK1:", TICKET_NOT_OURS},
	{"ours in lower case, cut", "lk1:bb8", TICKET_BAD_SIGNATURE},
	{"another issue of ours", "LK2:BB8", TICKET_NOT_OURS},
	{"a Cyrillic К in the mark", "LК1:BB8", TICKET_NOT_OURS},
	{"the mark alone", "LK1:", TICKET_BAD_SIGNATURE},
	{"cut short", "LK1:BB8", TICKET_BAD_SIGNATURE},
	{"not base45", "LK1:bb8", TICKET_BAD_SIGNATURE},
	{"a printf trick", "LK1:%n%s%n%s", TICKET_BAD_SIGNATURE},
};

static void is_recognised(void **state)
{
	const struct text_row *row = *state;
	struct ticket ticket;

	assert_int_equal(ticket_read(row->text, keys, 2, &ticket), row->status);
}

static void one_character_more_is_damaged(void **state)
{
	char text[TICKET_TEXT + 3];
	struct ticket ticket;

	ticket_write(&sample, secret, text);
	strcat(text, "0");
	assert_int_equal(ticket_read(text, keys, 2, &ticket), TICKET_BAD_SIGNATURE);
	strcat(text, "00");
	assert_int_equal(ticket_read(text, keys, 2, &ticket), TICKET_BAD_SIGNATURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(the_body_lies_as_promised),
		cmocka_unit_test(every_changed_bit_is_noticed),
		cmocka_unit_test(another_kiosks_signature_does_not_do),
		cmocka_unit_test(a_key_from_elsewhere_is_unknown),
		cmocka_unit_test(signed_nobody_is_not_believed),
		cmocka_unit_test(one_character_more_is_damaged),
	};

	ciphers_start();
	crypto_sign_seed_keypair(keys[1].public, secret, seed);
	return cmocka_run_group_tests_name("ticket", tests, NULL, NULL) +
	       rows_run("signed nonsense", signed_nonsense_is_not_believed, ROWS(nonsense)) +
	       rows_run("ticket texts", is_recognised, ROWS(texts));
}
