/* Fuzzes http/sniff.c: the content type, a line feed, then the beginning of a body. Only the first
 * AI95_SNIFFED bytes may count, and a file without a content type must be one with any.
 */
#include "fuzz.h"
#include "http/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    if (end == NULL)
        return 0;
    size_t type_length = (size_t)(end - data), length = size - type_length - 1;
    const uint8_t *body = end + 1;
    bool file = ai95_sniff_file(body, length, (const char *)data, type_length);
    CHECK(length <= AI95_SNIFFED ||
          file == ai95_sniff_file(body, AI95_SNIFFED, (const char *)data, type_length));
    bool audio = ai95_sniff_file(body, length, "audio/wav", 9);
    CHECK(audio || !file);
    CHECK(file || !ai95_sniff_file(body, length, NULL, 0));
    CHECK(!audio || (length > 0 && body[0] != '{' && body[0] != '<'));
    return 0;
}
