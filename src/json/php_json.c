#include "json/php_json.h"
#include <inttypes.h>
#include <math.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include "json/utf8.h"

/* How an ASCII byte is written: 0 unchanged, 'u' as \u00xx, ' ' unchanged or stripped, otherwise
 * as a backslash and this letter. */
static const unsigned char escapes[128] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',         'n',         'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',         'u',         'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', [' '] = ' ', ['"'] = '"', ['/'] = '/', ['\\'] = '\\'};

/* Writes \uXXXX: the four digits are worked out side by side in one word. */
static inline unsigned char *put_unit(unsigned char *out, uint32_t unit) {
    uint32_t digits =
        (unit >> 12 & 15) | (unit >> 8 & 15) << 8 | (unit >> 4 & 15) << 16 | (unit & 15) << 24;
    uint32_t letters =
        (digits + 0x06060606u) >> 4 & 0x01010101u; /* 1 for each digit of 10 or more */
    digits += 0x30303030u + letters * ('a' - '0' - 10);
    out[0] = '\\';
    out[1] = 'u';
    out[2] = (unsigned char)digits;
    out[3] = (unsigned char)(digits >> 8);
    out[4] = (unsigned char)(digits >> 16);
    out[5] = (unsigned char)(digits >> 24);
    return out + 6;
}

static inline unsigned char *put_ascii(unsigned char *out, unsigned char byte, bool strip) {
    unsigned char escape = escapes[byte];
    if (escape == 0 || (escape == ' ' && !strip)) {
        *out++ = byte;
    } else if (escape == 'u') {
        out = put_unit(out, byte);
    } else if (escape != ' ') {
        *out++ = '\\';
        *out++ = escape;
    }
    return out;
}

/* Writes the character at `*in`, of two bytes or more; NULL if it is not UTF-8. */
static inline unsigned char *put_wide(unsigned char *out, const unsigned char **in,
                                      const unsigned char *end) {
    uint32_t point;
    size_t width = ai95_utf8_decode(*in, (size_t)(end - *in), &point);
    if (width == 0)
        return NULL;
    *in += width;
    if (point < 0x10000)
        return put_unit(out, point);
    out = put_unit(out, 0xD800 + ((point - 0x10000) >> 10));
    return put_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
}

enum ai95_status ai95_php_string(struct ai95_buffer *buffer, const char *text, size_t length,
                                 bool strip, size_t *bad) {
    const unsigned char *start = (const unsigned char *)text, *in = start, *end = start + length;
    do {
        /* Pieces bound the room that is reserved: no byte of input writes more than six. */
        size_t piece = (size_t)(end - in) < 4096 ? (size_t)(end - in) : 4096;
        enum ai95_status status = ai95_buffer_reserve(buffer, piece * 6 + 16);
        if (status != AI95_OK)
            return status;
        unsigned char *out = buffer->data + buffer->length;
        const unsigned char *stop = in + piece;
        if (in == start)
            *out++ = '"';
        while (in < stop) {
            if (*in >= 0x80) {
                unsigned char *next = put_wide(out, &in, end);
                if (next == NULL) {
                    *bad = (size_t)(in - start);
                    return AI95_BAD_UTF8;
                }
                out = next;
                continue;
            }
            out = put_ascii(out, *in++, strip);
            /* such as base64 */
            while (in < stop && *in < 0x80 && escapes[*in] == 0)
                *out++ = *in++;
        }
        if (in == end)
            *out++ = '"';
        buffer->length = (size_t)(out - buffer->data);
    } while (in < end);
    return AI95_OK;
}

enum ai95_status ai95_php_base64(struct ai95_buffer *out, size_t start) {
    size_t slashes = 0;
    for (size_t i = start; i < out->length; i++)
        slashes += out->data[i] == '/';
    enum ai95_status status = ai95_buffer_reserve(out, slashes);
    if (status != AI95_OK)
        return status;
    /* From the end, so that nothing is overwritten before it was moved. */
    for (size_t i = out->length, to = i + slashes; i < to;) {
        out->data[--to] = out->data[--i];
        if (out->data[i] == '/')
            out->data[--to] = '\\';
    }
    out->length += slashes;
    return AI95_OK;
}

enum ai95_status ai95_php_integer(struct ai95_buffer *out, int64_t value) {
    char text[24], *end = text + sizeof text, *from = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--from = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0)
        *--from = '-';
    return ai95_buffer_append(out, from, (size_t)(end - from));
}

/* `value` (positive, finite) rounded to so many digits, as an integer × 10^exponent. */
static uint64_t round_to_digits(double value, int count, int *exponent) {
    char text[40];
    /* d.ddde±x; the point is the locale's. */
    snprintf(text, sizeof text, "%.*e", count - 1, value);
    uint64_t digits = 0;
    const char *at = text;
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            digits = digits * 10 + (uint64_t)(*at - '0');
    *exponent = (int)strtol(at + 1, NULL, 10) - (count - 1);
    return digits;
}

static bool reads_back(uint64_t digits, int exponent, double value) {
    char text[40];
    snprintf(text, sizeof text, "%" PRIu64 "e%d", digits, exponent);
    return strtod(text, NULL) == value;
}

/* Writes the fewest decimal digits that read back as `value`; returns e of 0.DIGITS × 10^e. */
static int shortest_digits(double value, char text[24]) {
    uint64_t digits = 0;
    int exponent = 0;
    /* A normal number keeps any 15 digits; a subnormal one keeps fewer. */
    for (int count = value < DBL_MIN ? 1 : 15; count <= 17; count++) {
        digits = round_to_digits(value, count, &exponent);
        if (reads_back(digits, exponent, value))
            break;
        /* The neighbour below a power of two is at half the distance: there the next larger digits
         * may read back. */
        if (reads_back(digits + 1, exponent, value)) {
            digits++;
            break;
        }
    }
    int count = snprintf(text, 24, "%" PRIu64, digits);
    exponent += count;
    while (count > 1 && text[count - 1] == '0')
        count--;
    text[count] = '\0';
    return exponent;
}

/* Below this, all digits of a whole number are written. */
static const double WHOLE_LIMIT = 1e15;

enum ai95_status ai95_php_number(struct ai95_buffer *out, double value) {
    if (!isfinite(value))
        return AI95_BAD_DATA;
    if (value != 0 && fabs(value) < WHOLE_LIMIT && value == (double)(int64_t)value)
        return ai95_php_integer(out, (int64_t)value); /* Lua 5.1 and LuaJIT have no integers */
    char digits[24], text[64], *to = text;
    if (signbit(value))
        *to++ = '-';
    if (value == 0) {
        *to++ = '0';
        return ai95_buffer_append(out, text, (size_t)(to - text));
    }
    int point = shortest_digits(fabs(value), digits);
    int count = (int)strlen(digits);
    if (point > 17 || point < -3) {
        to += snprintf(to, 40, "%c.%se%c%d", digits[0], count > 1 ? digits + 1 : "0",
                       point > 0 ? '+' : '-', abs(point - 1));
    } else if (point <= 0) {
        to += snprintf(to, 40, "0.%.*s%s", -point, "000", digits);
    } else {
        for (int i = 0; i < point; i++)
            *to++ = i < count ? digits[i] : '0';
        if (count > point)
            to += snprintf(to, 24, ".%s", digits + point);
    }
    return ai95_buffer_append(out, text, (size_t)(to - text));
}
