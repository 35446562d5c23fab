/* GB18030 to UTF-8: the result is UTF-8, and ASCII stays as it is. */
#include "fuzz.h"
#include "json/utf8.h"
#include "rows/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ai95_charset charset;
    struct ai95_buffer out;
    bool is_ascii = true;
    for (size_t i = 0; i < size; i++)
        is_ascii = is_ascii && data[i] < 0x80;
    CHECK(ai95_charset_open(&charset, "GB18030") == AI95_OK);
    ai95_buffer_init(&out, SIZE_MAX / 4);
    enum ai95_status status = ai95_charset_decode(&charset, &out, (const char *)data, size);
    CHECK(status == AI95_OK || (status == AI95_BAD_DATA && !is_ascii));
    CHECK(ai95_utf8_check(out.data, out.length) == out.length);
    if (is_ascii)
        CHECK(out.length == size && (size == 0 || memcmp(out.data, data, size) == 0));
    ai95_buffer_free(&out);
    ai95_charset_close(&charset);
    return 0;
}
