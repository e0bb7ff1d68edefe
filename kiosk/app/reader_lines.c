/* A reader's line about what was held near becomes a message: understood by the rules, with this kiosk's
 * card numbers and ticket keys. */
#include <string.h>

#include "app/internal.h"

static int texts_of(const json_t *line, const char *texts[static PRESENTED_TEXTS_MAX])
{
	const json_t *array = json_object_get(line, "texts");
	int count = 0;

	for (size_t i = 0; i < json_array_size(array) && count < PRESENTED_TEXTS_MAX; i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text)
			texts[count++] = text;
	}
	return count;
}

static struct presented understand_card(struct app *app, const json_t *line)
{
	const char *texts[PRESENTED_TEXTS_MAX];
	int text_count = texts_of(line, texts), key_count;
	const struct ticket_key *keys = store_ticket_keys(app->store, &key_count);
	const char *uid = json_string_value(json_object_get(line, "uid"));

	return presented_card(&app_enrolment(app)->cards, keys, key_count, uid ? uid : "",
		json_is_true(json_object_get(line, "random")), texts, text_count);
}

void reader_code(struct app *app, const char *format, const char *text)
{
	int key_count;
	const struct ticket_key *keys = store_ticket_keys(app->store, &key_count);
	struct message message = {.kind = MESSAGE_PRESENTED};

	message.presented =
		presented_code(&app_enrolment(app)->cards, keys, key_count, format, text);
	if (message.presented.kind == PRESENTED_PART)
		return;
	app_handle(app, &message);
}

static const char *string(const json_t *line, const char *key)
{
	const char *value = json_string_value(json_object_get(line, key));

	return value ? value : "";
}

/* The camera's word and the card reader's. */
static enum held what_is_wrong(const char *reason)
{
	bool several = strcmp(reason, "two-codes") == 0 || strcmp(reason, "several") == 0;

	return several ? HELD_SEVERAL : HELD_UNREADABLE;
}

void reader_line(struct app *app, const json_t *line)
{
	struct message message = {.kind = MESSAGE_PRESENTED};
	const char *type = lines_type(line);

	if (strcmp(type, "arrive") == 0) {
		app->card_is_there = true;
		message.presented = understand_card(app, line);
		app_handle(app, &message);
	} else if (strcmp(type, "remove") == 0) {
		app->card_is_there = false;
	} else if (strcmp(type, "code") == 0) {
		reader_code(app, string(line, "format"), string(line, "text"));
	} else if (strcmp(type, "unreadable") == 0) {
		message.kind = MESSAGE_UNREADABLE;
		message.held = what_is_wrong(string(line, "reason"));
		app_handle(app, &message);
	}
}
