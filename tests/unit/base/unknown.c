/* Names that nobody knows: which known one is meant, and that what is said of them stays small. */
#include "base/unknown.h"

#include <stdio.h>
#include <string.h>

#include "../rules/rows.h"

static const char *const known[] = {"id", "title", "date", "starts", "ends", "door share",
	"booking opens", "booking closes", "ages", "places", "adults places"};

struct name {
	const char *name, *written, *meant; /* NULL: none */
};

static const struct name names[] = {
	{"two letters that changed places", "Titel", "title"},
	{"in a short word", "dtae", "date"},
	{"a letter that is missing", "door_shar", "door share"},
	{"a letter too many", "Plaaces", "places"},
	{"another letter", "endz", "ends"},
	{"two letters", "bokin opens", "booking opens"},
	{"the nearer of two", "booking clopes", "booking closes"},
	{"case, spaces, _ and - do not matter", "BOOKING-opns", "booking opens"},
	{"one word for many", "age", "ages"},
	{"three letters are too many", "bkn open", NULL},
	{"half of a short name is too much", "it", NULL},
	{"two of four letters are too many", "dote1", NULL},
	{"another word", "organiser", NULL},
	{"nothing", "", NULL},
	{"letters of another script", "عنوان", NULL},
	{"longer than any name", "booking opens booking opens booking opens booking opens", NULL},
};

static void is_meant(void **state)
{
	const struct name *row = *state;
	int nearest = unknown_nearest(row->written, known, (int)(sizeof(known) / sizeof(known[0])));

	if (!row->meant)
		assert_int_equal(nearest, -1);
	else
		assert_string_equal(nearest < 0 ? "none" : known[nearest], row->meant);
}

static void a_name_is_said_once_with_its_count_and_what_was_meant(void **state)
{
	struct unknown_names unknown = {0};
	char said[UNKNOWN_SAID_BYTES];

	text_copy(unknown_add(&unknown, "Titel")->meant, TEXT_QUOTED_BYTES, "title");
	unknown_say(&unknown.names[0], said);
	assert_string_equal(said, "\"Titel\" is not understood; did you mean \"title\"?");
	assert_non_null(unknown_add(&unknown, "town"));
	assert_null(unknown_add(&unknown, "town"));
	assert_int_equal(unknown.count, 2);
	unknown_say(&unknown.names[1], said);
	assert_string_equal(said, "\"town\" is not understood (2 times)");
}

static void a_hostile_name_is_cut_and_moves_no_cursor(void **state)
{
	struct unknown_names unknown = {0};
	char name[4000], said[UNKNOWN_SAID_BYTES];

	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	memcpy(name, "\033[2J\xff\u202e", 8);
	unknown_add(&unknown, name);
	unknown_say(&unknown.names[0], said);
	assert_null(strpbrk(said, "\033\xff"));
	assert_null(strstr(said, "\u202e"));
	assert_non_null(strstr(said, "x…\" is not understood"));
	assert_true(strlen(unknown.names[0].name) < TEXT_QUOTED_BYTES);
}

static void more_names_than_there_is_room_for_are_counted(void **state)
{
	struct unknown_names unknown = {0};
	char name[16];

	for (int i = 0; i < UNKNOWN_NAMES_MAX + 5; i++) {
		snprintf(name, sizeof(name), "name %d", i);
		unknown_add(&unknown, name);
	}
	assert_int_equal(unknown.count, UNKNOWN_NAMES_MAX);
	assert_int_equal(unknown.more, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_said_once_with_its_count_and_what_was_meant),
		cmocka_unit_test(a_hostile_name_is_cut_and_moves_no_cursor),
		cmocka_unit_test(more_names_than_there_is_room_for_are_counted),
	};

	return rows_run("names that nobody knows", is_meant, ROWS(names)) +
	       cmocka_run_group_tests_name("unknown names", tests, NULL, NULL);
}
