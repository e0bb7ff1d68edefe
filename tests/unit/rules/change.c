/* Kinds of change and verdicts have names that read back, and say whose they are. */
#include "rules/change.h"

#include "rows.h"

struct row {
	const char *name;
	enum change_kind kind;
	bool visitors, boxed;
};

static const struct row rows[] = {
	{"lease_request", CHANGE_LEASE_REQUEST, false, false},
	{"lease_close", CHANGE_LEASE_CLOSE, false, false},
	{"book", CHANGE_BOOK, true, false},
	{"wait", CHANGE_WAIT, true, false},
	{"cancel", CHANGE_CANCEL, true, false},
	{"check_in", CHANGE_CHECK_IN, true, false},
	{"check_in_party", CHANGE_CHECK_IN_PARTY, true, false},
	{"undo", CHANGE_UNDO, true, false},
	{"sign_up", CHANGE_SIGN_UP, true, true},
	{"link_card", CHANGE_LINK_CARD, true, true},
	{"card_seen", CHANGE_CARD_SEEN, false, true},
	{"put_on_card", CHANGE_PUT_ON_CARD, true, false},
	{"change_party", CHANGE_CHANGE_PARTY, true, false},
	{"move", CHANGE_MOVE, true, false},
	{"give_to_door", CHANGE_GIVE_TO_DOOR, false, false},
	{"tell_me", CHANGE_TELL_ME, true, true},
	{"still_coming", CHANGE_STILL_COMING, true, false},
	{"stamp", CHANGE_STAMP, true, false},
	{"not_kept", CHANGE_NOT_KEPT, false, false},
	{"void", CHANGE_VOID, false, false},
};
_Static_assert(sizeof(rows) / sizeof(rows[0]) == CHANGE_KINDS, "every kind of change");

static void has_its_name(void **state)
{
	const struct row *row = *state;

	assert_string_equal(change_kind_name(row->kind), row->name);
	assert_int_equal(change_kind_named(row->name), row->kind);
	assert_int_equal(change_is_visitors(row->kind), row->visitors);
	assert_int_equal(change_has_box(row->kind), row->boxed);
}

static void what_staff_are_shown_is_an_exception(void **state)
{
	assert_true(change_is_exception(CHANGE_BOOK, VERDICT_REFUSED));
	assert_true(change_is_exception(CHANGE_CARD_SEEN, VERDICT_REFUSED));
	assert_false(change_is_exception(CHANGE_BOOK, VERDICT_WAITING));
	assert_false(change_is_exception(CHANGE_LEASE_REQUEST, VERDICT_REFUSED));
	assert_false(change_is_exception(CHANGE_LEASE_CLOSE, VERDICT_REFUSED));
	assert_true(change_is_exception(CHANGE_LEASE_REQUEST, VERDICT_QUARANTINED));
}

static void an_unknown_kind_is_none(void **state)
{
	assert_int_equal(change_kind_named("Book"), CHANGE_KINDS);
	assert_int_equal(change_kind_named(""), CHANGE_KINDS);
	assert_int_equal(change_kind_named(NULL), CHANGE_KINDS);
	assert_false(change_is_visitors(CHANGE_KINDS));
}

static void verdicts_have_names(void **state)
{
	for (int verdict = VERDICT_NONE; verdict <= VERDICT_QUARANTINED; verdict++)
		assert_int_equal(verdict_named(verdict_name((enum verdict)verdict)), verdict);
	assert_string_equal(verdict_name(VERDICT_KNOWN), "known");
	assert_int_equal(verdict_named("perhaps"), VERDICT_NONE);
	assert_int_equal(verdict_named(NULL), VERDICT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_staff_are_shown_is_an_exception),
		cmocka_unit_test(an_unknown_kind_is_none),
		cmocka_unit_test(verdicts_have_names),
	};

	return rows_run("change", has_its_name, ROWS(rows)) +
	       cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
