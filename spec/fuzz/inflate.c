/* Fuzzes http/inflate.c: a body must have the same content in one read and in many. The first byte
 * says how many bytes a read has. A body that does not begin like gzip must come out as it is.
 */
#include "fuzz.h"
#include "http/inflate.h"

struct content {
    uint64_t hash;
    size_t length;
    enum ai95_status status;
};

enum { MAX_CONTENT = 1 << 20 /* as max_body ends a transfer */ };

static bool add(struct content *content, const struct ai95_bytes *piece) {
    for (size_t i = 0; i < piece->length && content->length < MAX_CONTENT; i++, content->length++)
        content->hash = (content->hash ^ piece->data[i]) * 1099511628211u; /* FNV-1a */
    return content->length < MAX_CONTENT;
}

static struct content read_all(const uint8_t *data, size_t size, size_t step) {
    struct content content = {.hash = 14695981039346656037u};
    struct ai95_inflater inflater = {0};
    struct ai95_bytes piece;
    bool more = true;
    for (size_t at = 0; at < size && more; at += step) {
        struct ai95_bytes in = {data + at, size - at < step ? size - at : step};
        do {
            content.status = ai95_inflate_next(&inflater, &in, &piece);
            more = content.status == AI95_OK && add(&content, &piece);
        } while (more && (in.length > 0 || ai95_inflate_has_more(&inflater)));
    }
    if (more) {
        content.status = ai95_inflate_end(&inflater, &piece);
        add(&content, &piece);
    }
    ai95_inflate_free(&inflater);
    return content;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t magic[] = {0x1F, 0x8B, 0x08};
    if (size == 0)
        return 0;
    size_t step = (size_t)data[0] + 1;
    data++;
    size--;
    struct content whole = read_all(data, size, size > 0 ? size : 1);
    struct content parts = read_all(data, size, step);
    if (whole.length == MAX_CONTENT || parts.length == MAX_CONTENT)
        return 0;
    CHECK(whole.status == parts.status);
    /* Of a damaged body, how much came before is a matter of the reads. */
    CHECK(whole.status != AI95_OK || (whole.hash == parts.hash && whole.length == parts.length));
    if (size < sizeof magic || memcmp(data, magic, sizeof magic) != 0) {
        struct content plain = {.hash = 14695981039346656037u};
        add(&plain, &(struct ai95_bytes){data, size});
        CHECK(whole.status == AI95_OK && whole.hash == plain.hash);
    }
    return 0;
}
