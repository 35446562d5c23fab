/* Fields of CSV (RFC 4180), for programs and for spreadsheets. */
#ifndef AI95_CSV_H
#define AI95_CSV_H

#include <stdbool.h>
#include "util/buffer.h"

/* Appends a field, in quotes if it needs them. U+FFFD stands for each byte that is not UTF-8. */
enum ai95_status ai95_csv_text(struct ai95_buffer *out, const char *text, size_t length);
/* The same for a spreadsheet, which would run formulas and change numbers: a text that begins like
 * a formula gets an apostrophe in front, and a number that would lose digits, zeros or its sign is
 * written as ="…", which shows it as it is. */
enum ai95_status ai95_csv_cell(struct ai95_buffer *out, const char *text, size_t length);

#endif
