/* Phone numbers that were seen, and in which row: a hash table of integers, since a Lua table of as
 * many strings would take ten times the memory. */
#ifndef AI95_PHONES_H
#define AI95_PHONES_H

#include <stddef.h>
#include <stdint.h>
#include "util/status.h"

struct ai95_phones {
    uint64_t *numbers;      /* 0: an empty place */
    uint32_t *rows;         /* of the number in the same place */
    size_t capacity, count; /* the capacity is a power of two, or 0 */
};

void ai95_phones_free(struct ai95_phones *phones);
/* Remembers the number, where it is new; `*earlier` is the row in which it was seen, or 0.
 * AI95_BAD_DATA for a text that is not 1 to 18 digits, with + before them or without. */
enum ai95_status ai95_phones_add(struct ai95_phones *phones, const char *text, size_t length,
                                 uint32_t row, uint32_t *earlier);

#endif
