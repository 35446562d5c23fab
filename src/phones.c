#include "phones.h"
#include <stdlib.h>

enum { FIRST_CAPACITY = 1 << 16, LONGEST = 18 };

void ai95_phones_free(struct ai95_phones *phones) {
    free(phones->places);
    phones->places = NULL;
    phones->capacity = phones->count = 0;
}

/* The place where the number is, or would be. */
static struct ai95_phone *find(const struct ai95_phones *phones, uint64_t number) {
    size_t mask = phones->capacity - 1;
    size_t at = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    while (phones->places[at].number != 0 && phones->places[at].number != number)
        at = (at + 1) & mask;
    return &phones->places[at];
}

static enum ai95_status grow(struct ai95_phones *phones) {
    struct ai95_phones larger = {NULL, phones->capacity == 0 ? FIRST_CAPACITY : phones->capacity * 2, phones->count};
    if (larger.capacity > SIZE_MAX / sizeof *larger.places)
        return AI95_NO_MEMORY;
    larger.places = calloc(larger.capacity, sizeof *larger.places);
    if (larger.places == NULL)
        return AI95_NO_MEMORY;
    for (size_t i = 0; i < phones->capacity; i++)
        if (phones->places[i].number != 0)
            *find(&larger, phones->places[i].number) = phones->places[i];
    free(phones->places);
    *phones = larger;
    return AI95_OK;
}

enum ai95_status ai95_phones_add(struct ai95_phones *phones, const char *text, size_t length, uint32_t row,
                                 uint32_t *earlier) {
    if (length > 0 && text[0] == '+') {
        text++;
        length--;
    }
    if (length == 0 || length > LONGEST)
        return AI95_BAD_DATA;
    uint64_t number = 1; /* before the digits, so that leading zeros count */
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return AI95_BAD_DATA;
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    if (phones->count >= phones->capacity / 2) {
        enum ai95_status status = grow(phones);
        if (status != AI95_OK)
            return status;
    }
    struct ai95_phone *place = find(phones, number);
    *earlier = place->number == 0 ? 0 : place->row;
    if (place->number == 0) {
        place->number = number;
        place->row = row;
        phones->count++;
    }
    return AI95_OK;
}
