/* The sentences of one language, read from the file that msgfmt makes of a translator's LL.po
 * (GNU gettext manual, "The Format of GNU MO Files"; little-endian, as msgfmt writes it).
 *
 * The C library's gettext() is not asked: it chooses by environment and locale, the machine has no
 * locales, and since glibc 2.41 it stays English without them. Here a language is a table: switched
 * by pointing at another one, read by any thread. */
#ifndef UI_CATALOGUE_H
#define UI_CATALOGUE_H

#include <stdbool.h>

#include "base/error.h"

enum { CATALOGUE_BYTES_MAX = 4 << 20 };

struct catalogue;

/* The whole file is read and checked: what is taken from it afterwards cannot fail. NULL: `error`
 * names the file and what is wrong with it. */
struct catalogue *catalogue_load(const char *path, struct error *error);
void catalogue_free(struct catalogue *catalogue); /* NULL is nothing */

/* The catalogue's own string, as long as it lives; NULL: nobody translated this sentence. */
const char *catalogue_find(const struct catalogue *catalogue, const char *sentence);
/* By its singular, in the form that stands with `count`. */
const char *catalogue_find_counted(
	const struct catalogue *catalogue, const char *singular, unsigned long count);

#endif
