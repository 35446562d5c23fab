#include "workbook/text.h"

void ai95_text_init(struct ai95_text *text) {
    memset(text, 0, sizeof *text);
    ai95_buffer_init(&text->content, AI95_MAX_CELL);
}

void ai95_text_free(struct ai95_text *text) {
    ai95_buffer_free(&text->content);
}

void ai95_text_clear(struct ai95_text *text) {
    text->content.length = 0;
    text->taking = text->in_run = false;
}

void ai95_text_begin(struct ai95_text *text) {
    text->begin = text->content.length;
    text->taking = true;
}

enum ai95_status ai95_text_append(struct ai95_text *text, const char *piece, size_t length,
                                  struct ai95_problem *problem) {
    if (length > AI95_MAX_CELL - text->content.length)
        return ai95_damaged(problem, "a cell has more than 32,767 characters");
    return ai95_buffer_append(&text->content, piece, length);
}

void ai95_rich_start(struct ai95_text *text, unsigned level, const char *name) {
    bool is_t = ai95_is(name, "t");
    if (level == 1)
        text->in_run = ai95_is(name, "r");
    if (is_t && (level == 1 || (level == 2 && text->in_run)))
        ai95_text_begin(text);
}

void ai95_rich_end(struct ai95_text *text) {
    if (text->taking)
        ai95_decode_escapes(&text->content, text->begin);
    text->taking = false;
}

static int hex_of(unsigned char byte) {
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

enum { ESCAPE = 7 /* _xHHHH_ */ };

/* The unit of UTF-16 that is escaped there; 0 if there is none. A NUL stays escaped. */
static uint32_t read_escape(const unsigned char *text, size_t length) {
    uint32_t unit = 0;
    if (length < ESCAPE || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_of(text[i]);
        if (digit < 0)
            return 0;
        unit = unit << 4 | (uint32_t)digit;
    }
    return unit;
}

/* The character that is escaped there, and how many bytes that takes; 0 if there is none. Half of a
 * surrogate pair stays escaped. */
static size_t read_character(const unsigned char *text, size_t length, uint32_t *point) {
    *point = read_escape(text, length);
    if (*point == 0)
        return 0;
    if (*point < 0xD800 || *point > 0xDFFF)
        return ESCAPE;
    uint32_t low = read_escape(text + ESCAPE, length - ESCAPE);
    if (*point > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
    return (size_t)2 * ESCAPE;
}

static size_t write_utf8(unsigned char *to, uint32_t point) {
    if (point < 0x80) {
        to[0] = (unsigned char)point;
        return 1;
    }
    size_t width = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = width - 1; i > 0; i--, point >>= 6)
        to[i] = (unsigned char)(0x80 | (point & 0x3F));
    to[0] = (unsigned char)((0xF00 >> width & 0xFF) | point);
    return width;
}

void ai95_decode_escapes(struct ai95_buffer *text, size_t begin) {
    size_t from = begin, to = begin;
    if (text->length - begin < ESCAPE ||
        memchr(text->data + begin, '_', text->length - begin) == NULL)
        return;
    while (from < text->length) {
        uint32_t point;
        size_t used = read_character(text->data + from, text->length - from, &point);
        if (used > 0) {
            to += write_utf8(text->data + to, point);
            from += used;
        } else {
            text->data[to++] = text->data[from++];
        }
    }
    text->length = to;
}

void ai95_normalize_breaks(struct ai95_buffer *text) {
    if (text->length == 0 || memchr(text->data, '\r', text->length) == NULL)
        return;
    size_t to = 0;
    for (size_t from = 0; from < text->length; from++) {
        unsigned char byte = text->data[from];
        if (byte == '\r' && from + 1 < text->length && text->data[from + 1] == '\n')
            continue;
        text->data[to++] = byte == '\r' ? '\n' : byte;
    }
    text->length = to;
}

static size_t count_quotes(const unsigned char *text, size_t length, bool *is_plain) {
    size_t quotes = 0;
    *is_plain = true;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = text[i];
        if (byte == '"' || byte == ',' || byte == '\n' || byte == '\r') {
            quotes += byte == '"';
            *is_plain = false;
        }
    }
    return quotes;
}

enum ai95_status ai95_csv_append(struct ai95_buffer *out, const unsigned char *text,
                                 size_t length) {
    bool is_plain;
    size_t quotes = count_quotes(text, length, &is_plain);
    if (is_plain)
        return ai95_buffer_append(out, text, length);
    enum ai95_status status = ai95_buffer_reserve(out, length + quotes + 2);
    if (status != AI95_OK)
        return status;
    unsigned char *to = out->data + out->length;
    *to++ = '"';
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            *to++ = '"';
        *to++ = text[i];
    }
    *to++ = '"';
    out->length = (size_t)(to - out->data);
    return AI95_OK;
}
