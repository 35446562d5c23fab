/* OpenSSL's base64 takes longer than its AES; where the processor has AVX2, 24 bytes are done at a time. */
#include "crypto/base64.h"
#include <limits.h>
#include <openssl/evp.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* Encodes as many whole groups of 24 as there are 28 bytes to read for; returns the bytes encoded. */
__attribute__((target("avx2"))) static size_t encode_groups(unsigned char *out, const unsigned char *data,
                                                            size_t length) {
    const __m256i order = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
    /* What to add to a value of six bits, by which of the alphabet's five ranges it is in. */
    const __m256i shifts = _mm256_broadcastsi128_si256(_mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                                                     '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                                                     '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0));
    size_t done = 0;
    for (; length - done >= 28; done += 24, out += 32) {
        __m256i bytes = _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(data + done)));
        bytes = _mm256_inserti128_si256(bytes, _mm_loadu_si128((const __m128i *)(const void *)(data + done + 12)), 1);
        bytes = _mm256_shuffle_epi8(bytes, order);
        __m256i outer =
            _mm256_mulhi_epu16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x0fc0fc00)), _mm256_set1_epi32(0x04000040));
        __m256i inner =
            _mm256_mullo_epi16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x003f03f0)), _mm256_set1_epi32(0x01000010));
        __m256i sixes = _mm256_or_si256(outer, inner);
        __m256i range = _mm256_subs_epu8(sixes, _mm256_set1_epi8(51));
        __m256i capital = _mm256_and_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(26), sixes), _mm256_set1_epi8(13));
        range = _mm256_or_si256(range, capital);
        _mm256_storeu_si256((__m256i *)(void *)out, _mm256_add_epi8(sixes, _mm256_shuffle_epi8(shifts, range)));
    }
    return done;
}

static size_t encode_fast(unsigned char *out, const unsigned char *data, size_t length) {
    return length >= 28 && __builtin_cpu_supports("avx2") ? encode_groups(out, data, length) : 0;
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
