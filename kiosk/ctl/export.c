/* kioskctl export: what a kiosk's disk holds that the centre has not answered, as a file that the centre
 * takes (kioskctl import salvage). The disk is only read. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"
#include "base/text.h"
#include "ctl/ctl.h"
#include "ctl/directory.h"
#include "ctl/salvage_file.h"
#include "store/json.h"
#include "store/salvage.h"

enum { ALL_READ = 0, NOTHING_READ = 1, BAD_ARGUMENTS = 2, SOME_LOST = 3, KIOSK_LARGEST = 999 };

struct request {
	const char *data, *file;
	int kiosk; /* 0: the disk says it */
	char directory[DIRECTORY_BYTES];
};

struct salvage_writer {
	FILE *file;
	bool failed;
};

static void print_more(void)
{
	puts("\nFor a disk that is dying, one that is damaged, or a copy from which the centre takes\n"
	     "nothing. Stop the kiosk first; the disk is only read, and may be mounted read-only.\n"
	     "What is sealed stays sealed. The file is for the centre:\n"
	     "  kioskctl import salvage FILE --centre URL\n"
	     "Exit code: 0 all was read, 1 nothing could be, 2 an argument is not understood or\n"
	     "FILE is there already, 3 all but the changes that are counted as damaged.");
}

static bool read_number(const char *text, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	*number = (int)value;
	return *text && !*end && value >= 1 && value <= KIOSK_LARGEST;
}

/* OPTIONS_GO_ON, or the exit code. */
static int read_request(int argc, char **argv, struct request *request)
{
	const char *kiosk = NULL;
	const struct option_known known[] = {
		{"salvage", "FILE", "where to; \"-\" is standard output", .text = &request->file,
			.needed = true},
		{"data", "DIR", "the kiosk's directory, wherever its disk is now",
			.text = &request->data},
		{"kiosk", "NUMBER", "which kiosk it was, if the disk does not say it any more",
			.text = &kiosk},
		{0},
	};
	const struct option_table table = {.program = "kioskctl export",
		.about = "Reads all that the centre has not answered out of a kiosk's disk.",
		.known = known,
		.print_more = print_more};
	int code = options_read(&table, argc, argv);

	if (code == OPTIONS_GO_ON && kiosk && !read_number(kiosk, &request->kiosk))
		return options_refuse(&table, "--kiosk is a number from 1 to %d", KIOSK_LARGEST);
	return code;
}

/* ---- the file ---- */

static bool is_stream(const struct request *request)
{
	return strcmp(request->file, "-") == 0;
}

/* Never over what is there: it may be the only copy of another disk. */
static FILE *open_file(const struct request *request, struct error *error)
{
	if (is_stream(request))
		return stdout;
	int file = open(request->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0) {
		error_set(error, ERROR_BAD_INPUT, "%.160s: %s", request->file,
			errno == EEXIST ? "is there already; give another name" : strerror(errno));
		return NULL;
	}
	return fdopen(file, "w");
}

static void write_line(struct salvage_writer *writer, json_t *line)
{
	char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;

	writer->failed |= !text || fprintf(writer->file, "%s\n", text) < 0;
	free(text);
	json_decref(line);
}

static bool write_change(void *context, int64_t seq, const char *text)
{
	struct salvage_writer *writer = context;

	write_line(writer, json_pack("{s:I, s:s}", "seq", (json_int_t)seq, "text", text));
	return !writer->failed;
}

static json_t *header_of(const struct salvage_owner *owner, const struct request *request,
	const struct salvage_count *count)
{
	json_t *header = json_pack("{s:s, s:i, s:I, s:I}", "format", SALVAGE_FORMAT, "kiosk",
		request->kiosk ? request->kiosk : owner->kiosk, "changes",
		(json_int_t)count->changes, "damaged", (json_int_t)count->damaged);

	if (owner->kiosk)
		json_object_set_new(header, "demo", json_boolean(owner->demo));
	if (!id_is_zero(owner->install))
		json_object_set_new(header, "install", json_id(owner->install));
	if (owner->branch[0])
		json_object_set_new(header, "branch", json_string(owner->branch));
	return header;
}

static bool finish(struct salvage_writer *writer, const struct request *request)
{
	bool done = !writer->failed && fflush(writer->file) == 0;

	if (is_stream(request))
		return done;
	done = done && fsync(fileno(writer->file)) == 0;
	done = fclose(writer->file) == 0 && done;
	if (!done)
		unlink(request->file);
	return done;
}

static bool write_file(struct salvage *salvage, const struct request *request,
	const struct salvage_count *count, struct error *error)
{
	struct salvage_writer writer = {.file = open_file(request, error)};

	if (!writer.file)
		return error_set(error, ERROR_BAD_INPUT, "%.160s cannot be written", request->file);
	write_line(&writer, header_of(salvage_owner(salvage), request, count));
	salvage_walk(salvage, write_change, &writer);
	return finish(&writer, request) ||
	       error_set(error, ERROR_IO, "%.160s cannot be written", request->file);
}

/* ---- the word ---- */

static void tell(const struct request *request, const struct salvage_count *count)
{
	FILE *out = is_stream(request) ? stderr : stdout;

	fprintf(out, "%lld %s that the centre has not answered %s in %s.\n",
		(long long)count->changes, text_counted(count->changes, "change", "changes"),
		text_counted(count->changes, "is", "are"),
		is_stream(request) ? "what was written" : request->file);
	if (count->damaged)
		fprintf(out, "%lld more cannot be read from this disk any more.\n",
			(long long)count->damaged);
	if (count->changes)
		fprintf(out, "Bring it to the centre: kioskctl import salvage %s --centre URL\n",
			is_stream(request) ? "FILE" : request->file);
}

static bool may_read(const struct request *request, struct error *error)
{
	if (ctl_is_locked(request->directory, "kiosk.lock") ||
		ctl_is_locked(request->directory, "sync.lock"))
		return error_set(error, ERROR_BUSY, "%.160s: the kiosk runs on it; stop it first",
			request->directory);
	return is_stream(request) || access(request->file, F_OK) != 0 ||
	       error_set(error, ERROR_BAD_INPUT, "%.160s: is there already; give another name",
		       request->file);
}

static bool knows_kiosk(
	const struct salvage *salvage, const struct request *request, struct error *error)
{
	int kiosk = salvage_owner(salvage)->kiosk;

	if (kiosk == 0 && request->kiosk == 0)
		return error_set(error, ERROR_BAD_INPUT,
			"the disk does not say any more which kiosk it was: give its number with "
			"--kiosk");
	return kiosk == 0 || request->kiosk == 0 || kiosk == request->kiosk ||
	       error_set(error, ERROR_BAD_INPUT, "the disk says that it was kiosk %d", kiosk);
}

static bool run(const struct request *request, struct salvage_count *count, struct error *error)
{
	struct salvage *salvage =
		may_read(request, error) ? salvage_open(request->directory, error) : NULL;

	if (!salvage)
		return false;
	bool done = knows_kiosk(salvage, request, error);
	if (done) {
		*count = salvage_walk(salvage, NULL, NULL);
		done = write_file(salvage, request, count, error);
	}
	salvage_close(salvage);
	return done;
}

int ctl_export(int argc, char **argv)
{
	struct request request = {0};
	struct salvage_count count = {0};
	struct error error = {0};
	int code = read_request(argc, argv, &request);

	if (code != OPTIONS_GO_ON)
		return code;
	ctl_directory(request.data, request.directory);
	if (!run(&request, &count, &error)) {
		fprintf(stderr, "kioskctl: export: %s\n", error.detail);
		return error.code == ERROR_BAD_INPUT ? BAD_ARGUMENTS : NOTHING_READ;
	}
	tell(&request, &count);
	return count.damaged ? SOME_LOST : ALL_READ;
}
