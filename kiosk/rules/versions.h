/* The versions of a stream are dense, so that whoever reads it notices what did not come. Where a
 * newer row of the same key stands for it an older one may be gone: up to a version that the centre
 * says, and no further. */
#ifndef RULES_VERSIONS_H
#define RULES_VERSIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Nothing is missing between the two that may not be. */
bool version_follows(int64_t version, int64_t before, int64_t compacted);

#endif
