/* Reads the texts on the card that is selected: the message of a Type 2 or a Type 4 tag. */
#ifndef READERS_NFC_CARD_H
#define READERS_NFC_CARD_H

#include "readers/nfc/device.h"
#include "readers/nfc/ndef.h"

/* DEVICE_OK: the card was read to the end; it may hold no text, or nothing we understand.
 * DEVICE_NONE: it stopped answering, perhaps taken away: try again. */
enum device_answer card_read(
	struct device *device, const struct card *card, struct ndef_texts *texts);

#endif
