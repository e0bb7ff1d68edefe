/* Which addresses a branch may give for its sessions' pages. */
#include <string.h>

#include "rules/event_page.h"

#include "rows.h"

struct row {
	const char *name, *pattern;
	bool valid;
	const char *address;
};

static const struct row rows[] = {
	{"a session's id stands at the end", "https://example.org/whats-on/{session}", true,
		"https://example.org/whats-on/aabbccdd-0102-0304-0506-0708090a0b0c"},
	{"or in the middle", "http://example.org/?e={session}&from=kiosk", true,
		"http://example.org/?e=aabbccdd-0102-0304-0506-0708090a0b0c&from=kiosk"},
	{"an address without a session is none", "https://example.org/whats-on", false, NULL},
	{"two sessions are one too many", "https://example.org/{session}/{session}", false, NULL},
	{"another brace is a slip", "https://example.org/{event}/{session}", false, NULL},
	{"a brace that is left open is a slip", "https://example.org/{session", false, NULL},
	{"so is one behind it", "https://example.org/{session}/{", false, NULL},
	{"the host is not made of a session", "https://{session}/", false, NULL},
	{"there is a host", "https:///{session}", false, NULL},
	{"a scheme is said", "example.org/{session}", false, NULL},
	{"no program is started", "javascript://example.org/{session}", false, NULL},
	{"a space ends an address", "https://example.org/what is on/{session}", false, NULL},
	{"letters beyond ASCII are written with percent signs", "https://example.org/é/{session}",
		false, NULL},
	{"nothing is no address", "", false, NULL},
};

static void is_judged(void **state)
{
	const struct row *row = *state;
	struct id session = {{0xaa, 0xbb, 0xcc, 0xdd, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
	char address[EVENT_PAGE_BYTES];

	assert_int_equal(event_page_is_valid(row->pattern), row->valid);
	if (!row->valid)
		return;
	event_page_write(row->pattern, session, address);
	assert_string_equal(address, row->address);
}

static void a_pattern_has_its_limit(void **state)
{
	char pattern[EVENT_PAGE_PATTERN_BYTES + 1] = "https://example.org/{session}";
	size_t length = strlen(pattern);

	memset(pattern + length, 'x', EVENT_PAGE_PATTERN_BYTES - 1 - length);
	assert_true(event_page_is_valid(pattern));
	pattern[EVENT_PAGE_PATTERN_BYTES - 1] = 'x';
	assert_false(event_page_is_valid(pattern));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_pattern_has_its_limit)};

	return rows_run("is judged", is_judged, ROWS(rows)) +
	       cmocka_run_group_tests(tests, NULL, NULL);
}
