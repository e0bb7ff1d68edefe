/* The names that a journey may use, each table sorted and ended by NULL. The build makes them from the
 * sources (journey/vocabulary): what is not there does not exist in the kiosk. */
#ifndef JOURNEY_VOCABULARY_H
#define JOURNEY_VOCABULARY_H

extern const char *const vocabulary_screens[];
extern const char *const vocabulary_actions[];   /* of any screen: "CHOOSE" */
extern const char *const vocabulary_languages[]; /* codes, as in i18n/LINGUAS */
extern const char *const vocabulary_sentences[]; /* English message ids */

#endif
