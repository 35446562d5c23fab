/* Numbers and dates of cells as text. Nothing here depends on the locale. */
#ifndef AI95_NUMBER_H
#define AI95_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include "util/buffer.h"
#include "workbook/format.h"

/* Appends the number as a field of CSV: whole numbers with all digits, others with 15; as a date if
 * the format says so and Excel has such a date. Text that is not a number stays. */
enum ai95_status ai95_number_append(struct ai95_buffer *out, const char *text, size_t length,
                                    enum ai95_format format, bool is_1904);
/* Appends a date of ISO 8601 as the other dates are written. Text that is not a date stays. */
enum ai95_status ai95_iso_date_append(struct ai95_buffer *out, const char *text, size_t length);

#endif
