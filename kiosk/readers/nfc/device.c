/* libnfc in as few calls as do the work. */
#include "readers/nfc/device.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <nfc/nfc.h>

#include "base/clock.h"
#include "base/text.h"

enum {
	LIST_BYTES_MAX = 300, /* an ATS may be as long as a frame */
	LOOK_TIMEOUT_MS = 300,
	EXCHANGE_TIMEOUT_MS = 300,
	CARD_TIME_MS = 1000,
	FIELD_EVERY_MS = 10 * 1000,
};

/* libnfc exports it for its own tools and declares it in no header that is installed. Its answer counts
 * from the byte after the command's; it returns how many bytes there are, or an error. */
int pn53x_transceive(struct nfc_device *device, const uint8_t *command, size_t command_bytes,
	uint8_t *answer, size_t answer_size, int timeout_ms);

bool device_name_is_valid(const char *name)
{
	static const char *const drivers[] = {"pn532_uart:/", "pn532_spi:/", "pn532_i2c:/",
		"acr122s:/", "arygon:/", "pn53x_usb", "acr122_usb"};

	if (strlen(name) > DEVICE_NAME_BYTES_MAX)
		return false;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (strncmp(name, drivers[i], strlen(drivers[i])) == 0)
			return true;
	return false;
}

/* "pn532_uart:/dev/kiosk-nfc:115200" -> "/dev/kiosk-nfc" */
static void find_node(struct device *device)
{
	const char *path = strstr(device->name, ":/");

	if (path) {
		text_copy(device->node, sizeof(device->node), path + 1);
		device->node[strcspn(device->node, ":")] = '\0';
	}
}

bool device_init(struct device *device, const char *name, struct error *error)
{
	*device = (struct device){.lock = -1};
	text_copy(device->name, sizeof(device->name), name);
	find_node(device);
	/* libnfc shall search nothing, and at its higher levels it logs what cards say. */
	setenv("LIBNFC_AUTO_SCAN", "false", 1);
	setenv("LIBNFC_INTRUSIVE_SCAN", "false", 1);
	setenv("LIBNFC_LOG_LEVEL", "0", 0);
	nfc_init(&device->context);
	if (!device->context)
		return error_set(error, ERROR_MEMORY, "libnfc does not start");
	return true;
}

void device_finish(struct device *device)
{
	device_close(device);
	nfc_exit(device->context);
	device->context = NULL;
}

static bool lock_node(struct device *device, struct error *error)
{
	if (!device->node[0])
		return true;
	device->lock = open(device->node, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (device->lock < 0 && errno == EACCES)
		return error_set(error, ERROR_REFUSED,
			"no permission to open %.100s: its group must be one of this user's",
			device->node);
	if (device->lock < 0)
		return error_set(error, ERROR_NOT_FOUND, "%.100s is not there (is it plugged in?)",
			device->node);
	if (flock(device->lock, LOCK_EX | LOCK_NB) != 0)
		return error_set(error, ERROR_BUSY, "another program has %.100s", device->node);
	return true;
}

static bool open_locked(struct device *device, struct error *error)
{
	bool is_usb = !device->node[0];

	device->open = nfc_open(device->context, device->name);
	if (!device->open)
		return error_set(error, is_usb ? ERROR_NOT_FOUND : ERROR_AWAY,
			is_usb ? "%.100s is not there, or another program has it"
			       : "%.100s does not answer as an NFC reader",
			device->name);
	if (nfc_initiator_init(device->open) < 0 ||
		nfc_device_set_property_bool(device->open, NP_INFINITE_SELECT, false) < 0)
		return error_set(error, ERROR_AWAY, "%.100s stopped answering", device->name);
	return true;
}

bool device_open(struct device *device, struct error *error)
{
	assert(!device->open);
	device->field_is_off = false;
	device->field_ms = clock_boot_ms();
	if (lock_node(device, error) && open_locked(device, error))
		return true;
	device_close(device);
	return false;
}

void device_close(struct device *device)
{
	if (device->open)
		nfc_close(device->open);
	device->open = NULL;
	if (device->lock >= 0)
		close(device->lock);
	device->lock = -1;
}

/* libnfc's error for a call that failed. */
static enum device_answer answer_of(int error)
{
	switch (error) {
	case NFC_ETIMEOUT:
		return DEVICE_SILENT;
	case NFC_ERFTRANS:
	case NFC_ECHIP:
	case NFC_EINVARG:
	case NFC_EOVFLOW:
	case NFC_ETGRELEASED:
		return DEVICE_NONE;
	default:
		return DEVICE_LOST;
	}
}

/* By SAK. A chip that speaks ISO 14443-4 may also play MIFARE Classic. */
static enum technology technology_of(uint8_t sak)
{
	enum { SAK_ISO14443_4 = 0x20, SAK_CLASSIC = 0x08, SAK_PLUS = 0x10 };

	if (sak & SAK_ISO14443_4)
		return TECHNOLOGY_TYPE4;
	if (sak & (SAK_CLASSIC | SAK_PLUS))
		return TECHNOLOGY_MIFARE;
	return sak == 0 ? TECHNOLOGY_TYPE2 : TECHNOLOGY_OTHER;
}

/* Count of targets, number, ATQA (2), SAK, length of the UID, UID; what follows is not for us. Of a list
 * that is shorter than it says libnfc would make a UID from what its memory held before. */
static enum device_answer take_card(const uint8_t *list, size_t list_bytes, struct card *card)
{
	enum { SAK_AT = 4, LENGTH_AT = 5, UID_AT = 6, RANDOM_UID = 0x08, RANDOM_UID_BYTES = 4 };

	if (list_bytes == 1 && list[0] == 0)
		return DEVICE_NONE;
	if (list_bytes < UID_AT || list_bytes < UID_AT + (size_t)list[LENGTH_AT])
		return DEVICE_LOST;

	size_t length = list[LENGTH_AT];
	if (length != 4 && length != 7 && length != 10) /* ISO 14443-3 knows no other */
		return DEVICE_NONE;
	*card = (struct card){.uid_length = length, .technology = technology_of(list[SAK_AT])};
	memcpy(card->uid, list + UID_AT, length);
	card->random = length == RANDOM_UID_BYTES && card->uid[0] == RANDOM_UID;
	return DEVICE_OK;
}

/* Of what has no card in it: an error that is not the line's own leaves the device in doubt. */
static enum device_answer answer_without_card(int error)
{
	return answer_of(error) == DEVICE_LOST ? DEVICE_LOST : DEVICE_SILENT;
}

/* Also while it should be on: a chip that says so and did not do it would hear nothing for ever. */
static enum device_answer keep_field_on(struct device *device)
{
	int64_t now_ms = clock_boot_ms();

	if (!device->field_is_off && now_ms - device->field_ms < FIELD_EVERY_MS)
		return DEVICE_OK;
	int error = nfc_device_set_property_bool(device->open, NP_ACTIVATE_FIELD, true);
	if (error < 0)
		return answer_without_card(error);
	device->field_is_off = false;
	device->field_ms = now_ms;
	return DEVICE_OK;
}

enum device_answer device_select(struct device *device, struct card *card)
{
	/* InListPassiveTarget: one target of type A at 106 kbit/s */
	static const uint8_t look[] = {0x4a, 0x01, 0x00};
	uint8_t list[LIST_BYTES_MAX];
	enum device_answer field = keep_field_on(device);
	int count;

	if (field != DEVICE_OK)
		return field;
	count = pn53x_transceive(
		device->open, look, sizeof(look), list, sizeof(list), LOOK_TIMEOUT_MS);
	if (count < 0)
		return answer_without_card(count);
	device->selected_ms = clock_boot_ms();
	return take_card(list, (size_t)count, card);
}

enum device_answer device_exchange(struct device *device, const uint8_t *command,
	size_t command_bytes, uint8_t *answer, size_t *length_bytes)
{
	int length;

	if (clock_boot_ms() - device->selected_ms > CARD_TIME_MS)
		return DEVICE_NONE;
	length = nfc_initiator_transceive_bytes(
		device->open, command, command_bytes, answer, *length_bytes, EXCHANGE_TIMEOUT_MS);
	*length_bytes = length > 0 ? (size_t)length : 0;
	return length < 0 ? answer_of(length) : DEVICE_OK;
}

void device_release(struct device *device)
{
	nfc_initiator_deselect_target(device->open);
	device->field_is_off =
		nfc_device_set_property_bool(device->open, NP_ACTIVATE_FIELD, false) >= 0;
}
