/* The ledger: what visitors were told by a screen, in the order in which they were told, kept outside of
 * the kiosks. Nothing in it comes from a store or from the centre. A later word to the same visitor takes
 * the place of the earlier one; the rules below say which words may differ from what was said before. */
#ifndef MONTH_LEDGER_H
#define MONTH_LEDGER_H

#include <stdint.h>

#include "words.h"

enum {
	PROMISES_MAX = 20000,
	ARRIVALS_MAX = 20000,
	FAMILIES_MAX = 1000,
	SESSION_KEY_BYTES = 128,
	TICKET_BYTES = 200,
	WORDS_MAX = 12, /* said of one promise; of more the last */
	NOBODY = -1,
};

/* Who stands at which kiosk, when. The moment is the visit's own: no two have the same. */
struct visit {
	int id, kiosk;
	int64_t at_ms;
};

struct word {
	enum standing standing;
	struct party party;
};

struct promise {
	struct visit made, last; /* when it was made, and when something was said of it last */
	char session[SESSION_KEY_BYTES]; /* "Bounce & Rhyme|4 December" */
	int64_t starts_ms;
	int family; /* whose card; NOBODY: a guest's */
	char code[TOLD_CODE_BYTES];
	char ticket[TICKET_BYTES]; /* as photographed; "": it was not */
	enum standing standing;
	struct party party;
	/* Said otherwise at two kiosks that had not heard of each other, or changed while places came free:
	 * what the centre hears first stands, so one of those before may stand as well. */
	bool disputed;
	struct word before[WORDS_MAX];
	int before_count;
	bool twin; /* the card has another promise of this session, made where this one was not known */
	bool handled;   /* the visitor came, or made up their mind to stay away */
	int moved_from; /* the promise that it was before; NOBODY: none */
};

struct arrival {
	struct visit visit;
	char session[SESSION_KEY_BYTES];
	int promise, family; /* NOBODY: none */
	struct party party;
	bool undone;
};

struct family {
	char card[16]; /* the number on it */
};

struct ledger {
	struct promise promises[PROMISES_MAX];
	int promise_count;
	struct arrival arrivals[ARRIVALS_MAX];
	int arrival_count;
	struct family families[FAMILIES_MAX];
	int family_count;
	int joined;
	/* A screen that had heard of a promise and said otherwise: each is a fault. */
	int contradictions;
};

extern struct ledger ledger;

/* The next day of this name at or after `now_ms`, at this minute. */
int64_t ledger_moment(const char *day, int minute, int64_t now_ms);
void ledger_key(const struct told *told, char key[static SESSION_KEY_BYTES]);

/* A new promise as `told`; its place in the ledger. `family` NOBODY: a guest's. */
int ledger_promise(const struct visit *visit, const struct told *told, int family);
/* The live promise to this family for this session, or NOBODY. */
int ledger_find(int family, const char *key);
/* Something else is said of it now, because the visitor asked for it. */
void ledger_say(
	int promise, const struct visit *visit, enum standing standing, const struct party *party);
/* They were let in as `told` by a kiosk that may not have heard what was said of it last: then this word may
 * stand, and not the other. `promise` or `family` may be NOBODY. */
void ledger_came(const struct visit *visit, const char *key, int promise, int family,
	const struct told *told);
/* One's own page says what became of it: only of what may have become otherwise. */
void ledger_hear(int promise, const struct visit *visit, enum news news);
/* A page shows it as `told`: it must be as it was said last, where this kiosk has heard of that. */
void ledger_look(int promise, const struct visit *visit, const struct told *told);
/* A guest's, from now on on this family's card. */
void ledger_give(int promise, const struct visit *visit, int family);
/* Its code was not found, at a kiosk that may not have heard of it. */
void ledger_miss(int promise, const struct visit *visit);
/* What the visitor knows better than this kiosk, or cannot be sure of: left alone. */
bool ledger_is_settled(int promise, const struct visit *visit);

int ledger_arrive(const struct visit *visit, const char *key, int promise, int family,
	const struct party *party);
/* A number that two runs of one seed have in common. */
uint64_t ledger_sum(void);

#endif
