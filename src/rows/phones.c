#include "rows/phones.h"
#include <stdlib.h>

enum {
    FIRST_CAPACITY = 1 << 19, /* 6 MB, enough for all rows that the platform queues */
    MAX_DIGITS = 18
};

void ai95_phones_free(struct ai95_phones *phones) {
    free(phones->numbers);
    free(phones->rows);
    phones->numbers = NULL;
    phones->rows = NULL;
    phones->capacity = phones->count = 0;
}

/* The index of the number, or the free one for it. */
static size_t find(const struct ai95_phones *phones, uint64_t number) {
    size_t mask = phones->capacity - 1;
    size_t at = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    while (phones->numbers[at] != 0 && phones->numbers[at] != number)
        at = (at + 1) & mask;
    return at;
}

static enum ai95_status grow(struct ai95_phones *phones) {
    struct ai95_phones larger = {
        NULL, NULL, phones->capacity == 0 ? FIRST_CAPACITY : phones->capacity * 2, phones->count};
    if (larger.capacity > SIZE_MAX / sizeof *larger.numbers)
        return AI95_NO_MEMORY;
    larger.numbers = calloc(larger.capacity, sizeof *larger.numbers);
    larger.rows = calloc(larger.capacity, sizeof *larger.rows);
    if (larger.numbers == NULL || larger.rows == NULL) {
        ai95_phones_free(&larger);
        return AI95_NO_MEMORY;
    }
    for (size_t i = 0; i < phones->capacity; i++) {
        if (phones->numbers[i] == 0)
            continue;
        size_t at = find(&larger, phones->numbers[i]);
        larger.numbers[at] = phones->numbers[i];
        larger.rows[at] = phones->rows[i];
    }
    ai95_phones_free(phones);
    *phones = larger;
    return AI95_OK;
}

enum ai95_status ai95_phones_add(struct ai95_phones *phones, const char *text, size_t length,
                                 uint32_t row, uint32_t *earlier) {
    if (length > 0 && text[0] == '+') {
        text++;
        length--;
    }
    if (length == 0 || length > MAX_DIGITS)
        return AI95_BAD_DATA;
    uint64_t number = 1; /* in front of the digits, so that leading zeros count */
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return AI95_BAD_DATA;
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    if (phones->count >= phones->capacity / 8 * 7) {
        enum ai95_status status = grow(phones);
        if (status != AI95_OK)
            return status;
    }
    size_t at = find(phones, number);
    *earlier = phones->numbers[at] == 0 ? 0 : phones->rows[at];
    if (phones->numbers[at] == 0) {
        phones->numbers[at] = number;
        phones->rows[at] = row;
        phones->count++;
    }
    return AI95_OK;
}
