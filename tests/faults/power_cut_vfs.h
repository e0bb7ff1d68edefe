/* A disk that loses its power: a SQLite VFS over the default one which remembers, of the files of one
 * folder, what was synced and what was only written. It can leave behind at any operation what a
 * kiosk would find after the power came back: all that was synced, and of the rest, in sectors of
 * 512 bytes, whatever the disk happened to have written by then. Deleted files may be there again if
 * their folder was not synced.
 *
 * It is the default VFS from disk_start() on, for everything that opens SQLite. */
#ifndef TESTS_POWER_CUT_VFS_H
#define TESTS_POWER_CUT_VFS_H

#include <stdbool.h>
#include <stdint.h>

void disk_start(void);
/* The files of `folder`, as they are there now, are on the disk; no file of it is open. */
void disk_watch(const char *folder);
void disk_forget(void);

/* The same chances again. */
void disk_seed(uint64_t seed);
uint32_t disk_chance(uint32_t below);

/* Writes, syncs, truncates and deletes so far. */
int disk_operations(void);

enum disk_place { CUT_AT_JOURNAL, CUT_AT_JOURNAL_SYNC, CUT_AT_FILE, CUT_AT_DELETE, CUT_PLACES };
struct disk_cut {
	enum disk_place place;
	int operation;
	bool carried; /* some of this journal is in the file already */
};
/* Before about one operation in `every` (0: none), and before each delete, leaves a picture in
 * `folder`/N, N from 0. */
void disk_cut_now_and_then(int every, const char *folder);
/* Also before the next operation. */
void disk_cut_next(void);
int disk_cuts(void);
struct disk_cut disk_cut(int number);

/* Of all syncs so many say that they are done and do nothing. */
void disk_lies(int percent);

enum disk_fault {
	FAULT_NONE,
	FAULT_FULL, /* each write, until the fault is taken away */
	FAULT_WRITE,
	FAULT_SYNC, /* what it should have brought to the disk never comes there */
	FAULT_READ,
};
/* The operation of this kind after `good` good ones fails; true of FAULT_FULL: and all after it. */
void disk_fails(enum disk_fault fault, int good);
/* It did. */
bool disk_has_failed(void);

#endif
