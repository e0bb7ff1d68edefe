/* Every screen, one line each. */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "app/screen.h"

#define SCREENS(S)                                                                                 \
	S(home)                                                                                    \
	S(language)                                                                                \
	S(whats_on)                                                                                \
	S(session)                                                                                 \
	S(party)                                                                                   \
	S(ticket)                                                                                  \
	S(check_in)                                                                                \
	S(choose_session)                                                                          \
	S(who_came)                                                                                \
	S(drop_in)                                                                                 \
	S(my_page)                                                                                 \
	S(booking)                                                                                 \
	S(find_booking)                                                                            \
	S(is_this_yours)                                                                           \
	S(still_there)                                                                             \
	S(join_name)                                                                               \
	S(join_birth)                                                                              \
	S(join_contact)                                                                            \
	S(join_guardian)                                                                           \
	S(join_consent)                                                                            \
	S(join_check)                                                                              \
	S(join_done)                                                                               \
	S(help)                                                                                    \
	S(use_desk)

#define SCREEN_EXTERN(name) extern const struct screen screen_##name;
SCREENS(SCREEN_EXTERN)
#undef SCREEN_EXTERN

#endif
