/* Which form of a word stands with a number: "1 dorosły, 2 dorosłych". A catalogue says it as an
 * expression of C in `n`, by which translators everywhere describe their language:
 *
 *     n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2
 *
 * Pure; nothing is kept. */
#ifndef UI_PLURAL_H
#define UI_PLURAL_H

#include <stdbool.h>

/* The form for `n`. Ends at the string's end or a semicolon. False: this is no such expression (or
 * it divides by zero). */
bool plural_form(const char *expression, unsigned long n, unsigned long *form);

#endif
