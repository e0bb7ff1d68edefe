/* What kioskctl check looks at besides the states that its journeys come to: answers that need a revoked
 * ticket, an unsure clock or a full room, and screens with nothing on them. Only the main thread. */
#ifndef APP_CHECK_FIXTURES_H
#define APP_CHECK_FIXTURES_H

#include <stdbool.h>

struct app;

/* Shows the state of this number in place of the visitor's layer and visit, which the caller has kept;
 * nothing is stored. False: there is none. */
bool check_fixture(struct app *app, int number);

#endif
