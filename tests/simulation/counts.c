/* A number each, and a table. */
#include "counts.h"

#include <stdio.h>
#include <string.h>

static struct {
	long faults[FAULTS];
	long answers[CHANGE_KINDS][VERDICT_QUARANTINED + 1];
	long reasons[VERDICT_QUARANTINED + 1][REASONS];
	long exceptions[REASONS];
	long controls[COUNT_CONTROLS];
	long again;
	long gaps[GAPS];
	long shares[SHARES];
} counts;

void counts_clear(void)
{
	memset(&counts, 0, sizeof(counts));
}

void count_fault(enum fault fault)
{
	counts.faults[fault]++;
}

void count_answer(enum change_kind kind, struct answer answer)
{
	counts.answers[kind][answer.verdict]++;
	counts.reasons[answer.verdict][answer.reason]++;
}

void count_exception(enum reason reason)
{
	counts.exceptions[reason]++;
}

void count_control(enum control_count control)
{
	counts.controls[control]++;
}

void count_again(int changes)
{
	counts.again += changes;
}

void count_gap(enum gap gap)
{
	counts.gaps[gap]++;
}

void count_share(enum share share, int many)
{
	counts.shares[share] += many;
}

/* ---- the table ---- */

static bool is_left_out(enum fault fault)
{
	return options.without & 1U << fault;
}

/* What can be answered to each kind, bits 1 << verdict. A poisoned change of any kind is put aside. */
static unsigned answers_to(enum change_kind kind)
{
	const unsigned accepted = 1U << VERDICT_ACCEPTED, known = 1U << VERDICT_KNOWN,
		       refused = 1U << VERDICT_REFUSED, waiting = 1U << VERDICT_WAITING,
		       aside = 1U << VERDICT_QUARANTINED;

	switch ((int)kind) {
	case CHANGE_LEASE_REQUEST:
		return accepted;
	case CHANGE_LEASE_CLOSE:
		return accepted | known;
	case CHANGE_BOOK:
	case CHANGE_WAIT:
		return accepted | known | refused | waiting | aside;
	case CHANGE_CANCEL:
	case CHANGE_CHANGE_PARTY:
		return accepted | known | refused | aside;
	case CHANGE_MOVE:
		return accepted | refused | aside;
	case CHANGE_CHECK_IN:
		return accepted | known | aside;
	case CHANGE_STILL_COMING:
		return accepted | known;
	case CHANGE_NOT_KEPT:
		return is_left_out(FAULT_RESTORE) ? 0 : accepted | known;
	default:
		return 0;
	}
}

static int line(const char *what, const char *name, long count, long least)
{
	bool is_seldom = count < least;

	printf("  %-44s %-26s %9ld%s\n", what, name, count, is_seldom ? "  TOO FEW" : "");
	return is_seldom;
}

static int print_answers(long least)
{
	int seldom = 0;

	for (enum change_kind kind = 0; kind < CHANGE_KINDS; kind++)
		for (enum verdict verdict = VERDICT_ACCEPTED; verdict <= VERDICT_QUARANTINED;
			verdict++)
			if (answers_to(kind) & 1U << verdict)
				seldom += line(change_kind_name(kind), verdict_name(verdict),
					counts.answers[kind][verdict], least);
	return seldom;
}

/* Each word that the centre has for a change, with the verdict that it goes with. */
static int print_reasons(long least)
{
	static const struct {
		enum verdict verdict;
		enum reason reason;
	} reasons[] = {
		{VERDICT_ACCEPTED, REASON_NO_PLACES},
		{VERDICT_ACCEPTED, REASON_SHARE_USED},
		{VERDICT_ACCEPTED, REASON_SESSION_CANCELLED},
		{VERDICT_ACCEPTED, REASON_NOT_HERE_YET},
		{VERDICT_KNOWN, REASON_BOOKED_ALREADY},
		{VERDICT_KNOWN, REASON_CANCELLED_ALREADY},
		{VERDICT_KNOWN, REASON_BOOKED_AGAIN_SINCE},
		{VERDICT_KNOWN, REASON_HERE_ALREADY},
		{VERDICT_REFUSED, REASON_SESSION_CANCELLED},
		{VERDICT_REFUSED, REASON_STARTED},
		{VERDICT_REFUSED, REASON_MORE_PEOPLE_THAN_PLACES},
		{VERDICT_REFUSED, REASON_HERE_ALREADY},
		{VERDICT_REFUSED, REASON_CHANGED_ALREADY},
		{VERDICT_REFUSED, REASON_NO_PLACES},
		{VERDICT_REFUSED, REASON_NO_BOOKING},
		{VERDICT_QUARANTINED, REASON_ERROR},
		{VERDICT_QUARANTINED, REASON_PARKED},
	};
	int seldom = 0;

	/* Whoever cancels where nobody hears of it and books again elsewhere is seldom: a tenth will do. */
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		bool is_rare = reasons[i].reason == REASON_BOOKED_AGAIN_SINCE;
		seldom += line(reason_name(reasons[i].reason), verdict_name(reasons[i].verdict),
			counts.reasons[reasons[i].verdict][reasons[i].reason],
			is_rare ? least / 10 : least);
	}
	return seldom;
}

static int print_exceptions(long least)
{
	static const enum reason promised[] = {REASON_LEASE_WRITTEN_OFF,
		REASON_DOOR_LEASE_OVERSPENT, REASON_BOOKING_CLOSED, REASON_PARTY_TOO_LARGE};
	static const enum reason forgotten[] = {REASON_NOT_AS_PROMISED, REASON_BEYOND_THE_LEASE,
		REASON_PLACE_NOT_KEPT, REASON_BOOKING_NOT_KEPT};
	int seldom = 0;

	for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++)
		seldom += line(reason_name(promised[i]), "for staff",
			counts.exceptions[promised[i]], least);
	/* Whose place was on the way from the line when it was forgotten is seldom: a tenth will do. */
	for (size_t i = 0; i < sizeof(forgotten) / sizeof(forgotten[0]); i++)
		seldom += line(reason_name(forgotten[i]), "for staff, after a restore",
			counts.exceptions[forgotten[i]],
			is_left_out(FAULT_RESTORE)              ? 0
			: forgotten[i] == REASON_PLACE_NOT_KEPT ? least / 10
								: least);
	return seldom;
}

static int print_faults(long least)
{
	int seldom = 0;

	for (enum fault fault = 0; fault < FAULTS; fault++)
		seldom += line(fault_name(fault), "fault", counts.faults[fault],
			is_left_out(fault) ? 0 : least);
	return seldom;
}

static void print_gaps(void)
{
	static const char *const gaps[GAPS] = {
		[GAP_WRONG_CLOCK] = "given up after a wrong clock said so"};

	for (enum gap gap = 0; gap < GAPS; gap++)
		line(gaps[gap], "known gap", counts.gaps[gap], 0);
}

static void print_shares(void)
{
	static const char *const shares[SHARES] = {
		[SHARE_SHORT] = "too few places at somebody's kiosk",
		[SHARE_ELSEWHERE] = "and other kiosks had them",
		[SHARE_STARTED] = "places of sessions that began",
		[SHARE_STRANDED] = "of those at kiosks, for nobody"};

	for (enum share share = 0; share < SHARES; share++)
		line(shares[share], "share", counts.shares[share], 0);
}

int counts_print(long least)
{
	static const char *const controls[COUNT_CONTROLS] = {[COUNT_GAP] = "gap",
		[COUNT_FORK] = "fork",
		[COUNT_NOT_ACTIVE] = "not-active",
		[COUNT_OTHER_INSTALL] = "other-install"};
	int seldom = print_answers(least) + print_reasons(least) + print_exceptions(least);

	/* A gap needs a centre that has forgotten something. */
	for (int i = COUNT_GAP; i < COUNT_CONTROLS; i++)
		seldom += line(
			controls[i], "turned away", counts.controls[i], i == COUNT_GAP ? 0 : least);
	print_gaps();
	print_shares();
	seldom += line("pushed again", "answered as before", counts.again, least);
	return seldom + print_faults(least);
}
