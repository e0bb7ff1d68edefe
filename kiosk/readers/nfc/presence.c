/* One slot: empty, seen but not announced yet, announced; beside it one that waits, or a crowd. */
#include "readers/nfc/presence.h"

#include <assert.h>
#include <string.h>

static const struct ndef_texts no_texts;

static bool same_uid(const struct card *a, const struct card *b)
{
	return a->uid_length == b->uid_length && memcmp(a->uid, b->uid, a->uid_length) == 0;
}

static bool same_texts(const struct ndef_texts *a, const struct ndef_texts *b)
{
	if (a->count != b->count)
		return false;
	for (int i = 0; i < a->count; i++)
		if (strcmp(a->text[i], b->text[i]) != 0)
			return false;
	return true;
}

static bool same_card(const struct presence *presence, const struct sight *sight)
{
	if (same_uid(&presence->card, &sight->card))
		return true;
	if (!presence->card.random || !sight->card.random)
		return false;
	return !presence->announced || sight->read != PRESENCE_READ ||
	       same_texts(&presence->texts, &sight->texts);
}

static void tell(struct presence_news *news, enum presence_event event, const struct card *card,
	const struct ndef_texts *texts)
{
	assert(news->count < PRESENCE_NEWS_MAX);
	news->item[news->count].event = event;
	news->item[news->count].card = *card;
	news->item[news->count].texts = texts;
	news->count++;
}

static void leave(struct presence *presence, struct presence_news *news)
{
	if (!presence->announced)
		tell(news, PRESENCE_ARRIVES, &presence->card, &no_texts);
	tell(news, PRESENCE_LEAVES, &presence->card, NULL);
	presence->occupied = false;
}

static void announce(
	struct presence *presence, const struct sight *sight, struct presence_news *news)
{
	presence->card = sight->card;
	presence->failed_reads += sight->read == PRESENCE_READ_FAILED;
	if (sight->read != PRESENCE_READ && presence->failed_reads < PRESENCE_READS)
		return;
	presence->texts = sight->read == PRESENCE_READ ? sight->texts : no_texts;
	presence->announced = true;
	tell(news, PRESENCE_ARRIVES, &presence->card, &presence->texts);
}

/* An empty slot takes it, and announces it when it can. */
static void take(struct presence *presence, const struct sight *sight, int64_t now_ms,
	struct presence_news *news)
{
	if (!presence->occupied)
		*presence = (struct presence){.occupied = true};
	presence->has_other = false;
	presence->seen_ms = now_ms;
	presence->misses = 0;
	if (!presence->announced)
		announce(presence, sight, news);
}

static void change(struct presence *presence, const struct sight *sight, int64_t now_ms,
	struct presence_news *news)
{
	struct card before = presence->card;

	leave(presence, news);
	take(presence, sight, now_ms, news);
	presence->has_changed = true;
	presence->before = before;
	presence->changed_ms = now_ms;
}

static void see_alone(struct presence *presence, const struct sight *sight, int64_t now_ms)
{
	presence->card = sight->card;
	presence->texts = sight->read == PRESENCE_READ ? sight->texts : no_texts;
	presence->alone_ms = now_ms;
}

static void crowd(struct presence *presence, const struct sight *sight, int64_t now_ms,
	struct presence_news *news)
{
	if (presence->announced)
		tell(news, PRESENCE_LEAVES, &presence->card, NULL);
	tell(news, PRESENCE_SEVERAL, &presence->card, NULL);
	presence->has_other = false;
	presence->announced = presence->crowded = true;
	see_alone(presence, sight, now_ms);
}

/* The one that is left begins anew. */
static void watch_crowd(struct presence *presence, const struct sight *sight, int64_t now_ms,
	struct presence_news *news)
{
	presence->seen_ms = now_ms;
	presence->misses = 0;
	if (!same_card(presence, sight)) {
		see_alone(presence, sight, now_ms);
	} else if (now_ms - presence->alone_ms >= PRESENCE_ALONE_MS) {
		presence->occupied = false;
		take(presence, sight, now_ms, news);
	}
}

static bool came_back(const struct presence *presence, const struct card *card, int64_t now_ms)
{
	const struct card *before = &presence->before;

	return presence->has_changed && now_ms - presence->changed_ms < PRESENCE_CHANGES_MS &&
	       (same_uid(before, card) || (before->random && card->random));
}

/* Another than the one that should be there. */
static void meet_other(struct presence *presence, const struct sight *sight, int64_t now_ms,
	struct presence_news *news)
{
	if (came_back(presence, &sight->card, now_ms)) {
		crowd(presence, sight, now_ms, news);
	} else if (presence->misses > 0 || now_ms - presence->seen_ms >= PRESENCE_GAP_MS) {
		change(presence, sight, now_ms, news);
	} else {
		presence->has_other = true;
		presence->other = *sight;
	}
}

bool presence_wants_texts(const struct presence *presence, const struct card *card)
{
	if (presence->crowded) /* only its texts tell a phone from another */
		return card->random;
	return !presence->occupied || !presence->announced || !same_uid(&presence->card, card);
}

struct presence_news presence_saw(
	struct presence *presence, const struct sight *sight, int64_t now_ms)
{
	struct presence_news news = {0};

	if (presence->occupied && presence->crowded)
		watch_crowd(presence, sight, now_ms, &news);
	else if (presence->occupied && !same_card(presence, sight))
		meet_other(presence, sight, now_ms, &news);
	else if (presence->occupied && presence->has_other)
		crowd(presence, sight, now_ms, &news);
	else
		take(presence, sight, now_ms, &news);
	return news;
}

struct presence_news presence_missed(struct presence *presence, int64_t now_ms)
{
	struct presence_news news = {0};

	if (!presence->occupied)
		return news;
	if (presence->has_other) { /* it took the place, and is gone as well */
		struct sight other = presence->other;
		change(presence, &other, now_ms, &news);
	}
	presence->misses++;
	if (presence->misses < PRESENCE_MISSES || now_ms - presence->seen_ms < PRESENCE_GAP_MS)
		return news;
	if (presence->crowded)
		presence->occupied = false;
	else
		leave(presence, &news);
	return news;
}
