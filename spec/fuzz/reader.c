/* A list: in two pieces its rows are the same as in one, and their values are UTF-8. The first byte
 * has the settings, the next two say where to cut. */
#include "fuzz.h"
#include "json/utf8.h"
#include "rows/reader.h"

enum { HEAD = 3 };

static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};

static struct ai95_reader *open_reader(uint8_t settings) {
    struct ai95_reader *reader = calloc(1, sizeof *reader);
    CHECK(reader != NULL);
    ai95_tokenizer_open(&reader->tokenizer, settings & 1 ? ',' : ';');
    reader->tokenizer.cr_ends = (settings & 2) != 0;
    CHECK(ai95_decoder_open(&reader->decoder, encodings[settings >> 2 & 3]) == AI95_OK);
    if (settings & 16) {
        reader->columns = 2;
        reader->order[0] = 2;
        reader->order[1] = 0;
        reader->width = 3;
    }
    return reader;
}

static void feed(struct ai95_reader *reader, const uint8_t *text, size_t length, bool last) {
    CHECK(ai95_reader_feed(reader, (const char *)text, length, last) == AI95_OK);
}

static void check_row(const struct ai95_reader *reader) {
    CHECK(reader->filled > 0 && reader->count <= AI95_MAX_CELLS);
    CHECK(reader->columns == 0 || reader->count == reader->columns);
    for (size_t i = 0; i < reader->count; i++) {
        const struct ai95_value *value = &reader->values[i];
        CHECK(ai95_utf8_check((const unsigned char *)value->text, value->length) == value->length);
    }
}

static void check_same(const struct ai95_reader *a, const struct ai95_reader *b) {
    CHECK(a->count == b->count && a->tokenizer.line == b->tokenizer.line);
    for (size_t i = 0; i < a->count; i++) {
        CHECK(a->values[i].length == b->values[i].length);
        CHECK(memcmp(a->values[i].text, b->values[i].text, a->values[i].length) == 0);
    }
}

static bool is_row(enum ai95_reading reading) {
    return reading == AI95_READING_ROW || reading == AI95_READING_TOO_MANY_VALUES ||
           reading == AI95_READING_TEXT_AFTER_QUOTE || reading == AI95_READING_UNDECODABLE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD)
        return 0;
    size_t length = size - HEAD, at = ((size_t)data[1] << 8 | data[2]) % (length + 1);
    const uint8_t *text = data + HEAD;
    at = at < 4 ? 0 : at; /* a byte order mark is within the first piece */
    struct ai95_reader *whole = open_reader(data[0]), *cut = open_reader(data[0]);
    enum ai95_reading reading;
    bool has_rest = true;
    feed(whole, text, length, true);
    feed(cut, text, at, false);
    do {
        reading = ai95_reader_next(whole);
        enum ai95_reading other = ai95_reader_next(cut);
        if (other == AI95_READING_MORE && has_rest) {
            has_rest = false;
            feed(cut, text + at, length - at, true);
            other = ai95_reader_next(cut);
        }
        CHECK(reading == other && reading != AI95_READING_MORE);
        if (reading == AI95_READING_ROW)
            check_row(whole);
        check_same(whole, cut);
    } while (is_row(reading));
    ai95_reader_free(whole);
    ai95_reader_free(cut);
    free(whole);
    free(cut);
    return 0;
}
