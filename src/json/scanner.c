#include "json/scanner.h"
#include <stdint.h>
#include "json/plain.h"
#include "json/utf8.h"

void ai95_scanner_init(struct ai95_scanner *scanner, const void *text, size_t length) {
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    memset(scanner, 0, sizeof *scanner);
    scanner->start = scanner->at = length > 0 ? text : &mark[0]; /* an empty text may be NULL */
    scanner->end = scanner->start + length;
    if (length >= sizeof mark && memcmp(text, mark, sizeof mark) == 0)
        scanner->at += sizeof mark;
    ai95_buffer_init(&scanner->decoded, SIZE_MAX / 4);
}

void ai95_scanner_free(struct ai95_scanner *scanner) {
    ai95_buffer_free(&scanner->decoded);
}

static enum ai95_status fail(struct ai95_scanner *scanner, const char *problem) {
    scanner->problem = problem;
    return AI95_BAD_DATA;
}

/* The next byte that is not white space, which is left there; 0 at the end of the text, and a NUL
 * is no byte of JSON either. */
static inline unsigned char peek(struct ai95_scanner *scanner) {
    const unsigned char *at = scanner->at, *end = scanner->end;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    scanner->at = at;
    return at < end ? *at : 0;
}

static int hex_value(unsigned char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* Four hexadecimal digits; false if there are none. */
static bool hex4(const unsigned char *at, const unsigned char *end, uint32_t *unit) {
    *unit = 0;
    if (end - at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

static size_t encode_utf8(uint32_t point, unsigned char *out) {
    if (point < 0x80) {
        out[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (unsigned char)(0xC0 | point >> 6);
        out[1] = (unsigned char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (unsigned char)(0xE0 | point >> 12);
        out[1] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | point >> 18);
    out[1] = (unsigned char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (point & 0x3F));
    return 4;
}

/* `\uXXXX`, of which `at` is behind the u; two of them for a character above U+FFFF. Returns the
 * length of the character, 0 if there is none. */
static size_t decode_unit(struct ai95_scanner *scanner, unsigned char *out) {
    uint32_t point, low;
    if (!hex4(scanner->at, scanner->end, &point))
        return 0;
    scanner->at += 4;
    if (point >= 0xDC00 && point <= 0xDFFF)
        return 0;
    if (point >= 0xD800 && point <= 0xDBFF) {
        if (scanner->end - scanner->at < 6 || scanner->at[0] != '\\' || scanner->at[1] != 'u' ||
            !hex4(scanner->at + 2, scanner->end, &low) || low < 0xDC00 || low > 0xDFFF)
            return 0;
        scanner->at += 6;
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    return encode_utf8(point, out);
}

/* An escape, of which `at` is behind the backslash, as the bytes that it stands for. */
static enum ai95_status append_escape(struct ai95_scanner *scanner) {
    static const char meanings[128] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                       ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    unsigned char bytes[4], escape = scanner->at < scanner->end ? *scanner->at : 0;
    size_t length = 1;
    scanner->at++;
    if (escape == 'u') {
        length = decode_unit(scanner, bytes);
        if (length == 0)
            return fail(scanner, "a \\u escape that is no character");
    } else if (escape < 128 && meanings[escape] != 0) {
        bytes[0] = (unsigned char)meanings[escape];
    } else {
        scanner->at--;
        return fail(scanner, "an unknown escape");
    }
    return ai95_buffer_append(&scanner->decoded, bytes, length);
}

/* A string, of which `at` is behind the quote. */
static enum ai95_status scan_string(struct ai95_scanner *scanner, struct ai95_json_value *value) {
    const unsigned char *start = scanner->at; /* of what is not in `decoded` yet */
    bool escaped = false;
    for (;;) {
        scanner->at += ai95_plain_length(scanner->at, scanner->end);
        if (scanner->at == scanner->end)
            return fail(scanner, "a string without an end");
        unsigned char byte = *scanner->at;
        if (byte >= 0x80) {
            uint32_t point;
            size_t width =
                ai95_utf8_decode(scanner->at, (size_t)(scanner->end - scanner->at), &point);
            if (width == 0)
                return fail(scanner, "a string that is not UTF-8");
            scanner->at += width;
            continue;
        }
        if (byte < 0x20)
            return fail(scanner, "a control character in a string");
        if (byte == '"' && !escaped)
            break;
        if (!escaped)
            scanner->decoded.length = 0;
        escaped = true;
        enum ai95_status status =
            ai95_buffer_append(&scanner->decoded, start, (size_t)(scanner->at - start));
        if (status != AI95_OK)
            return status;
        scanner->at++;
        if (byte == '"') {
            value->text = (const char *)scanner->decoded.data;
            value->length = scanner->decoded.length;
            return AI95_OK;
        }
        status = append_escape(scanner);
        if (status != AI95_OK)
            return status;
        start = scanner->at;
    }
    value->text = (const char *)start;
    value->length = (size_t)(scanner->at - start);
    scanner->at++;
    return AI95_OK;
}

static const unsigned char *digits_end(const unsigned char *at, const unsigned char *end) {
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

static enum ai95_status scan_number(struct ai95_scanner *scanner, struct ai95_json_value *value) {
    const unsigned char *at = scanner->at, *end = scanner->end, *from;
    if (*at == '-')
        at++;
    from = at;
    at = digits_end(at, end);
    bool ok = at > from && (*from != '0' || at == from + 1);
    if (ok && at < end && *at == '.') {
        from = ++at;
        at = digits_end(at, end);
        ok = at > from;
    }
    if (ok && at < end && (*at | 0x20) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        from = at;
        at = digits_end(at, end);
        ok = at > from;
    }
    if (!ok)
        return fail(scanner, "an invalid number");
    value->text = (const char *)scanner->at;
    value->length = (size_t)(at - scanner->at);
    scanner->at = at;
    return AI95_OK;
}

static enum ai95_status scan_word(struct ai95_scanner *scanner, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(scanner->end - scanner->at) < length || memcmp(scanner->at, word, length) != 0)
        return fail(scanner, "no value of JSON");
    scanner->at += length;
    return AI95_OK;
}

static enum ai95_status enter(struct ai95_scanner *scanner) {
    if (scanner->depth == AI95_JSON_DEPTH)
        return fail(scanner, "arrays and objects nested too deeply");
    scanner->depth++;
    scanner->at++;
    return AI95_OK;
}

enum ai95_status ai95_scan_value(struct ai95_scanner *scanner, struct ai95_json_value *value) {
    unsigned char byte = peek(scanner);
    switch (byte) {
    case '"':
        value->kind = AI95_JSON_STRING;
        scanner->at++;
        return scan_string(scanner, value);
    case '{':
        value->kind = AI95_JSON_OBJECT;
        return enter(scanner);
    case '[':
        value->kind = AI95_JSON_ARRAY;
        return enter(scanner);
    case 'n':
        value->kind = AI95_JSON_NULL;
        return scan_word(scanner, "null");
    case 't':
        value->kind = AI95_JSON_TRUE;
        return scan_word(scanner, "true");
    case 'f':
        value->kind = AI95_JSON_FALSE;
        return scan_word(scanner, "false");
    default:
        value->kind = AI95_JSON_NUMBER;
        if (byte == '-' || (byte >= '0' && byte <= '9'))
            return scan_number(scanner, value);
        return fail(scanner,
                    scanner->at == scanner->end ? "the text ends too early" : "no value of JSON");
    }
}

/* Before an element or member: the comma, if it is not the first one, or the end. */
static enum ai95_status step(struct ai95_scanner *scanner, unsigned char closing, bool first,
                             bool *more) {
    unsigned char byte = peek(scanner);
    *more = byte != closing;
    if (!*more) {
        scanner->at++;
        scanner->depth--;
        return AI95_OK;
    }
    if (first)
        return AI95_OK;
    if (byte != ',')
        return fail(scanner, scanner->at == scanner->end ? "the text ends too early"
                                                         : "no comma between two values");
    scanner->at++;
    return AI95_OK;
}

bool ai95_scan_empty(struct ai95_scanner *scanner, const struct ai95_json_value *value) {
    bool more;
    (void)step(scanner, value->kind == AI95_JSON_ARRAY ? ']' : '}', true, &more); /* cannot fail */
    return !more;
}

enum ai95_status ai95_scan_element(struct ai95_scanner *scanner, bool first, bool *more) {
    return step(scanner, ']', first, more);
}

enum ai95_status ai95_scan_member(struct ai95_scanner *scanner, bool first, bool *more,
                                  struct ai95_json_value *name) {
    enum ai95_status status = step(scanner, '}', first, more);
    if (status != AI95_OK || !*more)
        return status;
    name->kind = AI95_JSON_STRING;
    if (peek(scanner) != '"')
        return fail(scanner, "a member without a name");
    scanner->at++;
    status = scan_string(scanner, name);
    if (status != AI95_OK)
        return status;
    if (peek(scanner) != ':')
        return fail(scanner, "a member without a value");
    scanner->at++;
    return AI95_OK;
}

enum ai95_status ai95_scan_rest(struct ai95_scanner *scanner, const struct ai95_json_value *value) {
    if (value->kind != AI95_JSON_ARRAY && value->kind != AI95_JSON_OBJECT)
        return AI95_OK;
    bool more, first = true;
    for (;; first = false) {
        struct ai95_json_value inner;
        enum ai95_status status = value->kind == AI95_JSON_ARRAY
                                      ? ai95_scan_element(scanner, first, &more)
                                      : ai95_scan_member(scanner, first, &more, &inner);
        if (status != AI95_OK || !more)
            return status;
        status = ai95_scan_value(scanner, &inner);
        if (status == AI95_OK)
            status = ai95_scan_rest(scanner, &inner); /* at most AI95_JSON_DEPTH deep */
        if (status != AI95_OK)
            return status;
    }
}

enum ai95_status ai95_scan_end(struct ai95_scanner *scanner) {
    peek(scanner);
    return scanner->at == scanner->end ? AI95_OK : fail(scanner, "more text behind the JSON's end");
}
