/* Looks over the list last laid out, as a careful visitor would: what cannot be read, reached or
 * touched, what lies on something else, what stands in another language. Each thing found is told
 * once, in words.
 *
 * For checks only (journeys, `kioskctl check`, tests): it lays out and paints the same list several
 * times. ui_audit_create() keeps focus, page, keyboard and language, ui_audit_destroy() puts them
 * back; the list itself and the picture must then be described and painted anew. Main thread only. */
#ifndef UI_AUDIT_H
#define UI_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

struct ui;
struct ui_audit;

struct ui_audit_finding {
	const char *what;  /* a few words: "is cut" */
	const char *which; /* the text, the target; may be somebody's data: never for a log */
	int x, y, width, height;
};

struct ui_audit_report {
	void (*found)(void *context, const struct ui_audit_finding *finding);
	/* A sentence of the catalogue (its message id) that stands in the list. Optional. */
	void (*shown)(void *context, const char *sentence);
	/* Is what is painted like this, at this place of this screen, not looked at yet? Optional:
	 * then all is looked at each time. */
	bool (*is_new)(void *context, uint64_t look);
	void *context;
};

struct ui_audit *ui_audit_create(struct ui *ui, const struct ui_audit_report *report);
void ui_audit_destroy(struct ui_audit *audit);

/* Pages of a list and views of a keyboard: the state that the next list is to be described in.
 * False: there is no such one. 0 is always there. After the list was described once. */
bool ui_audit_turn_to(struct ui_audit *audit, int look);
/* Between ui_begin() and ui_end(): takes down which sentences are asked for. */
void ui_audit_listen(struct ui_audit *audit, bool listen);

/* Said by the bar below pages, which stands there only where there is less room. */
bool ui_audit_is_of_pager(const char *sentence);

/* The same for lists that say the same, whatever the numbers in them. */
uint64_t ui_audit_fingerprint(const struct ui_audit *audit);

/* Where everything lies and what it says: does not depend on colours. */
void ui_audit_places(struct ui_audit *audit);
/* Paints what is new in the list without its texts and then with them, and looks at the pixels. */
void ui_audit_pixels(struct ui_audit *audit);
/* The whole list, for a picture of what was found; also while that is told. */
void ui_audit_paint(struct ui_audit *audit);

#endif
