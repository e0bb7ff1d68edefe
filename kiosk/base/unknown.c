/* How far two names are from each other is counted letter by letter (Damerau and Levenshtein); what is
 * longer than any name is not looked at. */
#include "base/unknown.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LETTERS_MAX = 40, STEPS_MAX = 2 };

/* ---- which is meant ---- */

/* Lower case, without what may stand between words. Returns how many; LETTERS_MAX + 1: too many. */
static int read_letters(const char *name, char letters[static LETTERS_MAX])
{
	int count = 0;

	for (; *name; name++) {
		if (strchr(" _-", *name))
			continue;
		if (count == LETTERS_MAX)
			return LETTERS_MAX + 1;
		letters[count++] = (char)tolower((unsigned char)*name);
	}
	return count;
}

static int least(int one, int other)
{
	return one < other ? one : other;
}

struct words {
	char one[LETTERS_MAX], other[LETTERS_MAX];
	int one_count, other_count;
};

static bool changed_places(const struct words *words, int i, int j)
{
	return i > 1 && j > 1 && words->one[i - 1] == words->other[j - 2] &&
	       words->one[i - 2] == words->other[j - 1];
}

/* steps[i][j]: from the first i letters of the one to the first j of the other. */
static int count_steps(const struct words *words)
{
	int steps[LETTERS_MAX + 1][LETTERS_MAX + 1];

	for (int i = 0; i <= words->one_count; i++) {
		for (int j = 0; j <= words->other_count; j++) {
			if (i == 0 || j == 0) {
				steps[i][j] = i + j;
				continue;
			}
			bool is_other = words->one[i - 1] != words->other[j - 1];
			steps[i][j] = least(steps[i - 1][j - 1] + is_other,
				least(steps[i - 1][j], steps[i][j - 1]) + 1);
			if (changed_places(words, i, j))
				steps[i][j] = least(steps[i][j], steps[i - 2][j - 2] + 1);
		}
	}
	return steps[words->one_count][words->other_count];
}

int unknown_nearest(const char *name, const char *const *known, int count)
{
	struct words words;
	int nearest = -1, fewest = STEPS_MAX + 1;

	words.one_count = read_letters(name, words.one);
	if (words.one_count > LETTERS_MAX)
		return -1;
	for (int i = 0; i < count; i++) {
		words.other_count = read_letters(known[i], words.other);
		if (words.other_count > LETTERS_MAX)
			continue;
		int steps = count_steps(&words);
		if (steps >= fewest || 2 * steps >= words.other_count)
			continue;
		nearest = i;
		fewest = steps;
	}
	return nearest;
}

/* ---- what is said ---- */

static struct unknown_name *find(struct unknown_names *unknown, const char *name)
{
	for (int i = 0; i < unknown->count; i++)
		if (strcmp(unknown->names[i].name, name) == 0)
			return &unknown->names[i];
	return NULL;
}

struct unknown_name *unknown_add(struct unknown_names *unknown, const char *name)
{
	struct unknown_name new = {.times = 1};

	text_quoted(name, new.name);
	struct unknown_name *known = find(unknown, new.name);
	if (known) {
		known->times++;
		return NULL;
	}
	if (unknown->count == UNKNOWN_NAMES_MAX) {
		unknown->more++;
		return NULL;
	}
	unknown->names[unknown->count] = new;
	return &unknown->names[unknown->count++];
}

void unknown_say(const struct unknown_name *name, char said[static UNKNOWN_SAID_BYTES])
{
	char times[24] = "", meant[TEXT_QUOTED_BYTES + 24] = "";

	if (name->times > 1)
		snprintf(times, sizeof(times), " (%d times)", name->times);
	if (name->meant[0])
		snprintf(meant, sizeof(meant), "; did you mean \"%s\"?", name->meant);
	snprintf(
		said, UNKNOWN_SAID_BYTES, "\"%s\" is not understood%s%s", name->name, times, meant);
}
