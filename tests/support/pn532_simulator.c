/* A PN532 on a pseudo-terminal: stock libnfc opens it as "pn532_uart:LINK" and believes it.
 *
 *   pn532_simulator [--link LINK] [COMMAND]...
 *
 * Prints "ready PATH" (LINK, or the terminal's own name), obeys the commands it was started with, then
 * standard input, a command a line, and answers each with "ok" or "bad: WHY" when it is done; ends
 * with "quit" or end of file. In the background of a terminal it reads nothing: the shell does.
 *
 *   card UID                  a card: 4 bytes MIFARE Classic, 7 or 10 an empty Type 2 (as hex)
 *   card UID none             the same
 *   card UID type2 "TEXT"     Type 2 with one record: a URI if TEXT starts with http(s)://
 *   card UID type4 "TEXT"     Type 4 with it
 *   card UID noapp            ISO 14443-4 card without the NDEF application (6A82)
 *   card UID raw HEX          Type 2 memory from page 3 on
 *   card UID raw4 HEX         Type 4 NDEF file: length and message
 *   phone "TEXT"              Type 4 whose UID (08......) changes each time the field was off
 *   second UID                an empty Type 2 beside the card: looks find one, then the other
 *   target HEX                the answer to InListPassiveTarget after "D5 4B", whatever it is
 *   lift                      nothing in the field
 *   deaf N                    the field stays off the next N times it is switched on
 *   mute, noresponse, unmute  no answer at all; only acknowledgements; both as usual again
 *   corrupt N                 wrong checksum in the next N answers
 *   noise                     a junk byte before the next answer
 *   status HH N               status byte of the next N answers from a card
 *   delay MS                  time before each answer (2)
 *   hangup, replug            the USB adapter is pulled out; put in (LINK points to it again)
 *   polls                     "ok N": looks for a card (InListPassiveTarget) so far
 *
 * In a TEXT \" and \\ stand for themselves. As in the chip, a new frame or an ACK cancels the
 * command that still runs. As on the air, a card that was put to sleep, or still speaks ISO
 * 14443-4, does not answer a look until the field was off: a loop that forgets to let go of a card
 * sees nothing. Not modelled: timing on the air, collisions, MIFARE's cipher. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
	FRAME_BYTES_MAX = 300,
	MEMORY_BYTES_MAX = 2048,
	LINE_BYTES_MAX = 8192,
	TEXT_BYTES_MAX = 1900,
	RETRIES_FOREVER = 0xff,
	TRY_MS = 5,
	DELAY_MS = 2,
};

enum chip_command {
	DIAGNOSE = 0x00,
	GET_FIRMWARE_VERSION = 0x02,
	READ_REGISTER = 0x06,
	WRITE_REGISTER = 0x08,
	SET_PARAMETERS = 0x12,
	SAM_CONFIGURATION = 0x14,
	POWER_DOWN = 0x16,
	RF_CONFIGURATION = 0x32,
	IN_DATA_EXCHANGE = 0x40,
	IN_COMMUNICATE_THRU = 0x42,
	IN_DESELECT = 0x44,
	IN_LIST_PASSIVE_TARGET = 0x4a,
	IN_RELEASE = 0x52,
};

enum card_kind { NO_CARD, CLASSIC, TYPE2, TYPE4, TYPE4_WITHOUT_APPLICATION, RAW_TARGET };
enum card_state { ASLEEP_UNTIL_FIELD_OFF, READY, ACTIVE };
enum card_file { FILE_NONE, FILE_CONTAINER, FILE_MESSAGE };

struct bytes {
	uint8_t at[MEMORY_BYTES_MAX];
	size_t count;
};

struct simulator {
	const char *link;
	char path[128];
	int master, slave; /* the slave stays open here, or the master hangs up between two opens */

	uint8_t in[FRAME_BYTES_MAX * 4];
	size_t in_count;
	uint8_t out[FRAME_BYTES_MAX];
	size_t out_count;
	int64_t answer_ms; /* when `out` goes out; 0: nothing runs */

	char line[LINE_BYTES_MAX];
	size_t line_count;

	bool mute, no_response, noise, quit, field_is_off;
	int corrupt, statuses, delay_ms, deaf;
	uint8_t status, retries;
	long polls;

	enum card_kind kind;
	enum card_state state;
	enum card_file file;
	bool is_phone, application;
	uint32_t phone_number;
	uint8_t uid[10];
	size_t uid_length;
	uint8_t second[10];   /* the UID that looks find in turn with `uid` */
	size_t second_length; /* 0: no second card */
	struct bytes memory;  /* Type 2 from page 3, Type 4 NDEF file, or a raw target */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the terminal */

static void plug_in(struct simulator *simulator)
{
	struct termios raw;

	simulator->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (simulator->master < 0 || grantpt(simulator->master) || unlockpt(simulator->master) ||
		ptsname_r(simulator->master, simulator->path, sizeof(simulator->path))) {
		perror("pn532_simulator: pseudo-terminal");
		exit(1);
	}
	simulator->slave = open(simulator->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	tcgetattr(simulator->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(simulator->slave, TCSANOW, &raw);
	simulator->in_count = 0;
	if (!simulator->link)
		return;
	unlink(simulator->link);
	if (symlink(simulator->path, simulator->link) != 0) {
		perror(simulator->link);
		exit(1);
	}
}

static void pull_out(struct simulator *simulator)
{
	if (simulator->master < 0)
		return;
	if (simulator->link)
		unlink(simulator->link);
	close(simulator->slave);
	close(simulator->master);
	simulator->master = simulator->slave = -1;
	simulator->answer_ms = 0;
}

static void send_bytes(struct simulator *simulator, const uint8_t *bytes, size_t count)
{
	if (write(simulator->master, bytes, count) < 0 && errno != EAGAIN)
		perror("pn532_simulator: write");
}

/* ---- the card */

static void drop_field(struct simulator *simulator)
{
	simulator->state = READY;
	simulator->application = false;
	simulator->file = FILE_NONE;
	if (!simulator->is_phone)
		return;
	simulator->phone_number++;
	simulator->uid[0] = 0x08;
	for (int i = 1; i < 4; i++)
		simulator->uid[i] = (uint8_t)(simulator->phone_number * 37 >> (8 * (3 - i)));
}

static bool is_type4(const struct simulator *simulator)
{
	return simulator->kind == TYPE4 || simulator->kind == TYPE4_WITHOUT_APPLICATION;
}

static void answer_apdu(struct bytes *answer, const uint8_t *bytes, size_t count, unsigned status)
{
	memcpy(answer->at, bytes, count);
	answer->at[count] = (uint8_t)(status >> 8);
	answer->at[count + 1] = (uint8_t)status;
	answer->count = count + 2;
}

static unsigned select_name(struct simulator *simulator, const uint8_t *name, size_t count)
{
	static const uint8_t application[] = {0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01};

	if (count < sizeof(application) || memcmp(name, application, sizeof(application)) != 0)
		return 0x6a82;
	simulator->application = simulator->kind == TYPE4;
	return simulator->application ? 0x9000 : 0x6a82;
}

static unsigned select_id(struct simulator *simulator, const uint8_t *id, size_t count)
{
	if (!simulator->application || count < 2 || id[0] != 0xe1)
		return 0x6a82;
	simulator->file = id[1] == 0x03 ? FILE_CONTAINER : id[1] == 0x04 ? FILE_MESSAGE : FILE_NONE;
	return simulator->file == FILE_NONE ? 0x6a82 : 0x9000;
}

static void read_binary(struct simulator *simulator, const uint8_t *command, struct bytes *answer)
{
	static const uint8_t container[] = {0x00, 0x0f, 0x20, 0x00, 0x7f, 0x00, 0x7f, 0x04, 0x06,
		0xe1, 0x04, 0x08, 0x00, 0x00, 0xff};
	const uint8_t *file = simulator->memory.at;
	size_t size = simulator->memory.count, offset = (size_t)(command[2] << 8 | command[3]);
	size_t count = command[4];

	if (simulator->file == FILE_CONTAINER) {
		file = container;
		size = sizeof(container);
	}
	if (simulator->file == FILE_NONE || offset > size) {
		answer_apdu(answer, NULL, 0, 0x6a86);
		return;
	}
	if (count > size - offset)
		count = size - offset;
	answer_apdu(answer, file + offset, count, 0x9000);
}

static void run_apdu(
	struct simulator *simulator, const uint8_t *command, size_t count, struct bytes *answer)
{
	unsigned status = 0x6d00;

	if (count >= 5 && command[1] == 0xa4 && command[2] == 0x04)
		status = select_name(simulator, command + 5, count - 5);
	else if (count >= 5 && command[1] == 0xa4)
		status = select_id(simulator, command + 5, count - 5);
	else if (count >= 5 && command[1] == 0xb0) {
		read_binary(simulator, command, answer);
		return;
	}
	answer_apdu(answer, answer->at, 0, status);
}

/* Four pages; behind the last one comes the first. False: no answer. */
static bool read_pages(struct simulator *simulator, size_t page, struct bytes *answer)
{
	if (page < 3 || (page - 3) * 4 >= simulator->memory.count)
		return false;
	for (size_t i = 0; i < 16; i++)
		answer->at[i] =
			simulator->memory.at[((page - 3) * 4 + i) % simulator->memory.count];
	answer->count = 16;
	return true;
}

static bool ask_card(
	struct simulator *simulator, const uint8_t *command, size_t count, struct bytes *answer)
{
	if (simulator->state != ACTIVE)
		return false;
	if (is_type4(simulator)) {
		run_apdu(simulator, command, count, answer);
		return true;
	}
	return simulator->kind == TYPE2 && count == 2 && command[0] == 0x30 &&
	       read_pages(simulator, command[1], answer);
}

/* NbTg, Tg, ATQA, SAK, UID and, for ISO 14443-4, ATS */
static void describe_card(const struct simulator *simulator, struct bytes *answer)
{
	static const uint8_t ats[] = {0x05, 0x78, 0x80, 0x70, 0x02};
	uint8_t sak = simulator->kind == CLASSIC ? 0x08 : simulator->kind == TYPE2 ? 0x00 : 0x20;
	uint8_t head[] = {1, 1, 0x00, 0x44, sak, (uint8_t)simulator->uid_length};

	if (simulator->kind == RAW_TARGET) {
		*answer = simulator->memory;
		return;
	}
	memcpy(answer->at, head, sizeof(head));
	memcpy(answer->at + sizeof(head), simulator->uid, simulator->uid_length);
	answer->count = sizeof(head) + simulator->uid_length;
	if (is_type4(simulator)) {
		memcpy(answer->at + answer->count, ats, sizeof(ats));
		answer->count += sizeof(ats);
	}
}

/* REQA: a card that is being spoken to falls back and answers the second try, unless it speaks
 * ISO 14443-4; one that sleeps stays silent. */
static bool find_card(struct simulator *simulator)
{
	if (simulator->kind == NO_CARD || simulator->state == ASLEEP_UNTIL_FIELD_OFF ||
		simulator->field_is_off)
		return false;
	if (simulator->state == ACTIVE && is_type4(simulator))
		return false;
	simulator->state = ACTIVE;
	return true;
}

/* ---- the chip */

/* Puts the answer into `out`, to go out after `wait_ms`. */
static void answer_with(
	struct simulator *simulator, uint8_t command, const struct bytes *answer, int wait_ms)
{
	uint8_t *out = simulator->out;
	uint8_t sum = (uint8_t)(0xd5 + command + 1);
	size_t length = answer->count + 2;

	assert(length < 256);
	memcpy(out,
		(uint8_t[]){0x00, 0x00, 0xff, (uint8_t)length, (uint8_t)-length, 0xd5,
			(uint8_t)(command + 1)},
		7);
	memcpy(out + 7, answer->at, answer->count);
	for (size_t i = 0; i < answer->count; i++)
		sum = (uint8_t)(sum + answer->at[i]);
	out[7 + answer->count] = (uint8_t)-sum;
	out[8 + answer->count] = 0x00;
	simulator->out_count = answer->count + 9;
	simulator->answer_ms = now_ms() + wait_ms;
}

static void swap_cards(struct simulator *simulator)
{
	uint8_t uid[10];
	size_t length = simulator->uid_length;

	if (simulator->second_length == 0)
		return;
	memcpy(uid, simulator->uid, sizeof(uid));
	memcpy(simulator->uid, simulator->second, sizeof(uid));
	memcpy(simulator->second, uid, sizeof(uid));
	simulator->uid_length = simulator->second_length;
	simulator->second_length = length;
}

static void list_targets(struct simulator *simulator)
{
	struct bytes answer = {.at = {0}, .count = 1};
	int wait_ms = simulator->delay_ms;

	simulator->polls++;
	if (find_card(simulator)) {
		swap_cards(simulator);
		describe_card(simulator, &answer);
	} else if (simulator->retries == RETRIES_FOREVER) {
		return;
	} else {
		wait_ms += (simulator->retries + 1) * TRY_MS;
	}
	answer_with(simulator, IN_LIST_PASSIVE_TARGET, &answer, wait_ms);
}

static void exchange(struct simulator *simulator, const uint8_t *frame, size_t count)
{
	size_t head = frame[0] == IN_DATA_EXCHANGE ? 2 : 1;
	struct bytes reply = {.count = 0}, answer = {.at = {0x01}, .count = 1};

	if (simulator->statuses > 0) {
		simulator->statuses--;
		answer.at[0] = simulator->status;
	} else if (count > head && ask_card(simulator, frame + head, count - head, &reply) &&
		   reply.count < 250) {
		answer.at[0] = 0x00;
		memcpy(answer.at + 1, reply.at, reply.count);
		answer.count = 1 + reply.count;
	}
	answer_with(simulator, frame[0], &answer, simulator->delay_ms);
}

static void let_go(struct simulator *simulator)
{
	if (simulator->state == ACTIVE)
		simulator->state = ASLEEP_UNTIL_FIELD_OFF;
}

static void switch_field(struct simulator *simulator, bool on)
{
	if (!on)
		drop_field(simulator);
	if (on && simulator->deaf > 0)
		simulator->deaf--;
	else
		simulator->field_is_off = !on;
}

static void configure_rf(struct simulator *simulator, const uint8_t *frame, size_t count)
{
	enum { ITEM_FIELD = 0x01, ITEM_RETRIES = 0x05 };

	if (count >= 3 && frame[1] == ITEM_FIELD)
		switch_field(simulator, frame[2] & 1);
	if (count >= 5 && frame[1] == ITEM_RETRIES)
		simulator->retries = frame[4];
}

static void run_command(struct simulator *simulator, const uint8_t *frame, size_t count)
{
	struct bytes answer = {.count = 0};

	switch (frame[0]) {
	case DIAGNOSE:
		memcpy(answer.at, frame + 1, count - 1);
		answer.count = count - 1;
		break;
	case GET_FIRMWARE_VERSION:
		memcpy(answer.at, (uint8_t[]){0x32, 0x01, 0x06, 0x07}, 4);
		answer.count = 4;
		break;
	case READ_REGISTER:
		answer.count = (count - 1) / 2;
		break;
	case IN_LIST_PASSIVE_TARGET:
		list_targets(simulator);
		return;
	case IN_DATA_EXCHANGE:
	case IN_COMMUNICATE_THRU:
		exchange(simulator, frame, count);
		return;
	case IN_DESELECT:
	case IN_RELEASE:
		let_go(simulator);
		answer.count = 1;
		break;
	case POWER_DOWN:
		drop_field(simulator);
		answer.count = 1;
		break;
	case RF_CONFIGURATION:
		configure_rf(simulator, frame, count);
		break;
	default: /* WriteRegister, SetParameters, SAMConfiguration: nothing to say */
		break;
	}
	answer_with(simulator, frame[0], &answer, simulator->delay_ms);
}

static void send_answer(struct simulator *simulator)
{
	static const uint8_t junk = 0x5a;

	simulator->answer_ms = 0;
	if (simulator->no_response)
		return;
	if (simulator->noise)
		send_bytes(simulator, &junk, 1);
	simulator->noise = false;
	if (simulator->corrupt > 0) {
		simulator->corrupt--;
		simulator->out[simulator->out_count - 2] ^= 0xff;
	}
	send_bytes(simulator, simulator->out, simulator->out_count);
}

/* ---- frames from the host */

static void take_frame(struct simulator *simulator, const uint8_t *frame, size_t count)
{
	static const uint8_t acknowledge[] = {0x00, 0x00, 0xff, 0x00, 0xff, 0x00};

	simulator->answer_ms = 0;
	if (simulator->mute)
		return;
	send_bytes(simulator, acknowledge, sizeof(acknowledge));
	if (count >= 2 && frame[0] == 0xd4)
		run_command(simulator, frame + 1, count - 1);
}

/* Takes one frame, or one byte of something else, off the front. 0: more must come. */
static size_t take_input(struct simulator *simulator)
{
	const uint8_t *in = simulator->in;
	size_t count = simulator->in_count, head = 4, length;

	if (count < 4)
		return 0;
	if (in[0] != 0x00 || in[1] != 0xff)
		return 1;
	if (in[2] == 0x00 && in[3] == 0xff) {
		simulator->answer_ms = 0;
		return 4;
	}
	length = in[2];
	if (in[2] == 0xff && in[3] == 0xff) {
		if (count < 7)
			return 0;
		head = 7;
		length = (size_t)(in[4] << 8 | in[5]);
	}
	if (length > FRAME_BYTES_MAX)
		return 1;
	if (count < head + length + 2)
		return 0;
	take_frame(simulator, in + head, length);
	return head + length + 2;
}

static void read_host(struct simulator *simulator)
{
	size_t took;
	ssize_t count = read(simulator->master, simulator->in + simulator->in_count,
		sizeof(simulator->in) - simulator->in_count);

	if (count <= 0)
		return;
	simulator->in_count += (size_t)count;
	while ((took = take_input(simulator)) > 0) {
		simulator->in_count -= took;
		memmove(simulator->in, simulator->in + took, simulator->in_count);
	}
	if (simulator->in_count == sizeof(simulator->in))
		simulator->in_count = 0;
}

/* ---- commands of the test */

static const char *take_hex(char *word, uint8_t *bytes, size_t size, size_t *count)
{
	size_t length = word ? strlen(word) : 0;

	if (length == 0 || length % 2 || length / 2 > size ||
		strspn(word, "0123456789abcdefABCDEF") != length)
		return "that is not hex";
	for (*count = 0; *count < length / 2; (*count)++) {
		char pair[] = {word[2 * *count], word[2 * *count + 1], '\0'};
		bytes[*count] = (uint8_t)strtol(pair, NULL, 16);
	}
	return NULL;
}

/* "..." with \" and \\, in place. NULL: it is not quoted. */
static char *take_quoted(char *rest)
{
	char *from = rest + 1, *to = rest;

	if (!rest || *rest != '"')
		return NULL;
	for (; *from && *from != '"'; from++) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	if (*from != '"')
		return NULL;
	*to = '\0';
	return rest;
}

static void put(struct bytes *bytes, const void *from, size_t count)
{
	assert(bytes->count + count <= sizeof(bytes->at));
	memcpy(bytes->at + bytes->count, from, count);
	bytes->count += count;
}

static void put_byte(struct bytes *bytes, size_t byte)
{
	uint8_t one = (uint8_t)byte;

	put(bytes, &one, 1);
}

static void put_length(struct bytes *bytes, size_t length)
{
	put_byte(bytes, length >> 8);
	put_byte(bytes, length);
}

/* One record: a URI or a text. */
static void write_message(struct bytes *message, const char *text)
{
	bool is_uri = strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
	size_t length = strlen(text) + (is_uri ? 1 : 3);

	put_byte(message, length < 256 ? 0xd1 : 0xc1);
	put_byte(message, 1);
	if (length >= 256)
		put_length(message, 0);
	if (length >= 256)
		put_length(message, length);
	else
		put_byte(message, length);
	put_byte(message, is_uri ? 'U' : 'T');
	put(message, is_uri ? "\0" : "\2en", is_uri ? 1 : 3);
	put(message, text, strlen(text));
}

/* Type 2 memory from page 3: container, TLV, terminator, rounded up to pages. */
static void write_type2(struct bytes *memory, const struct bytes *message)
{
	size_t units;

	put(memory, (uint8_t[]){0xe1, 0x10, 0x00, 0x00}, 4);
	put_byte(memory, 0x03);
	if (message->count >= 0xff) {
		put_byte(memory, 0xff);
		put_length(memory, message->count);
	} else {
		put_byte(memory, message->count);
	}
	put(memory, message->at, message->count);
	put_byte(memory, 0xfe);
	units = (memory->count - 4 + 7) / 8 < 18 ? 18 : (memory->count - 4 + 7) / 8;
	memory->at[2] = (uint8_t)units;
	while (memory->count < 4 + units * 8)
		put_byte(memory, 0);
}

static void write_type4(struct bytes *memory, const struct bytes *message)
{
	put_length(memory, message->count);
	put(memory, message->at, message->count);
}

static const char *put_text(struct simulator *simulator, enum card_kind kind, char *rest)
{
	struct bytes message = {.count = 0};
	char *text = take_quoted(rest);

	if (!text || strlen(text) > TEXT_BYTES_MAX)
		return "a text in quotes, not too long, is missing";
	write_message(&message, text);
	simulator->kind = kind;
	if (kind == TYPE2)
		write_type2(&simulator->memory, &message);
	else
		write_type4(&simulator->memory, &message);
	return NULL;
}

static const char *put_raw(struct simulator *simulator, enum card_kind kind, char *rest)
{
	simulator->kind = kind;
	return take_hex(
		rest, simulator->memory.at, sizeof(simulator->memory.at), &simulator->memory.count);
}

static void lift(struct simulator *simulator)
{
	simulator->kind = NO_CARD;
	simulator->is_phone = false;
	simulator->second_length = 0;
	simulator->memory.count = 0;
	drop_field(simulator);
}

static const char *set_card(struct simulator *simulator, char *rest)
{
	static const struct bytes empty;
	char *uid = strsep(&rest, " ");
	char *kind = rest ? strsep(&rest, " ") : NULL;
	const char *wrong;

	lift(simulator);
	wrong = take_hex(uid, simulator->uid, sizeof(simulator->uid), &simulator->uid_length);
	if (wrong)
		return wrong;
	if (kind && strcmp(kind, "type2") == 0)
		return put_text(simulator, TYPE2, rest);
	if (kind && strcmp(kind, "type4") == 0)
		return put_text(simulator, TYPE4, rest);
	if (kind && strcmp(kind, "raw") == 0)
		return put_raw(simulator, TYPE2, rest);
	if (kind && strcmp(kind, "raw4") == 0)
		return put_raw(simulator, TYPE4, rest);
	if (kind && strcmp(kind, "noapp") == 0) {
		simulator->kind = TYPE4_WITHOUT_APPLICATION;
		return NULL;
	}
	if (kind && strcmp(kind, "none") != 0)
		return "a card is none, type2, type4, noapp, raw or raw4";
	simulator->kind = simulator->uid_length == 4 ? CLASSIC : TYPE2;
	write_type2(&simulator->memory, &empty);
	return NULL;
}

static const char *set_phone(struct simulator *simulator, char *rest)
{
	lift(simulator);
	simulator->is_phone = true;
	simulator->uid_length = 4;
	drop_field(simulator);
	return put_text(simulator, TYPE4, rest);
}

static const char *set_status(struct simulator *simulator, char *rest)
{
	unsigned status;

	if (!rest || sscanf(rest, "%x %d", &status, &simulator->statuses) != 2)
		return "status needs a byte in hex and a number";
	simulator->status = (uint8_t)status;
	return NULL;
}

static const char *obey(struct simulator *simulator, const char *verb, char *rest)
{
	if (strcmp(verb, "card") == 0)
		return set_card(simulator, rest);
	if (strcmp(verb, "phone") == 0)
		return set_phone(simulator, rest);
	if (strcmp(verb, "second") == 0)
		return take_hex(rest, simulator->second, sizeof(simulator->second),
			&simulator->second_length);
	if (strcmp(verb, "status") == 0)
		return set_status(simulator, rest);
	if (strcmp(verb, "target") == 0) {
		lift(simulator);
		return put_raw(simulator, RAW_TARGET, rest);
	}
	if (strcmp(verb, "lift") == 0)
		lift(simulator);
	else if (strcmp(verb, "mute") == 0)
		simulator->mute = true;
	else if (strcmp(verb, "noresponse") == 0)
		simulator->no_response = true;
	else if (strcmp(verb, "unmute") == 0)
		simulator->mute = simulator->no_response = false;
	else if (strcmp(verb, "noise") == 0)
		simulator->noise = true;
	else if (strcmp(verb, "corrupt") == 0 && rest)
		simulator->corrupt = atoi(rest);
	else if (strcmp(verb, "deaf") == 0 && rest)
		simulator->deaf = atoi(rest);
	else if (strcmp(verb, "delay") == 0 && rest)
		simulator->delay_ms = atoi(rest);
	else if (strcmp(verb, "hangup") == 0)
		pull_out(simulator);
	else if (strcmp(verb, "replug") == 0 && simulator->master < 0)
		plug_in(simulator);
	else if (strcmp(verb, "quit") == 0)
		simulator->quit = true;
	else if (strcmp(verb, "polls") != 0)
		return "no such command, or its number is missing";
	return NULL;
}

static void obey_line(struct simulator *simulator, char *line)
{
	char *rest = line;
	const char *verb = strsep(&rest, " ");
	const char *wrong = obey(simulator, verb, rest);

	if (wrong)
		printf("bad: %s\n", wrong);
	else if (strcmp(verb, "polls") == 0)
		printf("ok %ld\n", simulator->polls);
	else
		printf("ok\n");
	fflush(stdout);
}

static void read_commands(struct simulator *simulator)
{
	char *newline;
	ssize_t count = read(STDIN_FILENO, simulator->line + simulator->line_count,
		sizeof(simulator->line) - simulator->line_count);

	if (count <= 0 || simulator->line_count + (size_t)count == sizeof(simulator->line)) {
		simulator->quit = true;
		return;
	}
	simulator->line_count += (size_t)count;
	while (!simulator->quit &&
		(newline = memchr(simulator->line, '\n', simulator->line_count))) {
		size_t length = (size_t)(newline + 1 - simulator->line);
		*newline = '\0';
		obey_line(simulator, simulator->line);
		simulator->line_count -= length;
		memmove(simulator->line, simulator->line + length, simulator->line_count);
	}
}

/* ---- */

/* A shell stops whoever reads its terminal from the background. */
static bool may_read(void)
{
	return !isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void run(struct simulator *simulator)
{
	while (!simulator->quit) {
		struct pollfd sources[] = {{.fd = may_read() ? STDIN_FILENO : -1, .events = POLLIN},
			{.fd = simulator->master, .events = POLLIN}};
		int64_t left_ms = simulator->answer_ms - now_ms();
		int wait_ms = simulator->answer_ms == 0 ? -1 : left_ms > 0 ? (int)left_ms : 0;

		if (poll(sources, 2, wait_ms) < 0)
			continue;
		if (sources[1].revents)
			read_host(simulator);
		if (simulator->answer_ms != 0 && now_ms() >= simulator->answer_ms)
			send_answer(simulator);
		if (sources[0].revents && may_read())
			read_commands(simulator);
	}
}

int main(int count, char **arguments)
{
	static struct simulator simulator = {.delay_ms = DELAY_MS, .retries = RETRIES_FOREVER};
	int next = 1;

	if (count > 2 && strcmp(arguments[1], "--link") == 0) {
		simulator.link = arguments[2];
		next = 3;
	}
	if (next < count && arguments[next][0] == '-') {
		fprintf(stderr, "usage: pn532_simulator [--link LINK] [COMMAND]...\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	plug_in(&simulator);
	printf("ready %s\n", simulator.link ? simulator.link : simulator.path);
	fflush(stdout);
	while (next < count)
		obey_line(&simulator, arguments[next++]);
	run(&simulator);
	pull_out(&simulator);
	return 0;
}
