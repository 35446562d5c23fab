/* Eight bytes of text at a time. The tests may say yes where there is nothing, never no where there is something. */
#ifndef AI95_SCAN_H
#define AI95_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define AI95_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t ai95_load8(const unsigned char *from) {
    uint64_t word;
    memcpy(&word, from, 8);
    return word;
}

static inline uint64_t ai95_has_zero(uint64_t word) {
    return (word - AI95_EACH(1)) & ~word & AI95_EACH(0x80);
}

static inline uint64_t ai95_has(uint64_t word, unsigned char byte) {
    return ai95_has_zero(word ^ AI95_EACH(byte));
}

static inline uint64_t ai95_has_control(uint64_t word) {
    return (word - AI95_EACH(0x20)) & ~word & AI95_EACH(0x80);
}

static inline uint64_t ai95_has_high(uint64_t word) {
    return word & AI95_EACH(0x80);
}

#endif
