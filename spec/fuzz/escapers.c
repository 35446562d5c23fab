/* What writes JSON: text that is UTF-8 is written so that the scanner reads it back, in plain JSON
 * and in PHP's; and a number so that it is the same number. */
#include "fuzz.h"
#include <inttypes.h>
#include <math.h>
#include "json/json_string.h"
#include "json/php_json.h"
#include "json/scanner.h"
#include "json/utf8.h"

static void check_content(const struct ai95_buffer *json, const char *text, size_t length) {
    struct ai95_scanner scanner;
    struct ai95_json_value value;
    ai95_scanner_init(&scanner, json->data, json->length);
    CHECK(ai95_scan_value(&scanner, &value) == AI95_OK && value.kind == AI95_JSON_STRING);
    CHECK(ai95_scan_end(&scanner) == AI95_OK);
    CHECK(value.length == length && (length == 0 || memcmp(value.text, text, length) == 0));
    ai95_scanner_free(&scanner);
}

/* All but the blanks. */
static size_t strip_blanks(const char *text, size_t length, char *out) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ')
            out[count++] = text[i];
    return count;
}

static void check_string(const char *text, size_t length) {
    size_t valid = ai95_utf8_check((const unsigned char *)text, length);
    for (int form = 0; form < 3; form++) {
        struct ai95_buffer out;
        size_t bad = SIZE_MAX;
        ai95_buffer_init(&out, SIZE_MAX / 4);
        enum ai95_status status = form == 0 ? ai95_json_string(&out, text, length, &bad)
                                            : ai95_php_string(&out, text, length, form == 2, &bad);
        CHECK(status == (valid == length ? AI95_OK : AI95_BAD_UTF8));
        CHECK(status == AI95_OK || bad == valid);
        if (status == AI95_OK && form < 2) {
            check_content(&out, text, length);
        } else if (status == AI95_OK) {
            char *stripped = malloc(length + 1);
            CHECK(stripped != NULL);
            check_content(&out, stripped, strip_blanks(text, length, stripped));
            free(stripped);
        }
        for (size_t i = 0; form > 0 && i < out.length; i++)
            CHECK(out.data[i] >= 0x20 && out.data[i] < 0x80);
        ai95_buffer_free(&out);
    }
}

/* What output that must not fail makes of the text: U+FFFD for each byte that is not UTF-8. */
static void check_lossy(const char *text, size_t length) {
    struct ai95_buffer out, expected;
    ai95_buffer_init(&out, SIZE_MAX / 4);
    ai95_buffer_init(&expected, SIZE_MAX / 4);
    for (size_t at = 0; at < length;) {
        size_t valid = ai95_utf8_check((const unsigned char *)text + at, length - at);
        CHECK(ai95_buffer_append(&expected, text + at, valid) == AI95_OK);
        at += valid;
        if (at++ < length)
            CHECK(ai95_buffer_append(&expected, AI95_UTF8_REPLACEMENT, 3) == AI95_OK);
    }
    CHECK(ai95_json_text(&out, text, length) == AI95_OK);
    check_content(&out, (const char *)expected.data, expected.length);
    for (size_t i = 0; i < out.length; i++)
        CHECK(out.data[i] >= 0x20);
    ai95_buffer_free(&out);
    ai95_buffer_free(&expected);
}

static void check_literal(struct ai95_buffer *out) {
    struct ai95_scanner scanner;
    struct ai95_json_value value;
    ai95_scanner_init(&scanner, out->data, out->length);
    CHECK(ai95_scan_value(&scanner, &value) == AI95_OK && value.kind == AI95_JSON_NUMBER);
    CHECK(value.length == out->length && ai95_buffer_append(out, "", 1) == AI95_OK);
    ai95_scanner_free(&scanner);
}

static void check_numbers(const uint8_t *data) {
    struct ai95_buffer out;
    int64_t integer;
    double number;
    memcpy(&integer, data, sizeof integer);
    memcpy(&number, data, sizeof number);
    ai95_buffer_init(&out, SIZE_MAX / 4);
    CHECK(ai95_php_integer(&out, integer) == AI95_OK);
    check_literal(&out);
    CHECK(strtoimax((const char *)out.data, NULL, 10) == integer);
    out.length = 0;
    enum ai95_status status = ai95_php_number(&out, number);
    CHECK(status == (isfinite(number) ? AI95_OK : AI95_BAD_DATA));
    if (status == AI95_OK) {
        check_literal(&out);
        double read = strtod((const char *)out.data, NULL);
        CHECK(read == number && (number == 0 || signbit(read) == signbit(number)));
    }
    ai95_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check_string((const char *)data, size);
    check_lossy((const char *)data, size);
    if (size >= 8)
        check_numbers(data);
    return 0;
}
