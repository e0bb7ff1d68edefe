/* English as if it were another language: accents on its letters, and longer by seven tenths, as a
 * translation may be. What stays plain on a screen was not given to the translators; what does not fit
 * will not fit in some language to come. For tests only: no visitor is offered it. */
#ifndef UI_PSEUDO_H
#define UI_PSEUDO_H

/* {placeholders} stay as they are, and so does what has no letter. The answer lives as long as the
 * program; without memory it is the sentence itself. Main thread only. */
const char *pseudo_text(const char *sentence);

#endif
