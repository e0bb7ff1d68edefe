/* Questions that are answered by typing: the field with its keyboard, and the ways on. */
#include "app/app.h"
#include "screens/question.h"

static enum ui_field_kind field_kind(const struct question *question)
{
	return question->kind == QUESTION_CONTACT ? UI_FIELD_EMAIL : UI_FIELD_NAME;
}

void question_typed_view(const struct app *app, struct ui *ui, const struct bars *bars)
{
	const struct question_state *state = app_state(app);
	const struct question *question = filling_question(app);

	typed_page_view(app, ui, bars,
		&(struct typed_page){
			.kind = field_kind(question),
			.label = filling_words(&question->words[QUESTION_TITLE]),
			.edit = &state->edit,
			.hint = filling_words(&question->words[QUESTION_HINT]),
			.problem = state->problem ? filling_words(state->problem) : NULL,
			.other_way = filling_words(&question->words[QUESTION_OTHER_WAY]),
			.may_skip = question->optional,
		});
}
