/* A set of phone numbers, each with the row where it was first seen. It is a hash table of
 * integers: a Lua table of strings would take ten times the memory. */
#ifndef AI95_PHONES_H
#define AI95_PHONES_H

#include <stddef.h>
#include <stdint.h>
#include "util/status.h"

struct ai95_phones {
    uint64_t *keys;         /* 0: free */
    uint32_t *rows;         /* of the key in the same place */
    size_t capacity, count; /* the capacity is a power of two, or 0 */
};

void ai95_phones_free(struct ai95_phones *phones);
/* The row of a key, or 0. */
uint32_t ai95_phones_find(const struct ai95_phones *phones, uint64_t key);
/* Adds a key, which is not 0, if it is new. `*earlier` is the row where it was seen before, or 0.
 */
enum ai95_status ai95_phones_add(struct ai95_phones *phones, uint64_t key, uint32_t row,
                                 uint32_t *earlier);

#endif
