/* A kiosk is a data directory with an enrolment: kiosk number, install id, branch, zone, a block of
 * membership numbers (in kiosk.db), and its keys, which never lie in the directory: on an appliance
 * a credential ($CREDENTIALS_DIRECTORY/kiosk-key), in the demo the file DIR-key beside it, mode
 * 0600. */
#ifndef STORE_ENROLMENT_H
#define STORE_ENROLMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/error.h"
#include "base/id.h"
#include "rules/card_number.h"
#include "rules/event_page.h"

enum { BRANCH_NAME_BYTES = 120, KIOSKS_MAX = 999 };

struct opening_hours {
	int opens_minute, closes_minute; /* of the day; equal: closed */
};

/* Where things are, as the branch says it in each of its languages. */
enum help_place { HELP_DEFIBRILLATOR, HELP_TOILETS, HELP_LIFT, HELP_PLACES };
enum { HELP_LANGUAGES_MAX = 8 };
struct help_text {
	char language[8];
	char words[96];
};

struct help_facts {
	int minutes;                     /* until somebody comes; 0: not said */
	char text_number[32];            /* takes texts */
	struct opening_hours staffed[7]; /* Sunday first; as the opening hours, if not said */
	struct help_text places[HELP_PLACES][HELP_LANGUAGES_MAX];
};

struct enrolment {
	bool demo;
	int kiosk; /* 1.. */
	struct id install;
	char branch[32]; /* "micklefield" */
	char branch_name[BRANCH_NAME_BYTES];
	char zone[64];
	char telephone[32];
	struct opening_hours hours[7]; /* Sunday first */
	struct help_facts help;
	struct card_rules cards;
	int guardian_age_years;
	char consent_version[16];
	char event_page[EVENT_PAGE_PATTERN_BYTES]; /* rules/event_page.h; "": there is none */
	uint32_t clerk_key_id;
	uint8_t clerk_public[CLERK_PUBLIC_BYTES];
};

/* The branch's part of an enrolment, from its settings as JSON (assets/demo/branch.json is one). */
bool enrolment_read_branch(const char *json, struct enrolment *enrolment, struct error *error);

/* In that language, else in English; "": the branch does not say. */
const char *enrolment_help_words(
	const struct enrolment *enrolment, enum help_place place, const char *language);

struct kiosk_keys {
	uint8_t index_key[INDEX_KEY_BYTES];
	uint8_t sign_secret[SIGN_SECRET_BYTES];
	uint32_t sign_key_id;
};

/* Makes `directory` kiosk number `kiosk` of the demo centre, with what assets/demo/ holds: branch,
 * keys, known cards and a block of numbers, but no programme yet: `ctl/demo.h` has the whole. Writes
 * DIR-key. ERROR_BUSY: the directory is enrolled already. */
bool enrolment_make_demo(
	const char *directory, int kiosk, const char *assets, int64_t now_ms, struct error *error);

struct session;
struct store;
/* The demo's own calendar, expanded; what a centre told of a session is not touched. */
bool store_put_demo_programme(
	struct store *store, const struct session *sessions, int count, struct error *error);

#endif
