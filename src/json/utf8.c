#include "json/utf8.h"

size_t ai95_utf8_check(const unsigned char *text, size_t length) {
    size_t at = 0;
    while (at < length) {
        uint32_t point;
        size_t width = text[at] < 0x80 ? 1 : ai95_utf8_decode(text + at, length - at, &point);
        if (width == 0)
            break;
        at += width;
    }
    return at;
}
