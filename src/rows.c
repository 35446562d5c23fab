#include "rows.h"
#include <stdbool.h>
#include <openssl/crypto.h>
#include "crypto.h"
#include "scan.h"
#include "utf8.h"

enum {
    PIECE = 512,     /* bytes of input between two looks at the block's room: at six bytes each they fit the slack */
    KEY_PADDING = 24 /* bytes that can be read from the start of any key */
};

enum ai95_status ai95_rows_open(struct ai95_rows *rows, enum ai95_rows_form form, const char *user_sn, size_t length) {
    rows->form = form;
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
    return ai95_rows_literal(rows, "{\"data\":[", 9);
}

void ai95_rows_free(struct ai95_rows *rows) {
    ai95_buffer_free(&rows->out);
    ai95_buffer_free(&rows->keys);
    ai95_buffer_free(&rows->ends);
    EVP_CIPHER_CTX_free(rows->cipher);
    EVP_MD_CTX_free(rows->digest);
    rows->cipher = NULL;
    rows->digest = NULL;
    OPENSSL_cleanse(rows->block, sizeof rows->block);
}

/* Passes the first `length` bytes of the block on; the last time, the padding too. */
static enum ai95_status pass_on(struct ai95_rows *rows, size_t length, bool last) {
    switch (rows->form) {
    case AI95_ROWS_JSON:
        return ai95_buffer_append(&rows->out, rows->block, length);
    case AI95_ROWS_SHA256:
        return EVP_DigestUpdate(rows->digest, rows->block, length) == 1 ? AI95_OK : AI95_CRYPTO;
    case AI95_ROWS_AES:
        return ai95_aes_update(rows->cipher, &rows->out, rows->block, length, last);
    }
    return AI95_BAD_DATA;
}

static enum ai95_status flush(struct ai95_rows *rows) {
    enum ai95_status status = pass_on(rows, AI95_ROWS_BLOCK, false);
    rows->used -= AI95_ROWS_BLOCK;
    memmove(rows->block, rows->block + AI95_ROWS_BLOCK, rows->used);
    return status;
}

static inline enum ai95_status flush_full(struct ai95_rows *rows) {
    return rows->used < AI95_ROWS_BLOCK ? AI95_OK : flush(rows);
}

enum ai95_status ai95_rows_literal(struct ai95_rows *rows, const char *text, size_t length) {
    enum ai95_status status = AI95_OK;
    while (length > 0 && status == AI95_OK) {
        size_t piece = length < PIECE ? length : PIECE;
        memcpy(rows->block + rows->used, text, piece);
        rows->used += piece;
        text += piece;
        length -= piece;
        status = flush_full(rows);
    }
    return status;
}

enum ai95_status ai95_rows_begin(struct ai95_rows *rows) {
    if (rows->count++ > 0)
        rows->block[rows->used++] = ',';
    return flush_full(rows);
}

enum ai95_status ai95_rows_key(struct ai95_rows *rows, size_t column) {
    const size_t *ends = (const size_t *)(const void *)rows->ends.data;
    if (column >= rows->columns)
        return AI95_BAD_DATA;
    size_t start = column == 0 ? 0 : ends[column - 1], length = ends[column] - start;
    const unsigned char *key = rows->keys.data + start;
    if (length > KEY_PADDING)
        return ai95_rows_literal(rows, (const char *)key, length);
    memcpy(rows->block + rows->used, key,
           KEY_PADDING); /* of a fixed size, which is cheaper; the rest is written over */
    rows->used += length;
    return flush_full(rows);
}

enum ai95_status ai95_rows_end(struct ai95_rows *rows) {
    rows->block[rows->used++] = '}';
    return flush_full(rows);
}

static unsigned char *put_escape(unsigned char *out, unsigned char byte) {
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

/* Copies the character at `*in`, of two bytes or more; false where there is none. */
static inline bool copy_character(unsigned char **out, const unsigned char **in, const unsigned char *end) {
    const unsigned char *from = *in;
    uint32_t point;
    size_t width;
    /* Of three bytes, as nearly all Chinese characters are, and neither overlong nor a surrogate. */
    if (end - from >= 4 && from[0] >= 0xE1 && from[0] <= 0xEF && from[0] != 0xED && (from[1] & 0xC0) == 0x80 &&
        (from[2] & 0xC0) == 0x80) {
        memcpy(*out, from, 4); /* four at once are cheaper than three; the last is written over */
        width = 3;
    } else {
        width = ai95_utf8_decode(from, (size_t)(end - from), &point);
        for (size_t i = 0; i < width; i++)
            (*out)[i] = from[i];
    }
    *out += width;
    *in += width;
    return width != 0;
}

enum ai95_status ai95_rows_string(struct ai95_rows *rows, const char *text, size_t length, size_t *bad) {
    const unsigned char *in = (const unsigned char *)text, *end = in + length;
    rows->block[rows->used++] = '"';
    do {
        const unsigned char *stop = end - in < PIECE ? end : in + PIECE;
        unsigned char *out = rows->block + rows->used;
        while (in < stop) {
            unsigned char byte = *in;
            if (byte >= 0x80) {
                if (!copy_character(&out, &in, end)) {
                    *bad = (size_t)(in - (const unsigned char *)text);
                    return AI95_BAD_UTF8;
                }
                continue;
            }
            if (stop - in >= 8) {
                uint64_t word = ai95_load8(in);
                if (!(ai95_has_high(word) | ai95_has_control(word) | ai95_has(word, '"') | ai95_has(word, '\\'))) {
                    memcpy(out, &word, 8);
                    in += 8;
                    out += 8;
                    continue;
                }
            }
            if (byte < 0x20 || byte == '"' || byte == '\\')
                out = put_escape(out, byte);
            else
                *out++ = byte;
            in++;
        }
        if (in == end)
            *out++ = '"';
        rows->used = (size_t)(out - rows->block);
        enum ai95_status status = flush_full(rows);
        if (status != AI95_OK)
            return status;
    } while (in < end);
    return AI95_OK;
}

enum ai95_status ai95_rows_column(struct ai95_rows *rows, const char *name, size_t length, size_t *bad) {
    size_t start = rows->used;
    if (length > PIECE || rows->count > 0)
        return AI95_BAD_DATA;
    enum ai95_status status = ai95_rows_literal(rows, rows->columns == 0 ? "{" : ",", 1);
    /* The block serves as scratch: at the start of the document a short name cannot fill it. */
    status = status ? status : ai95_rows_string(rows, name, length, bad);
    status = status ? status : ai95_rows_literal(rows, ":", 1);
    status = status ? status : ai95_buffer_append(&rows->keys, rows->block + start, rows->used - start);
    status = status ? status : ai95_buffer_append(&rows->ends, &rows->keys.length, sizeof rows->keys.length);
    status = status ? status : ai95_buffer_reserve(&rows->keys, KEY_PADDING);
    rows->used = start;
    if (status == AI95_OK)
        rows->columns++;
    return status;
}

enum ai95_status ai95_rows_finish(struct ai95_rows *rows) {
    enum ai95_status status = ai95_rows_literal(rows, "]}", 2);
    if (status == AI95_OK)
        status = pass_on(rows, rows->used, true);
    OPENSSL_cleanse(rows->block, sizeof rows->block);
    rows->used = 0;
    if (status != AI95_OK || rows->form != AI95_ROWS_SHA256)
        return status;
    unsigned char hash[EVP_MAX_MD_SIZE];
    if (EVP_DigestFinal_ex(rows->digest, hash, NULL) != 1)
        return AI95_CRYPTO;
    char hex[AI95_SHA256_LENGTH];
    ai95_hex(hash, sizeof hex / 2, hex);
    return ai95_buffer_append(&rows->out, hex, sizeof hex);
}
