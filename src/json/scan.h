/* Eight bytes of text at a time, or sixteen in whatever registers the processor has for that. The tests of eight may
 * say yes where there is nothing, never no where there is something. */
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

/* What JSON must escape: control characters, quotes, backslashes. */
static inline uint64_t ai95_has_escape(uint64_t word) {
    uint64_t control = word - AI95_EACH(0x20), quote = (word ^ AI95_EACH('"')) - AI95_EACH(1),
             backslash = (word ^ AI95_EACH('\\')) - AI95_EACH(1);
    return (control | quote | backslash) & ~word & AI95_EACH(0x80);
}

static inline uint64_t ai95_has_high(uint64_t word) {
    return word & AI95_EACH(0x80);
}

typedef unsigned char ai95_bytes __attribute__((vector_size(16)));
typedef uint64_t ai95_words __attribute__((vector_size(16)));
/* What comparing such makes: of each byte, all bits or none. */
typedef signed char ai95_marks __attribute__((vector_size(16)));

static inline ai95_bytes ai95_load16(const unsigned char *from) {
    ai95_bytes bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

static inline int ai95_any(ai95_marks marks) {
    uint64_t halves[2];
    memcpy(halves, &marks, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

#endif
