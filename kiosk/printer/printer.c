/* A step at a time; the device never makes it wait. */
#include "printer/printer.h"

#include <string.h>
#include <unistd.h>

#include "base/back_off.h"
#include "printer/device.h"
#include "printer/report.h"

static bool is_printing(const struct printer *printer)
{
	return printer->slip.rows > 0;
}

static void forget(struct printer *printer)
{
	slip_forget(&printer->slip);
	explicit_bzero(printer->bytes, sizeof(printer->bytes));
	printer->length = printer->sent = 0;
	printer->given_up = false;
}

/* A job is answered once. */
static bool answer(struct printer *printer, bool good)
{
	if (!is_printing(printer) || printer->given_up)
		return true;
	return report_printed(printer->slip.job, good);
}

/* ---- there or not ---- */

static bool lose(struct printer *printer, int64_t now_ms, const struct error *error)
{
	bool listened = answer(printer, false);

	forget(printer);
	if (printer->descriptor >= 0)
		close(printer->descriptor);
	printer->descriptor = -1;
	printer->due_ms = now_ms + back_off_ms(&back_off_of_devices, ++printer->failures);
	return listened &&
	       report_state(error->code == ERROR_BUSY ? "backoff" : "absent", error->detail);
}

static bool lose_gone(struct printer *printer, int64_t now_ms)
{
	return lose(printer, now_ms,
		&(struct error){ERROR_AWAY, "the printer was pulled out or switched off"});
}

static bool look(struct printer *printer, int64_t now_ms)
{
	printer->due_ms = now_ms + PRINTER_LOOKS_EVERY_MS;
	switch (device_condition(printer->descriptor)) {
	case DEVICE_GONE:
		return lose_gone(printer, now_ms);
	case DEVICE_NO_PAPER:
		return report_state("degraded", "the printer has no paper");
	case DEVICE_GOOD:
		break;
	}
	return report_state("ready", "");
}

static bool open_again(struct printer *printer, int64_t now_ms)
{
	struct error error = {0};

	printer->descriptor = device_open(printer->path, &error);
	if (printer->descriptor < 0)
		return lose(printer, now_ms, &error);
	printer->failures = 0;
	return look(printer, now_ms);
}

/* ---- printing ---- */

static void begin_part(struct printer *printer, int part)
{
	struct bitmap picture = slip_picture(&printer->slip);

	printer->part = part;
	printer->length = escpos_part(&picture, part, printer->bytes);
	printer->sent = 0;
}

static int last_part(struct printer *printer)
{
	struct bitmap picture = slip_picture(&printer->slip);

	return escpos_parts(&picture) - 1;
}

/* All of it was taken, and the last of it left this machine. */
static bool is_done(struct printer *printer)
{
	return printer->part == last_part(printer) && printer->sent == printer->length &&
	       device_takes_more(printer->descriptor);
}

static bool give_up(struct printer *printer)
{
	bool listened = answer(printer, false);

	printer->given_up = true;
	return listened && report_state("degraded", "the printer takes nothing: is there paper?");
}

/* False: the device is gone. */
static bool push(struct printer *printer, int64_t now_ms)
{
	ssize_t count;

	do {
		if (printer->sent == printer->length && printer->part < last_part(printer))
			begin_part(printer,
				printer->given_up ? last_part(printer) : printer->part + 1);
		count = device_write(printer->descriptor, printer->bytes + printer->sent,
			printer->length - printer->sent);
		if (count > 0)
			printer->moved_ms = now_ms;
		printer->sent += count > 0 ? (size_t)count : 0;
	} while (count > 0);
	return count == 0;
}

static bool go_on(struct printer *printer, int64_t now_ms)
{
	if (!push(printer, now_ms))
		return lose_gone(printer, now_ms);
	if (is_done(printer)) {
		bool listened = answer(printer, true);
		forget(printer);
		return listened && look(printer, now_ms);
	}
	if (!printer->given_up && now_ms - printer->moved_ms >= PRINTER_STALLS_MS)
		return give_up(printer);
	return true;
}

/* ---- the program's side ---- */

void printer_init(struct printer *printer, const char *path)
{
	memset(printer, 0, sizeof(*printer));
	printer->path = path;
	printer->descriptor = -1;
}

void printer_finish(struct printer *printer)
{
	forget(printer);
	slip_forget(&printer->coming);
	if (printer->descriptor >= 0)
		close(printer->descriptor);
	printer->descriptor = -1;
}

bool printer_step(struct printer *printer, int64_t now_ms)
{
	if (is_printing(printer))
		return go_on(printer, now_ms);
	if (printer->due_ms > now_ms)
		return true;
	return printer->descriptor < 0 ? open_again(printer, now_ms) : look(printer, now_ms);
}

static bool can_print(const struct printer *printer)
{
	return printer->descriptor >= 0 && !is_printing(printer) &&
	       device_condition(printer->descriptor) == DEVICE_GOOD;
}

bool printer_take(struct printer *printer, const json_t *line, int64_t now_ms)
{
	enum slip_status status = slip_take(&printer->coming, line);
	bool good = status == SLIP_WHOLE && can_print(printer);

	if (status == SLIP_WAITS)
		return true;
	if (good) {
		printer->slip = printer->coming;
		printer->moved_ms = now_ms;
		begin_part(printer, 0);
	}
	slip_forget(&printer->coming);
	if (good)
		return true;
	return report_printed((int)json_integer_value(json_object_get(line, "job")), false);
}

int64_t printer_due_ms(const struct printer *printer)
{
	if (!is_printing(printer))
		return printer->due_ms;
	return printer->given_up ? INT64_MAX : printer->moved_ms + PRINTER_STALLS_MS;
}

int printer_descriptor(const struct printer *printer)
{
	return is_printing(printer) ? printer->descriptor : -1;
}
