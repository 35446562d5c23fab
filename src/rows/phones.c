#include "rows/phones.h"
#include <stdlib.h>

/* 48 KB for short lists, then 6 MB, enough for all rows that the platform queues. */
enum { FIRST_CAPACITY = 1 << 12, SECOND_CAPACITY = 1 << 19 };

static size_t next_capacity(size_t capacity) {
    if (capacity == 0)
        return FIRST_CAPACITY;
    return capacity == FIRST_CAPACITY ? SECOND_CAPACITY : capacity * 2;
}

void ai95_phones_free(struct ai95_phones *phones) {
    free(phones->keys);
    free(phones->rows);
    phones->keys = NULL;
    phones->rows = NULL;
    phones->capacity = phones->count = 0;
}

/* The index of the key, or the free one for it. */
static size_t place_of(const struct ai95_phones *phones, uint64_t key) {
    size_t mask = phones->capacity - 1;
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    while (phones->keys[at] != 0 && phones->keys[at] != key)
        at = (at + 1) & mask;
    return at;
}

static enum ai95_status grow(struct ai95_phones *phones) {
    struct ai95_phones larger = {NULL, NULL, next_capacity(phones->capacity), phones->count};
    if (larger.capacity > SIZE_MAX / sizeof *larger.keys)
        return AI95_NO_MEMORY;
    larger.keys = calloc(larger.capacity, sizeof *larger.keys);
    larger.rows = calloc(larger.capacity, sizeof *larger.rows);
    if (larger.keys == NULL || larger.rows == NULL) {
        ai95_phones_free(&larger);
        return AI95_NO_MEMORY;
    }
    for (size_t i = 0; i < phones->capacity; i++) {
        if (phones->keys[i] == 0)
            continue;
        size_t at = place_of(&larger, phones->keys[i]);
        larger.keys[at] = phones->keys[i];
        larger.rows[at] = phones->rows[i];
    }
    ai95_phones_free(phones);
    *phones = larger;
    return AI95_OK;
}

uint32_t ai95_phones_find(const struct ai95_phones *phones, uint64_t key) {
    return phones->count == 0 ? 0 : phones->rows[place_of(phones, key)];
}

enum ai95_status ai95_phones_add(struct ai95_phones *phones, uint64_t key, uint32_t row,
                                 uint32_t *earlier) {
    if (phones->count >= phones->capacity / 8 * 7) {
        enum ai95_status status = grow(phones);
        if (status != AI95_OK)
            return status;
    }
    size_t at = place_of(phones, key);
    *earlier = phones->keys[at] == 0 ? 0 : phones->rows[at];
    if (phones->keys[at] == 0) {
        phones->keys[at] = key;
        phones->rows[at] = row;
        phones->count++;
    }
    return AI95_OK;
}
