/* UTF-8 against the table of the Unicode standard (3-7, "Well-Formed UTF-8 Byte Sequences"). */
#include "fuzz.h"
#include "json/utf8.h"

static const struct {
    unsigned char lead[2], second[2];
    size_t width;
    uint32_t first, last; /* code points */
} table[] = {
    {{0xC2, 0xDF}, {0x80, 0xBF}, 2, 0x80, 0x7FF},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, 3, 0x800, 0xFFF},
    {{0xE1, 0xEC}, {0x80, 0xBF}, 3, 0x1000, 0xCFFF},
    {{0xED, 0xED}, {0x80, 0x9F}, 3, 0xD000, 0xD7FF},
    {{0xEE, 0xEF}, {0x80, 0xBF}, 3, 0xE000, 0xFFFF},
    {{0xF0, 0xF0}, {0x90, 0xBF}, 4, 0x10000, 0x3FFFF},
    {{0xF1, 0xF3}, {0x80, 0xBF}, 4, 0x40000, 0xFFFFF},
    {{0xF4, 0xF4}, {0x80, 0x8F}, 4, 0x100000, 0x10FFFF},
};

/* The index in the table of the character that is there, or -1. */
static int find(const uint8_t *text, size_t length) {
    for (int i = 0; i < (int)(sizeof table / sizeof *table); i++) {
        if (text[0] < table[i].lead[0] || text[0] > table[i].lead[1])
            continue;
        if (length < table[i].width || text[1] < table[i].second[0] || text[1] > table[i].second[1])
            return -1;
        for (size_t at = 2; at < table[i].width; at++)
            if (text[at] < 0x80 || text[at] > 0xBF)
                return -1;
        return i;
    }
    return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t at = 0;
    while (at < size) {
        size_t width = 1;
        if (data[at] >= 0x80) {
            uint32_t point = 0;
            int row = find(data + at, size - at);
            width = ai95_utf8_decode(data + at, size - at, &point);
            CHECK(width == (row < 0 ? 0 : table[row].width));
            if (row < 0)
                break;
            CHECK(point >= table[row].first && point <= table[row].last);
        }
        at += width;
    }
    CHECK(ai95_utf8_check(data, size) == at);
    return 0;
}
