/* The name to greet somebody with, out of the whole name that they typed. */
#ifndef RULES_FIRST_NAME_H
#define RULES_FIRST_NAME_H

#include <stddef.h>

/* The first word, where that is surely what they are called by; else the whole name: titles, initials,
 * names of two words ("Abd al-Rahman"), particles ("van der Berg") and names that begin with the
 * family's (Vietnamese, Chinese, Korean). "Khan, Amina" is Amina. Never cut inside a letter. */
void first_name_of(const char *full_name, char *first_name, size_t size);

#endif
