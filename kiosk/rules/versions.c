/* What may be missing between two rows of a stream. */
#include "rules/versions.h"

bool version_follows(int64_t version, int64_t before, int64_t compacted)
{
	return version == before + 1 || (version > before && version - 1 <= compacted);
}
