/* Once a day, a piece at a time; and once a day the log hears of sealed boxes that wait for too long. */
#include "sync/forget.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/outbox.h"

static void tell_boxes(struct store *store, struct forgetting *forgetting, int64_t now_ms)
{
	struct waiting_boxes untaken = retention_untaken_boxes(store, now_ms);
	struct waiting_boxes unarchived = retention_unarchived_boxes(store, now_ms);
	char sentence[RETENTION_SENTENCE_BYTES];

	if (retention_untaken(&untaken, now_ms, sentence))
		log_warning("%s", sentence);
	if (retention_unarchived(&unarchived, now_ms, sentence))
		log_warning("%s", sentence);
	forgetting->told_day_ms = clock_day_start(now_ms, 0);
}

/* A clock that is a year ahead would delete what is to come. */
static bool may_forget(struct store *store, int64_t now_ms)
{
	int64_t boot_ms = clock_boot_ms();

	return store_clock_agrees(store, now_ms, boot_ms) &&
	       !store_clock_is_unsure(store, now_ms, boot_ms);
}

static void tell_failure(struct forgetting *forgetting, const struct error *error)
{
	if (!forgetting->failed)
		log_error("forgetting", error);
	forgetting->failed = true;
}

/* Of a new epoch all was read anew, and with it what was forgotten. */
static void begin_epoch(struct store *store, struct forgetting *forgetting)
{
	struct id epoch = outbox_position(store).epoch;

	if (!id_equal(forgetting->epoch, epoch))
		forgetting->retention = (struct retention){0};
	forgetting->epoch = epoch;
}

bool forget_some(struct store *store, struct forgetting *forgetting)
{
	int64_t now_ms = clock_now_ms();
	struct error error = {0};

	begin_epoch(store, forgetting);
	if (forgetting->told_day_ms != clock_day_start(now_ms, 0))
		tell_boxes(store, forgetting, now_ms);
	if (retention_is_done(&forgetting->retention, now_ms) || !may_forget(store, now_ms))
		return false;
	bool done = retention_do_piece(store, &forgetting->retention, now_ms, &error);
	if (done)
		forgetting->failed = false;
	else
		tell_failure(forgetting, &error);
	return done && !retention_is_done(&forgetting->retention, now_ms);
}
