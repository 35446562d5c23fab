/* Customers' rows to the platform's JSON: {"data":[{"姓名":"…","电话":"…"},…]} */
#ifndef AI95_ROWS_H
#define AI95_ROWS_H

#include "util/buffer.h"

/* A string, or JSON's null if the text is NULL. */
struct ai95_value {
    const char *text;
    size_t length;
};

struct ai95_rows {
    struct ai95_buffer out;
    struct ai95_buffer keys; /* encoded: {"姓名": for the first column, ,"电话": for the next */
    struct ai95_buffer ends; /* where each key ends in `keys`, as size_t */
    size_t columns;
    size_t count; /* of rows */
};

/* `rows` is zeroed memory. */
enum ai95_status ai95_rows_open(struct ai95_rows *rows);
void ai95_rows_free(struct ai95_rows *rows);

/* Adds a column, before any row. AI95_BAD_DATA for a name of more than 512 bytes. */
enum ai95_status ai95_rows_column(struct ai95_rows *rows, const char *name, size_t length);

/* Adds a row, which has a value for each column. AI95_BAD_UTF8 sets `*column`, from 0, and `*bad`
 * to the offset of the offending byte; the row is then half written. */
enum ai95_status ai95_rows_add(struct ai95_rows *rows, const struct ai95_value *values,
                               size_t *column, size_t *bad);
/* Ends the document; it is in `out`. */
enum ai95_status ai95_rows_finish(struct ai95_rows *rows);

#endif
