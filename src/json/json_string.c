#include "json/json_string.h"
#include <stdio.h>
#include "json/plain.h"
#include "json/utf8.h"

static bool must_escape(unsigned char byte) {
    return byte < 0x20 || byte == '"' || byte == '\\';
}

static enum ai95_status append_escape(struct ai95_buffer *out, unsigned char byte) {
    static const char names[32] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    char escape[8] = {'\\', (char)byte};
    size_t length = 2;
    if (byte < 0x20 && names[byte] != 0)
        escape[1] = names[byte];
    else if (byte < 0x20)
        length = (size_t)snprintf(escape, sizeof escape, "\\u%04x", byte);
    return ai95_buffer_append(out, escape, length);
}

enum ai95_status ai95_json_string(struct ai95_buffer *out, const char *text, size_t length,
                                  size_t *bad) {
    const unsigned char *bytes = (const unsigned char *)text;
    enum ai95_status status = ai95_buffer_append(out, "\"", 1);
    for (size_t at = 0, start = 0; at <= length && status == AI95_OK;) {
        if (at < length && !must_escape(bytes[at])) {
            uint32_t point;
            size_t width = bytes[at] < 0x80 ? 1 : ai95_utf8_decode(bytes + at, length - at, &point);
            if (width == 0) {
                *bad = at;
                return AI95_BAD_UTF8;
            }
            at += width;
            continue;
        }
        status = ai95_buffer_append(out, bytes + start, at - start);
        if (at < length && status == AI95_OK)
            status = append_escape(out, bytes[at]);
        start = ++at;
    }
    return status ? status : ai95_buffer_append(out, "\"", 1);
}

/* A character beyond ASCII that is not written as it is. */
static bool is_risky(uint32_t point) {
    return point < 0xA0 || point == 0x2028 || point == 0x2029;
}

static enum ai95_status append_risky(struct ai95_buffer *out, uint32_t point) {
    char escape[8];
    int length = snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(point & 0xFFFF));
    return ai95_buffer_append(out, escape, (size_t)length);
}

enum ai95_status ai95_json_text(struct ai95_buffer *out, const char *text, size_t length) {
    const unsigned char *start = (const unsigned char *)text, *at = start, *end = start + length;
    enum ai95_status status = ai95_buffer_append(out, "\"", 1);
    while (status == AI95_OK) {
        uint32_t point = 0;
        at += ai95_plain_length(at, end);
        size_t width =
            at == end || *at < 0x80 ? 0 : ai95_utf8_decode(at, (size_t)(end - at), &point);
        if (width > 0 && !is_risky(point)) {
            at += width;
            continue;
        }
        status = ai95_buffer_append(out, start, (size_t)(at - start));
        if (status != AI95_OK || at == end)
            break;
        if (width > 0)
            status = append_risky(out, point);
        else if (*at < 0x80)
            status = append_escape(out, *at);
        else
            status = ai95_buffer_append(out, AI95_UTF8_REPLACEMENT, 3);
        start = at += width > 0 ? width : 1;
    }
    return status ? status : ai95_buffer_append(out, "\"", 1);
}
