/* A workbook: its sheets, and the text of one of them. */
#ifndef AI95_BOOK_H
#define AI95_BOOK_H

#include "workbook/package.h"
#include "workbook/sheet.h"

enum { AI95_MAX_SHEETS = 4096 };

struct ai95_book_sheet {
    size_t name, part; /* places in book->names; the part is "" if the workbook names none */
    bool hidden;
};

/* Zeroed memory is a closed workbook. It must stay where it is. */
struct ai95_book {
    struct ai95_archive archive;
    struct ai95_buffer names, sheets;
    size_t strings_part, styles_part; /* "" if there is none */
    bool is_1904, has_tables, has_begun, is_reading;
    enum ai95_status failed; /* a reading that failed stays so */
    struct ai95_strings strings;
    struct ai95_styles styles;
    struct ai95_part part;
    struct ai95_sheet sheet;
    size_t current;
    struct ai95_problem problem;
};

/* After AI95_BAD_DATA book->problem.text says why. After any failure the book is to be freed. */
enum ai95_status ai95_book_open(struct ai95_book *book, const char *path);
/* The bytes must stay until the book is freed. */
enum ai95_status ai95_book_open_bytes(struct ai95_book *book, const void *bytes, size_t length);
void ai95_book_free(struct ai95_book *book);

/* The worksheets, in the workbook's order. */
size_t ai95_book_count(const struct ai95_book *book);
struct ai95_book_sheet ai95_book_get(const struct ai95_book *book, size_t index);

/* Begins to read a sheet; `index` is below the count. */
enum ai95_status ai95_book_begin(struct ai95_book *book, size_t index);
/* Reads on until there is a block of CSV in book->sheet.out, which the caller takes, or until the
 * sheet ends. */
enum ai95_status ai95_book_read(struct ai95_book *book);

#endif
