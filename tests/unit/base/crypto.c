/* Sealed, signed, indexed: what only the right key opens. */
#include "base/crypto.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_a_sealed_form_opens_byte_for_byte_with_the_clerks_key_only(void **state)
{
	static const char form[] = "{\"name\": \"آمنہ خان\"}";
	uint8_t public[CLERK_PUBLIC_BYTES], secret[CLERK_SECRET_BYTES], box[1024], text[1024];

	crypto_box_keypair(public, secret);
	size_t length = seal_close(public, form, sizeof(form), box);
	assert_int_equal(length, SEAL_STEP_BYTES + SEAL_OVERHEAD_BYTES);
	assert_int_equal(seal_open(public, secret, box, length, text), sizeof(form));
	assert_memory_equal(text, form, sizeof(form));
	secret[1] ^= 1; /* bits of the first byte do not count */
	assert_int_equal(seal_open(public, secret, box, length, text), 0);
}

static void test_the_box_hides_the_length_of_the_form(void **state)
{
	assert_int_equal(sealed_length(1), sealed_length(511));
	assert_int_equal(sealed_length(512), 1024 + SEAL_OVERHEAD_BYTES);
}

static void test_a_damaged_box_is_refused(void **state)
{
	uint8_t public[CLERK_PUBLIC_BYTES], secret[CLERK_SECRET_BYTES], box[1024], text[1024];

	crypto_box_keypair(public, secret);
	size_t length = seal_close(public, "x", 1, box);
	box[length / 2] ^= 1;
	assert_int_equal(seal_open(public, secret, box, length, text), 0);
	assert_int_equal(seal_open(public, secret, box, 12, text), 0);
}

static void test_a_greeting_needs_key_and_card(void **state)
{
	uint8_t key[INDEX_KEY_BYTES] = {1}, other[INDEX_KEY_BYTES] = {2};
	uint8_t box[5 + GREETING_OVERHEAD_BYTES], text[5];

	greeting_lock(key, "greet", "card", 4, "Amina", 5, box);
	assert_true(greeting_unlock(key, "greet", "card", 4, box, sizeof(box), text));
	assert_memory_equal(text, "Amina", 5);
	assert_false(greeting_unlock(other, "greet", "card", 4, box, sizeof(box), text));
	assert_false(greeting_unlock(key, "greet", "cars", 4, box, sizeof(box), text));
	assert_false(greeting_unlock(key, "other", "card", 4, box, sizeof(box), text));
	assert_false(greeting_unlock(key, "greet", "card", 4, box, 3, text));
}

static void test_derived_ids_tell_parts_apart(void **state)
{
	struct id one = id_derive("ab", "c", NULL), two = id_derive("a", "bc", NULL);
	struct id again = id_derive("ab", "c", NULL);

	assert_true(id_equal(one, again));
	assert_false(id_equal(one, two));
}

static void test_ids_made_later_sort_later(void **state)
{
	struct id earlier = id_make(1000), later = id_make(1001), read;
	char text[ID_TEXT];

	assert_true(memcmp(earlier.bytes, later.bytes, ID_BYTES) < 0);
	assert_true(id_parse(id_text(later, text), &read));
	assert_true(id_equal(later, read));
	assert_false(id_parse("0190-", &read));
	assert_true(id_is_zero(read));
}

/* ---- the stack ---- */

enum { CANARY_BYTES = 256, CANARY = 0x5A, DEPTH_BYTES = 16 * 1024 };

static volatile uintptr_t canary_at;

static __attribute__((noinline)) void leave_canary(void)
{
	volatile uint8_t canary[CANARY_BYTES];

	for (int i = 0; i < CANARY_BYTES; i++)
		canary[i] = CANARY;
	canary_at = (uintptr_t)canary;
}

/* Below every frame that the test itself has meanwhile. */
static __attribute__((noinline)) void leave_canary_deep(void)
{
	volatile uint8_t deep[DEPTH_BYTES];

	deep[0] = 0;
	leave_canary();
	deep[DEPTH_BYTES - 1] = deep[0];
}

/* Calls nothing. */
static __attribute__((noinline)) int canary_bytes_left(void)
{
	const volatile uint8_t *canary = (const volatile uint8_t *)canary_at;
	int left = 0;

	for (int i = 0; i < CANARY_BYTES; i++)
		left += canary[i] == CANARY;
	return left;
}

/* Looking below the stack is what a sanitizer is there to forbid. */
static bool is_watched(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return true;
#elif defined(__has_feature)
	return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||
	       __has_feature(memory_sanitizer);
#else
	return false;
#endif
}

static void test_what_a_call_left_on_the_stack_is_wiped(void **state)
{
	if (is_watched())
		skip();
	leave_canary_deep();
	int left = canary_bytes_left();
	memory_wipe_stack();
	int after = canary_bytes_left();
	assert_int_equal(left, CANARY_BYTES);
	assert_int_equal(after, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sealed_form_opens_byte_for_byte_with_the_clerks_key_only),
		cmocka_unit_test(test_the_box_hides_the_length_of_the_form),
		cmocka_unit_test(test_a_damaged_box_is_refused),
		cmocka_unit_test(test_a_greeting_needs_key_and_card),
		cmocka_unit_test(test_derived_ids_tell_parts_apart),
		cmocka_unit_test(test_ids_made_later_sort_later),
		cmocka_unit_test(test_what_a_call_left_on_the_stack_is_wiped),
	};

	ciphers_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
