/* Reads the expression from left to right and works it out at once: one function for what binds
 * weakest (the condition), one for all operators by their levels, one for a number, `n` or a pair of
 * parentheses. */
#include "ui/plural.h"

#include <stdlib.h>

enum { LEVELS = 6, DEPTH_MAX = 32 };

/* From what binds weakest to what binds strongest; the longer of two alike comes first. */
static const char *const operators[LEVELS][5] = {
	{"||"},
	{"&&"},
	{"==", "!="},
	{"<=", ">=", "<", ">"},
	{"+", "-"},
	{"*", "/", "%"},
};

struct expression {
	const char *at;
	unsigned long n;
	int depth;
	bool bad;
};

static void skip_space(struct expression *expression)
{
	while (*expression->at == ' ' || *expression->at == '\t')
		expression->at++;
}

static bool take(struct expression *expression, const char *word)
{
	size_t length = 0;

	skip_space(expression);
	while (word[length] && expression->at[length] == word[length])
		length++;
	if (word[length])
		return false;
	expression->at += length;
	return true;
}

static unsigned long complain(struct expression *expression)
{
	expression->bad = true;
	return 0;
}

static unsigned long condition(struct expression *expression);

static unsigned long operand(struct expression *expression)
{
	unsigned long value;
	char *end;

	if (take(expression, "!"))
		return !operand(expression);
	if (take(expression, "n"))
		return expression->n;
	if (take(expression, "(")) {
		value = condition(expression);
		return take(expression, ")") ? value : complain(expression);
	}
	if (*expression->at < '0' || *expression->at > '9')
		return complain(expression);
	value = strtoul(expression->at, &end, 10);
	expression->at = end;
	return value;
}

static unsigned long divide(
	struct expression *expression, unsigned long a, unsigned long b, bool rest)
{
	if (b == 0)
		return complain(expression);
	return rest ? a % b : a / b;
}

static unsigned long apply(
	struct expression *expression, const char *operator, unsigned long a, unsigned long b)
{
	bool or_equal = operator[1] == '=';

	switch (operator[0]) {
	case '|':
		return a || b;
	case '&':
		return a && b;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '<':
		return or_equal ? a <= b : a < b;
	case '>':
		return or_equal ? a >= b : a > b;
	case '+':
		return a + b;
	case '-':
		return a - b;
	case '*':
		return a * b;
	default:
		return divide(expression, a, b, operator[0] == '%');
	}
}

static const char *take_operator(struct expression *expression, int level)
{
	for (int i = 0; operators[level][i]; i++)
		if (take(expression, operators[level][i]))
			return operators[level][i];
	return NULL;
}

static unsigned long operation(struct expression *expression, int level)
{
	unsigned long value;
	const char *operator;

	if (level == LEVELS)
		return operand(expression);
	value = operation(expression, level + 1);
	while ((operator= take_operator(expression, level)))
		value = apply(expression, operator, value, operation(expression, level + 1));
	return value;
}

static unsigned long condition(struct expression *expression)
{
	unsigned long value, yes, no;

	if (++expression->depth > DEPTH_MAX)
		return complain(expression);
	value = operation(expression, 0);
	if (take(expression, "?")) {
		yes = condition(expression);
		if (!take(expression, ":"))
			return complain(expression);
		no = condition(expression);
		value = value ? yes : no;
	}
	expression->depth--;
	return value;
}

bool plural_form(const char *text, unsigned long n, unsigned long *form)
{
	struct expression expression = {.at = text, .n = n};

	*form = condition(&expression);
	skip_space(&expression);
	return !expression.bad && (!*expression.at || *expression.at == ';');
}
