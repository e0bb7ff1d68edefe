/* Which build this is. It is linked into the programs alone: a new commit compiles one small file and
 * links the programs again, and no test. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

/* "0.1.0, commit 7f291b9"; without the commit where there was no git, as in a release's archive. */
const char *version_text(void);

#endif
