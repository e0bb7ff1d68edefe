/* libsodium in the words of the kiosk. Keys are the caller's memory: wipe them with memory_wipe().
 * ciphers_start() first, once. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

enum {
	INDEX_KEY_BYTES = 32,
	INDEX_BYTES = 16,
	SIGN_PUBLIC_BYTES = 32,
	SIGN_SECRET_BYTES = 64,
	SIGNATURE_BYTES = 64,
	CLERK_PUBLIC_BYTES = 32,
	CLERK_SECRET_BYTES = 32,
	SEAL_STEP_BYTES = 512, /* sealed text is padded to a multiple of this */
	SEAL_OVERHEAD_BYTES = 48,
	GREETING_OVERHEAD_BYTES = 24 + 16,
};

void ciphers_start(void);
void memory_wipe(void *memory, size_t length);
/* What is below the caller's frame: compilers and the dynamic linker leave copies of what passed through
 * registers there. */
void memory_wipe_stack(void);

/* BLAKE2b-128 of `bytes`, keyed: where a token is looked up in the mirror. */
struct index {
	uint8_t bytes[INDEX_BYTES];
};
struct index index_of(const uint8_t key[static INDEX_KEY_BYTES], const void *bytes, size_t length);

/* First 16 bytes of BLAKE2b(parts joined by NUL): derived ids of sessions and leases, the same
 * everywhere. Ends with a NULL. */
struct id id_derive(const char *part, ...) __attribute__((sentinel));

void signature_make(const uint8_t secret[static SIGN_SECRET_BYTES], const void *bytes,
	size_t length, uint8_t signature[static SIGNATURE_BYTES]);
bool signature_check(const uint8_t public[static SIGN_PUBLIC_BYTES], const void *bytes,
	size_t length, const uint8_t signature[static SIGNATURE_BYTES]);

/* XChaCha20-Poly1305 under BLAKE2b(index key, purpose, token): readable only with key *and* token.
 * `box` is GREETING_OVERHEAD_BYTES longer than the text. The nonce is a keyed hash of the text, so that
 * the same text for the same token is the same box: a list that is imported again changes nothing. */
void greeting_lock(const uint8_t key[static INDEX_KEY_BYTES], const char *purpose,
	const void *token, size_t token_length, const void *text, size_t length, uint8_t *box);
/* False: not this key or token, or damaged. */
bool greeting_unlock(const uint8_t key[static INDEX_KEY_BYTES], const char *purpose,
	const void *token, size_t token_length, const uint8_t *box, size_t box_length, void *text);

/* Pads to SEAL_STEP_BYTES and seals to the clerk's key. Returns the box's length; `box` has room
 * for sealed_length(length). */
size_t sealed_length(size_t length);
size_t seal_close(const uint8_t clerk[static CLERK_PUBLIC_BYTES], const void *text, size_t length,
	uint8_t *box);
/* The text's length, or 0 if the box is not for this key or damaged. `text` has room for the box. */
size_t seal_open(const uint8_t clerk_public[static CLERK_PUBLIC_BYTES],
	const uint8_t clerk_secret[static CLERK_SECRET_BYTES], const uint8_t *box,
	size_t box_length, uint8_t *text);

/* A short code for people: `length` letters and digits that are not confused with each other. */
void short_code_make(char *code, size_t length);
extern const char short_code_letters[]; /* "CDFHJKLMNPRTVWX3479" */

#endif
