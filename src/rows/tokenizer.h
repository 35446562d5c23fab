/* Separated values (RFC 4180 and common variants) in UTF-8 to records, piece by piece. */
#ifndef AI95_TOKENIZER_H
#define AI95_TOKENIZER_H

#include <stdbool.h>
#include <stdint.h>
#include "util/buffer.h"

enum { AI95_MAX_RECORD = 1 << 20, AI95_MAX_CELLS = 1000 };

struct ai95_cell {
    uint32_t start, length; /* within `input` */
};

struct ai95_tokenizer {
    struct ai95_buffer input; /* to append to, from `at` on */
    size_t at;                /* where the next record begins */
    char delimiter;
    bool cr_ends;  /* a CR without LF ends a record, as in files of old Macintosh programs */
    bool is_sheet; /* a workbook's: `line` counts records, not line breaks; rows may be hidden */
    bool ended;    /* nothing will be appended */
    uint32_t next_line;

    /* The current record, until the next call or the next appending. */
    struct ai95_buffer cell_list; /* of struct ai95_cell */
    size_t count;
    uint32_t line;         /* where it begins, from 1 */
    bool text_after_quote; /* there is text between a closing quote and the delimiter */
    bool hidden;           /* it is a hidden row of a sheet */
};

enum ai95_token {
    AI95_TOKEN_RECORD,
    AI95_TOKEN_MORE,       /* the input ends within a record; append more, or set `ended` */
    AI95_TOKEN_END,        /* there are no more records */
    AI95_TOKEN_OPEN_QUOTE, /* a quote is opened in this record and never closed */
    AI95_TOKEN_TOO_LONG,   /* a record has more than AI95_MAX_RECORD bytes */
    AI95_TOKEN_TOO_MANY,   /* a record has more than AI95_MAX_CELLS cells */
    AI95_TOKEN_NO_MEMORY
};

/* `tokenizer` is zeroed memory. */
void ai95_tokenizer_open(struct ai95_tokenizer *tokenizer, char delimiter);
void ai95_tokenizer_free(struct ai95_tokenizer *tokenizer);
/* Drops the records that were read from the input, to append to it. */
void ai95_tokenizer_compact(struct ai95_tokenizer *tokenizer);
/* Reads the next record. After an error every call returns the same. */
enum ai95_token ai95_tokenizer_next(struct ai95_tokenizer *tokenizer);

static inline const struct ai95_cell *ai95_tokenizer_cell(const struct ai95_tokenizer *tokenizer,
                                                          size_t index) {
    return (const struct ai95_cell *)(const void *)tokenizer->cell_list.data + index;
}

static inline const char *ai95_tokenizer_text(const struct ai95_tokenizer *tokenizer,
                                              const struct ai95_cell *cell) {
    return (const char *)tokenizer->input.data + cell->start;
}

#endif
