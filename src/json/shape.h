/* The declared fields of an object: of an answer's data, or of its rows. */
#ifndef AI95_SHAPE_H
#define AI95_SHAPE_H

#include "json/scalar.h"

enum { AI95_MAX_FIELDS = 63 };

struct ai95_field {
    const char *name; /* not a copy */
    size_t length;
    enum ai95_type type;
};

/* What an answer's `data` is. */
enum ai95_data {
    AI95_OBJECT,  /* the object itself */
    AI95_LIST,    /* a list of objects */
    AI95_PAGE,    /* { "total": …, "list": a list of objects } */
    AI95_NO_DATA, /* nothing to be read */
};

struct ai95_shape {
    enum ai95_data data;
    int count;
    uint64_t required; /* a bit for each field that must be there */
    struct ai95_field fields[AI95_MAX_FIELDS];
};

/* The index of the field with that name, or -1. `guess` is where it probably is: objects of a list
 * have their fields in one order. */
static inline int ai95_shape_find(const struct ai95_shape *shape, int guess, const char *name,
                                  size_t length) {
    for (int tried = 0; tried < shape->count; tried++, guess++) {
        if (guess >= shape->count)
            guess = 0;
        const struct ai95_field *field = &shape->fields[guess];
        if (field->length == length && memcmp(field->name, name, length) == 0)
            return guess;
    }
    return -1;
}

#endif
