/* A value as each type of a field: the kind is one that the type may have, the text is the value's
 * or in its place, and an integer's text has its digits. The first byte chooses a string or a
 * number. */
#include "fuzz.h"
#include <inttypes.h>
#include <math.h>
#include "json/scalar.h"

static bool is_inside(const char *text, size_t length, const char *outer, size_t outer_length) {
    return text >= outer && length <= outer_length && text + length <= outer + outer_length;
}

static void check_integer(const struct ai95_scalar *scalar) {
    char digits[24];
    bool is_literal = true;
    CHECK(scalar->length > 0);
    for (size_t i = 0; i < scalar->length; i++)
        is_literal = is_literal && (scalar->text[i] == '-' || (unsigned)scalar->text[i] - '0' < 10);
    if (!is_literal) { /* a double holds it */
        CHECK(scalar->integer < INT64_C(1) << 53 && scalar->integer > -(INT64_C(1) << 53));
        return;
    }
    snprintf(digits, sizeof digits, "%" PRId64, scalar->integer);
    CHECK(scalar->length == strlen(digits) || scalar->integer == 0);
    CHECK(scalar->integer == 0 || memcmp(scalar->text, digits, scalar->length) == 0);
}

static void convert(enum ai95_type type, const struct ai95_json_value *value) {
    struct ai95_scalar scalar;
    bool is_text = value->kind == AI95_JSON_STRING;
    memset(&scalar, 0x5A, sizeof scalar); /* what it does not set must not matter */
    CHECK(ai95_scalar_convert(type, value, &scalar) == AI95_OK);
    bool is_numeric = type == AI95_INT || type == AI95_NUMBER;
    switch (scalar.kind) {
    case AI95_IS_MISSING:
        CHECK(type != AI95_ANY && type != AI95_SCALAR && type != AI95_STRING);
        return;
    case AI95_IS_INTEGER:
        CHECK(is_numeric || (!is_text && (type == AI95_ANY || type == AI95_SCALAR)));
        check_integer(&scalar);
        return;
    case AI95_IS_NUMBER:
        CHECK(type == AI95_NUMBER || (!is_text && (type == AI95_ANY || type == AI95_SCALAR)));
        CHECK(isfinite(scalar.number));
        return;
    case AI95_IS_TEXT:
        CHECK(is_inside(scalar.text, scalar.length, value->text, value->length) ||
              (type == AI95_TIME && scalar.text == scalar.own && scalar.length < 20));
        CHECK(type != AI95_ID || scalar.length > 0);
        CHECK(type != AI95_ID || memchr(scalar.text, '\0', scalar.length) == NULL);
        return;
    case AI95_IS_WRONG:
        CHECK(is_numeric || type == AI95_TIME || type == AI95_ID);
        CHECK(is_text || type != AI95_NUMBER);
        return;
    default:
        CHECK(false);
    }
}

static bool is_number(const char *text, size_t length) {
    struct ai95_scanner scanner;
    struct ai95_json_value value;
    ai95_scanner_init(&scanner, text, length);
    bool is = length > 0 && (*text == '-' || (*text >= '0' && *text <= '9')) &&
              ai95_scan_value(&scanner, &value) == AI95_OK && value.length == length;
    ai95_scanner_free(&scanner);
    return is;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct ai95_json_value value = {AI95_JSON_STRING, (const char *)data + 1, size - 1};
    if ((data[0] & 1) != 0)
        value.kind = AI95_JSON_NUMBER;
    if (value.kind == AI95_JSON_NUMBER && !is_number(value.text, value.length))
        return 0;
    for (int type = AI95_ANY; type < AI95_ROWS; type++)
        convert((enum ai95_type)type, &value);
    return 0;
}
