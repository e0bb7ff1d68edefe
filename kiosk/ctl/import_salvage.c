/* kioskctl import salvage: what was read out of a kiosk's disk goes to the centre. The file comes from a
 * disk that nobody vouches for: all of it is looked over before the centre hears of any. It goes in
 * pieces, each in a transaction of its own; what has gone is known when the file is brought again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ctl/import.h"
#include "ctl/salvage_file.h"
#include "store/json.h"

enum { CHANGE_BYTES_LARGEST = 32 * 1024, CHANGES_MAX = 1000 * 1000, KIOSK_LARGEST = 999 };

struct salvage_file {
	char id[ID_TEXT]; /* follows from the text */
	char *header;     /* within the text */
	int64_t kiosk, changes, damaged;
	json_t *list;
};

/* ---- the file ---- */

static bool refuse(struct import *import, struct error *error, const char *why)
{
	return error_set(
		error, ERROR_BAD_INPUT, "%.160s is not a whole salvage: %s", import->file, why);
}

/* Cuts the next line off; NULL: there is none. */
static char *next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (!*line)
		return NULL;
	if (end)
		*end = '\0';
	*text = end ? end + 1 : line + strlen(line);
	return line;
}

static bool is_absent_or_id(const json_t *json)
{
	return !json || !id_is_zero(json_to_id(json));
}

static bool read_header(struct salvage_file *file)
{
	json_t *header =
		file->header ? json_loads(file->header, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const json_t *branch = json_object_get(header, "branch"),
		     *demo = json_object_get(header, "demo");
	bool done = strcmp(json_text(header, "format"), SALVAGE_FORMAT) == 0 &&
		    json_number_within(header, "kiosk", 1, KIOSK_LARGEST, &file->kiosk) &&
		    json_number_within(header, "changes", 0, CHANGES_MAX, &file->changes) &&
		    json_number_within(header, "damaged", 0, INT32_MAX, &file->damaged) &&
		    is_absent_or_id(json_object_get(header, "install")) &&
		    (!branch || json_is_string(branch)) && (!demo || json_is_boolean(demo));

	json_decref(header);
	return done;
}

/* Of the form, and behind the one before it. */
static bool is_change(const json_t *change, int64_t *seq)
{
	size_t length = json_string_length(json_object_get(change, "text"));
	int64_t before = *seq;

	return json_object_size(change) == 2 &&
	       json_number_within(change, "seq", before + 1, INT64_MAX, seq) && length >= 1 &&
	       length <= CHANGE_BYTES_LARGEST;
}

static bool read_changes(struct salvage_file *file, char *text)
{
	int64_t seq = 0;

	for (char *line = next_line(&text); line; line = next_line(&text)) {
		json_t *change = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
		if (!is_change(change, &seq)) {
			json_decref(change);
			return false;
		}
		json_array_append_new(file->list, change);
	}
	return true;
}

static bool understand(struct import *import, struct import_text *text, struct salvage_file *file,
	struct error *error)
{
	char *rest = text->bytes;

	if (strlen(text->bytes) != text->length)
		return refuse(import, error, "it is no text");
	id_text(id_derive("library-kiosk salvage", text->bytes, NULL), file->id);
	file->header = next_line(&rest);
	if (!read_header(file))
		return refuse(import, error, "its first line is none of kioskctl export --salvage");
	if (!read_changes(file, rest))
		return refuse(import, error, "a line of it is no change");
	return (int64_t)json_array_size(file->list) == file->changes ||
	       refuse(import, error, "it has not as many changes as its first line says");
}

/* ---- the centre ---- */

static const char *sentence_of(const char *refusal)
{
	static const struct {
		const char *refusal, *sentence;
	} sentences[] = {
		{"no-kiosk", "the centre has no kiosk of that number"},
		{"demo", "a disk of the demo and a real library do not go together; give another "
			 "centre"},
		{"other-branch",
			"at the centre this kiosk is of another branch than its disk says"},
		{"other-kiosk", "the centre knows this disk as that of another kiosk"},
	};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++)
		if (strcmp(sentences[i].refusal, refusal) == 0)
			return sentences[i].sentence;
	return "the centre takes no such file";
}

static bool add_counts(json_t *counts, const char *answer, struct error *error)
{
	json_t *piece = json_loads(answer, JSON_REJECT_DUPLICATES, NULL);
	const char *refused = json_text(piece, "refused");
	const char *verdict;
	json_t *count;

	if (json_is_string(json_object_get(piece, "refused"))) {
		error_set(error, ERROR_REFUSED, "%s", sentence_of(refused));
		json_decref(piece);
		return false;
	}
	json_object_foreach(piece, verdict, count)
	{
		json_object_set_new(counts, verdict,
			json_integer(json_number(counts, verdict, 0) + json_integer_value(count)));
	}
	json_decref(piece);
	return true;
}

static bool send_piece(struct import *import, const struct salvage_file *file, size_t first,
	json_t *counts, struct error *error)
{
	json_t *piece = json_array();

	for (size_t i = first; i < first + SALVAGE_PIECE && i < json_array_size(file->list); i++)
		json_array_append(piece, json_array_get(file->list, i));
	char *text = json_dumps(piece, JSON_COMPACT);
	const char *values[] = {file->id, file->header, text};
	PGresult *answer =
		import_ask(import, "SELECT staff.take_salvage($1, $2, $3)", 3, values, error);
	bool done = answer && add_counts(counts, PQgetvalue(answer, 0, 0), error);

	PQclear(answer);
	free(text);
	json_decref(piece);
	return done;
}

/* A disk of which nothing could be read is told of, too. */
static bool send_all(
	struct import *import, const struct salvage_file *file, json_t *counts, struct error *error)
{
	size_t first = 0;

	do {
		if (!send_piece(import, file, first, counts, error))
			return false;
		first += SALVAGE_PIECE;
	} while (first < json_array_size(file->list));
	return true;
}

/* ---- what came of it ---- */

static void print_count(int64_t count, const char *sentence)
{
	if (count > 0)
		printf("  %lld %s\n", (long long)count, sentence);
}

static void print_counts(const struct salvage_file *file, const json_t *counts)
{
	printf("kiosk %lld: %lld %s of its disk\n", (long long)file->kiosk,
		(long long)file->changes, text_counted(file->changes, "change", "changes"));
	print_count(json_number(counts, "accepted", 0), "taken as if the kiosk had sent them");
	print_count(json_number(counts, "known", 0), "known already");
	print_count(json_number(counts, "own", 0), "about the kiosk itself, and passed over");
	print_count(json_number(counts, "waiting", 0), "on the waiting list");
	print_count(json_number(counts, "refused", 0), "not possible any more");
	print_count(json_number(counts, "quarantined", 0), "not understood, and kept as they are");
	print_count(file->damaged, "more could not be read from the disk");
	printf("What a person must see to: report.salvage_exception (platform/STAFF.md)\n");
}

static bool carry_out(struct import *import, const struct salvage_file *file, struct error *error)
{
	json_t *counts = json_object();
	bool done = import_reach(import, error) && send_all(import, file, counts, error);

	if (done) {
		print_counts(file, counts);
		if (json_number(counts, "refused", 0) + json_number(counts, "quarantined", 0) > 0)
			import->code = IMPORT_LEFT_SOME_OUT;
	}
	json_decref(counts);
	return done;
}

bool import_salvage(struct import *import, struct error *error)
{
	struct import_text text = {.bytes_max = SALVAGE_BYTES_MAX};
	struct salvage_file file = {.list = json_array()};
	bool done = import_read_text(import->file, &text, error) &&
		    understand(import, &text, &file, error) && carry_out(import, &file, error);

	json_decref(file.list);
	free(text.bytes);
	return done;
}
