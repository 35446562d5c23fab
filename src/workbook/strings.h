/* The shared strings: cells with text have the number of one. They are kept as fields of CSV, one
 * behind the other. */
#ifndef AI95_STRINGS_H
#define AI95_STRINGS_H

#include <stdint.h>
#include "workbook/archive.h"
#include "workbook/text.h"

/* Zeroed memory holds none. */
struct ai95_strings {
    struct ai95_buffer fields;
    uint32_t *ends;
    uint32_t count, capacity;
};

enum ai95_status ai95_strings_read(struct ai95_strings *strings, const struct ai95_archive *archive,
                                   const char *part, struct ai95_problem *problem);
/* The field; `index` is below strings->count. */
static inline const unsigned char *ai95_strings_get(const struct ai95_strings *strings,
                                                    uint32_t index, size_t *length) {
    uint32_t begin = index > 0 ? strings->ends[index - 1] : 0;
    *length = strings->ends[index] - begin;
    return *length > 0 ? strings->fields.data + begin : NULL;
}
void ai95_strings_free(struct ai95_strings *strings);

#endif
