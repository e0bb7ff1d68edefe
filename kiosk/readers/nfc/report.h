/* The worker's lines (kiosk/README.md, "Lines") on standard output. False: nobody listens any more.
 */
#ifndef READERS_NFC_REPORT_H
#define READERS_NFC_REPORT_H

#include <stdbool.h>

#include "readers/nfc/presence.h"

bool report_hello(void);
bool report_pong(void);
bool report_state(const char *state, const char *detail);
bool report_arrive(const struct card *card, const struct ndef_texts *texts);
bool report_remove(const struct card *card);
bool report_several(void);

#endif
