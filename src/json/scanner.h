/* Reads JSON (RFC 8259) piece by piece, in one pass and without memory for more than one string. A
 * mark (BOM) in front is skipped. After an error nothing more may be read. */
#ifndef AI95_SCANNER_H
#define AI95_SCANNER_H

#include <stdbool.h>
#include "util/buffer.h"

enum { AI95_JSON_DEPTH = 100 /* arrays and objects in one another */ };

enum ai95_json_kind {
    AI95_JSON_NULL,
    AI95_JSON_FALSE,
    AI95_JSON_TRUE,
    AI95_JSON_NUMBER,
    AI95_JSON_STRING,
    AI95_JSON_ARRAY,
    AI95_JSON_OBJECT
};

/* A number's literal or a string's content: in the text that is read, or, until the next string is
 * read, in the scanner. */
struct ai95_json_value {
    enum ai95_json_kind kind;
    const char *text;
    size_t length;
};

struct ai95_scanner {
    const unsigned char *start, *at, *end;
    struct ai95_buffer decoded; /* a string whose escapes were replaced */
    int depth;
    const char *problem; /* what is wrong at `at` */
};

/* Zeroed memory is a scanner too, of an empty text. */
void ai95_scanner_init(struct ai95_scanner *scanner, const void *text, size_t length);
void ai95_scanner_free(struct ai95_scanner *scanner);

/* Each returns AI95_OK, AI95_NO_MEMORY, or AI95_BAD_DATA with a `problem`. */

/* The value that begins here. Of an array or object only the bracket is read: its elements follow,
 * or ai95_scan_rest passes over them. */
enum ai95_status ai95_scan_value(struct ai95_scanner *scanner, struct ai95_json_value *value);
/* In an array, before each element; `first` before the first one. Without `more`, the array has
 * ended. */
enum ai95_status ai95_scan_element(struct ai95_scanner *scanner, bool first, bool *more);
/* The same in an object, and reads the member's name. */
enum ai95_status ai95_scan_member(struct ai95_scanner *scanner, bool first, bool *more,
                                  struct ai95_json_value *name);
/* Whether an array or object has nothing in it. If so, its end is read. */
bool ai95_scan_empty(struct ai95_scanner *scanner, const struct ai95_json_value *value);
/* Passes over the rest of a value: of an array or object, all up to its end. */
enum ai95_status ai95_scan_rest(struct ai95_scanner *scanner, const struct ai95_json_value *value);
/* After the outermost value: there must be nothing more. */
enum ai95_status ai95_scan_end(struct ai95_scanner *scanner);

#endif
