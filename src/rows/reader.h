/* A list as separated values, of any encoding: bytes in, the values of its columns out. */
#ifndef AI95_READER_H
#define AI95_READER_H

#include "rows/decoder.h"
#include "rows/rows.h"
#include "rows/tokenizer.h"

enum { AI95_MAX_REPEATS = 64 };

struct ai95_reader {
    struct ai95_decoder decoder;
    struct ai95_tokenizer tokenizer;
    /* The columns: the value of column i is in cell order[i]. Without any, the value of column i
     * is in cell i. */
    size_t columns;
    uint16_t order[AI95_MAX_CELLS];
    size_t width; /* cells under the header */
    /* In a file of refused rows: the cell with the reason, from 1 (0: none), and the words by which
     * a row says that it repeats another one. */
    size_t reason;
    char repeats[AI95_MAX_REPEATS];
    size_t repeats_length;
    struct ai95_value values[AI95_MAX_CELLS];
    size_t count;        /* of values */
    size_t bad;          /* the column that has the problem, from 0 */
    size_t filled;       /* cells of the current row, without blank ones at the end */
    bool with_hidden;    /* read hidden rows too; without columns, they are always read */
    size_t hidden_count; /* hidden rows that were left out */
    /* A part of the list was lost: nothing more is read, or rows would be skipped. */
    enum ai95_status failed;
};

enum ai95_reading {
    AI95_READING_ROW,
    AI95_READING_MORE,
    AI95_READING_END,
    /* This row is damaged; the next can be read. */
    AI95_READING_TOO_MANY_VALUES,
    AI95_READING_TEXT_AFTER_QUOTE,
    AI95_READING_UNDECODABLE,
    AI95_READING_SWALLOWED,  /* a value has lines of the list in it */
    AI95_READING_CELL_ERROR, /* a value is an error of a spreadsheet */
    AI95_READING_NO_VALUE,   /* a value is a formula that was never calculated */
    /* This row repeats one that is not in the file. */
    AI95_READING_REPEATS,
    /* Nothing more can be read. */
    AI95_READING_OPEN_QUOTE,
    AI95_READING_TOO_LONG,
    AI95_READING_TOO_MANY_CELLS,
    AI95_READING_NO_MEMORY
};

void ai95_reader_free(struct ai95_reader *reader);
/* Appends a piece of the file; `last`: nothing follows. After a failure every call fails. */
enum ai95_status ai95_reader_feed(struct ai95_reader *reader, const char *bytes, size_t length,
                                  bool last);
/* Reads the next row that is not blank, until the next call. */
enum ai95_reading ai95_reader_next(struct ai95_reader *reader);

#endif
