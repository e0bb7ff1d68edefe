/* What the visitor did on the screen, or a scanner that types, becomes a message. */
#include <string.h>

#include "app/internal.h"
#include "base/text.h"
#include "ui/window.h"

void app_take_input(struct app *app, struct ui_input *input)
{
	struct message message = {0};

	switch (input->kind) {
	case UI_INPUT_NONE:
		return;
	case UI_INPUT_CHANGED:
		app_touch(app);
		app->dirty = true;
		return;
	case UI_INPUT_TOUCHED:
		message.kind = MESSAGE_TOUCH;
		break;
	case UI_INPUT_ACTION:
		message = (struct message){
			.kind = MESSAGE_TAP, .what = input->action, .which = input->index};
		break;
	case UI_INPUT_TEXT:
		message.kind = MESSAGE_TEXT;
		text_copy(message.text, sizeof(message.text), input->text);
		break;
	case UI_INPUT_BACKSPACE:
		message.kind = MESSAGE_BACKSPACE;
		break;
	case UI_INPUT_ENTER:
		message.kind = MESSAGE_ENTER;
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
	if (input->kind != UI_INPUT_SCAN && input->kind != UI_INPUT_FILE &&
		input->kind != UI_INPUT_QUIT)
		app_handle(app, &message);
}
