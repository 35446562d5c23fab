/* The set of phone numbers, against a list: each line of the input is a number. */
#include "fuzz.h"
#include "rows/phones.h"

enum { MAX_LINES = 256 };

struct line {
    const char *text;
    size_t length;
};

static bool is_valid(const struct line *line) {
    for (size_t i = 0; i < line->length; i++)
        if (line->text[i] < '0' || line->text[i] > '9')
            return false;
    return line->length >= 1 && line->length <= 18;
}

static bool is_same(const struct line *a, const struct line *b) {
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static void add(struct ai95_phones *phones, struct line *lines, uint32_t row) {
    struct line *line = &lines[row - 1];
    uint32_t earlier = 0, expected = 0;
    enum ai95_status status = ai95_phones_add(phones, line->text, line->length, row, &earlier);
    if (line->length > 0 && line->text[0] == '+') {
        line->text++;
        line->length--;
    }
    CHECK(status == (is_valid(line) ? AI95_OK : AI95_BAD_DATA));
    for (uint32_t i = 1; i < row && expected == 0; i++)
        if (is_same(&lines[i - 1], line))
            expected = i;
    CHECK(status != AI95_OK || earlier == expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Small at first, so that it grows; empty, it would begin with room for half a million. */
    struct ai95_phones phones = {calloc(8, sizeof *phones.numbers), calloc(8, sizeof *phones.rows),
                                 8, 0};
    CHECK(phones.numbers != NULL && phones.rows != NULL);
    struct line lines[MAX_LINES];
    const char *at = (const char *)data, *end = at + size;
    for (uint32_t row = 1; row <= MAX_LINES && at < end; row++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        lines[row - 1] = (struct line){at, (size_t)(stop - at)};
        add(&phones, lines, row);
        at = stop < end ? stop + 1 : end;
    }
    ai95_phones_free(&phones);
    return 0;
}
