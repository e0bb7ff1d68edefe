/* Codes that are typed and not found slow the next try on this kiosk, whoever tries: nobody guesses a
 * stranger's booking, and nobody is locked out by somebody who guessed. */
#include "app/internal.h"
#include "base/back_off.h"
#include "base/clock.h"

/* Two slips of a finger cost nothing. */
static const struct back_off rule = {
	.prompt_tries = 2, .prompt_ms = 0, .first_ms = 2000, .last_ms = 20000};
enum { FORGOTTEN_AFTER_MS = 10 * 60 * 1000 };

static int64_t since_last_ms(const struct app *app)
{
	return clock_boot_ms() - app->code_tries.last_boot_ms;
}

int app_code_wait_ms(const struct app *app)
{
	int failures = app->code_tries.failures;
	int64_t passed_ms = since_last_ms(app);

	if (failures == 0 || passed_ms >= FORGOTTEN_AFTER_MS)
		return 0;
	int64_t left_ms = back_off_ms(&rule, failures) - passed_ms;
	return left_ms > 0 ? (int)left_ms : 0;
}

void app_code_tried(struct app *app, bool found)
{
	if (found || since_last_ms(app) >= FORGOTTEN_AFTER_MS)
		app->code_tries.failures = 0;
	if (!found)
		app->code_tries.failures++;
	app->code_tries.last_boot_ms = clock_boot_ms();
}
