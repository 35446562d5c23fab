/* The dates in HTTP headers. */
#ifndef AI95_DATE_H
#define AI95_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads an HTTP date, in any of its forms, whatever the locale is. False if the text is not one, if
 * its zone is ambiguous, or if its year is before 2000 or after 2100. */
bool ai95_http_date(const char *text, size_t length, int64_t *time);

#endif
