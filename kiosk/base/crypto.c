/* libsodium, one call an idea. */
#include "base/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_WIPED_BYTES = 128 * 1024 };

_Static_assert(SIGN_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "Ed25519");
_Static_assert(SIGN_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "Ed25519");
_Static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "Ed25519");
_Static_assert(CLERK_PUBLIC_BYTES == crypto_box_PUBLICKEYBYTES, "X25519");
_Static_assert(CLERK_SECRET_BYTES == crypto_box_SECRETKEYBYTES, "X25519");
_Static_assert(SEAL_OVERHEAD_BYTES == crypto_box_SEALBYTES, "sealed box");
_Static_assert(GREETING_OVERHEAD_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
						  crypto_aead_xchacha20poly1305_ietf_ABYTES,
	"XChaCha20-Poly1305");

const char short_code_letters[] = "CDFHJKLMNPRTVWX3479";

void ciphers_start(void)
{
	int status = sodium_init();
	assert(status >= 0);
	(void)status;
}

void memory_wipe(void *memory, size_t length)
{
	sodium_memzero(memory, length);
}

void memory_wipe_stack(void)
{
	sodium_stackzero(STACK_WIPED_BYTES);
}

struct index index_of(const uint8_t key[static INDEX_KEY_BYTES], const void *bytes, size_t length)
{
	struct index index;

	crypto_generichash(index.bytes, sizeof(index.bytes), bytes, length, key, INDEX_KEY_BYTES);
	return index;
}

struct id id_derive(const char *part, ...)
{
	crypto_generichash_state state;
	uint8_t hash[crypto_generichash_BYTES];
	struct id id;
	va_list parts;

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	va_start(parts, part);
	for (; part; part = va_arg(parts, const char *))
		crypto_generichash_update(&state, (const uint8_t *)part, strlen(part) + 1);
	va_end(parts);
	crypto_generichash_final(&state, hash, sizeof(hash));
	memcpy(id.bytes, hash, ID_BYTES);
	return id;
}

void signature_make(const uint8_t secret[static SIGN_SECRET_BYTES], const void *bytes,
	size_t length, uint8_t signature[static SIGNATURE_BYTES])
{
	crypto_sign_detached(signature, NULL, bytes, length, secret);
}

bool signature_check(const uint8_t public[static SIGN_PUBLIC_BYTES], const void *bytes,
	size_t length, const uint8_t signature[static SIGNATURE_BYTES])
{
	return crypto_sign_verify_detached(signature, bytes, length, public) == 0;
}

static void purpose_key(const uint8_t *key, const char *purpose, const void *token,
	size_t token_length, uint8_t derived[crypto_aead_xchacha20poly1305_ietf_KEYBYTES])
{
	crypto_generichash_state state;

	crypto_generichash_init(
		&state, key, INDEX_KEY_BYTES, crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	crypto_generichash_update(&state, (const uint8_t *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, token, token_length);
	crypto_generichash_final(&state, derived, crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
	sodium_memzero(&state, sizeof(state));
}

void greeting_lock(const uint8_t key[static INDEX_KEY_BYTES], const char *purpose,
	const void *token, size_t token_length, const void *text, size_t length, uint8_t *box)
{
	uint8_t derived[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	size_t nonce_length = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

	purpose_key(key, "nonce", token, token_length, derived);
	crypto_generichash(box, nonce_length, text, length, derived, sizeof(derived));
	purpose_key(key, purpose, token, token_length, derived);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		box + nonce_length, NULL, text, length, NULL, 0, NULL, box, derived);
	sodium_memzero(derived, sizeof(derived));
}

bool greeting_unlock(const uint8_t key[static INDEX_KEY_BYTES], const char *purpose,
	const void *token, size_t token_length, const uint8_t *box, size_t box_length, void *text)
{
	uint8_t derived[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	size_t nonce_length = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

	if (box_length < GREETING_OVERHEAD_BYTES)
		return false;
	purpose_key(key, purpose, token, token_length, derived);
	int status = crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL,
		box + nonce_length, box_length - nonce_length, NULL, 0, box, derived);
	sodium_memzero(derived, sizeof(derived));
	return status == 0;
}

static size_t padded_length(size_t length)
{
	return (length / SEAL_STEP_BYTES + 1) * SEAL_STEP_BYTES;
}

size_t sealed_length(size_t length)
{
	return padded_length(length) + SEAL_OVERHEAD_BYTES;
}

size_t seal_close(const uint8_t clerk[static CLERK_PUBLIC_BYTES], const void *text, size_t length,
	uint8_t *box)
{
	size_t padded = padded_length(length);
	uint8_t *plain = sodium_malloc(padded);
	size_t check;

	assert(plain);
	memcpy(plain, text, length);
	sodium_pad(&check, plain, length, SEAL_STEP_BYTES, padded);
	assert(check == padded);
	int status = crypto_box_seal(box, plain, padded, clerk);
	assert(status == 0);
	(void)status;
	sodium_free(plain);
	return padded + SEAL_OVERHEAD_BYTES;
}

size_t seal_open(const uint8_t clerk_public[static CLERK_PUBLIC_BYTES],
	const uint8_t clerk_secret[static CLERK_SECRET_BYTES], const uint8_t *box,
	size_t box_length, uint8_t *text)
{
	size_t length = 0;

	if (box_length <= SEAL_OVERHEAD_BYTES ||
		crypto_box_seal_open(text, box, box_length, clerk_public, clerk_secret) != 0)
		return 0;
	size_t padded = box_length - SEAL_OVERHEAD_BYTES;
	if (sodium_unpad(&length, text, padded, SEAL_STEP_BYTES) != 0)
		return 0;
	return length;
}

void short_code_make(char *code, size_t length)
{
	for (size_t i = 0; i < length; i++)
		code[i] = short_code_letters[randombytes_uniform(sizeof(short_code_letters) - 1)];
	code[length] = '\0';
}
