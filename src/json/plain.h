/* Text that can stand in a JSON string as it is. */
#ifndef AI95_PLAIN_H
#define AI95_PLAIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How many bytes at the beginning of a text can stand in a string as they are: neither `"` nor `\`
 * nor a control character, and ASCII. Eight at a time, which is what makes long texts cheap. */
static inline size_t ai95_plain_length(const unsigned char *text, const unsigned char *end) {
    const uint64_t ones = 0x0101010101010101, high = 0x8080808080808080;
    const unsigned char *at = text;
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
        uint64_t special = (word - ones * 0x20) | (quote - ones) | (backslash - ones) | word;
        if ((special & high) != 0)
            break;
        at += 8;
    }
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return (size_t)(at - text);
}

#endif
