/* The words of rules/change.h as JSON. Everything that jansson frees is wiped first (json_wipes()),
 * since forms and names pass through it. */
#ifndef STORE_JSON_H
#define STORE_JSON_H

#include <jansson.h>

#include "base/id.h"
#include "rules/party.h"

void json_wipes(void);

json_t *json_id(struct id id);
json_t *json_party(const struct party *party);
json_t *json_base64(const void *bytes, size_t length);
json_t *json_hex(const void *bytes, size_t length);

/* The zero id if it is none. */
struct id json_to_id(const json_t *json);
bool json_to_party(const json_t *json, struct party *party);
/* Number of bytes, or -1. */
int json_to_bytes(const json_t *base64, uint8_t *bytes, size_t size);

/* The key's text, "" if there is none. */
const char *json_text(const json_t *object, const char *key);
int64_t json_number(const json_t *object, const char *key, int64_t otherwise);
/* Whole numbers from outside: false, and `*number` is 0, if it is missing, no integer or out of its
 * range. */
bool json_number_within(
	const json_t *object, const char *key, int64_t least, int64_t most, int64_t *number);

#endif
