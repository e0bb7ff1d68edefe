/* One NFC device under libnfc; the only file that includes nfc.h. Stock libnfc 1.8.0 can abort or
 * crash on what a hostile device or card answers: that ends this process and no other, and nothing
 * here tries to survive it. It may not wait without end, so only finite calls are used: a look is
 * the chip's own command with NP_INFINITE_SELECT off, and its answer is read here; never
 * poll_target, target_is_present or abort_command. Each call here returns within about a second.
 *
 * The lock is flock() on the device's own node (libnfc's "claimed" mark is lost on its way to the
 * kernel): it has as many names as the device, and dies with the process. A device without a node
 * is on USB and claimed by the kernel. */
#ifndef READERS_NFC_DEVICE_H
#define READERS_NFC_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct nfc_context;
struct nfc_device;

enum {
	CARD_UID_BYTES_MAX = 10,
	DEVICE_NAME_BYTES_MAX = 127, /* libnfc cuts a longer path, and says nothing */
	DEVICE_NAME_SIZE = 1024,     /* an nfc_connstring */
};

enum technology { TECHNOLOGY_TYPE2, TECHNOLOGY_TYPE4, TECHNOLOGY_MIFARE, TECHNOLOGY_OTHER };

/* A card in the field. */
struct card {
	uint8_t uid[CARD_UID_BYTES_MAX];
	size_t uid_length; /* 4, 7 or 10 */
	enum technology technology;
	bool random; /* the UID is drawn anew at each tap and identifies nobody */
};

enum device_answer {
	DEVICE_OK,
	DEVICE_NONE,   /* no card, or the card did not answer: nothing wrong with the device */
	DEVICE_SILENT, /* the device did not answer in time */
	DEVICE_LOST,   /* unplugged, or talking nonsense: close and open it */
};

struct device {
	struct nfc_context *context;
	struct nfc_device *open; /* NULL: closed */
	char name[DEVICE_NAME_SIZE];
	char node[DEVICE_NAME_BYTES_MAX + 1]; /* "" for USB */
	int lock;
	int64_t selected_ms; /* boot time of the last select */
	int64_t field_ms;    /* and of the last time that the field was switched on */
	bool field_is_off;
};

/* Is this a name that libnfc can open: "DRIVER:/dev/NODE[:SPEED]", or a USB driver's? */
bool device_name_is_valid(const char *name);

bool device_init(struct device *device, const char *name, struct error *error);
void device_finish(struct device *device);

/* ERROR_NOT_FOUND: not there. ERROR_BUSY: another program has it. ERROR_REFUSED: no permission.
 * ERROR_AWAY: it does not answer. */
bool device_open(struct device *device, struct error *error);
void device_close(struct device *device);

/* One look for a card: about 20 ms without one, at most 0.7 s. */
enum device_answer device_select(struct device *device, struct card *card);
/* Sends a command to the selected card; `*length_bytes` is room and then length of the answer. A
 * second after the select the card has had its time: DEVICE_NONE. */
enum device_answer device_exchange(struct device *device, const uint8_t *command,
	size_t command_bytes, uint8_t *answer, size_t *length_bytes);
/* Says goodbye to the card and drops the field: a card that was put to sleep wakes up from nothing
 * else (ISO 14443-3, HALT). */
void device_release(struct device *device);

#endif
