/* Words in lines. */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const struct table *table, int line, const char *why)
{
	fprintf(stderr, "%s:%d: %s\n", table->name, line, why);
	exit(2);
}

static int cut(const struct table *table, int line_number, char *line,
	char words[static TABLE_COLUMNS_MAX][TABLE_WORD_BYTES])
{
	int count = 0;

	for (char *word = strtok(line, " \t\n"); word; word = strtok(NULL, " \t\n")) {
		if (count == TABLE_COLUMNS_MAX || strlen(word) >= TABLE_WORD_BYTES)
			give_up(table, line_number, "too many words, or too long a one");
		strcpy(words[count++], word);
	}
	return count;
}

static void take_line(struct table *table, int line_number, char *line)
{
	struct table_row *row = &table->rows[table->count];

	if (line[0] == '#' || line[strspn(line, " \t\n")] == '\0')
		return;
	if (table->columns == 0) {
		table->columns = cut(table, line_number, line, table->heading);
		return;
	}
	if (table->count == TABLE_ROWS_MAX)
		give_up(table, line_number, "too many rows");
	*row = (struct table_row){.table = table, .line = line_number};
	if (cut(table, line_number, line, row->words) != table->columns)
		give_up(table, line_number, "not one word a column");
	table->count++;
}

void table_read(struct table *table, const char *folder, const char *name)
{
	char line[512];

	*table = (struct table){0};
	snprintf(table->name, sizeof(table->name), "%s/%s.table", folder, name);
	FILE *file = fopen(table->name, "re");
	if (!file)
		give_up(table, 0, "cannot be read");
	for (int number = 1; fgets(line, sizeof(line), file); number++)
		take_line(table, number, line);
	fclose(file);
	if (table->count == 0)
		give_up(table, 0, "holds no case");
}

const char *table_word(const struct table_row *row, const char *heading)
{
	for (int i = 0; i < row->table->columns; i++)
		if (strcmp(row->table->heading[i], heading) == 0)
			return row->words[i];
	give_up(row->table, row->line, heading);
	return "";
}

int table_number(const struct table_row *row, const char *heading)
{
	char *end;
	const char *word = table_word(row, heading);
	long number = strtol(word, &end, 10);

	if (*end || end == word)
		give_up(row->table, row->line, "not a number");
	return (int)number;
}
