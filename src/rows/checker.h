/* Decides which rows of a list can be sent: those with a name, and a phone number that can be
 * called, that no earlier row has, that is not excluded, and that is not in the campaign yet. */
#ifndef AI95_CHECKER_H
#define AI95_CHECKER_H

#include "rows/people.h"
#include "rows/phone.h"
#include "rows/phones.h"
#include "rows/rows.h"

enum { AI95_MAX_LEDGERS = 100 };

struct ai95_checker {
    struct ai95_phones seen, excluded;
    struct ai95_people *campaign; /* who is in the campaign already, or NULL; not owned */
    struct ai95_people *ledgers[AI95_MAX_LEDGERS]; /* more people to exclude; not owned */
    size_t ledger_count;
    bool strict;             /* refuse numbers that would be cleaned */
    size_t cleaned_count;    /* rows that can be sent, with a number that was cleaned */
    size_t excluded_count;   /* rows */
    size_t already_in_count; /* rows */
};

enum ai95_row_problem {
    AI95_ROW_OK,
    AI95_ROW_EXCLUDED,
    AI95_ROW_ALREADY_IN,
    AI95_ROW_NAME,    /* it is blank */
    AI95_ROW_PHONE,   /* see `problem` */
    AI95_ROW_REPEATED /* see `earlier` */
};

struct ai95_row_check {
    enum ai95_row_problem row;
    enum ai95_phone_problem problem;
    uint32_t earlier; /* the number of the row that has the same phone number */
    struct ai95_phone phone;
};

/* Zeroed memory is a checker that has seen nothing. */
void ai95_checker_free(struct ai95_checker *checker);
/* Excludes a phone number, if it can be called: see `check->problem`. */
enum ai95_status ai95_checker_exclude(struct ai95_checker *checker, const struct ai95_value *phone,
                                      struct ai95_row_check *check);
/* Checks a row. `number` is its own, for later ones that repeat it; above 0. */
enum ai95_status ai95_checker_check(struct ai95_checker *checker, const struct ai95_value *name,
                                    const struct ai95_value *phone, uint32_t number,
                                    struct ai95_row_check *check);

#endif
