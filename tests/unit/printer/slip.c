/* Pieces become a picture, or are refused. Each row is a line after a first piece of job 1, 8 dots wide. */
#include "printer/slip.h"

#include <string.h>

#include "../rules/rows.h"

struct piece {
	const char *name, *line;
	enum slip_status status;
	int rows; /* of the slip, after it */
};

static const struct piece pieces[] = {
	{"goes on", "{'job':1,'width':8,'rows':1,'bits':'/w=='}", SLIP_WAITS, 2},
	{"is the last", "{'job':1,'width':8,'rows':2,'bits':'//8=','last':true}", SLIP_WHOLE, 3},
	{"of another job begins anew", "{'job':2,'width':16,'rows':1,'bits':'AAE='}", SLIP_WAITS,
		1},
	{"has another width", "{'job':1,'width':16,'rows':1,'bits':'/w=='}", SLIP_REFUSED, 0},
	{"has fewer bits than rows", "{'job':1,'width':8,'rows':2,'bits':'/w=='}", SLIP_REFUSED, 0},
	{"has more bits than rows", "{'job':1,'width':8,'rows':1,'bits':'//8='}", SLIP_REFUSED, 0},
	{"is no base64", "{'job':1,'width':8,'rows':1,'bits':'*'}", SLIP_REFUSED, 0},
	{"has no bits", "{'job':1,'width':8,'rows':1}", SLIP_REFUSED, 0},
	{"has no rows", "{'job':1,'width':8,'rows':0,'bits':''}", SLIP_REFUSED, 0},
	{"has rows below none", "{'job':1,'width':8,'rows':-1,'bits':'/w=='}", SLIP_REFUSED, 0},
	{"has more rows than paper", "{'job':1,'width':8,'rows':16000,'bits':'/w=='}", SLIP_REFUSED,
		0},
	{"has rows beyond all numbers", "{'job':1,'width':8,'rows':4294967297,'bits':'/w=='}",
		SLIP_REFUSED, 0},
	{"is wider than paper", "{'job':2,'width':577,'rows':1,'bits':'/w=='}", SLIP_REFUSED, 0},
	{"is of no job", "{'width':8,'rows':1,'bits':'/w=='}", SLIP_REFUSED, 0},
	{"has words for numbers", "{'job':1,'width':'8','rows':'1','bits':'/w=='}", SLIP_REFUSED,
		0},
};

static enum slip_status take(struct slip *slip, const char *quoted)
{
	char line[256];

	assert_true(strlen(quoted) < sizeof(line));
	strcpy(line, quoted);
	for (char *at = line; *at; at++)
		if (*at == '\'')
			*at = '"';
	json_t *object = json_loads(line, 0, NULL);
	assert_non_null(object);
	enum slip_status status = slip_take(slip, object);
	json_decref(object);
	return status;
}

static void follows(void **state)
{
	static struct slip slip;
	const struct piece *piece = *state;

	slip_forget(&slip);
	assert_int_equal(take(&slip, "{'job':1,'width':8,'rows':1,'bits':'qg=='}"), SLIP_WAITS);
	assert_int_equal(take(&slip, piece->line), piece->status);
	assert_int_equal(slip_picture(&slip).rows, piece->rows);
	if (piece->rows > 1)
		assert_int_equal(slip.bits[0], 0xAA);
	if (piece->rows > 1)
		assert_int_equal(slip.bits[piece->rows - 1], 0xFF);
}

int main(void)
{
	return rows_run("a piece", follows, ROWS(pieces));
}
