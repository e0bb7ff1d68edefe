/* The printer's node: /dev/usb/lp0, which the kernel's usblp makes; or for tests a file or a pipe. Opened
 * for this process alone, and never waited for. */
#ifndef PRINTER_DEVICE_H
#define PRINTER_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

/* A descriptor, or -1: it is not there, or another process has it. Nothing is created. */
int device_open(const char *path, struct error *error);

enum device_condition { DEVICE_GOOD, DEVICE_NO_PAPER, DEVICE_GONE };
/* What it says of itself; what cannot say is good. */
enum device_condition device_condition(int descriptor);

/* All that was written before has been taken, and it takes more. */
bool device_takes_more(int descriptor);
/* How many bytes it took, 0: none now; -1: it is gone. */
ssize_t device_write(int descriptor, const uint8_t *bytes, size_t length);

#endif
