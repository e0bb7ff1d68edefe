/* One slot: empty, seen but not announced yet, announced. */
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

static void tell(struct presence_news *news, bool arrives, const struct card *card,
	const struct ndef_texts *texts)
{
	assert(news->count < PRESENCE_NEWS_MAX);
	news->item[news->count].arrives = arrives;
	news->item[news->count].card = *card;
	news->item[news->count].texts = texts;
	news->count++;
}

static void leave(struct presence *presence, struct presence_news *news)
{
	if (!presence->announced)
		tell(news, true, &presence->card, &no_texts);
	tell(news, false, &presence->card, NULL);
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
	tell(news, true, &presence->card, &presence->texts);
}

bool presence_wants_texts(const struct presence *presence, const struct card *card)
{
	return !presence->occupied || !presence->announced || !same_uid(&presence->card, card);
}

struct presence_news presence_saw(
	struct presence *presence, const struct sight *sight, int64_t now_ms)
{
	struct presence_news news = {0};

	if (presence->occupied && !same_card(presence, sight))
		leave(presence, &news);
	if (!presence->occupied)
		*presence = (struct presence){.occupied = true};
	presence->seen_ms = now_ms;
	presence->misses = 0;
	if (!presence->announced)
		announce(presence, sight, &news);
	return news;
}

struct presence_news presence_missed(struct presence *presence, int64_t now_ms)
{
	struct presence_news news = {0};

	if (!presence->occupied)
		return news;
	presence->misses++;
	if (presence->misses >= PRESENCE_MISSES && now_ms - presence->seen_ms >= PRESENCE_GAP_MS)
		leave(presence, &news);
	return news;
}
