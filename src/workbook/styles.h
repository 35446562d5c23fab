/* The styles of cells: which of them show dates. */
#ifndef AI95_STYLES_H
#define AI95_STYLES_H

#include <stdint.h>
#include "workbook/archive.h"
#include "workbook/number.h"

/* Zeroed memory has no styles: every number is a number. */
struct ai95_styles {
    unsigned char *formats; /* an enum ai95_format for each style */
    uint32_t count;
};

enum ai95_status ai95_styles_read(struct ai95_styles *styles, const struct ai95_archive *archive,
                                  const char *part, struct ai95_problem *problem);
static inline enum ai95_format ai95_styles_format(const struct ai95_styles *styles,
                                                  uint32_t style) {
    return style < styles->count ? (enum ai95_format)styles->formats[style] : AI95_FORMAT_NUMBER;
}
void ai95_styles_free(struct ai95_styles *styles);

#endif
