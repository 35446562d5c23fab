#include "rows/rows.h"
#include <stdbool.h>
#include "crypto/crypto.h"
#include "json/scan.h"
#include "json/utf8.h"

enum {
    PIECE = 512,     /* the longest name of a column, and what is written of a string at once */
    KEY_PADDING = 24 /* bytes that can be read from the start of any key */
};

/* Between two looks at the block's room, a key and a piece of a string are written, with up to six bytes for each of
 * theirs, and what stands around them. */
_Static_assert(AI95_ROWS_SLACK > 12 * PIECE + AI95_UTF8_AFTER + 32, "the slack is too small");

void ai95_rows_free(struct ai95_rows *rows) {
    ai95_buffer_free(&rows->out);
    ai95_buffer_free(&rows->keys);
    ai95_buffer_free(&rows->ends);
    EVP_CIPHER_CTX_free(rows->cipher);
    EVP_MD_CTX_free(rows->digest);
    rows->cipher = NULL;
    rows->digest = NULL;
    explicit_bzero(rows->block, sizeof rows->block);
}

/* Passes the first `length` bytes of the block on; the last time, the padding too. */
static enum ai95_status pass_on(struct ai95_rows *rows, size_t length, bool last) {
    switch (rows->form) {
    case AI95_ROWS_JSON:
        return ai95_buffer_append(&rows->out, rows->block + AI95_ROWS_LEAD, length);
    case AI95_ROWS_SHA256:
        return EVP_DigestUpdate(rows->digest, rows->block + AI95_ROWS_LEAD, length) == 1 ? AI95_OK : AI95_CRYPTO;
    case AI95_ROWS_AES:
        return ai95_aes_update(rows->cipher, &rows->out, rows->block + AI95_ROWS_LEAD, length, last);
    }
    return AI95_BAD_DATA;
}

/* Whether what was written since the last time is: a whole row is checked faster than its strings one by one. */
static bool is_utf8(struct ai95_rows *rows) {
    size_t start = rows->checked;
    rows->checked = rows->used;
    memset(rows->block + rows->used, ' ', AI95_UTF8_AFTER);
    return ai95_utf8_valid(rows->block + start, rows->used - start);
}

/* The first block tells how long the rows are: the result is not moved again and again while it grows. It is only a
 * guess, so that no memory for it is no failure. */
static void reserve_expected(struct ai95_rows *rows) {
    if (rows->count == 0 || rows->expected <= rows->count)
        return;
    size_t each = rows->out.length / rows->count, rest = rows->expected - rows->count;
    if (each > 0 && rest < rows->out.maximum / each)
        (void)ai95_buffer_reserve(&rows->out, rest * each / 8 * 9);
    rows->expected = 0;
}

static enum ai95_status flush(struct ai95_rows *rows) {
    if (!is_utf8(rows))
        return AI95_BAD_UTF8;
    enum ai95_status status = pass_on(rows, AI95_ROWS_BLOCK, false);
    reserve_expected(rows);
    rows->used -= AI95_ROWS_BLOCK;
    rows->checked -= AI95_ROWS_BLOCK;
    memmove(rows->block, rows->block + AI95_ROWS_BLOCK, rows->used);
    return status;
}

/* What is written ends at `end`; where that fills the block, passes it on. */
static inline enum ai95_status flush_full(struct ai95_rows *rows, const unsigned char *end) {
    rows->used = (size_t)(end - rows->block);
    return rows->used < AI95_ROWS_LEAD + AI95_ROWS_BLOCK ? AI95_OK : flush(rows);
}

static inline void put(struct ai95_rows *rows, const char *text, size_t length) {
    memcpy(rows->block + rows->used, text, length);
    rows->used += length;
}

enum ai95_status ai95_rows_open(struct ai95_rows *rows, enum ai95_rows_form form, const char *user_sn, size_t length) {
    rows->form = form;
    rows->used = rows->checked = AI95_ROWS_LEAD;
    ai95_buffer_init(&rows->out, (size_t)1 << 30);
    ai95_buffer_init(&rows->keys, (size_t)1 << 24);
    ai95_buffer_init(&rows->ends, (size_t)1 << 24);
    if (form == AI95_ROWS_AES) {
        enum ai95_status status = ai95_aes_open(&rows->cipher, user_sn, length, 1);
        if (status != AI95_OK)
            return status;
    } else if (form == AI95_ROWS_SHA256) {
        rows->digest = EVP_MD_CTX_new();
        if (rows->digest == NULL)
            return AI95_NO_MEMORY;
        if (EVP_DigestInit_ex(rows->digest, EVP_sha256(), NULL) != 1)
            return AI95_CRYPTO;
    }
    put(rows, "{\"data\":[", 9);
    return AI95_OK;
}

static inline unsigned char *put_escape(unsigned char *out, unsigned char byte) {
    static const char names[32] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    *out++ = '\\';
    if (byte >= 0x20) {
        *out++ = byte;
    } else if (names[byte] != 0) {
        *out++ = (unsigned char)names[byte];
    } else {
        char hex[2];
        ai95_hex(&byte, 1, hex);
        memcpy(out, "u00", 3);
        memcpy(out + 3, hex, 2);
        out += 5;
    }
    return out;
}

static unsigned char *put_escaped(unsigned char *out, const unsigned char *in, size_t length) {
    for (const unsigned char *end = in + length; in < end;) {
        const unsigned char *next = end - in < 8 ? end : in + 8;
        if (next - in == 8 && ai95_has_escape(ai95_load8(in)) == 0) {
            memcpy(out, in, 8);
            out += 8;
            in = next;
        }
        for (; in < next; in++) {
            if (*in < 0x20 || *in == '"' || *in == '\\')
                out = put_escape(out, *in);
            else
                *out++ = *in;
        }
    }
    return out;
}

static inline ai95_marks escapes(ai95_bytes bytes) {
    return (bytes < 0x20) | (bytes == '"') | (bytes == '\\');
}

static inline ai95_marks copy16(unsigned char *out, const unsigned char *in) {
    ai95_bytes bytes = ai95_load16(in);
    memcpy(out, &bytes, sizeof bytes);
    return escapes(bytes);
}

/* Copies a text; true where something in it must be escaped. The end may be copied twice, which is cheaper than exactly
 * once. */
static inline bool copy(unsigned char *out, const unsigned char *in, size_t length) {
    if (length >= 16) {
        ai95_marks marks = copy16(out + length - 16, in + length - 16);
        for (size_t i = 0; i < length - 16; i += 16)
            marks |= copy16(out + i, in + i);
        return ai95_any(marks);
    }
    if (length >= 8) {
        uint64_t start = ai95_load8(in), end = ai95_load8(in + length - 8);
        memcpy(out, &start, sizeof start);
        memcpy(out + length - 8, &end, sizeof end);
        return ai95_any(escapes((ai95_bytes)(ai95_words){start, end}));
    }
    uint64_t word = AI95_EACH(' ');
    for (size_t i = 0; i < length; i++) {
        out[i] = in[i];
        word = word << 8 | in[i];
    }
    return ai95_has_escape(word) != 0;
}

/* At most PIECE bytes. */
static inline unsigned char *put_text(unsigned char *out, const unsigned char *in, size_t length) {
    return copy(out, in, length) ? put_escaped(out, in, length) : out + length;
}

/* How much of a longer text is written at once: no character is cut, since the block's check would refuse it. */
static size_t first_piece(const unsigned char *in) {
    size_t piece = PIECE;
    while (piece > PIECE - 4 && (in[piece] & 0xC0) == 0x80)
        piece--;
    return piece;
}

static enum ai95_status put_long(struct ai95_rows *rows, unsigned char *out, const struct ai95_value *value) {
    const unsigned char *in = (const unsigned char *)value->text;
    for (size_t length = value->length; length > 0;) {
        size_t piece = length > PIECE ? first_piece(in) : length;
        enum ai95_status status = flush_full(rows, put_text(out, in, piece));
        if (status != AI95_OK)
            return status;
        out = rows->block + rows->used;
        in += piece;
        length -= piece;
    }
    return AI95_OK;
}

static inline unsigned char *put_key(const struct ai95_rows *rows, unsigned char *out, size_t column) {
    const size_t *ends = (const size_t *)(const void *)rows->ends.data;
    size_t start = column == 0 ? 0 : ends[column - 1], length = ends[column] - start;
    if (length <= KEY_PADDING)
        memcpy(out, rows->keys.data + start, KEY_PADDING); /* a fixed size is cheaper */
    else
        memcpy(out, rows->keys.data + start, length);
    return out + length;
}

/* Where it writes is kept in `out`, not in `rows`, which any byte that is written could change for all the compiler
 * knows. */
static enum ai95_status put_row(struct ai95_rows *rows, const struct ai95_value *values) {
    enum ai95_status status = AI95_OK;
    unsigned char *out = rows->block + rows->used;
    if (rows->count > 0)
        *out++ = ',';
    for (size_t column = 0; column < rows->columns; column++) {
        const struct ai95_value *value = &values[column];
        out = put_key(rows, out, column);
        if (value->text == NULL) {
            memcpy(out, "null", 4);
            out += 4;
        } else {
            *out++ = '"';
            if (value->length <= PIECE) {
                out = put_text(out, (const unsigned char *)value->text, value->length);
            } else {
                status = put_long(rows, out, value);
                out = rows->block + rows->used;
            }
            *out++ = '"';
        }
        status = status ? status : flush_full(rows, out);
        if (status != AI95_OK)
            return status;
        out = rows->block + rows->used;
    }
    put(rows, "}", 1);
    return is_utf8(rows) ? AI95_OK : AI95_BAD_UTF8;
}

enum ai95_status ai95_rows_add(struct ai95_rows *rows, const struct ai95_value *values, size_t *column, size_t *bad) {
    enum ai95_status status = put_row(rows, values);
    if (status == AI95_OK)
        rows->count++;
    if (status != AI95_BAD_UTF8)
        return status;
    for (size_t i = 0; i < rows->columns; i++) {
        size_t length = values[i].text == NULL ? 0 : values[i].length;
        if (length > 0 && (*bad = ai95_utf8_check((const unsigned char *)values[i].text, length)) < length) {
            *column = i;
            break;
        }
    }
    return status;
}

enum ai95_status ai95_rows_column(struct ai95_rows *rows, const char *name, size_t length) {
    size_t start = rows->used;
    if (length > PIECE || rows->count > 0)
        return AI95_BAD_DATA;
    if (ai95_utf8_check((const unsigned char *)name, length) < length)
        return AI95_BAD_UTF8;
    put(rows, rows->columns == 0 ? "{" : ",", 1); /* the block serves as scratch */
    put(rows, "\"", 1);
    rows->used = (size_t)(put_escaped(rows->block + rows->used, (const unsigned char *)name, length) - rows->block);
    put(rows, "\":", 2);
    enum ai95_status status = ai95_buffer_append(&rows->keys, rows->block + start, rows->used - start);
    status = status ? status : ai95_buffer_append(&rows->ends, &rows->keys.length, sizeof rows->keys.length);
    status = status ? status : ai95_buffer_reserve(&rows->keys, KEY_PADDING);
    rows->used = start;
    if (status == AI95_OK)
        rows->columns++;
    return status;
}

enum ai95_status ai95_rows_finish(struct ai95_rows *rows) {
    put(rows, "]}", 2);
    enum ai95_status status = pass_on(rows, rows->used - AI95_ROWS_LEAD, true);
    explicit_bzero(rows->block, sizeof rows->block);
    rows->used = rows->checked = AI95_ROWS_LEAD;
    if (status != AI95_OK || rows->form != AI95_ROWS_SHA256)
        return status;
    unsigned char hash[EVP_MAX_MD_SIZE];
    if (EVP_DigestFinal_ex(rows->digest, hash, NULL) != 1)
        return AI95_CRYPTO;
    char hex[AI95_SHA256_LENGTH];
    ai95_hex(hash, sizeof hex / 2, hex);
    return ai95_buffer_append(&rows->out, hex, sizeof hex);
}
