/* A directory becomes a kiosk of the demo: enrolled, with the programme of the year ahead. It stands
 * above store and calendar, so that the face, which opens what is made here, needs no calendar. */
#ifndef CTL_DEMO_H
#define CTL_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum { DEMO_PROGRAMME_DAYS = 400 };

/* As enrolment_make_demo(), and the programme from the day of `now_ms` on. A directory that is
 * already this kiosk of the demo only gets the programme, so that a demo never runs out of it. */
bool demo_enrol(
	const char *directory, int kiosk, const char *assets, int64_t now_ms, struct error *error);

#endif
