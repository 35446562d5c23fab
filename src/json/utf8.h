/* Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef AI95_UTF8_H
#define AI95_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* U+FFFD, for a byte that is not UTF-8. */
#define AI95_UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* The length in bytes (2 to 4) of the multi-byte character at the start of `text`, its code point
 * in `*point`; 0 if it is not valid. The first byte is 0x80 or above. */
static inline size_t ai95_utf8_decode(const unsigned char *text, size_t length, uint32_t *point) {
    unsigned char lead = text[0];
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    if (lead < 0xE0) {
        if (length < 2 || (text[1] & 0xC0) != 0x80)
            return 0;
        *point = (uint32_t)(lead & 0x1F) << 6 | (text[1] & 0x3F);
        return 2;
    }
    if (lead < 0xF0) {
        if (length < 3 || (text[1] & 0xC0) != 0x80 || (text[2] & 0xC0) != 0x80)
            return 0;
        *point = (uint32_t)(lead & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F);
        return *point < 0x800 || (*point >= 0xD800 && *point <= 0xDFFF) ? 0 : 3;
    }
    if (length < 4 || (text[1] & 0xC0) != 0x80 || (text[2] & 0xC0) != 0x80 ||
        (text[3] & 0xC0) != 0x80)
        return 0;
    *point = (uint32_t)(lead & 0x07) << 18 | (uint32_t)(text[1] & 0x3F) << 12 |
             (uint32_t)(text[2] & 0x3F) << 6 | (text[3] & 0x3F);
    return *point < 0x10000 || *point > 0x10FFFF ? 0 : 4;
}

/* How many bytes at the start of `text` are UTF-8: all of them, or those before the first that is
 * not. */
size_t ai95_utf8_check(const unsigned char *text, size_t length);

#endif
