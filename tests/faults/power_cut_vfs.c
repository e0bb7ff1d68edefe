/* Each file of the folder is kept twice: what is on the disk, and in order what was written to it since.
 * A sync carries the one into the other; a picture mixes them, sector by sector. */
#include "power_cut_vfs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

enum { SECTOR_BYTES = 512, PATH_BYTES = 256, NAMES = 2, CUTS_MAX = 4000 };

/* Written and not synced; `length` -1: the file ends at `offset`. */
struct write {
	int64_t offset, size_after;
	int length;
	uint8_t *bytes;
};

struct content {
	uint8_t *bytes; /* that are on the disk */
	int64_t size, room;
	struct write *writes;
	int count, writes_room;
};

/* `now` is what programs see under the name, `synced` what the disk's folder has; NULL: nothing. */
struct name {
	char path[PATH_BYTES];
	struct content *now, *synced;
};

static const char *const endings[NAMES] = {"kiosk.db", "kiosk.db-wal"};
static sqlite3_vfs *real;
static struct name names[NAMES];
static uint64_t chance_state;
static int operations, lies_percent, cut_every, cut_next, cuts;
static char pictures[PATH_BYTES];
static struct disk_cut cut_list[CUTS_MAX];
static enum disk_fault fault;
static int fault_good;
static bool has_failed, carried;

/* ---- chance ---- */

void disk_seed(uint64_t seed)
{
	chance_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

uint32_t disk_chance(uint32_t below)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t)(chance_state >> 16) % below;
}

/* ---- contents ---- */

static void make_room(struct content *content, int64_t size)
{
	if (size <= content->room)
		return;
	int64_t room = size + size / 2;
	content->bytes = realloc(content->bytes, (size_t)room);
	assert(content->bytes);
	memset(content->bytes + content->room, 0, (size_t)(room - content->room));
	content->room = room;
}

static void set_size(struct content *content, int64_t size)
{
	make_room(content, size);
	if (size < content->size)
		memset(content->bytes + size, 0, (size_t)(content->size - size));
	content->size = size;
}

static int64_t size_now(const struct content *content)
{
	return content->count > 0 ? content->writes[content->count - 1].size_after : content->size;
}

static void forget_writes(struct content *content)
{
	for (int i = 0; i < content->count; i++)
		free(content->writes[i].bytes);
	content->count = 0;
}

static void free_content(struct content *content)
{
	if (!content)
		return;
	forget_writes(content);
	free(content->writes);
	free(content->bytes);
	free(content);
}

static struct write *add_write(struct content *content)
{
	if (content->count == content->writes_room) {
		content->writes_room = 2 * content->writes_room + 64;
		content->writes = realloc(
			content->writes, (size_t)content->writes_room * sizeof(*content->writes));
		assert(content->writes);
	}
	return &content->writes[content->count++];
}

static void note_write(struct content *content, const void *bytes, int length, int64_t offset)
{
	int64_t before = size_now(content), end = offset + length;
	struct write *write = add_write(content);

	*write = (struct write){.offset = offset,
		.length = length,
		.size_after = end > before ? end : before,
		.bytes = malloc((size_t)length)};
	assert(write->bytes);
	memcpy(write->bytes, bytes, (size_t)length);
}

static void note_truncate(struct content *content, int64_t size)
{
	*add_write(content) = (struct write){.offset = size, .length = -1, .size_after = size};
}

static void apply(struct content *content, const struct write *write)
{
	set_size(content, write->size_after);
	if (write->length > 0)
		memcpy(content->bytes + write->offset, write->bytes, (size_t)write->length);
}

static void bring_to_disk(struct content *content)
{
	for (int i = 0; i < content->count; i++)
		apply(content, &content->writes[i]);
	forget_writes(content);
}

/* ---- a picture ---- */

/* How many of the writes each sector has seen, and the file's size: none, all, the same of all
 * sectors, or of each its own. */
struct moments {
	int kind, writes, same;
	uint16_t *of_sector;
};

static int a_moment(const struct moments *moments)
{
	switch (moments->kind) {
	case 0:
		return 0;
	case 1:
		return moments->writes;
	case 2:
		return moments->same;
	default:
		return (int)disk_chance((uint32_t)moments->writes + 1);
	}
}

static struct moments make_moments(const struct content *content, int64_t size)
{
	size_t sectors = (size_t)(size / SECTOR_BYTES) + 1;
	struct moments moments = {.kind = (int)disk_chance(4), .writes = content->count};

	assert(content->count < UINT16_MAX);
	moments.same = (int)disk_chance((uint32_t)content->count + 1);
	moments.of_sector = calloc(sectors, sizeof(uint16_t));
	assert(moments.of_sector);
	for (size_t i = 0; i < sectors; i++)
		moments.of_sector[i] = (uint16_t)a_moment(&moments);
	return moments;
}

static int64_t largest_size(const struct content *content)
{
	int64_t largest = content->size;

	for (int i = 0; i < content->count; i++)
		if (content->writes[i].size_after > largest)
			largest = content->writes[i].size_after;
	return largest;
}

static void picture_write(
	uint8_t *bytes, const struct write *write, int which, const struct moments *moments)
{
	for (int64_t at = write->offset, end = write->offset + write->length; at < end;) {
		int64_t sector = at / SECTOR_BYTES, next = (sector + 1) * SECTOR_BYTES;
		int64_t until = next < end ? next : end;
		if (which < moments->of_sector[sector])
			memcpy(bytes + at, write->bytes + (at - write->offset),
				(size_t)(until - at));
		at = until;
	}
}

static void save(const char *path, const uint8_t *bytes, int64_t size)
{
	FILE *file = fopen(path, "we");

	assert(file);
	size_t written = fwrite(bytes, 1, (size_t)size, file);
	assert(written == (size_t)size);
	int closed = fclose(file);
	assert(closed == 0);
	(void)written, (void)closed;
}

static void save_content(const struct content *content, const char *path)
{
	int64_t largest = largest_size(content);
	struct moments moments = make_moments(content, largest);
	uint8_t *bytes = calloc(1, (size_t)largest + 1);
	int seen = a_moment(&moments);

	assert(bytes);
	memcpy(bytes, content->bytes, (size_t)content->size);
	for (int i = 0; i < content->count; i++)
		if (content->writes[i].length > 0)
			picture_write(bytes, &content->writes[i], i, &moments);
	save(path, bytes, seen > 0 ? content->writes[seen - 1].size_after : content->size);
	free(bytes);
	free(moments.of_sector);
}

/* The index beside the journal is nobody's truth: what stands there must not matter. */
static void save_rubbish(const char *folder)
{
	uint8_t bytes[2 * SECTOR_BYTES];
	char path[2 * PATH_BYTES];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)disk_chance(256);
	snprintf(path, sizeof(path), "%s/kiosk.db-shm", folder);
	save(path, bytes, sizeof(bytes));
}

static void leave_picture(enum disk_place place)
{
	char folder[PATH_BYTES + 16], path[2 * PATH_BYTES];

	if (cuts == CUTS_MAX)
		return;
	snprintf(folder, sizeof(folder), "%s/%d", pictures, cuts);
	int made = mkdir(folder, 0700);
	assert(made == 0);
	(void)made;
	for (int i = 0; i < NAMES; i++) {
		bool folder_was_written = disk_chance(2) == 1;
		const struct content *content = folder_was_written ? names[i].now : names[i].synced;
		snprintf(path, sizeof(path), "%s/%s", folder, endings[i]);
		if (content)
			save_content(content, path);
	}
	if (disk_chance(2) == 0)
		save_rubbish(folder);
	cut_list[cuts++] =
		(struct disk_cut){.place = place, .operation = operations, .carried = carried};
}

static void plan_cut(void)
{
	cut_next = operations + 1 + (int)disk_chance((uint32_t)(2 * cut_every));
}

/* Something is about to be done. */
static void count_operation(enum disk_place place)
{
	operations++;
	if (cut_every == 0 || (operations < cut_next && place != CUT_AT_DELETE))
		return;
	leave_picture(place);
	plan_cut();
}

int disk_operations(void)
{
	return operations;
}

void disk_cut_now_and_then(int every, const char *folder)
{
	cut_every = every;
	cuts = 0;
	if (every == 0)
		return;
	snprintf(pictures, sizeof(pictures), "%s", folder);
	plan_cut();
}

void disk_cut_next(void)
{
	cut_next = operations + 1;
}

int disk_cuts(void)
{
	return cuts;
}

struct disk_cut disk_cut(int number)
{
	return cut_list[number];
}

/* ---- names ---- */

static struct name *watched(const char *path)
{
	for (int i = 0; path && i < NAMES; i++)
		if (names[i].path[0] && strcmp(names[i].path, path) == 0)
			return &names[i];
	return NULL;
}

static struct content *new_content(void)
{
	struct content *content = calloc(1, sizeof(*content));

	assert(content);
	return content;
}

static void load(struct content *content, FILE *file)
{
	uint8_t bytes[4096];
	size_t length;

	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		make_room(content, content->size + (int64_t)length);
		memcpy(content->bytes + content->size, bytes, length);
		content->size += (int64_t)length;
	}
}

void disk_watch(const char *folder)
{
	disk_forget();
	for (int i = 0; i < NAMES; i++) {
		snprintf(names[i].path, sizeof(names[i].path), "%s/%s", folder, endings[i]);
		FILE *file = fopen(names[i].path, "re");
		if (!file)
			continue;
		names[i].now = names[i].synced = new_content();
		load(names[i].now, file);
		fclose(file);
	}
}

static void drop_synced(struct name *name)
{
	if (name->synced != name->now)
		free_content(name->synced);
	name->synced = NULL;
}

void disk_forget(void)
{
	for (int i = 0; i < NAMES; i++) {
		drop_synced(&names[i]);
		free_content(names[i].now);
		names[i] = (struct name){0};
	}
	operations = lies_percent = cut_every = cuts = 0;
	carried = false;
	disk_fails(FAULT_NONE, 0);
}

/* ---- faults ---- */

void disk_lies(int percent)
{
	lies_percent = percent;
}

void disk_fails(enum disk_fault which, int good)
{
	fault = which;
	fault_good = good;
	has_failed = false;
}

bool disk_has_failed(void)
{
	return has_failed;
}

static bool fails(enum disk_fault which)
{
	if (fault != which || (has_failed && which != FAULT_FULL) || fault_good-- > 0)
		return false;
	has_failed = true;
	return true;
}

/* ---- the VFS ---- */

struct file {
	sqlite3_file base;
	struct name *name; /* NULL: nothing of ours */
	sqlite3_file *below;
};

static struct file *of(sqlite3_file *file)
{
	return (struct file *)file;
}

static sqlite3_file *below(sqlite3_file *file)
{
	return of(file)->below;
}

static bool is_journal(const struct file *file)
{
	return file->name == &names[1];
}

static int file_close(sqlite3_file *file)
{
	return below(file)->pMethods->xClose(below(file));
}

static int file_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
	if (of(file)->name && fails(FAULT_READ))
		return SQLITE_IOERR_READ;
	return below(file)->pMethods->xRead(below(file), bytes, length, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
	if (of(file)->name) {
		count_operation(is_journal(of(file)) ? CUT_AT_JOURNAL : CUT_AT_FILE);
		if (fails(FAULT_FULL))
			return SQLITE_FULL;
		if (fails(FAULT_WRITE))
			return SQLITE_IOERR_WRITE;
		note_write(of(file)->name->now, bytes, length, offset);
		carried = carried || !is_journal(of(file));
	}
	return below(file)->pMethods->xWrite(below(file), bytes, length, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (of(file)->name) {
		count_operation(is_journal(of(file)) ? CUT_AT_JOURNAL : CUT_AT_FILE);
		note_truncate(of(file)->name->now, size);
	}
	return below(file)->pMethods->xTruncate(below(file), size);
}

static int sync_name(struct name *name)
{
	if (fails(FAULT_SYNC)) {
		int64_t size = size_now(name->now);
		forget_writes(name->now);
		set_size(name->now, size);
		return SQLITE_IOERR_FSYNC;
	}
	if (disk_chance(100) < (uint32_t)lies_percent)
		return SQLITE_OK;
	bring_to_disk(name->now);
	drop_synced(name);
	name->synced = name->now;
	return SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags)
{
	struct name *name = of(file)->name;

	if (!name)
		return SQLITE_OK; /* this machine's own power is not cut */
	count_operation(is_journal(of(file)) ? CUT_AT_JOURNAL_SYNC : CUT_AT_FILE);
	return sync_name(name);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return below(file)->pMethods->xFileSize(below(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xLock(below(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xUnlock(below(file), level);
}

static int file_check_lock(sqlite3_file *file, int *held)
{
	return below(file)->pMethods->xCheckReservedLock(below(file), held);
}

static int file_control(sqlite3_file *file, int what, void *argument)
{
	return below(file)->pMethods->xFileControl(below(file), what, argument);
}

static int file_sector(sqlite3_file *file)
{
	return below(file)->pMethods->xSectorSize(below(file));
}

static int file_characteristics(sqlite3_file *file)
{
	return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int file_shm_map(
	sqlite3_file *file, int region, int size, int extend, void volatile **memory)
{
	return below(file)->pMethods->xShmMap(below(file), region, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
	below(file)->pMethods->xShmBarrier(below(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove)
{
	return below(file)->pMethods->xShmUnmap(below(file), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_check_lock,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_characteristics,
	.xShmMap = file_shm_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier,
	.xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *opened, int flags, int *out)
{
	struct file *file = of(opened);

	file->base.pMethods = NULL;
	file->name = watched(path);
	file->below = (sqlite3_file *)(file + 1);
	int status = real->xOpen(real, path, file->below, flags, out);
	if (file->below->pMethods)
		file->base.pMethods = &methods;
	if (status == SQLITE_OK && file->name && !file->name->now)
		file->name->now = new_content();
	return status;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
	struct name *name = watched(path);

	if (name && name->now) {
		count_operation(CUT_AT_DELETE);
		carried = false;
		if (name->synced != name->now)
			free_content(name->now);
		name->now = NULL;
		if (sync_folder)
			drop_synced(name);
	}
	return real->xDelete(real, path, sync_folder);
}

void disk_start(void)
{
	static sqlite3_vfs vfs;

	if (real)
		return;
	real = sqlite3_vfs_find(NULL);
	assert(real);
	vfs = *real; /* what is not ours it does itself: it does not look at whose name it has */
	vfs.zName = "power-cut";
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	int status = sqlite3_vfs_register(&vfs, 1);
	assert(status == SQLITE_OK);
	(void)status;
}
