/* libpq, nonblocking; the only file of the kiosk that opens a connection to anywhere. */
#include "sync/centre.h"

#include <assert.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sync/answer.h"

enum { PROTOCOL = 1, PARAMETERS_MAX = 8, NUMBER_BYTES = 24, REASON_BYTES = 320 };

enum work { WORK_NONE, WORK_CONNECT, WORK_REQUEST };

struct centre {
	char *url;
	PGconn *connection;
	enum work work;
	PostgresPollingStatusType connecting;
	bool flushing;
	enum centre_state outcome; /* of the results seen so far */
	char *answer;
	size_t answer_length;
	char why[REASON_BYTES];
};

struct centre *centre_create(const char *url, struct error *error)
{
	char *why = NULL;
	PQconninfoOption *options = PQconninfoParse(url, &why);

	PQfreemem(why);
	if (!options) {
		error_set(error, ERROR_BAD_INPUT,
			"the centre's address is not one; give postgresql://kiosk_N@HOST/centre");
		return NULL;
	}
	PQconninfoFree(options);
	struct centre *centre = calloc(1, sizeof(*centre));
	char *copy = strdup(url);
	if (!centre || !copy) {
		free(centre);
		free(copy);
		error_set(error, ERROR_MEMORY, "no memory for a connection");
		return NULL;
	}
	centre->url = copy;
	return centre;
}

static void forget_answer(struct centre *centre)
{
	free(centre->answer);
	centre->answer = NULL;
	centre->answer_length = 0;
}

void centre_disconnect(struct centre *centre)
{
	PQfinish(centre->connection);
	centre->connection = NULL;
	centre->work = WORK_NONE;
	forget_answer(centre);
}

void centre_destroy(struct centre *centre)
{
	if (!centre)
		return;
	centre_disconnect(centre);
	free(centre->url);
	free(centre);
}

/* The first line only: what follows may quote a statement's values. */
static void note_why(struct centre *centre, const char *why)
{
	text_copy(centre->why, sizeof(centre->why), why && *why ? why : "no answer");
	centre->why[strcspn(centre->why, "\n")] = '\0';
}

static enum centre_state lose(struct centre *centre)
{
	note_why(centre, PQerrorMessage(centre->connection));
	centre_disconnect(centre);
	return CENTRE_LOST;
}

/* By libpq's words, which are never translated: it says so in no other way. */
static bool is_not_who_it_says(const char *why)
{
	return strstr(why, "certificate") || strstr(why, "does not support SSL");
}

static enum centre_state lose_connecting(struct centre *centre)
{
	char said[REASON_BYTES];

	lose(centre);
	if (!is_not_who_it_says(centre->why))
		return CENTRE_LOST;
	text_copy(said, sizeof(said), centre->why);
	snprintf(centre->why, sizeof(centre->why),
		"the centre does not prove who it is: its certificate has expired, names another "
		"host, or is signed by nobody whom this kiosk trusts (%.120s)",
		said);
	return CENTRE_ILL;
}

/* What the centre says besides answers may hold values; nothing of it is kept. */
static void ignore_notice(void *nobody, const PGresult *notice) {}

void centre_connect(struct centre *centre)
{
	/* What stands before the URL is a default, what stands behind it is fixed. */
	static const char *const keywords[] = {"keepalives_idle", "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "dbname", "application_name",
		"client_encoding", NULL};
	const char *const values[] = {
		"10", "3", "3", "10000", centre->url, "kiosk-sync", "UTF8", NULL};

	centre_disconnect(centre);
	centre->connection = PQconnectStartParams(keywords, values, 1);
	centre->work = WORK_CONNECT;
	centre->connecting = PGRES_POLLING_WRITING;
	if (!centre->connection || PQstatus(centre->connection) == CONNECTION_BAD)
		centre->connecting = PGRES_POLLING_FAILED;
	else
		PQsetNoticeReceiver(centre->connection, ignore_notice, NULL);
}

int centre_descriptor(const struct centre *centre, short *events)
{
	*events = POLLIN;
	if (centre->work == WORK_CONNECT && centre->connecting == PGRES_POLLING_WRITING)
		*events = POLLOUT;
	if (centre->work == WORK_REQUEST && centre->flushing)
		*events = POLLIN | POLLOUT;
	return centre->connection ? PQsocket(centre->connection) : -1;
}

/* ---- requests ---- */

struct parameters {
	const char *values[PARAMETERS_MAX];
	char numbers[PARAMETERS_MAX][NUMBER_BYTES];
	char ids[PARAMETERS_MAX][ID_TEXT];
	int count;
};

static void add_text(struct parameters *parameters, const char *text)
{
	assert(parameters->count < PARAMETERS_MAX);
	parameters->values[parameters->count++] = text;
}

static void add_number(struct parameters *parameters, int64_t number)
{
	char *text = parameters->numbers[parameters->count];

	snprintf(text, NUMBER_BYTES, "%lld", (long long)number);
	add_text(parameters, text);
}

/* The zero id is NULL. */
static void add_id(struct parameters *parameters, struct id id)
{
	add_text(parameters,
		id_is_zero(id) ? NULL : id_text(id, parameters->ids[parameters->count]));
}

/* A text comes as it is, bytes as bytes. */
static void request(struct centre *centre, const char *sql, const struct parameters *parameters)
{
	assert(centre->work == WORK_NONE);
	forget_answer(centre);
	centre->outcome = CENTRE_LOST;
	centre->work = WORK_REQUEST;
	centre->flushing = true;
	if (!centre->connection || PQsetnonblocking(centre->connection, 1) != 0 ||
		!PQsendQueryParams(centre->connection, sql, parameters->count, NULL,
			parameters->values, NULL, NULL, 1))
		lose(centre);
}

void centre_hello(struct centre *centre, const struct hello_request *hello)
{
	struct parameters parameters = {0};

	add_number(&parameters, PROTOCOL);
	add_text(&parameters, "library-kiosk " KIOSK_VERSION);
	add_id(&parameters, hello->install);
	add_text(&parameters, hello->demo ? "true" : "false");
	add_number(&parameters, hello->now_ms);
	add_number(&parameters, hello->length);
	add_number(&parameters, hello->acked);
	add_id(&parameters, hello->epoch);
	request(centre, "SELECT api.hello($1, $2, $3, $4, $5, $6, $7, $8)", &parameters);
}

typedef const char *text_of_change(const struct outbox_change *change);

static const char *own_text(const struct outbox_change *change)
{
	return change->text;
}

static const char *prior_text(const struct outbox_change *change)
{
	return change->prior ? change->prior : "";
}

/* A PostgreSQL array's text: each element quoted, quotes and backslashes escaped. */
static char *array_text(const struct push_request *push, text_of_change *text_of)
{
	size_t size = 3;

	for (int i = 0; i < push->count; i++)
		size += 2 * strlen(text_of(&push->changes[i])) + 3;
	char *array = malloc(size), *end = array;
	if (!array)
		return NULL;
	for (int i = 0; i < push->count; i++) {
		*end++ = i == 0 ? '{' : ',';
		*end++ = '"';
		for (const char *c = text_of(&push->changes[i]); *c; c++) {
			if (*c == '"' || *c == '\\')
				*end++ = '\\';
			*end++ = *c;
		}
		*end++ = '"';
	}
	strcpy(end, "}");
	return array;
}

void centre_push(struct centre *centre, const struct push_request *push)
{
	struct parameters parameters = {0};
	char *array = array_text(push, own_text);
	/* A log is answered from its start: where the first has no answer, none has. */
	bool has_prior = push->changes[0].prior;
	char *prior = has_prior ? array_text(push, prior_text) : NULL;

	assert(push->count > 0);
	if (!array || (has_prior && !prior)) {
		free(array);
		lose(centre);
		return;
	}
	add_id(&parameters, push->epoch);
	add_id(&parameters, push->install);
	add_number(&parameters, push->changes[0].seq);
	add_number(&parameters, push->now_ms);
	add_text(&parameters, array);
	if (prior)
		add_text(&parameters, prior);
	request(centre,
		prior ? "SELECT api.push($1, $2, $3, $4, $5, $6)"
		      : "SELECT api.push($1, $2, $3, $4, $5)",
		&parameters);
	free(array);
	free(prior);
}

/* A text that is not UTF-8 would be refused for that alone. */
static char *parkable(const char *raw)
{
	if (text_is_valid(raw))
		return strdup(raw);
	size_t length = strlen(raw);
	char *hex = malloc(sizeof("hex:") + 2 * length);
	if (hex) {
		strcpy(hex, "hex:");
		text_hex((const uint8_t *)raw, length, hex + strlen("hex:"));
	}
	return hex;
}

void centre_park(
	struct centre *centre, struct id install, int64_t seq, const char *raw, const char *why)
{
	struct parameters parameters = {0};
	char *text = parkable(raw);

	add_id(&parameters, install);
	add_number(&parameters, seq);
	add_text(&parameters, text);
	add_text(&parameters, why);
	request(centre, "SELECT api.park($1, $2, $3, $4)", &parameters);
	free(text);
}

void centre_pull(struct centre *centre, struct id epoch, const struct stream_cursor *after, int max)
{
	struct parameters parameters = {0};

	add_id(&parameters, epoch);
	add_text(&parameters, after->name);
	if (after->snapshot)
		add_text(&parameters, after->place);
	else
		add_number(&parameters, after->version);
	add_number(&parameters, max);
	request(centre,
		after->snapshot ? "SELECT api.snapshot($1, $2, $3, $4)"
				: "SELECT api.news($1, $2, $3, $4)",
		&parameters);
}

/* ---- progress ---- */

static enum centre_state progress_connecting(struct centre *centre)
{
	if (centre->connecting != PGRES_POLLING_FAILED)
		centre->connecting = PQconnectPoll(centre->connection);
	if (centre->connecting == PGRES_POLLING_OK) {
		centre->work = WORK_NONE;
		return CENTRE_DONE;
	}
	return centre->connecting == PGRES_POLLING_FAILED ? lose_connecting(centre)
							  : CENTRE_WAITING;
}

static bool is_timeout(const char *sqlstate)
{
	return strcmp(sqlstate, "57014") == 0;
}

static bool is_of_class(const char *sqlstate, const char *const classes[])
{
	for (int i = 0; classes[i]; i++)
		if (strncmp(sqlstate, classes[i], 2) == 0)
			return true;
	return false;
}

/* Locks, resources, shutdown, a broken disk: it passes. A time-out of the statement itself does
 * not. */
static bool will_pass(const char *sqlstate)
{
	static const char *const classes[] = {"08", "40", "53", "55", "57", "58", NULL};

	return !sqlstate || (is_of_class(sqlstate, classes) && !is_timeout(sqlstate));
}

/* What was said can only be wrong by its values (one too many, out of range, twice), by its length, or by
 * how long it takes. All else is a centre without a table, a right or a working server, and would
 * befall every change alike. */
static bool may_blame_what_was_said(const char *sqlstate)
{
	static const char *const classes[] = {"21", "22", "23", "54", NULL};

	return is_of_class(sqlstate, classes) || is_timeout(sqlstate);
}

/* No function of that name and those arguments; and not one that a function of the centre misses. */
static bool is_unknown(const char *sqlstate, const PGresult *result)
{
	return strcmp(sqlstate, "42883") == 0 && !PQresultErrorField(result, PG_DIAG_CONTEXT);
}

static bool keep_answer(struct centre *centre, const PGresult *result)
{
	if (PQntuples(result) != 1 || PQnfields(result) != 1 || PQgetisnull(result, 0, 0) ||
		PQgetlength(result, 0, 0) > ANSWER_BYTES_MAX)
		return false;
	forget_answer(centre);
	size_t length = (size_t)PQgetlength(result, 0, 0);
	centre->answer = malloc(length + 1);
	if (!centre->answer)
		return false;
	memcpy(centre->answer, PQgetvalue(result, 0, 0), length);
	centre->answer[length] = '\0';
	centre->answer_length = length;
	return true;
}

static void note_result(struct centre *centre, const PGresult *result)
{
	if (PQresultStatus(result) == PGRES_TUPLES_OK) {
		centre->outcome = keep_answer(centre, result) ? CENTRE_DONE : CENTRE_LOST;
		return;
	}
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	centre->outcome = will_pass(sqlstate)                 ? CENTRE_LOST
			  : is_unknown(sqlstate, result)      ? CENTRE_OLDER
			  : may_blame_what_was_said(sqlstate) ? CENTRE_REJECTED
							      : CENTRE_ILL;
	snprintf(centre->why, sizeof(centre->why), "the centre answered with error %s",
		sqlstate ? sqlstate : "of no number");
}

/* All results are in. It was an answer if nothing failed and the transaction is over. */
static enum centre_state conclude(struct centre *centre)
{
	if (PQtransactionStatus(centre->connection) != PQTRANS_IDLE)
		return lose(centre);
	centre->work = WORK_NONE;
	if (centre->outcome == CENTRE_LOST) {
		centre_disconnect(centre);
		return CENTRE_LOST;
	}
	return centre->outcome;
}

static enum centre_state progress_request(struct centre *centre)
{
	int left = PQflush(centre->connection);

	if (left < 0 || !PQconsumeInput(centre->connection))
		return lose(centre);
	centre->flushing = left > 0;
	while (!PQisBusy(centre->connection)) {
		PGresult *result = PQgetResult(centre->connection);
		if (!result)
			return conclude(centre);
		ExecStatusType status = PQresultStatus(result);
		note_result(centre, result);
		PQclear(result);
		if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT ||
			status == PGRES_COPY_BOTH)
			return lose(centre);
	}
	return CENTRE_WAITING;
}

enum centre_state centre_progress(struct centre *centre)
{
	switch (centre->work) {
	case WORK_CONNECT:
		return progress_connecting(centre);
	case WORK_REQUEST:
		return progress_request(centre);
	case WORK_NONE:
		break;
	}
	if (!centre->connection)
		return CENTRE_LOST;
	/* Idle: bytes that nobody asked for are the centre going away. */
	if (!PQconsumeInput(centre->connection) || PQstatus(centre->connection) != CONNECTION_OK)
		return lose(centre);
	return CENTRE_WAITING;
}

const char *centre_answer(const struct centre *centre)
{
	return centre->answer;
}

const uint8_t *centre_rest(const struct centre *centre, size_t *length)
{
	size_t text = strlen(centre->answer);

	*length = centre->answer_length > text ? centre->answer_length - text - 1 : 0;
	return (const uint8_t *)centre->answer + text + 1;
}

const char *centre_why(const struct centre *centre)
{
	return centre->why;
}
