/* A disk that lost a page of a kiosk's log: zeroes where a leaf of its table was. The journal is carried
 * into the file first, so that nothing else has the page. */
#ifndef TESTS_ZEROED_PAGE_H
#define TESTS_ZEROED_PAGE_H

#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_BYTES = 4096, LEAVES_MAX = 4096, LEAF = 13, INTERIOR = 5 };

struct leaves {
	int file, count;
	uint32_t page[LEAVES_MAX];
	int rows[LEAVES_MAX];
};

static inline uint32_t big_endian(const unsigned char *bytes, int count)
{
	uint32_t number = 0;

	for (int i = 0; i < count; i++)
		number = number << 8 | bytes[i];
	return number;
}

static inline void find_leaves(struct leaves *leaves, uint32_t page)
{
	unsigned char bytes[PAGE_BYTES];
	off_t at = (off_t)(page - 1) * PAGE_BYTES;

	assert(pread(leaves->file, bytes, PAGE_BYTES, at) == PAGE_BYTES);
	int cells = (int)big_endian(bytes + 3, 2);
	if (bytes[0] == LEAF) {
		assert(leaves->count < LEAVES_MAX);
		leaves->page[leaves->count] = page;
		leaves->rows[leaves->count++] = cells;
		return;
	}
	assert(bytes[0] == INTERIOR);
	for (int i = 0; i < cells; i++)
		find_leaves(leaves, big_endian(bytes + big_endian(bytes + 12 + 2 * i, 2), 4));
	find_leaves(leaves, big_endian(bytes + 8, 4));
}

static inline uint32_t root_of_log(const char *path)
{
	sqlite3 *sqlite;
	sqlite3_stmt *row;

	assert(sqlite3_open(path, &sqlite) == SQLITE_OK);
	assert(sqlite3_exec(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) ==
		SQLITE_OK);
	assert(sqlite3_prepare_v2(sqlite,
		       "SELECT rootpage FROM sqlite_schema WHERE name = 'change'", -1, &row,
		       NULL) == SQLITE_OK);
	assert(sqlite3_step(row) == SQLITE_ROW);
	uint32_t root = (uint32_t)sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	sqlite3_close(sqlite);
	return root;
}

struct leaf {
	int rows;
	long long byte; /* where it begins */
};

/* `from_end`: 0 is the last leaf. */
static inline struct leaf leaf_of_log(const char *path, int from_end)
{
	static struct leaves leaves;

	leaves.count = 0;
	uint32_t root = root_of_log(path);
	leaves.file = open(path, O_RDONLY | O_CLOEXEC);
	assert(leaves.file >= 0);
	find_leaves(&leaves, root);
	close(leaves.file);
	assert(from_end < leaves.count);
	int leaf = leaves.count - 1 - from_end;
	return (struct leaf){
		.rows = leaves.rows[leaf], .byte = (long long)(leaves.page[leaf] - 1) * PAGE_BYTES};
}

static inline void zero_page(const char *path, long long byte)
{
	static const unsigned char zeroes[PAGE_BYTES];
	int file = open(path, O_WRONLY | O_CLOEXEC);

	assert(file >= 0);
	assert(pwrite(file, zeroes, PAGE_BYTES, byte) == PAGE_BYTES);
	close(file);
}

/* Returns how many rows were on it. */
static inline int zero_leaf_of_log(const char *path, int from_end)
{
	struct leaf leaf = leaf_of_log(path, from_end);

	zero_page(path, leaf.byte);
	return leaf.rows;
}

#endif
