/* One function a line, whole lines from whichever thread. */
#include "readers/nfc/report.h"

#include <pthread.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/text.h"

static const char source[] = "nfc";

static bool say(json_t *line)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&mutex);
	bool heard = lines_write(STDOUT_FILENO, line);
	pthread_mutex_unlock(&mutex);
	return heard;
}

bool report_hello(void)
{
	return say(json_pack("{s:s, s:s, s:s, s:i}", "type", "hello", "program", "kiosk-nfc",
		"version", KIOSK_VERSION, "protocol", LINES_PROTOCOL));
}

bool report_pong(void)
{
	return say(json_pack("{s:s}", "type", "pong"));
}

bool report_state(const char *state, const char *detail)
{
	return say(json_pack("{s:s, s:s, s:s}", "type", "state", "state", state, "detail", detail));
}

static json_t *text_array(const struct ndef_texts *texts)
{
	json_t *array = json_array();

	for (int i = 0; i < texts->count; i++)
		json_array_append_new(array, json_string(texts->text[i]));
	return array;
}

bool report_arrive(const struct card *card, const struct ndef_texts *texts)
{
	static const char *const technologies[] = {
		[TECHNOLOGY_TYPE2] = "type2",
		[TECHNOLOGY_TYPE4] = "type4",
		[TECHNOLOGY_MIFARE] = "mifare",
		[TECHNOLOGY_OTHER] = "other",
	};
	char uid[2 * CARD_UID_BYTES_MAX + 1];

	text_hex(card->uid, card->uid_length, uid);
	return say(json_pack("{s:s, s:s, s:s, s:s, s:b, s:o}", "type", "arrive", "source", source,
		"uid", uid, "technology", technologies[card->technology], "random", card->random,
		"texts", text_array(texts)));
}

bool report_remove(const struct card *card)
{
	char uid[2 * CARD_UID_BYTES_MAX + 1];

	text_hex(card->uid, card->uid_length, uid);
	return say(json_pack("{s:s, s:s, s:s}", "type", "remove", "source", source, "uid", uid));
}

bool report_several(void)
{
	return say(json_pack(
		"{s:s, s:s, s:s}", "type", "unreadable", "source", source, "reason", "several"));
}
