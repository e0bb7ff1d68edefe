/* The programs that a journey's runner starts, talks to and stops. */
#ifndef JOURNEY_PROGRAMS_H
#define JOURNEY_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct program {
	pid_t pid;    /* 0: not running */
	int to, from; /* its standard input and output, if talking */
};

/* Argument lists end with NULL. `inherited` is left open in the child under its number. */
bool program_start(struct program *program, const char *const *arguments, int inherited);
/* With pipes on its standard input and output. */
bool program_start_talking(struct program *program, const char *const *arguments);
/* True when its next line begins with `word`. */
bool program_hear(struct program *program, const char *word);
/* One line to it; true when it answered "ok". */
bool program_say(struct program *program, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Signals it and waits for its end. */
void program_stop(struct program *program, int signal);

/* Runs it to its end: exit status, 128 + signal, or 127. */
int program_run(const char *const *arguments);
/* What it prints is shown only if it fails. */
int program_run_quietly(const char *const *arguments);
/* Its output without the last newline. False: it failed or printed too much. */
bool program_read(const char *const *arguments, char *output, size_t size);
/* The same, with `input` (at most a pipe's 64 KB) on its standard input. */
bool program_ask(const char *const *arguments, const char *input, char *output, size_t size);

#endif
