/* The file of a salvage: lines of JSON. The first is {format, demo, kiosk, install, branch, changes,
 * damaged}, of which what the disk does not say any more is left out; then a line for each change,
 * {seq, text}: its number on that disk, and its text as it stands in the log, to the byte. What is sealed
 * in it stays so. */
#ifndef CTL_SALVAGE_FILE_H
#define CTL_SALVAGE_FILE_H

#define SALVAGE_FORMAT "library-kiosk-salvage"

enum { SALVAGE_BYTES_MAX = 128 * 1024 * 1024, SALVAGE_PIECE = 200 /* changes in one call */ };

#endif
