/* A dead man's switch. A program that does not come back to promise again is ended by the kernel:
 * whether it hangs in a library, spins, or was stopped. Whoever started it sees the end of its lines
 * and starts it again; nobody has to ask it, so an idle kiosk sleeps.
 *
 * One thread. At a terminal nothing is promised: a person may stop a program, or debug it. */
#ifndef BASE_ALIVE_H
#define BASE_ALIVE_H

/* How long a program may take for what it has to do between two waits. */
enum { ALIVE_WORK_MS = 8000 };

/* The next promise comes within so long; 0: nothing is promised, I wait for others. */
void alive_promise(int within_ms);

#endif
