/* The cells of one sheet as CSV: one record for each row, also for those that the sheet leaves out.
 */
#ifndef AI95_SHEET_H
#define AI95_SHEET_H

#include "workbook/strings.h"
#include "workbook/styles.h"

enum {
    AI95_MAX_ROWS = 1048576,    /* Excel's */
    AI95_LAST_COLUMN = 16384,   /* Excel's, XFD */
    AI95_MAX_COLUMNS = 1000,    /* that may have a value */
    AI95_TEXT_BLOCK = 64 * 1024 /* the reader pauses if it has so much text */
};

enum ai95_sheet_cell_type {
    AI95_CELL_NUMBER,
    AI95_CELL_SHARED,
    AI95_CELL_BOOLEAN,
    AI95_CELL_TEXT,
    AI95_CELL_ESCAPED, /* text with Excel's escapes */
    AI95_CELL_DATE
};

struct ai95_sheet_cell {
    enum ai95_sheet_cell_type type;
    uint32_t style;
    bool has_formula, has_value;
};

struct ai95_sheet {
    const struct ai95_strings *strings;
    const struct ai95_styles *styles;
    bool is_1904;
    struct ai95_buffer out; /* CSV, for the caller to take */
    struct ai95_text value;
    struct ai95_sheet_cell cell;
    uint32_t row, column;
    uint32_t commas; /* in the row's record, so far */
    bool in_data, in_row, in_cell, in_inline;
};

extern const struct ai95_xml_reader ai95_sheet_reader;

/* The strings and styles must stay until the sheet is freed. */
void ai95_sheet_init(struct ai95_sheet *sheet, const struct ai95_strings *strings,
                     const struct ai95_styles *styles, bool is_1904);
void ai95_sheet_free(struct ai95_sheet *sheet);

#endif
