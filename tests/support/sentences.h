/* Every string that a catalogue has, for tests that look at all of them. */
#ifndef TESTS_SENTENCES_H
#define TESTS_SENTENCES_H

/* `text` is good until the next call. */
typedef void sentence_seen(void *context, const char *text);

/* Shows what stands in `folder`/LANGUAGE/LC_MESSAGES/library-kiosk.mo, each form of a plural for itself and
 * sentences only; of English the sentences of the source, which are the ids in Polish. Returns how many. */
int sentences_each(const char *folder, const char *language, sentence_seen *seen, void *context);

#endif
