#include "json/json_string.h"
#include <stdio.h>
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
