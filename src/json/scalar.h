/* The platform's values as the types that the document gives them. It is a PHP program: numbers
 * come as strings, nothing comes as null, "", false or an empty array, and times come in several
 * forms. */
#ifndef AI95_SCALAR_H
#define AI95_SCALAR_H

#include <stdint.h>
#include "json/scanner.h"

enum ai95_type {
    AI95_ANY,    /* not in the document: as it comes */
    AI95_SCALAR, /* any but an array or object */
    AI95_STRING, /* text, perhaps "" */
    AI95_ID,     /* text that a request can name: without NUL, and "" is nothing */
    AI95_INT,    /* a whole number */
    AI95_NUMBER, /* a number */
    AI95_TIME,   /* Y-m-d or Y-m-d H:i:s, China Standard Time; other text as it comes */
    AI95_ROWS    /* a list of objects, which is no scalar */
};

enum ai95_scalar_kind {
    AI95_IS_MISSING,
    AI95_IS_FALSE,
    AI95_IS_TRUE,
    AI95_IS_INTEGER, /* `integer`; `text` has its digits */
    AI95_IS_NUMBER,  /* `number` */
    AI95_IS_TEXT,    /* `text`: also a number that neither an integer nor a double can hold */
    AI95_IS_WRONG    /* cannot be of that type */
};

struct ai95_scalar {
    enum ai95_scalar_kind kind;
    int64_t integer;
    double number;
    const char *text; /* in the value, or in `own` */
    size_t length;
    char own[24];
};

/* Converts a value that is no array or object. Does not depend on the locale. */
enum ai95_status ai95_scalar_convert(enum ai95_type type, const struct ai95_json_value *value,
                                     struct ai95_scalar *scalar);

#endif
