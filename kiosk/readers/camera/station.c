/* Two kinds of device, one idea: something is shown, `sight` makes it news, `report` says it. */
#include "readers/camera/station.h"

#include <string.h>
#include <sys/stat.h>

#include "base/back_off.h"
#include "base/clock.h"
#include "base/log.h"
#include "readers/camera/picture.h"
#include "readers/camera/report.h"

enum {
	HEALTHY_AFTER_MS = 2000,
	FROZEN_AFTER_MS = 1000,
	AWAKE_AFTER_MOTION_MS = 3000,
	STILL_INTERVAL_MS = 100,
	STILL_FRAMES_A_LOOK = 10,
	/* What a camera gives in a second. */
	FRAMES_A_PICTURE = 30,
	FRAME_EVERY_MS = 33,
	FRAME_SIDE_MAX = 1920,
};

void station_init(struct station *station, const char *device, bool search)
{
	*station = (struct station){.device = device, .searches = search};
	station->video.descriptor = station->album.descriptor = -1;
}

static void end_picture(struct station *station)
{
	search_destroy(station->search);
	station->search = NULL;
	station->frames_left = 0;
}

static void close_device(struct station *station)
{
	end_picture(station);
	if (station->source == STATION_VIDEO)
		video_finish(&station->video);
	if (station->source == STATION_ALBUM)
		album_finish(&station->album);
	station->source = STATION_CLOSED;
}

void station_finish(struct station *station)
{
	close_device(station);
	live_finish(&station->live);
	plane_finish(&station->plane);
	plane_finish(&station->shrunk);
}

void station_set_want(struct station *station, enum station_want want)
{
	station->want = want;
	station->next_ms = 0;
}

static bool is_node(const char *path)
{
	struct stat status;

	return strncmp(path, "/dev/", 5) == 0 ||
	       (stat(path, &status) == 0 && S_ISCHR(status.st_mode));
}

static bool back_off(struct station *station, int64_t now_ms, const char *state, const char *detail)
{
	bool was_healthy =
		station->source != STATION_CLOSED && now_ms - station->opened_ms > HEALTHY_AFTER_MS;

	close_device(station);
	station->failures = was_healthy ? 1 : station->failures + 1;
	station->open_again_ms = now_ms + back_off_ms(&back_off_of_devices, station->failures);
	return report_state(state, detail);
}

static bool open_device(struct station *station, int64_t now_ms)
{
	struct error error = {0};
	bool is_video = is_node(station->device);

	if (!(is_video ? video_init(&station->video, station->device, &error)
		       : album_init(&station->album, station->device, &error)))
		return back_off(station, now_ms,
			error.code == ERROR_NOT_FOUND ? "absent" : "backoff", error.detail);
	station->source = is_video ? STATION_VIDEO : STATION_ALBUM;
	station->opened_ms = station->frame_ms = now_ms;
	station->motion.has_before = false;
	/* A camera is ready when it has given a picture. */
	return is_video || report_state("ready", "pictures");
}

/* False: nobody reads our lines any more. */
static bool say(struct station *station, int64_t now_ms, bool malformed, bool agreed)
{
	const struct code *code;
	enum sight_news news =
		sight_frame(&station->sight, now_ms, &station->codes, malformed, agreed, &code);

	if (news != SIGHT_NOTHING)
		station->frames_left = 0; /* of a picture: it has had its answer */
	switch (news) {
	case SIGHT_NOTHING:
		return true;
	case SIGHT_CODE:
		return report_code(code);
	case SIGHT_TWO_CODES:
		return report_unreadable("two-codes");
	case SIGHT_MALFORMED:
		return report_unreadable("malformed");
	}
	return true;
}

static bool is_awake(const struct station *station, int64_t now_ms)
{
	return station->want != STATION_IDLE ||
	       now_ms - station->moved_ms < AWAKE_AFTER_MOTION_MS ||
	       sight_is_busy(&station->sight, now_ms);
}

static bool look(struct station *station, struct luma luma, int64_t now_ms)
{
	if (motion_seen(&station->motion, luma))
		station->moved_ms = now_ms;
	bool awake = is_awake(station, now_ms);
	station->next_ms = awake ? now_ms : now_ms + STILL_INTERVAL_MS;
	if (!awake && ++station->still_frames % STILL_FRAMES_A_LOOK != 0)
		return true;
	enum zxing_status status = live_look(&station->live, luma, &station->codes);
	return say(station, now_ms, status == ZXING_THREW, false);
}

static bool take_frame(struct station *station, int64_t now_ms)
{
	struct frame frame;
	struct luma luma;
	enum video_taken taken = video_take(&station->video, &frame);

	if (taken == VIDEO_LOST)
		return back_off(station, now_ms, "backoff", "the camera was lost");
	if (taken == VIDEO_NONE && now_ms - station->frame_ms > FROZEN_AFTER_MS)
		return back_off(station, now_ms, "backoff", "the camera gives no new pictures");
	if (station->video.damaged > VIDEO_DAMAGED_MAX &&
		!report_state("degraded", "the camera gives damaged pictures"))
		return false;
	if (taken == VIDEO_NONE)
		return true;
	station->frame_ms = now_ms;
	if (!frame_luma(&frame, &station->plane, &luma))
		return true;
	return report_state("ready", "frames") && look(station, luma, now_ms);
}

/* The picture is held before the camera for a while: as large as a frame, on a clock of its own. */
static void hold(struct station *station, int64_t now_ms)
{
	struct luma picture = plane_luma(&station->plane);
	int side = picture.width > picture.height ? picture.width : picture.height;
	int factor = (side - 1) / FRAME_SIDE_MAX + 1;

	station->held = picture;
	if (factor > 1 && luma_shrink(picture, factor, &station->shrunk))
		station->held = plane_luma(&station->shrunk);
	station->frames_left = FRAMES_A_PICTURE;
	station->held_ms = now_ms;
	live_restart(&station->live);
}

static bool look_on(struct station *station)
{
	enum zxing_status status = live_look(&station->live, station->held, &station->codes);

	station->held_ms += FRAME_EVERY_MS;
	if (--station->frames_left == 0 && station->codes.count == 0)
		log_info("no code in the picture");
	return say(station, station->held_ms, status == ZXING_THREW, false);
}

static bool show(struct station *station, const char *path, int64_t now_ms)
{
	struct error error = {0};

	/* Every picture is held there anew. */
	station->sight = (struct sight){0};
	if (!picture_load(path, &station->plane, &error)) {
		log_error("showing a picture", &error);
		return report_unreadable("not-a-picture");
	}
	if (station->searches)
		station->search = search_create(plane_luma(&station->plane));
	else
		hold(station, now_ms);
	return true;
}

static bool search_on(struct station *station, int64_t now_ms)
{
	bool malformed;

	if (search_step(station->search))
		return true;
	search_result(station->search, &station->codes, &malformed);
	end_picture(station);
	if (station->codes.count == 0)
		log_info("no code in the picture");
	return say(station, now_ms, malformed, true);
}

static bool take_picture(struct station *station, int64_t now_ms)
{
	char path[PATH_MAX];

	if (station->search)
		return search_on(station, now_ms);
	if (station->frames_left > 0)
		return look_on(station);
	switch (album_next(&station->album, path)) {
	case ALBUM_NOTHING:
		return true;
	case ALBUM_PICTURE:
		return show(station, path, now_ms);
	case ALBUM_LOST:
		return back_off(station, now_ms, "absent", "the folder has gone");
	}
	return true;
}

int station_descriptor(const struct station *station, int64_t now_ms)
{
	if (station->source == STATION_ALBUM)
		return station->album.descriptor;
	if (station->source == STATION_VIDEO && now_ms >= station->next_ms)
		return station->video.descriptor;
	return -1;
}

int64_t station_due_ms(const struct station *station)
{
	switch (station->source) {
	case STATION_CLOSED:
		return station->open_again_ms;
	case STATION_ALBUM:
		return station->search || station->frames_left || station->album.is_first ||
				       station->album.at < station->album.length
			       ? 0
			       : INT64_MAX;
	case STATION_VIDEO:
		break;
	}
	int64_t frozen_ms = station->frame_ms + FROZEN_AFTER_MS + 1;
	return station->next_ms > clock_boot_ms() ? station->next_ms : frozen_ms;
}

bool station_step(struct station *station, int64_t now_ms)
{
	switch (station->source) {
	case STATION_CLOSED:
		return now_ms < station->open_again_ms || open_device(station, now_ms);
	case STATION_ALBUM:
		return take_picture(station, now_ms);
	case STATION_VIDEO:
		return now_ms < station->next_ms || take_frame(station, now_ms);
	}
	return true;
}
