#include "json/utf8.h"
#include "json/scan.h"
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

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

#if defined(__x86_64__) && defined(__GNUC__)
/* is_valid(text, length, false), 32 bytes at a time. */
__attribute__((target("avx2"))) static bool is_valid_avx2(const unsigned char *text, size_t length) {
    __m256i wrong = _mm256_setzero_si256();
    for (size_t i = 0; i < length; i += sizeof wrong) {
        __m256i here = _mm256_loadu_si256((const __m256i *)(const void *)(text + i));
        __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(text + i - 1));
        __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(text + i - 2));
        /* What saturated subtraction leaves is zero where a byte is not above the other. */
        __m256i longer = _mm256_or_si256(_mm256_subs_epu8(before, _mm256_set1_epi8((char)0xBF)),
                                         _mm256_subs_epu8(second, _mm256_set1_epi8((char)0xDF)));
        __m256i complete = _mm256_cmpeq_epi8(longer, _mm256_setzero_si256());
        __m256i continues = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), here);
        __m256i early =
            _mm256_cmpeq_epi8(_mm256_and_si256(here, _mm256_set1_epi8((char)0xDE)), _mm256_set1_epi8((char)0xC0));
        __m256i surrogate = _mm256_cmpeq_epi8(here, _mm256_set1_epi8((char)0xED));
        __m256i late = _mm256_subs_epu8(here, _mm256_set1_epi8((char)0xEF));
        wrong = _mm256_or_si256(wrong, _mm256_cmpeq_epi8(complete, continues));
        wrong = _mm256_or_si256(wrong, _mm256_or_si256(early, _mm256_or_si256(surrogate, late)));
    }
    return _mm256_testz_si256(wrong, wrong);
}

static bool is_valid_fast(const unsigned char *text, size_t length) {
    return __builtin_cpu_supports("avx2") ? is_valid_avx2(text, length) : is_valid(text, length, false);
}
#else
static bool is_valid_fast(const unsigned char *text, size_t length) {
    return is_valid(text, length, false);
}
#endif

bool ai95_utf8_valid(const unsigned char *text, size_t length) {
    return is_valid_fast(text, length) || is_valid(text, length, true);
}
