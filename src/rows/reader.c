#include "rows/reader.h"
#include "json/utf8.h"
#include "rows/cell_error.h"
#include "rows/characters.h"
#include "rows/phone.h"

void ai95_reader_free(struct ai95_reader *reader) {
    ai95_decoder_close(&reader->decoder);
    ai95_tokenizer_free(&reader->tokenizer);
}

enum ai95_status ai95_reader_feed(struct ai95_reader *reader, const char *bytes, size_t length,
                                  bool last) {
    if (reader->failed != AI95_OK)
        return reader->failed;
    ai95_tokenizer_compact(&reader->tokenizer);
    reader->tokenizer.ended = last;
    reader->failed = ai95_decoder_decode(&reader->decoder, &reader->tokenizer.input,
                                         (const unsigned char *)bytes, length, last);
    return reader->failed;
}

static void take_cell(struct ai95_reader *reader, size_t column, size_t index) {
    const struct ai95_tokenizer *tokenizer = &reader->tokenizer;
    struct ai95_value value = {"", 0};
    if (index < tokenizer->count) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(tokenizer, index);
        value.text = ai95_tokenizer_text(tokenizer, cell);
        value.length = cell->length;
    }
    reader->values[column] = value;
}

/* The cells of the current record, without blank ones at the end. */
static size_t count_filled(const struct ai95_tokenizer *tokenizer) {
    size_t count = tokenizer->count;
    for (; count > 0; count--) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(tokenizer, count - 1);
        if (!ai95_is_blank(ai95_tokenizer_text(tokenizer, cell), cell->length))
            break;
    }
    return count;
}

/* Whether the reason in a file of refused rows says that the row repeats another one. */
static bool is_repeat(const struct ai95_reader *reader) {
    if (reader->reason == 0 || reader->reason > reader->tokenizer.count)
        return false;
    const struct ai95_cell *cell = ai95_tokenizer_cell(&reader->tokenizer, reader->reason - 1);
    return memmem(ai95_tokenizer_text(&reader->tokenizer, cell), cell->length, reader->repeats,
                  reader->repeats_length) != NULL;
}

/* Whether a part of the text, between delimiters and line breaks, is a phone number. */
static bool has_phone(const char *text, size_t length, char delimiter) {
    struct ai95_phone phone;
    for (size_t at = 0, start = 0; at <= length; at++) {
        if (at < length && text[at] != delimiter && text[at] != '\n' && text[at] != '\r')
            continue;
        if (ai95_phone_read(text + start, at - start, false, &phone) == AI95_PHONE_OK)
            return true;
        start = at + 1;
    }
    return false;
}

/* Whether a value has other lines of the list in it, because of a quote that is missing: it has a
 * line break, and a phone number on a line of its own or between delimiters. */
static bool has_swallowed(struct ai95_reader *reader) {
    const struct ai95_tokenizer *tokenizer = &reader->tokenizer;
    for (size_t i = 0; i < tokenizer->count; i++) {
        const struct ai95_cell *cell = ai95_tokenizer_cell(tokenizer, i);
        const char *text = ai95_tokenizer_text(tokenizer, cell);
        if (memchr(text, '\n', cell->length) == NULL && memchr(text, '\r', cell->length) == NULL)
            continue;
        if (memchr(text, tokenizer->delimiter, cell->length) != NULL &&
            has_phone(text, cell->length, tokenizer->delimiter)) {
            reader->bad = i;
            return true;
        }
    }
    return false;
}

/* Whether the value is UTF-8, without the character that stands for one that was lost. */
static bool is_readable(const struct ai95_value *value) {
    static const char lost[] = "\xEF\xBF\xBD";
    return ai95_utf8_check((const unsigned char *)value->text, value->length) == value->length &&
           memmem(value->text, value->length, lost, sizeof lost - 1) == NULL;
}

/* Whether each value is text that can be sent. What stands in another column is spoken, too. */
static enum ai95_reading check_values(struct ai95_reader *reader) {
    static const enum ai95_reading problems[] = {
        [AI95_CELL_OK] = AI95_READING_ROW,
        [AI95_CELL_ERROR] = AI95_READING_CELL_ERROR,
        [AI95_CELL_NO_VALUE] = AI95_READING_NO_VALUE,
    };
    enum ai95_reading reading = AI95_READING_ROW;
    for (size_t i = 0; i < reader->count && reading == AI95_READING_ROW; i++) {
        const struct ai95_value *value = &reader->values[i];
        reader->bad = i;
        if (!is_readable(value))
            reading = AI95_READING_UNDECODABLE;
        else if (reader->columns > 0)
            reading = problems[ai95_cell_error(value->text, value->length)];
    }
    return reading;
}

/* The values of the current record. */
static enum ai95_reading take_record(struct ai95_reader *reader) {
    const struct ai95_tokenizer *tokenizer = &reader->tokenizer;
    reader->count = reader->columns > 0 ? reader->columns : tokenizer->count;
    for (size_t i = 0; i < reader->count; i++)
        take_cell(reader, i, reader->columns > 0 ? reader->order[i] : i);
    if (tokenizer->text_after_quote)
        return AI95_READING_TEXT_AFTER_QUOTE;
    if (reader->columns > 0 && reader->filled > reader->width)
        return AI95_READING_TOO_MANY_VALUES;
    if (reader->columns > 0 && has_swallowed(reader))
        return AI95_READING_SWALLOWED;
    if (is_repeat(reader))
        return AI95_READING_REPEATS;
    return check_values(reader);
}

/* Whether the current row is left out because it is hidden. The header may be hidden. */
static bool leave_out(struct ai95_reader *reader) {
    bool is_left_out = reader->tokenizer.hidden && reader->columns > 0 && !reader->with_hidden;
    reader->hidden_count += is_left_out;
    return is_left_out;
}

enum ai95_reading ai95_reader_next(struct ai95_reader *reader) {
    static const enum ai95_reading stops[] = {
        [AI95_TOKEN_MORE] = AI95_READING_MORE,
        [AI95_TOKEN_END] = AI95_READING_END,
        [AI95_TOKEN_OPEN_QUOTE] = AI95_READING_OPEN_QUOTE,
        [AI95_TOKEN_TOO_LONG] = AI95_READING_TOO_LONG,
        [AI95_TOKEN_TOO_MANY] = AI95_READING_TOO_MANY_CELLS,
        [AI95_TOKEN_NO_MEMORY] = AI95_READING_NO_MEMORY,
    };
    enum ai95_token token;
    if (reader->failed != AI95_OK) /* if it is not memory, the next feeding says so */
        return reader->failed == AI95_NO_MEMORY ? AI95_READING_NO_MEMORY : AI95_READING_MORE;
    reader->count = 0;
    do {
        token = ai95_tokenizer_next(&reader->tokenizer);
        reader->filled = count_filled(&reader->tokenizer);
    } while (token == AI95_TOKEN_RECORD && (reader->filled == 0 || leave_out(reader)));
    return token == AI95_TOKEN_RECORD ? take_record(reader) : stops[token];
}
