/* Numbers and dates of cells as text. Nothing here depends on the locale. */
#ifndef AI95_NUMBER_H
#define AI95_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include "util/buffer.h"

/* How a number format shows numbers. */
enum ai95_format {
    AI95_FORMAT_NUMBER,
    AI95_FORMAT_DATE,   /* a date, a time of day, or both */
    AI95_FORMAT_ELAPSED /* hours, perhaps more than 24 */
};

/* The format of a format code, such as yyyy-mm-dd or [Red]0.00 or [h]:mm. */
enum ai95_format ai95_format_of_code(const char *code);
/* The format with a built-in number. */
enum ai95_format ai95_format_of_number(unsigned number);

/* Appends the number as a field of CSV: whole numbers with all digits, others with 15; as a date if
 * the format says so and Excel has such a date. Text that is not a number stays. */
enum ai95_status ai95_number_append(struct ai95_buffer *out, const char *text, size_t length,
                                    enum ai95_format format, bool is_1904);
/* Appends a date of ISO 8601 as the other dates are written. Text that is not a date stays. */
enum ai95_status ai95_iso_date_append(struct ai95_buffer *out, const char *text, size_t length);

#endif
