/* What the visitor did on the screen, or a scanner that types, becomes a message; and what such a message
 * does to a line that is typed. */
#include <string.h>

#include "app/internal.h"
#include "base/text.h"
#include "ui/edit.h"
#include "ui/window.h"

static void take_message(struct app *app, const struct ui_input *input, enum message_kind kind)
{
	struct message message = {.kind = kind, .what = input->action, .which = input->index};

	if (kind == MESSAGE_TEXT)
		text_copy(message.text, sizeof(message.text), input->text);
	app_handle(app, &message);
}

void app_take_input(struct app *app, struct ui_input *input)
{
	switch (input->kind) {
	case UI_INPUT_NONE:
		return;
	case UI_INPUT_CHANGED:
		app_touch(app);
		app->dirty = true;
		return;
	case UI_INPUT_TOUCHED:
		take_message(app, input, MESSAGE_TOUCH);
		break;
	case UI_INPUT_ACTION:
		take_message(app, input, MESSAGE_TAP);
		break;
	case UI_INPUT_TEXT:
		take_message(app, input, MESSAGE_TEXT);
		break;
	case UI_INPUT_BACKSPACE:
		take_message(app, input, MESSAGE_BACKSPACE);
		break;
	case UI_INPUT_DELETE:
		take_message(app, input, MESSAGE_DELETE);
		break;
	case UI_INPUT_CARET:
		take_message(app, input, MESSAGE_CARET);
		break;
	case UI_INPUT_ENTER:
		take_message(app, input, MESSAGE_ENTER);
		break;
	case UI_INPUT_SCAN:
		reader_code(app, "", input->text);
		break;
	case UI_INPUT_FILE:
		present_picture(app, input->text);
		break;
	case UI_INPUT_QUIT:
		app->running = false;
		break;
	}
	explicit_bzero(input->text, sizeof(input->text));
}

enum edited app_edit(struct edit *edit, const struct message *message)
{
	if (message->kind == MESSAGE_TEXT)
		return edit_insert(edit, message->text) ? EDIT_DONE : EDIT_FULL;
	if (message->kind == MESSAGE_BACKSPACE)
		edit_backspace(edit);
	else if (message->kind == MESSAGE_DELETE)
		edit_delete(edit);
	else if (message->kind == MESSAGE_CARET)
		edit_move(edit, (size_t)message->which);
	else
		return EDIT_NOT;
	return EDIT_DONE;
}
