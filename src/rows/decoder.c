#include "rows/decoder.h"
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include "json/utf8.h"

static const char utf8_name[] = "UTF-8";

static size_t unit_of(const char *encoding) {
    if (strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UCS-2", 5) == 0)
        return 2;
    return strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0 ? 4
                                                                                             : 1;
}

enum ai95_status ai95_decoder_open(struct ai95_decoder *decoder, const char *encoding) {
    size_t length = strlen(encoding);
    if (length == 0 || length >= sizeof decoder->encoding)
        return AI95_BAD_DATA;
    if (strcasecmp(encoding, utf8_name) == 0 || strcasecmp(encoding, "UTF8") == 0) {
        memcpy(decoder->encoding, utf8_name, sizeof utf8_name);
        return AI95_OK;
    }
    enum ai95_status status = ai95_charset_open(&decoder->charset, encoding);
    if (status == AI95_OK)
        memcpy(decoder->encoding, encoding, length + 1);
    decoder->unit = unit_of(encoding);
    return status;
}

void ai95_decoder_close(struct ai95_decoder *decoder) {
    ai95_charset_close(&decoder->charset);
}

struct mark {
    const char *encoding;
    size_t length;
    unsigned char bytes[4];
};

static const struct mark marks[] = {
    {utf8_name, 3, {0xEF, 0xBB, 0xBF}},
    {"UTF-16LE", 2, {0xFF, 0xFE}},
    {"UTF-16BE", 2, {0xFE, 0xFF}},
    {"GB18030", 4, {0x84, 0x31, 0x95, 0x33}},
};

static const struct mark *find_mark(const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return &marks[i];
    return NULL;
}

/* Separators, digits and line breaks are ASCII, so UTF-16 has a NUL byte in every few. `least`: how
 * many there are besides. */
static const char *count_nuls(const unsigned char *bytes, size_t length, size_t least) {
    size_t nuls[2] = {0, 0}, pairs = length / 2;
    for (size_t i = 0; i < pairs * 2; i++)
        nuls[i % 2] += bytes[i] == 0;
    if (nuls[0] + nuls[1] < pairs / 8 + least)
        return NULL;
    if (nuls[1] > 2 * nuls[0])
        return "UTF-16LE";
    return nuls[0] > 2 * nuls[1] ? "UTF-16BE" : NULL;
}

/* The length of the first line if this is UTF-16. */
static size_t first_line(const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i + 1 < length; i += 2) {
        int unit = bytes[i] == 0 ? bytes[i + 1] : bytes[i + 1] == 0 ? bytes[i] : -1;
        if (unit == '\n' || unit == '\r')
            return i + 2;
    }
    return 0;
}

/* Cells may be long and have no ASCII, but the names of columns are short. */
static const char *find_utf16(const unsigned char *bytes, size_t length) {
    const char *found = count_nuls(bytes, length, 1);
    return found != NULL ? found : count_nuls(bytes, first_line(bytes, length), 2);
}

static size_t skip_ascii(const unsigned char *bytes, size_t length) {
    size_t at = 0;
    while (at < length && bytes[at] < 0x80)
        at++;
    return at;
}

/* How many bytes at the end are the first bytes of a character in UTF-8. */
static size_t unfinished_utf8(const unsigned char *bytes, size_t length) {
    for (size_t count = 1; count <= 3 && count <= length; count++) {
        unsigned char lead = bytes[length - count];
        if (lead < 0x80)
            return 0;
        if (lead >= 0xC2 && lead <= 0xF4)
            return count < (lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U) ? count : 0;
        if (lead >= 0xC0)
            return 0;
    }
    return 0;
}

static bool is_letter(unsigned char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Whether all characters beyond ASCII are common Chinese ones in GB18030 that are valid in UTF-8
 * too, as in a short list: there they would be letters of two bytes, among others as in José. */
static bool are_hanzi(const unsigned char *bytes, size_t length) {
    size_t count = 0;
    for (size_t at = skip_ascii(bytes, length); at < length;
         at += skip_ascii(bytes + at, length - at)) {
        bool is_hanzi = length - at >= 2 && bytes[at] >= 0xC2 && bytes[at] <= 0xDF &&
                        bytes[at + 1] >= 0xA1 && bytes[at + 1] <= 0xBF;
        if (!is_hanzi || (at > 0 && is_letter(bytes[at - 1])) ||
            (at + 2 < length && is_letter(bytes[at + 2])))
            return false;
        at += 2;
        count++;
    }
    return count > 0;
}

/* GB18030 looks like UTF-8 by chance only now and then; a list in UTF-8 may have a few bad bytes.
 * So the majority of the characters decides. */
static bool is_utf8(const unsigned char *bytes, size_t length) {
    size_t good = 0, bad = 0;
    uint32_t point;
    length -= unfinished_utf8(bytes, length);
    if (are_hanzi(bytes, length))
        return false;
    for (size_t at = skip_ascii(bytes, length); at < length;) {
        size_t width = ai95_utf8_decode(bytes + at, length - at, &point);
        good += width > 0;
        bad += width == 0;
        at += width > 0 ? width : 1;
        at += skip_ascii(bytes + at, length - at);
    }
    return bad == 0 || good > bad;
}

static enum ai95_status decode_utf8(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                    const unsigned char *bytes, size_t length, bool last) {
    size_t rest = last ? 0 : unfinished_utf8(bytes, length);
    memcpy(decoder->tail, bytes + length - rest, rest);
    decoder->tail_length = rest;
    return ai95_buffer_append(out, bytes, length - rest);
}

static enum ai95_status decode_charset(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                       const unsigned char *bytes, size_t length, bool last) {
    static const unsigned char undecodable = AI95_UNDECODABLE;
    while (length > 0) {
        enum ai95_status status = AI95_OK;
        size_t before = length;
        int failure = ai95_charset_convert(&decoder->charset, out, &bytes, &length, &status);
        if (status != AI95_OK)
            return status;
        if (failure == 0)
            return AI95_OK;
        if (failure == EINVAL && !last && length < AI95_DECODER_TAIL) {
            memcpy(decoder->tail, bytes, length);
            decoder->tail_length = length;
            return AI95_OK;
        }
        if (failure == E2BIG && length < before)
            continue;
        status = ai95_buffer_append(out, &undecodable, 1);
        if (status != AI95_OK)
            return status;
        size_t width = length < decoder->unit ? length : decoder->unit;
        bytes += width;
        length -= width;
    }
    return AI95_OK;
}

static enum ai95_status decode_more(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                    const unsigned char *bytes, size_t length, bool last) {
    return decoder->charset.open ? decode_charset(decoder, out, bytes, length, last)
                                 : decode_utf8(decoder, out, bytes, length, last);
}

/* Decodes ASCII, and finds the encoding by the first characters beyond it. Keeps these back if they
 * are too few: one of GB18030 that is cut in two may look like one of UTF-8. */
static enum ai95_status find_encoding(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                      const unsigned char **bytes, size_t *length, bool last) {
    unsigned char sample[1024];
    size_t kept = decoder->tail_length, ascii = kept == 0 ? skip_ascii(*bytes, *length) : 0;
    enum ai95_status status = ai95_buffer_append(out, *bytes, ascii);
    *bytes += ascii;
    *length -= ascii;
    if (status != AI95_OK || kept + *length == 0)
        return status;
    if (!last && kept + *length < sizeof decoder->tail) {
        memcpy(decoder->tail + kept, *bytes, *length);
        decoder->tail_length += *length;
        *length = 0;
        return AI95_OK;
    }
    size_t more = *length < sizeof sample - kept ? *length : sizeof sample - kept;
    memcpy(sample, decoder->tail, kept);
    memcpy(sample + kept, *bytes, more);
    bool is_unicode = kept == 0 ? is_utf8(*bytes, *length) : is_utf8(sample, kept + more);
    return ai95_decoder_open(decoder, is_unicode ? utf8_name : "GB18030");
}

/* Skips the byte order mark, and finds an encoding that shows at the start. */
static enum ai95_status begin(struct ai95_decoder *decoder, const unsigned char **bytes,
                              size_t *length) {
    const struct mark *mark = find_mark(*bytes, *length);
    const char *encoding = mark != NULL ? mark->encoding : find_utf16(*bytes, *length);
    decoder->begun = true;
    if (decoder->encoding[0] != '\0' &&
        (mark == NULL || strcasecmp(mark->encoding, decoder->encoding) != 0))
        return AI95_OK;
    if (mark != NULL) {
        *bytes += mark->length;
        *length -= mark->length;
    }
    if (decoder->encoding[0] != '\0' || encoding == NULL)
        return AI95_OK;
    return ai95_decoder_open(decoder, encoding);
}

enum ai95_status ai95_decoder_decode(struct ai95_decoder *decoder, struct ai95_buffer *out,
                                     const unsigned char *bytes, size_t length, bool last) {
    if (!decoder->begun && (length > 0 || last)) {
        enum ai95_status status = begin(decoder, &bytes, &length);
        if (status != AI95_OK)
            return status;
    }
    if (decoder->encoding[0] == '\0') {
        enum ai95_status status = find_encoding(decoder, out, &bytes, &length, last);
        if (status != AI95_OK || decoder->encoding[0] == '\0')
            return status;
    }
    /* The character across the edge, a byte at a time: it is only a few. */
    while (decoder->tail_length > 0 && length > 0) {
        unsigned char joined[AI95_DECODER_TAIL];
        size_t count = decoder->tail_length;
        memcpy(joined, decoder->tail, count);
        joined[count++] = *bytes++;
        length--;
        decoder->tail_length = 0;
        enum ai95_status status = decode_more(decoder, out, joined, count, false);
        if (status != AI95_OK)
            return status;
    }
    if (length == 0 && decoder->tail_length > 0 && last) {
        unsigned char joined[AI95_DECODER_TAIL];
        size_t count = decoder->tail_length;
        memcpy(joined, decoder->tail, count);
        decoder->tail_length = 0;
        return decode_more(decoder, out, joined, count, true);
    }
    return length == 0 ? AI95_OK : decode_more(decoder, out, bytes, length, last);
}
