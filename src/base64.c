/* OpenSSL's base64 takes longer than its AES; where the processor can shuffle bytes, twelve are done at a time. */
#include "base64.h"
#include <limits.h>
#include <openssl/evp.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <tmmintrin.h>

/* Encodes as many whole groups of twelve as there are sixteen bytes to read for; returns the bytes encoded. */
__attribute__((target("ssse3"))) static size_t encode_twelves(unsigned char *out, const unsigned char *data,
                                                              size_t length) {
    const __m128i order = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    /* What to add to a value of six bits, by which of the alphabet's five ranges it is in. */
    const __m128i shifts = _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                         '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
    size_t done = 0;
    for (; length - done >= 16; done += 12, out += 16) {
        __m128i bytes = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(data + done)), order);
        __m128i outer = _mm_mulhi_epu16(_mm_and_si128(bytes, _mm_set1_epi32(0x0fc0fc00)), _mm_set1_epi32(0x04000040));
        __m128i inner = _mm_mullo_epi16(_mm_and_si128(bytes, _mm_set1_epi32(0x003f03f0)), _mm_set1_epi32(0x01000010));
        __m128i sixes = _mm_or_si128(outer, inner);
        __m128i range = _mm_subs_epu8(sixes, _mm_set1_epi8(51));
        __m128i capital = _mm_and_si128(_mm_cmpgt_epi8(_mm_set1_epi8(26), sixes), _mm_set1_epi8(13));
        range = _mm_or_si128(range, capital);
        _mm_storeu_si128((__m128i *)(void *)out, _mm_add_epi8(sixes, _mm_shuffle_epi8(shifts, range)));
    }
    return done;
}

static size_t encode_fast(unsigned char *out, const unsigned char *data, size_t length) {
    return length >= 16 && __builtin_cpu_supports("ssse3") ? encode_twelves(out, data, length) : 0;
}
#else
static size_t encode_fast(unsigned char *out, const unsigned char *data, size_t length) {
    (void)out, (void)data, (void)length;
    return 0;
}
#endif

size_t ai95_base64_encode(unsigned char *out, const unsigned char *data, size_t length) {
    enum { PIECE = INT_MAX / 6 * 3 };
    size_t done = encode_fast(out, data, length), written = done / 3 * 4;
    while (length - done > PIECE) {
        written += (size_t)EVP_EncodeBlock(out + written, data + done, PIECE);
        done += PIECE;
    }
    if (length > done)
        written += (size_t)EVP_EncodeBlock(out + written, data + done, (int)(length - done));
    return written;
}
