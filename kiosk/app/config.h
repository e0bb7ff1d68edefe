/* kiosk.conf: what differs from one kiosk to the next. INI; every key has a default, an unknown or
 * repeated one is named with its line. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include <stdbool.h>

#include "base/error.h"

enum { CONFIG_TEXT_BYTES = 192 };

struct config {
	char data[CONFIG_TEXT_BYTES];          /* [kiosk] data */
	char nfc_device[CONFIG_TEXT_BYTES];    /* [readers] nfc: libnfc's name of it; empty: none */
	char nfc_address[CONFIG_TEXT_BYTES];   /* [readers] nfc-socket */
	char camera_device[CONFIG_TEXT_BYTES]; /* [readers] camera: node, picture or folder */
	char camera_address[CONFIG_TEXT_BYTES];
	char printer_device
		[CONFIG_TEXT_BYTES]; /* [printer] device: node, or a file that is there */
	char printer_address[CONFIG_TEXT_BYTES]; /* [printer] socket */
	char centre[CONFIG_TEXT_BYTES]; /* [centre] url: the face starts kiosk-sync itself */
	int patience_s;                 /* [screen] patience-s */
	double pitch_mm;                /* [screen] pitch-mm: of one pixel; 0: the reference's */
};

/* The defaults, for a program whose configuration file is absent. */
void config_default(struct config *config);
bool config_read(struct config *config, const char *path, struct error *error);

#endif
