/* Whatever a web site calls a calendar. What comes of it is ordered, clean, inside the time asked
 * for and of one id each. */
#include "calendar/programme.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"

enum { MAX = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const int64_t from_ms = INT64_C(1796000000000);
static const int64_t until_ms = INT64_C(1796000000000) + 120 * DAY_MS;

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_session(const struct session *session)
{
	require(session->title[0] && text_is_valid(session->title));
	require(text_is_valid(session->room) && text_is_valid(session->about));
	require(text_is_valid(session->theme) && session->theme[0]);
	require(session->icon[0] && !strpbrk(session->icon, "/."));
	require(session->starts_ms < session->ends_ms && session->ends_ms > from_ms &&
		session->starts_ms < until_ms);
	require(session->opens_ms <= session->starts_ms && session->opens_ms < session->closes_ms);
	require(session->places >= 0 && session->door_places >= 0 && session->asks != 0);
}

static void check(const struct session *sessions, int count)
{
	for (int i = 0; i < count; i++) {
		check_session(&sessions[i]);
		for (int j = 0; j < i; j++)
			require(!id_equal(sessions[i].id, sessions[j].id));
		require(i == 0 || sessions[i - 1].starts_ms <= sessions[i].starts_ms);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct session sessions[MAX];
	static bool started;
	struct error error = {0};
	int count = -1;

	if (!started) {
		ciphers_start();
		require(clock_set_zone("Europe/London", NULL));
		started = true;
	}
	bool done = programme_expand((const char *)bytes, length, "branch", from_ms, until_ms,
		sessions, MAX, &count, &error);
	require(done == (error.code == ERROR_NONE));
	require(done || count == 0);
	check(sessions, count);
	return 0;
}
