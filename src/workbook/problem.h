/* Why a workbook cannot be read: a clause that a person reads after the file's name. */
#ifndef AI95_PROBLEM_H
#define AI95_PROBLEM_H

#include "util/status.h"

/* Zeroed memory is no problem. */
struct ai95_problem {
    enum { AI95_NO_PROBLEM, AI95_REFUSED, AI95_DAMAGED, AI95_TOO_LARGE } kind;
    char what[192];
    char text[512]; /* complete: a refusal at once, the others after ai95_problem_at */
};

/* Each returns AI95_BAD_DATA. The first problem stays, since others follow from it. */
__attribute__((format(printf, 2, 3))) enum ai95_status ai95_refuse(struct ai95_problem *problem,
                                                                   const char *format, ...);
__attribute__((format(printf, 2, 3))) enum ai95_status ai95_damaged(struct ai95_problem *problem,
                                                                    const char *format, ...);
__attribute__((format(printf, 2, 3))) enum ai95_status ai95_too_large(struct ai95_problem *problem,
                                                                      const char *format, ...);
/* Completes the text with the place, unless it is complete. */
__attribute__((format(printf, 2, 3))) void ai95_problem_at(struct ai95_problem *problem,
                                                           const char *format, ...);

#endif
