#include "utf8.h"
#include "scan.h"

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

/* The bytes that continue a character must be just those before which a character says that it is so long. Where not
 * `exact`, characters that take more than that are refused as well: those of four bytes, and those that begin with E0,
 * E1 or ED. They are rare. */
static inline bool is_valid(const unsigned char *text, size_t length, bool exact) {
    ai95_marks wrong = {0};
    for (size_t i = 0; i < length; i += sizeof wrong) {
        ai95_bytes here = ai95_load16(text + i), before = ai95_load16(text + i - 1), second = ai95_load16(text + i - 2);
        ai95_marks longer = (before >= 0xC0) | (second >= 0xE0);
        if (exact) {
            longer |= ai95_load16(text + i - 3) >= 0xF0;
            ai95_marks overlong = ((before == 0xE0) & (here < 0xA0)) | ((before == 0xF0) & (here < 0x90));
            ai95_marks surrogate = (before == 0xED) & (here >= 0xA0);
            ai95_marks too_high = (here >= 0xF5) | ((before == 0xF4) & (here >= 0x90));
            wrong |= ((here & 0xFE) == 0xC0) | overlong | surrogate | too_high;
        } else {
            wrong |= ((here & 0xDE) == 0xC0) | (here == 0xED) | (here >= 0xF0);
        }
        wrong |= longer ^ ((here & 0xC0) == 0x80);
    }
    return !ai95_any(wrong);
}

bool ai95_utf8_valid(const unsigned char *text, size_t length) {
    return is_valid(text, length, false) || is_valid(text, length, true);
}
