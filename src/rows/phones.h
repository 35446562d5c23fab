/* A set of phone numbers, each with the row where it was first seen. It is a hash table of
 * integers: a Lua table of strings would take ten times the memory. */
#ifndef AI95_PHONES_H
#define AI95_PHONES_H

#include <stddef.h>
#include <stdint.h>
#include "util/status.h"

struct ai95_phones {
    uint64_t *numbers;      /* 0: free */
    uint32_t *rows;         /* of the number in the same place */
    size_t capacity, count; /* the capacity is a power of two, or 0 */
};

void ai95_phones_free(struct ai95_phones *phones);
/* Adds the number if it is new; `*earlier` is the row where it was seen before, or 0. AI95_BAD_DATA
 * for a text that is not 1 to 18 digits, after an optional +. */
enum ai95_status ai95_phones_add(struct ai95_phones *phones, const char *text, size_t length,
                                 uint32_t row, uint32_t *earlier);

#endif
