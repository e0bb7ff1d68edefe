/* A kiosk: a disk that outlives everything, and a memory that does not: the unchanged state machine of
 * kiosk-sync, two clocks of its own, and what it waits for. */
#ifndef SIMULATION_KIOSK_MODEL_H
#define SIMULATION_KIOSK_MODEL_H

#include "kiosk_store.h"
#include "sync/step.h"
#include "world.h"

enum machine_state { MACHINE_EMPTY, MACHINE_RUNNING, MACHINE_STORED };

struct machine {
	enum machine_state state;
	struct disk *disk;
	int twin;     /* the number + 1 of the machine with a copy of this disk */
	bool suspect; /* of two copies the one that the centre has not heard of since */
	/* the world around it */
	int64_t wall_offset_ms, clock_right_ms; /* until when the clock is wrong */
	int64_t boot_ms, drift_from_ms;
	int drift_ppm;
	int64_t cut_until_ms, asleep_until_ms;
	/* memory */
	bool is_sure; /* of its clock, once since it started */
	int64_t sure_wall_ms, sure_boot_ms;
	struct sync sync;
	struct step_effect effect;
	bool waits;
	uint32_t request; /* which answer counts */
	int64_t due_ms;
	struct reply reply;
};

extern struct machine machines[MACHINES_MAX];

int64_t machine_wall_ms(const struct machine *machine);
int64_t machine_boot_ms(const struct machine *machine);
/* The centre's time, as it was told last, and this clock are one. */
bool machine_clock_agrees(const struct machine *machine);
/* Before anybody is let in: it moved since it was last sure, or stands before what has passed. */
bool machine_clock_is_unsure(struct machine *machine);
bool machine_is_cut(const struct machine *machine);
/* When it does its next thing. */
int64_t machine_due_ms(const struct machine *machine);

void machine_run(struct machine *machine);
/* Something was written: sync need not wait for its poll. */
void machine_nudge(struct machine *machine);
/* Goes on with it at once, if it is awake and still waits for this one. */
void machine_take_answer(struct machine *machine, uint32_t request, const struct reply *reply);
/* Memory is gone, the disk is what it is; the last write was done, or not. */
void machine_restart(struct machine *machine);
void machine_start(struct machine *machine);

/* A new one of a role, with an empty disk. NULL: there is no room for one. */
struct machine *machine_install(int role);
void machine_scrap(struct machine *machine);
/* The one in use; NULL: none. */
struct machine *machine_of(int role);
/* One in use or in the cupboard has it. */
bool machine_disk_exists(int install);
int machine_number(const struct machine *machine);

#endif
