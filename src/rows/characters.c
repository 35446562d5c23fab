#include "rows/characters.h"
#include "json/utf8.h"

static const struct ai95_range blanks[] = {
    {0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180E},   {0x2000, 0x200F},
    {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
};

bool ai95_in_ranges(const struct ai95_range *ranges, size_t count, uint32_t point) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (point > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && point >= ranges[low].first;
}

size_t ai95_character(const char *text, size_t length, uint32_t *point) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) {
        *point = bytes[0];
        return 1;
    }
    size_t width = ai95_utf8_decode(bytes, length, point);
    if (width > 0)
        return width;
    *point = 0xFFFD;
    return 1;
}

bool ai95_is_blank_character(uint32_t point) {
    return ai95_in_ranges(blanks, sizeof blanks / sizeof blanks[0], point);
}

bool ai95_is_blank(const char *text, size_t length) {
    uint32_t point;
    size_t at = 0;
    while (at < length) {
        at += ai95_character(text + at, length - at, &point);
        if (!ai95_is_blank_character(point))
            return false;
    }
    return true;
}
