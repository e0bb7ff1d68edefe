/* Languages that are spoken at an event, each by its own name, so that who speaks it finds it. They are
 * those that the kiosk's fonts can write, many more than it speaks itself. */
#ifndef RULES_SPOKEN_H
#define RULES_SPOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPOKEN_TEXT = 192 };

/* "en, pl" in any case, parted by commas or blanks. False: one of them is not among ours; the others
 * are read. */
bool spoken_read(const char *tags, uint64_t *spoken);
/* "en pl": in the feed and at the centre. */
void spoken_write(uint64_t spoken, char tags[static SPOKEN_TEXT]);
/* The name of the language at `index`, "Polski"; NULL: there are no more. */
const char *spoken_name(int index);

#endif
