/* The field that is typed in: a row of its text and its caret. The caret stands where the next letter
 * will go; where the text is longer than the field, the text moves so that the caret is seen. */
#include <stdlib.h>
#include <string.h>

#include "ui/internal.h"
#include "ui/language.h"

/* Of a field as it lies on the screen. */
struct line {
	const struct ui_node *field, *typed, *caret;
	struct text_style style;
	struct text_block block;
	struct text_caret carets[TEXT_CARETS_MAX];
	int count, at; /* where the caret stands now */
};

static int field_index(const struct ui *ui)
{
	for (int i = ui->count - 1; i > 0; i--)
		if (ui->nodes[i].role == UI_ROLE_FIELD)
			return i;
	return -1;
}

/* The place for so many bytes, or the last before it. */
static int place_of(const struct line *line, size_t bytes)
{
	int at = 0;

	while (at + 1 < line->count && line->carets[at + 1].bytes <= bytes)
		at++;
	return at;
}

/* False: nobody types here. */
static bool read_line(const struct ui *ui, struct line *line)
{
	int index = field_index(ui);

	if (index < 0)
		return false;
	line->field = &ui->nodes[index];
	line->typed = line->field + 1;
	line->caret = line->field + 2;
	line->style = style_text(ui, line->typed, line->typed->size_px);
	line->block = *text_measure(ui->text, line->typed->text, &line->style);
	line->count = text_carets(ui->text, line->typed->text, &line->style, line->carets);
	line->at = place_of(line, (size_t)line->caret->value);
	return true;
}

const char *field_typed(const struct ui *ui, size_t *before)
{
	int index = field_index(ui);

	*before = index < 0 ? 0 : (size_t)ui->nodes[index + 2].value;
	return index < 0 ? "" : ui->nodes[index + 1].text;
}

/* ---- where the caret stands ---- */

static int between(int low, int value, int high)
{
	return value < low ? low : value > high ? high : value;
}

/* Moves the text no further than it has to, with something to see on both sides of the caret. */
static int scrolled(const struct ui *ui, const struct line *line)
{
	int room = line->typed->width, x = line->carets[line->at].x;
	int least = room < 4 * line->style.size_px ? room / 4 : line->style.size_px;
	int offset = between(x + least - room, ui->field_offset, x - least);

	return between(0, offset, line->block.width > room ? line->block.width - room : 0);
}

/* At an end it stands free of the letter; between two letters it is thin, so that it hides neither. */
static void place(const struct line *line, struct ui_node *caret, int text_x)
{
	int x = line->carets[line->at].x;
	int gap = caret->x - line->typed->x - line->typed->width;

	if (gap < 0)
		gap = line->typed->x - caret->x - caret->width;
	if (x >= line->block.width) {
		caret->x = text_x + x + gap;
	} else if (x <= 0) {
		caret->x = text_x - gap - caret->width;
	} else {
		caret->width = caret->width * 2 / 3;
		caret->x = text_x + x - caret->width / 2;
	}
}

/* As high as the letters beside it, with what goes below them. */
static void stretch(const struct line *line, struct ui_node *caret)
{
	caret->height = line->typed->size_px * 4 / 3;
	caret->y = line->field->y + (line->field->height - caret->height) / 2;
}

void field_place(struct ui *ui)
{
	struct line line;
	struct ui_node *caret;

	if (!read_line(ui, &line))
		return;
	caret = &ui->nodes[line.caret - ui->nodes];
	stretch(&line, caret);
	ui->field_offset = scrolled(ui, &line);
	if (*line.typed->text)
		place(&line, caret, paint_place_text(ui, line.typed).rect.x - ui->field_offset);
}

/* ---- where it is moved to ---- */

static struct ui_input moved(struct ui *ui, const struct line *line, int at)
{
	struct ui_input input = {.kind = UI_INPUT_CARET, .index = (int)line->carets[at].bytes};

	/* The next key may come before the next picture. */
	ui->nodes[line->caret - ui->nodes].value = input.index;
	return input;
}

static int nearest(const struct line *line, int x)
{
	int best = 0;

	for (int i = 1; i < line->count; i++)
		if (abs(line->carets[i].x - x) < abs(line->carets[best].x - x))
			best = i;
	return best;
}

bool field_touch(struct ui *ui, SDL_Point point, struct ui_input *input)
{
	struct line line;

	if (!read_line(ui, &line) ||
		!SDL_PointInRect(&point, &(SDL_Rect){line.field->x, line.field->y,
						 line.field->width, line.field->height}))
		return false;
	int x = point.x - paint_place_text(ui, line.typed).rect.x + ui->field_offset;
	bool behind = line.block.right_to_left ? x < 0 : x >= line.block.width;
	*input = moved(ui, &line, behind ? line.count - 1 : nearest(&line, x));
	return true;
}

bool field_point(struct ui *ui, const char *letters, SDL_Point *point)
{
	struct line line;
	const char *found;

	if (!read_line(ui, &line))
		return false;
	found = strstr(line.typed->text, letters);
	if (!found)
		return false;
	int x = line.carets[place_of(&line, (size_t)(found - line.typed->text))].x;
	*point = (SDL_Point){paint_place_text(ui, line.typed).rect.x + x - ui->field_offset,
		line.field->y + line.field->height / 2};
	return true;
}

/* The nearest place that is seen to the left (-1) or right (1); of two in one spot the one that is
 * nearer in the text, so that a border of directions is crossed as it was reached. */
static int beside(const struct line *line, int side)
{
	int here = line->carets[line->at].x, best = line->at;

	for (int i = 0; i < line->count; i++) {
		int far = (line->carets[i].x - here) * side;
		int best_far = (line->carets[best].x - here) * side;

		if (far > 0 &&
			(best_far == 0 || far < best_far ||
				(far == best_far && abs(i - line->at) < abs(best - line->at))))
			best = i;
	}
	return best;
}

bool field_key(struct ui *ui, SDL_Keycode key, struct ui_input *input)
{
	struct line line;

	if (!read_line(ui, &line))
		return false;
	switch (key) {
	case SDLK_LEFT:
		*input = moved(ui, &line, beside(&line, -1));
		return true;
	case SDLK_RIGHT:
		*input = moved(ui, &line, beside(&line, 1));
		return true;
	case SDLK_HOME:
		*input = moved(ui, &line, 0);
		return true;
	case SDLK_END:
		*input = moved(ui, &line, line.count - 1);
		return true;
	case SDLK_DELETE:
		*input = (struct ui_input){.kind = UI_INPUT_DELETE};
		return true;
	default:
		return false;
	}
}
