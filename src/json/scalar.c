#include "json/scalar.h"
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "json/time.h"

static void set_text(struct ai95_scalar *scalar, const char *text, size_t length) {
    scalar->kind = AI95_IS_TEXT;
    scalar->text = text;
    scalar->length = length;
}

static void set_bool(struct ai95_scalar *scalar, bool value) {
    scalar->kind = value ? AI95_IS_TRUE : AI95_IS_FALSE;
}

/* Digits, perhaps with a sign, that fit into 64 bits. */
static bool read_integer(const char *text, size_t length, int64_t *value) {
    size_t at = length > 0 && text[0] == '-';
    uint64_t sum = 0;
    if (at == length || length - at > 19)
        return false;
    for (size_t i = at; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text[i] - '0');
    }
    if (sum > (uint64_t)INT64_MAX + at)
        return false;
    *value = at > 0 ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

/* What is left of a JSON number's literal: its exponent, as far as it matters. */
static int read_exponent(const char *text, size_t length) {
    const int most = 1000000; /* nothing that has more digits than that fits anywhere */
    bool negative = length > 0 && text[0] == '-';
    int sum = 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] >= '0' && text[i] <= '9' && sum < most)
            sum = sum * 10 + (text[i] - '0');
    return negative ? -sum : sum;
}

static bool shift(uint64_t *sum, long places, uint64_t digit) {
    for (; places > 0 && *sum != 0; places--) {
        if (*sum > UINT64_MAX / 10)
            return false;
        *sum *= 10;
    }
    if (*sum > UINT64_MAX - digit)
        return false;
    *sum += digit;
    return true;
}

/* The literal of a JSON number with a fraction or an exponent, as PHP writes a large integer that
 * it holds as a double (1.6180655071118e+18): whether it is whole and fits into 64 bits. */
static bool read_whole(const char *text, size_t length, int64_t *value) {
    size_t negative = text[0] == '-';
    uint64_t sum = 0;
    long zeros = 0, fraction = 0; /* zeros that the sum does not have yet */
    size_t i = negative;
    for (bool behind = false; i < length && text[i] != 'e' && text[i] != 'E'; i++) {
        if (text[i] == '.') {
            behind = true;
            continue;
        }
        fraction += behind;
        zeros++;
        if (text[i] != '0') {
            if (!shift(&sum, zeros, (uint64_t)(text[i] - '0')))
                return false;
            zeros = 0;
        }
    }
    zeros -= fraction;
    if (i < length)
        zeros += read_exponent(text + i + 1, length - i - 1);
    if ((sum != 0 && zeros < 0) || !shift(&sum, zeros, 0) || sum > (uint64_t)INT64_MAX + negative)
        return false;
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

/* The literal of a JSON number as a double. strtod wants the locale's decimal point. */
static enum ai95_status read_double(const char *text, size_t length, double *value) {
    const char *point = localeconv()->decimal_point;
    size_t point_length = strlen(point), at = 0;
    char small[64], *copy = small;
    if (length + point_length >= sizeof small)
        copy = malloc(length + point_length + 1);
    if (copy == NULL)
        return AI95_NO_MEMORY;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.') {
            memcpy(copy + at, point, point_length);
            at += point_length;
        } else {
            copy[at++] = text[i];
        }
    }
    copy[at] = '\0';
    *value = strtod(copy, NULL);
    if (copy != small)
        free(copy);
    return AI95_OK;
}

/* A number's literal: whole numbers are integers, however they are written. */
static enum ai95_status set_number(struct ai95_scalar *scalar, const char *text, size_t length) {
    const double exact = 9007199254740992; /* 2^53 */
    set_text(scalar, text, length);
    if (read_integer(text, length, &scalar->integer)) {
        scalar->kind = AI95_IS_INTEGER;
        return AI95_OK;
    }
    if (memchr(text, '.', length) == NULL && memchr(text, 'e', length) == NULL &&
        memchr(text, 'E', length) == NULL)
        return AI95_OK; /* too large for 64 bits: all its digits */
    enum ai95_status status = read_double(text, length, &scalar->number);
    if (status != AI95_OK || !isfinite(scalar->number))
        return status;
    scalar->kind = AI95_IS_NUMBER;
    if (floor(scalar->number) == scalar->number && fabs(scalar->number) < exact) {
        scalar->kind = AI95_IS_INTEGER;
        scalar->integer = (int64_t)scalar->number;
    }
    return AI95_OK;
}

/* A number that set_number made a double, as a whole number: its digits if it fits into 64 bits,
 * otherwise its literal. */
static void set_large(struct ai95_scalar *scalar) {
    if (read_whole(scalar->text, scalar->length, &scalar->integer)) {
        int length = snprintf(scalar->own, sizeof scalar->own, "%" PRId64, scalar->integer);
        set_text(scalar, scalar->own, (size_t)length);
        scalar->kind = AI95_IS_INTEGER;
    } else {
        bool is_whole = floor(scalar->number) == scalar->number;
        scalar->kind = is_whole ? AI95_IS_TEXT : AI95_IS_WRONG;
    }
}

/* A string that is a number, perhaps with blanks around it; anything else is wrong. */
static enum ai95_status read_number(struct ai95_scalar *scalar, const char *text, size_t length) {
    struct ai95_scanner scanner;
    struct ai95_json_value value = {AI95_JSON_STRING, NULL, 0};
    scalar->kind = AI95_IS_MISSING;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    if (length == 0)
        return AI95_OK;
    scalar->kind = AI95_IS_WRONG;
    while (length > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9')
        text++, length--; /* zeros in front, which JSON does not have */
    if (*text != '-' && (*text < '0' || *text > '9'))
        return AI95_OK; /* of anything but a number, the scanner might have to be freed */
    ai95_scanner_init(&scanner, text, length);
    if (ai95_scan_value(&scanner, &value) != AI95_OK || value.length != length)
        return AI95_OK;
    return set_number(scalar, text, length);
}

static void set_time(struct ai95_scalar *scalar, const struct ai95_json_value *value) {
    switch (
        ai95_time_read(value->text, value->length, value->kind == AI95_JSON_NUMBER, scalar->own)) {
    case AI95_TIME_MISSING:
        scalar->kind = AI95_IS_MISSING;
        break;
    case AI95_TIME_REWRITTEN:
        set_text(scalar, scalar->own, strlen(scalar->own));
        break;
    case AI95_TIME_AS_IS:
    case AI95_TIME_UNKNOWN: /* the platform's own words */
        set_text(scalar, value->text, value->length);
        break;
    }
}

static bool is_numeric(enum ai95_type type) {
    return type == AI95_INT || type == AI95_NUMBER;
}

/* PHP's (string)true is "1", (int)true is 1; false is how many of its functions say "nothing". */
static void convert_bool(enum ai95_type type, bool value, struct ai95_scalar *scalar) {
    if (type == AI95_ANY || type == AI95_SCALAR) {
        set_bool(scalar, value);
    } else if (is_numeric(type)) {
        scalar->kind = AI95_IS_INTEGER;
        scalar->integer = value;
        scalar->text = value ? "1" : "0";
        scalar->length = 1;
    } else if (type == AI95_STRING) {
        set_text(scalar, "1", value);
    } else if (!value) {
        scalar->kind = AI95_IS_MISSING;
    } else if (type == AI95_ID) {
        set_text(scalar, "1", 1);
    } else {
        scalar->kind = AI95_IS_WRONG;
    }
}

enum ai95_status ai95_scalar_convert(enum ai95_type type, const struct ai95_json_value *value,
                                     struct ai95_scalar *scalar) {
    enum ai95_status status = AI95_OK;
    bool is_text = value->kind == AI95_JSON_STRING;
    if (value->kind == AI95_JSON_NULL) {
        scalar->kind = AI95_IS_MISSING;
    } else if (value->kind == AI95_JSON_TRUE || value->kind == AI95_JSON_FALSE) {
        convert_bool(type, value->kind == AI95_JSON_TRUE, scalar);
    } else if (type == AI95_TIME) {
        set_time(scalar, value);
    } else if (is_numeric(type) && is_text) {
        status = read_number(scalar, value->text, value->length);
    } else if (is_text || type == AI95_STRING || type == AI95_ID) {
        set_text(scalar, value->text, value->length);
        if (type == AI95_ID && value->length == 0)
            scalar->kind = AI95_IS_MISSING;
        else if (type == AI95_ID && memchr(value->text, '\0', value->length) != NULL)
            scalar->kind = AI95_IS_WRONG;
    } else {
        status = set_number(scalar, value->text, value->length);
    }
    if (type == AI95_INT && scalar->kind == AI95_IS_NUMBER)
        set_large(scalar);
    return status;
}
