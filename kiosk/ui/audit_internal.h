/* What the parts of the audit share. Internal to it. */
#ifndef UI_AUDIT_INTERNAL_H
#define UI_AUDIT_INTERNAL_H

#include "ui/audit.h"
#include "ui/internal.h"

enum { AUDIT_SENTENCES_MAX = 512 };

/* A sentence that was asked for, the language that was spoken then, and the words for it. */
struct audit_sentence {
	const char *id, *language, *text;
};

/* What ui had before, to be put back. */
struct audit_kept {
	struct target_id focus;
	bool focus_shown;
	int page;
	struct keyboard keyboard;
	const char *language;
	struct ui_reading reading;
	SDL_Window *window;
};

struct ui_audit {
	struct ui *ui;
	struct ui_audit_report report;
	struct audit_kept kept;
	SDL_Surface *bare; /* what was painted last, without texts and icons; NULL before that */
	struct audit_sentence sentences[AUDIT_SENTENCES_MAX]; /* of the list last described */
	int sentence_count;
	bool is_new
		[UI_NODES_MAX]; /* in its look, of the list last painted; all, if nobody keeps count */
	bool rest;              /* a page or view of keys after the first: has what is left */
	int english_texts;      /* how many there are in the same list in English */
};

/* ---- audit_report.c ---- */
#define FOR_SEEN(audit, i)                                                                         \
	for (int i = 0; i < (audit)->ui->count; i++)                                               \
		if (audit_is_seen(&(audit)->ui->nodes[i]))
bool audit_is_seen(const struct ui_node *node);
/* Something that is drawn: not a box that only holds others together, nor an empty text. */
bool audit_is_drawn(const struct ui *ui, const struct ui_node *node);
bool audit_is_text(const struct ui_node *node);
/* A leaf with words of ours: not somebody's data, not a code. */
bool audit_is_ours(const struct ui *ui, const struct ui_node *node);
SDL_Rect audit_rect(const struct ui_node *node);
/* The nearest box around it that is painted; 0: the screen. */
int audit_sheet_of(const struct ui *ui, int index);
double audit_mm(const struct ui *ui, int px);
void audit_found(const struct ui_audit *audit, int index, const char *what);

/* ---- the parts, from what lies below to what lies above ---- */
void audit_boxes(struct ui_audit *audit);   /* audit_boxes.c */
void audit_targets(struct ui_audit *audit); /* audit_targets.c */
void audit_texts(struct ui_audit *audit);   /* audit_texts.c */
void audit_words(struct ui_audit *audit);   /* audit_words.c */

#endif
