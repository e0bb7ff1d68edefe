/* The days, and what of the log the centre has for good. */
#include "rules/retention.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"

int64_t retention_people_before_ms(int64_t now_ms)
{
	return clock_day_start(now_ms, 1 - PEOPLE_KEPT_DAYS);
}

int64_t retention_session_before_ms(int64_t now_ms)
{
	return clock_day_start(now_ms, 1 - SESSION_KEPT_DAYS);
}

int64_t retention_absence_before_ms(int64_t now_ms)
{
	return now_ms - ABSENCE_KEPT_DAYS * DAY_MS;
}

bool retention_forgets(const struct logged_change *change, int64_t now_ms)
{
	int64_t last_ms = change->ends_ms ? change->ends_ms : change->at_ms;

	return change->is_archived &&
	       (change_has_box(change->kind) || last_ms < retention_people_before_ms(now_ms));
}

/* ---- boxes that wait ---- */

static int days_since(int64_t since_ms, int64_t now_ms)
{
	return (int)((now_ms - since_ms) / DAY_MS);
}

bool retention_untaken(const struct waiting_boxes *boxes, int64_t now_ms,
	char sentence[static RETENTION_SENTENCE_BYTES])
{
	snprintf(sentence, RETENTION_SENTENCE_BYTES,
		"the centre has not taken %d sealed %s, the oldest of %d days ago; nothing of it is "
		"deleted here: see that kiosk-sync runs and reaches the centre",
		boxes->count, text_counted(boxes->count, "form", "forms"),
		days_since(boxes->since_ms, now_ms));
	return boxes->count > 0;
}

bool retention_unarchived(const struct waiting_boxes *boxes, int64_t now_ms,
	char sentence[static RETENTION_SENTENCE_BYTES])
{
	snprintf(sentence, RETENTION_SENTENCE_BYTES,
		"the centre has %d sealed %s, the oldest of %d days ago, and no backup of it; "
		"nothing of it is deleted here: ask who runs the centre for its backups",
		boxes->count, text_counted(boxes->count, "form", "forms"),
		days_since(boxes->since_ms, now_ms));
	return boxes->count > 0;
}
