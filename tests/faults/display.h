/* A screen of its own for the face: Xvfb, named in $DISPLAY, killed with the harness. One at a time. */
#ifndef FAULTS_DISPLAY_H
#define FAULTS_DISPLAY_H

void display_start(void);
void display_stop(void);

#endif
