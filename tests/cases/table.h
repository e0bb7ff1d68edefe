/* A table of cases: the facts of one decision and, last, the answer that a person wrote down. Lines
 * that are empty or begin with # say nothing; the first other line names the columns. */
#ifndef TESTS_CASES_TABLE_H
#define TESTS_CASES_TABLE_H

enum { TABLE_COLUMNS_MAX = 16, TABLE_ROWS_MAX = 128, TABLE_WORD_BYTES = 32 };

struct table_row {
	const struct table *table;
	int line;
	char words[TABLE_COLUMNS_MAX][TABLE_WORD_BYTES];
};

struct table {
	char name[128];
	int columns, count;
	char heading[TABLE_COLUMNS_MAX][TABLE_WORD_BYTES];
	struct table_row rows[TABLE_ROWS_MAX];
};

/* FOLDER/NAME.table. Whoever runs the program reads why it cannot be read: it ends with status 2. */
void table_read(struct table *table, const char *folder, const char *name);
/* What stands in the column of that heading; there must be one. */
const char *table_word(const struct table_row *row, const char *heading);
int table_number(const struct table_row *row, const char *heading);

#endif
