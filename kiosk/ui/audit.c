/* Keeps and puts back what a visitor had, and turns to everything that one list may show. */
#include "ui/audit.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/audit_internal.h"
#include "ui/language.h"

enum { WAYS = 16 }; /* of reading, in each language, of what a screen says */

struct ui_audit *ui_audit_create(struct ui *ui, const struct ui_audit_report *report)
{
	struct ui_audit *audit = calloc(1, sizeof(*audit));

	if (!audit)
		abort();
	audit->ui = ui;
	audit->report = *report;
	audit->kept = (struct audit_kept){.focus = ui->focus,
		.focus_shown = ui->focus_shown,
		.page = ui->page,
		.keyboard = ui->keyboard,
		.language = ui_language()->code,
		.reading = ui->reading,
		.window = ui->window};
	text_keep_more(ui->text, WAYS);
	/* What is painted for the audit is seen by nobody. */
	ui->window = NULL;
	ui->focus_shown = false;
	return audit;
}

void ui_audit_destroy(struct ui_audit *audit)
{
	struct ui *ui = audit->ui;

	ui->focus = audit->kept.focus;
	ui->focus_shown = audit->kept.focus_shown;
	ui->page = audit->kept.page;
	ui->keyboard = audit->kept.keyboard;
	ui->window = audit->kept.window;
	ui_set_language(ui, audit->kept.language);
	ui_set_reading(ui, audit->kept.reading);
	ui->all_stale = true;
	SDL_FreeSurface(audit->bare);
	explicit_bzero(audit, sizeof(*audit));
	free(audit);
}

/* ---- everything that a list may show ---- */

static int page_count(const struct ui *ui)
{
	int last = 0;

	for (int i = 0; i < ui->count; i++)
		if (ui->nodes[i].page > last)
			last = ui->nodes[i].page;
	return last + 1;
}

static bool has_view(const struct ui *ui, enum keys_view view)
{
	return view == VIEW_BASE || ui->keyboard.layout.row_count[view] > 0;
}

/* First the pages, then the views of the keyboard: no screen has both. */
bool ui_audit_turn_to(struct ui_audit *audit, int look)
{
	struct ui *ui = audit->ui;
	int pages = page_count(ui), view = look - pages + 1;

	audit->rest = look > 0;
	ui->page = look < pages ? look : 0;
	ui->keyboard.view = VIEW_BASE;
	ui->keyboard.shift = SHIFT_AUTO;
	if (look < pages)
		return true;
	if (!ui->keyboard.present || view >= KEYS_VIEWS)
		return false;
	if (!has_view(ui, (enum keys_view)view))
		return ui_audit_turn_to(audit, look + 1);
	if (view == VIEW_SHIFT)
		ui->keyboard.shift = SHIFT_ON;
	else
		ui->keyboard.view = (enum keys_view)view;
	return true;
}

/* ---- sentences ---- */

static void hear(void *context, const char *sentence, const char *text)
{
	struct ui_audit *audit = context;

	if (audit->sentence_count < AUDIT_SENTENCES_MAX)
		audit->sentences[audit->sentence_count++] =
			(struct audit_sentence){sentence, ui_language()->code, text};
}

void ui_audit_listen(struct ui_audit *audit, bool listen)
{
	if (listen)
		audit->sentence_count = 0;
	language_listen(listen ? hear : NULL, audit);
}

/* ---- the same list? ---- */

static uint64_t add_byte(uint64_t hash, int byte)
{
	return (hash ^ (uint64_t)(unsigned)byte) * 0x100000001B3u;
}

static uint64_t add_text(uint64_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = add_byte(hash, *text >= '0' && *text <= '9' ? '0' : *text);
	return add_byte(hash, 0);
}

/* Somebody's data by its length: a name that is longer is another state, another ticket's code is not. */
static uint64_t add_words(uint64_t hash, const struct ui_node *node)
{
	if (node_is_code(node))
		return hash;
	if (node->private)
		return add_byte(hash, node->text ? text_count(node->text) : 0);
	return add_text(hash, node->text);
}

uint64_t ui_audit_fingerprint(const struct ui_audit *audit)
{
	const struct ui *ui = audit->ui;
	uint64_t hash = add_text(0xCBF29CE484222325u, ui->screen);

	for (int i = 0; i < ui->count; i++) {
		const struct ui_node *node = &ui->nodes[i];
		int state = node->disabled | node->selected << 1 | node->absent << 2;

		hash = add_byte(hash, (int)node->kind | (int)node->box.tone << 4);
		hash = add_byte(hash, state);
		hash = add_words(hash, node);
	}
	return hash;
}

void ui_audit_places(struct ui_audit *audit)
{
	audit_boxes(audit);
	audit_targets(audit);
	audit_texts(audit);
	audit_words(audit);
}
