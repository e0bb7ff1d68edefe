/* Enrols a kiosk of the demo and puts the demo's own calendar, expanded here, into its store. */
#include "ctl/demo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/installation.h"
#include "calendar/programme.h"
#include "store/enrolment.h"
#include "store/store.h"

enum { CALENDAR_BYTES_MAX = 64 * 1024 };

static char *read_calendar(const char *assets, size_t *length, struct error *error)
{
	char path[INSTALLATION_BYTES_MAX + 32];
	char *text = calloc(1, CALENDAR_BYTES_MAX + 1);

	snprintf(path, sizeof(path), "%s/demo/programme.ics", assets);
	FILE *file = fopen(path, "re");
	*length = file && text ? fread(text, 1, CALENDAR_BYTES_MAX + 1, file) : 0;
	if (file)
		fclose(file);
	if (*length > 0)
		return text;
	error_set(error, ERROR_BAD_INPUT, "%.160s: %s (give --assets)", path, strerror(errno));
	free(text);
	return NULL;
}

/* All of it: what the demo's own calendar leaves out is a fault of the demo. */
static bool put_sessions(
	struct store *store, const struct programme *programme, struct error *error)
{
	if (programme->left_out_count > 0)
		return error_set(error, ERROR_BAD_INPUT, "demo/programme.ics: \"%.60s\": %.120s",
			programme->left_out[0].title, programme->left_out[0].reason);
	struct session *sessions = calloc((size_t)programme->count + 1, sizeof(*sessions));
	if (!sessions)
		return error_set(error, ERROR_MEMORY, "no memory for a programme");
	for (int i = 0; i < programme->count; i++)
		sessions[i] = programme->entries[i].session;
	bool done = store_put_demo_programme(store, sessions, programme->count, error);
	free(sessions);
	return done;
}

static bool put_programme(struct store *store, const char *calendar, size_t length, int64_t now_ms,
	struct error *error)
{
	struct programme_wish wish = {
		.branch = store_enrolment(store)->branch,
		.from_ms = clock_day_start(now_ms, 0),
		.until_ms = clock_day_start(now_ms, DEMO_PROGRAMME_DAYS),
	};
	struct programme programme;
	bool done = programme_read(calendar, length, &wish, &programme, error) &&
		    put_sessions(store, &programme, error);

	programme_free(&programme);
	return done;
}

static bool fill(
	struct store *store, int kiosk, const char *assets, int64_t now_ms, struct error *error)
{
	const struct enrolment *enrolment = store_enrolment(store);
	size_t length;

	if (!enrolment->demo || enrolment->kiosk != kiosk)
		return error_set(
			error, ERROR_BUSY, "the directory is enrolled as another kiosk already");
	char *calendar = read_calendar(assets, &length, error);
	bool done = calendar && put_programme(store, calendar, length, now_ms, error) &&
		    store_take_demo_leases(store, now_ms, error);
	free(calendar);
	return done;
}

bool demo_enrol(
	const char *directory, int kiosk, const char *assets, int64_t now_ms, struct error *error)
{
	struct error trouble = {0};

	if (!enrolment_make_demo(directory, kiosk, assets, now_ms, &trouble) &&
		trouble.code != ERROR_BUSY)
		return error_set(error, trouble.code, "%s", trouble.detail);
	struct store *store = store_open(directory, STORE_FACE, error);
	bool done = store && fill(store, kiosk, assets, now_ms, error);
	store_close(store);
	return done;
}
