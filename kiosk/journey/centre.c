/* The words about the other side: a local centre that platform/centre makes, one run of kiosk-sync, and
 * what the centre knows afterwards. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "journey/journey.h"

/* One that was there before the journey outlives it. */
static void find_folder(const struct journey *journey, char folder[static PATH_BYTES])
{
	const char *centre = journey->options->centre;

	if (centre)
		snprintf(folder, PATH_BYTES, "%s", centre);
	else
		snprintf(folder, PATH_BYTES, "%.1000s/centre", journey->folder);
}

static bool command(struct journey *journey, const char *what)
{
	char script[PATH_BYTES], folder[PATH_BYTES];

	snprintf(script, sizeof(script), "%s/centre", journey->installation.platform);
	find_folder(journey, folder);
	const char *arguments[] = {script, what, folder, NULL};
	return program_run_quietly(arguments) == 0 ||
	       journey_fails(journey, "platform/centre %s did not succeed", what);
}

bool centre_command(struct journey *journey)
{
	return command(journey, journey_word(journey, 1));
}

bool centre_kill(struct journey *journey)
{
	return command(journey, "kill");
}

static bool centre_url(struct journey *journey, const char *who, char *url, size_t size)
{
	char script[PATH_BYTES], folder[PATH_BYTES];

	snprintf(script, sizeof(script), "%s/centre", journey->installation.platform);
	find_folder(journey, folder);
	if (journey->offline)
		snprintf(folder, sizeof(folder), "%.1000s/no-centre", journey->folder);
	const char *arguments[] = {script, "url", who, folder, NULL};
	return program_read(arguments, url, size) ||
	       journey_fails(journey, "the centre has no address");
}

/* `sync` holds if nothing stays unanswered; `sync 1` if the centre is away. */
bool centre_sync(struct journey *journey)
{
	char path[PATH_BYTES], url[512], who[16];
	int wanted = (int)journey_value(journey, 1);

	snprintf(who, sizeof(who), "kiosk_%d", journey->kiosk);
	if (!centre_url(journey, who, url, sizeof(url)))
		return false;
	snprintf(path, sizeof(path), "%s/kiosk-sync", journey->installation.programs);
	const char *arguments[] = {path, "--data", journey->data, "--centre", url, "--once", NULL};
	int status = program_run(arguments);
	if (status != wanted)
		return journey_fails(journey, "kiosk-sync ended with %d", status);
	return journey->control < 0 || face_tell(journey, json_pack("{s:s}", "type", "news"));
}

bool centre_network(struct journey *journey)
{
	journey->offline = journey_is(journey, 0, "offline");
	return true;
}

const char *const centre_counts[] = {
	"member", "household", "booking", "waiting", "people", "attendance", "exception", NULL};
/* In the same order. */
static const char *const count_queries[] = {
	"select count(*) from report.member",
	"select count(DISTINCT household) from report.member",
	"select count(*) from report.booking where state = 'confirmed'",
	"select count(*) from report.booking where state = 'waiting'",
	"select coalesce(sum(people), 0) from report.booking where state = 'confirmed'",
	"select count(*) from report.attendance",
	"select count(*) from report.exception",
};

_Static_assert(sizeof(count_queries) / sizeof(count_queries[0]) + 1 ==
		       sizeof(centre_counts) / sizeof(centre_counts[0]),
	"each count has its query");

static const char *count_query(const char *name)
{
	int i = 0;

	while (strcmp(centre_counts[i], name) != 0)
		i++;
	return count_queries[i];
}

bool centre_count(struct journey *journey)
{
	char url[512], found[64];

	if (!centre_url(journey, "report", url, sizeof(url)))
		return false;
	const char *arguments[] = {
		"psql", "-XAtq", url, "-c", count_query(journey_word(journey, 1)), NULL};
	if (!program_read(arguments, found, sizeof(found)))
		return journey_fails(journey, "the centre does not answer");
	return strtoll(found, NULL, 10) == journey_value(journey, 2) ||
	       journey_fails(journey, "there are %s", found);
}

/* How many members' forms say this name at `path`, byte for byte, when the clerk has opened what is
 * sealed. The name goes over a pipe, not over a command line. */
static bool count_forms(struct journey *journey, const char *path, int64_t expected)
{
	char url[512], name[2 * WORD_BYTES_MAX + 1];
	char query[2 * WORD_BYTES_MAX + 256], found[64];
	const char *ask_centre[] = {"psql", "-XAtq", url, "-f", "-", NULL};

	if (!command(journey, "open"))
		return false;
	if (!centre_url(journey, "staff", url, sizeof(url)))
		return false;
	text_hex((const uint8_t *)journey_word(journey, 1), strlen(journey_word(journey, 1)), name);
	snprintf(query, sizeof(query),
		"select count(*) from jsonb_array_elements(staff.members()::jsonb) as member "
		"where convert_to(member->'form'%s, 'UTF8') = decode('%s', 'hex');\n",
		path, name);
	if (!program_ask(ask_centre, query, found, sizeof(found)))
		return journey_fails(journey, "the centre does not answer");
	return strtoll(found, NULL, 10) == expected ||
	       journey_fails(journey, "there are %s", found);
}

/* `opened "NAME"`: one member is called so. */
bool centre_opened(struct journey *journey)
{
	return count_forms(journey, "->>'name'", 1);
}

/* `guardian "NAME" 2`: so many are looked after by this adult. */
bool centre_guardian(struct journey *journey)
{
	return count_forms(journey, "->'guardian'->>'name'", journey_value(journey, 2));
}

void centre_end(struct journey *journey)
{
	char script[PATH_BYTES], folder[PATH_BYTES];
	const char *stop[] = {script, "stop", folder, NULL};

	snprintf(script, sizeof(script), "%s/centre", journey->installation.platform);
	find_folder(journey, folder);
	if (!journey->options->centre && access(folder, F_OK) == 0)
		program_run_quietly(stop);
}
