/* The kiosk's decisions are those of the tables: kiosk FOLDER. No centre is needed. */
#include <stdio.h>

#include "base/clock.h"
#include "decisions.h"

int main(int argc, char **argv)
{
	return argc == 2 && clock_set_zone(CASES_ZONE, NULL) && decisions_judge(argv[1]) == 0 ? 0
											      : 1;
}
