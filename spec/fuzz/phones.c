/* The set of phone numbers, against a list: each two bytes of the input are a number, and eight
 * bytes if the first is 255. */
#include "fuzz.h"
#include "rows/phones.h"

enum { MAX_KEYS = 512 };

static uint64_t next_key(const uint8_t **at, const uint8_t *end) {
    size_t width = **at == 255 ? 8 : 2;
    uint64_t key = 0;
    for (size_t i = 0; i < width && *at < end; i++)
        key = key << 8 | *(*at)++;
    return key == 0 ? 1 : key;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Small at first, so that it grows. */
    struct ai95_phones phones = {calloc(8, sizeof *phones.keys), calloc(8, sizeof *phones.rows), 8,
                                 0};
    uint64_t keys[MAX_KEYS];
    const uint8_t *at = data, *end = data + size;
    size_t different = 0;
    CHECK(phones.keys != NULL && phones.rows != NULL);
    for (uint32_t row = 1; row <= MAX_KEYS && at < end; row++) {
        uint32_t earlier = 0, expected = 0;
        keys[row - 1] = next_key(&at, end);
        for (uint32_t i = 1; i < row && expected == 0; i++)
            if (keys[i - 1] == keys[row - 1])
                expected = i;
        CHECK(ai95_phones_find(&phones, keys[row - 1]) == expected);
        CHECK(ai95_phones_add(&phones, keys[row - 1], row, &earlier) == AI95_OK);
        CHECK(earlier == expected);
        different += expected == 0;
        CHECK(phones.count == different && phones.count < phones.capacity);
    }
    ai95_phones_free(&phones);
    return 0;
}
