/* kioskctl import programme --watch at a real centre: what is written is imported, what is broken or
 * takes away too much changes nothing and is an alarm until a good version comes, whatever happens to
 * the folder and the centre meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "local_centre.h"

enum { WAIT_MOST_MS = 20000, LOOK_EVERY_MS = 50 };

static const char *script, *control;
static char folder[64], said[128];
static pid_t watcher;

static void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

/* ---- the file ---- */

/* Tomorrow and the days after it, an event a day. */
static void write_events(FILE *file, int first, int count)
{
	char date[32];

	fputs("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Feed\r\n", file);
	for (int i = first; i < first + count; i++) {
		time_t day = time(NULL) + (i + 1) * 24 * 60 * 60;
		strftime(date, sizeof(date), "%Y%m%dT120000", gmtime(&day));
		fprintf(file,
			"BEGIN:VEVENT\r\nUID:%d\r\nSUMMARY:Event %d\r\nDTSTART:%s\r\nEND:VEVENT\r\n",
			i, i, date);
	}
	fputs("END:VCALENDAR\r\n", file);
}

static FILE *open_in_folder(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	return file;
}

static void write_feed(int first, int count)
{
	FILE *file = open_in_folder("feed.ics");

	write_events(file, first, count);
	fclose(file);
}

static void break_feed(void)
{
	FILE *file = open_in_folder("feed.ics");

	fputs("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", file);
	fclose(file);
}

static void rename_feed_over(int first, int count)
{
	char from[128], to[128];
	FILE *file = open_in_folder("new.part");

	write_events(file, first, count);
	fclose(file);
	snprintf(from, sizeof(from), "%s/new.part", folder);
	snprintf(to, sizeof(to), "%s/feed.ics", folder);
	assert_int_equal(rename(from, to), 0);
}

static void remove_file(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(unlink(path), 0);
}

static void remove_feed(void)
{
	remove_file("feed.ics");
}

static void write_table(const char *name, const char *event)
{
	FILE *file = open_in_folder(name);
	time_t day = time(NULL) + 24 * 60 * 60;
	char date[32];

	strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&day));
	fprintf(file, "id,title,date,starts\n1,%s,%s,10:00\n", event, date);
	fclose(file);
}

static void run_control(const char *words)
{
	char command[512];

	snprintf(command, sizeof(command),
		"'%s' import programme %s --centre 'postgresql://staff@/centre?host=%s' >/dev/null",
		control, words, local_centre.socket);
	assert_int_equal(system(command), 0);
}

static void import_by_hand(const char *options)
{
	char command[512];

	snprintf(command, sizeof(command),
		"control=$(realpath '%s') && cd '%s' && \"$control\" import programme . --centre 'postgresql://staff@/centre?host=%s' %s"
		" >/dev/null",
		control, folder, local_centre.socket, options);
	assert_int_equal(system(command), 0);
}

/* ---- the watcher ---- */

static void start_watching(const char *name)
{
	char path[128], url[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(url, sizeof(url), "postgresql://staff@/centre?host=%s", local_centre.socket);
	watcher = fork();
	assert_true(watcher >= 0);
	if (watcher > 0)
		return;
	int log = open(said, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(log, STDERR_FILENO);
	dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
	execl(control, control, "import", "programme", "--watch", path, "--centre", url, NULL);
	_exit(127);
}

/* It ends within two seconds, which is far more than at once. */
static void stop_watching(void)
{
	int status, waited_ms = 0;

	assert_int_equal(kill(watcher, SIGTERM), 0);
	while (waitpid(watcher, &status, WNOHANG) == 0 && waited_ms < 2000) {
		sleep_ms(10);
		waited_ms += 10;
	}
	assert_true(waited_ms < 2000);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void still_watches(void)
{
	assert_int_equal(waitpid(watcher, NULL, WNOHANG), 0);
}

static void comes_to(const char *sql, int wanted)
{
	int count = count_of(sql);

	for (int ms = 0; count != wanted && ms < WAIT_MOST_MS; ms += LOOK_EVERY_MS) {
		sleep_ms(LOOK_EVERY_MS);
		count = count_of(sql);
	}
	if (count != wanted)
		fail_msg("%d, not %d: %s", count, wanted, sql);
	still_watches();
}

#define ON                                                                                         \
	"SELECT count(*) FROM core.session WHERE NOT cancelled AND calendar IN ('Feed', 'more.csv')"
#define ALARMS "SELECT count(*) FROM report.alarm"

static void read_log(char *log, size_t size)
{
	FILE *file = fopen(said, "r");

	assert_non_null(file);
	log[fread(log, 1, size - 1, file)] = '\0';
	fclose(file);
}

static void said_once(const char *sentence)
{
	static char log[16 * 1024];

	read_log(log, sizeof(log));
	const char *first = strstr(log, sentence);
	if (!first || strstr(first + 1, sentence))
		fail_msg("not once \"%s\":\n%s", sentence, log);
}

static int begin_feed(void **state)
{
	PGconn *owner = connect_as("owner");

	query(owner,
		"DELETE FROM core.lease; DELETE FROM core.session; DELETE FROM core.feed; DELETE FROM core.alarm;"
		" UPDATE core.site SET demo = false");
	PQfinish(owner);
	snprintf(folder, sizeof(folder), "/tmp/library-kiosk-feed-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(said, sizeof(said), "%s/said.txt", folder);
	write_feed(0, 9);
	return 0;
}

static int end_feed(void **state)
{
	char command[128];

	if (watcher > 0 && waitpid(watcher, NULL, WNOHANG) == 0) {
		kill(watcher, SIGKILL);
		waitpid(watcher, NULL, 0);
	}
	watcher = 0;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* ---- tests ---- */

static void a_good_version_after_a_broken_one_ends_the_alarm(void **state)
{
	start_watching("feed.ics");
	comes_to(ON, 9);
	break_feed();
	comes_to(ALARMS, 1);
	assert_int_equal(count_of(ON), 9);
	said_once("feed.ics cannot be imported, so nothing was changed: the calendar stops in the "
		  "middle");
	write_feed(0, 10);
	comes_to(ON, 10);
	comes_to(ALARMS, 0);
	said_once("feed.ics is in order again.");
	assert_int_equal(count_of("SELECT count(*) FROM core.alarm WHERE ended_at IS NOT NULL"), 1);
	stop_watching();
}

static void a_file_that_is_renamed_over_it_counts(void **state)
{
	start_watching("feed.ics");
	comes_to(ON, 9);
	rename_feed_over(0, 11);
	comes_to(ON, 11);
	stop_watching();
}

static void what_would_take_away_more_than_a_third_changes_nothing(void **state)
{
	start_watching("feed.ics");
	comes_to(ON, 9);
	write_feed(4, 5);
	comes_to(ALARMS, 1);
	assert_int_equal(count_of(ON), 9);
	said_once("feed.ics lacks 4 of the 9 sessions to come, so nothing was changed");
	write_feed(3, 6);
	comes_to(ON, 6);
	comes_to(ALARMS, 0);
	stop_watching();
}

static void a_file_that_goes_away_is_an_alarm_until_it_comes_back(void **state)
{
	char path[128];

	start_watching("feed.ics");
	comes_to(ON, 9);
	snprintf(path, sizeof(path), "%s/feed.ics", folder);
	assert_int_equal(unlink(path), 0);
	comes_to(ALARMS, 1);
	assert_int_equal(count_of(ON), 9);
	write_feed(0, 9);
	comes_to(ALARMS, 0);
	stop_watching();
}

static void never_said(const char *sentence)
{
	static char log[16 * 1024];

	read_log(log, sizeof(log));
	if (strstr(log, sentence))
		fail_msg("said \"%s\":\n%s", sentence, log);
}

/* Neither mended nor broken: gone. */
static void a_broken_file_that_is_deleted_is_told_as_gone(void **state)
{
	start_watching("feed.ics");
	comes_to(ON, 9);
	break_feed();
	comes_to(ALARMS, 1);
	remove_feed();
	comes_to(ALARMS " WHERE reason LIKE '%feed.ics is gone; what it brought stays as it is.%'",
		1);
	said_once("feed.ics is gone; what it brought stays as it is.");
	never_said("in order again");
	assert_int_equal(count_of(ON), 9);
	write_feed(0, 9);
	comes_to(ALARMS, 0);
	said_once("feed.ics is in order again.");
	stop_watching();
}

static void of_a_folder_a_broken_file_that_is_deleted_is_told_as_gone(void **state)
{
	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	break_feed();
	comes_to(ALARMS, 1);
	remove_feed();
	comes_to(ALARMS " WHERE reason LIKE '%feed.ics is gone; what it brought stays as it is.%'",
		1);
	said_once("The calendar \"Feed\" has no file: ");
	never_said("in order again");
	stop_watching();
}

static void of_a_folder_a_broken_file_that_brought_nothing_is_gone_with_its_alarm(void **state)
{
	start_watching("");
	comes_to(ON, 9);
	fclose(open_in_folder("half.ics"));
	comes_to(ALARMS " WHERE about LIKE '%/half.ics'", 1);
	remove_file("half.ics");
	comes_to(ALARMS, 0);
	said_once("half.ics is gone, and nothing that is to come needs it: its alarm has ended.");
	never_said("in order again");
	stop_watching();
}

static void of_a_folder_each_file_is_watched(void **state)
{
	start_watching("");
	comes_to(ON, 9);
	write_table("more.csv", "Chess");
	comes_to(ON, 10);
	break_feed();
	comes_to(ALARMS " WHERE about LIKE '%feed.ics'", 1);
	assert_int_equal(count_of(ON), 10);
	write_feed(0, 9);
	comes_to(ALARMS, 0);
	stop_watching();
}

static void a_file_that_a_folder_loses_is_an_alarm_until_it_is_back(void **state)
{
	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	remove_feed();
	comes_to(ALARMS " WHERE about LIKE '%/feed.ics'", 1);
	said_once("feed.ics is gone; what it brought stays as it is.");
	assert_int_equal(count_of(ON), 10);
	write_feed(0, 9);
	comes_to(ALARMS, 0);
	stop_watching();
}

static void or_until_the_folder_is_imported_by_hand_with_yes(void **state)
{
	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	remove_feed();
	comes_to(ALARMS, 1);
	import_by_hand("");
	assert_int_equal(count_of(ALARMS), 1);
	import_by_hand("--yes");
	assert_int_equal(count_of(ALARMS), 0);
	/* What is still there is read again, and what was settled stays so. */
	write_table("more.csv", "Chess and cake");
	comes_to("SELECT count(*) FROM core.session WHERE title = 'Chess and cake'", 1);
	assert_int_equal(count_of(ALARMS), 0);
	assert_int_equal(count_of(ON), 10);
	stop_watching();
}

static void a_file_that_was_lost_while_nobody_watched_is_an_alarm_from_the_start(void **state)
{
	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	stop_watching();
	remove_feed();
	start_watching("");
	comes_to(ALARMS " WHERE about LIKE '%/feed.ics'", 1);
	said_once("The calendar \"Feed\" has no file: ");
	assert_int_equal(count_of(ALARMS), 1);
	assert_int_equal(count_of(ON), 10);
	write_feed(0, 9);
	comes_to(ALARMS, 0);
	assert_int_equal(count_of(ON), 10);
	stop_watching();
}

static void or_until_staff_take_the_calendar_away(void **state)
{
	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	remove_feed();
	comes_to(ALARMS, 1);
	run_control("--remove Feed --dry-run");
	assert_int_equal(count_of(ON), 10);
	assert_int_equal(count_of(ALARMS), 1);
	run_control("--remove Feed");
	assert_int_equal(count_of(ON), 1);
	assert_int_equal(count_of(ALARMS), 0);
	write_table("more.csv", "Chess and cake");
	comes_to("SELECT count(*) FROM core.session WHERE title = 'Chess and cake'", 1);
	assert_int_equal(count_of(ALARMS), 0);
	stop_watching();
}

static void of_a_folder_that_is_empty_each_calendar_is_named(void **state)
{
	char path[128];

	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	snprintf(path, sizeof(path), "%s/more.csv", folder);
	assert_int_equal(unlink(path), 0);
	remove_feed();
	comes_to(ALARMS, 3);
	assert_int_equal(count_of(ALARMS " WHERE about LIKE '%/feed.ics'"), 1);
	assert_int_equal(count_of(ALARMS " WHERE about LIKE '%/more.csv'"), 1);
	assert_int_equal(count_of(ON), 10);
	write_feed(0, 9);
	write_table("more.csv", "Chess");
	comes_to(ALARMS, 0);
	stop_watching();
}

static void a_calendar_that_has_another_file_now_is_not_missed(void **state)
{
	char from[128], to[128];

	write_table("more.csv", "Chess");
	start_watching("");
	comes_to(ON, 10);
	snprintf(from, sizeof(from), "%s/feed.ics", folder);
	snprintf(to, sizeof(to), "%s/november.ics", folder);
	assert_int_equal(rename(from, to), 0);
	write_table("more.csv", "Chess and cake");
	comes_to("SELECT count(*) FROM core.session WHERE title = 'Chess and cake'", 1);
	assert_int_equal(count_of(ALARMS), 0);
	stop_watching();
}

static void a_centre_that_was_away_is_found_again(void **state)
{
	start_watching("feed.ics");
	comes_to(ON, 9);
	assert_int_equal(centre_script("stop"), 0);
	write_feed(0, 12);
	sleep_ms(1500);
	still_watches();
	said_once("the centre is away; is its address right?; it is tried again");
	assert_int_equal(centre_script("start"), 0);
	comes_to(ON, 12);
	stop_watching();
}

static void it_ends_at_once_while_it_waits_for_a_centre(void **state)
{
	assert_int_equal(centre_script("stop"), 0);
	start_watching("feed.ics");
	sleep_ms(700);
	stop_watching();
	assert_int_equal(centre_script("start"), 0);
}

static int begin(void **state)
{
	centre_begin(script);
	return 0;
}

static int end(void **state)
{
	centre_end();
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_feed, end_feed)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_version_after_a_broken_one_ends_the_alarm),
		TEST(a_file_that_is_renamed_over_it_counts),
		TEST(what_would_take_away_more_than_a_third_changes_nothing),
		TEST(a_file_that_goes_away_is_an_alarm_until_it_comes_back),
		TEST(a_broken_file_that_is_deleted_is_told_as_gone),
		TEST(of_a_folder_a_broken_file_that_is_deleted_is_told_as_gone),
		TEST(of_a_folder_a_broken_file_that_brought_nothing_is_gone_with_its_alarm),
		TEST(of_a_folder_each_file_is_watched),
		TEST(a_file_that_a_folder_loses_is_an_alarm_until_it_is_back),
		TEST(or_until_the_folder_is_imported_by_hand_with_yes),
		TEST(a_file_that_was_lost_while_nobody_watched_is_an_alarm_from_the_start),
		TEST(or_until_staff_take_the_calendar_away),
		TEST(of_a_folder_that_is_empty_each_calendar_is_named),
		TEST(a_calendar_that_has_another_file_now_is_not_missed),
		TEST(a_centre_that_was_away_is_found_again),
		TEST(it_ends_at_once_while_it_waits_for_a_centre),
	};

	if (argc != 3)
		return 2;
	script = argv[1];
	control = argv[2];
	return cmocka_run_group_tests_name("a watched programme", tests, begin, end);
}
