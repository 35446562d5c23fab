#include "rows/tokenizer.h"
#include "util/sheet_text.h"

void ai95_tokenizer_open(struct ai95_tokenizer *tokenizer, char delimiter) {
    ai95_buffer_init(&tokenizer->input, (size_t)1 << 28);
    ai95_buffer_init(&tokenizer->cell_list, AI95_MAX_CELLS * sizeof(struct ai95_cell));
    tokenizer->delimiter = delimiter;
    tokenizer->next_line = 1;
}

void ai95_tokenizer_free(struct ai95_tokenizer *tokenizer) {
    ai95_buffer_free(&tokenizer->input);
    ai95_buffer_free(&tokenizer->cell_list);
    tokenizer->count = tokenizer->at = 0;
    tokenizer->ended = true;
}

void ai95_tokenizer_compact(struct ai95_tokenizer *tokenizer) {
    struct ai95_buffer *input = &tokenizer->input;
    if (tokenizer->at > 0)
        memmove(input->data, input->data + tokenizer->at, input->length - tokenizer->at);
    input->length -= tokenizer->at;
    tokenizer->at = tokenizer->count = 0;
}

/* Where reading is within a record. */
struct cursor {
    const unsigned char *data;
    size_t at, end;
    uint32_t breaks; /* line breaks within quotes */
    bool more;       /* the input may go on */
};

/* The length of the line break at the cursor; 0 if there is none. `*cut`: the next byte decides,
 * and it is not there yet. */
static size_t line_break(const struct ai95_tokenizer *tokenizer, const struct cursor *cursor,
                         bool *cut) {
    size_t left = cursor->end - cursor->at;
    if (cursor->data[cursor->at] == '\n')
        return 1;
    if (cursor->data[cursor->at] != '\r')
        return 0;
    if (left == 1 && cursor->more) {
        *cut = true;
        return 0;
    }
    if (left > 1 && cursor->data[cursor->at + 1] == '\n')
        return 2;
    /* At the end of the input a CR is half of the last line break. */
    return tokenizer->cr_ends || left == 1 ? 1 : 0;
}

static void count_breaks(const struct ai95_tokenizer *tokenizer, struct cursor *cursor,
                         size_t from) {
    for (size_t at = from; at < cursor->at; at++)
        if (cursor->data[at] == '\n' ||
            (tokenizer->cr_ends && cursor->data[at] == '\r' && cursor->data[at + 1] != '\n'))
            cursor->breaks++;
}

/* Moves past the closing quote. False if there is none, or if only the next byte decides whether
 * it is one. */
static bool skip_quoted(const struct ai95_tokenizer *tokenizer, struct cursor *cursor) {
    size_t from = ++cursor->at;
    for (;;) {
        const unsigned char *quote =
            memchr(cursor->data + cursor->at, '"', cursor->end - cursor->at);
        if (quote == NULL)
            return false;
        cursor->at = (size_t)(quote - cursor->data) + 1;
        if (cursor->at == cursor->end && cursor->more)
            return false;
        if (cursor->at == cursor->end || cursor->data[cursor->at] != '"')
            break;
        cursor->at++;
    }
    count_breaks(tokenizer, cursor, from);
    return true;
}

static enum ai95_token scan_cell(struct ai95_tokenizer *tokenizer, struct cursor *cursor,
                                 struct ai95_cell *cell) {
    const unsigned char delimiter = (unsigned char)tokenizer->delimiter;
    size_t start = cursor->at;
    bool is_quoted = start < cursor->end && cursor->data[start] == '"', cut = false;
    if (is_quoted && !skip_quoted(tokenizer, cursor))
        return cursor->more ? AI95_TOKEN_MORE : AI95_TOKEN_OPEN_QUOTE;
    size_t closed = cursor->at;
    for (; cursor->at < cursor->end; cursor->at++) {
        unsigned char byte = cursor->data[cursor->at];
        if (byte == delimiter || byte == '\n')
            break;
        if (byte == '\r' && (line_break(tokenizer, cursor, &cut) > 0 || cut))
            break;
    }
    if (cut || (cursor->at == cursor->end && cursor->more))
        return AI95_TOKEN_MORE;
    if (is_quoted && cursor->at > closed)
        tokenizer->text_after_quote = true;
    cell->start = (uint32_t)start;
    cell->length = (uint32_t)(cursor->at - start);
    return AI95_TOKEN_RECORD;
}

/* Takes the quotes out of a cell, in place: "a ""b""" is a "b". */
static void unquote(unsigned char *data, struct ai95_cell *cell) {
    const unsigned char *from = data + cell->start + 1, *end = data + cell->start + cell->length;
    unsigned char *to = data + cell->start;
    bool inside = true;
    while (from < end) {
        if (inside && *from == '"') {
            inside = from + 1 < end && from[1] == '"';
            from++;
            if (!inside)
                continue;
        }
        *to++ = *from++;
    }
    cell->length = (uint32_t)(to - (data + cell->start));
}

static void finish(struct ai95_tokenizer *tokenizer, const struct cursor *cursor) {
    unsigned char *data = tokenizer->input.data;
    struct ai95_cell *cells = (struct ai95_cell *)(void *)tokenizer->cell_list.data;
    bool cut = false;
    tokenizer->line = tokenizer->next_line;
    tokenizer->next_line += 1 + (tokenizer->is_sheet ? 0 : cursor->breaks);
    tokenizer->at = cursor->at;
    if (cursor->at < cursor->end)
        tokenizer->at += line_break(tokenizer, cursor, &cut);
    for (size_t i = 0; i < tokenizer->count; i++)
        if (cells[i].length > 0 && data[cells[i].start] == '"')
            unquote(data, &cells[i]);
}

static enum ai95_token add_cell(struct ai95_tokenizer *tokenizer, const struct ai95_cell *cell) {
    if (tokenizer->count == AI95_MAX_CELLS)
        return AI95_TOKEN_TOO_MANY;
    if (ai95_buffer_append(&tokenizer->cell_list, cell, sizeof *cell) != AI95_OK)
        return AI95_TOKEN_NO_MEMORY;
    tokenizer->count++;
    return AI95_TOKEN_RECORD;
}

enum ai95_token ai95_tokenizer_next(struct ai95_tokenizer *tokenizer) {
    struct cursor cursor = {tokenizer->input.data, tokenizer->at, tokenizer->input.length, 0,
                            !tokenizer->ended};
    struct ai95_cell cell;
    tokenizer->count = tokenizer->cell_list.length = 0;
    tokenizer->text_after_quote = false;
    if (cursor.at == cursor.end)
        return cursor.more ? AI95_TOKEN_MORE : AI95_TOKEN_END;
    tokenizer->hidden = tokenizer->is_sheet && cursor.data[cursor.at] == AI95_HIDDEN_ROW;
    if (tokenizer->hidden)
        cursor.at++;
    for (;; cursor.at++) {
        enum ai95_token token = scan_cell(tokenizer, &cursor, &cell);
        if (token == AI95_TOKEN_RECORD)
            token = add_cell(tokenizer, &cell);
        if (token != AI95_TOKEN_RECORD) {
            tokenizer->count = 0;
            tokenizer->line = tokenizer->next_line;
            return cursor.end - tokenizer->at > AI95_MAX_RECORD && token == AI95_TOKEN_MORE
                       ? AI95_TOKEN_TOO_LONG
                       : token;
        }
        if (cursor.at == cursor.end ||
            cursor.data[cursor.at] != (unsigned char)tokenizer->delimiter)
            break;
    }
    finish(tokenizer, &cursor);
    return AI95_TOKEN_RECORD;
}
