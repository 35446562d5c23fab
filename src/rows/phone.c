#include "rows/phone.h"
#include <string.h>
#include "rows/characters.h"
#include "rows/numbering_plan.h"

enum { MAX_DIGITS = 32, MIN_FOREIGN = 7, MAX_FOREIGN = 15 };

/* The characters of a number, without those that people put between them. */
struct digits {
    char text[MAX_DIGITS];
    size_t count; /* may be more than the text holds */
    size_t group; /* where the last group begins, after a separator */
    bool plus;
};

/* What people write between the digits besides blanks: brackets, hyphens and dots, in the forms of
 * Chinese and Western programs. In order. */
static const struct ai95_range marks[] = {
    {'(', ')'},       {'-', '.'},       {'[', '['},       {']', ']'},       {0xB7, 0xB7},
    {0x2010, 0x2015}, {0x2022, 0x2022}, {0x2027, 0x2027}, {0x2212, 0x2212}, {0x3010, 0x3011},
    {0x30FB, 0x30FB}, {0xFE58, 0xFE5A}, {0xFE63, 0xFE63}, {0xFF08, 0xFF09}, {0xFF0D, 0xFF0E},
    {0xFF3B, 0xFF3B}, {0xFF3D, 0xFF3D},
};

static bool is_separator(uint32_t point) {
    return ai95_is_blank_character(point) ||
           ai95_in_ranges(marks, sizeof marks / sizeof marks[0], point);
}

/* The character at `at`, a full-width one as ASCII. */
static size_t character(const char *text, size_t length, size_t at, uint32_t *point) {
    size_t width = ai95_character(text + at, length - at, point);
    if ((*point >= 0xFF10 && *point <= 0xFF19) || *point == 0xFF0B)
        *point -= 0xFEE0;
    return width;
}

static bool is_digit(uint32_t point) {
    return point >= '0' && point <= '9';
}

static bool is_apostrophe(uint32_t point) {
    return point == '\'' || point == '`' || point == 0x2018 || point == 0x2019 || point == 0xFF07;
}

/* Where the number begins and ends: without blanks around it, the apostrophe or the ="…" by which
 * people and programs make Excel keep a text. */
static void unwrap(const char *text, size_t *from, size_t *to) {
    size_t at = *from, last = *from, width;
    uint32_t point;
    while (at < *to) {
        width = character(text, *to, at, &point);
        at += width;
        if (!is_separator(point))
            last = at;
        else if (last == *from)
            last = *from = at;
    }
    *to = last;
    if (*to - *from >= 3 && memcmp(text + *from, "=\"", 2) == 0 && text[*to - 1] == '"') {
        *from += 2;
        *to -= 1;
    }
    if (*from < *to) {
        width = character(text, *to, *from, &point);
        if (is_apostrophe(point))
            *from += width;
    }
}

static size_t skip_digits(const char *text, size_t at, size_t to) {
    while (at < to && is_digit((unsigned char)text[at]))
        at++;
    return at;
}

/* 1.38E+10 */
static bool is_scientific(const char *text, size_t from, size_t to) {
    size_t at = skip_digits(text, from, to);
    if (at == from)
        return false;
    if (at < to && text[at] == '.')
        at = skip_digits(text, at + 1, to);
    if (at == to || (text[at] != 'e' && text[at] != 'E'))
        return false;
    at++;
    if (at < to && (text[at] == '+' || text[at] == '-'))
        at++;
    return at < to && skip_digits(text, at, to) == to;
}

/* The end of the digits of 1.3800000001E10, in which none is missing; 0 if one is, as in 1.38E+10.
 */
static size_t without_exponent(const char *text, size_t from, size_t to) {
    size_t end = skip_digits(text, from, to), exponent = 0;
    if (end != from + 1 || text[end] != '.')
        return 0;
    end = skip_digits(text, end + 1, to);
    size_t at = end + 1, places = end - from - 2;
    if (text[at] == '+')
        at++;
    for (; at < to && text[at] != '-' && exponent <= places; at++)
        exponent = exponent * 10 + (size_t)(text[at] - '0');
    return at == to && exponent == places ? end : 0;
}

/* The end of 13800000001.0 without the .0 of a program that took it for a decimal number. */
static size_t without_fraction(const char *text, size_t from, size_t to) {
    size_t point = skip_digits(text, from, to), at = point + 1;
    if (point == from || at >= to || text[point] != '.')
        return to;
    while (at < to && text[at] == '0')
        at++;
    return at == to ? point : to;
}

/* Whether it is 1380000000.1: one dot among digits, behind more of them than an area code or the
 * first group of a number has. */
static bool is_fraction(const char *text, size_t from, size_t to) {
    enum { MAX_GROUP = 4 };
    size_t before = 0, dots = 0, width;
    uint32_t point;
    for (size_t at = from; at < to; at += width) {
        width = character(text, to, at, &point);
        if (point == '.' || point == 0xFF0E)
            dots++;
        else if (!is_digit(point))
            return false;
        before += dots == 0;
    }
    return dots == 1 && before > MAX_GROUP;
}

static enum ai95_phone_problem collect(const char *text, size_t from, size_t to,
                                       struct digits *digits, size_t *bad) {
    size_t width;
    uint32_t point;
    for (size_t at = from; at < to; at += width) {
        width = character(text, to, at, &point);
        if (is_digit(point)) {
            if (digits->count < MAX_DIGITS)
                digits->text[digits->count] = (char)point;
            digits->count++;
        } else if (point == '+' && digits->count == 0 && !digits->plus) {
            digits->plus = true;
        } else if (is_separator(point)) {
            digits->group = digits->count;
        } else {
            *bad = at;
            return AI95_PHONE_CHARACTER;
        }
    }
    return AI95_PHONE_OK;
}

static bool begins_with(const struct digits *digits, const char *prefix) {
    size_t length = strlen(prefix);
    return digits->count >= length && memcmp(digits->text, prefix, length) == 0;
}

static void drop(struct digits *digits, size_t count) {
    memmove(digits->text, digits->text + count, digits->count - count);
    digits->count -= count;
}

/* Written behind +86, an area code has no zero: +86 21 5100 0000. */
static void restore_zero(struct digits *digits) {
    static const char *const without_area[] = {"400", "800", "95", "96", "852", "853"};
    if (digits->text[0] == '0' || digits->count >= MAX_DIGITS ||
        ai95_numbering_plan_check(digits->text, digits->count) == AI95_PHONE_OK)
        return;
    for (size_t i = 0; i < sizeof without_area / sizeof without_area[0]; i++)
        if (begins_with(digits, without_area[i]))
            return;
    memmove(digits->text + 1, digits->text, digits->count++);
    digits->text[0] = '0';
    enum ai95_phone_problem problem = ai95_numbering_plan_check(digits->text, digits->count);
    if (problem != AI95_PHONE_OK && problem != AI95_PHONE_LOCAL)
        drop(digits, 1);
}

/* Leaves the number as it is dialled within China. False if it is of another country. */
static bool to_national(struct digits *digits) {
    if (begins_with(digits, "00"))
        digits->plus = false;
    size_t prefix = begins_with(digits, "0086")                 ? 4
                    : digits->plus && begins_with(digits, "86") ? 2
                                                                : 0;
    if (prefix > 0) {
        drop(digits, prefix);
        digits->plus = false;
        if (digits->count > 0)
            restore_zero(digits);
    } else if (digits->plus || begins_with(digits, "00")) {
        return false;
    } else if (begins_with(digits, "86") && digits->count == 13 &&
               ai95_numbering_plan_is_mobile(digits->text + 2, 11)) {
        drop(digits, 2);
    }
    if (digits->count == 12 && digits->text[0] == '0' &&
        ai95_numbering_plan_is_mobile(digits->text + 1, 11))
        drop(digits, 1);
    return true;
}

/* Whether a zero follows the country code that is not dialled from abroad: +44 (0)20 7946 0000.
 * (Italy's is.) */
static bool has_trunk_zero(const char *digits, size_t count) {
    static const char *const codes[] = {"33", "44", "49", "60",  "61",  "62",  "64", "66",
                                        "81", "82", "84", "852", "853", "886", "91"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        size_t length = strlen(codes[i]);
        if (count > length && memcmp(digits, codes[i], length) == 0 && digits[length] == '0')
            return true;
    }
    return false;
}

/* A number of another country is dialled as it is written: with + or with 00. */
static enum ai95_phone_problem check_foreign(const struct digits *digits) {
    size_t prefix = digits->plus ? 0 : 2, count = digits->count - prefix;
    const char *number = digits->text + prefix;
    /* North America has 11 digits with its 1; 1 and a mobile number of China is a mistake. */
    bool is_odd = count > 0 && number[0] == '1' &&
                  (count != 11 || ai95_numbering_plan_is_mobile(number, count));
    return count < MIN_FOREIGN || count > MAX_FOREIGN || number[0] == '0' || is_odd ||
                   has_trunk_zero(number, count)
               ? AI95_PHONE_FOREIGN
               : AI95_PHONE_OK;
}

/* Whether the digits before the last `tail` are a number themselves. */
static bool has_extension(const struct digits *digits, size_t tail) {
    return tail < digits->count &&
           ai95_numbering_plan_check(digits->text, digits->count - tail) == AI95_PHONE_OK;
}

/* The digits as a number, behind a 1, so that leading zeros count. */
static uint64_t key_of(const struct digits *digits) {
    uint64_t key = digits->plus ? 100 : 1; /* + is 00 */
    for (size_t i = 0; i < digits->count; i++)
        key = key * 10 + (uint64_t)(digits->text[i] - '0');
    return key;
}

static void finish(const struct digits *digits, const char *text, size_t length,
                   struct ai95_phone *phone) {
    phone->length = 0;
    if (digits->plus)
        phone->text[phone->length++] = '+';
    memcpy(phone->text + phone->length, digits->text, digits->count);
    phone->length += digits->count;
    phone->key = key_of(digits);
    phone->cleaned = phone->length != length || memcmp(phone->text, text, length) != 0;
}

/* Why a strict list does not take a number that would be cleaned: the first character that would
 * go, or a prefix. */
static enum ai95_phone_problem blame(const char *text, size_t length, size_t *bad) {
    for (size_t at = 0; at < length; at++) {
        bool is_plus = text[at] == '+' && at == 0;
        if (!is_plus && !is_digit((unsigned char)text[at])) {
            *bad = at;
            return AI95_PHONE_CHARACTER;
        }
    }
    return AI95_PHONE_PREFIX;
}

/* Nearly all numbers of a list are mobile numbers without anything around them. */
static bool read_plain_mobile(const char *text, size_t length, struct ai95_phone *phone) {
    if (length != 11 || text[0] != '1' || skip_digits(text, 0, 11) != 11 ||
        !ai95_numbering_plan_is_mobile(text, 11))
        return false;
    struct digits digits = {.count = 11};
    memcpy(digits.text, text, 11);
    finish(&digits, text, length, phone);
    return true;
}

enum ai95_phone_problem ai95_phone_read(const char *text, size_t length, bool strict,
                                        struct ai95_phone *phone) {
    struct digits digits = {.count = 0};
    size_t from = 0, to = length;
    phone->digits = phone->bad = 0;
    if (read_plain_mobile(text, length, phone))
        return AI95_PHONE_OK;
    unwrap(text, &from, &to);
    if (from == to)
        return AI95_PHONE_EMPTY;
    bool is_shortened = is_scientific(text, from, to);
    to = is_shortened ? without_exponent(text, from, to) : without_fraction(text, from, to);
    if (to == 0)
        return AI95_PHONE_SCIENTIFIC;
    if (is_fraction(text, from, to))
        return AI95_PHONE_FRACTION;
    enum ai95_phone_problem problem = collect(text, from, to, &digits, &phone->bad);
    if (problem != AI95_PHONE_OK)
        return problem;
    phone->digits = digits.count;
    if (digits.count == 0)
        return AI95_PHONE_EMPTY;
    if (digits.count > AI95_PHONE_MAX)
        return AI95_PHONE_LENGTH;
    size_t tail = digits.group > 0 ? digits.count - digits.group : 0;
    bool is_national = to_national(&digits);
    phone->digits = digits.count;
    if (is_national && tail > 0 && has_extension(&digits, tail))
        return AI95_PHONE_EXTENSION;
    problem =
        is_national ? ai95_numbering_plan_check(digits.text, digits.count) : check_foreign(&digits);
    if (problem != AI95_PHONE_OK)
        return problem;
    finish(&digits, text, length, phone);
    return strict && phone->cleaned ? blame(text, length, &phone->bad) : AI95_PHONE_OK;
}
