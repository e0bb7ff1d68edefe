/* The library's list of members, members.csv: one reader for the demo and for kioskctl import, so
 * that both have the same on their books. The first line names the columns (rules/member.h), in any
 * order; others may stand between them, are passed over and named in `unknown`. Fields may be quoted;
 * commas, or semicolons or tabs if the heading has them, part them; lines end in LF, CRLF or CR; a byte
 * order mark may come first.
 *
 * A child of the list is in the household of its adult, who must be in the list, too.
 *
 * A list is understood whole or refused, with the line and the column that are at fault and what
 * would do. What is read is personal: it is wiped, and no error holds any of it; of a heading, which is
 * nobody's, only what is nearly a column's name. */
#ifndef RULES_MEMBERS_LIST_H
#define RULES_MEMBERS_LIST_H

#include "base/error.h"
#include "base/unknown.h"
#include "rules/member.h"

struct members_list {
	struct member *members;
	int count;
	struct unknown_names unknown; /* columns; known when all that are needed are there */
	int heading_line;
};

/* `name` is the list's for errors, `length` the bytes of `text`. False: nothing is in `list`. */
bool members_list_read(const char *name, const char *text, size_t length,
	const struct member_rules *rules, struct members_list *list, struct error *error);
/* Wipes it; of a list that is empty or was never read, too. */
void members_list_free(struct members_list *list);

#endif
