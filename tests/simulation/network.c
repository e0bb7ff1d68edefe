/* Each thing on its way is a flight with an hour of arrival. A request that arrives is handed to the centre
 * at once; its answer is another flight. */
#include "network.h"

#include <string.h>

#include "accidents.h"
#include "kiosk_model.h"
#include "mutations.h"

enum { FLIGHTS_MAX = 48 };

struct flight {
	bool used, is_answer;
	int64_t due_ms;
	int machine;
	uint32_t number;
	struct request request;
	struct reply reply;
};

static struct flight flights[FLIGHTS_MAX];
static uint32_t last_number;

/* With too much under way the oldest is lost. */
static struct flight *new_flight(void)
{
	struct flight *oldest = &flights[0];

	for (int i = 0; i < FLIGHTS_MAX; i++) {
		if (!flights[i].used)
			return &flights[i];
		if (flights[i].number < oldest->number)
			oldest = &flights[i];
	}
	return oldest;
}

static int64_t latency_ms(void)
{
	if (fault_strikes(FAULT_DELAY, 70))
		return chance_ms(2 * (int64_t)HOUR_MS);
	if (fault_strikes(FAULT_REORDER, 30))
		return chance_ms(8 * SECOND_MS);
	return 15 + chance_below(150);
}

static void copy_request(struct request *to, const struct request *from)
{
	memcpy(to, from, offsetof(struct request, changes));
	memcpy(to->changes, from->changes, sizeof(from->changes[0]) * (size_t)from->count);
}

static void take_off(int machine, uint32_t number, const struct request *request)
{
	struct flight *flight = new_flight();

	flight->used = true;
	flight->is_answer = false;
	flight->machine = machine;
	flight->number = number;
	flight->due_ms = now_ms + latency_ms();
	copy_request(&flight->request, request);
}

uint32_t network_send(int machine, const struct request *request)
{
	uint32_t number = ++last_number;

	if (machine_is_cut(&machines[machine]) || fault_strikes(FAULT_DROP, 60))
		return number;
	take_off(machine, number, request);
	if (fault_strikes(FAULT_DUPLICATE, 60))
		take_off(machine, number, request);
	return number;
}

int64_t network_due_ms(void)
{
	int64_t due_ms = INT64_MAX;

	for (int i = 0; i < FLIGHTS_MAX; i++)
		if (flights[i].used && flights[i].due_ms < due_ms)
			due_ms = flights[i].due_ms;
	return due_ms;
}

/* What the transaction would have said, had it not been rolled back: only a kiosk that is wrong about when
 * an answer counts believes it. */
static void answer_of_nothing(struct flight *flight)
{
	struct reply *reply = &flight->reply;

	if (!broken_by(ANSWER_BEFORE_COMMIT) || flight->request.kind != EFFECT_PUSH)
		return;
	reply->message = (struct step_message){.kind = STEP_ANSWERED,
		.last_seq = flight->request.first + flight->request.count - 1};
	reply->first = flight->request.first;
	reply->row_count = 0;
	reply->answer_count = flight->request.count;
	for (int i = 0; i < reply->answer_count; i++)
		reply->answers[i] = (struct answer){.verdict = VERDICT_ACCEPTED};
	machine_take_answer(&machines[flight->machine], flight->number, reply);
}

/* The kiosk knows at once that the connection broke; what became of its request it does not know. */
static void cut(struct flight *flight)
{
	static const struct reply nothing = {.message = {.kind = STEP_LOST}};

	machine_take_answer(&machines[flight->machine], flight->number, &nothing);
	flight->used = false;
}

static void arrive_at_centre(struct flight *flight)
{
	if (fault_strikes(FAULT_ROLLED_BACK, 80)) {
		answer_of_nothing(flight);
		cut(flight);
		return;
	}
	accident_heard(flight->machine, &flight->request);
	centre_answer(&flight->request, &flight->reply);
	flight->is_answer = true;
	if (fault_strikes(FAULT_DROP_ANSWER, 60))
		flight->used = false;
	else if (fault_strikes(FAULT_CUT_ANSWER, 80))
		cut(flight);
	else
		flight->due_ms = now_ms + latency_ms();
}

static void arrive_at_kiosk(struct flight *flight)
{
	flight->used = false;
	if (!machine_is_cut(&machines[flight->machine]))
		machine_take_answer(&machines[flight->machine], flight->number, &flight->reply);
}

void network_run(void)
{
	struct flight *next = NULL;

	for (int i = 0; i < FLIGHTS_MAX; i++)
		if (flights[i].used && (!next || flights[i].due_ms < next->due_ms))
			next = &flights[i];
	if (next && next->is_answer)
		arrive_at_kiosk(next);
	else if (next)
		arrive_at_centre(next);
}

void network_drop_requests(void)
{
	for (int i = 0; i < FLIGHTS_MAX; i++)
		flights[i].used = flights[i].used && flights[i].is_answer;
}

void network_clear(void)
{
	for (int i = 0; i < FLIGHTS_MAX; i++)
		flights[i].used = false;
	last_number = 0;
}
