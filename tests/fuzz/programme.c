/* Whatever a web site calls a calendar. What comes of it is ordered, clean, inside the time asked
 * for and of one id each. */
#include "calendar/programme.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"

enum { MANY = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define FROM_MS INT64_C(1796000000000)
#define UNTIL_MS (FROM_MS + 120 * DAY_MS)

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_session(const struct session *session)
{
	require(session_title(session)[0] && text_is_valid(session_title(session)));
	require(text_is_valid(session_text(session, "", SESSION_ROOM)) &&
		text_is_valid(session_text(session, "", SESSION_ABOUT)));
	require(text_is_valid(session->theme) && session->theme[0]);
	require(session->icon[0] && !strpbrk(session->icon, "/."));
	require(session->starts_ms < session->ends_ms && session->ends_ms > FROM_MS &&
		session->starts_ms < UNTIL_MS);
	require(session->opens_ms <= session->starts_ms && session->opens_ms < session->closes_ms);
	require(session->places >= 0 && session->door_places >= 0 && session->asks != 0);
	require(text_is_valid(session->partner));
	for (int i = 0; i < SESSION_SETTINGS; i++)
		require(session->setting[i] >= 0 &&
			session->setting[i] <= setting_most((enum session_setting)i));
}

static void check(const struct programme *programme)
{
	for (int i = 0; i < programme->count; i++) {
		const struct session *session = &programme->entries[i].session;
		check_session(session);
		require(i == 0 ||
			session[0].starts_ms >= programme->entries[i - 1].session.starts_ms);
		for (int j = 0; j < i && programme->count < MANY; j++)
			require(!id_equal(session->id, programme->entries[j].session.id));
	}
	for (int i = 0; i < programme->left_out_count; i++) {
		const struct programme_left_out *left_out = &programme->left_out[i];
		require(left_out->title[0] && left_out->date[0] && left_out->reason[0]);
		require(text_is_valid(left_out->title) && text_is_valid(left_out->date) &&
			text_is_valid(left_out->reason));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const struct programme_wish wish = {
		.branch = "branch", .from_ms = FROM_MS, .until_ms = UNTIL_MS};
	static bool started;
	struct programme programme;
	struct error error = {0};

	if (!started) {
		ciphers_start();
		require(clock_set_zone("Europe/London", NULL));
		started = true;
	}
	bool done = programme_read((const char *)bytes, length, &wish, &programme, &error);
	require(done == (error.code == ERROR_NONE));
	require(done || (programme.count == 0 && programme.left_out_count == 0));
	check(&programme);
	programme_free(&programme);
	return 0;
}
