/* Fields of CSV: the reader of lists reads the text back, of a spreadsheet's field without what was
 * put around it, and no such field begins like a formula. The first byte says where to cut the text
 * into two fields. */
#include "fuzz.h"
#include "export/csv.h"
#include "json/utf8.h"
#include "rows/tokenizer.h"

/* The text with U+FFFD for each byte that is not UTF-8. */
static void replace(struct ai95_buffer *out, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t valid = ai95_utf8_check((const unsigned char *)text + at, length - at);
        CHECK(ai95_buffer_append(out, text + at, valid) == AI95_OK);
        at += valid;
        if (at++ < length)
            CHECK(ai95_buffer_append(out, AI95_UTF8_REPLACEMENT, 3) == AI95_OK);
    }
}

static void check_cell(const char *cell, size_t length, bool is_excel, const char *text,
                       size_t text_length) {
    struct ai95_buffer expected;
    ai95_buffer_init(&expected, SIZE_MAX / 4);
    replace(&expected, text, text_length);
    if (is_excel && length > expected.length) {
        bool is_number = cell[0] == '=';
        CHECK(is_number || (cell[0] == '\'' && length == expected.length + 1));
        CHECK(!is_number || (length == expected.length + 3 && cell[1] == '"'));
        CHECK(!is_number || memchr(text, '"', text_length) == NULL);
        cell += is_number ? 2 : 1;
        length = expected.length;
    } else if (is_excel && length > 0) {
        CHECK(strchr("=@\t\r\n", cell[0]) == NULL || cell[0] == '\0');
    }
    CHECK(length == expected.length);
    CHECK(length == 0 || memcmp(cell, expected.data, length) == 0);
    ai95_buffer_free(&expected);
}

static void check_fields(const char *text, size_t length, size_t cut, bool is_excel) {
    enum ai95_status (*write)(struct ai95_buffer *, const char *, size_t) =
        is_excel ? ai95_csv_cell : ai95_csv_text;
    struct ai95_tokenizer tokenizer;
    memset(&tokenizer, 0, sizeof tokenizer);
    ai95_tokenizer_open(&tokenizer, ',');
    CHECK(write(&tokenizer.input, text, cut) == AI95_OK);
    CHECK(ai95_buffer_append(&tokenizer.input, ",", 1) == AI95_OK);
    CHECK(write(&tokenizer.input, text + cut, length - cut) == AI95_OK);
    CHECK(ai95_buffer_append(&tokenizer.input, "\n", 1) == AI95_OK);
    tokenizer.ended = true;
    CHECK(ai95_tokenizer_next(&tokenizer) == AI95_TOKEN_RECORD);
    CHECK(tokenizer.count == 2 && !tokenizer.text_after_quote);
    for (size_t i = 0; i < 2; i++) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(&tokenizer, i);
        check_cell(ai95_tokenizer_text(&tokenizer, cell), cell->length, is_excel,
                   i == 0 ? text : text + cut, i == 0 ? cut : length - cut);
    }
    CHECK(ai95_tokenizer_next(&tokenizer) == AI95_TOKEN_END);
    ai95_tokenizer_free(&tokenizer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { MAX = 100000 /* the reader's records have an end */ };
    if (size < 1 || size > MAX)
        return 0;
    for (int is_excel = 0; is_excel < 2; is_excel++)
        check_fields((const char *)data + 1, size - 1, data[0] % size, is_excel == 1);
    return 0;
}
