/* Each number becomes an id of its own sort. In an answer `*` stands for what this world does not know. */
#include "trace.h"

#include <stdio.h>

enum { ID_SIZE = 40, ELSEWHERE_IDS = 900000000 };

static FILE *file;
static int elsewhere; /* the changes that others have sent */

static const char *id_of(char sort, long number)
{
	static char texts[8][ID_SIZE];
	static int next;
	char *text = texts[next++ % 8];

	snprintf(text, ID_SIZE, "%c0000000-0000-7000-8000-%012ld", sort, number);
	return text;
}

/* ---- a change, as a kiosk writes it ---- */

static void print_id(const char *key, char sort, int number)
{
	if (number)
		fprintf(file, "\"%s\":\"%s\",", key, id_of(sort, number));
}

static void print_party(const char *key, int people, bool is_class)
{
	fprintf(file, "\"%s\":{\"adults\":%d%s},", key, people, is_class ? ",\"class\":true" : "");
}

static void print_booking(const struct change *change)
{
	print_id("booking", 'b', change->booking);
	print_id("session", '5', change->session);
	print_id("lease", 'e', change->lease);
	print_id("holder", 'c', change->holder);
	print_party("party", change->people, change->pool == POOL_CLASS);
}

static void print_check_in(const struct change *change)
{
	bool walks_in = change->booking == 0;

	fprintf(file, "\"attendance\":\"%s\",", id_of('d', change->id));
	print_booking(change);
	fprintf(file, "\"how\":\"%s\",\"code\":\"OK\",\"facts\":{},\"extra\":%d,",
		walks_in ? "walk-in" : "booked", walks_in ? change->people : 0);
}

static void print_body(const struct change *change)
{
	bool is_class = change->pool == POOL_CLASS;

	switch (change->kind) {
	case CHANGE_LEASE_REQUEST:
		print_id("session", '5', change->session);
		fprintf(file, "\"pool\":\"%s\",\"places\":%d,\"parts\":{},%s",
			lease_pool_name((enum lease_pool)change->pool), change->people,
			change->here ? "\"here\":true," : "");
		break;
	case CHANGE_LEASE_CLOSE:
		print_id("lease", 'e', change->lease);
		break;
	case CHANGE_MOVE:
		print_id("from", 'b', change->from);
		fprintf(file, "\"was\":\"%s\",", change->was_waiting ? "waiting" : "confirmed");
		print_booking(change);
		break;
	case CHANGE_CHANGE_PARTY:
		print_id("booking", 'b', change->booking);
		print_id("lease", 'e', change->lease);
		fprintf(file, "\"heard\":%d,", change->heard);
		print_party("was", change->was, is_class);
		print_party("party", change->people, is_class);
		break;
	case CHANGE_CHECK_IN:
		print_check_in(change);
		break;
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		print_booking(change);
		break;
	default:
		print_id("booking", 'b', change->booking);
		break;
	}
	fprintf(file, "\"language\":\"en\"");
}

static const char *kind_of(const struct change *change)
{
	return change->poison == POISON_NONE ? change_kind_name((enum change_kind)change->kind)
					     : "of-no-kind";
}

static void print_change(const struct change *change)
{
	bool asks = change->kind == CHANGE_LEASE_REQUEST;

	fprintf(file, "$json${\"id\":\"%s\",\"kind\":\"%s\",\"version\":1,\"at\":%lld,\"body\":{",
		asks ? id_of('e', change->lease) : id_of('a', change->id), kind_of(change),
		(long long)change->at_ms);
	print_body(change);
	fprintf(file, "}}$json$");
}

/* ---- calls ---- */

static void print_time(void)
{
	fprintf(file, "owner\t\tUPDATE core.site SET demo_now = core.instant(%lld)\n",
		(long long)now_ms);
}

static void print_role(const struct request *request)
{
	print_time();
	fprintf(file, "kiosk_%d\t", request->role + 1);
}

static const char *control_name(enum step_control control)
{
	static const char *const names[] = {[CONTROL_EPOCH] = "epoch",
		[CONTROL_GAP] = "gap",
		[CONTROL_FORK] = "fork",
		[CONTROL_NOT_ACTIVE] = "not-active"};

	return names[control];
}

static void print_answer(const struct change *change, struct answer answer)
{
	bool asks = change->kind == CHANGE_LEASE_REQUEST;

	if (answer.verdict == VERDICT_QUARANTINED)
		fprintf(file, "quarantined/%s/;", answer.reason == REASON_PARKED ? "parked" : "*");
	else if (asks && answer.verdict == VERDICT_ACCEPTED)
		fprintf(file, "accepted/%s/%d;", reason_name((enum reason)answer.reason),
			answer.granted);
	else
		fprintf(file, "%s/%s/*;", verdict_name((enum verdict)answer.verdict),
			reason_name((enum reason)answer.reason));
}

static void trace_push(const struct request *request, const struct reply *reply)
{
	print_role(request);
	if (reply->message.control != CONTROL_NONE)
		fprintf(file, "%s//;", control_name(reply->message.control));
	for (int i = 0; i < reply->answer_count; i++)
		print_answer(&request->changes[i], reply->answers[i]);
	fprintf(file, "\tSELECT api.push('EPOCH', '%s', '%lld', %lld, ARRAY[",
		id_of('1', request->install), (long long)request->first, (long long)now_ms);
	for (int i = 0; i < request->count; i++) {
		fprintf(file, "%s", i ? "," : "");
		print_change(&request->changes[i]);
	}
	fprintf(file, "])\n");
}

static void trace_hello(const struct request *request, const struct reply *reply)
{
	print_role(request);
	if (reply->message.active)
		fprintf(file, "active %lld", (long long)reply->message.last_seq);
	else
		fprintf(file, "other-install");
	fprintf(file, "\tSELECT api.hello(1, 'test', '%s', true, %lld, '0', '0')\n",
		id_of('1', request->install), (long long)now_ms);
}

static void trace_park(const struct request *request, const struct reply *reply)
{
	print_role(request);
	fprintf(file, "%lld\tSELECT api.park('%s', '%lld', ", (long long)reply->message.last_seq,
		id_of('1', request->install), (long long)request->first);
	print_change(&request->changes[0]);
	fprintf(file, ", 'test')\n");
}

void trace_call(const struct request *request, const struct reply *reply)
{
	if (!file || reply->message.kind == STEP_REJECTED)
		return;
	if (request->kind == EFFECT_HELLO)
		trace_hello(request, reply);
	else if (request->kind == EFFECT_PUSH)
		trace_push(request, reply);
	else if (request->kind == EFFECT_PARK)
		trace_park(request, reply);
}

/* Its install has a number that none of this world has. */
void trace_elsewhere(const struct change *change, struct answer answer)
{
	struct request request = {
		.role = ELSEWHERE, .install = INSTALLS_MAX, .count = 1, .first = ++elsewhere};
	struct reply reply = {.answer_count = 1};

	if (!file)
		return;
	request.changes[0] = *change;
	request.changes[0].id = (uint32_t)(ELSEWHERE_IDS + elsewhere);
	reply.answers[0] = answer;
	if (elsewhere == 1)
		trace_hello(&request, &(struct reply){.message.active = true});
	trace_push(&request, &reply);
}

/* ---- staff ---- */

static void print_setting(const char *key, int64_t value)
{
	if (value)
		fprintf(file, ",\"%s\":%lld", key, (long long)value);
}

void trace_session(int number)
{
	const struct centre_session *session = &centre->sessions[number];

	if (!file)
		return;
	print_time();
	fprintf(file,
		"staff\t\tSELECT staff.put_programme('micklefield', '[{\"session\":\"%s\","
		"\"title\":\"Test\",\"starts_ms\":%lld,\"ends_ms\":%lld,\"opens_ms\":%lld,"
		"\"closes_ms\":%lld,\"admission\":\"both\",\"asks\":31,\"places\":%d,"
		"\"door_places\":%d,\"settings\":{\"age_from_months\":1",
		id_of('5', number), (long long)session->starts_ms, (long long)session->ends_ms,
		(long long)session->starts_ms - CHECK_IN_OPENS_BEFORE_MS,
		(long long)session->ends_ms, session->wanted[GROUP_BOOKING],
		session->wanted[GROUP_DOOR]);
	print_setting("class_places", session->wanted[GROUP_CLASS]);
	print_setting("members_places", session->members_places);
	print_setting("members_until_ms", session->members_until_ms);
	print_setting("booking_closes_ms", session->closes_ms);
	print_setting("largest_party", session->largest_party);
	fprintf(file, "}}]')\n");
}

void trace_cancel_session(int session)
{
	if (!file)
		return;
	print_time();
	fprintf(file, "staff\t1\tSELECT staff.cancel_sessions('micklefield', '[\"%s\"]')\n",
		id_of('5', session));
}

void trace_release(int role)
{
	if (file)
		fprintf(file, "staff\t\tSELECT staff.release_kiosk(%d)\n", role + 1);
}

void trace_write_off(int lease)
{
	if (!file)
		return;
	print_time();
	fprintf(file, "owner\t\tSELECT core.write_off('%s')\n", id_of('e', lease));
}

void trace_end_of_keeping(void)
{
	if (!file)
		return;
	print_time();
	fprintf(file, "owner\t\tSELECT core.end_of_keeping('micklefield', core.instant(%lld))\n",
		(long long)now_ms);
}

/* ---- the end ---- */

static void print_session_at_end(int number)
{
	const struct centre_session *session = &centre->sessions[number];

	fprintf(file, "owner\t");
	for (enum group group = 0; group < GROUPS; group++)
		fprintf(file, "%d/%d/%d;", session->places[group], session->used[group],
			session->leased[group]);
	fprintf(file,
		"\tSELECT concat(places, '/', confirmed, '/', leased, ';', door_places, '/', door_used,"
		" '/', door_leased, ';', class_places, '/', class_used, '/', class_leased, ';')"
		" FROM core.session WHERE session = '%s'\n",
		id_of('5', number));
}

static void print_bookings_at_end(int number)
{
	static const char *const states[] = {"", "confirmed", "waiting", "cancelled", "merged"};

	fprintf(file, "owner\t");
	for (int i = centre->sessions[number].first_booking; i; i = centre->bookings[i].next)
		fprintf(file, "%d/%s/%d;", i, states[centre->bookings[i].state],
			centre->bookings[i].people);
	fprintf(file,
		"\tSELECT coalesce(string_agg(concat(ltrim(right(booking::text, 12), '0'), '/', state,"
		" '/', people, ';'), '' ORDER BY arrival), '') FROM core.booking WHERE session = '%s'\n",
		id_of('5', number));
}

bool trace_open(const char *path)
{
	file = fopen(path, "w");
	return file != NULL;
}

void trace_close(void)
{
	if (!file)
		return;
	for (int i = 1; i <= centre->session_count; i++) {
		print_session_at_end(i);
		print_bookings_at_end(i);
	}
	fclose(file);
	file = NULL;
}
