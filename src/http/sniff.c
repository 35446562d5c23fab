#include "http/sniff.h"
#include <string.h>
#include "json/utf8.h"
#include "util/ascii.h"

static const struct {
    const char *format;
    size_t at, length;
    const char *bytes, *mask; /* without a mask, all bits count */
} signatures[] = {
    {"WAV", 0, 4, "RIFF", NULL},
    {"MP3 with tags", 0, 3, "ID3", NULL},
    /* A frame's header: 11 bits that are set, the version, the layer. Layer I is not sent, and
     * would include the byte order mark FF FE. */
    {"MP3", 0, 2, "\xFF\xE2", "\xFF\xE6"},
    {"MP2", 0, 2, "\xFF\xE4", "\xFF\xE6"},
    {"Ogg", 0, 4, "OggS", NULL},
    {"FLAC", 0, 4, "fLaC", NULL},
    {"AMR", 0, 5, "#!AMR", NULL},
    {"MP4, M4A", 4, 4, "ftyp", NULL},
    {"XLSX, ZIP", 0, 4, "PK\3\4", NULL},
    {"XLS", 0, 4, "\xD0\xCF\x11\xE0", NULL},
};

/* One that ends with a "/" or "." is the beginning of a type. */
static const char *const file_types[] = {
    "audio/",
    "video/",
    "application/vnd.",
    "application/octet-stream",
    "application/zip",
    "application/force-download", /* of PHP's download scripts */
    "binary/octet-stream",
};

/* Marks that begin UTF-16 and UTF-32. */
static const struct {
    size_t length;
    const char *bytes;
} wide_marks[] = {{2, "\xFF\xFE"}, {2, "\xFE\xFF"}, {4, "\0\0\xFE\xFF"}};

static bool begins_with(const unsigned char *start, size_t length, const char *bytes,
                        size_t bytes_length) {
    return length >= bytes_length && memcmp(start, bytes, bytes_length) == 0;
}

static bool has_signature(const unsigned char *start, size_t length) {
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        bool same = length >= signatures[i].at + signatures[i].length;
        for (size_t k = 0; same && k < signatures[i].length; k++) {
            int mask = signatures[i].mask != NULL ? signatures[i].mask[k] : -1;
            same = ((start[signatures[i].at + k] ^ signatures[i].bytes[k]) & mask & 0xFF) == 0;
        }
        if (same)
            return true;
    }
    return false;
}

static bool is_file_type(const char *type, size_t length) {
    for (size_t i = 0; type != NULL && i < sizeof file_types / sizeof *file_types; i++) {
        const char *known = file_types[i];
        size_t known_length = strlen(known);
        if (length < known_length || !ai95_ascii_equal(type, known, known_length))
            continue;
        if (strchr("/.", known[known_length - 1]) != NULL || length == known_length ||
            strchr("; \t,", type[known_length]) != NULL)
            return true;
    }
    return false;
}

/* Backspace and escape are in the output of programs for a terminal. */
static bool is_text_control(unsigned char c) {
    return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\b' || c == 0x1B;
}

static bool is_text_ascii(unsigned char c) {
    return c < 0x20 ? is_text_control(c) : c < 0x7F;
}

/* UTF-8 without other control characters. The last character may be cut off. */
static bool is_utf8_text(const unsigned char *start, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (start[i] < 0x20 && !is_text_control(start[i]))
            return false;
    size_t valid = ai95_utf8_check(start, length), rest = length - valid;
    /* The last character as it would be with a valid end. */
    unsigned char last[4] = {0x80, 0x80, 0x80, 0x80};
    uint32_t point;
    if (rest == 0 || rest >= sizeof last)
        return rest == 0;
    memcpy(last, start + valid, rest);
    if (rest == 1 && (last[0] == 0xE0 || last[0] == 0xF0))
        last[1] = last[0] == 0xE0 ? 0xA0 : 0x90;
    return ai95_utf8_decode(last, sizeof last, &point) > rest;
}

/* UTF-16 without a mark, of ASCII characters: every second byte is zero. */
static bool is_utf16_ascii(const unsigned char *start, size_t length) {
    if (length < 2)
        return false;
    bool little = start[1] == 0;
    for (size_t i = 0; i < length; i++) {
        bool high = (i % 2 == 1) == little;
        if (high ? start[i] != 0 : !is_text_ascii(start[i]))
            return false;
    }
    return true;
}

/* JSON or HTML, after white space and marks (each file that a PHP program includes may add one), in
 * an encoding with one or two bytes for an ASCII character. */
static bool begins_like_markup(const unsigned char *start, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (begins_with(start + at, length - at, "\xEF\xBB\xBF", 3))
            at += 3;
        else if (start[at] != 0 && strchr(" \t\n\r\f", start[at]) != NULL)
            at++;
        else if (start[at] == 0 && at + 1 < length && start[at + 1] != 0)
            at++;
        else
            break;
    }
    return at < length && start[at] != 0 && strchr("{[<", start[at]) != NULL;
}

static bool is_text(const unsigned char *start, size_t length) {
    for (size_t i = 0; i < sizeof wide_marks / sizeof *wide_marks; i++)
        if (begins_with(start, length, wide_marks[i].bytes, wide_marks[i].length))
            return true;
    return begins_like_markup(start, length) || is_utf16_ascii(start, length) ||
           is_utf8_text(start, length);
}

bool ai95_sniff_file(const unsigned char *start, size_t length, const char *type,
                     size_t type_length) {
    if (length > AI95_SNIFFED)
        length = AI95_SNIFFED;
    return length > 0 && (has_signature(start, length) ||
                          (is_file_type(type, type_length) && !is_text(start, length)));
}
