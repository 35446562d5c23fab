#include "rows/cell_error.h"
#include <stdbool.h>
#include <string.h>
#include "util/sheet_text.h"

/* Of Excel, WPS, Google Sheets and LibreOffice. */
static const char *const errors[] = {
    "#N/A",    "#REF!",    "#VALUE!",   "#NAME?",    "#DIV/0!",    "#NUM!",         "#NULL!",
    "#SPILL!", "#CALC!",   "#FIELD!",   "#CONNECT!", "#BUSY!",     "#GETTING_DATA", "#BLOCKED!",
    "#ERROR!", "#PYTHON!", "#TIMEOUT!", "#UNKNOWN!", "#EXTERNAL!",
};

static bool is_text(const char *text, size_t length, const char *other) {
    return strlen(other) == length && memcmp(text, other, length) == 0;
}

/* LibreOffice's Err:502 */
static bool is_numbered(const char *text, size_t length) {
    if (length != 7 || memcmp(text, "Err:", 4) != 0)
        return false;
    for (size_t i = 4; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

enum ai95_cell_error ai95_cell_error(const char *text, size_t length) {
    if (length == 0 || (text[0] != '#' && text[0] != 'E'))
        return AI95_CELL_OK;
    if (is_text(text, length, AI95_NO_VALUE))
        return AI95_CELL_NO_VALUE;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (is_text(text, length, errors[i]))
            return AI95_CELL_ERROR;
    return is_numbered(text, length) ? AI95_CELL_ERROR : AI95_CELL_OK;
}
