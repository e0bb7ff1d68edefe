/* A name and several things that the form says nothing about, a day to come, and some of many. */
#include "app/check_form.h"

#include <string.h>

static const char text[] =
	"{\"form\": \"check\", \"version\": 1, \"questions\": ["
	" {\"id\": \"name\", \"kind\": \"name\", \"title\": \"What is your full name?\"},"
	" {\"id\": \"day\", \"kind\": \"date\", \"ahead\": true, \"title\": \"Another day\"},"
	" {\"id\": \"who\", \"kind\": \"choices\", \"title\": \"Who is coming?\", \"choices\": ["
	"  {\"value\": \"me\", \"words\": \"Me\"},"
	"  {\"value\": \"child\", \"words\": \"My child\"},"
	"  {\"value\": \"family\", \"words\": \"My family\"}]}]}";

bool check_form_read(struct form *form, struct error *error)
{
	return form_read(text, strlen(text), form, error);
}
