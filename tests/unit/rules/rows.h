/* A table whose rows are tests: each row begins with its sentence, `const char *name`. */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROWS_MAX = 400 };

#define ROWS(table) (table), sizeof((table)[0]), sizeof(table) / sizeof((table)[0])

/* Runs `test` for each row, which it finds in `*state`. Returns how many failed. */
static inline int rows_run(
	const char *group, CMUnitTestFunction test, const void *rows, size_t row_size, size_t count)
{
	static struct CMUnitTest tests[ROWS_MAX];

	assert(count <= ROWS_MAX);
	for (size_t i = 0; i < count; i++) {
		const void *row = (const char *)rows + i * row_size;
		tests[i] = (struct CMUnitTest){
			.name = *(const char *const *)row,
			.test_func = test,
			.initial_state = (void *)(uintptr_t)row,
		};
	}
	return _cmocka_run_group_tests(group, tests, count, NULL, NULL);
}

#endif
