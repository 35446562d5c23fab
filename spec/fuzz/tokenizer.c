/* Separated values: in two pieces they are the same records as in one, and all cells are within the
 * input. The first byte has the settings, the next two say where to cut. */
#include "fuzz.h"
#include "rows/tokenizer.h"

enum { HEAD = 3, MAX_RECORDS = 4096 };

static const char delimiters[] = ",;\t|";

static void open_tokenizer(struct ai95_tokenizer *tokenizer, uint8_t settings) {
    memset(tokenizer, 0, sizeof *tokenizer);
    ai95_tokenizer_open(tokenizer, delimiters[settings & 3]);
    tokenizer->cr_ends = (settings & 4) != 0;
    tokenizer->is_sheet = (settings & 8) != 0;
}

static void append(struct ai95_tokenizer *tokenizer, const uint8_t *data, size_t size, bool last) {
    ai95_tokenizer_compact(tokenizer);
    CHECK(ai95_buffer_append(&tokenizer->input, data, size) == AI95_OK);
    tokenizer->ended = last;
}

static void check_cells(const struct ai95_tokenizer *tokenizer) {
    size_t end = 0;
    for (size_t i = 0; i < tokenizer->count; i++) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(tokenizer, i);
        CHECK(cell->start >= end);
        end = (size_t)cell->start + cell->length;
        CHECK(end <= tokenizer->at && tokenizer->at <= tokenizer->input.length);
    }
}

static void check_same(const struct ai95_tokenizer *a, const struct ai95_tokenizer *b) {
    CHECK(a->count == b->count && a->line == b->line && a->text_after_quote == b->text_after_quote);
    for (size_t i = 0; i < a->count; i++) {
        const struct ai95_cell *one = ai95_tokenizer_cell(a, i), *other = ai95_tokenizer_cell(b, i);
        CHECK(one->length == other->length);
        CHECK(memcmp(ai95_tokenizer_text(a, one), ai95_tokenizer_text(b, other), one->length) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD)
        return 0;
    struct ai95_tokenizer whole, cut;
    size_t length = size - HEAD, at = ((size_t)data[1] << 8 | data[2]) % (length + 1);
    const uint8_t *text = data + HEAD;
    open_tokenizer(&whole, data[0]);
    open_tokenizer(&cut, data[0]);
    append(&whole, text, length, true);
    append(&cut, text, at, false);
    enum ai95_token token = AI95_TOKEN_RECORD;
    bool has_rest = true;
    for (size_t i = 0; i < MAX_RECORDS && token == AI95_TOKEN_RECORD; i++) {
        token = ai95_tokenizer_next(&whole);
        CHECK(token != AI95_TOKEN_MORE && token != AI95_TOKEN_NO_MEMORY);
        enum ai95_token other = ai95_tokenizer_next(&cut);
        if (other == AI95_TOKEN_MORE && has_rest) {
            has_rest = false;
            append(&cut, text + at, length - at, true);
            other = ai95_tokenizer_next(&cut);
        }
        CHECK(token == other);
        if (token == AI95_TOKEN_RECORD)
            check_cells(&whole);
        check_same(&whole, &cut);
    }
    if (token != AI95_TOKEN_RECORD)
        CHECK(ai95_tokenizer_next(&whole) == token);
    ai95_tokenizer_free(&whole);
    ai95_tokenizer_free(&cut);
    return 0;
}
