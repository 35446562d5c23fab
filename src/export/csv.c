#include "export/csv.h"
#include "json/utf8.h"

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t';
}

/* A semicolon or a tab separates fields where a spreadsheet has another separator than the comma:
 * in quotes it does not. */
static bool needs_quotes(const char *text, size_t length) {
    if (length == 0)
        return false;
    if (is_space(text[0]) || is_space(text[length - 1]))
        return true;
    for (size_t i = 0; i < length; i++)
        switch (text[i]) {
        case '"':
        case ',':
        case ';':
        case '\t':
        case '\r':
        case '\n':
            return true;
        default:
            break;
        }
    return false;
}

/* The text with quotes doubled. */
static enum ai95_status append_content(struct ai95_buffer *out, const char *text, size_t length) {
    const unsigned char *start = (const unsigned char *)text, *at = start, *end = start + length;
    for (;;) {
        uint32_t point;
        while (at < end && *at < 0x80 && *at != '"')
            at++;
        size_t width =
            at == end || *at < 0x80 ? 0 : ai95_utf8_decode(at, (size_t)(end - at), &point);
        if (width > 0) {
            at += width;
            continue;
        }
        enum ai95_status status = ai95_buffer_append(out, start, (size_t)(at - start));
        if (status != AI95_OK || at == end)
            return status;
        status = *at == '"' ? ai95_buffer_append(out, "\"\"", 2)
                            : ai95_buffer_append(out, AI95_UTF8_REPLACEMENT, 3);
        if (status != AI95_OK)
            return status;
        start = ++at;
    }
}

static enum ai95_status append_field(struct ai95_buffer *out, const char *prefix, const char *text,
                                     size_t length, const char *suffix) {
    bool quoted = needs_quotes(text, length) || *suffix != '\0';
    enum ai95_status status = ai95_buffer_append(out, "\"", quoted);
    if (status == AI95_OK)
        status = ai95_buffer_append(out, prefix, strlen(prefix));
    if (status == AI95_OK)
        status = append_content(out, text, length);
    if (status == AI95_OK)
        status = ai95_buffer_append(out, suffix, strlen(suffix));
    return status == AI95_OK ? ai95_buffer_append(out, "\"", quoted) : status;
}

enum ai95_status ai95_csv_text(struct ai95_buffer *out, const char *text, size_t length) {
    return append_field(out, "", text, length, "");
}

/* What a spreadsheet takes for a number, and whether it would show it otherwise than it is. */
static bool is_number(const char *text, size_t length, bool *is_changed) {
    const size_t most = 11; /* digits that are shown as they are, not as 1.38E+11 */
    size_t sign = length > 0 && (text[0] == '+' || text[0] == '-'), at = sign, digits = 0;
    while (at < length && is_digit(text[at]))
        at++;
    size_t whole = at - sign;
    for (; at < length && (is_digit(text[at]) || text[at] == '.'); at++)
        digits += text[at] != '.';
    digits += whole;
    *is_changed = (sign > 0 && text[0] == '+') || whole > most || (whole > 1 && text[sign] == '0');
    if (digits > 0 && at < length && (text[at] == 'e' || text[at] == 'E')) {
        *is_changed = true;
        at++;
        at += at < length && (text[at] == '+' || text[at] == '-');
        for (digits = 0; at < length && is_digit(text[at]); at++)
            digits++;
    }
    return at == length && digits > 0;
}

/* Also the full-width forms of = + - @, which some spreadsheets take for them. */
static bool is_formula(const char *text, size_t length) {
    static const char *const full_width[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                             "\xEF\xBC\xA0"};
    if (length == 0)
        return false;
    if (text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL)
        return true;
    for (size_t i = 0; i < sizeof full_width / sizeof *full_width; i++)
        if (length >= 3 && memcmp(text, full_width[i], 3) == 0)
            return true;
    return false;
}

enum ai95_status ai95_csv_cell(struct ai95_buffer *out, const char *text, size_t length) {
    bool is_changed;
    if (is_number(text, length, &is_changed))
        return is_changed ? append_field(out, "=\"\"", text, length, "\"\"")
                          : ai95_csv_text(out, text, length);
    return append_field(out, is_formula(text, length) ? "'" : "", text, length, "");
}
