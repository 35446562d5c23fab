#include "workbook/number.h"
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "workbook/text.h"

enum { MAX_NUMBER = 300, DAY = 86400 };

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static size_t skip_digits(const char *text, size_t length, size_t at) {
    while (at < length && is_digit(text[at]))
        at++;
    return at;
}

static bool is_whole(const char *text, size_t length) {
    size_t begin = length > 0 && text[0] == '-';
    return begin < length && skip_digits(text, length, begin) == length;
}

/* Digits, perhaps with a sign, a point and an exponent. strtod reads more, such as 0x10 and nan. */
static bool is_number(const char *text, size_t length) {
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+'), begin = at;
    at = skip_digits(text, length, at);
    size_t digits = at - begin;
    if (at < length && text[at] == '.') {
        begin = ++at;
        at = skip_digits(text, length, at);
        digits += at - begin;
    }
    if (digits > 0 && at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += at < length && (text[at] == '-' || text[at] == '+');
        begin = at;
        at = skip_digits(text, length, at);
        if (at == begin)
            return false;
    }
    return digits > 0 && at == length;
}

/* strtod wants the locale's decimal point. */
static bool read_double(const char *text, size_t length, double *value) {
    const char *point = localeconv()->decimal_point;
    size_t point_length = strlen(point), at = 0;
    char copy[MAX_NUMBER + 32];
    if (length > MAX_NUMBER || point_length > 16 || !is_number(text, length))
        return false;
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
    return isfinite(*value);
}

/* A whole number beyond 2^53, as Excel shows it: 15 digits, then zeros. */
static size_t print_large(char *out, size_t size, double value) {
    char digits[32]; /* d.dddddddddddddde+17, with the locale's point */
    snprintf(digits, sizeof digits, "%.14e", fabs(value));
    size_t exponent = (size_t)strtol(strchr(digits, 'e') + 1, NULL, 10), length = 0;
    if (value < 0)
        out[length++] = '-';
    for (const char *from = digits; *from != 'e'; from++)
        if (*from >= '0' && *from <= '9')
            out[length++] = *from;
    while (length < exponent + 1 + (value < 0) && length + 1 < size)
        out[length++] = '0';
    out[length] = '\0';
    return length;
}

static size_t print_double(char *out, size_t size, double value) {
    const double exact = 9007199254740992; /* 2^53 */
    if (value == 0)
        value = 0; /* not -0 */
    if (floor(value) == value && fabs(value) < exact)
        return (size_t)snprintf(out, size, "%.0f", value);
    if (fabs(value) >= exact && fabs(value) < 1e21)
        return print_large(out, size, value);
    size_t length = (size_t)snprintf(out, size, "%.15g", value);
    const char *point = localeconv()->decimal_point;
    char *found = strstr(out, point);
    if (found != NULL && point[0] != '\0') {
        size_t more = strlen(point) - 1;
        *found = '.';
        memmove(found + 1, found + 1 + more, strlen(found + 1 + more) + 1);
        length -= more;
    }
    return length;
}

/* The Gregorian date of a number of days since 1970-01-01, which is not before 1600. */
static void print_date(char *out, size_t size, int64_t days) {
    int64_t shifted = days + 719468; /* since 0000-03-01 */
    int64_t era = shifted / 146097, of_era = shifted % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* 0: March */
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * 400 + (month <= 2);
    snprintf(out, size, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

/* Excel's day 60 is 1900-02-29, which never was: the days before it are one more than they seem. */
static void print_day(char *out, size_t size, int64_t day, bool is_1904) {
    const int64_t epoch = 25569, between = 1462; /* 1970-01-01; from 1900 to 1904 */
    if (is_1904)
        day += between;
    if (day == 60)
        snprintf(out, size, "1900-02-29");
    else
        print_date(out, size, day < 60 ? day - epoch + 1 : day - epoch);
}

/* False if Excel has no such date. */
static bool print_serial(char *out, size_t size, double value, bool is_1904) {
    double end = is_1904 ? 2957004 : 2958466; /* 10000-01-01 */
    if (!(value >= 0 && value < end))
        return false;
    int64_t day = (int64_t)floor(value);
    int64_t second = (int64_t)floor((value - floor(value)) * DAY + 0.5);
    size_t length = 0;
    if (value >= 1) {
        if (second == DAY && (double)(day + 1) < end) {
            day++;
            second = 0;
        }
        print_day(out, size, day, is_1904);
        length = strlen(out);
        if (second == 0)
            return true;
        out[length++] = ' ';
    }
    second = second == DAY ? (value >= 1 ? DAY - 1 : 0) : second;
    snprintf(out + length, size - length, "%02d:%02d:%02d", (int)(second / 3600),
             (int)(second / 60 % 60), (int)(second % 60));
    return true;
}

static bool print_elapsed(char *out, size_t size, double value) {
    if (!(value >= 0 && value < 2958466))
        return false;
    int64_t second = (int64_t)floor(value * DAY + 0.5);
    snprintf(out, size, "%02lld:%02d:%02d", (long long)(second / 3600), (int)(second / 60 % 60),
             (int)(second % 60));
    return true;
}

static void trim(const char **text, size_t *length) {
    while (*length > 0 && (unsigned char)(*text)[*length - 1] <= ' ')
        --*length;
    while (*length > 0 && (unsigned char)**text <= ' ')
        ++*text, --*length;
}

enum ai95_status ai95_number_append(struct ai95_buffer *out, const char *text, size_t length,
                                    enum ai95_format format, bool is_1904) {
    char printed[64];
    double value;
    trim(&text, &length);
    if (format == AI95_FORMAT_NUMBER && is_whole(text, length))
        return ai95_buffer_append(out, text, length);
    if (!read_double(text, length, &value))
        return ai95_csv_append(out, (const unsigned char *)text, length);
    if (format == AI95_FORMAT_DATE && print_serial(printed, sizeof printed, value, is_1904))
        return ai95_buffer_append(out, printed, strlen(printed));
    if (format == AI95_FORMAT_ELAPSED && print_elapsed(printed, sizeof printed, value))
        return ai95_buffer_append(out, printed, strlen(printed));
    if (is_whole(text, length))
        return ai95_buffer_append(out, text, length);
    return ai95_buffer_append(out, printed, print_double(printed, sizeof printed, value));
}

/* Whether the text begins with that pattern, in which 0 is a digit. */
static bool matches(const char *text, size_t length, const char *pattern) {
    for (size_t i = 0; pattern[i] != '\0'; i++)
        if (i >= length || (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]))
            return false;
    return true;
}

enum ai95_status ai95_iso_date_append(struct ai95_buffer *out, const char *text, size_t length) {
    enum { DATE = 10, TIME = 8 };
    enum ai95_status status;
    trim(&text, &length);
    if (matches(text, length, "00:00:00"))
        return ai95_buffer_append(out, text, TIME);
    if (!matches(text, length, "0000-00-00"))
        return ai95_csv_append(out, (const unsigned char *)text, length);
    status = ai95_buffer_append(out, text, DATE);
    if (status != AI95_OK || !matches(text + DATE, length - DATE, "T00:00:00") ||
        memcmp(text + DATE + 1, "00:00:00", TIME) == 0)
        return status;
    status = ai95_buffer_append(out, " ", 1);
    return status != AI95_OK ? status : ai95_buffer_append(out, text + DATE + 1, TIME);
}
