/* The words of kioskctl. Each is one file and one line in main.c's table; it gets the arguments
 * behind the word, prints for people on standard output, one sentence about what is wrong on
 * standard error, and returns the exit code (2: bad arguments, nothing was changed). */
#ifndef CTL_CTL_H
#define CTL_CTL_H

/* `argv[0]` is the word itself. */
int ctl_check(int argc, char **argv);
int ctl_decode(int argc, char **argv);
int ctl_doctor(int argc, char **argv);
int ctl_enrol(int argc, char **argv);
int ctl_export(int argc, char **argv);
int ctl_import(int argc, char **argv);
int ctl_present(int argc, char **argv);
int ctl_status(int argc, char **argv);

#endif
