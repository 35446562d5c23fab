/* Compares names without regard to case. The C library's functions follow the host's locale, and
 * in Turkish "I" is not "i". */
#ifndef AI95_ASCII_H
#define AI95_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline bool ai95_ascii_equal(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char x = (unsigned char)a[i], y = (unsigned char)b[i];
        x = x >= 'A' && x <= 'Z' ? (unsigned char)(x | 0x20) : x;
        y = y >= 'A' && y <= 'Z' ? (unsigned char)(y | 0x20) : y;
        if (x != y)
            return false;
    }
    return true;
}

#endif
