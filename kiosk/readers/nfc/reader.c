/* Every look ends in one of four answers; health and presence both follow from it. */
#include "readers/nfc/reader.h"

#include <assert.h>
#include <string.h>

#include "base/back_off.h"
#include "base/clock.h"
#include "base/log.h"
#include "readers/nfc/card.h"
#include "readers/nfc/report.h"

enum {
	/* Looks start at least this far apart: at most 11.1 a second. */
	LOOK_EVERY_MS = 90,
	PAUSE_WITH_CARD_MS = 120,
	PAUSE_CLOSED_MS = 100,
	SILENCES_MAX = 3,
};

bool reader_init(struct reader *reader, const char *device_name, struct error *error)
{
	*reader = (struct reader){0};
	return device_init(&reader->device, device_name, error);
}

void reader_finish(struct reader *reader)
{
	device_finish(&reader->device);
}

static void set_state(struct reader *reader, const char *state, const struct error *trouble)
{
	static const struct error none;

	trouble = trouble ? trouble : &none;
	if (reader->state && strcmp(reader->state, state) == 0 &&
		strcmp(reader->trouble.detail, trouble->detail) == 0)
		return;
	reader->state = state;
	reader->trouble = *trouble;
	log_info("%s%s%s", state, trouble->detail[0] ? ": " : "", trouble->detail);
	reader->unheard |= !report_state(state, trouble->detail);
}

static bool tell_one(const struct presence_news *news, int which)
{
	switch (news->item[which].event) {
	case PRESENCE_ARRIVES:
		return report_arrive(&news->item[which].card, news->item[which].texts);
	case PRESENCE_LEAVES:
		return report_remove(&news->item[which].card);
	case PRESENCE_SEVERAL:
		return report_several();
	}
	return false;
}

static void tell(struct reader *reader, const struct presence_news *news)
{
	for (int i = 0; i < news->count; i++)
		reader->unheard |= !tell_one(news, i);
}

static void miss(struct reader *reader)
{
	struct presence_news news = presence_missed(&reader->presence, clock_boot_ms());

	tell(reader, &news);
}

/* Closes the device and sets the time to try again. */
static void back_off(struct reader *reader, const struct error *trouble)
{
	device_close(&reader->device);
	set_state(reader, trouble->code == ERROR_NOT_FOUND ? "absent" : "backoff", trouble);
	reader->open_again_ms =
		clock_boot_ms() + back_off_ms(&back_off_of_devices, ++reader->failures);
}

static bool open_again(struct reader *reader)
{
	struct error error = {0};

	reader->silences = 0;
	if (device_open(&reader->device, &error))
		return true;
	back_off(reader, &error);
	return false;
}

static void be_ready(struct reader *reader)
{
	reader->silences = 0;
	reader->failures = 0;
	set_state(reader, "ready", NULL);
}

/* A chip that lost its power answers again, but not as libnfc set it up: only opening helps. */
static void be_silent(struct reader *reader)
{
	static const struct error silent = {ERROR_AWAY, "the reader is silent; starting it again"};

	if (++reader->silences < SILENCES_MAX)
		return;
	set_state(reader, "degraded", &silent);
	device_close(&reader->device);
	reader->open_again_ms = clock_boot_ms(); /* at once, but after listening: both take long */
}

static void follow(struct reader *reader, enum device_answer answer)
{
	static const struct error lost = {
		ERROR_IO, "the reader was unplugged or answered nonsense"};

	switch (answer) {
	case DEVICE_OK:
	case DEVICE_NONE:
		be_ready(reader);
		break;
	case DEVICE_SILENT:
		be_silent(reader);
		break;
	case DEVICE_LOST:
		back_off(reader, &lost);
		break;
	}
}

/* A card is selected: reads it if it is new, and lets it go. */
static enum device_answer meet(struct reader *reader, struct sight *sight)
{
	enum device_answer answer = DEVICE_OK;
	struct presence_news news;

	if (presence_wants_texts(&reader->presence, &sight->card)) {
		answer = card_read(&reader->device, &sight->card, &sight->texts);
		sight->read = answer == DEVICE_OK ? PRESENCE_READ : PRESENCE_READ_FAILED;
	}
	news = presence_saw(&reader->presence, sight, clock_boot_ms());
	tell(reader, &news);
	if (answer != DEVICE_LOST)
		device_release(&reader->device);
	return answer;
}

static int64_t look(struct reader *reader)
{
	int64_t start_ms = clock_boot_ms();
	struct sight sight = {.read = PRESENCE_NOT_READ};
	enum device_answer answer = device_select(&reader->device, &sight.card);

	if (answer != DEVICE_OK) {
		miss(reader);
		follow(reader, answer);
		return start_ms + LOOK_EVERY_MS;
	}
	be_ready(reader);
	answer = meet(reader, &sight);
	if (answer != DEVICE_OK)
		follow(reader, answer);
	return clock_boot_ms() + PAUSE_WITH_CARD_MS;
}

/* The next moment while the device is closed: to try again, or to notice that a card is gone. */
static int64_t wait_closed(const struct reader *reader)
{
	int64_t look_ms = clock_boot_ms() + PAUSE_CLOSED_MS;

	if (reader->presence.occupied && look_ms < reader->open_again_ms)
		return look_ms;
	return reader->open_again_ms;
}

int64_t reader_step(struct reader *reader)
{
	if (reader->device.open || (clock_boot_ms() >= reader->open_again_ms && open_again(reader)))
		return look(reader);
	miss(reader);
	return wait_closed(reader);
}
