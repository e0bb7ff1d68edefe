/* What kioskctl check looks at besides the states that its journeys come to: answers that need a revoked
 * ticket, an unsure clock or a full room, a kiosk that reads no cards, and screens with
 * nothing on them. Only the main thread. */
#ifndef APP_CHECK_FIXTURES_H
#define APP_CHECK_FIXTURES_H

struct app;
struct check;

/* Each in turn is there instead of the visitor's layer and visit while `look` looks; then theirs come
 * back. Nothing is stored. */
void check_fixtures(struct app *app, void (*look)(struct check *), struct check *check);

#endif
