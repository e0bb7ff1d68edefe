/* The library's three kiosks with their real faces, and the real centre behind them; one clock moves all.
 * A kiosk has a network or not: a change reaches the centre when kiosk-sync ran for it with one. What
 * cannot be played ends the harness with a sentence and exit status 2. */
#ifndef MONTH_KIOSKS_H
#define MONTH_KIOSKS_H

#include <libpq-fe.h>

#include "face.h"

enum { KIOSKS = 3 };

struct month_paths {
	const char *programs, *assets, *centre_script;
};

/* At the branch's time `at` ("2026-12-01T09:00"); each kiosk is enrolled, has met the centre and holds
 * its leases. */
void kiosks_begin(const struct month_paths *paths, const char *at);
void kiosks_end(void);

struct face *kiosks_face(int kiosk);
/* The moment of the visitor who stands at this kiosk. */
void kiosks_serve_at(int kiosk, int64_t now_ms);

void kiosks_set_network(int kiosk, bool online);
bool kiosks_is_online(int kiosk);
/* One run of kiosk-sync, which must end as the network is; the face hears the news. */
void kiosks_sync(int kiosk);
/* All, with a network, until each has heard what the others said. */
void kiosks_settle(void);
/* What was said at kiosk `from` at this moment has come to kiosk `to` by way of the centre. */
bool kiosks_has_heard(int to, int from, int64_t said_ms);

/* The same, and the kiosk that said it has heard the centre's answer. */
bool kiosks_has_answer(int to, int from, int64_t said_ms);

/* A connection as the centre's owner. */
PGconn *kiosks_owner(void);
/* Reads the code of a ticket's photograph: what the kiosk's camera would. False: there is none. */
bool kiosks_photograph(int kiosk, char *text, size_t size);
int kiosks_syncs(void);

#endif
