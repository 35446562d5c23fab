/* Recognises the texts of cells that have no value. */
#ifndef AI95_CELL_ERROR_H
#define AI95_CELL_ERROR_H

#include <stddef.h>

enum ai95_cell_error {
    AI95_CELL_OK,
    AI95_CELL_ERROR,   /* #N/A, #REF! and the like */
    AI95_CELL_NO_VALUE /* a formula that was never calculated */
};

enum ai95_cell_error ai95_cell_error(const char *text, size_t length);

#endif
