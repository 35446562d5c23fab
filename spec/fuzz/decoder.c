/* Text to UTF-8: of an encoding that is known it is the same wherever it is cut, and whatever the
 * encoding, the result is UTF-8 but for the bytes of 255. UTF-8 itself stays as it is. The first
 * byte chooses the encoding, the next three say where to cut. */
#include "fuzz.h"
#include "json/utf8.h"
#include "rows/decoder.h"

enum { HEAD = 4, CUTS = 3 };

static const char *const encodings[] = {"",         "UTF-8",  "GB18030", "UTF-16LE",
                                        "UTF-16BE", "EUC-KR", "BIG5",    "UTF-32LE"};

static void decode(const char *encoding, const uint8_t *text, size_t length, const size_t *cuts,
                   struct ai95_buffer *out) {
    struct ai95_decoder decoder = {.begun = false};
    size_t at = 0;
    ai95_buffer_init(out, SIZE_MAX / 4);
    CHECK(encoding[0] == '\0' || ai95_decoder_open(&decoder, encoding) == AI95_OK);
    for (size_t i = 0; i < CUTS; i++) {
        if (cuts == NULL || cuts[i] <= at)
            continue;
        CHECK(ai95_decoder_decode(&decoder, out, text + at, cuts[i] - at, false) == AI95_OK);
        at = cuts[i];
    }
    CHECK(ai95_decoder_decode(&decoder, out, text + at, length - at, true) == AI95_OK);
    CHECK(decoder.tail_length == 0);
    ai95_decoder_close(&decoder);
}

static void check_utf8(const struct ai95_buffer *out) {
    size_t at = 0;
    while (at < out->length) {
        at += ai95_utf8_check(out->data + at, out->length - at);
        CHECK(at == out->length || out->data[at] == AI95_UNDECODABLE);
        at++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD)
        return 0;
    size_t choice = data[0] % (sizeof encodings / sizeof *encodings), length = size - HEAD;
    const uint8_t *text = data + HEAD;
    /* A byte order mark, and what an unknown encoding is found by, are in the first piece. */
    size_t cuts[CUTS], first = choice == 0 ? length : 4;
    for (size_t i = 0; i < CUTS; i++)
        cuts[i] = length > first ? first + data[i + 1] % (length - first + 1) : 0;
    struct ai95_buffer whole, cut;
    decode(encodings[choice], text, length, NULL, &whole);
    decode(encodings[choice], text, length, cuts, &cut);
    CHECK(whole.length == cut.length);
    CHECK(whole.length == 0 || memcmp(whole.data, cut.data, whole.length) == 0);
    if (choice >= 2)
        check_utf8(&whole);
    if (choice == 1 && (length < 3 || memcmp(text, "\xEF\xBB\xBF", 3) != 0))
        CHECK(whole.length == length && (length == 0 || memcmp(whole.data, text, length) == 0));
    ai95_buffer_free(&whole);
    ai95_buffer_free(&cut);
    return 0;
}
