/* Which numbers exist in China. */
#ifndef AI95_NUMBERING_PLAN_H
#define AI95_NUMBERING_PLAN_H

#include <stddef.h>
#include "rows/phone.h"

/* What is wrong with a number as it is dialled within China: digits only. */
enum ai95_phone_problem ai95_numbering_plan_check(const char *digits, size_t length);
/* Whether it is a mobile number: 11 digits that begin with 13 to 19. */
bool ai95_numbering_plan_is_mobile(const char *digits, size_t length);

#endif
