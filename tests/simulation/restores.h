/* What happens to the centre itself: it is put back as it was hours ago, a standby takes over that lacks the
 * last moments or nothing; and what people do then: the programme is imported again, and a named person says
 * that a kiosk will not come back. */
#ifndef SIMULATION_RESTORES_H
#define SIMULATION_RESTORES_H

#include <stdbool.h>

void restores_begin(void);
void restores_end(void);
void restores_run(void);
/* What the centre has forgotten of the programme is not there yet; nobody plans anything meanwhile. */
bool restores_programme_is_missing(void);
/* Everything that people do about it is done now. */
void restores_heal(void);
/* All who are there have said what they know, and others are waited for. False: nobody is. */
bool restores_unfreeze(void);
/* Who waited and was given places by a centre that forgot it, and heard so from a disk that is gone: nobody
 * knows of it any more. */
void restores_lose_promotions(void);

#endif
