/* The text of cells: runs of rich text, Excel's escapes, and fields of CSV. */
#ifndef AI95_WORKBOOK_TEXT_H
#define AI95_WORKBOOK_TEXT_H

#include "util/buffer.h"
#include "workbook/xml.h"

enum { AI95_MAX_CELL = 32767 * 4 /* bytes: Excel's limit is 32,767 characters */ };

/* The text of one cell, being collected. Zeroed memory, with ai95_text_init. */
struct ai95_text {
    struct ai95_buffer content;
    size_t begin; /* of the piece that is being taken */
    bool taking, in_run;
};

void ai95_text_init(struct ai95_text *text);
void ai95_text_free(struct ai95_text *text);
/* Empties it, for another cell. */
void ai95_text_clear(struct ai95_text *text);
/* Takes the text that comes, until taking is false again. */
void ai95_text_begin(struct ai95_text *text);
enum ai95_status ai95_text_append(struct ai95_text *text, const char *piece, size_t length,
                                  struct ai95_problem *problem);

/* An element inside of <si> or <is>, of which it is `level` levels below: <t>, or <r><t>. The
 * phonetic text <rPh><t> is not part of the cell. */
void ai95_rich_start(struct ai95_text *text, unsigned level, const char *name);
void ai95_rich_end(struct ai95_text *text);

/* Decodes _xHHHH_ from `begin` on: what XML cannot hold, such as a carriage return. */
void ai95_decode_escapes(struct ai95_buffer *text, size_t begin);
/* Makes LF of CRLF and CR. */
void ai95_normalize_breaks(struct ai95_buffer *text);

/* Appends a field, in quotes if it needs them. */
enum ai95_status ai95_csv_append(struct ai95_buffer *out, const unsigned char *text, size_t length);

#endif
