/* What the page of a class knows of places, while it is shown. */
#ifndef SCREENS_CLASS_H
#define SCREENS_CLASS_H

#include <stdbool.h>

struct class_state {
	bool full;
};

#endif
